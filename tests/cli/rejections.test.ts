import { describe, expect, it } from "vitest";
import { readRejection, rejectedStretches } from "../../src/cli/rejections";
import type { ChannelInfo } from "../../src/core/recording";

const channel = (index: number, label: string, muscle?: string): ChannelInfo => ({
  index, label, unit: "uV", isVoltage: true, samplingHz: 1000, sampleCount: 1, segments: [], physicalRange: undefined, prefilter: "",
  role: "emg", muscle, side: undefined, site: undefined, candidates: [],
});
const channels = [channel(0, "R SOL", "soleus"), channel(1, "L SOL", "soleus"), channel(2, "EMG-3@wrist")];

describe("--reject", () => {
  it("takes a span, of every channel or of those that are named", () => {
    expect(rejectedStretches([readRejection("12.5-14")], channels)).toEqual([{ channelIndex: undefined, startSeconds: 12.5, endSeconds: 14 }]);
    expect(rejectedStretches([readRejection("0:1e0@soleus")], channels).map(({ channelIndex }) => channelIndex)).toEqual([0, 1]);
    expect(rejectedStretches([readRejection("1-2@EMG-3@wrist"), readRejection("3-4@0")], channels).map(({ channelIndex }) => channelIndex)).toEqual([2, 0]);
  });

  it("refuses what is no span, an end before the start, and channels that are not there", () => {
    for (const text of ["", "5", "a-b", "3-2", "1-2@", "1-2-3"]) expect(() => readRejection(text), text).toThrow(/reject/);
    expect(() => rejectedStretches([readRejection("1-2@masseter")], channels)).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "channel-not-found" }) }));
  });
});
