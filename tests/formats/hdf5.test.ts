import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { describeReader } from "../contracts/reader-contract";
import { hostileSource } from "../contracts/hostile-source";
import { DATA, hasData, openData } from "./golden-compare";
import golden from "./golden/mat.json";

const bytesOf = (name: keyof typeof golden.files): Uint8Array => new Uint8Array(Buffer.from(golden.files[name], "base64"));
const open = (name: keyof typeof golden.files): Promise<RecordingReader> => openRecording(memorySource(name, bytesOf(name)));
const truth = golden.labels.map((label, k) => ({ label, samplingHz: 2000, samples: Float64Array.from(golden.signal, (row) => row[k]! * 1e-6), tolerance: 1e-18 }));

/** Written by h5py and hdf5storage (golden/make_mat_golden.py). */
for (const [title, name] of [["HDF5 with chunks, shuffled and packed, big-endian floats", "packed.h5"], ["MATLAB 7.3", "v73.mat"]] as const) {
  describeReader({ title, name, bytes: bytesOf(name), headerBytes: 100, truth });
}

describe("HDF5", () => {
  it("files of the newest kind open; a link that leads in a circle is not followed", async () => {
    const { header } = await open("latest.h5");
    // HDF5 lists by name.
    expect(header.channels.map(({ label, samplingHz, sampleCount }) => [label, samplingHz, sampleCount])).toEqual([...golden.labels].sort().map((label) => [label, 2000, 300]));
    expect(header.issues).toMatchObject([{ code: "mat-unreadable", message: expect.stringMatching(/again \(link\)/) }]);
  });

  it("opening a long file and reading a stretch of it takes little of it, at any place", async () => {
    const library = await import("h5wasm");
    await library.ready;
    const samples = 3_000_000;
    const file = new library.File("long-test.h5", "w");
    file.create_attribute("fs", 2000);
    file.create_dataset({ name: "emg", data: Float32Array.from({ length: samples }, (_, k) => k) });
    file.close();
    const bytes = (library.FS as unknown as { readFile(path: string): Uint8Array }).readFile("long-test.h5");
    expect(bytes.length).toBeGreaterThan(4 * samples);
    const source = hostileSource("long.h5", bytes);
    const reader = await openRecording(source);
    expect(reader.header.channels[0]).toMatchObject({ label: "emg", samplingHz: 2000, sampleCount: samples });
    for (const start of [2_999_000, 0, 1_500_000]) expect(Array.from(await reader.read(0, { start, end: start + 3 }))).toEqual([start, start + 1, start + 2]);
    expect(source.bytesRead()).toBeLessThan(0.05 * bytes.length);
    await reader.close();
    expect(source.isClosed()).toBe(true);
  });

  it("several files are open at once", async () => {
    const readers = await Promise.all([open("packed.h5"), open("v73.mat"), open("packed.h5")]);
    const values = await Promise.all(readers.map((reader) => reader.read(2, { start: 7, end: 207 })));
    for (const read of values) expect(read.every((value, k) => Math.abs(value - truth[2]!.samples[7 + k]!) < 1e-18)).toBe(true);
    await Promise.all(readers.map((reader) => reader.close()));
  });

  it("a heap of texts whose objects lead nowhere is refused, where the library alone would go round for ever", async () => {
    // Found by the fuzzer: free space (object 0) of no size. The others are what 32-bit arithmetic turns into a step back.
    for (const [index, low, high] of [[0, 0, 0], [0, 0xfffffff0, 0], [1, 0xffffffe0, 0], [0, 8, 1], [0, 0xfffffff0, 0xffffffff]] as const) {
      const bytes = bytesOf("packed.h5");
      const heap = Buffer.from(bytes).indexOf("GCOL");
      const view = new DataView(bytes.buffer);
      view.setUint16(heap + 16, index, true);
      view.setUint32(heap + 24, low, true);
      view.setUint32(heap + 28, high, true);
      await expect(openRecording(memorySource("a.h5", bytes)), `${index} ${low} ${high}`).rejects.toMatchObject({ record: { code: "hdf5", where: `byte ${heap + 16}`, message: expect.stringMatching(/texts .* are damaged .*Copy the file again/) } });
    }
  });

  it("groups that contain themselves are refused at once", async () => {
    // The library's own start is none of it.
    await open("packed.h5");
    const start = process.cpuUsage();
    await expect(open("circle.h5")).rejects.toMatchObject({ record: { code: "hdf5", message: expect.stringMatching(/too deep, at \/a\/b\/b\/.*in a file of its own/) } });
    // Of the whole process, in which other tests run: without the limit on depth it takes 18 s alone.
    expect(process.cpuUsage(start).user).toBeLessThan(10_000_000);
  });

  it("a file cut short is refused with what to do", async () => {
    await expect(openRecording(memorySource("cut.h5", bytesOf("packed.h5").slice(0, 3000)))).rejects.toMatchObject({ record: { code: "hdf5", message: expect.stringMatching(/copy it again/) } });
  });
});

describe.skipIf(!hasData || !existsSync(`${DATA}emg/plux/emg_bursts.h5`))("OpenSignals HDF5 as h5py reads it", () => {
  it("emg_bursts.h5: start, roles, and volts by the documented transfer function", async () => {
    const { at, counts, count, sum } = golden.openSignals;
    const reader = await openData("emg/plux/emg_bursts.h5");
    expect(reader.header).toMatchObject({ format: "HDF5 (OpenSignals)", startDateTime: "2017-01-23T10:28:51.69" });
    expect(reader.header.channels.map(({ label, role, unit, samplingHz, sampleCount }) => [label, role, unit, samplingHz, sampleCount])).toEqual([["PORT3_CHN1", "emg", "uV", 1000, count], ["nSeq", "other", "", 1000, count], ["digital_1", "trigger", "", 1000, count]]);
    const values = await reader.read(0, { start: 0, end: count });
    // biosignalsplux EMG: (count / 2^16 − 1/2) · 3 V / 1000.
    const volts = (stored: number): number => ((stored / 65536 - 0.5) * 3) / 1000;
    at.forEach((index, k) => expect(Math.abs(values[index]! - volts(counts[k]!))).toBeLessThan(1e-15));
    expect(Math.abs(values.reduce((total, value) => total + value, 0) - volts(sum / count) * count)).toBeLessThan(1e-12);
  });
});
