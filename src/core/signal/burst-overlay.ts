import { median } from "../trains/interval-statistics";

/** Curves of equal length, one a burst, and what they have in common. */
export interface CurveSummary {
  readonly mean: Float64Array;
  /** Standard deviation between the bursts at each point (n − 1); zeros for one burst. */
  readonly spread: Float64Array;
  /** Correlation of each curve with the mean of the others; NaN where one of the two is flat. */
  readonly likeness: Float64Array;
  /** Median of `likeness`; undefined below three curves. */
  readonly medianLikeness: number | undefined;
}

/** Below this many bursts “alike” says nothing: the mean of the others is one burst. */
const LEAST_CURVES = 3;

/**
 * Mean, spread and likeness of aligned bursts: is one burst like the other? Likeness is Pearson's r of a curve with the mean of
 * all others, so that no burst is compared with itself.
 * @throws RangeError where there is no curve, or their lengths differ.
 */
export function summariseCurves(curves: readonly Float64Array[]): CurveSummary {
  const [first] = curves;
  if (first === undefined || curves.some((curve) => curve.length !== first.length)) throw new RangeError("curves of one length are needed");
  const points = first.length;
  const sum = new Float64Array(points);
  for (const curve of curves) for (let k = 0; k < points; k++) sum[k]! += curve[k]!;
  const mean = sum.map((value) => value / curves.length);
  const spread = new Float64Array(points);
  for (const curve of curves) for (let k = 0; k < points; k++) spread[k]! += (curve[k]! - mean[k]!) ** 2;
  for (let k = 0; k < points; k++) spread[k] = curves.length > 1 ? Math.sqrt(spread[k]! / (curves.length - 1)) : 0;
  const likeness = Float64Array.from(curves, (curve) => (curves.length < 2 ? NaN : correlation(curve, sum.map((value, k) => (value - curve[k]!) / (curves.length - 1)))));
  return { mean, spread, likeness, medianLikeness: curves.length < LEAST_CURVES || !likeness.some(Number.isFinite) ? undefined : median([...likeness].filter(Number.isFinite)) };
}

/** Pearson's r; NaN where one of the two does not vary. */
export function correlation(a: Float64Array, b: Float64Array): number {
  let meanA = 0;
  let meanB = 0;
  for (let k = 0; k < a.length; k++) {
    meanA += a[k]! / a.length;
    meanB += b[k]! / b.length;
  }
  let [aa, bb, ab] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    const [u, v] = [a[k]! - meanA, b[k]! - meanB];
    aa += u * u;
    bb += v * v;
    ab += u * v;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : NaN;
}

