import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { describeReader } from "../contracts/reader-contract";
import golden from "./golden/brainvision.json";

const utf8 = new TextEncoder();
const POINTS = 700;

/** What is stored: whole numbers, three channels. */
const stored = [0, 1, 2].map((channel) => Array.from({ length: POINTS }, (_, k) => Math.round(3000 * Math.sin(k / (5 + channel)) + channel)));

interface Variant {
  readonly format: "INT_16" | "INT_32" | "IEEE_FLOAT_32" | "UINT_16";
  readonly orientation: "MULTIPLEXED" | "VECTORIZED";
  readonly bigEndian?: boolean;
}

function dataOf({ format, orientation, bigEndian }: Variant): Uint8Array {
  const width = format === "INT_32" || format === "IEEE_FLOAT_32" ? 4 : 2;
  const view = new DataView(new ArrayBuffer(POINTS * 3 * width));
  for (let channel = 0; channel < 3; channel += 1) {
    for (let k = 0; k < POINTS; k += 1) {
      const at = (orientation === "MULTIPLEXED" ? k * 3 + channel : channel * POINTS + k) * width;
      const value = stored[channel]![k]!;
      if (format === "INT_16") view.setInt16(at, value, bigEndian !== true);
      else if (format === "UINT_16") view.setUint16(at, value + 4000, bigEndian !== true);
      else if (format === "INT_32") view.setInt32(at, value, bigEndian !== true);
      else view.setFloat32(at, value, bigEndian !== true);
    }
  }
  return new Uint8Array(view.buffer);
}

function headerOf(variant: Variant, lines: Partial<Record<"title" | "points" | "marker" | "channels" | "data" | "more" | "count" | "interval" | "codepage", string>> = {}): string {
  return [
    lines.title ?? "Brain Vision Data Exchange Header File Version 1.0",
    "; written for a test",
    "",
    "[Common Infos]",
    lines.codepage ?? "Codepage=UTF-8",
    lines.data ?? "DataFile=$b.eeg",
    lines.marker ?? "MarkerFile=$b.vmrk",
    "DataFormat=BINARY",
    `DataOrientation=${variant.orientation}`,
    lines.count ?? "NumberOfChannels=3",
    lines.interval ?? "SamplingInterval=500",
    lines.points ?? "",
    "[Binary Infos]",
    `BinaryFormat=${variant.format}`,
    variant.bigEndian === true ? "UseBigEndianOrder=YES" : "",
    "[Channel Infos]",
    lines.channels ?? "Ch1=L SOL\\1 medial,REF,0.5,µV\nCh2=L TA,,0.25\nCh3=Angle,,0.1,deg",
    lines.more ?? "",
    "[Comment]",
    "Ch2=not a channel",
  ].join("\r\n");
}

const MARKERS = [
  "Brain Vision Data Exchange Marker File, Version 1.0",
  "[Common Infos]",
  "[Marker Infos]",
  "Mk1=New Segment,,1,1,0,20260914104207250000",
  "Mk2=Comment,tap\\1 strong,101,1,2",
  "Mk3=Stimulus,S  1,201,40,0",
  "Mk4=New Segment,,401,1,0,20260914104209000000",
  "Mk5=Response,,411,1,0",
].join("\n");

const truth = [
  { label: "L SOL, medial", samplingHz: 2000, samples: Float64Array.from(stored[0]!, (value) => value * 0.5e-6), tolerance: 1e-18 },
  { label: "L TA", samplingHz: 2000, samples: Float64Array.from(stored[1]!, (value) => value * 0.25e-6), tolerance: 1e-18 },
  { label: "Angle", samplingHz: 2000, samples: Float64Array.from(stored[2]!, (value) => value * 0.1), tolerance: 1e-12 },
];

function contract(title: string, variant: Variant, header: string | Uint8Array, marker = MARKERS): void {
  describeReader({ title, name: "a.vhdr", bytes: typeof header === "string" ? utf8.encode(header) : header, headerBytes: 120, siblings: { "a.eeg": dataOf(variant), "a.vmrk": utf8.encode(marker) }, truth });
}

