import { KlonosError } from "../../core/errors";
import type { Gap } from "../../core/recording";
import type { Segment } from "../../core/timeline";
import type { Timebase } from "./csv-time";
import type { IssueLog } from "../issue-log";

/** More interruptions than this are no recording any more. */
const MOST_GAPS = 100_000;

/** Where rows lie in time, as the time column says. */
export interface RowTimes {
  readonly segments: readonly Segment[];
  readonly gaps: readonly Gap[];
}

/** Follows the time column through the whole file. */
export interface RowClock {
  /** Times as decoded (in the column's unit) of the rows from `firstRow` on. */
  add(times: Float64Array, count: number, firstRow: number): void;
  finish(rows: number): RowTimes;
}

/** Times of clocks count from 1970 or 1904 at most, in seconds: what is larger by a factor of hundreds is a damaged number. */
const LATEST_SECONDS = 1e12;

/** False for NaN, infinity and numbers that no clock shows. */
export function isTime(seconds: number): boolean {
  return Math.abs(seconds) <= LATEST_SECONDS;
}

/** First row from `k` on that does not follow the one before it by about a period. By itself, because it is asked of every row: so it takes a nanosecond. */
function steadyUntil(times: Float64Array, k: number, count: number, lastTime: number, secondsPerUnit: number, passed: number, period: number, gapSeconds: number): number {
  const most = period + gapSeconds;
  let previous = lastTime;
  let row = k;
  for (; row < count; row += 1) {
    const next = times[row]! * secondsPerUnit + passed;
    const step = next - previous;
    if (!(step <= most && step >= -gapSeconds && next <= LATEST_SECONDS)) break;
    previous = next;
  }
  return row;
}

/** Turns the time column into segments and gaps. Without a time column everything is one segment. */
export function createRowClock(timebase: Timebase, issues: IssueLog): RowClock {
  const period = 1 / timebase.samplingHz;
  const segments: Segment[] = [];
  const gaps: Gap[] = [];
  let startSample = 0;
  let startSeconds = 0;
  let origin: number | undefined;
  let lastTime = 0;
  let lastRow = 0;
  /** Added to times after a step back. */
  let shift = 0;
  /** Midnights that a clock without a date has passed, in seconds. */
  let passed = 0;
  const { wrapSeconds = Infinity } = timebase;

  function begin(row: number, seconds: number): void {
    segments.push({ startSample, endSample: row, startSeconds });
    if (segments.length > MOST_GAPS) {
      throw new KlonosError("csv-time", `More than ${MOST_GAPS} gaps by row ${row + 1} of the table: its time column is no time base. Give the rate if rows are equally spaced: --sampling HZ.`, `row ${row + 1}`);
    }
    startSample = row;
    startSeconds = seconds;
  }

  return {
    add(times: Float64Array, count: number, firstRow: number): void {
      const { gapSeconds, secondsPerUnit } = timebase;
      if (gapSeconds === Infinity) return;
      for (let k = 0; k < count; k += 1) {
        if (origin !== undefined && lastRow === firstRow + k - 1) {
          const began = k;
          k = steadyUntil(times, k, count, lastTime, secondsPerUnit, passed, period, gapSeconds);
          if (k > began) {
            lastTime = times[k - 1]! * secondsPerUnit + passed;
            lastRow = firstRow + k - 1;
          }
          if (k === count) break;
        }
        let time = times[k]! * secondsPerUnit + passed;
        if (time !== time) continue;
        if (origin !== undefined && time < lastTime - wrapSeconds / 2) {
          passed += wrapSeconds;
          time += wrapSeconds;
        }
        const row = firstRow + k;
        if (!isTime(time)) {
          issues.add({ code: "csv-time", severity: "warning", where: `data row ${row + 1}`, message: `Data row ${row + 1} has the time ${time.toPrecision(4)} s, which is none; the row was taken to follow the one before directly.` });
          continue;
        }
        if (origin === undefined) {
          origin = time - row * period;
          lastTime = time;
          lastRow = row;
          continue;
        }
        const rows = row - lastRow;
        const step = time - lastTime - rows * period;
        if (step > gapSeconds) {
          const endSeconds = time - origin + shift;
          const gapStart = startSeconds + (row - startSample) * period;
          if (endSeconds < gapStart) {
            // Times that stood still before they jumped: the rows before already reach further than the jump.
            issues.add({ code: "csv-time", severity: "error", where: `data row ${row + 1}`, message: `Before data row ${row + 1} the times stand still for more rows than the jump there makes up for (${(gapStart - endSeconds).toPrecision(4)} s). The row was put directly after the one before; nothing is computed across this border.` });
            shift += gapStart - endSeconds;
            begin(row, gapStart);
          } else {
            gaps.push({ startSeconds: gapStart, endSeconds });
            begin(row, endSeconds);
          }
        } else if (time < lastTime - gapSeconds) {
          const endSeconds = startSeconds + (row - startSample) * period;
          issues.add({ code: "csv-time", severity: "error", where: `data row ${row + 1}`, message: `The time goes back by ${(lastTime - time).toPrecision(4)} s at data row ${row + 1}. The row was put directly after the one before; nothing is computed across this border.` });
          shift = endSeconds - (time - origin);
          begin(row, endSeconds);
        }
        lastTime = time;
        lastRow = row;
      }
    },
    finish(rows: number): RowTimes {
      segments.push({ startSample, endSample: rows, startSeconds });
      return { segments, gaps };
    },
  };
}
