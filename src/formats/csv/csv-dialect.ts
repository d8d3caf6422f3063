import { clockCell } from "./csv-clock";
import Papa from "papaparse";
import { KlonosError } from "../../core/errors";
import type { BodyDialect } from "./csv-row-form";
import { cellValue, isNotFinite, SPACES } from "./csv-scanner";
import type { ImportOptions } from "../recording-reader";

/** A line of the beginning of the file; `text` holds one character a byte (Latin-1 view). */
export interface HeadLine {
  readonly offset: number;
  readonly text: string;
}

/** How a text table is written and where its numbers begin, as the first lines show it. */
export interface TextLayout {
  readonly dialect: BodyDialect;
  readonly columns: number;
  /** Offset of the first row of numbers. */
  readonly bodyOffset: number;
  /** Lines before it, comments too, each cut into cells. */
  readonly preamble: readonly (readonly string[])[];
  /** Line of the file, from 1, of each line of `preamble`, and of the first row of numbers. */
  readonly preambleLines: readonly number[];
  readonly firstLine: number;
  /** The first rows, cut into cells. */
  readonly sample: readonly (readonly string[])[];
  /** True when another reading of delimiter and decimal is as good. */
  readonly isAmbiguous: boolean;
}

interface Candidate {
  readonly delimiter: string;
  readonly decimal: "." | ",";
}

interface Judged extends Candidate {
  readonly columns: number;
  readonly numericColumns: number;
  /** Share of cells that are numbers in the rows of the usual length, times the share of such rows. */
  readonly score: number;
}

