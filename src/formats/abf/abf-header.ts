import { KlonosError } from "../../core/errors";
import { SINGLE_PRECISION, tidyRate } from "../binary-channel";
import { viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import { decodeText } from "../text-decoding";

/** One sampled input, with what makes its values. */
export interface AbfChannel {
  readonly name: string;
  readonly unit: string;
  /** Stored integer → value in `unit`; NaN or infinite where the header makes none. */
  readonly gain: number;
  readonly offset: number;
  readonly lowpassHz: number;
  readonly highpassHz: number;
}

/** A table of the file: where it begins and how many entries it has. */
export interface AbfTable {
  readonly byte: number;
  readonly count: number;
}

/** What both generations of the header say. Counts are as declared; `abf-layout` checks them against the file. */
export interface AbfHeader {
  readonly format: "ABF 1" | "ABF 2";
  /** 1 event-driven of variable length, 2 and 4 oscilloscope, 3 gap-free, 5 episodic. */
  readonly mode: number;
  /** Where the mode stands in the file. */
  readonly modeByte: number;
  readonly isFloat: boolean;
  readonly channels: readonly AbfChannel[];
  /** Rate of each channel. */
  readonly samplingHz: number;
  /** Microseconds in which synch array and tags count, 0 where they count samples of all channels in turn. */
  readonly synchMicroseconds: number;
  readonly dataByte: number;
  /** Samples of all channels together. */
  readonly declaredSamples: number;
  readonly synch: AbfTable;
  readonly tags: AbfTable;
  readonly episodes: number;
  /** Samples of all channels in one episode, 0 where not fixed. */
  readonly samplesPerEpisode: number;
  readonly episodeStartToStartSeconds: number;
  /** Steps of the converter on either side of zero. */
  readonly resolution: number;
  readonly startDateTime: string | undefined;
  readonly hasComment: boolean;
}

const BLOCK = 512;
/** Headers of version 1.6 and later have this length and hold the telegraphed gains; earlier ones end before them. */
const ABF1_LONG_HEADER = 6144;
const ABF1_SHORT_HEADER = 2048;
const ABF2_HEADER = 512;
const MOST_ADC = 16;
/** More inputs than any digitizer of the maker has. */
const MOST_ABF2_CHANNELS = 256;

/** A refusal of an ABF header that names the byte. */
export function abfError(message: string, byte: number, details: Record<string, string | number | boolean> = {}): KlonosError {
  return new KlonosError("abf-header", `${message} (byte ${byte})`, `byte ${byte}`, { byte, ...details });
}

function textField(bytes: Uint8Array, at: number, width: number): string {
  return decodeText(bytes.subarray(at, at + width))
    .replace(/\0[^]*$/, "")
    .trim();
}

/** `yyyymmdd` or `yymmdd` and milliseconds of the day to ISO, undefined where they are no date. */
function isoStart(date: number, milliseconds: number): string | undefined {
  const stated = Math.floor(date / 10_000);
  // The first years of the format wrote two digits.
  const year = stated > 99 ? stated : stated + (stated < 80 ? 2000 : 1900);
  const month = Math.floor(date / 100) % 100;
  const day = date % 100;
  if (date <= 0 || year < 1980 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 || !(milliseconds >= 0 && milliseconds < 86_400_000)) return undefined;
  const two = (value: number): string => String(value).padStart(2, "0");
  const seconds = Math.floor(milliseconds / 1000);
  const rest = Math.round(milliseconds) % 1000;
  const fraction = rest === 0 ? "" : `.${String(rest).padStart(3, "0")}`;
  return `${year}-${two(month)}-${two(day)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
}

interface Scale {
  readonly range: number;
  readonly resolution: number;
  readonly instrument: number;
  readonly signal: number;
  readonly programmable: number;
  readonly telegraph: number;
}

/** Clampex' own map: converter volts divided by every gain between electrode and converter. */
function gainOf(scale: Scale): number {
  return scale.range / scale.resolution / (scale.instrument * scale.signal * scale.programmable * scale.telegraph);
}

async function readPart(source: ByteSource, byte: number, length: number, what: string): Promise<Uint8Array> {
  if (!(byte >= 0 && byte + length <= source.size)) throw abfError(`The file ends inside its header: the ${what} needs bytes ${byte} to ${byte + length}, the file has ${source.size}. Copy it again from its origin.`, Math.min(Math.max(0, byte), source.size), { size: source.size });
  return source.read(byte, length);
}

async function readAbf1(source: ByteSource): Promise<AbfHeader> {
  const bytes = await readPart(source, 0, Math.min(ABF1_LONG_HEADER, Math.max(ABF1_SHORT_HEADER, source.size)), "header");
  const view = viewOf(bytes);
  const i16 = (at: number): number => view.getInt16(at, true);
  const i32 = (at: number): number => view.getInt32(at, true);
  const f32 = (at: number): number => view.getFloat32(at, true);
  const version = f32(4);
  const count = i16(120);
  if (count < 1 || count > MOST_ADC) throw abfError(`The header declares ${count} channels; there must be 1 to ${MOST_ADC}. The file is damaged; open it in Clampfit and save it again.`, 120, { count });
  const dataFormat = i16(100);
  if (dataFormat !== 0 && dataFormat !== 1) throw abfError(`The header gives the number format ${dataFormat}; only 0 (integers) and 1 (floating point) exist. The file is damaged; open it in Clampfit and save it again.`, 100, { dataFormat });
  const interval = f32(122);
  if (!(interval > 0 && interval < 1e9)) throw abfError(`The header gives a sample interval of ${interval} µs, so no time can be known. The file is damaged; open it in Clampfit and save it again.`, 122);
  // Version 1.6 brought the long header; a short one is followed by data.
  const hasTelegraph = version > 1.59 && i32(40) * BLOCK >= ABF1_LONG_HEADER && bytes.length >= ABF1_LONG_HEADER;
  const resolution = i32(252);
  const channels: AbfChannel[] = [];
  for (let k = 0; k < count; k += 1) {
    const adc = i16(410 + 2 * k);
    if (adc < 0 || adc >= MOST_ADC) throw abfError(`Channel ${k + 1} is taken from the input ${adc}; there are inputs 0 to ${MOST_ADC - 1}. The file is damaged; open it in Clampfit and save it again.`, 410 + 2 * k, { adc });
    const name = textField(bytes, 442 + 10 * adc, 10);
    const telegraph = hasTelegraph && i16(4512 + 2 * adc) === 1 ? f32(4576 + 4 * adc) : 1;
    channels.push({
      name: name === "" ? `IN ${adc}` : name,
      unit: textField(bytes, 602 + 8 * adc, 8),
      gain: gainOf({ range: f32(244), resolution, instrument: f32(922 + 4 * adc), signal: f32(1050 + 4 * adc), programmable: f32(730 + 4 * adc), telegraph }),
      offset: f32(986 + 4 * adc) - f32(1114 + 4 * adc),
      lowpassHz: f32(1178 + 4 * adc),
      highpassHz: f32(1242 + 4 * adc),
    });
  }
  return {
    format: "ABF 1",
    mode: i16(8),
    modeByte: 8,
    isFloat: dataFormat === 1,
    channels,
    samplingHz: tidyRate(1e6 / (interval * count), SINGLE_PRECISION),
    synchMicroseconds: f32(130),
    dataByte: i32(40) * BLOCK + Math.max(0, i16(14)) * (dataFormat === 1 ? 4 : 2),
    declaredSamples: i32(10),
    synch: { byte: i32(92) * BLOCK, count: i32(96) },
    tags: { byte: i32(44) * BLOCK, count: i32(48) },
    episodes: i32(16),
    samplesPerEpisode: i32(138),
    episodeStartToStartSeconds: f32(178),
    resolution,
    startDateTime: isoStart(i32(20), i32(24) * 1000 + Math.max(0, i16(366))),
    hasComment: textField(bytes, 310, 56) !== "",

  };
}

/** The texts of a version 2 file; entries of the header name them by number, from 1. */
async function readStrings(source: ByteSource, byte: number, length: number): Promise<readonly string[]> {
  // "SSCH" and its counts, then the texts, each ended by a zero.
  const headBytes = 44;
  const mostBytes = 256 * 1024;
  const bytes = await readPart(source, byte, Math.min(length, mostBytes), "table of names");
  const texts: string[] = [];
  for (let at = headBytes; at < bytes.length; ) {
    const zero = bytes.indexOf(0, at);
    const end = zero < 0 ? bytes.length : zero;
    texts.push(decodeText(bytes.subarray(at, end)).trim());
    at = end + 1;
  }
  return texts;
}

async function readAbf2(source: ByteSource): Promise<AbfHeader> {
  const view = viewOf(await readPart(source, 0, ABF2_HEADER, "header"));
  /** Block, bytes an entry, entries. */
  const section = (at: number): AbfTable & { readonly width: number } => ({ byte: view.getUint32(at, true) * BLOCK, width: view.getUint32(at + 4, true), count: Number(view.getBigInt64(at + 8, true)) });
  const dataFormat = view.getUint16(30, true);
  if (dataFormat !== 0 && dataFormat !== 1) throw abfError(`The header gives the number format ${dataFormat}; only 0 (integers) and 1 (floating point) exist. The file is damaged; open it in Clampfit and save it again.`, 30, { dataFormat });
  const adc = section(92);
  if (!(adc.count >= 1 && adc.count <= MOST_ABF2_CHANNELS)) throw abfError(`The header declares ${adc.count} channels; there must be 1 to ${MOST_ABF2_CHANNELS}. The file is damaged; open it in Clampfit and save it again.`, 100, { count: adc.count });
  if (adc.width < 82 || adc.width > 4096) throw abfError(`The header declares ${adc.width} bytes a channel; at least 82 are needed. The file is damaged; open it in Clampfit and save it again.`, 96, { width: adc.width });
  const protocolAt = section(76).byte;
  const protocol = viewOf(await readPart(source, protocolAt, 208, "protocol section"));
  const f32 = (at: number): number => protocol.getFloat32(at, true);
  const interval = f32(2);
  if (!(interval > 0 && interval < 1e9)) throw abfError(`The header gives a sample interval of ${interval} µs, so no time can be known. The file is damaged; open it in Clampfit and save it again.`, protocolAt + 2);
  if (protocol.getUint8(6) !== 0) throw abfError("The samples of this file are compressed. Save it without compression in Clampfit, or export it as text.", protocolAt + 6);
  const strings = section(220);
  const texts = strings.count > 0 && strings.byte > 0 ? await readStrings(source, strings.byte, strings.width) : [];
  const table = await readPart(source, adc.byte, adc.width * adc.count, "channel table");
  const resolution = protocol.getInt32(118, true);
  const channels: AbfChannel[] = [];
  for (let k = 0; k < adc.count; k += 1) {
    const entry = viewOf(table.subarray(k * adc.width, (k + 1) * adc.width));
    const value = (at: number): number => entry.getFloat32(at, true);
    const text = (at: number): string => texts[entry.getInt32(at, true) - 1] ?? "";
    const telegraph = entry.getInt16(2, true) !== 0 ? value(6) : 1;
    channels.push({
      name: text(74) === "" ? `IN ${entry.getInt16(0, true)}` : text(74),
      unit: text(78),
      gain: gainOf({ range: f32(110), resolution, instrument: value(40), signal: value(48), programmable: value(28), telegraph }),
      offset: value(44) - value(52),
      lowpassHz: value(56),
      highpassHz: value(60),
    });
  }
  const data = section(236);
  return {
    format: "ABF 2",
    mode: protocol.getInt16(0, true),
    modeByte: protocolAt,
    isFloat: dataFormat === 1,
    channels,
    samplingHz: tidyRate(1e6 / interval, SINGLE_PRECISION),
    synchMicroseconds: f32(14),
    dataByte: data.byte,
    declaredSamples: data.count,
    synch: section(316),
    tags: section(252),
    episodes: view.getUint32(12, true),
    samplesPerEpisode: protocol.getInt32(22, true),
    episodeStartToStartSeconds: f32(62),
    resolution,
    startDateTime: isoStart(view.getUint32(16, true), view.getUint32(20, true)),
    hasComment: false,

  };
}

/** True when the bytes begin like either generation. */
export function looksLikeAbf(head: Uint8Array): boolean {
  const start = decodeText(head.subarray(0, 4));
  return start === "ABF " || start === "ABF2";
}

/** Reads either generation of the header. @throws KlonosError `abf-header` naming the byte. */
export async function readAbfHeader(source: ByteSource): Promise<AbfHeader> {
  const magic = await readPart(source, 0, 4, "format word");
  return magic[3] === 0x32 ? readAbf2(source) : readAbf1(source);
}
