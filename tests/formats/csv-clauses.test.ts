import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RecordingScan } from "../../src/core/recording";
import { decodeRows } from "../../src/formats/csv/csv-scanner";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";
import type { ImportOptions, RecordingReader } from "../../src/formats/recording-reader";
import { hostileSource } from "../contracts/hostile-source";

const open = (text: string | Uint8Array, options: ImportOptions = {}): Promise<RecordingReader> =>
  openRecording(memorySource("x.csv", typeof text === "string" ? new TextEncoder().encode(text) : text), options);
async function scanOf(text: string, options: ImportOptions = {}): Promise<RecordingScan> {
  return (await open(text, options)).scan();
}
const codes = (scan: RecordingScan): string[] => scan.issues.map((issue) => issue.code);
const lines = (count: number, row: (k: number) => string): string => Array.from({ length: count }, (_, k) => row(k)).join("\n");
async function values(text: string, options: ImportOptions = {}, channel = 0): Promise<number[]> {
  const reader = await open(text, options);
  return [...(await reader.read(channel, { start: 0, end: reader.header.channels[channel]!.sampleCount }))];
}

describe("numbers", () => {
  it("are read as Number() reads them, bit for bit", () => {
    const spelling = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((value) => value.toFixed(6)),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential(5)),
      fc.integer().map((value) => (value > 0 ? `+${value}` : String(value))),
      fc.tuple(fc.nat(), fc.nat()).map(([whole, fraction]) => `${whole}.${fraction}`),
      fc.constantFrom(".5", "5.", "-.25E-3", "1e+2", "00012", "9007199254740993", "0.1e-320", "123456789012345678901234567890", "1e400"),
    );
    fc.assert(
      fc.property(fc.array(spelling, { minLength: 1, maxLength: 20 }), (cells) => {
        const bytes = new TextEncoder().encode(`${cells.join(",")}\n\n`);
        const targets = cells.map(() => new Float64Array(1));
        const { rows } = decodeRows(bytes, 0, bytes.length - 1, { delimiter: 44, decimal: 46, newline: 10 }, targets, 0, 10, () => expect.unreachable());
        expect(rows).toBe(1);
        cells.forEach((cell, k) => expect(Object.is(targets[k]![0], Number(cell)) || targets[k]![0] === Number(cell)).toBe(true));
      }),
      { numRuns: 500 },
    );
  });

  it("words for no value are NaN without a complaint, other text is NaN and named", async () => {
    const scan = await scanOf(`t_s,EMG_mV\n${lines(60, (k) => `${k / 1000},${k === 7 ? "NaN" : k === 9 ? "" : k === 11 ? "oops" : k}`)}`);
    expect(scan.issues).toMatchObject([
      { code: "csv-cell", where: "row 12, column 2", message: expect.stringContaining('"oops"') as string },
      { code: "csv-missing", message: expect.stringContaining("3 rows") as string },
    ]);
    const got = await values(`t_s,EMG_mV\n${lines(60, (k) => `${k / 1000},${k === 11 ? "oops" : k}`)}`);
    expect(got[11]).toBeNaN();
    expect(got[12]).toBeCloseTo(0.012, 15);
  });
});

