import type { StudyBlock } from "./run-block";
import { makeRecord } from "./study-cell";

/** One record of the comparison of detectors, for programs that are not Klonos. */
export interface ComparisonRecord {
  /** Line of records.jsonl: its truth and the name of its samples. */
  readonly about: { readonly file: string; readonly half: "tuned" | "tested"; readonly samplingHz: number; readonly snrDb: number | null; readonly bursts: readonly { readonly onsetSeconds: number; readonly offsetSeconds: number; readonly centroidSeconds: number }[] };
  /** Little-endian 32-bit floats in volts. */
  readonly samples: Uint8Array;
}

const FLOAT_BYTES = 4;

/** The records that the blocks of the comparison analyse, one at a time. */
export function* comparisonRecords(blocks: readonly StudyBlock[]): Generator<ComparisonRecord> {
  for (const { cell, seeds } of blocks) {
    if (cell.part !== "detectors-tuned" && cell.part !== "detectors-tested") continue;
    for (const seed of seeds) {
      const { channels, bursts } = makeRecord(cell, seed, []);
      const { samples, samplingHz } = channels[0]!;
      const bytes = new DataView(new ArrayBuffer(samples.length * FLOAT_BYTES));
      samples.forEach((value, k) => bytes.setFloat32(k * FLOAT_BYTES, value, true));
      yield {
        about: { file: `${seed}.f32`, half: cell.part === "detectors-tuned" ? "tuned" : "tested", samplingHz, snrDb: cell.snrDb ?? null, bursts: bursts.map(({ onsetSeconds, offsetSeconds, centroidSeconds }) => ({ onsetSeconds, offsetSeconds, centroidSeconds })) },
        samples: new Uint8Array(bytes.buffer),
      };
    }
  }
}
