import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { abbink } from "../../../../src/core/bursts/detectors/abbink";
import { aglr } from "../../../../src/core/bursts/detectors/aglr";
import { bonato, bonatoAdaptive, singleProbability } from "../../../../src/core/bursts/detectors/bonato";
import type { DetectorInput } from "../../../../src/core/bursts/detectors/detector";
import { hodgesBui } from "../../../../src/core/bursts/detectors/hodges-bui";
import { lidierth } from "../../../../src/core/bursts/detectors/lidierth";
import { noiseLike } from "../../../../src/core/bursts/detectors/noise-like";
import { peltVariance } from "../../../../src/core/bursts/detectors/pelt";
import { publishedDetectors } from "../../../../src/core/bursts/detectors/published";
import { teagerEnergy, tkeo } from "../../../../src/core/bursts/detectors/tkeo";
import { morletKernel, morletMagnitude, wavelet } from "../../../../src/core/bursts/detectors/wavelet";
import type { SampleRange } from "../../../../src/core/timeline";
import { butterworthBandpass } from "../../../../src/core/signal/butterworth";
import { sosfiltfilt } from "../../../../src/core/signal/zero-phase";
import { simulate } from "../../../../src/core/simulate/simulate";

interface Golden {
  readonly samplingHz: number;
  readonly bandHighHz: number;
  readonly rest: readonly [number, number];
  readonly samples: readonly number[];
  readonly hodges: readonly (readonly number[])[];
  readonly hodgesBiosppy: readonly number[];
  readonly lidierthBiosppy: readonly number[];
  readonly bonatoAdaptive: readonly (readonly number[])[];
  readonly wavelet: readonly (readonly number[])[];
  readonly bonato: readonly (readonly number[])[];
  readonly abbink: readonly (readonly number[])[];
  readonly tkeo: readonly (readonly number[])[];
  readonly aglr: readonly (readonly number[])[];
  readonly pelt: { readonly from: number; readonly to: number; readonly leastSamples: number; readonly optimal: readonly number[]; readonly ruptures: readonly number[] };
  readonly morlet: { readonly from: number; readonly step: number; readonly values: readonly number[] };
}

/** Made by golden/make_detectors.py: BioSPPy, ruptures, PyWavelets, NumPy. */
const golden = JSON.parse(readFileSync(new URL("golden/detectors.json", import.meta.url), "utf8")) as Golden;
const samples = Float64Array.from(golden.samples);
const input: DetectorInput = { samples, samplingHz: golden.samplingHz, bandHighHz: golden.bandHighHz, rest: samples.slice(...golden.rest) };
const pairs = (ranges: readonly SampleRange[]): number[][] => ranges.map(({ start, end }) => [start, end]);

describe("against other programs, to the sample", () => {
  it("Hodges–Bui: BioSPPy without the low-pass, NumPy and SciPy with it", () => {
    const plain = hodgesBui(input, { lowpassHz: undefined, thresholdSd: 2, windowMilliseconds: 25 });
    // BioSPPy gives the last value before a rise and the first after a fall.
    expect([...new Set(plain.flatMap(({ start, end }) => [start - 1, end]))]).toEqual(golden.hodgesBiosppy);
    expect(pairs(hodgesBui(input))).toEqual(golden.hodges);
  });

  it("Lidierth: BioSPPy", () => {
    expect(lidierth(input).flatMap(({ start, end }) => (end === samples.length - 5 ? [start] : [start, end]))).toEqual(golden.lidierthBiosppy);
  });

  it("Bonato in both forms, Abbink, TKEO, AGLR: NumPy; wavelet: PyWavelets and SciPy's peaks", () => {
    expect(pairs(bonato(input))).toEqual(golden.bonato);
    expect(pairs(bonatoAdaptive(input))).toEqual(golden.bonatoAdaptive);
    expect(golden.bonatoAdaptive).not.toEqual(golden.bonato);
    expect(golden.wavelet.length).toBeGreaterThan(5);
    expect(pairs(wavelet(input))).toEqual(golden.wavelet);
    expect(pairs(abbink(input))).toEqual(golden.abbink);
    expect(pairs(tkeo(input))).toEqual(golden.tkeo);
    expect(pairs(aglr(input))).toEqual(golden.aglr);
  });

  it("PELT: the optimum of all segmentations, and ruptures", () => {
    const { from, to, leastSamples, optimal, ruptures } = golden.pelt;
    const changes = peltVariance(samples.slice(from, to), golden.samplingHz, { penaltyPerLogN: 2, leastMilliseconds: (1000 * leastSamples) / golden.samplingHz });
    expect(changes).toEqual(optimal);
    expect(changes).toEqual(ruptures);
  });

  it("Morlet magnitude: the wavelet of PyWavelets, within 1e−4 of its maximum", () => {
    const { from, step, values } = golden.morlet;
    const magnitude = morletMagnitude(samples, morletKernel([74.8, 193.9], golden.samplingHz));
    const largest = Math.max(...values);
    values.forEach((value, k) => expect(Math.abs(magnitude[from + k * step]! - value)).toBeLessThan(1e-4 * largest));
  });
});