describe("dialect", () => {
  const expected = [0.5, -1.25, 2, 0.001];
  const tables: Record<string, { readonly text: string; readonly options?: ImportOptions }> = {
    "comma": { text: lines(40, (k) => `${k / 100},${expected[k % 4]}`) },
    "semicolon and decimal comma": { text: lines(40, (k) => `${k / 100};${expected[k % 4]}`.replace(/\./g, ",")) },
    "tab and decimal comma": { text: lines(40, (k) => `${k / 100}\t${expected[k % 4]}`.replace(/\./g, ",")) },
    "quoted decimal commas": { text: lines(40, (k) => [k / 100, expected[k % 4]].map((cell) => `"${String(cell).replace(".", ",")}"`).join(",")) },
    "bar": { text: lines(40, (k) => `${k / 100} | ${expected[k % 4]}`) },
    "columns aligned with blanks": { text: lines(40, (k) => `  ${(k / 100).toFixed(3).padStart(8)}   ${String(expected[k % 4]).padStart(10)}`) },
    "carriage returns only": { text: lines(40, (k) => `${k / 100},${expected[k % 4]}`).replace(/\n/g, "\r") },
    "CR LF, trailing delimiter, blank lines, comments between": { text: lines(40, (k) => `${k / 100};${expected[k % 4]};\r${k % 9 === 4 ? "\n\r\n# note" : ""}`) },
    "no newline at the end": { text: lines(40, (k) => `${k / 100},${expected[k % 4]}`).trimEnd() },
    "one column, decimal comma": { text: `EMG\n${lines(40, (k) => String(expected[k % 4]).replace(".", ","))}`, options: { samplingHz: 100 } },
    "one column, decimal comma, no header": { text: lines(40, (k) => String(expected[k % 4]!.toFixed(3)).replace(".", ",")), options: { samplingHz: 100, decimal: ",", delimiter: ";" } },
  };
  for (const [title, { text, options }] of Object.entries(tables)) {
    it(title, async () => {
      const reader = await open(text, options);
      expect(reader.header.channels.length).toBe(1);
      expect(reader.header.channels[0]!.samplingHz).toBe(100);
      expect(await values(text, options)).toEqual(Array.from({ length: 40 }, (_, k) => expected[k % 4]));
    });
  }

  it("UTF-16 with its mark is read, both byte orders", async () => {
    const text = `\ufeffZeit (ms);SOL (µV)\r\n${lines(50, (k) => `${k},5;${k},25\r`)}`;
    const little = new Uint8Array(Buffer.from(text, "utf16le"));
    const big = new Uint8Array(Buffer.from(text, "utf16le").swap16());
    for (const bytes of [little, big]) {
      const reader = await open(bytes);
      expect(reader.header.channels[0]).toMatchObject({ label: "SOL", unit: "µV", isVoltage: true, samplingHz: 1000, sampleCount: 50 });
      expect((await reader.read(0, { start: 3, end: 4 }))[0]).toBeCloseTo(3.25e-6, 18);
    }
  });

  it("comma as delimiter and as decimal sign, unquoted, is refused rather than guessed", async () => {
    const text = `time,EMG\n${lines(50, (k) => `${(k / 1000).toFixed(4)},${(k * 0.013).toFixed(4)}`.replace(/\./g, ","))}`;
    await expect(open(text, { samplingHz: 1000 })).rejects.toMatchObject({ record: { code: "csv-dialect" } });
  });

  it("text without a table, and a table without numbers, are refused", async () => {
    await expect(open("Dear colleague,\nplease find enclosed the recording.\nYours\n")).rejects.toMatchObject({ record: { code: "csv-dialect" } });
    await expect(open("a,b\nc,d\ne,f\n")).rejects.toMatchObject({ record: { code: "csv-dialect" } });
  });
});

