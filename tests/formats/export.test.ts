import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Annotation, ChannelInfo } from "../../src/core/recording";
import { exportEdf } from "../../src/formats/edf/edf-export";
import { joinedPieces } from "../../src/formats/joined-pieces";
import { type EdfWriteRequest, writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { spanOfRecording, type SpanRequest } from "../../src/formats/recording-span";
import { openRecording } from "../../src/formats/registry";
import { exportTable } from "../../src/formats/table-export";

const sol = Float64Array.from({ length: 6000 }, (_, k) => 2e-4 * Math.sin(k / 9) + 1e-6 * (k % 17));
const angle = Float64Array.from({ length: 300 }, (_, k) => k / 8 - 20);
const request: EdfWriteRequest = {
  channels: [
    { label: "R SOL", unit: "uV", samplingHz: 2000, samples: sol, physicalRange: [-4e-4, 4e-4] },
    { label: "Angle", unit: "deg", samplingHz: 100, samples: angle, physicalRange: [-45, 45] },
  ],
  annotations: [{ onsetSeconds: 0.25, durationSeconds: 0, text: "stretch on" }, { onsetSeconds: 1.25, durationSeconds: 0.5, text: "hold µ" }],
  recordSeconds: 0.5,
  startDateTime: "2026-09-14T23:59:59.25",
  patient: "4711 F 01-JAN-1950 Somebody",
};
const burst: Annotation = { onsetSeconds: 1.5, durationSeconds: 0.06, text: "Klonos burst", channel: 0 };
const open = (bytes: Uint8Array): Promise<RecordingReader> => openRecording(memorySource("a.edf", bytes));

async function toEdf(reader: RecordingReader, wanted: SpanRequest, family: "EDF" | "BDF", more: readonly Annotation[] = []): Promise<{ reader: RecordingReader; notes: readonly string[]; bytes: Uint8Array }> {
  const scan = await reader.scan();
  const { chunks, notes } = await exportEdf(reader, { ...reader.header, channels: scan.channels }, spanOfRecording(scan.channels, wanted), [...scan.annotations, ...more], family);
  const bytes = await joinedPieces(chunks);
  return { reader: await open(bytes), notes, bytes };
}

async function toTable(reader: RecordingReader, wanted: SpanRequest, delimiter: "," | "\t" = ","): Promise<string> {
  const scan = await reader.scan();
  let text = "";
  for await (const piece of exportTable(reader, spanOfRecording(scan.channels, wanted), delimiter)) text += piece;
  return text;
}

describe("export as EDF+ and BDF+", () => {
  it.each(["EDF", "BDF"] as const)("%s: channels of their own rates, values within half a step, annotations and start moved to the span", async (family) => {
    const { reader, notes, bytes } = await toEdf(await open(writeEdf(request)), { startSeconds: 1, endSeconds: 2.5 }, family, [burst]);
    expect(notes).toEqual([]);
    expect(reader.header).toMatchObject({ format: `${family}+C`, startDateTime: "2026-09-15T00:00:00.25", hasIdentity: false });
    expect(Buffer.from(bytes).includes("Somebody")).toBe(false);
    const { channels, annotations } = await reader.scan();
    expect(channels.map(({ label, unit, samplingHz, sampleCount }) => [label, unit, samplingHz, sampleCount])).toEqual([["R SOL", "uV", 2000, 3000], ["Angle", "deg", 100, 150]]);
    // Half a step of the first file and half a step of the second.
    const step = 8e-4 / 65534 / 2 + (family === "EDF" ? 4.4e-4 / 65534 : 1e-11);
    (await reader.read(0, { start: 0, end: 3000 })).forEach((value, k) => expect(Math.abs(value - sol[2000 + k]!)).toBeLessThan(step));
    expect(annotations.map(({ onsetSeconds, durationSeconds, text, channel }) => [onsetSeconds, durationSeconds, text, channel])).toEqual([[0.25, 0.5, "hold µ", undefined], [0.5, 0.06, "Klonos burst", 0]]);
  });

  it.each(["EDF", "BDF"] as const)("%s: an EDF's own integers are written, bit for bit, in its own unit and scale", async (family) => {
    // Ends of the converter that no symmetric scale has, a physical range upside down, and a gap.
    const own: EdfWriteRequest = {
      ...request,
      channels: [
        { label: "R TA", unit: "mV", samplingHz: 2000, samples: sol, physicalRange: [-3.2768e-3, 3.2767e-3], digitalRange: [-32768, 32767] },
        { label: "R SOL", unit: "mV", samplingHz: 2000, samples: sol, physicalRange: [1e-3, -1.25e-3], digitalRange: [-2048, 2047] },
        { label: "Angle", unit: "deg", samplingHz: 100, samples: angle, physicalRange: [-44.987, 45] },
      ],
      pauses: [{ atSeconds: 1.5, seconds: 2 }],
    };
    const source = await open(writeEdf(own));
    const { reader, notes } = await toEdf(source, { startSeconds: 0.5 }, family);
    expect(notes).toEqual([]);
    const { channels } = await reader.scan();
    for (const { index, sampleCount, samplingHz, unit } of channels) {
      const from = samplingHz / 2;
      const [wanted, got] = [await source.readStored!([index], { start: from, end: from + sampleCount }), await reader.readStored!([index], { start: 0, end: sampleCount })];
      expect([...got[0]!]).toEqual([...wanted[0]!]);
      expect(await reader.read(index, { start: 0, end: sampleCount })).toEqual(await source.read(index, { start: from, end: from + sampleCount }));
      expect(reader.storedScale!(index)).toEqual({ ...source.storedScale!(index)!, bits: family === "EDF" ? 16 : 24 });
      expect(unit).toBe(source.header.channels[index]!.unit);
    }
  });

  it("24 bits do not go into an EDF, nor does a scale that its header cannot say: those values are scaled anew", async () => {
    const bdf = await open(writeEdf({ ...request, variant: "BDF+C" }));
    const { reader } = await toEdf(bdf, {}, "EDF");
    expect(reader.storedScale!(0)).not.toEqual(bdf.storedScale!(0));
    const [before, after] = [await bdf.read(0, { start: 0, end: 6000 }), await reader.read(0, { start: 0, end: 6000 })];
    const largest = before.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    after.forEach((value, k) => expect(Math.abs(value - before[k]!)).toBeLessThan(largest / 32767));
    expect((await toEdf(bdf, {}, "BDF")).reader.storedScale!(0)).toEqual(bdf.storedScale!(0));
  });

  it("a gap stays a gap, with the true time after it", async () => {
    const { reader } = await toEdf(await open(writeEdf({ ...request, pauses: [{ atSeconds: 1.5, seconds: 2 }] })), { startSeconds: 0.5 }, "EDF");
    const { channels, gaps } = await reader.scan();
    expect(reader.header.format).toBe("EDF+D");
    expect(gaps).toEqual([{ startSeconds: 1, endSeconds: 3 }]);
    const after = await reader.read(0, { start: 2000, end: 2010 });
    after.forEach((value, k) => expect(Math.abs(value - sol[3000 + k]!)).toBeLessThan(2e-8));
    expect(channels[1]!.segments).toHaveLength(2);
  });

  it("rates that a text rounds (34000/27, 4000/27) are written, and what is off is told", async () => {
    const channels = [{ label: "EMG", samplingHz: 1259.259, count: 3400 }, { label: "ACC", samplingHz: 148.1481, count: 400 }];
    const reader = {
      header: { format: "x", channels: [], durationSeconds: 2.7, startDateTime: undefined, hasIdentity: false, issues: [], complete: true },
      read: async (_: number, { start, end }: { start: number; end: number }) => sol.slice(start, end),
    } as unknown as RecordingReader;
    const infos = channels.map(({ label, samplingHz, count }, index) => ({ index, label, unit: "uV", isVoltage: true, samplingHz, sampleCount: count, segments: [{ startSample: 0, endSample: count, startSeconds: 0 }], physicalRange: undefined, prefilter: "", role: "emg" as const, muscle: undefined, side: undefined, site: undefined, candidates: [] }));
    const { chunks, notes } = await exportEdf(reader, { ...reader.header, channels: infos }, spanOfRecording(infos, {}), [], "EDF");
    const again = await open(await joinedPieces(chunks));
    const scan = await again.scan();
    expect(scan.channels.map(({ samplingHz, sampleCount }) => [samplingHz.toFixed(4), sampleCount])).toEqual([["1259.2593", 3400], ["148.1481", 400]]);
    expect(notes.join()).toMatch(/EMG 1259\.259259 Hz instead of 1259\.259/);
  });

  it("reads the samples as the file is written: never more than a part of them is held", async () => {
    const rate = 2000;
    const count = 3600 * rate;
    const whole = (label: string, index: number): ChannelInfo => ({ index, label, unit: "uV", isVoltage: true, samplingHz: rate, sampleCount: count, segments: [{ startSample: 0, endSample: count, startSeconds: 0 }], physicalRange: undefined, prefilter: "", role: "emg", muscle: undefined, side: undefined, site: undefined, candidates: [] });
    let largest = 0;
    let read = 0;
    const reader = {
      header: { format: "x", channels: [], durationSeconds: 3600, startDateTime: undefined, hasIdentity: false, issues: [], complete: true },
      storedScale: () => ({ bits: 16, unit: "uV", isVoltage: true, physical: [-1000, 1000], digital: [-32767, 32767] }),
      readStored: async (indexes: readonly number[], { start, end }: { start: number; end: number }) => {
        largest = Math.max(largest, indexes.length * (end - start));
        read += indexes.length * (end - start);
        return indexes.map((index) => new Int16Array(end - start).fill(index + 1));
      },
    } as unknown as RecordingReader;
    const infos = [whole("A", 0), whole("B", 1)];
    const { chunks } = await exportEdf(reader, { ...reader.header, channels: infos }, spanOfRecording(infos, {}), [], "EDF");
    let bytes = 0;
    let ending: Uint8Array = new Uint8Array(0);
    for await (const chunk of chunks) {
      bytes += chunk.length;
      ending = chunk;
    }
    // Every sample once, two bytes each, header and annotation signal on top; 3600 records of a second.
    expect(read).toBe(2 * count);
    expect(bytes).toBeGreaterThan(2 * 2 * count);
    expect(largest).toBeLessThanOrEqual(4 * 1024 * 1024);
    const record = ending.slice(-Math.round((bytes - 256 * 4) / (3600)));
    expect([record[0], record[1], record[2 * rate], record[2 * rate + 1]]).toEqual([1, 0, 2, 0]);
  });

  it("long names stay apart and keep their notes; what changed is told", async () => {
    const samples = sol.slice(0, 1000);
    const names = ["Mini sensor 10: EMG 10", "Mini sensor 10: ACC.X 10", "Mini sensor 10: ACC.Y 10", "Mini sensor 11: EMG 11", "TA", "TA"];
    const table = `time (s),${names.join(",")}\n${Array.from(samples, (value, k) => [k / 1000, ...names.map((_, n) => (value * 1e6 * (n + 1)).toFixed(3))].join(",")).join("\n")}\n`;
    const source = await openRecording(memorySource("a.csv", new TextEncoder().encode(table)), { unit: "uV" });
    const { reader, notes } = await toEdf(source, {}, "EDF", names.map((_, channel) => ({ onsetSeconds: 0.1 * channel, durationSeconds: 0, text: "tap", channel })));
    const { channels, annotations } = await reader.scan();
    const labels = channels.map(({ label }) => label);
    expect(labels).toEqual(["Mini s~0: EMG 10", "Mini s~ ACC.X 10", "Mini s~ ACC.Y 10", "Mini sensor 11:", "TA", "TA 2"]);
    expect(annotations.map(({ channel }) => channel)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(notes.join()).toContain("“Mini sensor 10: ACC.X 10” as “Mini s~");
  });

  it("one channel of a file, and channels that are not there", async () => {
    const source = await open(writeEdf(request));
    expect((await toEdf(source, { channels: [1] }, "EDF")).reader.header.channels.map(({ label }) => label)).toEqual(["Angle"]);
    await expect(toEdf(source, { channels: [7] }, "EDF")).rejects.toMatchObject({ record: { code: "bad-span" } });
    await expect(toEdf(source, { startSeconds: 99 }, "EDF")).rejects.toMatchObject({ record: { code: "bad-span" } });
  });

  const hasPyedflib = spawnSync("python3", ["-c", "import pyedflib"]).status === 0;
  if (!hasPyedflib) console.warn("skipped: reading exported files with pyedflib (python3 with pyedflib is absent)");
  it.skipIf(!hasPyedflib)("pyedflib reads the same values", async () => {
    const source = await open(writeEdf(request));
    const { bytes } = await toEdf(source, { startSeconds: 1 }, "BDF", [burst]);
    const folder = mkdtempSync(join(tmpdir(), "klonos-export-"));
    try {
      writeFileSync(join(folder, "x.bdf"), bytes);
      const read = spawnSync("python3", ["-c", "import json,sys,pyedflib\nf=pyedflib.EdfReader(sys.argv[1])\no,d,t=f.readAnnotations()\nprint(json.dumps([list(f.readSignal(0)),f.readSignal(0,digital=True).tolist(),[[float(a),str(c)] for a,c in zip(o,t)],f.getPatientName()]))", join(folder, "x.bdf")], { encoding: "utf8", maxBuffer: 1e8 });
      const [values, integers, notes, name] = JSON.parse(read.stdout) as [number[], number[], unknown, string];
      expect(integers).toEqual([...(await source.readStored!([0], { start: 2000, end: 6000 }))[0]!]);
      values.forEach((value, k) => expect(Math.abs(value - sol[2000 + k]! * 1e6)).toBeLessThan(0.0062));
      expect(notes).toEqual([[0.25, "hold µ"], [0.5, "Klonos burst@@R SOL"]]);
      // "X" is how EDF+ (2003, 2.1.3.3) writes an unknown name.
      expect(name).toBe("X");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("export as a table", () => {
  it("has a time column, units in the head, µV for voltages; read again it gives the same samples and gap", async () => {
    const source = await open(writeEdf({ ...request, pauses: [{ atSeconds: 1.5, seconds: 2 }] }));
    const text = await toTable(source, { channels: [0], startSeconds: 1 });
    const lines = text.split("\n");
    expect(lines[0]).toBe("time (s),R SOL (uV)");
    expect(lines[1]!.startsWith("1,")).toBe(true);
    expect(lines[1001]!.startsWith("3.5,")).toBe(true);
    const again = await openRecording(memorySource("a.csv", new TextEncoder().encode(text)));
    const { channels, gaps } = await again.scan();
    expect(channels[0]).toMatchObject({ label: "R SOL", unit: "uV", samplingHz: 2000, sampleCount: 4000 });
    expect(gaps).toHaveLength(1);
    const original = await source.read(0, { start: 2000, end: 6000 });
    (await again.read(0, { start: 0, end: 4000 })).forEach((value, k) => expect(Math.abs(value - original[k]!)).toBeLessThan(1e-12));
  });

  it("refuses channels that share no rows, and quotes what needs it", async () => {
    const source = await open(writeEdf({ ...request, channels: [{ ...request.channels[0]!, label: 'R "SOL", 1' }, request.channels[1]!] }));
    await expect(toTable(source, {})).rejects.toMatchObject({ record: { code: "bad-span", message: expect.stringMatching(/2000 Hz.*100 Hz.*write EDF/) } });
    expect((await toTable(source, { channels: [0] })).split("\n")[0]).toBe('time (s),"R ""SOL"", 1 (uV)"');
    expect((await toTable(source, { channels: [0] }, "\t")).split("\n")[0]).toMatch(/^time \(s\)\t/);
  });
});
