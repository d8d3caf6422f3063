import { KlonosError } from "../../core/errors";

/** Columns of a study's table; `file` must be there, the others may be missing or empty. */
export const studyColumns = ["participant", "session", "side", "condition", "trial", "file", "protocol", "pair", "hold"] as const;

/** One row of a study: one recording, and what the study says of it. All text, as written. */
export type StudyRow = Readonly<Record<(typeof studyColumns)[number], string>> & {
  /** Line of the table, the header being 1. */
  readonly line: number;
};

/** Several pairs or holds in one cell are separated by this. */
export const CELL_SEPARATOR = "|";

/**
 * Reads a study's table: CSV or TSV with a header, in any order of the columns, quotes as in RFC 4180; separated by comma,
 * semicolon or tab, whichever the header has. Further columns are left alone.
 * @throws KlonosError `study-table` naming the line.
 */
export function readStudyTable(text: string): readonly StudyRow[] {
  const body = text.replace(/^\uFEFF/, "");
  const delimiter = tableDelimiter(body);
  const lines = tableCells(body, delimiter);
  const header = (lines[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  if (!header.includes("file")) throw new KlonosError("study-table", `The table of the study has no column “file”. Its columns are ${studyColumns.join(", ")}; it has ${header.filter((name) => name !== "").join(", ") || "none"}.`, "line 1");
  const twice = header.find((name, index) => name !== "" && header.indexOf(name) !== index);
  if (twice !== undefined) throw new KlonosError("study-table", `The table of the study has two columns “${twice}”.`, "line 1");
  const rows: StudyRow[] = [];
  for (const { cells, line } of lines.slice(1)) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    if (cells.length > header.length) throw new KlonosError("study-table", `Line ${line} of the study has ${cells.length} cells, the header has ${header.length}. Put cells that hold “${delimiter === "\t" ? "tab" : delimiter}” in quotes.`, `line ${line}`);
    const of = (name: string): string => (cells[header.indexOf(name)] ?? "").trim();
    const row = { ...Object.fromEntries(studyColumns.map((name) => [name, of(name)])), line } as StudyRow;
    if (row.file === "") throw new KlonosError("study-table", `Line ${line} of the study names no file.`, `line ${line}`);
    rows.push(row);
  }
  if (rows.length === 0) throw new KlonosError("study-table", "The table of the study has no rows.", "line 2");
  return rows;
}

/** The delimiter of a table: whichever of tab, semicolon and comma the first line that is not blank has. */
export function tableDelimiter(text: string): string {
  const head = text.trimStart().split(/\r?\n/, 1)[0] ?? "";
  return ["\t", ";", ","].find((candidate) => head.includes(candidate)) ?? ",";
}

/** Cells of a CSV or TSV table with the line of each row; quotes as in RFC 4180. @throws KlonosError `study-table` for a quote that is not closed. */
export function tableCells(text: string, delimiter: string): readonly { readonly cells: readonly string[]; readonly line: number }[] {
  const lines: { cells: string[]; line: number }[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const start = line;
    const cells: string[] = [];
    for (let more = true; more; ) {
      let cell = "";
      if (text[at] === '"') {
        at++;
        for (;;) {
          const end = text.indexOf('"', at);
          if (end < 0) throw new KlonosError("study-table", `A quote that is opened on line ${start} of the table is not closed.`, `line ${start}`);
          cell += text.slice(at, end);
          at = end + 1;
          if (text[at] !== '"') break;
          cell += '"';
          at++;
        }
        line += cell.split("\n").length - 1;
      }
      while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") cell += text[at++];
      cells.push(cell);
      more = text[at] === delimiter;
      if (more) at++;
    }
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    lines.push({ cells, line: start });
    line++;
  }
  return lines;
}
