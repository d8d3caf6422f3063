import { describe, expect, test } from "vitest";
import { exampleTruth, manoeuvre, trueRateHz, type Manoeuvre } from "./harness/example";
import { outputFolder } from "./harness/launch";
import { sharedBrowser } from "./harness/shared-browser";
import { analysed, baselineOf, drawn, lookAt, openExample, pixelOf, plot, plotBox, setPage, shownWindow, trainButton } from "./harness/window";

/** Height of the strip of a band that is looked at: just under the ribbon, where tall traces seldom reach. */
const STRIP_PIXELS = 8;
const UNDER_RIBBON_PIXELS = 32;

describe("the window in a browser", () => {
  const session = sharedBrowser();

  test("opens empty by its one-time address, and only once", async () => {
    const { page } = session;
    await page.getByRole("heading", { name: "Open an EMG recording" }).waitFor();
    expect(await page.getByTestId("left-panel").count()).toBe(0);
    expect(new URL(page.url()).search, "the token does not stay in the address").toBe("");
    const again = await fetch(session.address, { redirect: "manual" });
    expect(again.status).toBe(403);
    const stranger = await fetch(new URL("/", session.address));
    expect(stranger.status, "without the cookie").toBe(403);
    await page.screenshot({ path: `${outputFolder}/browser-empty.png` });
  });

  test("the example session opens, with channels, events and trains of the generator", async () => {
    const { page } = session;
    await openExample(page);
    expect(await page.getByTestId("recording-name").textContent()).toBe("example-session.edf");
    const events = await page.getByTestId("events").locator("li .item-name").allTextContents();
    expect(events.map((text) => text.trim().split(" ")[0])).toEqual(exampleTruth.annotations.map((annotation) => annotation.text));
    const labels = (name: Manoeuvre["class"]): string => (name === "clonus" ? "clonus-like" : name === "clonoid" ? "clonoid-like" : "pseudoclonus-like");
    for (const name of ["clonus", "clonoid", "pseudoclonus"] as const) {
      const label = await (await trainButton(page, "R SOL", manoeuvre(name).bursts[0]!.onsetSeconds)).getAttribute("data-label");
      expect(label, name).toBe(labels(name));
    }
  });

  test("draws a band over every true burst and ink in it, and none between", async () => {
    const { page } = session;
    const box = await plotBox(page);
    const middle = await baselineOf(page, "R SOL");
    const strip = box.y + UNDER_RIBBON_PIXELS;
    await drawn(page);
    await page.screenshot({ path: `${outputFolder}/browser-example.png` });
    const first = await shownWindow(page);
    // Rest before the stretch: a thin line and no band.
    const rest = await lookAt(page, pixelOf(first, box, 1), strip, pixelOf(first, box, 5.5), middle + 60);
    expect(rest.tinted).toBe(0);
    expect(rest.inkBottom - rest.inkTop).toBeLessThan(30);

    await setPage(page, 2);
    let seen = 0;
    for (let step = 0; step < 3; step++) {
      await page.keyboard.press("PageDown");
      await drawn(page);
      const window = await shownWindow(page);
      const bursts = manoeuvre("clonus").bursts.filter((burst) => burst.onsetSeconds > window.start + 0.1 && burst.offsetSeconds < window.start + window.span - 0.3);
      for (const [index, burst] of bursts.entries()) {
        const band = await lookAt(page, pixelOf(window, box, burst.onsetSeconds + 0.01), strip, pixelOf(window, box, burst.offsetSeconds - 0.005), strip + STRIP_PIXELS);
        expect(band.tinted / band.total, `band of the burst at ${burst.onsetSeconds} s`).toBeGreaterThan(0.35);
        const next = bursts[index + 1];
        if (next === undefined) continue;
        const [from, to] = [burst.offsetSeconds + 0.03, next.onsetSeconds - 0.03];
        const between = await lookAt(page, pixelOf(window, box, from), strip, pixelOf(window, box, to), strip + STRIP_PIXELS);
        expect(between.tinted / between.total, `no band after ${burst.offsetSeconds} s`).toBeLessThan(0.05);
        const loud = await lookAt(page, pixelOf(window, box, burst.onsetSeconds), middle - 50, pixelOf(window, box, burst.offsetSeconds), middle + 40);
        const quiet = await lookAt(page, pixelOf(window, box, from), middle - 50, pixelOf(window, box, to), middle + 40);
        expect(loud.ink / loud.total, `ink of the burst at ${burst.onsetSeconds} s`).toBeGreaterThan((1.5 * quiet.ink) / quiet.total);
        seen++;
      }
      if (step === 1) await page.screenshot({ path: `${outputFolder}/browser-two-seconds.png` });
    }
    expect(seen).toBeGreaterThan(15);
  });

  test("the Pattern panel says what the generator made", async () => {
    const { page } = session;
    const panel = page.getByTestId("pattern-panel");
    const numbers = async (): Promise<string[]> => panel.getByTestId("numbers").locator("dd").allTextContents();
    for (const [name, title] of [["clonus", "Rhythmic"], ["clonoid", "Rhythmic, fading"], ["pseudoclonus", "Irregular"]] as const) {
      const truth = manoeuvre(name);
      const { bursts } = truth;
      await (await trainButton(page, "R SOL", bursts[0]!.onsetSeconds)).click();
      await expect.poll(async () => (await panel.getByTestId("pattern-title").textContent())?.trim()).toBe(title);
      const [beats, rate, length] = await numbers();
      expect(Math.abs(Number(beats) - bursts.length), `beats of ${name}`).toBeLessThanOrEqual(name === "pseudoclonus" ? 1 : 0);
      expect(Number.parseFloat(rate!), `rate of ${name}`).toBeCloseTo(trueRateHz(truth), 0);
      if (name !== "pseudoclonus") expect(Math.abs(Number.parseFloat(rate!) - trueRateHz(truth))).toBeLessThan(0.15);
      expect(Math.abs(Number.parseFloat(length!) - (bursts[bursts.length - 1]!.offsetSeconds - bursts[0]!.onsetSeconds))).toBeLessThan(0.1);
      expect(await panel.textContent()).toContain("For research and teaching. Not a medical device.");
    }
    await expect.poll(() => panel.locator(".evidence-list").first().locator("li").count(), { message: "nine measures at first sight" }).toBe(9);
    await panel.getByText(/^All \d+ measures/).click();
    const all = Number(/All (\d+)/.exec((await panel.getByText(/^All \d+ measures/).textContent()) ?? "")?.[1]);
    expect(all).toBeGreaterThan(8);
    await page.keyboard.press("Control+Home");
  });

  test("histograms, slow envelopes and the table of measures say of the clonus what the generator made", async () => {
    const { page } = session;
    const truth = manoeuvre("clonus");
    const period = 1000 / trueRateHz(truth);
    await (await trainButton(page, "R SOL", truth.bursts[0]!.onsetSeconds)).click();
    await page.getByRole("tab", { name: "Histograms" }).click();
    const label = async (kind: string): Promise<string> => (await page.getByTestId(`histogram-${kind}`).getAttribute("aria-label")) ?? "";
    await expect.poll(() => label("auto")).toMatch(/first peak at \d+ ms$/);
    // Bins of 20 ms.
    expect(Math.abs(Number(/(\d+) ms$/.exec(await label("auto"))![1]) - period)).toBeLessThan(20);
    // It alternates: half a cycle before or after.
    expect(Math.abs(Math.abs(Number(/([−\d]+) ms$/.exec(await label("cross"))![1]!.replace("−", "-"))) - period / 2)).toBeLessThan(25);
    await page.screenshot({ path: `${outputFolder}/browser-histograms.png` });
    await page.getByRole("tab", { name: "Phase" }).click();
    await expect.poll(() => page.getByTestId("pairs").locator("li").count()).toBeGreaterThan(0);
    expect(await page.getByTestId("pairs").textContent()).toContain("R SOL and R TA");
    const table = page.getByTestId("measure-table");
    await table.locator("summary").click();
    const spectrum = (await table.locator("tr", { hasText: "Spectral peak, Hz" }).locator("td").allTextContents()).map((cell) => cell.split(" to ").map(Number));
    expect(spectrum[0]![0]).toBeCloseTo(trueRateHz(truth), 0);
    expect(spectrum[1]![0]).toBeLessThan(spectrum[0]![0]!);
    expect(spectrum[1]![1]).toBeGreaterThan(spectrum[0]![0]!);
    expect(await table.locator("caption").allTextContents()).toEqual(["Rhythm", "Amplitude", "Antagonist", "Other detectors, and the ends of the train", "All attempts of this channel together"]);
    await table.locator("summary").click();
    await page.getByRole("tab", { name: "Intervals" }).click();
    await page.keyboard.press("Control+Home");
  });

  test("R shows the samples as recorded, E takes the envelope away", async () => {
    const { page } = session;
    await (await trainButton(page, "R SOL", manoeuvre("clonus").bursts[0]!.onsetSeconds)).click();
    await page.keyboard.press("Z");
    const words = (): Promise<string | null> => page.getByTestId("viewer-description").textContent();
    await expect.poll(words).toContain(", filtered.");
    await drawn(page);
    const before = await plot(page).screenshot();
    await page.keyboard.press("e");
    await drawn(page);
    const without = await plot(page).screenshot();
    expect(without.equals(before), "the envelope was drawn").toBe(false);
    await page.keyboard.press("e");
    await page.keyboard.press("r");
    await expect.poll(words).toContain(", raw.");
    await page.getByRole("button", { name: "Raw R", pressed: true }).waitFor();
    await drawn(page);
    await page.screenshot({ path: `${outputFolder}/browser-raw.png` });
    await page.keyboard.press("r");
    await expect.poll(words).toContain(", filtered.");
  });

  test("a click on a train chooses it, on a burst selects it, N and P walk", async () => {
    const { page } = session;
    const truth = manoeuvre("pseudoclonus");
    await (await trainButton(page, "R SOL", manoeuvre("clonus").bursts[0]!.onsetSeconds)).click();
    await page.keyboard.press("Control+0");
    await drawn(page);
    let window = await shownWindow(page);
    const box = await plotBox(page);
    const ribbon = box.y + 16;
    await page.mouse.click(pixelOf(window, box, (truth.bursts[0]!.onsetSeconds + truth.bursts[11]!.offsetSeconds) / 2), ribbon);
    await expect.poll(async () => (await page.getByTestId("pattern-title").textContent())?.trim()).toBe("Irregular");
    await page.keyboard.press("Z");
    await drawn(page);
    window = await shownWindow(page);
    await page.getByRole("tab", { name: "Bursts" }).click();
    const burst = truth.bursts[3]!;
    await page.mouse.click(pixelOf(window, box, burst.centroidSeconds), box.y + 60);
    const chosen = page.getByTestId("burst-table").locator("tr[aria-selected=true]");
    await expect.poll(async () => Number((await chosen.locator("td").nth(0).textContent())!.split(":")[1])).toBeCloseTo(burst.centroidSeconds, 1);
    const number = Number(await chosen.locator("th").textContent());
    await page.keyboard.press("n");
    await expect.poll(async () => Number(await chosen.locator("th").textContent())).toBe(number + 1);
    await page.keyboard.press("p");
    await page.keyboard.press("p");
    await expect.poll(async () => Number(await chosen.locator("th").textContent())).toBe(number - 1);
    await page.screenshot({ path: `${outputFolder}/browser-bursts.png` });
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Intervals" }).click();
  });

  test("nothing was complained about and nothing asked for elsewhere", () => {
    expect(session.complaints.filter((text) => !text.includes("403"))).toEqual([]);
    expect(session.foreignRequests).toEqual([]);
  });

  test("a reload asks for nothing more than the cookie", async () => {
    const { page } = session;
    await page.reload();
    await openExample(page);
    await analysed(page);
  });
});
