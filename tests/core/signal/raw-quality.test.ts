import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { QualityCounter } from "../../../src/core/signal/raw-quality";
import type { RawQuality } from "../../../src/core/signal/raw-quality";
import { noise } from "./noise";

function count(x: Float64Array, range?: readonly [number, number], block = x.length): RawQuality {
  const counter = new QualityCounter(range);
  for (let from = 0; from < x.length; from += Math.max(1, block)) counter.add(x, from, Math.min(x.length, from + Math.max(1, block)));
  return counter.quality();
}

/** Steps of a 12-bit converter. */
const converted = (x: Float64Array, limit = 2047): Float64Array => x.map((value) => Math.max(-limit - 1, Math.min(limit, Math.round(value * 8000))));

describe("quality of raw samples", () => {
  it("counts samples at the converter's limits, in either order of the limits", () => {
    const x = converted(noise(20_000, 3));
    const expected = x.filter((value) => value === 2047 || value === -2048).length / x.length;
    expect(expected).toBeGreaterThan(0.3);
    expect(count(x, [-2048, 2047]).limitShare).toBe(expected);
    expect(count(x, [2047, -2048]).limitShare).toBe(expected);
    expect(count(x.map((value) => value / 2), [-2048, 2047]).limitShare).toBe(0);
  });

  it("finds a flattened top without knowing the limits", () => {
    const smooth = Float64Array.from({ length: 20_000 }, (_, i) => Math.round(1000 * Math.sin(i / 7.3)));
    const clipped = smooth.map((value) => Math.min(value, 900));
    const runs = clipped.filter((value) => value === 900).length / clipped.length;
    expect(count(clipped).plateauShare).toBeGreaterThan(0.9 * runs);
    expect(count(noise(20_000, 3)).clippedShare).toBe(0);
  });

  it("does not call a quiet channel of a few converter steps clipped", () => {
    expect(count(noise(20_000, 3).map((value) => Math.round(value * 4))).clippedShare).toBe(0);
  });

  it("knows a dead channel and the longest flat run", () => {
    expect(count(new Float64Array(500).fill(3.5))).toMatchObject({ allEqual: true, longestFlatSamples: 500, clippedShare: 0, minimum: 3.5, maximum: 3.5 });
    const x = noise(1000, 4);
    x.fill(0, 300, 420);
    expect(count(x)).toMatchObject({ allEqual: false, longestFlatSamples: 120 });
  });

  it("does not depend on the blocks", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (values, block) => {
        const x = Float64Array.from(values);
        expect(count(x, [-100, 100], block)).toEqual(count(x, [-100, 100]));
      }),
    );
  });

  it("agrees with a plain count of the definition", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2, max: 66 }), { minLength: 2, maxLength: 200 }), (values) => {
        const low = Math.min(...values);
        const high = Math.max(...values);
        const steps = values.slice(1).map((value, k) => Math.abs(value - values[k]!)).filter((step) => step > 0);
        const inRun = values.filter((value, k) => (value === low || value === high) && (values[k - 1] === value || values[k + 1] === value)).length;
        const expected = (high - low) / Math.min(...steps) >= 64 ? inRun / values.length : 0;
        expect(count(Float64Array.from(values)).plateauShare).toBeCloseTo(low === high ? 0 : expected, 12);
      }),
      { numRuns: 300 },
    );
  });
});
