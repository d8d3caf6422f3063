import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";
import { type EdfWriteRequest, writeEdf } from "../../src/formats/edf/edf-writer";
import { hostileSource } from "../contracts/hostile-source";

const second = Float64Array.from({ length: 4000 }, (_, k) => 1e-4 * Math.sin(k / 10));
const channel = { label: "SOL", unit: "uV", samplingHz: 2000, samples: second, physicalRange: [-0.001, 0.001] as const };

function file(request: Partial<EdfWriteRequest> = {}): Uint8Array {
  return writeEdf({ channels: [channel], annotations: [], recordSeconds: 0.1, ...request });
}

/** Overwrites a field; its place and width are the specification's. */
function patched(bytes: Uint8Array, at: number, width: number, text: string | Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const field = typeof text === "string" ? Buffer.from(text.padEnd(width, " "), "latin1") : text;
  copy.set(field.subarray(0, width), at);
  return copy;
}

const open = (bytes: Uint8Array): ReturnType<typeof openRecording> => openRecording(memorySource("x.edf", bytes));
async function scanOf(bytes: Uint8Array): Promise<Awaited<ReturnType<Awaited<ReturnType<typeof open>>["scan"]>>> {
  return (await open(bytes)).scan();
}
const codes = (issues: readonly { code: string }[]): string[] => issues.map((issue) => issue.code);

describe("EDF: number of data records", () => {
  it("-1 (not closed): the size tells", async () => {
    const reader = await open(patched(file(), 236, 8, "-1"));
    expect(reader.header.channels[0]!.sampleCount).toBe(4000);
    expect(codes(reader.header.issues)).toEqual(["edf-record-count"]);
  });

  it("more than the file holds: the whole ones are offered, the issue counts them", async () => {
    const reader = await open(patched(file(), 236, 8, "120"));
    expect(reader.header.channels[0]!.sampleCount).toBe(4000);
    expect(reader.header.issues[0]).toMatchObject({ code: "edf-truncated", message: expect.stringContaining("the first 20 of 120 records are whole") as string });
  });

  it("fewer than the file holds: the rest is not offered, and told", async () => {
    const reader = await open(patched(file(), 236, 8, "15"));
    expect(reader.header.channels[0]!.sampleCount).toBe(3000);
    expect(reader.header.issues[0]).toMatchObject({ code: "edf-trailing-bytes", message: expect.stringContaining("5 more record") as string });
  });

  it.each(["0", "-2", "-999999", "many", "1e5", ""])("%s is refused, naming byte 236", async (text) => {
    await expect(open(patched(file(), 236, 8, text))).rejects.toMatchObject({ record: { code: "edf-header", where: "byte 236" } });
  });

  it("a claim of 99999999 records, signals of 99999999 samples or 9999 signals allocates nothing", async () => {
    const bytes = file();
    const samplesAt = 256 + 2 * (16 + 80 + 8 + 8 + 8 + 8 + 8 + 80);
    for (const damaged of [patched(bytes, 236, 8, "99999999"), patched(bytes, samplesAt, 8, "99999999"), patched(bytes, 252, 4, "9999")]) {
      const source = hostileSource("x.edf", damaged);
      await openRecording(source).then(
        (reader) => expect(reader.header.channels[0]!.sampleCount).toBe(4000),
        (thrown: unknown) => expect(thrown).toMatchObject({ record: { code: "edf-header" } }),
      );
      expect(source.longestRead()).toBeLessThan(10_000);
    }
  });
});

