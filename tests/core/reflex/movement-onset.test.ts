import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { movementOnset } from "../../../src/core/reflex/movement-onset";

// Made by golden/movement_onset_reference.py.
const golden = JSON.parse(readFileSync(new URL("golden/movement-onset.json", import.meta.url), "utf8")) as readonly {
  readonly shape: string;
  readonly seconds: number;
  readonly noise: number;
  readonly positions: readonly number[];
  readonly fastest: number;
  readonly start: number;
  readonly to: number;
  readonly truth: number;
  readonly found: number;
  readonly spread: number;
}[];
const MILLISECONDS_A_MEAN = 5;
/** What an onset may be wrong by: bias and noise of one record together. */
const MOST_MILLISECONDS = 5;

describe("where a movement begins", () => {
  it.each(golden)("agrees with NumPy, and is near the truth: $shape, $seconds s, noise $noise", ({ positions, fastest, start, to, found, spread, truth }) => {
    const onset = movementOnset({ positions, fastest, from: start, to })!;
    expect(onset.at).toBeCloseTo(found, 3);
    expect(onset.spread).toBeCloseTo(spread, 3);
    expect(MILLISECONDS_A_MEAN * Math.abs(onset.at - truth)).toBeLessThan(MOST_MILLISECONDS);
  });

  it("is early or late by less than its own standard deviations say", () => {
    const scores = golden.map(({ positions, fastest, start, to, truth }) => {
      const { at, spread } = movementOnset({ positions, fastest, from: start, to })!;
      // A quarter of a mean is the step of the beginnings that are tried.
      return Math.abs(at - truth) / Math.hypot(spread, 0.25);
    });
    expect(scores.filter((score) => score > 3)).toEqual([]);
  });

  it("is not had where noise hides it or nothing lies before it", () => {
    const ramp = Array.from({ length: 100 }, (_, k) => Math.min(1, Math.max(0, (k - 50) / 20)));
    const course = { fastest: 60, from: 50, to: 69 };
    expect(movementOnset({ positions: ramp, ...course })!.at).toBeCloseTo(50, 0);
    expect(movementOnset({ positions: ramp.map((value, k) => value + (k % 2 === 0 ? 0.03 : -0.03)), ...course })).toBeUndefined();
    expect(movementOnset({ positions: ramp.slice(40), fastest: 20, from: 10, to: 29 })).toBeUndefined();
  });
});
