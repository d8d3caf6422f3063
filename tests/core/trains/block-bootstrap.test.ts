import { describe, expect, it } from "vitest";
import { bcaInterval } from "../../../src/core/trains/block-bootstrap";

describe("the interval of a bootstrap", () => {
  it("does not depend on the last digit of replicates that equal the estimate", () => {
    const estimate = 0.45;
    // A third of the replicates is the estimate itself, as with few values that are drawn in another order.
    const replicates = (rounding: number): Float64Array =>
      Float64Array.from({ length: 300 }, (_, index) => (index % 3 === 0 ? estimate * (1 + rounding) : 0.3 + 0.001 * index)).sort();
    const exact = bcaInterval(replicates(0), estimate, 0.02, 0.95);
    for (const rounding of [-Number.EPSILON, Number.EPSILON, -3e-15, 3e-15]) {
      const interval = bcaInterval(replicates(rounding), estimate, 0.02, 0.95);
      expect(interval[0]).toBeCloseTo(exact[0], 12);
      expect(interval[1]).toBeCloseTo(exact[1], 12);
    }
  });

  it("gives the percentiles of a sample without bias and skewness", () => {
    const uniform = Float64Array.from({ length: 2001 }, (_, index) => index / 2000);
    const [low, high] = bcaInterval(uniform, 0.5, 0, 0.9);
    expect(low).toBeCloseTo(0.05, 6);
    expect(high).toBeCloseTo(0.95, 6);
  });
});
