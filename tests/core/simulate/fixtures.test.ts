import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixtureFiles } from "../../../scripts/make-fixtures";
import { analyse } from "../../../src/core/analysis";
import { identifyChannel } from "../../../src/core/anatomy/identify";
import { proposePairs } from "../../../src/core/anatomy/pairs";
import type { ChannelInfo } from "../../../src/core/recording";
import type { SimulationTruth } from "../../../src/core/simulate/truth";
import { defaultSettings } from "../../../src/core/settings";
import { memorySource } from "../../../src/formats/memory-source";
import { openRecording } from "../../../src/formats/registry";

const folder = new URL("../../../fixtures/", import.meta.url);
const recordings = ["example-session.edf", "mixed-rates.edf", "gaps.edf", "tapping.bdf", "decimal-comma.csv"] as const;

interface Expected {
  readonly format: string;
  readonly durationSeconds: number;
  readonly channels: readonly { readonly label: string; readonly unit: string; readonly samplingHz: number; readonly sampleCount: number; readonly samples: readonly (readonly [number, number])[]; readonly tolerance: number }[];
  readonly annotations: readonly { readonly onsetSeconds: number; readonly text: string }[];
  readonly gaps: readonly { readonly startSeconds: number; readonly endSeconds: number }[];
  readonly manoeuvres: readonly SimulationTruth[];
}

const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const expectedOf = (name: string): Expected => JSON.parse(readFileSync(new URL(name.replace(/\.[^.]+$/, ".json"), folder), "utf8")) as Expected;
const inFileUnit = (unit: string): number => ({ uV: 1e6, mV: 1e3 })[unit] ?? 1;

describe("fixtures", () => {
  it("come out of their generator byte for byte", () => {
    for (const file of fixtureFiles()) {
      expect(existsSync(new URL(file.name, folder)), file.name).toBe(true);
      expect(Buffer.compare(file.bytes, bytesOf(file.name)), file.name).toBe(0);
    }
  });

  it("the example session is small enough to travel with the program", () => {
    expect(bytesOf("example-session.edf").length).toBeLessThan(900_000);
  });

  it.each(recordings)("%s reads back as the generator made it", async (name) => {
    const expected = expectedOf(name);
    const reader = await openRecording(memorySource(name, bytesOf(name)));
    const scan = await reader.scan();
    expect(reader.header.format).toBe(expected.format);
    expect(scan.durationSeconds).toBeCloseTo(expected.durationSeconds, 2);
    expect(scan.channels.map((channel) => [channel.label, channel.unit, channel.samplingHz, channel.sampleCount])).toEqual(expected.channels.map((channel) => [channel.label, channel.unit, channel.samplingHz, channel.sampleCount]));
    for (const [index, channel] of expected.channels.entries()) {
      for (const [at, value] of channel.samples) {
        const [sample] = await reader.read(index, { start: at, end: at + 1 });
        expect(Math.abs(sample! * inFileUnit(channel.unit) - value), `${channel.label} sample ${at}`).toBeLessThanOrEqual(channel.tolerance);
      }
    }
    expect(scan.annotations.map((note) => note.text)).toEqual(expected.annotations.map((note) => note.text));
    scan.annotations.forEach((note, k) => expect(note.onsetSeconds).toBeCloseTo(expected.annotations[k]!.onsetSeconds, 5));
    expect(scan.gaps).toHaveLength(expected.gaps.length);
    scan.gaps.forEach((gap, k) => {
      expect(gap.startSeconds).toBeCloseTo(expected.gaps[k]!.startSeconds, 6);
      expect(gap.endSeconds).toBeCloseTo(expected.gaps[k]!.endSeconds, 6);
    });
    await reader.close();
  });

  it("the example session shows its four manoeuvres: what the generator made is what is said", async () => {
    const { manoeuvres } = expectedOf("example-session.edf");
    const reader = await openRecording(memorySource("example-session.edf", bytesOf("example-session.edf")));
    const { channels: read, annotations } = await reader.scan();
    const channels: readonly ChannelInfo[] = read.map((channel) => ({ ...channel, ...identifyChannel(channel.label, channel.unit, channel.isVoltage) }));
    expect(channels.map((channel) => [channel.role, channel.muscle, channel.side])).toEqual([
      ["emg", "soleus", "right"],
      ["emg", "tibialis-anterior", "right"],
      ["emg", "gastrocnemius-medialis", "right"],
      ["angle", undefined, undefined],
    ]);
    const marks = annotations.map((note) => ({ kind: note.text as "stretch" | "release", seconds: note.onsetSeconds, text: note.text, origin: "file" as const }));
    const context = { protocol: "stretch-hold", site: undefined, pairs: proposePairs(channels), marks, holds: [], edits: [], overrides: [], rejected: [] } as const;
    const result = await analyse(channels, (index, range) => reader.read(index, range), context, defaultSettings);
    const soleus = result.trains.filter((train) => train.channelIndex === 0);
    expect(soleus.map((train) => train.label)).toEqual(["clonus-like", "clonoid-like", "indeterminate", "pseudoclonus-like"]);
    soleus.forEach((train, k) => {
      const truth = manoeuvres[k]!;
      expect(Math.abs(train.beats - truth.bursts.length)).toBeLessThanOrEqual(1);
      expect(Math.abs(train.startSeconds - truth.bursts[0]!.onsetSeconds)).toBeLessThan(0.05);
      const matched = truth.bursts.filter((burst) => train.bursts.some((found) => Math.abs(found.timeSeconds - burst.centroidSeconds) < 0.04));
      expect(matched.length / truth.bursts.length).toBeGreaterThan(0.9);
    });
    await reader.close();
  });
});
