import type { Issue } from "../../core/errors";
import { decimalField, edfError, fieldText, quoted, wholeField } from "./edf-fields";

/** One signal as the header describes it. */
export interface EdfSignal {
  readonly label: string;
  readonly transducer: string;
  readonly unit: string;
  /** undefined where the header holds no number: the samples then stay raw. */
  readonly physicalMinimum: number | undefined;
  readonly physicalMaximum: number | undefined;
  readonly digitalMinimum: number | undefined;
  readonly digitalMaximum: number | undefined;
  readonly prefilter: string;
  readonly samplesPerRecord: number;
  /** Bytes from the start of a data record to this signal's samples. */
  readonly offsetInRecord: number;
  readonly isAnnotations: boolean;
}

/** Where everything is. All counts were checked against the size of the file. */
export interface EdfLayout {
  readonly family: "EDF" | "BDF";
  readonly plus: "" | "+C" | "+D";
  readonly bytesPerSample: 2 | 3;
  readonly patient: string;
  readonly recording: string;
  readonly startDateText: string;
  readonly startTimeText: string;
  readonly headerBytes: number;
  readonly recordBytes: number;
  readonly recordSeconds: number;
  /** Whole records that the file holds and the header owns to. */
  readonly recordCount: number;
  readonly signals: readonly EdfSignal[];
  readonly issues: readonly Issue[];
}

/** What the first 256 bytes say. */
export interface EdfMainHeader {
  readonly family: "EDF" | "BDF";
  readonly reserved: string;
  readonly signalCount: number;
  readonly statedHeaderBytes: number;
  readonly statedRecords: number;
  readonly recordSeconds: number;
}

/** Length of the first part of the header, and of each signal's part. */
export const EDF_BLOCK_BYTES = 256;
const LINE_FEED = 0x0a;
/** A data record of thirty years holds no EMG; one of a microsecond would be a rate of megahertz. */
const MOST_RECORD_SECONDS = 1e9;
const LEAST_RECORD_SECONDS = 1e-6;
const AT_PATIENT = 8;
const AT_RECORDING = 88;
const AT_DATE = 168;
const AT_TIME = 176;
const AT_HEADER_BYTES = 184;
const AT_RESERVED = 192;
const AT_RECORDS = 236;
const AT_DURATION = 244;
const AT_SIGNALS = 252;
/** Widths of the ten fields of a signal, in the order of the file. */
const SIGNAL_WIDTHS = [16, 80, 8, 8, 8, 8, 8, 80, 8, 32] as const;
const DATE_PATTERN = /^\d\d[.:/-]\d\d[.:/-]\d\d$/;
/** How far a header that lost or gained bytes is looked for. */
const LARGEST_SHIFT = 8;

/** True when the bytes begin like an EDF (`0` and seven spaces) or a BDF (255 and `BIOSEMI`). */
export function looksLikeEdf(head: Uint8Array): boolean {
  if (head.length < 9) return false;
  if (head[0] === 0xff) return fieldText(head, 1, 7) === "BIOSEMI";
  const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0;
  return head[0] === 0x30 && head.subarray(1, 8).every(isBlank) && !head.subarray(0, EDF_BLOCK_BYTES).includes(LINE_FEED);
}

/** Bytes by which everything after the identification is out of place, 0 when no shift makes sense of it. */
function findShift(header: Uint8Array): number {
  for (let distance = 1; distance <= LARGEST_SHIFT; distance += 1) {
    for (const shift of [-distance, distance]) {
      if (AT_SIGNALS + 4 + shift > header.length) continue;
      const bytes = Number(fieldText(header, AT_HEADER_BYTES + shift, 8));
      const isDate = DATE_PATTERN.test(fieldText(header, AT_DATE + shift, 8));
      if (isDate && bytes > 0 && bytes % EDF_BLOCK_BYTES === 0) return shift;
    }
  }
  return 0;
}

/**
 * Reads and checks the first 256 bytes (a few more help to explain a damaged header).
 * @throws KlonosError `edf-header` naming the byte.
 */
