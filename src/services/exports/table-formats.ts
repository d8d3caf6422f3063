import { parquetWriteBuffer } from "hyparquet-writer";
import { type Cell, spreadsheetCsv } from "./csv";
import type { CellType, Table } from "./table-model";

export type TableFormat = "csv" | "tsv" | "json" | "parquet";

/** Media type of each format. */
export const tableMimes: Readonly<Record<TableFormat, string>> = { csv: "text/csv", tsv: "text/tab-separated-values", json: "application/json", parquet: "application/vnd.apache.parquet" };

/** A table in one of its formats. The cells are the same in all: text differs only where a spreadsheet would take it for a formula. */
export function tableBytes(table: Table, format: TableFormat): Uint8Array {
  switch (format) {
    case "csv":
      return encoded(spreadsheetCsv(table.columns.map(({ name }) => name), table.rows));
    case "tsv":
      return encoded(machineTsv(table));
    case "json":
      return encoded(tableJson(table));
    case "parquet":
      return parquet(table);
  }
}

/** For programs: tab, decimal point, line feed, no quotes, no marks against formulas; `n/a` where there is no value, as in BIDS. */
function machineTsv(table: Table): string {
  const lines = [table.columns.map(({ name }) => name).join("\t")];
  for (const row of table.rows) lines.push(row.map(tsvCell).join("\t"));
  return `${lines.join("\n")}\n`;
}

/** Every column of the tables with type, unit and meaning. */
export function dataDictionary(tables: readonly Pick<Table, "name" | "columns">[]): string {
  const lines = ["table\tcolumn\ttype\tunit\tdescription"];
  for (const { name, columns } of tables) for (const column of columns) lines.push([name, column.name, column.type, column.unit === "" ? "n/a" : column.unit, column.description].map(tsvCell).join("\t"));
  return `${lines.join("\n")}\n`;
}

/** `klonos-table/1`: the columns with type, unit and meaning, and one record a row, null where there is no value. */
function tableJson({ name, columns, rows }: Table): string {
  const records = rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null]))));
  const head = columns.map((column) => `  ${JSON.stringify(column)}`).join(",\n");
  return `{\n "schema": "klonos-table/1",\n "table": ${JSON.stringify(name)},\n "columns": [\n${head}\n ],\n "rows": [${records.length === 0 ? "" : `\n  ${records.join(",\n  ")}\n `}]\n}\n`;
}

function tsvCell(cell: Cell): string {
  if (cell === null || cell === undefined || cell === "") return "n/a";
  if (typeof cell === "boolean") return cell ? "true" : "false";
  return typeof cell === "number" ? String(cell) : cell.replace(/[\t\r\n]+/g, " ");
}

const PARQUET_TYPES = { text: "STRING", number: "DOUBLE", integer: "INT32", flag: "BOOLEAN" } as const satisfies Record<CellType, string>;

function parquet({ name, columns, rows }: Table): Uint8Array {
  const columnData = columns.map((column, index) => ({ name: column.name, type: PARQUET_TYPES[column.type], nullable: true, data: rows.map((row) => row[index] ?? null) }));
  const kvMetadata = [
    { key: "klonos-table", value: name },
    { key: "klonos-columns", value: JSON.stringify(columns) },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy: "klonos" }));
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
