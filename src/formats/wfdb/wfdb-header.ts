import { KlonosError } from "../../core/errors";
import { isSamplingRate } from "../sampling-rate";
import type { SourceLine } from "../source-lines";
import { isWfdbFormat, type WfdbFormat } from "./wfdb-samples";

/** One signal line of a header (header(5) of the WFDB manual). */
export interface WfdbSignal {
  readonly fileName: string;
  readonly format: WfdbFormat;
  readonly samplesPerFrame: number;
  /** Frames by which the signal is stored later than the others. */
  readonly skewFrames: number;
  /** Bytes before the first sample. */
  readonly byteOffset: number;
  /** Steps of the converter per unit. */
  readonly gain: number;
  /** False where the header gives no gain: 200 per mV is the format's default, but the signal is not calibrated. */
  readonly isCalibrated: boolean;
  readonly baseline: number;
  readonly unit: string;
  /** 0 when not stated. */
  readonly adcBits: number;
  readonly adcZero: number;
  readonly initialValue: number;
  readonly label: string;
  readonly line: number;
}

/** One segment of a multi-segment record; `~` is a pause. */
export interface WfdbSegment {
  readonly record: string;
  readonly frames: number;
  readonly line: number;
}

/** A `.hea` file of one record or segment; of a record of segments, their list. */
export interface WfdbHeader {
  readonly record: string;
  readonly framesPerSecond: number;
  /** undefined when the header does not say it: then the size of the file tells. */
  readonly frames: number | undefined;
  readonly baseTime: string;
  readonly baseDate: string;
  readonly signals: readonly WfdbSignal[];
  /** Empty for a record of one piece. */
  readonly segments: readonly WfdbSegment[];
  /** Free text below the record line; may hold age, sex, diagnoses. */
  readonly comments: readonly string[];
}

const DEFAULT_FRAMES_PER_SECOND = 250;
const DEFAULT_GAIN = 200;
const DEFAULT_UNIT = "mV";
/** More than any array amplifier has; each signal needs a line of its own anyway. */
const MOST_SIGNALS = 4096;
/** An hour-long record in pieces of a tenth of a second. */
const MOST_SEGMENTS = 36_000;
const MOST_SAMPLES_PER_FRAME = 1_000_000;
const LARGEST_FRAMES = 2 ** 53 / MOST_SAMPLES_PER_FRAME;

function refusal(line: number, message: string): KlonosError {
  return new KlonosError("wfdb-header", `${message} (line ${line} of the header)`, `line ${line}`, { line });
}

function wholeNumber(text: string, line: number, meaning: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || value < least || value > most) {
    throw refusal(line, `The ${meaning} should be a whole number from ${least} to ${most} but reads ${JSON.stringify(text.slice(0, 40))}. Correct it there.`);
  }
  return value;
}

function decimal(text: string, line: number, meaning: string): number {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) throw refusal(line, `The ${meaning} should be a number but reads ${JSON.stringify(text.slice(0, 40))}. Correct it there.`);
  return value;
}

function parseRecordLine(text: string, line: number): Omit<WfdbHeader, "signals" | "segments" | "comments"> & { readonly signalCount: number; readonly segmentCount: number | undefined } {
  const [name = "", signals = "", rate, frames, baseTime = "", baseDate = ""] = text.trim().split(/\s+/);
  const [record = "", segmentText] = name.split("/");
  const segmentCount = segmentText === undefined ? undefined : wholeNumber(segmentText, line, "number of segments", 1, MOST_SEGMENTS);
  const signalCount = wholeNumber(signals, line, "number of signals", 0, MOST_SIGNALS);
  // `360/72000(0)`: what follows the slash counts another clock and does not matter here.
  const framesPerSecond = rate === undefined ? DEFAULT_FRAMES_PER_SECOND : decimal(rate.split("/")[0]!, line, "sampling frequency");
  if (!isSamplingRate(framesPerSecond)) throw refusal(line, `The sampling frequency is ${framesPerSecond} Hz; it must be above zero. Write the true one there.`);
  const frameCount = frames === undefined ? 0 : wholeNumber(frames, line, "number of samples", 0, LARGEST_FRAMES);
  return { record, signalCount, segmentCount, framesPerSecond, frames: frameCount === 0 ? undefined : frameCount, baseTime, baseDate };
}

