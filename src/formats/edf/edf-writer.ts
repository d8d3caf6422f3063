import { KlonosError } from "../../core/errors";
import { encodeTals, type WrittenAnnotation } from "./edf-tal-writer";
import { numberField } from "./edf-number";
import { planRecords, type RecordPlan } from "./edf-write-plan";
import { voltageSymbol, voltsPerUnit } from "../../core/units";

/** 24 bits (BDF) or 16; without or with annotations (`+C`), with pauses (`+D`). */
export type EdfVariant = "EDF" | "EDF+C" | "EDF+D" | "BDF" | "BDF+C" | "BDF+D";

interface EdfWriteSignal {
  /** At most 16 characters reach the file. */
  readonly label: string;
  /** Unit in the file, e.g. `uV`. */
  readonly unit: string;
  readonly samplingHz: number;
  readonly transducer?: string | undefined;
  readonly prefilter?: string | undefined;
}

/** A channel of values. */
export interface EdfValueChannel extends EdfWriteSignal {
  /** Volts when `unit` is a voltage, else values in `unit`. Values outside the physical range are clipped to it, NaN becomes 0. */
  readonly samples: Float64Array;
  /** Physical minimum and maximum in the unit of `samples`; the first may be the larger. Default: symmetric around zero, just wide enough. */
  readonly physicalRange?: readonly [number, number] | undefined;
  /** Default: symmetric, so that zero is stored exactly (±32767, BDF ±8388607). */
  readonly digitalRange?: readonly [number, number] | undefined;
}

/** A channel of a converter's integers, written as they are. */
export interface EdfStoredChannel extends EdfWriteSignal {
  readonly samples: Int16Array | Int32Array;
  /** Physical minimum and maximum in `unit`, and the integers that they belong to: see `fitsStored`. */
  readonly physicalRange: readonly [number, number];
  readonly digitalRange: readonly [number, number];
}

/** A channel to be written: values, which are scaled, or stored integers with their scale. */
export type EdfWriteChannel = EdfValueChannel | EdfStoredChannel;

/** What must be known of a channel before its first sample is written. */
export interface EdfSignal extends EdfWriteSignal {
  readonly sampleCount: number;
  /** Integers are written as they are; values are scaled. */
  readonly isStored: boolean;
  /** Of values as in `EdfValueChannel`, of integers as in `EdfStoredChannel`. */
  readonly physicalRange: readonly [number, number];
  readonly digitalRange?: readonly [number, number] | undefined;
}

/** Samples of a channel from the `from`th on; the last one is held where more are wanted. */
export interface EdfColumn {
  readonly from: number;
  readonly samples: Float64Array | Int16Array | Int32Array;
}

/** A file whose header is ready and whose data records follow, some at a time. */
export interface EdfFrame {
  readonly header: Uint8Array;
  readonly plan: RecordPlan;
  /** Data records that make about a megabyte. */
  readonly recordsPerChunk: number;
  /** Data records [first, end), with a column for each channel that holds their samples. */
  records(first: number, end: number, columns: readonly EdfColumn[]): Uint8Array;
}

/** The recorder stood still: after `atSeconds` of *stored* signal, `seconds` of time are missing. EDF+D and BDF+D only. */
export interface EdfPause {
  readonly atSeconds: number;
  readonly seconds: number;
}

/** All that goes into one file. Nothing names a person unless it is given. */
export interface EdfWriteRequest {
  readonly channels: readonly EdfWriteChannel[];
  /** Onsets in seconds from the first sample, in true time (pauses included). */
  readonly annotations: readonly WrittenAnnotation[];
  /** Default `EDF+C`, or `EDF+D` when there are pauses. */
  readonly variant?: EdfVariant | undefined;
  /** Default: chosen so that nothing is padded, near 1 s. */
  readonly recordSeconds?: number | undefined;
  readonly pauses?: readonly EdfPause[] | undefined;
  /** Local date and time, `2026-09-14T10:42:07.25`; default unknown (1985-01-01 00:00:00, as the specification says). */
  readonly startDateTime?: string | undefined;
  /** EDF+ patient and recording fields. Default: nothing that names a person. */
  readonly patient?: string | undefined;
  readonly recording?: string | undefined;
  /** How many annotation signals; the notes are spread over them. Default 1. */
  readonly annotationSignals?: number | undefined;
}

interface Layout {
  readonly isBdf: boolean;
  readonly hasAnnotations: boolean;
  readonly isInterrupted: boolean;
  readonly bytesPerSample: number;
}

