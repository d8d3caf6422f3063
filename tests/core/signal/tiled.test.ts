import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { butterworthBandpass, butterworthLowpass } from "../../../src/core/signal/butterworth";
import { settlingSamples } from "../../../src/core/signal/sos";
import { detrendAndFilter, filterRange, filterTiled } from "../../../src/core/signal/tiled";
import { measureTrend, subtractTrend } from "../../../src/core/signal/trend";
import { sosfiltfilt } from "../../../src/core/signal/zero-phase";
import { largest, largestDifference, noiseOnLine, readerOf } from "./noise";

const TOLERANCE = 1e-12;

describe("tiled filtering", () => {
  it("equals the whole array for any tiling, rate, filter and offset, up to both ends", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 16, max: 30_000 }),
        fc.integer({ min: 1, max: 12_000 }),
        fc.constantFrom(500, 1259.259, 2000, 5000),
        fc.constantFrom("band", "low20", "low6"),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 0, max: 5000 }),
        async (samples, tileSamples, samplingHz, kind, seed, start) => {
          const sos = kind === "band" ? butterworthBandpass(2, 30, Math.min(450, 0.45 * samplingHz), samplingHz) : butterworthLowpass(2, kind === "low20" ? 20 : 6, samplingHz);
          // As after the detrend: an offset many times max|y| would cost digits in the whole array as much as in the tiles.
          const all = noiseOnLine(start + samples + 100, seed, kind === "band" ? 0.1 : 2, 0);
          const expected = sosfiltfilt(sos, all.slice(start, start + samples));
          const got = new Float64Array(samples).fill(NaN);
          let next = start;
          // Small tiles of a long array would only repeat the margins a thousand times.
          const tile = Math.max(tileSamples, Math.ceil(samples / 40));
          await filterTiled({
            segment: { start, end: start + samples },
            read: readerOf(all).read,
            sos,
            tileSamples: tile,
            onTile: (at, values) => {
              expect(at).toBe(next);
              next = at + values.length;
              got.set(values, at - start);
            },
          });
          expect(largestDifference(got, expected)).toBeLessThanOrEqual(TOLERANCE * largest(expected));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("never reads more than a tile and its margins, however long the segment", async () => {
    const sos = butterworthBandpass(2, 30, 450, 2000);
    const reader = readerOf(noiseOnLine(300_000, 4, 0, 0));
    await filterTiled({ segment: { start: 0, end: 300_000 }, read: reader.read, sos, tileSamples: 8192, onTile: () => undefined });
    expect(reader.largestRead()).toBeLessThanOrEqual(8192 + 2 * settlingSamples(sos));
  });

  it("filters one range as if the whole segment had been", async () => {
    const sos = butterworthBandpass(2, 30, 450, 2000);
    const x = noiseOnLine(20_000, 9, 0, 0);
    const whole = sosfiltfilt(sos, x);
    for (const range of [{ start: 0, end: 1 }, { start: 9000, end: 9400 }, { start: 19_990, end: 20_000 }]) {
      const part = await filterRange({ segment: { start: 0, end: 20_000 }, range, read: readerOf(x).read, sos });
      expect(largestDifference(part, whole.subarray(range.start, range.end))).toBeLessThanOrEqual(TOLERANCE * largest(whole));
    }
  });

  it("stops between tiles when cancelled", async () => {
    const cancel = { cancelled: false };
    let tiles = 0;
    const work = filterTiled({
      segment: { start: 0, end: 100_000 },
      read: readerOf(noiseOnLine(100_000, 4, 0, 0)).read,
      sos: butterworthBandpass(2, 30, 450, 2000),
      tileSamples: 10_000,
      cancel,
      onTile: () => {
        tiles++;
        if (tiles === 3) cancel.cancelled = true;
      },
    });
    await expect(work).rejects.toMatchObject({ record: { code: "cancelled" } });
    expect(tiles).toBe(3);
  });
});

describe("linear trend", () => {
  it("finds a line exactly, far from zero and over many blocks", async () => {
    const samples = 3_000_000;
    const line = Float64Array.from({ length: samples }, (_, i) => 1e6 - 0.25 * i);
    const trend = await measureTrend({ start: 0, end: samples }, readerOf(line).read);
    expect(Math.abs(trend.slope + 0.25)).toBeLessThan(1e-13);
    expect(trend.centreSample).toBe((samples - 1) / 2);
    expect(Math.abs(trend.level - (1e6 - 0.25 * trend.centreSample))).toBeLessThan(1e-8);
  });

  it("leaves residuals without mean and without slope (normal equations)", async () => {
    const x = noiseOnLine(10_001, 17, 5000, -3);
    const start = 777;
    const read = (range: { start: number; end: number }): Promise<Float64Array> => Promise.resolve(x.slice(range.start - start, range.end - start));
    const trend = await measureTrend({ start, end: start + x.length }, read);
    subtractTrend(x, start, trend);
    const sum = x.reduce((total, value) => total + value, 0);
    const moment = x.reduce((total, value, i) => total + value * (i - 5000), 0);
    expect(Math.abs(sum / x.length)).toBeLessThan(1e-10);
    expect(Math.abs(moment / x.length ** 2)).toBeLessThan(1e-10);
    expect(largest(x)).toBeLessThan(0.6);
  });

  it("takes off offset and slope before the filter", async () => {
    const sos = butterworthBandpass(2, 30, 450, 2000);
    const flat = noiseOnLine(30_000, 3, 0, 0);
    const tilted = flat.map((value, i) => value + 40 + 0.01 * i);
    const run = async (x: Float64Array): Promise<Float64Array> => {
      const y = new Float64Array(x.length);
      await detrendAndFilter({ segment: { start: 0, end: x.length }, read: readerOf(x).read, sos, tileSamples: 7000, onTile: (at, values) => y.set(values, at) });
      return y;
    };
    const expected = await run(flat);
    expect(largestDifference(await run(tilted), expected)).toBeLessThan(1e-11);
  });
});
