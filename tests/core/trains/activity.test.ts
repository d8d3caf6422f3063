import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { amplitudeIntervals, amplitudeNoiseFloor } from "../../../src/core/trains/amplitude-measures";
import { amplitudeStatistics } from "../../../src/core/trains/amplitude-statistics";
import { coContraction } from "../../../src/core/trains/co-contraction";
import { envelopeCorrelation } from "../../../src/core/trains/envelope-correlation";
import { intervalHistograms } from "../../../src/core/trains/interval-histogram";
import { stereotypy } from "../../../src/core/trains/stereotypy";

const golden = JSON.parse(readFileSync(new URL("golden/activity.json", import.meta.url), "utf8")) as {
  readonly lag: number; readonly windows: readonly (readonly number[])[]; readonly stereotypy: number;
  readonly powers: readonly number[]; readonly rest: number; readonly amplitudeJitter: number; readonly fade: number; readonly fadeInterval: readonly [number, number]; readonly jitterInterval: readonly [number, number];
  readonly samplingHz: number; readonly a: readonly number[]; readonly b: readonly number[]; readonly zeroLag: number; readonly zeroLagInterval: readonly [number, number]; readonly peak: number; readonly peakLagSeconds: number; readonly cocon: number;
};

describe("amplitude", () => {
  it("jitter, fade and their intervals are SciPy's", () => {
    const found = amplitudeStatistics(golden.powers, golden.rest)!;
    expect(found.amplitudeJitter).toBeCloseTo(golden.amplitudeJitter, 9);
    expect(found.fadePerBeat).toBeCloseTo(golden.fade, 9);
    const { jitter, fadePercentPerBeat } = amplitudeIntervals(golden.powers, golden.rest, found.amplitudeJitter, found.fadePerBeat, 0.95);
    for (const k of [0, 1] as const) {
      expect(jitter![k]).toBeCloseTo(golden.jitterInterval[k], 8);
      expect(fadePercentPerBeat![k]).toBeCloseTo(golden.fadeInterval[k], 8);
    }
  });

  it("noise floor is the one that science.md 3.5 names", () => {
    expect([0.03, 0.06, 0.1].map((seconds) => Number(amplitudeNoiseFloor(seconds).toFixed(12)))).toEqual([0.24, 0.21, 0.18]);
    expect(amplitudeNoiseFloor(0.01)).toBe(0.24);
    expect(amplitudeNoiseFloor(0.3)).toBe(0.18);
    expect(amplitudeNoiseFloor(0.045)).toBeGreaterThan(0.21);
  });
});

describe("stereotypy", () => {
  it("is numpy's", () => {
    expect(stereotypy(golden.windows.map((window) => Float64Array.from(window)), golden.lag)!.mean).toBeCloseTo(golden.stereotypy, 9);
  });

  it("is one for the same burst at any lag and either scale, and does not need three to differ", () => {
    const burst = (shift: number, scale: number): Float64Array => Float64Array.from({ length: 76 }, (_, k) => scale * Math.sin((k - shift) / 3) * Math.exp(-(((k - shift - 38) / 9) ** 2)));
    expect(stereotypy([burst(0, 1), burst(5, 3), burst(-4, 0.2)], 8)!.mean).toBeGreaterThan(0.999);
    expect(stereotypy([burst(0, 1), burst(5, 3)], 8)).toBeUndefined();
    expect(stereotypy([burst(0, 1), burst(5, 3), new Float64Array(76)], 8)).toBeUndefined();
  });
});

