import { describe, expect, it } from "vitest";
import { choosePairs, readPair } from "../../src/services/study/pair-wishes";
import { identifyChannel } from "../../src/core/anatomy/identify";
import type { ChannelInfo } from "../../src/core/recording";

const channelsOf = (...labels: readonly string[]): readonly ChannelInfo[] =>
  labels.map((label, index) => ({ ...identifyChannel(label, "uV", true), index, label, unit: "uV", isVoltage: true, samplingHz: 1000, sampleCount: 10, segments: [], physicalRange: undefined, prefilter: "" }));
const both = channelsOf("R SOL", "R TA", "L SOL", "L TA", "L MG", "2");

const choose = (text: string, channels = both, proposed: readonly { agonist: number; antagonist: number }[] = []) => choosePairs([readPair(text)], channels, proposed);

describe("--pair", () => {
  it.each([
    ["SOL:TA", [{ agonist: 0, antagonist: 1 }, { agonist: 2, antagonist: 3 }]],
    ["soleus:tibialis anterior", [{ agonist: 0, antagonist: 1 }, { agonist: 2, antagonist: 3 }]],
    ["R SOL:TA", [{ agonist: 0, antagonist: 1 }]],
    ["L SOL:L TA", [{ agonist: 2, antagonist: 3 }]],
    ["SOL:L TA", [{ agonist: 2, antagonist: 3 }]],
    ["r sol : l ta", [{ agonist: 0, antagonist: 3 }]],
    ["4:3", [{ agonist: 4, antagonist: 3 }]],
    ["2:0", [{ agonist: 5, antagonist: 0 }]],
  ])("%s, side by side; a label comes before a number", (text, pairs) => {
    expect(choose(text)).toEqual(pairs);
  });

  it("replaces the proposal of its agonist and leaves the others", () => {
    const proposed = [{ agonist: 0, antagonist: 1 }, { agonist: 2, antagonist: 3 }];
    expect(choose("R SOL:L MG", both, proposed)).toEqual([{ agonist: 0, antagonist: 4 }, { agonist: 2, antagonist: 3 }]);
  });

  it("finds a label of two meanings by either, and channels without a side", () => {
    expect(choose("gastrocnemius medialis:TA", channelsOf("GM", "TA"))).toEqual([{ agonist: 0, antagonist: 1 }]);
  });

  it.each([["SOL:SOL"], ["SOL:masseter"], ["9:0"], ["R SOL:unknown"]])("%s is refused with the channels there are", (text) => {
    expect(() => choose(text)).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "pair-not-found" }) as unknown }));
  });

  it.each([["SOL"], ["SOL:"], [":TA"], ["a:b:c"], [""]])("“%s” is no pair", (text) => {
    expect(() => readPair(text)).toThrow(expect.objectContaining({ record: expect.objectContaining({ code: "usage" }) as unknown }));
  });
});