describe("EDF: what the header cannot mean", () => {
  const samplesAt = 256 + 2 * (16 + 80 + 8 + 8 + 8 + 8 + 8 + 80);
  it.each([
    ["no signals", 252, 4, "0", 252],
    ["negative signals", 252, 4, "-3", 252],
    ["no samples in a record", samplesAt, 8, "0", samplesAt],
    ["negative samples", samplesAt, 8, "-200", samplesAt],
    ["a record duration of 0 with signals", 244, 8, "0", 244],
    ["a negative record duration", 244, 8, "-1", 244],
    ["no record duration", 244, 8, "abc", 244],
  ])("%s is refused with its byte", async (_title, at, width, text, byte) => {
    await expect(open(patched(file(), at, width, text))).rejects.toMatchObject({ record: { code: "edf-header", details: { byte } } });
  });

  it("a header that lost one byte says so, and where", async () => {
    const bytes = file();
    const short = new Uint8Array(bytes.length - 1);
    short.set(bytes.subarray(0, 50));
    short.set(bytes.subarray(51), 50);
    await expect(open(short)).rejects.toMatchObject({ record: { details: { shift: -1 } } });
    const long = new Uint8Array(bytes.length + 2).fill(32);
    long.set(bytes.subarray(0, 50));
    long.set(bytes.subarray(50), 52);
    await expect(open(long)).rejects.toMatchObject({ record: { details: { shift: 2 } } });
  });

  it("a wrong header length is mended where the size of the file decides", async () => {
    const reader = await open(patched(file(), 184, 8, "512"));
    expect(codes(reader.header.issues)).toEqual(["edf-header-length"]);
    expect((await reader.read(0, { start: 0, end: 4000 }))[5]).toBeCloseTo(second[5]!, 7);
    await expect(open(patched(patched(file(), 184, 8, "512"), 236, 8, "7"))).rejects.toMatchObject({ record: { details: { stated: 512, expected: 768 } } });
  });

  it("an empty digital or physical range leaves the stored integers, with an issue", async () => {
    const digitalMaximum = 256 + 2 * (16 + 80 + 8 + 8 + 8 + 8);
    const reader = await open(patched(file(), digitalMaximum, 8, "-32767"));
    expect(reader.header.channels[0]).toMatchObject({ unit: "", isVoltage: false, physicalRange: undefined });
    expect(reader.header.issues[0]).toMatchObject({ code: "edf-scaling", severity: "error" });
    const values = await reader.read(0, { start: 0, end: 100 });
    expect(values.every(Number.isInteger)).toBe(true);
  });
});

describe("EDF: units and text", () => {
  const unitAt = 256 + 2 * (16 + 80);
  it.each([
    ["uV", 1e-6], ["µV (UTF-8)", 1e-6, Buffer.from("µV", "utf8")], ["µV (Latin-1)", 1e-6, Buffer.from("µV", "latin1")], ["μV (Greek)", 1e-6, Buffer.from("\u03bcV", "utf8")],
    ["mV", 1e-3], ["V", 1], ["nV", 1e-9], ["Volts", 1], ["MV", undefined], ["deg", undefined], ["", undefined],
  ])("%s", async (unit, perUnit, raw?: Uint8Array) => {
    const field = Buffer.alloc(8, 32);
    field.set(raw ?? Buffer.from(unit, "latin1"));
    const reader = await open(patched(file(), unitAt, 8, field));
    expect(reader.header.channels[0]!.isVoltage).toBe(perUnit !== undefined);
    // The file's numbers go from -1000 to 1000 in whatever the unit is.
    expect(reader.header.channels[0]!.physicalRange![1]).toBeCloseTo(1000 * (perUnit ?? 1), 12);
    expect(codes(reader.header.issues)).toEqual(unit === "MV" ? ["unit-ambiguous"] : []);
  });

  it("labels and annotations in UTF-8 and, where that is invalid, Latin-1", async () => {
    const bytes = file({ annotations: [{ onsetSeconds: 0.5, durationSeconds: 0, text: "place" }] });
    const at = Buffer.from(bytes).indexOf("place");
    expect((await scanOf(patched(bytes, at, 5, Buffer.from("größe", "latin1")))).annotations[0]!.text).toBe("größe");
    expect((await scanOf(patched(bytes, at, 5, Buffer.from("µ ✓", "utf8").subarray(0, 5)))).annotations[0]!.text).toContain("µ");
    const named = await open(patched(bytes, 256, 16, Buffer.from("Müller-Kanal    ", "latin1")));
    expect(named.header.channels[0]!.label).toBe("Müller-Kanal");
  });
});

