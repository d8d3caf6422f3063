import type { Interval } from "../../core/result";
import { decimalSign, shownNumbers } from "../messages/locale";

const MINUS = "\u2212";
const NARROW_SPACE = "\u202f";

/** Digits of a program as a person of the shown locale writes them: real minus, decimal sign of the locale, no grouping. */
export function localised(digits: string): string {
  return digits.replace("-", MINUS).replace(".", decimalSign());
}

/** A number with a fixed count of decimals and a real minus sign. */
export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return localised(value < 0 && Number(text) !== 0 ? `-${text}` : text);
}

/** A number with about three significant digits, plain notation, trailing zeros kept to two decimals at most. */
export function compact(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 100) return fixed(value, 0);
  if (size >= 10) return fixed(value, 1);
  if (size >= 0.1) return fixed(value, 2);
  return size >= 0.001 ? fixed(value, 3) : localised(value.toExponential(1));
}

/** Steps from the unit of volts that the window works in to the ones that a person would say, largest first. */
const VOLT_UNITS: readonly (readonly [unit: string, microvolts: number])[] = [["V", 1e6], ["mV", 1e3], ["µV", 1], ["nV", 1e-3]];
/** A value below this share of a unit is said in the next smaller one: 0.5 µV stays, 0.05 µV is 50 nV. */
const LEAST_OF_MICROVOLT = 0.1;

/**
 * A value with its unit as a person would say it: `500 mV` and not `500000 µV`, `50 nV` and not `0.050 µV`; other units stay as they are.
 * @param scale what decides about the prefix; a reading takes that of its trace's gain, so that it does not change while the pointer moves
 */
export function amount(value: number, unit: string, scale = value, write: (value: number) => string = compact): string {
  if (unit !== "µV") return `${write(value)} ${unit}`;
  const [name, factor] = voltUnit(scale);
  return `${write(value / factor)} ${name}`;
}

/** The unit in which voltages of this size (µV) are said, with its worth in microvolts: that of a column is the one of its largest. Nothing is µV. */
export function voltUnit(scale: number): readonly [unit: string, microvolts: number] {
  const size = Math.abs(scale);
  return VOLT_UNITS.find(([, microvolts]) => size === 0 ? microvolts === 1 : size >= (microvolts === 1 ? LEAST_OF_MICROVOLT : microvolts)) ?? VOLT_UNITS[VOLT_UNITS.length - 1]!;
}

/** Decimals of a reading beyond those of its division: a trace can be read to about a thousandth of one. */
const READING_DIGITS = 3;

/** A reading at a cursor: in the unit of the trace's division and with as many decimals as that makes sense of, never `4.8e−4`. Without a gain as `amount`. */
export function reading(value: number, unit: string, gain: number | undefined): string {
  if (gain === undefined || !(gain > 0)) return amount(value, unit);
  return amount(value, unit, gain, (shown) => {
    const division = value === 0 ? gain : (gain * shown) / value;
    return fixed(shown, Math.min(9, Math.max(0, READING_DIGITS - 1 - Math.floor(Math.log10(division) + 1e-9))));
  });
}

/** `20 µV`, `500 mV`: a step of the 1-2-5 series without trailing zeros. */
export function stepAmount(value: number, unit: string): string {
  return amount(value, unit, value, (shown) => (Math.abs(shown) >= 0.001 ? plain(shown) : localised(shown.toExponential(0))));
}

/** Shortest text of a setting or a step: no trailing zeros, rounded to a millionth. */
export function plain(value: number): string {
  return localised(String(Number(value.toFixed(6))));
}

