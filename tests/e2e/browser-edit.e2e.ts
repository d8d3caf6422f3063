import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { settingDefinitions } from "../../src/core/settings";
import { manoeuvre } from "./harness/example";
import { outputFolder } from "./harness/launch";
import { clonusOfExample, sharedBrowser } from "./harness/shared-browser";
import { analysed, drawn, pixelOf, plotBox, shownWindow, trainButton } from "./harness/window";

describe("settings, marks and edits in a browser", () => {
  const { bursts } = manoeuvre("clonus");
  const session = sharedBrowser(clonusOfExample);

  const title = async (page: Page): Promise<string> => ((await page.getByTestId("pattern-title").textContent()) ?? "").trim();
  const beats = async (page: Page): Promise<number> => Number(await page.getByTestId("numbers").locator("dd").first().textContent());
  const changes = async (page: Page): Promise<string> => (await page.getByTestId("edits").textContent()) ?? "";
  const undo = (page: Page): Promise<void> => page.keyboard.press("Control+z");

  test("a stricter threshold takes the label away at once, undo gives it back", async () => {
    const { page } = session;
    await expect.poll(() => title(page)).toBe("Rhythmic");
    await page.keyboard.press("Control+,");
    const dialog = page.getByTestId("settings-dialog");
    await dialog.getByLabel("Find a setting").fill("snr");
    await expect.poll(() => dialog.locator("[data-setting]").count()).toBeGreaterThan(0);
    const field = dialog.locator("[data-setting=rhythmicSnrDb] input");
    await field.fill("999");
    await expect.poll(() => field.getAttribute("aria-invalid"), { message: "beyond its limits" }).toBe("true");
    const limit = settingDefinitions.rhythmicSnrDb.max;
    await field.fill(String(limit));
    await expect.poll(() => title(page)).toBe("Indeterminate");
    await dialog.getByText("1 changed").waitFor();
    await page.screenshot({ path: `${outputFolder}/browser-settings.png` });
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => page.getByTestId("pattern-panel").textContent()).toMatch(/SNR/);
    await undo(page);
    await expect.poll(() => title(page)).toBe("Rhythmic");
  });

  test("Reset all gives the published rule back", async () => {
    const { page } = session;
    await page.keyboard.press("Control+,");
    const dialog = page.getByTestId("settings-dialog");
    await dialog.locator("[data-setting=bandLowHz] input").fill("80");
    await dialog.getByText("1 changed").waitFor();
    await dialog.getByRole("button", { name: "Reset all" }).click();
    await dialog.getByText("The published rule").waitFor();
    await page.keyboard.press("Escape");
    await analysed(page);
    await expect.poll(() => beats(page)).toBe(bursts.length);
  });

  test("a burst that is removed leaves the count, undo and redo go both ways", async () => {
    const { page } = session;
    await page.keyboard.press("Control+Home");
    await drawn(page);
    const window = await shownWindow(page);
    const box = await plotBox(page);
    const burst = bursts[10]!;
    await page.mouse.click(pixelOf(window, box, (burst.onsetSeconds + burst.offsetSeconds) / 2), box.y + 70);
    await page.keyboard.press("Delete");
    const text = (): Promise<string> => page.getByTestId("numbers").innerText();
    // The beat is now thought missed: counted as such and not forgotten.
    await expect.poll(text).toMatch(/1 missed/);
    await expect.poll(() => changes(page)).toMatch(/1 of bursts/);
    await drawn(page);
    await page.screenshot({ path: `${outputFolder}/browser-removed.png` });
    await undo(page);
    await expect.poll(text).not.toMatch(/missed/);
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(text).toMatch(/1 missed/);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => beats(page)).toBe(bursts.length);
  });

  test("a drag and Ctrl+B make a burst", async () => {
    const { page } = session;
    const before = await changes(page);
    await page.keyboard.press("Control+Home");
    const window = await shownWindow(page);
    const box = await plotBox(page);
    await page.mouse.move(pixelOf(window, box, 2), box.y + 70);
    await page.mouse.down();
    await page.mouse.move(pixelOf(window, box, 2.5), box.y + 70, { steps: 5 });
    await page.mouse.up();
    await page.getByTestId("selection").waitFor();
    await page.screenshot({ path: `${outputFolder}/browser-selection.png` });
    await page.keyboard.press("Control+b");
    await expect.poll(() => changes(page)).toMatch(/1 of bursts/);
    await undo(page);
    await expect.poll(() => changes(page)).toBe(before);
    await page.keyboard.press("Escape");
  });

  test("S splits a train, M joins it again", async () => {
    const { page } = session;
    const untouched = await changes(page);
    const count = (): Promise<number> => page.getByTestId("trains").locator('button[data-channel="R SOL"]').count();
    const before = await count();
    await (await trainButton(page, "R SOL", bursts[0]!.onsetSeconds)).click();
    await page.getByRole("tab", { name: "Bursts" }).click();
    await page.getByTestId("burst-table").locator("tbody tr").nth(30).click();
    await page.keyboard.press("s");
    await expect.poll(count).toBe(before + 1);
    await expect.poll(() => beats(page)).toBeLessThan(bursts.length);
    await (await trainButton(page, "R SOL", bursts[0]!.onsetSeconds)).click();
    await expect.poll(() => beats(page)).toBe(30);
    await page.keyboard.press("m");
    await expect.poll(count).toBe(before);
    await undo(page);
    await undo(page);
    await expect.poll(() => changes(page)).toBe(untouched);
  });

  test("[ and ] move the edges of the chosen burst", async () => {
    const { page } = session;
    const cell = (column: number): Promise<string | null> => page.getByTestId("burst-table").locator("tbody tr").nth(4).locator("td").nth(column).textContent();
    await (await trainButton(page, "R SOL", bursts[0]!.onsetSeconds)).click();
    await page.getByTestId("burst-table").locator("tbody tr").nth(4).click();
    const [onset, offset] = [await cell(1), await cell(2)];
    await page.keyboard.press("[");
    await expect.poll(() => cell(1)).not.toBe(onset);
    expect(await cell(2)).toBe(offset);
    await page.keyboard.press("]");
    await expect.poll(() => cell(2)).not.toBe(offset);
    await expect.poll(() => cell(5)).toContain("edited");
    await undo(page);
    await undo(page);
    await expect.poll(async () => [await cell(1), await cell(2)]).toEqual([onset, offset]);
    await page.getByRole("tab", { name: "Intervals" }).click();
  });

  test("number keys set marks at the cursor, and they can be taken away", async () => {
    const { page } = session;
    const untouched = await changes(page);
    await page.keyboard.press("Control+Home");
    const window = await shownWindow(page);
    const box = await plotBox(page);
    await page.mouse.move(pixelOf(window, box, 3), box.y + 100);
    const events = page.getByTestId("events").locator("li");
    const before = await events.count();
    await page.keyboard.press("4");
    await expect.poll(() => events.count()).toBe(before + 1);
    const added = page.getByTestId("events").getByText(/^tap 0:0[23]\.\d\d$/);
    await added.waitFor();
    expect(Math.abs(Number((await added.textContent())!.trim().split(":")[1]) - 3)).toBeLessThan(0.03);
    await page.getByRole("button", { name: /^Remove tap at 0:0/ }).click();
    await expect.poll(() => events.count()).toBe(before);
    await undo(page);
    await undo(page);
    await expect.poll(() => changes(page)).toBe(untouched);
  });

  test("a spontaneous protocol withholds the label and says so", async () => {
    const { page } = session;
    const choose = async (name: RegExp): Promise<void> => {
      await page.getByTestId("toolbar").getByRole("button", { name: /^Protocol/ }).click();
      await page.getByRole("menuitemradio", { name }).click();
    };
    await choose(/^✓?\s*spontaneous/);
    await expect.poll(() => title(page)).toContain("label withheld");
    await expect.poll(() => page.getByTestId("pattern-subtitle").textContent()).toContain("not assessed");
    await page.screenshot({ path: `${outputFolder}/browser-withheld.png` });
    await choose(/stretch and hold/);
    await expect.poll(() => title(page)).toBe("Rhythmic");
  });

  test("the palette finds a command and runs it, ? lists the keys", async () => {
    const { page } = session;
    await page.keyboard.press("Control+k");
    await page.keyboard.type("whole rec");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await shownWindow(page)).span).toBeCloseTo(59, 1);
    await page.keyboard.press("?");
    const sheet = page.locator("dialog[open]");
    await sheet.waitFor();
    expect(await sheet.textContent()).toContain("PgDn");
    await page.screenshot({ path: `${outputFolder}/browser-keys.png` });
    await page.keyboard.press("Escape");
    await expect.poll(() => sheet.count()).toBe(0);
  });

  test("nothing was complained about", () => {
    expect(session.complaints).toEqual([]);
  });
});
