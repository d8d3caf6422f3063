import { type IntervalStatistics, type NumberInterval, mean, median } from "./interval-statistics";
import { chiSquareQuantile, normalQuantile, studentQuantile } from "./special-functions";

/** A measure with its interval; undefined where it could not be had. */
export interface MeasureWithInterval {
  readonly value: number | undefined;
  readonly interval: NumberInterval | undefined;
}

/** What the intervals of a train say about its rhythm beside `IntervalStatistics`, each with an interval at the level asked for. */
export interface RhythmIntervals {
  readonly jitterMedian: MeasureWithInterval;
  readonly localVariation: MeasureWithInterval;
  /** Plain CV, SD over mean: mixes drift and jitter. Interval of Vangel 1996. */
  readonly cv: MeasureWithInterval;
  /** The same, corrected for few values. */
  readonly cvCorrected: MeasureWithInterval;
  readonly cv2: MeasureWithInterval;
  /** SD of ln I about the trend. */
  readonly detrendedCv: MeasureWithInterval;
  readonly driftPercentPerBeat: MeasureWithInterval;
  readonly driftRatio: MeasureWithInterval;
  /** Lag-1 autocorrelation of ln I about the trend (Wing–Kristofferson): 0 for a self-timed cycle, −0.5 for marker noise alone. */
  readonly lagOne: MeasureWithInterval;
  /** Tremor stability index on the beats: interquartile range of the change of 1/I from one cycle to the next, Hz. */
  readonly stabilityIndexHz: MeasureWithInterval;
  /** Mean of the first two intervals over the median of the middle ones. */
  readonly firstIntervalRatio: MeasureWithInterval;
  /** Mean of the last two intervals over the same. */
  readonly lastIntervalRatio: MeasureWithInterval;
  /** The beat (from 1) from which two successive intervals are as long as the middle ones; undefined where there is no middle or none are. */
  readonly stableFromBeat: number | undefined;
}

/**
 * Share of J's degrees of freedom that an interval from a median or a quartile has: chosen so that nominal 0.95 covers 0.93 to 0.97 from 8 beats
 * on (tests/core/trains/golden/rhythm_coverage.py, jitter 0.05 and 0.3).
 */
const MEDIAN_EFFICIENCY = 0.48;
/** The same for a mean of absolute differences. */
const ABSOLUTE_EFFICIENCY = 0.9;
/** Beats from which the lag-1 autocorrelation is shown. Science.md 3.3. */
const LAG_ONE_BEATS = 15;
/** Intervals left out at each end of the reference; as in `IntervalStatistics.firstIntervalRatio`. Stable at the 4th–5th period [Boyraz15]. */
const EDGE_INTERVALS = 4;
/** π/2: variance of a median over that of a mean of as many normal values. */
const MEDIAN_VARIANCE = Math.PI / 2;
/** An interval is as long as the middle ones when it exceeds them by no more than this many J, or by the share of the setting. JUDGEMENT. */
const STABLE_JITTERS = 2;

/** What the intervals of the measures depend on. */
export interface RhythmIntervalOptions {
  readonly ciLevel: number;
  /** Excess over the middle intervals from which an interval counts as long, as a share. */
  readonly longFirstIntervals: number;
}

/** CV2 of intervals that are all to nothing and back. */
const GREATEST_CV2 = 2;

function atMost(greatest: number, { value, interval }: MeasureWithInterval): MeasureWithInterval {
  return { value, interval: interval === undefined ? undefined : [interval[0], Math.min(greatest, interval[1])] };
}

/**
 * @param intervalsSeconds between beats, multiples divided out; as many as `statistics.count`
 * @param multiples periods spanned by each of them
 */