describe("EDF+: annotations and time", () => {
  const notes = Array.from({ length: 40 }, (_, k) => ({ onsetSeconds: k * 0.05 + 0.0123, durationSeconds: k % 3, text: `note ${k}` }));

  it.each([1, 2, 5])("all annotations, in order, from %i annotation signals", async (annotationSignals) => {
    const { annotations, channels } = await scanOf(file({ annotations: notes, annotationSignals, startDateTime: "2026-02-28T23:59:59.75" }));
    expect(channels.length).toBe(1);
    expect(annotations.map((note) => [note.text, note.durationSeconds])).toEqual(notes.map((note) => [note.text, note.durationSeconds]));
    annotations.forEach((note, k) => expect(note.onsetSeconds).toBeCloseTo(notes[k]!.onsetSeconds, 7));
  });

  it("the clock time of the first sample has the fraction; onsets count from it; midnight is passed", async () => {
    const reader = await open(file({ startDateTime: "2026-02-28T23:59:59.75" }));
    expect(reader.header.startDateTime).toBe("2026-02-28T23:59:59.75");
    expect((await open(file())).header.startDateTime).toBeUndefined();
    const late = patched(file({ startDateTime: "2026-02-28T23:59:59.75" }), 176, 8, "23.59.59");
    const stamp = Buffer.from(late).indexOf("+0.75");
    expect((await open(patched(late, stamp, 5, "+1.75"))).header.startDateTime).toBe("2026-03-01T00:00:00.75");
  });

  it("an annotation of one signal (text@@label) is linked to it", async () => {
    const { annotations } = await scanOf(file({ annotations: [{ onsetSeconds: 1, durationSeconds: 0, text: "tap@@SOL" }, { onsetSeconds: 1.5, durationSeconds: 0, text: "tap@@TA" }] }));
    expect(annotations.map((note) => [note.text, note.channel])).toEqual([["tap", 0], ["tap@@TA", undefined]]);
  });

  it("several texts of one list, and damaged lists left out with their byte", async () => {
    const bytes = file({ annotations: [{ onsetSeconds: 1, durationSeconds: 0, text: "one_two" }, { onsetSeconds: 1.2, durationSeconds: 0, text: "three" }] });
    const at = Buffer.from(bytes).indexOf("one_two");
    expect((await scanOf(patched(bytes, at + 3, 1, "\x14"))).annotations.map((note) => note.text)).toEqual(["one", "two", "three"]);
    const damaged = await scanOf(patched(bytes, at - 3, 1, "?"));
    expect(damaged.annotations.map((note) => note.text)).toEqual(["three"]);
    expect(damaged.issues[0]).toMatchObject({ code: "edf-annotation", where: `byte ${at - 3}` });
  });

  it("EDF+D: gaps where the time stamps jump, to half a sample and half of the stamps' last digit", async () => {
    const { gaps, channels, durationSeconds } = await scanOf(file({ pauses: [{ atSeconds: 0.5, seconds: 0.25 }, { atSeconds: 1.5, seconds: 3600 }] }));
    expect(gaps.map((gap) => [gap.startSeconds, gap.endSeconds].map((seconds) => Number(seconds.toFixed(9))))).toEqual([[0.5, 0.75], [1.75, 3601.75]]);
    expect(channels[0]!.segments.map((segment) => [segment.startSample, segment.endSample])).toEqual([[0, 1000], [1000, 3000], [3000, 4000]]);
    expect(durationSeconds).toBeCloseTo(2 + 3600.25, 9);
    const below = await scanOf(file({ pauses: [{ atSeconds: 0.5, seconds: 0.0002 }] }));
    expect(below.gaps).toEqual([]);
    const above = await scanOf(file({ pauses: [{ atSeconds: 0.5, seconds: 0.00035 }] }));
    expect(above.gaps.length).toBe(1);
  });

  it("EDF+D: a time stamp that goes back is an error that names the record, and no samples are joined", async () => {
    const bytes = file({ pauses: [{ atSeconds: 1, seconds: 5 }] });
    const at = Buffer.from(bytes).indexOf("+6.3\x14");
    const { issues, channels } = await scanOf(patched(bytes, at, 4, "+2.3"));
    expect(issues.find((issue) => issue.code === "edf-time-stamps")).toMatchObject({ severity: "error", where: "record 14" });
    expect(channels[0]!.segments.length).toBeGreaterThan(2);
  });

  it("EDF+C whose time stamps jump: a gap after all, with a warning", async () => {
    const bytes = patched(file({ pauses: [{ atSeconds: 1, seconds: 5 }] }), 192, 5, "EDF+C");
    const { gaps, issues } = await scanOf(bytes);
    expect(gaps.length).toBe(1);
    expect(issues).toMatchObject([{ code: "edf-time-stamps", severity: "warning", where: "record 11" }]);
  });

  it("EDF+C whose clock drifts a little stays one piece, and says so", async () => {
    const bytes = Buffer.from(file());
    for (let record = 1; record < 20; record += 1) {
      const stamp = `+${(record * 0.1).toFixed(1).replace(/\.0$/, "")}\x14\x14`;
      const at = bytes.indexOf(stamp);
      // The next ten bytes of the record's annotation signal are zeros: room for a longer stamp.
      bytes.write(`+${(record * 0.1003).toFixed(4)}\x14\x14`, at, "latin1");
    }
    const { gaps, issues, channels } = await scanOf(new Uint8Array(bytes));
    expect(gaps).toEqual([]);
    expect(channels[0]!.segments.length).toBe(1);
    expect(codes(issues)).toEqual(["edf-clock"]);
  });

  it("annotations only: record duration 0", async () => {
    const bytes = writeEdf({ channels: [], annotations: notes });
    const { annotations, channels, durationSeconds } = await scanOf(bytes);
    expect([annotations.length, channels.length, durationSeconds]).toEqual([40, 0, 0]);
  });

  it("fields that can name a person are noticed", async () => {
    expect((await open(file())).header.hasIdentity).toBe(false);
    expect((await open(file({ patient: "X F X Erika_Mustermann" }))).header.hasIdentity).toBe(true);
    expect((await open(file({ recording: "Startdate X X Dr_No X" }))).header.hasIdentity).toBe(true);
  });
});

