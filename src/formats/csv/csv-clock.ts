/** Order of the numbers of a date. */
export type DateOrder = "ymd" | "dmy" | "mdy";

/** How the cells of a column of clock times become seconds. */
export interface ClockForm {
  readonly column: number;
  /** undefined: no date, or one whose order cannot be told; a clock that goes back by more than half a day has then passed midnight. */
  readonly order: DateOrder | undefined;
  /** Day of the first row, counted from 1970; 0 without an order. */
  readonly firstDay: number;
}

/** A date as it is written: three numbers, nothing decided. */
export interface WrittenDate {
  readonly numbers: readonly [number, number, number];
  /** Digits of the first and of the last number: four make it the year. */
  readonly firstDigits: number;
  readonly lastDigits: number;
  /** Byte between them: `-`, `.` or `/`. */
  readonly mark: number;
}

/** A cell of a clock: `10:42:07.125`, `10:42:07,125 PM`, `42:07.125`, `2026-09-14T10:42:07.125Z`, `14.09.2026 10:42:07`, or a date alone. */
export interface ClockCell {
  readonly date: WrittenDate | undefined;
  /** Seconds since midnight as written; undefined for a date alone. */
  readonly seconds: number | undefined;
  /** Digits behind the seconds. */
  readonly decimals: number;
  /** Seconds that the clock is ahead of UTC, where the cell names its zone; else 0. */
  readonly zoneSeconds: number;
}

const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_MINUTE = 60;
/** One day of a clock. */
export const SECONDS_PER_DAY = 86_400;
const HOURS_OF_HALF_A_DAY = 12;
const MONTHS = 12;
const BLANK = 32;
const ZERO = 48;
const [PLUS, COMMA, MINUS, POINT, SLASH, COLON] = [43, 44, 45, 46, 47, 58];
/** Lower-case letters. */
const [LETTER_A, LETTER_M, LETTER_P, LETTER_T, LETTER_Z] = [97, 109, 112, 116, 122];
const LOWER_CASE = 32;
/** More digits than a double of seconds holds. */
const MOST_DECIMALS = 12;

