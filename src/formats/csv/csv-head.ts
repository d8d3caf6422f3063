import { type Cancel, KlonosError } from "../../core/errors";
import type { ClockForm } from "./csv-clock";
import { cellWords, isUnit, readTextHeader, type SaidHeader, type TextHeader } from "./csv-columns";
import { findTextLayout, type HeadLine, splitCells, splitHead, type TextLayout } from "./csv-dialect";
import { decodeRows, SPACES } from "./csv-scanner";
import type { ByteSource } from "../byte-source";
import { findTimebase, type Timebase } from "./csv-time";
import type { IssueLog } from "../issue-log";
import { structureSignature } from "../import-signature";
import type { ImportOptions } from "../recording-reader";
import { latin1Text } from "../text-decoding";

/** Read to find dialect, header and rate: some thousand rows of a usual table. */
const HEAD_BYTES = 256 * 1024;
const UTF8_MARK = [0xef, 0xbb, 0xbf] as const;
/** Lines whose form names a file in which no table was found. */
const SHAPE_LINES = 5;

/** The lines at the beginning of a text file. */
export interface CsvLines {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Bytes of the byte order mark. */
  readonly skip: number;
  readonly newline: string;
  readonly lines: readonly HeadLine[];
  readonly isWholeFile: boolean;
}

/** What the beginning of a text file says of its table. */
export interface CsvHead {
  readonly layout: TextLayout;
  readonly header: TextHeader;
  /** First byte of the first row. */
  readonly offset: number;
  /** End of the last whole line that was read. */
  readonly end: number;
  /** Rows between both, blank and comment lines counted. */
  readonly bodyLines: number;
  /** Values of a column in these rows; NaN where there is none. `clock`: the form of its clock times. */
  readonly decode: (column: number, clock?: ClockForm) => Float64Array;
}

/** Reads the first lines. @throws KlonosError `csv-dialect` for what is no text. */
export async function readCsvLines(source: ByteSource, cancel: Cancel | undefined): Promise<CsvLines> {
  const bytes = await source.read(0, Math.min(source.size, HEAD_BYTES), cancel);
  const skip = UTF8_MARK.every((byte, index) => bytes[index] === byte) ? UTF8_MARK.length : 0;
  const text = latin1Text(bytes.subarray(skip));
  if (text.includes("\0")) throw new KlonosError("csv-dialect", `${source.name} holds zero bytes: it is no text. Export it again, UTF-16 with its byte order mark.`, `byte ${skip + text.indexOf("\0")}`);
  const newline = text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
  const isWholeFile = bytes.length === source.size;
  return { name: source.name, bytes, skip, newline, lines: splitHead(text, isWholeFile, newline), isWholeFile };
}

/** Finds the table, by what a person says of it and else by itself. @throws KlonosError `csv-dialect` where there is none. */
function readCsvHead(start: CsvLines, options: ImportOptions): CsvHead {
  const { lines, bytes, skip, newline, isWholeFile } = start;
  const layout = findTextLayout(lines, newline, options, start.name);
  const header = readTextHeader(layout, saidHeader(lines, layout, options));
  const offset = layout.bodyOffset + skip;
  const padded = new Uint8Array(bytes.length + 2).fill(newline.charCodeAt(0));
  padded.set(bytes);
  const end = isWholeFile ? bytes.length + 1 : bytes.lastIndexOf(newline.charCodeAt(0)) + 1;
  const bodyLines = lines.filter((line) => line.offset >= layout.bodyOffset).length;
  const decode = (column: number, clock?: ClockForm): Float64Array => {
    const values = new Float64Array(bodyLines + 1);
    const targets = Array.from({ length: layout.columns }, (_, index) => (index === column ? values : undefined));
    const { rows } = decodeRows(padded, offset, end, clock === undefined ? layout.dialect : { ...layout.dialect, clock }, targets, 0, values.length, undefined);
    return values.subarray(0, rows);
  };
  return { layout, header, offset, end, bodyLines, decode };
}

function saidHeader(lines: readonly HeadLine[], layout: TextLayout, { labelLine, unitLine }: ImportOptions): SaidHeader {
  const delimiter = layout.dialect.delimiter === SPACES ? " " : String.fromCharCode(layout.dialect.delimiter);
  const row = (line: number | undefined): SaidHeader["labels"] => (line === undefined ? undefined : { line, cells: line === 0 ? [] : splitCells((lines[line - 1]?.text ?? "").replace(/^\s*[#%]+\s*/, ""), delimiter) });
  return { labels: row(labelLine), units: row(unitLine) };
}

/** How the rows follow each other, see `findTimebase`. */
export function csvTimebase({ header, layout, decode }: CsvHead, name: string, options: ImportOptions, issues: IssueLog): Timebase {
  return findTimebase(
    { name, columns: header.columns, hasLabels: header.hasLabels, sample: layout.sample, decode: (column, clock) => decode(column, clock).filter((value) => value === value), wantedHz: options.samplingHz, statedHz: header.statedHz, timeColumn: options.timeColumn, timeUnit: options.timeUnit },
    issues,
  );
}

/** A text file as its beginning shows it. */
export interface FoundCsv {
  /**
   * Names the structure: dialect, labels and units as they are found without a person's word, the forms of the first row's cells where
   * there are no labels, the forms of the first lines where no table is found. Values never count.
   */
  readonly signature: string;
  /** What `readCsvHead` finds with the options. @throws KlonosError as it does. */
  readonly head: () => CsvHead;
}

/** Looks once where the options say nothing of dialect and lines. */
export function findCsv(start: CsvLines, options: ImportOptions): FoundCsv {
  const isSaid = [options.delimiter, options.decimal, options.firstLine, options.labelLine, options.unitLine].some((said) => said !== undefined);
  try {
    const own = readCsvHead(start, {});
    return { signature: signatureOf(own), head: () => (isSaid ? readCsvHead(start, options) : own) };
  } catch (thrown) {
    if (!(thrown instanceof KlonosError)) throw thrown;
    const signature = structureSignature("text", start.lines.slice(0, SHAPE_LINES).map(({ text }) => text.replace(/[+-]?\d+/g, "0")));
    return { signature, head: () => readCsvHead(start, options) };
  }
}

function signatureOf({ layout, header }: CsvHead): string {
  const { delimiter, decimal } = layout.dialect;
  const forms = header.hasLabels ? [] : (layout.sample[0] ?? []).map((cell) => (/^[+-]?\d+$/.test(cell) ? "integer" : cell === "" ? "" : "number"));
  // Units anywhere above the numbers, also where they were not understood: mV and µV are two structures.
  const units = layout.preamble.flatMap((cells) => cells.map((cell) => cellWords(cell).replace(/^[([{]\s*|\s*[)\]}]$/g, "")).filter(isUnit));
  return structureSignature("text", [String(delimiter), String(decimal), String(layout.columns), ...units, ...header.columns.flatMap(({ label, unit }) => [label, unit]), ...forms]);
}

/** A line as people read it, cut at a length that still fits a window. */
export function shownLine(line: HeadLine, longest: number): string {
  return cellWords(line.text.slice(0, longest));
}
