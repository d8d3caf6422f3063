/** Date and time whose order of day and month is plain, as ISO without zone; undefined where it could be read in two ways. */
export function plainDateTime(text: string): string | undefined {
  const match = /(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})[T ,]+(\d{1,2}):(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)\s*([AaPp])?/.exec(text);
  if (match === null) return undefined;
  const [a, b, c] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = match[1]!.length === 4 ? [a, b, c] : c < 1000 ? undefined : a > 12 || a === b ? [c, b, a] : b > 12 ? [c, a, b] : undefined;
  if (date === undefined) return undefined;
  const half = match[7]?.toLowerCase();
  const hour = half === undefined ? Number(match[4]) : (Number(match[4]) % 12) + (half === "p" ? 12 : 0);
  return isoDateTime(date[0]!, date[1]!, date[2]!, hour, Number(match[5]), Number(match[6]!.replace(",", ".")));
}

/** ISO without zone, as many digits of the second as it has (at most microseconds); undefined for a date that is none. */
export function isoDateTime(year: number, month: number, day: number, hour: number, minute: number, second: number): string | undefined {
  const microseconds = Math.round(second * 1e6);
  const isDate = [year, month, day, hour, minute].every(Number.isInteger) && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  if (!isDate || year < 1900 || month < 1 || month > 12 || hour > 23 || hour < 0 || minute > 59 || minute < 0 || !(microseconds >= 0 && microseconds < 60e6)) return undefined;
  const two = (value: number): string => String(value).padStart(2, "0");
  const fraction = String(microseconds % 1e6).padStart(6, "0").replace(/0+$/, "");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(Math.floor(microseconds / 1e6))}${fraction === "" ? "" : `.${fraction}`}`;
}
