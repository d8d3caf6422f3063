import { KlonosError } from "../core/errors";
import type { Gap } from "../core/recording";
import type { Segment } from "../core/timeline";
import { clockDecimals, clockSeconds } from "./csv-clock";
import type { TextColumn } from "./csv-columns";
import type { IssueLog } from "./issue-log";

/** How rows follow each other in time. */
export interface Timebase {
  readonly samplingHz: number;
  /** undefined: no time column, rows are taken as equally spaced. */
  readonly column: number | undefined;
  readonly secondsPerUnit: number;
  /** A step that is longer than a period by more than this is a gap. */
  readonly gapSeconds: number;
  /** Largest distance of a time from the even grid, in the rows looked at. */
  readonly jitterSeconds: number;
}

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, sec: 1, ms: 1e-3, us: 1e-6, min: 60 };
const TIME_LABEL = /^(time|times|timestamp|zeit|temps|tempo|tiempo|elapsed|t|x|seconds?|secs?|milliseconds?|ms)([\s_.:-].*)?$/i;
/** An unnamed unit is read as seconds only when that gives a rate between these; EMG is sampled far inside. */
const SLOWEST_PLAUSIBLE_HZ = 20;
const FASTEST_PLAUSIBLE_HZ = 200_000;
/** A gap is at least three quarters of a missing sample, so that one lost sample is found. */
const GAP_PERIODS = 0.75;
/** Share of steps that may differ by half a period and more before the column is no time base. */
const IRREGULAR_SHARE = 0.05;
/** Relative difference below which an estimated rate is taken for the whole number of hertz beside it. */
const FLOAT_TOLERANCE = 1e-7;
/** More interruptions than this are no recording any more. */
const MOST_GAPS = 100_000;

/** Seconds in one of the unit of a time column; undefined when the unit is none of time. No unit counts as seconds. */
function secondsPerUnit(column: TextColumn): number | undefined {
  const unit = column.unit.replace(/[\u00b5\u03bc]/g, "u").toLowerCase();
  if (unit === "") return /^(ms|milliseconds?)$/i.test(column.label) ? 1e-3 : 1;
  return SECONDS_PER_UNIT[unit];
}

/** Columns whose name and unit say time. A bare letter does so only at the front and where `rises` agrees: x, y, z are axes too, and R names a single column x. */
function namedTimeColumns(columns: readonly TextColumn[], rises: (index: number) => boolean): number[] {
  return columns.flatMap((column, index) => {
    if (!TIME_LABEL.test(column.label) || secondsPerUnit(column) === undefined) return [];
    const isLetter = /^[tx]$/i.test(column.label) && column.unit === "";
    return !isLetter || (index === 0 && columns.length > 1 && rises(index)) ? [index] : [];
  });
}

function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Least-squares slope of values[start … end) against their index. */
function slope(values: Float64Array, start: number, end: number): number {
  const count = end - start;
  const middle = (count - 1) / 2;
  let covariance = 0;
  for (let k = 0; k < count; k += 1) covariance += (k - middle) * (values[start + k]! - values[start]!);
  return covariance / ((count * (count * count - 1)) / 12);
}

/** The longest stretch of successive values whose steps are all from −limit to limit. */
function longestRun(values: Float64Array, limit: number): { readonly start: number; readonly end: number } {
  let best = { start: 0, end: 1 };
  let start = 0;
  for (let k = 1; k <= values.length; k += 1) {
    if (k < values.length && Math.abs(values[k]! - values[k - 1]!) < limit) continue;
    if (k - start > best.end - best.start) best = { start, end: k };
    start = k;
  }
  return best;
}

/**
 * Rate and regularity of a column of times (seconds, as decoded, NaN left out). `quantum` is the last decimal place in seconds.
 * The period is a least-squares slope, which the rounding of the printed times hardly touches; a rate within that rounding of
 * a whole number of hertz is that number. undefined when the values do not rise or the steps are uneven.
 */
export function estimateTimebase(times: Float64Array, quantum: number): { readonly samplingHz: number; readonly gapSeconds: number; readonly jitterSeconds: number } | undefined {
  const count = times.length;
  if (count < 3) return undefined;
  const steps = Float64Array.from({ length: count - 1 }, (_, k) => times[k + 1]! - times[k]!);
  const sorted = steps.slice().sort();
  const median = quantile(sorted, 0.5);
  const typical = median > quantum / 2 ? median : (times[count - 1]! - times[0]!) / (count - 1);
  if (!(typical > 0)) return undefined;
  const deviations = steps.map((step) => Math.abs(step - typical)).sort();
  const spread = quantile(deviations, 0.95);
  const uneven = deviations.filter((deviation) => deviation > 0.5 * typical + quantum * 1.01).length;
  if (uneven > IRREGULAR_SHARE * deviations.length) return undefined;
  const gapSeconds = Math.max(GAP_PERIODS * typical, 3 * spread) + (quantum > typical / 4 ? quantum : 0);
  const run = longestRun(times, typical + gapSeconds);
  const length = run.end - run.start;
  if (length < 3) return undefined;
  const period = slope(times, run.start, run.end);
  const tolerance = quantum / length / period + FLOAT_TOLERANCE;
  const rounded = Math.round(1 / period);
  const samplingHz = rounded > 0 && Math.abs(1 / period - rounded) <= tolerance * rounded ? rounded : 1 / period;
  let jitterSeconds = 0;
  for (let k = run.start; k < run.end; k += 1) jitterSeconds = Math.max(jitterSeconds, Math.abs(times[k]! - times[run.start]! - (k - run.start) / samplingHz));
  return { samplingHz, gapSeconds, jitterSeconds };
}

