import { expect } from "vitest";
import { settingDefinitions } from "../../../src/core/settings";
import { manoeuvre } from "../harness/example";
import { scored, undoAll } from "../harness/known-state";
import { analysed, baselineOf, drawn, lookAt, pixelOf, plotBox, shownWindow, trainButton } from "../harness/window";
import { atClonus, atExample, beats, command, drag, title, words, type Task } from "./desk";

const clonus = manoeuvre("clonus");

/** Correcting what was found: habits 10 to 13. */
export const reviewingTasks: readonly Task[] = [
  {
    wants: "walk through the bursts and mend the edges of one",
    ofShell: true,
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.getByRole("tab", { name: "Bursts" }).click();
      await page.getByTestId("burst-table").locator("tbody tr").nth(4).click();
      await page.keyboard.press("n");
      const row = page.getByTestId("burst-table").locator("tr[aria-selected=true]");
      expect(await words(row.locator("th"))).toBe("6");
      const onset = await words(row.locator("td").nth(1));
      await page.keyboard.press("[");
      await page.keyboard.press("[");
      await expect.poll(() => words(row.locator("td").nth(1))).not.toBe(onset);
      const offset = await words(row.locator("td").nth(2));
      await page.keyboard.press("]");
      await expect.poll(() => words(row.locator("td").nth(2))).not.toBe(offset);
      await expect.poll(() => words(row.locator("td").last())).toContain("edited");
      await scored(page);
      await drawn(page);
      await desk.look("nudged");
      await undoAll(page);
      await expect.poll(() => words(page.getByTestId("burst-table").locator("tbody tr").nth(5).locator("td").nth(1))).toBe(onset);
    },
  },
  {
    wants: "delete a burst that is none, and make one from a stretch",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const window = await shownWindow(page);
      const box = await plotBox(page);
      const burst = clonus.bursts.find((candidate) => candidate.onsetSeconds > window.start + 2)!;
      await page.mouse.click(pixelOf(window, box, burst.centroidSeconds), box.y + 70);
      await page.keyboard.press("Delete");
      // The beat is now thought missed: counted as such and not forgotten.
      await expect.poll(() => words(page.getByTestId("numbers"))).toMatch(/1 missed/);
      await expect.poll(() => words(page.getByTestId("edits"))).toMatch(/1 of bursts/);
      await page.keyboard.press("Control+z");
      await expect.poll(() => words(page.getByTestId("numbers"))).not.toMatch(/missed/);
      await page.keyboard.press("Control+Shift+z");
      await expect.poll(() => words(page.getByTestId("numbers"))).toMatch(/1 missed/);
      await drawn(page);
      await desk.look("ghost");
      const description = page.getByTestId("viewer-description");
      expect(await words(description)).toContain("1 automatic burst removed by hand");
      await page.keyboard.press("Shift+D");
      await expect.poll(() => words(description)).not.toContain("removed by hand");
      await page.keyboard.press("Shift+D");
      await drag(page, burst.onsetSeconds, burst.offsetSeconds, await baselineOf(page, "R SOL"));
      await page.keyboard.press("Control+b");
      await expect.poll(() => words(page.getByTestId("numbers"))).not.toMatch(/missed/);
      expect(await beats(page)).toBe(clonus.bursts.length);
      await scored(page);
      await drawn(page);
      await desk.look("mended");
      await undoAll(page);
    },
  },
  {
    wants: "split a train that is two, and join it again",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.getByRole("tab", { name: "Bursts" }).click();
      await page.getByTestId("burst-table").locator("tbody tr").nth(30).click();
      const count = (): Promise<number> => page.getByTestId("trains").locator('button[data-channel="R SOL"]').count();
      const before = await count();
      await page.keyboard.press("s");
      await expect.poll(count).toBe(before + 1);
      await scored(page);
      await drawn(page);
      await desk.look("split");
      await (await trainButton(page, "R SOL", clonus.bursts[0]!.onsetSeconds)).click();
      await expect.poll(() => beats(page)).toBe(30);
      await page.keyboard.press("m");
      await expect.poll(count).toBe(before);
      await undoAll(page);
      await page.getByRole("tab", { name: "Intervals" }).click();
    },
  },
  {
    wants: "accept one train and reject another by a key",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const review = page.getByTestId("review");
      await page.keyboard.press("a");
      await expect.poll(() => review.getAttribute("data-decision")).toBe("accepted");
      await page.keyboard.press("Shift+N");
      await page.keyboard.press("Shift+A");
      await expect.poll(() => review.getAttribute("data-decision")).toBe("rejected");
      await drawn(page);
      await desk.look("rejected");
      await undoAll(page);
      expect(await review.count()).toBe(0);
    },
  },
  {
    wants: "give a train another label with a note, beside the program's own",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.keyboard.press("l");
      await desk.look("labels");
      await page.getByTestId("relabel-dialog").getByRole("button", { name: /^Indeterminate/ }).click();
      await page.keyboard.press("o");
      await page.getByTestId("note-dialog").getByLabel("Note").fill("Patient spoke during the hold");
      await page.getByTestId("note-dialog").getByRole("button", { name: "Keep the note" }).click();
      await expect.poll(() => words(page.getByTestId("review"))).toMatch(/Indeterminate.*Patient spoke/);
      expect(await title(page), "the program's own label stays").toBe("Rhythmic");
      await desk.look("relabelled");
      await undoAll(page);
    },
  },
  {
    wants: "leave a stretch with artefact out of every number, and take that back",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const whole = await beats(page);
      const { start } = await shownWindow(page);
      await drag(page, start + 2, start + 3, (await baselineOf(page, "R SOL")) - 30);
      await page.keyboard.press("x");
      await page.getByTestId("rejected").waitFor();
      // Five beats and more a second are gone with it.
      await expect.poll(() => beats(page)).toBeLessThan(whole - 10);
      await scored(page);
      await drawn(page);
      await desk.look("hatched");
      const box = await plotBox(page);
      const window = await shownWindow(page);
      const hatch = await lookAt(page, pixelOf(window, box, start + 2.1), box.y + box.height - 60, pixelOf(window, box, start + 2.9), box.y + box.height - 30);
      expect(hatch.ink).toBeGreaterThan(60);
      await page.getByTestId("rejected").getByRole("button", { name: /^Take the rejection back/ }).click();
      await expect.poll(() => beats(page)).toBe(whole);
      await undoAll(page);
    },
  },
  {
    wants: "label what I selected by a number key, jump from event to event, delete mine",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      const events = page.getByTestId("events").locator("li");
      const before = await events.count();
      const { start } = await shownWindow(page);
      await drag(page, start + 1, start + 1.5, (await baselineOf(page, "R SOL")) - 20);
      await page.keyboard.press("6");
      await expect.poll(() => events.count()).toBe(before + 1);
      await drawn(page);
      await desk.look("labelled");
      await page.keyboard.press("Control+Home");
      await page.keyboard.press("Control+ArrowRight");
      await expect.poll(() => events.locator("[aria-current=true]").count()).toBe(1);
      await events.filter({ hasText: "mark 6" }).locator("button").first().click();
      await page.keyboard.press("Delete");
      await expect.poll(() => events.count()).toBe(before);
      await page.keyboard.press("Control+z");
      await expect.poll(() => events.count()).toBe(before + 1);
      await page.keyboard.press("Control+z");
      // A key without a selection marks the place under the pointer.
      await page.keyboard.press("Control+Home");
      await page.mouse.move(pixelOf(await shownWindow(page), await plotBox(page), 3), (await plotBox(page)).y + 100);
      await page.keyboard.press("4");
      const tap = page.getByTestId("events").getByText(/^tap 0:0[23]\.\d\d$/);
      await tap.waitFor();
      expect(Math.abs(Number((await words(tap)).split(":")[1]) - 3)).toBeLessThan(0.03);
      await page.getByRole("button", { name: /^Remove tap at 0:0/ }).click();
      await expect.poll(() => events.count()).toBe(before);
      await undoAll(page);
    },
  },
  {
    wants: "put stretch and release of a hold with one command",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      await page.keyboard.press("Control+Home");
      const events = page.getByTestId("events").locator("li");
      const before = await events.count();
      const box = await plotBox(page);
      await page.mouse.move(pixelOf(await shownWindow(page), box, 1), box.y + 60);
      await command(page, "template stretch hold release");
      await expect.poll(() => events.count()).toBe(before + 2);
      await drawn(page);
      await desk.look("template");
      await undoAll(page);
      expect(await events.count()).toBe(before);
    },
  },
  {
    wants: "have the events found on the angle, and confirm them",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      const proposals = page.getByTestId("proposals");
      await proposals.getByLabel("Find events on a channel…").selectOption({ label: "on Angle" });
      await proposals.getByRole("button", { name: /^Accept all \d/ }).scrollIntoViewIfNeeded();
      await desk.look("proposed");
      const events = page.getByTestId("events").locator("> li");
      const before = await events.count();
      await proposals.getByRole("button", { name: /^Accept hold/ }).first().click();
      await expect.poll(() => events.count()).toBe(before + 1);
      await proposals.getByRole("button", { name: "Reject all" }).click();
      await undoAll(page);
    },
  },
  {
    wants: "see what a stricter setting does to the label, and go back to the published rule",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.keyboard.press("Control+,");
      const dialog = page.getByTestId("settings-dialog");
      await dialog.getByLabel("Find a setting").fill("snr");
      const field = dialog.locator("[data-setting=rhythmicSnrDb] input");
      await field.fill("999");
      await expect.poll(() => field.getAttribute("aria-invalid"), { message: "beyond its limits" }).toBe("true");
      await field.fill(String(settingDefinitions.rhythmicSnrDb.max));
      await expect.poll(() => title(page)).toBe("Indeterminate");
      await dialog.getByText("1 changed").waitFor();
      await desk.look("stricter");
      await page.keyboard.press("Escape");
      await expect.poll(() => words(page.getByTestId("pattern-panel"))).toMatch(/SNR/);
      await page.keyboard.press("Control+z");
      await expect.poll(() => title(page)).toBe("Rhythmic");
      await page.keyboard.press("Control+Shift+z");
      await expect.poll(() => title(page)).toBe("Indeterminate");
      await page.keyboard.press("Control+,");
      await dialog.getByRole("button", { name: "Reset all" }).click();
      await dialog.getByText("The published rule").waitFor();
      await page.keyboard.press("Escape");
      await expect.poll(() => title(page)).toBe("Rhythmic");
      await scored(page);
    },
  },
  {
    wants: "write down who was examined and how",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      await command(page, "examination");
      const dialog = page.getByTestId("examination-dialog");
      await dialog.getByLabel("Age in years").fill("130");
      await dialog.getByRole("button", { name: "Keep" }).click();
      await dialog.getByRole("alert").waitFor();
      await dialog.getByLabel("Age in years").fill("54");
      await dialog.getByLabel("Height in cm").fill("171,5");
      await dialog.getByLabel("Medication, one a line").fill("baclofen; 10 mg; 2026-09-14T08:30");
      await desk.look("filled");
      await dialog.getByRole("button", { name: "Keep" }).click();
      await scored(page);
      await command(page, "examination");
      expect(await dialog.getByLabel("Height in cm").inputValue()).toBe("171.5");
      await page.keyboard.press("Escape");
      await undoAll(page);
    },
  },
  {
    wants: "give a channel its name, muscle and side, and go back to the file's",
    does: async (desk) => {
      const page = desk.page();
      await atExample(page);
      const channels = page.getByTestId("channels");
      await channels.getByRole("button", { name: "Properties of R MG" }).click();
      const dialog = page.getByTestId("channel-dialog");
      await dialog.locator("[name=alias]").fill("Gastrocnemius");
      await dialog.getByRole("combobox", { name: "Side" }).selectOption("left");
      await desk.look("properties");
      await dialog.getByRole("button", { name: "Done" }).click();
      await expect.poll(() => words(channels)).toContain("Gastrocnemius");
      await drawn(page);
      await desk.look("renamed");
      await channels.getByRole("button", { name: "Properties of Gastrocnemius" }).click();
      await dialog.getByRole("button", { name: "As the file says" }).click();
      await dialog.getByRole("button", { name: "Done" }).click();
      await expect.poll(() => words(channels)).not.toContain("Gastrocnemius");
      await undoAll(page);
    },
  },
  {
    wants: "say that nothing evoked the movement, so that no label is given",
    does: async (desk) => {
      const page = desk.page();
      await atClonus(page);
      await page.getByTestId("toolbar").getByRole("button", { name: /^Protocol/ }).click();
      await desk.look("menu");
      await page.getByRole("menuitemradio", { name: /spontaneous/ }).click();
      await expect.poll(() => title(page)).toContain("label withheld");
      await expect.poll(() => words(page.getByTestId("pattern-subtitle"))).toContain("not assessed");
      await scored(page);
      await desk.look("withheld");
      await undoAll(page);
      await analysed(page);
      expect(await beats(page)).toBe(clonus.bursts.length);
    },
  },
];
