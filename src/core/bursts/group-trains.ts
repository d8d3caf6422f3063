import { runningMedianCount } from "./detector-options";
import { medianOf } from "./local-reference";

/** The train rule's settings (science.md 4.3.7). */
export interface TrainGapOptions {
  readonly trainGapIntervals: number;
  readonly trainGapMinSeconds: number;
  readonly trainGapMaxSeconds: number;
  /** Times in seconds at which a run ends whatever the gap: bursts before a stretch or tap were not evoked by it. */
  readonly cutSeconds?: readonly number[];
}

/** A run of bursts [first, end) of a list. */
export interface Run {
  readonly first: number;
  readonly end: number;
}

/** An opening gap longer than `trainGapMinSeconds` needs this many intervals after it that the run would bridge: five bursts in all. */
const openingIntervals = 3;

/** Longest gap that joins, given the intervals beside it, seconds. */
export function longestGap(intervals: readonly number[], options: TrainGapOptions): number {
  const wanted = intervals.length === 0 ? 0 : options.trainGapIntervals * medianOf(intervals);
  return Math.min(Math.max(wanted, options.trainGapMinSeconds), options.trainGapMaxSeconds);
}

/**
 * Cuts a list of burst times into runs (science.md 4.3.7): a run ends at a gap above
 * min(max(2.8 × median of its last five intervals, 0.45 s), 1.0 s).
 *
 * The rule says nothing about the first gap of a run, which has no intervals before it. Up to 0.45 s it joins. A longer one, up
 * to 1.0 s, joins only when the run then goes on for three intervals more: a slow pseudoclonus keeps its first beat, and resting
 * blips are not strung together. No run reaches across one of `cutSeconds`.
 *
 * @param times ascending, in seconds, all of one contiguous stretch
 * @returns runs in time order; they cover every burst, isolated bursts are runs of one
 */
export function groupTrains(times: ArrayLike<number>, options: TrainGapOptions): Run[] {
  const runs: Run[] = [];
  let first = 0;
  for (let k = 1; k <= times.length; k++) {
    if (k < times.length && joins(times, first, k, options)) continue;
    runs.push({ first, end: k });
    first = k;
  }
  return runs;
}

function joins(times: ArrayLike<number>, first: number, k: number, options: TrainGapOptions): boolean {
  if (isCut(times[k - 1]!, times[k]!, options)) return false;
  const gap = times[k]! - times[k - 1]!;
  const before: number[] = [];
  for (let j = Math.max(first + 1, k - runningMedianCount); j < k; j++) before.push(times[j]! - times[j - 1]!);
  if (gap <= longestGap(before, options)) return true;
  if (before.length > 0 || gap > options.trainGapMaxSeconds) return false;
  const intervals = [gap];
  for (let j = k + 1; j < times.length && intervals.length <= openingIntervals; j++) {
    const interval = times[j]! - times[j - 1]!;
    if (interval > longestGap(intervals, options) || isCut(times[j - 1]!, times[j]!, options)) break;
    intervals.push(interval);
  }
  return intervals.length > openingIntervals;
}

/** True where a cut lies after the one burst and not after the other. */
export function isCut(before: number, after: number, { cutSeconds }: Pick<TrainGapOptions, "cutSeconds">): boolean {
  return cutSeconds !== undefined && cutSeconds.some((cut) => before < cut && cut <= after);
}
