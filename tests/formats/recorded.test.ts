import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { voltsPerUnit } from "../../src/core/units";
import golden from "./golden/recorded.json";

/** Real recordings; not part of the repository. Their values here come from pyedflib, MNE and numpy (golden/make_recorded_golden.py). */
const DATA = "../shared/data/";
const hasData = existsSync(DATA);
if (!hasData) console.warn(`skipped: tests against real recordings (${DATA} is absent)`);

function openData(path: string, options = {}): Promise<RecordingReader> {
  return openRecording(memorySource(path.replace(/.*\//, ""), readFileSync(DATA + path)), options);
}

interface GoldenChannel {
  readonly label: string;
  readonly unit: string;
  readonly samplingHz: number;
  readonly sampleCount: number;
  readonly at: readonly number[];
  readonly values: readonly number[];
  readonly sum: number;
  readonly sumOfMagnitudes: number;
}

async function compareChannel(reader: RecordingReader, index: number, expected: GoldenChannel): Promise<void> {
  const channel = (await reader.scan()).channels[index]!;
  expect(channel.sampleCount).toBe(expected.sampleCount);
  const values = await reader.read(index, { start: 0, end: channel.sampleCount });
  const perUnit = channel.isVoltage ? (voltsPerUnit(expected.unit) ?? 1) : 1;
  const [low, high] = channel.physicalRange ?? [0, 0];
  // Rounding of the linear map: far below one step of a 24-bit converter.
  const tolerance = 1e-12 * Math.max(Math.abs(low), Math.abs(high), expected.sumOfMagnitudes * perUnit / expected.sampleCount);
  expected.at.forEach((at, k) => expect(Math.abs(values[at]! - expected.values[k]! * perUnit)).toBeLessThanOrEqual(tolerance));
  const sum = values.reduce((total, value) => total + value, 0);
  expect(Math.abs(sum - expected.sum * perUnit)).toBeLessThanOrEqual(tolerance * expected.sampleCount);
}

describe.skipIf(!hasData)("EDF and BDF recordings as other readers report them", () => {
  for (const [path, expected] of Object.entries(golden).filter(([path]) => path.startsWith("edf/"))) {
    it(`${path} (${expected.reader})`, async () => {
      const reader = await openData(path);
      const scan = await reader.scan();
      const channels: readonly GoldenChannel[] = expected.channels;
      expect(scan.channels.length).toBe(channels.length);
      for (const [index, channel] of channels.entries()) {
        if (expected.reader === "pyedflib") {
          expect(scan.channels[index]!.label).toBe(channel.label.trim());
          expect(scan.channels[index]!.unit).toBe(channel.unit.trim());
          expect(scan.channels[index]!.samplingHz).toBeCloseTo(channel.samplingHz, 9);
        }
        // MNE clears the upper bits of the trigger word; Klonos gives the stored one.
        if (scan.channels[index]!.label !== "Status") await compareChannel(reader, index, channel);
      }
      // The other readers list no triggers among the annotations.
      const written = scan.annotations.filter(({ text }) => !text.startsWith("Trigger "));
      expect(written.length).toBe(expected.annotationCount);
      const notes = written.map((note) => [note.onsetSeconds, note.durationSeconds, note.text]);
      const ends = [...notes.slice(0, 3), ...notes.slice(3).slice(-2)];
      (expected.annotations as (string | number)[][]).forEach(([onset, duration, text], k) => {
        expect(ends[k]![0]).toBeCloseTo(onset as number, 6);
        expect(ends[k]![1]).toBeCloseTo(duration as number, 6);
        expect(ends[k]![2]).toBe((text as string).trim());
      });
      if (expected.start !== null) expect(reader.header.startDateTime?.slice(0, 19)).toBe(expected.start);
    });
  }
});

describe.skipIf(!hasData)("EDF and BDF recordings, one property each", () => {
  it("edfPlusD: five gaps, and the samples between them are those of the uncut original at the same times", async () => {
    const cut = await openData("edf/edfReader/edfPlusD.edf");
    const whole = await openData("edf/edfReader/edfPlusC.edf");
    expect(cut.header.complete).toBe(false);
    const scan = await cut.scan();
    expect(scan.gaps).toEqual([[1, 2], [3, 4], [10, 12], [13, 15], [16, 19]].map(([startSeconds, endSeconds]) => ({ startSeconds, endSeconds })));
    for (const channel of scan.channels) {
      for (const segment of channel.segments) {
        const at = Math.round(segment.startSeconds * channel.samplingHz);
        const length = segment.endSample - segment.startSample;
        expect(await cut.read(channel.index, { start: segment.startSample, end: segment.endSample })).toEqual(await whole.read(channel.index, { start: at, end: at + length }));
      }
    }
  });

  it("edfPlusC and bdfPlusC: every value of another reader's text", async () => {
    for (const name of ["edfPlusC.edf", "bdfPlusC.bdf"]) {
      const reader = await openData(`edf/edfReader/${name}`);
      const lines = readFileSync(`${DATA}edf/edfReader/${name.replace(/\..*/, "_data.txt")}`, "latin1").trim().split(/\r?\n/).slice(1).map((line) => line.split(",").map(Number));
      for (const channel of reader.header.channels) {
        const values = await reader.read(channel.index, { start: 0, end: lines.length });
        lines.forEach((line, k) => expect(Math.abs(values[k]! * 1e6 - line[channel.index + 1]!)).toBeLessThan(1e-6));
      }
    }
  });

  it("test_subsecond: the fraction of the start's second, and a range that is upside down", async () => {
    const reader = await openData("edf/edfio/test_subsecond.edf");
    expect(reader.header.startDateTime).toBe("2020-01-24T04:05:56.3945312");
    const [low, high] = reader.header.channels[0]!.physicalRange!;
    expect([low * 1e6, high * 1e6].map(Math.round)).toEqual([-8711, 8711]);
  });

  it("SC4001EC-Hypnogram: annotations only", async () => {
    const reader = await openData("edf/edfio/SC4001EC-Hypnogram.edf");
    expect(reader.header).toMatchObject({ channels: [], durationSeconds: 0 });
  });

  it("test.bdf: the Status channel is a trigger with the integers of the file", async () => {
    const reader = await openData("edf/mne/test.bdf");
    const status = reader.header.channels[72]!;
    // mne.find_events(raw, stim_channel="Status", consecutive=True): one event, code 128 at sample 589 of 2048 Hz.
    expect((await reader.scan()).annotations).toEqual([{ onsetSeconds: 589 / 2048, durationSeconds: 0, text: "Trigger 128", channel: undefined }]);
    expect(status).toMatchObject({ label: "Status", role: "trigger", isVoltage: false });
    const bytes = readFileSync(`${DATA}edf/mne/test.bdf`);
    const at = 256 * 74 + 72 * 2048 * 3;
    const values = await reader.read(72, { start: 0, end: 2048 });
    for (const k of [0, 1, 1000, 2047]) expect(values[k]).toBe(bytes.readIntLE(at + 3 * k, 3));
  });

  it("the two Multimodal files are refused because their header is shifted by a byte", async () => {
    for (const name of ["eeg", "emg"]) {
      await expect(openData(`edf/bids_emg/emg_Multimodal/sub-01_task-pullstand_${name}.edf`)).rejects.toMatchObject({ record: { code: "edf-header", details: { shift: -1 } } });
    }
  });

  it("duplicate labels are kept and told", async () => {
    const reader = await openData("edf/mne/duplicate_channel_labels.edf");
    expect(reader.header.channels.map((channel) => channel.label)).toEqual(["EEG F1-Ref", "EEG F2-Ref", "EEG F1-Ref"]);
    expect(reader.header.issues.map((issue) => issue.code)).toContain("duplicate-label");
  });
});

describe.skipIf(!hasData)("text recordings as numpy reads them", () => {
  /** Path → given rate, expected rate, column of numpy of the first channel. */
  const tables: Record<string, { readonly given?: number; readonly samplingHz: number; readonly first: number; readonly labels: readonly string[] }> = {
    "derived/tremor_postural_5000Hz.csv": { samplingHz: 5000, first: 1, labels: ["Ext", "Flex"] },
    "emg/musclesynergies/ID0012_TW_01_raw.csv": { samplingHz: 1000, first: 1, labels: ["ME", "MA", "FL", "RF", "VM", "VL", "ST", "BF", "TA", "PL", "GM", "GL", "SO"] },
    "emg/uci_physical_action/sub03/Clapping.txt": { given: 1000, samplingHz: 1000, first: 0, labels: [1, 2, 3, 4, 5, 6, 7, 8].map((k) => `Column ${k}`) },
    "emg/biosppy/emg_1.txt": { samplingHz: 1000, first: 0, labels: ["EMG"] },
    "emg/biosignalEMG/emg96627009.csv": { given: 2500, samplingHz: 2500, first: 0, labels: ["ENG-PB", "ENG-GM", "ENG-FDL", "MOTON."] },
  };

  for (const [path, table] of Object.entries(tables)) {
    it(path, async () => {
      if (table.given !== undefined) await expect(openData(path)).rejects.toMatchObject({ record: { code: "needs-rate" } });
      const reader = await openData(path, { samplingHz: table.given });
      const { channels } = await reader.scan();
      expect(channels.map((channel) => channel.label)).toEqual(table.labels);
      const columns: readonly GoldenChannel[] = golden[path as keyof typeof golden].channels;
      for (const channel of channels) {
        expect(channel.samplingHz).toBe(table.samplingHz);
        expect(channel.isVoltage).toBe(false);
        await compareChannel(reader, channel.index, columns[channel.index + table.first]!);
      }
    });
  }

  it("a column that fills a twentieth of the rows is reported as perhaps slower", async () => {
    const scan = await (await openData("emg/psyc9080/Carl_2.txt", { samplingHz: 1000 })).scan();
    expect(scan.channels.map((channel) => channel.sampleCount)).toEqual([85260, 4263, 17052]);
    expect(scan.issues.filter((issue) => issue.code === "csv-short-column").map((issue) => /one of (\d+) parts/.exec(issue.message)?.[1])).toEqual(["20", "5"]);
  });
});

describe.skipIf(!hasData)("recordings of formats that Klonos does not read yet are refused by name", () => {
  const foreign: Record<string, RegExp> = {
    "emg/plux/emg_bursts_info.json": /JSON/,
    "wfdb/100.dat": /no format that Klonos knows/,
  };
  for (const [path, reason] of Object.entries(foreign)) {
    it(path, async () => {
      const thrown: unknown = await openData(path).catch((error: unknown) => error);
      expect(thrown).toMatchObject({ record: { code: "unknown-format" } });
      expect((thrown as Error).message).toMatch(reason);
    });
  }
});
