import { describe, expect, it } from "vitest";
import { correlation, summariseCurves } from "../../../src/core/signal/burst-overlay";
import { filterResponse } from "../../../src/core/signal/filter-response";
import { spectrogram, summariseSpectrum } from "../../../src/core/signal/spectrogram";
import { welch } from "../../../src/core/signal/spectrum";
import { gainAt } from "../../../src/core/signal/sos";
import { designCascade } from "../../../src/core/signal/prepare";
import { golden, largestDifference, noise } from "./noise";

const vectors = golden<{
  responses: { samplingHz: number; bandLowHz: number; bandHighHz: number; hz: number[]; band: number[]; envelope: number[]; halfPowerHz: [number, number] }[];
  spectrograms: { samplingHz: number; samples: number; seed: number; piece: number; hop: number; columns: number; rows: number; firstSeconds: number; at: [number, number][]; density: number[] }[];
  summaries: { samplingHz: number; samples: number; seed: number; low: number; high: number; power: number; meanHz: number; medianHz: number; peakHz: number }[];
  overlay: { curves: number[][]; mean: number[]; spread: number[]; likeness: number[]; median: number };
}>("views");

describe("response of the filters", () => {
  it.each(vectors.responses.map((one) => [`${one.bandLowHz} to ${one.bandHighHz} Hz at ${one.samplingHz} Hz`, one] as const))("equals SciPy's sosfreqz squared: %s", (_, one) => {
    const response = filterResponse(one, one.samplingHz, 200);
    const { bandpass, lowpass } = designCascade(response.bandHz, response.envelopeHz, one.samplingHz);
    expect(largestDifference(one.hz.map((hz) => gainAt(bandpass, hz, one.samplingHz) ** 2), one.band)).toBeLessThan(1e-12);
    expect(largestDifference(one.hz.map((hz) => gainAt(lowpass, hz, one.samplingHz) ** 2), one.envelope)).toBeLessThan(1e-9);
    // The curve that is drawn is those gains at its own frequencies.
    for (const k of [0, 57, 120, 198]) expect(response.bandGain[k]).toBe(gainAt(bandpass, response.frequenciesHz[k]!, one.samplingHz) ** 2);
    expect(response.frequenciesHz[0]).toBe(1);
    expect(response.frequenciesHz[199]).toBeCloseTo(one.samplingHz / 2, 9);
    expect(response.halfPowerHz[0] / one.halfPowerHz[0]).toBeCloseTo(1, 4);
    expect(response.halfPowerHz[1] / one.halfPowerHz[1]).toBeCloseTo(1, 4);
  });
});

describe("spectrogram", () => {
  it.each(vectors.spectrograms.map((one) => [`${one.samples} samples in pieces of ${one.piece} every ${one.hop}`, one] as const))("equals SciPy's: %s", (_, one) => {
    const image = spectrogram(noise(one.samples, one.seed).map((value) => value + 0.2), one.samplingHz, one.piece, one.hop);
    expect([image.columns, image.rows]).toEqual([one.columns, one.rows]);
    expect(image.firstSeconds).toBeCloseTo(one.firstSeconds, 12);
    expect(image.stepSeconds).toBe(one.hop / one.samplingHz);
    expect(largestDifference(one.at.map(([column, row]) => image.density[column * image.rows + row]!), one.density)).toBeLessThan(1e-12 * Math.max(...one.density));
  });

  it("refuses a signal shorter than a piece", () => {
    expect(() => spectrogram(new Float64Array(10), 1000, 11, 1)).toThrow(RangeError);
  });
});

describe("summary of a spectrum", () => {
  it.each(vectors.summaries.map((one) => [`${one.low} to ${one.high} Hz`, one] as const))("has the median, mean and peak that NumPy finds on a fine grid: %s", (_, one) => {
    const raw = noise(one.samples, one.seed);
    // np.convolve(…, "same") of four taps: y[n] = Σ h[k] x[n + 1 − k].
    const h = [1, 0.6, 0.2, -0.3];
    const x = raw.map((_value, n) => h.reduce((sum, tap, k) => sum + tap * (raw[n + 1 - k] ?? 0), 0));
    const summary = summariseSpectrum(welch(x, one.samplingHz, one.samplingHz / 2), one.low, one.high)!;
    expect(summary.power / one.power).toBeCloseTo(1, 5);
    expect(summary.meanHz).toBeCloseTo(one.meanHz, 2);
    expect(summary.medianHz).toBeCloseTo(one.medianHz, 2);
    expect(summary.peakHz).toBeCloseTo(one.peakHz, 9);
  });

  it("says nothing of silence", () => {
    expect(summariseSpectrum(welch(new Float64Array(1000), 1000, 500), 30, 450)).toBeUndefined();
  });
});

describe("bursts over each other", () => {
  const curves = vectors.overlay.curves.map((curve) => Float64Array.from(curve));

  it("have NumPy's mean, standard deviation and correlation with the mean of the others", () => {
    const { mean, spread, likeness, medianLikeness } = summariseCurves(curves);
    expect(largestDifference(mean, vectors.overlay.mean)).toBeLessThan(1e-12);
    expect(largestDifference(spread, vectors.overlay.spread)).toBeLessThan(1e-12);
    expect(largestDifference(likeness, vectors.overlay.likeness)).toBeLessThan(1e-12);
    expect(medianLikeness).toBeCloseTo(vectors.overlay.median, 12);
  });

  it("of two make no statement, and a flat one has no correlation", () => {
    expect(summariseCurves(curves.slice(0, 2)).medianLikeness).toBeUndefined();
    expect(correlation(new Float64Array(5), Float64Array.of(1, 2, 3, 4, 5))).toBeNaN();
    expect([...summariseCurves([curves[0]!]).spread].every((value) => value === 0)).toBe(true);
  });
});
