import { KlonosError } from "../../core/errors";
import { tableCells, tableDelimiter } from "../study/study-table";

/** Columns of a table of marked recordings; `file` must be there. */
export const markedColumns = ["file", "channel", "kind", "start", "end", "label", "sampling", "unit"] as const;

/** What an expert's word comes to: Klonos separates patterns, so that clonus and fading clonus are one. */
export type ExpertPattern = "rhythmic" | "irregular" | "undecided";

const words: Readonly<Record<ExpertPattern, readonly string[]>> = {
  rhythmic: ["rhythmic", "clonus", "clonus-like", "clonoid", "clonoid-like"],
  irregular: ["irregular", "pseudoclonus", "pseudoclonus-like"],
  undecided: ["undecided", "indeterminate", "unclear", "tonic", "insufficient", "other", ""],
};

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
  readonly unit: string | undefined;
}

/**
 * Reads a table of marked recordings: CSV or TSV with a header, times in seconds with a decimal point.
 * @throws KlonosError `marked-table` naming the line.
 */
export function readMarkedTable(text: string): readonly MarkedRow[] {
  const body = text.replace(/^\uFEFF/, "");
  const lines = tableCells(body, tableDelimiter(body));
  const header = (lines[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  if (!header.includes("file")) throw new KlonosError("marked-table", `The table of marked recordings has no column “file”. Its columns are ${markedColumns.join(", ")}.`, "line 1");
  const rows = lines.slice(1).flatMap(({ cells, line }): MarkedRow[] => {
    if (cells.every((cell) => cell.trim() === "")) return [];
    const of = (name: (typeof markedColumns)[number]): string => (cells[header.indexOf(name)] ?? "").trim();
    const refuse = (what: string): KlonosError => new KlonosError("marked-table", `Line ${line} of the table of marked recordings: ${what}`, `line ${line}`);
    const number = (name: "start" | "end" | "sampling"): number | undefined => {
      if (of(name) === "") return undefined;
      const value = Number(of(name));
      if (!Number.isFinite(value) || value < 0) throw refuse(`${name} is “${of(name)}”; it must be a number of 0 or more.`);
      return value;
    };
    const kind = of("kind") === "" ? "train" : of("kind").toLowerCase();
    if (kind !== "train" && kind !== "burst") throw refuse(`kind is “${of("kind")}”; it is train or burst.`);
    const label = (Object.keys(words) as ExpertPattern[]).find((pattern) => words[pattern].includes(of("label").toLowerCase()));
    if (label === undefined) throw refuse(`label is “${of("label")}”; it is one of ${Object.values(words).flat().filter((word) => word !== "").join(", ")}.`);
    const [startSeconds, endSeconds] = [number("start"), number("end")];
    if ((startSeconds === undefined) !== (endSeconds === undefined)) throw refuse("start and end belong together; leave both empty where there is no train.");
    if (startSeconds !== undefined && endSeconds !== undefined && endSeconds <= startSeconds) throw refuse("the end must come after the start.");
    if (of("file") === "") throw refuse("it names no file.");
    return [{ line, file: of("file"), channel: of("channel"), kind, span: startSeconds === undefined || endSeconds === undefined ? undefined : { startSeconds, endSeconds }, label, samplingHz: number("sampling"), unit: of("unit") === "" ? undefined : of("unit") }];
  });
  if (rows.length === 0) throw new KlonosError("marked-table", "The table of marked recordings has no rows.", "line 2");
  return rows;
}
