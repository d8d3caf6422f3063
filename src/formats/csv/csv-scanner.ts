import { clockSeconds, type ClockForm } from "./csv-clock";
import { rowDecoder } from "./csv-row-decoder";
import { type BodyDialect, POWERS_OF_TEN } from "./csv-row-form";
import { latin1Text } from "../text-decoding";

/** One cell that is no number (or, where such are expected, no clock time), or a row of the wrong length. `row` counts from 0 within the call. */
export interface CellProblem {
  readonly kind: "text" | "clock" | "short" | "long";
  readonly row: number;
  readonly column: number;
  readonly text: string;
}

/** What `decodeRows` did: how many rows, and up to where. */
export interface DecodedRows {
  readonly rows: number;
  /** First byte that was not used: a row's start, or the end. */
  readonly position: number;
  /** True when every target surely got a number in every row. */
  readonly isComplete: boolean;
}

/** Delimiter of columns that are aligned with blanks. */
export const SPACES = 32;
const TAB = 9;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const PLUS = 43;
const LOWER_E = 101;
const ZERO = 48;
/** Bytes that begin a comment line: `#` and `%`. */
const COMMENTS: readonly number[] = [35, 37];
/** Whole numbers below this are exact in a double, so one division or product by an exact power of ten rounds correctly. */
const LARGEST_EXACT = 2 ** 53;
const LARGEST_POWER = 22;
/** Ways to write "no value", in lower case: they give NaN without a complaint. */
const MISSING = new Set(["", "nan", "na", "n/a", "null", "none", "-", "--", "*", "."]);
/** How programs write infinity and results that are none: no value, and told, but no sign of another kind of row. */
const NOT_FINITE = /^[+-]?(?:inf|infinity|∞|1\.#(?:inf|ind|qnan|snan)\d*|#(?:n\/a|value!|div\/0!|num!|ref!))$/i;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** True for a cell that stands where a number should: infinity, `#DIV/0!` and their like. */
export function isNotFinite(text: string): boolean {
  return NOT_FINITE.test(text.trim());
}

/** Value of a cell's text; NaN for the spellings of "no value", undefined when it is something else. */
export function cellValue(text: string, decimal: number): number | undefined {
  const plain = text.trim();
  const first = plain.charCodeAt(0) - ZERO;
  if (!(first >= 0 && first <= 9) && MISSING.has(plain.toLowerCase())) return NaN;
  const withPoint = decimal === 44 ? (plain.includes(".") ? "" : plain.replace(",", ".")) : plain;
  return NUMBER.test(withPoint) ? Number(withPoint) : undefined;
}

/** Where the cell that begins at `start` ends (position of its delimiter or of the line's end). */
function cellEnd(bytes: Uint8Array, start: number, end: number, dialect: BodyDialect): number {
  let at = start;
  if (bytes[at] === QUOTE) {
    for (let k = at + 1; k < end && bytes[k] !== dialect.newline; k += 1) {
      if (bytes[k] !== QUOTE) continue;
      if (bytes[k + 1] !== QUOTE) {
        at = k;
        break;
      }
      k += 1;
    }
  }
  for (; at < end; at += 1) {
    const byte = bytes[at]!;
    if (byte === dialect.newline || byte === dialect.delimiter) return at;
    if (dialect.delimiter === SPACES && byte === TAB) return at;
  }
  return end;
}

function cellText(bytes: Uint8Array, start: number, end: number): string {
  const text = latin1Text(bytes.subarray(start, end)).trim();
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replace(/""/g, '"') : text;
}

/** After a row that is not plain, so many are decoded the long way before plain ones are tried again; doubled each time. */
const MOST_ROWS_WITHOUT_TRY = 1024;

/**
 * Decodes whole rows of [from, end) until `maxRows`; `end` must lie behind a line's end and `bytes[end]` must exist (a sentinel
 * newline). Column c goes to `targets[c]` from `outIndex` on, or is skipped where that is undefined. Empty and comment lines
 * are no rows. Numbers come out as `Number()` reads them; what is no number is NaN and told to `problem`. Clock times (`dialect.clock`) come out as seconds.
 * `factors`: then multiplied by that of their column.
 */
export function decodeRows(
  bytes: Uint8Array,
  from: number,
  end: number,
  dialect: BodyDialect,
  targets: readonly (Float64Array | undefined)[],
  outIndex: number,
  maxRows: number,
  problem: ((problem: CellProblem) => void) | undefined,
  factors?: readonly number[],
  decoder = rowDecoder(),
): DecodedRows {
  const clock = dialect.clock === undefined || targets[dialect.clock.column] === undefined ? undefined : dialect.clock;
  const blockRows = decoder.begin(clock === undefined ? targets : targets.map((target, column) => (column === clock.column ? undefined : target)), dialect, factors);
  // Between runs of blanks a column is not found again by counting delimiters.
  const isPlain = clock === undefined || dialect.delimiter !== SPACES;
  let position = from;
  let rows = 0;
  let isComplete = true;
  let without = 1;
  while (position < end && rows < maxRows) {
    const most = Math.min(blockRows, maxRows - rows);
    const plain = isPlain ? decoder.decode(bytes, position, end, most) : { rows: 0, position, isComplete: true };
    const before = rows;
    const shifted = problem === undefined ? undefined : (found: CellProblem): void => problem({ ...found, row: before + found.row });
    if (clock !== undefined && plain.rows > 0) isComplete = clockRows(bytes, position, plain.rows, dialect, clock, targets[clock.column]!, outIndex + rows, shifted) && isComplete;
    for (let column = 0; column < targets.length && plain.rows > 0; column += 1) {
      const target = targets[column];
      if (target !== undefined && column !== clock?.column) decoder.hand(column, plain.rows, target, outIndex + rows);
    }
    isComplete &&= plain.isComplete;
    rows += plain.rows;
    position = plain.position;
    if (plain.rows === most) continue;
    if (position >= end) break;
    if (plain.rows > without) without = 1;
    const rest = rows;
    const other = decodeAnyRows(bytes, position, end, dialect, targets, outIndex + rows, Math.min(without, maxRows - rows), problem === undefined ? undefined : (found) => problem({ ...found, row: rest + found.row }));
    without = Math.min(MOST_ROWS_WITHOUT_TRY, 2 * without);
    if (factors !== undefined) for (let column = 0; column < targets.length; column += 1) scaleRows(targets[column], outIndex + rows, other.rows, factors[column] ?? 1);
    rows += other.rows;
    position = other.position;
    isComplete = false;
  }
  return { rows, position: Math.min(position, end), isComplete };
}

function scaleRows(target: Float64Array | undefined, at: number, rows: number, factor: number): void {
  if (target === undefined) return;
  for (let k = at; k < at + rows; k += 1) target[k] = target[k]! * factor;
}

/** Clock times of rows that were plain: a line each, without quotes. False when one is none. */
function clockRows(bytes: Uint8Array, from: number, rows: number, { delimiter, newline }: BodyDialect, clock: ClockForm, target: Float64Array, at: number, problem: ((problem: CellProblem) => void) | undefined): boolean {
  let isComplete = true;
  let position = from;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < clock.column; column += 1) position = bytes.indexOf(delimiter, position) + 1;
    const start = position;
    while (bytes[position] !== delimiter && bytes[position] !== newline) position += 1;
    const seconds = clockSeconds(bytes, start, position, clock);
    target[at + row] = seconds;
    if (seconds !== seconds) {
      isComplete = false;
      const text = cellText(bytes, start, position);
      if (!MISSING.has(text.toLowerCase())) problem?.({ kind: "clock", row, column: clock.column, text });
    }
    position = bytes.indexOf(newline, position) + 1;
  }
  return isComplete;
}

