import { describe, expect, it } from "vitest";
import { contestedShare, differenceFrom, disagreementSpans, medianSize } from "../../../src/core/bursts/disagreement";

const bursts = [{ start: 100, end: 150 }, { start: 300, end: 350 }, { start: 500, end: 550 }, { start: 700, end: 750 }];
const within = { start: 100, end: 750 };

describe("one detector against the bursts of a train", () => {
  it("counts what is not found, joined and beside, and measures the edges of the rest", () => {
    const ranges = [{ start: 10, end: 20 }, { start: 104, end: 120 }, { start: 130, end: 148 }, { start: 200, end: 210 }, { start: 480, end: 730 }];
    const difference = differenceFrom(bursts, ranges, within);
    expect(difference).toEqual({ notFound: 1, merged: 2, beside: 1, onsets: [4], offsets: [-2] });
    expect(contestedShare(difference, 4)).toBe(4 / 5);
  });

  it("finds nothing to contest in itself", () => {
    const same = differenceFrom(bursts, bursts, within);
    expect(contestedShare(same, 4)).toBe(0);
    expect(same.onsets).toEqual([0, 0, 0, 0]);
    expect(medianSize([-4, 1, 3])).toBe(3);
    expect(medianSize([])).toBeUndefined();
  });
});

describe("disagreement over time", () => {
  it("is 1 where half of the detectors are active, and nowhere said where all agree", () => {
    const one = [{ start: 0, end: 100 }];
    const spans = disagreementSpans([one, [{ start: 50, end: 100 }], [{ start: 0, end: 100 }], [{ start: 50, end: 150 }]], { start: 0, end: 200 }, 10);
    // 0–50: two of four; 50–100: all; 100–150: one of four, 1 − |2/4 − 1| = 1/2.
    expect(spans).toEqual([{ start: 0, end: 50, level: 1 }, { start: 100, end: 150, level: 0.5 }]);
  });

  it("leaves out what is shorter than half a cell", () => {
    expect(disagreementSpans([[{ start: 20, end: 40 }], [{ start: 16, end: 43 }]], { start: 0, end: 100 }, 10)).toEqual([]);
  });
});