/** Most digits behind the decimal sign in any of the cells. */
export function decimalsOf(cells: readonly string[]): number {
  return cells.reduce((most, cell) => Math.max(most, /[.,](\d+)/.exec(cell)?.[1]?.length ?? 0), 0);
}

export interface TimebaseRequest {
  readonly name: string;
  readonly columns: readonly TextColumn[];
  readonly hasLabels: boolean;
  /** The first rows as text. */
  readonly sample: readonly (readonly string[])[];
  /** Values of a column in the rows at the beginning of the file, NaN left out. */
  readonly decode: (column: number) => Float64Array;
  readonly wantedHz: number | undefined;
  readonly statedHz: number | undefined;
  /** Column of the times that a person names; −1: there is none. */
  readonly timeColumn?: number | undefined;
  readonly timeUnit?: "s" | "ms" | "us" | "min" | undefined;
}

function needsRate(request: TimebaseRequest, why: string): KlonosError {
  return new KlonosError("needs-rate", `${request.name} ${why}. Give the sampling rate: --sampling HZ on the command line, or answer the dialog.`, "", { columns: request.columns.length });
}

/** An unnamed first column that rises evenly by a fraction of a second is a clock; one that counts 0, 1, 2 … is not. */
function unnamedClock(request: TimebaseRequest): boolean {
  const label = request.columns[0]!;
  if (request.columns.length < 2 || (request.hasLabels && !/^(Column 1)?$/.test(label.label)) || label.unit !== "") return false;
  return decimalsOf(request.sample.map((row) => row[0] ?? "")) > 0;
}

/** The first column of clock times, with the rate of the first rows where that is even. */
function clockColumn(request: TimebaseRequest): { readonly column: number; readonly title: string; readonly samplingHz: number | undefined } | undefined {
  const column = request.columns.findIndex((_, index) => request.sample.length > 0 && request.sample.every((row) => clockSeconds(row[index] ?? "") !== undefined));
  if (column < 0) return undefined;
  const cells = request.sample.map((row) => row[column]!);
  const quantum = 10 ** -cells.reduce((most, cell) => Math.max(most, clockDecimals(cell)), 0);
  return { column, title: `column ${column + 1} (${request.columns[column]!.label})`, samplingHz: estimateTimebase(Float64Array.from(cells, (cell) => clockSeconds(cell)!), quantum)?.samplingHz };
}

/**
 * Decides how the rows follow each other: a rate that the user gives, a time column (by name; or an unnamed first column that
 * rises evenly), or a rate that the file states in a comment.
 * @throws KlonosError `needs-rate` when nothing says it, `csv-time` when the time column is no time base.
 */
