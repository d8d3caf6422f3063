import type { Issue } from "../../core/errors";
import type { EdfLayout } from "./edf-header";

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/** Two-digit years from 85 on are 1985 … 1999 (EDF 1992, clipping date). */
const CLIPPING_YEAR = 85;
/** The date that EDF+ prescribes for "unknown", together with `Startdate X`. */
const UNKNOWN_DATE = "1985-01-01";
/** Ten years: a first record later than this after the start is damage. */
const LARGEST_ONSET_SECONDS = 3.2e8;

/** True when the patient or recording field holds more than `X`, so that it could name a person. */
export function hasIdentity(layout: EdfLayout): boolean {
  const isFilled = (text: string): boolean => text.split(/\s+/).some((part) => part !== "" && part.toUpperCase() !== "X");
  const recording = layout.recording.replace(/^Startdate\s+\S+/i, "");
  return isFilled(layout.patient) || isFilled(recording);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function isoDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? `${year}-${twoDigits(month)}-${twoDigits(day)}` : undefined;
}

/** Date of the EDF+ recording field; it has the full year. `X` is undefined too. */
function edfPlusDate(recording: string): string | undefined {
  const match = /^Startdate\s+(\d{1,2})-([A-Z]{3})-(\d{4})(\s|$)/i.exec(recording);
  const month = MONTHS.indexOf((match?.[2] ?? "").toUpperCase()) + 1;
  return match === null || month === 0 ? undefined : isoDate(Number(match[3]), month, Number(match[1]));
}

function mainDate(text: string): string | undefined {
  const match = /^(\d{1,2})[.:/-](\d{1,2})[.:/-](\d{2})$/.exec(text);
  if (match === null) return undefined;
  const year = Number(match[3]);
  return isoDate(year >= CLIPPING_YEAR ? 1900 + year : 2000 + year, Number(match[2]), Number(match[1]));
}

/** Adds seconds (which may pass midnight) to a date and clock time. Fractions keep up to seven digits. */
function isoDateTime(date: string, secondsOfDay: number): string {
  const ticks = Math.round(secondsOfDay * 1e7);
  const whole = Math.floor(ticks / 1e7);
  const fraction = String(ticks - whole * 1e7).padStart(7, "0").replace(/0+$/, "");
  const moment = new Date(Date.parse(`${date}T00:00:00Z`) + whole * 1000).toISOString().slice(0, 19);
  return fraction === "" ? moment : `${moment}.${fraction}`;
}

/**
 * Local date and time of the first sample; `firstOnsetSeconds` is the first record's own time stamp (EDF+ keeps the fraction
 * of a second there). undefined, with an issue where the field is damaged, when the file does not say.
 */
export function startDateTimeOf(layout: EdfLayout, firstOnsetSeconds: number, issues: Issue[]): string | undefined {
  const header = mainDate(layout.startDateText);
  const plus = layout.plus === "" ? undefined : edfPlusDate(layout.recording);
  const time = /^(\d{1,2})[.:](\d{1,2})[.:](\d{1,2})$/.exec(layout.startTimeText);
  const [hours, minutes, seconds] = [Number(time?.[1]), Number(time?.[2]), Number(time?.[3])];
  const isOnsetSane = Math.abs(firstOnsetSeconds) < LARGEST_ONSET_SECONDS;
  if ((header === undefined && plus === undefined) || !isOnsetSane || !(hours < 24 && minutes < 60 && seconds < 60)) {
    issues.push({ code: "edf-start", severity: "info", where: "byte 168", message: `The start reads ${JSON.stringify(`${layout.startDateText} ${layout.startTimeText}`)}, which is no date and time; clock time is not shown.` });
    return undefined;
  }
  const isUnknown = plus === undefined && header === UNKNOWN_DATE && /^Startdate\s+X(\s|$)/i.test(layout.recording);
  if (isUnknown) return undefined;
  return isoDateTime(plus ?? header ?? UNKNOWN_DATE, hours * 3600 + minutes * 60 + seconds + firstOnsetSeconds);
}
