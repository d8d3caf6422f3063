import { expect } from "vitest";
import { exampleTruth, manoeuvre } from "../harness/example";
import { scored } from "../harness/known-state";
import { baselineOf, drawn, pixelOf, plotBox, setPage, shownWindow } from "../harness/window";
import { atClonus, atExample, command, drag, words, type Task } from "./desk";

const description = "viewer-description";
const labels = ".row-name-text";

/** Looking at a recording: habits 1 to 9, 14 and 16. */
export const lookingTasks: readonly Task[] = [
  {
    wants: "open the example and see its channels, trains and events",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      expect(await words(page.getByTestId("channels"))).toMatch(/R SOL.*R TA.*Angle/);
      expect(await page.getByTestId("events").locator("li").count()).toBe(exampleTruth.annotations.length);
      expect(await page.getByTestId("trains").locator("button").count()).toBeGreaterThan(5);
      await drawn(page);
    },
  },
  {
    wants: "move with the wheel, zoom at the pointer, page with the keys",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const before = await shownWindow(page);
      const box = await plotBox(page);
      const x = box.x + box.width / 2;
      await page.mouse.move(x, box.y + 60);
      await page.mouse.wheel(0, 200);
      await expect.poll(async () => (await shownWindow(page)).start).toBeCloseTo(before.start + 1, 1);
      await page.keyboard.down("Control");
      await page.mouse.wheel(0, -100);
      await page.keyboard.up("Control");
      await expect.poll(async () => (await shownWindow(page)).span).toBeLessThan(4);
      const zoomed = await shownWindow(page);
      expect(zoomed.start + zoomed.span / 2, "the middle stays under the pointer").toBeCloseTo(before.start + 1 + before.span / 2, 1);
      const start = async (): Promise<number> => (await shownWindow(page)).start;
      await page.keyboard.press("PageDown");
      await expect.poll(start).toBeCloseTo(zoomed.start + zoomed.span, 1);
      await page.keyboard.press("PageUp");
      await page.keyboard.press("ArrowRight");
      await expect.poll(start).toBeCloseTo(zoomed.start + zoomed.span / 10, 1);
      await page.keyboard.press("ArrowLeft");
      await expect.poll(start).toBeCloseTo(zoomed.start, 1);
      await drawn(page);
      await desk.look("zoomed");
      await page.keyboard.press("Control+End");
      await expect.poll(async () => (await start()) + (await shownWindow(page)).span).toBeCloseTo(exampleTruth.durationSeconds, 1);
    },
  },
  {
    wants: "see 3.5 s a page, which no list has",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      await page.getByTestId("toolbar").getByRole("button", { name: /^Page / }).click();
      await page.getByRole("menuitem", { name: "Other…" }).or(page.getByRole("menuitemradio", { name: "Other…" })).click();
      await page.getByTestId("page-dialog").getByLabel("Seconds").fill("3,5");
      await page.keyboard.press("Enter");
      await expect.poll(async () => (await shownWindow(page)).span).toBeCloseTo(3.5, 1);
      await page.getByTestId("toolbar").getByRole("button", { name: "Page 3.5 s" }).waitFor();
    },
  },
  {
    wants: "make all traces taller, and one alone",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const gains = async (): Promise<readonly number[]> => (await page.locator(".row-unit").allTextContents()).map((text) => Number.parseFloat(text));
      const before = await gains();
      await page.keyboard.press("+");
      await expect.poll(async () => (await gains())[0]).toBeLessThan(before[0]!);
      const all = await gains();
      await page.keyboard.press("Shift+ArrowUp");
      await expect.poll(async () => (await gains()).filter((gain, row) => gain !== all[row]).length, { message: "one row alone" }).toBe(1);
      await drawn(page);
      await desk.look("taller");
      await page.keyboard.press("g");
    },
  },
  {
    wants: "hide a dead channel and bring it back",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const all = await page.locator(labels).allTextContents();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("h");
      await expect.poll(() => page.locator(labels).count()).toBe(all.length - 1);
      await drawn(page);
      await page.keyboard.press("Shift+H");
      await expect.poll(() => page.locator(labels).allTextContents()).toEqual(all);
    },
  },
  {
    wants: "see the samples as they were recorded, then rectified",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.keyboard.press("r");
      await expect.poll(() => words(page.getByTestId(description))).toContain(", raw.");
      await page.keyboard.press("r");
      await page.keyboard.press("y");
      await expect.poll(() => words(page.getByTestId(description))).toContain(", rectified.");
      await drawn(page);
      await desk.look("rectified");
      await page.keyboard.press("y");
    },
  },
  {
    wants: "know what the filter does to my signal",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      await page.keyboard.press("Shift+F");
      await page.getByTestId("filter-curve").waitFor();
      // scipy: butter(2, [30, 450], 'bandpass', fs=2000), twice.
      expect(await words(page.getByTestId("filter-answer"))).toContain("36.4 and 391 Hz");
    },
  },
  {
    wants: "measure the interval of two beats with two cursors",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const window = await shownWindow(page);
      const box = await plotBox(page);
      const y = await baselineOf(page, "R SOL");
      const [first, second] = manoeuvre("clonus").bursts.filter((burst) => burst.centroidSeconds > window.start + 0.5);
      for (const burst of [first!, second!]) {
        await page.mouse.move(pixelOf(window, box, burst.centroidSeconds), y);
        await page.keyboard.press("c");
      }
      const said = await words(page.getByTestId("calipers"));
      expect(Math.abs(Number(/Δt ([\d.]+) ms/.exec(said)?.[1]) - 1000 * (second!.centroidSeconds - first!.centroidSeconds))).toBeLessThan(15);
      expect(said).toMatch(/1\/Δt [\d.]+ Hz · ΔV −?[\d.]+ µV \(R SOL\)/);
      await drawn(page);
    },
  },
  {
    wants: "zoom to a stretch and go back to where I was",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const before = await shownWindow(page);
      await drag(page, before.start + 1, before.start + 2, (await plotBox(page)).y + 60);
      const said = await words(page.getByTestId("selection"));
      // A pixel of this page is six milliseconds.
      expect(Math.abs(Number(/1\/Δt ([\d.]+) Hz/.exec(said)?.[1]) - 1)).toBeLessThan(0.03);
      expect(said).toMatch(/Δt (1\.0\d s|9\d\d ms)/);
      await page.keyboard.press("Enter");
      await expect.poll(async () => (await shownWindow(page)).span).toBeCloseTo(1, 1);
      await expect.poll(async () => (await shownWindow(page)).start).toBeCloseTo(before.start + 1, 1);
      await drawn(page);
      await page.keyboard.press("Backspace");
      await expect.poll(async () => (await shownWindow(page)).span).toBeCloseTo(before.span, 1);
    },
  },
  {
    wants: "click into the overview and be there",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      await setPage(page, 5);
      const bar = (await page.getByTestId("overview").boundingBox())!;
      const hold = manoeuvre("pseudoclonus").bursts[5]!.centroidSeconds;
      await page.mouse.click(bar.x + (hold / exampleTruth.durationSeconds) * bar.width, bar.y + bar.height / 2);
      const shown = await shownWindow(page);
      expect(hold).toBeGreaterThan(shown.start);
      expect(hold).toBeLessThan(shown.start + shown.span);
      await drawn(page);
    },
  },
  {
    wants: "read the time of day in place of seconds",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      const first = page.getByTestId("events").locator("li .item-name").first();
      expect(await words(first)).toMatch(/ 0:\d\d\.\d\d$/);
      await page.keyboard.press("t");
      await expect.poll(() => words(first)).toMatch(/ \d\d:\d\d:\d\d\.\d\d$/);
      await drawn(page);
      await desk.look("clock");
      await page.keyboard.press("t");
    },
  },
  {
    wants: "subtract one channel from another, and be told where that makes no sense",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.keyboard.press("Control+m");
      const dialog = page.getByTestId("montage-dialog");
      await dialog.getByLabel("First channel").selectOption({ label: "R SOL" });
      await dialog.getByLabel("Channel that is subtracted").selectOption({ label: "Angle" });
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      expect((await words(dialog.getByTestId("derivation-refusal"))).length).toBeGreaterThan(40);
      await desk.look("refused");
      await dialog.getByLabel("Channel that is subtracted").selectOption({ label: "R MG" });
      await dialog.getByRole("button", { name: "Add", exact: true }).click();
      await page.keyboard.press("Escape");
      await scored(page);
      await expect.poll(() => page.locator(labels).allTextContents()).toContain("R SOL−R MG");
      await drawn(page);
    },
  },
  {
    wants: "keep this screen on F1 and have it back after I spoiled it",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.keyboard.press("Control+m");
      const dialog = page.getByTestId("montage-dialog");
      await dialog.getByLabel("Colour of R SOL", { exact: true }).selectOption("purple");
      await dialog.getByLabel("Keep the screen as").fill("ankle");
      await dialog.getByRole("button", { name: "Keep", exact: true }).click();
      await desk.look("montage");
      await page.keyboard.press("Escape");
      const kept = await page.locator(labels).allTextContents();
      await page.keyboard.press("h");
      await expect.poll(() => page.locator(labels).count()).toBe(kept.length - 1);
      await page.keyboard.press("F1");
      await expect.poll(() => page.locator(labels).allTextContents()).toEqual(kept);
      await scored(page);
      await drawn(page);
    },
  },
  {
    wants: "know the spectrum of what I selected",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const { start } = await shownWindow(page);
      await drag(page, start + 1, start + 3, await baselineOf(page, "R SOL"));
      await page.getByRole("tab", { name: "Spectrum" }).click();
      const plot = page.getByTestId("spectrum-plot");
      await plot.waitFor();
      await expect.poll(() => plot.getAttribute("aria-label")).toMatch(/^R SOL, selection at .*median \d+ Hz, mean \d+ Hz, peak \d+ Hz, RMS [\d.]+ µV$/);
      const median = Number(/median (\d+)/.exec((await plot.getAttribute("aria-label"))!)![1]);
      // Where the generator and every surface EMG have their power.
      expect(median).toBeGreaterThan(60);
      expect(median).toBeLessThan(200);
      expect(await page.getByTestId("spectrogram").getAttribute("aria-label")).toContain("Spectrogram of R SOL");
    },
  },
  {
    wants: "see all bursts over each other, and when the antagonist fires",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.getByRole("tab", { name: "Burst overlay" }).click();
      await expect.poll(() => page.getByTestId("overlay-plot").getAttribute("aria-label"), { timeout: 15_000 }).toMatch(new RegExp(`${manoeuvre("clonus").bursts.length} bursts.*r (0\\.9\\d|1\\.00)`));
      await desk.look("overlay");
      await page.getByRole("tab", { name: "Phase" }).click();
      expect((await words(page.locator("#tab-panel"))).length).toBeGreaterThan(20);
    },
  },
  {
    wants: "compare the manoeuvres of this recording",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.getByRole("tab", { name: "Sides" }).click();
      await desk.look("sides");
      await page.getByRole("tab", { name: "Trials" }).click();
      await expect.poll(() => page.getByTestId("trials-plot").getAttribute("aria-label")).toMatch(/manoeuvre/i);
    },
  },
  {
    wants: "listen to the muscle with a click at each burst",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.getByRole("tab", { name: "Intervals" }).click();
      // The key belongs to the tab as long as it has the focus: a click into the traces gives it back.
      const box = await plotBox(page);
      await page.mouse.click(box.x + 40, await baselineOf(page, "R SOL"));
      await page.keyboard.press("Space");
      await page.getByTestId("listening").waitFor();
      expect(await words(page.getByTestId("listening"))).toMatch(/^Playing R SOL/);
      await page.keyboard.press("Space");
      await expect.poll(() => page.getByTestId("listening").count()).toBe(0);
    },
  },
  {
    wants: "see where detectors disagree",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.keyboard.press("Control+0");
      const said = (): Promise<string> => words(page.getByTestId(description));
      const isOn = /Detectors (agree|disagree in \d+ place)/.test(await said());
      await drawn(page);
      await desk.look(isOn ? "shown" : "left-out");
      await page.keyboard.press("d");
      await expect.poll(async () => /Detectors (agree|disagree in \d+ place)/.test(await said())).toBe(!isOn);
      await drawn(page);
      await page.keyboard.press("d");
      await expect.poll(async () => /Detectors (agree|disagree in \d+ place)/.test(await said())).toBe(isOn);
    },
  },
  {
    wants: "find a command whose key I forgot",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      await page.keyboard.press("Control+k");
      await page.keyboard.type("whole rec");
      expect(await words(page.getByTestId("command-palette").locator("[aria-selected=true]"))).toContain("Whole recording");
      await desk.look("palette");
      await page.keyboard.press("Enter");
      await expect.poll(async () => (await shownWindow(page)).span).toBeCloseTo(exampleTruth.durationSeconds, 0);
    },
  },
  {
    wants: "read all keys",
    does: async (desk) => {
      const page = desk.page();
      await page.keyboard.press("?");
      const sheet = await words(page.getByTestId("keys-sheet"));
      for (const key of ["PgDn", "Ctrl B", "Backspace"]) expect(sheet.replace("⌫", "Backspace")).toContain(key);
    },
  },
  {
    wants: "work in the dark, or with high contrast",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await command(page, "dark colours");
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
      await drawn(page);
      await desk.look("dark");
      await command(page, "high contrast");
      await drawn(page);
      await desk.look("contrast");
      await command(page, "light colours");
      await expect.poll(() => page.evaluate(() => document.documentElement.dataset["theme"])).toBe("light");
    },
  },
];
