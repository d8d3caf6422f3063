import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordingScan } from "../../src/core/recording";
import { clockCell, clockSeconds, dateOrder } from "../../src/formats/csv/csv-clock";
import { csvFormat } from "../../src/formats/csv/csv-reader";
import { previewCsv } from "../../src/formats/csv/csv-preview";
import { memorySource } from "../../src/formats/memory-source";
import type { ImportOptions, RecordingReader } from "../../src/formats/recording-reader";

const DAY_MS = 86_400_000;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const sourceOf = (text: string): ReturnType<typeof memorySource> => memorySource("x.csv", encode(text));
const open = (text: string, options: ImportOptions = {}): Promise<RecordingReader> => csvFormat.open(sourceOf(text), options);
const scanOf = async (text: string, options: ImportOptions = {}): Promise<RecordingScan> => (await open(text, options)).scan();
const issueOf = (scan: RecordingScan, code: string): string => scan.issues.find((issue) => issue.code === code)?.message ?? "";
const lines = (count: number, row: (k: number) => string): string => Array.from({ length: count }, (_, k) => `${row(k)}\n`).join("");
const value = (k: number): string => (Math.sin(k / 5) * 0.3).toFixed(4);
/** The clock of Date, which is another program than Klonos' own. */
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const START = Date.UTC(2026, 8, 14, 10, 42, 7);
/** `hh:mm:ss.mmm` of a moment. */
const time = (milliseconds: number): string => iso(milliseconds).slice(11, 23);

