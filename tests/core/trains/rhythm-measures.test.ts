import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { envelopeRhythm, spectrumPeakInterval } from "../../../src/core/trains/envelope-rhythm";
import { intervalStatistics, type NumberInterval } from "../../../src/core/trains/interval-statistics";
import { rhythmIntervals, type RhythmIntervals } from "../../../src/core/trains/rhythm-measures";
import { smoothedRates, smoothedSeconds, tempoExcursion, tempoInterval } from "../../../src/core/trains/tempo-excursion";

interface Case {
  readonly name: string;
  readonly intervals: readonly number[];
  readonly cv: number;
  readonly lagOne: number | null;
  readonly stabilityIndex: number | null;
  readonly firstIntervalRatio: number | null;
  readonly lastIntervalRatio: number | null;
  readonly cvInterval: NumberInterval | null;
  readonly jitterMedianInterval: NumberInterval;
  readonly cv2Interval: NumberInterval;
  readonly detrendedInterval: NumberInterval | null;
  readonly slopeInterval: NumberInterval | null;
  readonly driftRatioInterval: NumberInterval | null;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), "utf8")) as T;
}

const options = { ciLevel: 0.95, bootstrapBeats: 10, longFirstIntervals: 0.1 };

function measured(intervals: readonly number[]): RhythmIntervals {
  const ones = intervals.map(() => 1);
  return rhythmIntervals(intervals, ones, intervalStatistics(intervals, options, ones)!, options);
}

function expectClose(actual: number | undefined, expected: number | null): void {
  if (expected === null) expect(actual).toBeUndefined();
  else expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(expected)));
}

describe("measures of the intervals against numpy and SciPy", () => {
  it.each(read<{ cases: readonly Case[] }>("statistics.json").cases.map((entry) => [entry.name, entry] as const))("%s", (_name, expected) => {
    const found = measured(expected.intervals);
    expectClose(found.cv.value, expected.cv);
    expectClose(found.lagOne.value, expected.lagOne);
    expectClose(found.stabilityIndexHz.value, expected.stabilityIndex);
    expectClose(found.firstIntervalRatio.value, expected.firstIntervalRatio);
    expectClose(found.lastIntervalRatio.value, expected.lastIntervalRatio);
    const pairs = [[found.cv, expected.cvInterval], [found.jitterMedian, expected.jitterMedianInterval], [found.cv2, expected.cv2Interval], [found.detrendedCv, expected.detrendedInterval], [found.driftPercentPerBeat, expected.slopeInterval], [found.driftRatio, expected.driftRatioInterval]] as const;
    for (const [{ interval }, wanted] of pairs) {
      expectClose(interval?.[0], wanted?.[0] ?? null);
      expectClose(interval?.[1], wanted?.[1] ?? null);
    }
  });
});

describe("the first and last beats", () => {
  const steady = Array.from({ length: 16 }, (_, k) => 0.2 * (1 + 0.01 * (k % 2 === 0 ? 1 : -1)));

  it("settle at the beat at which the long first intervals end", () => {
    const intervals = steady.map((interval, k) => interval * [1.5, 1.35, 1.25][k]! || interval);
    const { stableFromBeat, firstIntervalRatio, lastIntervalRatio } = measured(intervals);
    // Three long intervals: the fourth beat begins the first ordinary one.
    expect(stableFromBeat).toBe(4);
    expect(firstIntervalRatio.value).toBeCloseTo(1.425, 2);
    expect(lastIntervalRatio.value).toBeCloseTo(1, 2);
    expect(firstIntervalRatio.interval![0]).toBeGreaterThan(1);
  });

  it("slow at the end by what they were made to", () => {
    const intervals = steady.map((interval, k) => (k >= 14 ? 1.3 * interval : interval));
    expect(measured(intervals).lastIntervalRatio.value).toBeCloseTo(1.3, 2);
    expect(measured(intervals).stableFromBeat).toBe(1);
  });

  it("say nothing where no middle is left", () => {
    expect(measured([0.3, 0.2, 0.2, 0.2]).stableFromBeat).toBeUndefined();
  });
});

describe("Wing–Kristofferson", () => {
  it("is near −0.5 for a clock read with independent errors", () => {
    // A perfect clock; errors of the marks alternate like a fixed pseudo-random sequence of mean zero.
    let state = 1;
    const noise = Array.from({ length: 401 }, () => ((state = (state * 16807) % 2147483647) / 2147483647 - 0.5) * 0.02);
    const times = noise.map((error, k) => 0.2 * k + error);
    const { value, interval } = measured(times.slice(1).map((time, k) => time - times[k]!)).lagOne;
    expect(value).toBeGreaterThan(-0.6);
    expect(value).toBeLessThan(-0.4);
    expect(interval![1]).toBeLessThan(-0.3);
  });
});

