/**
 * A day of 16 channels at 1 kHz on the screen: first look, minima and maxima made and kept, and again from the cache; then frames
 * while panning and zooming in a browser, where a build and a Chromium are there. Run: npx tsx tests/bench/day-bench.ts. The file of
 * 2.8 GB is sparse and lies in the temporary folder; it is removed at the end. Exits with 1 when the first page takes a second, a
 * view of the built day takes 50 ms, or the page's own thread needs more than a 60th of a second for a frame.
 */
import { closeSync, existsSync, ftruncateSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSettings as settings } from "../../src/core/settings";
import { openFileSource } from "../../src/node/file-source";
import { folderCache } from "../../src/node/folder-cache";
import type { Trace, TraceView } from "../../src/protocol/engine-api";
import { createEngine } from "../../src/services/engine";
import { findChromium, projectRoot } from "../e2e/harness/find-programs";
import { openInBrowser } from "../e2e/harness/launch";
import { answers, reportAnswers, threadTimes, tracedFrames } from "./page-timing";

const HOURS = Number(process.env["KLONOS_BENCH_HOURS"] ?? 24);
const CHANNELS = 16;
const HZ = 1000;
const SECONDS = HOURS * 3600;
const RECORD_BYTES = CHANNELS * HZ * 2;
/** A burst of noise this long every so often; the rest of the file is a hole, and reads as zeros. Panning frames stay on the first. */
const ISLAND_SECONDS = 60;
const ISLAND_EVERY_SECONDS = 600;
const SPIKE = { channel: 5, second: Math.min(4321, SECONDS - 100), microvolts: 3000 };
const MICROVOLTS = 5000;
const COLUMNS = 1500;
const FIRST_PAGE_LIMIT_MS = 1000;
const VIEW_LIMIT_MS = 50;
const FRAME_MS = 1000 / 60;
/** A picture that comes later than this many frames after the one before has missed its turn. */
const LATE_FRAMES = 1.5;
const LONG_STEP_MICROSECONDS = 1e6;
const QUIET_ROUNDS = 8;
const QUIET_MILLISECONDS = 500;
const FRAMES = 240;
const ANSWER_REPEATS = 5;
const ANSWER_LIMIT_MS = 100;
/** Before them the file is read once for its hash. */
const STRUCTURE_MILLISECONDS = 60_000;
/** A day's minima and maxima take some minutes of a busy processor. */
const BUILD_MILLISECONDS = 900_000;

/** Written byte by byte (Kemp et al. 1992); digital zero is 0 µV. */
function writeDay(path: string): void {
  const field = (text: string | number, length: number): string => String(text).padEnd(length).slice(0, length);
  const each = (text: (channel: number) => string | number, length: number): string => Array.from({ length: CHANNELS }, (_, channel) => field(text(channel), length)).join("");
  const header = [
    field("0", 8), field("X X X X", 80), field("Startdate X X X X", 80), field("14.09.26", 8), field("10.42.07", 8), field(256 * (CHANNELS + 1), 8), field("", 44), field(SECONDS, 8), field(1, 8), field(CHANNELS, 4),
    each((channel) => `EMG ${channel + 1}`, 16), each(() => "", 80), each(() => "uV", 8), each(() => -MICROVOLTS, 8), each(() => MICROVOLTS, 8), each(() => -32767, 8), each(() => 32767, 8), each(() => "", 80), each(() => HZ, 8), each(() => "", 32),
  ].join("");
  const file = openSync(path, "w");
  writeSync(file, header, 0, "latin1");
  ftruncateSync(file, header.length + SECONDS * RECORD_BYTES);
  let state = 11;
  const random = (): number => (state = (16807 * state) % 2147483647) / 2147483647 - 0.5;
  const noise = Buffer.from(Int16Array.from({ length: CHANNELS * HZ }, () => Math.round((random() * 200 * 32767) / MICROVOLTS)).buffer);
  for (let second = 0; second < SECONDS; second += ISLAND_EVERY_SECONDS) for (let k = 0; k < ISLAND_SECONDS; k++) writeSync(file, noise, 0, noise.length, header.length + (second + k) * RECORD_BYTES);
  const spike = Buffer.alloc(2);
  spike.writeInt16LE(Math.round((SPIKE.microvolts * 32767) / MICROVOLTS));
  writeSync(file, spike, 0, 2, header.length + SPIKE.second * RECORD_BYTES + SPIKE.channel * HZ * 2 + 500);
  closeSync(file);
}

