import { normalQuantile } from "../../core/trains/special-functions";
import type { DetectorScore } from "./detector-comparison";
import type { ErrorSums, Outcome } from "./outcome";
import type { BlockResult, StudyBlock } from "./run-block";
import type { StudyCell } from "./study-cell";
import { variantName } from "./study-plan";

/** All that was run of one cell with one set of settings. */
export interface CellSummary {
  readonly cell: StudyCell;
  /** Empty for the default settings. */
  readonly variant: string;
  readonly outcomes: readonly Outcome[];
  readonly detectors: readonly DetectorScore[];
}

/** Joins the blocks that have a result, in the order of the plan. */
export function summarise(blocks: readonly StudyBlock[], results: ReadonlyMap<string, BlockResult>): readonly CellSummary[] {
  const cells = new Map<string, { cell: StudyCell; variant: string; outcomes: Outcome[]; detectors: readonly DetectorScore[] }>();
  for (const block of blocks) {
    const result = results.get(block.key);
    if (result === undefined) continue;
    const variant = variantName(block.changes);
    const key = `${block.cell.name} | ${variant}`;
    const summary = cells.get(key) ?? { cell: block.cell, variant, outcomes: [], detectors: [] };
    summary.outcomes.push(...result.outcomes);
    summary.detectors = addScores(summary.detectors, result.detectors);
    cells.set(key, summary);
  }
  return [...cells.values()];
}

/** Scores of the same detectors in the same order, added. */
export function addScores(a: readonly DetectorScore[], b: readonly DetectorScore[]): readonly DetectorScore[] {
  if (a.length === 0) return b;
  return a.map((score, k) => ({ name: score.name, truth: score.truth + (b[k]?.truth ?? 0), detected: score.detected + (b[k]?.detected ?? 0), matched: score.matched + (b[k]?.matched ?? 0) }));
}

/** How many of how many. */
export interface Count {
  readonly hits: number;
  readonly of: number;
}

/** Counts the outcomes for which something is true. */
export function countOf(outcomes: readonly Outcome[], isHit: (outcome: Outcome) => boolean): Count {
  return { hits: outcomes.filter(isHit).length, of: outcomes.length };
}

const LEVEL = 0.95;

/** Two-sided 95 % interval of a proportion by Wilson 1927; the whole range where nothing was counted. */
export function wilson({ hits, of }: Count): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = normalQuantile(0.5 + LEVEL / 2);
  const p = hits / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = ((z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of))) / (1 + (z * z) / of));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Mean and SD of error sums, milliseconds; NaN where there are none. */
export function spread([count, sum, squares]: ErrorSums): { readonly bias: number; readonly sd: number } {
  return { bias: sum / count, sd: Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)) };
}

/** Burst scores of several outcomes together. */
export function burstTotals(outcomes: readonly Outcome[]): Outcome["bursts"] {
  const plus = ([a, b, c]: ErrorSums, [x, y, z]: ErrorSums): ErrorSums => [a + x, b + y, c + z];
  return outcomes.reduce<Outcome["bursts"]>(
    (sum, { bursts }) => ({ truth: sum.truth + bursts.truth, detected: sum.detected + bursts.detected, matched: sum.matched + bursts.matched, centroid: plus(sum.centroid, bursts.centroid), onset: plus(sum.onset, bursts.onset), offset: plus(sum.offset, bursts.offset) }),
    { truth: 0, detected: 0, matched: 0, centroid: [0, 0, 0], onset: [0, 0, 0], offset: [0, 0, 0] },
  );
}