export function findTimebase(request: TimebaseRequest, issues: IssueLog): Timebase {
  const { columns, wantedHz } = request;
  const { timeColumn, timeUnit } = request;
  if (timeColumn !== undefined && timeColumn >= columns.length) throw new KlonosError("csv-time", `${request.name} has ${columns.length} columns; column ${timeColumn + 1} cannot hold its times.`, `column ${timeColumn + 1}`);
  const secondsOf = (index: number): { readonly times: Float64Array; readonly quantum: number; readonly unitSeconds: number } => {
    const unitSeconds = (timeUnit === undefined ? secondsPerUnit(columns[index]!) : SECONDS_PER_UNIT[timeUnit]) ?? 1;
    const quantum = unitSeconds * 10 ** -decimalsOf(request.sample.map((row) => row[index] ?? ""));
    return { times: request.decode(index).map((value) => value * unitSeconds), quantum, unitSeconds };
  };
  const clock = timeColumn === undefined ? clockColumn(request) : undefined;
  const named = timeColumn !== undefined ? (timeColumn < 0 ? [] : [timeColumn]) : namedTimeColumns(columns, (index) => estimateTimebase(secondsOf(index).times, secondsOf(index).quantum) !== undefined).filter((index) => index !== clock?.column);
  const repeated = named.filter((index) => columns[index]!.label.toLowerCase() === columns[named[0]!]!.label.toLowerCase());
  if (repeated.length > 1) {
    throw new KlonosError("csv-time", `${request.name} has ${repeated.length} time columns, one for each channel, so its channels have different rates. Klonos does not read such tables in this version; export it with one common time column, or as EDF.`, "row 1", { timeColumns: repeated.length });
  }
  const isClock = (index: number): boolean => {
    const { times, quantum } = secondsOf(index);
    const samplingHz = estimateTimebase(times, quantum)?.samplingHz ?? 0;
    return samplingHz >= SLOWEST_PLAUSIBLE_HZ && samplingHz <= FASTEST_PLAUSIBLE_HZ;
  };
  const column = named[0] ?? (timeColumn === undefined && unnamedClock(request) && isClock(0) ? 0 : undefined);
  const fixed = (samplingHz: number, ignored: number | undefined): Timebase => ({ samplingHz, column: ignored, secondsPerUnit: 1, gapSeconds: Infinity, jitterSeconds: 0 });
  if (column === undefined) {
    if (clock !== undefined && wantedHz !== undefined) {
      issues.add({ code: "csv-clock", severity: "warning", where: clock.title, message: `${clock.title} holds clock times, which are not followed: rows are ${wantedHz} Hz as given, and a gap between them would not be found.` });
    }
    if (wantedHz !== undefined) return fixed(wantedHz, undefined);
    if (clock !== undefined) throw needsRate(request, `has clock times in ${clock.title}${clock.samplingHz === undefined ? "" : ` (in its first rows ${Number(clock.samplingHz.toPrecision(6))} Hz)`}, which Klonos does not follow through a file: export it with the time in seconds, so that gaps are found, or say that the rows are equally spaced`);
    if (request.statedHz === undefined) throw needsRate(request, "has no time column and does not say its sampling rate");
    issues.add({ code: "csv-rate", severity: "info", where: "", message: `The sampling rate of ${request.statedHz} Hz was read from a line above the table.` });
    return fixed(request.statedHz, undefined);
  }
  const title = `column ${column + 1} (${columns[column]!.label})`;
  const { times, quantum, unitSeconds } = secondsOf(column);
  const estimate = estimateTimebase(times, quantum);
  if (estimate === undefined) {
    if (wantedHz !== undefined) {
      issues.add({ code: "csv-time", severity: "warning", where: title, message: `The times in ${title} are uneven or do not rise; they were ignored, rows are ${wantedHz} Hz as given.` });
      return fixed(wantedHz, column);
    }
    throw new KlonosError("csv-time", `The times in ${title} of ${request.name} are uneven or do not rise, so they are no time base. If the rows are equally spaced, give the rate: --sampling HZ.`, title);
  }
  const { samplingHz } = estimate;
  if (wantedHz !== undefined && Math.abs(samplingHz - wantedHz) > 0.005 * wantedHz) {
    issues.add({ code: "csv-time", severity: "warning", where: title, message: `The times in ${title} give ${samplingHz.toPrecision(6)} Hz, but ${wantedHz} Hz was asked for: the given rate was used and the times, with any gaps in them, ignored.` });
    return fixed(wantedHz, column);
  }
  const isBare = columns[column]!.unit === "" && unitSeconds === 1 && timeUnit === undefined;
  if (isBare && wantedHz === undefined && (samplingHz < SLOWEST_PLAUSIBLE_HZ || samplingHz > FASTEST_PLAUSIBLE_HZ)) {
    throw needsRate(request, `has a time column without a unit; in seconds it would be ${samplingHz.toPrecision(4)} Hz, in milliseconds ${(samplingHz * 1000).toPrecision(4)} Hz`);
  }
  if (named.length === 0) {
    issues.add({ code: "csv-time", severity: "info", where: title, message: `The first column has no name but rises evenly; it was taken for time in seconds (${samplingHz.toPrecision(6)} Hz).` });
  }
  if (Math.abs(times[0]!) > quantum / 2) {
    issues.add({ code: "csv-time-origin", severity: "info", where: title, message: `The times in ${title} begin at ${times[0]!} s; Klonos counts from the first row.` });
  }
  if (estimate.jitterSeconds > quantum + 0.05 / samplingHz) {
    issues.add({ code: "csv-jitter", severity: "info", where: title, message: `The times in ${title} jitter by up to ${(estimate.jitterSeconds * 1000).toPrecision(3)} ms around ${samplingHz.toPrecision(6)} Hz; samples are taken as equally spaced between gaps.` });
  }
  return { samplingHz, column, secondsPerUnit: unitSeconds, gapSeconds: estimate.gapSeconds, jitterSeconds: estimate.jitterSeconds };
}

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
          // Rows one period after the one before change nothing else; in variables of this block they cost a nanosecond.
          let previous = lastTime;
          const began = k;
          for (; k < count; k += 1) {
            const next = times[k]! * secondsPerUnit;
            if (!(next - previous - period <= gapSeconds && next >= previous - gapSeconds && Math.abs(next) <= LATEST_SECONDS)) break;
            previous = next;
          }
          if (k > began) {
            lastTime = previous;
            lastRow = firstRow + k - 1;
          }
          if (k === count) break;
        }
        const time = times[k]! * secondsPerUnit;
        if (time !== time) continue;
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
