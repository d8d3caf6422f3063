import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { sampleSeconds } from "../../src/formats/segment-time";
import { hostileSource } from "../contracts/hostile-source";
import { describeReader } from "../contracts/reader-contract";
import golden from "./golden/xdf.json";
import { xdfChunk, xdfFile, xdfHeader, xdfOffset, xdfSamples, type XdfStreamToWrite } from "./xdf-writer";

const emg: XdfStreamToWrite = { id: 1, name: "Amp", type: "EMG", format: "float32", rate: 500, channels: [{ label: "L SOL", unit: "microvolts" }, { label: "L TA", unit: "uV" }] };
const force: XdfStreamToWrite = { id: 7, name: "Force", type: "Force", format: "int32", rate: 50, channels: [{}] };
const marks: XdfStreamToWrite = { id: 9, name: "Marks", type: "Markers", format: "string", rate: 0, channels: [{}] };

const range = (count: number): number[] => Array.from({ length: count }, (_, k) => k);

/** Chunks of `size` samples; the first one stamped, or all. */
function chunks(stream: XdfStreamToWrite, rows: readonly (readonly number[])[], timeOf: (sample: number) => number, size: number, isAllStamped: boolean): Uint8Array[] {
  return range(Math.ceil(rows.length / size)).map((chunk) => {
    const from = chunk * size;
    const part = rows.slice(from, from + size);
    return xdfSamples(stream, part, part.map((_, k) => (k === 0 || isAllStamped ? timeOf(from + k) : undefined)), chunk % 2 === 0 ? 4 : 8);
  });
}

const rows = range(2000).map((k) => [Math.fround(100 * Math.sin(k / 9)), Math.fround(30 * Math.cos(k / 4))]);
const forces = range(200).map((k) => [k * 3 - 100]);
const paused = (k: number): number => 1000 + k / 500 + (k >= 1200 ? 3 : 0);

const whole = xdfFile([
  xdfHeader(emg),
  xdfHeader(force),
  xdfHeader(marks),
  ...chunks(emg, rows, paused, 32, false),
  ...chunks(force, forces, (k) => 1000.5 + k / 50, 10, true),
  xdfSamples(marks, [["stretch on"], ["tap"]], [1001, 1006.5]),
]);

describeReader({
  title: "XDF, two rates, a pause, markers",
  name: "a.xdf",
  bytes: whole,
  headerBytes: 900,
  truth: [
    { label: "L SOL", samplingHz: 500, samples: Float64Array.from(rows, (row) => row[0]! * 1e-6), tolerance: 1e-18 },
    { label: "L TA", samplingHz: 500, samples: Float64Array.from(rows, (row) => row[1]! * 1e-6), tolerance: 1e-18 },
    { label: "Force", samplingHz: 50, samples: Float64Array.from(forces, (row) => row[0]!), tolerance: 0 },
  ],
});

const open = (bytes: Uint8Array): Promise<RecordingReader> => openRecording(memorySource("a.xdf", bytes));
const codes = (issues: readonly { code: string }[]): string[] => issues.map((issue) => issue.code);

