import { median } from "./median-bootstrap";

/** A movement away from a level, as means of equal stretches of the channel. */
export interface MovementCourse {
  readonly positions: ArrayLike<number>;
  /** When it is under way for certain: where it is fastest. */
  readonly fastest: number;
  /** Where its speed falls below a tenth on either side. */
  readonly from: number;
  readonly to: number;
}

/** Where a movement begins, in means, and the standard deviation of that. */
export interface MovementOnset {
  readonly at: number;
  readonly spread: number;
}

/** The course is fitted from rest to this share of its way: the second half is the stop's and the muscle's as much as the examiner's. JUDGEMENT. */
const FITTED_SHARE = 0.5;
/** A tenth of the way must stand this many robust standard deviations above what lies before, or the beginning is not to be had. JUDGEMENT. */
const SEEN_SHARE = 0.1;
const ABOVE_NOISE = 4;
/** The level before is taken from so many means, and so many are enough. */
const LEVEL_COUNT = 20;
const LEAST_LEVEL_COUNT = 6;
/** Means left out between that level and the slow beginning of the movement; the beginning may lie so many of them earlier still. */
const GUARD = 8;
const LEAD = 4;
/** Steps of the beginning that are tried, in means. */
const STEP = 0.25;
/** Durations that are tried, in means, equal steps of the logarithm: 20 ms to 1 s. */
const SHORTEST = 4;
const LONGEST_OVER_SHORTEST = 50;
const DURATIONS = 40;
/** A movement goes this much of the measured way: stopped short, or after an overshoot it is another. JUDGEMENT. */
const WAYS = [0.8, 1.6] as const;
/** No movement is one of the shapes: what is left is at least this share of the way. JUDGEMENT. */
const SHAPE_ERROR = 0.002;
/** Parameters that the best of them has: beginning, duration, way, shape. */
const FITTED = 4;
const SIGMA_OVER_MAD = 1.4826;

/** Share of the way at a share of the duration: constant speed, a parabola of speed, the least jerk (Flash & Hogan 1985). */
const shapes: readonly ((s: number) => number)[] = [(s) => s, (s) => s * s * (3 - 2 * s), (s) => s * s * s * (10 - s * (15 - 6 * s))];

/**
 * Where a movement begins: the mean over all beginnings, durations, ways and three shapes of a movement, each weighted by how likely it makes the course from
 * rest to half the way under normal noise. Where noise leaves it open which shape it was, the answer lies between theirs instead of on the wrong one. A
 * threshold of speed or way, or a power of the time, suits one smoothness and is late or early for the others (docs/method.md has the comparison).
 *
 * @returns undefined where noise hides the beginning, or nothing lies before it
 */
export function movementOnset({ positions, fastest, from, to }: MovementCourse): MovementOnset | undefined {
  const end = Math.max(0, from - GUARD);
  const first = Math.max(0, end - LEVEL_COUNT);
  const before = Array.from({ length: end - first }, (_, k) => positions[first + k]!);
  if (before.length < LEAST_LEVEL_COUNT) return undefined;
  const level = median(before)!;
  const way = positions[to]! - level;
  const noise = SIGMA_OVER_MAD * median(before.map((value) => Math.abs(value - level)))!;
  if (!(SEEN_SHARE * Math.abs(way) > ABOVE_NOISE * noise)) return undefined;
  const share = (k: number): number => (positions[k]! - level) / way;
  let last = fastest;
  while (last < to && share(last) < FITTED_SHARE) last += 1;
  while (last > end && share(last - 1) >= FITTED_SHARE) last -= 1;
  const shares = Float64Array.from({ length: last - first + 1 }, (_, k) => share(first + k));
  const onset = likelyOnset(shares, end - LEAD - first, last - first, noise / Math.abs(way));
  return { at: first + onset.at, spread: onset.spread };
}

/** Mean and standard deviation of the beginning, among those from `earliest` up to `latest`. */
function likelyOnset(shares: Float64Array, earliest: number, latest: number, noise: number): MovementOnset {
  const onsets = Math.max(1, Math.ceil((latest - earliest) / STEP));
  const errors = new Float64Array(shapes.length * DURATIONS * onsets);
  const all = shares.reduce((sum, value) => sum + value * value, 0);
  let least = Infinity;
  let i = 0;
  for (const shape of shapes) {
    for (let d = 0; d < DURATIONS; d += 1) {
      const duration = SHORTEST * LONGEST_OVER_SHORTEST ** (d / (DURATIONS - 1));
      for (let o = 0; o < onsets; o += 1) {
        const error = all - fitted(shares, earliest + o * STEP, duration, shape);
        errors[i++] = error;
        if (error < least) least = error;
      }
    }
  }
  const variance = Math.max(noise ** 2, least / Math.max(1, shares.length - FITTED)) + SHAPE_ERROR ** 2;
  let [total, sum, squares] = [0, 0, 0];
  for (i = 0; i < errors.length; i += 1) {
    const weight = Math.exp((least - errors[i]!) / (2 * variance));
    const onset = (i % onsets) * STEP;
    total += weight;
    sum += weight * onset;
    squares += weight * onset * onset;
  }
  const mean = sum / total;
  return { at: earliest + mean, spread: Math.sqrt(Math.max(0, squares / total - mean * mean)) };
}

/** How much of the sum of squares of the shares the best way of this shape takes away. */
function fitted(shares: Float64Array, onset: number, duration: number, shape: (s: number) => number): number {
  let [products, bases] = [0, 0];
  for (let k = Math.floor(onset) + 1; k < shares.length; k += 1) {
    const s = (k - onset) / duration;
    const basis = s >= 1 ? 1 : shape(s);
    products += shares[k]! * basis;
    bases += basis * basis;
  }
  const way = bases > 0 ? Math.min(WAYS[1], Math.max(WAYS[0], products / bases)) : WAYS[0];
  return 2 * way * products - way * way * bases;
}
