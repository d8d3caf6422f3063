import { markKinds } from "../../core/mark-kinds";
import type { Mark } from "../../core/result";

const COLUMNS = ["onset", "duration", "kind", "text", "channel"] as const;
/** Names that other programs give to the columns (BIDS: trial_type). */
const ALIASES: Readonly<Record<string, (typeof COLUMNS)[number]>> = { trial_type: "kind", type: "kind", description: "text", label: "text", time: "onset", seconds: "onset" };
const MISSING = "n/a";
/** A spreadsheet would take these for a formula. */
const FORMULA_START = /^'*[=+\-@\t\r]/;
/** A microsecond: below any sample. */
const DECIMALS = 6;

/** Events as a table: seconds, kind, words and channel. TSV as in BIDS, CSV safe for spreadsheets. */
export function eventTable(marks: readonly Mark[], labelOf: (channelIndex: number) => string | undefined, format: "csv" | "tsv"): string {
  const rows = marks.map((mark) => [number(mark.seconds), mark.endSeconds === undefined ? "0" : number(mark.endSeconds - mark.seconds), mark.kind, mark.text, mark.channelIndex === undefined ? "" : (labelOf(mark.channelIndex) ?? "")]);
  const lines = [COLUMNS, ...rows].map((row) => row.map((cell, column) => (format === "tsv" ? tsvCell(cell) : csvCell(cell, column < 2))).join(format === "tsv" ? "\t" : ","));
  return format === "tsv" ? `${lines.join("\n")}\n` : `\uFEFF${lines.join("\r\n")}\r\n`;
}

function number(value: number): string {
  return String(Number(value.toFixed(DECIMALS)));
}

function tsvCell(cell: string): string {
  return cell === "" ? MISSING : cell.replace(/[\t\r\n]+/g, " ");
}

function csvCell(cell: string, isNumber: boolean): string {
  const safe = !isNumber && FORMULA_START.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a table of events says; or why it cannot be read. */
export type ReadEvents = { readonly marks: readonly Mark[]; readonly unknownChannels: readonly string[] } | { readonly problem: "no-onset" } | { readonly problem: "bad-row"; readonly line: number };

/** Reads a table with a line of column names, separated by tabs, commas or semicolons. Kinds that Klonos does not know become `other`; their word is kept. */
export function readEventTable(text: string, indexOf: (label: string) => number | undefined): ReadEvents {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const separator = ["\t", ";", ","].find((sign) => lines[0]?.includes(sign) === true) ?? "\t";
  const names = cellsOf(lines[0] ?? "", separator).map((name) => name.toLowerCase()).map((name) => ALIASES[name] ?? name);
  const at = (cells: readonly string[], column: (typeof COLUMNS)[number]): string => {
    const cell = cells[names.indexOf(column)] ?? "";
    return cell === MISSING ? "" : FORMULA_START.test(cell) && cell.startsWith("'") ? cell.slice(1) : cell;
  };
  if (!names.includes("onset")) return { problem: "no-onset" };
  const marks: Mark[] = [];
  const unknown = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === "") continue;
    const cells = cellsOf(line, separator);
    // A semicolon separates where the comma is the decimal sign.
    const seconds = decimal(at(cells, "onset"), separator);
    if (seconds === undefined || seconds < 0) return { problem: "bad-row", line: index + 1 };
    const duration = decimal(at(cells, "duration"), separator) ?? 0;
    const word = at(cells, "kind");
    const kind = markKinds.find((candidate) => candidate === word.toLowerCase()) ?? "other";
    const label = at(cells, "channel");
    const channelIndex = label === "" ? undefined : indexOf(label);
    if (label !== "" && channelIndex === undefined) unknown.add(label);
    const said = at(cells, "text");
    marks.push({ kind, seconds, text: said === "" ? word : said, origin: "user", ...(duration > 0 ? { endSeconds: seconds + duration } : {}), ...(channelIndex === undefined ? {} : { channelIndex }) });
  }
  return { marks, unknownChannels: [...unknown] };
}

function decimal(text: string, separator: string): number | undefined {
  const value = Number(separator === "," ? text : text.replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) ? undefined : value;
}

/** Cells of a line; quotes as in RFC 4180, without line breaks inside. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let k = 0; k < line.length; k += 1) {
    const sign = line[k]!;
    if (quoted && sign === '"' && line[k + 1] === '"') {
      cell += '"';
      k += 1;
    } else if (sign === '"' && (quoted || cell === "") && separator !== "\t") quoted = !quoted;
    else if (sign === separator && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += sign;
  }
  return [...cells, cell.trim()];
}
