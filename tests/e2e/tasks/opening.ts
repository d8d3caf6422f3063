import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Page } from "playwright-core";
import { simulate } from "../../../src/core/simulate/simulate";
import { examplePath } from "../harness/example";
import { projectRoot } from "../harness/find-programs";
import { scored, undoAll } from "../harness/known-state";
import { longEdf, noise, sineTable } from "../harness/recordings";
import { analysed, drawn } from "../harness/window";
import { atExample, command, shownName, words, type Desk, type Task } from "./desk";

const fixture = (name: string): string => join(projectRoot, "fixtures", name);

function written(desk: Desk, name: string, content: string | Uint8Array): string {
  const path = join(desk.folder, name);
  writeFileSync(path, content);
  return path;
}

const shows = (page: Page, name: string): Promise<void> => page.getByTestId("recording-name").getByText(name, { exact: true }).waitFor({ timeout: 60_000 });

/** Numbers of an amplifier that says nothing of itself; bursts at 5 Hz. */
function silentDevice(): string {
  const random = noise(11);
  const rows = Array.from({ length: 6000 }, (_, k) => {
    const seconds = k / 1000;
    const isBurst = seconds > 1 && seconds < 5 && seconds % 0.2 < 0.06;
    return `${Math.round(random() * (isBurst ? 4000 : 100))};${Math.round(random() * (isBurst ? 4000 : 100))}`;
  });
  return `Device 7\nR SOL;R TA\n${rows.join("\n")}\n`;
}

/** Two muscles, one of which was not connected. */
function deadChannel(): string {
  return sineTable(["time", "R SOL", "R TA"], 12_000, 2000).split("\n").map((line, row) => (row === 0 || line === "" ? line : `${line.split(",").slice(0, 2).join(",")},0.00000`)).join("\n");
}

