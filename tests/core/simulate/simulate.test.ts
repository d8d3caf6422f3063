import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/core/simulate/simulate";
import { simulationClasses, type SimulationSpec } from "../../../src/core/simulate/spec";
import { bandPassBySpectrum, mean, powerSpectrum, standardDeviation } from "./spectrum";

interface Span {
  readonly onsetSeconds: number;
  readonly offsetSeconds: number;
}

/** SNR of a finished record as anybody would measure it: 10·log10(Pb/Pq − 1), Pq from everything farther than 30 ms from a burst. */
function measuredSnrDb(samples: Float64Array, samplingHz: number, bursts: readonly Span[]): number {
  const band = bandPassBySpectrum(samples, samplingHz);
  let inside = 0;
  let insideCount = 0;
  let outside = 0;
  let outsideCount = 0;
  for (let i = 0; i < band.length; i += 1) {
    const time = i / samplingHz;
    if (bursts.some((burst) => time >= burst.onsetSeconds && time <= burst.offsetSeconds)) {
      inside += band[i]! ** 2;
      insideCount += 1;
    } else if (!bursts.some((burst) => time >= burst.onsetSeconds - 0.03 && time <= burst.offsetSeconds + 0.03)) {
      outside += band[i]! ** 2;
      outsideCount += 1;
    }
  }
  return 10 * Math.log10(inside / insideCount / (outside / outsideCount) - 1);
}

