import { describe, expect, it } from "vitest";
import { effectiveRead } from "../../src/core/analysis";
import { effectiveChannels, inRowOrder, isInsisted, overrideOf, polarityOf, sampleFactor } from "../../src/core/channel-overrides";
import type { ChannelInfo } from "../../src/core/recording";

const channel = (index: number, unit: string, isVoltage: boolean): ChannelInfo => ({
  index, label: `CH${index + 1}`, unit, isVoltage, role: "emg", muscle: undefined, side: undefined, site: undefined, candidates: [],
  samplingHz: 1000, sampleCount: 4, segments: [{ startSample: 0, endSample: 4, startSeconds: 0 }], physicalRange: [-2, 2], prefilter: "",
});

describe("what a person says of a channel", () => {
  it("merges field by field, the later one wins", () => {
    expect(overrideOf(1, [{ channelIndex: 1, role: "angle", insist: true }, { channelIndex: 0, role: "emg" }, { channelIndex: 1, role: "force", muscle: undefined }])).toEqual({ channelIndex: 1, role: "force", insist: true });
    expect(overrideOf(2, [{ channelIndex: 1, role: "angle" }])).toBeUndefined();
    expect(isInsisted(1, [{ channelIndex: 1, insist: true }, { channelIndex: 1, insist: false }])).toBe(false);
  });

  it("turns millivolts that are microvolts into microvolts, at any gain", () => {
    // The reader gave volts: 1 mV = 1e-3 V was really 1 µV.
    expect(sampleFactor(channel(0, "mV", true), [{ channelIndex: 0, unit: "uV" }])).toBeCloseTo(1e-3, 15);
    expect(sampleFactor(channel(0, "mV", true), [{ channelIndex: 0, unit: "µV", scale: 2 }])).toBeCloseTo(2e-3, 15);
    // Counts were given as they are; they become volts.
    expect(sampleFactor(channel(0, "counts", false), [{ channelIndex: 0, unit: "mV", scale: 0.5 }])).toBe(0.0005);
    expect(sampleFactor(channel(0, "mV", true), [{ channelIndex: 0, unit: "deg" }])).toBe(1000);
    expect(sampleFactor(channel(0, "uV", true), [{ channelIndex: 0, unit: "μV" }])).toBe(1);
  });

  it("lays name, role, unit and range over the channel and leaves index, rate and samples", () => {
    const [changed] = effectiveChannels([channel(0, "counts", false)], [{ channelIndex: 0, alias: " R SOL ", unit: "mV", scale: 0.5, role: "emg", side: "right", muscle: "soleus", inverted: true, order: 3 }]);
    expect(changed).toMatchObject({ index: 0, label: "R SOL", unit: "mV", isVoltage: true, side: "right", muscle: "soleus", physicalRange: [-0.001, 0.001], sampleCount: 4 });
    const [same] = effectiveChannels([channel(0, "uV", true)], [{ channelIndex: 0, alias: "  " }]);
    expect(same).toMatchObject({ label: "CH1", unit: "uV", physicalRange: [-2, 2] });
  });

  it("multiplies what is read, and leaves polarity to the drawing", async () => {
    const read = async (): Promise<Float64Array> => Float64Array.of(1, -2, NaN, 4);
    const said = [{ channelIndex: 0, scale: 3, inverted: true }];
    expect(await effectiveRead(read, [channel(0, "uV", true), channel(1, "uV", true)], said)(0, { start: 0, end: 4 })).toEqual(Float64Array.of(3, -6, NaN, 12));
    expect(effectiveRead(read, [channel(0, "uV", true)], [{ channelIndex: 0, inverted: true }])).toBe(read);
    expect([polarityOf(0, said), polarityOf(1, said)]).toEqual([-1, 1]);
  });

  it("orders rows by a person's order and keeps the file's for the rest", () => {
    const channels = [0, 1, 2, 3].map((index) => channel(index, "uV", true));
    expect(inRowOrder(channels, [{ channelIndex: 3, order: 0.5 }]).map(({ index }) => index)).toEqual([0, 3, 1, 2]);
    expect(inRowOrder(channels, [{ channelIndex: 1, muscle: "soleus" }])).toBe(channels);
  });
});
