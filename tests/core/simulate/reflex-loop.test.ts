import { describe, expect, it } from "vitest";
import { ankleLoop, runReflexLoop } from "../../../src/core/simulate/reflex-loop";
import type { LoopParameters } from "../../../src/core/simulate/spec";

function burstsOf(changes: Partial<LoopParameters>): readonly { readonly onsetSeconds: number; readonly offsetSeconds: number }[] {
  return runReflexLoop({ ...ankleLoop, ...changes }, { releaseAfterBursts: undefined, quietSeconds: 1, longestSeconds: 10 }, undefined).bursts;
}

/** Rate after the first five bursts. */
function rateOf(changes: Partial<LoopParameters>): number {
  const times = burstsOf(changes).map((burst) => burst.onsetSeconds).slice(5);
  return (times.length - 1) / (times[times.length - 1]! - times[0]!);
}

/** Expected values: science.md 6.2 and 1.6 [MC4], measured by another implementation. */
describe("reflex loop", () => {
  it("the ankle set is a sustained 5.49 Hz with bursts of about half the cycle", () => {
    expect(Math.abs(rateOf({}) - 5.49)).toBeLessThan(0.06);
    const bursts = burstsOf({});
    expect(bursts.length).toBeGreaterThan(50);
    const burst = bursts[20]!;
    const duty = (burst.offsetSeconds - burst.onsetSeconds) * rateOf({});
    expect(duty).toBeGreaterThan(0.42);
    expect(duty).toBeLessThan(0.58);
  });

  it("stiffness 10 to 60 gives 4.2 to 6.9 Hz", () => {
    expect(Math.abs(rateOf({ stiffness: 10 }) - 4.2)).toBeLessThan(0.1);
    expect(Math.abs(rateOf({ stiffness: 60 }) - 6.9)).toBeLessThan(0.1);
  });

  it("inertia .006 to .05 gives 6.0 to 3.6 Hz", () => {
    expect(Math.abs(rateOf({ inertia: 0.006 }) - 6)).toBeLessThan(0.1);
    expect(Math.abs(rateOf({ inertia: 0.05 }) - 3.6)).toBeLessThan(0.1);
  });

  it.each([[0.01, 7.4], [0.02, 6.7], [0.042, 5.5], [0.06, 4.7]])("a delay of %d s gives %d Hz", (delaySeconds, hz) => {
    expect(Math.abs(rateOf({ delaySeconds }) - hz)).toBeLessThan(0.1);
  });

  it("low gain or a high threshold dies by itself after a few regular beats, gain .2 after two", () => {
    const dying = burstsOf({ gain: 0.3 }).length;
    expect(dying).toBeGreaterThanOrEqual(4);
    expect(dying).toBeLessThan(25);
    const threshold = burstsOf({ threshold: 1.4 }).length;
    expect(threshold).toBeGreaterThanOrEqual(2);
    expect(threshold).toBeLessThanOrEqual(15);
    // Beats 3 and 4 of gain .2 have under 5 % of full activation.
    const peaks = runReflexLoop({ ...ankleLoop, gain: 0.2 }, { releaseAfterBursts: undefined, quietSeconds: 1, longestSeconds: 10 }, undefined).bursts.map((burst) => Math.max(...burst.activation));
    expect(peaks.filter((peak) => peak > 0.05)).toHaveLength(2);
  });

  it("stops soon after the hand lets go", () => {
    const course = runReflexLoop(ankleLoop, { releaseAfterBursts: 8, quietSeconds: 1, longestSeconds: 60 }, undefined);
    expect(course.releaseSeconds).toBeDefined();
    expect(course.bursts.length).toBeGreaterThanOrEqual(8);
    expect(course.bursts.length).toBeLessThanOrEqual(10);
    expect(course.angle.length).toBeLessThan(60 / 0.0005);
  });
});
