import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { findings } from "./harness/axe";
import { findChromium, needs } from "./harness/find-programs";
import { openInBrowser, outputFolder, type BrowserSession } from "./harness/launch";
import { misplacedPanels, settled, unreadable } from "./harness/layout";
import { sharedBrowser } from "./harness/shared-browser";
import { drawn, openExample, plotBox } from "./harness/window";

/** Runs a command by its title through the palette. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByTestId("command-palette").waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await page.getByTestId("command-palette").waitFor({ state: "detached" });
}

/** Every dialog that a command opens: the words that find the command, in English and German, and the dialog's name. */
const DIALOGS = [
  ["All keys", "Alle Tasten", "keys-sheet"],
  ["Settings…", "Fenster Einstellungen…", "settings-dialog"],
  ["About Klonos", "Über Klonos", "about-dialog"],
  ["Page length", "Seitenlänge", "page-dialog"],
  ["Response curve of the filter", "Frequenzgang", "filter-dialog"],
  ["Montages and channels", "Montagen und Kanäle", "montage-dialog"],
  ["Examination: age", "Untersuchung: Alter", "examination-dialog"],
  ["Relabel the train", "Serie umbenennen", "relabel-dialog"],
  ["Note to the train", "Notiz zur Serie", "note-dialog"],
  ["Export figure or tables", "Abbildung oder Tabellen", "export-dialog"],
  ["Compose a figure", "Abbildung zusammenstellen", "figure-dialog"],
  ["Report…", "Bericht…", "report-dialog"],
  ["Save project as", "Projekt speichern unter", "save-project-dialog"],
  ["Open project", "Projekt öffnen", "open-project-dialog"],
  ["Sessions and comparison", "Sitzungen und Vergleich", "session-dialog"],
  ["Locked plan", "Festgeschriebener Plan", "plan-dialog"],
  ["Batch: analyse", "Stapel:", "batch-dialog"],
  ["History: who", "Verlauf: wer", "history-dialog"],
  ["Blinded second reading", "Verblindete zweite", "reading-dialog"],
  ["Simulate a recording", "Aufzeichnung simulieren", "simulate-dialog"],
] as const;

/** 100, 200 and 300 % of the desks that laboratories have. */
const SIZES = [
  ["100 % of 1440 × 900", 1440, 900],
  ["200 % of 1440 × 900", 720, 450],
  ["300 % of 1920 × 1200", 640, 400],
] as const;

/** Rules that depend on colours: the others say the same in every theme. */
const COLOUR_RULES = ["color-contrast"];
/** What a part of the page may spoil in the rest of it. */
const PAGE_RULES = ["duplicate-id-aria"];
const DIALOG = "dialog[open]";
/** The smallest desk in English: everything has its room without a change of the layout. */
const SMALL = { width: 1024, height: 640 };

