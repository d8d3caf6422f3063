import type { Cancel, Progress } from "../../core/errors";
import type { Segment } from "../../core/timeline";
import { rowBatches } from "../csv/csv-body";
import { INDEX_ROWS } from "../csv/csv-scan";
import { createRowClock, isTime, type RowClock } from "../csv/csv-row-clock";
import type { IssueLog } from "../issue-log";
import type { TextBlock, TextClock, TextTable } from "./text-table";

/** A block of a table, with what is known of it so far. */
export interface BlockState {
  block: TextBlock;
  /** Rows of the blocks before it. */
  readonly firstRow: number;
  /** Offset of its row k · INDEX_ROWS at k; grows while a scan runs. */
  readonly rowIndex: number[];
  /** undefined until its end was reached. */
  rows: number | undefined;
  /** Where the next header begins; with `rows`. */
  endOffset: number;
}

/** Sums over the blocks of a table. */
export interface TextTotals {
  /** Per channel: rows up to its last value. */
  readonly valueRows: number[];
  readonly values: number[];
  /** Per clock. */
  readonly segments: Segment[][];
  /** Per clock: its first time in seconds; NaN for counters and before the first value. */
  readonly firstSeconds: number[];
  readonly notes: { readonly row: number; readonly cells: { column: number; text: string }[] }[];
}

const SCAN_CHUNK_BYTES = 1024 * 1024;
const SMALLEST_CHUNK_BYTES = 4 * 1024;
const QUOTED_CHARACTERS = 40;
/** More notes than this are no notes: each keeps some hundred bytes of memory. */
const MOST_NOTES = 100_000;
/** A counter that is late by this share of a step has lost samples. */
const COUNTER_GAP_PERIODS = 0.5;

/** Nothing counted yet. */
export function emptyTotals(table: TextTable): TextTotals {
  return {
    valueRows: table.channels.map(() => 0),
    values: table.channels.map(() => 0),
    segments: table.clocks.map(() => []),
    firstSeconds: table.clocks.map(() => NaN),
    notes: [],
  };
}

/** A counter as seconds: whole steps from its first value, wraps taken out. */
function createCounter(clock: TextClock & { readonly kind: "counter" }, issues: IssueLog): (values: Float64Array, count: number, firstRow: number) => void {
  let last: number | undefined;
  let total = 0;
  return (values, count, firstRow) => {
    for (let k = 0; k < count; k += 1) {
      const value = values[k]!;
      if (value !== value) continue;
      if (last !== undefined) {
        const step = clock.modulus === undefined ? value - last : ((((value - last - 1) % clock.modulus) + clock.modulus) % clock.modulus) + 1;
        if (step > 0 && Number.isInteger(step)) total += step;
        else {
          // Without a known wrap a step back tells nothing about time.
          total += 1;
          issues.add({ code: "text-counter", severity: "warning", where: `row ${firstRow + k + 1}`, message: `The sample counter goes from ${last} to ${value} at row ${firstRow + k + 1}; the row was taken to follow the one before directly.` });
        }
      }
      last = value;
      values[k] = total / clock.samplingHz;
    }
  };
}

interface RunningClock {
  readonly column: number;
  readonly clock: RowClock;
  readonly convert: ((values: Float64Array, count: number, firstRow: number) => void) | undefined;
}

function startClock(clock: TextClock, issues: IssueLog): RunningClock {
  if (clock.kind === "time") return { column: clock.column, clock: createRowClock(clock.timebase, issues), convert: undefined };
  const timebase = { samplingHz: clock.samplingHz, column: clock.column, secondsPerUnit: 1, gapSeconds: COUNTER_GAP_PERIODS / clock.samplingHz, jitterSeconds: 0 };
  return { column: clock.column, clock: createRowClock(timebase, issues), convert: createCounter(clock, issues) };
}

/**
 * Reads every row of one block once: counts them, notes where every 1024th begins, follows the clocks, collects notes, and reports
 * cells that are no numbers. Fills `state` and adds to `totals`. `expectedBytes` is how long the block may be: of thousands of short
 * blocks each would else read a whole megabyte.
 */
