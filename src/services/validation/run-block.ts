import { defaultSettings, type SettingValues } from "../../core/settings";
import { analyseSimulation } from "./analyse-simulation";
import { compareDetectors, type DetectorScore } from "./detector-comparison";
import { type Outcome, outcomeOf } from "./outcome";
import type { RecordedPiece } from "./recorded-pieces";
import { makeRecord, type StudyCell } from "./study-cell";

/** Some runs of one cell with one set of settings: what a thread gets at once. */
export interface StudyBlock {
  /** Unique in the study. */
  readonly key: string;
  readonly cell: StudyCell;
  readonly seeds: readonly number[];
  /** What differs from the default settings; empty: nothing. */
  readonly changes: Partial<SettingValues>;
}

export interface BlockResult {
  readonly key: string;
  readonly outcomes: readonly Outcome[];
  /** Other detectors on the same records, summed over the block; empty where the part does not ask for them. */
  readonly detectors: readonly DetectorScore[];
  /** Length of what was analysed, and what the analysis took of the clock. */
  readonly signalSeconds: number;
  readonly analysisSeconds: number;
}

/** Makes, analyses and scores the records of a block. `now` in milliseconds. */
export async function runBlock(block: StudyBlock, pieces: readonly RecordedPiece[], now: () => number): Promise<BlockResult> {
  const settings: SettingValues = { ...defaultSettings, ...block.changes };
  const outcomes: Outcome[] = [];
  let detectors: readonly DetectorScore[] = [];
  let signalSeconds = 0;
  let analysisSeconds = 0;
  for (const seed of block.seeds) {
    const record = makeRecord(block.cell, seed, pieces);
    const started = now();
    const result = await analyseSimulation({ channels: record.channels, truth: { marks: record.marks } }, record.marks.length > 0 ? "stretch-hold" : "unmarked", settings);
    analysisSeconds += (now() - started) / 1000;
    for (const { samples, samplingHz } of record.channels) signalSeconds += samples.length / samplingHz;
    outcomes.push(outcomeOf(seed, record, result));
    if (block.cell.part === "detectors-tuned" || block.cell.part === "detectors-tested") detectors = compareDetectors(record, detectors);
  }
  return { key: block.key, outcomes, detectors, signalSeconds: Number(signalSeconds.toFixed(3)), analysisSeconds: Number(analysisSeconds.toFixed(4)) };
}
