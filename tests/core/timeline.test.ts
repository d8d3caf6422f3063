import { describe, expect, it } from "vitest";
import { secondsToSample, type Segment } from "../../src/core/timeline";

/** 1000 Hz: 0–2 s, a gap of 3 s, 5–6 s. */
const segments: readonly Segment[] = [
  { startSample: 0, endSample: 2000, startSeconds: 0 },
  { startSample: 2000, endSample: 3000, startSeconds: 5 },
];

describe("secondsToSample", () => {
  it.each([
    [0, 0],
    [-1, 0],
    [0.0015, 2],
    [1.999, 1999],
    [2, 2000],
    [3.7, 2000],
    [5, 2000],
    [5.25, 2250],
    [6, 3000],
    [99, 3000],
  ])("puts %f s at sample %i", (seconds, sample) => {
    expect(secondsToSample(segments, 1000, seconds)).toBe(sample);
  });

  it("comes back to the sample that a time was made from, at rates that are no round numbers", () => {
    const samplingHz = 1259.259;
    for (let sample = 0; sample < 5000; sample += 7) expect(secondsToSample([{ startSample: 0, endSample: 5000, startSeconds: 0.3 }], samplingHz, 0.3 + sample / samplingHz)).toBe(sample);
  });

  it("is 0 where nothing was recorded", () => {
    expect(secondsToSample([], 1000, 3)).toBe(0);
  });
});
