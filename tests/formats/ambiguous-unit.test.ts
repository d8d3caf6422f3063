import { describe, expect, it } from "vitest";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";
import { coreSentences, fileSentences } from "../../src/words/english";
import { germanBook } from "../../src/words/german";
import { sayCore } from "../../src/words/say";
import { writeAbf } from "./abf-writer";
import { emgworksText } from "./text-writer";
import { xdfFile, xdfHeader, xdfSamples, type XdfStreamToWrite } from "./xdf-writer";

const values = Float64Array.from({ length: 1000 }, (_, k) => Math.sin(k / 9));

function edf(): Uint8Array {
  const bytes = writeEdf({ channels: [{ label: "SOL", unit: "uV", samplingHz: 1000, samples: values }], annotations: [], variant: "EDF", recordSeconds: 0.1 });
  bytes.set(new TextEncoder().encode("MV      "), 256 + 16 + 80);
  return bytes;
}

function xdf(): Uint8Array {
  const stream: XdfStreamToWrite = { id: 1, name: "amp", type: "EMG", format: "float32", rate: 1000, channels: [{ label: "SOL", unit: "MV" }] };
  return xdfFile([xdfHeader(stream), xdfSamples(stream, [...values].map((value) => [value]), [...values].map((_, k) => k / 1000))]);
}

const csv = `time (s),SOL (MV)\n${[...values].map((value, k) => `${k / 1000},${value}`).join("\n")}`;

describe("a unit that could be milli- or megavolt", () => {
  it.each([
    ["a.edf", edf(), "channel 1 (SOL)", "Kanal 1 (SOL)"],
    ["a.xdf", xdf(), "channel 1 (SOL)", "Kanal 1 (SOL)"],
    ["a.csv", new TextEncoder().encode(csv), "column 2 (SOL)", "Spalte 2 (SOL)"],
    ["b.csv", emgworksText([{ label: "SOL", unit: "MV", samplingHz: 1000, values }]), "channel 1 (SOL)", "Kanal 1 (SOL)"],
    ["a.abf", writeAbf({ generation: 2, mode: 3, isFloat: true, samplingHz: 1000, channels: [{ name: "SOL", unit: "MV", stored: values }] }), "channel 1 (SOL)", "Kanal 1 (SOL)"],
  ])("is told of %s in the same words, in English and in German", async (name, bytes, where, german) => {
    const { issues, channels } = await (await openRecording(memorySource(name, bytes))).scan();
    const [issue] = issues.filter(({ code }) => code === "unit-ambiguous");
    expect(channels[0]!.isVoltage).toBe(false);
    expect(issue).toEqual({ code: "unit-ambiguous", severity: "warning", where, message: `${where} has the unit "MV", which could be milli- or megavolt; its values are shown as they are and not taken for a voltage.` });
    expect(sayCore(issue!.message, germanBook, ",")).toBe(`${german} hat die Einheit „MV“, was Milli- oder Megavolt sein kann; die Werte werden gezeigt, wie sie sind, und nicht für eine Spannung genommen.`);
  });

  it("has one sentence", () => {
    expect([...coreSentences, ...fileSentences].filter((sentence) => sentence.includes("has the unit") && sentence.includes("megavolt"))).toHaveLength(1);
  });
});
