import { describe, expect, it } from "vitest";
import { noiseFloorCorrection } from "../../../src/core/signal/noise-floor-constants";
import { golden } from "./noise";

const simulated = golden<{ band: [number, number]; envelopeHz: 20 | 10 | 6 | 4; quietToMean: number; sigmaOverMean: number }[]>("noise-floor");

describe("noise-floor corrections", () => {
  it("have the values that science.md states for 20 Hz", () => {
    const { quietToMean, sigmaOverMean } = noiseFloorCorrection(20, [30, 450]);
    expect(Math.abs(quietToMean / 1.208 - 1)).toBeLessThan(0.005);
    expect(Math.abs(sigmaOverMean / 0.147 - 1)).toBeLessThan(0.02);
  });

  it.each(simulated.map((one) => [`${one.envelopeHz} Hz envelope of ${one.band.join("–")} Hz`, one] as const))("agree with a simulation in SciPy, between the tabulated widths too: %s", (_, one) => {
    const { quietToMean, sigmaOverMean } = noiseFloorCorrection(one.envelopeHz, one.band);
    expect(Math.abs(quietToMean / one.quietToMean - 1)).toBeLessThan(0.01);
    expect(Math.abs(sigmaOverMean / one.sigmaOverMean - 1)).toBeLessThan(0.03);
  });

  it("stay at the outermost values beyond the table", () => {
    expect(noiseFloorCorrection(20, [30, 2000])).toEqual(noiseFloorCorrection(20, [30, 1000]));
    expect(noiseFloorCorrection(6, [30, 60])).toEqual(noiseFloorCorrection(6, [30, 100]));
  });
});