describe("simulate", () => {
  it.each(simulationClasses.map((kind) => [kind]))("%s: equal requests give equal records and the truth is plain JSON", (kind) => {
    const spec: SimulationSpec = { class: kind, seed: 11, angle: true, ...(kind === "rest" ? { seconds: 4 } : {}) };
    const first = simulate(spec);
    const second = simulate(spec);
    expect(second.truth).toEqual(first.truth);
    first.channels.forEach((channel, k) => expect(second.channels[k]!.samples).toEqual(channel.samples));
    expect(JSON.parse(JSON.stringify(first.truth))).toEqual(first.truth);
    for (const channel of first.channels) expect(channel.samples.every((value) => Number.isFinite(value))).toBe(true);
    expect(simulate({ ...spec, seed: 12 }).channels[0]!.samples).not.toEqual(first.channels[0]!.samples);
  });

  it.each([
    [20, "volley", 1000], [12, "volley", 2000], [8, "interference", 2000], [5, "interference", 4000], [0, "volley", 5000],
  ] as const)("a record asked for %d dB (%s, %d Hz) measures it", (snrDb, carrier, samplingHz) => {
    const { channels, truth } = simulate({ class: "clonus", seed: 21, beats: 40, snrDb, carrier, samplingHz, antagonist: "alternating" });
    expect(truth.channels[0]!.snrDb).toBeCloseTo(snrDb, 6);
    expect(Math.abs(measuredSnrDb(channels[0]!.samples, samplingHz, truth.bursts) - snrDb)).toBeLessThan(0.5);
    expect(Math.abs(measuredSnrDb(channels[1]!.samples, samplingHz, truth.antagonistBursts) - truth.channels[1]!.snrDb!)).toBeLessThan(1);
  });

  it("states the amplitude of each burst: RMS of what was added to the noise", () => {
    const spec: SimulationSpec = { class: "clonus", seed: 3, beats: 12, snrDb: 30, carrier: "interference", antagonist: "none" };
    const { channels, truth } = simulate(spec);
    const band = bandPassBySpectrum(channels[0]!.samples, 2000);
    for (const burst of truth.bursts) {
      const inside = band.slice(Math.ceil(burst.onsetSeconds * 2000), Math.floor(burst.offsetSeconds * 2000) + 1);
      const rms = Math.sqrt(mean(inside.map((value) => value * value))) * 1e6;
      expect(Math.abs(rms / burst.amplitudeMicrovolts - 1)).toBeLessThan(0.1);
    }
  });

  it("the beats of a seed depend neither on rate, SNR nor noise level", () => {
    const base: SimulationSpec = { class: "pseudoclonus", seed: 5, beats: 9 };
    const times = (spec: SimulationSpec): readonly number[] => simulate(spec).truth.bursts.map((burst) => burst.centroidSeconds);
    expect(times({ ...base, samplingHz: 5000 })).toEqual(times(base));
    expect(times({ ...base, snrDb: 25, noiseMicrovolts: 50 })).toEqual(times(base));
    expect(times({ ...base, contaminants: { mains: { hz: 50, share: 1 } } })).toEqual(times(base));
    expect(simulate({ ...base, carrier: "volley" }).truth.intervalsSeconds).toEqual(simulate(base).truth.intervalsSeconds);
  });

  it("times, intervals and marks agree with each other", () => {
    for (const kind of ["clonus", "clonoid", "pseudoclonus", "tapping", "semi-regular"] as const) {
      for (let seed = 1; seed < 12; seed += 1) {
        const { truth, durationSeconds } = simulate({ class: kind, seed, leadSeconds: 3 });
        const times = truth.bursts.map((burst) => burst.centroidSeconds);
        expect(truth.intervalsSeconds).toHaveLength(times.length - 1);
        truth.intervalsSeconds.forEach((interval, k) => expect(times[k + 1]! - times[k]!).toBeCloseTo(interval, 9));
        for (const burst of truth.bursts) {
          expect(burst.onsetSeconds).toBeLessThan(burst.centroidSeconds);
          expect(burst.offsetSeconds).toBeGreaterThan(burst.centroidSeconds);
        }
        expect(truth.hold?.startSeconds).toBe(3);
        expect(truth.marks.map((mark) => mark.kind)).toEqual(["stretch", "release"]);
        const latency = truth.bursts[0]!.onsetSeconds - 3;
        const least = kind === "clonus" || kind === "clonoid" ? 0.03 : kind === "tapping" ? 0.12 : 0.08;
        expect(latency).toBeGreaterThanOrEqual(least - 1e-9);
        if (kind === "clonus" || kind === "clonoid") expect(latency).toBeLessThanOrEqual(0.06 + 1e-9);
        expect(durationSeconds).toBeGreaterThan(truth.hold!.endSeconds);
        // The persistence of science.md 5.4 that the classes stand for.
        const held = (truth.bursts[truth.bursts.length - 1]!.offsetSeconds - truth.bursts[0]!.onsetSeconds) / (truth.hold!.endSeconds - truth.hold!.startSeconds);
        if (kind === "clonus" && truth.bursts.length >= 8) expect(held).toBeGreaterThan(0.9);
        if (kind === "clonoid") expect(held).toBeLessThan(0.9);
      }
    }
  });

  it("locks the antagonist where the class says so and scatters it in pseudoclonus", () => {
    for (let seed = 1; seed < 10; seed += 1) {
      const clonus = simulate({ class: "clonus", seed, beats: 20, antagonist: "alternating" }).truth.antagonistPhase;
      expect(clonus.resultant!).toBeGreaterThan(0.8);
      expect(Math.abs(clonus.meanCycles!)).toBeGreaterThan(0.42);
    }
    const scattered = simulate({ class: "pseudoclonus", seed: 2, beats: 200, antagonist: "random" }).truth.antagonistPhase;
    expect(scattered.resultant!).toBeLessThan(0.3);
  });

  it("the loop's clonus lasts, its clonoid dies before the release, both with regular beats", () => {
    for (let seed = 1; seed < 6; seed += 1) {
      const clonus = simulate({ class: "clonus", generator: "loop", seed, beats: 15 }).truth;
      expect(clonus.bursts.length).toBeGreaterThanOrEqual(15);
      const rate = 1 / mean(clonus.intervalsSeconds);
      expect(rate).toBeGreaterThan(3.5);
      expect(rate).toBeLessThan(7.5);
      const clonoid = simulate({ class: "clonoid", generator: "loop", seed }).truth;
      expect(clonoid.bursts.length).toBeGreaterThanOrEqual(3);
      const third = Math.floor(clonoid.bursts.length / 3);
      const size = (from: number, to: number): number => mean(clonoid.bursts.slice(from, to).map((burst) => burst.relativeAmplitude));
      expect(size(-third, clonoid.bursts.length)).toBeLessThan(size(0, third));
    }
  });

  it("a clonoid loop of a wished length dies by itself, long before the release", () => {
    for (const wish of [{ beats: 8 }, { beats: 20 }, { seconds: 2 }]) {
      const lengths = [1, 2, 3, 4, 5].map((seed) => {
        const { bursts, hold, loop } = simulate({ class: "clonoid", generator: "loop", seed, ...wish }).truth;
        const end = bursts[bursts.length - 1]!.offsetSeconds;
        expect(hold!.endSeconds - end).toBeGreaterThan(1);
        expect(loop!.gain).toBeLessThan(0.75);
        return wish.beats === undefined ? end - hold!.startSeconds : bursts.length;
      });
      const wanted = wish.beats ?? wish.seconds;
      expect(mean(lengths)).toBeGreaterThan(0.8 * wanted);
      expect(mean(lengths)).toBeLessThan(1.2 * wanted);
    }
  });

  it("gives the asked length", () => {
    expect(simulate({ class: "rest", seed: 1, seconds: 37 }).durationSeconds).toBe(37);
    const fills = simulate({ class: "clonus", seed: 1, seconds: 20, leadSeconds: 0, tailSeconds: 0, parameters: { latencySeconds: 0 } });
    expect(fills.truth.bursts[0]!.onsetSeconds).toBeLessThan(0.02);
    expect(fills.durationSeconds - fills.truth.bursts[fills.truth.bursts.length - 1]!.offsetSeconds).toBeLessThan(0.11);
    const tonic = simulate({ class: "tonic", seed: 1, seconds: 3 }).truth;
    expect(tonic.bursts).toHaveLength(1);
    expect(tonic.bursts[0]!.offsetSeconds - tonic.bursts[0]!.onsetSeconds).toBeCloseTo(3, 9);
  });

  it("the angle is dorsiflexed between stretch and release and moves with every beat", () => {
    const { channels, truth } = simulate({ class: "clonus", seed: 4, beats: 20, angle: true });
    const angle = channels[channels.length - 1]!;
    expect(angle).toMatchObject({ label: "Angle", unit: "deg", isVoltage: false, samplingHz: 100 });
    expect(Math.abs(mean(angle.samples.slice(0, 290)))).toBeLessThan(0.1);
    const during = angle.samples.slice(350, Math.floor(truth.hold!.endSeconds * 100) - 10);
    expect(mean(during)).toBeGreaterThan(8);
    expect(standardDeviation(during)).toBeGreaterThan(0.3);
  });

  it("refuses what it cannot make and says which field", () => {
    const record = (spec: SimulationSpec): unknown => {
      try {
        simulate(spec);
      } catch (error) {
        return (error as { record?: unknown }).record;
      }
      return undefined;
    };
    expect(record({ class: "clonus", seed: -1 })).toMatchObject({ code: "simulate", where: "seed" });
    expect(record({ class: "clonus", seed: 1, beats: 5, seconds: 5 })).toMatchObject({ where: "beats" });
    expect(record({ class: "clonus", seed: 1, samplingHz: 50 })).toMatchObject({ where: "samplingHz" });
    expect(record({ class: "pseudoclonus", seed: 1, generator: "loop" })).toMatchObject({ where: "generator" });
    expect(record({ class: "clonus", seed: 1, beats: Number.NaN })).toMatchObject({ where: "beats" });
  });
});

