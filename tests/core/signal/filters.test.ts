import { describe, expect, it } from "vitest";
import { butterworthBandpass, butterworthHighpass, butterworthLowpass } from "../../../src/core/signal/butterworth";
import { gainAt, largestPoleRadius, minimumSamples, settlingSamples } from "../../../src/core/signal/sos";
import type { Sos } from "../../../src/core/signal/sos";
import { backward, forward, sosfiltfilt } from "../../../src/core/signal/zero-phase";
import { golden, largest, largestDifference, noise, noiseOnLine } from "./noise";

interface FilterCase {
  readonly kind: "bandpass" | "lowpass" | "highpass";
  readonly order: number;
  readonly edges: readonly number[];
  readonly samplingHz: number;
  readonly samples: number;
  readonly seed: number;
  readonly offset: number;
  readonly slope: number;
  readonly sos: readonly number[];
  readonly maximum: number;
  readonly at: readonly number[];
  readonly y: readonly number[];
}

const cases = golden<FilterCase[]>("filters");
/** The promise of the issue, as a share of max|y|. */
const TOLERANCE = 1e-12;

function design({ kind, order, edges, samplingHz }: FilterCase): Sos {
  if (kind === "lowpass") return butterworthLowpass(order, edges[0]!, samplingHz);
  if (kind === "highpass") return butterworthHighpass(order, edges[0]!, samplingHz);
  return butterworthBandpass(order, edges[0]!, edges[1]!, samplingHz);
}

describe("Butterworth design and zero-phase filtering against SciPy", () => {
  it("has vectors of every kind, short and long", () => {
    expect(new Set(cases.map(({ kind }) => kind)).size).toBe(3);
    expect(Math.max(...cases.map(({ samples }) => samples))).toBeGreaterThan(200_000);
    expect(cases.length).toBeGreaterThan(140);
  });

  it.each(cases.map((one) => [`${one.kind} ${one.order} ${one.edges.join("–")} Hz at ${one.samplingHz} Hz, ${one.samples} samples`, one] as const))("%s", (_, one) => {
    const sos = design(one);
    expect(largestDifference(sos.coefficients, one.sos)).toBeLessThanOrEqual(2e-15);
    const y = sosfiltfilt(sos, noiseOnLine(one.samples, one.seed, one.offset, one.slope));
    expect(largestDifference(one.at.map((i) => y[i]!), one.y)).toBeLessThanOrEqual(TOLERANCE * one.maximum);
  });
});

