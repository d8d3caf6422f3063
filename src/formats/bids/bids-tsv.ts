/** What BIDS writes for a value that is not available. */
export const NOT_AVAILABLE = "n/a";

/** A table of a BIDS data set: tab-separated, a row of names, no quotes. */
export interface BidsTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A cell: numbers as short as they are exact, texts without the characters that would cut the table, nothing as `n/a`. */
export function bidsCell(value: string | number | null | undefined): string {
  if (value === undefined || value === null || (typeof value === "number" && !Number.isFinite(value))) return NOT_AVAILABLE;
  const text = (typeof value === "number" ? String(value) : value).replace(/[\t\r\n]+/g, " ").trim();
  return text === "" ? NOT_AVAILABLE : text;
}

/** Writes a table. Every row has as many cells as there are columns. */
export function writeBidsTable(columns: readonly string[], rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return [columns.join("\t"), ...rows.map((row) => row.map(bidsCell).join("\t"))].map((line) => `${line}\n`).join("");
}

/** Reads a table; cells are trimmed and their quotes, which BIDS does not want but spreadsheets write, taken off. Empty lines are left out. */
export function parseBidsTable(text: string): BidsTable {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  const cells = lines.map((line) => line.split("\t").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")));
  return { columns: (cells[0] ?? []).map((name) => name.toLowerCase()), rows: cells.slice(1) };
}

/** The cell of a column in one row; undefined where the column is missing, the cell is empty or `n/a`. */
export function cellOf(table: BidsTable, row: readonly string[], column: string): string | undefined {
  const at = table.columns.indexOf(column);
  const cell = at < 0 ? undefined : row[at];
  return cell === undefined || cell === "" || cell.toLowerCase() === NOT_AVAILABLE ? undefined : cell;
}
