/** Sent by the parent to the engine's worker, beside the calls: which path an id stands for. */
export interface SourcePathMessage {
  readonly kind: "source";
  readonly id: string;
  readonly path: string;
}

/** Given to the worker at its start. */
export interface EngineWorkerData {
  /** Counts restarts: a recording of a crashed worker is never taken for one of its successor. */
  readonly generation: number;
  /** Folder of the cache of long recordings; undefined keeps nothing. */
  readonly cacheFolder?: string | undefined;
}

/** Tells a source message from an engine request. */
export function isSourcePathMessage(message: unknown): message is SourcePathMessage {
  return typeof message === "object" && message !== null && (message as { kind?: unknown }).kind === "source";
}
