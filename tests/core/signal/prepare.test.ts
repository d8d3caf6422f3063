import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareChannel } from "../../../src/core/signal/prepare";
import type { PrepareRequest } from "../../../src/core/signal/prepare";
import { meanPower } from "../../../src/core/signal/prepared";
import type { PreparedChannel } from "../../../src/core/signal/prepared";
import { envelopeOf, filteredOf } from "../../../src/core/signal/sub-range";
import type { Segment } from "../../../src/core/timeline";
import { golden, largest, largestDifference, noise, noiseOnLine, readerOf } from "./noise";

interface PreparedCase {
  readonly samplingHz: number;
  readonly samples: number;
  readonly seed: number;
  readonly offset: number;
  readonly slope: number;
  readonly envelopeHz: number;
  readonly gridStep: number;
  readonly points: number;
  readonly maximum: number;
  readonly at: readonly number[];
  readonly envelope: readonly number[];
  readonly power: readonly number[];
}

const TOLERANCE = 1e-12;
const whole = (samples: number): readonly Segment[] => [{ startSample: 0, endSample: samples, startSeconds: 0 }];

function prepare(x: Float64Array, samplingHz: number, more: Partial<PrepareRequest> = {}, segments = whole(x.length)): Promise<PreparedChannel> {
  return prepareChannel({ channel: { samplingHz, segments, physicalRange: undefined }, read: readerOf(x).read, bandLowHz: 30, bandHighHz: 450, ...more });
}

describe("prepared channel against SciPy: detrend, band-pass, rectify, low-pass, grid", () => {
  const cases = golden<PreparedCase[]>("prepared");
  it.each(cases.map((one) => [`${one.samples} samples at ${one.samplingHz} Hz, ${one.envelopeHz} Hz envelope`, one] as const))("%s", async (_, one) => {
    const x = noiseOnLine(one.samples, one.seed, one.offset, one.slope);
    for (const more of [{}, { wholeSamples: 0, tileSamples: 3001 }]) {
      const prepared = await prepare(x, one.samplingHz, { envelopeHz: one.envelopeHz, ...more });
      expect(prepared.gridStep).toBe(one.gridStep);
      const [segment] = prepared.segments;
      expect(segment!.envelope).toHaveLength(one.points);
      expect(largestDifference(one.at.map((k) => segment!.envelope[k]!), one.envelope)).toBeLessThanOrEqual(TOLERANCE * one.maximum);
      expect(largestDifference(one.at.map((k) => segment!.power[k]!), one.power)).toBeLessThanOrEqual(TOLERANCE * one.maximum ** 2);
    }
  });

  it.each(cases.filter(({ samples }) => samples >= 20_000).map((one) => [`${one.envelopeHz} Hz at ${one.samplingHz} Hz`, one] as const))("gives the same envelope lazily over sub-ranges: %s", async (_, one) => {
    const x = noiseOnLine(one.samples, one.seed, one.offset, one.slope);
    const prepared = await prepare(x, one.samplingHz);
    for (const [from, to] of [[0, one.samples], [0, 500], [one.samples - 313, one.samples], [7001, 9003]] as const) {
      const piece = await envelopeOf(prepared, readerOf(x).read, { start: from, end: to }, one.envelopeHz);
      expect(piece.startSample % one.gridStep).toBe(0);
      expect(piece.startSample).toBeLessThanOrEqual(from);
      one.at.forEach((k, j) => {
        const place = k - piece.startSample / one.gridStep;
        if (place < 0 || place >= piece.envelope.length) return;
        expect(Math.abs(piece.envelope[place]! - one.envelope[j]!)).toBeLessThanOrEqual(TOLERANCE * one.maximum);
      });
      expect(piece.envelope).toHaveLength(Math.ceil((to - piece.startSample) / one.gridStep));
    }
  });
});

