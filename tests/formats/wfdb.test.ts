import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { SiblingSource } from "../../src/formats/byte-source";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { isWfdbFormat, type WfdbFormat } from "../../src/formats/wfdb/wfdb-samples";
import { describeReader } from "../contracts/reader-contract";
import golden from "./golden/wfdb.json";
import { packWfdb, writeWfdbNotes } from "./wfdb-writer";

const utf8 = new TextEncoder();
const FORMATS: readonly WfdbFormat[] = [8, 16, 24, 32, 61, 80, 160, 212, 310, 311];
/** Half the range of each format less its mark of a missing sample. */
const LARGEST: Readonly<Record<WfdbFormat, number>> = { 8: 1000, 16: 32767, 24: 8388607, 32: 2147483647, 61: 32767, 80: 127, 160: 32767, 212: 2047, 310: 511, 311: 511 };

function wave(count: number, largest: number, period: number, phase = 0): number[] {
  return Array.from({ length: count }, (_, k) => Math.round(largest * Math.sin((2 * Math.PI * k) / period + phase)));
}

function siblingsOf(files: Readonly<Record<string, Uint8Array>>): SiblingSource {
  return async (name) => (files[name] === undefined ? undefined : memorySource(name, files[name]));
}

function open(header: string, files: Readonly<Record<string, Uint8Array>>, name = "r.hea"): Promise<RecordingReader> {
  return openRecording(memorySource(name, utf8.encode(header)), {}, undefined, siblingsOf(files));
}

const all = (reader: RecordingReader, channel: number): Promise<Float64Array> => reader.read(channel, { start: 0, end: reader.header.channels[channel]!.sampleCount });
const volts = (values: readonly number[], gain: number, baseline = 0): Float64Array => Float64Array.from(values, (value) => ((value - baseline) / gain) * 1e-3);

// Two signals a file, one of them with three samples a frame, 499 frames: packed formats end inside a unit.
for (const format of FORMATS) {
  const frames = 499;
  // Differences of one byte allow no steeper signal.
  const fast = wave(3 * frames, LARGEST[format], format === 8 ? 400 : 37);
  const slow = wave(frames, LARGEST[format], format === 8 ? 400 : 100, 1);
  slow[0] = format === 8 ? 0 : slow[0]!;
  if (format === 8) slow.forEach((_, k) => (slow[k] = Math.round(1000 * Math.sin(k / 64))));
  const stream: number[] = [];
  for (let k = 0; k < frames; k += 1) stream.push(fast[3 * k]!, fast[3 * k + 1]!, fast[3 * k + 2]!, slow[k]!);
  const bytes = format === 8 ? differences(stream) : packWfdb(format, stream);
  describeReader({
    title: `WFDB format ${format}, mixed rates`,
    name: "r.hea",
    bytes: utf8.encode(`# written for a test\nr 2 250.5 ${frames} 10:42:07.25 14/09/2026\nr.dat ${format}x3 200(5)/uV 0 0 0 0 0 L SOL\nr.dat ${format} 0.5/deg 0 0 0 0 0 Angle\n# <age>: 25\n`),
    siblings: { "r.dat": bytes, "r.atr": writeWfdbNotes([{ time: 10, code: 1 }, { time: 4000, code: 22, text: "tap ✓", signal: 1 }]) },
    headerBytes: 60,
    truth: [
      { label: "L SOL", samplingHz: 751.5, samples: Float64Array.from(fast, (value) => ((value - 5) / 200) * 1e-6), tolerance: 1e-6 * LARGEST[format] * 1e-14 },
      { label: "Angle", samplingHz: 250.5, samples: Float64Array.from(slow, (value) => value * 2), tolerance: 0 },
    ],
  });
}

/** Each signal of [a a a b] frames goes on from its own last value. */
function differences(stream: readonly number[]): Uint8Array {
  const last = [0, 0];
  return Uint8Array.from(stream, (value, k) => {
    const signal = k % 4 === 3 ? 1 : 0;
    const step = value - last[signal]!;
    if (Math.abs(step) > 127) throw new Error(`step ${step} at ${k} does not fit`);
    last[signal] = value;
    return step & 255;
  });
}

