import type { Cancel } from "../../core/errors";
import { type CsvBody, rowBatches } from "./csv-body";
import { INDEX_ROWS } from "./csv-scan";

/** Decoded rows of a group of channels; the last block of a file has fewer. */
interface ParsedBlock {
  readonly rows: number;
  /** Per channel of the group, as the file has the numbers: without factor. */
  readonly columns: readonly Float64Array[];
}

/** Longest block, in rows and in bytes of decoded numbers: some seconds of EMG, so that a page costs little more than itself. */
const MOST_BLOCK_ROWS = 8 * INDEX_ROWS;
const MOST_BLOCK_BYTES = 4 * 1024 * 1024;
/** Decoded numbers that are kept, by a scan or in blocks: those of about 100 MB of text; of a longer one any tile of a pyramid with all its channels. */
export const KEPT_BYTES = 96 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const SMALLEST_CHUNK_BYTES = 64 * 1024;

/** Random access to the numbers of a table, block by block. */
export interface CsvBlocks {
  /** Rows of a block. */
  readonly batchRows: number;
  /** Rows [start, end) of one channel, times a factor. Shorter than asked for where the file ends. */
  read(channel: number, start: number, end: number, factor: number, cancel?: Cancel): Promise<Float64Array>;
}

function scaleInto(values: Float64Array, at: number, part: Float64Array, factor: number): void {
  for (let k = 0; k < part.length; k += 1) values[at + k] = part[k]! * factor;
}

/**
 * Reads a table block by block, all channels at once (of very wide tables 512), and keeps the last blocks: the text of a row is decoded once, the other channels
 * then cost a copy. `columns`: the table's columns that are channels. `rowIndex`: offset of row k · batchRows at k, as far as known. `otherwiseKept`: bytes that count as well.
 */
export function createCsvBlocks(body: CsvBody, columns: readonly number[], rowIndex: readonly number[], bytesPerRow: number, otherwiseKept: () => number): CsvBlocks {
  const groupSize = Math.max(1, Math.min(columns.length, MOST_BLOCK_BYTES / Float64Array.BYTES_PER_ELEMENT / INDEX_ROWS));
  const rowBytes = groupSize * Float64Array.BYTES_PER_ELEMENT;
  const blockRows = INDEX_ROWS * Math.max(1, Math.min(MOST_BLOCK_ROWS / INDEX_ROWS, Math.floor(MOST_BLOCK_BYTES / rowBytes / INDEX_ROWS)));
  const chunkBytes = Math.min(CHUNK_BYTES, Math.max(SMALLEST_CHUNK_BYTES, Math.ceil(blockRows * bytesPerRow * 1.1)));
  /** By group and block; order is age. */
  const kept = new Map<string, ParsedBlock>();
  const keyOf = (group: number, index: number): string => `${group}|${index}`;

  function keep(key: string, block: ParsedBlock): void {
    kept.delete(key);
    kept.set(key, block);
    const mostBlocks = Math.max(1, Math.floor((KEPT_BYTES - otherwiseKept()) / (blockRows * rowBytes)));
    for (const oldest of kept.keys()) {
      if (kept.size <= mostBlocks) break;
      kept.delete(oldest);
    }
  }

  /** Decodes the block, from the nearest place before it whose offset is known; undefined behind the end. */
  async function decode(group: number, index: number, cancel: Cancel | undefined): Promise<ParsedBlock | undefined> {
    const first = Math.min(index, rowIndex.length - 1);
    const from = { row: first * blockRows, offset: rowIndex[first]! };
    const own = columns.slice(group * groupSize, (group + 1) * groupSize);
    const buffers = own.map(() => new Float64Array(blockRows));
    const targets = new Array<Float64Array | undefined>(body.columns).fill(undefined);
    for (const [channel, column] of own.entries()) targets[column] = buffers[channel];
    let wanted: ParsedBlock | undefined;
    for await (const found of rowBatches(body, from, (index + 1) * blockRows - from.row, blockRows, chunkBytes, targets, undefined, cancel)) {
      const block = { rows: found.rows, columns: buffers.map((values) => values.slice(0, found.rows)) };
      keep(keyOf(group, found.firstRow / blockRows), block);
      if (found.firstRow === index * blockRows) wanted = block;
    }
    return wanted;
  }

  return {
    batchRows: blockRows,
    async read(channel: number, start: number, end: number, factor: number, cancel?: Cancel): Promise<Float64Array> {
      const values = new Float64Array(end - start);
      const group = Math.floor(channel / groupSize);
      for (let row = start; row < end; ) {
        const index = Math.floor(row / blockRows);
        const known = kept.get(keyOf(group, index));
        if (known !== undefined) keep(keyOf(group, index), known);
        const block = known ?? (await decode(group, index, cancel));
        const inBlock = row - index * blockRows;
        const part = block?.columns[channel - group * groupSize]?.subarray(inBlock, inBlock + end - row);
        if (part === undefined || part.length === 0) return values.subarray(0, row - start);
        if (factor === 1) values.set(part, row - start);
        else scaleInto(values, row - start, part, factor);
        row += part.length;
      }
      return values;
    },
  };
}