describe("in closed form", () => {
  it("the energy of a sine is A²·sin²(ω) everywhere", () => {
    const omega = 0.3;
    const energy = teagerEnergy(Float64Array.from({ length: 200 }, (_, i) => 2.5 * Math.sin(omega * i + 0.7)));
    for (let i = 1; i < 199; i++) expect(energy[i]).toBeCloseTo((2.5 * Math.sin(omega)) ** 2, 12);
  });

  it("a wavelet of half power at its edges has unit gain between them", () => {
    const kernel = morletKernel([74.8, 193.9], 4000);
    const gainAt = (hz: number): number => morletMagnitude(Float64Array.from({ length: 800 }, (_, i) => 2 * Math.cos((2 * Math.PI * hz * i) / 4000)), kernel)[400]!;
    // The mirror image of a real signal reaches the band's lower edge: hence a few percent.
    expect(gainAt(134.35)).toBeCloseTo(1, 1);
    expect(gainAt(74.8)).toBeCloseTo(Math.SQRT1_2, 1);
    expect(gainAt(193.9)).toBeCloseTo(Math.SQRT1_2, 1);
  });

  it("the double threshold keeps the false-alarm probability of a window", () => {
    expect(singleProbability(0.05, 1, 5)).toBeCloseTo(1 - 0.95 ** 0.2, 12);
    expect(singleProbability(0.05, 5, 5)).toBeCloseTo(0.05 ** 0.2, 12);
  });

  it("no change is found in a constant variance, and one at a step of it", () => {
    const noise = noiseLike(1, [30, 450], 1000);
    expect(peltVariance(noise.slice(0, 600), 1000)).toEqual([]);
    const step = noise.slice(0, 1000).map((value, i) => (i < 500 ? value : 4 * value));
    const changes = peltVariance(step, 1000);
    expect(changes.length).toBe(1);
    expect(Math.abs(changes[0]! - 500)).toBeLessThan(8);
  });
});

describe("on simulated clonus with known bursts, 15 dB", () => {
  const { channels, truth } = simulate({ class: "clonus", beats: 20, snrDb: 15, seed: 12, samplingHz: 2000 });
  const filtered = sosfiltfilt(butterworthBandpass(2, 30, 450, 2000), channels[0]!.samples);
  const first = Math.floor(truth.bursts[0]!.onsetSeconds * 2000);
  const own: DetectorInput = { samples: filtered, samplingHz: 2000, bandHighHz: 450, rest: filtered.slice(Math.max(0, first - 3000), first - 200) };

  it.each(Object.entries(publishedDetectors))("%s finds nine of ten, and little else before them", (_name, detect) => {
    const ranges = detect(own);
    const hits = truth.bursts.filter(({ centroidSeconds }) => ranges.some(({ start, end }) => start <= centroidSeconds * 2000 && end > centroidSeconds * 2000));
    expect(hits.length).toBeGreaterThanOrEqual(0.9 * truth.bursts.length);
    expect(ranges.filter(({ end }) => end < first - 100).length).toBeLessThanOrEqual((3 * first) / 2000);
    for (let k = 0; k < ranges.length; k++) {
      expect(ranges[k]!.end).toBeGreaterThan(ranges[k]!.start);
      if (k > 0) expect(ranges[k]!.start).toBeGreaterThanOrEqual(ranges[k - 1]!.end);
    }
  });

  it.each(Object.entries(publishedDetectors))("%s does not depend on the unit or the polarity", (_name, detect) => {
    const other = detect({ ...own, samples: own.samples.map((value) => -1024 * value), rest: own.rest.map((value) => -1024 * value) });
    expect(other).toEqual(detect(own));
  });

  // The same signal at half the rate: defaults in milliseconds and in units of the noise mean the same time at any rate.
  it.each(Object.entries(publishedDetectors))("%s says the same of every second sample", (_name, detect) => {
    const half = (x: Float64Array): Float64Array => x.filter((_, k) => k % 2 === 0);
    const fine = detect(own).map(({ start, end }) => [start / 2000, end / 2000] as const);
    const coarse = detect({ ...own, samples: half(own.samples), rest: half(own.rest), samplingHz: 1000 }).map(({ start, end }) => [start / 1000, end / 1000] as const);
    const same = fine.filter(([start, end]) => coarse.some(([from, to]) => Math.abs(from - start) < 0.006 && Math.abs(to - end) < 0.006));
    expect(same.length).toBeGreaterThanOrEqual(0.8 * fine.length);
    expect(Math.abs(coarse.length - fine.length)).toBeLessThanOrEqual(2);
  });

  it("PELT dates a step of the variance alike at both rates", () => {
    const at = (samplingHz: number): number => {
      const noise = noiseLike(1, [30, 450], 2000).map((value, i) => (i < 1700 ? value : 4 * value));
      const x = noise.filter((_, k) => k % (2000 / samplingHz) === 0);
      return peltVariance(x, samplingHz)[0]! / samplingHz;
    };
    expect(Math.abs(at(1000) - at(2000))).toBeLessThan(0.006);
    expect(Math.abs(at(1000) - 0.85)).toBeLessThan(0.01);
  });
});
