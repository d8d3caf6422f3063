import { decodePlainRows, POWERS_OF_TEN } from "./csv-plain-rows";
import { CSV_ROWS_WASM } from "./csv-rows-wasm";
import type { BodyDialect } from "./csv-scanner";

/** Where decoded numbers are: the value of column c's row k is `values[first + c · stride + k]`. */
export interface RowBlock {
  readonly values: Float64Array;
  readonly first: number;
  readonly stride: number;
  /** Rows that fit. */
  readonly rows: number;
}

export interface PlainRows {
  readonly rows: number;
  /** Start of the first row that was not decoded. */
  readonly position: number;
  /** False when a cell of these rows was empty (NaN). */
  readonly isComplete: boolean;
}

/** Decodes rows of plain numbers. One table at a time: `begin`, then any number of `decode`, without anything between. */
export interface RowDecoder {
  /** `targets`: one a column; where there is none its cells are passed over. The block is overwritten by each `decode` and void after the next `begin`. */
  begin(targets: readonly unknown[], dialect: BodyDialect): RowBlock;
  /** Rows of [from, end) that are plain, at most `most` (and what fits the block), into the block. `bytes[end − 1]` must be a newline. */
  decode(bytes: Uint8Array, from: number, end: number, most: number): PlainRows;
}

const BLOCK_ROWS = 1024;
/** Tables with hundreds of columns get shorter blocks. */
const BLOCK_BYTES = 512 * 1024;
const BYTES = Float64Array.BYTES_PER_ELEMENT;

function rowsOfBlock(columns: number): number {
  return Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK_BYTES / BYTES / Math.max(1, columns))));
}

/** In JavaScript: for engines without WebAssembly or its 128-bit instructions, and to compare with. Blanks as delimiter have no plain rows here. */
export function createScriptDecoder(): RowDecoder {
  let passed = new Uint8Array(0);
  let dialect: BodyDialect = { delimiter: 44, decimal: 46, newline: 10 };
  let block: RowBlock = { values: new Float64Array(0), first: 0, stride: 0, rows: 0 };
  return {
    begin(targets, tableDialect) {
      passed = Uint8Array.from(targets, (target) => (target === undefined ? 1 : 0));
      dialect = tableDialect;
      const rows = rowsOfBlock(targets.length);
      const length = rows * targets.length;
      block = { values: block.values.length >= length ? block.values : new Float64Array(length), first: 0, stride: rows, rows };
      return block;
    },
    decode: (bytes, from, end, most) => decodePlainRows(bytes, from, end, dialect, block, passed, Math.min(most, block.rows)),
  };
}

/** Layout of the module's memory in bytes, as `csv-rows.wat` has it. */
const NEGATIVE_POWERS_AT = 192;
const OUT_AT = 384;
const DELIMITERS_AT = 416;
const DECIMALS_AT = 432;
const DIVISORS_AT = 1024;
const LANES_AT = 5120;
const PAIR_LANES_AT = 13312;
const PASSED_AT = 17408;
/** Two cells of at most so many digits share a vector. */
const PAIR_DIGITS = 8;
/** Longest number that is decoded in one go, and the bytes loaded for it. */
const MOST_LENGTH = 15;
const VECTOR_BYTES = 16;
/** A lane number beyond the vector gives 0. */
const NO_LANE = 128;
/** Bytes of text decoded together: with their numbers they stay in the processor's cache. */
const WINDOW_BYTES = 64 * 1024;
/** The module looks up to so many bytes ahead, also at the end. */
const MARGIN_BYTES = 192;
const PAGE_BYTES = 64 * 1024;
/** Columns whose distance is a power of two would share a few lines of the cache. */
const STRIDE_PADDING = 8;
/** A row that stopped so near the end of the window may only have been cut. */
const CUT_BYTES = 32;
/** More than the rows before were long, so that one window brings all that are wanted. */
const ROW_RESERVE = 1.1;

interface RowModule {
  readonly memory: WebAssembly.Memory;
  readonly decode: (at: number, end: number, passed: number, values: number, columns: number, strideBytes: number, most: number, delimiter: number, decimal: number, newline: number) => number;
}