describe("the window for everybody", () => {
  const chromium = findChromium();
  const folder = mkdtempSync(join(tmpdir(), "klonos-a11y-"));
  let session: BrowserSession | undefined;

  beforeEach(({ skip }) => void needs(chromium, "A Chromium", skip));
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("axe-core finds nothing serious in any state and dialog, in light, dark and high contrast; keys reach, close and lead back", { timeout: 600_000 }, async () => {
    session = await openInBrowser(chromium!);
    const { page } = session;
    // A colour on its way from one theme to the other is no colour of either.
    await page.emulateMedia({ reducedMotion: "reduce" });
    const found: Record<string, readonly string[]> = {};
    const show = (theme: string): Promise<void> => page.evaluate((wanted) => void (document.documentElement.dataset["theme"] = wanted), theme);
    /** Everything that is new on the page: a whole page once, then the part that changed. */
    const look = async (name: string, part?: string): Promise<void> => {
      for (const theme of ["dark", "contrast", "light"]) {
        await show(theme);
        const here = await findings(page, { ...(theme === "light" ? {} : { rules: COLOUR_RULES }), ...(part === undefined ? {} : { part }) });
        if (theme === "light" && part !== undefined) here.push(...(await findings(page, { rules: PAGE_RULES })));
        if (here.length > 0) found[`${name}, ${theme}`] = here;
      }
    };
    await page.getByRole("heading", { name: "Open an EMG recording" }).waitFor();
    await look("empty");
    const file = join(folder, "asks.csv");
    writeFileSync(file, `R SOL;R TA\n${Array.from({ length: 400 }, (_, k) => `${k % 7};${k % 5}`).join("\n")}\n`);
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Control+o")]);
    await chooser.setFiles([file]);
    await page.getByTestId("import-columns").waitFor();
    await look("import-dialog", DIALOG);
    await page.keyboard.press("Escape");
    await page.getByTestId("import-dialog").waitFor({ state: "detached" });
    await openExample(page);
    await page.keyboard.press("Shift+N");
    await drawn(page);
    await look("opened");
    await page.setViewportSize(SMALL);
    expect(await settled(page, async () => [...(await unreadable(page)), ...(await misplacedPanels(page))]), "a small window").toEqual([]);
    await expect.poll(async () => (await plotBox(page)).width, { message: "room for the traces" }).toBeGreaterThan(SMALL.width / 3);
    await expect.poll(async () => (await plotBox(page)).height, { message: "room for the traces" }).toBeGreaterThan(SMALL.height / 3);
    await page.screenshot({ path: `${outputFolder}/a11y-small.png` });
    await page.setViewportSize({ width: SIZES[0][1], height: SIZES[0][2] });
    for (const tab of await page.getByTestId("bottom-strip").getByRole("tab").all()) {
      await tab.click();
      await look(`tab ${(await tab.textContent()) ?? ""}`, "[data-testid=bottom-strip]");
    }
    for (const details of await page.locator(".pattern-panel details > summary").all()) await details.click();
    await look("every measure", "[data-testid=pattern-panel]");
    await page.getByRole("button", { name: "Properties of R SOL" }).click();
    await page.getByTestId("channel-dialog").waitFor();
    await look("channel-dialog", DIALOG);
    await page.keyboard.press("Escape");
    await page.getByTestId("channel-dialog").waitFor({ state: "detached" });
    await command(page, "What if");
    await page.getByTestId("what-if").waitFor();
    await look("what-if", "[data-testid=what-if]");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByTestId("command-palette").waitFor();
    await look("palette", DIALOG);
    await page.keyboard.press("Escape");
    await page.getByTestId("command-palette").waitFor({ state: "detached" });
    const home = page.getByRole("button", { name: "Commands" });
    for (const [words, , name] of DIALOGS) {
      await home.focus();
      await command(page, words);
      const dialog = page.getByTestId(name);
      await dialog.waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.closest("dialog[open]") !== null), { message: `${name} has the focus` }).toBe(true);
      await look(name, DIALOG);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      await expect.poll(() => home.evaluate((element) => element === document.activeElement), { message: `the focus returns from ${name}` }).toBe(true);
    }
    expect(found).toEqual({});
    expect(session.complaints).toEqual([]);
  });

  test("in German at 100, 200 and 300 %: nothing overlaps, nothing is cut, dialogs fit, the traces keep room", { timeout: 600_000 }, async () => {
    session = await openInBrowser(chromium!, { width: SIZES[0][1], height: SIZES[0][2], locale: "de-DE" });
    const { page } = session;
    const bad: Record<string, readonly string[]> = {};
    const look = async (part: string, dialog?: string): Promise<void> => {
      for (const [scale, width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        const here = await settled(page, async () => {
          const found = [...(await unreadable(page)), ...(await misplacedPanels(page))];
          const frame = dialog === undefined ? null : await page.getByTestId(dialog).boundingBox();
          if (frame !== null && (frame.x < 0 || frame.y < 0 || frame.x + frame.width > width || frame.y + frame.height > height)) found.push(`leaves the window: ${JSON.stringify(frame)}`);
          if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight)) found.push("the page can be scrolled");
          return found;
        });
        if (here.length === 0) continue;
        bad[`${part}, ${scale}`] = here;
        await page.screenshot({ path: `${outputFolder}/a11y-${width}-${part.replace(/\W/g, "")}.png` });
      }
    };
    await page.locator(".empty-actions button").first().waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("de");
    await look("empty");
    await openExample(page);
    await page.keyboard.press("Shift+N");
    await drawn(page);
    await look("window");
    for (const [scale, width, height] of SIZES) {
      await page.setViewportSize({ width, height });
      await expect.poll(async () => (await plotBox(page)).width, { message: `room for the traces at ${scale}` }).toBeGreaterThan(width / 4);
      await expect.poll(async () => (await plotBox(page)).height, { message: `room for the traces at ${scale}` }).toBeGreaterThan(height / 6);
      await page.screenshot({ path: `${outputFolder}/a11y-${width}.png` });
    }
    await page.keyboard.press("Control+l");
    await page.getByTestId("left-panel").waitFor();
    expect(await settled(page, async () => [...(await unreadable(page)), ...(await misplacedPanels(page))]), "the left panel at 300 %").toEqual([]);
    await page.keyboard.press("Control+l");
    await page.setViewportSize({ width: SIZES[0][1], height: SIZES[0][2] });
    await page.keyboard.press("Alt+q");
    await page.getByTestId("queue").waitFor({ timeout: 60_000 });
    const order = page.getByTestId("queue").locator(".heading-action");
    // The longest of its three words.
    for (let turn = 0; turn < 3 && (await order.textContent()) !== "zweifelhafteste zuerst"; turn++) await order.click();
    // A small workstation, with the panel that such a window folds at first.
    await page.setViewportSize({ width: 1024, height: 700 });
    await page.getByTestId("left-panel").waitFor({ state: "detached" });
    await page.keyboard.press("Control+l");
    await order.waitFor();
    expect(await settled(page, async () => [...(await unreadable(page)), ...(await misplacedPanels(page))]), "the review of all recordings on a small screen").toEqual([]);
    await page.screenshot({ path: `${outputFolder}/a11y-1024-queue.png` });
    await page.keyboard.press("Alt+q");
    await page.setViewportSize({ width: SIZES[0][1], height: SIZES[0][2] });
    for (const tab of await page.getByTestId("bottom-strip").getByRole("tab").all()) {
      await tab.click();
      await look(`tab ${(await tab.textContent()) ?? ""}`);
    }
    await page.keyboard.press("Control+k");
    await page.getByTestId("command-palette").waitFor();
    await look("palette", "command-palette");
    await page.keyboard.press("Escape");
    for (const [, words, dialog] of DIALOGS) {
      await command(page, words);
      await page.getByTestId(dialog).waitFor();
      await look(dialog, dialog);
      await page.keyboard.press("Escape");
      await page.getByTestId(dialog).waitFor({ state: "detached" });
    }
    expect(bad).toEqual({});
  });
});

