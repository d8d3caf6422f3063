import { expect } from "vitest";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { projectRoot } from "../harness/find-programs";
import { manoeuvre } from "../harness/example";
import { dismissNotices, scored } from "../harness/known-state";
import { analysed, baselineOf, shownWindow } from "../harness/window";
import { atClonus, beats, command, drag, newProject, saving, shownName, title, words, type Desk, type Saved, type Task } from "./desk";

const DISCLAIMER = "For research and teaching. Not a medical device.";
const JOURNAL_MILLIMETRES = [85, 90, 140, 180, 190];
const MILLIMETRES_PER_INCH = 25.4;
const COPIED_DPI = 300;
/** First bytes of a little-endian TIFF. */
const TIFF_START = [0x49, 0x49, 42, 0];

async function composer(page: Page): Promise<void> {
  await atClonus(page);
  await page.keyboard.press("Control+Shift+E");
  await page.getByTestId("figure-page").waitFor();
}

async function figureAs(desk: Desk, format: string): Promise<Saved> {
  const dialog = desk.page().getByTestId("figure-dialog");
  await dialog.locator("[name=figure-format]").selectOption({ label: format });
  return desk.saved(() => dialog.getByRole("button", { name: "Save figure…" }).click());
}

/** Figures, report, tables, project and comparison: habits 5, 15 and 17. */
export const publishingTasks: readonly Task[] = [
  {
    wants: "make a figure for one column of a journal",
    does: async (desk) => {
      const page = desk.page();
      await composer(page);
      const dialog = page.getByTestId("figure-dialog");
      await dialog.locator("[name=figure-preset]").selectOption({ label: "Paper, one column" });
      await expect.poll(() => dialog.locator("[name=figure-width]").inputValue()).toBe("85");
      await dialog.locator(".figure-preview[aria-busy=false]").waitFor();
      await desk.look("one-column");
      const { name, bytes } = await figureAs(desk, "PDF");
      expect(name).toMatch(/\.pdf$/);
      expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
    },
  },
  {
    wants: "have the figure as SVG with letters as letters, and as TIFF",
    does: async (desk) => {
      const page = desk.page();
      await composer(page);
      const dialog = page.getByTestId("figure-dialog");
      await dialog.locator("[name=figure-preset]").selectOption({ label: "Paper, two columns, axes" });
      await dialog.locator("[name=figure-colours]").selectOption("grey");
      const svg = (await figureAs(desk, "SVG")).bytes.toString("utf8").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
      expect(svg).toContain("rhythmic");
      expect(svg).toContain("µV");
      await desk.look("axes-greys");
      const tiff = await figureAs(desk, "TIFF, 300 dpi");
      expect([...tiff.bytes.subarray(0, 4)]).toEqual(TIFF_START);
      await dialog.locator("[name=figure-preset]").selectOption({ label: "Paper, two columns" });
    },
  },
  {
    wants: "print a report for the file of the patient",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await command(page, "report");
      const dialog = page.getByTestId("report-dialog");
      await dialog.locator("[name=report-head]").fill("Neurophysiology, room 12");
      await desk.look("choices");
      await dialog.locator("[name=report-format]").selectOption("html");
      const html = await desk.saved(() => dialog.getByRole("button", { name: "Save report…" }).click());
      expect(html.bytes.toString("utf8")).toContain(DISCLAIMER);
      expect(html.bytes.toString("utf8")).toContain("Neurophysiology, room 12");
      await dialog.locator("[name=report-format]").selectOption("pdf");
      const pdf = await desk.saved(() => dialog.getByRole("button", { name: "Save report…" }).click());
      expect(pdf.bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
    },
  },
  {
    wants: "have the numbers in a table that equals the screen",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.keyboard.press("Control+e");
      const dialog = page.getByTestId("export-dialog");
      await desk.look("choices");
      const save = dialog.getByRole("button", { name: "Save table…" });
      const csv = (await desk.saved(() => save.click())).bytes.toString("utf8").replace(/^\uFEFF/, "").trimEnd().split("\r\n").map((line) => line.split(","));
      const column = csv[0]!.indexOf("beats");
      expect(csv.slice(1).map((row) => Number(row[column]))).toContain(await beats(page));
      await dialog.locator("[name=table-format]").selectOption("parquet");
      expect((await desk.saved(() => save.click())).bytes.subarray(0, 4).toString("latin1")).toBe("PAR1");
      const dictionary = await desk.saved(() => dialog.getByRole("button", { name: "Data dictionary" }).click());
      expect(dictionary.bytes.toString("utf8")).toContain("beats");
    },
  },
  {
    wants: "paste the trains into a spreadsheet",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.keyboard.press("Shift+Y");
      await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByTestId("command-palette").getByRole("combobox").press("Control+v");
      expect(await page.getByTestId("command-palette").getByRole("combobox").inputValue()).toContain("R SOL");
    },
  },
  {
    wants: "put what I look at into a letter: the selection, the evidence, the figure, a plot",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.getByRole("tab", { name: "Intervals" }).click();
      const pasted = async (): Promise<string> => {
        await page.keyboard.press("Control+k");
        const field = page.getByTestId("command-palette").getByRole("combobox");
        await field.press("Control+v");
        const text = await field.inputValue();
        await page.keyboard.press("Escape");
        return text;
      };
      const copied = async (keys: string, word: string): Promise<void> => {
        await page.keyboard.press(keys);
        await page.getByRole("status").filter({ hasText: word }).waitFor({ timeout: 60_000 });
        await dismissNotices(page);
      };
      await copied("Control+c", "Copied as text");
      expect(await pasted()).toMatch(/^channel\s.*measure.*jitter/s);
      const { start } = await shownWindow(page);
      await drag(page, start + 1, start + 2, (await baselineOf(page, "R SOL")) - 20);
      await copied("Control+c", "Copied as text");
      expect(await pasted()).toMatch(/duration_s.*onset_s/s);
      await page.keyboard.press("Escape");
      await copied("Alt+c", "Copied as an image");
      const plot = await desk.pastedImage();
      const shown = (await page.getByTestId("interval-plot").boundingBox())!;
      expect(plot.width / plot.height).toBeCloseTo(shown.width / shown.height, 1);
      expect(plot.width).toBeGreaterThan(2 * shown.width);
      await copied("Shift+c", "Copied as an image");
      // As wide as the figure that was composed last.
      expect(JOURNAL_MILLIMETRES.map((width) => Math.round((width / MILLIMETRES_PER_INCH) * COPIED_DPI))).toContain((await desk.pastedImage()).width);
    },
  },
  {
    wants: "hand the soleus of one stretch on to a colleague as EDF, with the bursts in it",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const { start, span } = await shownWindow(page);
      await command(page, "Save the recording as");
      const dialog = page.getByTestId("recording-dialog");
      await dialog.locator("[name=recording-span]").selectOption("window");
      const channels = dialog.getByRole("group", { name: "Channels" }).getByRole("checkbox");
      const soleus = dialog.getByRole("checkbox", { name: "R SOL" });
      for (const box of await channels.all()) await box.uncheck();
      expect(await dialog.getByRole("button", { name: "Save…" }).isDisabled()).toBe(true);
      await soleus.check();
      await desk.look("dialog");
      const { name, bytes } = await desk.saved(() => dialog.getByRole("button", { name: "Save…" }).click());
      expect(name).toMatch(/^recording-[0-9a-f]{16}\.edf$/);
      await expect.poll(() => dialog.count()).toBe(0);
      // Read by the fixed places of an EDF header, as any other program does.
      const text = (from: number, length: number): string => bytes.subarray(from, from + length).toString("latin1").trim();
      expect([text(192, 44), text(252, 4), text(256, 16)]).toEqual(["EDF+C", "2", "R SOL"]);
      expect(Number(text(236, 8)) * Number(text(244, 8))).toBeCloseTo(span, 1);
      const first = manoeuvre("clonus").bursts.find(({ onsetSeconds }) => onsetSeconds > start)!;
      const written = /\+(\d+\.\d+)\x15[\d.]+\x14Klonos burst@@R SOL/.exec(bytes.toString("latin1"));
      expect(Math.abs(Number(written![1]) - (first.onsetSeconds - start))).toBeLessThan(0.03);
    },
  },
  {
    wants: "analyse the recordings of a study in one go",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await command(page, "batch");
      const dialog = page.getByTestId("batch-dialog");
      await desk.look("empty");
      if (desk.answer === undefined) {
        expect(await words(dialog)).toContain("klonos batch STUDY.csv --out FOLDER");
        expect((await desk.saved(() => dialog.getByRole("button", { name: "Save an empty table…" }).click())).bytes.toString("utf8")).toMatch(/^participant,session,.*file/);
        return;
      }
      const folder = mkdtempSync(join(desk.folder, "study-"));
      writeFileSync(join(folder, "study.csv"), `participant,condition,file\nP01,tapping,${join(projectRoot, "fixtures", "tapping.bdf")}\nP02,rest,gone.edf\n`);
      await desk.answer(join(folder, "study.csv"));
      await dialog.getByRole("button", { name: "Table of the study: Choose…" }).click();
      await dialog.getByText("study.csv: 2 recordings, 1 not found").waitFor();
      await desk.answer(folder);
      await dialog.getByRole("button", { name: "Folder of the tables: Choose…" }).click();
      await dialog.getByRole("checkbox", { name: "CSV" }).check();
      await dialog.getByRole("button", { name: "Start" }).click();
      await desk.look("running");
      await dialog.getByText("2 of 2 done, 1 failed").waitFor({ timeout: 60_000 });
      await dialog.getByRole("button", { name: "Open the folder" }).first().waitFor();
      await dialog.getByText(/^1 of 2 recordings; the tables are in study-/).waitFor();
      await desk.look("done");
      expect(await words(page.getByTestId("batch-rows"))).toMatch(/P01.*done.*P02.*failed: .*gone\.edf/);
      expect(readFileSync(join(folder, "trains.csv"), "utf8")).toContain("P01");
    },
  },
  {
    wants: "keep my work as a project and lock what was planned",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await newProject(desk, "Ankle study");
      await atClonus(page);
      await command(page, "locked plan");
      await page.getByTestId("plan-dialog").getByRole("button", { name: "Lock" }).click();
      await page.getByTestId("locked-plan").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+,");
      await page.getByTestId("settings-dialog").locator("[data-setting=bandLowHz] input").fill("40");
      await page.keyboard.press("Escape");
      await scored(page);
      await command(page, "locked plan");
      await expect.poll(() => words(page.getByTestId("deviations"))).toMatch(/^bandLowHz .* is 40 Hz, planned was 30 Hz$/);
    },
  },
  {
    wants: "lay two recordings of one examination side by side",
    does: async (desk) => {
      const page = desk.page();
      await newProject(desk, "Stretch and tap");
      await desk.choose([join(projectRoot, "fixtures", "tapping.bdf")]);
      await expect.poll(() => shownName(page)).toBe("tapping.bdf");
      await analysed(page);
      await saving(page);
      await page.keyboard.press("Control+Shift+C");
      const dialog = page.getByTestId("session-dialog");
      await dialog.getByLabel("Participant code").fill("P07");
      await dialog.getByLabel("Condition: example-session.edf").fill("stretch");
      await dialog.getByLabel("Condition: tapping.bdf").fill("tapping");
      await dialog.getByRole("button", { name: "Compare" }).click();
      await dialog.getByRole("region", { name: "By condition" }).waitFor({ timeout: 60_000 });
      expect(await words(dialog.getByRole("region", { name: "By condition" }))).toMatch(/stretch/);
      await desk.look("compared");
      const tables = await desk.saved(() => dialog.getByRole("button", { name: "Save all tables…" }).click());
      expect(tables.name).toBe("klonos-tables.zip");
      expect(tables.bytes.subarray(0, 2).toString("latin1")).toBe("PK");
    },
  },
  {
    wants: "compare before and after treatment, by the dates of two examinations",
    does: async (desk) => {
      const page = desk.page();
      await newProject(desk, "Treatment");
      await desk.choose([join(projectRoot, "fixtures", "mixed-rates.edf")]);
      await expect.poll(() => shownName(page)).toBe("mixed-rates.edf");
      await analysed(page);
      await saving(page);
      await page.keyboard.press("Control+Shift+C");
      const dialog = page.getByTestId("session-dialog");
      await dialog.getByLabel("Participant code").fill("P07");
      await dialog.getByLabel("Date", { exact: true }).fill("2026-09-14");
      await dialog.getByRole("button", { name: "New session" }).click();
      await dialog.getByText("No recording belongs to this session yet.").waitFor();
      await dialog.getByLabel("Date", { exact: true }).fill("2026-10-20");
      await dialog.getByRole("combobox", { name: "Bring a recording here…" }).selectOption({ label: "mixed-rates.edf" });
      await dialog.getByRole("button", { name: "Show: mixed-rates.edf" }).waitFor();
      await dialog.getByRole("button", { name: "Compare" }).click();
      const trend = dialog.getByRole("region", { name: "By date" });
      await trend.waitFor({ timeout: 60_000 });
      expect(await words(trend)).toMatch(/2026.*2026/);
      await trend.scrollIntoViewIfNeeded();
      await desk.look("trend");
    },
  },
  {
    wants: "have a second rater read the trains of two recordings without seeing what was said",
    does: async (desk) => {
      const page = desk.page();
      await newProject(desk, "Second reading");
      await desk.drop([join(projectRoot, "fixtures", "tapping.bdf"), join(projectRoot, "fixtures", "mixed-rates.edf")]);
      let trains = 0;
      for (const name of ["tapping.bdf", "mixed-rates.edf"]) {
        await page.getByTestId("left-panel").getByRole("button", { name, exact: true }).click();
        await expect.poll(() => shownName(page)).toBe(name);
        await analysed(page);
        await saving(page);
        trains += await page.getByTestId("trains").locator("button").count();
      }
      await page.keyboard.press("Control+Shift+B");
      const dialog = page.getByTestId("reading-dialog");
      await dialog.getByLabel("Initials or code of the reader").fill("ZZ");
      await dialog.getByRole("radio", { name: /of the project/ }).check();
      await dialog.getByRole("button", { name: "Begin" }).click();
      const panel = page.getByTestId("reading-panel");
      await panel.waitFor({ timeout: 60_000 });
      const progress = (): Promise<string> => words(panel.getByTestId("reading-progress"));
      await expect.poll(progress, { timeout: 60_000 }).toMatch(/^0 of \d+ judged/);
      // Those of both recordings, and some of them twice.
      expect(Number(/of (\d+)/.exec(await progress())![1])).toBeGreaterThan(trains);
      for (let judged = 0; judged < 4; judged++) {
        await expect.poll(progress, { timeout: 30_000 }).toMatch(new RegExp(`^${judged} of`));
        await page.locator("[data-testid=reading-panel][aria-busy=false]").waitFor({ timeout: 30_000 });
        expect(await words(page.getByTestId("trains"))).not.toMatch(/rhythmic|irregular|indeterminate/);
        await page.keyboard.press("4");
      }
      await expect.poll(progress, { timeout: 30_000 }).toMatch(/^4 of/);
      await desk.look("reading");
      await panel.getByRole("button", { name: "Pause" }).click();
      await page.keyboard.press("Control+Shift+B");
      await dialog.getByText(/4 of \d+ judged/).waitFor();
      await dialog.getByRole("button", { name: "Agreement" }).click();
      await dialog.getByTestId("agreement").getByText("κ = ").waitFor();
      await desk.look("agreement");
    },
  },
  {
    wants: "switch the computer off and go on tomorrow where I was",
    ofShell: true,
    does: async (desk) => {
      await newProject(desk, "Tomorrow");
      await atClonus(desk.page());
      await desk.page().keyboard.press("a");
      await desk.page().keyboard.press("PageDown");
      await saving(desk.page());
      // A view is written a moment after it settled.
      await desk.page().waitForTimeout(2500);
      const shown = await shownWindow(desk.page());
      await desk.restart();
      const page = desk.page();
      await analysed(page);
      await saving(page);
      expect(await shownName(page)).toBe("example-session.edf");
      expect(await shownWindow(page)).toEqual(shown);
      expect(await words(page.getByTestId("saved"))).toContain("Tomorrow");
      expect(await title(page)).toBe("Rhythmic");
      expect(await page.getByTestId("review").getAttribute("data-decision")).toBe("accepted");
      expect(await beats(page)).toBe(manoeuvre("clonus").bursts.length);
      await scored(page);
    },
  },
];