/** Opening what a laboratory has: habit 15, and what goes wrong. */
export const openingTasks: readonly Task[] = [
  {
    wants: "let three recordings go over the window and go from one to the other",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await desk.drop([fixture("tapping.bdf"), fixture("mixed-rates.edf"), fixture("gaps.edf")]);
      await shows(page, "tapping.bdf");
      await page.getByTestId("left-panel").getByRole("button", { name: "gaps.edf", exact: true }).click();
      await shows(page, "gaps.edf");
      await analysed(page);
      await expect.poll(() => words(page.getByTestId("left-panel"))).toContain("EDF+D");
      await page.keyboard.press("Control+0");
      await drawn(page);
    },
  },
  {
    wants: "have a recording simulated, and see how many of its bursts are found",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      const { truth } = simulate({ class: "clonoid", seed: 7, seconds: 6, samplingHz: 2000, snrDb: 15 });
      await command(page, "Simulate a recording");
      const dialog = page.getByTestId("simulate-dialog");
      await dialog.locator("[name=simulate-class]").selectOption("clonoid");
      for (const [field, value] of [["seconds", "6"], ["snrDb", "15"], ["seed", "7"]] as const) await dialog.locator(`[name=simulate-${field}]`).fill(value);
      await page.keyboard.press("Enter");
      await shows(page, "simulated-clonoid-6s-15dB-2000Hz-seed7.edf");
      await analysed(page);
      const row = page.getByTestId("truth").locator("tbody tr").first();
      await expect.poll(() => row.locator("th, td").allTextContents(), { timeout: 30_000 }).toEqual(["R SOL", String(truth.bursts.length), ...[expect.anything(), expect.anything(), expect.anything()]]);
      const [found, missed] = (await row.locator("td").allTextContents()).slice(1, 3).map(Number);
      expect(found! + missed!).toBe(truth.bursts.length);
      expect(found!).toBeGreaterThan(0.9 * truth.bursts.length);
      // A project and its recordings outlive the simulation: the file is one like any other.
      await page.keyboard.press("Control+0");
      await drawn(page);
    },
  },
  {
    wants: "let a whole folder go over the window",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      const folder = join(desk.folder, "Friday");
      mkdirSync(folder, { recursive: true });
      for (const name of ["tapping.bdf", "mixed-rates.edf"]) writeFileSync(join(folder, name), readFileSync(fixture(name)));
      writeFileSync(join(folder, "notes.docx"), "no recording");
      await desk.drop([folder]);
      await shows(page, "mixed-rates.edf");
      await page.getByTestId("left-panel").getByRole("button", { name: "tapping.bdf", exact: true }).waitFor();
      expect(await page.getByTestId("left-panel").getByRole("button", { name: "notes.docx" }).count()).toBe(0);
      await analysed(page);
    },
  },
  {
    wants: "review the trains of a whole folder, the most doubtful first, by keys alone",
    does: async (desk) => {
      const page = desk.page();
      const folder = join(desk.folder, "Review");
      mkdirSync(folder, { recursive: true });
      // A name that no task before has shown: else the recording of that one would be taken for this one.
      for (const [name, given] of [["tapping.bdf", "tapping.bdf"], ["mixed-rates.edf", "for-review.edf"]] as const) writeFileSync(join(folder, given), readFileSync(fixture(name)));
      await desk.drop([folder]);
      await shows(page, "for-review.edf");
      // At once: the list comes when the file is there.
      await page.keyboard.press("Alt+q");
      const queue = page.getByTestId("queue");
      await queue.waitFor({ timeout: 60_000 });
      const rows = queue.locator("li button");
      // The other file was never looked at: its trains are there all the same.
      await expect.poll(() => rows.filter({ hasText: "tapping.bdf" }).count()).toBeGreaterThan(0);
      const all = await rows.count();
      await page.keyboard.press("Shift+O");
      await desk.look("by-doubt");
      await rows.first().click();
      await expect.poll(() => rows.first().getAttribute("aria-current")).toBe("true");
      for (let done = 1; done <= 2; done++) {
        await scored(page);
        await page.keyboard.press("a");
        await queue.getByText(new RegExp(`^ ?${done} of ${all} decided`)).waitFor();
        // On to the next that waits, in whichever file it is.
        if (done < all) await expect.poll(() => queue.locator("li button[aria-current=true]").filter({ hasText: "✓" }).count(), { timeout: 30_000 }).toBe(0);
      }
      await desk.look("decided");
      // Put away and collected anew, nothing is lost.
      await page.keyboard.press("Alt+q");
      await page.keyboard.press("Alt+q");
      await queue.getByText(new RegExp(`^ ?2 of ${all} decided`)).waitFor({ timeout: 60_000 });
      await page.keyboard.press("Alt+q");
    },
  },
  {
    wants: "open numbers of a device that does not say its rate",
    does: async (desk) => {
      const page = desk.page();
      await desk.choose([written(desk, "monday.csv", silentDevice())]);
      const dialog = page.getByTestId("import-dialog");
      await dialog.getByTestId("import-columns").waitFor();
      await dialog.locator("[name=samplingHz]").fill("1000");
      for (const column of [1, 2]) await dialog.getByLabel(`Unit of column ${column}`).fill("µV");
      const open = dialog.getByRole("button", { name: "Open", exact: true });
      await expect.poll(() => open.isDisabled()).toBe(false);
      await desk.look("answered");
      await open.click();
      await shows(page, "monday.csv");
      await analysed(page);
      expect(await page.getByTestId("trains").locator("button").count()).toBeGreaterThan(0);
    },
  },
  {
    wants: "be told what is wrong with a file that is none, and go on working",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      const before = await shownName(page);
      await desk.choose([written(desk, "photo.edf", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"))]);
      const notice = page.getByRole("alert").first();
      await notice.waitFor();
      expect(await words(notice)).toContain("photo.edf could not be opened");
      expect((await words(notice)).length).toBeGreaterThan(60);
      expect(await shownName(page)).toBe(before);
    },
  },
  {
    wants: "open a recording that was cut short, for what is whole of it",
    does: async (desk) => {
      const page = desk.page();
      const whole = readFileSync(examplePath);
      await desk.choose([written(desk, "interrupted.edf", whole.subarray(0, Math.round(whole.length * 0.62)))]);
      await shows(page, "interrupted.edf");
      await analysed(page);
      expect(await words(page.getByTestId("left-panel"))).toMatch(/whole|cut|short|truncated|missing/i);
    },
  },
  {
    wants: "analyse a channel that Klonos left out, and take that back",
    does: async (desk) => {
      const page = desk.page();
      await desk.choose([written(desk, "loose-lead.csv", deadChannel())]);
      await shows(page, "loose-lead.csv");
      await analysed(page);
      await page.getByTestId("channels").getByRole("button", { name: "Properties of R TA" }).click();
      const dialog = page.getByTestId("channel-dialog");
      const why = dialog.locator(".channel-unusable");
      expect(await words(why)).toMatch(/^Not analysed: .{8}/);
      await desk.look("why");
      const insist = dialog.getByRole("checkbox", { name: /^Analyse although/ });
      await insist.check();
      await expect.poll(() => why.count(), { timeout: 30_000 }).toBe(0);
      await desk.look("insisted");
      await insist.uncheck();
      await expect.poll(() => why.count(), { timeout: 30_000 }).toBe(1);
      await dialog.getByRole("button", { name: "Done" }).click();
      await undoAll(page);
    },
  },
  {
    wants: "stop the reading of a long recording, and go on with it later",
    does: async (desk) => {
      const page = desk.page();
      await desk.choose([written(desk, "night.edf", longEdf(8, 1200))]);
      await shows(page, "night.edf");
      // Pressed in the frame in which it appears: a fast disk has the file read before a pointer gets there.
      await page.waitForFunction(() => {
        const stop = document.querySelector<HTMLButtonElement>("[data-testid=jobs] button[aria-label^='Stop: Reading']");
        stop?.click();
        return stop !== null;
      });
      await page.getByTestId("pattern-panel").getByText("The reading was stopped").waitFor();
      await desk.look("stopped");
      await page.getByTestId("pattern-panel").getByRole("button", { name: "Go on reading" }).click();
      await analysed(page);
      expect(await page.getByRole("button", { name: "Go on reading" }).count()).toBe(0);
    },
  },
  {
    wants: "be told when the file went away while I was looking at it",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      // Larger than what is kept of a file in memory: 32 MiB of blocks.
      const path = written(desk, "on-a-stick.edf", longEdf(8, 1200));
      await desk.choose([path]);
      await shows(page, "on-a-stick.edf");
      await analysed(page);
      rmSync(path);
      // What was drawn stays; what is not in memory is asked for, and the window says what is the matter.
      await page.keyboard.press("r");
      await page.keyboard.press("Control+End");
      const notice = page.getByRole("alert").first();
      await expect
        .poll(async () => {
          for (let step = 0; step < 4; step++) await page.keyboard.press("PageUp");
          return notice.count();
        }, { timeout: 60_000 })
        .toBeGreaterThan(0);
      expect(await words(notice)).toContain("on-a-stick.edf");
      await desk.look("gone");
      await page.keyboard.press("r");
      await desk.choose([fixture("tapping.bdf")]);
      await shows(page, "tapping.bdf");
      await analysed(page);
      await scored(page);
    },
  },
  {
    wants: "open what I had open this morning from the list of recent files",
    ofShell: true,
    lacks: { browser: "a page may not keep access to files that were chosen earlier" },
    does: async (desk) => {
      const page = desk.page();
      for (const name of ["gaps.edf", "tapping.bdf"]) {
        await desk.choose([fixture(name)]);
        await shows(page, name);
      }
      await page.getByTestId("toolbar").getByRole("button", { name: "Recent files" }).click();
      await desk.look("list");
      await page.getByRole("menuitem", { name: "gaps.edf" }).click();
      await shows(page, "gaps.edf");
      await analysed(page);
    },
  },
  {
    wants: "double-click a second recording while Klonos runs",
    ofShell: true,
    lacks: { browser: "a page is not what a file is opened with" },
    does: async (desk) => {
      await desk.startAgain!(fixture("mixed-rates.edf"));
      await shows(desk.page(), "mixed-rates.edf");
      await analysed(desk.page());
    },
  },
  {
    wants: "see which version this is and what it is not",
    does: async (desk) => {
      const page = desk.page();
      await command(page, "about klonos");
      expect(await words(page.getByTestId("about-dialog"))).toContain("Not a medical device");
    },
  },
];
