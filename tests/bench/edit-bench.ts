/**
 * How long a correction takes to answer: the example session is analysed, then one burst is nudged, removed, a train split, a mark moved, each
 * on its own. Run: npx tsx tests/bench/edit-bench.ts. Times are CPU of this process, best of some rounds: other work on the machine counts little.
 * Exits with 1 when an edit takes 150 ms and more than a fifth of the first analysis (a loaded machine lengthens both).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnalysisContext, ResultDocument } from "../../src/core/result";
import { defaultSettings as settings } from "../../src/core/settings";
import { memorySource } from "../../src/formats/memory-source";
import { createEngine } from "../../src/services/engine";

const ROUNDS = 3;
const LIMIT_MS = 150;
const LARGEST_SHARE = 0.2;

const bytes = new Uint8Array(readFileSync(join(__dirname, "../../fixtures/example-session.edf")));

async function cpu<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, milliseconds: (user + system) / 1000 };
}

/** The corrections that are timed; each is made on its own. */
function corrections(document: ResultDocument, context: AnalysisContext): readonly (readonly [string, AnalysisContext])[] {
  const train = document.trains.find(({ bursts }) => bursts.length > 10)!;
  const { channelIndex } = train;
  const burst = train.bursts[5]!;
  const by = 10;
  const { onsetSample: start, offsetSample: end } = burst;
  const edited = (...edits: AnalysisContext["edits"]): AnalysisContext => ({ ...context, edits });
  return [
    ["onset of one burst nudged", edited({ kind: "move-burst", channelIndex, start, end, newStart: start - by, newEnd: end })],
    ["one burst removed", edited({ kind: "remove-burst", channelIndex, start, end })],
    ["a train split", edited({ kind: "split-train", channelIndex, sample: Math.round((start + train.bursts[4]!.offsetSample) / 2) })],
    ["a mark moved by 20 ms", { ...context, marks: context.marks.map((mark, k) => (k === 0 ? { ...mark, seconds: mark.seconds + 0.02 } : mark)) }],
  ];
}

async function main(): Promise<void> {
  const times = new Map<string, number>();
  const note = (what: string, milliseconds: number): void => void times.set(what, Math.min(times.get(what) ?? Infinity, milliseconds));
  for (let round = 0; round < ROUNDS; round++) {
    const engine = createEngine({ version: "bench", openSource: () => Promise.resolve(memorySource("example-session.edf", bytes)), assets: () => Promise.reject(new Error("no figure here")) });
    const { recordingId, proposedPairs } = await engine.openRecording({ source: { id: "a", name: "a", size: bytes.length }, answers: {} });
    const scanned = await engine.scanRecording({ recordingId });
    const context: AnalysisContext = { protocol: scanned.proposedProtocol, site: undefined, pairs: proposedPairs, marks: scanned.marks, holds: [], edits: [], overrides: [], rejected: [] };
    const { value: document, milliseconds } = await cpu(() => engine.analyse({ recordingId, settings, context }));
    note("first analysis", milliseconds);
    if (round === 0) console.log(`${document.channels.length} channels, ${document.trains.length} trains, ${document.trains.map(({ bursts }) => bursts.length).join(" ")} bursts`);
    for (const [what, changed] of corrections(document, context)) {
      note(what, (await cpu(() => engine.analyse({ recordingId, settings, context: changed }))).milliseconds);
    }
  }
  for (const [what, milliseconds] of times) console.log(`${what}: ${milliseconds.toFixed(0)} ms, ${(milliseconds / times.get("first analysis")!).toFixed(2)} of the first analysis`);
  const edits = [...times].filter(([what]) => what !== "first analysis");
  if (edits.some(([, milliseconds]) => milliseconds > LIMIT_MS && milliseconds > LARGEST_SHARE * times.get("first analysis")!)) process.exitCode = 1;
}

void main();
