import type { Cancel, Issue } from "../../core/errors";
import type { CsvBody } from "./csv-body";
import { splitCells } from "./csv-dialect";
import { SPACES } from "./csv-scanner";
import { latin1Text } from "../text-decoding";

/** Looked at from the end of the file. */
const TAIL_BYTES = 64 * 1024;
/** So many lines must be alike before another one is told to be cut. */
const LEAST_ALIKE = 5;
const MOST_COMPARED = 50;
/** Line ends, and the end-of-file mark of old programs: after one of them the last line is whole. */
const LINE_ENDS: readonly number[] = [10, 13, 26];

/** Digits behind the decimal sign; 0 where there is none, and for numbers with an exponent. */
function decimalsOf(cell: string | undefined): number {
  return /^[+-]?\d*[.,](\d*)$/.exec(cell ?? "")?.[1]?.length ?? 0;
}

const digitsOf = (cell: string | undefined): number => cell?.replace(/\D/g, "").length ?? 0;

/**
 * Tells a table whose last line ends in its middle: without a line end, and with fewer cells, or fewer digits in its last number, than all the
 * lines before it. Where the numbers before are of different lengths and the last is not of the longest, it may be whole or cut, and that is
 * said. A text says nowhere how long it should be; one that was cut behind a line end looks like any other.
 */
export async function cutLastLine({ source, offset, dialect }: CsvBody, cancel: Cancel | undefined): Promise<Issue | undefined> {
  const length = Math.min(TAIL_BYTES, source.size - offset);
  if (length <= 0) return undefined;
  const bytes = await source.read(source.size - length, length, cancel);
  if (LINE_ENDS.includes(bytes[length - 1]!)) return undefined;
  const lines = latin1Text(bytes).split(String.fromCharCode(dialect.newline));
  const last = lines.pop()!;
  const before = lines.slice(length === source.size - offset ? 0 : 1).slice(-MOST_COMPARED).filter((line) => line.trim() !== "");
  if (before.length < LEAST_ALIKE) return undefined;
  const delimiter = dialect.delimiter === SPACES ? " " : String.fromCharCode(dialect.delimiter);
  const rows = before.map((line) => splitCells(line, delimiter));
  const cells = splitCells(last, delimiter);
  const alike = <T>(values: readonly T[]): T | undefined => (values.every((value) => value === values[0]) ? values[0] : undefined);
  const isShort = cells.length < (alike(rows.map((row) => row.length)) ?? 0);
  const place = cells.length - 1;
  const isCutNumber = decimalsOf(cells[place]) < (alike(rows.map((row) => decimalsOf(row[place]))) ?? 0);
  if (!isShort && !isCutNumber) {
    const isDoubtful = digitsOf(cells[place]) < rows.reduce((most, row) => Math.max(most, digitsOf(row[place])), 0);
    return isDoubtful ? { code: "text-no-line-end", severity: "info", where: `byte ${source.size}`, message: `${source.name} does not end with a line break: its last value${cells[place] === "" ? "" : `, “${cells[place]!}”,`} may be cut. Where the program that wrote it ends every line, export it again.` } : undefined;
  }
  return { code: "text-cut", severity: "warning", where: `byte ${source.size}`, message: `${source.name} ends in the middle of its last line: it was cut short here, or is still being written. Its last number may be incomplete, and what followed is missing; copy or export it again.` };
}
