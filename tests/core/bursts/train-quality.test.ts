import { describe, expect, it } from "vitest";
import type { FlooredEnvelope, GridBurst } from "../../../src/core/bursts/edges";
import { modulationDepth, quietFraction, signalToNoiseDb, sumOver, trainPowers } from "../../../src/core/bursts/train-quality";

function burst(peak: number, onset: number, offset: number, height: number): GridBurst {
  return { peak, onset, offset, centroid: peak, height };
}

describe("modulation depth and quiet fraction", () => {
  const envelope = Float64Array.from([1, 1, 5, 11, 5, 3, 5, 11, 5, 1, 1, 1, 1, 9, 1, 1]);
  const track: FlooredEnvelope = { envelope, mean: new Float64Array(16).fill(1), sigma: new Float64Array(16).fill(0.5) };
  const bursts = [burst(3, 1, 5, 10), burst(7, 5, 9, 10), burst(13, 12, 14, 8)];

  it("follow 4.5 by hand", () => {
    // Valleys 2 and 0 above the floor, median 1; peaks 10, 10, 8, median 10.
    expect(modulationDepth(bursts, track)).toBeCloseTo(0.9, 12);
    // Grid points 1 to 14; below 1 + 2·0.5: 1, 9 to 12 and 14.
    expect(quietFraction(bursts, track, 2)).toBeCloseTo(6 / 14, 12);
  });

  it("are undefined where there is nothing to compare", () => {
    expect(modulationDepth(bursts.slice(0, 1), track)).toBeUndefined();
    expect(quietFraction([], track, 2)).toBeUndefined();
  });
});

describe("measured SNR", () => {
  const power = new Float64Array(1000).fill(1);
  for (const start of [300, 400, 500]) power.fill(11, start, start + 20);
  const spans = [300, 400, 500].map((onset) => ({ onset, offset: onset + 20 }));

  it("is 10 log10(Pb/Pq − 1)", () => {
    const powers = trainPowers(power, 500, spans, spans, 0, 5)!;
    expect(powers).toEqual({ burst: 11, quiet: 1, quietFromFloor: false });
    expect(signalToNoiseDb(powers)).toBeCloseTo(10, 12);
  });

  it("does not count other bursts as quiet", () => {
    const loud = power.slice();
    loud.fill(100, 600, 700);
    const powers = trainPowers(loud, 500, spans, [...spans, { onset: 600, offset: 700 }], 0, 5)!;
    expect(powers.quiet).toBeCloseTo(1, 12);
  });

  it("takes (1.2533 μ)² where less than 0.2 s is quiet", () => {
    const busy = [{ onset: 0, offset: 950 }];
    const powers = trainPowers(power, 500, busy, busy, 2, 5)!;
    expect(powers.quietFromFloor).toBe(true);
    // E|x| = σ·√(2/π) for Gaussian noise.
    expect(powers.quiet).toBeCloseTo((2 * Math.sqrt(Math.PI / 2)) ** 2, 12);
  });

  it("is undefined for bursts no louder than the rest", () => {
    expect(signalToNoiseDb({ burst: 1, quiet: 1, quietFromFloor: false })).toBeUndefined();
    expect(signalToNoiseDb({ burst: 1, quiet: 0, quietFromFloor: false })).toBeUndefined();
  });

  it("counts cut cells in proportion", () => {
    expect(sumOver(Float64Array.from([1, 2, 4, 8]), 0.5, 2.25)).toBeCloseTo(0.5 + 2 + 1, 12);
    expect(sumOver(Float64Array.from([1, 2, 4, 8]), 1.25, 1.75)).toBeCloseTo(1, 12);
    expect(sumOver(Float64Array.from([1, 2]), 3, 4)).toBe(0);
  });
});
