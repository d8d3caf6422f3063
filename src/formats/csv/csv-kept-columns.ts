/** Columns of a table that a scan fills, so that its text is decoded once. */
export interface KeptColumns {
  /** Room for a batch of rows from `firstRow` on, by column of the table (undefined: none of the channels); undefined when nothing is kept (any more). */
  room(firstRow: number): readonly (Float64Array | undefined)[] | undefined;
  /** Rows before `rows` are filled. */
  filled(rows: number): void;
  /** Rows [start, end) of a channel as a copy; undefined where they are not kept. */
  copy(channel: number, start: number, end: number): Float64Array | undefined;
  /** The first `end` rows of a channel themselves, which are not kept any longer: they are the caller's, and no second memory is filled. undefined also where their buffer is much longer. */
  handOver(channel: number, end: number): Float64Array | undefined;
  /** Bytes that are kept. */
  bytes(): number;
}

/** Rows beyond what was estimated that are at hand: pages that nobody fills cost nothing. */
const RESERVE = 1.02;
const GROWTH = 1.25;
/** A buffer of which less is used is not handed over. */
const LEAST_SHARE = 0.9;

/** `columns`: the table's columns that are channels. `batchRows`: rows that come together. Keeps nothing of a table whose numbers take more than `mostBytes`. */
export function createKeptColumns(columns: readonly number[], tableColumns: number, estimatedRows: number, batchRows: number, mostBytes: number): KeptColumns {
  const rowBytes = columns.length * Float64Array.BYTES_PER_ELEMENT;
  const wholeBatches = (wanted: number): number => batchRows * Math.ceil(wanted / batchRows);
  const mostRows = batchRows * Math.floor(mostBytes / rowBytes / batchRows);
  /** Per channel; undefined: handed over. The whole is undefined when there is no room, and before the first row. */
  let kept: (Float64Array | undefined)[] | undefined;
  let capacity = 0;
  let rows = 0;
  let isTooLong = wholeBatches(estimatedRows) > mostRows;

  function enlarge(wanted: number): void {
    const next = Math.min(mostRows, wholeBatches(Math.max(estimatedRows * RESERVE, wanted, capacity * GROWTH)));
    if (wanted > next) {
      isTooLong = true;
      kept = undefined;
      rows = 0;
      return;
    }
    const before = kept;
    kept = columns.map((_, channel) => {
      const values = new Float64Array(next);
      const old = before?.[channel];
      if (old !== undefined) values.set(old);
      return values;
    });
    capacity = next;
  }

  return {
    room(firstRow: number): readonly (Float64Array | undefined)[] | undefined {
      if (isTooLong) return undefined;
      if (kept === undefined || firstRow + batchRows > capacity) enlarge(firstRow + batchRows);
      const views = new Array<Float64Array | undefined>(tableColumns).fill(undefined);
      kept?.forEach((values, channel) => {
        views[columns[channel]!] = values?.subarray(firstRow, firstRow + batchRows);
      });
      return kept === undefined ? undefined : views;
    },
    filled(end: number): void {
      if (kept !== undefined) rows = Math.max(rows, end);
    },
    copy(channel: number, start: number, end: number): Float64Array | undefined {
      return end > rows ? undefined : kept?.[channel]?.slice(start, end);
    },
    handOver(channel: number, end: number): Float64Array | undefined {
      const values = end > rows ? undefined : kept?.[channel];
      if (values === undefined || kept === undefined || end < LEAST_SHARE * values.length) return undefined;
      kept[channel] = undefined;
      return values.subarray(0, end);
    },
    bytes: () => (kept ?? []).reduce((sum, values) => sum + (values?.byteLength ?? 0), 0),
  };
}
