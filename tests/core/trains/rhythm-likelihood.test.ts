import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import { judgeRhythm, poolAttempts } from "../../../src/core/trains/rhythm-likelihood";
import { credenceOf, falseBurstDensity, timingErrorSeconds } from "../../../src/core/trains/burst-credence";
import { noDrift } from "../../../src/core/trains/drift-shape";
import { rhythmOptions } from "../../../src/core/trains/rhythm-model";
import { normals } from "./normals";

interface GoldenCase {
  readonly name: string;
  readonly timingErrorSeconds: number;
  readonly times: readonly number[];
  readonly falseBurstDensities?: readonly number[];
  readonly log10BayesFactor: number;
  readonly logRhythmic: number;
  readonly logBetween: number;
  readonly logIrregular: number;
  readonly byJitter: readonly number[];
  readonly beats: readonly number[];
  readonly multiples: readonly number[];
}

const golden = JSON.parse(readFileSync(new URL("golden/rhythm.json", import.meta.url), "utf8")) as readonly GoldenCase[];
const options = rhythmOptions(defaultSettings);

describe("judgeRhythm against the independent reference", () => {
  it.each(golden.map((entry) => [entry.name, entry] as const))("%s", (_name, expected) => {
    const judged = judgeRhythm(expected.times, { ...options, drift: noDrift, timingErrorSeconds: expected.timingErrorSeconds }, { falseBurstDensities: expected.falseBurstDensities });
    // The kernel stops at 6 SD here and nowhere in the reference: a train that needs a longer jump differs by little.
    expect(judged.logRhythmic).toBeCloseTo(expected.logRhythmic, 5);
    expect(judged.logBetween).toBeCloseTo(expected.logBetween, 5);
    expect(judged.logIrregular).toBeCloseTo(expected.logIrregular, 5);
    expect(judged.log10BayesFactor).toBeCloseTo(expected.log10BayesFactor, 5);
    expect(judged.path.beats).toEqual(expected.beats);
    expect(judged.path.multiples).toEqual(expected.multiples);
  });
});

interface DriftCase extends Omit<GoldenCase, "timingErrorSeconds"> {
  readonly timingErrorsSeconds: readonly number[];
  readonly gapCredences: readonly number[];
  readonly missPriors: readonly number[];
}

describe("judgeRhythm with drift, timing errors by burst and credence by gap, against the independent reference", () => {
  const cases = JSON.parse(readFileSync(new URL("golden/rhythm-drift.json", import.meta.url), "utf8")) as readonly DriftCase[];

  it.each(cases.map((entry) => [entry.name, entry] as const))("%s", (_name, expected) => {
    const judged = judgeRhythm(expected.times, options, expected);
    expect(judged.logRhythmic).toBeCloseTo(expected.logRhythmic, 5);
    expect(judged.logBetween).toBeCloseTo(expected.logBetween, 5);
    expect(judged.logIrregular).toBeCloseTo(expected.logIrregular, 5);
    judged.byJitter.forEach(({ logLikelihood }, k) => expect(logLikelihood).toBeCloseTo(expected.byJitter[k]!, 5));
    expect(judged.path.beats).toEqual(expected.beats);
    expect(judged.path.multiples).toEqual(expected.multiples);
  });
});

/** No rest to look at. */
const unseen = { blipsSigma: [], restSeconds: 0 };

describe("falseBurstDensity", () => {
  const density = (height: number): number => falseBurstDensity(height, unseen, options);

  it("is the published constant for tall bursts and a person's, and higher the nearer a burst is to the threshold", () => {
    expect(density(Number.POSITIVE_INFINITY)).toBe(options.falseBurstDensity);
    expect(density(12)).toBeCloseTo(options.falseBurstDensity, 6);
    expect(density(options.weakSigma)).toBeCloseTo(options.falseBurstDensity + options.weakFalseBurstDensity, 12);
    expect(density(2)).toBe(density(options.weakSigma));
    for (const height of [3.6, 4, 5, 7]) expect(density(height)).toBeGreaterThan(density(height + 0.5));
  });

  it("falls with the seconds of silent rest around the train and rises with blips that are tall enough to be compared", () => {
    const silent = falseBurstDensity(30, { blipsSigma: [], restSeconds: 8 }, options);
    expect(silent).toBeCloseTo((options.falseBurstDensity * options.quietRestSeconds) / (options.quietRestSeconds + 8), 9);
    const stirring = { blipsSigma: [16, 20, 5], restSeconds: 8 };
    expect(falseBurstDensity(30, stirring, options)).toBeCloseTo(silent + 2 / (options.quietRestSeconds + 8), 9);
    expect(falseBurstDensity(60, stirring, options)).toBeCloseTo(silent, 9);
  });
});

