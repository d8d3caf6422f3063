import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { describeReader } from "../contracts/reader-contract";
import { compareWithGolden, DATA, hasData, openData } from "./golden-compare";
import { type SonRequest, type SonTestChannel, writeSon } from "./spike2-writer";

const open = (bytes: Uint8Array): Promise<RecordingReader> => openRecording(memorySource("a.smr", bytes));
const stored = (count: number, period: number): Int16Array => Int16Array.from({ length: count }, (_, k) => 20000 * Math.sin((2 * Math.PI * k) / period) + 3000 * Math.sin(k * k));
const floats = Float32Array.from({ length: 700 }, (_, k) => 30 * Math.sin(k / 40));

const sol: SonTestChannel = { kind: 1, title: "R SOL", unit: "mV", scale: 0.5, offset: 0.25, ticksPerSample: 50, startTick: 2, stored: stored(5000, 61) };
const ta: SonTestChannel = { kind: 1, title: "R TA", unit: "uV", scale: 100, ticksPerSample: 50, startTick: 4, stored: stored(4990, 47) };
const angle: SonTestChannel = { kind: 9, title: "Angle", unit: "deg", ticksPerSample: 400, stored: floats };
const channels = [sol, ta, angle];

/** From the numbers that were written: 6553.6 steps a unit of scale. */
function truthOf(list: readonly SonTestChannel[]): { label: string; samplingHz: number; samples: Float64Array; tolerance: number }[] {
  return list.map((channel) => {
    const volts = channel.unit === "mV" ? 1e-3 : channel.unit === "uV" ? 1e-6 : 1;
    const scale = Math.fround(channel.scale ?? 1);
    const value = (k: number): number => (channel.kind === 9 ? channel.stored![k]! : ((channel.stored![k]! * scale) / 6553.6 + Math.fround(channel.offset ?? 0)) * volts);
    return { label: channel.title, samplingHz: 1e5 / channel.ticksPerSample!, samples: Float64Array.from({ length: channel.stored!.length }, (_, k) => value(k)), tolerance: 1e-15 };
  });
}

function expectClose(read: Float64Array, truth: Float64Array): void {
  expect(read.length).toBe(truth.length);
  truth.forEach((value, k) => expect(Math.abs(read[k]! - value)).toBeLessThan(1e-15));
}

function contract(title: string, request: Omit<SonRequest, "channels">, list: readonly SonTestChannel[] = channels): void {
  describeReader({ title, name: "a.smr", bytes: writeSon({ ...request, channels: list }), headerBytes: 512 + 140 * list.length, truth: truthOf(list) });
}

contract("Spike2 SON version 6", {});
contract("Spike2 SON version 3 (interval in divides), large blocks", { version: 3, ticksPerDivide: 2, blockBytes: 8192 });
contract("Spike2 SON big-endian", { version: 5, bigEndian: true });
contract("Spike2 SON version 9 (pointers in disk blocks)", { version: 9 });
contract("Spike2 SON with pauses", {}, [{ ...sol, pauses: [{ sample: 1000, ticks: 100_000 }, { sample: 3000, ticks: 777 }] }, angle]);

const events: SonTestChannel[] = [
  { kind: 3, title: "Hreflex", items: Array.from({ length: 600 }, (_, k) => ({ tick: 100 + 40 * k })) },
  { kind: 4, title: "hold", items: [1000, 21000, 30000, 41000, 90000].map((tick) => ({ tick })) },
  { kind: 5, title: "Keyboard", items: [{ tick: 5000, codes: [0x73, 0, 0, 0] }, { tick: 6000, codes: [1, 0x41, 0, 0] }] },
  { kind: 8, title: "TextMark", extraBytes: 24, items: [{ tick: 7000, text: "stretch on" }, { tick: 8000, text: "Dehnung µ" }, { tick: 9000, codes: [2] }] },
  { kind: 7, title: "Level", extraBytes: 8, items: [{ tick: 9500, values: [1.5, -2] }] },
];

