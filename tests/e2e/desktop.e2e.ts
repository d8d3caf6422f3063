import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ElectronApplication } from "playwright-core";
import { describe, expect, test } from "vitest";
import { figuresOfCommandLine } from "./harness/command-line";
import { desktopSuite } from "./harness/desktop-suite";
import { examplePath, manoeuvre, trueRateHz } from "./harness/example";
import { projectRoot } from "./harness/find-programs";
import { tidyBeforeRetry } from "./harness/known-state";
import { outputFolder } from "./harness/launch";
import { analysed, baselineOf, drawn, lookAt, pixelOf, plotBox, setPage, shownWindow, trainButton } from "./harness/window";

const TAPPING = join(projectRoot, "fixtures", "tapping.bdf");

/** Answers the next native dialogs in place of the person. */
async function answerDialogs(app: ElectronApplication, open: readonly string[], save: string | undefined): Promise<void> {
  await app.evaluate(
    ({ dialog }, answers) => {
      dialog.showOpenDialog = async () => ({ canceled: answers.open.length === 0, filePaths: answers.open });
      dialog.showSaveDialog = async () => ({ canceled: answers.save === undefined, filePath: answers.save ?? "" });
    },
    { open: [...open], save },
  );
}

describe("the desktop application", () => {
  const desktop = desktopSuite([examplePath]);
  const { folder } = desktop;
  tidyBeforeRetry(desktop.page);

  const nameShown = (): Promise<string | null> => desktop.page().getByTestId("recording-name").textContent();

  test("opens the file that it was started with, and shows what the generator made", async () => {
    const page = desktop.page();
    const app = desktop.app();
    await analysed(page);
    expect(await nameShown()).toBe("example-session.edf");
    expect(page.url()).toBe("app://klonos/index.html");
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => ({ visible: window.isVisible(), title: window.getTitle() })))).toEqual([{ visible: true, title: expect.stringContaining("Klonos") as string }]);
    const truth = manoeuvre("clonus");
    await (await trainButton(page, "R SOL", truth.bursts[0]!.onsetSeconds)).click();
    expect((await page.getByTestId("pattern-title").textContent())?.trim()).toBe("Rhythmic");
    const [beats, rate] = await page.getByTestId("numbers").locator("dd").allTextContents();
    expect(Number(beats)).toBe(truth.bursts.length);
    expect(Math.abs(Number.parseFloat(rate!) - trueRateHz(truth))).toBeLessThan(0.15);
  });

  test("bands are drawn where the bursts are", async () => {
    const page = desktop.page();
    await page.keyboard.press("Control+Home");
    await setPage(page, 2);
    for (let step = 0; step < 3; step++) await page.keyboard.press("PageDown");
    await drawn(page);
    const window = await shownWindow(page);
    const box = await plotBox(page);
    const strip = box.y + 32;
    const bursts = manoeuvre("clonus").bursts.filter((burst) => burst.onsetSeconds > window.start + 0.1 && burst.offsetSeconds < window.start + window.span - 0.3);
    expect(bursts.length).toBeGreaterThan(5);
    for (const [index, burst] of bursts.entries()) {
      const band = await lookAt(page, pixelOf(window, box, burst.onsetSeconds + 0.01), strip, pixelOf(window, box, burst.offsetSeconds - 0.005), strip + 8);
      expect(band.tinted / band.total, `band at ${burst.onsetSeconds} s`).toBeGreaterThan(0.35);
      const next = bursts[index + 1];
      if (next === undefined) continue;
      const between = await lookAt(page, pixelOf(window, box, burst.offsetSeconds + 0.03), strip, pixelOf(window, box, next.onsetSeconds - 0.03), strip + 8);
      expect(between.tinted / between.total).toBeLessThan(0.05);
    }
    expect(await baselineOf(page, "R TA")).toBeGreaterThan(await baselineOf(page, "R SOL"));
    await page.screenshot({ path: `${outputFolder}/desktop.png` });
  });

  test("wheel and keys", async () => {
    const page = desktop.page();
    const box = await plotBox(page);
    const before = await shownWindow(page);
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    await page.mouse.wheel(0, 500);
    await expect.poll(async () => (await shownWindow(page)).start).toBeCloseTo(before.start + 1, 1);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, 300);
    await page.keyboard.up("Control");
    await expect.poll(async () => (await shownWindow(page)).span).toBeCloseTo(2 * 1.5 ** 3, 1);
  });

  test("saves the figure through the native dialog: the file on disk is the one of the command line", async () => {
    const page = desktop.page();
    const app = desktop.app();
    const own = figuresOfCommandLine();
    const truth = manoeuvre("clonus");
    await (await trainButton(page, "R SOL", truth.bursts[0]!.onsetSeconds)).click();
    await page.keyboard.press("Control+e");
    const dialog = page.getByTestId("export-dialog");
    for (const [label, extension] of [["SVG, vector", "svg"], ["PDF, vector with fonts", "pdf"], ["PNG, 300 dpi", "png"]] as const) {
      const file = join(folder, `saved by hand.${extension}`);
      await answerDialogs(app, [], file);
      await dialog.getByLabel("Format").selectOption({ label });
      await dialog.getByRole("button", { name: "Save figure…" }).click();
      await page.getByText(`saved by hand.${extension}`).first().waitFor();
      const id = readFileSync(join(own, "example-session.klonos.json"), "utf8");
      const trains = (JSON.parse(id) as { trains: { id: string; channel: string; startSeconds: number }[] }).trains;
      const train = trains.find((candidate) => candidate.channel === "R SOL" && Math.abs(candidate.startSeconds - truth.bursts[0]!.onsetSeconds) < 0.2)!;
      const expected = readFileSync(join(own, `example-session.${train.id.replace(/[^\p{L}\p{N}._-]+/gu, "-")}.${extension}`));
      expect(readFileSync(file).equals(expected), extension).toBe(true);
    }
    await answerDialogs(app, [], undefined);
    await dialog.getByRole("button", { name: "Everything as JSON" }).click();
    await answerDialogs(app, [], join(folder, "no-such-folder", "x.json"));
    await dialog.getByRole("button", { name: "Everything as JSON" }).click();
    await page.getByRole("alert").first().waitFor();
    const words = await page.getByRole("alert").first().textContent();
    expect(words).toContain("x.json");
    expect(words).toContain("Choose another folder");
    expect(words, "our words and not Electron's").not.toMatch(/Error invoking|klonos:|KlonosError/);
    await page.getByRole("button", { name: /^Dismiss/ }).first().click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
  });

  test("the native dialog opens a file, the menu runs commands", async () => {
    const page = desktop.page();
    const app = desktop.app();
    await answerDialogs(app, [TAPPING], undefined);
    await page.keyboard.press("Control+o");
    await expect.poll(nameShown).toBe("tapping.bdf");
    await analysed(page);
    const menu = (path: readonly string[]): Promise<void> =>
      app.evaluate(({ Menu, BrowserWindow }, labels) => {
        const top = Menu.getApplicationMenu()!.items.find((item) => item.label.replace("&", "") === labels[0])!;
        top.submenu!.items.find((item) => item.label.replace("&", "").startsWith(labels[1]!))!.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
      }, [...path]);
    await menu(["File", "Open the example"]);
    await expect.poll(nameShown).toBe("example-session.edf");
    await analysed(page);
    await menu(["View", "Raw or filtered"]);
    await expect.poll(() => page.getByTestId("viewer-description").textContent()).toContain(", raw.");
    await menu(["View", "Raw or filtered"]);
    await menu(["Help", "Keys"]);
    await page.locator("dialog[open]").waitFor();
    await page.keyboard.press("Escape");
  });

  test("a second start opens its file in the window that is there, and ends", async () => {
    const app = desktop.app();
    await desktop.startAgain(TAPPING);
    await expect.poll(nameShown).toBe("tapping.bdf");
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test("a file that is not there says so by its name", async () => {
    const page = desktop.page();
    const app = desktop.app();
    // The window that a second start brought to the front has its keys only when it is there, and its file opened.
    await page.bringToFront();
    await page.locator("[data-testid=pattern-panel][aria-busy=false]").waitFor();
    await answerDialogs(app, [join(folder, "gone.edf")], undefined);
    await page.keyboard.press("Control+o");
    // Not just any notice: one about the file before may be on its way out.
    const notice = page.getByRole("alert").filter({ hasText: "gone.edf" });
    await notice.waitFor();
    expect(await notice.textContent(), "no path of this computer").not.toContain(folder);
    await page.getByRole("button", { name: /^Dismiss/ }).first().click();
  });

  test("a dropped file opens by its path", async () => {
    const page = desktop.page();
    const target = page.locator(".window");
    // A file made in the page has no path: the shell has nothing to open and must not fall over.
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["x"], "made-in-page.edf"));
      return transfer;
    });
    await target.dispatchEvent("drop", { dataTransfer: data });
    await page.waitForTimeout(300);
    expect(await nameShown()).toBe("tapping.bdf");
  });

  test("after a restart the recent files are there, newest first, and the theme is kept", async () => {
    await desktop.page().keyboard.press("Control+k");
    await desktop.page().keyboard.type("dark colours");
    await desktop.page().keyboard.press("Enter");
    await expect.poll(() => desktop.page().evaluate(async () => (await window.klonosHost.loadPreferences()).values["theme"])).toBe("dark");
    await desktop.restart();
    const page = desktop.page();
    // The window comes back as it was: the recording that was shown last is there again.
    await analysed(page);
    const names = await page.evaluate(async () => (await window.klonosHost.recentFiles()).map(({ name }) => name));
    expect(names).toContain("example-session.edf");
    expect(names.indexOf("tapping.bdf")).toBeLessThan(names.indexOf("example-session.edf"));
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
    await page.screenshot({ path: `${outputFolder}/desktop-recent.png` });
    expect(desktop.complaints()).toEqual([]);
  });
});