describe("timingErrorSeconds", () => {
  it("is that of the settings for a tall burst and grows for weak and for relatively low ones", () => {
    expect(timingErrorSeconds(Number.POSITIVE_INFINITY, 1, 0, options)).toBeCloseTo(options.timingErrorSeconds, 9);
    expect(timingErrorSeconds(200, 0.25, 0, options)).toBeCloseTo(2 * options.timingErrorSeconds, 9);
    // sqrt(4² + 7²) = 8.06 ms at the threshold, in steps of half a millisecond.
    expect(timingErrorSeconds(options.weakSigma, 1, 0, options)).toBeCloseTo(0.008, 9);
  });

  it("grows with what a burst is longer than the others, and not where it is shorter", () => {
    expect(timingErrorSeconds(Number.POSITIVE_INFINITY, 1, -0.05, options)).toBeCloseTo(options.timingErrorSeconds, 9);
    const given = { ...options, timingErrorSeconds: 0.004, longBurstTimingShare: 0.4 };
    // sqrt(4² + (0.4 · 30)²) = 12.65 ms; sqrt(4² + 15²) = 15.52 ms, however long the burst.
    expect(timingErrorSeconds(Number.POSITIVE_INFINITY, 1, 0.03, given)).toBeCloseTo(0.0125, 9);
    expect(timingErrorSeconds(Number.POSITIVE_INFINITY, 1, 0.3, given)).toBeCloseTo(0.0155, 9);
  });
});

describe("credenceOf", () => {
  const tall = { heightsSigma: [60, 70, 55, 80, 65, 75], durationsSeconds: [0.07, 0.08, 0.07, 0.06, 0.07, 0.08], gapPeaksSigma: [1, 0, 2, 1, 1.5], blipsSigma: [], restSeconds: 8 };

  it("hardly believes in missed beats among tall and even bursts, and believes in them among bursts near the threshold", () => {
    const few = credenceOf(tall, options).missPriors!;
    expect(few[0]).toBeCloseTo(options.clearMissPriors[0]!, 3);
    const weak = credenceOf({ ...tall, heightsSigma: [5, 6, 4.2, 9, 5, 7] }, options).missPriors!;
    expect(weak[0]).toBeCloseTo(options.missModels[0]!.prior, 6);
    expect(weak.reduce((sum, prior) => sum + prior, 0)).toBeCloseTo(1, 12);
  });

  it("believes less in a missed beat where the signal is silent than where a low peak stands", () => {
    const labile = { ...tall, heightsSigma: [60, 6, 20, 90, 5, 30], gapPeaksSigma: [0, 3.4, 1, 2, 3] };
    const gaps = Array.from(credenceOf(labile, options).gapCredences!);
    expect(gaps[1]).toBeGreaterThan(0.9);
    expect(gaps[0]).toBeLessThan(gaps[3]!);
    expect(gaps[3]).toBeLessThan(gaps[4]!);
  });
});

describe("the classes and priors of the settings", () => {
  it("decide what rhythmic means: classes of the same jitters cannot be told apart", () => {
    const times = golden.find(({ name }) => name === "missed beats")!.times;
    const same = { rhythmicJitter1: 0.1, rhythmicJitter2: 0.1, rhythmicJitter3: 0.1, rhythmicJitter4: 0.1, irregularJitter1: 0.1, irregularJitter2: 0.1, irregularJitter3: 0.1, irregularJitter4: 0.1 };
    expect(judgeRhythm(times, rhythmOptions({ ...defaultSettings, ...same, openingDrift: 0, closingDrift: 0 })).log10BayesFactor).toBeCloseTo(0, 12);
  });

  it("do not depend on the order in which the jitters of a class are given", () => {
    const times = golden.find(({ name }) => name === "missed beats")!.times;
    const swapped = { rhythmicJitter1: 0.085, rhythmicJitter4: 0.02, irregularJitter1: 0.55, irregularJitter4: 0.22 };
    expect(judgeRhythm(times, rhythmOptions({ ...defaultSettings, ...swapped }))).toEqual(judgeRhythm(times, options));
  });

  it("a prior of nearly no missed beats makes a train with holes less rhythmic", () => {
    const times = golden.find(({ name }) => name === "missed beats")!.times;
    const factor = judgeRhythm(times, rhythmOptions({ ...defaultSettings, missPriorLow: 0.001, missPriorHigh: 0.001 })).log10BayesFactor;
    expect(factor).toBeLessThan(judgeRhythm(times, options).log10BayesFactor - 0.5);
  });
});

