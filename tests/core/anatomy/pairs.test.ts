import { describe, expect, it } from "vitest";
import { identifyChannel } from "../../../src/core/anatomy/identify";
import { proposePairs } from "../../../src/core/anatomy/pairs";

function pairsOf(...labels: readonly string[]): readonly string[] {
  const channels = labels.map((label, index) => ({ ...identifyChannel(label, label.startsWith("Angle") ? "deg" : "uV", true), index }));
  return proposePairs(channels).map((pair) => `${labels[pair.agonist]} : ${labels[pair.antagonist]}`);
}

describe("proposePairs", () => {
  it("pairs the muscles of one side", () => {
    expect(pairsOf("R SOL", "L SOL", "L TA", "R TA", "Angle R")).toEqual(["R SOL : R TA", "L SOL : L TA"]);
    expect(pairsOf("SOL", "MG", "LG", "TA")).toEqual(["SOL : TA", "MG : TA", "LG : TA"]);
    expect(pairsOf("L Quad", "L Hams")).toEqual(["L Quad : L Hams"]);
    expect(pairsOf("R RF", "R VL", "R BF", "R semitend")).toEqual(["R RF : R BF", "R VL : R BF"]);
    expect(pairsOf("Biceps R", "Triceps R")).toEqual(["Biceps R : Triceps R"]);
    expect(pairsOf("FCR", "ECR")).toEqual(["FCR : ECR"]);
    expect(pairsOf("FDS", "EDC")).toEqual(["FDS : EDC"]);
    expect(pairsOf("wrist flexors", "wrist extensors")).toEqual(["wrist flexors : wrist extensors"]);
    expect(pairsOf("FHL dx", "EHL dx")).toEqual(["FHL dx : EHL dx"]);
    expect(pairsOf("L Masseter", "L Digastric")).toEqual(["L Masseter : L Digastric"]);
    expect(pairsOf("Flex", "Ext")).toEqual(["Flex : Ext"]);
  });

  it("pairs nothing across sides, with an undecided muscle, or with itself", () => {
    expect(pairsOf("R SOL", "L TA")).toEqual([]);
    expect(pairsOf("R SOL", "TA")).toEqual([]);
    expect(pairsOf("GM", "TA")).toEqual([]);
    expect(pairsOf("CH1", "CH2")).toEqual([]);
    expect(pairsOf("R SOL", "R SOL")).toEqual([]);
    expect(pairsOf()).toEqual([]);
  });

  it("gives each agonist one antagonist, the first channel of the best muscle", () => {
    expect(pairsOf("R SOL", "R EDL", "R TA", "R TA")).toEqual(["R SOL : R TA"]);
  });
});
