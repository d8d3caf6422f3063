import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { burstAgreement, cohenKappa, type Edges, matchTimes, trainAgreement } from "../../../src/core/trains/segmentation-scores";

const golden = JSON.parse(readFileSync(new URL("golden/kappa.json", import.meta.url), "utf8")) as {
  readonly kappa: readonly { readonly pairs: readonly (readonly [string, string])[]; readonly kappa: number; readonly interval: readonly [number, number] }[];
  readonly matching: readonly { readonly reference: readonly number[]; readonly found: readonly number[]; readonly tolerance: number; readonly matched: number; readonly distance: number }[];
};
const edges = (...pairs: readonly (readonly [number, number])[]): Edges[] => pairs.map(([startSeconds, endSeconds]) => ({ startSeconds, endSeconds }));

describe("Cohen's kappa", () => {
  it.each(golden.kappa)("is scikit-learn's, with statsmodels' interval", ({ pairs, kappa, interval }) => {
    const found = cohenKappa(pairs, 0.95);
    expect(found.kappa).toBeCloseTo(kappa, 12);
    expect(found.interval![0]).toBeCloseTo(interval[0], 8);
    expect(found.interval![1]).toBeCloseTo(interval[1], 8);
  });

  it("says nothing where it is not defined", () => {
    expect(cohenKappa([], 0.95).kappa).toBeUndefined();
    expect(cohenKappa([["a", "a"], ["a", "a"]], 0.95)).toMatchObject({ kappa: undefined, observed: 1 });
    expect(cohenKappa([["a", "a"], ["b", "b"]], 0.95)).toMatchObject({ kappa: 1, interval: undefined });
  });
});

describe("matching", () => {
  it.each(golden.matching)("is the optimal assignment of SciPy", ({ reference, found, tolerance, matched, distance }) => {
    const { pairs, missed, extra } = matchTimes(reference, found, tolerance);
    expect(pairs).toHaveLength(matched);
    expect(pairs.reduce((sum, [a, b]) => sum + Math.abs(reference[a]! - found[b]!), 0)).toBeCloseTo(distance, 9);
    expect(missed).toHaveLength(reference.length - matched);
    expect(extra).toHaveLength(found.length - matched);
    for (const [a, b] of pairs) expect(Math.abs(reference[a]! - found[b]!)).toBeLessThanOrEqual(tolerance);
  });

  it("of empty lists is empty", () => {
    expect(matchTimes([], [1], 0.1)).toEqual({ pairs: [], missed: [], extra: [0] });
    expect(matchTimes([1], [], 0.1)).toEqual({ pairs: [], missed: [0], extra: [] });
  });
});

describe("bursts of two segmentations", () => {
  it("recall, precision and boundary errors of a made-up pair", () => {
    const found = burstAgreement(edges([1, 1.1], [1.2, 1.3], [1.4, 1.5], [3, 3.1]), edges([1.01, 1.12], [1.19, 1.3], [1.43, 1.5], [2, 2.1]), 0.05);
    expect(found).toMatchObject({ matched: 3, missed: 1, extra: 1, recall: 0.75, precision: 0.75 });
    expect(found.onset!.bias).toBeCloseTo(0.01, 12);
    expect(found.onset!.sd).toBeCloseTo(0.02, 12);
    expect(found.onset!.medianAbsolute).toBeCloseTo(0.01, 12);
    expect(found.offset!.bias).toBeCloseTo(0.02 / 3, 12);
    expect(burstAgreement([], [], 0.05)).toMatchObject({ recall: undefined, precision: undefined, onset: undefined });
  });
});

describe("trains of two segmentations", () => {
  it("counts whole, split, merged, missed and extra ones", () => {
    const reference = edges([0, 2], [3, 6], [7, 8], [8.2, 9], [12, 13]);
    const found = edges([0.1, 2], [3, 4], [4.2, 6], [7, 9], [20, 21]);
    expect(trainAgreement(reference, found)).toMatchObject({ whole: 1, split: 1, splitPieces: 1, merged: 1, mergedPieces: 1, missed: 1, extra: 1, pairs: [[0, 0]] });
    expect(trainAgreement(reference, found).onset!.bias).toBeCloseTo(0.1, 12);
  });

  it("finds a segmentation the same as itself", () => {
    const trains = edges([0, 2], [3, 6], [7, 8]);
    expect(trainAgreement(trains, trains)).toMatchObject({ whole: 3, split: 0, merged: 0, missed: 0, extra: 0 });
  });

  it("does not join trains that only touch", () => {
    expect(trainAgreement(edges([0, 2]), edges([1.9, 5]))).toMatchObject({ whole: 0, missed: 1, extra: 1 });
  });
});