const FORMAT_FIELD = /^(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?$/;
const GAIN_FIELD = /^([^(/]*)(?:\(([^)]*)\))?(?:\/(.+))?$/;

function parseSignalLine(text: string, line: number): WfdbSignal {
  const match = /^\s*(\S+)\s+(\S+)(?:\s+(\S+))?(?:\s+(\S+))?(?:\s+(\S+))?(?:\s+(\S+))?(?:\s+(\S+))?(?:\s+(\S+))?(?:\s+(.*))?$/.exec(text);
  if (match === null) throw refusal(line, `A signal needs a file name and a format, but the line reads ${JSON.stringify(text.slice(0, 60))}. Correct it there.`);
  const [, fileName = "", formatField = "", gainField = "", bits, zero, initial, , , label = ""] = match;
  const parts = FORMAT_FIELD.exec(formatField);
  if (parts === null) throw refusal(line, `The storage format reads ${JSON.stringify(formatField.slice(0, 40))}, which is none. Export the record again.`);
  const format = Number(parts[1]);
  if (!isWfdbFormat(format)) {
    const isFlac = format === 508 || format === 516 || format === 524;
    throw refusal(line, `The samples are stored in format ${format}${isFlac ? " (FLAC compressed)" : ""}, which Klonos does not read. Convert the record to format 16 (xform of the WFDB software) or export it as EDF or CSV.`);
  }
  const adcZero = zero === undefined ? 0 : wholeNumber(zero, line, "ADC zero", -(2 ** 31), 2 ** 31);
  const gainParts = GAIN_FIELD.exec(gainField);
  if (gainParts === null) throw refusal(line, `The gain reads ${JSON.stringify(gainField.slice(0, 40))}, which is none. Correct it there.`);
  const [, gainText = "", baselineText, unit = DEFAULT_UNIT] = gainParts;
  const gain = gainText === "" ? 0 : decimal(gainText, line, "gain");
  return {
    fileName,
    format,
    samplesPerFrame: parts[2] === undefined ? 1 : wholeNumber(parts[2], line, "number of samples per frame", 1, MOST_SAMPLES_PER_FRAME),
    skewFrames: parts[3] === undefined ? 0 : wholeNumber(parts[3], line, "skew", 0, LARGEST_FRAMES),
    byteOffset: parts[4] === undefined ? 0 : wholeNumber(parts[4], line, "byte offset", 0, Number.MAX_SAFE_INTEGER),
    gain: gain === 0 ? DEFAULT_GAIN : gain,
    isCalibrated: gain !== 0,
    baseline: baselineText === undefined ? adcZero : wholeNumber(baselineText, line, "baseline", -(2 ** 31), 2 ** 31),
    unit,
    adcBits: bits === undefined ? 0 : wholeNumber(bits, line, "ADC resolution", 0, 32),
    adcZero,
    initialValue: initial === undefined ? adcZero : wholeNumber(initial, line, "initial value", -(2 ** 31), 2 ** 31),
    label: label.trim(),
    line,
  };
}

function parseSegmentLine(text: string, line: number): WfdbSegment {
  const [record = "", frames = ""] = text.trim().split(/\s+/);
  return { record, frames: wholeNumber(frames, line, "number of samples of the segment", 0, LARGEST_FRAMES), line };
}

/**
 * Reads a header (`.hea`) of the WFDB software, of one piece or of several segments.
 * @throws KlonosError `wfdb-header` naming the line.
 */
export function parseWfdbHeader(lines: readonly SourceLine[]): WfdbHeader {
  const comments: string[] = [];
  let main: ReturnType<typeof parseRecordLine> | undefined;
  const body: SourceLine[] = [];
  for (const line of lines) {
    const text = line.text.trim();
    if (text.startsWith("#")) {
      if (main !== undefined && text.length > 1) comments.push(text.slice(1).trim());
    } else if (text !== "") {
      if (main === undefined) main = parseRecordLine(text, line.number);
      else body.push(line);
    }
  }
  if (main === undefined) throw refusal(1, "The header has no record line (name, number of signals, sampling frequency). Export the record again.");
  const wanted = main.segmentCount ?? main.signalCount;
  if (body.length < wanted) {
    const last = lines[lines.length - 1]?.number ?? 1;
    throw refusal(last, `The header announces ${wanted} ${main.segmentCount === undefined ? "signals" : "segments"} but describes ${body.length}: it is cut short. Copy it again.`);
  }
  const used = body.slice(0, wanted);
  const { record, framesPerSecond, frames, baseTime, baseDate } = main;
  const rest = { record, framesPerSecond, frames, baseTime, baseDate };
  return main.segmentCount === undefined
    ? { ...rest, signals: used.map((line) => parseSignalLine(line.text, line.number)), segments: [], comments }
    : { ...rest, signals: [], segments: used.map((line) => parseSegmentLine(line.text, line.number)), comments };
}

/** Local date and time of the first sample; undefined when the header does not state both. */
export function wfdbStart(header: WfdbHeader): string | undefined {
  const time = /^(\d{1,2}):(\d{1,2})(?::(\d{1,2})(\.\d+)?)?$/.exec(header.baseTime);
  const date = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(header.baseDate);
  if (time === null || date === null) return undefined;
  const two = (text: string | undefined): string => (text ?? "0").padStart(2, "0");
  const fraction = (time[4] ?? "").replace(/\.?0+$/, "");
  const text = `${date[3]}-${two(date[2])}-${two(date[1])}T${two(time[1])}:${two(time[2])}:${two(time[3])}`;
  return new Date(`${text}Z`).toJSON()?.startsWith(text) === true ? `${text}${fraction}` : undefined;
}
