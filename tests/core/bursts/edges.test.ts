import { describe, expect, it } from "vitest";
import { keepSeparatePeaks, measureBursts } from "../../../src/core/bursts/edges";
import type { FlooredEnvelope } from "../../../src/core/bursts/edges";

/** Triangles of given height and half width over a floor of 1 with σ 0.1. */
function triangles(count: number, list: readonly (readonly [number, number, number])[]): FlooredEnvelope {
  const envelope = new Float64Array(count).fill(1);
  for (const [centre, height, half] of list) {
    for (let k = 0; k < count; k++) envelope[k] = Math.max(envelope[k]!, 1 + height * Math.max(0, 1 - Math.abs(k - centre) / half));
  }
  return { envelope, mean: new Float64Array(count).fill(1), sigma: new Float64Array(count).fill(0.1) };
}

describe("edges and centroid", () => {
  it("end at a tenth of the height where that is above two σ, between grid points", () => {
    const [burst] = measureBursts(Int32Array.from([100]), triangles(200, [[100, 10, 30]]), 2, 0.1);
    // A tenth of the height is reached at nine tenths of the half width.
    expect(burst!.onset).toBeCloseTo(100 - 27, 10);
    expect(burst!.offset).toBeCloseTo(100 + 27, 10);
    expect(burst!.centroid).toBeCloseTo(100, 10);
    expect(burst!.height).toBe(10);
  });

  it("end at two σ where that is higher", () => {
    const [burst] = measureBursts(Int32Array.from([100]), triangles(200, [[100, 1, 30]]), 2, 0.1);
    expect(burst!.onset).toBeCloseTo(100 - 24, 10);
    expect(burst!.offset).toBeCloseTo(100 + 24, 10);
  });

  it("end at the valley between neighbours that run into each other", () => {
    const bursts = measureBursts(Int32Array.from([100, 140]), triangles(240, [[100, 10, 30], [140, 10, 30]]), 2, 0.1);
    expect(bursts[0]!.offset).toBe(120);
    expect(bursts[1]!.onset).toBe(120);
  });

  it("puts the centroid of a right-angled triangle at a third", () => {
    const envelope = new Float64Array(3001).fill(1);
    for (let k = 0; k <= 900; k++) envelope[1000 + k] = 1 + 9 * (1 - k / 900);
    const track = { envelope, mean: new Float64Array(3001).fill(1), sigma: new Float64Array(3001) };
    const [burst] = measureBursts(Int32Array.from([1000]), track, 2, 1e-9);
    expect(burst!.centroid).toBeCloseTo(1300, -0.5);
  });
});

describe("valley rule", () => {
  it("keeps both peaks at a valley of 0.6 of the lower one, the taller at more", () => {
    // Two triangles of half width 30, d apart, cross at 1 − d/60 of the height.
    const apart = triangles(300, [[100, 10, 30], [126, 10, 30]]);
    const close = triangles(300, [[100, 10, 30], [122, 12, 36]]);
    expect(Array.from(keepSeparatePeaks([100, 126], apart, 0.6))).toEqual([100, 126]);
    expect(Array.from(keepSeparatePeaks([100, 122], close, 0.6))).toEqual([122]);
  });

  it("compares the survivor with the peak before", () => {
    const track = triangles(400, [[100, 10, 30], [120, 8.5, 30], [140, 11, 30]]);
    expect(Array.from(keepSeparatePeaks([100, 120, 140], track, 0.6))).toEqual([140]);
  });
});
