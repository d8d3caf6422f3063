import { clockCell, type ClockCell, type ClockForm, dateOf, dateOrder, dayOf, type WrittenDate } from "./csv-clock";
import type { TextColumn } from "./csv-columns";
import { isoDateTime } from "../text-date-time";

/** A column of clock times in the first rows of a table. */
export interface ClockColumn {
  readonly form: ClockForm;
  /** Last decimal place in seconds. */
  readonly quantum: number;
  /** Local date and clock time of the first row; undefined where the date is not known. */
  readonly startDateTime: string | undefined;
  /** Why the date is not known, and what that means for pauses; a sentence, undefined where it is. */
  readonly doubt: string | undefined;
}

const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_MINUTE = 60;

/** Cells of a column that are all clock times, or all dates (`isDate`); undefined for any other column. Rows without a value do not count. */
function cellsOfKind(sample: readonly (readonly string[])[], column: number, isDate: boolean): readonly ClockCell[] | undefined {
  const cells: ClockCell[] = [];
  for (const row of sample) {
    const text = row[column] ?? "";
    if (text === "") continue;
    const cell = clockCell(text);
    if (cell === undefined || (cell.seconds === undefined) !== isDate) return undefined;
    cells.push(cell);
  }
  return cells.length > 0 ? cells : undefined;
}

function written({ numbers, mark, firstDigits, lastDigits }: WrittenDate): string {
  const digits = [firstDigits, 2, lastDigits];
  return numbers.map((number, k) => String(number).padStart(Math.min(2, digits[k]!), "0")).join(String.fromCharCode(mark));
}

/** The first column of clock times (or the one that is named), with the date of the first row from it or from a column of dates. */
export function findClockColumn(columns: readonly TextColumn[], sample: readonly (readonly string[])[], wanted: number | undefined): ClockColumn | undefined {
  const column = columns.findIndex((_, index) => (wanted === undefined || index === wanted) && cellsOfKind(sample, index, false) !== undefined);
  const cells = column < 0 ? undefined : cellsOfKind(sample, column, false);
  if (cells === undefined) return undefined;
  const own = cells.flatMap(({ date }) => date ?? []);
  const beside = columns.map((_, index) => cellsOfKind(sample, index, true)).find((found) => found !== undefined);
  const dates = own.length === cells.length ? own : (beside ?? []).flatMap(({ date }) => date ?? []);
  const order = dateOrder(dates);
  const [first] = dates;
  const firstDay = first === undefined || order === undefined ? undefined : dayOf(first, order);
  // 05/05/2026 is one day in either order.
  const isEither = first !== undefined && order === undefined && first.lastDigits === 4 && first.numbers[0] === first.numbers[1];
  const day = first === undefined || !(firstDay !== undefined || isEither) ? undefined : dateOf(first, order ?? "dmy");
  const seconds = cells[0]!.seconds ?? 0;
  const hour = Math.floor(seconds / SECONDS_PER_HOUR);
  const minute = Math.floor((seconds - hour * SECONDS_PER_HOUR) / SECONDS_PER_MINUTE);
  const doubt =
    day !== undefined ? undefined
    : first === undefined ? "No date stands beside its times, so that the day of the recording is not known"
    : `Its date ${written(first)} can be read in more than one way and is not guessed`;
  return {
    form: { column, order: own.length === cells.length && firstDay !== undefined ? order : undefined, firstDay: firstDay ?? 0 },
    quantum: 10 ** -cells.reduce((most, { decimals }) => Math.max(most, decimals), 0),
    startDateTime: day === undefined ? undefined : isoDateTime(day.year, day.month, day.day, hour, minute, seconds - hour * SECONDS_PER_HOUR - minute * SECONDS_PER_MINUTE),
    doubt,
  };
}
