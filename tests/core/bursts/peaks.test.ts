import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findPeaks } from "../../../src/core/bursts/peaks";

interface Case {
  readonly distance: number;
  readonly height: number;
  readonly envelope: readonly number[];
  readonly peaks: readonly number[];
  readonly unique: boolean;
}

// Made by golden/peaks.py with SciPy.
const cases = JSON.parse(readFileSync(new URL("golden/peaks.json", import.meta.url), "utf8")) as readonly Case[];

describe("findPeaks", () => {
  for (const [k, { distance, height, envelope, peaks, unique }] of cases.entries()) {
    it(`gives SciPy's find_peaks, case ${k}, distance ${distance}`, () => {
      const found = findPeaks(Float64Array.from(envelope), new Float64Array(envelope.length).fill(height), distance).positions;
      if (unique) expect(Array.from(found)).toEqual(peaks);
      else {
        // Equal heights: SciPy keeps the later one, Klonos the earlier. The heights that stay are the same.
        expect(found.length).toBe(peaks.length);
        expect(envelope[found.reduce((best, p) => (envelope[p]! > envelope[best]! ? p : best))]).toBe(Math.max(...peaks.map((p) => envelope[p]!)));
      }
      expect(found.length).toBeGreaterThan(3);
    });
  }

  it("takes no peak at the ends and one in the middle of a plateau", () => {
    const envelope = Float64Array.from([5, 1, 1, 3, 3, 3, 1, 1, 9]);
    expect(Array.from(findPeaks(envelope, new Float64Array(9), 1).positions)).toEqual([4]);
  });
});
