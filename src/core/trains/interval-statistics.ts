import { blockBootstrap } from "./block-bootstrap";
import { chiSquareQuantile, studentQuantile } from "./special-functions";

/** Lower and upper end of a confidence interval. */
export type NumberInterval = readonly [number, number];

/** Statistics of m inter-beat intervals already divided by the path's multiples (science.md 3.3, 3.4). */
export interface IntervalStatistics {
  /** m. */
  readonly count: number;
  /** LV = 3/(m−1) Σ ((I_(k+1) − I_k)/(I_(k+1) + I_k))². */
  readonly localVariation: number;
  /** J = sqrt(2·LV/3): reads as a coefficient of variation free of drift. */
  readonly jitter: number;
  /** Interval of J at the level asked for. */
  readonly jitterInterval: NumberInterval;
  readonly jitterIntervalMethod: "chi-square" | "chi-square and pair-block bootstrap";
  /** df = 2(m−1)²/(3m−4): J² behaves like a mean-square successive difference. */
  readonly jitterDegrees: number;
  /** J_med = 1.048 · median |ln I_(k+1) − ln I_k|, robust twin of J. */
  readonly jitterMedian: number;
  /** Plain CV (sample SD over mean), small-sample corrected: mixes drift and jitter, for display. */
  readonly coefficientOfVariation: number;
  /** CV2 = mean 2|ΔI|/(I_k + I_(k+1)); about 1.13 J. */
  readonly cv2: number;
  /** Slope of ln I on the beat number in % per beat: positive means slowing. */
  readonly driftPercentPerBeat: number;
  /** Fitted last over first interval (ln I linear in the beat number below 8 intervals, quadratic from there). */
  readonly driftRatio: number;
  /** SD of ln I about that fit, degrees of freedom corrected; undefined where the fit leaves none. */
  readonly detrendedVariation: number | undefined;
  /** Mean of the first two intervals over the median of those from the fifth to the fifth-last; undefined below 8 intervals. */
  readonly firstIntervalRatio: number | undefined;
  /** Interval of the rate in Hz. */
  readonly rateInterval: NumberInterval;
  /** log10 odds of rhythmic over irregular from J alone: the closed form of science.md 3.4, a check, not the verdict. */
  readonly log10OddsOfJitter: number;
}

/** Median of |N(0, 2c²)| is 0.954 c. Science.md 3.3. */
const MEDIAN_FACTOR = 1.048;
/** ln J ~ N(μ, 0.40² + 1/(2 df)), μ = ln 0.07 and ln 0.33. Science.md 3.4, JUDGEMENT. */
const RHYTHMIC_LOG_JITTER = Math.log(0.07);
const IRREGULAR_LOG_JITTER = Math.log(0.33);
const CLASS_LOG_SD = 0.4;
/** Intervals from which the trend is fitted by a parabola. Science.md 3.3. */
const QUADRATIC_FROM = 8;
/** An interval of zero jitter would have no logarithm: one part in a million, far below what sampling at any rate can resolve. */
const SMALLEST_JITTER = 1e-6;
/** J of intervals that are all to nothing and back, LV 3: no interval of few beats reaches beyond what there can be. */
const GREATEST_JITTER = Math.SQRT2;
/** Edge intervals left out of the reference of the first two. Stable at the 4th–5th period [Boyraz15]. */
const EDGE_INTERVALS = 4;

/** What the intervals of the statistics depend on. */
export interface IntervalOptions {
  readonly ciLevel: number;
  /** Beats from which the interval of J is bootstrapped. */
  readonly bootstrapBeats: number;
}

/**
 * @param intervalsSeconds at least two positive intervals; undefined for fewer, since jitter needs a pair.
 * @param multiples periods spanned by each interval before division, for the place of each interval on the beat axis; all 1 when omitted.
 */