describe("contaminants", () => {
  const base: SimulationSpec = { class: "clonus", seed: 8, beats: 15, snrDb: 15, antagonist: "alternating", noiseMicrovolts: 10 };
  const clean = simulate(base);
  const added = (contaminants: SimulationSpec["contaminants"], channel = 0): Float64Array => {
    const spoiled = simulate({ ...base, contaminants });
    return spoiled.channels[channel]!.samples.map((value, i) => value - clean.channels[channel]!.samples[i]!);
  };
  const peakHz = (samples: Float64Array): number => {
    const size = 8192;
    const spectrum = powerSpectrum(samples.slice(0, size));
    let best = 1;
    for (let k = 1; k < spectrum.length; k += 1) if (spectrum[k]! > spectrum[best]!) best = k;
    return (best * 2000) / size;
  };

  it("mains have the asked frequency and RMS", () => {
    const mains = added({ mains: { hz: 60, share: 0.8 } });
    expect(Math.abs(peakHz(mains) - 60)).toBeLessThan(0.4);
    expect(standardDeviation(mains) * 1e6).toBeCloseTo(8, 0);
  });

  it("random motion stays below 30 Hz, locked motion repeats at the beat rate", () => {
    const random = added({ motion: { kind: "random", share: 2, of: "emg" } });
    const spectrum = powerSpectrum(random.slice(0, 8192));
    const total = spectrum.reduce((sum, power) => sum + power, 0);
    const above = spectrum.slice(Math.round((40 * 8192) / 2000)).reduce((sum, power) => sum + power, 0);
    expect(above / total).toBeLessThan(0.001);
    const locked = simulate({ class: "artefact", seed: 3, seconds: 20, antagonist: "none" });
    const train = locked.channels[0]!.samples.slice(4 * 2000, 4 * 2000 + 8192);
    expect(Math.abs(peakHz(train) / 5.5 - Math.round(peakHz(train) / 5.5))).toBeLessThan(0.06);
    expect(locked.truth.bursts).toEqual([]);
    const high = powerSpectrum(train).slice(Math.round((60 * 8192) / 2000));
    expect(high.reduce((sum, power) => sum + power, 0) / powerSpectrum(train).reduce((sum, power) => sum + power, 0)).toBeLessThan(0.02);
  });

  it("ECG, polarity, cross-talk, clipping, dropouts and tonic background do what they say", () => {
    const ecg = added({ ecg: { bpm: 60, share: 20 } });
    const peaks: number[] = [];
    ecg.forEach((value, i) => {
      if (value > 150e-6 && value >= ecg[i - 1]! && value > ecg[i + 1]!) peaks.push(i / 2000);
    });
    expect(peaks.length).toBeGreaterThanOrEqual(Math.floor(clean.durationSeconds) - 1);
    expect(mean(peaks.slice(1).map((time, k) => time - peaks[k]!))).toBeCloseTo(1, 1);

    const inverted = simulate({ ...base, contaminants: { inverted: true } });
    expect(inverted.channels[0]!.samples.every((value, i) => value === -clean.channels[0]!.samples[i]!)).toBe(true);

    const crossed = added({ crosstalk: { share: 0.25, lagMilliseconds: 2 } }, 1);
    const span = clean.truth.bursts[5]!;
    const delayed = Math.round(span.onsetSeconds * 2000);
    const source = bandPassBySpectrum(clean.channels[0]!.samples, 2000).slice(delayed, delayed + 140);
    const heard = bandPassBySpectrum(crossed, 2000).slice(delayed + 4, delayed + 144);
    const dot = source.reduce((sum, value, i) => sum + value * heard[i]!, 0);
    expect(dot / source.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(0.25, 1);
    expect(added({ crosstalk: { share: 0.25, lagMilliseconds: 2 } }, 0).every((value) => value === 0)).toBe(true);

    const clipped = simulate({ ...base, contaminants: { clippedShare: 0.05 } }).channels[0]!.samples;
    const rail = clipped.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    let atRail = 0;
    let inBursts = 0;
    for (const burst of clean.truth.bursts) {
      for (let i = Math.ceil(burst.onsetSeconds * 2000); i <= burst.offsetSeconds * 2000; i += 1) {
        inBursts += 1;
        if (Math.abs(clipped[i]!) === rail) atRail += 1;
      }
    }
    expect(atRail / inBursts).toBeCloseTo(0.05, 2);

    const dropped = simulate({ ...base, contaminants: { dropouts: { count: 3 } } }).channels[0]!.samples;
    expect(dropped.filter((value) => value === 0).length).toBeGreaterThan(0.005 * 2000);

    const tonic = added({ tonicShare: 0.4 });
    const during = tonic.slice(Math.ceil(clean.truth.bursts[1]!.onsetSeconds * 2000), Math.floor(clean.truth.bursts[12]!.onsetSeconds * 2000));
    const burstRms = Math.sqrt(mean(clean.truth.bursts.map((burst) => burst.amplitudeMicrovolts ** 2)));
    expect(standardDeviation(during) * 1e6 / burstRms).toBeCloseTo(0.4, 1);
    expect(tonic.slice(0, 5000).every((value) => value === 0)).toBe(true);
  });
});
