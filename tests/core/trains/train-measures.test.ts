import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import { amplitudeStatistics } from "../../../src/core/trains/amplitude-statistics";
import { antagonistPhase, circularMean, peakRawCorrelation } from "../../../src/core/trains/antagonist-phase";
import { isCensored, trainEndReason } from "../../../src/core/trains/end-reason";
import { intervalStatistics } from "../../../src/core/trains/interval-statistics";
import { judgePersistence } from "../../../src/core/trains/persistence";
import { tempoExcursion } from "../../../src/core/trains/tempo-excursion";
import { burstTimes } from "./burst-times";
import { normals } from "./normals";

const intervalsOf = (times: readonly number[]): number[] => times.slice(1).map((time, k) => time - times[k]!);

describe("amplitudeStatistics", () => {
  it("reads a known fade and the amplitude jitter of known scatter, free of the fade", () => {
    const normal = normals(5);
    const scatter = 0.2;
    const amplitudes = Array.from({ length: 400 }, (_, k) => Math.exp(-0.004 * k + scatter * normal()));
    const rest = 0.01;
    const found = amplitudeStatistics(amplitudes.map((a) => a * a + rest), rest)!;
    // Standard error of a median of 400 absolute differences is about 6 % of it.
    expect(Math.abs(found.amplitudeJitter - scatter)).toBeLessThan(0.04);
    expect(found.fadePerBeat).toBeCloseTo(-0.004, 3);
    const expectedRatio = Math.exp(-0.004 * 320);
    expect(Math.abs(found.lastToFirst / expectedRatio - 1)).toBeLessThan(0.1);
  });

  it("stays finite where a beat does not stand out of the rest", () => {
    expect(Number.isFinite(amplitudeStatistics([1, 0.9, 1.1, 0.95], 1)!.amplitudeJitter)).toBe(true);
    expect(amplitudeStatistics([1, 1], 0)).toBeUndefined();
    expect(amplitudeStatistics([1, 0, 1], 0)).toBeUndefined();
  });
});

describe("tempoExcursion", () => {
  it("finds a glide 7 → 3.5 → 7 Hz and not a drift 7 → 4 Hz", () => {
    const glide = Array.from({ length: 31 }, (_, k) => 1 / (3.5 + 3.5 * Math.abs(k / 15 - 1)));
    const found = tempoExcursion(glide, 0.03, 5)!;
    expect(found.excursionHz).toBeGreaterThan(1.5);
    expect(found.excursionHz).toBeGreaterThan(1 + found.chanceHz);
    const drift = Array.from({ length: 31 }, (_, k) => 1 / (7 - (3 * k) / 30));
    expect(tempoExcursion(drift, 0.03, 5)!.excursionHz).toBeLessThan(1e-9);
  });

  it("leaves the slow first and last beats of generated clonus free, also in long trains", () => {
    let over = 0;
    for (let seed = 0; seed < 200; seed++) {
      const intervals = intervalsOf(burstTimes("clonus", 20 + seed, 0, seed));
      const { jitter } = intervalStatistics(intervals, { ciLevel: 0.95, bootstrapBeats: 1000 })!;
      const found = tempoExcursion(intervals, jitter, 5)!;
      if (found.excursionHz > 1 + found.chanceHz) over++;
    }
    expect(over).toBeLessThanOrEqual(2);
  });

  it("needs seven intervals between the ends", () => {
    expect(tempoExcursion(Array.from({ length: 16 }, () => 0.2), 0.05, 5)).toBeUndefined();
    expect(tempoExcursion(Array.from({ length: 17 }, () => 0.2), 0.05, 5)).toBeDefined();
  });
});

