import type { NumberInterval } from "./interval-statistics";
import { spreadFactors } from "./rhythm-measures";
import { studentQuantile, trigamma } from "./special-functions";

/** What repeated attempts share and how they differ (science.md 8, Attempts). */
export interface TrainSpread {
  /** Root mean square of J weighted by degrees of freedom. */
  readonly jitter: number;
  readonly jitterInterval: NumberInterval;
  /** SD between trains of ln J beyond its sampling error; undefined for one train or a train without jitter. */
  readonly jitterSpread: number | undefined;
  /** Geometric mean of the rates, Hz. */
  readonly rateHz: number;
  /** Student's interval between trains on ln rate; undefined for fewer than three trains: with one degree of freedom it spans decades and says nothing. */
  readonly rateInterval: NumberInterval | undefined;
  /** SD of the rates, Hz; undefined for one train. */
  readonly rateSpreadHz: number | undefined;
}

/** Trains from which the rate has an interval between them. */
const FEWEST_FOR_RATE = 3;

/** @param trains at least one, each with J, rate and the number of its intervals (two or more) */
export function trainSpread(trains: readonly { readonly jitter: number; readonly rateHz: number; readonly intervals: number }[], ciLevel: number): TrainSpread {
  const degrees = trains.map(({ intervals }) => (2 * (intervals - 1) ** 2) / (3 * intervals - 4));
  const total = degrees.reduce((sum, df) => sum + df, 0);
  const jitter = Math.sqrt(trains.reduce((sum, train, k) => sum + degrees[k]! * train.jitter ** 2, 0) / total);
  const [low, high] = spreadFactors(total, ciLevel);
  const logRates = trains.map(({ rateHz }) => Math.log(rateHz));
  const count = trains.length;
  const rateMean = logRates.reduce((sum, log) => sum + log, 0) / count;
  const half = count < FEWEST_FOR_RATE ? undefined : studentQuantile(0.5 + ciLevel / 2, count - 1) * Math.sqrt(variance(logRates) / count);
  // The logarithm of a spread with df degrees of freedom, √(χ²/df), has variance ψ′(df/2)/4; the usual 1/(2 df) is less than half of that in trains of three beats.
  const sampling = degrees.reduce((sum, df) => sum + trigamma(df / 2) / 4, 0) / count;
  const logs = trains.map((train) => Math.log(train.jitter));
  return {
    jitter,
    jitterInterval: [jitter * low, jitter * high],
    jitterSpread: count < 2 || !logs.every(Number.isFinite) ? undefined : Math.sqrt(Math.max(0, variance(logs) - sampling)),
    rateHz: Math.exp(rateMean),
    rateInterval: half === undefined ? undefined : [Math.exp(rateMean - half), Math.exp(rateMean + half)],
    rateSpreadHz: count < 2 ? undefined : Math.sqrt(variance(trains.map(({ rateHz }) => rateHz))),
  };
}

function variance(values: readonly number[]): number {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
