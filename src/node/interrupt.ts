import type { Cancel } from "../core/errors";

/**
 * Runs a long work that Ctrl+C stops between two steps, so that it can clear away what it has begun. A second Ctrl+C ends the process
 * as it would without this.
 */
export async function untilInterrupted<T>(work: (cancel: Cancel) => Promise<T>): Promise<T> {
  const cancel = { cancelled: false };
  const stop = (): void => void (cancel.cancelled = true);
  process.once("SIGINT", stop);
  try {
    return await work(cancel);
  } finally {
    process.removeListener("SIGINT", stop);
  }
}
