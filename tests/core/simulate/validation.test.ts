import { describe, expect, it } from "vitest";
import { upperBound } from "../../../src/services/validation/binomial";
import { replaceSection } from "../../../scripts/validation/document";
import { emptyScore, matchBursts, mergeScores, timing } from "../../../scripts/validation/match-bursts";
import type { BurstResult } from "../../../src/core/result";
import type { TrueBurst } from "../../../src/core/simulate/truth";

const trueBurst = (seconds: number): TrueBurst => ({ onsetSeconds: seconds - 0.03, offsetSeconds: seconds + 0.03, centroidSeconds: seconds, amplitudeMicrovolts: 10, relativeAmplitude: 1, phaseCycles: null });
const found = (seconds: number): BurstResult => ({ onsetSeconds: seconds - 0.03, offsetSeconds: seconds + 0.03, timeSeconds: seconds, amplitudeMicrovolts: 10, netAmplitudeMicrovolts: 10, edited: false, onsetSample: 0, offsetSample: 1, thoughtFalse: false });

describe("validation scripts", () => {
  // scipy.stats.beta.ppf(0.95, k + 1, n - k)
  it.each([[0, 200, 0.0148670392], [3, 100, 0.0757107937], [4, 200, 0.0451804150], [198, 200, 0.9982203186], [1, 2200, 0.0021544682]])("Clopper–Pearson bound of %d in %d", (k, n, bound) => {
    expect(upperBound(k, n)).toBeCloseTo(bound, 8);
  });

  it("matches one to one within 40 ms, nearest first", () => {
    const score = matchBursts([1, 1.2, 1.4].map(trueBurst), [1.003, 1.03, 1.195, 1.45].map(found));
    expect(score).toMatchObject({ truth: 3, detected: 4, matched: 2 });
    const { recall, precision, centroid } = timing(score);
    expect(recall).toBeCloseTo(2 / 3, 12);
    expect(precision).toBeCloseTo(1 / 2, 12);
    expect(centroid.bias).toBeCloseTo(-1, 9);
    expect(centroid.sd).toBeCloseTo(4, 9);
    expect(mergeScores(emptyScore, score)).toEqual(score);
  });

  it("writes between its markers only, and fails where they are missing", () => {
    expect(replaceSection("a\n<!-- x -->\nold\n<!-- /x -->\nb", "x", "new")).toBe("a\n<!-- x -->\nnew\n<!-- /x -->\nb");
    expect(() => replaceSection("a", "x", "new")).toThrow("<!-- x -->");
  });
});