const int16: Variant = { format: "INT_16", orientation: "MULTIPLEXED" };
contract("BrainVision 1.0 INT_16 multiplexed, two segments", int16, headerOf(int16));
const float: Variant = { format: "IEEE_FLOAT_32", orientation: "VECTORIZED" };
contract("BrainVision 2.0 IEEE_FLOAT_32 vectorised", float, headerOf(float, { title: "BrainVision Data Exchange Header File Version 2.0", points: `DataPoints=${POINTS}` }));
const int32: Variant = { format: "INT_32", orientation: "MULTIPLEXED", bigEndian: true };
contract("BrainVision INT_32 big-endian, Latin-1", int32, Uint8Array.from(Buffer.from(headerOf(int32, { title: "Brain Vision Core Data Format Header File Version 1.0", codepage: "Codepage=ANSI" }), "latin1")));

function open(header: string, files: Readonly<Record<string, Uint8Array>>): Promise<RecordingReader> {
  return openRecording(memorySource("a.vhdr", utf8.encode(header)), {}, undefined, async (name) => (files[name] === undefined ? undefined : memorySource(name, files[name])));
}
const codes = (issues: readonly { code: string }[]): string[] => issues.map((issue) => issue.code);
const files = (marker = MARKERS): Record<string, Uint8Array> => ({ "a.eeg": dataOf(int16), "a.vmrk": utf8.encode(marker) });

describe("BrainVision: markers", () => {
  it("a new segment is a gap of the clock's length; events keep channel, duration and true time", async () => {
    const reader = await open(headerOf(int16), files());
    expect(reader.header).toMatchObject({ startDateTime: "2026-09-14T10:42:07.25", complete: true, hasIdentity: false, format: "BrainVision" });
    const scan = await reader.scan();
    // 400 samples are 0.2 s; the second segment began 1.75 s after the first.
    expect(scan.gaps).toHaveLength(1);
    expect(scan.gaps[0]!.startSeconds).toBeCloseTo(0.2, 9);
    expect(scan.gaps[0]!.endSeconds).toBeCloseTo(1.75, 9);
    expect(scan.durationSeconds).toBeCloseTo(1.9, 9);
    expect(scan.annotations.map(({ text, channel }) => [text, channel])).toEqual([["tap, strong", 1], ["S  1", undefined], ["Response", undefined]]);
    [0.05, 0.1, 1.755].forEach((onset, k) => expect(scan.annotations[k]!.onsetSeconds).toBeCloseTo(onset, 9));
    expect(scan.annotations.map((note) => note.durationSeconds)).toEqual([0, 0.02, 0]);
  });

  it("a pause of unknown length and one that goes back are borders with an issue", async () => {
    for (const date of ["", "20260914104207250001"]) {
      const scan = await (await open(headerOf(int16), files(MARKERS.replace("20260914104209000000", date)))).scan();
      expect(scan.channels[0]!.segments).toEqual([{ startSample: 0, endSample: 400, startSeconds: 0 }, { startSample: 400, endSample: 700, startSeconds: 0.2 }]);
      expect(codes(scan.issues)).toEqual(["brainvision-pause"]);
      expect(scan.gaps).toEqual([]);
    }
  });

  it("an absent marker file is told; the samples open", async () => {
    const reader = await open(headerOf(int16), { "a.eeg": dataOf(int16) });
    expect(codes(reader.header.issues)).toEqual(["missing-file"]);
    expect((await reader.scan()).annotations).toEqual([]);
  });

  it("a long marker file is read by the scan, not when opened", async () => {
    const many = Array.from({ length: 40_000 }, (_, k) => `Mk${k + 6}=Stimulus,S${k % 9} padding padding,${1 + (k % POINTS)},1,0`).join("\n");
    const reader = await open(headerOf(int16), files(`${MARKERS}\n${many}`));
    expect(reader.header.complete).toBe(false);
    const scan = await reader.scan();
    expect(scan.annotations.length).toBe(40_003);
    expect(scan.gaps.length).toBe(1);
  });
});