const segmentFiles = (): Record<string, Uint8Array> => {
  const [a, b, c] = [wave(1000, 3000, 50), wave(600, 3000, 50, 1), wave(400, 500, 9)];
  const both = c.flatMap((value, k) => [b[k]!, value]);
  return {
    "lay.hea": utf8.encode("lay 2 1000 0\n~ 0 1000/mV 16 0 0 0 0 SOL\n~ 0 500/mV 16 0 0 0 0 TA\n".replace(/~ 0/g, "~ 16")),
    "s1.hea": utf8.encode("s1 1 1000 1000\ns1.dat 16 1000/mV 16 0 0 0 0 SOL\n"),
    "s2.hea": utf8.encode("s2 2 1000 400\ns2.dat 16 2000/mV 16 0 0 0 0 SOL\ns2.dat 16 500/mV 16 0 0 0 0 TA\n"),
    "s1.dat": packWfdb(16, a),
    "s2.dat": packWfdb(16, both),
  };
};

describeReader({
  title: "WFDB variable layout with a pause",
  name: "m.hea",
  bytes: utf8.encode("m/4 2 1000 1900\nlay 0\ns1 1000\n~ 500\ns2 400\n"),
  siblings: segmentFiles(),
  headerBytes: 40,
  truth: [
    { label: "SOL", samplingHz: 1000, samples: Float64Array.from([...volts(wave(1000, 3000, 50), 1000), ...volts(wave(400, 3000, 50, 1), 2000)]), tolerance: 1e-17 },
    { label: "TA", samplingHz: 1000, samples: volts(wave(400, 500, 9), 500), tolerance: 1e-17 },
  ],
});

describe("WFDB: segments", () => {
  it("a pause and an absent signal are gaps; gains belong to the segment", async () => {
    const reader = await open("m/4 2 1000 1900 1:02:03 01/02/2025\nlay 0\ns1 1000\n~ 500\ns2 400\n", segmentFiles(), "m.hea");
    const scan = await reader.scan();
    expect(scan.gaps).toEqual([{ startSeconds: 1, endSeconds: 1.5 }]);
    expect(scan.channels[0]!.segments).toEqual([
      { startSample: 0, endSample: 1000, startSeconds: 0 },
      { startSample: 1000, endSample: 1400, startSeconds: 1.5 },
    ]);
    expect(scan.channels[1]!.segments).toEqual([{ startSample: 0, endSample: 400, startSeconds: 1.5 }]);
    expect(reader.header).toMatchObject({ durationSeconds: 1.9, startDateTime: "2025-02-01T01:02:03" });
  });

  it("fixed layout: segments that follow each other are one run", async () => {
    const files = segmentFiles();
    files["s3.hea"] = utf8.encode("s3 1 1000 1000\ns1.dat 16 1000/mV 16 0 0 0 0 SOL\n");
    const reader = await open("m/2 1 1000 2000\ns1 1000\ns3 1000\n", files, "m.hea");
    expect(reader.header.channels[0]!.segments).toEqual([{ startSample: 0, endSample: 2000, startSeconds: 0 }]);
    const values = await all(reader, 0);
    expect(values.slice(1000)).toEqual(values.slice(0, 1000));
  });

  it("a missing segment header is told and stays a gap; all missing is refused by name", async () => {
    const files = segmentFiles();
    delete files["s2.hea"];
    const reader = await open("m/4 2 1000 1900\nlay 0\ns1 1000\n~ 500\ns2 400\n", files, "m.hea");
    expect(reader.header.issues.map((issue) => issue.code)).toContain("missing-file");
    await expect(open("m/2 1 1000 2000\nx1 1000\nx2 1000\n", {}, "m.hea")).rejects.toMatchObject({ record: { code: "missing-file", details: { file: "x1.hea" } } });
  });

  it("a segment made of segments, and one of another rate, are refused", async () => {
    await expect(open("m/1 1 1000\nn 5\n", { "n.hea": utf8.encode("n/1 1 1000\nm 5\n") }, "m.hea")).rejects.toMatchObject({ record: { code: "wfdb-header" } });
    await expect(open("m/1 1 500\ns1 5\n", segmentFiles(), "m.hea")).rejects.toMatchObject({ record: { code: "wfdb-header", message: expect.stringContaining("1000 frames a second") as string } });
  });
});

