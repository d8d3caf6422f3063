import type { Locator, Page } from "playwright-core";

/** The stretch of the recording on screen, as the viewer tells it to those who cannot see it. */
export interface ShownWindow {
  readonly start: number;
  readonly span: number;
}

/** Place of the plot (without axis and labels) on the page, in CSS pixels. */
export interface PlotBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Counts of a block of canvas pixels. `tinted` have more blue than red by at least 20 and are light: burst bands. `ink` is dark. */
export interface PixelCounts {
  readonly tinted: number;
  readonly ink: number;
  readonly total: number;
  /** First and last row, from the top of the block, that has ink; −1 without ink. */
  readonly inkTop: number;
  readonly inkBottom: number;
}

/** Opens the bundled session from the empty window, waits until it is analysed, and goes to its start. */
export async function openExample(page: Page): Promise<void> {
  // A window that was reloaded may bring the session back by itself, and takes the button away meanwhile.
  const pressed = page.locator(".empty-actions button").last().click().catch(() => undefined);
  await Promise.race([pressed, page.getByTestId("hash").waitFor({ state: "attached", timeout: 60_000 })]);
  await analysed(page);
  const tour = page.getByTestId("tour").locator("button.link");
  if (await tour.isVisible()) await tour.click();
}

/** Waits until the recording that is on screen has been read to its end and scored. */
export async function analysed(page: Page): Promise<void> {
  // A small window has no room for the hash: it is there, and not seen.
  await page.getByTestId("hash").waitFor({ state: "attached", timeout: 60_000 });
  await page.locator('[data-testid=pattern-panel][aria-busy=false]').waitFor({ timeout: 60_000 });
}

/** `0:41.25` or `1:02:03.5` in seconds. */
export function secondsOf(text: string): number {
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** What the viewer shows; known to a hundredth of a second. */
export async function shownWindow(page: Page): Promise<ShownWindow> {
  const words = (await page.getByTestId("viewer-description").textContent()) ?? "";
  const match = /Traces from ([\d:.]+) to ([\d:.]+), /.exec(words);
  if (match === null) throw new Error(`The viewer does not say what it shows: ${words}`);
  const start = secondsOf(match[1]!);
  return { start, span: secondsOf(match[2]!) - start };
}

/** Where pointer and wheel of the traces arrive. */
export function plot(page: Page): Locator {
  return page.locator("[data-testid=viewer] .u-over");
}

export async function plotBox(page: Page): Promise<PlotBox> {
  const box = await plot(page).boundingBox();
  if (box === null) throw new Error("There is no plot on the page.");
  return box;
}

/** Middle line of a channel's trace on the page, in CSS pixels. */
export async function baselineOf(page: Page, label: string): Promise<number> {
  const box = await page.locator(".row-label", { has: page.getByText(label, { exact: true }) }).evaluate((element) => ({ top: Number.parseFloat((element as HTMLElement).style.top), parent: element.parentElement!.getBoundingClientRect().top }));
  return box.parent + box.top;
}

/** Page position of a time. */
export function pixelOf(window: ShownWindow, box: PlotBox, seconds: number): number {
  return box.x + ((seconds - window.start) / window.span) * box.width;
}

/** Waits for two frames without a change of the canvas: traces have come and are drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>("[data-testid=viewer] canvas")!;
    const context = canvas.getContext("2d")!;
    const print = (): number => {
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      let hash = 17;
      for (let index = 0; index < data.length; index += 4) hash = (Math.imul(hash, 31) + data[index]! + 3 * data[index + 2]!) | 0;
      return hash;
    };
    let before = print();
    let same = 0;
    for (let round = 0; round < 60 && same < 3; round++) {
      await new Promise((done) => setTimeout(done, 80));
      const now = print();
      same = now === before ? same + 1 : 0;
      before = now;
    }
  });
}

/** Looks at a block of the viewer's canvas in the light theme; page coordinates, CSS pixels. */
export async function lookAt(page: Page, left: number, top: number, right: number, bottom: number): Promise<PixelCounts> {
  return page.evaluate(
    ([x0, y0, x1, y1]) => {
      const canvas = document.querySelector<HTMLCanvasElement>("[data-testid=viewer] canvas")!;
      const box = canvas.getBoundingClientRect();
      const ratio = canvas.width / box.width;
      const width = Math.max(1, Math.round((x1! - x0!) * ratio));
      const height = Math.max(1, Math.round((y1! - y0!) * ratio));
      const { data } = canvas.getContext("2d")!.getImageData(Math.round((x0! - box.left) * ratio), Math.round((y0! - box.top) * ratio), width, height);
      let tinted = 0;
      let ink = 0;
      let inkTop = -1;
      let inkBottom = -1;
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const at = (row * width + column) * 4;
          // The canvas is clear where nothing is drawn: it lies on the white of the light theme.
          const alpha = data[at + 3]! / 255;
          const [red, green, blue] = [0, 1, 2].map((part) => data[at + part]! * alpha + 255 * (1 - alpha)) as [number, number, number];
          if (blue - red >= 20 && red > 150) tinted++;
          else if (red + green + blue < 480) {
            ink++;
            if (inkTop < 0) inkTop = row;
            inkBottom = row;
          }
        }
      }
      return { tinted, ink, total: width * height, inkTop, inkBottom };
    },
    [left, top, right, bottom],
  );
}

/** The train of a channel in the list that begins within a second of `startSeconds`. */
export async function trainButton(page: Page, channel: string, startSeconds: number): Promise<Locator> {
  const buttons = page.getByTestId("trains").locator(`button[data-channel="${channel}"]`);
  const starts = await buttons.evaluateAll((elements) => elements.map((element) => element.getAttribute("title")?.split(" ")[0] ?? ""));
  const found = starts.findIndex((text) => Math.abs(secondsOf(text) - startSeconds) < 1);
  if (found < 0) throw new Error(`No train of ${channel} begins near ${startSeconds} s: ${starts.join(", ")}`);
  return buttons.nth(found);
}

/** Chooses a page length from the toolbar's list. */
export async function setPage(page: Page, seconds: number): Promise<void> {
  await page.getByTestId("toolbar").getByRole("button", { name: /^Page / }).click();
  await page.getByRole("menuitemradio", { name: `${seconds} s`, exact: true }).click();
}