describe("header", () => {
  const body = lines(30, (k) => `${k / 1000},${k}`);
  it.each([
    ["EMG1 (mV)", "EMG1", "mV", true],
    ["EMG1 [uV]", "EMG1", "uV", true],
    ["SOL_mV", "SOL", "mV", true],
    ["R SOL µV", "R SOL", "µV", true],
    ["TA", "TA", "", false],
    ["EMG (left)", "EMG (left)", "", false],
    ["Ext_au", "Ext", "au", false],
    ["Force [N]", "Force", "N", false],
    ["R_TA", "R_TA", "", false],
    ['"TA, right (V)"', "TA, right", "V", true],
  ])("%s", async (cell, label, unit, isVoltage) => {
    const { channels } = await scanOf(`Time (s),${cell}\n${body}`);
    expect(channels).toMatchObject([{ label, unit, isVoltage }]);
  });

  it("a second row of units, a preamble, and labels in a comment", async () => {
    expect((await scanOf(`time,EMG\n(s),(mV)\n${body}`)).channels).toMatchObject([{ label: "EMG", unit: "mV" }]);
    const preamble = await scanOf(`Patient: X\nDevice: Y\n\ntime_s,EMG\n${body}`);
    expect([preamble.channels[0]!.label, codes(preamble)]).toEqual(["EMG", ["csv-preamble"]]);
    expect((await scanOf(`# time,R SOL (mV)\n${body}`)).channels).toMatchObject([{ label: "R SOL", unit: "mV", muscle: "soleus", side: "right" }]);
  });

  it("a row of numbers of channels beside the word Time is a header and no sample", async () => {
    const { channels, issues } = await scanOf(`Time,1,2,3\n${lines(300, (k) => `${(k / 200).toFixed(6)},${k},${-k},0.5`)}`);
    expect(channels.map(({ label, samplingHz, sampleCount }) => [label, samplingHz, sampleCount])).toEqual([["1", 200, 300], ["2", 200, 300], ["3", 200, 300]]);
    expect(issues).toEqual([]);
    // A word that the program wrote for a value is none.
    expect((await scanOf(`t_s,A_mV,B_mV\n${lines(300, (k) => `${k / 1000},${k === 0 ? "overflow" : k},1`)}`)).channels.map(({ sampleCount }) => sampleCount)).toEqual([300, 300]);
  });

  it("text below the table is told and no sample; a row of text amid it is a row", async () => {
    const rows = (k: number): string => `${k / 1000},${k % 7}`;
    const scan = await scanOf(`t_s,EMG_mV\n${lines(3000, rows)}\nEnd of file\nSaved by the lab,3`);
    expect([scan.channels[0]!.sampleCount, scan.durationSeconds, codes(scan)]).toEqual([3000, 3, ["csv-footer"]]);
    const amid = await scanOf(`t_s,EMG_mV\n${lines(3000, (k) => (k === 2000 ? "pause,3" : rows(k)))}`);
    expect([amid.channels[0]!.sampleCount, codes(amid)]).toEqual([3000, ["csv-cell"]]);
  });

  it("a file that ends in the middle of a line is told, whatever was cut there; one without a last line end is not", async () => {
    const whole = `t_s,A_mV,B_mV\n${lines(300, (k) => `${(k / 1000).toFixed(3)},${(k % 7).toFixed(2)},${(k % 5).toFixed(2)}`)}`;
    expect(codes(await scanOf(whole))).toEqual([]);
    expect(codes(await scanOf(`${whole}\n`))).toEqual([]);
    // Every place in the last line but its beginning, where the line before is the last one.
    for (let cut = 1; cut < "0.299,5.00,4.00".length; cut += 1) expect(codes(await scanOf(whole.slice(0, -cut))), whole.slice(-20, -cut)).toContain("text-cut");
    expect(codes(await scanOf(whole.slice(0, -"0.299,5.00,4.00".length)))).toEqual([]);
  });

  it("a last number without a line end is in doubt where numbers are of changing length and it is not of the longest", async () => {
    const whole = `t_s,A_mV\n${lines(300, (k) => `${(k / 1000).toFixed(3)},${k % 3 === 0 ? "1.5" : "1.4375"}`)}`;
    expect(codes(await scanOf(`${whole}\n`))).toEqual([]);
    expect(codes(await scanOf(`${whole}\n0.300,1.4375`))).toEqual([]);
    for (const last of ["1.437", "1.43", "1.4", "1.", "1", ""]) {
      const scan = await scanOf(`${whole}\n0.300,${last}`);
      expect(scan.issues.map(({ code, severity }) => [code, severity]), last).toEqual([["text-no-line-end", "info"]]);
      expect(scan.issues[0]!.message).toContain(last === "" ? "its last value may be cut" : `“${last}”`);
    }
  });

  it("infinity and results that are none are told, also in the first row; rows that only number are no EMG", async () => {
    const scan = await scanOf(`t_s,EMG_mV\n${lines(300, (k) => `${k / 1000},${k % 100 === 0 ? ["inf", "#DIV/0!", "-1.#IND"][k / 100]! : k % 7}`)}`);
    expect([scan.channels[0]!.sampleCount, scan.channels[0]!.label, scan.issues.filter(({ code }) => code === "csv-cell").map(({ where }) => where)]).toEqual([300, "EMG", ["row 1, column 2", "row 101, column 2", "row 201, column 2"]]);
    const indexed = await scanOf(`,time,EMG_mV\n${lines(300, (k) => `${k},${k / 1000},${k % 7}`)}`);
    expect(indexed.channels.map(({ label, role }) => [label, role])).toEqual([["Column 1", "other"], ["EMG", "emg"]]);
  });

  it("the unit of channels that name none can be given; counters stay without", async () => {
    const { channels } = await scanOf(`nSeq,CH1\n${lines(30, (k) => `${k},${k * 2}`)}`, { samplingHz: 1000, unit: "uV" });
    expect(channels.map((channel) => [channel.label, channel.role, channel.unit, channel.isVoltage])).toEqual([["nSeq", "other", "", false], ["CH1", "emg", "uV", true]]);
  });

  it("duplicate labels stay and are told; a column of words is left out and told", async () => {
    const scan = await scanOf(`t_s,EMG,EMG,note\n${lines(30, (k) => `${k / 1000},${k},${-k},${k % 2 === 0 ? "left" : "right"}`)}`);
    expect(scan.channels.map((channel) => channel.label)).toEqual(["EMG", "EMG"]);
    expect(codes(scan)).toEqual(["csv-text-column", "duplicate-label"]);
  });

  it("ragged rows: what is missing is NaN, what is too much left out, both with their row", async () => {
    const scan = await scanOf(`t_s,A_mV,B_mV\n${lines(50, (k) => (k === 20 ? `${k / 1000},1` : k === 30 ? `${k / 1000},1,2,3` : `${k / 1000},1,2`))}`);
    expect(scan.issues.filter((issue) => issue.code === "csv-row").map((issue) => issue.where)).toEqual(["row 21, column 3", "row 31, column 4"]);
  });
});