export function rhythmIntervals(intervalsSeconds: readonly number[], multiples: readonly number[], statistics: IntervalStatistics, options: RhythmIntervalOptions): RhythmIntervals {
  const { jitterDegrees: degrees, jitter } = statistics;
  const { ciLevel } = options;
  const count = intervalsSeconds.length;
  const byChi = (value: number | undefined, df: number): MeasureWithInterval => ({ value, interval: value === undefined || !(value > 0) || !(df > 0) ? undefined : scaled(value, spreadFactors(df, ciLevel)) });
  const trend = trendOf(intervalsSeconds, multiples, ciLevel);
  const cv = plainVariation(intervalsSeconds);
  const cvInterval = vangelInterval(cv, count, ciLevel);
  const correction = cv > 0 ? statistics.coefficientOfVariation / cv : 1;
  return {
    jitterMedian: byChi(statistics.jitterMedian, MEDIAN_EFFICIENCY * degrees),
    localVariation: { value: statistics.localVariation, interval: [1.5 * statistics.jitterInterval[0] ** 2, 1.5 * statistics.jitterInterval[1] ** 2] },
    cv: { value: cv, interval: cvInterval },
    cvCorrected: { value: statistics.coefficientOfVariation, interval: cvInterval === undefined ? undefined : scaled(correction, cvInterval) },
    cv2: atMost(GREATEST_CV2, byChi(statistics.cv2, ABSOLUTE_EFFICIENCY * degrees)),
    detrendedCv: byChi(statistics.detrendedVariation, trend.freedom),
    driftPercentPerBeat: { value: statistics.driftPercentPerBeat, interval: trend.slopePercent },
    driftRatio: { value: statistics.driftRatio, interval: trend.ratio },
    lagOne: count + 1 < LAG_ONE_BEATS ? { value: undefined, interval: undefined } : lagOne(trend, ciLevel),
    stabilityIndexHz: count < 3 ? { value: undefined, interval: undefined } : byChi(stabilityIndex(intervalsSeconds.map((interval) => 1 / interval)), MEDIAN_EFFICIENCY * degrees),
    ...edges(intervalsSeconds, jitter, degrees, options),
  };
}

/** Tremor stability index: interquartile range of the change of frequency from one cycle to the next (di Biase 2017), Hz. At least two frequencies. */
export function stabilityIndex(frequenciesHz: readonly number[]): number {
  const changes = frequenciesHz.slice(1).map((frequency, k) => frequency - frequenciesHz[k]!).sort((a, b) => a - b);
  return quartile(changes, 0.75) - quartile(changes, 0.25);
}

/** Linear between order statistics, as numpy's default. */
function quartile(sorted: readonly number[], p: number): number {
  const place = p * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
}

/** √(df/χ²) at both tails: what a spread with `df` degrees of freedom is multiplied by. */
export function spreadFactors(df: number, ciLevel: number): NumberInterval {
  const tail = (1 - ciLevel) / 2;
  return [Math.sqrt(df / chiSquareQuantile(1 - tail, df)), Math.sqrt(df / chiSquareQuantile(tail, df))];
}

/**
 * Interval of a median of absolute successive log differences of `count` values: χ² with the degrees of freedom of J, times the efficiency
 * of a median. Undefined below three values or for no spread.
 */
export function medianStepInterval(value: number, count: number, ciLevel: number): NumberInterval | undefined {
  if (count < 3 || !(value > 0)) return undefined;
  return scaled(value, spreadFactors((MEDIAN_EFFICIENCY * 2 * (count - 1) ** 2) / (3 * count - 4), ciLevel));
}

function scaled(factor: number, [low, high]: NumberInterval): NumberInterval {
  return [factor * low, factor * high];
}

function plainVariation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1)) / centre;
}

/** Interval of the coefficient of variation of normal values: modified McKay, Vangel 1996. Undefined where its upper end is unbounded. */
function vangelInterval(cv: number, count: number, ciLevel: number): NumberInterval | undefined {
  const tail = (1 - ciLevel) / 2;
  const end = (p: number): number => {
    const u = chiSquareQuantile(p, count - 1);
    return ((u + 2) / count - 1) * cv * cv + u / (count - 1);
  };
  const [low, high] = [end(1 - tail), end(tail)];
  return low > 0 && high > 0 ? [cv / Math.sqrt(low), cv / Math.sqrt(high)] : undefined;
}

interface Trend {
  readonly residual: readonly number[];
  readonly freedom: number;
  readonly parameters: number;
  readonly slopePercent: NumberInterval | undefined;
  readonly ratio: NumberInterval | undefined;
}

/** Intervals from which the trend is a parabola. Science.md 3.3. */
const QUADRATIC_FROM = 8;

