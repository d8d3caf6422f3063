import { normalDistribution, normalQuantile } from "./special-functions";

/** Values a block; blocks of 2–3 pairs keep the local order (science.md 3.4). */
const BLOCK_LENGTH = 3;
const REPLICATES = 1999;
/** Two sums of the same values differ by less than this share of them. */
const SAME_SHARE = 1e-12;
/** Any fixed number: the same data give the same interval on every machine. */
const SEED = 0x4b6c6f6e;

/**
 * Interval of the mean of successive values by a moving-block bootstrap (blocks of three overlapping values), bias-corrected and
 * accelerated (BCa). Deterministic. At least three values; a mean without spread gives itself twice.
 */
export function blockBootstrap(values: readonly number[], ciLevel: number): readonly [number, number] {
  const count = values.length;
  const length = Math.min(BLOCK_LENGTH, count);
  const starts = count - length + 1;
  const blockSums = new Float64Array(starts);
  let total = 0;
  for (let k = 0; k < count; k++) total += values[k]!;
  for (let start = 0; start < starts; start++) for (let k = 0; k < length; k++) blockSums[start] = blockSums[start]! + values[start + k]!;
  const estimate = total / count;
  const blocks = Math.max(2, Math.round(count / length));
  const random = smallRandom(SEED);
  const means = new Float64Array(REPLICATES);
  for (let r = 0; r < REPLICATES; r++) {
    let sum = 0;
    for (let b = 0; b < blocks; b++) sum += blockSums[Math.floor(random() * starts)]!;
    means[r] = sum / (blocks * length);
  }
  means.sort();
  return bcaInterval(means, estimate, jackknifeAcceleration(values, total), ciLevel);
}

/** Percentiles of sorted replicates, shifted for bias and skewness (Efron's BCa). */
export function bcaInterval(sorted: Float64Array, estimate: number, acceleration: number, ciLevel: number): readonly [number, number] {
  // A replicate of the same values in another order is the estimate, give or take the rounding of its sum, which differs between engines.
  const rounding = SAME_SHARE * Math.abs(estimate);
  let below = 0;
  let equal = 0;
  for (const value of sorted) {
    if (value < estimate - rounding) below++;
    else if (value <= estimate + rounding) equal++;
  }
  const share = Math.min(Math.max((below + equal / 2) / sorted.length, 0.5 / sorted.length), 1 - 0.5 / sorted.length);
  const bias = normalQuantile(share);
  const end = (p: number): number => {
    const z = bias + normalQuantile(p);
    return quantile(sorted, normalDistribution(bias + z / (1 - acceleration * z)));
  };
  const tail = (1 - ciLevel) / 2;
  return [end(tail), end(1 - tail)];
}

function jackknifeAcceleration(values: readonly number[], total: number): number {
  const count = values.length;
  const centre = total / count;
  let squares = 0;
  let cubes = 0;
  for (const value of values) {
    // Leaving one out moves the mean by −(value − centre)/(count − 1).
    const pull = (value - centre) / (count - 1);
    squares += pull * pull;
    cubes += pull * pull * pull;
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** Linear between order statistics. */
function quantile(sorted: Float64Array, p: number): number {
  const place = Math.min(Math.max(p, 0), 1) * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
}

/** Uniform numbers in [0, 1) for resampling only (xorshift, 32 bit). */
export function smallRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