describe("closed forms", () => {
  it("passes the edges at −3 dB, once", () => {
    const band = butterworthBandpass(2, 30, 450, 2000);
    expect(gainAt(band, 30, 2000)).toBeCloseTo(Math.SQRT1_2, 10);
    expect(gainAt(band, 450, 2000)).toBeCloseTo(Math.SQRT1_2, 10);
    expect(gainAt(butterworthLowpass(2, 20, 2000), 20, 2000)).toBeCloseTo(Math.SQRT1_2, 10);
    expect(gainAt(butterworthHighpass(3, 20, 1000), 20, 1000)).toBeCloseTo(Math.SQRT1_2, 10);
  });

  it("follows 1 / √(1 + (tan(πf/fs) / tan(πfc/fs))^2n)", () => {
    for (const order of [1, 2, 3, 5]) {
      const sos = butterworthLowpass(order, 20, 1000);
      for (const f of [1, 7, 20, 55, 210, 400]) {
        const ratio = Math.tan((Math.PI * f) / 1000) / Math.tan((Math.PI * 20) / 1000);
        expect(gainAt(sos, f, 1000) * Math.sqrt(1 + ratio ** (2 * order))).toBeCloseTo(1, 9);
      }
    }
  });

  it("scales a sinusoid by the squared gain and does not shift it", () => {
    const samplingHz = 2000;
    const sos = butterworthBandpass(2, 30, 450, samplingHz);
    for (const f of [12, 30, 100, 400, 700]) {
      const x = Float64Array.from({ length: 8000 }, (_, i) => Math.sin((2 * Math.PI * f * i) / samplingHz + 0.3));
      const y = sosfiltfilt(sos, x);
      const expected = gainAt(sos, f, samplingHz) ** 2;
      const middle = { from: 3000, to: 5000 };
      expect(largestDifference(y.subarray(middle.from, middle.to), x.subarray(middle.from, middle.to).map((value) => value * expected))).toBeLessThan(1e-10);
    }
  });

  it("keeps a constant in a low-pass and removes it in a band-pass", () => {
    const constant = new Float64Array(500).fill(7);
    expect(largestDifference(sosfiltfilt(butterworthLowpass(2, 20, 1000), constant), constant)).toBeLessThan(1e-10);
    expect(largest(sosfiltfilt(butterworthBandpass(2, 30, 450, 1000), constant))).toBeLessThan(1e-10);
  });

  it("is linear, and even under time reversal away from the ends", () => {
    const sos = butterworthBandpass(2, 30, 225, 500);
    const x = noise(6000, 5);
    const y = sosfiltfilt(sos, x);
    expect(largestDifference(sosfiltfilt(sos, x.map((value) => -3e-6 * value)), y.map((value) => -3e-6 * value))).toBeLessThan(1e-18);
    const reversed = sosfiltfilt(sos, x.slice().reverse()).reverse();
    const margin = settlingSamples(sos);
    expect(largestDifference(reversed.subarray(margin, 6000 - margin), y.subarray(margin, 6000 - margin))).toBeLessThan(1e-13);
  });
});

describe("limits", () => {
  it("refuses a stretch that is no longer than the padding, and says how long it must be", () => {
    const sos = butterworthBandpass(2, 30, 450, 2000);
    expect(minimumSamples(sos)).toBe(16);
    expect(sosfiltfilt(sos, noise(16, 1))).toHaveLength(16);
    expect(() => sosfiltfilt(sos, noise(15, 1))).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "segment-too-short", details: { samples: 15, needed: 16 } }) }));
    expect(() => sosfiltfilt(sos, new Float64Array(0))).toThrow(/at least 16/);
  });

  it.each([
    [() => butterworthLowpass(2, 250, 500)],
    [() => butterworthLowpass(2, 0, 500)],
    [() => butterworthLowpass(2, NaN, 500)],
    [() => butterworthBandpass(2, 100, 30, 500)],
    [() => butterworthBandpass(2, 30, 300, 500)],
  ])("refuses a band that does not fit the rate: %s", (make) => {
    expect(make).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "filter-band" }) }));
  });

  it("does not crawl through denormal numbers in silence after activity, in either direction", () => {
    const smallestNormal = 2 ** -1022;
    for (const sos of [butterworthBandpass(2, 30, 450, 2000), butterworthLowpass(2, 20, 2000), butterworthLowpass(3, 20, 2000)]) {
      for (const pass of [forward, backward]) {
        const x = new Float64Array(400_000);
        x[pass === forward ? 0 : x.length - 1] = 1;
        pass(sos, new Float64Array(2 * sos.sectionCount), x);
        expect(largest(x)).toBeGreaterThan(1e-4);
        // Without the flush about 390 000 of them stay denormal for good.
        expect(x.filter((value) => value !== 0 && Math.abs(value) < smallestNormal).length).toBeLessThan(16_384);
      }
    }
  });

  it("knows its slowest pole: a transient after settling is gone", () => {
    const sos = butterworthLowpass(2, 6, 2000);
    expect(largestPoleRadius(sos)).toBeCloseTo(Math.exp((-2 * Math.PI * 6 * Math.SQRT1_2) / 2000), 4);
    const x = new Float64Array(4 * settlingSamples(sos));
    x[0] = 1;
    const y = sosfiltfilt(sos, x);
    expect(largest(y.subarray(settlingSamples(sos)))).toBeLessThan(1e-18 * largest(y));
  });
});
