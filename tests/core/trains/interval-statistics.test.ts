import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { intervalStatistics, jitterByChiSquare, jitterCut } from "../../../src/core/trains/interval-statistics";
import { chiSquareQuantile, incompleteBeta, logGamma, lowerGamma, normalDistribution, normalQuantile, studentQuantile, trigamma } from "../../../src/core/trains/special-functions";
import { normals } from "./normals";

interface StatisticsCase {
  readonly name: string;
  readonly intervals: readonly number[];
  readonly localVariation: number;
  readonly jitter: number;
  readonly jitterDegrees: number;
  readonly jitterChiSquare: readonly [number, number];
  readonly jitterMedian: number;
  readonly coefficientOfVariation: number;
  readonly cv2: number;
  readonly driftPercentPerBeat: number;
  readonly driftRatio: number;
  readonly detrendedVariation: number | null;
  readonly rateInterval: readonly [number, number];
}

const golden = JSON.parse(readFileSync(new URL("golden/statistics.json", import.meta.url), "utf8")) as {
  readonly cases: readonly StatisticsCase[];
  readonly functions: Readonly<Record<string, readonly (readonly number[])[]>>;
};
const options = { ciLevel: 0.95, bootstrapBeats: 10 };

function expectRelative(actual: number, expected: number, relative: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-12));
}

describe("special functions against SciPy", () => {
  const functions: Readonly<Record<string, (...args: number[]) => number>> = { logGamma, lowerGamma, incompleteBeta, chiSquareQuantile, studentQuantile, normalQuantile };
  it.each(Object.keys(functions))("%s", (name) => {
    const rows = golden.functions[name]!;
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) {
      const expected = row[row.length - 1]!;
      expect(Math.abs(functions[name]!(...row.slice(0, -1)) - expected)).toBeLessThan(1e-10 * Math.max(1, Math.abs(expected)));
    }
  });

  it("trigamma is scipy.special.polygamma(1, x)", () => {
    for (const [x, expected] of [[0.5, 4.93480220054468], [0.8, 2.2994741375017003], [1, 1.6449340668482266], [2.5, 0.4903577561002349], [9, 0.11751201469403141]] as const) expectRelative(trigamma(x), expected, 1e-12);
  });

  it("normalDistribution inverts normalQuantile", () => {
    for (const p of [0.001, 0.2, 0.5, 0.77, 0.9999]) expect(normalDistribution(normalQuantile(p))).toBeCloseTo(p, 12);
  });
});

describe("interval statistics against numpy and SciPy", () => {
  it.each(golden.cases.map((entry) => [entry.name, entry] as const))("%s", (_name, expected) => {
    const found = intervalStatistics(expected.intervals, options)!;
    for (const field of ["localVariation", "jitter", "jitterDegrees", "jitterMedian", "coefficientOfVariation", "cv2", "driftPercentPerBeat", "driftRatio"] as const) {
      expectRelative(found[field], expected[field], 1e-8);
    }
    if (expected.detrendedVariation === null) expect(found.detrendedVariation).toBeUndefined();
    else expectRelative(found.detrendedVariation!, expected.detrendedVariation, 1e-8);
    const chi = jitterByChiSquare(found.jitter, found.jitterDegrees, 0.95);
    expectRelative(chi[0], expected.jitterChiSquare[0], 1e-9);
    expectRelative(chi[1], expected.jitterChiSquare[1], 1e-9);
    expectRelative(found.rateInterval[0], expected.rateInterval[0], 1e-9);
    expectRelative(found.rateInterval[1], expected.rateInterval[1], 1e-9);
    expect(found.jitterIntervalMethod).toBe(expected.intervals.length + 1 < 10 ? "chi-square" : "chi-square and pair-block bootstrap");
  });

  it("has no jitter for one interval", () => {
    expect(intervalStatistics([0.2], options)).toBeUndefined();
  });
});

describe("the numbers of science.md 3.4", () => {
  it.each([[5, 0.59, 3.85], [8, 0.66, 2.29], [10, 0.68, 1.98], [20, 0.76, 1.51], [60, 0.85, 1.23]])("interval factors at level 0.9, %i bursts", (bursts, low, high) => {
    const m = bursts - 1;
    const factors = jitterByChiSquare(1, (2 * (m - 1) ** 2) / (3 * m - 4), 0.9);
    expect(factors[0]).toBeCloseTo(low, 1);
    // The table was simulated; the wide upper factor of five bursts carries its Monte Carlo error.
    expect(Math.abs(factors[1] - high)).toBeLessThan(0.05 * high);
  });

  it.each([[5, 0.086, 0.27], [8, 0.1, 0.23], [20, 0.113, 0.205], [40, 0.116, 0.198]])("cuts of J alone for %i bursts", (bursts, rhythmic, irregular) => {
    expect(Math.abs(jitterCut(bursts - 1, 1) - rhythmic)).toBeLessThan(0.001);
    expect(Math.abs(jitterCut(bursts - 1, -1) - irregular)).toBeLessThan(0.006);
  });

  it("is equal odds at J = 0.152 whatever the number of intervals", () => {
    expect(jitterCut(7, 0)).toBeCloseTo(0.152, 3);
    expect(jitterCut(50, 0)).toBeCloseTo(0.152, 3);
  });
});

describe("intervals of the jitter", () => {
  it("do not reach beyond what a jitter can be: LV is at most 3", () => {
    const { jitter, jitterInterval } = intervalStatistics([0.1, 0.4, 0.12], { ciLevel: 0.95, bootstrapBeats: 10 })!;
    expect(jitterInterval[0]).toBeLessThan(jitter);
    expect(jitterInterval[1]).toBeCloseTo(Math.SQRT2, 12);
  });

  it("cover the true jitter about as often as they say", () => {
    const normal = normals(11);
    const jitter = 0.08;
    for (const [m, lowest] of [[6, 0.91], [24, 0.91], [60, 0.91]] as const) {
      let covered = 0;
      const runs = 300;
      for (let run = 0; run < runs; run++) {
        const intervals = Array.from({ length: m }, (_, k) => 0.2 * Math.exp(0.4 * (k / m) + jitter * normal()));
        const [low, high] = intervalStatistics(intervals, options)!.jitterInterval;
        if (low <= jitter && jitter <= high) covered++;
      }
      // Nominal 0.95; binomial SD at 300 runs is 0.013.
      expect(covered / runs).toBeGreaterThan(lowest);
      expect(covered / runs).toBeLessThan(0.995);
    }
  });

  it("are the same every time", () => {
    const intervals = golden.cases[4]!.intervals;
    expect(intervalStatistics(intervals, options)).toEqual(intervalStatistics(intervals, options));
  });

  it("do not mix drift into jitter: 7 to 4 Hz with 3 % jitter reads as 3 %", () => {
    const normal = normals(3);
    const intervals = Array.from({ length: 200 }, (_, k) => (1 / 7) * Math.exp(0.56 * (k / 200) + 0.03 * normal()));
    const found = intervalStatistics(intervals, options)!;
    expect(found.jitter).toBeGreaterThan(0.025);
    expect(found.jitter).toBeLessThan(0.035);
    expect(found.coefficientOfVariation).toBeGreaterThan(0.12);
    expect(found.driftPercentPerBeat).toBeCloseTo(100 * (0.56 / 200), 1);
  });
});
