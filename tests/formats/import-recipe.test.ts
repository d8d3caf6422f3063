import { describe, expect, it } from "vitest";
import type { KlonosError } from "../../src/core/errors";
import type { ImportRecipe } from "../../src/core/import-recipe";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording, previewImport } from "../../src/formats/registry";
import { type MatTestValue, writeMat5 } from "./mat-writer";

const source = (text: string, name = "a.csv") => memorySource(name, new TextEncoder().encode(text));
const open = (text: string, recipe: ImportRecipe = {}) => openRecording(source(text), recipe);
const preview = (text: string, recipe: ImportRecipe = {}) => previewImport(source(text), recipe);

const rows = (count: number, row: (k: number) => string): string => Array.from({ length: count }, (_, k) => row(k)).join("\n");
/** A device's text: a line of its own, units above the labels, no time column, a comment column. */
const odd = `Subject;0815\nmV;mV;\nSOL;TA;Note\n${rows(40, (k) => `${k};${-k};${k === 10 ? "Dehnung" : k === 11 ? "Dehnung" : k === 30 ? "los" : ""}`)}\n`;

describe("a recipe for a text table", () => {
  it("names the lines of labels and units, the rate, and what each column is", async () => {
    const recipe: ImportRecipe = { samplingHz: 1000, delimiter: ";", decimal: ".", labelLine: 3, unitLine: 2, firstLine: 4, timeColumn: -1, columns: [{ column: 1, label: "R TA", unit: "uV", scale: -2 }, { column: 2, use: "events" }] };
    const reader = await open(odd, recipe);
    expect(reader.header.channels.map(({ label, unit, role, samplingHz }) => [label, unit, role, samplingHz])).toEqual([["SOL", "mV", "emg", 1000], ["R TA", "uV", "emg", 1000]]);
    expect(reader.header.channels[1]).toMatchObject({ muscle: "tibialis-anterior", side: "right" });
    expect([...(await reader.read(0, { start: 4, end: 6 }))]).toEqual([0.004, 0.005]);
    const scaled = await reader.read(1, { start: 4, end: 6 });
    expect(scaled[0]).toBeCloseTo(8e-6, 15);
    expect(scaled[1]).toBeCloseTo(10e-6, 15);
    // A text that goes on in the next row is one event.
    expect((await reader.scan()).annotations).toEqual([{ onsetSeconds: 0.01, durationSeconds: 0, text: "Dehnung", channel: undefined }, { onsetSeconds: 0.03, durationSeconds: 0, text: "los", channel: undefined }]);
  });

  it("takes the numbers of an event column where they leave 0, and follows gaps", async () => {
    const text = `t,EMG,code\n${rows(60, (k) => `${(k < 30 ? k : k + 100) / 1000},${k},${k === 5 || k === 6 || k === 40 ? 7 : k === 7 ? 3 : 0}`)}\n`;
    const scan = await (await open(text, { columns: [{ column: 2, use: "events", label: "Trig" }] })).scan();
    expect(scan.annotations.map(({ onsetSeconds, text: words }) => [Number(onsetSeconds.toFixed(6)), words])).toEqual([[0.005, "Trig 7"], [0.007, "Trig 3"], [0.14, "Trig 7"]]);
    expect(scan.channels.map(({ label }) => label)).toEqual(["EMG"]);
  });

  it("takes the column that is named for the times, in the unit that is named", async () => {
    const text = rows(50, (k) => `${k},${k * 2}`);
    const reader = await open(text, { timeColumn: 1, timeUnit: "ms" });
    expect(reader.header.channels.map(({ samplingHz }) => samplingHz)).toEqual([500]);
    await expect(open(text, { timeColumn: 9 })).rejects.toMatchObject({ record: { code: "csv-time" } });
  });

  it("leaves columns out, and refuses to leave all out", async () => {
    const text = `a,b\n${rows(50, (k) => `${k},${k}`)}`;
    expect((await open(text, { samplingHz: 1000, columns: [{ column: 0, use: "skip" }] })).header.channels.map(({ label }) => label)).toEqual(["b"]);
    await expect(open(text, { samplingHz: 1000, columns: [{ column: 0, use: "skip" }, { column: 1, use: "skip" }] })).rejects.toMatchObject({ record: { code: "csv-dialect" } });
  });

  it("is remembered by structure: not by name, values, or the recipe itself, but by labels, units and columns", async () => {
    const signature = async (text: string, recipe: ImportRecipe = {}): Promise<string> => (await preview(text, recipe)).signature;
    const one = await signature(odd);
    expect(await signature(odd.replace(/0815/, "4711").replace(/\n7;-7/, "\n77;-77"))).toBe(one);
    expect(await signature(odd, { delimiter: ",", decimal: ".", firstLine: 2 })).toBe(one);
    expect((await open(odd, { samplingHz: 1000 })).importSignature).toBe(one);
    expect(await signature(odd.replace("SOL", "GM"))).not.toBe(one);
    expect(await signature(odd.replaceAll("mV", "uV"))).not.toBe(one);
    const failure = await open(odd).catch((thrown: unknown) => thrown);
    expect((failure as KlonosError).record).toMatchObject({ code: "needs-rate", details: { importSignature: one } });
  });
});

