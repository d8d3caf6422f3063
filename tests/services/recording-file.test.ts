import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { AnalysisContext, ChannelOverride, Mark, ResultDocument } from "../../src/core/result";
import { defaultSettings } from "../../src/core/settings";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import type { Engine } from "../../src/protocol/engine";
import type { EngineApi } from "../../src/protocol/engine-api";
import { emptyContext, memoryEngine } from "./engine-parts";

const NAME = "Smith John left.edf";
const bytes = new Uint8Array(readFileSync(resolve(import.meta.dirname, "../../fixtures/example-session.edf")));
let engine: Engine;
let recordingId: string;
let context: AnalysisContext;
let document: ResultDocument;
let original: RecordingReader;

type Wish = Partial<EngineApi["exportRecording"]["args"]>;
const plain = { settings: defaultSettings, withBursts: false, annotationsOnly: false, withNames: false } as const;
const saved = (wish: Wish): Promise<EngineApi["exportRecording"]["result"]> => engine.exportRecording({ ...plain, recordingId, context, format: "edf", ...wish });

async function opened(wish: Wish): Promise<RecordingReader> {
  const { file } = await saved(wish);
  return openRecording(memorySource(file.name, file.bytes));
}

beforeAll(async () => {
  ({ engine } = memoryEngine({ [NAME]: bytes }));
  const recording = await engine.openRecording({ source: { id: NAME, name: NAME, size: bytes.length }, answers: {} });
  recordingId = recording.recordingId;
  const { marks, proposedProtocol } = await engine.scanRecording({ recordingId });
  context = { ...emptyContext, pairs: recording.proposedPairs, marks, protocol: proposedProtocol };
  document = await engine.analyse({ recordingId, settings: defaultSettings, context });
  original = await openRecording(memorySource(NAME, bytes));
}, 60_000);