/** The tables by form of csv-rows.wat. */
function fillForms(bytes: Uint8Array, numbers: Float64Array): void {
  for (let sign = 0; sign <= 1; sign += 1) {
    for (let length = 0; length <= MOST_LENGTH; length += 1) {
      for (let point = 0; point <= length; point += 1) {
        const form = (sign * VECTOR_BYTES + length) * VECTOR_BYTES + point;
        const places = Array.from({ length }, (_, place) => place).filter((place) => place >= sign && place !== point);
        const fraction = point === length ? 0 : length - 1 - point;
        numbers[DIVISORS_AT / BYTES + form] = (sign === 1 ? -1 : 1) * POWERS_OF_TEN[fraction]!;
        const lanes = bytes.subarray(LANES_AT + form * VECTOR_BYTES, LANES_AT + (form + 1) * VECTOR_BYTES).fill(places.length === 0 ? length : NO_LANE);
        lanes.set(places, VECTOR_BYTES - places.length);
        const isPair = places.length > 0 && places.length <= PAIR_DIGITS;
        const pair = bytes.subarray(PAIR_LANES_AT + form * PAIR_DIGITS, PAIR_LANES_AT + (form + 1) * PAIR_DIGITS).fill(isPair ? NO_LANE : length);
        if (isPair) pair.set(places, PAIR_DIGITS - places.length);
      }
    }
  }
}

/** By the module of csv-rows.wat; undefined where the engine cannot compile or may not run it. */
export function createModuleDecoder(): RowDecoder | undefined {
  let module: RowModule;
  try {
    const code = Uint8Array.from(atob(CSV_ROWS_WASM), (character) => character.charCodeAt(0));
    module = new WebAssembly.Instance(new WebAssembly.Module(code)).exports as unknown as RowModule;
  } catch {
    // No WebAssembly, none of 128 bits, or a page that may not compile it: the script decodes the same, only slower.
    return undefined;
  }
  const { memory } = module;
  let bytes = new Uint8Array(memory.buffer);
  let words = new Int32Array(memory.buffer);
  let numbers = new Float64Array(memory.buffer);
  POWERS_OF_TEN.forEach((power, exponent) => {
    numbers[exponent] = power;
    numbers[NEGATIVE_POWERS_AT / BYTES + exponent] = -power;
  });
  fillForms(bytes, numbers);
  let columns = 0;
  let dialect: BodyDialect = { delimiter: 44, decimal: 46, newline: 10 };
  let stride = 0;
  let mostRows = 0;
  let valuesAt = 0;
  let textAt = 0;
  let bytesPerRow = 0;
  return {
    begin(targets, tableDialect) {
      columns = targets.length;
      dialect = tableDialect;
      mostRows = rowsOfBlock(columns);
      stride = mostRows + STRIDE_PADDING;
      valuesAt = Math.ceil((PASSED_AT + columns) / BYTES) * BYTES;
      textAt = valuesAt + columns * stride * BYTES;
      const wanted = textAt + WINDOW_BYTES + MARGIN_BYTES;
      if (wanted > bytes.length) {
        memory.grow(Math.ceil((wanted - bytes.length) / PAGE_BYTES));
        bytes = new Uint8Array(memory.buffer);
        words = new Int32Array(memory.buffer);
        numbers = new Float64Array(memory.buffer);
      }
      bytes.fill(dialect.delimiter, DELIMITERS_AT, DELIMITERS_AT + VECTOR_BYTES);
      bytes.fill(dialect.decimal, DECIMALS_AT, DECIMALS_AT + VECTOR_BYTES);
      for (let column = 0; column < columns; column += 1) bytes[PASSED_AT + column] = targets[column] === undefined ? 1 : 0;
      return { values: numbers, first: valuesAt / BYTES, stride, rows: mostRows };
    },
    decode(text, from, end, most) {
      const { delimiter, decimal, newline } = dialect;
      const wanted = Math.min(most, mostRows);
      let position = from;
      let rows = 0;
      let isComplete = true;
      while (rows < wanted && position < end) {
        const estimate = bytesPerRow === 0 ? WINDOW_BYTES : Math.ceil((wanted - rows) * bytesPerRow * ROW_RESERVE) + CUT_BYTES;
        const length = Math.min(WINDOW_BYTES, end - position, estimate);
        bytes.set(text.subarray(position, position + length), textAt);
        bytes[textAt + length] = newline;
        const found = module.decode(textAt, textAt + length, PASSED_AT, valuesAt + rows * BYTES, columns, stride * BYTES, wanted - rows, delimiter, decimal, newline);
        const used = words[OUT_AT / 4]! - textAt;
        rows += found;
        position += used;
        if (words[OUT_AT / 4 + 2] !== 0) isComplete = false;
        if (found > 0) bytesPerRow = used / found;
        else if (length === estimate && length < WINDOW_BYTES) bytesPerRow = 0;
        else break;
        if (rows < wanted && words[OUT_AT / 4 + 1]! < textAt + length - CUT_BYTES) break;
      }
      return { rows, position, isComplete };
    },
  };
}

let shared: RowDecoder | undefined;

/** The fastest decoder there is here. It keeps nothing from one table to the next but its memory, so that all readers share one. */
export function rowDecoder(): RowDecoder {
  return (shared ??= createModuleDecoder() ?? createScriptDecoder());
}
