import type { DetectorOptions } from "./detector-options";
import { runningMedianCount } from "./detector-options";
import { medianOf } from "./local-reference";

/**
 * Which peaks count as bursts (science.md 4.3.2 and 4.3.3): seeds, and weaker peaks within `weakIntervals` local median
 * intervals of a seed. The local median is over the intervals between successive seeds nearest to it, each no longer than
 * the longest gap in a train: a lone seed has none, so resting blips beside it are not gathered into a train.
 *
 * @param positions ascending grid positions
 * @param isSeed, isWeak 1 where a peak fulfils the heights of a seed, of a weak beat
 */
export function acceptPeaks(positions: Int32Array, isSeed: Uint8Array, isWeak: Uint8Array, gridHz: number, options: DetectorOptions): Uint8Array {
  const accepted = isSeed.slice();
  const seeds: number[] = [];
  for (let k = 0; k < positions.length; k++) if (isSeed[k] === 1) seeds.push(k);
  const reaches = seeds.map((_, index) => reachOf(seeds, index, positions, gridHz, options));
  for (let index = 0; index < seeds.length; index++) {
    const reach = reaches[index]!;
    if (reach === 0) continue;
    const seed = seeds[index]!;
    const centre = positions[seed]!;
    for (let k = seed - 1; k >= 0 && centre - positions[k]! <= reach; k--) if (isWeak[k] === 1) accepted[k] = 1;
    for (let k = seed + 1; k < positions.length && positions[k]! - centre <= reach; k++) if (isWeak[k] === 1) accepted[k] = 1;
  }
  return accepted;
}

/** Reach of one seed in grid points; 0 for a seed without a neighbour. */
function reachOf(seeds: readonly number[], index: number, positions: Int32Array, gridHz: number, options: DetectorOptions): number {
  const longest = options.trainGapMaxSeconds * gridHz;
  const intervals: number[] = [];
  const half = Math.ceil(runningMedianCount / 2);
  for (let k = Math.max(0, index - half); k < Math.min(seeds.length - 1, index + half); k++) {
    const interval = positions[seeds[k + 1]!]! - positions[seeds[k]!]!;
    if (interval <= longest) intervals.push(interval);
  }
  if (intervals.length === 0) return 0;
  return options.weakIntervals * Math.min(medianOf(intervals), options.weakIntervalMaxSeconds * gridHz);
}