export function intervalStatistics(
  intervalsSeconds: readonly number[], options: IntervalOptions, multiples: readonly number[] = intervalsSeconds.map(() => 1),
): IntervalStatistics | undefined {
  const count = intervalsSeconds.length;
  if (count < 2) return undefined;
  const logs = intervalsSeconds.map(Math.log);
  const squares: number[] = [];
  const steps: number[] = [];
  let cv2 = 0;
  for (let k = 0; k + 1 < count; k++) {
    const ratio = (intervalsSeconds[k + 1]! - intervalsSeconds[k]!) / (intervalsSeconds[k + 1]! + intervalsSeconds[k]!);
    squares.push(ratio * ratio);
    steps.push(Math.abs(logs[k + 1]! - logs[k]!));
    cv2 += (2 * Math.abs(ratio)) / (count - 1);
  }
  const localVariation = 3 * mean(squares);
  const jitter = Math.sqrt((2 * localVariation) / 3);
  const jitterDegrees = (2 * (count - 1) ** 2) / (3 * count - 4);
  const byChiSquare = jitterByChiSquare(jitter, jitterDegrees, options.ciLevel);
  const bootstrapped = count + 1 >= options.bootstrapBeats ? jitterByBootstrap(squares, options.ciLevel) : undefined;
  const trend = logTrend(logs, beatPositions(multiples));
  return {
    count,
    localVariation,
    jitter,
    jitterInterval: [Math.min(byChiSquare[0], bootstrapped?.[0] ?? Infinity), Math.min(GREATEST_JITTER, Math.max(byChiSquare[1], bootstrapped?.[1] ?? 0))],
    jitterIntervalMethod: bootstrapped === undefined ? "chi-square" : "chi-square and pair-block bootstrap",
    jitterDegrees,
    jitterMedian: MEDIAN_FACTOR * median(steps),
    coefficientOfVariation: correctedVariation(intervalsSeconds),
    cv2,
    driftPercentPerBeat: 100 * trend.slope,
    driftRatio: Math.exp(trend.endMinusStart),
    detrendedVariation: trend.residualSd,
    firstIntervalRatio: firstIntervalRatio(intervalsSeconds),
    rateInterval: rateInterval(intervalsSeconds, multiples, jitter, jitterDegrees, options.ciLevel),
    log10OddsOfJitter: jitterLog10Odds(jitter, jitterDegrees),
  };
}

/** J·sqrt(df/χ²) at both tails (science.md 3.4). */
export function jitterByChiSquare(jitter: number, degrees: number, ciLevel: number): NumberInterval {
  const tail = (1 - ciLevel) / 2;
  return [jitter * Math.sqrt(degrees / chiSquareQuantile(1 - tail, degrees)), jitter * Math.sqrt(degrees / chiSquareQuantile(tail, degrees))];
}

/** J below which J alone gives log10 odds ≥ +1 (rhythmic) or above which ≤ −1 (irregular), for m intervals (table of science.md 3.4). */
export function jitterCut(intervalCount: number, log10Odds: number): number {
  const degrees = (2 * (intervalCount - 1) ** 2) / (3 * intervalCount - 4);
  const variance = CLASS_LOG_SD ** 2 + 1 / (2 * degrees);
  const middle = (RHYTHMIC_LOG_JITTER + IRREGULAR_LOG_JITTER) / 2;
  return Math.exp(middle - (log10Odds * Math.LN10 * variance) / (IRREGULAR_LOG_JITTER - RHYTHMIC_LOG_JITTER));
}

function jitterLog10Odds(jitter: number, degrees: number): number {
  const variance = CLASS_LOG_SD ** 2 + 1 / (2 * degrees);
  const middle = (RHYTHMIC_LOG_JITTER + IRREGULAR_LOG_JITTER) / 2;
  return ((middle - Math.log(Math.max(jitter, SMALLEST_JITTER))) * (IRREGULAR_LOG_JITTER - RHYTHMIC_LOG_JITTER)) / variance / Math.LN10;
}