describe("co-contraction", () => {
  const always = (): boolean => true;
  const never = (): boolean => false;

  it("is Winter's formula", () => {
    const two = { agonist: Float64Array.from(golden.a.slice(0, 100)), antagonist: Float64Array.from(golden.b.slice(0, 100)) };
    const { before, bursts, gaps } = coContraction(two, { before: always, agonistBurst: always, antagonistBurst: never, train: always });
    expect(before).toBeCloseTo(golden.cocon, 9);
    expect(bursts).toBeCloseTo(golden.cocon, 9);
    expect(gaps).toBeUndefined();
  });

  it("is 100 % for equal muscles, 0 for alternating ones, and tells what both keep between bursts", () => {
    const block = (on: number, tonic: number, phase: number): Float64Array => Float64Array.from({ length: 200 }, (_, k) => ((k + phase) % 40 < on ? 1 : tonic));
    const inBurst = (phase: number) => (k: number): boolean => (k + phase) % 40 < 10;
    const epochs = { before: never, agonistBurst: inBurst(0), antagonistBurst: inBurst(20), train: always };
    expect(coContraction({ agonist: block(10, 0, 0), antagonist: block(10, 0, 20) }, epochs)).toMatchObject({ bursts: 0, gapLevel: 0 });
    expect(coContraction({ agonist: block(10, 0.3, 0), antagonist: block(10, 0.3, 20) }, epochs).gapLevel).toBeCloseTo(0.3, 12);
    expect(coContraction({ agonist: block(10, 0, 0), antagonist: block(10, 0, 0) }, { ...epochs, antagonistBurst: inBurst(0) }).bursts).toBeCloseTo(100, 12);
  });
});

describe("envelope correlation", () => {
  const bothActive = (): boolean => true;

  it("is numpy's", () => {
    const found = envelopeCorrelation([{ first: Float64Array.from(golden.a), second: Float64Array.from(golden.b), bothActive }], golden.samplingHz, 0.95)!;
    expect(found.windows).toBe(15);
    expect(found.zeroLag).toBeCloseTo(golden.zeroLag, 9);
    expect(found.zeroLagInterval![0]).toBeCloseTo(golden.zeroLagInterval[0], 8);
    expect(found.zeroLagInterval![1]).toBeCloseTo(golden.zeroLagInterval[1], 8);
    expect(found.peak).toBeCloseTo(golden.peak, 9);
    expect(found.peakLagSeconds).toBeCloseTo(golden.peakLagSeconds, 9);
    expect(found.pattern).toBe("alternating");
  });

  it("finds the lag by which the second follows, and nothing where a muscle is silent", () => {
    const cycle = (delay: number): Float64Array => Float64Array.from({ length: 1000 }, (_, k) => Math.max(0, Math.sin((2 * Math.PI * (k - delay)) / 83)) + 0.1 * Math.sin(k * k));
    const found = envelopeCorrelation([{ first: cycle(0), second: cycle(4), bothActive }], 50, 0.95)!;
    expect(found.peakLagSeconds).toBeCloseTo(0.08, 9);
    expect(found.pattern).toBe("together");
    expect(envelopeCorrelation([{ first: cycle(0), second: new Float64Array(1000), bothActive }], 50, 0.95)).toBeUndefined();
    expect(envelopeCorrelation([{ first: cycle(0).subarray(0, 150), second: cycle(40).subarray(0, 150), bothActive }], 50, 0.95)!.pattern).toBe("uncertain");
    // Windows in which one of them only rests say nothing: of ten the last five are left.
    expect(envelopeCorrelation([{ first: cycle(0), second: cycle(4), bothActive: (from) => from >= 500 }], 50, 0.95)!.windows).toBe(5);
    expect(envelopeCorrelation([{ first: cycle(0), second: cycle(4), bothActive: () => false }], 50, 0.95)).toBeUndefined();
  });
});

describe("interval histograms", () => {
  it("count every pair within their range once", () => {
    const bursts = [1, 1.21, 1.39, 1.61];
    const others = [0.5, 1.1, 1.22, 2.5];
    const { auto, cross, binSeconds } = intervalHistograms(bursts, others);
    const expectedAuto = new Array<number>(auto.length).fill(0);
    const expectedCross = new Array<number>(cross!.length).fill(0);
    const side = (cross!.length - 1) / 2;
    bursts.forEach((a, k) => {
      for (const b of bursts.slice(k + 1)) if (b - a < auto.length * binSeconds) expectedAuto[Math.floor((b - a) / binSeconds)]!++;
      for (const b of others) if (Math.abs(Math.round((b - a) / binSeconds)) <= side) expectedCross[Math.round((b - a) / binSeconds) + side]!++;
    });
    expect(auto).toEqual(expectedAuto);
    expect(cross).toEqual(expectedCross);
    expect(auto.reduce((a, b) => a + b, 0)).toBe(6);
    expect(intervalHistograms(bursts, undefined).cross).toBeUndefined();
  });
});