/** Least squares of ln I on the beat, straight for the slope and straight or quadratic for the ratio, with Student's intervals. */
function trendOf(intervals: readonly number[], multiples: readonly number[], ciLevel: number): Trend {
  const count = intervals.length;
  let beat = 0;
  const places = multiples.map((multiple) => {
    const middle = beat + multiple / 2;
    beat += multiple;
    return middle;
  });
  const centre = mean(places);
  const x = places.map((place) => place - centre);
  const logs = intervals.map(Math.log);
  const level = mean(logs);
  const y = logs.map((log) => log - level);
  const sxx = dot(x, x);
  const slope = dot(x, y) / sxx;
  const straight = y.map((value, k) => value - slope * x[k]!);
  const straightSd = count > 2 ? Math.sqrt(dot(straight, straight) / (count - 2)) : undefined;
  const slopePercent = straightSd === undefined ? undefined : around(100 * slope, (100 * studentQuantile(0.5 + ciLevel / 2, count - 2) * straightSd) / Math.sqrt(sxx));
  if (count < QUADRATIC_FROM) {
    const rise = x[count - 1]! - x[0]!;
    const ratio = straightSd === undefined ? undefined : exponential(around(slope * rise, (studentQuantile(0.5 + ciLevel / 2, count - 2) * straightSd * rise) / Math.sqrt(sxx)));
    return { residual: straight, freedom: count - 2, parameters: 2, slopePercent, ratio };
  }
  // Second orthogonal polynomial on the given places.
  const skew = dot(x, x.map((value) => value * value)) / sxx;
  const q = x.map((value) => value * value - skew * value - sxx / count);
  const sqq = dot(q, q);
  const bend = dot(q, y) / sqq;
  const residual = straight.map((value, k) => value - bend * q[k]!);
  const sd = Math.sqrt(dot(residual, residual) / (count - 3));
  const rise = x[count - 1]! - x[0]!;
  const bow = q[count - 1]! - q[0]!;
  const error = sd * Math.sqrt(rise ** 2 / sxx + bow ** 2 / sqq);
  return { residual, freedom: count - 3, parameters: 3, slopePercent, ratio: exponential(around(slope * rise + bend * bow, studentQuantile(0.5 + ciLevel / 2, count - 3) * error)) };
}

/** Corrected for what detrending takes away, p/m; interval by Bartlett's variance of a moving average of order one. */
function lagOne({ residual, parameters }: Trend, ciLevel: number): MeasureWithInterval {
  const count = residual.length;
  const power = dot(residual, residual);
  if (!(power > 0)) return { value: undefined, interval: undefined };
  let product = 0;
  for (let k = 1; k < count; k++) product += residual[k]! * residual[k - 1]!;
  const value = Math.max(-1, Math.min(1, product / power + parameters / count));
  const half = normalQuantile(0.5 + ciLevel / 2) * Math.sqrt((1 - 3 * value ** 2 + 4 * value ** 4) / count);
  return { value, interval: [Math.max(-1, value - half), Math.min(1, value + half)] };
}

/** First and last intervals against the middle ones; the error of both is the train's own jitter. */
function edges(intervals: readonly number[], jitter: number, degrees: number, options: RhythmIntervalOptions): Pick<RhythmIntervals, "firstIntervalRatio" | "lastIntervalRatio" | "stableFromBeat"> {
  const none = { value: undefined, interval: undefined };
  if (intervals.length < 2 * EDGE_INTERVALS) return { firstIntervalRatio: none, lastIntervalRatio: none, stableFromBeat: undefined };
  const middle = intervals.slice(EDGE_INTERVALS, Math.max(EDGE_INTERVALS + 1, intervals.length - EDGE_INTERVALS));
  const reference = median(middle);
  const half = studentQuantile(0.5 + options.ciLevel / 2, degrees) * jitter * Math.sqrt(1 / 2 + (middle.length > 2 ? MEDIAN_VARIANCE : 1) / middle.length);
  const ratio = (a: number, b: number): MeasureWithInterval => {
    const value = (a + b) / 2 / reference;
    return { value, interval: [value * Math.exp(-half), value * Math.exp(half)] };
  };
  const limit = reference * (1 + Math.max(options.longFirstIntervals, STABLE_JITTERS * jitter));
  const from = intervals.findIndex((interval, k) => interval <= limit && (intervals[k + 1] ?? Infinity) <= limit);
  return {
    firstIntervalRatio: ratio(intervals[0]!, intervals[1]!),
    lastIntervalRatio: ratio(intervals[intervals.length - 1]!, intervals[intervals.length - 2]!),
    stableFromBeat: from < 0 ? undefined : from + 1,
  };
}

function around(centre: number, half: number): NumberInterval {
  return [centre - half, centre + half];
}

function exponential([low, high]: NumberInterval): NumberInterval {
  return [Math.exp(low), Math.exp(high)];
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
