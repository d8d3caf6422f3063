/**
 * Header and first page of long files beside those of short ones, what the pass behind them takes, how soon it stops, and memory.
 * Run: npx tsx tests/bench/large-bench.ts. Two EDF (10 MB and 10 GB, sparse: holes read as zeros) and two CSV (10 MB and 2 GB, written out)
 * lie in the temporary folder and are removed at the end. An EDF of 400 million samples is also written as BDF, to a taker that only counts.
 * Exits with 1 when a long file's first page takes a second, a cancel half a second, or memory grows by more than 400 MB.
 */
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultSettings as settings } from "../../src/core/settings";
import { openFileSource } from "../../src/node/file-source";
import { convertRecording } from "../../src/services/conversion";
import { createEngine } from "../../src/services/engine";

const CHANNELS = 16;
const HZ = 2000;
const RECORD_BYTES = CHANNELS * HZ * 2;
const PAGE_SECONDS = 10;
const FIRST_PAGE_LIMIT_MS = 1000;
const CANCEL_LIMIT_MS = 500;
const MEMORY_LIMIT_BYTES = 400e6;
/** The short file of each kind comes first: it loads the reader, and is only told. */
const LONG_BYTES = 1e9;
/** 400 million samples: 3.2 GB as numbers, more than one buffer holds. */
const WRITTEN_BYTES = 800e6;
/** The pass is stopped after this, so that the bench does not read ten gigabytes each time. */
const SCAN_MS = Number(process.env["KLONOS_BENCH_SCAN_MS"] ?? 5000);

function writeLongEdf(path: string, bytes: number): void {
  const records = Math.floor(bytes / RECORD_BYTES);
  const field = (text: string | number, length: number): string => String(text).padEnd(length).slice(0, length);
  const each = (text: (channel: number) => string | number, length: number): string => Array.from({ length: CHANNELS }, (_, channel) => field(text(channel), length)).join("");
  const header = [
    field("0", 8), field("X X X X", 80), field("Startdate X X X X", 80), field("14.09.26", 8), field("10.42.07", 8), field(256 * (CHANNELS + 1), 8), field("", 44), field(records, 8), field(1, 8), field(CHANNELS, 4),
    each((channel) => `EMG ${channel + 1}`, 16), each(() => "", 80), each(() => "uV", 8), each(() => -5000, 8), each(() => 5000, 8), each(() => -32767, 8), each(() => 32767, 8), each(() => "", 80), each(() => HZ, 8), each(() => "", 32),
  ].join("");
  const file = openSync(path, "w");
  writeSync(file, header, 0, "latin1");
  ftruncateSync(file, header.length + records * RECORD_BYTES);
  closeSync(file);
}

function writeLongCsv(path: string, bytes: number): void {
  const file = openSync(path, "w");
  let written = writeSync(file, `time (s),${Array.from({ length: CHANNELS }, (_, k) => `EMG ${k + 1} (mV)`).join(",")}\n`);
  // Only the times are new in each row: to write two gigabytes of numbers would take longer than to read them.
  const tails = Array.from({ length: 1000 }, (_, row) => `${Array.from({ length: CHANNELS }, (_unused, k) => (((row * 7919 + k * 104_729) % 2000) - 1000) / 1000).join(",")}\n`);
  for (let row = 0; written < bytes; ) {
    const lines: string[] = [];
    for (let k = 0; k < 50_000; k += 1, row += 1) lines.push(`${(row / HZ).toFixed(4)},${tails[row % tails.length]!}`);
    written += writeSync(file, lines.join(""));
  }
  closeSync(file);
}

const failures: string[] = [];
const tell = (what: string, value: number, unit: string, limit = Infinity): void => {
  console.log(`${what}: ${value.toFixed(0)} ${unit}`);
  if (value > limit) failures.push(`${what}: ${value.toFixed(0)} ${unit}, at most ${limit}`);
};

async function measure(title: string, path: string, isLong: boolean): Promise<void> {
  const engine = createEngine({ version: "bench", assets: () => Promise.reject(new Error("no figures here")), openSource: ({ id, name }) => openFileSource(id, name) });
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  let started = performance.now();
  const opened = await engine.openRecording({ source: { id: path, name: title, size: 0 }, answers: {} });
  tell(`${title}, header`, performance.now() - started, "ms", isLong ? FIRST_PAGE_LIMIT_MS : Infinity);
  await engine.traces({ recordingId: opened.recordingId, channels: [0, 1], view: "raw", startSeconds: 0, endSeconds: PAGE_SECONDS, columns: 1500, settings, behind: false });
  tell(`${title}, header and first page`, performance.now() - started, "ms", isLong ? FIRST_PAGE_LIMIT_MS : Infinity);
  const cancel = { cancelled: false };
  let heard = 0;
  let stoppedAt = 0;
  started = performance.now();
  const timer = setTimeout(() => {
    cancel.cancelled = true;
    stoppedAt = performance.now();
  }, SCAN_MS);
  let progress = 0;
  const outcome = await engine.scanRecording({ recordingId: opened.recordingId, markWords: [] }, { cancel, progress: (fraction: number) => ((heard += 1), (progress = fraction)) }).then(() => "read to its end", () => "stopped");
  clearTimeout(timer);
  console.log(`${title}, pass behind: ${outcome} after ${((performance.now() - started) / 1000).toFixed(1)} s at ${(progress * 100).toFixed(1)} %, ${heard} reports of progress`);
  if (outcome === "stopped") tell(`${title}, from cancel to its end`, performance.now() - stoppedAt, "ms", CANCEL_LIMIT_MS);
  clearInterval(watch);
  tell(`${title}, memory more than before`, (most - before) / 1e6, "MB", MEMORY_LIMIT_BYTES / 1e6);
  await engine.closeRecording({ recordingId: opened.recordingId });
}

/** The pieces go nowhere: what is measured is the reader and the writer, not the disk. */
async function measureWriting(title: string, path: string): Promise<void> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const started = performance.now();
  let bytes = 0;
  await convertRecording(await openFileSource(path), undefined, {}, { format: "bdf" }, async (pieces) => {
    for await (const piece of pieces) bytes += piece.length;
  });
  clearInterval(watch);
  console.log(`${title}: ${(bytes / 1e6).toFixed(0)} MB after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  tell(`${title}, memory more than before`, (most - before) / 1e6, "MB", MEMORY_LIMIT_BYTES / 1e6);
}

const folder = mkdtempSync(join(tmpdir(), "klonos-large-"));
async function main(): Promise<void> {
  try {
    for (const [title, bytes, write] of [["EDF 10 MB", 10e6, writeLongEdf], ["EDF 10 GB", 10e9, writeLongEdf], ["CSV 10 MB", 10e6, writeLongCsv], ["CSV 2 GB", 2e9, writeLongCsv]] as const) {
      const path = join(folder, title.replace(/ /g, "-"));
      write(path, bytes);
      await measure(title, path, bytes >= LONG_BYTES);
      rmSync(path);
    }
    const path = join(folder, "written.edf");
    writeLongEdf(path, WRITTEN_BYTES);
    await measureWriting(`EDF ${WRITTEN_BYTES / 1e6} MB written as BDF`, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const failure of failures) console.error(`FAILED ${failure}`);
  process.exit(failures.length === 0 ? 0 : 1);
}
void main();