const MAIN_HEADER_BYTES = 256;
const LABEL_CHARACTERS = 16;
const FIELD_CHARACTERS = 8;
/** The largest whole number of eight characters, its sign counted, is below this. */
const LARGEST_FIELD = 1e7;
const CHUNK_BYTES = 1024 * 1024;
const UNKNOWN_START = "1985-01-01T00:00:00";
const START_PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?$/;
const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/** `EdfWriteRequest` with what is to be known of the channels in place of their samples. */
export interface EdfFrameRequest extends Omit<EdfWriteRequest, "channels"> {
  readonly channels: readonly EdfSignal[];
}

function layoutOf(request: Pick<EdfFrameRequest, "pauses" | "variant" | "annotations"> & { readonly channels: readonly unknown[] }): Layout {
  const pauses = request.pauses ?? [];
  const variant = request.variant ?? (pauses.length > 0 ? "EDF+D" : "EDF+C");
  const hasAnnotations = variant.includes("+");
  const isInterrupted = variant.endsWith("D");
  if (!hasAnnotations && request.annotations.length > 0) throw new KlonosError("edf-write", `${variant} holds no annotations: choose ${variant}+C.`);
  if (!isInterrupted && pauses.length > 0) throw new KlonosError("edf-write", `${variant} holds no pauses: choose ${variant.slice(0, 3)}+D.`);
  if (!hasAnnotations && request.channels.length === 0) throw new KlonosError("edf-write", `${variant} needs at least one channel.`);
  const isBdf = variant.startsWith("BDF");
  return { isBdf, hasAnnotations, isInterrupted, bytesPerSample: isBdf ? 3 : 2 };
}

/** EDF header text is printable ASCII: µ becomes u, ° deg, Ω Ohm, accents go, anything else is `?`. */
export function asciiText(text: string): string {
  return text
    .replace(/[\u00b5\u03bc]/g, "u")
    .replace(/\u00b0/g, "deg")
    .replace(/[\u2126\u03a9]/g, "Ohm")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^\x20-\x7e]/g, "?");
}

/** What a label becomes in an EDF header: 16 characters of ASCII. */
export function edfLabel(label: string): string {
  return asciiText(label).slice(0, LABEL_CHARACTERS).trim();
}

function field(text: string, width: number): string {
  return asciiText(text).slice(0, width).padEnd(width, " ");
}

interface Scaling {
  readonly physical: readonly [string, string];
  readonly digital: readonly [number, number];
  /** digital = (value in the unit of `samples`) · gain + offset */
  readonly gain: number;
  readonly offset: number;
}

/** Largest magnitude of the values that are finite; 0 where there is none. */
export function largestMagnitude(samples: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < samples.length; k += 1) {
    const magnitude = Math.abs(samples[k]!);
    if (magnitude > largest && magnitude < Infinity) largest = magnitude;
  }
  return largest;
}

/** Range of a channel of values whose largest magnitude is known: symmetric, so that zero is stored exactly. In the unit of `EdfValueChannel.samples`. */
export function rangeOfMagnitude(largest: number, unit: string): readonly [number, number] {
  const most = largest || (voltsPerUnit(unit) ?? 1);
  return [-most, most];
}

/** True for what the header can say to the last digit. */
export function fitsStored(physical: readonly [number, number], digital: readonly [number, number], family: "EDF" | "BDF"): boolean {
  const [least, most] = family === "BDF" ? [-8388608, 8388607] : [-32768, 32767];
  if (!(Number.isInteger(digital[0]) && Number.isInteger(digital[1]) && digital[0] >= least && digital[1] <= most && digital[0] < digital[1] && physical[0] !== physical[1])) return false;
  return physical.every((value) => Math.abs(value) < LARGEST_FIELD && Number(numberField(value, FIELD_CHARACTERS)) === value);
}

function signalOf(channel: EdfWriteChannel): EdfSignal {
  const { samples, ...said } = channel;
  const isStored = !(samples instanceof Float64Array);
  return { ...said, sampleCount: samples.length, isStored, physicalRange: channel.physicalRange ?? rangeOfMagnitude(isStored ? 0 : largestMagnitude(samples), channel.unit) };
}

function scalingOf(signal: EdfSignal, isBdf: boolean): Scaling {
  const [first, second] = signal.physicalRange;
  const full = isBdf ? 8388607 : 32767;
  const digital = signal.digitalRange ?? [-full, full];
  if (signal.isStored) return { physical: [numberField(first, FIELD_CHARACTERS), numberField(second, FIELD_CHARACTERS)], digital, gain: 1, offset: 0 };
  const perUnit = voltsPerUnit(signal.unit) ?? 1;
  const isInverted = first > second;
  const low = numberField(first / perUnit, 8, isInverted ? "up" : "down");
  const high = numberField(second / perUnit, 8, isInverted ? "down" : "up");
  if (low === high || digital[0] >= digital[1]) {
    throw new KlonosError("edf-write", `${signal.label}: the physical range ${low} to ${high} or the digital range ${digital[0]} to ${digital[1]} is empty.`);
  }
  // The file's own scaling, so that what is read back is what these characters say.
  const slope = (digital[1] - digital[0]) / (Number(high) - Number(low));
  return { physical: [low, high], digital, gain: slope / perUnit, offset: digital[0] - Number(low) * slope };
}

