import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { medianRatio } from "../../../src/core/reflex/median-ratio";

// Made by golden/median_ratio_reference.py.
const golden = JSON.parse(readFileSync(new URL("golden/median-ratio.json", import.meta.url), "utf8")) as readonly { readonly before: readonly number[]; readonly after: readonly number[]; readonly found: readonly [value: number, low: number, high: number] }[];

describe("the ratio of two medians", () => {
  it.each(golden)("agrees with NumPy and SciPy, case %#", ({ before, after, found }) => {
    const { value, ci } = medianRatio(before, after, 0.95);
    [value, ...ci!].forEach((number, k) => expect(number / found[k]!).toBeCloseTo(1, 7));
  });

  it("has no interval of fewer than five values a side", () => {
    expect(medianRatio([1, 2, 3, 4], [2, 4, 6, 8, 10], 0.95)).toEqual({ value: expect.closeTo(2.4, 12) as number, ci: undefined });
  });

  it("is the ratio alone where nothing varies", () => {
    expect(medianRatio([2, 2, 2, 2, 2], [1, 1, 1, 1, 1], 0.95)).toEqual({ value: 0.5, ci: [0.5, 0.5] });
  });
});
