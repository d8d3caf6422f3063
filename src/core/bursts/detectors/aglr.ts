import type { SampleRange } from "../../timeline";
import type { DetectorInput } from "./detector";
import { momentsOf, samplesOf, scaledRanges, thinned, thinningOf } from "./detector";

/** Constants of the approximated generalised likelihood ratio. */
export interface AglrOptions {
  readonly windowMilliseconds: number;
  /** Log-likelihood ratio (nats) of "another variance than rest" over "rest" at which a window is an alarm. */
  readonly alarm: number;
}

/** Window of 25 ms after secondary accounts of Staude and Wolf 1999; the alarm level is ours. JUDGEMENT. The paper of 2001 was read in part. */
const defaults: AglrOptions = { windowMilliseconds: 25, alarm: 10 };

/**
 * Approximated generalised likelihood ratio (Staude and Wolf 1999; Staude et al. 2001, EURASIP J Appl Signal Process 2001:67). A sliding window of
 * nearly white samples: with its mean square s² and the rest's σ², g = n/2·(s²/σ² − 1 − ln(s²/σ²)) is the log of how much better
 * the variance s² explains it. Above the alarm level activity has begun, at the most probable time of the change; it ends where the
 * window is no longer stronger than rest, again at the most probable time, between the burst's own variance and the rest's.
 */
export function aglr(input: DetectorInput, options: AglrOptions = defaults): SampleRange[] {
  const thinning = thinningOf(input);
  const { sd } = momentsOf(thinned(input.rest, thinning));
  if (!(sd > 0)) return [];
  const x = thinned(input.samples, thinning);
  const sums = new Float64Array(x.length + 1);
  for (let i = 0; i < x.length; i++) sums[i + 1] = sums[i]! + (x[i]! * x[i]!) / (sd * sd);
  const width = samplesOf(options.windowMilliseconds, input.samplingHz / thinning);
  const isAlarm = (end: number): boolean => {
    const ratio = (sums[end]! - sums[end - width]!) / width;
    return ratio > 1 && (width / 2) * (ratio - 1 - Math.log(ratio)) >= options.alarm;
  };
  const ranges: SampleRange[] = [];
  let earliest = 0;
  for (let end = width; end <= x.length; end++) {
    if (!isAlarm(end)) continue;
    const start = mostProbableStart(sums, Math.max(earliest, end - 2 * width), end);
    let last = end;
    while (last < x.length && isAlarm(last + 1)) last++;
    const stop = last === x.length ? last : mostProbableEnd(sums, start, Math.max(start + 1, last - width), Math.min(x.length, last + width));
    if (stop > start) ranges.push({ start, end: stop });
    earliest = Math.max(stop, last - width);
    end = Math.max(last, stop + width - 1);
  }
  return scaledRanges(ranges, thinning, 0, input.samples.length);
}

/** Start j in [from, end) at which x[j … end) gains most by a variance of its own over that of rest (1 in these sums). */
function mostProbableStart(sums: Float64Array, from: number, end: number): number {
  let best = from;
  let bestGain = -Infinity;
  for (let j = from; j < end; j++) {
    const n = end - j;
    const ratio = (sums[end]! - sums[j]!) / n;
    const gain = ratio > 1 ? (n / 2) * (ratio - 1 - Math.log(ratio)) : 0;
    if (gain > bestGain) [best, bestGain] = [j, gain];
  }
  return best;
}

/** End j in [from, to) that best divides the burst, of the variance it has from `start` to `from`, from rest. */
function mostProbableEnd(sums: Float64Array, start: number, from: number, to: number): number {
  const ratio = Math.max(1, (sums[from]! - sums[start]!) / (from - start));
  let best = from;
  let bestGain = -Infinity;
  for (let j = from; j < to; j++) {
    const n = j - start;
    const gain = ((sums[j]! - sums[start]!) * (1 - 1 / ratio) - n * Math.log(ratio)) / 2;
    if (gain > bestGain) [best, bestGain] = [j, gain];
  }
  return best;
}