const failures: string[] = [];
function report(what: string, milliseconds: number, limit = Infinity): void {
  console.log(`${what}: ${milliseconds < 100 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`);
  if (milliseconds > limit) failures.push(`${what}: ${milliseconds.toFixed(0)} ms, at most ${limit}`);
}

async function timed<T>(what: string, work: () => Promise<T>, limit?: number): Promise<T> {
  const start = performance.now();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  report(what, performance.now() - start, limit);
  // On a machine that is busy with other work this is what the step itself takes.
  if (user + system > LONG_STEP_MICROSECONDS) console.log(`    of which ${((user + system) / 1e6).toFixed(1)} s of processor time`);
  return value;
}

const highest = (traces: readonly Trace[]): number => Math.max(...traces[SPIKE.channel]!.pieces.map(({ maximum }) => maximum.reduce((most, value) => (value > most ? value : most), -Infinity)));

async function engineRounds(path: string, cacheFolder: string): Promise<void> {
  for (const round of ["fresh", "from the cache"]) {
    console.log(`Engine, ${round}`);
    const engine = createEngine({ version: "bench", cache: folderCache(cacheFolder), openSource: () => openFileSource(path), assets: () => Promise.reject(new Error("no figure here")) });
    const channels = Array.from({ length: CHANNELS }, (_, channel) => channel);
    const show = (recordingId: string, view: TraceView, startSeconds: number, endSeconds: number) => engine.traces({ recordingId, channels, view, startSeconds, endSeconds, columns: COLUMNS, settings, behind: false });
    const recordingId = await timed("  open and first page of 10 s", async () => {
      const opened = await engine.openRecording({ source: { id: "a", name: "a", size: statSync(path).size }, answers: {} });
      await show(opened.recordingId, "filtered", 0, 10);
      return opened.recordingId;
    }, FIRST_PAGE_LIMIT_MS);
    await timed("  first look at the whole day", () => show(recordingId, "filtered", 0, SECONDS));
    await timed(`  minima and maxima of ${CHANNELS} raw channels`, () => engine.buildPyramids({ recordingId, channels, view: "raw", settings }));
    await timed(`  minima and maxima of ${CHANNELS} filtered channels`, () => engine.buildPyramids({ recordingId, channels, view: "filtered", settings }));
    const whole = await timed("  the whole day", () => show(recordingId, "raw", 0, SECONDS), VIEW_LIMIT_MS);
    const seen = highest(whole) * 1e6;
    console.log(`  spike of ${SPIKE.microvolts} µV in it: ${seen.toFixed(1)} µV`);
    if (Math.abs(seen - SPIKE.microvolts) > 1) failures.push("the spike lost its height");
    await timed("  an hour", () => show(recordingId, "filtered", 3600, 7200), VIEW_LIMIT_MS);
    await timed("  ten minutes", () => show(recordingId, "filtered", 7200, 7800), VIEW_LIMIT_MS);
    await timed("  a page of 10 s", () => show(recordingId, "filtered", 40_000 % SECONDS, (40_000 % SECONDS) + 10));
    await engine.closeRecording({ recordingId });
  }
  const kept = readdirSync(cacheFolder).map((name) => statSync(join(cacheFolder, name)).size);
  console.log(`Kept: ${kept.length} entries, ${(kept.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(0)} MB`);
}