describe("the preview of a text table", () => {
  it("shows what would be read, what was found, and asks in the field that is missing", async () => {
    const shown = await preview(odd);
    expect(shown.found).toMatchObject({ delimiter: ";", decimal: ".", labelLine: 3, firstLine: 4 });
    expect(shown.lines.slice(0, 4)).toEqual(["Subject;0815", "mV;mV;", "SOL;TA;Note", "0;0;"]);
    expect(shown.columns.map(({ label, use }) => [label, use])).toEqual([["SOL", "signal"], ["TA", "signal"], ["Note", "skip"]]);
    expect(shown.problems.filter(({ severity }) => severity === "error").map(({ field }) => field)).toEqual(["samplingHz"]);
    const answered = await preview(odd, { samplingHz: 1000, unitLine: 2 });
    expect(answered.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(answered.columns[0]!.cells.slice(0, 3)).toEqual(["0", "1", "2"]);
    expect([...answered.columns[0]!.values.slice(0, 3)]).toEqual([0, 0.001, 0.002]);
  });

  it("never rejects for what can be mended: wrong delimiter, first line beyond the file, no signal, ambiguous unit", async () => {
    const fields = async (recipe: ImportRecipe): Promise<string[]> => (await preview(odd, recipe)).problems.filter(({ severity }) => severity !== "info").map(({ field }) => field);
    expect(await fields({ delimiter: "|" })).toContain("delimiter");
    expect(await fields({ firstLine: 9999 })).toEqual(["firstLine"]);
    expect(await fields({ samplingHz: 1000, columns: [0, 1].map((column) => ({ column, use: "skip" as const })) })).toContain("columns");
    expect(await fields({ samplingHz: 1000, columns: [{ column: 0, unit: "MV" }] })).toEqual(["columns"]);
    expect(await fields({ samplingHz: 1000, columns: [{ column: 7, use: "skip" }] })).toEqual(["columns"]);
  });

  it("says of a format that needs no settings that it needs none", async () => {
    await expect(previewImport(memorySource("x.pdf", new TextEncoder().encode("%PDF-1.7")), {})).rejects.toMatchObject({ record: { code: "unknown-format" } });
  });
});

describe("a recipe for variables", () => {
  const file = (values: Readonly<Record<string, MatTestValue>>) => memorySource("a.mat", writeMat5(values));
  const wave = Float64Array.from({ length: 400 }, (_, k) => k);
  const matrix = (data: Float64Array): MatTestValue => ({ kind: "double", rows: 200, columns: 2, data });
  const several = { rest: matrix(wave), trial: matrix(wave.map((value) => -value)) };

  it("lists the variables with their size and asks which, then for the rate, then shows the channels", async () => {
    const first = await previewImport(file(several), {});
    expect(first.variables).toEqual([{ path: "rest", size: "200 × 2" }, { path: "trial", size: "200 × 2" }]);
    expect(first.problems.map(({ field }) => field)).toEqual(["variable"]);
    expect((await previewImport(file(several), { variable: "trial" })).problems.map(({ field }) => field)).toEqual(["samplingHz"]);
    const shown = await previewImport(file(several), { variable: "trial", samplingHz: 2000, columns: [{ column: 0, use: "skip" }, { column: 1, unit: "mV", label: "SOL", scale: 2 }] });
    expect(shown.columns.map(({ label, unit, use }) => [label, unit, use])).toEqual([["trial 1", "", "skip"], ["SOL", "mV", "signal"]]);
    expect(shown.columns[1]!.values[1]).toBeCloseTo(-0.402, 12);
    expect(shown.signature).toBe(first.signature);
  });

  it("reads by it", async () => {
    const reader = await openRecording(file(several), { variable: "trial", samplingHz: 2000, columns: [{ column: 0, use: "skip" }, { column: 1, unit: "mV", label: "SOL", scale: 2, role: "emg" }] });
    expect(reader.header.channels.map(({ label, unit, isVoltage, role }) => [label, unit, isVoltage, role])).toEqual([["SOL", "mV", true, "emg"]]);
    expect((await reader.read(0, { start: 1, end: 2 }))[0]).toBeCloseTo(-0.402, 12);
  });
});