describe("WFDB: header clauses", () => {
  const data = { "r.dat": packWfdb(16, wave(1000, 1000, 40)) };

  it("skew: the signal is read so many frames later, and ends earlier", async () => {
    const values = wave(1000, 1000, 40);
    const stream = values.flatMap((value, k) => [value, k < 7 ? 31000 : values[k - 7]!]);
    const reader = await open("r 2 500 1000\nr.dat 16 100/mV 16 0 0 0 0 SOL\nr.dat 16:7 100/mV 16 0 0 0 0 TA\n", { "r.dat": packWfdb(16, stream) });
    expect(reader.header.channels.map((channel) => channel.sampleCount)).toEqual([1000, 993]);
    expect(await all(reader, 1)).toEqual((await all(reader, 0)).slice(0, 993));
  });

  it("byte offset, baseline, default gain and missing samples", async () => {
    const stream = packWfdb(16, [100, -32768, 300]);
    const shifted = new Uint8Array(512 + stream.length);
    shifted.set(stream, 512);
    const reader = await open("r 1 1000 3\nr.dat 16+512 0 16 50 0 0 0 SOL\n", { "r.dat": shifted });
    expect([...(await all(reader, 0))]).toEqual([0.25, NaN, 1.25]);
    expect(reader.header.channels[0]).toMatchObject({ unit: "", isVoltage: false });
    expect(reader.header.issues.map((issue) => issue.code)).toEqual(["wfdb-uncalibrated"]);
  });

  it("samples not counted by the header are counted from the size; more than there are is told", async () => {
    expect((await open("r 1 250\nr.dat 16 200\n", data)).header.channels[0]).toMatchObject({ sampleCount: 1000, label: "Signal 1", unit: "mV" });
    const cut = await open("r 1 250 5000\nr.dat 16 200\n", data);
    expect(cut.header.channels[0]!.sampleCount).toBe(1000);
    expect(cut.header.issues[0]!.message).toContain("the first 1000 of 5000 frames are whole");
  });

  it.each([
    ["a path", "r 1 250\n../../etc/passwd 16 200\n", "missing-file"],
    ["an absolute path", "r 1 250\nC:\\x.dat 16 200\n", "missing-file"],
    ["an absent file", "r 1 250\nother.dat 16 200\n", "missing-file"],
    ["FLAC", "r 1 250\nr.dat 516 200\n", "wfdb-header"],
    ["no such format", "r 1 250\nr.dat 17 200\n", "wfdb-header"],
    ["a rate of zero", "r 1 0\nr.dat 16 200\n", "wfdb-header"],
    ["a rate that is infinite", "r 1 1e999\nr.dat 16 200\n", "wfdb-header"],
    ["a million signals", "r 1000000 250\nr.dat 16 200\n", "wfdb-header"],
    ["fewer lines than signals", "r 3 250\nr.dat 16 200\n", "wfdb-header"],
    ["two formats in one file", "r 2 250\nr.dat 16 200\nr.dat 212 200\n", "wfdb-header"],
    ["no samples a frame", "r 1 250\nr.dat 16x0 200\n", "wfdb-header"],
    ["a gain that is no number", "r 1 250\nr.dat 16 many/mV\n", "wfdb-header"],
  ])("%s is refused", async (_title, header, code) => {
    await expect(open(header, data)).rejects.toMatchObject({ record: { code } });
  });

  it("without the folder: the error names the file that is wanted", async () => {
    await expect(openRecording(memorySource("r.hea", utf8.encode("r 1 250\nr.dat 16 200\n")))).rejects.toMatchObject({ record: { code: "missing-file", details: { file: "r.dat" } } });
  });

  it("format 8 far into a long file, read backwards and forwards, equals one pass", async () => {
    const values = Array.from({ length: 200_000 }, (_, k) => Math.round(900 * Math.sin(k / 60)));
    const files = { "r.dat": packWfdb(8, values, 1, 0) };
    const header = "r 1 2000 200000\nr.dat 8 1/V 16 0 0 0 0 SOL\n";
    const back = await open(header, files);
    expect([...(await back.read(0, { start: 150_000, end: 150_010 }))]).toEqual(values.slice(150_000, 150_010));
    expect([...(await back.read(0, { start: 65_530, end: 65_540 }))]).toEqual(values.slice(65_530, 65_540));
    expect([...(await back.read(0, { start: 199_990, end: 200_000 }))]).toEqual(values.slice(199_990));
  });
});