/**
 * Pairs of neighbouring intervals are resampled in blocks, so that the local order stays (science.md 3.4). J² = 2·mean of the squares. Alone it
 * covers too little (nominal 0.95 was 0.67 at 10 beats, 0.84 at 25, 0.88 at 61 in 400 simulated trains each, χ² 0.94 to 0.96), so
 * the interval shown spans both: χ² where the jitter is normal, wider where a few pairs make most of it.
 */
function jitterByBootstrap(squares: readonly number[], ciLevel: number): NumberInterval {
  const [low, high] = blockBootstrap(squares, ciLevel);
  return [Math.sqrt(2 * low), Math.sqrt(2 * high)];
}

/**
 * The mean interval of a self-timed cycle of relative jitter J has relative error J/√m; Student's t with J's degrees of freedom on ln rate.
 * Drift is no error of the rate, so the spread of the intervals as such is not used.
 */
function rateInterval(intervals: readonly number[], multiples: readonly number[], jitter: number, degrees: number, ciLevel: number): NumberInterval {
  let seconds = 0;
  let cycles = 0;
  intervals.forEach((interval, k) => {
    seconds += interval * multiples[k]!;
    cycles += multiples[k]!;
  });
  const spread = Math.exp((studentQuantile(0.5 + ciLevel / 2, degrees) * jitter) / Math.sqrt(intervals.length));
  const rate = cycles / seconds;
  return [rate / spread, rate * spread];
}

/** Middle of each interval on the beat axis, in beats. */
function beatPositions(multiples: readonly number[]): number[] {
  let beat = 0;
  return multiples.map((multiple) => {
    const middle = beat + multiple / 2;
    beat += multiple;
    return middle;
  });
}

interface LogTrend {
  readonly slope: number;
  readonly endMinusStart: number;
  readonly residualSd: number | undefined;
}

/** Least squares of ln I on the beat: the straight slope, and the linear or quadratic fit's rise from first to last. */
function logTrend(logs: readonly number[], beats: readonly number[]): LogTrend {
  const count = logs.length;
  const x0 = mean(beats);
  const y0 = mean(logs);
  const x = beats.map((beat) => beat - x0);
  const y = logs.map((log) => log - y0);
  const sxx = dot(x, x);
  const slope = dot(x, y) / sxx;
  let fitted = x.map((value) => slope * value);
  let parameters = 2;
  if (count >= QUADRATIC_FROM) {
    // Second orthogonal polynomial on the given places.
    const skew = dot(x, x.map((value) => value * value)) / sxx;
    const level = sxx / count;
    const q = x.map((value) => value * value - skew * value - level);
    const bend = dot(q, y) / dot(q, q);
    fitted = fitted.map((value, k) => value + bend * q[k]!);
    parameters = 3;
  }
  const residual = y.map((value, k) => value - fitted[k]!);
  const freedom = count - parameters;
  return { slope, endMinusStart: fitted[count - 1]! - fitted[0]!, residualSd: freedom > 0 ? Math.sqrt(dot(residual, residual) / freedom) : undefined };
}

/** CV·(1 − 1/(4(n−1)) + CV²/n + 1/(2(n−1)²)): the CV of a few values is biased low (science.md 3.4, DescObs). */
function correctedVariation(intervals: readonly number[]): number {
  const n = intervals.length;
  const centre = mean(intervals);
  const cv = Math.sqrt(intervals.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (n - 1)) / centre;
  return cv * (1 - 1 / (4 * (n - 1)) + (cv * cv) / n + 1 / (2 * (n - 1) ** 2));
}

function firstIntervalRatio(intervals: readonly number[]): number | undefined {
  // A reference of at least one interval must be left between the edges; below 8 intervals the last ones are taken.
  if (intervals.length < 2 * EDGE_INTERVALS) return undefined;
  const middle = intervals.slice(EDGE_INTERVALS, Math.max(EDGE_INTERVALS + 1, intervals.length - EDGE_INTERVALS));
  return (intervals[0]! + intervals[1]!) / 2 / median(middle);
}

/** Arithmetic mean; NaN for none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Median; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? NaN : sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
