import type { Side } from "../recording";
import { bootstrapInterval, median } from "./median-bootstrap";

/** Two sets of responses compared; `first` is the left side where sides are compared. */
export interface ResponseComparison {
  readonly medians: readonly [number, number] | undefined;
  /** Smaller over larger median, with a bootstrap interval where each set has three values. */
  readonly ratio: number | undefined;
  readonly ratioCi: readonly [number, number] | undefined;
  /** (second − first)/(second + first): AI = (R − L)/(R + L) where the second set is the right side. */
  readonly asymmetryIndex: number | undefined;
  readonly asymmetryCi: readonly [number, number] | undefined;
  /** second − first, in the unit of the values. */
  readonly difference: number | undefined;
  readonly differenceCi: readonly [number, number] | undefined;
  readonly larger: "first" | "second" | "equal" | undefined;
}

/**
 * Compares two sets of responses by their medians (science.md 5.3): two sides of one recording, or two recordings. Values must not be negative.
 * Both directions are folded in `ratio`; which set is larger says `larger`.
 */
export function compareResponses(first: readonly number[], second: readonly number[], ciLevel: number): ResponseComparison {
  const a = median(first);
  const b = median(second);
  if (a === undefined || b === undefined || !(a + b > 0)) return { medians: undefined, ratio: undefined, ratioCi: undefined, asymmetryIndex: undefined, asymmetryCi: undefined, difference: undefined, differenceCi: undefined, larger: undefined };
  const ratioOf = (x: number, y: number): number | undefined => (Math.max(x, y) > 0 ? Math.min(x, y) / Math.max(x, y) : undefined);
  const indexOf = (x: number, y: number): number | undefined => (x + y > 0 ? (y - x) / (x + y) : undefined);
  const interval = (of: (x: number, y: number) => number | undefined): readonly [number, number] | undefined => bootstrapInterval([first, second], ([p, q]) => of(median(p!)!, median(q!)!), ciLevel);
  return {
    medians: [a, b],
    ratio: ratioOf(a, b),
    ratioCi: interval(ratioOf),
    asymmetryIndex: indexOf(a, b),
    asymmetryCi: interval(indexOf),
    difference: b - a,
    differenceCi: interval((x, y) => y - x),
    larger: a === b ? "equal" : a > b ? "first" : "second",
  };
}

/** Soleus H amplitude ratio 0.74 ± 0.17 in 45 healthy people, below 0.4 probably abnormal [Hside]; 0.6 is JUDGEMENT (science.md 5.3). */
const SYMMETRIC_FROM = 0.6;
const ASYMMETRIC_BELOW = 0.4;
const FEWEST_RESPONSES = 5;

/** The word for a pair of H-reflexes; undefined where too few responses, or an interval that is not wholly below the cut-off, allow none. */
export function hReflexVerdict(comparison: ResponseComparison, counts: readonly [number, number]): "symmetric" | "borderline" | "asymmetric" | undefined {
  const { ratio, ratioCi } = comparison;
  if (ratio === undefined || ratioCi === undefined || Math.min(...counts) < FEWEST_RESPONSES) return undefined;
  if (ratio >= SYMMETRIC_FROM) return "symmetric";
  if (ratio >= ASYMMETRIC_BELOW) return "borderline";
  return ratioCi[1] < ASYMMETRIC_BELOW ? "asymmetric" : "borderline";
}

/** The side of a comparison whose first set is the left one. */
export function largerSide(comparison: ResponseComparison): Side | "equal" | undefined {
  switch (comparison.larger) {
    case "first":
      return "left";
    case "second":
      return "right";
    default:
      return comparison.larger;
  }
}