export function parseMainHeader(header: Uint8Array): EdfMainHeader {
  const family = header[0] === 0xff ? "BDF" : "EDF";
  if (!looksLikeEdf(header)) throw edfError(`This is no EDF or BDF: it begins with ${quoted(fieldText(header, 0, 8))}.`, 0);
  const isPlausible = DATE_PATTERN.test(fieldText(header, AT_DATE, 8));
  const shift = isPlausible ? 0 : findShift(header);
  if (shift !== 0) {
    const what = shift < 0 ? (shift === -1 ? "1 byte is missing" : `${-shift} bytes are missing`) : shift === 1 ? "1 byte too many stands" : `${shift} bytes too many stand`;
    throw edfError(
      `The header is shifted: the start date stands at byte ${AT_DATE + shift} instead of ${AT_DATE}, because ${what} in the patient or recording field. Every later field would be misread; export the file again or mend these fields (80 bytes each).`,
      AT_DATE + shift,
      "",
      { shift },
    );
  }
  const signalCount = wholeField(header, AT_SIGNALS, 4, "number of signals");
  if (signalCount < 1) throw edfError(`The header declares ${signalCount} signals; there must be at least one. Correct it there.`, AT_SIGNALS, "", { signalCount });
  const recordSeconds = decimalField(header, AT_DURATION, 8);
  if (recordSeconds === undefined || recordSeconds < 0) {
    throw edfError(`The duration of a data record should be a number of seconds but reads ${quoted(fieldText(header, AT_DURATION, 8))}. Correct it there.`, AT_DURATION);
  }
  if (recordSeconds > MOST_RECORD_SECONDS || (recordSeconds > 0 && recordSeconds < LEAST_RECORD_SECONDS)) {
    throw edfError(`A data record is said to last ${recordSeconds} s, so that every rate and time would be absurd. Write the true duration there.`, AT_DURATION, "", { recordSeconds });
  }
  return {
    family,
    reserved: fieldText(header, AT_RESERVED, 44),
    signalCount,
    statedHeaderBytes: wholeField(header, AT_HEADER_BYTES, 8, "length of the header"),
    statedRecords: wholeField(header, AT_RECORDS, 8, "number of data records"),
    recordSeconds,
  };
}

function plusOf(main: EdfMainHeader, issues: Issue[]): "" | "+C" | "+D" {
  const where = `byte ${AT_RESERVED}`;
  const match = /^(EDF|BDF)\+([CD]?)/i.exec(main.reserved);
  if (match === null) {
    if (!["", "24BIT"].includes(main.reserved.toUpperCase())) {
      issues.push({ code: "edf-reserved", severity: "info", where, message: `The reserved field reads ${quoted(main.reserved)}, which has no meaning; the file is read as plain ${main.family}.` });
    }
    return "";
  }
  const [, family = "", kind = ""] = match;
  if (family.toUpperCase() !== main.family) {
    issues.push({ code: "edf-reserved", severity: "info", where, message: `The reserved field says ${quoted(main.reserved)} in a ${main.family} file; the samples are read as ${main.family}, the rest as the field says.` });
  }
  if (kind === "") issues.push({ code: "edf-reserved", severity: "warning", where, message: `The reserved field says ${quoted(main.reserved)} without C or D; the file is taken as uninterrupted (C).` });
  return kind.toUpperCase() === "D" ? "+D" : "+C";
}

function parseSignals(header: Uint8Array, main: EdfMainHeader, issues: Issue[]): EdfSignal[] {
  const count = main.signalCount;
  const starts: number[] = [];
  let start = EDF_BLOCK_BYTES;
  for (const width of SIGNAL_WIDTHS) {
    starts.push(start);
    start += width * count;
  }
  const at = (column: number, signal: number): number => starts[column]! + SIGNAL_WIDTHS[column]! * signal;
  const text = (column: number, signal: number): string => fieldText(header, at(column, signal), SIGNAL_WIDTHS[column]!);
  const number = (column: number, signal: number): number | undefined => decimalField(header, at(column, signal), 8);
  const signals: EdfSignal[] = [];
  const bytesPerSample = main.family === "BDF" ? 3 : 2;
  let offsetInRecord = 0;
  for (let signal = 0; signal < count; signal += 1) {
    const label = text(0, signal);
    const where = `signal ${signal + 1} (${label})`;
    const samplesPerRecord = wholeField(header, at(8, signal), 8, "number of samples in a data record", where);
    if (samplesPerRecord < 1) throw edfError(`${where} has ${samplesPerRecord} samples in a data record; there must be at least one. Correct it there.`, at(8, signal), where, { samplesPerRecord });
    const isAnnotations = /^(EDF|BDF) Annotations$/i.test(label);
    if (isAnnotations && !/^(EDF|BDF)\+/i.test(main.reserved)) {
      issues.push({ code: "edf-reserved", severity: "info", where, message: `The file does not call itself ${main.family}+ but holds an annotation signal; its annotations are read.` });
    }
    signals.push({
      label,
      transducer: text(1, signal),
      unit: text(2, signal),
      physicalMinimum: number(3, signal),
      physicalMaximum: number(4, signal),
      digitalMinimum: number(5, signal),
      digitalMaximum: number(6, signal),
      prefilter: text(7, signal),
      samplesPerRecord,
      offsetInRecord,
      isAnnotations,
    });
    offsetInRecord += samplesPerRecord * bytesPerSample;
  }
  return signals;
}