export async function scanBlock(table: TextTable, state: BlockState, totals: TextTotals, issues: IssueLog, expectedBytes: number, cancel: Cancel | undefined, progress: Progress | undefined): Promise<void> {
  const { body, startSeconds } = state.block;
  const used = new Set([...table.channels.map((channel) => channel.column), ...table.clocks.map((clock) => clock.column), ...table.noteColumns]);
  const targets = Array.from({ length: body.columns }, (_, column) => (used.has(column) ? new Float64Array(INDEX_ROWS) : undefined));
  const labels = new Map(table.channels.map((channel) => [channel.column, channel.label]));
  const clocks = table.clocks.map((clock) => startClock(clock, issues));
  let rows = 0;
  let endOffset = body.offset;
  let reported = body.offset;

  const keepNote = (row: number, column: number, text: string): void => {
    const last = totals.notes[totals.notes.length - 1];
    if (last?.row === row) last.cells.push({ column, text });
    else if (totals.notes.length < MOST_NOTES) totals.notes.push({ row, cells: [{ column, text }] });
    else issues.add({ code: "text-notes", severity: "warning", where: `row ${row + 1}`, message: `There are more than ${MOST_NOTES} notes; those from row ${row + 1} on are left out.` });
  };

  /** The last text of each note column: a text that goes on from row to row is one note. */
  const lastNotes = new Map<number, { row: number; text: string }>();
  const keepColumnNote = (row: number, column: number, text: string): void => {
    const last = lastNotes.get(column);
    if (last === undefined || last.row !== row - 1 || last.text !== text) keepNote(row, column, text);
    lastNotes.set(column, { row, text });
  };

  const found = rowBatches(body, { row: 0, offset: body.offset }, Infinity, INDEX_ROWS, Math.min(SCAN_CHUNK_BYTES, Math.max(SMALLEST_CHUNK_BYTES, expectedBytes)), targets, (problem) => {
    const row = state.firstRow + problem.row;
    const where = `row ${row + 1}, column ${problem.column + 1}`;
    const text = JSON.stringify(problem.text.slice(0, QUOTED_CHARACTERS));
    switch (problem.kind) {
      case "text":
        if (table.noteColumns.has(problem.column)) keepColumnNote(row, problem.column, problem.text);
        else issues.add({ code: "text-cell", severity: "warning", where, message: `Row ${row + 1} of the table holds ${text} in column ${problem.column + 1} (${labels.get(problem.column) ?? "times"}), which is no number: the sample has no value.` });
        break;
      case "short":
        break; // Columns may end one after the other; values missing before the last one are counted.
      case "long":
        if (table.notesOf !== undefined) keepNote(row, problem.column, problem.text);
        else issues.add({ code: "text-row", severity: "warning", where, message: `Row ${row + 1} of the table has more than ${body.columns} cells; ${text} in column ${problem.column + 1} is left out.` });
        break;
    }
  }, cancel);

  for await (const batch of found) {
    if (batch.rows === INDEX_ROWS) state.rowIndex[batch.firstRow / INDEX_ROWS + 1] ??= batch.place.offset;
    table.channels.forEach((channel, index) => {
      const target = targets[channel.column]!;
      let last = -1;
      let count = 0;
      for (let k = 0; k < batch.rows; k += 1) {
        const value = target[k]!;
        if (value === value) {
          last = k;
          count += 1;
        }
      }
      if (last >= 0) totals.valueRows[index] = state.firstRow + batch.firstRow + last + 1;
      totals.values[index]! += count;
    });
    for (const column of table.noteColumns) {
      const target = targets[column];
      for (let k = 0; target !== undefined && k < batch.rows; k += 1) {
        // Markers may be numbers; 0 stands for none.
        const value = target[k]!;
        if (value === value && value !== 0) keepColumnNote(state.firstRow + batch.firstRow + k, column, String(value));
      }
    }
    clocks.forEach(({ column, clock, convert }, index) => {
      const target = targets[column]!;
      const first = totals.firstSeconds[index]!;
      const definition = table.clocks[index]!;
      if (first !== first && definition.kind === "time") {
        const at = target.subarray(0, batch.rows).findIndex((value) => isTime(value * definition.timebase.secondsPerUnit));
        if (at >= 0) totals.firstSeconds[index] = target[at]! * definition.timebase.secondsPerUnit - (batch.firstRow + at) / definition.timebase.samplingHz;
      }
      // A counter is also a channel: the clock gets a copy.
      const times = convert === undefined ? target : target.slice(0, batch.rows);
      convert?.(times, batch.rows, state.firstRow + batch.firstRow);
      clock.add(times, batch.rows, batch.firstRow);
    });
    rows = batch.firstRow + batch.rows;
    endOffset = batch.place.offset;
    if (endOffset - reported >= SCAN_CHUNK_BYTES) {
      reported = endOffset;
      progress?.(reported / body.source.size, "counting rows and gaps");
    }
  }
  state.rows = rows;
  state.endOffset = endOffset;
  if (rows === 0) return;
  clocks.forEach(({ clock }, index) => {
    for (const segment of clock.finish(rows).segments) {
      totals.segments[index]!.push({ startSample: state.firstRow + segment.startSample, endSample: state.firstRow + segment.endSample, startSeconds: startSeconds + segment.startSeconds });
    }
  });
}
