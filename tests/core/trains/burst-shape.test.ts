import { describe, expect, it } from "vitest";
import { burstShape, type ShapedBurst } from "../../../src/core/trains/burst-shape";

const CELL_HZ = 500;

function flat(durationSeconds: number, power: number): ShapedBurst {
  return { durationSeconds, relativePower: Float64Array.from({ length: Math.round(durationSeconds * CELL_HZ) }, () => 1 + power) };
}

describe("burstShape", () => {
  it("gives the spread of durations that alternate by the factor q as ln q / √2, whatever their level", () => {
    for (const [level, q] of [[0.06, 1.5], [0.1, 2]] as const) {
      const shape = burstShape(Array.from({ length: 9 }, (_, k) => flat(k % 2 === 0 ? level : level * q, 4)), CELL_HZ)!;
      expect(shape.durationSpread).toBeCloseTo(Math.log(q) / Math.SQRT2, 12);
      expect(shape.heightSpread).toBeCloseTo(0, 12);
      expect(shape.count).toBe(9);
    }
  });

  it("takes the height from the power above rest, and a fading train for little of its course", () => {
    const alternating = burstShape(Array.from({ length: 8 }, (_, k) => flat(0.08, k % 2 === 0 ? 9 : 36)), CELL_HZ)!;
    // Net power times four: amplitude times two.
    expect(alternating.heightSpread).toBeCloseTo(Math.log(2) / Math.SQRT2, 12);
    const fading = burstShape(Array.from({ length: 21 }, (_, k) => flat(0.08, 100 * Math.exp((-2 * k) / 20))), CELL_HZ)!;
    // ln A falls by 0.05 a beat: √(0.05² / 2).
    expect(fading.heightSpread).toBeCloseTo(0.05 / Math.SQRT2, 12);
  });

  it("finds a full burst active all the time and a lone potential for its width and the 10 ms about it", () => {
    const full = [1, 2, 3, 4].map(() => flat(0.08, 10));
    expect(burstShape(full, CELL_HZ)!.activeShare).toBe(1);
    // Three cells of potential in forty: the sum over five cells is not zero in seven.
    const lone = [1, 2, 3, 4].map((): ShapedBurst => ({ durationSeconds: 0.08, relativePower: Float64Array.from({ length: 40 }, (_, k) => (k >= 18 && k <= 20 ? 50 : 1)) }));
    expect(burstShape(lone, CELL_HZ)!.activeShare).toBeCloseTo(7 / 40, 12);
    // The middle of the bursts: one full burst among lone ones changes nothing.
    expect(burstShape([...lone, full[0]!], CELL_HZ)!.activeShare).toBeCloseTo(7 / 40, 12);
  });

  it("says nothing of three bursts, and stays finite for empty ones", () => {
    expect(burstShape([flat(0.06, 3), flat(0.07, 4), flat(0.05, 5)], CELL_HZ)).toBeUndefined();
    const silent = burstShape(Array.from({ length: 4 }, () => ({ durationSeconds: 0, relativePower: [] })), CELL_HZ)!;
    expect([silent.durationSpread, silent.heightSpread, silent.activeShare]).toEqual([0, 0, 0]);
  });
});
