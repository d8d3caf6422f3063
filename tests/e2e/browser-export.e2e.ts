import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import Ajv2020 from "ajv/dist/2020";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { ResultDocument } from "../../src/core/result";
import { figuresOfCommandLine, klonos, scratchFolder } from "./harness/command-line";
import { manoeuvre } from "./harness/example";
import { needs } from "./harness/find-programs";
import { readPng } from "./harness/png";
import { clonusOfExample, sharedBrowser } from "./harness/shared-browser";

const DISCLAIMER = "For research and teaching. Not a medical device.";
const FIGURE_MILLIMETRES = 180;
const MILLIMETRES_PER_INCH = 25.4;
/** Significant digits on which the browser and Node agree. */
const SHARED_DIGITS = 11;

interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Does what starts a download, and reads what came. */
async function saved(page: Page, act: () => Promise<void>): Promise<Saved> {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** The window leaves the recording's name out of a figure's; the command line names its files as it was told. */
const ofCommandLine = (name: string): string => name.replace(/^recording-[0-9a-f]{16}\./, "example-session.");

/** Rows of a CSV without quoted line ends, as objects. */
function rowsOf(text: string): Readonly<Record<string, string>>[] {
  const [head, ...lines] = text.replace(/^\uFEFF/, "").trimEnd().split("\r\n");
  const names = head!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [names[index]!, cell])));
}

