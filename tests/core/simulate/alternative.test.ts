import { describe, expect, it } from "vitest";
import { simulateAlternative, type AlternativeSpec, type JitterLaw } from "../../../src/core/simulate/alternative";

const spec: AlternativeSpec = { class: "pseudoclonus", seed: 7, samplingHz: 1000, beats: 400, snrDb: 12, carrier: { kind: "coloured" }, rest: { kind: "white" }, jitter: 0.05 };

function relativeSd(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) / mean;
}

describe("simulateAlternative", () => {
  it("makes the same record of the same request, and another of another seed", () => {
    const short = { ...spec, beats: 8 };
    const once = simulateAlternative(short);
    expect(simulateAlternative(short)).toEqual(once);
    expect(simulateAlternative({ ...short, seed: 8 }).samples).not.toEqual(once.samples);
  });

  // SD of an SD of 399 intervals is 3.5 %; neighbours of the autoregressive law are dependent.
  it.each<JitterLaw>(["gamma", "uniform", "lognormal", "autoregressive", "alternating"])("spreads the intervals of the %s law by the jitter that is asked for", (law) => {
    const { bursts } = simulateAlternative({ ...spec, law });
    const intervals = bursts.slice(1).map((burst, k) => burst.centroidSeconds - bursts[k]!.centroidSeconds);
    expect(relativeSd(intervals)).toBeGreaterThan(0.041);
    expect(relativeSd(intervals)).toBeLessThan(0.059);
  });

  it("keeps the bursts apart and inside the record", () => {
    const { bursts, samples, samplingHz } = simulateAlternative({ ...spec, jitter: 0.5, beats: 60 });
    for (let k = 1; k < bursts.length; k++) expect(bursts[k]!.onsetSeconds).toBeGreaterThan(bursts[k - 1]!.offsetSeconds - 0.02);
    expect(bursts[bursts.length - 1]!.offsetSeconds).toBeLessThan(samples.length / samplingHz);
  });

  it("makes two to four bursts of the class few, and none of rest", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { length } = simulateAlternative({ ...spec, class: "few", seed }).bursts;
      expect(length).toBeGreaterThanOrEqual(2);
      expect(length).toBeLessThanOrEqual(4);
    }
    expect(simulateAlternative({ ...spec, class: "rest" }).bursts).toEqual([]);
  });
});
