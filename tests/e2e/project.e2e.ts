import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { examplePath } from "./harness/example";
import { closeDisplay, display, findChromium, findElectron, needs } from "./harness/find-programs";
import { tidyBeforeRetry } from "./harness/known-state";
import { openDesktop, openInBrowser, outputFolder, type BrowserSession } from "./harness/launch";
import { analysed, openExample, plotBox, shownWindow } from "./harness/window";

interface KeptRecording {
  readonly context: { readonly marks: readonly { readonly kind: string; readonly origin: string; readonly seconds: number }[] };
  readonly view: { readonly window: { readonly start: number } };
  readonly audit: readonly { readonly what: string }[];
}

function recordingsIn(project: string): readonly KeptRecording[] {
  return readdirSync(join(project, "recordings")).map((name) => JSON.parse(readFileSync(join(project, "recordings", name), "utf8")) as KeptRecording);
}

const userMarks = (recording: KeptRecording | undefined): number => recording?.context.marks.filter((mark) => mark.origin === "user").length ?? -1;
const saved = (page: Page): Promise<void> => page.locator('[data-testid=saved][data-status=saved]').waitFor();

/** Two marks by the keyboard at the pointer, and another place. */
async function work(page: Page): Promise<void> {
  const box = await plotBox(page);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.press("4");
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2);
  await page.keyboard.press("5");
  await page.keyboard.press("PageDown");
}

describe("projects in a browser", () => {
  const chromium = findChromium();
  const data = mkdtempSync(join(tmpdir(), "klonos-e2e-data-"));
  afterAll(() => rmSync(data, { recursive: true, force: true }));
  beforeEach(({ skip }) => void needs(chromium, "A Chromium", skip));

  test("keep work by themselves, bring the window back, and go on as a folder of their own", async () => {
    let session = await openInBrowser(chromium!, { data });
    await openExample(session.page);
    await saved(session.page);
    await work(session.page);
    await expect.poll(() => userMarks(recordingsIn(join(data, "automatic.klonos"))[0]), { timeout: 10_000 }).toBe(2);
    await saved(session.page);
    const shown = await shownWindow(session.page);
    // A view is written a moment after it settled.
    await expect.poll(() => recordingsIn(join(data, "automatic.klonos"))[0]?.view.window.start).toBeCloseTo(shown.start, 2);
    await session.close();

    // Another port, another page: only the program behind it remembers.
    session = await openInBrowser(chromium!, { data });
    await analysed(session.page);
    await saved(session.page);
    expect(await session.page.getByTestId("recording-name").textContent()).toBe("example-session.edf");
    expect(await shownWindow(session.page)).toEqual(shown);
    expect(userMarks(recordingsIn(join(data, "automatic.klonos"))[0])).toBe(2);

    await session.page.keyboard.press("Control+Shift+S");
    const dialog = session.page.getByTestId("save-project-dialog");
    await dialog.getByLabel("Name of the project").fill("Ankle study");
    await session.page.screenshot({ path: `${outputFolder}/browser-save-project.png` });
    await session.page.keyboard.press("Enter");
    await session.page.getByTestId("saved").getByText("Project Ankle study").waitFor();
    await session.page.keyboard.press("4");
    const folder = join(data, "projects", "Ankle study.klonos");
    await expect.poll(() => userMarks(recordingsIn(folder)[0]), { timeout: 10_000 }).toBe(3);
    expect(userMarks(recordingsIn(join(data, "automatic.klonos"))[0])).toBe(2);
    await saved(session.page);
    await session.page.screenshot({ path: `${outputFolder}/browser-project.png` });

    // A second window is shown the project and does not write it.
    const second = await session.page.context().newPage();
    await second.goto(session.page.url());
    await second.locator('[data-testid=saved][data-status=read-only]').waitFor();
    await second.close();
    expect(session.complaints).toEqual([]);
    await session.close();
  });
});

describe("sessions in a browser", () => {
  const chromium = findChromium();
  const data = mkdtempSync(join(tmpdir(), "klonos-e2e-data-"));
  let session: BrowserSession;
  beforeAll(async () => {
    if (chromium === undefined) return;
    session = await openInBrowser(chromium, { data });
    await openExample(session.page);
    await saved(session.page);
  });
  afterAll(async () => {
    await session?.close();
    rmSync(data, { recursive: true, force: true });
  });
  beforeEach(({ skip }) => void needs(chromium, "A Chromium", skip));
  tidyBeforeRetry(() => session.page);

  test("whom an examination was of stands in a file of the project as soon as it is typed", async () => {
    const { page } = session;
    await page.keyboard.press("Control+Shift+S");
    await page.getByTestId("save-project-dialog").getByLabel("Name of the project").fill("Compared");
    await page.keyboard.press("Enter");
    await page.getByTestId("saved").getByText("Project Compared").waitFor();
    await page.keyboard.press("Control+Shift+C");
    const dialog = page.getByTestId("session-dialog");
    await dialog.getByLabel("Participant code").fill("P01");
    await dialog.getByLabel("Condition: example-session.edf").fill("stretch");
    const folder = join(data, "projects", "Compared.klonos", "sessions");
    const kept = (): { participant: string; recordings: { condition: string }[] }[] => readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as never);
    await expect.poll(kept).toMatchObject([{ participant: "P01", recordings: [{ condition: "stretch" }] }]);
    await page.keyboard.press("Escape");
    expect(session.complaints).toEqual([]);
  });
});

describe("projects on the desktop", () => {
  const electron = findElectron();
  const profile = mkdtempSync(join(tmpdir(), "klonos-e2e-profile-"));
  afterAll(() => {
    closeDisplay();
    rmSync(profile, { recursive: true, force: true });
  });

  test("keep work through a close and a kill, and refer to the recording by its place", async ({ skip }) => {
    needs(electron, "An Electron", skip);
    needs(await display(), "A display or Xvfb", skip);
    let session = await openDesktop(electron!, { files: [examplePath], profile });
    await analysed(session.page);
    await saved(session.page);
    await work(session.page);
    await session.page.waitForTimeout(100);
    await session.close();
    const automatic = join(profile, "automatic.klonos");
    expect(userMarks(recordingsIn(automatic)[0])).toBe(2);

    session = await openDesktop(electron!, { profile });
    await analysed(session.page);
    expect(await session.page.getByTestId("recording-name").textContent()).toBe("example-session.edf");
    const target = join(profile, "Ankle study.klonos");
    await session.app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
    }, target);
    await session.page.keyboard.press("Control+Shift+S");
    await session.page.getByTestId("save-project-dialog").getByRole("button", { name: "Save" }).click();
    await session.page.getByTestId("saved").getByText("Project Ankle study").waitFor();
    await session.page.keyboard.press("6");
    await expect.poll(() => userMarks(recordingsIn(target)[0]), { timeout: 10_000 }).toBe(3);
    await saved(session.page);
    session.app.process().kill("SIGKILL");
    await session.close().catch(() => undefined);

    session = await openDesktop(electron!, { profile });
    await analysed(session.page);
    await saved(session.page);
    expect(await session.page.getByTestId("saved").textContent()).toContain("Project Ankle study");
    await session.page.screenshot({ path: `${outputFolder}/desktop-project.png` });
    await session.close();
  });
});
