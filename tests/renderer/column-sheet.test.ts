import { describe, expect, it } from "vitest";
import type { Trace, TracePiece } from "../../src/protocol/engine-api";
import { columnSpans, fillColumns, isDense, moveSpans } from "../../src/renderer/plots/column-sheet";

const WIDTH = 200;
const ROW = { top: 10, bottom: 60, zero: 35, perUnit: 2, linePixels: 1 };
const spansOf = (): { top: Float32Array; bottom: Float32Array } => ({ top: new Float32Array(WIDTH), bottom: new Float32Array(WIDTH) });
const trace = (...pieces: TracePiece[]): Trace => ({ channelIndex: 0, view: "raw", samplingHz: 1000, pieces });

/** Buckets of 5 ms from a start; random but the same each time. */
function piece(startSeconds: number, buckets: number, samplesPerBucket = 5): TracePiece {
  let state = 7;
  const random = (): number => (state = (16807 * state) % 2147483647) / 2147483647 - 0.5;
  const minimum = Float32Array.from({ length: buckets }, () => 12 * random());
  return { startSample: startSeconds * 1000, startSeconds, samplesPerBucket, minimum, maximum: minimum.map((value) => value + 6 * Math.abs(random())) };
}

describe("traces column by column", () => {
  it("each column reaches from the lowest to the highest bucket that it covers, and meets the one before", () => {
    const window = { start: 1.0013, span: 1.571, width: WIDTH };
    const one = piece(0.9, 400);
    const spans = spansOf();
    columnSpans(trace(one), ROW, window, spans);
    const step = 0.005 * (WIDTH / 1.571);
    let before: readonly [number, number] | undefined;
    for (let column = 0; column < WIDTH; column += 1) {
      // From the definition: every bucket of which a part lies in the column.
      const covered = [...one.minimum.keys()].filter((index) => {
        const left = (0.9 - 1.0013) * (WIDTH / 1.571) + index * step;
        return left < column + 1 - 1e-9 && left + step > column + 1e-9;
      });
      const own: readonly [number, number] = [35 - 2 * Math.max(...covered.map((index) => one.maximum[index]!)) - 0.5, 35 - 2 * Math.min(...covered.map((index) => one.minimum[index]!)) + 0.5];
      expect(spans.top[column]).toBeCloseTo(before === undefined ? own[0] : Math.min(own[0], before[1]), 4);
      expect(spans.bottom[column]).toBeCloseTo(before === undefined ? own[1] : Math.max(own[1], before[0]), 4);
      before = own;
    }
  });

  it("a gap stays empty and is not bridged; nor is a bucket without a value", () => {
    const spans = spansOf();
    const holed = piece(1, 40);
    holed.minimum[20] = NaN;
    columnSpans(trace(holed, piece(1.5, 20)), ROW, { start: 1, span: 1, width: WIDTH }, spans);
    // 40 buckets of 5 ms are 40 columns; 100 columns before the second piece.
    expect([...spans.top.subarray(40, 100)].every(Number.isNaN)).toBe(true);
    expect(Number.isNaN(spans.top[20]!)).toBe(true);
    expect(spans.top[21]).toBeCloseTo(35 - 2 * holed.maximum[21]! - 0.5, 4);
    expect(Number.isNaN(spans.top[100]!)).toBe(false);
    expect(Number.isNaN(spans.top[120]!)).toBe(true);
  });

  it("keeps the height of a peak of one sample among a hundred thousand", () => {
    const peak = piece(0, 20_000);
    peak.minimum.fill(0);
    peak.maximum.fill(0);
    peak.maximum[12_345] = 9;
    const spans = spansOf();
    columnSpans(trace(peak), ROW, { start: 0, span: 100, width: WIDTH }, spans);
    expect(Math.min(...spans.top)).toBeCloseTo(35 - 18 - 0.5, 4);
    expect(spans.top.indexOf(Math.min(...spans.top))).toBe(Math.floor((12_345 * 0.005 * WIDTH) / 100));
  });

  it("moved by whole pixels it is as if drawn anew, there and back, over gaps and holes", () => {
    const holed = piece(0.4, 300);
    holed.minimum[150] = NaN;
    const moving = trace(holed, piece(2.2, 260));
    const window = (pixels: number): { start: number; span: number; width: number } => ({ start: 86_000 + pixels / (WIDTH / 1.5), span: 1.5, width: WIDTH });
    const shifted = trace(...moving.pieces.map((one) => ({ ...one, startSeconds: one.startSeconds + 86_000 })));
    const kept = { ...spansOf(), row: ROW, window: window(0) };
    columnSpans(shifted, ROW, kept.window, kept);
    for (const pixels of [1, 2, 40, 41, 100, 99, 60, 3, 0, -20, 180, 181, 600, -600, 35.5, 36.5]) {
      moveSpans(kept, shifted, ROW, window(pixels));
      const anew = spansOf();
      columnSpans(shifted, ROW, window(pixels), anew);
      // The first column in view may meet one that has left it.
      expect(Math.max(0, ...kept.top.subarray(1).map((value, k) => Math.abs(value - anew.top[k + 1]!)).filter((value) => !Number.isNaN(value))), `${pixels}`).toBeLessThan(1e-3);
      expect([...kept.bottom.subarray(1)].map(Number.isNaN), `${pixels}`).toEqual([...anew.bottom.subarray(1)].map(Number.isNaN));
    }
    // Another scale is drawn anew.
    moveSpans(kept, shifted, { ...ROW, perUnit: 4 }, window(36.5));
    const anew = spansOf();
    columnSpans(shifted, { ...ROW, perUnit: 4 }, window(36.5), anew);
    expect(kept.top).toEqual(anew.top);
  });

  it("sets whole pixels inside, the ends by how much of them is covered, and nothing outside of the row", () => {
    const pixels = new Uint32Array(WIDTH * 70);
    const spans = spansOf();
    spans.top.fill(NaN);
    spans.bottom.fill(NaN);
    [spans.top[3], spans.bottom[3]] = [20.25, 23.5];
    [spans.top[4], spans.bottom[4]] = [-100, 1000];
    [spans.top[5], spans.bottom[5]] = [0, 9];
    [spans.top[6], spans.bottom[6]] = [30.25, 30.75];
    fillColumns(pixels, WIDTH, spans, ROW, 0xff112233);
    const alpha = (column: number): number[] => Array.from({ length: 70 }, (_, line) => pixels[line * WIDTH + column]! >>> 24);
    expect(alpha(3).flatMap((value, line) => (value === 0 ? [] : [[line, value]]))).toEqual([[20, Math.round(0.75 * 255)], [21, 255], [22, 255], [23, Math.round(0.5 * 255)]]);
    expect(alpha(4).filter((value) => value > 0)).toEqual(new Array(50).fill(255));
    expect(alpha(4).indexOf(255)).toBe(10);
    expect(alpha(5).every((value) => value === 0)).toBe(true);
    expect(alpha(6)[30]).toBe(Math.round(0.5 * 255));
    expect(pixels[21 * WIDTH + 3]).toBe(0xff112233);
    // Over what is there an end is mixed with it.
    fillColumns(pixels, WIDTH, { top: spans.top.map((_value, k) => (k === 4 ? 29.5 : NaN)), bottom: spans.bottom.map((_value, k) => (k === 4 ? 31 : NaN)) }, ROW, 0xff000000);
    expect(pixels[29 * WIDTH + 4]! >>> 24).toBe(255);
    expect(pixels[29 * WIDTH + 4]! & 255).toBe(Math.round(0x33 / 2));
    expect(pixels[30 * WIDTH + 4]).toBe(0xff000000);
  });

  it("is for traces with at least two buckets for three pixels", () => {
    expect(isDense(trace(piece(0, 10)), { start: 0, span: 1, width: 300 })).toBe(true);
    expect(isDense(trace(piece(0, 10)), { start: 0, span: 1, width: 301 })).toBe(false);
    expect(isDense(trace(), { start: 0, span: 1, width: 10 })).toBe(false);
  });
});
