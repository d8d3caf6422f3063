import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import type { ImportOptions, RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { countScale } from "../../src/formats/plux-transfer";
import { voltsPerUnit } from "../../src/core/units";
import golden from "./golden/text.json";

/** Real recordings; not part of the repository. Their values come from numpy, pandas and biosignalsnotebooks (golden/make_text_golden.py). */
const DATA = "../shared/data/";
const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: tests against real text exports (${DATA} is absent)`);

function openData(path: string, options: ImportOptions = {}): Promise<RecordingReader> {
  return openRecording(memorySource(path.replace(/.*\//, ""), readFileSync(DATA + path)), options);
}

interface GoldenText {
  readonly start: string | null;
  readonly channels: readonly { readonly label: string; readonly unit: string; readonly samplingHz: number; readonly sampleCount: number; readonly at: readonly number[]; readonly values: readonly number[]; readonly missing: number; readonly sum: number; readonly sumOfMagnitudes: number }[];
  /** Text → number, first and last time. */
  readonly events: Readonly<Record<string, readonly number[]>>;
  readonly gaps: readonly (readonly number[])[];
}
const recordings = golden.recordings as unknown as Readonly<Record<string, GoldenText>>;

describe.skipIf(!hasData)("text exports as pandas and numpy read them", () => {
  const formats: Readonly<Record<string, RegExp>> = { trigno: /^Delsys EMGworks/, labchart: /^LabChart/, opensignals: /^OpenSignals/, plux: /^OpenSignals/, lowerlimb: /^Biometrics DataLOG/, biosppy: /^BioSPPy/ };
  for (const [path, expected] of Object.entries(recordings)) {
    it(path, async () => {
      const reader = await openData(path, path.endsWith("4Amar.txt") ? { samplingHz: 1000 } : {});
      expect(reader.header.format).toMatch(Object.entries(formats).find(([part]) => path.includes(part))![1]);
      const scan = await reader.scan();
      expect(scan.channels.map(({ label }) => label)).toEqual(expected.channels.map(({ label }) => label));
      for (const [index, other] of expected.channels.entries()) {
        const channel = scan.channels[index]!;
        expect([channel.unit, channel.sampleCount]).toEqual([other.unit, other.sampleCount]);
        expect(channel.samplingHz).toBeCloseTo(other.samplingHz, 9);
        expect(channel.segments.length).toBe(expected.gaps.length + 1);
        const values = await reader.read(index, { start: 0, end: channel.sampleCount });
        const perUnit = voltsPerUnit(other.unit) ?? 1;
        const mean = (other.sumOfMagnitudes / other.sampleCount) * perUnit;
        other.at.forEach((at, k) => expect(Math.abs(values[at]! - other.values[k]! * perUnit)).toBeLessThanOrEqual(1e-12 * Math.max(mean, Math.abs(values[at]!))));
        const numbers = values.filter((value) => !Number.isNaN(value));
        expect(numbers.length).toBe(other.sampleCount - other.missing);
        expect(Math.abs(numbers.reduce((total, value) => total + value, 0) - other.sum * perUnit)).toBeLessThanOrEqual(1e-11 * mean * other.sampleCount);
      }
      for (const [text, [count, first, last]] of Object.entries(expected.events)) {
        const found = scan.annotations.filter((note) => note.text === text);
        expect(found.length).toBe(count);
        // The program prints block times with microseconds; Klonos reads the number of days beside them.
        expect(Math.abs(found[0]!.onsetSeconds - first!)).toBeLessThan(2e-6);
        expect(Math.abs(found[found.length - 1]!.onsetSeconds - last!)).toBeLessThan(2e-6);
      }
      expect(scan.annotations.length).toBe(Object.values(expected.events).reduce((sum, [count]) => sum + count!, 0));
      expect(scan.gaps.length).toBe(expected.gaps.length);
      expected.gaps.forEach(([start, end], k) => {
        expect(Math.abs(scan.gaps[k]!.startSeconds - start!)).toBeLessThan(2e-6);
        expect(Math.abs(scan.gaps[k]!.endSeconds - end!)).toBeLessThan(2e-6);
      });
      if (expected.start !== null) expect(reader.header.startDateTime?.slice(0, 19)).toBe(expected.start);
    });
  }
});

describe.skipIf(!hasData)("text exports, what the files say of themselves", () => {
  const codes = (reader: RecordingReader): string[] => reader.header.issues.map(({ code }) => code);

  it("EMGworks: the header promises more samples than the cut file holds, and each channel has its role", async () => {
    const reader = await openData("emg/emgio_trigno/truncated_trigno_sample.csv");
    expect(reader.header.issues.find(({ code }) => code === "text-truncated")!.message).toContain("the first 2519 of 81141");
    expect(reader.header.channels.map(({ role }) => role).filter((role) => role === "emg").length).toBe(2);
    expect(reader.header.channels[1]).toMatchObject({ role: "acceleration", unit: "g", isVoltage: false });
  });

  it("OpenSignals: counter and digital lines are no EMG, the sensor gives the role", async () => {
    const reader = await openData("emg/plux/0_1.txt");
    expect(reader.header.channels.map(({ role }) => role)).toEqual(["other", "trigger", "emg", "emg", "acceleration"]);
    expect(reader.header.startDateTime).toBe("2019-01-23T15:26:22.578");
  });

  it("DataLOG: one file says its rate in a note on a channel that was filled up, the other asks for it", async () => {
    expect(codes(await openData("emg/uci_lowerlimb/1Nmar.txt"))).toEqual(expect.arrayContaining(["text-rate", "text-filled", "text-cell"]));
    await expect(openData("emg/uci_lowerlimb/4Amar.txt")).rejects.toMatchObject({ record: { code: "needs-rate" } });
  });

  it("headerless integers ask for the rate", async () => {
    await expect(openData("emg/psyc9080/Carl_2.txt")).rejects.toMatchObject({ record: { code: "needs-rate" } });
  });

  it("LabChart: the converter's range, in volts for voltages and in the unit of a converted channel else", async () => {
    const { channels } = (await openData("labchart/labchart_file.example.txt")).header;
    expect(channels[2]).toMatchObject({ label: "EMG", unit: "mV", role: "emg", samplingHz: 100, physicalRange: [-0.1, 0.1] });
    expect(channels[3]).toMatchObject({ unit: "cmH2O", physicalRange: [-3491.41, 3523.71] });
  });
});

describe("transfer functions of PLUX and BITalino sensors", () => {
  it("are the vendor's, for every pair of sensor and device that it documents", () => {
    expect(golden.transfers.length).toBeGreaterThan(50);
    for (const { sensor, device, bits, counts, volts } of golden.transfers) {
      const scale = countScale(sensor, device, bits)!;
      counts.forEach((count, k) => expect(Math.abs((count - scale.zero) * scale.voltsPerCount - volts[k]!)).toBeLessThan(1e-17));
    }
  });

  it("know no EEG sensor of the first BITalino, no muscleBAN and no light sensor", () => {
    for (const [sensor, device] of [["EEG", "bitalino"], ["EMG", "muscleban"], ["LUX", "bitalino_rev"], ["", ""]] as const) expect(countScale(sensor, device, 10)).toBeUndefined();
  });
});