async function browserFrames(path: string, data: string): Promise<void> {
  const chromium = findChromium();
  if (chromium === undefined || !existsSync(join(projectRoot, "out", "main", "serve.js"))) {
    console.log("Browser: left out, there is no Chromium or no build");
    return;
  }
  const session = await openInBrowser(chromium, { data });
  const { page } = session;
  try {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: /^Open…/ }).first().click()]);
    const start = performance.now();
    await chooser.setFiles(path);
    await page.getByTestId("recording-name").waitFor({ timeout: 30_000 });
    report("Browser: header on the screen", performance.now() - start);
    await page.locator("[data-testid=viewer] canvas").waitFor();
    // The analysis may go on meanwhile, as it does for a person. Between two passes there may be a moment without one.
    const reading = page.getByTestId("jobs").locator("*", { hasText: "for the screen" });
    // Long views are what all of them are needed for.
    await page.keyboard.press("Control+0");
    await reading.first().waitFor({ timeout: STRUCTURE_MILLISECONDS }).catch(() => console.log("Browser: nothing had to be read for the screen"));
    await page.waitForFunction(() => !/for the screen/.test(document.querySelector("[data-testid=jobs]")?.textContent ?? ""), undefined, { timeout: BUILD_MILLISECONDS });
    for (let quiet = 0; quiet < QUIET_ROUNDS; ) {
      await page.waitForTimeout(QUIET_MILLISECONDS);
      quiet = (await reading.count()) === 0 ? quiet + 1 : 0;
    }
    report("Browser: minima and maxima made", performance.now() - start);
    await page.keyboard.press("Backspace");
    // As text: what a bundler adds to a function does not exist in the page.
    const frames = (act: string): Promise<number[]> => page.evaluate(`(async () => {
      const over = document.querySelector("[data-testid=viewer] .u-over");
      const box = over.getBoundingClientRect();
      const wheel = (deltaY, ctrlKey) => over.dispatchEvent(new WheelEvent("wheel", { deltaY, ctrlKey, clientX: box.left + box.width / 2, clientY: box.top + 50, bubbles: true, cancelable: true }));
      const times = [];
      let last = 0;
      for (let k = 0; k < ${FRAMES}; k++) {
        ${act}
        const now = await new Promise(requestAnimationFrame);
        if (k > 0) times.push(now - last);
        last = now;
      }
      return times;
    })()`);
    const read = await threadTimes(page);
    const tell = async (what: string, act: string): Promise<void> => {
      const before = await read();
      const times = await frames(act);
      const after = await read();
      const { frames: traced } = await tracedFrames(session.browser, page, () => frames(act));
      const own = (after.all - before.all) / times.length;
      const script = (after.script - before.script) / times.length;
      const layout = (after.layout - before.layout) / times.length;
      const sorted = [...times].sort((a, b) => a - b);
      const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
      console.log(`Browser: ${what}: median ${at(0.5).toFixed(1)} ms, 95 % ${at(0.95).toFixed(1)} ms, longest ${at(1).toFixed(1)} ms, ${times.filter((time) => time > LATE_FRAMES * FRAME_MS).length} of ${times.length} late; traced once more: ${traced.dropped} dropped, ${traced.shown} shown; the page's own thread ${own.toFixed(1)} ms a frame (script ${script.toFixed(1)}, style and layout ${layout.toFixed(1)}, painting without a graphics card and the rest ${(own - script - layout).toFixed(1)})`);
      if (own > FRAME_MS) failures.push(`${what}: ${own.toFixed(1)} ms of processor time a frame`);
    };
    // To and fro over the noise at the beginning.
    await tell("panning pages of 10 s", `wheel(k < ${FRAMES / 2} ? 30 : -30, false);`);
    await tell("zooming out to the whole", "wheel(20, true);");
    await page.keyboard.press("Control+0");
    await frames("if (k < 60) wheel(-45, true);");
    await tell("panning long pages", "wheel(30, false);");
    await page.keyboard.press("Control+0");
    await page.waitForTimeout(1000);
    await page.screenshot({ path: join(tmpdir(), "klonos-day.png") });
    const key = (what: string, name: string) => ({ what: `${what} (${name})`, act: () => page.keyboard.press(name) });
    console.log("Browser: answers, from the event to the next picture");
    failures.push(...reportAnswers(await answers(page, [
      key("zoom in", "Control+="), key("a page on", "PageDown"), key("to the end", "End"), key("to the start", "Home"), key("zoom out", "Control+-"), key("the whole day", "Control+0"), key("taller", "+"), key("flatter", "-"), key("raw or filtered", "r"), key("clock or elapsed", "t"),
      { what: "click into the traces", act: () => page.locator("[data-testid=viewer] .u-over").click({ position: { x: 300, y: 60 } }) },
      { what: "click on the overview", act: () => page.getByTestId("overview").first().click({ position: { x: 300, y: 20 } }) },
    ], ANSWER_REPEATS), ANSWER_LIMIT_MS));
    console.log(`Browser: ${session.complaints.length} complaints${session.complaints.length === 0 ? "" : `: ${session.complaints[0]}`}`);
  } finally {
    await session.close();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "klonos-day-"));
  try {
    const path = join(folder, "day.edf");
    writeDay(path);
    console.log(`${HOURS} h, ${CHANNELS} channels, ${HZ} Hz: ${(statSync(path).size / 1e9).toFixed(2)} GB`);
    if (process.env["KLONOS_BENCH_ONLY"] !== "browser") await engineRounds(path, join(folder, "cache"));
    const data = join(folder, "data");
    for (const round of ["first opening", "opened again after a restart"]) {
      console.log(`Browser, ${round}`);
      await browserFrames(path, data);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const failure of failures) console.error(`FAILED ${failure}`);
  if (failures.length > 0) process.exitCode = 1;
}

void main();
