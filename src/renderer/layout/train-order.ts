import type { TrainResult } from "../../core/result";

export type TrainOrder = "time" | "ambiguity";

/** |log10 BF| at which a rhythm is decided (science.md 8 C): the nearer to it, the more a second look is worth. */
const DECIDING = 1;

/** How far a train is from a label that could as well be another, in log units; 0 is on the line. Trains of too few beats come last. */
export function distanceToDoubt(train: TrainResult): number {
  if (train.label === "insufficient" || train.log10BayesFactor === null) return Number.POSITIVE_INFINITY;
  return Math.abs(Math.abs(train.log10BayesFactor) - DECIDING);
}

/** Trains as they are listed and stepped through. */
export function orderedTrains(trains: readonly TrainResult[], order: TrainOrder): readonly TrainResult[] {
  const inTime = (a: TrainResult, b: TrainResult): number => a.startSeconds - b.startSeconds || a.channelIndex - b.channelIndex;
  return [...trains].sort((a, b) => {
    if (order === "time") return inTime(a, b);
    const [left, right] = [distanceToDoubt(a), distanceToDoubt(b)];
    return left === right ? inTime(a, b) : left - right;
  });
}

/** True once a person has accepted, rejected or relabelled it. */
export function isDecided(train: TrainResult): boolean {
  return train.review !== null && train.review.decision !== "noted";
}
