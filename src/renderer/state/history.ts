/** Undo and redo over immutable states. */
export interface History<T> {
  readonly past: readonly Step<T>[];
  readonly present: T;
  readonly future: readonly Step<T>[];
}

interface Step<T> {
  readonly state: T;
  /** What was done between this state and the next, in words. */
  readonly what: string;
  /** Successive changes with the same key (a slider, a nudge) make one step. */
  readonly key: string | undefined;
}

/** Older steps are forgotten; at some hundred bytes a step this is no matter of memory but of sanity. */
const MOST_STEPS = 500;

/** A history without a past. */
export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] };
}

/** Takes a new state; the future is gone. With the key of the step before it joins that step. */
export function commit<T>(history: History<T>, state: T, what: string, key?: string): History<T> {
  const last = history.past[history.past.length - 1];
  if (key !== undefined && last?.key === key && history.future.length === 0) return { past: history.past, present: state, future: [] };
  return { past: [...history.past, { state: history.present, what, key }].slice(-MOST_STEPS), present: state, future: [] };
}

/** Replaces the present and rewrites all of the past: for facts that arrive from outside (a scan) and are nobody's edit. */
export function rebase<T>(history: History<T>, change: (state: T) => T): History<T> {
  const moved = (step: Step<T>): Step<T> => ({ ...step, state: change(step.state) });
  return { past: history.past.map(moved), present: change(history.present), future: history.future.map(moved) };
}

/** One step back; the same history when there is none. */
export function undo<T>(history: History<T>): History<T> {
  const last = history.past[history.past.length - 1];
  if (last === undefined) return history;
  return { past: history.past.slice(0, -1), present: last.state, future: [{ ...last, state: history.present }, ...history.future] };
}

/** One step forward; the same history when there is none. */
export function redo<T>(history: History<T>): History<T> {
  const [next, ...rest] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, { ...next, state: history.present, key: undefined }], present: next.state, future: rest };
}

/** What undo would take back, in words. */
export function undoWords<T>(history: History<T>): string | undefined {
  return history.past[history.past.length - 1]?.what;
}

/** What redo would do again, in words. */
export function redoWords<T>(history: History<T>): string | undefined {
  return history.future[0]?.what;
}