describe("time", () => {
  it.each([
    ["s, printed to a microsecond", 1000, 6, "s", 1],
    ["ms", 2000, 1, "ms", 1e-3],
    ["a rate that is no whole number", 1259.259259, 6, "s", 1],
    ["rounded more coarsely than the period", 5000, 3, "s", 1],
    ["148.148 Hz to 4 decimals", 148.148148, 4, "s", 1],
  ])("%s", async (_title, hz, decimals, unit, seconds) => {
    const { channels, gaps } = await scanOf(`Time [${unit}],EMG\n${lines(4000, (k) => `${(k / hz / seconds).toFixed(decimals)},${k % 17}`)}`);
    expect(Math.abs(channels[0]!.samplingHz / hz - 1)).toBeLessThan(2e-6);
    expect(gaps).toEqual([]);
    expect(channels[0]!.segments.length).toBe(1);
  });

  it("a single lost sample and a long pause are gaps; times after them are the file's", async () => {
    const time = (k: number): number => (k + (k >= 700 ? 1 : 0) + (k >= 2000 ? 5000 : 0)) / 1000;
    const { channels, gaps, durationSeconds } = await scanOf(`t_s,EMG\n${lines(3000, (k) => `${time(k).toFixed(4)},${k}`)}`);
    expect(channels[0]!.segments.map((segment) => segment.startSample)).toEqual([0, 700, 2000]);
    expect(gaps.map((gap) => [gap.startSeconds, gap.endSeconds].map((seconds) => Number(seconds.toFixed(6))))).toEqual([[0.7, 0.701], [2.001, 7.001]]);
    expect(durationSeconds).toBeCloseTo(8.001, 9);
  });

  it("jitter of a computer's clock is tolerated and told", async () => {
    let seed = 1;
    const random = (): number => ((seed = (seed * 16807) % 2147483647) / 2147483647) - 0.5;
    const { channels, gaps, issues } = await scanOf(`t_s,EMG\n${lines(3000, (k) => `${(k / 1000 + 0.0004 * random()).toFixed(6)},${k}`)}`);
    expect(gaps).toEqual([]);
    expect(Math.abs(channels[0]!.samplingHz - 1000)).toBeLessThan(0.01);
    expect(issues.map((issue) => issue.code)).toContain("csv-jitter");
  });

  it("a first column without a name that rises evenly by fractions is time; one that counts is not", async () => {
    expect((await scanOf(lines(50, (k) => `${(k / 500).toFixed(3)}\t${k}`))).channels).toMatchObject([{ samplingHz: 500 }]);
    await expect(open(lines(50, (k) => `${k}\t${k * 3}`))).rejects.toMatchObject({ record: { code: "needs-rate", message: expect.stringContaining("--sampling") as string } });
    const fractions = await scanOf(lines(50, (k) => `${Math.sin(k).toFixed(3)}\t${k}`), { samplingHz: 1000 });
    expect(fractions.channels.length).toBe(2);
  });

  it("a column named x is time where it rises, an axis or the only signal where it does not", async () => {
    const wave = (k: number): string => (Math.sin(k / 3) * 100).toFixed(2);
    const axes = await open(`x,y,z\n${lines(60, (k) => `${wave(k)},${wave(k + 1)},${k}`)}`, { samplingHz: 500 });
    expect(axes.header.channels.map(({ label, samplingHz }) => [label, samplingHz])).toEqual([["x", 500], ["y", 500], ["z", 500]]);
    expect((await open(`x\n${lines(60, wave)}`, { samplingHz: 500 })).header.channels).toHaveLength(1);
    expect((await open(`x,EMG\n${lines(60, (k) => `${k / 1000},${wave(k)}`)}`)).header.channels.map(({ label, samplingHz }) => [label, samplingHz])).toEqual([["EMG", 1000]]);
  });

  it("a time column without a unit whose seconds are implausible asks", async () => {
    await expect(open(`time,EMG\n${lines(50, (k) => `${k},${k}`)}`)).rejects.toMatchObject({ record: { code: "needs-rate", message: expect.stringContaining("milliseconds") as string } });
  });

  it("uneven times are refused, unless the rate is given", async () => {
    const text = `time (s),EMG\n${lines(200, (k) => `${(k * k * 1e-4).toFixed(4)},${k}`)}`;
    await expect(open(text)).rejects.toMatchObject({ record: { code: "csv-time" } });
    const scan = await scanOf(text, { samplingHz: 1000 });
    expect([scan.channels[0]!.samplingHz, codes(scan)]).toEqual([1000, ["csv-time"]]);
  });

  it("a step back is an error in its place and joins nothing", async () => {
    const { channels, issues } = await scanOf(`t_s,EMG\n${lines(2000, (k) => `${((k % 1000) / 1000).toFixed(4)},${k}`)}`);
    expect(issues).toMatchObject([{ code: "csv-time", severity: "error", where: "data row 1001" }]);
    expect(channels[0]!.segments.map((segment) => [segment.startSample, segment.startSeconds])).toEqual([[0, 0], [1000, 1]]);
  });

  it("a rate that a comment states is used and told", async () => {
    const scan = await scanOf(`# Sampling Rate (Hz):= 1000.00\n# Labels:= EMG\n${lines(50, (k) => String(2000 + k))}`);
    expect([scan.channels[0]!.samplingHz, scan.channels[0]!.label, codes(scan)]).toEqual([1000, "EMG", ["csv-rate"]]);
  });
});

