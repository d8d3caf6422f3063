/** One cell: text, number, truth value, or nothing. */
export type Cell = string | number | boolean | null | undefined;

/** Text that a spreadsheet would take for a formula when it opens the file, and text that reads like one already marked: so marks can be undone. */
const FORMULA_START = /^'*[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;
/** Without it spreadsheets read UTF-8 as the local code page. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * A table for spreadsheets: comma, decimal point, CRLF, UTF-8 with a byte order mark, quotes as in RFC 4180. Text that begins
 * like a formula gets an apostrophe in front (OWASP); numbers never need it, as they are not text. Missing values are empty.
 * @throws RangeError for a number that is not finite: a measure that could not be had must come as null.
 */
export function spreadsheetCsv(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header.map(cellText).join(",")];
  for (const row of rows) lines.push(row.map(cellText).join(","));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return numberText(cell);
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  const safe = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`A table cell is ${value}`);
  // The shortest text that reads back as this very number, as in JSON: the numbers of all exports are equal.
  return String(value);
}
