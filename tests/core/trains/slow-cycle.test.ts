import { describe, expect, it } from "vitest";
import { slowCycle } from "../../../src/core/trains/slow-cycle";
import { uniforms } from "./normals";

const gridHz = 500;

/** Gaussian bumps of 40 ms SD at these seconds, on an envelope of `seconds`. */
function bumps(times: readonly number[], seconds: number): Float64Array {
  return Float64Array.from({ length: seconds * gridHz }, (_, k) => times.reduce((sum, time) => sum + Math.exp(-0.5 * ((k / gridHz - time) / 0.04) ** 2), 0));
}

describe("slowCycle (science.md 9.11: gait is not pseudoclonus)", () => {
  it("finds the step of which irregular bursts are parts", () => {
    const parts = [0.1, 0.22, 0.45, 0.81];
    const times = Array.from({ length: 7 }, (_, k) => parts.map((part) => part + 1.03 * k)).flat();
    const found = slowCycle(bumps(times, 7.2), gridHz)!;
    expect(found.periodSeconds).toBeCloseTo(1.03, 2);
    expect(found.correlation).toBeGreaterThan(0.95);
  });

  it("finds none in bursts at random, and asks for four cycles", () => {
    const uniform = uniforms(5);
    const times: number[] = [0.1];
    while (times[times.length - 1]! < 7) times.push(times[times.length - 1]! + 0.1 + 0.4 * uniform());
    expect(slowCycle(bumps(times, 7.2), gridHz)?.correlation ?? -1).toBeLessThan(0.55);
    expect(slowCycle(bumps([0.1, 0.3, 1.1, 1.3, 2.1], 2.3), gridHz)).toBeUndefined();
  });

  it("is the correlation of the smoothed envelope: a sine of 1 Hz comes again fully", () => {
    const sine = Float64Array.from({ length: 8 * gridHz }, (_, k) => 1 + Math.sin((2 * Math.PI * k) / gridHz));
    const found = slowCycle(sine, gridHz)!;
    expect(found.periodSeconds).toBeCloseTo(1, 2);
    expect(found.correlation).toBeGreaterThan(0.97);
  });
});
