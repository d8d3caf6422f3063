import { KlonosError } from "../../core/errors";

/** Longest distance that DEFLATE (RFC 1951) can look back. */
const INFLATE_WINDOW_BYTES = 32 * 1024;
/** No step of the decoder (one symbol, or the code lengths of a block) takes more bytes than this. */
const LONGEST_STEP_BYTES = 1024;
const LONGEST_CODE = 15;
const END_OF_BLOCK = 256;
const LONGEST_MATCH = 258;

/** RFC 1951, 3.2.5: base length and extra bits of the length symbols 257 …, then of the distance symbols. */
const LENGTH_BASE = Uint16Array.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258);
const LENGTH_EXTRA = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const DISTANCE_BASE = Uint16Array.of(1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577);
const DISTANCE_EXTRA = Uint8Array.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13);
/** RFC 1951, 3.2.7: the order in which the code lengths of the code lengths stand. */
const CODE_LENGTH_ORDER = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

/** A prefix code as a table: entry at the next `bits` bits = symbol << 4 | length of its code; 0 where no code begins so. */
interface CodeTable {
  readonly entries: Uint16Array;
  readonly bits: number;
}

type BlockState = { readonly kind: "between" } | { kind: "stored"; left: number } | { readonly kind: "codes"; readonly literals: CodeTable; readonly distances: CodeTable } | { readonly kind: "done" };

/** Everything that is needed to go on decoding from here. Plain data: it may be kept and used again. */
export interface InflateState {
  /** Bytes of the compressed stream that were taken. */
  readonly taken: number;
  readonly bitBuffer: number;
  readonly bitCount: number;
  /** Bytes that were given out so far. */
  readonly given: number;
  readonly isLast: boolean;
  readonly block: BlockState;
  /** The last bytes that were decoded, at most 32 KiB. */
  readonly history: Uint8Array;
  /** Bytes at the end of `history` that were not given out yet. */
  readonly waiting: number;
}

/** A DEFLATE stream in the middle of its decoding: bytes given out and taken in so far, and the next step. */
export interface Inflater {
  readonly given: () => number;
  readonly taken: () => number;
  readonly isDone: () => boolean;
  /**
   * Decodes from `input` (which begins at byte `taken()` of the stream) to `output` until that is full, the stream ends, or the
   * input runs low. `isAll` says that no more input follows. Returns the number of bytes that were put out.
   * @throws KlonosError `inflate` for what is no DEFLATE stream.
   */
  step(input: Uint8Array, isAll: boolean, output: Uint8Array): number;
  state(): InflateState;
}

function damaged(what: string): KlonosError {
  return new KlonosError("inflate", `The compressed data are damaged: ${what}.`);
}

function tableOf(lengths: Uint8Array): CodeTable {
  const counts = new Uint16Array(LONGEST_CODE + 1);
  let bits = 1;
  for (let k = 0; k < lengths.length; k += 1) {
    const length = lengths[k]!;
    counts[length] = counts[length]! + 1;
    if (length > bits) bits = length;
  }
  counts[0] = 0;
  const next = new Uint16Array(LONGEST_CODE + 2);
  let code = 0;
  let room = 1;
  for (let length = 1; length <= LONGEST_CODE; length += 1) {
    room = 2 * room - counts[length]!;
    if (room < 0) throw damaged("a code has more words than fit");
    code = (code + counts[length - 1]!) << 1;
    next[length] = code;
  }
  const entries = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    let word = next[length]!;
    next[length] = word + 1;
    let reversed = 0;
    for (let k = 0; k < length; k += 1) {
      reversed = (reversed << 1) | (word & 1);
      word >>= 1;
    }
    const entry = (symbol << 4) | length;
    for (let at = reversed; at < entries.length; at += 1 << length) entries[at] = entry;
  }
  return { entries, bits };
}

function fixedTables(): readonly [CodeTable, CodeTable] {
  const literals = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  return [tableOf(literals), tableOf(new Uint8Array(30).fill(5))];
}

