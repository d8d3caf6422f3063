import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findings } from "./harness/axe";
import { findChromium, needs } from "./harness/find-programs";
import { openInBrowser, outputFolder, type BrowserSession } from "./harness/launch";
import { drawn, openExample, plotBox } from "./harness/window";

/** Elements that stick out of the window or whose text is cut without an ellipsis. */
async function spills(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) found.push("the page scrolls sideways");
    if (document.documentElement.scrollHeight > window.innerHeight) found.push("the page scrolls down");
    for (const button of document.querySelectorAll<HTMLElement>(".toolbar button, .next-actions button, .tabs button")) {
      const box = button.getBoundingClientRect();
      if (box.width > 0 && (box.right > window.innerWidth + 1 || box.left < -1)) found.push(`out of the window: ${button.textContent}`);
      if (button.scrollWidth > button.clientWidth + 1 && getComputedStyle(button).textOverflow !== "ellipsis") found.push(`cut: ${button.textContent}`);
    }
    return found;
  });
}

describe("how the window looks", () => {
  const chromium = findChromium();
  let session: BrowserSession | undefined;

  beforeEach(({ skip }) => void needs(chromium, "A Chromium", skip));
  afterEach(async () => {
    await session?.close();
    session = undefined;
  });

  test.each([
    ["light", 1440, 900],
    ["dark", 1440, 900],
    ["light", 1024, 640],
  ] as const)("%s, %d × %d: nothing spills, and axe-core finds nothing serious", async (colorScheme, width, height) => {
    session = await openInBrowser(chromium!, { width, height, colorScheme });
    const { page } = session;
    await page.getByRole("heading", { name: "Open an EMG recording" }).waitFor();
    expect(await findings(page), "empty").toEqual([]);
    await openExample(page);
    for (let step = 0; step < 9; step++) await page.keyboard.press("Shift+N");
    await drawn(page);
    await page.screenshot({ path: `${outputFolder}/look-${colorScheme}-${width}.png` });
    expect(await spills(page)).toEqual([]);
    expect(await findings(page), "with a recording").toEqual([]);
    const box = await plotBox(page);
    expect(box.width, "room for the traces").toBeGreaterThan(width / 3);
    expect(box.height).toBeGreaterThan(height / 3);
    for (const [key, name] of [["Control+,", "settings"], ["Control+e", "export"], ["?", "keys"], ["Control+k", "palette"]] as const) {
      await page.keyboard.press(key);
      await page.locator("dialog[open]").waitFor();
      expect(await findings(page), name).toEqual([]);
      const dialog = (await page.locator("dialog[open]").boundingBox())!;
      expect(dialog.y >= 0 && dialog.y + dialog.height <= height, `${name} fits`).toBe(true);
      await page.screenshot({ path: `${outputFolder}/look-${colorScheme}-${width}-${name}.png` });
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    }
    expect(session.complaints).toEqual([]);
  });

  test("dark is dark, high contrast has black on white, and both by choice", async () => {
    session = await openInBrowser(chromium!);
    const { page } = session;
    await openExample(page);
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
    expect(await lightness()).toBeGreaterThan(220);
    await choose("dark colours");
    await expect.poll(lightness).toBeLessThan(60);
    await choose("high contrast");
    await expect.poll(lightness).toBeGreaterThan(250);
    await drawn(page);
    await page.screenshot({ path: `${outputFolder}/look-contrast.png` });
    expect(await findings(page)).toEqual([]);
    await page.reload();
    await openExample(page);
    expect(await page.evaluate(() => document.documentElement.dataset["theme"]), "kept over a reload").toBe("contrast");
  });

  test("the keyboard reaches every part, and the focus can be seen", async () => {
    session = await openInBrowser(chromium!);
    const { page } = session;
    await openExample(page);
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