/** The start of the data: what the header says, else what follows from the number of signals, whichever the size confirms. */
function headerLength(main: EdfMainHeader, recordBytes: number, size: number, issues: Issue[]): number {
  const own = EDF_BLOCK_BYTES * (main.signalCount + 1);
  const stated = main.statedHeaderBytes;
  if (stated === own) return own;
  const fits = (start: number): boolean => start >= own && (main.statedRecords < 0 ? (size - start) % recordBytes === 0 : size - start === main.statedRecords * recordBytes);
  const chosen = fits(own) && !fits(stated) ? own : fits(stated) && !fits(own) ? stated : undefined;
  if (chosen === undefined) {
    throw edfError(`The header says it is ${stated} bytes long, but ${main.signalCount} signals make ${own}, and the size of the file (${size} bytes) does not tell which is right. Correct it there.`, AT_HEADER_BYTES, "", { stated, expected: own });
  }
  issues.push({ code: "edf-header-length", severity: "warning", where: `byte ${AT_HEADER_BYTES}`, message: `The header says it is ${stated} bytes long, but ${main.signalCount} signals make ${own}; ${chosen} is what the size of the file confirms and was used.` });
  return chosen;
}

function countRecords(main: EdfMainHeader, headerBytes: number, recordBytes: number, size: number, issues: Issue[]): number {
  const stated = main.statedRecords;
  const dataBytes = size - headerBytes;
  const whole = Math.floor(dataBytes / recordBytes);
  const where = `byte ${AT_RECORDS}`;
  if (stated < -1 || stated === 0) {
    throw edfError(`The header declares ${stated} data records, while ${whole} whole ones follow it. If the recording was not closed properly, write -1 there and it will be read.`, AT_RECORDS, "", { stated, whole });
  }
  if (whole < 1) {
    throw edfError(`The file ends inside the first data record: a record is ${recordBytes} bytes long and ${Math.max(0, dataBytes)} bytes follow the header of ${headerBytes}. Copy it again from its origin.`, headerBytes, "", { recordBytes, dataBytes });
  }
  const rest = dataBytes - Math.min(whole, stated === -1 ? whole : stated) * recordBytes;
  if (stated === -1) {
    issues.push({ code: "edf-record-count", severity: "info", where, message: `The recording was not closed (number of data records −1); its size gives ${whole} whole records.` });
    if (rest > 0) issues.push({ code: "edf-truncated", severity: "warning", where: `byte ${headerBytes + whole * recordBytes}`, message: `The last data record is cut after ${rest} of ${recordBytes} bytes and left out.` });
    return whole;
  }
  if (whole < stated) {
    issues.push({ code: "edf-truncated", severity: "warning", where: `byte ${size}`, message: `The file is cut short: the first ${whole} of ${stated} records are whole and are offered; ${stated - whole} are missing.` });
    return whole;
  }
  if (rest > 0) {
    const more = Math.floor(rest / recordBytes);
    const records = more > 0 ? `, enough for ${more} more record(s)` : "";
    issues.push({ code: "edf-trailing-bytes", severity: more > 0 ? "warning" : "info", where: `byte ${size - rest}`, message: `${rest} bytes follow the ${stated} declared data records${records}; they are ignored.` });
  }
  return stated;
}

/**
 * Reads and checks the whole header, `256 · (signals + 1)` bytes, against the size of the file.
 * @throws KlonosError `edf-header` naming the byte.
 */
export function parseEdfLayout(header: Uint8Array, size: number): EdfLayout {
  const main = parseMainHeader(header);
  const issues: Issue[] = [];
  const plus = plusOf(main, issues);
  const signals = parseSignals(header, main, issues);
  const bytesPerSample = main.family === "BDF" ? 3 : 2;
  const recordBytes = signals.reduce((sum, signal) => sum + signal.samplesPerRecord, 0) * bytesPerSample;
  if (main.recordSeconds === 0 && signals.some((signal) => !signal.isAnnotations)) {
    throw edfError("The duration of a data record is 0 s although the file holds signals, so they have no sampling rate. Write the true duration there.", AT_DURATION);
  }
  const headerBytes = headerLength(main, recordBytes, size, issues);
  const recordCount = countRecords(main, headerBytes, recordBytes, size, issues);
  return {
    family: main.family,
    plus,
    bytesPerSample,
    patient: fieldText(header, AT_PATIENT, 80),
    recording: fieldText(header, AT_RECORDING, 80),
    startDateText: fieldText(header, AT_DATE, 8),
    startTimeText: fieldText(header, AT_TIME, 8),
    headerBytes,
    recordBytes,
    recordSeconds: main.recordSeconds,
    recordCount,
    signals,
    issues,
  };
}
