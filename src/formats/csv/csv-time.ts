import { KlonosError } from "../../core/errors";
import { type ClockForm, SECONDS_PER_DAY } from "./csv-clock";
import { type ClockColumn, findClockColumn } from "./csv-clock-column";
import type { TextColumn } from "./csv-columns";
import type { IssueLog } from "../issue-log";

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
  /** Form of the clock times that the column holds; undefined: numbers. */
  readonly clock?: ClockForm | undefined;
  /** A clock without a date begins again after so many seconds. */
  readonly wrapSeconds?: number | undefined;
  /** Local date and clock time of the first row, where a column of clock times says it. */
  readonly startDateTime?: string | undefined;
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

function stepsOf(times: Float64Array): Float64Array {
  const steps = new Float64Array(times.length - 1);
  for (let k = 0; k < steps.length; k += 1) steps[k] = times[k + 1]! - times[k]!;
  return steps;
}

/**
 * Rate and regularity of a column of times (seconds, as decoded, NaN left out). `quantum` is the last decimal place in seconds.
 * The period is a least-squares slope, which the rounding of the printed times hardly touches; a rate within that rounding of
 * a whole number of hertz is that number. undefined when the values do not rise or the steps are uneven.
 */
export function estimateTimebase(times: Float64Array, quantum: number): { readonly samplingHz: number; readonly gapSeconds: number; readonly jitterSeconds: number } | undefined {
  const count = times.length;
  if (count < 3) return undefined;
  const steps = stepsOf(times);
  const median = quantile(steps.slice().sort(), 0.5);
  const typical = median > quantum / 2 ? median : (times[count - 1]! - times[0]!) / (count - 1);
  if (!(typical > 0)) return undefined;
  const deviations = steps;
  const tooFar = 0.5 * typical + quantum * 1.01;
  let uneven = 0;
  for (let k = 0; k < steps.length; k += 1) {
    const deviation = Math.abs(steps[k]! - typical);
    deviations[k] = deviation;
    if (deviation > tooFar) uneven += 1;
  }
  const spread = quantile(deviations.sort(), 0.95);
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

/** What the beginning of a table and the person say of its times. */
export interface TimebaseRequest {
  readonly name: string;
  readonly columns: readonly TextColumn[];
  readonly hasLabels: boolean;
  /** The first rows as text. */
  readonly sample: readonly (readonly string[])[];
  /** Values of a column in the rows at the beginning of the file, NaN left out; clock times by their form. */
  readonly decode: (column: number, clock?: ClockForm) => Float64Array;
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

/** Times that repeat are too coarse to give a rate until so many different ones were seen: the error of the slope is about one in their square. */
const LEAST_TIMES = 100;

/** How many rows share one time, where the times are written so coarsely that they tell no rate; undefined where they tell it. */
function sharedRows(times: Float64Array, quantum: number): number | undefined {
  const count = times.length;
  if (count < 3) return undefined;
  const different = Math.round((times[count - 1]! - times[0]!) / quantum) + 1;
  if (!(different < LEAST_TIMES)) return undefined;
  const steps = stepsOf(times).sort();
  return quantile(steps, 0.5) < quantum / 2 && steps[0]! > -quantum / 2 ? count / Math.max(1, different) : undefined;
}

/** Rows of a given rate under times that are too coarse to tell it: pauses are found to about one step of the times. */
function coarseTimebase(request: TimebaseRequest, title: string, column: number, times: Float64Array, quantum: number, shared: number, issues: IssueLog): Timebase | undefined {
  const { wantedHz } = request;
  const step = `${Number(quantum.toPrecision(3))} s`;
  if (wantedHz === undefined) {
    throw needsRate(request, `has times in ${title} that are written in steps of ${step}, which about ${Math.round(shared)} rows share: too coarse to tell the rate`);
  }
  // Rows and times are compared where nothing was lost between them.
  const run = longestRun(times, quantum * 1.5);
  const span = times[run.end - 1]! - times[run.start]!;
  if (Math.abs((run.end - run.start - 1) / wantedHz - span) > quantum * 1.01 + 0.005 * span) return undefined;
  issues.add({ code: "csv-time", severity: "info", where: title, message: `The times in ${title} are written in steps of ${step}: the given ${wantedHz} Hz was used, a pause shorter than ${Number((2 * quantum).toPrecision(3))} s may not be seen, and a longer one is placed to about ${step}.` });
  return { samplingHz: wantedHz, column, secondsPerUnit: 1, gapSeconds: quantum * 1.01, jitterSeconds: 0 };
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
  const clock = timeColumn !== undefined && timeColumn < 0 ? undefined : findClockColumn(columns, request.sample, timeColumn);
  const known = new Map<number, { readonly times: Float64Array; readonly quantum: number; readonly unitSeconds: number }>();
  const secondsOf = (index: number): { readonly times: Float64Array; readonly quantum: number; readonly unitSeconds: number } => {
    const before = known.get(index);
    if (before !== undefined) return before;
    const own = index === clock?.form.column ? clock : undefined;
    const unitSeconds = own !== undefined ? 1 : ((timeUnit === undefined ? secondsPerUnit(columns[index]!) : SECONDS_PER_UNIT[timeUnit]) ?? 1);
    const quantum = own?.quantum ?? unitSeconds * 10 ** -decimalsOf(request.sample.map((row) => row[index] ?? ""));
    const times = own === undefined ? request.decode(index) : unwrapped(request.decode(index, own.form), own.form);
    const found = { times: unitSeconds === 1 ? times : times.map((value) => value * unitSeconds), quantum, unitSeconds };
    known.set(index, found);
    return found;
  };
  const named = timeColumn !== undefined ? (timeColumn < 0 ? [] : [timeColumn]) : namedTimeColumns(columns, (index) => estimateTimebase(secondsOf(index).times, secondsOf(index).quantum) !== undefined).filter((index) => index !== clock?.form.column);
  const repeated = named.filter((index) => columns[index]!.label.toLowerCase() === columns[named[0]!]!.label.toLowerCase());
  if (repeated.length > 1) {
    throw new KlonosError("csv-time", `${request.name} has ${repeated.length} time columns, one for each channel, so its channels have different rates. Klonos does not read such tables in this version; export it with one common time column, or as EDF.`, "row 1", { timeColumns: repeated.length });
  }
  const isClock = (index: number): boolean => {
    const { times, quantum } = secondsOf(index);
    const samplingHz = estimateTimebase(times, quantum)?.samplingHz ?? 0;
    return samplingHz >= SLOWEST_PLAUSIBLE_HZ && samplingHz <= FASTEST_PLAUSIBLE_HZ;
  };
  const column = named[0] ?? clock?.form.column ?? (timeColumn === undefined && unnamedClock(request) && isClock(0) ? 0 : undefined);
  // A clock that is not followed is a column of text like others.
  const followed = column !== undefined && column === clock?.form.column ? clock : undefined;
  const start = { startDateTime: clock?.startDateTime };
  const fixed = (samplingHz: number, ignored: number | undefined): Timebase => ({ samplingHz, column: followed === undefined ? ignored : undefined, secondsPerUnit: 1, gapSeconds: Infinity, jitterSeconds: 0, ...start });
  if (column === undefined) {
    if (wantedHz !== undefined) return fixed(wantedHz, undefined);
    if (request.statedHz === undefined) throw needsRate(request, "has no time column and does not say its sampling rate");
    issues.add({ code: "csv-rate", severity: "info", where: "", message: `The sampling rate of ${request.statedHz} Hz was read from a line above the table.` });
    return fixed(request.statedHz, undefined);
  }
  const title = `column ${column + 1} (${columns[column]!.label})`;
  const { times, quantum, unitSeconds } = secondsOf(column);
  if (followed !== undefined) tellClock(title, followed, issues);
  const wrap = followed === undefined ? {} : { clock: followed.form, wrapSeconds: followed.form.order === undefined ? SECONDS_PER_DAY : undefined };
  const shared = sharedRows(times, quantum);
  if (shared !== undefined) {
    const coarse = coarseTimebase(request, title, column, times, quantum, shared, issues);
    if (coarse !== undefined) return { ...coarse, secondsPerUnit: unitSeconds, ...wrap, ...start };
  }
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
  const isBare = followed === undefined && columns[column]!.unit === "" && unitSeconds === 1 && timeUnit === undefined;
  if (isBare && wantedHz === undefined && (samplingHz < SLOWEST_PLAUSIBLE_HZ || samplingHz > FASTEST_PLAUSIBLE_HZ)) {
    throw needsRate(request, `has a time column without a unit; in seconds it would be ${samplingHz.toPrecision(4)} Hz, in milliseconds ${(samplingHz * 1000).toPrecision(4)} Hz`);
  }
  if (named.length === 0 && followed === undefined) {
    issues.add({ code: "csv-time", severity: "info", where: title, message: `The first column has no name but rises evenly; it was taken for time in seconds (${samplingHz.toPrecision(6)} Hz).` });
  }
  if (followed === undefined && Math.abs(times[0]!) > quantum / 2) {
    issues.add({ code: "csv-time-origin", severity: "info", where: title, message: `The times in ${title} begin at ${times[0]!} s; Klonos counts from the first row.` });
  }
  if (estimate.jitterSeconds > quantum + 0.05 / samplingHz) {
    issues.add({ code: "csv-jitter", severity: "info", where: title, message: `The times in ${title} jitter by up to ${(estimate.jitterSeconds * 1000).toPrecision(3)} ms around ${samplingHz.toPrecision(6)} Hz; samples are taken as equally spaced between gaps.` });
  }
  return { samplingHz, column, secondsPerUnit: unitSeconds, gapSeconds: estimate.gapSeconds, jitterSeconds: estimate.jitterSeconds, ...wrap, ...start };
}

/** Times of a clock without a date, with a day more after each midnight. */
function unwrapped(times: Float64Array, { order }: ClockForm): Float64Array {
  if (order !== undefined) return times;
  let days = 0;
  let last = -Infinity;
  return times.map((time) => {
    if (time + days * SECONDS_PER_DAY < last - SECONDS_PER_DAY / 2) days += 1;
    last = time + days * SECONDS_PER_DAY;
    return last;
  });
}

function tellClock(title: string, { startDateTime, doubt, form }: ClockColumn, issues: IssueLog): void {
  const begins = startDateTime === undefined ? "" : ` The recording begins at ${startDateTime.replace("T", " ")}.`;
  const days = form.order === undefined ? " Midnight is counted; a pause of half a day and more would not be seen as it is." : "";
  issues.add({ code: "csv-clock", severity: doubt === undefined ? "info" : "warning", where: title, message: `${title.replace(/^c/, "C")} holds clock times; Klonos counts seconds from the first row.${begins}${doubt === undefined ? "" : ` ${doubt}.`}${days}` });
}
