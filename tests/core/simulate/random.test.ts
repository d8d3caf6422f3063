import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/simulate/random";
import { mean, standardDeviation } from "./spectrum";

const COUNT = 200_000;

describe("Random", () => {
  it("gives the same numbers for the same seed and stream, others for another", () => {
    const draw = (seed: number, stream: string): number[] => {
      const random = new Random(seed, stream);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(draw(7, "noise")).toEqual(draw(7, "noise"));
    expect(draw(7, "noise")).not.toEqual(draw(7, "plan"));
    expect(draw(7, "noise")).not.toEqual(draw(8, "noise"));
    // Seeds that agree in their lower 32 bits.
    expect(draw(7, "noise")).not.toEqual(draw(7 + 2 ** 32, "noise"));
  });

  it("is uniform: each of 100 bins holds its share", () => {
    const random = new Random(1);
    const bins = new Float64Array(100);
    for (let i = 0; i < COUNT; i += 1) bins[Math.floor(random.uniform() * 100)]! += 1;
    const expected = COUNT / 100;
    const chiSquare = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // χ² with 99 degrees of freedom: 0.01 % and 99.99 %.
    expect(chiSquare).toBeGreaterThan(54);
    expect(chiSquare).toBeLessThan(161);
  });

  it("draws normal deviates with the moments and the tail of N(0,1)", () => {
    const random = new Random(3);
    const values = Float64Array.from({ length: COUNT }, () => random.normal());
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(COUNT));
    expect(Math.abs(standardDeviation(values) - 1)).toBeLessThan(4 / Math.sqrt(2 * COUNT));
    const beyond = values.filter((value) => Math.abs(value) > 1.959964).length / COUNT;
    expect(Math.abs(beyond - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / COUNT));
    const lag = mean(Array.from({ length: COUNT - 1 }, (_, i) => values[i]! * values[i + 1]!));
    expect(Math.abs(lag)).toBeLessThan(4 / Math.sqrt(COUNT));
  });

  it("streams of neighbouring seeds are not correlated", () => {
    const a = new Random(100, "noise");
    const b = new Random(101, "noise");
    const product = mean(Array.from({ length: COUNT }, () => a.normal() * b.normal()));
    expect(Math.abs(product)).toBeLessThan(4 / Math.sqrt(COUNT));
  });

  it("integers reach both ends and nothing else", () => {
    const random = new Random(5);
    const seen = new Set(Array.from({ length: 1000 }, () => random.integer(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5, 6]);
  });
});