describe("XDF: time", () => {
  it("starts with the first sample of any stream; a pause is a gap; markers become annotations", async () => {
    const reader = await open(whole);
    expect(reader.header).toMatchObject({ format: "XDF", startDateTime: "2026-09-14T10:42:07", complete: true });
    const scan = await reader.scan();
    expect(scan.channels[0]!.segments[1]!.startSample).toBe(1216);
    expect(scan.channels[2]!.segments[0]!.startSeconds).toBeCloseTo(0.5, 9);
    expect(scan.annotations.map((note) => [note.onsetSeconds, note.text])).toEqual([[1, "stretch on"], [6.5, "tap"]]);
    expect(scan.gaps).toHaveLength(1);
  });

  it("a packet that comes late and is caught up with is no gap", async () => {
    const late = (k: number): number => 10 + k / 500 + (k === 960 ? 0.4 : k === 992 ? 0.35 : 0);
    const scan = await (await open(xdfFile([xdfHeader(emg), ...chunks(emg, rows, late, 32, false)]))).scan();
    expect(scan.gaps).toEqual([]);
    expect(scan.channels[0]!.segments.length).toBe(1);
  });

  it("a rate that is off by more than half a sample is measured, and told", async () => {
    const scan = await (await open(xdfFile([xdfHeader(emg), ...chunks(emg, rows, (k) => 5 + k / 499, 32, false)]))).scan();
    expect(scan.channels[0]!.samplingHz).toBeCloseTo(499, 6);
    expect(codes(scan.issues)).toEqual(["xdf-rate"]);
  });

  it("a clock that goes back is a border with an issue", async () => {
    const scan = await (await open(xdfFile([xdfHeader(emg), ...chunks(emg, rows, (k) => 5 + k / 500 - (k >= 1024 ? 2 : 0), 32, false)]))).scan();
    expect(codes(scan.issues)).toEqual(["xdf-time-stamps"]);
    expect(scan.channels[0]!.segments.map((segment) => segment.startSample)).toEqual([0, 1024]);
    expect(scan.gaps).toEqual([]);
  });

  it("offsets of another computer put its stream where it belongs; one wild offset does not matter", async () => {
    const offsets = range(20).map((k) => xdfOffset(7, 2000 + k * 5, -1000 + (k === 11 ? 0.8 : 0)));
    const scan = await (await open(xdfFile([xdfHeader(emg), xdfHeader(force), ...chunks(emg, rows, (k) => 1000 + k / 500, 32, false), ...chunks(force, forces, (k) => 2001 + k / 50, 10, true), ...offsets]))).scan();
    expect(Math.abs(scan.channels[2]!.segments[0]!.startSeconds - 1)).toBeLessThan(1e-3);
  });

  it("a computer that was started anew while the recording went on: each run by its own clock, markers too", async () => {
    // True times on the recorder's clock; the other computer's clock is 650 000 s ahead, and after its start 90 s behind.
    const long = range(20_000).map((k) => [k % 50, k % 7]);
    const truth = (k: number): number => 100 + k / 500 + (k >= 9600 ? 25 : 0);
    const ahead = (seconds: number): number => seconds + (seconds < 130 ? 650_000 : -90);
    const offsets = [1, 9].flatMap((id) => range(13).map((k) => 101 + 5 * k).map((at) => xdfOffset(id, ahead(at), at - ahead(at))));
    const marked = [103.25, 118, 150.5, 163];
    const file = xdfFile([xdfHeader(emg), xdfHeader(marks), ...chunks(emg, long, (k) => ahead(truth(k)), 32, false), xdfSamples(marks, marked.map((at) => [`at ${at}`]), marked.map(ahead)), ...offsets]);
    const scan = await (await open(file)).scan();
    expect(scan.issues).toEqual([]);
    expect(scan.channels[0]!.segments).toMatchObject([{ startSample: 0, endSample: 9600 }, { startSample: 9600, endSample: 20_000 }]);
    expect(scan.channels[0]!.segments.map(({ startSeconds }) => startSeconds)).toEqual([expect.closeTo(0, 6), expect.closeTo(truth(9600) - 100, 6)]);
    expect(scan.annotations.map(({ onsetSeconds }) => onsetSeconds)).toEqual(marked.map((at) => expect.closeTo(at - 100, 6) as number));
  });

  it("runs at different rates: one is used, and how far times are off is told", async () => {
    const long = range(40_000).map((k) => [k % 50, k % 7]);
    const scan = await (await open(xdfFile([xdfHeader(emg), ...chunks(emg, long, (k) => (k < 19_200 ? k / 501 : 60 + (k - 19_200) / 499), 32, false)]))).scan();
    const told = scan.issues.find(({ message }) => message.includes("between its interruptions"));
    expect(told?.message).toMatch(/499\.000 to 501\.000 Hz/);
    // The second run, of 20 800 samples at 499 Hz, by the middle rate: half of 20 800 (1/499 − 1/500).
    expect(Number(/off by up to ([\d.]+) s/.exec(told!.message)![1])).toBeCloseTo((20_800 * (1 / 499 - 1 / 500)) / 2, 1);
  });
});

