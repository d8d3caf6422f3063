import { describe, expect, it } from "vitest";
import type { FigureTracePiece } from "../../src/figure/content";
import type { TraceScale } from "../../src/figure/trace-path";
import { traceExtent, tracePaths } from "../../src/figure/trace-path";
import { noise } from "./example-content";

const scale: TraceScale = { left: 10, startSeconds: 0, endSeconds: 100, millimetresPerSecond: 1, zero: 50, millimetresPerUnit: 0.1 };

function samples(values: Float32Array, seconds: number): FigureTracePiece {
  return { startSeconds: 0, secondsPerBucket: seconds / values.length, minimum: values, maximum: values };
}

describe("trace paths", () => {
  it("keep one-sample peaks of a million samples at their height and place", () => {
    const random = noise(4);
    const values = Float32Array.from({ length: 1_000_000 }, () => random());
    values[123_456] = 200;
    values[777_777] = -150;
    const [path] = tracePaths(samples(values, 100), scale);
    let top = 0;
    let bottom = 0;
    for (let k = 1; k < path!.length; k += 2) {
      if (path![k]! < path![2 * top + 1]!) top = (k - 1) / 2;
      if (path![k]! > path![2 * bottom + 1]!) bottom = (k - 1) / 2;
    }
    expect(path![2 * top + 1]).toBeCloseTo(50 - 20, 9);
    expect(path![2 * bottom + 1]).toBeCloseTo(50 + 15, 9);
    expect(Math.abs(path![2 * top]! - (10 + 12.3456))).toBeLessThan(0.0212);
    expect(Math.abs(path![2 * bottom]! - (10 + 77.7777))).toBeLessThan(0.0212);
    // 100 mm at 1200 dpi are 4724 columns of two points, plus the edges.
    expect(path!.length / 2).toBeLessThanOrEqual(2 * 4726);
  });

  it("leave few samples as they are", () => {
    const [path] = tracePaths(samples(Float32Array.of(0, 10, -10, 5), 4), scale);
    expect([...path!]).toEqual([10, 50, 11, 49, 12, 51, 13, 49.5]);
  });

  it("break at values that are not numbers and stop at the span", () => {
    const piece = samples(Float32Array.of(1, 2, Number.NaN, 3, 4, 5), 6);
    const paths = tracePaths(piece, { ...scale, endSeconds: 4 });
    expect(paths.map((path) => path.length / 2)).toEqual([2, 2]);
    expect(traceExtent({ channelIndex: 0, label: "", unit: "", pieces: [piece] }, 0, 4)).toEqual([1, 4]);
  });

  it("draw buckets from least to greatest at their middle", () => {
    const piece: FigureTracePiece = { startSeconds: 2, secondsPerBucket: 1, minimum: Float32Array.of(-10, -20), maximum: Float32Array.of(10, 30) };
    const [path] = tracePaths(piece, scale);
    expect(new Set([path![0], path![2]])).toEqual(new Set([12.5]));
    expect([path![1], path![3]].sort()).toEqual([49, 51]);
    expect([path![5], path![7]].sort()).toEqual([47, 52]);
  });
});
