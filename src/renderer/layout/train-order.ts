import type { TrainResult } from "../../core/result";
import { defaultSettings } from "../../core/settings";

/** Orders of a list of trains: as they come, the one nearest to another label first, or the one on whose bursts the detectors differ most. */
export const trainOrders = ["time", "ambiguity", "disagreement"] as const;
/** One of them. */
export type TrainOrder = (typeof trainOrders)[number];

/** The order that follows in turn. */
export function nextOrder(order: TrainOrder): TrainOrder {
  return trainOrders[(trainOrders.indexOf(order) + 1) % trainOrders.length]!;
}

/** Share of a train's bursts that other detectors contest; trains that none was asked about come last. */
export function contestedShareOf({ disagreement }: Pick<TrainResult, "disagreement">): number {
  return disagreement?.score ?? -1;
}

/** Range of log10 BF by which its distance is shared, as that of every other measure is (core/verdict/would-change). */
const FACTOR_RANGE = 10;

/**
 * How far a train is from a label that could as well be another, as a share of the range of the measure that is nearest to its
 * threshold; 0 is on the line. The rhythm's own distance from deciding counts also where another gate keeps it from flipping the
 * label. Trains of too few beats come last.
 */
export function distanceToDoubt(train: Pick<TrainResult, "label" | "log10BayesFactor" | "nearestFlip" | "bursts">): number {
  if (train.label === "insufficient") return Number.POSITIVE_INFINITY;
  const flip = train.nearestFlip?.distance ?? Number.POSITIVE_INFINITY;
  const factor = train.log10BayesFactor === null ? Number.POSITIVE_INFINITY : Math.abs(Math.abs(train.log10BayesFactor) - limitOn(train.log10BayesFactor, train.bursts.length)) / FACTOR_RANGE;
  return Math.min(flip, factor);
}

function limitOn(factor: number, bursts: number): number {
  return defaultSettings.decisionLog10BayesFactor * (factor > 0 && bursts > defaultSettings.labileTrainBeats ? defaultSettings.rhythmicDecisionShare : 1);
}

/** Trains as they are listed and stepped through. */
export function orderedTrains(trains: readonly TrainResult[], order: TrainOrder): readonly TrainResult[] {
  const inTime = (a: TrainResult, b: TrainResult): number => a.startSeconds - b.startSeconds || a.channelIndex - b.channelIndex;
  return [...trains].sort((a, b) => {
    if (order === "time") return inTime(a, b);
    const [left, right] = order === "ambiguity" ? [distanceToDoubt(a), distanceToDoubt(b)] : [-contestedShareOf(a), -contestedShareOf(b)];
    return left === right ? inTime(a, b) : left - right;
  });
}

/** True once a person has accepted, rejected or relabelled it. */
export function isDecided(train: TrainResult): boolean {
  return train.review !== null && train.review.decision !== "noted";
}
