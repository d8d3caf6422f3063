import { smallRandom } from "../../core/trains/block-bootstrap";
import { normalDistribution, studentQuantile } from "../../core/trains/special-functions";

/** Below this many trials on either side no interval is given: two trials say nothing of their spread. */
export const FEWEST_TRIALS = 3;
const REPLICATES = 9999;
/** Any fixed number: the same trials give the same interval on every machine. */
const SEED = 0x74726961;

export interface TrialDifference {
  readonly meanFirst: number | null;
  readonly meanSecond: number | null;
  /** Second − first. */
  readonly difference: number | null;
  readonly interval: readonly [number, number] | null;
  /** Why there is no interval; undefined where there is one. */
  readonly reason: string | undefined;
}

/**
 * Difference of the means of two groups of trials with an interval by resampling whole trials within each group (never beats:
 * those of one trial are not independent). The percentiles are the expanded ones of Hesterberg (Am Stat 2015;69:371), which make
 * good for the narrowness of resampling a few values: α/2 becomes Φ(−√(n/(n−1))·t), with Welch's degrees of freedom.
 */
export function trialDifference(first: readonly number[], second: readonly number[], ciLevel: number): TrialDifference {
  const meanFirst = mean(first);
  const meanSecond = mean(second);
  const difference = meanFirst === null || meanSecond === null ? null : meanSecond - meanFirst;
  const none = (reason: string): TrialDifference => ({ meanFirst, meanSecond, difference, interval: null, reason });
  if (first.length < FEWEST_TRIALS || second.length < FEWEST_TRIALS) return none(`fewer than ${FEWEST_TRIALS} trials (${first.length} and ${second.length})`);
  const [a, b] = [variance(first) / first.length, variance(second) / second.length];
  if (a + b === 0) return none("the trials do not differ among themselves");
  const freedom = (a + b) ** 2 / (a ** 2 / (first.length - 1) + b ** 2 / (second.length - 1));
  // The resampled variance is too small by (n−1)/n in each group, weighted by what each contributes.
  const inflation = Math.sqrt((a + b) / ((a * (first.length - 1)) / first.length + (b * (second.length - 1)) / second.length));
  const tail = normalDistribution(-inflation * studentQuantile(1 - (1 - ciLevel) / 2, freedom));
  const random = smallRandom(SEED);
  const draws = new Float64Array(REPLICATES);
  for (let r = 0; r < REPLICATES; r++) draws[r] = resampledMean(second, random) - resampledMean(first, random);
  draws.sort();
  const low = draws[Math.max(0, Math.floor(tail * (REPLICATES + 1)) - 1)]!;
  const high = draws[Math.min(REPLICATES - 1, Math.ceil((1 - tail) * (REPLICATES + 1)) - 1)]!;
  return { meanFirst, meanSecond, difference, interval: [low, high], reason: undefined };
}

/**
 * Interval of the mean of some trials, by the same resampling and the same expanded percentiles; null below three trials and
 * where they do not differ.
 */
export function trialMeanInterval(values: readonly number[], ciLevel: number): readonly [number, number] | null {
  const n = values.length;
  if (n < FEWEST_TRIALS || variance(values) === 0) return null;
  const tail = normalDistribution(-Math.sqrt(n / (n - 1)) * studentQuantile(1 - (1 - ciLevel) / 2, n - 1));
  const random = smallRandom(SEED);
  const draws = new Float64Array(REPLICATES);
  for (let r = 0; r < REPLICATES; r++) draws[r] = resampledMean(values, random);
  draws.sort();
  return [draws[Math.max(0, Math.floor(tail * (REPLICATES + 1)) - 1)]!, draws[Math.min(REPLICATES - 1, Math.ceil((1 - tail) * (REPLICATES + 1)) - 1)]!];
}

function resampledMean(values: readonly number[], random: () => number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[Math.floor(random() * values.length)]!;
  return sum / values.length;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values) ?? 0;
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
