import type { BurstResult } from "../../src/core/result";
import type { TrueBurst } from "../../src/core/simulate/truth";

/** A detected burst belongs to the nearest true one within this (issue 3). */
const MATCH_SECONDS = 0.04;

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** Counts and error sums, in milliseconds, that add up over runs. */
export interface MatchScore {
  readonly truth: number;
  readonly detected: number;
  readonly matched: number;
  readonly centroid: Sums;
  readonly onset: Sums;
  readonly offset: Sums;
}

const zero: Sums = { count: 0, sum: 0, squares: 0 };

export const emptyScore: MatchScore = { truth: 0, detected: 0, matched: 0, centroid: zero, onset: zero, offset: zero };

/** Matches one to one, nearest pairs first. */
export function matchBursts(truth: readonly TrueBurst[], detected: readonly BurstResult[]): MatchScore {
  const candidates = truth.flatMap((burst, t) => detected.flatMap((found, d) => {
    const distance = Math.abs(found.timeSeconds - burst.centroidSeconds);
    return distance <= MATCH_SECONDS ? [{ t, d, distance }] : [];
  })).sort((a, b) => a.distance - b.distance);
  const usedTruth = new Set<number>();
  const usedDetected = new Set<number>();
  let score: MatchScore = { ...emptyScore, truth: truth.length, detected: detected.length };
  for (const { t, d } of candidates) {
    if (usedTruth.has(t) || usedDetected.has(d)) continue;
    usedTruth.add(t);
    usedDetected.add(d);
    const burst = truth[t]!;
    const found = detected[d]!;
    score = {
      ...score,
      matched: score.matched + 1,
      centroid: plus(score.centroid, found.timeSeconds - burst.centroidSeconds),
      onset: plus(score.onset, found.onsetSeconds - burst.onsetSeconds),
      offset: plus(score.offset, found.offsetSeconds - burst.offsetSeconds),
    };
  }
  return score;
}

function plus(sums: Sums, seconds: number): Sums {
  const milliseconds = seconds * 1000;
  return { count: sums.count + 1, sum: sums.sum + milliseconds, squares: sums.squares + milliseconds * milliseconds };
}

/** Two scores together. */
export function mergeScores(a: MatchScore, b: MatchScore): MatchScore {
  const both = (x: Sums, y: Sums): Sums => ({ count: x.count + y.count, sum: x.sum + y.sum, squares: x.squares + y.squares });
  return { truth: a.truth + b.truth, detected: a.detected + b.detected, matched: a.matched + b.matched, centroid: both(a.centroid, b.centroid), onset: both(a.onset, b.onset), offset: both(a.offset, b.offset) };
}

interface Spread {
  readonly bias: number;
  readonly sd: number;
}

/** Recall, precision, and bias and SD of the times in milliseconds. */
export function timing(score: MatchScore): { readonly recall: number; readonly precision: number; readonly centroid: Spread; readonly onset: Spread; readonly offset: Spread } {
  const spread = ({ count, sum, squares }: Sums): Spread => ({ bias: sum / count, sd: Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)) });
  return { recall: score.matched / score.truth, precision: score.matched / score.detected, centroid: spread(score.centroid), onset: spread(score.onset), offset: spread(score.offset) };
}
