import type { SampleRange } from "../timeline";
import { medianOf } from "./local-reference";

/** How one detector differs from the bursts that decide, over the bursts of one train. */
export interface DetectorDifference {
  /** Bursts that none of its ranges touches. */
  readonly notFound: number;
  /** Bursts that share a range with another burst. */
  readonly merged: number;
  /** Its ranges within the train that touch no burst. */
  readonly beside: number;
  /** Its edges minus the burst's, in samples, where one burst meets one range. */
  readonly onsets: readonly number[];
  readonly offsets: readonly number[];
}

/**
 * Compares the ranges of one detector with the bursts of a train.
 *
 * @param bursts ascending, apart; @param ranges ascending, apart; @param within stretch of time that counts: from the first onset to the last offset
 */
export function differenceFrom(bursts: readonly SampleRange[], ranges: readonly SampleRange[], within: SampleRange): DetectorDifference {
  let notFound = 0;
  let merged = 0;
  let beside = 0;
  const onsets: number[] = [];
  const offsets: number[] = [];
  const burstsOf = new Int32Array(ranges.length);
  const firstOf = new Int32Array(bursts.length);
  const endOf = new Int32Array(bursts.length);
  let first = 0;
  for (let b = 0; b < bursts.length; b++) {
    const burst = bursts[b]!;
    while (first < ranges.length && ranges[first]!.end <= burst.start) first++;
    let end = first;
    for (; end < ranges.length && ranges[end]!.start < burst.end; end++) burstsOf[end] = burstsOf[end]! + 1;
    firstOf[b] = first;
    endOf[b] = end;
  }
  for (let b = 0; b < bursts.length; b++) {
    const [from, end] = [firstOf[b]!, endOf[b]!];
    if (end === from) notFound++;
    else if (burstsOf[from]! > 1 || burstsOf[end - 1]! > 1) merged++;
    else {
      // A burst in two pieces begins with the first and ends with the last of them.
      onsets.push(ranges[from]!.start - bursts[b]!.start);
      offsets.push(ranges[end - 1]!.end - bursts[b]!.end);
    }
  }
  for (let k = 0; k < ranges.length; k++) if (burstsOf[k] === 0 && ranges[k]!.start < within.end && ranges[k]!.end > within.start) beside++;
  return { notFound, merged, beside, onsets, offsets };
}

/** Contested events over all events of a comparison: bursts not found or merged and ranges beside them, 0 … 1. */
export function contestedShare(difference: DetectorDifference, burstCount: number): number {
  const events = burstCount + difference.beside;
  return events === 0 ? 0 : (difference.notFound + difference.merged + difference.beside) / events;
}

/** Median of the sizes of differences; undefined for none. */
export function medianSize(differences: readonly number[]): number | undefined {
  return differences.length === 0 ? undefined : medianOf(differences.map(Math.abs));
}

/** A stretch of time over which detectors differ by one level. */
export interface DisagreementSpan extends SampleRange {
  /** 0: all agree; 1: half of them say active, half not. In quarters; spans of level 0 are left out. */
  readonly level: number;
}

const levelSteps = 4;

/**
 * Where detectors differ over time: with p the share of detectors that call a cell active, its level is 1 − |2p − 1|, in quarters; neighbours of
 * equal level are one span.
 *
 * @param detections ranges of each detector, the deciding one among them; @param cellSamples width of a cell
 */
export function disagreementSpans(detections: readonly (readonly SampleRange[])[], within: SampleRange, cellSamples: number): DisagreementSpan[] {
  const cells = Math.ceil((within.end - within.start) / cellSamples);
  const active = new Float64Array(cells);
  for (const ranges of detections) {
    const covered = new Float64Array(cells);
    for (const range of ranges) {
      const start = Math.max(within.start, range.start) - within.start;
      const end = Math.min(within.end, range.end) - within.start;
      for (let cell = Math.max(0, Math.floor(start / cellSamples)); cell * cellSamples < end && cell < cells; cell++) {
        covered[cell] = covered[cell]! + Math.min(end, (cell + 1) * cellSamples) - Math.max(start, cell * cellSamples);
      }
    }
    for (let cell = 0; cell < cells; cell++) if (2 * covered[cell]! >= cellSamples) active[cell] = active[cell]! + 1;
  }
  const spans: { start: number; end: number; level: number }[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const share = active[cell]! / detections.length;
    const level = Math.round((1 - Math.abs(2 * share - 1)) * levelSteps) / levelSteps;
    if (level === 0) continue;
    const start = within.start + cell * cellSamples;
    const end = Math.min(within.end, start + cellSamples);
    const last = spans[spans.length - 1];
    if (last !== undefined && last.end === start && last.level === level) last.end = end;
    else spans.push({ start, end, level });
  }
  return spans;
}
