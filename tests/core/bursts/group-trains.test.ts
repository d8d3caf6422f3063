import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupTrains } from "../../../src/core/bursts/group-trains";
import { defaultSettings } from "../../../src/core/settings";

/** Times from intervals, starting at 10 s. */
function timesOf(intervals: readonly number[]): number[] {
  const times = [10];
  for (const interval of intervals) times.push(times[times.length - 1]! + interval);
  return times;
}

function lengths(intervals: readonly number[]): number[] {
  return groupTrains(timesOf(intervals), defaultSettings).map((run) => run.end - run.first);
}

describe("groupTrains", () => {
  it("ends a train at a gap above 2.8 medians of the last five intervals", () => {
    // median 0.2 s: 0.56 s is the limit.
    expect(lengths([0.2, 0.2, 0.2, 0.2, 0.55, 0.2])).toEqual([7]);
    expect(lengths([0.2, 0.2, 0.2, 0.2, 0.57, 0.2])).toEqual([5, 2]);
  });

  it("never ends a train at 0.45 s and always at more than 1 s", () => {
    expect(lengths([0.1, 0.1, 0.1, 0.44, 0.1])).toEqual([6]);
    expect(lengths([0.45, 0.45, 0.45, 0.45, 1.01, 0.45])).toEqual([5, 2]);
    expect(lengths([0.45, 0.45, 0.45, 0.45, 0.99, 0.45])).toEqual([7]);
  });

  it("looks at the last five intervals only", () => {
    expect(lengths([0.4, 0.4, 0.4, 0.4, 0.15, 0.15, 0.15, 0.15, 0.15, 0.5])).toEqual([10, 1]);
  });

  it("does not string isolated blips together", () => {
    expect(lengths([0.9, 0.9, 1.5, 0.8])).toEqual([1, 1, 1, 1, 1]);
    expect(lengths([0.6, 0.2])).toEqual([1, 2]);
  });

  it("keeps the first beat of a slow train that goes on", () => {
    expect(lengths([0.6, 0.3, 0.5, 0.4])).toEqual([5]);
  });

  it("covers every burst once, in order, whatever the times", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.05, max: 3, noNaN: true }), { maxLength: 60 }), (intervals) => {
        const times = timesOf(intervals);
        const runs = groupTrains(times, defaultSettings);
        expect(runs[0]!.first).toBe(0);
        expect(runs[runs.length - 1]!.end).toBe(times.length);
        for (let k = 1; k < runs.length; k++) expect(runs[k]!.first).toBe(runs[k - 1]!.end);
        for (const run of runs) for (let k = run.first + 1; k < run.end; k++) expect(times[k]! - times[k - 1]!).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it("does not reach across a cut, whatever the gap", () => {
    const times = timesOf([0.2, 0.2, 0.2, 0.2, 0.2, 0.2]);
    const runs = groupTrains(times, { ...defaultSettings, cutSeconds: [times[2]! + 0.01] });
    expect(runs.map((run) => run.end - run.first)).toEqual([3, 4]);
    // A long first gap looks ahead for three intervals more; a cut among them ends that too.
    const slow = timesOf([0.6, 0.3, 0.5, 0.4]);
    expect(groupTrains(slow, { ...defaultSettings, cutSeconds: [slow[3]! - 0.01] })[0]!.end).toBe(1);
  });

  it("has no runs for no bursts", () => {
    expect(groupTrains([], defaultSettings)).toEqual([]);
  });
});
