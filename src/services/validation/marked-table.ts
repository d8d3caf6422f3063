import { KlonosError } from "../../core/errors";
import { tableCells, tableDelimiter } from "../study/study-table";

/** Columns of a table of marked recordings; `file` must be there. */
export const markedColumns = ["file", "channel", "kind", "start", "end", "label", "sampling", "unit"] as const;

/** What an expert's word comes to: Klonos separates patterns, so that clonus and fading clonus are one. */
export type ExpertPattern = "rhythmic" | "irregular" | "undecided";

const words: Readonly<Record<ExpertPattern, readonly string[]>> = {
  rhythmic: ["rhythmic", "clonus", "clonus-like", "clonoid", "clonoid-like"],
  irregular: ["irregular", "pseudoclonus", "pseudoclonus-like"],
  undecided: ["undecided", "indeterminate", "unclear", "tonic", "insufficient", "other"],
};
/** The same words as German laboratories write them; an empty cell says nothing. */
const furtherWords: Readonly<Record<ExpertPattern, readonly string[]>> = {
  rhythmic: ["rhythmisch", "klonus", "klonusartig", "klonoid"],
  irregular: ["unregelmäßig", "irregulär", "pseudoklonus", "pseudoklonusartig"],
  undecided: ["unentschieden", "unbestimmt", "unklar", "tonisch", "andere", ""],
};
/** Names of the units as `ImportAnswers` has them. */
const UNITS = ["uV", "mV", "V"] as const;

/** One train or burst that an expert marked; without times: the expert says that the channel has none. */
export interface MarkedRow {
  readonly line: number;
  readonly file: string;
  /** Label or number of the channel; empty: the only EMG channel. */
  readonly channel: string;
  readonly kind: "train" | "burst";
  readonly span: { readonly startSeconds: number; readonly endSeconds: number } | undefined;
  readonly label: ExpertPattern;
  readonly samplingHz: number | undefined;
  readonly unit: (typeof UNITS)[number] | undefined;
}

/** A table of marked recordings. */
export interface MarkedTable {
  readonly rows: readonly MarkedRow[];
  /** Columns that nothing is read from. */
  readonly unused: readonly string[];
}

/**
 * Reads a table of marked recordings: CSV or TSV with a header, times in seconds, with a decimal comma where commas do not separate the cells.
 * @throws KlonosError `marked-table` naming the line.
 */
export function readMarkedTable(text: string): MarkedTable {
  const body = text.replace(/^\uFEFF/, "");
  const delimiter = tableDelimiter(body);
  const lines = tableCells(body, delimiter).filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const header = (lines[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  checkHeader(header, lines[0]?.line ?? 1);
  const rows = lines.slice(1).map(({ cells, line }): MarkedRow => {
    const of = (name: (typeof markedColumns)[number]): string => (cells[header.indexOf(name)] ?? "").trim();
    const refuse = (what: string): KlonosError => new KlonosError("marked-table", `Line ${line} of the table of marked recordings: ${what}`, `line ${line}`);
    if (cells.length > header.length) throw refuse(`it has ${cells.length} cells, the header has ${header.length}. ${delimiter === "," ? "Write decimal points, or separate the cells by semicolons; a cell" : "A cell"} that holds “${delimiter === "\t" ? "tab" : delimiter}” stands in quotes.`);
    const number = (name: "start" | "end" | "sampling", least: string, isValid: (value: number) => boolean): number | undefined => {
      const written = of(name);
      if (written === "") return undefined;
      const value = Number(delimiter === "," ? written : written.replace(",", "."));
      if (!Number.isFinite(value) || !isValid(value)) throw refuse(`${name} is “${written}”; it must be a number of ${name === "sampling" ? "samples a second" : "seconds"}, ${least}.`);
      return value;
    };
    const time = (name: "start" | "end"): number | undefined => number(name, "0 or more", (value) => value >= 0);
    const kind = of("kind") === "" ? "train" : of("kind").toLowerCase();
    if (kind !== "train" && kind !== "burst") throw refuse(`kind is “${of("kind")}”; it is train or burst.`);
    const label = (Object.keys(words) as ExpertPattern[]).find((pattern) => [...words[pattern], ...furtherWords[pattern]].includes(of("label").toLowerCase()));
    if (label === undefined) throw refuse(`label is “${of("label")}”; it is one of ${Object.values(words).flat().join(", ")}.`);
    const [startSeconds, endSeconds] = [time("start"), time("end")];
    if ((startSeconds === undefined) !== (endSeconds === undefined)) throw refuse("start and end belong together; leave both empty where there is no train.");
    if (startSeconds !== undefined && endSeconds !== undefined && endSeconds <= startSeconds) throw refuse("the end must come after the start.");
    if (of("file") === "") throw refuse("it names no file.");
    const unit = UNITS.find((known) => known.toLowerCase() === of("unit").toLowerCase().replace(/^[µμ]/, "u"));
    if (of("unit") !== "" && unit === undefined) throw refuse(`unit is “${of("unit")}”; it is one of ${UNITS.join(", ")}.`);
    return { line, file: of("file"), channel: of("channel"), kind, span: startSeconds === undefined || endSeconds === undefined ? undefined : { startSeconds, endSeconds }, label, samplingHz: number("sampling", "more than 0", (value) => value > 0), unit };
  });
  if (rows.length === 0) throw new KlonosError("marked-table", "The table of marked recordings has no rows.", "line 2");
  return { rows, unused: header.filter((name) => name !== "" && !(markedColumns as readonly string[]).includes(name)) };
}

function checkHeader(header: readonly string[], line: number): void {
  const where = `line ${line}`;
  if (!header.includes("file")) throw new KlonosError("marked-table", `The table of marked recordings has no column “file”. Its columns are ${markedColumns.join(", ")}; it has ${header.filter((name) => name !== "").join(", ") || "none"}.`, where);
  const twice = header.find((name, index) => name !== "" && header.indexOf(name) !== index);
  if (twice !== undefined) throw new KlonosError("marked-table", `The table of marked recordings has two columns “${twice}”.`, where);
  if (header.includes("start") !== header.includes("end")) throw new KlonosError("marked-table", `The table of marked recordings has a column “${header.includes("start") ? "start" : "end"}” and none “${header.includes("start") ? "end" : "start"}”.`, where);
}
