import type { Pattern, ResultDocument, TrainDecision, TrainResult } from "../../core/result";
import { shortWord } from "./pattern-words";
import { contestedShareOf, distanceToDoubt, type TrainOrder } from "./train-order";

/** A train of any recording of the project, as the list of the review shows it. */
export interface QueueRow {
  /** `RecordingEntry.id` */
  readonly recording: string;
  readonly name: string;
  readonly channel: string;
  readonly channelIndex: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly pattern: Pattern;
  readonly word: string;
  readonly beats: number;
  readonly doubt: number;
  /** As `contestedShareOf`. */
  readonly contested: number;
  readonly decided: boolean;
}

function isAbout(decision: TrainDecision, train: TrainResult): boolean {
  const last = train.bursts[train.bursts.length - 1];
  const first = train.bursts[0];
  return first !== undefined && last !== undefined && decision.channelIndex === train.channelIndex && decision.startSample < last.offsetSample && decision.endSample > first.onsetSample;
}

/** Rows of one recording. What was just decided counts before the engine has answered. */
export function queueRowsOf(recording: string, name: string, result: Pick<ResultDocument, "trains">, decisions: readonly TrainDecision[]): readonly QueueRow[] {
  return result.trains.map((train) => ({
    recording,
    name,
    channel: train.channel,
    channelIndex: train.channelIndex,
    startSeconds: train.startSeconds,
    endSeconds: train.endSeconds,
    pattern: train.pattern,
    word: shortWord(train),
    beats: train.beats,
    doubt: distanceToDoubt(train),
    contested: contestedShareOf(train),
    decided: decisions.some((decision) => decision.decision !== "noted" && isAbout(decision, train)),
  }));
}

/** By recording in the order given and time within it, the most doubtful first, or the most contested by other detectors. */
export function orderedQueue(rows: readonly QueueRow[], recordings: readonly string[], order: TrainOrder): readonly QueueRow[] {
  const inTime = (a: QueueRow, b: QueueRow): number => recordings.indexOf(a.recording) - recordings.indexOf(b.recording) || a.startSeconds - b.startSeconds || a.channelIndex - b.channelIndex;
  return [...rows].sort((a, b) => {
    const [left, right] = order === "time" ? [0, 0] : order === "ambiguity" ? [a.doubt, b.doubt] : [-a.contested, -b.contested];
    return left === right ? inTime(a, b) : left - right;
  });
}

/** True for the row of this train. */
export function isRowOf(row: QueueRow, recording: string | undefined, train: Pick<TrainResult, "channelIndex" | "startSeconds" | "endSeconds"> | undefined): boolean {
  return train !== undefined && row.recording === recording && row.channelIndex === train.channelIndex && row.startSeconds < train.endSeconds && row.endSeconds > train.startSeconds;
}

/** The next row that waits, after the present one and then from the beginning; undefined when all are decided. */
export function nextWaiting(rows: readonly QueueRow[], current: (row: QueueRow) => boolean): QueueRow | undefined {
  const at = rows.findIndex(current);
  return [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))].find((row) => !row.decided);
}
