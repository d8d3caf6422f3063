import type { AnalysisResult, BurstResult, TrainResult } from "../../core/result";
import { matchTimes } from "../../core/trains/segmentation-scores";
import type { StudyRecord } from "./study-cell";

/** A detected burst belongs to a true one within this (issue 3 of the project: 40 ms). */
export const MATCH_SECONDS = 0.04;

/** Count, sum and sum of squares of errors in milliseconds: they add up over records. */
export type ErrorSums = readonly [count: number, sum: number, squares: number];

/** What one analysis of one record said, against its truth. */
export interface Outcome {
  readonly seed: number;
  /** Pattern of the train that covers the truth best; `no train` where none does. */
  readonly main: string;
  /** Whether any train of the channel was called so. */
  readonly rhythmic: boolean;
  readonly irregular: boolean;
  /** Of the main train. */
  readonly clear: boolean;
  readonly unsustained: boolean;
  readonly log10BayesFactor: number | null;
  readonly snrDb: number | null;
  /** Rate of the main train over the true one (cycles of the clock over time between the first and last true burst inside it), minus 1. */
  readonly rateError: number | null;
  readonly jitter: number | null;
  readonly bursts: { readonly truth: number; readonly detected: number; readonly matched: number; readonly centroid: ErrorSums; readonly onset: ErrorSums; readonly offset: ErrorSums };
}

/** Scores the analysis of a record: its first channel is the one with the truth. */
export function outcomeOf(seed: number, record: StudyRecord, result: AnalysisResult): Outcome {
  const trains = result.trains.filter(({ channelIndex }) => channelIndex === 0);
  const main = mainTrain(record, trains);
  const found = [...trains.flatMap((train) => train.bursts), ...(result.channels[0]?.isolatedBursts ?? [])].sort((a, b) => a.timeSeconds - b.timeSeconds);
  return {
    seed,
    main: main?.pattern ?? "no train",
    rhythmic: trains.some(({ pattern }) => pattern === "rhythmic"),
    irregular: trains.some(({ pattern }) => pattern === "irregular"),
    clear: main?.confidence === "clear",
    unsustained: main?.persistence === "unsustained",
    log10BayesFactor: rounded(main?.log10BayesFactor),
    snrDb: rounded(main?.snrDb),
    rateError: rateError(record, main),
    jitter: rounded(record.jitter),
    bursts: burstScore(record, found),
  };
}

function mainTrain({ bursts }: StudyRecord, trains: readonly TrainResult[]): TrainResult | undefined {
  const first = bursts[0]?.onsetSeconds ?? Number.NEGATIVE_INFINITY;
  const last = bursts[bursts.length - 1]?.offsetSeconds ?? Number.POSITIVE_INFINITY;
  let best: TrainResult | undefined;
  let cover = 0;
  for (const train of trains) {
    const common = Math.min(last, train.endSeconds) - Math.max(first, train.startSeconds);
    if (common > cover) {
      cover = common;
      best = train;
    }
  }
  return best;
}

function rateError({ bursts, blockedSeconds }: StudyRecord, main: TrainResult | undefined): number | null {
  if (main === undefined || main.rateHz === null || bursts.length < 3) return null;
  const inside = bursts.filter(({ centroidSeconds }) => centroidSeconds >= main.startSeconds && centroidSeconds <= main.endSeconds);
  if (inside.length < 3) return null;
  const [first, last] = [inside[0]!.centroidSeconds, inside[inside.length - 1]!.centroidSeconds];
  const blocked = blockedSeconds.filter((beat) => beat > first && beat < last).length;
  const period = (last - first) / (inside.length - 1 + blocked);
  return rounded(main.rateHz * period - 1);
}

function burstScore({ bursts }: StudyRecord, found: readonly BurstResult[]): Outcome["bursts"] {
  const { pairs } = matchTimes(bursts.map((burst) => burst.centroidSeconds), found.map((burst) => burst.timeSeconds), MATCH_SECONDS);
  const sums = (difference: (truth: number, detected: number) => number): ErrorSums =>
    pairs.reduce<ErrorSums>(([count, sum, squares], [t, d]) => {
      const milliseconds = 1000 * difference(t, d);
      return [count + 1, sum + milliseconds, squares + milliseconds * milliseconds];
    }, [0, 0, 0]);
  return {
    truth: bursts.length,
    detected: found.length,
    matched: pairs.length,
    centroid: sums((t, d) => found[d]!.timeSeconds - bursts[t]!.centroidSeconds),
    onset: sums((t, d) => found[d]!.onsetSeconds - bursts[t]!.onsetSeconds),
    offset: sums((t, d) => found[d]!.offsetSeconds - bursts[t]!.offsetSeconds),
  };
}

function rounded(value: number | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value.toFixed(5));
}
