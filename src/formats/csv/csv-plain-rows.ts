import { type BodyDialect, type PlainRows, POWERS_OF_TEN, type RowBlock } from "./csv-row-form";


/**
 * Decodes rows of [from, end) as long as they are of the usual kind and fit the block: they begin with a number, have exactly as many
 * cells as there are columns, and every cell that is not passed over is a number of at most nine digits without blanks, quotes or
 * exponent. Stops before the first other row, which is for `decodeRows`. `bytes[end − 1]` must be a newline.
 *
 * Small, with all values in one array, because that is what makes it fast: it is compiled within milliseconds and stays so. Values are
 * those of `Number()`: an exact whole number divided by an exact power of ten is rounded once.
 */
export function decodePlainRows(bytes: Uint8Array, from: number, end: number, { delimiter, decimal, newline }: BodyDialect, block: RowBlock, isPassed: Uint8Array, most: number): PlainRows {
  // Inside, because bundling turns a file's constants into variables, which compiled code must fetch each time.
  const CARRIAGE_RETURN = 13;
  const BLANK = 32;
  const QUOTE = 34;
  const ZERO = 48;
  /** What MINUS − ZERO is. */
  const MINUS_FIGURE = -3;
  /** Four digits at once: their high halves, what lifts all but digits to 0x80, and that bit. */
  const FOUR_ZEROS = 0x30303030;
  const FOUR_LIFTS = 0x76767676;
  const FOUR_SIGNS = 0x80808080;
  /** Numbers of up to nine digits fit into 32 bits, whose arithmetic takes half the time of that of doubles. */
  const MOST_DIGITS = 9;
  const powers = POWERS_OF_TEN;
  const { values, stride } = block;
  // Runs of blanks are no single delimiter.
  if (delimiter === BLANK) return { rows: 0, position: from, isComplete: true };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = isPassed.length - 1;
  const point = decimal - ZERO;
  const lastFour = bytes.length - 4;
  let at = from;
  let rows = 0;
  rowLoop: while (rows < most && at < end) {
    const rowStart = at;
    let slot = rows;
    let digit = bytes[at]! - ZERO;
    if (digit !== MINUS_FIGURE && digit >>> 0 > 9) break;
    for (let column = 0; column <= last; column += 1) {
      digit = bytes[at]! - ZERO;
      if (isPassed[column] === 1) {
        let byte = digit + ZERO;
        if (byte === QUOTE) {
          at = rowStart;
          break rowLoop;
        }
        while (byte !== delimiter && byte !== newline) byte = bytes[++at]!;
        digit = byte - ZERO;
      } else {
        const isNegative = digit === MINUS_FIGURE;
        if (isNegative) digit = bytes[++at]! - ZERO;
        const start = at;
        let mantissa = 0;
        while (digit >>> 0 <= 9) {
          mantissa = (Math.imul(mantissa, 10) + digit) | 0;
          digit = bytes[++at]! - ZERO;
        }
        let digits = at - start;
        let fraction = 0;
        if (digit === point) {
          const fractionStart = (at += 1);
          if (at <= lastFour) {
            const four = view.getInt32(at, true) ^ FOUR_ZEROS;
            if ((((four + FOUR_LIFTS) | four) & FOUR_SIGNS) === 0) {
              const pairs = (Math.imul(four, 10) + (four >>> 8)) & 0x00ff00ff;
              mantissa = (Math.imul(mantissa, 10000) + Math.imul(pairs & 0xff, 100) + (pairs >>> 16)) | 0;
              at += 4;
            }
          }
          digit = bytes[at]! - ZERO;
          while (digit >>> 0 <= 9) {
            mantissa = (Math.imul(mantissa, 10) + digit) | 0;
            digit = bytes[++at]! - ZERO;
          }
          fraction = at - fractionStart;
          digits += fraction;
        }
        if (digits === 0 || digits > MOST_DIGITS) {
          at = rowStart;
          break rowLoop;
        }
        const magnitude = mantissa / powers[fraction]!;
        values[slot] = isNegative ? -magnitude : magnitude;
      }
      slot += stride;
      if (digit + ZERO !== (column === last ? newline : delimiter)) {
        if (column === last && digit + ZERO === CARRIAGE_RETURN && bytes[at + 1] === newline) at += 1;
        else {
          at = rowStart;
          break rowLoop;
        }
      }
      at += 1;
    }
    rows += 1;
  }
  return { rows, position: at, isComplete: true };
}
