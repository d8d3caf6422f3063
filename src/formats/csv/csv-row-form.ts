import type { ClockForm } from "./csv-clock";

/** How the body of a text file is written, in byte values. */
export interface BodyDialect {
  /** Byte between cells; `SPACES` for runs of blanks and tabs. */
  readonly delimiter: number;
  /** Byte of the decimal point: 46 or 44. */
  readonly decimal: number;
  /** 10 (also for CR LF), or 13 for files that have only carriage returns. */
  readonly newline: number;
  /** A column whose cells are clock times: they come out as seconds. */
  readonly clock?: ClockForm | undefined;
}

/** Where the script decodes to: the value of column c's row k is `values[c · stride + k]`. */
export interface RowBlock {
  readonly values: Float64Array;
  readonly stride: number;
  /** Rows that fit. */
  readonly rows: number;
}

/** What a decoder did with rows of plain numbers. */
export interface PlainRows {
  readonly rows: number;
  /** Start of the first row that was not decoded. */
  readonly position: number;
  /** False when a cell of these rows was empty (NaN). */
  readonly isComplete: boolean;
}

/** Powers of ten that a double holds exactly. */
export const POWERS_OF_TEN: Readonly<Float64Array> = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
