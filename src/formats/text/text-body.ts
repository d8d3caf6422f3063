import { KlonosError } from "../../core/errors";
import type { CsvBody } from "../csv/csv-body";
import { decimalsOf, type Timebase } from "../csv/csv-time";
import { SPACES } from "../csv/csv-scanner";
import { textChannelIdentity } from "../channel-identity";
import { isSamplingRate } from "../sampling-rate";
import { decimalOf, type TextHead } from "./text-head";
import type { TextBlock, TextChannel, TextTable } from "./text-table";
import { voltsPerUnit } from "../../core/units";

/** Rows looked at for the decimal sign. */
const SAMPLE_ROWS = 200;
/** A header with more columns than this is damaged (the largest arrays have some hundred). */
const MOST_COLUMNS = 8192;
/** A step that is longer than a period by more than this share of it is a gap: one lost sample is found. */
const GAP_PERIODS = 0.75;

/** What many formats lack. */
export const PLAIN_TABLE: Pick<TextTable, "clocks" | "startDateTime" | "hasIdentity" | "noteColumns" | "notesOf" | "nextBlock"> = {
  clocks: [],
  startDateTime: undefined,
  hasIdentity: false,
  noteColumns: new Set(),
  notesOf: undefined,
  nextBlock: undefined,
};

/** Cells of a row, quotes taken off. `delimiter` is one character; a blank stands for any run of blanks and tabs. */
export function cellsOf(text: string, delimiter: string): string[] {
  if (delimiter === " ") return text.trim().split(/[ \t]+/);
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (const character of text) {
    // A doubled quote inside quotes closes and opens again: the quote itself is lost, which no label needs.
    if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += character;
  }
  return [...cells, cell.trim()];
}

/** The first block of a table whose rows begin at `lines[bodyLine]`. */
export function firstBlock(head: TextHead, bodyLine: number, delimiter: string, columns: number, endMark?: Uint8Array): { readonly first: TextBlock; readonly estimatedRows: number; readonly sample: readonly (readonly string[])[] } {
  const { source, lines, newline } = head;
  const start = lines[bodyLine];
  const rows = lines.slice(bodyLine).filter((line) => line.text.trim() !== "");
  if (start === undefined || rows.length === 0) {
    throw new KlonosError("text-header", `${source.name} ends after its header: it holds no samples. Export it again.`, `line ${lines.length}`, { lines: lines.length });
  }
  if (columns > MOST_COLUMNS) throw new KlonosError("text-header", `${source.name} has a header of ${columns} columns; more than ${MOST_COLUMNS} are not read. It is damaged: export it again.`, `byte ${start.offset}`, { columns });
  const sample = rows.slice(0, SAMPLE_ROWS).map((line) => cellsOf(line.text, delimiter));
  const decimal = delimiter === "," ? 46 : decimalOf(sample.flat());
  const last = rows[rows.length - 1]!;
  const bytesPerRow = Math.max(2, (last.offset + last.text.length + 1 - start.offset) / rows.length);
  const body: CsvBody = { source, dialect: { delimiter: delimiter === " " ? SPACES : delimiter.charCodeAt(0), decimal, newline }, columns, offset: start.offset, endMark };
  return { first: { body, startSeconds: 0, scales: undefined }, estimatedRows: Math.max(1, Math.ceil((source.size - start.offset) / bytesPerRow)), sample };
}

/** Volts in one of a voltage, else 1. */
export function scaleOf(unit: string): number {
  return voltsPerUnit(unit) ?? 1;
}

/** What label and unit of a column of measured values tell of it. */
export function textColumn(label: string, unit: string): Pick<TextChannel, "label" | "unit" | "identity" | "zero" | "scale" | "physicalRange"> {
  return { label, unit, identity: textChannelIdentity(label, unit), zero: 0, scale: scaleOf(unit), physicalRange: undefined };
}

/** Last decimal place that a column of the sample has, in the column's unit. */
export function quantumOf(sample: readonly (readonly string[])[], column: number): number {
  return 10 ** -decimalsOf(sample.map((row) => row[column] ?? ""));
}

/**
 * A time base of a known rate over a column of times that are rounded to `quantumSeconds`. Where the rounding is coarser than the
 * samples, the column tells no gaps.
 */
export function knownTimebase(samplingHz: number, column: number, secondsPerUnit: number, quantumSeconds: number): Timebase {
  const period = 1 / samplingHz;
  const gapSeconds = quantumSeconds > period ? Infinity : GAP_PERIODS * period + quantumSeconds;
  return { samplingHz, column, secondsPerUnit, gapSeconds, jitterSeconds: 0 };
}

/** @throws KlonosError `text-header` unless it is a rate at which something can have been sampled. */
export function requireRate(name: string, samplingHz: number, where: string): number {
  if (isSamplingRate(samplingHz)) return samplingHz;
  throw new KlonosError("text-header", `${name} has no usable sampling rate for ${where} (${samplingHz} Hz). Export it again, or as EDF.`, where, { samplingHz: Number.isFinite(samplingHz) ? samplingHz : 0 });
}
