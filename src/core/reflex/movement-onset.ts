/** A movement away from a level, as means of equal stretches of the channel. */
export interface MovementCourse {
  readonly positions: ArrayLike<number>;
  /** When it is under way for certain: where it is fastest. */
  readonly fastest: number;
  /** Where its speed falls below a tenth on either side. */
  readonly from: number;
  readonly to: number;
}

/** The course is fitted from rest to this share of its way: farther on it is no power any more. JUDGEMENT. */
const FITTED_SHARE = 0.25;
/** A tenth of the way must stand this many robust standard deviations above what lies before, or the beginning is not to be had. JUDGEMENT. */
const SEEN_SHARE = 0.1;
const ABOVE_NOISE = 4;
/** The level before is taken from so many means, and so many are enough. */
const LEVEL_COUNT = 20;
const LEAST_LEVEL_COUNT = 6;
/** Means left out between that level and the slow beginning of the movement. */
const GUARD = 8;
/** A joint under constant speed, and one under constant acceleration; of the two the one that fits better. */
const POWERS = [1, 2] as const;
/** Steps of the beginning that are tried, in means. */
const STEP = 0.05;
const SIGMA_OVER_MAD = 1.4826;

/**
 * Where a movement begins, in fractional means: the position stays at its level up to the beginning and grows as a power of the time from there on. Of all
 * beginnings the one that fits best by least squares, from rest to a quarter of the way. A threshold of speed or way is the later, the smoother
 * the movement: 10 to 25 ms for an examiner's stretch of 0.1 to 0.25 s, half of the latency that is measured from it.
 *
 * @returns undefined where noise hides the beginning, or nothing lies before it
 */
export function movementOnset({ positions, fastest, from, to }: MovementCourse): number | undefined {
  const end = Math.max(0, from - GUARD);
  const first = Math.max(0, end - LEVEL_COUNT);
  const before = Array.from({ length: end - first }, (_, k) => positions[first + k]!);
  if (before.length < LEAST_LEVEL_COUNT) return undefined;
  const level = middle(before);
  const way = positions[to]! - level;
  const noise = SIGMA_OVER_MAD * middle(before.map((value) => Math.abs(value - level)));
  if (!(SEEN_SHARE * Math.abs(way) > ABOVE_NOISE * noise)) return undefined;
  const share = (k: number): number => (positions[k]! - level) / way;
  let last = fastest;
  while (last < to && share(last) < FITTED_SHARE) last += 1;
  while (last > end && share(last - 1) >= FITTED_SHARE) last -= 1;
  const shares = Float64Array.from({ length: last - first + 1 }, (_, k) => share(first + k));
  let best: { readonly onset: number; readonly error: number } | undefined;
  for (const power of POWERS) {
    for (let onset = end; onset < last; onset += STEP) {
      const error = misfit(shares, onset - first, power);
      if (best === undefined || error < best.error) best = { onset, error };
    }
  }
  return best?.onset;
}

/** Sum of squares that is left by the best multiple of (k − onset)^power from the onset on, and 0 before. */
function misfit(shares: Float64Array, onset: number, power: number): number {
  let [squares, products, bases] = [0, 0, 0];
  for (let k = 0; k < shares.length; k += 1) {
    const basis = k > onset ? (k - onset) ** power : 0;
    squares += shares[k]! ** 2;
    products += shares[k]! * basis;
    bases += basis * basis;
  }
  return bases > 0 ? squares - products ** 2 / bases : squares;
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
