import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type GateBurst, type GateIntervals, gateIntervals } from "../../../src/core/trains/gate-intervals";

type Ends = readonly [number, number];
type Named = Record<keyof GateIntervals, Ends> & { readonly snrDelta: Ends; readonly burstOrder: Ends };
interface Case {
  readonly bursts: readonly (Omit<GateBurst, "valley"> & { readonly valley: number | null })[];
  readonly quietBlocks: readonly number[];
  readonly ciLevel: number;
  readonly expected: Named;
}

// Made by golden/gate_intervals_reference.py.
const { cases } = JSON.parse(readFileSync(new URL("golden/gate-intervals.json", import.meta.url), "utf8")) as { readonly cases: readonly Case[] };
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const burstsOf = ({ bursts }: Case): readonly GateBurst[] => bursts.map((burst) => ({ ...burst, valley: burst.valley ?? undefined }));
const width = ([low, high]: Ends): number => high - low;

describe("intervals of what the gates look at", () => {
  it.each(cases.map((one) => [one.bursts.length, one] as const))("of %d bursts are those of NumPy's bootstrap, within the error of 999 draws", (_, one) => {
    const found = gateIntervals(burstsOf(one), one.quietBlocks, mean(one.quietBlocks), one.ciLevel);
    for (const measure of ["snrDb", "modulationDepth", "quietFraction", "burstSeconds"] as const) {
      const [low, high] = found[measure]!;
      // The error of an end is about a twelfth of the width for 2.5 % of 999; medians of few bursts jump from one to the next.
      const allowed = 0.2 * width(one.expected[measure]);
      expect(Math.abs(low - one.expected[measure][0]), measure).toBeLessThan(allowed);
      expect(Math.abs(high - one.expected[measure][1]), measure).toBeLessThan(allowed);
    }
  });

  it("are about as wide as closed forms say: delta method for the SNR, order statistics for the median", () => {
    for (const one of cases) {
      const found = gateIntervals(burstsOf(one), one.quietBlocks, mean(one.quietBlocks), one.ciLevel);
      expect(width(found.snrDb!) / width(one.expected.snrDelta)).toBeGreaterThan(0.7);
      expect(width(found.snrDb!) / width(one.expected.snrDelta)).toBeLessThan(1.3);
      expect(width(found.burstSeconds!) / width(one.expected.burstOrder)).toBeGreaterThan(0.5);
      expect(width(found.burstSeconds!) / width(one.expected.burstOrder)).toBeLessThan(1.5);
    }
  });

  it("lie about the SNR that they belong to, although the long gaps are quieter than the short ones, which hold no block", () => {
    for (const one of cases) {
      const bursts = burstsOf(one);
      const quietPower = 1.8 * mean(one.quietBlocks);
      const power = bursts.reduce((sum, { energy }) => sum + energy, 0) / bursts.reduce((sum, { cells }) => sum + cells, 0);
      const snrDb = 10 * Math.log10(power / quietPower - 1);
      const [low, high] = gateIntervals(bursts, one.quietBlocks, quietPower, one.ciLevel).snrDb!;
      expect(low).toBeLessThan(snrDb);
      expect(high).toBeGreaterThan(snrDb);
    }
  });

  it("are the same again, none below five bursts, and hold without blocks of quiet", () => {
    const one = cases[0]!;
    const bursts = burstsOf(one);
    expect(gateIntervals(bursts, one.quietBlocks, 1, 0.95)).toEqual(gateIntervals(bursts, one.quietBlocks, 1, 0.95));
    expect(Object.values(gateIntervals(bursts.slice(0, 4), one.quietBlocks, 1, 0.95)).every((interval) => interval === undefined)).toBe(true);
    expect(gateIntervals(bursts, [], 1, 0.95).snrDb).toBeDefined();
  });
});