/** A decoder of raw DEFLATE (RFC 1951) that can be stopped, kept and continued at any byte. Memory: its window. */
export function createInflater(from?: InflateState): Inflater {
  // Twice the window: the older half is dropped when it is full, so that no copy is needed at each byte.
  const ring = new Uint8Array(2 * INFLATE_WINDOW_BYTES + LONGEST_MATCH);
  let filled = from?.history.length ?? 0;
  if (from !== undefined) ring.set(from.history);
  let taken = from?.taken ?? 0;
  let bitBuffer = from?.bitBuffer ?? 0;
  let bitCount = from?.bitCount ?? 0;
  let given = from?.given ?? 0;
  let isLast = from?.isLast ?? false;
  let block: BlockState = from === undefined ? { kind: "between" } : from.block.kind === "stored" ? { ...from.block } : from.block;
  /** Bytes that a match gave out beyond the end of the caller's array: they wait in the window. */
  let waiting = from?.waiting ?? 0;
  let input = new Uint8Array(0);
  let at = 0;

  function need(count: number): void {
    while (bitCount < count) {
      if (at >= input.length) throw damaged("they end too early");
      bitBuffer |= input[at]! << bitCount;
      at += 1;
      bitCount += 8;
    }
  }

  function take(count: number): number {
    if (count === 0) return 0;
    need(count);
    const value = bitBuffer & ((1 << count) - 1);
    bitBuffer >>>= count;
    bitCount -= count;
    return value;
  }

  function symbolOf(table: CodeTable): number {
    // At the end of the stream a code may be shorter than the bits that a look needs.
    while (bitCount < table.bits && at < input.length) {
      bitBuffer |= input[at]! << bitCount;
      at += 1;
      bitCount += 8;
    }
    const entry = table.entries[bitBuffer & ((1 << table.bits) - 1)]!;
    const length = entry & 15;
    if (length === 0 || length > bitCount) throw damaged(length === 0 ? "there is no such code word" : "they end too early");
    bitBuffer >>>= length;
    bitCount -= length;
    return entry >> 4;
  }

  function readTables(): BlockState {
    const literalCount = take(5) + 257;
    const distanceCount = take(5) + 1;
    const lengthCount = take(4) + 4;
    if (literalCount > 286 || distanceCount > 30) throw damaged("a block claims too many codes");
    const lengthLengths = new Uint8Array(19);
    for (let k = 0; k < lengthCount; k += 1) lengthLengths[CODE_LENGTH_ORDER[k]!] = take(3);
    const lengthTable = tableOf(lengthLengths);
    const lengths = new Uint8Array(literalCount + distanceCount);
    for (let k = 0; k < lengths.length; ) {
      const symbol = symbolOf(lengthTable);
      if (symbol < 16) {
        lengths[k] = symbol;
        k += 1;
        continue;
      }
      if (symbol === 16 && k === 0) throw damaged("a code length repeats nothing");
      const value = symbol === 16 ? lengths[k - 1]! : 0;
      const repeat = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
      if (k + repeat > lengths.length) throw damaged("code lengths run over their end");
      lengths.fill(value, k, k + repeat);
      k += repeat;
    }
    return { kind: "codes", literals: tableOf(lengths.subarray(0, literalCount)), distances: tableOf(lengths.subarray(literalCount)) };
  }

  function beginBlock(): BlockState {
    if (isLast) return { kind: "done" };
    isLast = take(1) === 1;
    const type = take(2);
    if (type === 0) {
      take(bitCount & 7);
      const left = take(8) | (take(8) << 8);
      const check = take(8) | (take(8) << 8);
      if ((left ^ check) !== 0xffff) throw damaged("the length of a stored block contradicts its check");
      return { kind: "stored", left };
    }
    if (type === 1) {
      const [literals, distances] = fixedTables();
      return { kind: "codes", literals, distances };
    }
    if (type === 2) return readTables();
    throw damaged("there is no such kind of block");
  }

  function compact(): void {
    if (filled <= 2 * INFLATE_WINDOW_BYTES - 1) return;
    ring.copyWithin(0, filled - INFLATE_WINDOW_BYTES, filled);
    filled = INFLATE_WINDOW_BYTES;
  }

  function step(bytes: Uint8Array, isAll: boolean, output: Uint8Array): number {
    input = bytes as Uint8Array<ArrayBuffer>;
    at = 0;
    const start = waiting;
    let out = 0;
    if (waiting > 0) {
      out = Math.min(waiting, output.length);
      output.set(ring.subarray(filled - start, filled - start + out));
      waiting -= out;
    }
    while (waiting === 0 && block.kind !== "done" && (isAll || input.length - at > LONGEST_STEP_BYTES) && (out < output.length || block.kind === "between")) {
      if (block.kind === "between") {
        block = beginBlock();
      } else if (block.kind === "stored") {
        if (block.left === 0) {
          block = { kind: "between" };
          continue;
        }
        compact();
        // Whole bytes may wait in the bit buffer.
        ring[filled] = take(8);
        output[out] = ring[filled]!;
        filled += 1;
        out += 1;
        block.left -= 1;
      } else {
        const symbol = symbolOf(block.literals);
        compact();
        if (symbol < END_OF_BLOCK) {
          ring[filled] = symbol;
          filled += 1;
          output[out] = symbol;
          out += 1;
        } else if (symbol === END_OF_BLOCK) {
          block = { kind: "between" };
        } else {
          if (symbol > 285) throw damaged("there is no such length");
          const length = LENGTH_BASE[symbol - 257]! + take(LENGTH_EXTRA[symbol - 257]!);
          const code = symbolOf(block.distances);
          const distance = DISTANCE_BASE[code]! + take(DISTANCE_EXTRA[code]!);
          if (distance > filled) throw damaged("a repetition begins before the data");
          let source = filled - distance;
          const first = filled;
          for (let k = 0; k < length; k += 1) ring[filled++] = ring[source++]!;
          const fit = Math.min(length, output.length - out);
          output.set(ring.subarray(first, first + fit), out);
          out += fit;
          waiting = length - fit;
        }
      }
    }
    taken += at;
    given += out;
    input = new Uint8Array(0);
    return out;
  }

  return {
    given: () => given,
    taken: () => taken,
    isDone: () => block.kind === "done" && waiting === 0,
    step,
    state: () => ({ taken, bitBuffer, bitCount, given, isLast, block: block.kind === "stored" ? { ...block } : block, history: ring.slice(Math.max(0, filled - INFLATE_WINDOW_BYTES), filled), waiting }),
  };
}