/** `decodeRows` for rows of every kind. */
function decodeAnyRows(
  bytes: Uint8Array,
  from: number,
  end: number,
  dialect: BodyDialect,
  targets: readonly (Float64Array | undefined)[],
  outIndex: number,
  maxRows: number,
  problem: ((problem: CellProblem) => void) | undefined,
): { readonly rows: number; readonly position: number } {
  // As in `decodePlainRows`: constants of the file would be fetched each time.
  const MINUS = 45;
  const ZERO = 48;
  const SPACE = SPACES;
  const TABULATOR = TAB;
  const RETURN = CARRIAGE_RETURN;
  const powers = POWERS_OF_TEN;
  const { delimiter, decimal, newline, clock } = dialect;
  const clockColumn = clock?.column ?? -1;
  const columns = targets.length;
  const isSpaced = delimiter === SPACE;
  const isTabbed = delimiter === TABULATOR;
  let position = from;
  let rows = 0;
  while (position < end && rows < maxRows) {
    let byte = bytes[position]!;
    while (byte === SPACE || byte === RETURN || (byte === TABULATOR && !isTabbed)) {
      if (byte === newline) break;
      position += 1;
      byte = bytes[position]!;
    }
    if (byte === newline) {
      position += 1;
      continue;
    }
    if (COMMENTS[0] === byte || COMMENTS[1] === byte) {
      while (bytes[position] !== newline) position += 1;
      position += 1;
      continue;
    }
    const out = outIndex + rows;
    let column = 0;
    for (;;) {
      const start = position;
      const target = column < columns ? targets[column] : undefined;
      if (clock !== undefined && column === clockColumn && target !== undefined) {
        position = cellEnd(bytes, start, end, dialect);
        byte = bytes[position]!;
        const isQuoted = bytes[start] === QUOTE;
        const seconds = isQuoted ? clockSeconds(bytes, start + 1, position - 1, clock) : clockSeconds(bytes, start, position, clock);
        target[out] = seconds;
        if (seconds !== seconds && problem !== undefined) {
          const text = cellText(bytes, start, position);
          if (!MISSING.has(text.toLowerCase())) problem({ kind: "clock", row: rows, column, text });
        }
      } else if (target !== undefined) {
        let value = NaN;
        let isNumber = false;
        while (bytes[position] === SPACE) position += 1;
        byte = bytes[position]!;
        const isNegative = byte === MINUS;
        if (isNegative || byte === PLUS) position += 1;
        let mantissa = 0;
        let fraction = 0;
        const digitsStart = position;
        let digit = bytes[position]! - ZERO;
        while (digit >= 0 && digit <= 9) {
          mantissa = mantissa * 10 + digit;
          position += 1;
          digit = bytes[position]! - ZERO;
        }
        let digits = position - digitsStart;
        if (bytes[position] === decimal) {
          position += 1;
          const fractionStart = position;
          digit = bytes[position]! - ZERO;
          while (digit >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            position += 1;
            digit = bytes[position]! - ZERO;
          }
          fraction = position - fractionStart;
          digits += fraction;
        }
        let exponent = -fraction;
        if (digits > 0 && (bytes[position]! | 32) === LOWER_E) {
          const sign = bytes[position + 1]!;
          let at = position + (sign === MINUS || sign === PLUS ? 2 : 1);
          const exponentStart = at;
          let power = 0;
          digit = bytes[at]! - ZERO;
          while (digit >= 0 && digit <= 9 && at - exponentStart < 4) {
            power = power * 10 + digit;
            at += 1;
            digit = bytes[at]! - ZERO;
          }
          if (at > exponentStart) {
            exponent += sign === MINUS ? -power : power;
            position = at;
          }
        }
        byte = bytes[position]!;
        if (!isSpaced) {
          while (byte === SPACE || (byte === RETURN && newline !== RETURN)) {
            position += 1;
            byte = bytes[position]!;
          }
        } else if (byte === RETURN && newline !== RETURN) {
          position += 1;
          byte = bytes[position]!;
        }
        if (digits > 0 && mantissa < LARGEST_EXACT && exponent >= -LARGEST_POWER && exponent <= LARGEST_POWER) {
          isNumber = byte === delimiter || byte === newline || (isSpaced && byte === TABULATOR);
          value = exponent < 0 ? mantissa / powers[-exponent]! : mantissa * powers[exponent]!;
          if (isNegative) value = -value;
        }
        if (!isNumber) {
          position = cellEnd(bytes, start, end, dialect);
          const text = cellText(bytes, start, position);
          const slow = cellValue(text, decimal);
          if (slow === undefined) problem?.({ kind: "text", row: rows, column, text });
          value = slow ?? NaN;
          byte = bytes[position]!;
        }
        target[out] = value;
      } else {
        position = cellEnd(bytes, start, end, dialect);
        byte = bytes[position]!;
        if (column >= columns && problem !== undefined && cellText(bytes, start, position) !== "") {
          problem({ kind: "long", row: rows, column, text: cellText(bytes, start, position) });
        }
      }
      column += 1;
      if (isSpaced) {
        while (byte === SPACE || byte === TABULATOR || (byte === RETURN && newline !== RETURN)) {
          position += 1;
          byte = bytes[position]!;
        }
        if (byte === newline) break;
        continue;
      }
      if (byte === newline) break;
      position += 1;
    }
    if (column < columns) {
      let isMissing = false;
      for (let c = column; c < columns; c += 1) {
        const target = targets[c];
        if (target === undefined) continue;
        target[out] = NaN;
        isMissing = true;
      }
      if (isMissing) problem?.({ kind: "short", row: rows, column, text: "" });
    }
    position += 1;
    rows += 1;
  }
  return { rows, position: Math.min(position, end) };
}
