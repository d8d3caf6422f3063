import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { quantileOf, robustSpread } from "../../../src/core/reflex/channel-buckets";
import { firstLatency } from "../../../src/core/reflex/first-latency";

// Made by golden/latency_reference.py.
const golden = JSON.parse(readFileSync(new URL("golden/latency.json", import.meta.url), "utf8")) as {
  readonly cases: readonly { readonly samplingHz: number; readonly markSample: number; readonly searchSeconds: number; readonly samples: readonly number[]; readonly seconds: number | null }[];
  readonly spread: { readonly values: readonly number[]; readonly middle: number; readonly spread: number; readonly quantiles: readonly (readonly [number, number])[] };
};

describe("latency of the first response (science.md 5.1) against NumPy and SciPy", () => {
  it.each(golden.cases)("at $samplingHz Hz: $seconds s", ({ samples, seconds, ...where }) => {
    const found = firstLatency({ ...where, samples: Float64Array.from(samples) });
    if (seconds === null) expect(found).toHaveProperty("missing");
    else expect((found as { readonly seconds: number }).seconds).toBeCloseTo(seconds, 9);
  });
});

describe("spread of an event channel against SciPy", () => {
  it("is the median absolute deviation scaled to a normal SD, with NumPy's nearest quantiles, however it is cut in pieces", () => {
    const { values, middle, spread, quantiles } = golden.spread;
    for (const parts of [[Float32Array.from(values)], [Float32Array.from(values.slice(0, 11)), Float32Array.from(values.slice(11))]]) {
      const found = robustSpread(parts);
      // Kept in single precision.
      expect(found.middle).toBeCloseTo(middle, 5);
      expect(found.spread).toBeCloseTo(spread, 5);
      for (const [share, value] of quantiles) expect(quantileOf(parts, share)).toBeCloseTo(value, 5);
    }
  });
});
