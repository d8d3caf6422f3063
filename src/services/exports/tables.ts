import type { ResultDocument } from "../../core/result";
import { burstColumns, burstRows } from "./burst-columns";
import { channelColumns, recordingColumns } from "./channel-columns";
import type { Cell } from "./csv";
import { evidenceColumns, evidenceTableRows } from "./evidence-columns";
import { measureColumns, measureRows } from "./measure-columns";
import { episodeColumns, pairColumns } from "./pair-columns";
import { pooledColumns } from "./pooled-columns";
import { asymmetryColumns, distractionColumns, reflexColumns, reflexSeriesColumns } from "./reflex-columns";
import { type Column, type ColumnInfo, keyColumns, receiptColumns, type RowSource, type Table, type TableName } from "./table-model";
import { trainColumns } from "./train-columns";
import { trialColumns, trialRows } from "./trial-columns";

export type ResultTableName = Exclude<TableName, "failures" | "cohort" | "differences" | "changes" | "conditions" | "sides" | "agreement">;

/** Names of the tables of a result. */
export const tableNames: readonly ResultTableName[] = ["trains", "bursts", "trials", "channels", "recordings", "reflexes", "reflex_series", "asymmetry", "distractions", "pooled", "measures", "evidence", "pairs", "episodes"];

/** One table of one result. With keys of a study these stand in front; the receipt stands at the end of every row. */
export function tableOf(name: ResultTableName, source: RowSource): Table {
  switch (name) {
    case "trains":
      return table(name, trainColumns, source, source.document.trains);
    case "bursts":
      return table(name, burstColumns, source, burstRows(source.document));
    case "trials":
      return table(name, trialColumns, source, trialRows(source.document));
    case "channels":
      return table(name, channelColumns, source, source.document.channels);
    case "recordings":
      return table(name, recordingColumns, source, [source.document]);
    case "reflexes":
      return table(name, reflexColumns, source, source.document.reflexes);
    case "reflex_series":
      return table(name, reflexSeriesColumns, source, source.document.reflexSeries);
    case "asymmetry":
      return table(name, asymmetryColumns, source, source.document.sides);
    case "distractions":
      return table(name, distractionColumns, source, source.document.distractions);
    case "pooled":
      return table(name, pooledColumns, source, source.document.pooled);
    case "measures":
      return table(name, measureColumns, source, measureRows(source.document));
    case "evidence":
      return table(name, evidenceColumns, source, evidenceTableRows(source.document));
    case "pairs":
      return table(name, pairColumns, source, source.document.pairs);
    case "episodes":
      return table(name, episodeColumns, source, source.document.episodes);
  }
}

/** Source of the rows of a result outside of a study. */
export function plainSource(document: ResultDocument, withNames: boolean): RowSource {
  return { document, keys: undefined, withNames, plan: undefined };
}

function table<Row>(name: ResultTableName, columns: readonly Column<Row>[], source: RowSource, rows: Iterable<Row>): Table {
  const keys = source.keys === undefined ? [] : keyColumns;
  const before = keys.map((column) => column.of(source));
  const after = receiptColumns.map((column) => column.of(source));
  const cells: (readonly Cell[])[] = [];
  for (const row of rows) cells.push([...before, ...columns.map((column) => column.of(row)), ...after]);
  return { name, columns: [...keys, ...columns, ...receiptColumns].map(info), rows: cells };
}

function info({ name, type, unit, description }: ColumnInfo): ColumnInfo {
  return { name, type, unit, description };
}

/** The columns of the tables of a study; they do not depend on any result. */
export function studyTableColumns(): Readonly<Record<ResultTableName, readonly ColumnInfo[]>> {
  const of = (columns: readonly ColumnInfo[]): readonly ColumnInfo[] => [...keyColumns, ...columns, ...receiptColumns].map(info);
  return { trains: of(trainColumns), bursts: of(burstColumns), trials: of(trialColumns), channels: of(channelColumns), recordings: of(recordingColumns), reflexes: of(reflexColumns), reflex_series: of(reflexSeriesColumns), asymmetry: of(asymmetryColumns), distractions: of(distractionColumns), pooled: of(pooledColumns), measures: of(measureColumns), evidence: of(evidenceColumns), pairs: of(pairColumns), episodes: of(episodeColumns) };
}
