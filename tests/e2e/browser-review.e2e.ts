import { describe, expect, test } from "vitest";
import { manoeuvre } from "./harness/example";
import { outputFolder } from "./harness/launch";
import { clonusOfExample, sharedBrowser } from "./harness/shared-browser";
import { drawn, pixelOf, plotBox, shownWindow, trainButton } from "./harness/window";

/** Scoring on a busy machine. */
const PATIENCE = { timeout: 15_000 };

describe("review in a browser", () => {
  const { bursts } = manoeuvre("clonus");
  const session = sharedBrowser(clonusOfExample);

  test("a threshold that is moved marks what flips; Back leaves all as it was, Apply is one step of undo", async () => {
    const { page } = session;
    const edits = (): Promise<string | null> => page.getByTestId("edits").textContent();
    const before = await edits();
    await page.keyboard.press("w");
    const panel = page.getByTestId("what-if");
    await panel.getByLabel("Setting that is moved").selectOption("rhythmicSnrDb");
    await expect.poll(() => panel.getByTestId("what-if-count").textContent(), PATIENCE).toMatch(/^No label/);
    await panel.getByRole("slider").fill("30");
    await expect.poll(() => panel.getByTestId("what-if-count").textContent(), PATIENCE).toMatch(/^[1-9]\d* of \d+ labels would flip/);
    await expect.poll(() => page.getByTestId("flip").count()).toBeGreaterThan(0);
    await page.screenshot({ path: `${outputFolder}/browser-what-if.png` });
    await panel.getByRole("button", { name: "Back" }).click();
    await expect.poll(() => page.getByTestId("pattern-title").textContent(), PATIENCE).toMatch("Rhythmic");
    expect(await edits()).toBe(before);
    await page.keyboard.press("w");
    await panel.getByLabel("Setting that is moved").selectOption("rhythmicSnrDb");
    await panel.getByRole("slider").fill("30");
    await panel.getByRole("button", { name: "Apply" }).click();
    await expect.poll(() => page.getByTestId("pattern-title").textContent(), PATIENCE).toMatch("Indeterminate");
    await page.keyboard.press("Control+z");
    await expect.poll(() => page.getByTestId("pattern-title").textContent(), PATIENCE).toMatch("Rhythmic");
  });

  test("a second reader judges every train blinded, stops, goes on, and gets the agreement", async () => {
    const { page } = session;
    await page.keyboard.press("Control+Shift+b");
    const dialog = page.getByTestId("reading-dialog");
    await dialog.getByLabel("Initials or code").fill("AB");
    await dialog.getByRole("button", { name: "Begin" }).click();
    const panel = page.getByTestId("reading-panel");
    await panel.waitFor();
    const progress = (): Promise<string | null> => panel.getByTestId("reading-progress").textContent();
    // A label that comes before its train is shown is not taken.
    const shown = (): Promise<void> => page.locator("[data-testid=reading-panel][aria-busy=false]").waitFor();
    await expect.poll(progress, PATIENCE).toMatch("0 of 14 judged");
    await shown();
    expect(await page.getByTestId("trains").textContent()).not.toMatch(/rhythmic|irregular|indeterminate/);
    await page.keyboard.press("1");
    await expect.poll(progress, PATIENCE).toMatch("1 of 14 judged");
    await page.screenshot({ path: `${outputFolder}/browser-reading.png` });
    await panel.getByRole("button", { name: "Pause" }).click();
    await expect.poll(() => page.getByTestId("pattern-title").textContent(), PATIENCE).toMatch(/Rhythmic|Irregular|Indeterminate/);
    await page.keyboard.press("Control+Shift+b");
    await dialog.getByRole("button", { name: "Go on" }).click();
    for (let judged = 1; judged < 14; judged += 1) {
      await expect.poll(progress, PATIENCE).toMatch(`${judged} of 14 judged`);
      await shown();
      await page.keyboard.press("4");
    }
    await dialog.getByText("14 of 14 judged").waitFor();
    await dialog.getByRole("button", { name: "Agreement" }).click();
    await dialog.getByTestId("agreement").getByText("κ = ").waitFor();
    await page.screenshot({ path: `${outputFolder}/browser-agreement.png` });
    await page.keyboard.press("Escape");
  });

  test("an edge is dragged, a burst set with a click, and the history tells both", async () => {
    const { page } = session;
    const edits = (): Promise<string | null> => page.getByTestId("edits").textContent();
    await (await trainButton(page, "R SOL", bursts[0]!.onsetSeconds)).click();
    const box = await plotBox(page);
    const before = await edits();
    const burst = bursts[10]!;
    await page.mouse.move(pixelOf(await shownWindow(page), box, burst.onsetSeconds), box.y + 70);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -900);
    await page.keyboard.up("Control");
    await drawn(page);
    const window = await shownWindow(page);
    await page.mouse.click(pixelOf(window, box, (burst.onsetSeconds + burst.offsetSeconds) / 2), box.y + 70);
    await page.keyboard.press("]");
    await expect.poll(edits, PATIENCE).toMatch(/1 of bursts/);
    await page.keyboard.press("Control+z");
    await expect.poll(edits, PATIENCE).toBe(before);
    await page.keyboard.down("Control");
    await page.mouse.dblclick(pixelOf(window, box, (burst.onsetSeconds + burst.offsetSeconds) / 2), box.y + 70);
    await page.keyboard.up("Control");
    await expect.poll(edits, PATIENCE).toMatch(/1 of bursts/);
    await page.keyboard.press("Control+h");
    const history = page.getByTestId("history-dialog");
    await history.getByTestId("history").getByText("removed burst on R SOL").first().waitFor();
    await page.screenshot({ path: `${outputFolder}/browser-history.png` });
    await history.getByRole("button", { name: /removed burst/ }).click();
    await page.keyboard.press("Escape");
    await expect.poll(edits, PATIENCE).toBe(before);
  });
});