function startParts(request: Pick<EdfWriteRequest, "startDateTime">): { readonly date: string; readonly time: string; readonly edfPlusDate: string; readonly fraction: number } {
  const match = START_PATTERN.exec(request.startDateTime ?? UNKNOWN_START);
  const month = MONTHS[Number(match?.[2]) - 1];
  if (match === null || month === undefined) throw new KlonosError("edf-write", `The start ${request.startDateTime} is not of the form 2026-09-14T10:42:07.25.`);
  const [, year = "", monthNumber = "", day = "", hour = "", minute = "", second = "", fraction = "0"] = match;
  return {
    date: `${day}.${monthNumber}.${year.slice(2)}`,
    time: `${hour}.${minute}.${second}`,
    edfPlusDate: request.startDateTime === undefined ? "X" : `${day}-${month}-${year}`,
    fraction: Number(fraction),
  };
}

function headerText(request: EdfFrameRequest, layout: Layout, plan: RecordPlan, scalings: readonly Scaling[], annotationSamples: readonly number[]): string {
  const start = startParts(request);
  const family = layout.isBdf ? "BDF" : "EDF";
  const reserved = layout.hasAnnotations ? `${family}+${layout.isInterrupted ? "D" : "C"}` : layout.isBdf ? "24BIT" : "";
  const signals = request.channels.length + annotationSamples.length;
  const repeated = (text: string): string[] => annotationSamples.map(() => text);
  /** Width, texts of the channels, texts of the annotation signals. */
  const columns: readonly (readonly [number, readonly string[], readonly string[]])[] = [
    [LABEL_CHARACTERS, request.channels.map((channel) => channel.label), repeated(`${family} Annotations`)],
    [80, request.channels.map((channel) => channel.transducer ?? ""), repeated("")],
    [8, request.channels.map((channel) => voltageSymbol(channel.unit) ?? channel.unit), repeated("")],
    [8, scalings.map((scaling) => scaling.physical[0]), repeated("-1")],
    [8, scalings.map((scaling) => scaling.physical[1]), repeated("1")],
    [8, scalings.map((scaling) => String(scaling.digital[0])), repeated(layout.isBdf ? "-8388608" : "-32768")],
    [8, scalings.map((scaling) => String(scaling.digital[1])), repeated(layout.isBdf ? "8388607" : "32767")],
    [80, request.channels.map((channel) => channel.prefilter ?? ""), repeated("")],
    [8, plan.samplesPerRecord.map(String), annotationSamples.map(String)],
    [32, request.channels.map(() => ""), repeated("")],
  ];
  const main = [
    layout.isBdf ? "\u00ffBIOSEMI" : "0       ",
    field(request.patient ?? "X X X X", 80),
    field(request.recording ?? `Startdate ${start.edfPlusDate} X X X`, 80),
    field(start.date, 8),
    field(start.time, 8),
    field(String(MAIN_HEADER_BYTES * (signals + 1)), 8),
    field(reserved, 44),
    field(String(plan.recordCount), 8),
    field(numberField(plan.recordSeconds, 8), 8),
    field(String(signals), 4),
  ].join("");
  const perSignal = columns.map(([width, texts, annotationTexts]) => [...texts, ...annotationTexts].map((text) => field(text, width)).join(""));
  return main + perSignal.join("");
}

function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k += 1) bytes[k] = text.charCodeAt(k);
  return bytes;
}

/** Writes `count` samples from the `first` of the channel on as little-endian integers of 2 or 3 bytes; integers as they are. */
function putSamples(target: Uint8Array, at: number, column: EdfColumn, isStored: boolean, scaling: Scaling, first: number, count: number, bytesPerSample: number): number {
  const { samples, from } = column;
  const { gain, offset } = scaling;
  const [lowest, highest] = scaling.digital;
  const last = samples.length - 1;
  let position = at;
  for (let k = first - from; k < first - from + count; k += 1) {
    const value = last < 0 ? 0 : samples[k < last ? k : last]!;
    let stored = value;
    if (!isStored) {
      const scaled = value === value ? value * gain + offset : offset;
      stored = scaled < lowest ? lowest : scaled > highest ? highest : Math.round(scaled);
    }
    target[position] = stored & 0xff;
    target[position + 1] = (stored >> 8) & 0xff;
    if (bytesPerSample === 3) target[position + 2] = (stored >> 16) & 0xff;
    position += bytesPerSample;
  }
  return position;
}