describe("XDF: every number format and damaged files", () => {
  it.each(["int8", "int16", "int32", "int64", "float32", "double64"] as const)("%s", async (format) => {
    const stream: XdfStreamToWrite = { ...force, format };
    const values = range(60).map((k) => [k - 30]);
    const reader = await open(xdfFile([xdfHeader(stream), ...chunks(stream, values, (k) => 3 + k / 50, 7, false)]));
    expect([...(await reader.read(0, { start: 0, end: 60 }))]).toEqual(values.map((row) => row[0]));
  });

  it("numbers without a rate are events", async () => {
    const codesStream: XdfStreamToWrite = { ...force, rate: 0, format: "int16" };
    const scan = await (await open(xdfFile([xdfHeader(codesStream), xdfSamples(codesStream, [[5], [7]], [10, 11.5], 1)]))).scan();
    expect(scan.channels).toEqual([]);
    expect(scan.annotations.map((note) => [note.onsetSeconds, note.text])).toEqual([[0, "5"], [1.5, "7"]]);
  });

  it("a file that ends inside a chunk offers every whole sample of it", async () => {
    const one = xdfFile([xdfHeader(emg), xdfSamples(emg, rows.slice(0, 100), [7])]);
    const reader = await open(one.slice(0, one.length - 13));
    expect(reader.header.channels[0]!.sampleCount).toBe(98);
    expect(codes(reader.header.issues)).toEqual(["xdf-truncated"]);
  });

  it("samples of a stream that is not described, and impossible descriptions, are told and left out", async () => {
    const bad = xdfFile([xdfHeader({ ...emg, rate: -1 }), xdfHeader(force), xdfSamples(emg, rows.slice(0, 3), [1, 1, 1]), ...chunks(force, forces, (k) => k / 50, 10, true)]);
    const reader = await open(bad);
    expect(reader.header.channels.map((channel) => channel.label)).toEqual(["Force"]);
    expect(codes(reader.header.issues)).toEqual(["xdf-stream"]);
    await expect(open(xdfFile([xdfHeader({ ...emg, rate: -1 })]))).rejects.toMatchObject({ record: { code: "xdf-chunk" } });
  });

  it("a chunk of 2^60 bytes and one of 4 billion samples allocate nothing", async () => {
    const huge = new Uint8Array(11);
    const view = new DataView(huge.buffer);
    view.setUint8(0, 8);
    view.setBigUint64(1, 1n << 60n, true);
    view.setUint16(9, 3, true);
    const many = xdfSamples(force, forces.slice(0, 2), [1, 2]);
    new DataView(many.buffer).setUint32(5 + 2 + 4 + 1, 0xffffffff, true);
    const source = hostileSource("a.xdf", xdfFile([xdfHeader(force), many, huge]));
    const reader = await openRecording(source);
    expect(reader.header.channels[0]!.sampleCount).toBe(2);
    expect(codes(reader.header.issues)).toEqual(["xdf-chunk", "xdf-truncated"]);
    expect(source.longestRead()).toBeLessThan(300_000);
  });

  it("a description with a document type is not read", async () => {
    const evil = new TextEncoder().encode('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><info/>');
    const content = new Uint8Array(4 + evil.length);
    content.set(evil, 4);
    await expect(open(xdfFile([xdfChunk(2, content)]))).rejects.toMatchObject({ record: { message: expect.stringContaining("document type") as string } });
  });

  it("a long file opens by its first 8 MiB; the scan counts the rest", async () => {
    const wide: XdfStreamToWrite = { ...emg, format: "double64", channels: range(16).map((k) => ({ label: `C${k}`, unit: "uV" })) };
    const many = range(100_000).map((k) => range(16).map((c) => k + c / 16));
    const reader = await open(xdfFile([xdfHeader(wide), ...chunks(wide, many, (k) => k / 500, 500, false)]));
    expect(reader.header.complete).toBe(false);
    expect(Math.abs(reader.header.channels[0]!.sampleCount - 100_000)).toBeLessThan(2000);
    expect((await reader.read(3, { start: 30_000, end: 30_001 }))[0]).toBe((30_000 + 3 / 16) * 1e-6);
    await expect(reader.read(0, { start: 80_000, end: 80_001 })).rejects.toMatchObject({ record: { code: "past-end" } });
    expect((await reader.scan()).channels[0]!.sampleCount).toBe(100_000);
    expect((await reader.read(3, { start: 99_999, end: 100_000 }))[0]).toBe((99_999 + 3 / 16) * 1e-6);
  });
});