describe("a recording written anew", () => {
  it("as EDF+ has the integers of the file, its annotations, and nobody's name", async () => {
    const { file, notes } = await saved({});
    expect(notes).toEqual([]);
    expect(file.name).toMatch(/^recording-[0-9a-f]{16}\.edf$/);
    expect((await saved({ withNames: true })).file.name).toBe("Smith John left.edf");
    const reader = await openRecording(memorySource(file.name, file.bytes));
    expect(reader.header.hasIdentity).toBe(false);
    const [before, after] = [await original.scan(), await reader.scan()];
    expect(after.channels.map(({ label, samplingHz, sampleCount }) => [label, samplingHz, sampleCount])).toEqual(before.channels.map(({ label, samplingHz, sampleCount }) => [label, samplingHz, sampleCount]));
    expect(after.annotations).toEqual(before.annotations);
    const range = { start: 10_000, end: 30_000 };
    expect(await reader.readStored!([0, 1], range)).toEqual(await original.readStored!([0, 1], range));
  });

  it("holds channels and a span, marks that a person set, and bursts and trains of the result", async () => {
    const set: Mark = { kind: "tap", seconds: 30, text: "second tap", origin: "user" };
    const reader = await opened({ channels: [0], startSeconds: 28, endSeconds: 33, withBursts: true, context: { ...context, marks: [...context.marks, set] } });
    const { channels, annotations } = await reader.scan();
    expect(channels.map(({ label, sampleCount, samplingHz }) => [label, sampleCount / samplingHz])).toEqual([[document.channels[0]!.label, 5]]);
    expect(annotations.find(({ text }) => text === "second tap")?.onsetSeconds).toBeCloseTo(2, 6);
    const train = document.trains.find(({ channelIndex, startSeconds }) => channelIndex === 0 && startSeconds > 28 && startSeconds < 33)!;
    const written = annotations.filter(({ text, channel }) => text === "Klonos burst" && channel === 0);
    expect(written).toHaveLength(train.bursts.length);
    expect(written[0]!.onsetSeconds).toBeCloseTo(train.bursts[0]!.onsetSeconds - 28, 4);
    expect(annotations.some(({ text }) => text.startsWith("Klonos train: clonoid-like"))).toBe(true);
  });

  it("is what the window shows: alias, unit and scale, polarity, order, derived channel", async () => {
    const overrides: ChannelOverride[] = [{ channelIndex: 0, alias: "Soleus", inverted: true, order: 9 }, { channelIndex: 1, scale: 2 }];
    const shown = { ...context, overrides, derivations: [{ label: "SOL-TA", plus: 0, minus: 1 }] };
    const reader = await opened({ format: "bdf", context: shown, startSeconds: 5, endSeconds: 7 });
    const { channels } = await reader.scan();
    const labels = channels.map(({ label }) => label);
    expect(labels.indexOf("Soleus")).toBeGreaterThan(labels.indexOf(document.channels[1]!.label));
    const rate = channels[0]!.samplingHz;
    const range = { start: 0, end: 2 * rate };
    const ofFile = { start: 5 * rate, end: 7 * rate };
    const [sol, ta] = [await original.read(0, ofFile), await original.read(1, ofFile)];
    const [ownSol, ownTa, ownDifference] = [await reader.read(labels.indexOf("Soleus"), range), await reader.read(labels.indexOf(document.channels[1]!.label), range), await reader.read(labels.indexOf("SOL-TA"), range)];
    // Half a step of 24 bits over the range of a channel.
    const most = Math.max(...[...sol, ...ta].map(Math.abs)) * 4;
    const step = most / 2 ** 23;
    for (let k = 0; k < sol.length; k += 97) {
      expect(Math.abs(ownSol[k]! + sol[k]!)).toBeLessThan(step);
      expect(Math.abs(ownTa[k]! - 2 * ta[k]!)).toBeLessThan(step);
      expect(Math.abs(ownDifference[k]! - (sol[k]! - 2 * ta[k]!))).toBeLessThan(step);
    }
  });

  it("as CSV reads back, and annotations go alone", async () => {
    const reader = await opened({ format: "csv", channels: [0, 1], startSeconds: 6, endSeconds: 7 });
    const { channels } = await reader.scan();
    const rate = channels[0]!.samplingHz;
    expect(channels.map(({ sampleCount }) => sampleCount)).toEqual([rate, rate]);
    const values = await reader.read(0, { start: 0, end: rate });
    const before = await original.read(0, { start: 6 * rate, end: 7 * rate });
    values.forEach((value, k) => expect(Math.abs(value - before[k]!)).toBeLessThan(1e-12));
    const alone = await (await opened({ annotationsOnly: true })).scan();
    expect([alone.channels.length, alone.annotations.length]).toEqual([0, (await original.scan()).annotations.length]);
  });

  it("as BIDS-EMG is an archive of a data set", async () => {
    const { file } = await saved({ format: "bids", subject: "P7", task: "stretch", withBursts: true, startSeconds: 5, endSeconds: 8 });
    expect(file.name).toMatch(/\.bids\.zip$/);
    const text = Buffer.from(file.bytes).toString("latin1");
    for (const path of ["dataset_description.json", "participants.tsv", "sub-P7/emg/sub-P7_task-stretch_emg.bdf", "sub-P7/emg/sub-P7_task-stretch_channels.tsv", "derivatives/klonos/sub-P7/emg/sub-P7_task-stretch_desc-bursts_events.tsv"]) expect(text).toContain(path);
    await expect(saved({ format: "bids", subject: "P 7", task: "x" })).rejects.toMatchObject({ record: { code: "bids-name" } });
  });

  it("is refused by what is wrong: no time, no channel", async () => {
    await expect(saved({ startSeconds: 1000, endSeconds: 1001 })).rejects.toMatchObject({ record: { code: "bad-span" } });
    await expect(saved({ channels: [] })).rejects.toMatchObject({ record: { code: "bad-span" } });
  });
});
