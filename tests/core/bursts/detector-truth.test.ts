import { describe, expect, it } from "vitest";
import { groupTrains } from "../../../src/core/bursts/group-trains";
import { defaultSettings } from "../../../src/core/settings";
import { simulate } from "../../../src/core/simulate/simulate";
import { detectSamples, matchTimes } from "./simulated-bursts";

/** Recall, precision and timing over runs of simulated clonus (bursts of 40–90 ms, 4–7 Hz). */
async function clonusAt(snrDb: number, carrier: "volley" | "interference", runs: number): Promise<{ recall: number; precision: number; deviation: number }> {
  let truths = 0;
  let found = 0;
  let hits = 0;
  const errors: number[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    const simulation = simulate({ class: "clonus", seed, beats: 20, snrDb, carrier });
    const channel = simulation.channels[0]!;
    const { times } = await detectSamples(channel.samples, channel.samplingHz);
    const match = matchTimes(simulation.truth.bursts.map((burst) => burst.centroidSeconds), times);
    truths += simulation.truth.bursts.length;
    found += times.length;
    hits += match.hits;
    errors.push(...match.errors);
  }
  const bias = errors.reduce((a, b) => a + b, 0) / errors.length;
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + (error - bias) ** 2, 0) / errors.length);
  return { recall: hits / truths, precision: hits / found, deviation };
}

describe("the detector against the generator's truth", () => {
  for (const carrier of ["volley", "interference"] as const) {
    it(`finds the beats of clonus at 10 dB with ${carrier} bursts`, async () => {
      const { recall, precision, deviation } = await clonusAt(10, carrier, 40);
      expect(recall).toBeGreaterThanOrEqual(0.99);
      expect(precision).toBeGreaterThanOrEqual(0.99);
      expect(deviation).toBeLessThanOrEqual(0.004);
    });
  }

  it("keeps to the table of science.md 4.3 at 20 and 6 dB", async () => {
    const loud = await clonusAt(20, "interference", 20);
    expect(loud.recall).toBeGreaterThanOrEqual(0.998);
    expect(loud.deviation).toBeLessThanOrEqual(0.0033);
    const faint = await clonusAt(6, "interference", 30);
    expect(faint.recall).toBeGreaterThanOrEqual(0.97);
    expect(faint.precision).toBeGreaterThanOrEqual(0.97);
    expect(faint.deviation).toBeLessThanOrEqual(0.0055);
  });

  it("measures the floor of pure noise", async () => {
    const rest = simulate({ class: "rest", seed: 5, seconds: 120 }).channels[0]!;
    const { envelope, mean, sigma } = await detectSamples(rest.samples, rest.samplingHz);
    const trueMean = envelope.reduce((a, b) => a + b, 0) / envelope.length;
    const trueSigma = Math.sqrt(envelope.reduce((sum, value) => sum + (value - trueMean) ** 2, 0) / envelope.length);
    for (let k = 0; k < envelope.length; k += 500) {
      expect(Math.abs(mean[k]! / trueMean - 1)).toBeLessThan(0.03);
      expect(Math.abs(sigma[k]! / trueSigma - 1)).toBeLessThan(0.12);
    }
  });

  it("finds no train and at most one burst in ten minutes in two hours of rest", async () => {
    let bursts = 0;
    let trains = 0;
    for (let part = 0; part < 12; part++) {
      // Rates between 1 and 4 kHz take turns; the generator's noise is white and 10–500 Hz.
      const samplingHz = [2000, 1000, 2000, 4000][part % 4]!;
      const rest = simulate({ class: "rest", seed: 900 + part, seconds: 600, samplingHz }).channels[0]!;
      const { times } = await detectSamples(rest.samples, samplingHz);
      bursts += times.length;
      trains += groupTrains(times, defaultSettings).filter((run) => run.end - run.first > 1).length;
    }
    expect(trains).toBe(0);
    expect(bursts).toBeLessThanOrEqual(12);
  }, 120_000);

  it("finds a clonus that fills its record", async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const simulation = simulate({ class: "clonus", seed, beats: 100, snrDb: 15, leadSeconds: 0.1, tailSeconds: 0, parameters: { holdAfterSeconds: 0, missedShare: 0 } });
      const last = simulation.truth.bursts[simulation.truth.bursts.length - 1]!.offsetSeconds;
      const channel = simulation.channels[0]!;
      const { times } = await detectSamples(channel.samples.slice(0, Math.ceil(last * channel.samplingHz)), channel.samplingHz);
      const { hits } = matchTimes(simulation.truth.bursts.map((burst) => burst.centroidSeconds), times);
      expect(hits / simulation.truth.bursts.length).toBeGreaterThanOrEqual(0.98);
    }
  });

  it("finds two manoeuvres whose amplitudes differ 20-fold", async () => {
    const strong = simulate({ class: "clonus", seed: 11, beats: 12, snrDb: 40, tailSeconds: 2 });
    const weak = simulate({ class: "clonus", seed: 12, beats: 12, snrDb: 14, leadSeconds: 3 });
    const a = strong.channels[0]!.samples;
    const b = weak.channels[0]!.samples;
    const joined = new Float64Array(a.length + b.length);
    joined.set(a);
    joined.set(b, a.length);
    const { times } = await detectSamples(joined, strong.samplingHz);
    const offset = a.length / strong.samplingHz;
    const found = (truth: readonly number[]): number => matchTimes(truth, times).hits / truth.length;
    expect(found(strong.truth.bursts.map((burst) => burst.centroidSeconds))).toBe(1);
    expect(found(weak.truth.bursts.map((burst) => burst.centroidSeconds + offset))).toBeGreaterThanOrEqual(0.9);
  });

  it("is not blinded by one artefact that is lower than the beats around it together", async () => {
    const simulation = simulate({ class: "clonus", seed: 21, beats: 20, snrDb: 15 });
    const samples = simulation.channels[0]!.samples.slice();
    const at = Math.round((simulation.truth.bursts[19]!.offsetSeconds + 0.4) * simulation.samplingHz);
    for (let k = 0; k < 20; k++) samples[at + k] = samples[at + k]! + 250e-6 * Math.sin((2 * Math.PI * k) / 20);
    const { times } = await detectSamples(samples, simulation.samplingHz);
    expect(matchTimes(simulation.truth.bursts.map((burst) => burst.centroidSeconds), times).hits).toBeGreaterThanOrEqual(19);
  });
});
