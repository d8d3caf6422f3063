import { deflateRawSync, deflateSync, constants } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createInflater } from "../../src/formats/archives/inflate";
import { inflatedSource } from "../../src/formats/archives/inflated-source";
import { memorySource } from "../../src/formats/memory-source";
import type { ImportOptions, RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { describeReader } from "../contracts/reader-contract";
import { type MatTestValue, type MatWriteOptions, writeMat5 } from "./mat-writer";
import golden from "./golden/mat.json";

const files = golden.files as Readonly<Record<string, string>>;
const open = (name: string, options: ImportOptions = {}): Promise<RecordingReader> => openRecording(memorySource(name, new Uint8Array(Buffer.from(files[name]!, "base64"))), options);
const column = (k: number): number[] => golden.signal.map((row) => row[k]!);
const scalar = (value: number): MatTestValue => ({ kind: "double", rows: 1, columns: 1, data: [value] });
const texts = (...all: readonly string[]): MatTestValue => ({ kind: "cell", items: all.map((text) => ({ kind: "char", text })) });

async function expectSignal(reader: RecordingReader, voltsPerUnit: number): Promise<void> {
  const { channels } = await reader.scan();
  expect(channels.map(({ label }) => label.replace("_", " "))).toEqual(golden.labels);
  for (const { index, samplingHz, sampleCount } of channels) {
    expect([samplingHz, sampleCount]).toEqual([2000, 300]);
    const values = await reader.read(index, { start: 0, end: 300 });
    column(index).forEach((value, k) => expect(Math.abs(values[k]! - value * voltsPerUnit)).toBeLessThan(1e-15));
  }
}

async function refusal(work: Promise<unknown>): Promise<{ code: string; message: string; where: string }> {
  const thrown: unknown = await work.then(() => undefined, (error: unknown) => error);
  return (thrown as { record: { code: string; message: string; where: string } }).record;
}

const rows = 4000;
const emg = Float64Array.from({ length: rows }, (_, k) => 300 * Math.sin(k / 7) + Math.round(40 * Math.sin(k * k)));
const angle = Int16Array.from({ length: rows }, (_, k) => 90 * Math.sin(k / 300));
function contract(title: string, options: MatWriteOptions): void {
  const bytes = writeMat5(
    {
      info: { kind: "struct", fields: { subject: { kind: "char", text: "X" }, weight: { kind: "double", rows: 1, columns: 1, data: [7], storedAs: "int8" } } },
      fs: scalar(2000),
      labels: texts("R SOL", "Angle"),
      units: texts("uV", "deg"),
      emg: { kind: "double", rows, columns: 2, data: [...emg, ...angle] },
    },
    options,
  );
  describeReader({
    title,
    name: "a.mat",
    bytes,
    headerBytes: 700,
    truth: [
      { label: "R SOL", samplingHz: 2000, samples: emg.map((value) => value * 1e-6), tolerance: 1e-18 },
      { label: "Angle", samplingHz: 2000, samples: Float64Array.from(angle), tolerance: 0 },
    ],
  });
}

contract("MATLAB 5", {});
contract("MATLAB 5, big-endian", { bigEndian: true });
contract("MATLAB 7, compressed", { compressed: true });

describe("MATLAB files that SciPy wrote", () => {
  it.each(["plain.mat", "packed-rows.mat", "vectors.mat", "struct.mat", "array.mat"])("%s: labels, rate, unit and every value", async (name) => {
    const reader = await open(name);
    expect(reader.header.issues).toEqual([]);
    expect(reader.header.channels.every(({ unit, isVoltage }) => unit === "uV" && isVoltage)).toBe(true);
    await expectSignal(reader, 1e-6);
  });

  it("a Spike2 export: waveforms with rates and starts of their own, integers scaled, events and codes", async () => {
    const reader = await open("spike2.mat");
    const { channels, annotations } = await reader.scan();
    expect(reader.header.format).toBe("MATLAB 5 (Spike2 export)");
    expect(channels.map(({ label, unit, samplingHz, sampleCount, segments }) => [label, unit, samplingHz, sampleCount, segments[0]!.startSeconds])).toEqual([["R SOL", "mV", 2000, 300, 0.25], ["Angle", "deg", 100, 60, 0.5], ["Raw", "V", 2000, 300, 0.25]]);
    const raw = await reader.read(2, { start: 100, end: 110 });
    column(2).slice(100, 110).forEach((stored, k) => expect(raw[k]).toBeCloseTo((stored * 0.5) / 6553.6 + 0.125, 12));
    expect(annotations.map(({ onsetSeconds, text }) => [onsetSeconds, text])).toEqual([[0.26, "Stim"], [0.3, "Keyboard s"], [0.31, "Stim"], [0.35, "Keyboard 01 A"], [0.37, "Stim"]]);
  });

  it("asks which variable, and takes the answer", async () => {
    const asked = await refusal(open("choice.mat"));
    expect(asked).toMatchObject({ code: "needs-variable", message: expect.stringMatching(/emg \(300 × 4\), force \(64 × 1\)/) });
    expect((await open("choice.mat", { variable: "force" })).header.channels.map(({ label, sampleCount }) => [label, sampleCount])).toEqual([["force", 64]]);
    expect(await refusal(open("choice.mat", { variable: "forces" }))).toMatchObject({ code: "needs-variable", message: expect.stringMatching(/no variable forces .*There are emg/) });
    expect((await open("array.mat", { variable: "ch(2).values" })).header.channels.map(({ samplingHz }) => samplingHz)).toEqual([2000]);
  });

  it("asks for the rate where none or two are stated, and takes the answer", async () => {
    expect(await refusal(open("no-rate.mat"))).toMatchObject({ code: "needs-rate" });
    expect(await refusal(open("two-rates.mat"))).toMatchObject({ code: "needs-rate", message: expect.stringMatching(/fs and srate .*2000 and 1000/) });
    expect((await open("two-rates.mat", { samplingHz: 500 })).header.channels[0]!.samplingHz).toBe(500);
  });

  it("a jump in the time column is a gap", async () => {
    const { channels, gaps } = await (await open("gap.mat")).scan();
    expect(channels[0]!.segments).toEqual([{ startSample: 0, endSample: 120, startSeconds: 0 }, { startSample: 120, endSample: 300, startSeconds: 5 }]);
    expect(gaps).toEqual([{ startSeconds: 0.12, endSeconds: 5 }]);
  });
});

describe("MATLAB 5, one clause each", () => {
  const wide = (fields: Readonly<Record<string, MatTestValue>>): Promise<RecordingReader> => openRecording(memorySource("a.mat", writeMat5(fields)));

  it("a file cut inside a variable opens with the whole ones and says how many", async () => {
    const bytes = writeMat5({ fs: scalar(1000), emg: { kind: "double", rows: 500, columns: 1, data: new Float64Array(500) }, last: { kind: "double", rows: 900, columns: 1, data: new Float64Array(900) } });
    const reader = await openRecording(memorySource("a.mat", bytes.slice(0, bytes.length - 100)));
    expect(reader.header.channels.map(({ label }) => label)).toEqual(["emg"]);
    expect(reader.header.issues).toMatchObject([{ code: "mat-truncated", severity: "error", message: expect.stringMatching(/first 2 are whole/) }]);
  });

  it("damaged compressed data are found by their checksum, with the byte", async () => {
    const bytes = writeMat5({ emg: { kind: "double", rows: 500, columns: 1, data: Float64Array.from({ length: 500 }, (_, k) => Math.sin(k)) }, fs: scalar(1000) }, { compressed: true });
    // The Adler-32 of the first variable stands at its end.
    const end = 136 + new DataView(bytes.buffer).getUint32(132, true);
    bytes[end - 1] = bytes[end - 1]! ^ 1;
    const reader = await openRecording(memorySource("a.mat", bytes));
    expect(await refusal(reader.read(0, { start: 0, end: 500 }))).toMatchObject({ code: "inflate", where: "byte 136", message: expect.stringMatching(/checksum/) });
  });

  it("an array that claims more than there is is left out, with its byte", async () => {
    const bytes = writeMat5({ emg: { kind: "double", rows: 500, columns: 1, data: new Float64Array(500) }, fs: scalar(1000) });
    new DataView(bytes.buffer).setInt32(128 + 8 + 16 + 8, 2_000_000_000, true);
    expect(await refusal(openRecording(memorySource("a.mat", bytes)))).toMatchObject({ message: expect.stringMatching(/16000000000 bytes/) });
  });

  it("steps that could be milliseconds are asked about; BIOPAC's isi says its unit", async () => {
    const data: MatTestValue = { kind: "double", rows: 500, columns: 2, data: new Float64Array(1000) };
    expect(await refusal(wide({ data, dt: scalar(0.5) }))).toMatchObject({ code: "needs-rate", message: expect.stringMatching(/milliseconds/) });
    const reader = await wide({ data, isi: scalar(0.5), isi_units: { kind: "char", text: "ms" }, labels: texts("SOL", "TA"), units: texts("Volts", "mV") });
    expect(reader.header.channels.map(({ label, unit, samplingHz, isVoltage }) => [label, unit, samplingHz, isVoltage])).toEqual([["SOL", "Volts", 2000, true], ["TA", "mV", 2000, true]]);
  });

  it("a nearly square matrix is told about", async () => {
    const reader = await wide({ emg: { kind: "double", rows: 60, columns: 50, data: new Float64Array(3000) }, fs: scalar(1000) });
    expect(reader.header.issues.map(({ code }) => code)).toContain("mat-orientation");
  });
});

describe("inflate", () => {
  it("decodes what zlib packed, in any pieces, and goes on from anywhere", () => {
    const kinds = [{ level: 0 }, { level: 1 }, { level: 9 }, { level: 6, strategy: constants.Z_FIXED }, { level: 6, strategy: constants.Z_HUFFMAN_ONLY }];
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.integer({ min: 0, max: 70_000 }), fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 2, max: 250 }), (kind, size, piece, period) => {
        const content = Uint8Array.from({ length: size }, (_, k) => (k % period) * ((k >> 9) & 3) + ((k * k) % 7));
        const packed = deflateRawSync(content, kind);
        let inflater = createInflater();
        const output = new Uint8Array(size);
        let done = 0;
        while (!inflater.isDone()) {
          const part = new Uint8Array(piece);
          const taken = inflater.taken();
          const got = inflater.step(packed.subarray(taken, taken + 5000), taken + 5000 >= packed.length, part);
          output.set(part.subarray(0, got), done);
          done += got;
          inflater = createInflater(inflater.state());
        }
        expect(done).toBe(size);
        expect(Buffer.compare(output, content)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it("gives random access to a stream of megabytes", async () => {
    const content = new Uint8Array(5_000_000);
    for (let k = 0; k < content.length; k += 1) content[k] = (k >> 8) ^ (k * 31);
    const packed = deflateSync(content);
    const source = inflatedSource(memorySource("x", packed), 0, packed.length, content.length);
    const places = [4_999_000, 0, 2_500_000, 2_499_990, 1_048_570, 4_000_000, 17];
    const parts = await Promise.all(places.map((place) => source.read(place, 1000)));
    parts.forEach((part, k) => expect(Buffer.compare(part, content.subarray(places[k]!, places[k]! + 1000))).toBe(0));
    await expect(source.read(4_999_999, 2)).rejects.toMatchObject({ record: { code: "short-read" } });
  });
});