/** Decimals that a time needs so that two neighbours of a step differ. */
export function decimalsOfStep(step: number): number {
  return Math.min(4, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
}

/** `0:41.2`, `1:02:03`: elapsed time from the start of the recording. */
export function elapsed(seconds: number, decimals: number): string {
  const scale = 10 ** decimals;
  const rounded = Math.round(Math.abs(seconds) * scale) / scale;
  const whole = Math.floor(rounded);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = secondsText(rounded - hours * 3600 - minutes * 60, decimals);
  const sign = seconds < 0 && rounded > 0 ? MINUS : "";
  return hours > 0 ? `${sign}${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${sign}${minutes}:${rest}`;
}

/** Two digits and the decimals: `07`, `07.25`. */
function secondsText(seconds: number, decimals: number): string {
  return localised(seconds.toFixed(decimals).padStart(decimals === 0 ? 2 : 3 + decimals, "0"));
}

/** `10:42:47.2`: time of day, from the recording's start without a zone; elapsed time where the start is unknown. */
export function clockTime(startDateTime: string | undefined, seconds: number, decimals: number): string {
  const startOfDay = secondsOfDay(startDateTime);
  if (startOfDay === undefined) return elapsed(seconds, decimals);
  const scale = 10 ** decimals;
  const day = 86_400;
  const total = (((Math.round((startOfDay + seconds) * scale) / scale) % day) + day) % day;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = secondsText(total - hours * 3600 - minutes * 60, decimals);
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}:${rest}`;
}

/** Seconds since midnight of an ISO date-time without zone; undefined when there is no time in it. */
export function secondsOfDay(startDateTime: string | undefined): number | undefined {
  const match = /T(\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)/.exec(startDateTime ?? "");
  if (match === null) return undefined;
  return Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}

/** A duration in the unit a person would say: `178 ms`, `2.6 s`, `2:36.4`. */
export function duration(seconds: number): string {
  const size = Math.abs(seconds);
  // What would be rounded to 1000 ms is a second.
  if (size < 0.9995) return `${fixed(seconds * 1000, size < 0.01 ? 1 : 0)} ms`;
  if (size < 60) return `${fixed(seconds, size < 10 ? 2 : 1)} s`;
  return elapsed(seconds, 1);
}

/** Day of a recording as the locale writes it: `14 Sep 2026` in English, where the order of numbers would be ambiguous, `14.09.2026` in German. */
export function dayText(year: number, month: number, day: number, locale = shownNumbers()): string {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (!locale.startsWith("en")) return new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" }).format(date);
  return `${day} ${new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" }).format(date)} ${year}`;
}

/** `14 Sep 2026, 10:42:07`, `14.09.2026, 10:42:07`: an ISO date and time as it stands there, without regard to its zone; undefined where there is none. */
export function dateTime(isoDateTime: string | undefined): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2}:\d{2})/.exec(isoDateTime ?? "");
  return match === null ? undefined : `${dayText(Number(match[1]), Number(match[2]), Number(match[3]))}, ${match[4]!}`;
}

/** `14 Sep 2026`, `14.09.2026`; the text itself where it is no ISO date. */
export function dateOnly(isoDate: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(isoDate);
  return match === null ? isoDate : dayText(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** `5.5–5.7`; empty for no interval. */
export function range(interval: Interval, decimals: number): string {
  return interval === null ? "" : `${fixed(interval[0], decimals)}–${fixed(interval[1], decimals)}`;
}

/** A level such as 0.95 as `95 %`. */
export function percent(share: number, decimals = 0): string {
  return `${localised(String(Number((share * 100).toFixed(Math.max(decimals, 1)))))}${NARROW_SPACE}%`;
}

/** `2000 Hz` for one rate, `500–5000 Hz` for several. */
export function ratesText(rates: readonly number[]): string {
  if (rates.length === 0) return "";
  const low = Math.min(...rates);
  const high = Math.max(...rates);
  return low === high ? `${plain(Number(low.toFixed(2)))} Hz` : `${plain(Number(low.toFixed(2)))}–${plain(Number(high.toFixed(2)))} Hz`;
}

/** First and last characters of a hash: `3f9c…a71e`. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 4)}…${sha256.slice(-4)}`;
}

/** A number as people type it, with a point or a comma, with a minus of any kind; undefined for anything else and for nothing. */
export function typedNumber(text: string): number | undefined {
  const plainText = text.trim().replace(MINUS, "-").replace(",", ".");
  const value = Number(plainText);
  return plainText === "" || !Number.isFinite(value) ? undefined : value;
}

/** A number in an entry field: all its digits, the decimal sign of the locale, a minus that every keyboard has. */
export function entered(value: number): string {
  return String(Number(value.toFixed(9))).replace(".", decimalSign());
}
