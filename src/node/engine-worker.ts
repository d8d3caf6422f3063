import { parentPort, workerData } from "node:worker_threads";
import { KlonosError } from "../core/errors";
import type { EngineReply } from "../protocol/engine-api";
import type { EngineEndpoint } from "../protocol/endpoint";
import { serveEngine } from "../protocol/serve";
import { createEngine } from "../services/engine";
import { openFileSource } from "./file-source";
import { folderCache } from "./folder-cache";
import { klonosVersion, loadFigureAssets } from "./own-files";
import { portEndpoint } from "./port-endpoint";
import { openSiblingFile } from "./sibling-source";
import { isSourcePathMessage, type EngineWorkerData } from "./worker-messages";

// Entry of the engine's thread. It opens only files whose id the parent has announced; a call names an id, never a path.
if (parentPort === null) throw new Error("engine-worker runs as a worker thread");

const port = portEndpoint<unknown, EngineReply>(parentPort);
const paths = new Map<string, string>();
port.onMessage((message) => {
  if (isSourcePathMessage(message)) paths.set(message.id, message.path);
});

const endpoint: EngineEndpoint = {
  ...port,
  onMessage: (listener) =>
    port.onMessage((message) => {
      if (!isSourcePathMessage(message)) listener(message);
    }),
};

const { generation, cacheFolder } = workerData as EngineWorkerData;
serveEngine(
  endpoint,
  createEngine({
    version: klonosVersion(),
    recordingIdPrefix: `g${generation}-`,
    cache: cacheFolder === undefined ? undefined : folderCache(cacheFolder),
    assets: loadFigureAssets,
    openSource: async (source) => {
      const path = paths.get(source.id);
      if (path === undefined) throw new KlonosError("unknown-source", `“${source.name}” is not known to this session. Open it again.`, source.name);
      return openFileSource(path);
    },
    openSibling: async (source, name, levelsUp) => {
      const path = paths.get(source.id);
      return path === undefined ? undefined : openSiblingFile(path, name, levelsUp);
    },
  }),
);