/** Reads numbers one after the other; `digits` is the length of the last one. */
class Digits {
  digits = 0;
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly end: number,
  ) {}
  /** Byte at the place, −1 at the end. */
  get byte(): number {
    return this.at < this.end ? this.bytes[this.at]! : -1;
  }
  /** A whole number of at most `most` digits; NaN where there is none. */
  number(most: number): number {
    const start = this.at;
    let value = 0;
    for (; this.at < this.end && this.at - start < most; this.at += 1) {
      const digit = this.bytes[this.at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.digits = this.at - start;
    return this.digits === 0 ? NaN : value;
  }
  /** Goes over the byte; false where another one stands. */
  pass(byte: number): boolean {
    if (this.byte !== byte) return false;
    this.at += 1;
    return true;
  }
  blanks(): void {
    while (this.byte === BLANK) this.at += 1;
  }
}

function readDate(text: Digits): WrittenDate | undefined {
  const start = text.at;
  const a = text.number(4);
  const firstDigits = text.digits;
  const mark = text.byte;
  if (firstDigits > 0 && (mark === MINUS || mark === POINT || mark === SLASH)) {
    text.at += 1;
    const b = text.number(2);
    if (text.pass(mark)) {
      const c = text.number(4);
      if (b === b && c === c) return { numbers: [a, b, c], firstDigits, lastDigits: text.digits, mark };
    }
  }
  text.at = start;
  return undefined;
}

/** Reads bytes [start, end) as a clock time, a date, or both; undefined for everything else, also for an hour of 24 or a minute of 60. */
export function readClock(bytes: Uint8Array, start: number, end: number): ClockCell | undefined {
  let [first, stop] = [start, end];
  while (first < stop && bytes[first]! <= BLANK) first += 1;
  while (stop > first && bytes[stop - 1]! <= BLANK) stop -= 1;
  const text = new Digits(bytes, first, stop);
  const date = readDate(text);
  if (date !== undefined) {
    if (text.at === stop) return { date, seconds: undefined, decimals: 0, zoneSeconds: 0 };
    if ((text.byte | LOWER_CASE) === LETTER_T) text.at += 1;
    else if (text.byte !== BLANK) return undefined;
    text.blanks();
  }
  let hour = text.number(2);
  if (!text.pass(COLON)) return undefined;
  let minute = text.number(2);
  if (text.digits !== 2) return undefined;
  let seconds: number;
  if (date === undefined && (text.byte === POINT || text.byte === COMMA)) {
    // `03:07.125`: a fraction stands behind seconds only, so that the hour is what is missing.
    [hour, minute, seconds] = [0, hour, minute];
  } else {
    if (!text.pass(COLON)) return undefined;
    seconds = text.number(2);
    if (text.digits !== 2) return undefined;
  }
  let decimals = 0;
  if (text.byte === POINT || text.byte === COMMA || text.byte === COLON) {
    text.at += 1;
    const fraction = text.number(MOST_DECIMALS);
    decimals = text.digits;
    if (decimals === 0) return undefined;
    // One division: what the digits say, rounded once.
    seconds += fraction / 10 ** decimals;
  }
  text.blanks();
  const half = text.byte | LOWER_CASE;
  if ((half === LETTER_A || half === LETTER_P) && text.at + 1 < stop && (bytes[text.at + 1]! | LOWER_CASE) === LETTER_M) {
    if (!(hour >= 1 && hour <= HOURS_OF_HALF_A_DAY)) return undefined;
    hour = (hour % HOURS_OF_HALF_A_DAY) + (half === LETTER_P ? HOURS_OF_HALF_A_DAY : 0);
    text.at += 2;
  }
  let zoneSeconds = 0;
  if ((text.byte | LOWER_CASE) === LETTER_Z) text.at += 1;
  else if (text.byte === PLUS || text.byte === MINUS) {
    const sign = text.byte === MINUS ? -1 : 1;
    text.at += 1;
    const zoneHour = text.number(2);
    if (text.digits !== 2) return undefined;
    text.pass(COLON);
    const zoneMinute = text.number(2);
    if (text.digits !== 2) return undefined;
    zoneSeconds = sign * (zoneHour * SECONDS_PER_HOUR + zoneMinute * SECONDS_PER_MINUTE);
  }
  if (text.at !== stop || !(hour < 24 && minute < 60 && seconds < 60)) return undefined;
  return { date, seconds: hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + seconds, decimals, zoneSeconds };
}

/** How a clock time or a date begins: most cells of a table are numbers, and this is asked of thousands. */
const BEGINNING = /^\s*(?:\d{1,2}:\d|\d{1,4}([-./])\d{1,2}\1\d)/;

/** The same of a cell of the Latin-1 view. */
export function clockCell(cell: string): ClockCell | undefined {
  if (!BEGINNING.test(cell)) return undefined;
  const bytes = new Uint8Array(cell.length);
  for (let k = 0; k < cell.length; k += 1) bytes[k] = cell.charCodeAt(k);
  return readClock(bytes, 0, cell.length);
}

/** Year, month and day of a date written in this order; undefined for days that the calendar does not have. */
export function dateOf({ numbers: [a, b, c] }: WrittenDate, order: DateOrder): { readonly year: number; readonly month: number; readonly day: number } | undefined {
  const [written, month, day] = order === "ymd" ? [a, b, c] : order === "dmy" ? [c, b, a] : [c, a, b];
  const year = written < 100 ? 2000 + written : written;
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? { year, month, day } : undefined;
}

/** Days since 1970 of a date; undefined as in `dateOf`. */
export function dayOf(date: WrittenDate, order: DateOrder): number | undefined {
  const found = dateOf(date, order);
  return found === undefined ? undefined : Date.UTC(found.year, found.month - 1, found.day) / 1000 / SECONDS_PER_DAY;
}

/**
 * The order of dates that were all written by one program: a year of four digits in front, points (the day stands first wherever dates
 * are written so), or a number above twelve settle it; undefined where day and month, or the year, cannot be told.
 */
export function dateOrder(dates: readonly WrittenDate[]): DateOrder | undefined {
  const [first] = dates;
  if (first === undefined) return undefined;
  if (dates.every(({ firstDigits }) => firstDigits === 4)) return "ymd";
  const isYearLast = dates.every(({ lastDigits }) => lastDigits === 4);
  if (first.mark === POINT) return isYearLast || dates.every(({ lastDigits }) => lastDigits === 2) ? "dmy" : undefined;
  if (!isYearLast) return undefined;
  const isDayFirst = dates.some(({ numbers }) => numbers[0] > MONTHS);
  const isMonthFirst = dates.some(({ numbers }) => numbers[1] > MONTHS);
  return isDayFirst === isMonthFirst ? undefined : isDayFirst ? "dmy" : "mdy";
}

/** Seconds of a cell since midnight of the first row's day, in one zone throughout; NaN for what is no time of this form. */
export function clockSeconds(bytes: Uint8Array, start: number, end: number, { order, firstDay }: ClockForm): number {
  const cell = readClock(bytes, start, end);
  if (cell?.seconds === undefined) return NaN;
  const seconds = cell.seconds - cell.zoneSeconds;
  if (order === undefined) return seconds;
  const day = cell.date === undefined ? undefined : dayOf(cell.date, order);
  return day === undefined ? NaN : (day - firstDay) * SECONDS_PER_DAY + seconds;
}