describe("Spike2, one clause each", () => {
  it("events, levels, markers, texts and values become annotations with their times", async () => {
    const { annotations, issues } = await (await open(writeSon({ channels: [sol, ...events] }))).scan();
    expect(issues).toEqual([]);
    const of = (text: RegExp): { at: number; lasts: number; text: string }[] => annotations.filter((a) => text.test(a.text)).map((a) => ({ at: a.onsetSeconds, lasts: a.durationSeconds, text: a.text }));
    expect(of(/^Hreflex$/).map(({ at }) => at)).toEqual(Array.from({ length: 600 }, (_, k) => (100 + 40 * k) / 1e5));
    // Starts low: high 1000–21000 and 30000–41000, and from 90000 to the end of the samples (2 + 5000 · 50 ticks).
    expect(of(/^hold$/)).toEqual([[0.01, 0.2], [0.3, 0.11], [0.9, 2.50002 - 0.9]].map(([at, lasts]) => ({ at, lasts: expect.closeTo(lasts!, 9), text: "hold" })));
    expect(of(/^Keyboard/).map(({ text }) => text)).toEqual(["Keyboard s", "Keyboard 01 A"]);
    expect(of(/stretch|Dehnung|TextMark/)).toEqual([{ at: 0.07, lasts: 0, text: "stretch on" }, { at: 0.08, lasts: 0, text: "Dehnung µ" }, { at: 0.09, lasts: 0, text: "TextMark 02" }]);
    expect(of(/^Level/).map(({ text }) => text)).toEqual(["Level 1.5, -2"]);
    expect(annotations.map((a) => a.onsetSeconds)).toEqual(annotations.map((a) => a.onsetSeconds).sort((a, b) => a - b));
  });

  it("a level that begins high is high from the start", async () => {
    const { annotations } = await (await open(writeSon({ channels: [sol, { ...events[1]!, startsLow: false, items: [{ tick: 1000 }] }] }))).scan();
    expect(annotations).toEqual([{ onsetSeconds: 0, durationSeconds: 0.01, text: "hold", channel: undefined }]);
  });

  it("channels begin at their own first tick, the start has date and time, gaps are where the clock ran on", async () => {
    const reader = await open(writeSon({ channels: [{ ...sol, pauses: [{ sample: 1000, ticks: 100_000 }] }, ta] }));
    expect(reader.header).toMatchObject({ format: "Spike2 SON", startDateTime: "2026-09-14T10:42:07.25", complete: true });
    const { channels, gaps, durationSeconds } = await reader.scan();
    expect(channels[0]!.segments).toEqual([{ startSample: 0, endSample: 1000, startSeconds: 2e-5 }, { startSample: 1000, endSample: 5000, startSeconds: (2 + 1000 * 50 + 100_000) / 1e5 }]);
    expect(channels[1]!.segments.map((segment) => segment.startSeconds)).toEqual([4e-5]);
    expect(gaps).toEqual([{ startSeconds: expect.closeTo(0.50002, 9), endSeconds: expect.closeTo(1.50002, 9) }]);
    expect(durationSeconds).toBeCloseTo(3.50002, 9);
  });

  it("shapes around events are short segments of a channel that is no EMG, linked to their marks", async () => {
    const shape = [1, -2, 3, -4, 5, -6, 7, -8];
    const marks = { kind: 6 as const, title: "Spikes", unit: "mV", scale: 6.5536, ticksPerSample: 50, extraBytes: 16, traces: 2, items: [{ tick: 1000, codes: [1], shape }, { tick: 1100, codes: [2], shape: [9, 9, 9, 9, 9, 9, 9, 9] }, { tick: 5000, shape: shape.map((value) => 10 * value) }] };
    const reader = await open(writeSon({ channels: [sol, marks] }));
    const { channels, annotations, issues } = await reader.scan();
    expect(channels.slice(1).map(({ label, role, sampleCount }) => [label, role, sampleCount])).toEqual([["Spikes 1", "other", 8], ["Spikes 2", "other", 8]]);
    expect(channels[2]!.segments.map(({ startSeconds }) => startSeconds)).toEqual([0.01, 0.05]);
    const values = await reader.read(2, { start: 1, end: 7 });
    [-4, -6, -8, -20, -40, -60].forEach((value, k) => expect(values[k]! * 1e6).toBeCloseTo(value, 3));
    expect(annotations.map(({ text, channel }) => [text, channel])).toEqual([["Spikes 01", 1], ["Spikes 02", 1], ["Spikes", 1]]);
    expect(issues.map(({ code }) => code)).toContain("spike2-shapes");
  });

  it("a file cut inside its data opens with the blocks that are whole, and says how many", async () => {
    const bytes = writeSon({ channels: [sol] });
    const reader = await open(bytes.slice(0, 1024 + 4 * 1024 + 20 + 100));
    const { channels, issues } = await reader.scan();
    expect(channels[0]!.sampleCount).toBe(4 * 502 + 50);
    expect(issues.map(({ code }) => code)).toEqual(["spike2-chain"]);
    expect(issues[0]!.message).toMatch(/block 6 of 10 .*after 50 of its 502 items/);
    expectClose(await reader.read(0, { start: 2050, end: 2058 }), truthOf([sol])[0]!.samples.slice(2050, 2058));
  });

  it("a chain that leads into another channel, or in a circle, ends there with its byte", async () => {
    const bytes = writeSon({ channels: [sol, ta] });
    const view = new DataView(bytes.buffer);
    const first = view.getInt32(512 + 6, true);
    view.setInt32(first + 4, view.getInt32(512 + 140 + 6, true), true);
    const foreign = await (await open(bytes)).scan();
    expect(foreign.channels.map(({ sampleCount }) => sampleCount)).toEqual([502, 4990]);
    expect(foreign.issues[0]).toMatchObject({ code: "spike2-chain", severity: "error", where: expect.stringMatching(/^byte \d+, channel 1 \(R SOL\)$/) });
    view.setInt32(first + 4, first, true);
    expect((await (await open(bytes)).scan()).channels[0]!.sampleCount).toBe(502);
  });

  it("a long file opens without following its chains, and reads what is asked", async () => {
    const bytes = writeSon({ blockBytes: 36, channels: [sol, { ...ta, pauses: [{ sample: 200, ticks: 5000 }] }, ...events.slice(2, 3)] });
    let reads = 0;
    const source = memorySource("long.smr", bytes);
    const reader = await openRecording({ ...source, read: (offset, length, cancel) => ((reads += 1), source.read(offset, length, cancel)) });
    expect(reads).toBeLessThan(20);
    expect(reader.header.channels.map(({ sampleCount }) => sampleCount)).toEqual([5000, 0]);
    expect(reader.header.complete).toBe(false);
    expect((await reader.read(0, { start: 15, end: 25 })).length).toBe(10);
    expect(reads).toBeLessThan(30);
    expect((await reader.scan()).channels.map(({ sampleCount }) => sampleCount)).toEqual([5000, 4990]);
    expectClose(await reader.read(1, { start: 4000, end: 4010 }), truthOf([ta])[0]!.samples.slice(4000, 4010));
  });

  it("hostile headers are refused with the byte", async () => {
    const refused = async (change: (view: DataView) => void): Promise<string> => {
      const bytes = writeSon({ channels });
      change(new DataView(bytes.buffer));
      const thrown: unknown = await open(bytes).catch((error: unknown) => error);
      return (thrown as { record: { where: string } }).record.where;
    };
    expect(await refused((view) => view.setInt16(0, 77, true))).toBe("byte 0");
    expect(await refused((view) => view.setInt16(30, -4, true))).toBe("byte 30");
    expect(await refused((view) => view.setInt16(30, 30_000, true))).toBe("byte 30");
    expect(await refused((view) => view.setUint16(20, 0, true))).toBe("byte 20");
    expect(await refused((view) => view.setFloat64(44, NaN, true))).toBe("byte 44");
  });

  it("a channel whose interval or scale makes no sense is left out and told, the others stay", async () => {
    const bytes = writeSon({ channels });
    const view = new DataView(bytes.buffer);
    view.setInt32(512 + 102, 0, true);
    view.setFloat32(512 + 140 + 124, Infinity, true);
    const { channels: read, issues } = await (await open(bytes)).scan();
    expect(read.map(({ label }) => label)).toEqual(["Angle"]);
    expect(issues.map(({ code, severity }) => [code, severity])).toEqual([["spike2-channel", "error"], ["spike2-channel", "error"]]);
  });

  it("a 64-bit file is refused with what to do", async () => {
    await expect(openRecording(memorySource("a.smrx", new TextEncoder().encode("S64 and more")))).rejects.toMatchObject({ record: { code: "unknown-format", message: expect.stringMatching(/\.smrx.*Export As.*\.smr/) } });
  });
});

