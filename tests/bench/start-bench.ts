/**
 * From the start to a window that can be used, and how soon keys and clicks are answered, on the example session. Browser shell in a
 * Chromium; the desktop shell where an Electron is there (tests/e2e/README.md). Run: node scripts/build.mjs && npx tsx
 * tests/bench/start-bench.ts. Exits with 1 when the page's own
 * thread works for 1.5 s until then (or the start takes that on an idle machine), or for 100 ms for an answer.
 */
import { execFileSync } from "node:child_process";
import { chromium } from "playwright-core";
import { closeDisplay, findChromium, findElectron } from "../e2e/harness/find-programs";
import { openDesktop, openInBrowser, startServer } from "../e2e/harness/launch";
import { answers, median, reportAnswers, threadTimes } from "./page-timing";

const STARTS = 5;
const REPEATS = 5;
const START_LIMIT_MS = 1500;
const ANSWER_LIMIT_MS = 100;
/** Where an empty program takes longer to start, the clock on the wall says more of the other programs than of Klonos. */
const IDLE_NODE_MS = 100;
/** The first button of the window, enabled: from then on a person can open a recording. */
const USABLE = "button:has-text('Open…'):not([disabled])";
const failures: string[] = [];

function report(what: string, times: readonly number[], limit = Infinity): void {
  console.log(`${what}: median ${median(times).toFixed(0)} ms, ${times.map((time) => time.toFixed(0)).join(" ")}`);
  if (median(times) > limit) failures.push(`${what}: ${median(times).toFixed(0)} ms, at most ${limit}`);
}

async function browserStarts(program: string): Promise<void> {
  const servers: number[] = [];
  const pages: number[] = [];
  const both: number[] = [];
  const threads: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    // The browser itself runs already, as a person's does; its profile is new, so nothing of the page is kept.
    const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const read = await threadTimes(page);
    const before = performance.now();
    execFileSync(process.execPath, ["-e", "0"]);
    empty.push(performance.now() - before);
    const start = performance.now();
    const { server, address } = await startServer();
    const served = performance.now();
    await page.goto(address, { waitUntil: "commit" });
    await page.locator(USABLE).first().waitFor();
    both.push(performance.now() - start);
    servers.push(served - start);
    pages.push(performance.now() - served);
    threads.push((await read()).all);
    await browser.close();
    server.kill();
  }
  report("An empty Node program (how busy the machine is: 40 ms when it is not)", empty);
  report("Browser: server started", servers);
  report("Browser: page usable after that", pages);
  report("Browser: processor time of the page's own thread until then", threads, START_LIMIT_MS);
  report("Browser: from the start of Klonos to the usable window", both, median(empty) < IDLE_NODE_MS ? START_LIMIT_MS : Infinity);
}

async function desktopStarts(program: string): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const start = performance.now();
    const session = await openDesktop(program);
    await session.page.locator(USABLE).first().waitFor();
    times.push(performance.now() - start);
    await session.close();
  }
  report("Electron: from the start of the process to the usable window", times);
}

async function exampleAnswers(program: string): Promise<void> {
  const session = await openInBrowser(program);
  try {
    const { page } = session;
    await page.getByRole("button", { name: /example/i }).first().click();
    await page.getByTestId("evidence").first().waitFor({ timeout: 120_000 });
    await page.keyboard.press("Escape");
    const key = (what: string, name: string) => ({ what: `${what} (${name})`, act: () => page.keyboard.press(name) });
    console.log("Answers on the example session");
    failures.push(...reportAnswers(await answers(page, [
      key("a step to the right", "ArrowRight"), key("a page on", "PageDown"), key("to the end", "End"), key("to the start", "Home"), key("zoom in", "Control+="), key("zoom out", "Control+-"), key("the whole recording", "Control+0"),
      key("taller", "+"), key("one channel taller", "Shift+ArrowUp"), key("raw or filtered", "r"), key("next train", "n"),
      { what: "palette opened (Control+k)", act: () => page.keyboard.press("Control+k"), after: () => page.keyboard.press("Escape") },
      { what: "click into the traces", act: () => page.locator("[data-testid=viewer] .u-over").click({ position: { x: 300, y: 60 } }) },
      { what: "click on the overview", act: () => page.locator("[data-testid=overview]").first().click({ position: { x: 300, y: 20 } }) },
    ], REPEATS), ANSWER_LIMIT_MS));
  } finally {
    await session.close();
  }
}

async function main(): Promise<void> {
  const browser = findChromium();
  if (browser === undefined) console.log("Browser: left out, there is no Chromium");
  else {
    await browserStarts(browser);
    await exampleAnswers(browser);
  }
  const electron = findElectron();
  if (electron === undefined) console.log("Electron: left out, there is none");
  else await desktopStarts(electron);
  for (const failure of failures) console.error(`FAILED ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

// The Xvfb that the desktop starts needed would keep this process alive.
void main().finally(closeDisplay);
