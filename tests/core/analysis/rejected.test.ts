import { describe, expect, it } from "vitest";
import { analysedChannels } from "../../../src/core/analysis/overrides";
import { rejectedOf, withoutRejected } from "../../../src/core/analysis/rejected";
import type { RejectedStretch } from "../../../src/core/result";
import { analyseChannels, channelInfo, plainContext, simulatedAgonist } from "./support";

const clonus = simulatedAgonist({ class: "clonus", beats: 16, snrDb: 15, seed: 3, samplingHz: 1000 });
const seconds = clonus.samples.length / clonus.samplingHz;
/** From the middle of a gap between two beats to the middle of the third gap after it. */
const between = (k: number): number => (clonus.truth.bursts[k]!.offsetSeconds + clonus.truth.bursts[k + 1]!.onsetSeconds) / 2;
const stretch: RejectedStretch = { channelIndex: 0, startSeconds: between(6), endSeconds: between(8) };
const inContext = (...rejected: readonly RejectedStretch[]): typeof plainContext => ({ ...plainContext, rejected });

describe("a rejected stretch", () => {
  it("counts in nothing: whatever its samples are, every number stays the same", async () => {
    const result = await analyseChannels([clonus], inContext(stretch));
    expect(result.trains.map((train) => train.bursts.length)).toEqual([7, 7]);
    for (const value of [0, 5, -1e-9, Number.NaN]) {
      const samples = clonus.samples.slice().fill(value, Math.ceil(stretch.startSeconds * 1000), Math.ceil(stretch.endSeconds * 1000));
      expect(await analyseChannels([{ ...clonus, samples }], inContext(stretch))).toEqual(result);
    }
  });

  it("is a gap: the same as a recording that has one there", async () => {
    const [from, to] = [Math.ceil(stretch.startSeconds * 1000), Math.ceil(stretch.endSeconds * 1000)];
    const segments = [{ startSample: 0, endSample: from, startSeconds: 0 }, { startSample: to, endSample: clonus.samples.length, startSeconds: to / 1000 }];
    const gap = await analyseChannels([{ ...clonus, info: { segments } }]);
    const result = await analyseChannels([clonus], inContext(stretch));
    expect(result.trains).toEqual(gap.trains);
    expect(result.channels).toEqual(gap.channels);
    expect(result.trains[0]!.endReason).toBe("gap");
    expect(result.rejected).toEqual([stretch]);
  });

  it("leaves other channels alone, unless it is of all of them", async () => {
    const both = [clonus, { ...clonus, label: "second" }];
    const plain = await analyseChannels(both);
    const one = await analyseChannels(both, inContext(stretch));
    expect(one.trains.filter((train) => train.channelIndex === 1)).toEqual(plain.trains.filter((train) => train.channelIndex === 1));
    const all = await analyseChannels(both, inContext({ ...stretch, channelIndex: undefined }));
    expect(all.trains.map((train) => train.channelIndex)).toEqual([0, 0, 1, 1]);
    expect(all.rejected[0]!.channelIndex).toBeNull();
  });

  it("that takes the end of the record censors the duration", async () => {
    const result = await analyseChannels([clonus], inContext({ channelIndex: 0, startSeconds: between(9), endSeconds: seconds }));
    expect(result.trains[0]!.endReason).toBe("gap");
  });

  it("that takes the whole channel leaves nothing to analyse, and says so", async () => {
    const result = await analyseChannels([clonus], inContext({ channelIndex: 0, startSeconds: 0, endSeconds: seconds + 1 }));
    expect(result.trains).toEqual([]);
    expect(result.channels[0]!.unusable).toBe("The whole channel is rejected.");
  });

  it("that is empty or of no channel is told and ignored", async () => {
    const result = await analyseChannels([clonus], inContext({ channelIndex: 7, startSeconds: 0, endSeconds: 1 }, { channelIndex: 0, startSeconds: 2, endSeconds: 2 }));
    expect(result.trains).toEqual((await analyseChannels([clonus])).trains);
    expect(result.issues.map((issue) => issue.code)).toEqual(["rejection-ignored", "rejection-ignored"]);
  });
});

describe("a channel made of two others", () => {
  it("loses what either of them loses", () => {
    const channels = [0, 1, 2, 3].map((index) => channelInfo(index, { ...clonus, label: String(index) }));
    const cut = analysedChannels(channels, { ...plainContext, derivations: [{ label: "3", plus: 0, minus: 1 }], rejected: [{ channelIndex: 1, startSeconds: 1, endSeconds: 2 }] });
    expect(cut.map((channel) => channel.segments.length)).toEqual([1, 2, 1, 2]);
  });
});

describe("cutting segments", () => {
  const base = channelInfo(2, { label: "x", samplingHz: 1000, samples: new Float64Array(4000), info: { segments: [{ startSample: 0, endSample: 2000, startSeconds: 0 }, { startSample: 2000, endSample: 4000, startSeconds: 10 }] } });

  it("is half-open in time, true across gaps, and joins what overlaps", () => {
    const cut = withoutRejected(base, [
      { channelIndex: 2, startSeconds: 1.5, endSeconds: 10.25 },
      { channelIndex: undefined, startSeconds: 0.5, endSeconds: 0.7 },
      { channelIndex: 2, startSeconds: 0.6, endSeconds: 0.8005 },
      { channelIndex: 1, startSeconds: 0, endSeconds: 99 },
    ]);
    expect(cut.segments).toEqual([
      { startSample: 0, endSample: 500, startSeconds: 0 },
      { startSample: 801, endSample: 1500, startSeconds: 0.801 },
      { startSample: 2250, endSample: 4000, startSeconds: 10.25 },
    ]);
  });

  it("comes back to the sample that a time was made from", () => {
    for (let sample = 1; sample < 2000; sample += 7) {
      const cut = withoutRejected(base, [{ channelIndex: 2, startSeconds: sample / 1000, endSeconds: 20 }]);
      expect(cut.segments[0]!.endSample).toBe(sample);
    }
  });

  it("gives the channel itself where nothing is rejected", () => {
    expect(withoutRejected(base, [])).toBe(base);
    expect(rejectedOf(2, [{ channelIndex: 2, startSeconds: 3, endSeconds: 1 }])).toEqual([]);
  });
});
