import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import { amplitudeStatistics, durationJitter, netAmplitudes } from "../../../src/core/trains/amplitude-statistics";
import { antagonistPhase, circularMean, peakRawCorrelation } from "../../../src/core/trains/antagonist-phase";
import { credenceOf, type FoundBursts } from "../../../src/core/trains/burst-credence";
import { bcaInterval, blockBootstrap } from "../../../src/core/trains/block-bootstrap";
import { burstShape } from "../../../src/core/trains/burst-shape";
import { rhythmOptions } from "../../../src/core/trains/rhythm-model";
import { slowCycle } from "../../../src/core/trains/slow-cycle";
import { tempoExcursion } from "../../../src/core/trains/tempo-excursion";

type Numbers = readonly number[];

// Made by golden/evidence_reference.py.
const golden = JSON.parse(readFileSync(new URL("golden/evidence.json", import.meta.url), "utf8")) as {
  readonly credence: readonly (FoundBursts & { readonly missPriors: Numbers; readonly gapCredences: Numbers; readonly falseBurstDensities: Numbers; readonly timingMilliseconds: Numbers })[];
  readonly shape: readonly { readonly cellHz: number; readonly durations: Numbers; readonly powers: readonly Numbers[]; readonly durationSpread: number; readonly heightSpread: number; readonly activeShare: number }[];
  readonly duration: readonly { readonly seconds: Numbers; readonly jitter: number }[];
  readonly amplitude: readonly { readonly powers: Numbers; readonly rest: number; readonly net: Numbers; readonly lastToFirst: number }[];
  readonly tempo: readonly { readonly intervals: Numbers; readonly jitter: number; readonly edge: number; readonly excursionHz: number; readonly slowestHz: number; readonly fastestHz: number; readonly meanRateHz: number; readonly count: number }[];
  readonly chance: readonly (readonly [count: number, factor: number])[];
  readonly bca: readonly { readonly draws: Numbers; readonly estimate: number; readonly acceleration: number; readonly level: number; readonly interval: readonly [number, number] }[];
  readonly block: readonly { readonly values: Numbers; readonly level: number; readonly interval: readonly [number, number] }[];
  readonly slow: { readonly hz: number; readonly envelope: Numbers; readonly periodSeconds: number; readonly correlation: number };
  readonly phases: readonly { readonly times: Numbers; readonly partners: Numbers; readonly perBeat: readonly (number | null)[]; readonly mean: number; readonly resultant: number; readonly interval: readonly [number, number]; readonly rayleigh: number }[];
  readonly correlation: readonly { readonly hz: number; readonly a: Numbers; readonly b: Numbers; readonly peak: number }[];
};

function expectClose(found: ArrayLike<number>, wanted: Numbers, digits: number): void {
  expect(found.length).toBe(wanted.length);
  wanted.forEach((value, k) => expect(found[k]).toBeCloseTo(value, digits));
}

describe("what is believed of each burst, against SciPy", () => {
  it.each(golden.credence)("case %#: missed beats, gaps, false bursts, timing", ({ missPriors, gapCredences, falseBurstDensities, timingMilliseconds, ...found }) => {
    const credence = credenceOf(found, rhythmOptions(defaultSettings));
    // The normal distribution is held to SciPy's at 1e-7 (interval-statistics.test.ts).
    expectClose(credence.missPriors!, missPriors, 6);
    expectClose(credence.gapCredences!, gapCredences, 6);
    expectClose(credence.falseBurstDensities!, falseBurstDensities, 10);
    // Timing errors are rounded to half a millisecond.
    timingMilliseconds.forEach((wanted, k) => expect(Math.abs(1000 * credence.timingErrorsSeconds![k]! - wanted)).toBeLessThanOrEqual(0.25 + 1e-9));
  });
});

describe("heights and durations against NumPy", () => {
  it.each(golden.shape)("shape at $cellHz Hz", ({ cellHz, durations, powers, ...wanted }) => {
    const found = burstShape(durations.map((durationSeconds, k) => ({ durationSeconds, relativePower: powers[k]! })), cellHz)!;
    expect(found.durationSpread).toBeCloseTo(wanted.durationSpread, 10);
    expect(found.heightSpread).toBeCloseTo(wanted.heightSpread, 10);
    expect(found.activeShare).toBeCloseTo(wanted.activeShare, 10);
  });

  it("duration jitter, net amplitudes, last to first", () => {
    for (const { seconds, jitter } of golden.duration) expect(durationJitter(seconds)).toBeCloseTo(jitter, 10);
    for (const { powers, rest, net, lastToFirst } of golden.amplitude) {
      expectClose(netAmplitudes(powers, rest), net, 10);
      expect(amplitudeStatistics(powers, rest)!.lastToFirst).toBeCloseTo(lastToFirst, 10);
    }
  });
});

