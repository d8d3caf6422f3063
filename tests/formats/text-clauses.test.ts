import { describe, expect, it } from "vitest";
import { KlonosError } from "../../src/core/errors";
import { memorySource } from "../../src/formats/memory-source";
import type { ImportOptions, RecordingReader } from "../../src/formats/recording-reader";
import { openRecording } from "../../src/formats/registry";
import { biopacText, cell, datalogText, discoverText, emgworksText, labChartText, noraxonRecordText, noraxonText, openSignalsText, type WrittenChannel } from "./text-writer";

const ramp = (count: number): Float64Array => Float64Array.from({ length: count }, (_, k) => (k % 100) / 100 + 0.001);
const sol: WrittenChannel = { label: "R SOL", unit: "mV", samplingHz: 1000, values: ramp(1000) };
const acc: WrittenChannel = { label: "ACC X", unit: "g", samplingHz: 100, values: ramp(100) };

function open(name: string, content: Uint8Array | string, options: ImportOptions = {}): Promise<RecordingReader> {
  return openRecording(memorySource(name, typeof content === "string" ? new TextEncoder().encode(content) : content), options);
}
const codes = (reader: RecordingReader): string[] => reader.header.issues.map(({ code }) => code);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("EMGworks", () => {
  it("samples that were lost are a gap of that channel alone, and the count that the header promised is told", async () => {
    const { channels, gaps, issues } = await (await open("a.csv", emgworksText([sol, acc], [300, 500]))).scan();
    expect(channels[0]!.segments).toEqual([{ startSample: 0, endSample: 300, startSeconds: 0 }, { startSample: 300, endSample: 800, startSeconds: expect.closeTo(0.5, 6) as number }]);
    expect(channels[1]!.segments.length).toBe(1);
    expect(gaps).toEqual([{ startSeconds: expect.closeTo(0.3, 6) as number, endSeconds: expect.closeTo(0.5, 6) as number }]);
    expect(issues.find(({ code }) => code === "text-truncated")!.message).toContain("first 800 of 1000");
  });

  it("a channel whose times begin later starts later", async () => {
    const late = textOf(emgworksText([sol, acc], [0, 10]));
    const { channels } = await (await open("a.csv", late)).scan();
    expect(channels.map(({ segments }) => segments[0]!.startSeconds)).toEqual([expect.closeTo(0.01, 9), 0]);
  });

  it("without the lines above, rates come from the times and units from the labels", async () => {
    const { channels } = (await open("a.csv", emgworksText([sol, acc], [0, 0], false))).header;
    expect(channels.map(({ label, unit, samplingHz }) => [label, unit, samplingHz])).toEqual([["R SOL", "mV", 1000], ["ACC X", "g", 100]]);
  });

  it("times that contradict the stated rate are believed, and told", async () => {
    const wrong = textOf(emgworksText([sol, acc])).replace("1.000000e+3", "2.000000e+3");
    const reader = await open("a.csv", wrong);
    expect(reader.header.channels[0]!.samplingHz).toBe(1000);
    expect(codes(reader)).toContain("text-rate");
  });
});

describe("Trigno Discover", () => {
  const sensors = [{ ...sol, label: "EMG 1", sensor: "R SOL" }, { ...acc, sensor: "R SOL" }];

  it("markers beside the samples become annotations at their own times; the date is read where it is plain", async () => {
    const reader = await open("a.csv", discoverText(sensors, { markers: [["stretch on", 0.5], ["release", 0.25]] }));
    expect((await reader.scan()).annotations.map(({ text, onsetSeconds }) => [text, onsetSeconds])).toEqual([["release", 0.25], ["stretch on", 0.5]]);
    expect(reader.header.startDateTime).toBe("2026-09-29T15:50:51");
    const unclear = textOf(discoverText(sensors)).replace("2026/09/29", "09/03/2026");
    expect((await open("a.csv", unclear)).header.startDateTime).toBeUndefined();
  });

  it("a first line that is broken, or never ends, is refused in words", async () => {
    const broken = textOf(discoverText(sensors)).replace(", Trigno", ",\nTrigno");
    expect(broken.startsWith("Application:,\nTrigno")).toBe(true);
    await expect(open("a.csv", broken)).rejects.toBeInstanceOf(KlonosError);
    await expect(open("a.csv", `Application:,Trigno Discover${" ".repeat(300_000)}\n1,2\n`)).rejects.toMatchObject({ record: { code: "text-header" } });
    await expect(open("a.txt", `Interval=\t${"0".repeat(300_000)}\n1,2\n`)).rejects.toMatchObject({ record: { code: "text-header" } });
  });

  it("a file cut in the middle says how much of it is there", async () => {
    const whole = discoverText(sensors);
    const reader = await open("a.csv", whole.slice(0, Math.floor(whole.length * 0.6)));
    expect(reader.header.issues.filter(({ code }) => code === "text-truncated").map(({ message }) => /first \d+ of 1000/.test(message))).toEqual([true]);
    expect(codes(await open("a.csv", whole))).toEqual([]);
  });
});

