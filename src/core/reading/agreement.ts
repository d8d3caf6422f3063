import { isAbout } from "../review";
import { studentQuantile } from "../trains/special-functions";
import { burstAgreement, cohenKappa, trainAgreement, type Kappa } from "../trains/segmentation-scores";
import type { ReadingAnswer, ReadingItem } from "./reading-items";

/** What one reader said. */
export interface Reading {
  readonly rater: string;
  readonly items: readonly ReadingItem[];
}

/** A mean of train means with its t interval over trains; undefined where no train has a matched burst. */
export interface EdgeError {
  /** Second minus first, seconds. */
  readonly meanSeconds: number;
  /** Undefined below three trains: intervals resample trains, never bursts. */
  readonly interval: readonly [number, number] | undefined;
  readonly medianAbsoluteSeconds: number;
}

/** How two sets of answers agree; the first is the reference. */
export interface AgreementRow {
  readonly comparison: "rater-program" | "between-raters" | "within-rater";
  readonly first: string;
  readonly second: string;
  readonly kappa: Kappa;
  readonly matchedBursts: number;
  readonly missedBursts: number;
  readonly extraBursts: number;
  readonly onset: EdgeError | undefined;
  readonly offset: EdgeError | undefined;
  /** Trains of the first that the second cut into several, and trains of the second that join several of the first. */
  readonly split: number;
  readonly merged: number;
}

/** The name under which the program stands in the rows. */
export const PROGRAM = "Klonos";

/** Two bursts are the same one when their middles are nearer than this. */
const BURST_TOLERANCE_SECONDS = 0.05;
const FEWEST_TRAINS = 3;
/** Decimals of a second do not matter to which train is meant. */
const SAMPLES_PER_SECOND = 1000;

/** The program against each rater, each pair of raters, and each rater against himself where he saw a train twice. Trains without an answer are left out. */
export function readingAgreement(readings: readonly Reading[], ciLevel: number): readonly AgreementRow[] {
  return agreementSteps(readings, ciLevel).flatMap((step) => step());
}

/** The comparisons of `readingAgreement`, one a step and at most one row each, for a caller that shows progress between them. */
export function agreementSteps(readings: readonly Reading[], ciLevel: number): readonly (() => readonly AgreementRow[])[] {
  const alone = readings.flatMap(({ rater, items }) => [
    () => [compared("rater-program", PROGRAM, rater, firsts(items).map((item) => [item.program, item.reader!] as const), ciLevel)],
    () => {
      const answered = firsts(items);
      const twice = items.filter((item) => item.repeat && item.reader !== null).flatMap((item) => {
        const before = answered.find((other) => isSame(other, item));
        return before === undefined ? [] : [[before.reader!, item.reader!] as const];
      });
      return twice.length > 0 ? [compared("within-rater", rater, rater, twice, ciLevel)] : [];
    },
  ]);
  const together = readings.flatMap((one, index) => readings.slice(index + 1).map((other) => () => {
    const theirs = firsts(other.items);
    const both = firsts(one.items).flatMap((item) => {
      const same = theirs.find((candidate) => isSame(candidate, item));
      return same === undefined ? [] : [[item.reader!, same.reader!] as const];
    });
    return both.length > 0 ? [compared("between-raters", one.rater, other.rater, both, ciLevel)] : [];
  }));
  return [...alone, ...together];
}

function firsts(items: readonly ReadingItem[]): readonly ReadingItem[] {
  return items.filter((item) => !item.repeat && item.reader !== null);
}

function isSame(a: ReadingItem, b: ReadingItem): boolean {
  const span = ({ channelIndex, startSeconds, endSeconds }: ReadingItem): { channelIndex: number; startSample: number; endSample: number } => ({ channelIndex, startSample: startSeconds * SAMPLES_PER_SECOND, endSample: endSeconds * SAMPLES_PER_SECOND });
  return a.recording === b.recording && isAbout(span(a), span(b));
}

function compared(comparison: AgreementRow["comparison"], first: string, second: string, pairs: readonly (readonly [ReadingAnswer, ReadingAnswer])[], ciLevel: number): AgreementRow {
  const bursts = pairs.map(([a, b]) => burstAgreement(a.bursts, b.bursts, BURST_TOLERANCE_SECONDS));
  const trains = pairs.map(([a, b]) => trainAgreement(a.trains, b.trains));
  const sum = <T>(list: readonly T[], value: (one: T) => number): number => list.reduce((total, one) => total + value(one), 0);
  return {
    comparison,
    first,
    second,
    kappa: withSpread(cohenKappa(pairs.map(([a, b]) => [a.label, b.label] as const), ciLevel)),
    matchedBursts: sum(bursts, ({ matched }) => matched),
    missedBursts: sum(bursts, ({ missed }) => missed),
    extraBursts: sum(bursts, ({ extra }) => extra),
    onset: edgeError(bursts.map(({ onset }) => onset), ciLevel),
    offset: edgeError(bursts.map(({ offset }) => offset), ciLevel),
    split: sum(trains, ({ split }) => split),
    merged: sum(trains, ({ merged }) => merged),
  };
}

/** The asymptotic variance vanishes in some tables of few trains; that is no interval. */
function withSpread(kappa: Kappa): Kappa {
  return kappa.interval !== undefined && kappa.interval[1] - kappa.interval[0] > 1e-9 ? kappa : { ...kappa, interval: undefined };
}

function edgeError(perTrain: readonly ReturnType<typeof burstAgreement>["onset"][], ciLevel: number): EdgeError | undefined {
  const known = perTrain.filter((error) => error !== undefined);
  const count = known.length;
  if (count === 0) return undefined;
  const mean = known.reduce((total, { bias }) => total + bias, 0) / count;
  const sizes = known.map(({ medianAbsolute }) => medianAbsolute).sort((a, b) => a - b);
  const sd = Math.sqrt(known.reduce((total, { bias }) => total + (bias - mean) ** 2, 0) / Math.max(1, count - 1));
  const half = count < FEWEST_TRAINS ? undefined : (studentQuantile(0.5 + ciLevel / 2, count - 1) * sd) / Math.sqrt(count);
  return { meanSeconds: mean, interval: half === undefined ? undefined : [mean - half, mean + half], medianAbsoluteSeconds: (sizes[(count - 1) >> 1]! + sizes[count >> 1]!) / 2 };
}

