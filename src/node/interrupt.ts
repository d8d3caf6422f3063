import { type Cancel, KlonosError } from "../core/errors";

/**
 * Runs a long work that Ctrl+C stops between two steps, so that it can clear away what it has begun. A second Ctrl+C ends the process
 * as it would without this. The same wish twice: for what asks between its steps, and for calls to an engine.
 */
export async function untilInterrupted<T>(work: (cancel: Cancel, signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopper = new AbortController();
  const { signal } = stopper;
  const cancel: Cancel = {
    get cancelled() {
      return signal.aborted;
    },
  };
  const stop = (): void => stopper.abort();
  process.once("SIGINT", stop);
  try {
    return await work(cancel, signal);
  } finally {
    process.removeListener("SIGINT", stop);
  }
}

/** What a work that keeps its parts ends with when it was stopped. */
export function stoppedButKept(): KlonosError {
  return new KlonosError("cancelled", "Stopped on request. What is done is kept: the same command goes on from there.");
}