describe.skipIf(!hasData)("Spike2 recordings as neo reads them", () => {
  for (const name of ["biomech5deg", "physiology", "tremor_mvc_ext", "tremor_postural"]) {
    it(name, () => compareWithGolden(`emg/spike2py_smr/${name}.smr`));
  }

  it.skipIf(!existsSync(`${DATA}derived/tremor_postural_5000Hz.csv`))("tremor_postural has the values of its text copy", async () => {
    const reader = await openData("emg/spike2py_smr/tremor_postural.smr");
    const table = readFileSync(`${DATA}derived/tremor_postural_5000Hz.csv`, "latin1").trim().split("\n").slice(1).map((line) => line.split(",").map(Number));
    // The text has Flex in µV and Ext in nV with four decimals.
    for (const [index, column, scale] of [[0, 2, 1e6], [1, 1, 1e9]] as const) {
      const values = await reader.read(index, { start: 0, end: table.length });
      const worst = table.reduce((far, row, k) => Math.max(far, Math.abs(row[column]! - values[k]! * scale)), 0);
      expect(worst).toBeLessThan(6e-5);
    }
  });

  it("physiology: Magnet and Hreflex import; biomech5deg: unequal lengths at 5000 and 200 Hz", async () => {
    const { annotations } = await (await openData("emg/spike2py_smr/physiology.smr")).scan();
    expect(["Magnet", "Hreflex"].map((text) => annotations.filter((a) => a.text === text).length)).toEqual([10, 20]);
    const { channels: read } = await (await openData("emg/spike2py_smr/biomech5deg.smr")).scan();
    expect(read.map(({ samplingHz, sampleCount }) => [samplingHz, sampleCount])).toEqual([[5000, 583283], [5000, 583282], [200, 23332], [200, 23332]]);
  });
});