describe("clock times in the column of times", () => {
  it.each([
    ["decimal comma", `Time;R SOL [mV]\r\n${lines(3000, (k) => `${time(START + k).replace(".", ",")};${value(k).replace(".", ",")}\r`)}`, undefined],
    ["no date", `Time,R SOL [mV]\n${lines(3000, (k) => `${time(START + k)},${value(k)}`)}`, undefined],
    ["date and zone", `timestamp,R SOL [mV]\n${lines(3000, (k) => `${iso(START + k)},${value(k)}`)}`, "2026-09-14T10:42:07"],
    ["quoted", `timestamp,R SOL [mV]\n${lines(3000, (k) => `"${iso(START + k).slice(0, 23).replace("T", " ")}",${value(k)}`)}`, "2026-09-14T10:42:07"],
    ["day first, with points", `R SOL [mV];Uhrzeit\n${lines(3000, (k) => `${value(k).replace(".", ",")};14.09.2026 ${time(START + k)}`)}`, "2026-09-14T10:42:07"],
    ["minutes and seconds", `Time,R SOL [mV]\n${lines(3000, (k) => `${time(START + k).slice(3)},${value(k)}`)}`, undefined],
    ["columns of date and time", `Date\tTime\tR SOL [mV]\n${lines(3000, (k) => `09/14/2026\t${time(START + k)}\t${value(k)}`)}`, "2026-09-14T10:42:07"],
    ["columns aligned with blanks", lines(3000, (k) => `  2026-09-14  ${time(START + k)}   ${value(k)}`), "2026-09-14T10:42:07"],
    ["half days", `Time,R SOL [mV]\n${lines(3000, (k) => `9/14/2026 ${time(START + k).replace(/\.\d+/, "")}${time(START + k).slice(8)} AM,${value(k)}`)}`, "2026-09-14T10:42:07"],
  ])("give rate and start: %s", async (_title, text, start) => {
    const reader = await open(text);
    const scan = await reader.scan();
    expect(scan.channels).toMatchObject([{ samplingHz: 1000, sampleCount: 3000, segments: [{ startSample: 0, endSample: 3000, startSeconds: 0 }] }]);
    expect(reader.header.startDateTime).toBe(start);
    expect([...(await reader.read(0, { start: 2990, end: 3000 }))].map((volts) => Math.round(volts * (scan.channels[0]!.isVoltage ? 1e7 : 1e4)))).toEqual(Array.from({ length: 10 }, (_, k) => Math.round(Number(value(2990 + k)) * 1e4)));
    expect(issueOf(scan, "csv-clock")).toMatch(start === undefined ? /No date/ : /begins at 2026-09-14 10:42:07/);
    expect(scan.issues.filter(({ code }) => code === "csv-cell" || code === "csv-time")).toEqual([]);
  });

  it("are followed: pauses, also over midnight and days, a step back, a cell that is none", async () => {
    // 2 s lost before row 700; midnight is passed 300 ms later.
    const before = Date.UTC(2026, 8, 14, 23, 59, 57);
    const at = (k: number): number => before + k + (k >= 700 ? 2000 : 0);
    for (const row of [(k: number) => time(at(k)), (k: number) => iso(at(k)), (k: number) => `03/04/2026 ${time(at(k))}`]) {
      const { channels, gaps, durationSeconds } = await scanOf(`time,EMG_mV\n${lines(2000, (k) => `${row(k)},${value(k)}`)}`);
      expect(gaps.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds].map((seconds) => Math.round(seconds * 1000)))).toEqual([[700, 2700]]);
      expect(channels[0]!.segments.map(({ startSample }) => startSample)).toEqual([0, 700]);
      expect(durationSeconds).toBeCloseTo(4, 9);
    }
    const days = await scanOf(`time,EMG_mV\n${lines(2000, (k) => `${iso(START + k + (k >= 1000 ? 3 * DAY_MS : 0))},${value(k)}`)}`);
    expect(days.gaps.map(({ startSeconds, endSeconds }) => Math.round(endSeconds - startSeconds))).toEqual([3 * 86_400]);
    const back = await scanOf(`time,EMG_mV\n${lines(2000, (k) => `${iso(START + k - (k >= 1000 ? 500 : 0))},${value(k)}`)}`);
    expect(back.issues).toContainEqual(expect.objectContaining({ code: "csv-time", severity: "error", where: "data row 1001" }));
    const damaged = await scanOf(`time,EMG_mV\n${lines(2000, (k) => `${k === 1500 ? "10:61:00" : iso(START + k)},${value(k)}`)}`);
    expect(damaged.gaps).toEqual([]);
    expect(damaged.issues.filter(({ code }) => code === "csv-cell")).toMatchObject([{ where: "row 1501, column 1", message: expect.stringContaining("no clock time") as string }]);
  });

  it("a change of the named zone is no gap", async () => {
    const moved = await scanOf(`time,EMG_mV\n${lines(2000, (k) => `${iso(START + k - (k >= 900 ? 3_600_000 : 0)).slice(0, 23)}${k >= 900 ? "+01:00" : "+02:00"},${value(k)}`)}`);
    expect([moved.gaps, moved.channels[0]!.segments.length]).toEqual([[], 1]);
  });

  it("a date that can be read in two ways is told and not guessed", async () => {
    const reader = await open(`time,EMG_mV\n${lines(2000, (k) => `03/04/2026 ${time(START + k)},${value(k)}`)}`);
    const scan = await reader.scan();
    expect([reader.header.startDateTime, scan.channels[0]!.samplingHz]).toEqual([undefined, 1000]);
    expect(scan.issues).toContainEqual(expect.objectContaining({ code: "csv-clock", severity: "warning", message: expect.stringContaining("03/04/2026 can be read in more than one way") as string }));
    // The same day in either order; a year of two digits in front or behind.
    expect((await open(`time,EMG_mV\n${lines(200, (k) => `05/05/2026 ${time(START + k)},${value(k)}`)}`)).header.startDateTime).toBe("2026-05-05T10:42:07");
    expect((await open(`time,EMG_mV\n${lines(200, (k) => `26-09-14 ${time(START + k)},${value(k)}`)}`)).header.startDateTime).toBeUndefined();
  });

  it("whole seconds ask for the rate; with it pauses are found to a second", async () => {
    const second = (k: number): string => time(START + Math.floor(k / 1000 + (k >= 2500 ? 7.3 : 0)) * 1000).slice(0, 8);
    const text = `time,EMG_mV\n${lines(6000, (k) => `${second(k)},${value(k)}`)}`;
    await expect(open(text)).rejects.toMatchObject({ record: { code: "needs-rate", message: expect.stringMatching(/steps of 1 s, which about \d+ rows share: too coarse/) as string } });
    const scan = await scanOf(text, { samplingHz: 1000 });
    expect(scan.channels[0]!.samplingHz).toBe(1000);
    expect(scan.gaps.map(({ startSeconds }) => startSeconds)).toEqual([2.5]);
    expect(Math.abs(scan.gaps[0]!.endSeconds - scan.gaps[0]!.startSeconds - 7.3)).toBeLessThanOrEqual(1);
    expect(issueOf(scan, "csv-time")).toMatch(/shorter than 2 s may not be seen/);
    // All rows in one second; and a rate that the seconds contradict.
    await expect(open(`time,EMG_mV\n${lines(300, (k) => `10:42:07,${value(k)}`)}`)).rejects.toMatchObject({ record: { code: "needs-rate" } });
    const even = `time,EMG_mV\n${lines(6000, (k) => `${time(START + Math.floor(k / 1000) * 1000).slice(0, 8)},${value(k)}`)}`;
    const wrong = await scanOf(even, { samplingHz: 2000 });
    expect([wrong.channels[0]!.samplingHz, wrong.gaps, wrong.issues.some(({ code, severity }) => code === "csv-time" && severity === "warning")]).toEqual([2000, [], true]);
    // Numbers of whole seconds say no more than clocks do.
    await expect(open(`time (s),EMG_mV\n${lines(6000, (k) => `${Math.floor(k / 1000)},${value(k)}`)}`)).rejects.toMatchObject({ record: { code: "needs-rate" } });
  });

  it("can be left out, and are shown as the time column by the import dialog", async () => {
    const text = `time,EMG_mV\n${lines(2000, (k) => `${time(START + k)},${value(k)}`)}`;
    const preview = await previewCsv(sourceOf(text), {});
    expect([preview.found.timeColumn, preview.found.samplingHz, preview.found.timeUnit, preview.columns[0]!.use]).toEqual([0, 1000, undefined, "time"]);
    expect(await scanOf(text, { timeColumn: 0 })).toMatchObject({ channels: [{ samplingHz: 1000 }] });
    expect(await scanOf(text, { timeColumn: -1, samplingHz: 500 })).toMatchObject({ channels: [{ samplingHz: 500 }], gaps: [] });
  });
});

