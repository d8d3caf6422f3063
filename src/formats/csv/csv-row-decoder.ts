import { decodePlainRows } from "./csv-plain-rows";
import { type BodyDialect, type PlainRows, POWERS_OF_TEN, type RowBlock } from "./csv-row-form";
import { CSV_ROWS_WASM } from "./csv-rows-wasm";

/** Decodes rows of plain numbers. One table at a time: `begin`, then any number of `decode`, without anything between. */
export interface RowDecoder {
  /** `targets`: one a column; where there is none its cells are passed over. Returns how many rows fit the block, which is overwritten by each `decode` and void after the next `begin`. `factors`: a column's numbers are multiplied by its own (1 without). */
  begin(targets: readonly unknown[], dialect: BodyDialect, factors?: readonly number[]): number;
  /** Rows of [from, end) that are plain, at most `most` (and what fits the block), into the block. `bytes[end − 1]` must be a newline. */
  decode(bytes: Uint8Array, from: number, end: number, most: number): PlainRows;
  /** The first `rows` of a column of the block into a target from `at` on. */
  hand(column: number, rows: number, target: Float64Array, at: number): void;
}

/** Delimiter of columns that are aligned with blanks. */
const SPACES = 32;
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
  let factors: readonly number[] | undefined;
  let block: RowBlock = { values: new Float64Array(0), stride: 0, rows: 0 };
  return {
    begin(targets, tableDialect, tableFactors) {
      factors = tableFactors;
      passed = Uint8Array.from(targets, (target) => (target === undefined ? 1 : 0));
      dialect = tableDialect;
      const rows = rowsOfBlock(targets.length);
      const length = rows * targets.length;
      block = { values: block.values.length >= length ? block.values : new Float64Array(length), stride: rows, rows };
      return rows;
    },
    decode: (bytes, from, end, most) => decodePlainRows(bytes, from, end, dialect, block, passed, Math.min(most, block.rows)),
    hand(column, rows, target, at) {
      const { values, stride } = block;
      const factor = factors?.[column] ?? 1;
      const from = column * stride;
      for (let k = 0; k < rows; k += 1) target[at + k] = values[from + k]! * factor;
    },
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
/** Of the place of one end of a cell. */
const POSITION_BYTES = 4;
const MOST_ROWS_WITHOUT_PLAIN = 1024;
/** Columns whose distance is a power of two would share a few lines of the cache. */
const STRIDE_PADDING = 8;
/** A row that stopped so near the end of the window may only have been cut. */
const CUT_BYTES = 32;
/** More than the rows before were long, so that one window brings all that are wanted. */
const ROW_RESERVE = 1.1;

interface RowModule {
  readonly memory: WebAssembly.Memory;
  readonly plain: (at: number, end: number, passed: number, values: number, columns: number, strideBytes: number, most: number, delimiter: number, newline: number, positions: number, factors: number) => number;
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
  /** Rows that `decode` put into the block, which knows no factors. */
  function scale(first: number, count: number): void {
    for (let column = 0; column < columns; column += 1) {
      const factor = numbers[factorsAt / BYTES + column]!;
      const from = valuesAt / BYTES + column * stride + first;
      for (let k = from; k < from + count; k += 1) numbers[k] = numbers[k]! * factor;
    }
  }

  let columns = 0;
  let dialect: BodyDialect = { delimiter: 44, decimal: 46, newline: 10 };
  let stride = 0;
  let mostRows = 0;
  let valuesAt = 0;
  let textAt = 0;
  let positionsAt = 0;
  let factorsAt = 0;
  let isScaled = false;
  let bytesPerRow = 0;
  /** After a row that `plain` does not take, so many go to `decode` before it is tried again; doubled each time. */
  let without = 1;
  return {
    begin(targets, tableDialect, factors) {
      columns = targets.length;
      dialect = tableDialect;
      mostRows = rowsOfBlock(columns);
      stride = mostRows + STRIDE_PADDING;
      without = 1;
      valuesAt = Math.ceil((PASSED_AT + columns) / BYTES) * BYTES;
      textAt = valuesAt + columns * stride * BYTES;
      positionsAt = textAt + WINDOW_BYTES + MARGIN_BYTES;
      factorsAt = positionsAt + (WINDOW_BYTES + MARGIN_BYTES) * POSITION_BYTES;
      // Two are loaded at a time.
      const wanted = factorsAt + (columns + 1) * BYTES;
      if (wanted > bytes.length) {
        memory.grow(Math.ceil((wanted - bytes.length) / PAGE_BYTES));
        bytes = new Uint8Array(memory.buffer);
        words = new Int32Array(memory.buffer);
        numbers = new Float64Array(memory.buffer);
      }
      bytes.fill(dialect.delimiter, DELIMITERS_AT, DELIMITERS_AT + VECTOR_BYTES);
      bytes.fill(dialect.decimal, DECIMALS_AT, DECIMALS_AT + VECTOR_BYTES);
      isScaled = false;
      for (let column = 0; column < columns; column += 1) {
        bytes[PASSED_AT + column] = targets[column] === undefined ? 1 : 0;
        const factor = factors?.[column] ?? 1;
        numbers[factorsAt / BYTES + column] = factor;
        if (factor !== 1) isScaled = true;
      }
      return mostRows;
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
        const textEnd = textAt + length;
        let found = 0;
        let used = 0;
        let reached: number;
        for (;;) {
          // Blanks that stand in runs would end cells of no length.
          const plain = delimiter === SPACES ? 0 : module.plain(textAt + used, textEnd, PASSED_AT, valuesAt + (rows + found) * BYTES, columns, stride * BYTES, wanted - rows - found, delimiter, newline, positionsAt, factorsAt);
          if (plain > 0) used = words[OUT_AT / 4]! - textAt;
          found += plain;
          reached = delimiter === SPACES ? 0 : words[OUT_AT / 4 + 1]!;
          if (rows + found === wanted || used === length) break;
          if (plain >= without) without = 1;
          const asked = delimiter === SPACES ? wanted - rows - found : Math.min(without, wanted - rows - found);
          const other = module.decode(textAt + used, textEnd, PASSED_AT, valuesAt + (rows + found) * BYTES, columns, stride * BYTES, asked, delimiter, decimal, newline);
          // A row that the window's end has cut is none of another kind.
          if (other > 0) without = Math.min(MOST_ROWS_WITHOUT_PLAIN, 2 * without);
          used = words[OUT_AT / 4]! - textAt;
          found += other;
          reached = words[OUT_AT / 4 + 1]!;
          if (words[OUT_AT / 4 + 2] !== 0) isComplete = false;
          if (isScaled) scale(rows + found - other, other);
          if (other < asked || rows + found === wanted) break;
        }
        rows += found;
        position += used;
        if (found > 0) bytesPerRow = used / found;
        else if (length === estimate && length < WINDOW_BYTES) bytesPerRow = 0;
        else break;
        if (rows < wanted && reached < textEnd - CUT_BYTES) break;
      }
      return { rows, position, isComplete };
    },
    hand(column, rows, target, at) {
      const from = valuesAt / BYTES + column * stride;
      target.set(numbers.subarray(from, from + rows), at);
    },
  };
}

let shared: RowDecoder | undefined;

/** The fastest decoder there is here. It keeps nothing from one table to the next but its memory, so that all readers share one. */
export function rowDecoder(): RowDecoder {
  return (shared ??= createModuleDecoder() ?? createScriptDecoder());
}
