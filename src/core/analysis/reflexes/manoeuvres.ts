import type { Hold, Mark } from "../../result";

/** One attempt at evoking something: a stretch with its hold, a hold given outright, a tap or a quick series of taps. */
export interface Manoeuvre {
  /** From 1, in time order. */
  readonly number: number;
  readonly evokedBy: "stretch" | "hold" | "tap";
  readonly startSeconds: number;
  /** Release, next manoeuvre, next nerve stimulus where nothing is held, or end of the recording. */
  readonly endSeconds: number;
  readonly hold: Hold | undefined;
  /** Index of its mark; undefined for a hold given outright. */
  readonly markIndex: number | undefined;
}

/** Marks of one kind closer to the one before than this are a series, not attempts (as in `attemptCuts`). */
const ATTEMPTS_APART_SECONDS = 1;
/** A hold given outright that begins this near to a stretch is that stretch's hold. JUDGEMENT: a ramp stretch takes less. */
const SAME_START_SECONDS = 1;

interface Start {
  readonly evokedBy: Manoeuvre["evokedBy"];
  readonly seconds: number;
  readonly markIndex: number | undefined;
}

/** The manoeuvres that marks and holds tell of, in time order. A hold mark after its stretch is no attempt of its own. */
export function manoeuvresOf(marks: readonly Mark[], holds: readonly Hold[], recordingEndSeconds: number): readonly Manoeuvre[] {
  const starts = startsOf(marks, holds);
  return starts.map((start, k) => {
    const next = starts[k + 1]?.seconds ?? Infinity;
    const hold = holds.find((candidate) => candidate.startSeconds >= start.seconds && candidate.startSeconds < Math.min(next, start.seconds + SAME_START_SECONDS));
    // What a nerve stimulus evokes belongs to no tap before it.
    const released = hold?.endSeconds ?? marks.reduce((first, { kind, seconds }) => (kind === "stimulus" && seconds > start.seconds && seconds < first ? seconds : first), Infinity);
    return { number: k + 1, evokedBy: start.evokedBy, startSeconds: start.seconds, endSeconds: Math.min(released, next, recordingEndSeconds), hold, markIndex: start.markIndex };
  });
}

function startsOf(marks: readonly Mark[], holds: readonly Hold[]): readonly Start[] {
  const starts: Start[] = [];
  let open = false;
  let last: { readonly kind: string; readonly seconds: number } | undefined;
  const ordered = marks.map((mark, markIndex) => ({ mark, markIndex })).sort((a, b) => a.mark.seconds - b.mark.seconds);
  for (const { mark, markIndex } of ordered) {
    const { kind, seconds } = mark;
    if (kind === "stretch" || kind === "tap") {
      const series = last?.kind === kind && seconds - last.seconds <= ATTEMPTS_APART_SECONDS;
      if (!series) starts.push({ evokedBy: kind, seconds, markIndex });
      last = { kind, seconds };
      if (kind === "stretch") open = true;
    } else if (kind === "hold") {
      if (!open) starts.push({ evokedBy: "hold", seconds, markIndex });
      open = true;
    } else if (kind === "release") {
      open = false;
    }
  }
  for (const hold of holds) {
    const known = starts.some((start) => Math.abs(start.seconds - hold.startSeconds) <= SAME_START_SECONDS) || marks.some((mark) => (mark.kind === "stretch" || mark.kind === "hold") && mark.seconds >= hold.startSeconds && mark.seconds < hold.endSeconds);
    if (!known) starts.push({ evokedBy: "hold", seconds: hold.startSeconds, markIndex: undefined });
  }
  return starts.sort((a, b) => a.seconds - b.seconds);
}
