import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASE_SAMPLES, alignedRange, appendToPyramid, bucketsOf, createPyramid, queryPyramid, samplesPerBucketFor } from "../../../src/core/signal/pyramid";
import type { BucketPiece } from "../../../src/core/signal/pyramid";
import type { Segment } from "../../../src/core/timeline";
import { noise } from "./noise";

const SAMPLING_HZ = 1000;

function segmentsOf(lengths: readonly number[]): Segment[] {
  let sample = 0;
  return lengths.map((length, k) => {
    const segment = { startSample: sample, endSample: sample + length, startSeconds: sample / SAMPLING_HZ + k };
    sample += length;
    return segment;
  });
}

function extremes(x: Float64Array, from: number, to: number): [number, number] {
  const values = [...x.subarray(from, to)].filter((value) => !Number.isNaN(value)).map(Math.fround);
  return values.length === 0 ? [NaN, NaN] : [Math.min(...values), Math.max(...values)];
}

function expectExact(piece: BucketPiece, x: Float64Array, segment: Segment, filledTo: number): void {
  for (let k = 0; k < piece.minimum.length; k++) {
    const from = piece.startSample + k * piece.samplesPerBucket;
    const to = Math.min(from + piece.samplesPerBucket, segment.endSample, filledTo);
    expect([piece.minimum[k], piece.maximum[k]]).toEqual(extremes(x, from, to));
  }
}

const shape = fc.record({
  lengths: fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 4 }),
  blocks: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 }),
  columns: fc.integer({ min: 1, max: 120 }),
  window: fc.tuple(fc.nat(), fc.nat()),
  missing: fc.array(fc.nat(), { maxLength: 40 }),
  share: fc.constantFrom(1, 0.6),
});

describe("min/max pyramid", () => {
  it("holds the exact extremes of every bucket at every zoom, for any blocks, gaps, holes and windows", () => {
    fc.assert(
      fc.property(shape, ({ lengths, blocks, columns, window, missing, share }) => {
        const segments = segmentsOf(lengths);
        const total = segments.at(-1)!.endSample;
        const x = noise(total, 1 + total);
        for (const place of missing) x[place % total] = NaN;
        const pyramid = createPyramid(segments, SAMPLING_HZ);
        const until = Math.ceil(total * share);
        for (let at = 0, k = 0; at < until; k++) {
          const end = Math.min(until, at + blocks[k % blocks.length]!);
          appendToPyramid(pyramid, at, x.slice(at, end));
          at = end;
        }
        const start = window[0] % total;
        const range = { start, end: start + 1 + (window[1] % (total - start)) };
        const pieces = queryPyramid(pyramid, range, columns);
        if (samplesPerBucketFor(range.end - range.start, columns) < BASE_SAMPLES) {
          expect(pieces).toBeUndefined();
          return;
        }
        const expectedSegments = segments.filter((segment) => Math.max(segment.startSample, range.start) < Math.min(segment.endSample, range.end, until));
        expect(pieces).toHaveLength(expectedSegments.length);
        pieces!.forEach((piece, k) => {
          const segment = expectedSegments[k]!;
          expectExact(piece, x, segment, until);
          const end = piece.startSample + piece.minimum.length * piece.samplesPerBucket;
          expect(piece.startSample).toBeGreaterThanOrEqual(segment.startSample);
          expect(piece.startSample).toBeLessThanOrEqual(Math.max(range.start, segment.startSample));
          expect(end).toBeGreaterThanOrEqual(Math.min(range.end, segment.endSample, until));
          expect(piece.startSeconds).toBeCloseTo(segment.startSeconds + (piece.startSample - segment.startSample) / SAMPLING_HZ, 9);
        });
      }),
      { numRuns: 200 },
    );
  });

  it("keeps the height of a single-sample peak at every zoom, within one to two buckets a column", () => {
    const x = new Float64Array(1_000_000);
    x[654_321] = 9;
    x[654_400] = -4;
    const pyramid = createPyramid(segmentsOf([x.length]), SAMPLING_HZ);
    appendToPyramid(pyramid, 0, x);
    for (const columns of [1, 10, 333, 1000, 4000, 60_000]) {
      const [piece] = queryPyramid(pyramid, { start: 0, end: x.length }, columns)!;
      expect(Math.max(...piece!.maximum)).toBe(9);
      expect(Math.min(...piece!.minimum)).toBe(-4);
      expect(piece!.minimum.length).toBeGreaterThanOrEqual(columns);
      expect(piece!.minimum.length).toBeLessThanOrEqual(2 * columns + 1);
    }
  });

  it("makes the same buckets from samples, down to one sample", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 20 }), fc.nat(), fc.nat(), (length, size, a, b) => {
        const [segment] = segmentsOf([length]);
        const x = noise(length, length);
        const start = a % length;
        const range = { start, end: start + 1 + (b % (length - start)) };
        const aligned = alignedRange(segment!, range, size)!;
        expect(aligned.start % size).toBe(0);
        expect(aligned.start <= range.start && aligned.end >= range.end).toBe(true);
        expectExact(bucketsOf(x.slice(aligned.start, aligned.end), aligned.start, segment!, SAMPLING_HZ, size), x, segment!, length);
      }),
    );
    expect(alignedRange(segmentsOf([10])[0]!, { start: 10, end: 12 }, 4)).toBeUndefined();
  });

  it("refuses blocks out of order", () => {
    const pyramid = createPyramid(segmentsOf([100]), SAMPLING_HZ);
    expect(() => appendToPyramid(pyramid, 10, new Float64Array(5))).toThrow(RangeError);
  });
});