describe("gaps and invalid samples", () => {
  it("treats segments as separate recordings", async () => {
    const x = noiseOnLine(9000, 21, 3, 0);
    const segments = [{ startSample: 0, endSample: 4000, startSeconds: 0 }, { startSample: 4000, endSample: 4010, startSeconds: 50 }, { startSample: 4010, endSample: 9000, startSeconds: 100 }];
    const prepared = await prepare(x, 1000, {}, segments);
    expect(prepared.segments.map(({ startSample, endSample, startSeconds }) => ({ startSample, endSample, startSeconds }))).toEqual([segments[0], segments[2]]);
    expect(prepared.skipped).toEqual([segments[1]]);
    const alone = await prepare(x.slice(4010), 1000);
    expect(prepared.segments[1]!.envelope).toEqual(alone.segments[0]!.envelope);
    expect(prepared.segments[1]!.power).toEqual(alone.segments[0]!.power);
  });

  it("splits at NaN and infinity, whatever the block size, with the right times", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 2999 }), { maxLength: 8 }), fc.integer({ min: 1, max: 700 }), async (holes, tileSamples) => {
        const x = noise(3000, 11);
        holes.forEach((hole, k) => (x[hole] = k % 3 === 0 ? Infinity : NaN));
        const prepared = await prepare(x, 500, { wholeSamples: 0, tileSamples }, [{ startSample: 0, endSample: 3000, startSeconds: 2 }]);
        const edges = [-1, ...[...holes].sort((a, b) => a - b), 3000];
        const runs = edges.slice(1).map((end, k) => [edges[k]! + 1, end] as const).filter(([from, to]) => to > from);
        const found = [...prepared.segments, ...prepared.skipped].map(({ startSample, endSample }) => [startSample, endSample]).sort((a, b) => a[0]! - b[0]!);
        expect(found).toEqual(runs);
        for (const segment of prepared.segments) {
          expect(segment.startSeconds).toBeCloseTo(2 + segment.startSample / 500, 12);
          const alone = await prepare(x.slice(segment.startSample, segment.endSample), 500);
          expect(largestDifference(segment.envelope, alone.segments[0]!.envelope)).toBeLessThanOrEqual(TOLERANCE);
        }
        expect(prepared.quality.invalidCount).toBe(holes.length);
      }),
      { numRuns: 25 },
    );
  });

  it("has nothing to show for an empty or wholly invalid channel", async () => {
    expect((await prepare(new Float64Array(0), 1000, {}, [])).segments).toEqual([]);
    const invalid = await prepare(new Float64Array(100).fill(NaN), 1000);
    expect(invalid.segments).toEqual([]);
    expect(invalid.quality).toMatchObject({ sampleCount: 100, invalidCount: 100, clippedShare: 0, allEqual: false });
  });
});

describe("sub-ranges and power", () => {
  it("gives band-passed samples whose mean square is the power between two samples", async () => {
    const x = noiseOnLine(30_000, 8, 1, 0);
    const prepared = await prepare(x, 2000);
    const range = { start: 8004, end: 9996 };
    const y = await filteredOf(prepared, readerOf(x).read, range);
    const meanSquare = y.reduce((sum, value) => sum + value * value, 0) / y.length;
    expect(meanPower(prepared.segments[0]!, prepared.gridStep, range.start, range.end)).toBeCloseTo(meanSquare, 12);
    expect(meanPower(prepared.segments[0]!, prepared.gridStep, 500, 500)).toBeNaN();
  });

  it("refuses a range outside all segments", async () => {
    const x = noise(1000, 2);
    const prepared = await prepare(x, 1000);
    await expect(envelopeOf(prepared, readerOf(x).read, { start: 1000, end: 1010 }, 10)).rejects.toThrow(RangeError);
  });

  it("keeps to the unit: volts and microvolts differ by 1e6 only", async () => {
    const x = noise(5000, 31);
    const micro = await prepare(x, 1000);
    const volts = await prepare(x.map((value) => -value * 1e-6), 1000);
    expect(largestDifference(volts.segments[0]!.envelope.map((value) => value * 1e6), micro.segments[0]!.envelope)).toBeLessThan(TOLERANCE * largest(x));
  });

  it("reads a short segment once and a long one in tiles that stay small", async () => {
    const x = noise(200_000, 7);
    const once = readerOf(x);
    await prepare(x, 2000, { read: once.read });
    expect(once.samplesRead()).toBe(200_000);
    const tiled = readerOf(x);
    const progress: number[] = [];
    await prepare(x, 2000, { read: tiled.read, wholeSamples: 1000, tileSamples: 16_384, progress: (fraction) => progress.push(fraction) });
    expect(tiled.largestRead()).toBeLessThan(16_384 + 2 * 2500);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it("stops when cancelled", async () => {
    await expect(prepare(noise(1000, 1), 1000, { cancel: { cancelled: true } })).rejects.toMatchObject({ record: { code: "cancelled" } });
  });
});
