/** `10:42:07.125`, `10:42:07,125`, `2026-09-14T10:42:07.125Z`, `14.09.2026 10:42:07`: a clock time of a text table, perhaps behind a date. */
const CLOCK = /^(?:\d{1,4}[-./]\d{1,2}[-./]\d{1,4}[T ]\s*)?(\d{1,2}):([0-5]\d):([0-5]\d(?:[.,:]\d+)?)(?:Z|[+-]\d{2}:?\d{2})?$/;
const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_MINUTE = 60;

/** Seconds since midnight, the date left out; undefined for every other text. */
export function clockSeconds(cell: string): number | undefined {
  const found = CLOCK.exec(cell.trim());
  return found === null ? undefined : Number(found[1]) * SECONDS_PER_HOUR + Number(found[2]) * SECONDS_PER_MINUTE + Number(found[3]!.replace(/[,:]/, "."));
}

/** Digits behind the seconds. */
export function clockDecimals(cell: string): number {
  return /:\d{2}[.,:](\d+)/.exec(cell)?.[1]?.length ?? 0;
}
