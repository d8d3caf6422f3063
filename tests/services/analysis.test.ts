import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../src/core/settings";
import { simulate } from "../../src/core/simulate/simulate";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import type { FigureRequest } from "../../src/protocol/engine-api";
import { createAnalysisService } from "../../src/services/analysis-service";
import { createBreathe } from "../../src/services/breathe";
import { createRecordings } from "../../src/services/recordings";
import { emptyContext, memoryEngine, openedEdf } from "./engine-parts";

const { channels, annotations, truth } = simulate({ class: "clonus", beats: 12, snrDb: 20, seed: 1, samplingHz: 1000 });
const session = { channels, annotations };
const figure = (recordingId: string): FigureRequest => ({ recordingId, settings: defaultSettings, context: emptyContext, trainId: undefined, format: "svg", widthMillimetres: 180, dpi: 300 });
const textOf = (file: { readonly bytes: Uint8Array }): string => new TextDecoder().decode(file.bytes);

describe("opening and scanning", () => {
  it("gives the header at once, and with the scan hash, marks and protocol", async () => {
    const { engine, opened, recordingId, bytes, meter } = await openedEdf(session);
    expect(opened.header.channels.map(({ label }) => label)).toEqual(["R SOL", "R TA"]);
    expect(opened.proposedPairs).toEqual([{ agonist: 0, antagonist: 1 }]);
    expect(meter.bytes).toBeLessThanOrEqual(300_000);
    const steps: number[] = [];
    const scanned = await engine.scanRecording({ recordingId }, { cancel: { cancelled: false }, progress: (fraction) => steps.push(fraction) });
    expect(scanned.sha256).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(scanned.marks.map(({ kind }) => kind)).toEqual(["stretch", "release"]);
    expect(scanned.proposedProtocol).toBe("stretch-hold");
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    expect(steps.at(-1)).toBe(1);
  });

  it("closes the file when it cannot be opened as a recording", async () => {
    const { engine, meter } = memoryEngine({ junk: new TextEncoder().encode("%PDF-1.7 not a recording") });
    await expect(engine.openRecording({ source: { id: "junk", name: "junk", size: 24 }, answers: {} })).rejects.toMatchObject({ record: { code: "unknown-format" } });
    expect(meter.closed).toBe(true);
  });

  it("keeps two recordings of the same file apart", async () => {
    const bytes = writeEdf(session);
    const { engine } = memoryEngine({ a: bytes });
    const source = { id: "a", name: "a", size: bytes.length };
    const [one, two] = [await engine.openRecording({ source, answers: {} }), await engine.openRecording({ source, answers: {} })];
    expect(one.recordingId).not.toBe(two.recordingId);
    await engine.closeRecording({ recordingId: one.recordingId });
    expect((await engine.scanRecording({ recordingId: two.recordingId })).channels).toHaveLength(2);
  });
});

