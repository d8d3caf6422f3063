import { describe, expect, it } from "vitest";
import { groupTrains } from "../../../src/core/bursts/group-trains";
import { gapScores } from "../../../src/core/trains/gap-scores";

const options = { trainGapIntervals: 2.8, trainGapMinSeconds: 0.45, trainGapMaxSeconds: 1 };
const beats = (from: number, count: number, interval: number): readonly number[] => Array.from({ length: count }, (_, k) => from + k * interval);

describe("how near a train is to another segmentation", () => {
  it("is in closed form: 2.8 intervals, at least 0.45 s and at most 1 s", () => {
    // 2.8 · 0.2 s = 0.56 s joins; the gap of 0.42 s is 0.75 of that.
    const paused = [...beats(1, 8, 0.2), ...beats(2.4 + 0.42, 6, 0.2)];
    const found = gapScores(paused, undefined, undefined, options);
    expect(found.split).toBeCloseTo(0.42 / 0.56, 9);
    expect(found.splitSeconds).toBeCloseTo(2.4 + 0.21, 9);
    expect([found.mergeBefore, found.mergeAfter]).toEqual([undefined, undefined]);
    // 0.15 s would give 0.42 s: the least is 0.45 s. 0.4 s would give 1.12 s: the most is 1 s.
    expect(gapScores(beats(0, 9, 0.15), undefined, [1.2 + 0.9, 3], options).mergeAfter).toBeCloseTo(0.45 / 0.9, 9);
    expect(gapScores([9, 9.2], beats(0, 9, 0.4), undefined, options).mergeBefore).toBeCloseTo(1 / (9 - 3.2), 9);
  });

  it("crosses 1 where the train rule parts or joins, whatever the intervals", () => {
    for (const interval of [0.12, 0.18, 0.25, 0.33]) {
      for (const gap of [0.3, 0.44, 0.5, 0.6, 0.8, 0.99, 1.2]) {
        const first = beats(1, 7, interval);
        const second = beats(first[6]! + gap, 7, interval);
        const runs = groupTrains([...first, ...second], options);
        if (runs.length === 1) expect(gapScores([...first, ...second], undefined, undefined, options).split).toBeLessThanOrEqual(1);
        else expect(gapScores(first, undefined, second, options).mergeAfter).toBeLessThan(1);
      }
    }
  });

  it("uses the last five intervals, as the rule does", () => {
    const slowing = [0, 0.1, 0.2, 0.3, 0.4, 0.7, 1, 1.3, 1.6, 1.9];
    expect(gapScores(slowing, undefined, [3, 4], options).mergeAfter).toBeCloseTo((2.8 * 0.3) / 1.1, 9);
  });
});
