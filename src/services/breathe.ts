import { type Cancel, throwIfCancelled } from "../core/errors";

/**
 * Longest stretch of work between two looks at the messages that wait: a cancel or a newer request is heard this soon.
 * A cached read never leaves the thread's microtasks, so awaiting it is not enough.
 */
const BREATH_INTERVAL_MS = 12;

/** Called between blocks of work: lets messages in when it is time, then rejects with `cancelled` when the caller has gone. */
export type Breathe = (cancel?: Cancel) => Promise<void>;

/** @param pause resolves after the messages that wait have been handled (a macrotask). */
export function createBreathe(pause: () => Promise<void> = macrotask, now: () => number = Date.now): Breathe {
  let last = now();
  return async (cancel) => {
    if (now() - last >= BREATH_INTERVAL_MS) {
      await pause();
      last = now();
    }
    throwIfCancelled(cancel);
  };
}

function macrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