describe("analysis", () => {
  it("finds the simulated train, with what the document must say of its source", async () => {
    const { engine, recordingId, bytes } = await openedEdf(session);
    const document = await engine.analyse({ recordingId, settings: defaultSettings, context: emptyContext });
    expect(document).toMatchObject({ schema: "klonos-result/1", version: "9.9.9-test", source: { name: "session.edf", format: "EDF+C", sha256: createHash("sha256").update(bytes).digest("hex") } });
    const train = document.trains.find(({ channelIndex }) => channelIndex === 0)!;
    expect(train.pattern).toBe("rhythmic");
    const rate = (truth.bursts.length - 1) / (truth.bursts.at(-1)!.centroidSeconds - truth.bursts[0]!.centroidSeconds);
    expect(train.rateHz!).toBeGreaterThan(rate * 0.97);
    expect(train.rateHz!).toBeLessThan(rate * 1.03);
  });

  it("scores again without reading the recording again, and filters again only when the band is new", async () => {
    const long = simulate({ class: "clonus", beats: 12, snrDb: 20, seed: 1, samplingHz: 1000, leadSeconds: 200 });
    const bytes = writeEdf(long);
    const recordings = createRecordings({ openSource: async () => memorySource("long", bytes), openSibling: async () => undefined, breathe: createBreathe(), idPrefix: "r" });
    const { recordingId } = await recordings.open({ id: "long", name: "long", size: bytes.length }, {});
    const recording = recordings.get(recordingId);
    let samples = 0;
    const counted: typeof recording = {
      ...recording,
      read: (channel, range, cancel) => {
        samples += range.end - range.start;
        return recording.read(channel, range, cancel);
      },
    };
    const service = createAnalysisService("9.9.9-test");
    const samplesOf = async (settings: typeof defaultSettings, context = emptyContext) => {
      samples = 0;
      const document = await service.analyse(counted, settings, context);
      return { document, samples };
    };
    const whole = long.channels.reduce((sum, channel) => sum + channel.samples.length, 0);
    const first = await samplesOf(defaultSettings);
    expect(first.samples).toBeGreaterThanOrEqual(whole);
    const again = await samplesOf({ ...defaultSettings, sustainedBeats: 30, ciLevel: 0.9 }, { ...emptyContext, protocol: "tap" });
    expect(again.document.ciLevel).toBe(0.9);
    // What is read again are short spans of the trains: artefact check, latency, coarser envelopes.
    expect(again.samples).toBeLessThan(whole / 4);
    const other = await samplesOf({ ...defaultSettings, bandLowHz: 60 });
    expect(other.samples).toBeGreaterThanOrEqual(whole);
    const amplitude = (document: typeof first.document): number => document.trains[0]!.bursts[0]!.amplitudeMicrovolts!;
    expect(amplitude(other.document)).toBeLessThan(amplitude(first.document));
  });

  it("gives the very same document for the same question, and the exports are made of it", async () => {
    const { engine, recordingId } = await openedEdf(session);
    const args = { recordingId, settings: defaultSettings, context: emptyContext };
    const document = await engine.analyse(args);
    expect(await engine.analyse(structuredClone(args))).toBe(document);
    const json = await engine.exportTable({ ...args, kind: "result-json" });
    expect(json).toMatchObject({ name: "session.klonos.json", mime: "application/json" });
    expect(JSON.parse(textOf(json))).toEqual(JSON.parse(JSON.stringify(document)));
    const svg = await engine.exportFigure(figure(recordingId));
    expect(svg.name).toBe(`recording-${document.source.sha256!.slice(0, 16)}.${document.trains[0]!.id}.svg`);
    expect(textOf(svg)).toContain(`n = ${document.trains[0]!.beats}`);
    expect(textOf(await engine.exportFigure(figure(recordingId)))).toBe(textOf(svg));
  });

  it("has the bursts of the document in its table, number for number", async () => {
    const { engine, recordingId } = await openedEdf(session);
    const args = { recordingId, settings: defaultSettings, context: emptyContext };
    const document = await engine.analyse(args);
    const [header, ...rows] = textOf(await engine.exportTable({ ...args, kind: "bursts-csv" }))
      .replace(/^\uFEFF/, "")
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
    const column = (name: string): readonly string[] => rows.map((row) => row[header!.indexOf(name)]!);
    const bursts = [...document.trains.flatMap(({ bursts: all }) => all), ...document.channels.flatMap(({ isolatedBursts }) => isolatedBursts)];
    expect(column("time_s").map(Number)).toEqual(bursts.map(({ timeSeconds }) => expect.closeTo(timeSeconds, 9) as number));
    expect(column("amplitude_uV").map(Number)).toEqual(bursts.map(({ amplitudeMicrovolts }) => expect.closeTo(amplitudeMicrovolts!, 6) as number));
    expect(new Set(column("sha256"))).toEqual(new Set([document.source.sha256]));
    const trains = textOf(await engine.exportTable({ ...args, kind: "trains-csv" })).trimEnd().split("\r\n");
    expect(trains).toHaveLength(document.trains.length + 1);
  });

  it("stops soon after a cancel", async () => {
    const { engine, recordingId } = await openedEdf(session);
    const cancel = { cancelled: false };
    await expect(engine.analyse({ recordingId, settings: defaultSettings, context: emptyContext }, { cancel, progress: () => (cancel.cancelled = true) })).rejects.toMatchObject({ record: { code: "cancelled" } });
    expect((await engine.analyse({ recordingId, settings: defaultSettings, context: emptyContext })).trains.length).toBeGreaterThan(0);
  });

  it("refuses a figure of a train that is not there", async () => {
    const { engine, recordingId } = await openedEdf(session);
    await expect(engine.exportFigure({ ...figure(recordingId), trainId: "99-9" })).rejects.toMatchObject({ record: { code: "bad-argument", where: "trainId" } });
  });
});
