import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportBids } from "../../src/formats/bids/bids-export";
import { joinedPieces } from "../../src/formats/joined-pieces";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { memorySource } from "../../src/formats/memory-source";
import type { RecordingReader } from "../../src/formats/recording-reader";
import { spanOfRecording } from "../../src/formats/recording-span";
import { openRecording } from "../../src/formats/registry";
import { openFileSource } from "../../src/node/file-source";
import { openSiblingFile } from "../../src/node/sibling-source";

const wave = (count: number, scale: number): Float64Array => Float64Array.from({ length: count }, (_, k) => scale * Math.sin(k / 9));
const EDF = writeEdf({
  channels: [
    { label: "R SOL", unit: "uV", samplingHz: 1000, samples: wave(2000, 1e-4) },
    { label: "Tibialis anterio", unit: "uV", samplingHz: 1000, samples: wave(2000, 2e-4) },
    { label: "AUX", unit: "", samplingHz: 100, samples: wave(200, 3) },
  ],
  annotations: [{ onsetSeconds: 0.5, durationSeconds: 0, text: "stretch" }, { onsetSeconds: 1.5, durationSeconds: 0, text: "only in the EDF" }],
});
const NAME = "sub-01_task-x_emg.edf";

function open(sidecars: Readonly<Record<string, string>>, name = NAME): Promise<RecordingReader> {
  return openRecording(memorySource(name, EDF), {}, undefined, async (wanted, levelsUp = 0) => {
    const path = `${"../".repeat(levelsUp)}${wanted}`;
    return Object.hasOwn(sidecars, path) ? memorySource(wanted, new TextEncoder().encode(sidecars[path])) : undefined;
  });
}
const CHANNELS = "name\ttype\tunits\ttarget_muscle\tstatus\tstatus_description\tdescription\n";
const codesOf = (reader: RecordingReader): string[] => reader.header.issues.map(({ code }) => code);

