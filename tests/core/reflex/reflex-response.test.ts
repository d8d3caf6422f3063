import { describe, expect, it } from "vitest";
import { measureResponse } from "../../../src/core/reflex/reflex-response";
import { reflexWindow } from "../../../src/core/reflex/reflex-windows";
import { normals } from "../trains/normals";

const HZ = 2000;
const MARK = 1;

/** One biphasic potential of `height` peak to peak, 12 ms long: a sine cycle under a half-sine, whose extremes are known by sampling it finely. */
function volley(height: number): (seconds: number) => number {
  const raw = (x: number): number => (x < 0 || x > 1 ? 0 : Math.sin(2 * Math.PI * x) * Math.sin(Math.PI * x));
  let [low, high] = [0, 0];
  for (let k = 0; k <= 10_000; k++) [low, high] = [Math.min(low, raw(k / 10_000)), Math.max(high, raw(k / 10_000))];
  return (seconds) => (height * raw(seconds / 0.012)) / (high - low);
}

interface Parts {
  readonly latency?: number;
  readonly height?: number;
  readonly mWave?: { readonly latency: number; readonly height: number };
  readonly drift?: number;
  readonly seed?: number;
}

/** Noise of SD 1 over 2 s with the response of a stimulus at 1 s. */
function record({ latency = 0.031, height = 0, mWave, drift = 0, seed = 1 }: Parts): Float64Array {
  const normal = normals(seed);
  const response = volley(height);
  const direct = volley(mWave?.height ?? 0);
  return Float64Array.from({ length: 2 * HZ }, (_, k) => {
    const after = k / HZ - MARK;
    return normal() + response(after - latency) + direct(after - (mWave?.latency ?? 0)) + drift * Math.sin(2 * Math.PI * 0.7 * (k / HZ));
  });
}

const measure = (parts: Parts, stimulus: "tap" | "stretch" | "stimulus" = "tap", exactMark = true) =>
  measureResponse({ samples: record(parts), samplingHz: HZ, markSample: MARK * HZ, window: reflexWindow(stimulus, "soleus", undefined), exactMark });
const secondsOf = (latency: object): number => (latency as { seconds: number }).seconds;

describe("a reflex response", () => {
  it("is present with latency and peak to peak of the truth, on drifting electrodes too", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const found = measure({ height: 200, seed, drift: 3 });
      expect(found.status).toBe("present");
      expect(Math.abs(secondsOf(found.latency) - 0.031)).toBeLessThan(0.002);
      // 5 % of the height, and what noise of SD 1 adds at both extremes.
      expect(Math.abs(found.peakToPeak! - 200)).toBeLessThan(15);
    }
  });

  it("is absent, and named so, where nothing rises", () => {
    let absent = 0;
    for (let seed = 1; seed <= 60; seed++) if (measure({ seed }).status === "absent") absent++;
    // Noise crosses somewhere in the half second now and then; in the window of 23 ms it hardly does.
    expect(absent).toBeGreaterThan(35);
    let present = 0;
    for (let seed = 1; seed <= 60; seed++) if (measure({ seed }).status === "present") present++;
    expect(present).toBeLessThanOrEqual(3);
  });

  it("is no reflex outside the window, and keeps its latency", () => {
    const late = measure({ height: 200, latency: 0.12 });
    expect(late.status).toBe("outside-window");
    expect(Math.abs(secondsOf(late.latency) - 0.12)).toBeLessThan(0.002);
    expect(late.peakToPeak!).toBeLessThan(20);
    const early = measure({ height: 200, latency: 0.012 });
    expect(early.status).toBe("outside-window");
    expect(Math.abs(secondsOf(early.latency) - 0.012)).toBeLessThan(0.002);
  });

  it("has no latency at a mark set by hand, and an amplitude all the same", () => {
    const found = measure({ height: 200, latency: 0.06 }, "tap", false);
    expect(found.status).toBe("present");
    expect(found.latency).toEqual({ missing: expect.stringContaining("by hand") });
    expect(Math.abs(found.peakToPeak! - 200)).toBeLessThan(15);
  });

  it("tells the H-reflex from the M-wave before it", () => {
    const found = measure({ height: 200, latency: 0.03, mWave: { latency: 0.006, height: 600 } }, "stimulus");
    expect(found.status).toBe("present");
    expect(Math.abs(secondsOf(found.latency) - 0.03)).toBeLessThan(0.003);
    expect(Math.abs(found.mWave! - 600)).toBeLessThan(30);
    expect(measure({ height: 200, latency: 0.03 }, "stimulus").mWave).toBeUndefined();
  });

  it("finds the H-reflex on the tail of a stimulus artefact that has not decayed", () => {
    const samples = record({ height: 400, latency: 0.03 });
    for (let k = 0; k < samples.length; k++) if (k >= MARK * HZ) samples[k]! += 300 * Math.exp(-(k / HZ - MARK) / 0.006);
    const found = measureResponse({ samples, samplingHz: HZ, markSample: MARK * HZ, window: reflexWindow("stimulus", "soleus", undefined), exactMark: true });
    expect(found.status).toBe("present");
    expect(Math.abs(secondsOf(found.latency) - 0.03)).toBeLessThan(0.003);
  });

  it("is not assessed without signal around the mark", () => {
    const samples = record({ height: 200 }).subarray(0, MARK * HZ + 40);
    expect(measureResponse({ samples, samplingHz: HZ, markSample: MARK * HZ, window: reflexWindow("tap", "soleus", undefined), exactMark: true }).status).toBe("not-assessed");
  });
});

describe("windows", () => {
  it.each([["tap", "soleus", 22, 45], ["tap", "vastus-lateralis", 12, 28], ["tap", "semitendinosus", 14, 32], ["tap", "masseter", 5, 14], ["stretch", "soleus", 30, 60], ["stretch", "flexor-carpi-radialis", 18, 45]] as const)("of a %s of %s are %i to %i ms (science.md 5.1)", (stimulus, muscle, from, to) => {
    const window = reflexWindow(stimulus, muscle, undefined);
    expect([1000 * window.from, 1000 * window.to].map((value) => Number(value.toFixed(6)))).toEqual([from, to]);
  });

  it("of the leg follow the height in proportion and say so; those of arm and jaw do not", () => {
    const tall = reflexWindow("tap", "soleus", 187);
    expect(tall.from).toBeCloseTo((0.022 * 187) / 170, 9);
    expect(tall.to).toBeCloseTo((0.045 * 187) / 170, 9);
    expect(tall.basis).toMatch(/187 \/ 170 cm/);
    expect(reflexWindow("tap", "soleus", undefined).basis).toMatch(/height not stated/);
    expect(reflexWindow("tap", "masseter", 187)).toEqual(reflexWindow("tap", "masseter", undefined));
  });

  it("have no name where none is known", () => {
    expect(reflexWindow("tap", "tibialis-anterior", 180)).toMatchObject({ response: undefined, from: 0.01, to: 0.1 });
    expect(reflexWindow("stretch", undefined, undefined).basis).toMatch(/unnamed/);
  });
});
