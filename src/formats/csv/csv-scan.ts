import type { Cancel, Issue, Progress } from "../../core/errors";
import type { EventColumn } from "./csv-events";
import { type CsvBody, rowBatches } from "./csv-body";
import type { KeptColumns } from "./csv-kept-columns";
import { createRowClock, type RowTimes } from "./csv-row-clock";
import type { Timebase } from "./csv-time";
import type { IssueLog } from "../issue-log";

/** Byte offsets are kept of rows at multiples of this, so that a later read decodes at most that many rows for nothing. */
export const INDEX_ROWS = 1024;

/** What one pass over all rows found. */
export interface CsvScan {
  readonly rows: number;
  /** Per column: rows up to its last value. */
  readonly valueRows: readonly number[];
  /** Per column: rows without a value before the last one. */
  readonly missing: readonly number[];
  readonly times: RowTimes;
}

/** Read at a time: what stays in the processor's cache while its numbers are found. */
const SCAN_CHUNK_BYTES = 256 * 1024;
const PROGRESS_BYTES = 1024 * 1024;
/** More rows of text at the end than a program writes below its table. */
const MOST_FOOTER_ROWS = 50;
/** Longest piece of a cell that an issue repeats. */
const QUOTED_CHARACTERS = 40;

/**
 * Reads every row once: counts them, notes where every `batchRows`th begins in `index`, follows the time column, and reports cells that
 * are no numbers, and fills `events` from the columns that hold them. The numbers of channels, times `factors`, are left in `keep` where it has room. `titles` name the columns in issues; a column whose title is undefined is not looked at.
 */
export async function scanRows(
  body: CsvBody,
  timebase: Timebase,
  titles: readonly (string | undefined)[],
  index: number[],
  batchRows: number,
  issues: IssueLog,
  cancel: Cancel | undefined,
  progress: Progress | undefined,
  events: readonly EventColumn[] = [],
  keep?: { readonly columns: KeptColumns; readonly factors: readonly number[] },
): Promise<CsvScan> {
  const eventAt = new Map(events.map((column) => [column.column, column]));
  const passing = titles.map((title) => (title === undefined ? undefined : new Float64Array(batchRows)));
  const valueRows = titles.map(() => 0);
  const values = titles.map(() => 0);
  let targets: readonly (Float64Array | undefined)[] = passing;
  const targetsAt = (firstRow: number): typeof targets => {
    const room = keep?.columns.room(firstRow);
    targets = room === undefined ? passing : passing.map((values, column) => room[column] ?? values);
    return targets;
  };
  const clock = createRowClock(timebase, issues);
  const timeColumn = timebase.gapSeconds === Infinity ? undefined : timebase.column;
  /** Rows with text where the time should stand, and what is to be told of them unless they are the last ones. */
  let footer: { readonly start: number; end: number; readonly told: Issue[] } | undefined;
  const flush = (): void => {
    footer?.told.forEach((issue) => issues.add(issue));
    footer = undefined;
  };
  const tell = (row: number, column: number, issue: Issue): void => {
    if (column === timeColumn) {
      if (footer !== undefined && row === footer.end + 1) footer.end = row;
      else if (row !== footer?.end) {
        flush();
        footer = { start: row, end: row, told: [] };
      }
    }
    if (footer !== undefined && row !== footer.end) flush();
    if (footer === undefined) issues.add(issue);
    else footer.told.push(issue);
  };
  let last: { readonly firstRow: number; readonly valueRows: readonly number[]; readonly values: readonly number[] } | undefined;
  let rows = 0;
  let reported = 0;
  const found = rowBatches(body, { row: 0, offset: body.offset }, Infinity, batchRows, SCAN_CHUNK_BYTES, targetsAt, (problem) => {
    const where = `row ${problem.row + 1}, column ${problem.column + 1}`;
    const text = JSON.stringify(problem.text.slice(0, QUOTED_CHARACTERS));
    switch (problem.kind) {
      case "text": {
        const event = eventAt.get(problem.column);
        if (event !== undefined) {
          event.addText(problem.row, problem.text);
          break;
        }
        tell(problem.row, problem.column, { code: "csv-cell", severity: "warning", where, message: `Row ${problem.row + 1} of the table holds ${text} in column ${problem.column + 1} (${titles[problem.column] ?? ""}), which is no number: the sample has no value.` });
        break;
      }
      case "clock":
        tell(problem.row, problem.column, { code: "csv-cell", severity: "warning", where, message: `Row ${problem.row + 1} of the table holds ${text} in column ${problem.column + 1} (${titles[problem.column] ?? ""}), which is no clock time like the others: the row was taken to follow the one before directly.` });
        break;
      case "short":
        tell(problem.row, -1, { code: "csv-row", severity: "warning", where, message: `Row ${problem.row + 1} of the table has ${problem.column} of ${body.columns} cells; the missing ones have no value.` });
        break;
      case "long":
        tell(problem.row, -1, { code: "csv-row", severity: "warning", where, message: `Row ${problem.row + 1} of the table has more than ${body.columns} cells; ${text} in column ${problem.column + 1} is left out.` });
        break;
    }
  }, cancel, keep?.factors);
  const countValues = (firstRow: number, count: number, isComplete: boolean): void => {
    for (let column = 0; column < targets.length; column += 1) {
      const target = targets[column];
      if (target === undefined) continue;
      if (isComplete) {
        valueRows[column] = firstRow + count;
        values[column] = values[column]! + count;
        continue;
      }
      let end = valueRows[column]!;
      let filled = 0;
      for (let k = 0; k < count; k += 1) {
        const value = target[k]!;
        if (value === value) {
          end = firstRow + k + 1;
          filled += 1;
        }
      }
      valueRows[column] = end;
      values[column] = values[column]! + filled;
    }
  };
  for await (const batch of found) {
    if (index[batch.firstRow / batchRows + 1] === undefined && batch.rows === batchRows) index[batch.firstRow / batchRows + 1] = batch.place.offset;
    keep?.columns.filled(batch.firstRow + batch.rows);
    last = { firstRow: batch.firstRow, valueRows: [...valueRows], values: [...values] };
    countValues(batch.firstRow, batch.rows, batch.isComplete);
    for (const event of events) event.addNumbers(targets[event.column]!, batch.rows, batch.firstRow);
    const times = timebase.column === undefined ? undefined : targets[timebase.column];
    if (times !== undefined) clock.add(times, batch.rows, batch.firstRow);
    rows = batch.firstRow + batch.rows;
    if (batch.place.offset - reported >= PROGRESS_BYTES) {
      reported = batch.place.offset;
      progress?.(reported / body.source.size, "counting rows and gaps");
    }
  }
  const below = footer as { readonly start: number; readonly end: number } | undefined;
  if (below !== undefined && below.end === rows - 1 && below.start >= (last?.firstRow ?? rows) && below.start > 0 && rows - below.start <= MOST_FOOTER_ROWS) {
    // Counted again without them: a number that stands in one of them is no sample.
    valueRows.splice(0, valueRows.length, ...last!.valueRows);
    values.splice(0, values.length, ...last!.values);
    countValues(last!.firstRow, below.start - last!.firstRow, false);
    issues.add({ code: "csv-footer", severity: "info", where: `row ${below.start + 1}`, message: `The last ${rows - below.start === 1 ? "row holds" : `${rows - below.start} rows hold`} text where the time should stand: no sample was taken from there.` });
    rows = below.start;
  } else flush();
  return { rows, valueRows, missing: valueRows.map((last, column) => last - values[column]!), times: clock.finish(rows) };
}