describe("the window by keys and in every theme", () => {
  const shared = sharedBrowser(openExample);

  test("Space and Enter press what has the focus; plots are described and have a table", async () => {
    const { page } = shared;
    await page.keyboard.press("Shift+N");
    await page.getByRole("tab", { name: "Intervals" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tab", { name: "Phase" }).evaluate((element) => (element as HTMLElement).focus());
    await page.keyboard.press("Space");
    await expect.poll(() => page.getByRole("tab", { name: "Phase" }).getAttribute("aria-selected")).toBe("true");
    // A tab that is not the chosen one, as a reader of the screen focuses it.
    await page.getByRole("tab", { name: "Bursts", exact: true }).evaluate((element) => (element as HTMLElement).focus());
    await page.keyboard.press("Space");
    await expect.poll(() => page.getByRole("tab", { name: "Bursts", exact: true }).getAttribute("aria-selected")).toBe("true");
    expect(await page.getByTestId("listening").count(), "nothing is played").toBe(0);
    await expect.poll(() => page.getByTestId("burst-table").getByRole("row").count()).toBeGreaterThan(2);
    await page.keyboard.press("Alt+ArrowRight");
    await expect.poll(() => page.getByTestId("cursor-description").textContent()).toMatch(/^Cursor at \d+:\d\d\.\d\d/);
    await expect.poll(() => page.getByTestId("viewer-description").textContent()).toMatch(/^Traces from .* trains? in view: .* beats from /);
    for (const canvas of await page.locator("canvas").all()) {
      const named = await canvas.evaluate((element) => element.getAttribute("aria-label") !== null || element.closest("[aria-label]") !== null);
      expect(named, "every canvas stands in something that is named").toBe(true);
    }
  });

  test("dark is dark, high contrast has black on white, by the wish of the system and by choice", async () => {
    const { page } = shared;
    const lightness = (): Promise<number> => page.evaluate(() => {
      const probe = document.createElement("canvas").getContext("2d")!;
      probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--surface");
      probe.fillRect(0, 0, 1, 1);
      const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
      return (red! + green! + blue!) / 3;
    });
    const choose = async (words: string): Promise<void> => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type(words);
      await page.keyboard.press("Enter");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    };
    await expect.poll(lightness).toBeGreaterThan(220);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(lightness, { message: "as the system wishes" }).toBeLessThan(60);
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(lightness).toBeGreaterThan(220);
    await choose("dark colours");
    await expect.poll(lightness).toBeLessThan(60);
    await choose("high contrast");
    await expect.poll(lightness).toBeGreaterThan(250);
    await drawn(page);
    await page.screenshot({ path: `${outputFolder}/a11y-contrast.png` });
    await page.reload();
    await openExample(page);
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset["theme"]), { message: "kept over a reload" }).toBe("contrast");
    await choose("light colours");
  });

  test("the keyboard reaches every part, and the focus can be seen", async () => {
    const { page } = shared;
    const reached = new Set<string>();
    for (let step = 0; step < 70; step++) {
      await page.keyboard.press("Tab");
      const place = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const part = element.closest("[data-testid=toolbar], [data-testid=left-panel], [data-testid=viewer], [data-testid=bottom-strip], [data-testid=pattern-panel]");
        const style = getComputedStyle(element);
        return { part: part?.getAttribute("data-testid") ?? "", visible: (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none", html: element.outerHTML.slice(0, 100) };
      });
      reached.add(place.part);
      if (place.part !== "") expect(place.visible, `focus ring of ${place.html}`).toBe(true);
    }
    for (const part of ["toolbar", "left-panel", "viewer", "bottom-strip", "pattern-panel"]) expect([...reached], part).toContain(part);
  });
});
