/**
 * How long after opening a recording the pre-flight stands there: one line a channel, analysable or what to repeat and why. Run:
 * npx tsx tests/bench/preflight-bench.ts. Two examinations at 2 kHz, eight channels of ten minutes and sixteen of an hour, in every
 * minute of which each muscle is stretched twice; a fresh engine opens the file from the disk. Exits with 1 when a line is missing or
 * five seconds of processor time pass (one thread: on a machine with nothing else to do that is the wall's time). KLONOS_BENCH_MINUTES makes the long one shorter; KLONOS_BENCH_ANALYSE=1 times the analysis that follows, too.
 */
import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AnalysisContext, Mark } from "../../src/core/result";
import { defaultSettings as settings } from "../../src/core/settings";
import { simulate, type SimulatedChannel } from "../../src/core/simulate/simulate";
import { joinSimulations } from "../../src/core/simulate/join";
import { writeEdf } from "../../src/formats/edf/edf-writer";
import { openFileSource } from "../../src/node/file-source";
import { createEngine } from "../../src/services/engine";

const LIMIT_MICROSECONDS = 5e6;
const SAMPLING_HZ = 2000;
const BLOCK_SECONDS = 60;
const LABELS = ["R SOL", "R TA", "L SOL", "L TA", "R MG", "L MG", "R RF", "L RF", "R BF", "L BF", "R VL", "L VL", "R VM", "L VM", "R ST", "L ST"];
/** Where an EDF header holds the number of its data records. */
const RECORD_COUNT_AT = 236;
const RECORD_COUNT_CHARACTERS = 8;

/** A minute of each channel: a clonus and a pseudoclonus, and their stretches. */
function minute(count: number): { readonly channels: readonly SimulatedChannel[]; readonly marks: readonly Mark[] } {
  const channels: SimulatedChannel[] = [];
  let marks: readonly Mark[] = [];
  for (let pair = 0; pair * 2 < count; pair++) {
    const parts = [simulate({ class: "clonus", beats: 15, seed: 100 + pair, leadSeconds: 10, samplingHz: SAMPLING_HZ }), simulate({ class: "pseudoclonus", beats: 10, seed: 200 + pair, leadSeconds: 15, samplingHz: SAMPLING_HZ })];
    const session = joinSimulations([...parts, simulate({ class: "rest", seconds: BLOCK_SECONDS - parts.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0), seed: 300 + pair, samplingHz: SAMPLING_HZ })]);
    const length = BLOCK_SECONDS * SAMPLING_HZ;
    for (const channel of session.channels) {
      const samples = new Float64Array(length);
      samples.set(channel.samples.subarray(0, length));
      channels.push({ ...channel, samples, label: LABELS[channels.length]! });
    }
    if (pair === 0) marks = session.annotations.filter(({ text }) => text === "stretch").map(({ onsetSeconds }) => ({ kind: "stretch", seconds: onsetSeconds, text: "stretch", origin: "file" }));
  }
  return { channels: channels.slice(0, count), marks };
}

/** The minute again and again: the records of the file are repeated on the disk. */
function writeMinutes(path: string, channels: readonly SimulatedChannel[], minutes: number): void {
  const block = Buffer.from(writeEdf({ channels, annotations: [], variant: "EDF" }));
  const headerBytes = 256 * (channels.length + 1);
  const records = Number(block.toString("latin1", RECORD_COUNT_AT, RECORD_COUNT_AT + RECORD_COUNT_CHARACTERS)) * minutes;
  block.write(String(records).padEnd(RECORD_COUNT_CHARACTERS), RECORD_COUNT_AT, "latin1");
  writeFileSync(path, block);
  for (let k = 1; k < minutes; k++) appendFileSync(path, block.subarray(headerBytes));
}

async function measure(path: string, count: number, minutes: number, marks: readonly Mark[]): Promise<void> {
  const all = Array.from({ length: minutes }, (_, k) => marks.map((mark) => ({ ...mark, seconds: mark.seconds + k * BLOCK_SECONDS }))).flat();
  const engine = createEngine({ version: "bench", openSource: () => openFileSource(path), assets: () => Promise.reject(new Error("no figure here")) });
  const start = performance.now();
  const cpu = process.cpuUsage();
  const since = (): string => `${((performance.now() - start) / 1000).toFixed(2)} s, processor ${((process.cpuUsage(cpu).user + process.cpuUsage(cpu).system) / 1e6).toFixed(2)} s`;
  const { recordingId } = await engine.openRecording({ source: { id: "a", name: "a", size: statSync(path).size }, answers: {} });
  await engine.scanRecording({ recordingId });
  console.log(`  scanned: ${since()}`);
  const context: AnalysisContext = { protocol: "stretch-hold", site: undefined, pairs: Array.from({ length: count / 2 }, (_, k) => ({ agonist: 2 * k, antagonist: 2 * k + 1 })), marks: all, holds: [], edits: [], overrides: [], rejected: [] };
  const { rows, lookedSeconds, totalSeconds } = await engine.firstLook({ recordingId, settings, context });
  const { user, system } = process.cpuUsage(cpu);
  console.log(`  pre-flight: ${since()}; ${lookedSeconds.toFixed(0)} of ${totalSeconds.toFixed(0)} s of each channel, ${rows.filter(({ verdict }) => verdict === "analysable").length} of ${rows.length} analysable`);
  if (rows.length !== count || user + system > LIMIT_MICROSECONDS) process.exitCode = 1;
  if (process.env["KLONOS_BENCH_ANALYSE"] !== undefined) {
    const result = await engine.analyse({ recordingId, settings, context });
    console.log(`  analysed: ${since()}; ${result.trains.length} trains, ${result.trains.reduce((sum, { bursts }) => sum + bursts.length, 0)} bursts`);
  }
  await engine.closeRecording({ recordingId });
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "klonos-bench-"));
  for (const { count, minutes } of [{ count: 8, minutes: 10 }, { count: 16, minutes: Number(process.env["KLONOS_BENCH_MINUTES"] ?? 60) }]) {
    const path = join(folder, `${count}.edf`);
    const { channels, marks } = minute(count);
    writeMinutes(path, channels, minutes);
    console.log(`${count} channels, ${minutes} min, ${(statSync(path).size / 1e6).toFixed(0)} MB`);
    await measure(path, count, minutes, marks);
  }
  rmSync(folder, { recursive: true, force: true });
}

void main();