describe("LabChart", () => {
  const block = (startSeconds: number, rows: number, range = "10.000 mV", comments: Readonly<Record<number, string>> = {}): Parameters<typeof labChartText>[2][number] => ({ startSeconds, rows, ranges: [range, "90.0 deg"], comments, value: (channel, row) => channel + row });

  it("blocks are segments at their dates, pauses between them gaps; the start is that of the first row", async () => {
    const reader = await open("a.txt", labChartText(["SOL", "Angle"], 500, [block(0, 400), block(2.5, 100), block(3, 200)]));
    const { channels, gaps } = await reader.scan();
    const rounded = (values: readonly { startSeconds: number }[]): number[] => values.map(({ startSeconds }) => Math.round(startSeconds * 1e5) / 1e5);
    expect(rounded(channels[0]!.segments)).toEqual([0, 2.5, 3]);
    expect(rounded(gaps)).toEqual([0.8, 2.7]);
    expect(reader.header.startDateTime).toMatch(/^2026-01-15T10:00:00/);
    expect(reader.header.channels[0]).toMatchObject({ unit: "mV", isVoltage: true, physicalRange: [-0.01, 0.01] });
  });

  it("comments: on all channels, on one, several in a row, with tabs", async () => {
    const comments = { 5: "#* stretch #* hold ", 9: "#2 knee\tlocked" };
    const { annotations, issues } = await (await open("a.txt", labChartText(["SOL", "Angle"], 500, [block(0, 100, "10.000 mV", comments)]))).scan();
    expect(annotations.map(({ text, channel, onsetSeconds }) => [text, channel, onsetSeconds])).toEqual([["stretch", undefined, 0.01], ["hold", undefined, 0.01], ["knee locked", 1, 0.018]]);
    expect(issues.map(({ code }) => code)).toEqual(["labchart-comment"]);
  });

  it("a block that is another recording (rate, unit) ends this one with an error", async () => {
    const first = textOf(labChartText(["SOL", "Angle"], 500, [block(0, 100)]));
    for (const [other, reason] of [[labChartText(["SOL", "Angle"], 1000, [block(5, 100)]), "1000 Hz"], [labChartText(["SOL", "Angle"], 500, [block(5, 100, "10.0 N")]), '"N"'], [labChartText(["SOL"], 500, [{ ...block(5, 100), ranges: ["1 mV"] }]), "1 channels"]] as const) {
      const scan = await (await open("a.txt", first + textOf(other))).scan();
      expect(scan.channels[0]!.sampleCount).toBe(100);
      expect(scan.issues.find(({ code }) => code === "labchart-block")).toMatchObject({ severity: "error", message: expect.stringContaining(reason) as string });
    }
  });

  it("blocks without a date follow each other directly, which is told; blocks that overlap too", async () => {
    const undated = await (await open("a.txt", labChartText(["SOL", "Angle"], 500, [block(0, 100), block(9, 100)], { withDates: false }))).scan();
    expect(undated.channels[0]!.segments[1]!.startSeconds).toBeCloseTo(0.2, 9);
    expect(undated.issues.map(({ code, severity }) => [code, severity])).toEqual([["labchart-block", "warning"]]);
    const overlapping = await (await open("a.txt", labChartText(["SOL", "Angle"], 500, [block(0, 100), block(0.1, 100)]))).scan();
    expect(overlapping.channels[0]!.segments[1]!.startSeconds).toBeCloseTo(0.2, 9);
    expect(overlapping.issues.map(({ code, severity }) => [code, severity])).toEqual([["labchart-block", "error"]]);
  });

  it("refuses a header without interval or titles, by byte", async () => {
    const whole = textOf(labChartText(["SOL", "Angle"], 500, [block(0, 100)]));
    await expect(open("a.txt", whole.replace(/^Interval=.*\r\n/, ""))).rejects.toMatchObject({ record: { code: "text-header", where: "byte 0" } });
    await expect(open("a.txt", whole.replace(/ChannelTitle=.*\r\n/, ""))).rejects.toMatchObject({ record: { code: "text-header" } });
  });
});