describe("BDF: triggers", () => {
  const full = [-8388608, 8388607] as const;
  const status = (code: (k: number) => number): EdfWriteRequest["channels"][number] => ({ label: "Status", unit: "Boolean", samplingHz: 1000, samples: Float64Array.from({ length: 2000 }, (_, k) => code(k)), physicalRange: full, digitalRange: full });
  const bdf = (code: (k: number) => number, more: Partial<EdfWriteRequest> = {}): Uint8Array => writeEdf({ channels: [{ ...channel, samplingHz: 1000, samples: second.subarray(0, 2000) }, status(code)], annotations: [], variant: "BDF", recordSeconds: 0.5, ...more });
  const eventsOf = async (bytes: Uint8Array): Promise<[number, string][]> => (await scanOf(bytes)).annotations.map(({ onsetSeconds, text }) => [onsetSeconds, text]);

  it("of the Status word are events where the low 16 bits change to another number; those above and the first state are none", async () => {
    // Bits 16 and 20: new epoch, electrodes in range.
    const high = 0x110000;
    const code = (k: number): number => high + (k < 100 ? 3 : k < 700 ? 0 : k < 720 ? 255 : k < 730 ? 0x1234 : 0) - (k > 1500 ? 0x100000 : 0);
    const { annotations, issues } = await scanOf(bdf(code));
    expect(annotations.map(({ onsetSeconds, text }) => [onsetSeconds, text])).toEqual([[0.7, "Trigger 255"], [0.72, "Trigger 4660"]]);
    expect(codes(issues)).toEqual(["edf-status"]);
  });

  it("stand at their true time behind a pause, and beside annotations", async () => {
    const bytes = bdf((k) => (k === 1200 ? 7 : 0), { variant: "BDF+D", pauses: [{ atSeconds: 1, seconds: 3 }], annotations: [{ onsetSeconds: 0.25, durationSeconds: 0, text: "tap" }, { onsetSeconds: 5, durationSeconds: 0, text: "late" }] });
    expect(await eventsOf(bytes)).toEqual([[0.25, "tap"], [4.2, "Trigger 7"], [5, "late"]]);
  });

  it("of a line that never rests are none", async () => {
    const bytes = bdf((k) => (k % 2) + 1, { channels: [{ ...status((k) => (k % 2) + 1), samples: Float64Array.from({ length: 120_000 }, (_, k) => (k % 2) + 1) }] });
    const { annotations, issues } = await scanOf(bytes);
    expect(annotations).toEqual([]);
    expect(issues.find(({ code }) => code === "edf-status")?.message).toContain("no triggers");
  });
});

describe("EDF: how much is read", () => {
  it("opening reads the header and one time stamp; a page reads little more than the page", async () => {
    const channels = Array.from({ length: 16 }, (_, k) => ({ ...channel, label: `C${k}`, samples: new Float64Array(120_000) }));
    const bytes = writeEdf({ channels, annotations: [], recordSeconds: 1 });
    const source = hostileSource("x.edf", bytes);
    const reader = await openRecording(source);
    expect(source.bytesRead()).toBeLessThan(2 * 256 * 18 + 4096 + 1024);
    const before = source.bytesRead();
    await reader.read(7, { start: 2000, end: 4000 });
    expect(source.bytesRead() - before).toBe(4000);
    await reader.read(7, { start: 0, end: 120_000 });
    expect(source.longestRead()).toBeLessThanOrEqual(1024 * 1024);
  });
});
