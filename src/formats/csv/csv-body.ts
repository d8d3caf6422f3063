import { type Cancel, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import type { BodyDialect } from "./csv-row-form";
import { type CellProblem, decodeRows } from "./csv-scanner";

/** The rows of numbers of a text file. */
export interface CsvBody {
  readonly source: ByteSource;
  readonly dialect: BodyDialect;
  readonly columns: number;
  /** First byte of the first row. */
  readonly offset: number;
  /** A line that begins with these bytes ends the table: another one follows it. undefined: it goes on to the end of the file. */
  readonly endMark?: Uint8Array | undefined;
}

/** A place from which reading can start. */
export interface RowPlace {
  readonly row: number;
  readonly offset: number;
}

/** Rows decoded together; `place` is where the next ones begin. */
export interface RowBatch {
  readonly firstRow: number;
  readonly rows: number;
  readonly place: RowPlace;
  /** True when every target surely has a number in every row. */
  readonly isComplete: boolean;
}

/** Bytes read at a time. */
const CHUNK_BYTES = 1024 * 1024;
/** A line longer than this is no row of numbers. */
const LONGEST_LINE_BYTES = CHUNK_BYTES;

/** Position of the first line of [0, end) that begins with the mark, −1 when there is none; `bytes` begins with a line. */
function markedLine(bytes: Uint8Array, end: number, mark: Uint8Array, newline: number): number {
  for (let at = 0; at < end; ) {
    let k = 0;
    while (k < mark.length && bytes[at + k] === mark[k]) k += 1;
    if (k === mark.length) return at;
    const feed = bytes.indexOf(newline, at);
    if (feed < 0) return -1;
    at = feed + 1;
  }
  return -1;
}

/** Memory for the text of one pass, used again from chunk to chunk where the source can fill it. */
interface TextMemory {
  bytes: Uint8Array;
}

/** Bytes of the source, with two more behind them: those of the file, or at its end room for newlines. */
async function readChunk(source: ByteSource, offset: number, length: number, memory: TextMemory, cancel: Cancel | undefined): Promise<Uint8Array> {
  if (source.view !== undefined && offset + length + 2 <= source.size) return source.view(offset, length + 2);
  if (memory.bytes.length < length + 2) memory.bytes = new Uint8Array(length + 2);
  if (source.readInto !== undefined) await source.readInto(memory.bytes.subarray(0, length), offset, cancel);
  else memory.bytes.set(await source.read(offset, length, cancel));
  return memory.bytes.subarray(0, length + 2);
}

/** Reads from `offset` to the end of the last whole line; the last one of the file gets its newline where it has none. Valid until the next call with this memory. */
async function readLines(body: CsvBody, offset: number, chunkBytes: number, memory: TextMemory, cancel: Cancel | undefined): Promise<{ readonly bytes: Uint8Array; readonly end: number }> {
  const length = Math.min(chunkBytes, body.source.size - offset);
  const chunk = await readChunk(body.source, offset, length, memory, cancel);
  const { newline } = body.dialect;
  if (offset + length === body.source.size) {
    // Whoever decodes may look at the byte behind the last line.
    chunk.fill(newline, length);
    return { bytes: chunk, end: chunk[length - 1] === newline ? length : length + 1 };
  }
  const last = chunk.lastIndexOf(newline, length - 1);
  if (last < 0) {
    if (length < LONGEST_LINE_BYTES) return readLines(body, offset, LONGEST_LINE_BYTES, memory, cancel);
    throw new KlonosError("csv-row", `${body.source.name}: the line at byte ${offset} is longer than ${LONGEST_LINE_BYTES} bytes; this is no table of numbers.`, `byte ${offset}`, { offset });
  }
  return { bytes: chunk, end: last + 1 };
}

/**
 * Decodes rows from a place on, in batches of at most `batchRows` rows (so that a batch ends exactly at each multiple when it
 * starts at one), into `targets` (from their index 0 in each batch; a function gives those of the batch that begins at a row). Stops after `maxRows`, at `endMark` or at the end of the file.
 * `factors`: numbers of a column are multiplied by its own.
 */
export async function* rowBatches(
  body: CsvBody,
  from: RowPlace,
  maxRows: number,
  batchRows: number,
  chunkBytes: number,
  targets: readonly (Float64Array | undefined)[] | ((firstRow: number) => readonly (Float64Array | undefined)[]),
  problem: ((problem: CellProblem) => void) | undefined,
  cancel: Cancel | undefined,
  factors?: readonly number[],
): AsyncGenerator<RowBatch> {
  const memory: TextMemory = { bytes: new Uint8Array(0) };
  let place = from;
  let remaining = maxRows;
  let filled = 0;
  let isComplete = true;
  const targetsAt = typeof targets === "function" ? targets : () => targets;
  let own = targetsAt(from.row);
  while (remaining > 0 && place.offset < body.source.size) {
    throwIfCancelled(cancel);
    const { bytes, end: linesEnd } = await readLines(body, place.offset, Math.min(chunkBytes, CHUNK_BYTES), memory, cancel);
    const mark = body.endMark === undefined ? -1 : markedLine(bytes, linesEnd, body.endMark, body.dialect.newline);
    const end = mark < 0 ? linesEnd : mark;
    const start = place.offset;
    for (let position = 0; position < end && remaining > 0; ) {
      const base = place.row - filled;
      const wanted = Math.min(batchRows - filled, remaining);
      const shifted = problem === undefined ? undefined : (found: CellProblem): void => problem({ ...found, row: base + filled + found.row });
      const decoded = decodeRows(bytes, position, end, body.dialect, own, filled, wanted, shifted, factors);
      position = decoded.position;
      filled += decoded.rows;
      remaining -= decoded.rows;
      isComplete &&= decoded.isComplete;
      place = { row: place.row + decoded.rows, offset: Math.min(body.source.size, start + position) };
      if (filled === batchRows || (remaining === 0 && filled > 0)) {
        yield { firstRow: base, rows: filled, place, isComplete };
        filled = 0;
        isComplete = true;
        if (remaining > 0) own = targetsAt(place.row);
      }
    }
    if (mark >= 0) break;
  }
  if (filled > 0) yield { firstRow: place.row - filled, rows: filled, place, isComplete };
}
