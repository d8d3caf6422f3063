/**
 * How long a person waits for a recording of ten minutes at 2 kHz: open, pages, whole view, analysis, changed threshold. Run:
 * npx tsx tests/bench/services-bench.ts. Fresh engine in each round, best of them; the file lies on disk. Exits with 1 when the
 * first page takes a second, or the analysis of eight channels does.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnalysisContext } from "../../src/core/result";
import { defaultSettings as settings } from "../../src/core/settings";
import { simulate } from "../../src/core/simulate/simulate";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { openFileSource } from "../../src/node/file-source";
import type { TraceView } from "../../src/protocol/engine-api";
import { createEngine } from "../../src/services/engine";

const ROUNDS = 4;
const LIMIT_MS = 1000;
const COLUMNS = 1500;
const LABELS = ["R SOL", "R TA", "L SOL", "L TA", "R MG", "L MG", "R RF", "L RF", "R BF", "L BF", "R VL", "L VL", "R VM", "L VM", "R ST", "L ST"];
const context: AnalysisContext = { protocol: "unmarked", site: undefined, pairs: [], marks: [], holds: [], edits: [], overrides: [], rejected: [] };

/** Fastest time of each step over all rounds, in milliseconds. */
type Times = Map<string, number>;

async function round(path: string, times: Times): Promise<void> {
  const engine = createEngine({ version: "bench", openSource: () => openFileSource(path), assets: () => Promise.reject(new Error("no figure here")) });
  const timed = async <T>(what: string, work: Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work;
    times.set(what, Math.min(times.get(what) ?? Infinity, performance.now() - start));
    return result;
  };
  const start = performance.now();
  const { recordingId, header } = await timed("open", engine.openRecording({ source: { id: "a", name: "a", size: statSync(path).size }, answers: {} }));
  const channels = header.channels.map(({ index }) => index);
  const show = (view: TraceView, startSeconds: number, endSeconds: number) => engine.traces({ recordingId, channels, view, startSeconds, endSeconds, columns: COLUMNS, settings });
  await show("raw", 0, 10);
  times.set("open and first page", Math.min(times.get("open and first page") ?? Infinity, performance.now() - start));
  await timed("page of 10 s, filtered", show("filtered", 100, 110));
  await timed("page of 10 s, envelope", show("envelope", 100, 110));
  await timed("whole recording, raw, first time", show("raw", 0, 600));
  await timed("whole recording, raw, again", show("raw", 1, 599));
  await timed("whole recording, filtered, first time", show("filtered", 0, 600));
  await timed("scan and SHA-256", engine.scanRecording({ recordingId }));
  await timed("analyse", engine.analyse({ recordingId, settings, context }));
  await timed("analyse again with another threshold", engine.analyse({ recordingId, settings: { ...settings, sustainedBeats: 20 }, context }));
  await engine.closeRecording({ recordingId });
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "klonos-bench-"));
  const { channels, annotations } = simulate({ class: "clonus", beats: 40, seed: 3, leadSeconds: 290, tailSeconds: 295, samplingHz: 2000 });
  for (const count of [8, 16]) {
    const path = join(folder, `${count}.edf`);
    writeFileSync(path, writeEdf({ channels: LABELS.slice(0, count).map((label, k) => ({ ...channels[k % 2]!, label })), annotations }));
    const times: Times = new Map();
    for (let done = 0; done < ROUNDS; done++) await round(path, times);
    console.log(`${count} channels, ${(statSync(path).size / 1e6).toFixed(1)} MB`);
    for (const [what, milliseconds] of times) console.log(`  ${what}: ${milliseconds.toFixed(0)} ms`);
    const slow = times.get("open and first page")! > LIMIT_MS || (count === 8 && times.get("analyse")! > LIMIT_MS);
    if (slow) process.exitCode = 1;
  }
  rmSync(folder, { recursive: true, force: true });
}

void main();
