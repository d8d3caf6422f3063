import { describe, expect, it } from "vitest";
import { finish } from "../../../src/core/steps";
import { baselineNoise } from "../../../src/core/simulate/baseline";
import { interferenceCarrier } from "../../../src/core/simulate/interference";
import { addVolley, drawMotorUnits, volleyCentroid } from "../../../src/core/simulate/motor-units";
import { Random } from "../../../src/core/simulate/random";
import { bandPassBySpectrum, mean, powerSpectrum, standardDeviation } from "./spectrum";

/** Averaged periodogram of rectangular blocks. */
function averageSpectrum(samples: Float64Array, size: number): Float64Array {
  const sum = new Float64Array(size / 2 + 1);
  for (let start = 0; start + size <= samples.length; start += size) powerSpectrum(samples.slice(start, start + size)).forEach((power, k) => (sum[k]! += power));
  return sum;
}

/** Stulen–De Luca form of science.md 6.1, written out again. */
const stulenDeLuca = (f: number): number => (120 ** 4 * f ** 2) / ((f ** 2 + 60 ** 2) * (f ** 2 + 120 ** 2) ** 2);

describe("interference carrier", () => {
  it.each([1000, 2000, 2048, 5000])("has RMS 1 and the spectrum of the formula at %d Hz", (samplingHz) => {
    const samples = finish(interferenceCarrier(60 * samplingHz, samplingHz, new Random(1)));
    expect(standardDeviation(samples)).toBeCloseTo(1, 1);
    // Bands of 20 Hz: each averages enough periodogram bins for 10 %.
    const size = 1024;
    const spectrum = averageSpectrum(samples, size);
    const share = (low: number, high: number, power: (k: number) => number): number => {
      let sum = 0;
      for (let k = 1; k < size / 2; k += 1) if ((k * samplingHz) / size >= low && (k * samplingHz) / size < high) sum += power(k);
      return sum;
    };
    const measuredTotal = share(10, 0.49 * samplingHz, (k) => spectrum[k]!);
    const formulaTotal = share(10, 0.49 * samplingHz, (k) => stulenDeLuca((k * samplingHz) / size));
    for (let low = 20; low < 400; low += 20) {
      const measured = share(low, low + 20, (k) => spectrum[k]!) / measuredTotal;
      const expected = share(low, low + 20, (k) => stulenDeLuca((k * samplingHz) / size)) / formulaTotal;
      expect(Math.abs(measured / expected - 1), `${low} Hz`).toBeLessThan(0.12);
    }
  });

  it("is stationary: its ends are not tied to each other", () => {
    const first: number[] = [];
    const last: number[] = [];
    for (let seed = 0; seed < 2000; seed += 1) {
      const samples = finish(interferenceCarrier(100, 2000, new Random(seed)));
      first.push(samples[0]!);
      last.push(samples[99]!);
    }
    expect(Math.abs(mean(first.map((value, k) => value * last[k]!)))).toBeLessThan(0.09);
    expect(standardDeviation(first)).toBeGreaterThan(0.93);
    expect(standardDeviation(last)).toBeLessThan(1.07);
  });
});

describe("volley carrier", () => {
  const samplingHz = 5000;

  it("draws 40–120 units, 1:20 in size, small ones first", () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const units = drawMotorUnits(new Random(seed));
      expect(units.length).toBeGreaterThanOrEqual(40);
      expect(units.length).toBeLessThanOrEqual(120);
      const sizes = units.map((unit) => Math.abs(unit.amplitude));
      expect(Math.max(...sizes) / Math.min(...sizes)).toBeCloseTo(20, 6);
      for (let k = 1; k < units.length; k += 1) {
        expect(sizes[k]!).toBeGreaterThan(sizes[k - 1]!);
        expect(units[k]!.place).toBeGreaterThanOrEqual(units[k - 1]!.place);
        expect(units[k]!.lambdaSeconds).toBeGreaterThanOrEqual(0.002);
        expect(units[k]!.lambdaSeconds).toBeLessThanOrEqual(0.0045);
      }
    }
  });

  it("keeps inside its edges, and repeats from burst to burst as noise does not", () => {
    const units = drawMotorUnits(new Random(4));
    const random = new Random(5);
    const bursts = Array.from({ length: 6 }, () => {
      const out = new Float64Array(samplingHz / 5);
      addVolley(out, samplingHz, units, 0.05, 0.07, 1, random);
      return out;
    });
    const inside = (out: Float64Array, from: number, to: number): number => out.slice(from * samplingHz, to * samplingHz).reduce((sum, value) => sum + value * value, 0);
    for (const burst of bursts) expect(inside(burst, 0.05, 0.12) / inside(burst, 0, 0.2)).toBeGreaterThan(0.9999);
    const correlation = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.sqrt(inside(a, 0, 0.2) * inside(b, 0, 0.2));
    // Independent noise of this band and length correlates by 0 ± 0.2.
    const repeats = bursts.slice(1).map((burst) => correlation(bursts[0]!, burst));
    expect(mean(repeats)).toBeGreaterThan(0.45);
    expect(Math.min(...repeats)).toBeGreaterThan(0.3);
  });

  it("has its rectified centroid where the truth says, within 3 ms over many pools", () => {
    const errors: number[] = [];
    for (let seed = 0; seed < 60; seed += 1) {
      const units = drawMotorUnits(new Random(seed));
      const duration = 0.04 + 0.001 * seed;
      const out = new Float64Array(samplingHz / 4);
      addVolley(out, samplingHz, units, 0.05, duration, 1, new Random(seed, "discharge"));
      let weight = 0;
      let moment = 0;
      out.forEach((value, i) => {
        weight += Math.abs(value);
        moment += (Math.abs(value) * i) / samplingHz;
      });
      errors.push(moment / weight - (0.05 + volleyCentroid(units, duration) * duration));
    }
    expect(Math.abs(mean(errors))).toBeLessThan(0.001);
    expect(standardDeviation(errors)).toBeLessThan(0.003);
  });
});

describe("baseline noise", () => {
  it.each([1000, 2000, 4000])("has the asked RMS in 30–450 Hz at %d Hz", (samplingHz) => {
    const samples = finish(baselineNoise(16 * samplingHz, samplingHz, 5, new Random(2)));
    expect(Math.abs(standardDeviation(bandPassBySpectrum(samples, samplingHz)) / 5 - 1)).toBeLessThan(0.012);
  });
});