describe("BIDS-EMG sidecars", () => {
  it("settle names, roles, muscles, status and a unit that the EDF lacks", async () => {
    const reader = await open({ "sub-01_task-x_channels.tsv": `${CHANNELS}R SOL\tEMG\tuV\tn/a\tbad\tloose electrode\tn/a\nTibialis anterior left\tEMG\tuV\tleft tibialis anterior\tgood\tn/a\tn/a\nAUX\tMISC\tmV\tn/a\tn/a\tn/a\tforce\n` });
    const { channels } = reader.header;
    expect(channels.map(({ label, role, muscle, side, unit }) => [label, role, muscle, side, unit])).toEqual([
      ["R SOL", "emg", "soleus", "right", "uV"],
      ["Tibialis anterior left", "emg", "tibialis-anterior", "left", "uV"],
      ["AUX", "force", undefined, undefined, "mV"],
    ]);
    expect(channels[0]!.statedBad).toContain("loose electrode");
    expect(channels[1]!.statedBad).toBeUndefined();
    expect(codesOf(reader)).toContain("bids-status");
    const plain = await open({});
    const range = { start: 3, end: 90 };
    // 3 mV where the EDF said 3 of nothing.
    expect(Array.from(await reader.read(2, range))).toEqual(Array.from(await plain.read(2, range), (value) => value * 1e-3));
    expect(channels[2]!.isVoltage).toBe(true);
    expect(await reader.read(0, range)).toEqual(await plain.read(0, range));
  });

  it("of another unit, rate, name or count are told, and the samples stay what they are", async () => {
    const reader = await open({
      "sub-01_task-x_channels.tsv": "name\ttype\tunits\tsampling_frequency\nR SOL\tEMG\tV\t2000\nR GL\tEMG\tuV\t1000\n",
      "sub-01_task-x_emg.json": JSON.stringify({ SamplingFrequency: 2048, EMGChannelCount: 7, RecordingDuration: 60, RecordingType: "continuous" }),
    });
    expect(codesOf(reader).filter((code) => code.startsWith("bids")).sort()).toEqual([...Array<string>(3).fill("bids-channels"), ...Array<string>(3).fill("bids-json"), "bids-rate", "bids-units"]);
    expect(reader.header.channels[0]!.samplingHz).toBe(1000);
    expect(reader.header.channels[0]!.unit).toBe("uV");
  });

  it("name several muscles: none is taken, all are candidates", async () => {
    const reader = await open({ "sub-01_task-x_channels.tsv": `${CHANNELS}R SOL\tEMG\tuV\tSoleus, Gastrocnemius medialis\tn/a\tn/a\tn/a\n` });
    expect(reader.header.channels[0]).toMatchObject({ muscle: undefined, candidates: ["soleus", "gastrocnemius-medialis"] });
  });

  it("events become annotations with their channel; what only the EDF holds is kept and told", async () => {
    const reader = await open({ "sub-01_task-x_events.tsv": "onset\tduration\ttrial_type\tchannel\n0.5\t0\tstretch\tn/a\nn/a\t0\tlost\tn/a\n0.25\t0.1\ttap\tR SOL\n" });
    const { annotations, issues } = await reader.scan();
    expect(annotations).toEqual([
      { onsetSeconds: 0.25, durationSeconds: 0.1, text: "tap", channel: 0 },
      { onsetSeconds: 0.5, durationSeconds: 0, text: "stretch", channel: undefined },
      { onsetSeconds: 1.5, durationSeconds: 0, text: "only in the EDF", channel: undefined },
    ]);
    expect(issues.filter(({ code }) => code === "bids-events").map(({ where }) => where)).toEqual(["sub-01_task-x_events.tsv, row 3", "sub-01_task-x_events.tsv"]);
  });

  it("are shared by the recordings of several devices, and ignored beside other names", async () => {
    const channels = `${CHANNELS}R SOL\tTRIG\tuV\tn/a\tn/a\tn/a\tn/a\n`;
    expect((await open({ "sub-01_task-x_channels.tsv": channels }, "sub-01_task-x_recording-a_emg.edf")).header.channels[0]!.role).toBe("trigger");
    expect((await open({ "session_channels.tsv": channels, "sub-01_task-x_channels.tsv": channels }, "session.edf")).header.channels[0]!.role).toBe("emg");
  });

  it("are inherited from the folders above: the nearest table, and of descriptions what the nearer ones leave out", async () => {
    const name = "sub-01_ses-a_task-x_run-1_emg.edf";
    const shared = { "../../../task-x_emg.json": JSON.stringify({ SamplingFrequency: 500, RecordingDuration: 60 }), "../../../channels.tsv": `${CHANNELS}R SOL\tTRIG\tuV\tn/a\tn/a\tn/a\tn/a\n` };
    const inherited = await open(shared, name);
    expect(inherited.header.channels[0]!.role).toBe("trigger");
    expect(inherited.header.issues.filter(({ code }) => code === "bids-json").map(({ where }) => where)).toEqual(["task-x_emg.json, SamplingFrequency", "task-x_emg.json, RecordingDuration"]);
    const nearer = await open({ ...shared, "../sub-01_ses-a_task-x_emg.json": JSON.stringify({ SamplingFrequency: 1000 }), "../../sub-01_channels.tsv": `${CHANNELS}R SOL\tEMG\tuV\tn/a\tbad\tn/a\tn/a\n` }, name);
    expect(nearer.header.channels[0]).toMatchObject({ role: "emg", statedBad: expect.stringContaining("sub-01_channels.tsv") as string });
    expect(nearer.header.issues.filter(({ code }) => code === "bids-json").map(({ where }) => where)).toEqual(["task-x_emg.json, RecordingDuration"]);
    // Inside a participant's folders a table of nobody is no table of his.
    expect((await open({ "../task-x_channels.tsv": shared["../../../channels.tsv"] }, name)).header.channels[0]!.role).toBe("emg");
  });

  it("with places of electrodes are told: nothing is lost in silence", async () => {
    const reader = await open({ "sub-01_electrodes.tsv": "name\tx\ty\tz\nE1\t1\t2\tn/a\nE2\t1\t3\tn/a\n", "sub-01_coordsystem.json": JSON.stringify({ EMGCoordinateUnits: "mm" }) });
    expect(reader.header.issues).toMatchObject([{ code: "bids-electrodes", where: "sub-01_electrodes.tsv", message: expect.stringMatching(/2 electrodes \(in mm, by sub-01_coordsystem\.json\)/) as string }]);
  });

  it.each([
    ["no JSON", "sub-01_task-x_emg.json", "{"],
    ["an array", "sub-01_task-x_emg.json", "[]"],
    ["an empty table", "sub-01_task-x_channels.tsv", ""],
    ["a table without names", "sub-01_task-x_channels.tsv", "type\tunits\nEMG\tV\n"],
    ["events without onsets", "sub-01_task-x_events.tsv", "duration\n1\n"],
    ["a table of two megabytes", "sub-01_task-x_channels.tsv", "name\n".repeat(400_000)],
  ])("that are %s are told and left out", async (_, name, content) => {
    const reader = await open({ [name]: content });
    const { channels, issues } = await reader.scan();
    expect(channels.length).toBe(3);
    expect(issues.some(({ code, message }) => code.startsWith("bids") && message.includes(name))).toBe(true);
  });
});