describe("exports from the window", () => {
  const folder = scratchFolder();
  const exportDialog = (page: Page): Promise<void> => page.keyboard.press("Control+e");
  const session = sharedBrowser(async (page) => {
    await clonusOfExample(page);
    await exportDialog(page);
  }, exportDialog);
  let document: ResultDocument;

  async function figure(format: string): Promise<Saved> {
    const dialog = session.page.getByTestId("export-dialog");
    await dialog.getByLabel("Format").selectOption({ label: format });
    return saved(session.page, () => dialog.getByRole("button", { name: "Save figure…" }).click());
  }
  const everything = (): Promise<Saved> => saved(session.page, () => session.page.getByTestId("export-dialog").getByRole("button", { name: "Everything as JSON" }).click());
  async function table(name: "trains" | "bursts"): Promise<Saved> {
    const dialog = session.page.getByTestId("export-dialog");
    await dialog.getByLabel("Table", { exact: true }).selectOption(name);
    return saved(session.page, () => dialog.getByRole("button", { name: "Save table…" }).click());
  }

  test("leaves the file's name out unless asked", async () => {
    const anonymous = await everything();
    const { source } = JSON.parse(anonymous.bytes.toString("utf8")) as ResultDocument;
    expect(source.name).toBe(`recording-${source.sha256!.slice(0, 16)}`);
    expect(anonymous.name).toBe(`${source.name}.klonos.json`);
    await session.page.getByTestId("export-dialog").getByLabel("With the file's name").check();
  });

  test("JSON: valid by the program's own schema, and what the window shows", async () => {
    const { name, bytes } = await everything();
    expect(name).toBe("example-session.klonos.json");
    document = JSON.parse(bytes.toString("utf8")) as ResultDocument;
    const schemas = JSON.parse(klonos(["schema", "klonos-result/1"]).stdout) as object;
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    const valid = ajv.validate(schemas, document);
    expect(ajv.errors ?? []).toEqual([]);
    expect(valid).toBe(true);

    const { page } = session;
    const train = document.trains.find((candidate) => candidate.channel === "R SOL" && Math.abs(candidate.startSeconds - 6.05) < 0.1)!;
    const [beats, rate, length] = await page.getByTestId("numbers").locator("dd").allTextContents();
    expect(beats).toBe(String(train.beats));
    expect(rate).toBe(`${train.rateHz!.toFixed(1)} Hz`);
    expect(length).toBe(`${(train.endSeconds - train.startSeconds).toFixed(1)} s`);
    expect(await page.getByTestId("pattern-subtitle").textContent()).toContain(`${train.label} pattern`);
    expect(await page.getByTestId("trains").locator("button").count()).toBe(document.trains.length);
    expect(await page.getByTestId("hash").getAttribute("title")).toBe(`SHA-256 ${document.source.sha256}`);
    expect(train.beats).toBe(manoeuvre("clonus").bursts.length);
  });

  test("JSON: the command line says the same, number by number", async () => {
    const { bytes } = await everything();
    const fromCommandLine = readFileSync(join(figuresOfCommandLine(), "example-session.klonos.json"), "utf8");
    // Math.exp and Math.log of two versions of V8 differ in the last digit; everything else is equal to the letter.
    const rounded = (text: string): unknown => JSON.parse(text, (_key, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(SHARED_DIGITS)) : value));
    expect(rounded(bytes.toString("utf8"))).toEqual(rounded(fromCommandLine));
  });

  test("CSV: a row for every burst, a row for every train", async () => {
    const bursts = await table("bursts");
    expect(bursts.name).toMatch(/^example-session.*bursts\.csv$/);
    const rows = rowsOf(bursts.bytes.toString("utf8"));
    const isolated = document.channels.reduce((sum, channel) => sum + channel.isolatedBursts.length, 0);
    expect(rows.length).toBe(document.trains.reduce((sum, train) => sum + train.bursts.length, 0) + isolated);
    const first = document.trains[0]!;
    const own = rows.filter((row) => row["train"] === first.id);
    expect(own.map((row) => Number(row["onset_s"]))).toEqual(first.bursts.map((burst) => expect.closeTo(burst.onsetSeconds, 9)));
    expect(own.map((row) => Number(row["amplitude_uV"]))).toEqual(first.bursts.map((burst) => expect.closeTo(burst.amplitudeMicrovolts!, 6)));

    const trains = rowsOf((await table("trains")).bytes.toString("utf8"));
    expect(trains.map((row) => [row["train"], row["label"], Number(row["beats"])])).toEqual(document.trains.map((train) => [train.id, train.label, train.beats]));
    expect(new Set(trains.map((row) => row["sha256"]))).toEqual(new Set([document.source.sha256]));
  });

  test("SVG: label, disclaimer and receipt as text, the same bytes as from the command line", async () => {
    const { name, bytes } = await figure("SVG, vector");
    const text = bytes.toString("utf8");
    expect(name).toMatch(/^recording-[0-9a-f]{16}\..+\.svg$/);
    expect(text).toContain("<svg");
    const words = text.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
    expect(words).toContain("rhythmic");
    expect(words).toContain(DISCLAIMER.split(". ")[0]);
    expect(words).toContain(document.source.sha256!.slice(0, 4));
    expect(text, "the whole hash stands in the receipt").toContain(document.source.sha256);
    expect(words).toMatch(/\d+ µV/);
    expect(bytes.equals(readFileSync(join(figuresOfCommandLine(), ofCommandLine(name))))).toBe(true);
  });

  test("PDF: vector with embedded fonts and readable text, the same bytes as from the command line", async ({ skip }) => {
    const { name, bytes } = await figure("PDF, vector with fonts");
    expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
    expect(bytes.includes("/FontFile2") || inflated(bytes).includes("/FontFile2")).toBe(true);
    expect(bytes.equals(readFileSync(join(figuresOfCommandLine(), ofCommandLine(name))))).toBe(true);
    const file = join(folder, "from-window.pdf");
    writeFileSync(file, bytes);
    const fonts = spawnSync("pdffonts", [file], { encoding: "utf8" });
    if (fonts.error !== undefined) return void needs(undefined, "pdffonts (poppler-utils)", skip);
    const lines = fonts.stdout.trim().split("\n").slice(2);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line, "name type encoding emb sub uni").toMatch(/ yes +(yes|no) +(yes|no) +\d+ +\d+$/);
    const words = spawnSync("pdftotext", [file, "-"], { encoding: "utf8" }).stdout.replace(/\s+/g, " ");
    expect(words).toContain("rhythmic");
    expect(words).toContain(DISCLAIMER);
    const images = spawnSync("pdfimages", ["-list", file], { encoding: "utf8" }).stdout.trim().split("\n").slice(2);
    expect(images, "nothing is a picture").toEqual([]);
  });

  test.each([["PNG, 300 dpi", 300], ["PNG, 600 dpi", 600]] as const)("%s: size, recorded resolution and ink", async (format, dpi) => {
    const { name, bytes } = await figure(format);
    const png = readPng(bytes);
    expect(png.pixelsPerMetre).toBe(Math.round(dpi / (MILLIMETRES_PER_INCH / 1000)));
    expect(Math.abs(png.width - (FIGURE_MILLIMETRES / MILLIMETRES_PER_INCH) * dpi)).toBeLessThanOrEqual(1);
    expect(png.height).toBeGreaterThan(png.width / 4);
    expect(png.text).toContain(document.source.sha256);
    // The ribbon of the pattern, the traces, and mostly paper.
    const share = (match: (red: number, green: number, blue: number) => boolean): number => png.count(match) / (png.width * png.height);
    expect(share((red, _green, blue) => red < 60 && blue > 140)).toBeGreaterThan(0.002);
    expect(share((red, green, blue) => red + green + blue < 240)).toBeGreaterThan(0.005);
    expect(share((red, green, blue) => red > 240 && green > 240 && blue > 240)).toBeGreaterThan(0.4);
    if (dpi === 300) expect(bytes.equals(readFileSync(join(figuresOfCommandLine(), ofCommandLine(name))))).toBe(true);
  });

  test("the Export menu saves too, and nothing was complained about", async () => {
    const { page } = session;
    await page.keyboard.press("Escape");
    await page.getByTestId("toolbar").getByRole("button", { name: /^Export/ }).click();
    const { bytes } = await saved(page, () => page.getByRole("menuitem", { name: "Result as JSON" }).click());
    // Saved at one click, and so without the file's name.
    const source = { ...document.source, name: `recording-${document.source.sha256!.slice(0, 16)}` };
    expect(JSON.parse(bytes.toString("utf8"))).toEqual({ ...document, source });
    expect(session.complaints).toEqual([]);
    expect(session.foreignRequests).toEqual([]);
  });
});

/** Every deflated stream of a PDF, one after the other. */
function inflated(pdf: Buffer): string {
  let text = "";
  for (let at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 7)) {
    try {
      text += inflateSync(pdf.subarray(at + 7)).toString("latin1");
    } catch {
      text += " ";
    }
  }
  return text;
}