describe("antagonistPhase", () => {
  const times = Array.from({ length: 12 }, (_, k) => 2 + 0.2 * k);
  const beats = times.map((_, k) => k);
  const intervals = intervalsOf(times);
  const phaseOf = (antagonist: readonly number[], correlation = 0.1) => antagonistPhase(times, beats, intervals, antagonist, correlation, defaultSettings);

  it.each([[0.5, "alternating"], [0, "synchronous"], [0.25, "intermediate"], [-0.1, "synchronous"], [-0.4, "alternating"]])("phase %f is %s", (phase, pattern) => {
    const normal = normals(2);
    const found = phaseOf(times.map((time) => time + (phase + 0.02 * normal()) * 0.2).sort((a, b) => a - b));
    expect(found.phase.pattern).toBe(pattern);
    // On a circle: 0.49 and −0.49 are neighbours.
    expect(Math.abs(Math.sin(Math.PI * (found.phase.meanCycles! - phase)))).toBeLessThan(0.1);
    expect(found.phase.resultant!).toBeGreaterThan(0.9);
    expect(found.phase.perBeat).toHaveLength(12);
  });

  it("says absent below a third of the beats, withheld under cross-talk, uncertain where the interval does not exclude 0.3", () => {
    expect(phaseOf([2.1, 2.5, 3.1]).phase.pattern).toBe("absent");
    const withheld = phaseOf(times, -0.6);
    expect(withheld.phase.pattern).toBe("withheld");
    expect(withheld.phase.meanCycles).toBeNull();
    expect(withheld.missing).toContain("0.60");
    const wandering = phaseOf(times.map((time, k) => time + 0.2 * (((k * 5) % 12) / 12 - 0.45) * 0.75));
    expect(wandering.phase.resultant!).toBeLessThan(0.6);
    expect(wandering.phase.pattern).toBe("uncertain");
    expect(wandering.phase.meanCycles).toBeNull();
  });

  it("gives no phase to a burst thought false or without a partner", () => {
    const found = antagonistPhase(times, beats.filter((k) => k !== 4), intervalsOf(times.filter((_, k) => k !== 4)), times.filter((_, k) => k !== 8).map((time) => time + 0.02), 0, defaultSettings);
    expect(found.phase.perBeat[4]).toBeNull();
    expect(found.phase.perBeat[8]).toBeNull();
    expect(found.antagonistBursts).toBe(10);
  });

  it("circularMean agrees with the closed form", () => {
    const found = circularMean([0.1, 0.2]);
    expect(found.meanCycles).toBeCloseTo(0.15, 12);
    expect(found.resultant).toBeCloseTo(Math.cos(Math.PI * 0.1), 12);
    expect(circularMean([0.45, -0.45]).meanCycles).toBeCloseTo(0.5, 12);
  });
});

describe("peakRawCorrelation", () => {
  it("finds a known share of cross-talk at a lag within 2 ms and nothing beyond", () => {
    const normal = normals(9);
    const length = 20_000;
    const source = Float64Array.from({ length }, normal);
    const heard = (lag: number): Float64Array => Float64Array.from({ length }, (_, k) => 0.5 * (source[k - lag] ?? 0) + normal() + 3);
    const expected = 0.5 / Math.sqrt(1.25);
    expect(Math.abs(peakRawCorrelation(source, heard(3), 2000)! - expected)).toBeLessThan(0.03);
    expect(Math.abs(peakRawCorrelation(source, heard(9), 2000)!)).toBeLessThan(0.05);
    expect(peakRawCorrelation(source, new Float64Array(length), 2000)).toBeUndefined();
  });
});

describe("trainEndReason", () => {
  const end = { endSeconds: 5, waitSeconds: 0.5, periodSeconds: 0.2, segmentEndSeconds: 60, segmentIsLast: true, hold: undefined, cut: false };
  it.each([
    ["stopped", {}, false],
    ["released", { hold: { startSeconds: 2, endSeconds: 5.2 } }, false],
    ["stopped", { hold: { startSeconds: 2, endSeconds: 8 } }, false],
    ["file-end", { segmentEndSeconds: 5.3 }, true],
    ["gap", { segmentEndSeconds: 5.3, segmentIsLast: false }, true],
    ["released", { segmentEndSeconds: 5.3, hold: { startSeconds: 2, endSeconds: 5.1 } }, false],
    ["unknown", { cut: true }, true],
  ] as const)("%s for %o", (reason, change, censored) => {
    expect(trainEndReason({ ...end, ...change })).toBe(reason);
    expect(isCensored(reason)).toBe(censored);
  });
});

describe("judgePersistence", () => {
  const hold = { startSeconds: 10, endSeconds: 15 };
  const base = { hold, startSeconds: 10.05, endSeconds: 14.6, endReason: "stopped", beats: 24, periodSeconds: 0.19, lastToFirst: 0.9 } as const;
  it.each([
    ["0.91 of the hold", {}, "sustained", 0.91],
    ["0.89 of the hold", { endSeconds: 14.5 }, "unsustained", 0.89],
    ["a short hold with no room for another beat", { hold: { startSeconds: 10, endSeconds: 11 }, endSeconds: 10.87, endReason: "released" }, "sustained", 0.82],
    ["no room but a late start", { hold: { startSeconds: 10, endSeconds: 11 }, startSeconds: 10.3, endSeconds: 10.9, endReason: "released" }, "unsustained", 0.6],
    ["cut short by the end of the file", { endSeconds: 12, endReason: "file-end" }, "unknown", 0.39],
    ["no hold, fading", { hold: undefined, lastToFirst: 0.49 }, "unsustained", undefined],
    ["no hold, ten beats", { hold: undefined, beats: 10 }, "sustained", undefined],
    ["no hold, nine beats", { hold: undefined, beats: 9 }, "unknown", undefined],
    ["no hold, no amplitude", { hold: undefined, beats: 12, lastToFirst: undefined }, "sustained", undefined],
  ] as const)("%s", (_name, change, persistence, ratio) => {
    const found = judgePersistence({ ...base, ...change }, defaultSettings);
    expect(found.persistence).toBe(persistence);
    if (ratio === undefined) expect(found.ratio).toBeUndefined();
    else expect(found.ratio).toBeCloseTo(ratio, 2);
  });
});