describe("OpenSignals", () => {
  const device = (more: object = {}): object => ({ "00:07": { device: "biosignalsplux", "device name": "00:07", "sampling rate": 1000, resolution: [16, 16], sensor: ["EMG", "LUX"], label: ["R SOL", "CH2"], column: ["nSeq", "DI", "R SOL", "CH2"], date: "2019-1-23", time: "15:26:22.578", ...more } });
  const rows = (value: (k: number) => number): number[][] => Array.from({ length: 600 }, (_, k) => [k >= 250 ? k + 40 : k, 0, value(k), 7]);

  it("a jump of the counter is a gap; counts become volts where a transfer function is documented, and only there", async () => {
    const reader = await open("a.txt", openSignalsText(device(), rows((k) => 32768 + k)));
    const { channels, gaps } = await reader.scan();
    expect(gaps).toEqual([{ startSeconds: 0.25, endSeconds: expect.closeTo(0.29, 9) as number }]);
    expect(channels.map(({ unit, role, muscle }) => [unit, role, muscle])).toEqual([["", "other", undefined], ["", "trigger", undefined], ["uV", "emg", "soleus"], ["", "other", undefined]]);
    // biosignalsplux EMG data sheet: 3 V over 2^16 counts, gain 1000.
    expect((await reader.read(2, { start: 1, end: 2 }))[0]).toBeCloseTo(3 / 65536 / 1000, 18);
  });

  it("numbers that are no counts are not converted", async () => {
    const reader = await open("a.txt", openSignalsText(device(), rows((k) => k / 7)));
    expect(reader.header.channels[2]).toMatchObject({ unit: "", isVoltage: false });
    expect(codes(reader)).toContain("text-counts");
    const converted = await open("a.txt", openSignalsText(device({ convertedValues: 1 }), rows((k) => k / 7)));
    expect(converted.header.channels[2]).toMatchObject({ unit: "mV", isVoltage: true });
    expect((await converted.read(2, { start: 7, end: 8 }))[0]).toBeCloseTo(1e-3, 15);
  });

  it("an unknown device keeps its counts, which is told; a header that is no JSON is refused", async () => {
    expect(codes(await open("a.txt", openSignalsText(device({ device: "muscleban" }), rows((k) => 32768 + k))))).toContain("text-counts");
    await expect(open("a.txt", textOf(openSignalsText(device(), rows((k) => k))).replace("}}", ""))).rejects.toMatchObject({ record: { code: "text-header", where: "line 2" } });
  });
});

