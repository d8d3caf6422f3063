import { KlonosError } from "../core/errors";

/** Runs tasks one at a time; of those that wait, only the newest. */
export interface LatestWins<T> {
  /**
   * Runs `task` when the running one is done, unless a newer task came meanwhile: then it rejects with `cancelled`. The running
   * task is asked to stop (its signal is aborted) and settles as it likes; what it returns in spite of that is still delivered.
   */
  run(task: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Asks the running task to stop and rejects the waiting one. */
  cancel(): void;
}

interface Waiting<T> {
  readonly task: (signal: AbortSignal) => Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** How a lane treats what it runs. */
export interface LatestWinsOptions {
  /** False lets the running task finish: for tasks that are worth their cost even when late (default true). */
  readonly abortRunning?: boolean;
}

/** The cure for storms of pan and zoom: never two requests at once, and none that nobody waits for. */
export function latestWins<T>(options: LatestWinsOptions = {}): LatestWins<T> {
  const abortRunning = options.abortRunning ?? true;
  let running: AbortController | undefined;
  let waiting: Waiting<T> | undefined;

  const supersede = (): void => {
    waiting?.reject(new KlonosError("cancelled", "A newer request took the place of this one."));
    waiting = undefined;
    if (abortRunning) running?.abort();
  };

  const next = (): void => {
    if (running !== undefined || waiting === undefined) return;
    const { task, resolve, reject } = waiting;
    waiting = undefined;
    const controller = new AbortController();
    running = controller;
    const done = (): void => {
      running = undefined;
      next();
    };
    // Inside a promise, so that a task that throws before its first await is a rejection like any other.
    void new Promise<T>((started) => started(task(controller.signal))).then(resolve, reject).then(done);
  };

  return {
    run(task) {
      supersede();
      return new Promise<T>((resolve, reject) => {
        waiting = { task, resolve, reject };
        next();
      });
    },
    cancel() {
      supersede();
      running?.abort();
    },
  };
}
