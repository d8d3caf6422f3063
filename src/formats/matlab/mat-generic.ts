import { type Cancel, type Issue, KlonosError } from "../../core/errors";
import type { Segment } from "../../core/timeline";
import { tidyRate } from "../binary-channel";
import { longerSide, type MatCandidate, sizeText, surveyVariables } from "./mat-candidates";
import { type MatLayout, type MatSignal, PLAIN_MAP, segmentsOfTimes, wholeSegment } from "./mat-layout";
import { labelsIn, type RateStatement, ratesIn, type TimeColumn, timeIn, unitsIn } from "./mat-names";
import type { MatScope } from "./mat-value";
import type { ImportOptions } from "../recording-reader";

/** Two statements about the rate that differ by less than this are the same one, rounded. */
const SAME_RATE = 1e-3;
/** A matrix whose sides are nearer than this does not say by its shape which side is time. */
const CLEARLY_LONGER = 2;
const MOST_CHANNELS = 4096;
const MOST_CHOICES = 12;

/** Matrices that belong together: one of several channels, or several of one channel each. */
type Choice = readonly MatCandidate[];

function isVector({ numbers }: MatCandidate): boolean {
  return Math.min(numbers.rows, numbers.columns) === 1;
}

function choicesText(candidates: readonly MatCandidate[]): string {
  const shown = candidates.slice(0, MOST_CHOICES).map((candidate) => `${candidate.path} (${sizeText(candidate.numbers)})`);
  return `${shown.join(", ")}${candidates.length > shown.length ? `, and ${candidates.length - shown.length} more` : ""}`;
}

function choose(name: string, candidates: readonly MatCandidate[]): Choice {
  const [first] = candidates;
  if (first === undefined || candidates.length === 1) return candidates;
  const homes = new Set(candidates.map(({ home }) => home));
  const length = longerSide(first.numbers);
  // Vectors of one length beside each other: one channel each.
  if (homes.size === 1 && candidates.every((candidate) => isVector(candidate) && longerSide(candidate.numbers) === length)) return candidates;
  // One vector in each of several structs, in fields of the same name: one channel each, with rates of their own.
  if (homes.size === candidates.length && candidates.every((candidate) => isVector(candidate) && candidate.home !== "" && candidate.name === first.name)) return candidates;
  throw new KlonosError("needs-variable", `${name} holds several variables that could be the signal: ${choicesText(candidates)}. Say which one, by its name, with the import option “variable”.`, "", { choices: candidates.slice(0, MOST_CHOICES).map(({ path }) => path).join(", ") });
}

interface Clock {
  /** One for all channels, or one each. */
  readonly hertz: readonly number[];
  readonly time: TimeColumn | undefined;
}

function needsRate(name: string, why: string): KlonosError {
  return new KlonosError("needs-rate", `${name}: ${why} Give the sampling rate (Hz) with the import options.`);
}

async function clockOf(name: string, scopes: readonly MatScope[], count: number, channels: number, options: ImportOptions, cancel: Cancel | undefined): Promise<Clock> {
  if (options.samplingHz !== undefined) return { hertz: [options.samplingHz], time: undefined };
  for (const scope of scopes) {
    const rates: readonly RateStatement[] = await ratesIn(scope, channels, cancel);
    const time = await timeIn(scope, count, cancel);
    const [first] = rates;
    const other = rates.find((rate) => rate.hertz.length === first!.hertz.length && rate.hertz.some((value, k) => Math.abs(value / first!.hertz[k]! - 1) > SAME_RATE));
    if (first !== undefined && other !== undefined) throw needsRate(name, `the variables ${first.name} and ${other.name} state different rates (${first.hertz[0]} and ${other.hertz[0]} Hz).`);
    if (first !== undefined) {
      if (first.isDoubtful) throw needsRate(name, `the step ${first.name} would be ${first.hertz[0]} Hz if it is in seconds; it could be in milliseconds.`);
      // A time column in other units than seconds (EEGLAB: milliseconds) is no contradiction, and then tells no gaps.
      const fits = time !== undefined && Math.abs(time.samplingHz / first.hertz[0]! - 1) <= SAME_RATE;
      const isOtherUnit = time !== undefined && [1e3, 1e6, 60, 1 / first.hertz[0]!].some((factor) => Math.abs((time.samplingHz * factor) / first.hertz[0]! - 1) < SAME_RATE || Math.abs(time.samplingHz / factor / first.hertz[0]! - 1) < SAME_RATE);
      if (time !== undefined && !fits && !isOtherUnit) throw needsRate(name, `the variable ${first.name} states ${first.hertz[0]} Hz, the times in ${time.name} step by ${tidyRate(time.samplingHz)} Hz.`);
      return { hertz: first.hertz, time: fits ? time : undefined };
    }
    if (time !== undefined) {
      if (time.isDoubtful) throw needsRate(name, `the times in ${time.name} would be ${Number(time.samplingHz.toPrecision(6))} Hz if they are in seconds; they could be in milliseconds.`);
      return { hertz: [tidyRate(roundedRate(time.samplingHz))], time };
    }
  }
  throw needsRate(name, "no variable states the sampling rate, and there is no time column.");
}