describe("a table too long to be read when opened", () => {
  const rows = 700_000;
  const head = "t_s,R SOL_mV\n";
  const row = (k: number): string => `${(k / 2000).toFixed(4)},${((k * 7919) % 10007) / 10}\n`;
  const text = new TextEncoder().encode(head + Array.from({ length: rows }, (_, k) => row(k)).join(""));

  it("shows its first page after a bounded read, then counts rows, then reads anywhere", async () => {
    const source = hostileSource("long.csv", text);
    const reader = await openRecording(source);
    expect(reader.header.complete).toBe(false);
    expect(source.bytesRead()).toBeLessThan(600_000);
    expect(Math.abs(reader.header.channels[0]!.sampleCount / rows - 1)).toBeLessThan(0.05);
    expect(reader.header.durationSeconds).toBeCloseTo(rows / 2000, 6);
    const page = await reader.read(0, { start: 0, end: 20_000 });
    expect(source.bytesRead()).toBeLessThan(1_300_000);
    page.forEach((value, k) => expect(Math.abs(value - (((k * 7919) % 10007) / 10) * 1e-3)).toBeLessThan(1e-15));

    const scan = await reader.scan();
    expect(scan.channels[0]!.sampleCount).toBe(rows);
    const before = source.bytesRead();
    const far = await reader.read(0, { start: 650_123, end: 650_223 });
    far.forEach((value, k) => expect(Math.abs(value - ((((650_123 + k) * 7919) % 10007) / 10) * 1e-3)).toBeLessThan(1e-15));
    expect(source.bytesRead() - before).toBeLessThan(300_000);
    expect(source.longestRead()).toBeLessThanOrEqual(1024 * 1024);
  });

  it("a row that the estimate promised but the file does not have is an error, not a value", async () => {
    const reader = await openRecording(memorySource("long.csv", text.subarray(0, 9_000_000)));
    const promised = reader.header.channels[0]!.sampleCount;
    const scan = await (await openRecording(memorySource("long.csv", text.subarray(0, 9_000_000)))).scan();
    const has = scan.channels[0]!.sampleCount;
    const end = Math.max(promised, has);
    const result = reader.read(0, { start: end - 1, end: promised });
    if (promised > has) await expect(result).rejects.toMatchObject({ record: { code: "past-end" } });
    else expect((await reader.read(0, { start: promised - 1, end: promised })).length).toBe(1);
  });
});