describe("tempo and slow cycles against NumPy", () => {
  it("there and back, over all triples of smoothed rates", () => {
    for (const { intervals, jitter, edge, ...wanted } of golden.tempo) {
      const found = tempoExcursion(intervals, jitter, edge)!;
      for (const measure of ["excursionHz", "slowestHz", "fastestHz"] as const) expect(found[measure]).toBeCloseTo(wanted[measure], 9);
    }
  });

  it("what chance alone exceeds in one of a hundred, simulated anew: within 3 %", () => {
    for (const [count, factor] of golden.chance) {
      const steady = Array.from({ length: count + 4 }, () => 1);
      expect(Math.abs((tempoExcursion(steady, 1, 0)!.chanceHz * Math.sqrt(5)) / factor - 1)).toBeLessThan(0.03);
    }
    for (const { intervals, jitter, edge, meanRateHz, count } of golden.tempo) {
      const at = (of: number): number => tempoExcursion(Array.from({ length: of + 4 }, () => 1), 1, 0)!.chanceHz;
      expect(tempoExcursion(intervals, jitter, edge)!.chanceHz).toBeCloseTo(at(count) * meanRateHz * jitter, 9);
    }
  });

  it("the lag at which the envelope is most like itself", () => {
    const { hz, envelope, periodSeconds, correlation } = golden.slow;
    const found = slowCycle(Float64Array.from(envelope), hz)!;
    expect(found.periodSeconds).toBeCloseTo(periodSeconds, 12);
    expect(found.correlation).toBeCloseTo(correlation, 10);
  });
});

describe("phases and raw correlation against SciPy and NumPy", () => {
  it("phase per beat, circular mean, resultant with its bias-corrected bootstrap, Rayleigh", () => {
    for (const { times, partners, perBeat, mean, resultant, interval, rayleigh } of golden.phases) {
      const beats = times.map((_, k) => k);
      const { phase, rayleighP } = antagonistPhase(times, beats, times.slice(1).map((time, k) => time - times[k]!), partners, 0, defaultSettings);
      expect(phase.perBeat.map((value) => value === null)).toEqual(perBeat.map((value) => value === null));
      perBeat.forEach((value, k) => (value === null ? undefined : expect(phase.perBeat[k]).toBeCloseTo(value, 9)));
      expect(circularMean(perBeat.filter((value) => value !== null)).meanCycles).toBeCloseTo(mean, 9);
      expect(phase.resultant).toBeCloseTo(resultant, 9);
      expect(rayleighP).toBeCloseTo(rayleigh, 9);
      // 999 draws here, 40,000 there: the standard error of a 2.5 % quantile is a sixth of the resultant's own SD.
      const sd = (interval[1] - interval[0]) / 4;
      interval.forEach((limit, k) => expect(Math.abs(phase.resultantCi![k]! - limit)).toBeLessThan(0.5 * sd));
    }
  });

  it("largest correlation within 2 ms, either way and of either sign", () => {
    for (const { hz, a, b, peak } of golden.correlation) {
      expect(peakRawCorrelation(Float64Array.from(a), Float64Array.from(b), hz)).toBeCloseTo(peak, 10);
      expect(peakRawCorrelation(Float64Array.from(a), Float64Array.from(b, (value) => -value), hz)).toBeCloseTo(-peak, 10);
    }
  });
});

describe("bootstrap intervals against SciPy", () => {
  it("percentiles shifted for bias and skewness", () => {
    for (const { draws, estimate, acceleration, level, interval } of golden.bca) expectClose(bcaInterval(Float64Array.from(draws), estimate, acceleration, level), interval, 5);
  });

  it("of blocks of three: 1,999 draws here, 40,000 there, within a tenth of the width", () => {
    for (const { values, level, interval } of golden.block) {
      const found = blockBootstrap(values, level);
      for (const k of [0, 1] as const) expect(Math.abs(found[k] - interval[k])).toBeLessThan(0.1 * (interval[1] - interval[0]));
    }
  });
});