/** Onset of every record in seconds from the header's start time (sub-second start and pauses included). */
function recordOnsets(plan: RecordPlan, pauses: readonly EdfPause[], fraction: number): Float64Array {
  const onsets = new Float64Array(plan.recordCount);
  for (let record = 0; record < plan.recordCount; record += 1) {
    const stored = record * plan.recordSeconds;
    let missing = 0;
    for (const pause of pauses) if (pause.atSeconds <= stored + 1e-6) missing += pause.seconds;
    onsets[record] = stored + missing + fraction;
  }
  return onsets;
}

/**
 * Header and a maker of data records, for samples that come a stretch at a time.
 * @throws KlonosError `edf-write` when the request cannot be written.
 */
export function edfFrame(request: EdfFrameRequest): EdfFrame {
  const layout = layoutOf(request);
  const { bytesPerSample } = layout;
  const plan = planEdfRecords(request);
  const scalings = request.channels.map((signal) => scalingOf(signal, layout.isBdf));
  const { fraction } = startParts(request);
  const onsets = recordOnsets(plan, request.pauses ?? [], fraction);
  const signalCount = layout.hasAnnotations ? Math.max(1, request.annotationSignals ?? 1) : 0;
  const tals = encodeTals(request.annotations, onsets, fraction, signalCount, bytesPerSample);
  const signalSamples = plan.samplesPerRecord.reduce((sum, samples) => sum + samples, 0) + tals.reduce((sum, signal) => sum + signal.samplesPerRecord, 0);
  const recordBytes = signalSamples * bytesPerSample;
  return {
    header: latin1Bytes(headerText(request, layout, plan, scalings, tals.map((signal) => signal.samplesPerRecord))),
    plan,
    recordsPerChunk: Math.max(1, Math.floor(CHUNK_BYTES / recordBytes)),
    records(first, end, columns) {
      const bytes = new Uint8Array((end - first) * recordBytes);
      let position = 0;
      for (let record = first; record < end; record += 1) {
        for (const [index, { isStored }] of request.channels.entries()) {
          const samples = plan.samplesPerRecord[index]!;
          position = putSamples(bytes, position, columns[index]!, isStored, scalings[index]!, record * samples, samples, bytesPerSample);
        }
        for (const signal of tals) {
          bytes.set(signal.records[record]!, position);
          position += signal.samplesPerRecord * bytesPerSample;
        }
      }
      return bytes;
    },
  };
}

/**
 * The file in pieces: the header, then about a megabyte of data records at a time. See `writeEdf`.
 * @throws KlonosError `edf-write` at the first piece when the request cannot be written.
 */
export function* edfChunks(request: EdfWriteRequest): Generator<Uint8Array> {
  const { header, plan, recordsPerChunk, records } = edfFrame({ ...request, channels: request.channels.map(signalOf) });
  const columns = request.channels.map(({ samples }) => ({ from: 0, samples }));
  yield header;
  for (let first = 0; first < plan.recordCount; first += recordsPerChunk) yield records(first, Math.min(plan.recordCount, first + recordsPerChunk), columns);
}

/** A request as far as it decides how the file is cut into records. */
type EdfDemand = Pick<EdfFrameRequest, "pauses" | "variant" | "annotations" | "recordSeconds"> & { readonly channels: readonly { readonly samplingHz: number; readonly sampleCount: number }[] };

/**
 * How the request will be cut into data records, e.g. to tell that `paddedSamples` samples are added at the end.
 * @throws KlonosError `edf-write` when the rates, pauses and record duration do not go together.
 */
export function planEdfRecords(request: EdfDemand): RecordPlan {
  return planRecords(request.channels, layoutOf(request).bytesPerSample, request.recordSeconds, (request.pauses ?? []).map((pause) => pause.atSeconds));
}

/**
 * Writes EDF, EDF+C, EDF+D, BDF, BDF+C or BDF+D (specifications of 1992 and 2003; BDF as BioSemi describes it). Every channel
 * keeps its rate; the same request gives the same bytes. Where the samples do not fill the last data record each channel's
 * last value is held (see `planEdfRecords`).
 * @throws KlonosError `edf-write` for what the format cannot hold.
 */
export function writeEdf(request: EdfWriteRequest): Uint8Array {
  const chunks = [...edfChunks(request)];
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let position = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, position);
    position += chunk.length;
  }
  return bytes;
}