describe("AcqKnowledge, DataLOG, Noraxon, Cometa", () => {
  it("AcqKnowledge: milliseconds, the row of counts, a missing channel line", async () => {
    const whole = textOf(biopacText([sol, { ...sol, label: "Force", unit: "kg" }], "milliSec"));
    const { channels } = (await open("a.txt", whole)).header;
    expect(channels.map(({ label, unit, samplingHz, sampleCount, role }) => [label, unit, samplingHz, sampleCount, role])).toEqual([["R SOL", "mV", 1000, 1000, "emg"], ["Force", "kg", 1000, 1000, "force"]]);
    await expect(open("a.txt", whole.replace("kg\r\n", ""))).rejects.toMatchObject({ record: { code: "text-header" } });
    expect(codes(await open("a.txt", whole.split("\r\n").slice(0, 600).join("\r\n")))).toEqual(["text-truncated", "text-truncated"]);
  });

  it("DataLOG without a rate asks for it, and takes the given one", async () => {
    await expect(open("a.txt", datalogText([sol]))).rejects.toMatchObject({ record: { code: "needs-rate" } });
    expect((await open("a.txt", datalogText([sol]), { samplingHz: 1000 })).header.channels[0]).toMatchObject({ label: "R SOL", samplingHz: 1000, sampleCount: 1000, isVoltage: true });
  });

  it("Noraxon: markers become annotations at the time of their row, names warn of identity", async () => {
    const reader = await open("a.txt", noraxonText([sol], "txt", { 100: "stretch on", 101: "stretch on", 400: "2" }, 7));
    expect((await reader.scan()).annotations.map(({ text, onsetSeconds }) => [text, onsetSeconds])).toEqual([["stretch on", 0.1], ["2", 0.4]]);
    expect(reader.header).toMatchObject({ format: "Noraxon text", hasIdentity: false });
    const csv = await open("a.csv", noraxonText([sol], "csv"));
    expect(csv.header).toMatchObject({ hasIdentity: true, channels: [{ label: "R SOL", unit: "mV", samplingHz: 1000, muscle: "soleus", side: "right" }] });
  });

  it("Noraxon MR4: the record's row tells date and clock time, and how many rows there must be", async () => {
    const whole = textOf(noraxonRecordText(sol, { 250: "Marker 1" }));
    const reader = await open("a.csv", whole);
    expect(reader.header).toMatchObject({ format: "Noraxon text", startDateTime: "2025-12-02T11:31:19.387", hasIdentity: true, channels: [{ label: "R SOL", unit: "mV", samplingHz: 1000, sampleCount: 1000 }] });
    expect(reader.header.issues).toEqual([]);
    expect((await reader.scan()).annotations.map(({ text, onsetSeconds }) => [text, onsetSeconds])).toEqual([["Activity", 0], ["Marker 1", 0.25]]);
    const read = await reader.read(0, { start: 0, end: 1000 });
    expect(Math.max(...read.map((value, k) => Math.abs(value - sol.values[k]! * 1e-3)))).toBeLessThan(1e-15);
    // Cut exactly behind a line, where the text itself looks whole.
    const cut = await open("a.csv", whole.split("\n").slice(0, 604).join("\n") + "\n");
    expect(cut.header.issues.map(({ code, message }) => [code, /first 600 of 1000/.test(message)])).toEqual([["text-truncated", true]]);
    expect((await open("a.csv", noraxonRecordText(sol, {}, "2,50000"))).header.startDateTime).toBeUndefined();
  });

  it("Cometa: `Time(s)`, `Emg_9(uV)` need no reader of their own", async () => {
    const rows = Array.from({ length: 300 }, (_, k) => `${(k / 2000).toFixed(4)}\t${cell(k % 7)}\t${cell(-(k % 5))}`);
    const { channels } = (await open("a.txt", ["Time(s)\tEmg_9(uV)\tEmg_10(uV)", ...rows].join("\r\n"))).header;
    expect(channels.map(({ label, unit, samplingHz, role }) => [label, unit, samplingHz, role])).toEqual([["Emg_9", "uV", 2000, "emg"], ["Emg_10", "uV", 2000, "emg"]]);
  });
});