describe("one cell of a clock", () => {
  it("is what Date says of the same moment", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2099, 0) }), fc.integer({ min: 0, max: 9999 }), fc.constantFrom("T", " ", "  "), fc.constantFrom("", "Z", "+02:00", "-0530"), (moment, tail, between, zone) => {
        const shown = iso(moment);
        const cell = encode(`${shown.slice(0, 10)}${between}${shown.slice(11, 23)}${String(tail).padStart(4, "0")}${zone}`);
        const ahead = zone === "+02:00" ? 7200 : zone === "-0530" ? -19_800 : 0;
        const seconds = clockSeconds(cell, 0, cell.length, { column: 0, order: "ymd", firstDay: Math.floor(moment / DAY_MS) });
        expect(seconds).toBeCloseTo((moment % DAY_MS) / 1000 + tail * 1e-7 - ahead, 8);
      }),
    );
  });

  it("is nothing else", () => {
    for (const text of ["", "10", "10:42", "25:00:00", "10:60:00", "10:42:60", "1:2:3", "10:42:07.", "10:42:07.1x", "13:00:00 PM", "2026-09-14x10:42:07", "12-34", "1.5", "-3", "2026-9", "10:42:07+1"]) expect(clockCell(text), text).toBeUndefined();
    expect(clockCell("9:05:00 pm")!.seconds).toBe(21 * 3600 + 300);
    expect(clockCell("12:00:01 AM")!.seconds).toBe(1);
    const date = (text: string): ReturnType<typeof dateOrder> => dateOrder([clockCell(text)!.date!]);
    expect(["2026/09/14", "14.09.2026", "04.03.26", "14/09/2026", "09/14/2026", "03/04/2026", "14/09/26", "26-09-14", "14/14/2026"].map(date)).toEqual(["ymd", "dmy", "dmy", "dmy", "mdy", undefined, undefined, undefined, undefined]);
    // A day that the calendar does not have is no time.
    const wrong = encode("2026-02-30 10:00:00");
    expect(clockSeconds(wrong, 0, wrong.length, { column: 0, order: "ymd", firstDay: 0 })).toBeNaN();
  });
});
