import { describe, expect, it } from "vitest";
import type { AnalysisResult } from "../../../src/core/result";
import { simulate } from "../../../src/core/simulate/simulate";
import { analyseChannels, plainContext, simulatedAgonist } from "./support";

/** Patterns of all trains of the first channel. */
function patterns(result: AnalysisResult): string[] {
  return result.trains.map((train) => train.pattern);
}

describe("simulator tests required by science.md 6.3", () => {
  it("keeps a drift of 7 to 4 Hz rhythmic", async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const parameters = { baseHz: 7, linearDrift: Math.log(7 / 4), jitter: 0.03, onsetDrift: 0, endDrift: 0, missedShare: 0 };
      // From eight beats on: there the interval grows by seven hundredths a beat.
      const result = await analyseChannels([simulatedAgonist({ class: "clonus", seed, beats: [8, 9, 11, 14][seed % 4]!, snrDb: 15, parameters })]);
      expect(patterns(result)).toEqual(["rhythmic"]);
      expect(result.trains[0]!.driftPercentPerBeat).toBeGreaterThan(2);
    }
  });

  it("never calls clonus with missed beats or at 3 dB irregular", async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const holes = await analyseChannels([simulatedAgonist({ class: "clonus", seed, beats: 20, snrDb: 12, parameters: { missedShare: 0.05 } })]);
      const faint = await analyseChannels([simulatedAgonist({ class: "clonus", seed, beats: 20, snrDb: 3 })]);
      expect(patterns(holes)).not.toContain("irregular");
      expect(patterns(faint)).not.toContain("irregular");
    }
  });

  it("does not take noise peaks before a fading train for its irregularity", async () => {
    // Two peaks of noise within reach of the first seed made this one irregular (log10BF −1.4).
    const result = await analyseChannels([simulatedAgonist({ class: "clonoid", seed: 7025, beats: 8, snrDb: 8 })]);
    expect(patterns(result)).not.toContain("irregular");
  });

  it("gives no rhythm label to a tonic contraction of 3 s", async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const result = await analyseChannels([simulatedAgonist({ class: "tonic", seed, seconds: 3, snrDb: 20 })]);
      for (const pattern of patterns(result)) expect(["tonic", "indeterminate", "insufficient"]).toContain(pattern);
    }
  });

  it("calls tapping at 4 Hz rhythmic, with the caveat that timing cannot tell it from clonus", async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const result = await analyseChannels([simulatedAgonist({ class: "tapping", seed, beats: 15, snrDb: 15, parameters: { baseHz: 4, jitter: 0.04 } })]);
      expect(patterns(result)).toEqual(["rhythmic"]);
      expect(result.trains[0]!.rateHz).toBeCloseTo(4, 0);
      expect(result.caveats.some((caveat) => /tapping from clonus/.test(caveat))).toBe(true);
    }
  });

  it("gives no rhythm label to movement artefact alone", async () => {
    for (let seed = 1; seed <= 8; seed++) {
      for (const share of [3, 10, 30, 100]) {
        const result = await analyseChannels([simulatedAgonist({ class: "artefact", seed, beats: 20, contaminants: { motion: { kind: "locked", share, of: "baseline" } } })]);
        expect(patterns(result)).not.toContain("rhythmic");
        expect(patterns(result)).not.toContain("irregular");
      }
    }
  });

  it("stays with true bursts under random limb movement of twice the record", async () => {
    let rhythmic = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const contaminants = { motion: { kind: "random", share: 2, of: "emg" } } as const;
      const result = await analyseChannels([simulatedAgonist({ class: "clonus", seed, beats: 12, snrDb: 15, contaminants })]);
      expect(patterns(result)).not.toContain("irregular");
      if (patterns(result).includes("rhythmic")) rhythmic++;
    }
    expect(rhythmic).toBeGreaterThanOrEqual(8);
  });

  it("says rhythmic of a clonus that fills its record", async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const { samples, truth, ...channel } = simulatedAgonist({ class: "clonus", seed, beats: 60, snrDb: 15, leadSeconds: 0.1, tailSeconds: 0, parameters: { holdAfterSeconds: 0 } });
      const end = Math.ceil(truth.bursts[truth.bursts.length - 1]!.offsetSeconds * channel.samplingHz);
      const result = await analyseChannels([{ ...channel, samples: samples.slice(0, end) }]);
      expect(patterns(result)).toEqual(["rhythmic"]);
      expect(result.trains[0]!.endReason).toBe("file-end");
    }
  });

  it("finds two manoeuvres of 20-fold amplitude as two rhythmic trains", async () => {
    const strong = simulatedAgonist({ class: "clonus", seed: 31, beats: 15, snrDb: 40, tailSeconds: 2 });
    const weak = simulatedAgonist({ class: "clonus", seed: 32, beats: 15, snrDb: 14 });
    const samples = new Float64Array(strong.samples.length + weak.samples.length);
    samples.set(strong.samples);
    samples.set(weak.samples, strong.samples.length);
    expect(patterns(await analyseChannels([{ ...strong, samples }]))).toEqual(["rhythmic", "rhythmic"]);
  });

  it("changes only the persistence when the loop loses gain", async () => {
    let faded = 0;
    for (let seed = 1; seed <= 6; seed++) {
      for (const gain of [1, 0.6, 0.47, 0.45, 0.3]) {
        const simulation = simulate({ class: gain < 1 ? "clonoid" : "clonus", seed, beats: 20, snrDb: 20, generator: "loop", loop: { gain } });
        const marks = simulation.truth.marks.map((mark) => ({ ...mark, origin: "file" as const }));
        const result = await analyseChannels([{ ...simulation.channels[0]! }], { ...plainContext, protocol: "stretch-hold", marks });
        for (const pattern of patterns(result)) expect(["rhythmic", "insufficient"]).toContain(pattern);
        const [train] = result.trains;
        if (gain === 1) expect(train?.label).toBe("clonus-like");
        if (train?.label === "clonoid-like") faded++;
      }
    }
    // Below a gain of about 0.45 the loop gives fewer than five beats: too few for any rhythm.
    expect(faded).toBeGreaterThanOrEqual(3);
  });
});

describe("classes at 15 dB, 12 beats", () => {
  it("separates clonus, fading clonus and pseudoclonus", async () => {
    const counts = { clonus: 0, clonoid: 0, pseudoclonus: 0 };
    for (let seed = 101; seed <= 120; seed++) {
      for (const name of ["clonus", "clonoid", "pseudoclonus"] as const) {
        const found = patterns(await analyseChannels([simulatedAgonist({ class: name, seed, beats: 12, snrDb: 15 })]));
        if (name === "pseudoclonus") expect(found).not.toContain("rhythmic");
        else expect(found).not.toContain("irregular");
        if (found.includes(name === "pseudoclonus" ? "irregular" : "rhythmic")) counts[name]++;
      }
    }
    // Section 8 gives .96 and .81 to .85 at 8–12 beats; of twenty runs fewer than these happen once in a hundred.
    expect(counts.clonus).toBeGreaterThanOrEqual(17);
    expect(counts.clonoid).toBeGreaterThanOrEqual(17);
    expect(counts.pseudoclonus).toBeGreaterThanOrEqual(11);
  });
});
