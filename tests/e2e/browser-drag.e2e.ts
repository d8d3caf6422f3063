import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { manoeuvre } from "./harness/example";
import { findChromium, needs } from "./harness/find-programs";
import { openInBrowser, type BrowserSession } from "./harness/launch";
import { drawn, openExample, pixelOf, plotBox, shownWindow, trainButton } from "./harness/window";

/** Scoring on a busy machine. */
const PATIENCE = { timeout: 15_000 };
const GRIP = "ew-resize";

describe("what is taken hold of in the traces", () => {
  const chromium = findChromium();
  const { bursts } = manoeuvre("clonus");
  let session: BrowserSession;

  beforeAll(async () => {
    if (chromium === undefined) return;
    session = await openInBrowser(chromium);
    await openExample(session.page);
    await (await trainButton(session.page, "R SOL", bursts[0]!.onsetSeconds)).click();
  });
  afterAll(async () => {
    await session?.close();
  });
  beforeEach(({ skip }) => void needs(chromium, "A Chromium", skip));

  test("an edge of the chosen burst follows the pointer in one step of undo, and events come in from a table", async () => {
    const { page } = session;
    const edits = (): Promise<string | null> => page.getByTestId("edits").textContent();
    const box = await plotBox(page);
    const burst = bursts[10]!;
    const y = box.y + 70;
    await page.mouse.move(pixelOf(await shownWindow(page), box, burst.onsetSeconds), y);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -900);
    await page.keyboard.up("Control");
    await drawn(page);
    const middle = pixelOf(await shownWindow(page), box, (burst.onsetSeconds + burst.offsetSeconds) / 2);
    await page.mouse.click(middle, y);
    let edge = middle;
    const grips = async (x: number): Promise<boolean> => {
      await page.mouse.move(x, y);
      return page.evaluate(([left, top, cursor]) => getComputedStyle(document.elementFromPoint(left, top)!).cursor === cursor, [x, y, GRIP] as const);
    };
    while (!(await grips(edge)) && edge < middle + 200) edge += 2;
    expect(edge).toBeLessThan(middle + 200);
    await page.mouse.down();
    await page.mouse.move(edge + 8, y);
    await page.mouse.move(edge + 16, y);
    await page.mouse.up();
    await expect.poll(edits, PATIENCE).toMatch(/^1 change, 1 of bursts/);
    await page.keyboard.press("Control+z");
    await expect.poll(edits, PATIENCE).toBe("No changes");
    await page.getByTestId("event-file").setInputFiles({ name: "events.tsv", mimeType: "text/tab-separated-values", buffer: Buffer.from("onset\tduration\tkind\ttext\tchannel\n7.5\t0\ttap\thammer\tR SOL\n") });
    const event = page.getByTestId("events").getByRole("button", { name: /hammer 0:07\.50 · R SOL/ }).first();
    await event.click();
    const name = page.getByTestId("event-editor").getByLabel("Name of the event");
    await name.fill("second hammer");
    await name.press("Enter");
    await page.getByTestId("events").getByText(/second hammer/).waitFor();
  });
});
