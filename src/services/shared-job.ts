import { type Cancel, KlonosError, type Progress } from "../core/errors";

/** A piece of work that several callers may wait for at once, and that is done once. */
export type SharedJob<T> = (cancel?: Cancel, progress?: Progress) => Promise<T>;

interface Waiter<T> {
  readonly cancel: Cancel | undefined;
  readonly progress: Progress | undefined;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

interface Run<T> {
  readonly waiters: Set<Waiter<T>>;
}

/**
 * Shares one run of `work` among its callers. A caller who cancels is let go at the work's next look at its token; the work
 * itself stops when nobody waits any more, and is begun anew by the next caller. Its result is kept, its failure is not.
 */
export function sharedJob<T>(work: (cancel: Cancel, progress: Progress) => Promise<T>): SharedJob<T> {
  let current: Run<T> | undefined;
  let done: { readonly value: T } | undefined;

  /** Lets cancelled callers go; true when none is left. */
  const abandoned = (run: Run<T>): boolean => {
    for (const waiter of run.waiters) {
      if (waiter.cancel?.cancelled !== true) continue;
      run.waiters.delete(waiter);
      waiter.reject(new KlonosError("cancelled", "The work was stopped on request."));
    }
    if (run.waiters.size > 0) return false;
    if (current === run) current = undefined;
    return true;
  };

  const start = (): Run<T> => {
    const run: Run<T> = { waiters: new Set() };
    const cancel: Cancel = {
      get cancelled() {
        return abandoned(run);
      },
    };
    const progress: Progress = (fraction, doing) => {
      for (const waiter of run.waiters) waiter.progress?.(fraction, doing);
    };
    // Begun after this turn, so that the first caller is among the waiters when the work first looks.
    void Promise.resolve()
      .then(() => work(cancel, progress))
      .then(
        (value) => {
          done = { value };
          for (const waiter of run.waiters) waiter.resolve(value);
        },
        (thrown: unknown) => {
          for (const waiter of run.waiters) waiter.reject(thrown);
        },
      )
      .then(() => {
        if (current === run) current = undefined;
      });
    return run;
  };

  return (cancel, progress) => {
    if (done !== undefined) return Promise.resolve(done.value);
    current ??= start();
    const { waiters } = current;
    return new Promise<T>((resolve, reject) => waiters.add({ cancel, progress, resolve, reject }));
  };
}
