import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { describeReader } from "../contracts/reader-contract";
import { type AbfRequest, type AbfTestChannel, writeAbf } from "./abf-writer";
import { compareSynthetic, compareWithGolden, hasData } from "./golden-compare";
import { abfRequests } from "./synthetic-instruments";

const open = (bytes: Uint8Array): Promise<RecordingReader> => openRecording(memorySource("a.abf", bytes));

function truthOf(request: AbfRequest): { label: string; samplingHz: number; samples: Float64Array; tolerance: number }[] {
  const volts = (unit: string): number => (unit === "mV" ? 1e-3 : unit === "uV" ? 1e-6 : 1);
  const value = (channel: AbfTestChannel, stored: number): number => {
    const { instrument = 1, signalGain = 1, programmable = 1, telegraph = 1, instrumentOffset = 0, signalOffset = 0 } = channel;
    if (request.isFloat === true) return stored * volts(channel.unit);
    return ((stored * 10) / 32768 / (Math.fround(instrument) * signalGain * programmable * telegraph) + instrumentOffset - signalOffset) * volts(channel.unit);
  };
  return request.channels.map((channel) => ({ label: channel.name, samplingHz: request.samplingHz, samples: Float64Array.from(channel.stored, (stored) => value(channel, stored)), tolerance: channel.unit === "N" ? 1e-12 : 1e-15 }));
}

for (const [name, request] of Object.entries(abfRequests)) {
  describeReader({ title: name, name: "a.abf", bytes: writeAbf(request), headerBytes: request.generation === 1 ? 1400 : 1024 + 2 * 128, truth: truthOf(request) });
}

describe("ABF, one clause each", () => {
  it("episodes are segments at their times; the pauses between them are gaps", async () => {
    for (const name of ["abf1-episodic", "abf2-episodic"]) {
      const { channels, gaps, durationSeconds } = await (await open(writeAbf(abfRequests[name]!))).scan();
      // Starts 0, 18000 and 30000 samples of three channels in turn at 2 kHz: 0, 3 and 5 s.
      expect(channels[0]!.segments).toEqual([[0, 0], [1000, 3], [2000, 5]].map(([startSample, startSeconds]) => ({ startSample, endSample: startSample! + 1000, startSeconds: expect.closeTo(startSeconds!, 9) })));
      expect(gaps).toEqual([{ startSeconds: 0.5, endSeconds: 3 }, { startSeconds: 3.5, endSeconds: 5 }].map((gap) => ({ startSeconds: expect.closeTo(gap.startSeconds, 9), endSeconds: expect.closeTo(gap.endSeconds, 9) })));
      expect(durationSeconds).toBeCloseTo(5.5, 9);
    }
  });

  it("tags become annotations, the start has date and milliseconds, filters are told", async () => {
    for (const name of ["abf1-gapfree", "abf2-gapfree"]) {
      const reader = await open(writeAbf(abfRequests[name]!));
      expect(reader.header).toMatchObject({ format: name.startsWith("abf1") ? "ABF 1" : "ABF 2", startDateTime: "2026-09-14T10:42:07.250" });
      const { annotations } = await reader.scan();
      expect(annotations).toEqual([[0.5, "stretch on"], [1.25, "release"]].map(([onsetSeconds, text]) => ({ onsetSeconds: expect.closeTo(onsetSeconds as number, 9), durationSeconds: 0, text, channel: undefined })));
      expect(reader.header.channels[0]!.prefilter).toBe(name.startsWith("abf2") ? "LP:1000Hz" : "");
    }
  });

  it("episodes without a table lie one start-to-start apart, or directly after each other with a warning", async () => {
    const request: AbfRequest = { ...abfRequests["abf1-gapfree"]!, mode: 5, framesPerEpisode: 1000, tags: [] };
    const apart = await (await open(writeAbf({ ...request, startToStartSeconds: 2 }))).scan();
    expect(apart.channels[0]!.segments.map(({ startSeconds }) => startSeconds)).toEqual([0, 2, 4]);
    const unknown = await (await open(writeAbf(request))).scan();
    expect(unknown.channels[0]!.segments.map(({ startSeconds }) => startSeconds)).toEqual([0, 0.5, 1]);
    expect(unknown.issues.map(({ code, severity }) => [code, severity])).toEqual([["abf-episodes", "warning"]]);
  });

  it("a file cut inside its data says how much is whole", async () => {
    const { channels, issues } = await (await open(writeAbf(abfRequests["abf1-gapfree"]!).slice(0, 6144 + 1003 * 6 + 2))).scan();
    expect(channels[0]!.sampleCount).toBe(1003);
    expect(issues.map(({ code }) => code)).toEqual(["abf-truncated", "abf-tags"]);
    expect(issues[0]!.message).toMatch(/first 1003 of 3000/);
  });

  it("hostile headers are refused with the byte; a gain that makes no scale leaves stored integers", async () => {
    const where = async (name: string, change: (view: DataView) => void): Promise<string> => {
      const bytes = writeAbf(abfRequests[name]!);
      change(new DataView(bytes.buffer));
      const thrown: unknown = await open(bytes).catch((error: unknown) => error);
      return (thrown as { record: { where: string } }).record.where;
    };
    expect(await where("abf1-gapfree", (view) => view.setInt16(120, 0, true))).toBe("byte 120");
    expect(await where("abf1-gapfree", (view) => view.setFloat32(122, NaN, true))).toBe("byte 122");
    expect(await where("abf1-gapfree", (view) => view.setInt16(410, 99, true))).toBe("byte 410");
    expect(await where("abf1-gapfree", (view) => view.setInt16(8, 9, true))).toBe("byte 8");
    expect(await where("abf2-gapfree", (view) => view.setBigInt64(100, 1n << 60n, true))).toBe("byte 100");
    expect(await where("abf2-gapfree", (view) => view.setFloat32(514, 0, true))).toBe("byte 514");
    expect(await where("abf2-episodic", (view) => view.setBigInt64(324, 1n << 40n, true))).toMatch(/^byte \d+$/);
    const bytes = writeAbf(abfRequests["abf1-gapfree"]!);
    new DataView(bytes.buffer).setFloat32(922 + 8, 0, true);
    const { channels, issues } = await (await open(bytes)).scan();
    expect(channels[0]).toMatchObject({ unit: "counts", isVoltage: false });
    expect(issues[0]).toMatchObject({ code: "abf-scaling", severity: "error" });
  });
});

describe("ABF files of our writer as neo reads them", () => {
  for (const name of Object.keys(abfRequests)) it(name, () => compareSynthetic(`${name}.abf`));
});

describe.skipIf(!hasData)("an ABF recording as neo reads it", () => {
  it("96627009.DAT", () => compareWithGolden("emg/biosignalEMG/96627009.DAT"));
});