describe("every text export", () => {
  it("EMG without a unit takes the given one, other channels and named units stay", async () => {
    const block = { startSeconds: 0, rows: 100, ranges: ["1.00", "1 mV", "90 deg"], value: (_channel: number, row: number) => row };
    const reader = await open("a.txt", labChartText(["R SOL", "R TA", "Angle"], 1000, [block]), { unit: "uV" });
    expect(reader.header.channels.map(({ unit, physicalRange }) => [unit, physicalRange])).toEqual([["uV", [-1e-6, 1e-6]], ["mV", [-1e-3, 1e-3]], ["deg", [-90, 90]]]);
    expect(Array.from(await reader.read(0, { start: 3, end: 5 }))).toEqual([3e-6, 4e-6]);
  });

  const files: Readonly<Record<string, Uint8Array>> = {
    emgworks: emgworksText([sol, acc]),
    discover: discoverText([{ ...sol, sensor: "A" }]),
    labchart: labChartText(["SOL"], 1000, [{ startSeconds: 0, rows: 1000, ranges: ["1 mV"], value: (_channel, row) => row }]),
    biopac: biopacText([sol], "sec"),
    noraxon: noraxonText([sol], "csv"),
  };
  for (const [name, bytes] of Object.entries(files)) {
    it(`${name}: opens as UTF-16 too, with the same samples`, async () => {
      const narrow = await open("a.txt", bytes);
      const wide = await open("a.txt", new Uint8Array(Buffer.from(`\ufeff${textOf(bytes)}`, "utf16le")));
      expect(wide.header.format).toBe(narrow.header.format);
      expect(wide.header.channels).toEqual(narrow.header.channels);
      const range = { start: 0, end: narrow.header.channels[0]!.sampleCount };
      expect(await wide.read(0, range)).toEqual(await narrow.read(0, range));
    });
  }

  it("a long one shows its header and first page without reading it whole, and is true after the scan", async () => {
    const rows = 300_000;
    const long = labChartText(["SOL", "TA"], 1000, [0, 1].map((block) => ({ startSeconds: block * 400, rows, ranges: ["10 mV", "10 mV"], value: (channel: number, row: number) => (row * 7 + channel + block) % 1000 })));
    let bytesRead = 0;
    const medium = memorySource("long.txt", long);
    const reader = await openRecording({ ...medium, read: (offset, length, cancel) => ((bytesRead += length), medium.read(offset, length, cancel)) });
    const page = await reader.read(1, { start: 0, end: 4000 });
    expect(page[3999]).toBeCloseTo(((3999 * 7 + 1) % 1000) * 1e-3, 15);
    expect(bytesRead).toBeLessThan(2 * 1024 * 1024);
    expect(reader.header.complete).toBe(false);
    // Across the border of two blocks, before anything was counted.
    const across = await reader.read(0, { start: rows - 2, end: rows + 2 });
    expect(Array.from(across, (value) => Math.round(value * 1e3))).toEqual([-2, -1].map((back) => ((rows + back) * 7) % 1000).concat([1, 8]));
    const { channels, gaps } = await reader.scan();
    expect(channels[0]!.sampleCount).toBe(2 * rows);
    expect(gaps.length).toBe(1);
    expect(await reader.read(0, { start: rows - 2, end: rows + 2 })).toEqual(across);
  });
});

describe("hostile text exports", () => {
  it("thousands of blocks are refused within a second or two, however short", async () => {
    const block = { startSeconds: 0, rows: 1, ranges: ["1 mV"], value: () => 1 };
    const many = labChartText(["SOL"], 1000, Array.from({ length: 10_050 }, (_, k) => ({ ...block, startSeconds: k })));
    let bytesRead = 0;
    const medium = memorySource("a.txt", many);
    const counted = { ...medium, read: (offset: number, length: number) => ((bytesRead += length), medium.read(offset, length)) };
    await expect(openRecording(counted)).rejects.toMatchObject({ record: { code: "text-header", message: expect.stringContaining("10000 blocks") as string } });
    // A scan that reads a megabyte a block would read ten gigabytes. Bytes, not seconds: a machine may be busy.
    expect(bytesRead).toBeLessThan(10_050 * 16 * 1024);
  });

  it("a header that claims absurd counts is believed in nothing but the complaint", async () => {
    const absurd = textOf(emgworksText([sol])).replace("Number of points: 1000", "Number of points: 999999999999999");
    const reader = await open("a.csv", absurd);
    expect(reader.header.channels[0]!.sampleCount).toBe(1000);
    expect(codes(reader)).toContain("text-truncated");
    for (const rate of ["0.000000e+000", "-1.0e+003", "NaN"]) {
      const odd = await open("a.csv", textOf(emgworksText([sol])).replace("1.000000e+3", rate));
      expect(odd.header.channels[0]!.samplingHz).toBe(1000);
    }
    await expect(open("a.txt", textOf(labChartText(["SOL"], 1000, [{ startSeconds: 0, rows: 9, ranges: ["1 mV"], value: () => 1 }])).replace("0.001 s", "0 s"))).rejects.toMatchObject({ record: { code: "text-header" } });
    const columns = `X[s],"a",${"X[s],b,".repeat(5000)}\n${"0,".repeat(10_000)}\n`;
    await expect(open("a.csv", columns)).rejects.toMatchObject({ record: { code: "text-header" } });
  });
});
