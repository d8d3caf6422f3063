import { describe, expect, test } from "vitest";
import { exampleTruth, manoeuvre } from "./harness/example";
import { outputFolder } from "./harness/launch";
import { clonusOfExample, sharedBrowser } from "./harness/shared-browser";
import { drawn, pixelOf, plotBox, setPage, shownWindow } from "./harness/window";

/** Scoring on a busy machine. */
const PATIENCE = { timeout: 15_000 };
const GRIP = "ew-resize";

describe("what is taken hold of in the traces", () => {
  const { bursts } = manoeuvre("clonus");
  const session = sharedBrowser(clonusOfExample);

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

  test("an event is dragged by its name to another time in one step of undo, and is set by hand from then on", async () => {
    const { page } = session;
    const stretch = exampleTruth.annotations.find(({ text }) => text === "stretch")!.onsetSeconds;
    const events = page.getByTestId("events");
    const at = (seconds: number): RegExp => new RegExp(`stretch 0:0${seconds.toFixed(2).replace(".", "\\.")}`);
    await setPage(page, 10);
    await page.keyboard.press("Control+Home");
    await drawn(page);
    const before = await page.getByTestId("edits").textContent();
    const window = await shownWindow(page);
    const box = await plotBox(page);
    const y = box.y + box.height - 10;
    const start = pixelOf(window, box, stretch) + 12;
    const by = pixelOf(window, box, 1) - pixelOf(window, box, 0);
    await page.mouse.move(start, y);
    await page.mouse.down();
    await page.mouse.move(start + by / 2, y, { steps: 3 });
    await page.mouse.move(start + by, y, { steps: 3 });
    await page.mouse.up();
    // A pixel is ten milliseconds here.
    const moved = events.getByRole("button", { name: /stretch 0:0(6\.9[5-9]|7\.0[0-5])/ });
    await moved.first().waitFor();
    // What the file says of that time stays as a quiet note of its own.
    const marked = events.locator(".item:not(.quiet)").filter({ hasText: at(stretch) });
    await expect.poll(() => marked.count()).toBe(0);
    await page.screenshot({ path: `${outputFolder}/browser-event-dragged.png` });
    await page.keyboard.press("Control+z");
    await marked.first().waitFor();
    await expect.poll(() => page.getByTestId("edits").textContent(), PATIENCE).toBe(before);
  });
});
