import { longestGap, type TrainGapOptions } from "../bursts/group-trains";
import { runningMedianCount } from "../bursts/detector-options";

/** How near a train is to being split in two, or joined with the one before or after it. */
export interface GapScores {
  /** Largest gap between two of its bursts over the longest that joins there; above 1 where the rule of the first gap, or a person, joined. */
  readonly split: number;
  /** Middle of that gap. */
  readonly splitSeconds: number;
  /** Longest gap that joins over the gap to the train before it; above 1 where a mark, or a person, parts them. Undefined without such a train. */
  readonly mergeBefore: number | undefined;
  readonly mergeAfter: number | undefined;
}

/**
 * Each gap against the longest that joins by the train rule (science.md 4.3.7): most disagreements between persons are one event split into several [Thomas14].
 *
 * @param times of the train's bursts, two or more, ascending, seconds
 * @param before bursts of the train before it in the same stretch of the channel, and `after` of the one behind it
 */
export function gapScores(times: readonly number[], before: readonly number[] | undefined, after: readonly number[] | undefined, options: TrainGapOptions): GapScores {
  let split = 0;
  let splitSeconds = NaN;
  for (let k = 1; k < times.length; k++) {
    const score = (times[k]! - times[k - 1]!) / longestAfter(times.slice(Math.max(0, k - runningMedianCount - 1), k), options);
    if (score > split) [split, splitSeconds] = [score, (times[k]! + times[k - 1]!) / 2];
  }
  const merge = (first: readonly number[], second: readonly number[]): number => longestAfter(first, options) / (second[0]! - first[first.length - 1]!);
  return { split, splitSeconds, mergeBefore: before === undefined ? undefined : merge(before, times), mergeAfter: after === undefined ? undefined : merge(times, after) };
}

/** The longest gap that joins another burst to these: by their last five intervals. */
function longestAfter(times: readonly number[], options: TrainGapOptions): number {
  const last = times.slice(-(runningMedianCount + 1));
  return longestGap(last.slice(1).map((time, k) => time - last[k]!), options);
}
