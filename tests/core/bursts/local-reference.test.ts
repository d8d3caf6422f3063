import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localReference, medianOf } from "../../../src/core/bursts/local-reference";

describe("localReference", () => {
  it("is the height above which half of the summed height lies", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 }), (heights) => {
        const positions = heights.map((_, k) => k);
        const reference = localReference(positions, Float64Array.from(heights), 1000)[0]!;
        const total = heights.reduce((a, b) => a + b, 0);
        const atOrAbove = heights.filter((h) => h >= reference).reduce((a, b) => a + b, 0);
        const above = heights.filter((h) => h > reference).reduce((a, b) => a + b, 0);
        expect(heights).toContain(reference);
        expect(atOrAbove).toBeGreaterThanOrEqual((total / 2) * (1 - 1e-12));
        expect(above).toBeLessThan((total / 2) * (1 + 1e-12));
      }),
    );
  });

  it("is moved neither by a crowd of noise peaks nor by one artefact", () => {
    const beats = [10, 11, 9, 10, 12, 10, 9, 11];
    const noise = Array.from({ length: 30 }, () => 0.3);
    const heights = [...beats, ...noise];
    const order = heights.map((_, k) => k * 10);
    expect(localReference(order, Float64Array.from(heights), 1e6)[0]).toBeGreaterThanOrEqual(9);
    expect(localReference([...order, 390], Float64Array.from([...heights, 40]), 1e6)[0]).toBeLessThanOrEqual(12);
  });

  it("does not see what lies beyond the span", () => {
    const reference = localReference([0, 100, 5000, 5100], Float64Array.from([1, 1, 20, 20]), 1500);
    expect(Array.from(reference)).toEqual([1, 1, 20, 20]);
  });
});

describe("medianOf", () => {
  it("takes the middle or the mean of the two middle values and leaves its argument alone", () => {
    const values = [3, 1, 2];
    expect(medianOf(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(medianOf([])).toBeNaN();
  });
});