describe("BrainVision: header clauses", () => {
  it("UINT_16 is unsigned; its range is the converter's", async () => {
    const variant: Variant = { format: "UINT_16", orientation: "VECTORIZED" };
    const reader = await open(headerOf(variant, { marker: "" }), { "a.eeg": dataOf(variant) });
    expect((await reader.read(2, { start: 0, end: 3 }))[0]).toBeCloseTo((stored[2]![0]! + 4000) * 0.1, 9);
    expect(reader.header.channels[0]!.physicalRange).toEqual([0, 65535 * 0.5e-6]);
  });

  it("cut multiplexed samples: whole ones are offered; cut vectorised ones: the last channels are shorter", async () => {
    const cut = await open(headerOf(int16, { points: `DataPoints=${POINTS}`, marker: "" }), { "a.eeg": dataOf(int16).slice(0, 6 * 500 + 3) });
    expect(cut.header.channels.map((channel) => channel.sampleCount)).toEqual([500, 500, 500]);
    expect(cut.header.issues[0]!.message).toContain("the first 500 of 700 samples are whole");
    const vectorised: Variant = { format: "INT_16", orientation: "VECTORIZED" };
    const reader = await open(headerOf(vectorised, { points: `DataPoints=${POINTS}`, marker: "" }), { "a.eeg": dataOf(vectorised).slice(0, 2 * POINTS + 100) });
    expect(reader.header.channels.map((channel) => channel.sampleCount)).toEqual([700, 50, 0]);
    await expect(open(headerOf(vectorised, { marker: "" }), { "a.eeg": dataOf(vectorised).slice(0, 2 * POINTS + 101) })).rejects.toMatchObject({ record: { code: "brainvision-header", message: expect.stringContaining("DataPoints") as string } });
  });

  it.each([
    ["an absent file of samples", { data: "DataFile=other.eeg" }, "missing-file"],
    ["a path", { data: "DataFile=..\\other.eeg" }, "missing-file"],
    ["no file of samples", { data: "" }, "brainvision-header"],
    ["a million channels", { count: "NumberOfChannels=1000000" }, "brainvision-header"],
    ["no channels", { count: "NumberOfChannels=0" }, "brainvision-header"],
    ["a channel that is not described", { count: "NumberOfChannels=4" }, "brainvision-header"],
    ["a sampling interval of 0", { interval: "SamplingInterval=0" }, "brainvision-header"],
    ["an infinite sampling interval", { interval: "SamplingInterval=1e999" }, "brainvision-header"],
    ["a resolution that is no number", { channels: "Ch1=a,,x\nCh2=b\nCh3=c" }, "brainvision-header"],
    ["negative points", { points: "DataPoints=-5" }, "brainvision-header"],
  ])("%s is refused", async (_title, lines, code) => {
    await expect(open(headerOf(int16, lines), files())).rejects.toMatchObject({ record: { code } });
  });

  it("text samples and spectra are refused with what to do", async () => {
    await expect(open(headerOf(int16).replace("=BINARY", "=ASCII"), files())).rejects.toMatchObject({ record: { message: expect.stringContaining("binary BrainVision") as string } });
    await expect(open(headerOf(int16).replace("INT_16", "INT_24"), files())).rejects.toMatchObject({ record: { where: expect.stringContaining("line") as string } });
  });

  it("a marker file opened by itself points to the header", async () => {
    await expect(openRecording(memorySource("a.vmrk", utf8.encode(MARKERS)))).rejects.toMatchObject({ record: { message: expect.stringContaining(".vhdr") as string } });
  });
});

const DATA = "../shared/data/brainvision/";
const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: BrainVision recordings of ${DATA} (absent)`);

describe.skipIf(!hasData)("BrainVision recordings as MNE reports them", () => {
  for (const [name, expected] of Object.entries(golden)) {
    it(name, async () => {
      const reader = await openRecording(memorySource(name, readFileSync(DATA + name)), {}, undefined, async (other) => (existsSync(DATA + other) ? memorySource(other, readFileSync(DATA + other)) : undefined));
      const scan = await reader.scan();
      expect(Number(`0${reader.header.startDateTime!.slice(19)}`)).toBeCloseTo(Number(`0${expected.start.slice(19)}`), 9);
      expect(reader.header.startDateTime!.slice(0, 19)).toBe(expected.start.slice(0, 19));
      for (const wanted of expected.channels) {
        const channel = scan.channels.find(({ label }) => label === wanted.label)!;
        expect(channel.samplingHz).toBeCloseTo(expected.samplingHz, 9);
        expect(channel.sampleCount).toBe(wanted.sampleCount);
        const values = await reader.read(channel.index, { start: 0, end: channel.sampleCount });
        // MNE applies the unit of every channel, also where it is none of voltage: compare where it is.
        if (channel.isVoltage) wanted.at.forEach((at, k) => expect(Math.abs(values[at]! - wanted.values[k]!)).toBeLessThanOrEqual(1e-15 * wanted.largest));
      }
      expect(scan.annotations.map((note) => [note.onsetSeconds, note.text])).toEqual(expected.annotations.map(([onset, , text]) => [onset, text]));
    });
  }
});