describe("the envelope's rhythm against SciPy", () => {
  const golden = read<{ samplingHz: number; rateHz: number; start: number; end: number; values: readonly number[]; autocorrelation: number; lagSamples: number; spectrumPeakHz: number; halfWidthHz: number; resolutionHz: number; stabilityIndexHz: number; stabilityIndexInterval: NumberInterval; autocorrelationInterval: NumberInterval; spectrumInterval: { peakHz: number; jitter: number; count: number; interval: NumberInterval } }>("envelope.json");
  const found = envelopeRhythm({ ...golden, values: Float64Array.from(golden.values) }, golden.rateHz, 0.95);

  it("autocorrelation", () => {
    // The parabola lies at most a sample from, and barely above, the highest sample.
    expect(Math.abs(found.autocorrelation!.lagSeconds * golden.samplingHz - golden.lagSamples)).toBeLessThan(1);
    expect(found.autocorrelation!.peak - golden.autocorrelation).toBeGreaterThanOrEqual(-1e-9);
    expect(found.autocorrelation!.peak - golden.autocorrelation).toBeLessThan(0.02);
  });

  it("spectrum", () => {
    expect(Math.abs(found.spectrum!.peakHz - golden.spectrumPeakHz)).toBeLessThan(0.02 * golden.resolutionHz);
    expect(Math.abs(found.spectrum!.halfWidthHz - golden.halfWidthHz)).toBeLessThan(0.05 * golden.halfWidthHz);
    expect(found.spectrum!.resolutionHz).toBeCloseTo(golden.resolutionHz, 9);
  });

  it("stability index on zero crossings", () => {
    expectClose(found.stabilityIndexHz, golden.stabilityIndexHz);
  });

  it("the intervals of all three, at the level asked for", () => {
    const { peakHz, jitter, count, interval } = golden.spectrumInterval;
    const jitterDegrees = (2 * (count - 1) ** 2) / (3 * count - 4);
    const ofPeak = spectrumPeakInterval(peakHz, { jitter, count, jitterDegrees }, 0.95)!;
    for (const k of [0, 1] as const) {
      expectClose(found.autocorrelation!.interval![k], golden.autocorrelationInterval[k]);
      expectClose(found.stabilityIndexInterval![k], golden.stabilityIndexInterval[k]);
      expectClose(ofPeak[k], interval[k]);
    }
    const wider = envelopeRhythm({ ...golden, values: Float64Array.from(golden.values) }, golden.rateHz, 0.99);
    expect(wider.autocorrelation!.interval![0]).toBeLessThan(found.autocorrelation!.interval![0]);
    expect(wider.stabilityIndexInterval![1]).toBeGreaterThan(found.stabilityIndexInterval![1]);
    expect(spectrumPeakInterval(peakHz, { jitter: 0, count, jitterDegrees }, 0.95)).toBeUndefined();
  });

  it("says nothing of a flat or a short envelope", () => {
    expect(envelopeRhythm({ values: new Float64Array(500), samplingHz: 100, start: 100, end: 400 }, 5, 0.95).autocorrelation).toBeUndefined();
    expect(envelopeRhythm({ values: Float64Array.of(1, 2, 3), samplingHz: 100, start: 0, end: 3 }, 5, 0.95)).toEqual({ autocorrelation: undefined, spectrum: undefined, stabilityIndexHz: undefined, stabilityIndexInterval: undefined });
  });
});

describe("the smoothed rate", () => {
  it("is one over the geometric mean of five intervals, at the middle of their six beats", () => {
    const times = [0, 0.2, 0.41, 0.6, 0.85, 1, 1.3];
    const intervals = times.slice(1).map((time, k) => time - times[k]!);
    const rates = smoothedRates(intervals);
    expect(rates).toHaveLength(2);
    expect(rates[0]).toBeCloseTo((0.2 * 0.21 * 0.19 * 0.25 * 0.15) ** -0.2, 9);
    expect(smoothedSeconds(times)).toEqual([0.5, 0.75]);
  });

  it("goes there and back by an amount that is known as well as jitter lets it", () => {
    const steady = tempoExcursion(Array.from({ length: 30 }, (_, k) => 0.2 * (1 + 0.05 * Math.sin(7 * k))), 0.05, 5)!;
    expect(tempoInterval(steady, 0.95)).toEqual([0, steady.excursionHz + steady.chanceHz]);
    expect(tempoInterval({ excursionHz: 3, chanceHz: 0.5 }, 0.9)).toEqual([2.5, 3.5]);
    expect(tempoInterval({ excursionHz: 3, chanceHz: 0.5 }, 0.99)).toBeUndefined();
  });
});