describe("judgeRhythm", () => {
  const clock = Array.from({ length: 20 }, (_, k) => 10 + 0.2 * k);

  it("recovers a missed beat and a false burst of a known train", () => {
    const times = [...clock.filter((_, k) => k !== 7), 12.49].sort((a, b) => a - b);
    const { path } = judgeRhythm(times, options);
    expect(path.missedBeats).toBe(1);
    expect(path.missedBeatSeconds[0]).toBeCloseTo(clock[7]!, 9);
    expect(path.falseBursts.map((k) => times[k])).toEqual([12.49]);
    expect(path.rateHz).toBeCloseTo(5, 9);
    expect(path.intervalsSeconds).toHaveLength(18);
  });

  it("does not depend on where in the recording the train lies", () => {
    const times = golden.find(({ name }) => name === "missed beats")!.times;
    const here = judgeRhythm(times, options);
    const later = judgeRhythm(times.map((time) => time + 80_000), options);
    expect(later.log10BayesFactor).toBeCloseTo(here.log10BayesFactor, 5);
    expect(later.path.multiples).toEqual(here.path.multiples);
  });

  it("stays finite and keeps its sign for a train of 24 hours' worth of beats", () => {
    const times = Array.from({ length: 4000 }, (_, k) => 0.18 * k + 0.003 * Math.sin(k * k));
    const judged = judgeRhythm(times, options);
    expect(Number.isFinite(judged.log10BayesFactor)).toBe(true);
    // 4000 intervals that c = 0.02 explains against c = 0.22: more than half a log10 unit each would be lost only by an underflow.
    expect(judged.log10BayesFactor).toBeGreaterThan(1000);
    expect(judged.path.falseBursts).toHaveLength(0);
    expect(judged.path.rateHz).toBeCloseTo(1 / 0.18, 3);
  });

  it("keeps a long clonus rhythmic when it changes its nature after chains were given up", () => {
    const normal = normals(12);
    const changing = (jitter: (k: number) => number, missed: (k: number) => boolean): number[] => {
      const times = [5];
      for (let k = 1; k < 900; k++) times.push(times[k - 1]! + 0.18 * Math.exp(jitter(k) * normal()));
      return times.filter((_, k) => !missed(k));
    };
    for (const times of [changing((k) => (k < 600 ? 0.015 : 0.08), () => false), changing(() => 0.04, (k) => k > 600 && k % 9 === 0), changing((k) => (k < 600 ? 0.08 : 0.02), (k) => k < 300 && k % 11 === 0)]) {
      const judged = judgeRhythm(times, options);
      expect(judged.log10BayesFactor).toBeGreaterThan(50);
      expect(judged.betweenExcess).toBeLessThan(0);
    }
    const holes = judgeRhythm(changing(() => 0.04, (k) => k > 600 && k % 9 === 0), options).path;
    expect(holes.missedBeats).toBe(Array.from({ length: 900 }, (_, k) => k).filter((k) => k > 600 && k % 9 === 0).length);
  });

  it("is finite for intervals that no cycle of the grid explains", () => {
    const judged = judgeRhythm([0, 0.001, 0.002, 3, 3.001, 9, 9.0001], options);
    expect(Number.isFinite(judged.log10BayesFactor)).toBe(true);
    expect(Number.isFinite(judged.betweenExcess)).toBe(true);
  });

  it("refuses burst times that do not increase", () => {
    expect(() => judgeRhythm([0, 0.2, 0.2], options)).toThrow(/increase/);
  });

  it("pools attempts at the same jitter: one irregular attempt is not outvoted by adding Bayes factors", () => {
    const straight = { ...options, drift: noDrift };
    const regular = judgeRhythm(golden.find(({ name }) => name === "clonus 8")!.times, straight);
    const irregular = judgeRhythm(golden.find(({ name }) => name === "pseudoclonus 8")!.times, straight);
    const pooled = poolAttempts([regular, irregular]);
    // Product at the same c, then mean over the class: recomputed from the reference's own numbers.
    const logs = (name: string): readonly number[] => golden.find((entry) => entry.name === name)!.byJitter;
    const sums = logs("clonus 8").map((value, k) => value + logs("pseudoclonus 8")[k]!);
    const logMean = (values: readonly number[]): number => Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0) / values.length);
    expect(pooled.log10BayesFactor).toBeCloseTo((logMean(sums.slice(0, 4)) - logMean(sums.slice(7))) / Math.LN10, 4);
    expect(pooled.log10BayesFactor).toBeLessThan(regular.log10BayesFactor + irregular.log10BayesFactor);
  });
});
