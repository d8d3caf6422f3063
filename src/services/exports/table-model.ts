import type { PlanReceipt, ResultDocument } from "../../core/result";
import { settingDefinitions, settingNames } from "../../core/settings";
import type { Cell } from "./csv";

export type CellType = "text" | "number" | "integer" | "flag";

/** What a column holds; the data dictionary is made of these. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: CellType;
  /** As in `s`, `Hz`, `uV`; empty for words, counts and ratios. */
  readonly unit: string;
  readonly description: string;
}

/** One column of a table over rows of type `Row`. */
export interface Column<Row> extends ColumnInfo {
  readonly of: (row: Row) => Cell;
}

export type TableName = "trains" | "bursts" | "trials" | "channels" | "recordings" | "reflexes" | "reflex_series" | "asymmetry" | "distractions" | "pooled" | "measures" | "evidence" | "pairs" | "episodes" | "failures" | "cohort" | "differences" | "changes" | "conditions" | "sides" | "agreement";

/** A table before it has a format: every format writes these very cells. Numbers are finite or null. */
export interface Table {
  readonly name: TableName;
  readonly columns: readonly ColumnInfo[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A column of words. */
export const text = <Row>(name: string, description: string, of: (row: Row) => Cell): Column<Row> => ({ name, type: "text", unit: "", description, of });
/** A column of whole numbers. */
export const count = <Row>(name: string, description: string, of: (row: Row) => Cell): Column<Row> => ({ name, type: "integer", unit: "", description, of });
/** A column of yes and no. */
export const flag = <Row>(name: string, description: string, of: (row: Row) => Cell): Column<Row> => ({ name, type: "flag", unit: "", description, of });
/** A column of numbers in `unit`. */
export const number = <Row>(name: string, unit: string, description: string, of: (row: Row) => Cell): Column<Row> => ({ name, type: "number", unit, description, of });

/** Digits that a difference or a product keeps: what lies below is the noise of the last bit. */
const DERIVED_DIGITS = 12;

/** A number that is made here from two of the document's. */
export function derived(value: number): number {
  return Number(value.toPrecision(DERIVED_DIGITS));
}

/** Where a row comes from, beside the document: what a study says of the recording, and whether file names may leave. */
export interface RowSource {
  readonly document: ResultDocument;
  /** Codes by which tables are joined and grouped; undefined outside of a study. */
  readonly keys: RowKeys | undefined;
  readonly withNames: boolean;
  /** Deviations from the locked plan; undefined where nothing was locked. */
  readonly plan: PlanReceipt | undefined;
}

export interface RowKeys {
  readonly participant: string;
  readonly session: string;
  readonly side: string;
  readonly condition: string;
  readonly trial: string;
}

/** Joined in front of every row of a study. */
export const keyColumns: readonly Column<RowSource>[] = [
  text("participant", "Code of the person, as in the study's table. Never a name.", ({ keys }) => keys?.participant),
  text("session", "Examination, as in the study's table.", ({ keys }) => keys?.session),
  text("condition", "Condition, as in the study's table.", ({ keys }) => keys?.condition),
  text("session_side", "Side that was examined, as in the study's table; the side of the muscle is in `side`.", ({ keys }) => keys?.side),
  text("trial", "Trial, as in the study's table.", ({ keys }) => keys?.trial),
];

/** Stands at the end of every row, so that it survives the merging of tables. */
export const receiptColumns: readonly Column<RowSource>[] = [
  text("protocol", "How the movement was evoked: stretch-hold, tap, spontaneous or unmarked.", ({ document }) => document.protocol),
  number("ci_level", "", "Coverage of every interval, as a share.", ({ document }) => document.ciLevel),
  text("source", "Name of the recording; `recording-` and the first sixteen digits of its SHA-256 where names of files were left out.", ({ document, withNames }) => sourceNameOf(document, withNames)),
  text("sha256", "SHA-256 of the recording: with the participant the key by which tables are joined.", ({ document }) => document.source.sha256),
  text("klonos_version", "Version of Klonos.", ({ document }) => document.version),
  text("settings", "`default`, or the settings that differ from the published rule.", ({ document }) => changedSettings(document)),
  count("edits", "Manual corrections that the result contains.", ({ document }) => document.editCount),
  text("rejected_s", "Stretches that a person left out, `start-end` in seconds, with `@channel` where only one was.", ({ document }) => rejectedText(document)),
  text("plan_sha256", "SHA-256 of the locked plan; empty where nothing was locked.", ({ plan }) => plan?.sha256),
  text("plan_deviations", "What deviates from the locked plan; empty when nothing does.", ({ plan }) => (plan === undefined ? null : plan.deviations.join("; "))),
];

/** The name by which an export calls a recording. */
export function sourceNameOf({ source }: { readonly source: Pick<ResultDocument["source"], "name" | "sha256"> }, withNames: boolean): string {
  const idDigits = 16;
  return withNames || source.sha256 === null ? source.name : `recording-${source.sha256.slice(0, idDigits)}`;
}

/** `default`, or the names and values that a person changed. */
export function changedSettings(document: ResultDocument): string {
  const changed = settingNames.filter((name) => document.settings[name] !== settingDefinitions[name].default);
  return changed.length === 0 ? "default" : changed.map((name) => `${name}=${document.settings[name]}`).join("; ");
}

/** `12.5-14; 20-21@R SOL`; empty where nothing is rejected. */
function rejectedText({ rejected, channels }: ResultDocument): string {
  return rejected.map(({ channelIndex, startSeconds, endSeconds }) => `${startSeconds}-${endSeconds}${channelIndex === null ? "" : `@${channels[channelIndex]?.label ?? channelIndex}`}`).join("; ");
}
