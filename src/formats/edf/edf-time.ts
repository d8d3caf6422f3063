import { KlonosError } from "../../core/errors";
import type { Gap } from "../../core/recording";
import type { EdfLayout } from "./edf-header";
import type { IssueLog } from "../issue-log";

/** Data records without an interruption between them. */
export interface RecordRun {
  readonly startRecord: number;
  /** Exclusive. */
  readonly endRecord: number;
  /** Seconds from the first sample of the recording. */
  readonly startSeconds: number;
}

/** When data records begin, and the gaps between them. */
export interface RecordTimes {
  readonly runs: readonly RecordRun[];
  readonly gaps: readonly Gap[];
}

/** Takes the time stamp of one record after the other. */
export interface TimeKeeper {
  /** `onsetSeconds` from the first record's onset; undefined when the record has no readable time stamp. */
  stamp(record: number, onsetSeconds: number | undefined, decimals: number): void;
  finish(recordCount: number): RecordTimes;
}

/** Stamps may be rounded to milliseconds or finer; shorter ones (`+0.5`) are exact numbers without their zeros. */
const FEWEST_ROUNDED_DECIMALS = 3;
/** A file that calls itself uninterrupted may stamp its records by a drifting clock; only a jump beyond this (and half a record) is a gap. */
const CONTINUOUS_JUMP_SECONDS = 0.05;
/** More interruptions than this are no recording any more: the time stamps are garbage. */
const MOST_RUNS = 100_000;

/**
 * Finds interruptions from the records' time stamps. In an interrupted file (+D) a stamp that is more than half a sample (of the
 * fastest signal; plus half of the stamp's last digit) late begins a new run, and the time between is a gap. In a file that says
 * it is uninterrupted (+C) only a jump of half a record or more does, with a warning. A stamp before the end of what came
 * before contradicts the file: the record begins a new run directly after it, with an issue.
 */
export function createTimeKeeper(layout: EdfLayout, issues: IssueLog): TimeKeeper {
  const { recordSeconds } = layout;
  const fastest = layout.signals.reduce((most, signal) => (signal.isAnnotations ? most : Math.max(most, signal.samplesPerRecord)), 0);
  const halfSample = fastest > 0 ? recordSeconds / fastest / 2 : Infinity;
  const isInterrupted = layout.plus === "+D";
  const jump = Math.max(recordSeconds / 2, CONTINUOUS_JUMP_SECONDS);
  const runs: RecordRun[] = [];
  const gaps: Gap[] = [];
  let startRecord = 0;
  let startSeconds = 0;
  /** Added to stamps after one that went back. */
  let shift = 0;
  /** +C only: difference of the last stamp from where the record was put. */
  let clockError = 0;
  let missing = 0;
  let mostDecimals = 0;

  function roundingSeconds(): number {
    return mostDecimals >= FEWEST_ROUNDED_DECIMALS ? 0.5 * 10 ** -mostDecimals : 0;
  }

  function begin(record: number, seconds: number): void {
    runs.push({ startRecord, endRecord: record, startSeconds });
    if (runs.length > MOST_RUNS) {
      throw new KlonosError("edf-time-stamps", `More than ${MOST_RUNS} interruptions by record ${record}: the time stamps of this file are unusable.`, `record ${record}`, { record });
    }
    startRecord = record;
    startSeconds = seconds;
  }

  function stamp(record: number, onsetSeconds: number | undefined, decimals: number): void {
    if (onsetSeconds === undefined) {
      missing += 1;
      return;
    }
    mostDecimals = Math.max(mostDecimals, decimals);
    const rounding = roundingSeconds();
    if (halfSample === Infinity) return;
    const expected = startSeconds + (record - startRecord) * recordSeconds;
    const late = onsetSeconds + shift - expected;
    const step = isInterrupted ? late : late - clockError;
    if (Math.abs(step) <= (isInterrupted ? halfSample + rounding : jump)) {
      clockError = late;
      return;
    }
    const where = `record ${record + 1}`;
    if (step > 0) {
      gaps.push({ startSeconds: expected, endSeconds: expected + step });
      begin(record, expected + step);
      shift += isInterrupted ? 0 : step - late;
      clockError = 0;
      if (!isInterrupted) issues.add({ code: "edf-time-stamps", severity: "warning", where, message: `The file calls itself uninterrupted, but the time stamp of record ${record + 1} is ${step.toFixed(3)} s late: a gap was put there.` });
      return;
    }
    issues.add({ code: "edf-time-stamps", severity: "error", where, message: `The time stamp of record ${record + 1} lies ${(-step).toFixed(4)} s before the end of record ${record}. It was put directly after it, nothing is computed across this border, and later times are ${(-step).toFixed(4)} s later than the file says.` });
    shift -= step;
    begin(record, expected);
  }

  return {
    stamp,
    finish(recordCount: number): RecordTimes {
      runs.push({ startRecord, endRecord: recordCount, startSeconds });
      if (missing > 0) {
        issues.add({ code: "edf-time-stamps", severity: "warning", where: "", message: `${missing} of ${recordCount} data records have no readable time stamp; they were taken to follow the record before.` });
      }
      if (!isInterrupted && Math.abs(clockError) > halfSample + roundingSeconds()) {
        issues.add({ code: "edf-clock", severity: "info", where: "", message: `By its time stamps the recording is ${clockError.toFixed(3)} s ${clockError > 0 ? "longer" : "shorter"} than by its sampling rate; times follow the sampling rate.` });
      }
      return { runs, gaps };
    },
  };
}