describe("BIDS-EMG export", () => {
  const request = { name: { subject: "07", session: "b", task: "stretch", run: "2" }, datasetName: "Lab", version: "1.2.3", family: "BDF" as const, muscleName: (id: string) => id };

  async function exported(reader: RecordingReader) {
    const scan = await reader.scan();
    const made = await exportBids(reader, { ...reader.header, channels: scan.channels }, spanOfRecording(scan.channels, {}), scan.annotations, {
      ...request,
      derived: [{ description: "bursts", columns: { amplitude: { Description: "RMS", Units: "uV" } }, events: [{ onsetSeconds: 0.2, durationSeconds: 0.05, text: "burst", channel: 1, cells: { amplitude: 12.5 } }] }],
    });
    const written = new Map<string, Uint8Array>();
    for (const { path, chunks } of made.files) written.set(path, await joinedPieces(chunks));
    const bytes = (path: string): Uint8Array => written.get(path)!;
    return { ...made, bytes, text: (path: string) => new TextDecoder().decode(bytes(path)) };
  }

  it("has the files and required fields of BIDS 1.11, and opens again as it was", async () => {
    const source = writeEdf({
      channels: [
        { label: "Left Tibialis Anterior", unit: "uV", samplingHz: 2000, samples: wave(4000, 1e-4), prefilter: "HP:20Hz LP:450Hz" },
        { label: "EMG", unit: "uV", samplingHz: 2000, samples: wave(4000, 1e-4) },
        { label: "EMG", unit: "uV", samplingHz: 2000, samples: wave(4000, 3e-4) },
        { label: "Winkel", unit: "deg", samplingHz: 100, samples: wave(200, 10) },
      ],
      annotations: [{ onsetSeconds: 0.75, durationSeconds: 0.25, text: "Dehnung\tµ" }],
    });
    const before = await openRecording(memorySource("a.edf", source));
    const { files, text, bytes, participant } = await exported(before);
    const base = "sub-07/ses-b/emg/sub-07_ses-b_task-stretch_run-2";
    expect(participant).toBe("sub-07");
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["dataset_description.json", "participants.json", `${base}_emg.bdf`, `${base}_emg.json`, `${base}_channels.tsv`, `${base}_channels.json`, `${base}_events.tsv`, `derivatives/klonos/dataset_description.json`, `derivatives/klonos/${base}_desc-bursts_events.tsv`]));
    const said = JSON.parse(text(`${base}_emg.json`)) as Record<string, unknown>;
    // The required fields of the schema's rules.sidecars.emg.
    for (const field of ["EMGPlacementScheme", "EMGPlacementSchemeDescription", "EMGReference", "SamplingFrequency", "PowerLineFrequency", "RecordingType", "SoftwareFilters", "TaskName"]) expect(said[field]).toBeDefined();
    expect(said).toMatchObject({ SamplingFrequency: 2000, RecordingType: "continuous", EMGChannelCount: 3, PowerLineFrequency: "n/a" });
    const rows = text(`${base}_channels.tsv`).trimEnd().split("\n").map((line) => line.split("\t"));
    expect(rows[0]!.slice(0, 3)).toEqual(["name", "type", "units"]);
    expect(rows.slice(1).map((row) => [row[0], row[1], row[2], row[3], row[7], row[8]])).toEqual([
      ["Left Tibialis An", "EMG", "uV", "n/a", "20", "450"],
      ["EMG", "EMG", "uV", "n/a", "n/a", "n/a"],
      ["EMG 2", "EMG", "uV", "n/a", "n/a", "n/a"],
      ["Winkel", "MISC", "deg", "angle", "n/a", "n/a"],
    ]);
    expect(text(`${base}_events.tsv`)).toBe("onset\tduration\ttrial_type\tchannel\n0.75\t0.25\tDehnung µ\tn/a\n");
    expect(text(`derivatives/klonos/${base}_desc-bursts_events.tsv`)).toBe("onset\tduration\ttrial_type\tchannel\tamplitude\n0.2\t0.05\tburst\tEMG\t12.5\n");

    const again = await openRecording(memorySource(`${base.split("/").pop()!}_emg.bdf`, bytes(`${base}_emg.bdf`)), {}, undefined, async (name) => {
      const path = files.find((file) => file.path.endsWith(`/${name}`))?.path;
      return path === undefined ? undefined : memorySource(name, bytes(path));
    });
    const scan = await again.scan();
    const keyOf = ({ role, muscle, side, unit, samplingHz, sampleCount }: (typeof scan.channels)[number]) => [role, muscle, side, unit, samplingHz, sampleCount];
    expect(scan.channels.map(keyOf)).toEqual(before.header.channels.map(keyOf));
    expect(scan.channels[0]!.label).toBe(before.header.channels[0]!.label);
    expect(scan.annotations.map(({ text: words, onsetSeconds }) => [words, onsetSeconds])).toEqual([["Dehnung µ", 0.75]]);
    const issues = scan.issues.filter(({ code }) => code.startsWith("bids"));
    expect(issues).toEqual([]);
  });

  it("refuses labels that BIDS does not allow", async () => {
    const reader = await openRecording(memorySource("a.edf", EDF));
    const scan = await reader.scan();
    for (const name of [{ subject: "a-b", task: "x" }, { subject: "1", task: "two words" }, { subject: "1", task: "x", run: "one" }]) {
      await expect(exportBids(reader, reader.header, spanOfRecording(scan.channels, {}), [], { ...request, name })).rejects.toMatchObject({ record: { code: "bids-name" } });
    }
  });
});

const SHARED = join(import.meta.dirname, "../../../shared/data/edf/bids_emg");
describe.skipIf(!existsSync(SHARED))("the example of the BIDS repository (skipped where ../shared/data is absent)", () => {
  it("opens; its table names three muscles and volts where the EDF has microvolts", async () => {
    const path = join(SHARED, "emg_CustomBipolar/sub-01_task-holdWeight_emg.edf");
    const reader = await openRecording(await openFileSource(path), {}, undefined, (name) => openSiblingFile(path, name));
    expect(reader.header.channels[0]).toMatchObject({ role: "emg", muscle: undefined, unit: "uV" });
    expect(reader.header.channels[0]!.candidates).toContain("flexor-carpi-radialis");
    expect(codesOf(reader)).toContain("bids-units");
    await reader.close();
  });
});
