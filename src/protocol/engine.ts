import type { Cancel, Progress } from "../core/errors";
import type { EngineApi, EngineMethod } from "./engine-api";

/** What belongs to one call and not to its arguments. */
export interface CallContext {
  readonly cancel: Cancel;
  readonly progress: Progress;
}

/**
 * The engine as functions. Buffers in a result belong to the caller (they may be transferred away); every method rejects with
 * `KlonosError`, and with its code `cancelled` soon after `context.cancel` is set.
 */
export type Engine = {
  readonly [M in EngineMethod]: (args: EngineApi[M]["args"], context?: CallContext) => Promise<EngineApi[M]["result"]>;
};