const CARRIAGE_RETURN = 13;
const COMMENT = /^\s*[#%]/;
/** Rows looked at, spread over what was read. */
const JUDGED_ROWS = 200;
/** A dialect under which fewer cells are numbers is none. */
const LEAST_SCORE = 0.5;
/** Rows of numbers in a row that make the beginning of the body. */
const BODY_ROWS = 3;
const SAMPLE_ROWS = 200;
const FIRST_ROWS = 20;
const DELIMITERS = ["\t", ";", ",", "|", " "];

/** Cuts the beginning of a file into lines; the last one only when the file ends there. Blank lines are kept. */
export function splitHead(head: string, isWholeFile: boolean, newline: string): HeadLine[] {
  const lines: HeadLine[] = [];
  const lastQuote = head.lastIndexOf('"');
  let offset = 0;
  while (offset < head.length) {
    let end = head.indexOf(newline, offset);
    // A quoted cell of a header may hold a line end ("EMG 1⏎(mV)"): the quote marks of a line are even.
    for (let joined = 0; end >= 0 && offset <= lastQuote && joined < 3 && (head.slice(offset, end).split('"').length & 1) === 0; joined += 1) {
      const next = head.indexOf(newline, end + 1);
      if (next < 0 || (head.slice(offset, next).split('"').length & 1) === 0) break;
      end = next;
    }
    if (end < 0 && !isWholeFile) break;
    const stop = end < 0 ? head.length : end;
    lines.push({ offset, text: head.slice(offset, stop > offset && head.charCodeAt(stop - 1) === CARRIAGE_RETURN ? stop - 1 : stop) });
    offset = stop + 1;
  }
  return lines;
}

/** Cells of one line under a delimiter; papaparse does the quoting where there is any. Blanks as delimiter: any run of them. */
export function splitCells(line: string, delimiter: string): string[] {
  if (delimiter === " ") return line.trim().split(/[ \t]+/);
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const parsed = Papa.parse<string[]>(line, { delimiter, newline: "\n", header: false });
  return (parsed.data[0] ?? []).map((cell) => cell.trim());
}

function isValue(cell: string, decimal: "." | ","): boolean {
  const value = cellValue(cell, decimal.charCodeAt(0));
  return value !== undefined && value === value;
}

function modal(counts: readonly number[]): number {
  const frequency = new Map<number, number>();
  for (const count of counts) frequency.set(count, (frequency.get(count) ?? 0) + 1);
  return [...frequency].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

function judge(rows: readonly (readonly string[])[], candidate: Candidate): Judged {
  const decimal = candidate.decimal.charCodeAt(0);
  const columns = modal(rows.map((row) => row.length));
  const usual = rows.filter((row) => row.length === columns);
  let numbers = 0;
  let filled = 0;
  let numericColumns = 0;
  for (let column = 0; column < columns; column += 1) {
    const cells: string[] = [];
    let values = 0;
    for (const row of usual) {
      const cell = row[column] ?? "";
      const value = cellValue(cell, decimal);
      if (Number.isNaN(value) || (value === undefined && isNotFinite(cell))) continue;
      cells.push(cell);
      if (value !== undefined) values += 1;
    }
    // Clock times and dates are no samples, and no sign of a wrong delimiter either.
    const clocks = values === 0 ? cells.filter((cell) => clockCell(cell) !== undefined).length : 0;
    // "0,0012" under the delimiter "," leaves a whole number with leading zeros: the comma was a decimal one.
    const isCutNumber = candidate.delimiter === "," && column > 0 && cells.filter((cell) => /^0\d+$/.test(cell)).length > cells.length / 20;
    if (values > cells.length / 2 && !isCutNumber) numericColumns += 1;
    numbers += isCutNumber ? 0 : values + clocks;
    filled += cells.length;
  }
  const score = filled === 0 || usual.length === 0 ? 0 : (numbers / filled) * (usual.length / rows.length);
  return { ...candidate, columns, numericColumns, score };
}

function candidates(options: ImportOptions, lines: readonly string[]): Candidate[] {
  // Delimiters that stand nowhere make one cell of every line: the first of them speaks for all.
  const absent = DELIMITERS.filter((delimiter) => !lines.some((line) => line.includes(delimiter) || (delimiter === " " && line.includes("\t"))));
  const delimiters = options.delimiter === undefined ? DELIMITERS.filter((delimiter) => !absent.slice(1).includes(delimiter)) : [options.delimiter];
  const decimals: readonly ("." | ",")[] = options.decimal === undefined ? [".", ","] : [options.decimal];
  const isQuoted = lines.some((line) => line.includes('"'));
  return delimiters.flatMap((delimiter) =>
    decimals.filter((decimal) => delimiter !== decimal || isQuoted || options.decimal !== undefined).map((decimal) => ({ delimiter, decimal })),
  );
}

function better(a: Judged, b: Judged): number {
  return b.score - a.score || b.numericColumns - a.numericColumns;
}

/** Number of cells that the last text line before the numbers has, for telling "1,5" from two columns. */
function headerCells(lines: readonly HeadLine[], delimiter: string, firstBody: number): number {
  const before = lines.slice(0, firstBody).filter((line) => line.text.trim() !== "" && !COMMENT.test(line.text));
  const last = before[before.length - 1];
  return last === undefined ? 0 : splitCells(last.text, delimiter).length;
}

/** Mostly numbers, in about as many cells as usual; or nothing but numbers, in however many (columns may end early). */
function isBodyRow(cells: readonly string[], judged: Judged): boolean {
  const numbers = cells.filter((cell) => isValue(cell, judged.decimal)).length;
  if (numbers === 0) return false;
  const others = cells.filter((cell) => cellValue(cell, judged.decimal.charCodeAt(0)) === undefined && !isNotFinite(cell)).length;
  if (others === 0 && cells.length === judged.columns) return true;
  if (others === 0) return numbers * 2 > cells.length || numbers >= judged.numericColumns;
  return Math.abs(cells.length - judged.columns) <= 1 && (numbers * 2 > cells.length || numbers >= judged.numericColumns);
}

function findBody(lines: readonly HeadLine[], judged: Judged): number {
  const known = new Map<number, boolean>();
  const isRow = (index: number): boolean => {
    const before = known.get(index);
    if (before !== undefined) return before;
    const row = isBodyRow(splitCells(lines[index]!.text, judged.delimiter), judged);
    known.set(index, row);
    return row;
  };
  const isSkipped = (index: number): boolean => COMMENT.test(lines[index]!.text) || lines[index]!.text.trim() === "";
  for (let index = 0; index < lines.length; index += 1) {
    if (isSkipped(index) || !isRow(index)) continue;
    let inARow = 0;
    let k = index;
    for (; k < lines.length && inARow < BODY_ROWS; k += 1) {
      if (isSkipped(k)) continue;
      if (!isRow(k)) break;
      inARow += 1;
    }
    // A file of one or two rows has no more to show.
    if (inARow >= BODY_ROWS || k === lines.length) return isNumberedLabels(lines, index, judged) ? index + 1 : index;
  }
  return -1;
}

/** `Time,1,2,3`: labels, most of them numbers of channels. A word above numbers, whole numbers beside it, and no labels above. */
function isNumberedLabels(lines: readonly HeadLine[], index: number, { delimiter, decimal }: Judged): boolean {
  const [cells = [], next = []] = [index, index + 1].map((line) => (lines[line] === undefined ? [] : splitCells(lines[line].text, delimiter)));
  const isLabelled = lines.slice(0, index).some(({ text }) => !COMMENT.test(text) && splitCells(text, delimiter).length === cells.length);
  if (isLabelled || cells.length !== next.length) return false;
  const words = cells.flatMap((cell, column) => (cellValue(cell, decimal.charCodeAt(0)) === undefined && clockCell(cell) === undefined ? [column] : []));
  return words.length > 0 && words.every((column) => isValue(next[column]!, decimal)) && cells.every((cell, column) => words.includes(column) || /^\d+$/.test(cell));
}

/**
 * Finds delimiter, decimal point and the beginning of the numbers from the first lines of a text file.
 * @throws KlonosError `csv-dialect` when nothing in it is a table of numbers.
 */
export function findTextLayout(lines: readonly HeadLine[], newline: string, options: ImportOptions, name: string): TextLayout {
  const from = options.firstLine === undefined ? 0 : options.firstLine - 1;
  if (lines.length === 0) throw new KlonosError("csv-dialect", `${name} holds no line end where a table of numbers has many: its first line is too long to be one of a table. Export it again, a row of samples a line.`, "line 1");
  if (from >= lines.length) throw new KlonosError("csv-dialect", `${name}: the numbers cannot begin in line ${from + 1}; the ${lines.length} lines looked at end before it.`, `line ${from + 1}`);
  const filled = lines.slice(from).filter((line) => line.text.trim() !== "" && !COMMENT.test(line.text));
  const candidatesFrom = filled.slice(filled.length > 4 ? 2 : 0);
  const every = Math.max(1, Math.floor(candidatesFrom.length / JUDGED_ROWS));
  const judgedLines = candidatesFrom.filter((_, index) => index % every === 0).map((line) => line.text);
  const cut = new Map<string, readonly (readonly string[])[]>();
  const rowsBy = (delimiter: string): readonly (readonly string[])[] => {
    const rows = cut.get(delimiter) ?? judgedLines.map((line) => splitCells(line, delimiter));
    cut.set(delimiter, rows);
    return rows;
  };
  const judged = candidates(options, judgedLines)
    .map((candidate) => judge(rowsBy(candidate.delimiter), candidate))
    .filter((result) => result.numericColumns > 0 && result.score > LEAST_SCORE)
    .sort(better);
  let best = judged[0];
  if (best === undefined) {
    throw new KlonosError("csv-dialect", `${name} is text, but no table of numbers was found in it (delimiters tried: tab, semicolon, comma, bar, blanks). If a comma is both the delimiter and the decimal sign, export it with semicolons.`, "row 1");
  }
  const rivals = judged.filter((other) => other.score === best!.score && other.columns !== best!.columns && (other.delimiter === ",") !== (best!.delimiter === ",") && [other, best!].some((one) => one.delimiter === "," && one.columns > 1));
  let isAmbiguous = false;
  for (const rival of rivals) {
    const firstBody = findBody(lines, rival);
    const says = headerCells(lines, rival.delimiter, firstBody) === rival.columns;
    const saysBest = headerCells(lines, best.delimiter, findBody(lines, best)) === best.columns;
    if (says && !saysBest) best = rival;
    else if (says === saysBest) isAmbiguous = true;
  }
  const chosen = best;
  const body = options.firstLine === undefined ? findBody(lines, chosen) : from;
  const first = lines[body];
  if (first === undefined) {
    throw new KlonosError("csv-dialect", `${name} is text, but its first ${lines.length} lines hold no rows of numbers. Export it again.`, "row 1");
  }
  const cutLine = (line: HeadLine): string[] => splitCells(line.text, chosen.delimiter);
  const sample = lines.slice(body, body + SAMPLE_ROWS).filter((line) => line.text.trim() !== "" && !COMMENT.test(line.text)).map(cutLine);
  // Columns may end one after the other: the first rows have all of them.
  const columns = Math.max(chosen.columns, modal(sample.slice(0, FIRST_ROWS).map((row) => row.length)));
  // "1,2,3," : a delimiter after the last column makes no column of its own.
  const above = lines.slice(0, body).filter((line) => line.text.trim() !== "" && !COMMENT.test(line.text)).pop();
  // A last column with a label and nothing in its first rows is one: notes come later.
  const isLabelled = above !== undefined && (cutLine(above)[columns - 1] ?? "") !== "";
  const trailing = !isLabelled && sample.every((row) => row.length < columns || row[columns - 1] === "");
  const preamble = lines.slice(0, body).map((line, index) => ({ line, number: index + 1 })).filter(({ line }) => line.text.trim() !== "");
  return {
    dialect: { delimiter: chosen.delimiter === " " ? SPACES : chosen.delimiter.charCodeAt(0), decimal: chosen.decimal.charCodeAt(0), newline: newline.charCodeAt(0) },
    columns: trailing && columns > 1 ? columns - 1 : columns,
    bodyOffset: first.offset,
    preamble: preamble.map(({ line }) => (COMMENT.test(line.text) ? [line.text] : cutLine(line))),
    preambleLines: preamble.map(({ number }) => number),
    firstLine: body + 1,
    sample,
    isAmbiguous,
  };
}
