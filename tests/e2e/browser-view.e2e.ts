import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { manoeuvre } from "./harness/example";
import { scored } from "./harness/known-state";
import { outputFolder } from "./harness/launch";
import { clonusOfExample, sharedBrowser } from "./harness/shared-browser";
import { baselineOf, drawn, lookAt, pixelOf, plotBox, setPage, shownWindow, trainButton } from "./harness/window";

describe("looking at a recording", () => {
  const session = sharedBrowser(async (page) => {
    await clonusOfExample(page);
    await setPage(page, 5);
    // The middle of the train, away from its ends.
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("PageDown");
    await page.keyboard.press("PageDown");
    await drawn(page);
  });
  const clonus = manoeuvre("clonus");

  async function drag(fromSeconds: number, toSeconds: number, y: number, toY = y + 2, modifier?: "Shift" | "Alt"): Promise<void> {
    const { page } = session;
    const window = await shownWindow(page);
    const box = await plotBox(page);
    if (modifier !== undefined) await page.keyboard.down(modifier);
    await page.mouse.move(pixelOf(window, box, fromSeconds), y);
    await page.mouse.down();
    await page.mouse.move(pixelOf(window, box, (fromSeconds + toSeconds) / 2), (y + toY) / 2, { steps: 4 });
    await page.mouse.move(pixelOf(window, box, toSeconds), toY, { steps: 4 });
    await page.mouse.up();
    if (modifier !== undefined) await page.keyboard.up(modifier);
  }

  test("two cursors measure the interval between two beats, and one of them is pulled elsewhere", async () => {
    const { page } = session;
    const window = await shownWindow(page);
    const box = await plotBox(page);
    const middle = await baselineOf(page, "R SOL");
    const inView = clonus.bursts.filter((burst) => burst.centroidSeconds > window.start + 0.5);
    const [first, second, fifth] = [inView[0]!.centroidSeconds, inView[1]!.centroidSeconds, inView[4]!.centroidSeconds];
    await page.mouse.move(pixelOf(window, box, first), middle);
    await page.keyboard.press("c");
    await page.mouse.move(pixelOf(window, box, second), middle);
    await page.keyboard.press("c");
    const words = async (): Promise<string> => (await page.getByTestId("calipers").textContent()) ?? "";
    const interval = async (): Promise<number> => Number(/Δt ([\d.]+) (ms|s)/.exec(await words())![1]) / (/Δt [\d.]+ ms/.test(await words()) ? 1000 : 1);
    expect(Math.abs((await interval()) - (second - first))).toBeLessThan(0.015);
    expect(Math.abs(Number(/1\/Δt ([\d.]+) Hz/.exec(await words())![1]) - 1 / (second - first))).toBeLessThan(0.5);
    expect(await words()).toMatch(/ΔV −?[\d.]+ µV \(R SOL\)/);
    await drag(second, fifth, middle);
    await expect.poll(interval).toBeGreaterThan(0.9 * (fifth - first));
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByTestId("calipers").count()).toBe(0);
  });

  test("a rectangle zooms into time and gain, Backspace goes back to both", async () => {
    const { page } = session;
    const middle = await baselineOf(page, "R TA");
    const before = await shownWindow(page);
    const gain = (): Promise<string | null> => page.locator(".row-label", { has: page.getByText("R TA", { exact: true }) }).locator(".row-unit").textContent();
    const first = await gain();
    expect(first).toMatch(/µV\/div$/);
    await drag(before.start + 1, before.start + 2, middle - 14, middle + 14, "Shift");
    await expect.poll(async () => (await shownWindow(page)).span).toBeLessThan(1.1);
    await expect.poll(async () => Number.parseFloat((await gain())!)).toBeLessThan(Number.parseFloat(first!));
    await page.keyboard.press("Backspace");
    await expect.poll(async () => (await shownWindow(page)).span).toBeCloseTo(before.span, 1);
    await expect.poll(gain).toBe(first);
  });

  test("traces stay in their rows: the tallest gain runs over no ribbon", async () => {
    const { page } = session;
    await (await trainButton(page, "R SOL", clonus.bursts[0]!.onsetSeconds)).click();
    for (let step = 0; step < 5; step++) await page.keyboard.press("+");
    await drawn(page);
    const box = await plotBox(page);
    // The ribbon of the chosen train is one colour but for its words at the left; a trace would be dark lines in it.
    const ribbon = await lookAt(page, box.x + box.width * 0.5, box.y + 8, box.x + box.width * 0.9, box.y + 24);
    await page.screenshot({ path: `${outputFolder}/view-tall.png` });
    for (let step = 0; step < 5; step++) await page.keyboard.press("-");
    await drawn(page);
    const flat = await lookAt(page, box.x + box.width * 0.5, box.y + 8, box.x + box.width * 0.9, box.y + 24);
    expect(ribbon.ink).toBe(flat.ink);
  });

  test("a derivation is refused with its reason, or drawn and analysed; a montage brings everything back on F1 and as a file", async () => {
    const { page } = session;
    await page.keyboard.press("Control+m");
    const dialog = page.getByTestId("montage-dialog");
    await dialog.getByLabel("First channel").selectOption({ label: "R SOL" });
    await dialog.getByLabel("Channel that is subtracted").selectOption({ label: "Angle" });
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    expect(await dialog.getByTestId("derivation-refusal").textContent()).toMatch(/does not resample|one unit/);
    await dialog.getByLabel("Channel that is subtracted").selectOption({ label: "R MG" });
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await dialog.getByLabel("Show R TA").uncheck();
    await dialog.getByLabel("Colour of R SOL", { exact: true }).selectOption("purple");
    await dialog.getByLabel("Keep the screen as").fill("ankle");
    await dialog.getByRole("button", { name: "Keep", exact: true }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Export…" }).click()]);
    const kept = JSON.parse(readFileSync(await download.path(), "utf8")) as { schema: string; derivations: unknown };
    expect([kept.schema, kept.derivations]).toEqual(["klonos-montage/1", [{ label: "R SOL−R MG", plus: "R SOL", minus: "R MG" }]]);
    await page.screenshot({ path: `${outputFolder}/view-montage.png` });
    await page.keyboard.press("Escape");
    await scored(page);
    const labels = (): Promise<string[]> => page.locator(".row-name-text").allTextContents();
    await expect.poll(labels).toEqual(["R SOL", "R MG", "R SOL−R MG", "Angle"]);
    await expect.poll(() => page.getByTestId("trains").locator('button[data-channel="R SOL−R MG"]').count()).toBeGreaterThan(0);
    await page.keyboard.press("Shift+H");
    await expect.poll(labels).toContain("R TA");
    await page.keyboard.press("F1");
    await expect.poll(labels).toEqual(["R SOL", "R MG", "R SOL−R MG", "Angle"]);
    await drawn(page);
    await page.screenshot({ path: `${outputFolder}/view-derivation.png` });
  });

  test("a channel is heard in time with a moving cursor, and Space stops it", async () => {
    const { page } = session;
    await page.keyboard.press("Control+Home");
    await page.mouse.move(10, 400);
    // A button that has the focus keeps Space for itself.
    await page.getByTestId("status-bar").click();
    await page.keyboard.press("Space");
    await page.getByTestId("listening").waitFor();
    const seconds = async (): Promise<number> => Number(/Cursor \d+:([\d.]+)/.exec((await page.getByTestId("cursor").textContent()) ?? "")?.[1] ?? "NaN");
    await page.waitForTimeout(500);
    const first = await seconds();
    const began = Date.now();
    await page.waitForTimeout(1500);
    const moved = (await seconds()) - first;
    const passed = (Date.now() - began) / 1000;
    expect(moved / passed).toBeGreaterThan(0.6);
    expect(moved / passed).toBeLessThan(1.4);
    await page.keyboard.press("Space");
    await expect.poll(() => page.getByTestId("listening").count()).toBe(0);
  });

  test("the menu of the filter opens its response curve, which names its half-power points", async () => {
    const { page } = session;
    await page.getByTestId("toolbar").getByRole("button", { name: /^Filter / }).click();
    await page.getByRole("menuitem", { name: /^Response curve/ }).click();
    const dialog = page.getByTestId("filter-dialog");
    await dialog.getByTestId("filter-curve").waitFor();
    expect(await dialog.getByTestId("filter-answer").textContent()).toMatch(/30\.\d? ?.*450|30.*4[45]\d/);
    await page.keyboard.press("Escape");
    await expect.poll(() => dialog.count()).toBe(0);
  });

  test("nothing was complained about", () => {
    expect(session.complaints.filter((text) => !text.includes("403"))).toEqual([]);
    expect(session.foreignRequests).toEqual([]);
  });
});
