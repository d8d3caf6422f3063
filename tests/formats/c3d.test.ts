import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { describeReader } from "../contracts/reader-contract";
import { type C3dRequest, writeC3d } from "./c3d-writer";
import { compareSynthetic, compareWithGolden, hasData } from "./golden-compare";
import { c3dRequests } from "./synthetic-instruments";

const open = (bytes: Uint8Array): Promise<RecordingReader> => openRecording(memorySource("a.c3d", bytes));
const base = c3dRequests["intel-integer"]!;

function truthOf(request: C3dRequest): { label: string; samplingHz: number; samples: Float64Array; tolerance: number }[] {
  return request.channels.map(({ label, unit, scale, offset, stored }) => ({
    label,
    samplingHz: request.frameHz * request.samplesPerFrame,
    samples: Float64Array.from(stored, (value) => (value - offset) * Math.fround(scale) * (request.generalScale ?? 1) * (unit === "mV" ? 1e-3 : 1)),
    tolerance: 1e-11,
  }));
}

for (const [name, request] of Object.entries(c3dRequests)) {
  describeReader({ title: `C3D ${name}`, name: "a.c3d", bytes: writeC3d(request), headerBytes: 512 + 700, truth: truthOf(request) });
}

describe("C3D, one clause each", () => {
  it("events count from the first frame of the trial, channels of a force plate are no EMG", async () => {
    for (const request of Object.values(c3dRequests)) {
      const reader = await open(writeC3d(request));
      // Frame 51 is the first of the file.
      const before = 50 / request.frameHz;
      const { annotations, channels } = await reader.scan();
      expect(annotations).toEqual([[0.75 - before, "Left Foot Strike"], [61.5 - before, "stretch"]].map(([onset, text]) => ({ onsetSeconds: expect.closeTo(onset as number, 5), durationSeconds: 0, text, channel: undefined })));
      expect(channels.map(({ role, muscle }) => [role, muscle])).toEqual([["emg", "soleus"], ["emg", "tibialis-anterior"], ["force", undefined]]);
    }
  });

  it("events of the header are read where the parameters have none", async () => {
    const { annotations } = await (await open(writeC3d({ ...base, events: [], firstFrame: 1, headerEvents: [{ seconds: 1.5, label: "RHS" }, { seconds: 0.5, label: "tap" }] }))).scan();
    expect(annotations.map(({ onsetSeconds, text }) => [onsetSeconds, text])).toEqual([[0.5, "tap"], [1.5, "RHS"]]);
  });

  it("a file cut inside its data says how many frames are whole", async () => {
    const whole = writeC3d(base);
    const dataAt = (new DataView(whole.buffer).getUint16(16, true) - 1) * 512;
    const { channels, issues } = await (await open(whole.slice(0, dataAt + 73 * 84 + 20))).scan();
    expect(channels[0]!.sampleCount).toBe(730);
    expect(issues).toEqual([expect.objectContaining({ code: "c3d-truncated", message: expect.stringMatching(/first 73 of 200 frames/) })]);
  });

  it("hostile headers are refused with the byte", async () => {
    const where = async (change: (view: DataView) => void): Promise<string> => {
      const bytes = writeC3d(base);
      change(new DataView(bytes.buffer));
      const thrown: unknown = await open(bytes).catch((error: unknown) => error);
      return (thrown as { record: { where: string } }).record.where;
    };
    expect(await where((view) => view.setUint8(0, 250))).toBe("byte 0");
    expect(await where((view) => view.setUint8(515, 83))).toBe("byte 515");
    expect(await where((view) => view.setUint16(4, 0, true))).toBe("byte 4");
    expect(await where((view) => view.setUint16(4, 31, true))).toBe("byte 4");
    expect(await where((view) => view.setUint16(16, 60_000, true))).toBe("byte 16");
  });

  it("a parameter that does not fit is left out and told by its byte", async () => {
    const bytes = writeC3d(base);
    const at = Buffer.from(bytes).indexOf("UNITS") + 5 + 2;
    bytes[at + 2] = 255;
    bytes[at + 3] = 255;
    const { issues, channels } = await (await open(bytes)).scan();
    expect(issues[0]).toMatchObject({ code: "c3d-parameter", where: `byte ${at - 9}` });
    expect(channels.map(({ unit }) => unit)).toEqual(["", "", ""]);
  });
});

describe("C3D files of our writer as py-c3d reads them", () => {
  for (const name of Object.keys(c3dRequests)) it(name, () => compareSynthetic(`${name}.c3d`));
});

describe.skipIf(!hasData)("C3D recordings as ezc3d reads them", () => {
  for (const path of ["psyc9080/dynamic0011", "ghostly_c3d/Ghostly_Emg_20230321_17-23-09-0409", "cp_gait_c3d/HC038A11"]) it(path, () => compareWithGolden(`emg/${path}.c3d`));
});
