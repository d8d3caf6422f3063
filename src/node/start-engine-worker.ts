import type { Worker } from "node:worker_threads";
import { KlonosError } from "../core/errors";
import type { ClientEndpoint } from "../protocol/endpoint";
import type { EngineReply, EngineRequest } from "../protocol/engine-api";
import { ownFile } from "./own-files";
import { startThread } from "./start-thread";
import type { EngineWorkerData, SourcePathMessage } from "./worker-messages";

/** The engine in its own thread. */
export interface EngineWorker {
  /** Carries the calls; survives a crash of the thread: what was under way fails with `engine-crashed`, later calls reach a new thread. */
  readonly endpoint: ClientEndpoint;
  /** Announces which file an id stands for; again by itself after a restart. */
  registerSource(id: string, path: string): void;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** What the thread of an engine runs and where it keeps things. */
export interface StartEngineOptions {
  /** The thread's program; the one of this build, or of this checkout, when not given. */
  readonly program?: string | undefined;
  /** Folder in which minima and maxima of long recordings are kept for the next session; nothing is kept without one. */
  readonly cacheFolder?: string | undefined;
  /** Told once for each crash, for a log. */
  readonly onCrash?: ((reason: string) => void) | undefined;
}

/** A thread that dies this soon after its start, this often in a row, is not started again. */
const CRASH_LOOP_MILLISECONDS = 2000;
const CRASH_LOOP_COUNT = 3;

/** Starts the engine's thread at once, and again whenever it dies. Recordings must then be opened anew: their ids are unknown to the new thread. */
export function startEngineWorker(options: StartEngineOptions = {}): EngineWorker {
  const program = options.program ?? ownFile("engineWorker");
  const listeners = new Set<(reply: EngineReply) => void>();
  const sources = new Map<string, string>();
  const underWay = new Set<number>();
  let generation = 0;
  let earlyCrashes = 0;
  let closed = false;
  let worker: Worker | undefined;

  const deliver = (reply: EngineReply): void => {
    if (reply.kind !== "progress") underWay.delete(reply.id);
    for (const listener of [...listeners]) listener(reply);
  };

  const start = (): Worker => {
    const workerData: EngineWorkerData = { generation: generation++, cacheFolder: options.cacheFolder };
    const startedAt = Date.now();
    const thread = startThread(program, workerData);
    let reason = "it ended by itself";
    thread.on("message", deliver);
    thread.on("error", (error) => (reason = error instanceof Error ? error.message : String(error)));
    thread.on("exit", () => {
      if (closed || worker !== thread) return;
      worker = undefined;
      earlyCrashes = Date.now() - startedAt < CRASH_LOOP_MILLISECONDS ? earlyCrashes + 1 : 0;
      if (earlyCrashes < CRASH_LOOP_COUNT) worker = start();
      options.onCrash?.(reason);
      const error = new KlonosError("engine-crashed", `The analysis engine stopped unexpectedly (${reason}). Open the recording again; the file was not changed.`).record;
      for (const id of [...underWay]) deliver({ kind: "fail", id, error });
    });
    for (const [id, path] of sources) announce(thread, id, path);
    return thread;
  };

  worker = start();

  return {
    endpoint: {
      post(message: EngineRequest) {
        if (closed) return;
        if (worker === undefined) {
          if (message.kind === "call") {
            const error = new KlonosError("engine-crashed", "The analysis engine does not start. Close Klonos and start it again; if this stays, build it again with npm run build.").record;
            queueMicrotask(() => deliver({ kind: "fail", id: message.id, error }));
          }
          return;
        }
        worker.postMessage(message);
        if (message.kind === "call") underWay.add(message.id);
      },
      onMessage(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      close: () => void end(),
    },
    registerSource(id, path) {
      sources.set(id, path);
      if (worker !== undefined) announce(worker, id, path);
    },
    close: end,
  };

  async function end(): Promise<void> {
    closed = true;
    listeners.clear();
    await worker?.terminate();
  }
}

function announce(worker: Worker, id: string, path: string): void {
  const message: SourcePathMessage = { kind: "source", id, path };
  worker.postMessage(message);
}
