import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findEcg, withoutEcg } from "../../../src/core/signal/ecg";
import { ArtefactScanner } from "../../../src/core/signal/raw-artefacts";

interface Heart {
  readonly samplingHz: number;
  readonly samples: readonly number[];
  readonly truth: readonly number[];
  readonly found: { readonly beatsPerMinute: number; readonly beats: readonly number[]; readonly scales: readonly number[]; readonly template: readonly number[]; readonly clean: readonly number[] } | null;
}

interface Stepped {
  readonly samplingHz: number;
  readonly samples: readonly number[];
  readonly truth: readonly { readonly at: number; readonly height: number }[];
  readonly found: readonly { readonly at: number; readonly height: number }[];
}

// Made by golden/artefact_reference.py.
const golden = JSON.parse(readFileSync(new URL("golden/artefacts.json", import.meta.url), "utf8")) as { readonly hearts: readonly Heart[]; readonly steps: readonly Stepped[] };

describe("heart beats by a running template (science.md 4.1) against NumPy and SciPy", () => {
  it.each(golden.hearts)("at $samplingHz Hz", async ({ samplingHz, samples, truth, found }) => {
    const x = Float64Array.from(samples);
    const read = (range: { readonly start: number; readonly end: number }): Promise<Float64Array> => Promise.resolve(x.slice(range.start, range.end));
    const track = await findEcg([{ startSample: 0, endSample: x.length, startSeconds: 0 }], samplingHz, read);
    if (found === null) {
      expect(track).toBeUndefined();
      return;
    }
    expect(track!.beatsPerMinute).toBeCloseTo(found.beatsPerMinute, 9);
    expect(track!.beats.map(({ sample }) => sample)).toEqual(found.beats);
    track!.beats.forEach(({ scale, template }, k) => {
      expect(scale).toBeCloseTo(found.scales[k]!, 8);
      template.forEach((value, i) => expect(value).toBeCloseTo(found.template[i]!, 8));
    });
    const clean = await withoutEcg(track!, read)({ start: 0, end: x.length });
    clean.forEach((value, k) => expect(Math.abs(value - found.clean[k]!)).toBeLessThan(1e-5));
    // And the heart beat when it did: each beat within 20 ms of a true one, none missed away from the ends.
    for (const sample of track!.beats.map((beat) => beat.sample)) expect(Math.min(...truth.map((seconds) => Math.abs(seconds - sample / samplingHz)))).toBeLessThan(0.02);
    expect(track!.beats.length).toBe(truth.length);
  });
});

describe("steps of the baseline against NumPy and SciPy", () => {
  it.each(golden.steps)("at $samplingHz Hz", ({ samplingHz, samples, truth, found }) => {
    const x = Float64Array.from(samples);
    const scanner = new ArtefactScanner(samplingHz, undefined);
    scanner.add(x, 0, x.length, 0);
    scanner.breakRun(x.length);
    const steps = scanner.artefacts().filter(({ kind }) => kind === "baseline-step");
    const cell = Math.round(0.05 * samplingHz);
    expect(steps.map(({ start, end }) => [start, end])).toEqual(found.map(({ at }) => [at - cell, at + cell]));
    steps.forEach(({ value }, k) => expect(value).toBeCloseTo(found[k]!.height, 9));
    expect(steps).toHaveLength(truth.length);
    steps.forEach(({ start, end, value }, k) => {
      expect(truth[k]!.at).toBeGreaterThanOrEqual(start);
      expect(truth[k]!.at).toBeLessThanOrEqual(end);
      expect(Math.abs(value - truth[k]!.height)).toBeLessThan(1.5);
    });
  });
});
