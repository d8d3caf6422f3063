import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { openFileSource } from "./file-source";
import { openSiblingFile } from "./sibling-source";
import { klonosVersion, loadFigureAssets } from "./own-files";
import { startEngineWorker } from "./start-engine-worker";
import type { EngineReply, EngineRequest, SourceInfo } from "../protocol/engine-api";
import { memoryEndpointPair } from "../protocol/memory-endpoint";
import { type Caller, createCaller } from "../protocol/rpc";
import { serveEngine } from "../protocol/serve";
import { createEngine } from "../services/engine";

/** An engine that can be told of files by path: in this thread or in one of its own. */
export interface EngineHost {
  readonly caller: Caller;
  register(path: string): SourceInfo;
  close(): Promise<void>;
}

/** The engine in this thread: a single file then needs no second one. The same calls, checks and answers as with a thread. */
export function localEngine(): EngineHost {
  const paths = new Map<string, string>();
  const [client, server] = memoryEndpointPair<EngineReply, EngineRequest>();
  const stop = serveEngine(
    server,
    createEngine({ version: klonosVersion(), assets: loadFigureAssets, openSource: (source) => openFileSource(paths.get(source.id)!, source.name), openSibling: (source, name, levelsUp) => openSiblingFile(paths.get(source.id)!, name, levelsUp) }),
  );
  const caller = createCaller(client);
  return {
    caller,
    register: (path) => sourceOf(path, (id, absolute) => paths.set(id, absolute)),
    async close() {
      caller.close();
      stop();
    },
  };
}

/** The engine in a thread. */
export function threadEngine(): EngineHost {
  const worker = startEngineWorker();
  const caller = createCaller(worker.endpoint);
  return {
    caller,
    register: (path) => sourceOf(path, (id, absolute) => worker.registerSource(id, absolute)),
    async close() {
      caller.close();
      await worker.close();
    },
  };
}

function sourceOf(path: string, announce: (id: string, absolute: string) => void): SourceInfo {
  const absolute = resolve(path);
  const id = randomUUID();
  announce(id, absolute);
  return { id, name: basename(absolute), size: statSync(absolute, { throwIfNoEntry: false })?.size ?? 0 };
}
