import { studentQuantile } from "./special-functions";

/** How the activity of two muscles goes together in slow movements, without any burst being detected. */
export interface EnvelopeCorrelation {
  /** Mean over windows of the correlation without a lag, and Student's interval between windows; undefined interval below three windows. */
  readonly zeroLag: number;
  readonly zeroLagInterval: readonly [number, number] | undefined;
  /** Largest mean correlation over the lags, and the lag by which the second muscle follows the first. */
  readonly peak: number;
  readonly peakLagSeconds: number;
  /** Windows in which both muscles were active. */
  readonly windows: number;
  /** Alternating: below −limit and the interval below 0; together: above +limit and the interval above 0. */
  readonly pattern: "alternating" | "together" | "neither" | "uncertain";
}

/** Windows of this length hold two cycles of walking, and a record of a few strides still has three of them. JUDGEMENT. */
const WINDOW_SECONDS = 2;
/** Longer lags find the cycle before or after. */
const LARGEST_LAG_SECONDS = 0.75;
const FEWEST_WINDOWS = 3;
/** More windows than these are thinned evenly: a day of recording costs no more than ten minutes. */
const MOST_WINDOWS = 300;
/** A correlation nearer to nothing than this is no pattern. JUDGEMENT. */
const LEAST_CORRELATION = 0.15;
/** A muscle is active in a window where it has a burst and its level varies by this share of its variation over the record. JUDGEMENT. */
const ACTIVE_SHARE = 0.2;

/** Two envelopes of the same length and rate, contiguous. */
export interface EnvelopeStretch {
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** False where one of the muscles does nothing but rest between these two positions: the noise of two channels goes together or not for no muscle's sake. */
  readonly bothActive: (from: number, to: number) => boolean;
}

/**
 * Normalised cross-correlation of two envelopes in windows of 2 s, averaged over windows by Fisher's z.
 *
 * @returns undefined where no window has both muscles active
 */
export function envelopeCorrelation(stretches: readonly EnvelopeStretch[], samplingHz: number, ciLevel: number): EnvelopeCorrelation | undefined {
  const size = Math.round(WINDOW_SECONDS * samplingHz);
  const largest = Math.round(LARGEST_LAG_SECONDS * samplingHz);
  const cut = stretches.flatMap(({ first, second, bothActive }) => {
    const windows: { a: Float64Array; b: Float64Array; active: boolean }[] = [];
    for (let from = 0; from + size <= first.length; from += size) windows.push({ a: centred(first.subarray(from, from + size)), b: centred(second.subarray(from, from + size)), active: bothActive(from, from + size) });
    return windows;
  });
  const spreadA = cut.reduce((top, { a }) => Math.max(top, spread(a)), 0);
  const spreadB = cut.reduce((top, { b }) => Math.max(top, spread(b)), 0);
  const all = cut.filter(({ a, b, active }) => active && spread(a) > ACTIVE_SHARE * spreadA && spread(b) > ACTIVE_SHARE * spreadB);
  const active = all.length <= MOST_WINDOWS ? all : Array.from({ length: MOST_WINDOWS }, (_, k) => all[Math.floor((k * all.length) / MOST_WINDOWS)]!);
  if (active.length === 0) return undefined;
  const sums = new Float64Array(2 * largest + 1);
  const zero: number[] = [];
  for (const { a, b } of active) {
    for (let lag = -largest; lag <= largest; lag++) {
      const z = Math.atanh(Math.max(-0.999999, Math.min(0.999999, correlationAt(a, b, lag))));
      sums[lag + largest] = sums[lag + largest]! + z / active.length;
      if (lag === 0) zero.push(z);
    }
  }
  let best = 0;
  for (let k = 1; k < sums.length; k++) if (sums[k]! > sums[best]!) best = k;
  const mean = sums[largest]!;
  const sd = Math.sqrt(zero.reduce((sum, z) => sum + (z - mean) ** 2, 0) / Math.max(1, zero.length - 1));
  const half = zero.length < FEWEST_WINDOWS ? undefined : (studentQuantile(0.5 + ciLevel / 2, zero.length - 1) * sd) / Math.sqrt(zero.length);
  const interval = half === undefined ? undefined : ([Math.tanh(mean - half), Math.tanh(mean + half)] as const);
  const zeroLag = Math.tanh(mean);
  return { zeroLag, zeroLagInterval: interval, peak: Math.tanh(sums[best]!), peakLagSeconds: (best - largest) / samplingHz, windows: active.length, pattern: patternOf(zeroLag, interval) };
}

function patternOf(zeroLag: number, interval: readonly [number, number] | undefined): EnvelopeCorrelation["pattern"] {
  if (interval === undefined) return "uncertain";
  if (interval[1] < 0 && zeroLag <= -LEAST_CORRELATION) return "alternating";
  if (interval[0] > 0 && zeroLag >= LEAST_CORRELATION) return "together";
  return interval[0] <= 0 && interval[1] >= 0 ? "uncertain" : "neither";
}

/** Pearson's r of a_t and b_(t+lag) over what overlaps. */
function correlationAt(a: Float64Array, b: Float64Array, lag: number): number {
  const from = Math.max(0, -lag);
  const to = Math.min(a.length, a.length - lag);
  const count = to - from;
  let sumA = 0;
  let sumB = 0;
  let squareA = 0;
  let squareB = 0;
  let product = 0;
  for (let k = from; k < to; k++) {
    const x = a[k]!;
    const y = b[k + lag]!;
    sumA += x;
    sumB += y;
    squareA += x * x;
    squareB += y * y;
    product += x * y;
  }
  const powers = (squareA - sumA ** 2 / count) * (squareB - sumB ** 2 / count);
  return powers > 0 ? (product - (sumA * sumB) / count) / Math.sqrt(powers) : 0;
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function spread(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
