import { describe, expect, it } from "vitest";
import { firstLatency } from "../../../src/core/reflex/first-latency";
import { normals } from "../trains/normals";

/** Noise of SD 1 with a volley of `gain` that starts sharply `latency` s after the mark at 0.5 s and lasts 40 ms. */
function recording(samplingHz: number, latency: number | undefined, gain: number, seed: number, offset = 0): Float64Array {
  const normal = normals(seed);
  return Float64Array.from({ length: samplingHz }, (_, k) => {
    const after = k / samplingHz - 0.5 - (latency ?? Infinity);
    const envelope = after >= 0 && after < 0.04 ? gain : 0;
    return offset + normal() * (1 + envelope);
  });
}

const find = (samples: Float64Array, samplingHz: number) => firstLatency({ samples, samplingHz, markSample: 0.5 * samplingHz, searchSeconds: 0.3 });

describe("firstLatency", () => {
  it.each([[1000, 0.042], [2000, 0.042], [5000, 0.03], [2000, 0.15]])("finds a sharp onset at %i Hz, %f s, within 3 ms on average and 6 ms nearly always", (samplingHz, truth) => {
    const errors: number[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const found = find(recording(samplingHz, truth, 12, seed), samplingHz);
      if ("seconds" in found) errors.push(found.seconds - truth);
    }
    expect(errors.length).toBeGreaterThanOrEqual(36);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(0.003);
    expect(errors.filter((error) => Math.abs(error) < 0.006).length).toBeGreaterThanOrEqual(0.85 * errors.length);
  });

  it("begins at the first peak, not at a higher one some milliseconds later", () => {
    const samplingHz = 2000;
    const errors: number[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const small = recording(samplingHz, 0.042, 10, seed);
      const tall = recording(samplingHz, 0.055, 80, seed);
      const at = Math.round((0.5 + 0.053) * samplingHz);
      const found = find(small.map((value, k) => (k < at ? value : tall[k]!)), samplingHz);
      if ("seconds" in found) errors.push(found.seconds - 0.042);
    }
    expect(errors.length).toBeGreaterThanOrEqual(36);
    expect(errors.sort((a, b) => a - b)[errors.length >> 1]!).toBeLessThan(0.003);
  });

  it("does not look earlier on the stronger side", () => {
    const at = (gain: number): number => {
      const found: number[] = [];
      for (let seed = 0; seed < 60; seed++) {
        const answer = find(recording(2000, 0.042, gain, seed), 2000);
        if ("seconds" in answer) found.push(answer.seconds);
      }
      return found.sort((a, b) => a - b)[found.length >> 1]!;
    };
    // A fixed-threshold zero-phase envelope shifts by 5 ms between these (science.md 4.1).
    expect(Math.abs(at(30) - at(8))).toBeLessThan(0.002);
  });

  it("is not moved by an offset, a scale or the polarity", () => {
    const samples = recording(2000, 0.042, 12, 3);
    const plain = find(samples, 2000);
    expect(plain).toHaveProperty("seconds");
    const changed = find(samples.map((value) => -1e-5 * value + 0.003), 2000);
    expect((changed as { seconds: number }).seconds).toBeCloseTo((plain as { seconds: number }).seconds, 9);
  });

  it("finds nothing in rest, nearly always", () => {
    let found = 0;
    for (let seed = 0; seed < 60; seed++) if ("seconds" in find(recording(2000, undefined, 0, 900 + seed), 2000)) found++;
    expect(found).toBeLessThanOrEqual(12);
  });

  it("says why there is none", () => {
    const samples = recording(2000, 0.042, 12, 1);
    expect(firstLatency({ samples, samplingHz: 2000, markSample: 100, searchSeconds: 0.3 })).toEqual({ missing: expect.stringContaining("100 ms") });
    expect(firstLatency({ samples, samplingHz: 2000, markSample: 1085 + 60, searchSeconds: 0.3 })).toEqual({ missing: expect.stringMatching(/already active|no response/) });
    expect(firstLatency({ samples, samplingHz: 2000, markSample: 2000, searchSeconds: 0.3 })).toEqual({ missing: expect.stringContaining("no signal") });
  });
});

describe("on electrodes that drift", () => {
  const hz = 2000;
  const after = (seed: number, drift: number, driftHz: number, height: number) => {
    const normal = normals(seed);
    const phase = normal();
    const samples = Float64Array.from({ length: 1.2 * hz }, (_, k) => {
      const t = k / hz - 0.6;
      const s = (t - 0.031) / 0.012;
      return normal() + drift * Math.sin(2 * Math.PI * driftHz * t + phase) + (s >= 0 && s <= 1 ? height * Math.sin(2 * Math.PI * s) * Math.sin(Math.PI * s) : 0);
    });
    return firstLatency({ samples, samplingHz: hz, markSample: 0.6 * hz, searchSeconds: 0.5, fromSeconds: 0.022 });
  };

  it.each([[3, 0.7], [20, 0.5], [40, 1]])("of %d SD at %d Hz a response has its latency, and an absent one is absent", (drift, driftHz) => {
    const runs = Array.from({ length: 40 }, (_, seed) => seed + 1);
    for (const seed of runs) expect(Math.abs((after(seed, drift, driftHz, 60) as { seconds: number }).seconds - 0.031)).toBeLessThan(0.0006);
    // Three SDs held for 5 ms are reached by noise alone in about one of twenty searches of half a second.
    expect(runs.filter((seed) => "missing" in after(seed, drift, driftHz, 0)).length).toBeGreaterThanOrEqual(33);
  });
});
