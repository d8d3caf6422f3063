import { describe, expect, it } from "vitest";
import { createTransform } from "../../../src/core/signal/fft";
import { estimateMains } from "../../../src/core/signal/mains";
import { bandPower, integrate, welch } from "../../../src/core/signal/spectrum";
import { golden, largestDifference, noise, noiseOnLine } from "./noise";

const vectors = golden<{
  transforms: { size: number; seed: number; at: number[]; real: number[]; imaginary: number[] }[];
  welch: { samplingHz: number; samples: number; seed: number; offset: number; segmentSamples: number; bins: number; at: number[]; density: number[] }[];
}>("spectra");

const tone = (samples: number, samplingHz: number, hz: number, amplitude: number): Float64Array =>
  Float64Array.from({ length: samples }, (_, i) => amplitude * Math.sin((2 * Math.PI * hz * i) / samplingHz + 1));

describe("transform", () => {
  it.each(vectors.transforms.map((one) => [one.size, one] as const))("equals NumPy's rfft of %i samples", (_, one) => {
    const { real, imaginary } = createTransform(one.size).forward(noise(one.size, one.seed));
    expect(real).toHaveLength(one.size / 2 + 1);
    const tolerance = 1e-12 * one.size;
    expect(largestDifference(one.at.map((k) => real[k]!), one.real)).toBeLessThan(tolerance);
    expect(largestDifference(one.at.map((k) => imaginary[k]!), one.imaginary)).toBeLessThan(tolerance);
  });

  it("refuses sizes that are no power of two with an error, not a string", () => {
    for (const size of [0, 1, 3, 100, 2.5]) expect(() => createTransform(size)).toThrow(RangeError);
    expect(() => createTransform(8).forward(new Float64Array(4))).toThrow(RangeError);
  });
});

describe("power spectrum", () => {
  it.each(vectors.welch.map((one) => [`${one.samples} samples in segments of ${one.segmentSamples}`, one] as const))("equals SciPy's welch: %s", (_, one) => {
    const { density, resolutionHz } = welch(noiseOnLine(one.samples, one.seed, one.offset, 0), one.samplingHz, one.segmentSamples);
    expect(density).toHaveLength(one.bins);
    expect(resolutionHz).toBe(one.samplingHz / (2 * (one.bins - 1)));
    const largest = Math.max(...one.density);
    expect(largestDifference(one.at.map((k) => density[k]!), one.density)).toBeLessThan(1e-12 * largest);
  });

  it("puts the power A²/2 of a sinusoid into its band and nowhere else", () => {
    const x = tone(10_000, 1000, 83.3, 4).map((value) => value + 10);
    expect(bandPower(x, 1000, 75, 92)).toBeCloseTo(8, 2);
    expect(bandPower(x, 1000, 100, 500)).toBeLessThan(1e-4);
  });

  it("spreads white noise evenly: a tenth of the band holds a tenth of the variance", () => {
    const x = noise(200_000, 77);
    expect(integrate(welch(x, 2000, 1024), 0, 1000)).toBeCloseTo(1 / 12, 3);
    expect(bandPower(x, 2000, 300, 400)).toBeCloseTo(1 / 120, 3);
  });
});

describe("mains", () => {
  it("finds the stronger line, its amplitude and its share of the power", () => {
    for (const [hz, nominalHz] of [[50, 50], [49.8, 50], [60.3, 60]] as const) {
      const hum = tone(20_000, 2000, hz, 0.3);
      const x = noise(20_000, 5).map((value, i) => value + hum[i]!);
      const estimate = estimateMains(x, 2000)!;
      expect(estimate.nominalHz).toBe(nominalHz);
      expect(Math.abs(estimate.lineHz - hz)).toBeLessThan(0.5);
      expect(estimate.amplitude).toBeCloseTo(0.3, 1.5);
      expect(estimate.share).toBeCloseTo(0.045 / (0.045 + 1 / 12), 1.5);
    }
  });

  it("finds next to nothing in noise, and says nothing about too little", () => {
    expect(estimateMains(noise(20_000, 6), 2000)!.share).toBeLessThan(0.01);
    expect(estimateMains(noise(900, 6), 2000)).toBeUndefined();
    expect(estimateMains(new Float64Array(5000), 2000)).toBeUndefined();
    expect(estimateMains(noise(5000, 6), 100)).toBeUndefined();
  });
});
