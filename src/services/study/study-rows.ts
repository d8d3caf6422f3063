import type { ErrorRecord } from "../../core/errors";
import type { Cell } from "../exports/csv";
import type { ColumnInfo, RowKeys, RowSource, Table } from "../exports/table-model";
import { type ResultTableName, tableNames, tableOf } from "../exports/tables";
import type { StudyTrial } from "./cohort";
import type { StudyRow } from "./study-table";
import { trialOutcomes } from "./trial-outcomes";

/** What one recording gives to a study: plain data, kept on disk so that a batch can be resumed. */
export interface StudyPart {
  readonly tables: Readonly<Record<ResultTableName, readonly (readonly Cell[])[]>>;
  readonly trials: readonly StudyTrial[];
}

export interface StudyFailure {
  readonly row: StudyRow;
  readonly error: ErrorRecord;
}

/** The keys that a row of the study gives to its tables. */
export function keysOf({ participant, session, side, condition, trial }: StudyRow): RowKeys {
  return { participant, session, side, condition, trial };
}

/** The rows that a result gives to the stacked tables. */
export function studyPart(source: RowSource & { readonly keys: RowKeys }): StudyPart {
  const tables = Object.fromEntries(tableNames.map((name) => [name, tableOf(name, source).rows])) as unknown as StudyPart["tables"];
  return { tables, trials: trialOutcomes(source.document, source.keys.side).map((trial) => ({ keys: source.keys, trial, plan: source.plan })) };
}

/** The stacked tables of a study in the order of its rows. `columns` are those of any result with keys: they do not depend on it. */
export function stackedTables(parts: readonly StudyPart[], columns: Readonly<Record<ResultTableName, readonly ColumnInfo[]>>): readonly Table[] {
  return tableNames.map((name) => ({ name, columns: columns[name], rows: parts.flatMap(({ tables }) => tables[name]) }));
}

const failureColumns: readonly (ColumnInfo & { readonly of: (failure: StudyFailure, withNames: boolean) => Cell })[] = [
  { name: "participant", type: "text", unit: "", description: "Code of the person, as in the study's table.", of: ({ row }) => row.participant },
  { name: "session", type: "text", unit: "", description: "Examination, as in the study's table.", of: ({ row }) => row.session },
  { name: "condition", type: "text", unit: "", description: "Condition, as in the study's table.", of: ({ row }) => row.condition },
  { name: "session_side", type: "text", unit: "", description: "Side, as in the study's table.", of: ({ row }) => row.side },
  { name: "trial", type: "text", unit: "", description: "Trial, as in the study's table.", of: ({ row }) => row.trial },
  { name: "line", type: "integer", unit: "", description: "Line of the study's table.", of: ({ row }) => row.line },
  { name: "file", type: "text", unit: "", description: "File, as in the study's table; empty where names of files were left out.", of: ({ row }, withNames) => (withNames ? row.file : null) },
  { name: "code", type: "text", unit: "", description: "Kind of the failure.", of: ({ error }) => error.code },
  { name: "message", type: "text", unit: "", description: "What is wrong and what to do; the name of the file is replaced where names were left out.", of: ({ row, error }, withNames) => (withNames ? error.message : withoutName(error.message, row.file)) },
];

/** One row for each recording that gave no result. */
export function failuresTable(failures: readonly StudyFailure[], withNames: boolean): Table {
  return { name: "failures", columns: failureColumns.map(({ name, type, unit, description }) => ({ name, type, unit, description })), rows: failures.map((failure) => failureColumns.map((column) => column.of(failure, withNames))) };
}

/** Shorter names are parts of other words: they are looked for in quotes only. */
const LEAST_NAME = 4;

/** A message without the name of the recording it speaks of, nor those of the files that belong to it (`NAME.eeg` of `NAME.vhdr`). */
export function withoutName(message: string, file: string): string {
  const name = file.split(/[\\/]/).pop() ?? file;
  const stem = name.replace(/\.[^.]*$/, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const plain = [file, name].reduce((said, one) => (one.length < LEAST_NAME ? said.split(`“${one}”`).join("“the file”") : said.split(one).join("the file")), message);
  return stem === "" ? plain : plain.replace(new RegExp(`(?<![\\p{L}\\p{N}])${stem}\\.[A-Za-z]\\w*`, "gu"), "the file");
}
