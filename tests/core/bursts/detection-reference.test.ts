import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { detectBursts } from "../../../src/core/bursts/detect-bursts";
import type { DetectorOptions } from "../../../src/core/bursts/detector-options";
import { detectorOptions } from "../../../src/core/bursts/detector-options";
import type { GridBurst } from "../../../src/core/bursts/edges";
import { defaultSettings } from "../../../src/core/settings";

interface Golden {
  readonly gridHz: number;
  readonly options: DetectorOptions;
  readonly cases: readonly { readonly name: string; readonly envelope: readonly number[]; readonly floor: readonly (readonly [number, number])[]; readonly measured: readonly number[]; readonly bursts: readonly GridBurst[] }[];
}

// Made by golden/detector_reference.py, which has the detector a second time from the text of science.md 4.3.
const { gridHz, options, cases } = JSON.parse(readFileSync(new URL("./golden/detection.json", import.meta.url), "utf8")) as Golden;

describe("the detector against NumPy and SciPy, step by step of science.md 4.3", () => {
  it("has the reference's options, but for the length of the floor's windows", () => {
    expect(detectorOptions({ ...defaultSettings, floorWindowSeconds: options.floorWindowSeconds }, options.calibration)).toEqual(options);
  });

  it.each(cases)("$name: floor, peaks, edges, centroids", ({ envelope, floor, measured, bursts }) => {
    const found = detectBursts(Float64Array.from(envelope), gridHz, options);
    expect(Array.from(found.floor.measured)).toEqual(measured);
    floor.forEach(([mean, sigma], w) => {
      expect(found.floor.mean[w]).toBeCloseTo(mean, 7);
      expect(found.floor.sigma[w]).toBeCloseTo(sigma, 7);
    });
    expect(found.bursts.map(({ peak }) => peak)).toEqual(bursts.map(({ peak }) => peak));
    bursts.forEach((burst, k) => {
      for (const measure of ["onset", "offset", "centroid", "height"] as const) expect(found.bursts[k]![measure]).toBeCloseTo(burst[measure], 7);
    });
  });
});
