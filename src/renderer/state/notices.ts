import { errorRecord } from "../../core/errors";
import type { Job, Notice } from "./klonos-state";
import { blindedNotice } from "./review/without-name";
import type { Session } from "./session";

/** Code of an error in the words of the window itself: it says what to do, in the language of the window. */
export const OWN_WORDS = "window";
/** Codes that are nobody's problem: the answer was no longer wanted. */
const SILENT = new Set(["cancelled", "engine-closed"]);
const MOST_NOTICES = 5;
/** Good news goes by itself; what needs an answer stays. */
const INFO_MILLISECONDS = 8000;
/** Work that takes less needs no estimate, and less than this of it gives none. */
const ESTIMATE_AFTER_MILLISECONDS = 3000;
const ESTIMATE_FROM_FRACTION = 0.03;

/** Seconds until the work is done at the pace so far; undefined where that would be a guess. */
export function remainingSeconds(fraction: number, elapsedMilliseconds: number): number | undefined {
  if (elapsedMilliseconds < ESTIMATE_AFTER_MILLISECONDS || !(fraction >= ESTIMATE_FROM_FRACTION)) return undefined;
  return ((elapsedMilliseconds / 1000) * (1 - Math.min(1, fraction))) / fraction;
}

/** Shows a notice until it is dismissed; one with the same words replaces the earlier one. */
export function notify(session: Pick<Session, "store">, said: Omit<Notice, "id">): void {
  const notice = blindedNotice(session.store.getState(), said);
  const before = session.store.getState().notices;
  const shown: Notice = { ...notice, id: 1 + Math.max(0, ...before.map((other) => other.id)) };
  session.store.setState((state) => {
    const others = state.notices.filter((other) => other.title !== notice.title || other.error?.message !== notice.error?.message);
    return { notices: [...others, shown].slice(-MOST_NOTICES) };
  });
  // By itself, not by its number: that is given again once it was dismissed, and the one that has it then must stay.
  if (notice.severity === "info" && notice.action === undefined) setTimeout(() => session.store.setState((state) => ({ notices: state.notices.filter((other) => other !== shown) })), INFO_MILLISECONDS);
}

/** Shows what was thrown, unless it only says that the work was stopped on request. */
export function notifyFailure(session: Pick<Session, "store">, title: string, thrown: unknown): void {
  const error = errorRecord(thrown);
  if (!SILENT.has(error.code)) notify(session, { severity: "error", title, error });
}

/** Takes a notice away. */
export function dismiss(session: Pick<Session, "store">, id: number): void {
  session.store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
}

/** Takes away what says this: it holds no longer. */
export function dismissTitled(session: Pick<Session, "store">, title: string): void {
  session.store.setState((state) => ({ notices: state.notices.filter((notice) => notice.title !== title) }));
}

/** Runs a long work as a job with progress and a stop button; the work gets the signal and the progress receiver. */
export async function runJob<T>(
  session: Session,
  title: string,
  work: (signal: AbortSignal, onProgress: (fraction: number, doing: string) => void) => Promise<T>,
  parent?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  parent?.addEventListener("abort", stop, { once: true });
  if (parent?.aborted === true) controller.abort();
  const start = performance.now();
  const id = 1 + Math.max(0, ...session.store.getState().jobs.map((job) => job.id));
  const job: Job = { id, title, doing: "", fraction: 0, remainingSeconds: undefined, cancel: stop };
  session.store.setState((state) => ({ jobs: [...state.jobs, job] }));
  try {
    return await work(controller.signal, (fraction, doing) =>
      session.store.setState((state) => ({ jobs: state.jobs.map((other) => (other.id === id ? { ...other, fraction, doing, remainingSeconds: remainingSeconds(fraction, performance.now() - start) } : other)) })),
    );
  } finally {
    parent?.removeEventListener("abort", stop);
    session.store.setState((state) => ({ jobs: state.jobs.filter((other) => other.id !== id) }));
  }
}