interface GoldenStream {
  readonly name: string;
  readonly samples: number;
  readonly at: readonly number[];
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | string)[])[];
  readonly effectiveHz: number;
}

/** Values to the last bit, times from the first stream's first sample. */
async function compare(reader: RecordingReader, streams: readonly GoldenStream[], toleranceSeconds: number): Promise<void> {
  const scan = await reader.scan();
  const numeric = streams.filter((stream) => typeof stream.values[0]![0] === "number");
  const origin = Math.min(...numeric.map((stream) => stream.times[0]!));
  let channel = 0;
  for (const stream of numeric) {
    for (let k = 0; k < stream.values[0]!.length; k += 1, channel += 1) {
      const info = scan.channels[channel]!;
      expect(info.sampleCount).toBe(stream.samples);
      for (const [place, at] of stream.at.entries()) {
        const [value] = await reader.read(channel, { start: at, end: at + 1 });
        const perUnit = info.unit === "microvolts" ? 1e-6 : info.unit === "mV" ? 1e-3 : 1;
        expect(value).toBe((stream.values[place]![k] as number) * perUnit);
        expect(Math.abs(sampleSeconds(info.segments, info.samplingHz, at) - (stream.times[place]! - origin))).toBeLessThanOrEqual(toleranceSeconds);
      }
    }
  }
  const words = streams.filter((stream) => typeof stream.values[0]![0] === "string");
  for (const stream of words) expect(scan.annotations.length).toBe(stream.samples);
}

describe("XDF files as pyxdf reports them", () => {
  it("drifting clock, jitter of packets, a pause: within half of the packets' jitter", async () => {
    const reader = await open(readFileSync("tests/formats/golden/clocks.xdf"));
    await compare(reader, golden.clocks as GoldenStream[], 0.015);
    const scan = await reader.scan();
    const amp = (golden.clocks as GoldenStream[])[0]!;
    expect(scan.channels[0]!.samplingHz / amp.effectiveHz).toBeCloseTo(1, 3);
    // The generator's truth: 99.9 Hz, a pause of 2.5 s after 900 samples.
    expect(Math.abs(scan.channels[0]!.samplingHz - 99.9)).toBeLessThan(0.05);
    expect(scan.gaps).toHaveLength(1);
    expect(Math.abs(scan.gaps[0]!.endSeconds - scan.gaps[0]!.startSeconds - 2.5)).toBeLessThan(0.03);
    [1.25, 5.5, 11].forEach((onset, k) => expect(Math.abs(scan.annotations[k]!.onsetSeconds - onset)).toBeLessThan(0.03));
  });

  const path = "../shared/data/xdf/minimal.xdf";
  const hasData = existsSync(path);
  if (!hasData) console.warn(`skipped: ${path} (absent)`);
  it.skipIf(!hasData)("minimal.xdf", async () => {
    await compare(await open(readFileSync(path)), golden.minimal as GoldenStream[], 1e-6);
  });
});
