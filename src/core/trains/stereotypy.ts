/** How alike the raw bursts of a train are. Exploratory (science.md 3.6): a hypothesis to test, it has no weight. */
export interface Stereotypy {
  /** S = mean over bursts of the largest normalised correlation with the mean of the others. */
  readonly mean: number;
  /** The correlation of each burst. */
  readonly correlations: readonly number[];
}

/** Rounds of alignment. Science.md 3.6. */
const ITERATIONS = 3;
/** Fewer bursts make no template. */
const FEWEST_BURSTS = 3;

/**
 * Aligns bursts to the mean of the others within ±`largestLag` samples, three rounds, and says how well they correlate with it.
 *
 * @param windows one stretch of the band-passed signal per burst, all of one length: the part compared, with `largestLag` samples on either side
 * @returns undefined for fewer than three bursts or a burst without power
 */
export function stereotypy(windows: readonly Float64Array[], largestLag: number): Stereotypy | undefined {
  const count = windows.length;
  if (count < FEWEST_BURSTS) return undefined;
  const length = windows[0]!.length - 2 * largestLag;
  if (windows.some((window) => !(norm(window, 0, window.length) > 0))) return undefined;
  const lags = new Int32Array(count);
  const correlations = new Float64Array(count);
  const unit = windows.map((window) => {
    const scale = 1 / norm(window, 0, window.length);
    return window.map((value) => value * scale);
  });
  const lagCount = 2 * largestLag + 1;
  const norms = new Float64Array(count * lagCount);
  unit.forEach((window, k) => {
    for (let lag = 0; lag < lagCount; lag++) norms[k * lagCount + lag] = norm(window, lag, length);
  });
  const sum = new Float64Array(length);
  const add = (k: number, sign: 1 | -1): void => {
    const window = unit[k]!;
    const from = largestLag + lags[k]!;
    for (let i = 0; i < length; i++) sum[i] = sum[i]! + sign * window[from + i]!;
  };
  for (let k = 0; k < count; k++) add(k, 1);
  for (let round = 0; round < ITERATIONS; round++) {
    for (let k = 0; k < count; k++) {
      add(k, -1);
      const others = norm(sum, 0, length);
      let best = -Infinity;
      const window = unit[k]!;
      for (let from = 0; from < lagCount; from++) {
        const product = productFrom(window, from, sum);
        const own = norms[k * lagCount + from]!;
        const correlation = own > 0 && others > 0 ? product / (own * others) : 0;
        if (correlation > best) {
          best = correlation;
          lags[k] = from - largestLag;
        }
      }
      correlations[k] = best;
      add(k, 1);
    }
  }
  return { mean: correlations.reduce((total, value) => total + value, 0) / count, correlations: [...correlations] };
}

function productFrom(window: Float64Array, from: number, sum: Float64Array): number {
  let product = 0;
  for (let i = 0; i < sum.length; i++) product += window[from + i]! * sum[i]!;
  return product;
}

function norm(values: Float64Array, from: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += values[from + k]! * values[from + k]!;
  return Math.sqrt(sum);
}