describe("WFDB: annotations", () => {
  const header = "r 2 250 1000\nr.dat 16 200/mV 16 0 0 0 0 SOL\nr.dat 16 200/mV 16 0 0 0 0 TA\n";
  const data = { "r.dat": packWfdb(16, wave(2000, 1000, 40)) };

  it("texts, long steps and linked signals", async () => {
    const notes = writeWfdbNotes([{ time: 25, code: 5 }, { time: 500, code: 22, text: "tap" }, { time: 100_500, code: 28, text: "(AFIB", signal: 1 }]);
    const { annotations } = await (await open(header, { ...data, "r.atr": notes })).scan();
    expect(annotations).toEqual([
      { onsetSeconds: 0.1, durationSeconds: 0, text: "V", channel: undefined },
      { onsetSeconds: 2, durationSeconds: 0, text: "tap", channel: undefined },
      { onsetSeconds: 402, durationSeconds: 0, text: "+ (AFIB", channel: 1 },
    ]);
  });

  it("a stated time resolution and a cut file", async () => {
    const notes = writeWfdbNotes([{ time: 0, code: 22, text: "## time resolution: 1000" }, { time: 500, code: 1 }, { time: 900, code: 1 }]);
    const scan = await (await open(header, { ...data, "r.atr": notes.slice(0, -2) })).scan();
    expect(scan.annotations.map((note) => note.onsetSeconds)).toEqual([0.5, 0.9]);
    expect(scan.issues.map((issue) => issue.code)).toEqual(["wfdb-annotation"]);
  });
});

const DATA = "../shared/data/wfdb/";
const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: WFDB records of ${DATA} (absent)`);

function openData(record: string): Promise<RecordingReader> {
  const read = (name: string): Uint8Array => readFileSync(DATA + name);
  return openRecording(memorySource(`${record}.hea`, read(`${record}.hea`)), {}, undefined, async (name) => (existsSync(DATA + name) ? memorySource(name, read(name)) : undefined));
}

describe.skipIf(!hasData)("WFDB records as wfdb-python reports them", () => {
  for (const [record, expected] of Object.entries(golden)) {
    it(record, async () => {
      const reader = await openData(record);
      const scan = await reader.scan();
      expect(scan.channels.map((channel) => channel.label)).toEqual(expected.channels.map((channel) => channel.label));
      for (const [index, wanted] of expected.channels.entries()) {
        const channel = scan.channels[index]!;
        expect(channel.samplingHz).toBeCloseTo(wanted.samplingHz, 9);
        expect(channel.sampleCount).toBe(wanted.sampleCount);
        const values = await all(reader, index);
        const perUnit = channel.isVoltage ? 1e-3 : 1;
        wanted.at.forEach((at, k) => expect(Math.abs(values[at]! - wanted.values[k]! * perUnit)).toBeLessThanOrEqual(1e-15 * Math.max(1, wanted.largest)));
        expect(Math.abs(values.reduce((sum, value) => sum + value, 0) - wanted.sum * perUnit)).toBeLessThanOrEqual(1e-12 * wanted.largest * wanted.sampleCount);
      }
      expect(scan.annotations.length).toBe(expected.annotationCount);
      (expected.annotations as [number, string][]).forEach(([seconds, text], k) => {
        expect(scan.annotations[k]!.onsetSeconds).toBeCloseTo(seconds, 9);
        expect(scan.annotations[k]!.text).toBe(text);
      });
    });
  }

  it("drive02 lacks its samples: refused, naming the file", async () => {
    await expect(openData("drive02")).rejects.toMatchObject({ record: { code: "missing-file", details: { file: "drive02.dat" } } });
  });

  it("binformats lacks two of ten files: the others open, both are named", async () => {
    const { issues, channels } = (await openData("binformats")).header;
    expect(channels.length).toBe(8);
    expect(issues.filter((issue) => issue.code === "missing-file").map((issue) => issue.message.split(" ")[0])).toEqual(["binformats.d8", "binformats.d9"]);
  });

  it.each(["flacformats", "mixedsignals"])("%s is FLAC compressed: refused with what to do", async (record) => {
    await expect(openData(record)).rejects.toMatchObject({ record: { code: "wfdb-header", message: expect.stringContaining("FLAC") as string } });
  });
});

describe("WFDB formats", () => {
  it("are those of the manual that are not FLAC", () => {
    expect(FORMATS.every(isWfdbFormat)).toBe(true);
    expect([0, 7, 508, 516, 524, Number("toString")].some(isWfdbFormat)).toBe(false);
  });
});
