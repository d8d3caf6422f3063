/** A cycle slower than any beat: gait, or another movement that comes again. */
export interface SlowCycle {
  readonly periodSeconds: number;
  /** Correlation of the smoothed envelope with itself one period later, −1 to 1. */
  readonly correlation: number;
}

/** Steps, claps and strides take this long; faster cycles are the likelihood's. */
const PERIOD_SECONDS: readonly [number, number] = [0.6, 2];
/** A cycle is seen when it comes again this often. */
const FEWEST_CYCLES = 4;
/** The envelope is smoothed over this: the parts of a step need not fall on the same moment. */
const SMOOTHING_SECONDS = 0.1;

/**
 * The slow cycle of a train: the lag between 0.6 and 2 s at which the envelope, smoothed over 100 ms, is most like itself. Parts of a step are
 * irregular bursts that come again with the next step; pseudoclonus does not come again.
 *
 * @param envelope from the train's first onset to its last offset
 * @param gridHz points per second
 * @returns undefined for a train too short to hold four cycles, or without a peak of the correlation
 */
export function slowCycle(envelope: Float64Array, gridHz: number): SlowCycle | undefined {
  const smooth = movingMean(envelope, Math.max(1, Math.round(SMOOTHING_SECONDS * gridHz)));
  const mean = smooth.reduce((sum, value) => sum + value, 0) / smooth.length;
  for (let k = 0; k < smooth.length; k++) smooth[k] = smooth[k]! - mean;
  const first = Math.round(PERIOD_SECONDS[0] * gridHz);
  const last = Math.min(Math.round(PERIOD_SECONDS[1] * gridHz), Math.floor(smooth.length / FEWEST_CYCLES));
  let best: SlowCycle | undefined;
  let before = correlationAt(smooth, first - 1);
  let here = correlationAt(smooth, first);
  for (let lag = first; lag < last; lag++) {
    const after = correlationAt(smooth, lag + 1);
    if (here >= before && here > after && (best === undefined || here > best.correlation)) best = { periodSeconds: lag / gridHz, correlation: here };
    before = here;
    here = after;
  }
  return best;
}

/** Pearson's correlation, the mean taken as zero. */
function correlationAt(values: Float64Array, lag: number): number {
  let product = 0;
  let left = 0;
  let right = 0;
  for (let k = 0; k + lag < values.length; k++) {
    const a = values[k]!;
    const b = values[k + lag]!;
    product += a * b;
    left += a * a;
    right += b * b;
  }
  return left > 0 && right > 0 ? product / Math.sqrt(left * right) : 0;
}

function movingMean(values: Float64Array, width: number): Float64Array {
  const out = new Float64Array(values.length);
  let sum = 0;
  for (let k = 0; k < values.length + width; k++) {
    if (k < values.length) sum += values[k]!;
    if (k >= width) sum -= values[k - width]!;
    const centre = k - (width >> 1);
    if (centre >= 0 && centre < out.length) out[centre] = sum / width;
  }
  return out;
}