/** Times are rounded when they are written: within a millionth of a whole rate it is that one. */
function roundedRate(samplingHz: number): number {
  const whole = Math.round(samplingHz);
  return whole > 0 && Math.abs(samplingHz / whole - 1) < 1e-6 ? whole : samplingHz;
}

async function firstOf<T>(scopes: readonly MatScope[], find: (scope: MatScope) => Promise<T | undefined>): Promise<T | undefined> {
  for (const scope of scopes) {
    const found = await find(scope);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function segmentsFor(time: TimeColumn | undefined, count: number, samplingHz: number, where: string, issues: Issue[]): Promise<readonly Segment[]> {
  if (time === undefined) return wholeSegment(count);
  const segments = await segmentsOfTimes(time.at, count, samplingHz);
  if (segments !== undefined) return segments;
  issues.push({ code: "mat-time", severity: "error", where, message: `The times in ${time.name} go back or are uneven; the samples were placed one after the other at ${samplingHz} Hz, so times may be wrong.` });
  return wholeSegment(count);
}

async function signalsOfMatrix(name: string, candidate: MatCandidate, options: ImportOptions, issues: Issue[], cancel: Cancel | undefined): Promise<MatSignal[]> {
  const { numbers, scopes, path } = candidate;
  if (numbers.isComplex) throw new KlonosError("mat-layout", `${name}: the variable ${path} holds complex numbers; Klonos reads real ones. Choose another with the import option “variable”.`, path);
  if (numbers.dims.filter((dim) => dim > 1).length > 2) throw new KlonosError("mat-layout", `${name}: the variable ${path} has three dimensions (${sizeText(numbers)}); trials are not one recording. Save one of them as a matrix of samples × channels.`, path);
  // Vectors of labels or rates as long as one side decide; else the longer side is time.
  const labelledColumns = await firstOf(scopes, (scope) => labelsIn(scope, numbers.columns, cancel));
  const labelledRows = numbers.rows === numbers.columns ? undefined : await firstOf(scopes, (scope) => labelsIn(scope, numbers.rows, cancel));
  const isTall = labelledColumns !== undefined && labelledRows === undefined ? true : labelledRows !== undefined && labelledColumns === undefined ? false : numbers.rows >= numbers.columns;
  const axis = isTall ? 0 : 1;
  const count = isTall ? numbers.rows : numbers.columns;
  const channels = isTall ? numbers.columns : numbers.rows;
  const labels = isTall ? labelledColumns : labelledRows;
  if (channels > MOST_CHANNELS) throw new KlonosError("mat-layout", `${name}: the variable ${path} (${sizeText(numbers)}) would be ${channels} channels; no recording has so many. Choose another with the import option “variable”.`, path);
  if (labels === undefined && longerSide(numbers) < CLEARLY_LONGER * Math.min(numbers.rows, numbers.columns)) {
    issues.push({ code: "mat-orientation", severity: "warning", where: path, message: `${path} is ${sizeText(numbers)}: its ${isTall ? "rows were taken for samples and its columns" : "columns were taken for samples and its rows"} for channels. Check this.` });
  }
  const { hertz, time } = await clockOf(name, scopes, count, channels, options, cancel);
  const units = await firstOf(scopes, (scope) => unitsIn(scope, channels, cancel));
  const fastest = Math.max(...hertz);
  const segments = await segmentsFor(time, count, fastest, path, issues);
  return Array.from({ length: channels }, (_, k): MatSignal => {
    const samplingHz = tidyRate(hertz.length === 1 ? fastest : hertz[k]!);
    // Slower channels of one matrix (Delsys) fill only their part of the column; the rest is padding.
    const own = samplingHz === tidyRate(fastest) ? count : Math.min(count, Math.floor((count * samplingHz) / fastest));
    const label = labels?.[k] !== undefined && labels[k] !== "" ? labels[k]! : channels === 1 ? candidate.name : `${candidate.name} ${k + 1}`;
    if (own < count) issues.push({ code: "mat-rates", severity: "warning", where: `channel ${k + 1} (${label})`, message: `${label} has ${samplingHz} Hz where others have ${fastest} Hz: its first ${own} of ${count} values were taken for its samples, the rest for filling.` });
    return { label, unit: units?.[k] ?? "", samplingHz, sampleCount: own, segments: own < count ? wholeSegment(own) : segments, values: numbers, axis, other: k, first: 0, map: PLAIN_MAP };
  });
}

/** Vectors of one struct each, or beside each other. */
async function signalsOfVectors(name: string, choice: Choice, options: ImportOptions, issues: Issue[], cancel: Cancel | undefined): Promise<MatSignal[]> {
  const areBeside = new Set(choice.map(({ home }) => home)).size === 1;
  const sharedLabels = areBeside ? undefined : await labelsIn(choice[0]!.scopes[choice[0]!.scopes.length - 1]!, choice.length, cancel);
  const signals: MatSignal[] = [];
  for (const [k, candidate] of choice.entries()) {
    const { numbers, scopes, home } = candidate;
    const count = longerSide(numbers);
    const { hertz, time } = await clockOf(name, scopes, count, 1, options, cancel);
    const own = areBeside ? undefined : (await labelsIn(scopes[0]!, 1, cancel))?.[0];
    const unit = (await firstOf(areBeside ? scopes : scopes.slice(0, 1), (scope) => unitsIn(scope, 1, cancel)))?.[0] ?? "";
    const label = own ?? sharedLabels?.[k] ?? (areBeside ? candidate.name : home.replace(/^.*\./, ""));
    const samplingHz = tidyRate(hertz[0]!);
    signals.push({ label, unit, samplingHz, sampleCount: count, segments: await segmentsFor(time, count, samplingHz, candidate.path, issues), values: numbers, axis: numbers.columns === 1 ? 0 : 1, other: 0, first: 0, map: PLAIN_MAP });
  }
  return signals;
}

/**
 * A file that no program is known for: the matrix, or the vectors, that can be the signal; rate, labels and units from variables
 * beside it.
 * @throws KlonosError `needs-variable` or `needs-rate` with the choices, `mat-layout` where nothing can be a signal.
 */
export async function genericLayout(name: string, root: MatScope, options: ImportOptions, cancel?: Cancel): Promise<MatLayout> {
  const { candidates, unreadable } = await surveyVariables(root, options.variable, cancel);
  const hidden = unreadable.length === 0 ? "" : ` It has ${unreadable.slice(0, 5).join(", ")}, which cannot be read: save the numbers in it as a matrix.`;
  if (candidates.length === 0) {
    if (options.variable !== undefined) {
      const all = (await surveyVariables(root, undefined, cancel)).candidates;
      throw new KlonosError("needs-variable", `${name} has no variable ${options.variable} that holds numbers. ${all.length === 0 ? "" : `There are ${choicesText(all)}.`}${hidden}`, "", { choices: all.slice(0, MOST_CHOICES).map(({ path }) => path).join(", ") });
    }
    throw new KlonosError("mat-layout", `${name} holds no matrix of real numbers that is long enough to be a signal (its variables: ${[...root.keys()].slice(0, MOST_CHOICES).join(", ") || "none"}). Save the signal alone in a file of its own.${hidden}`);
  }
  const choice = choose(name, candidates);
  const issues: Issue[] = [];
  if (hidden !== "") issues.push({ code: "mat-unreadable", severity: "info", where: "", message: `Not everything in the file can be read.${hidden}` });
  const [first] = choice;
  const signals = choice.length === 1 ? await signalsOfMatrix(name, first!, options, issues, cancel) : await signalsOfVectors(name, choice, options, issues, cancel);
  return { kind: "", signals, events: async () => [], startDateTime: undefined, hasIdentity: false, issues };
}
