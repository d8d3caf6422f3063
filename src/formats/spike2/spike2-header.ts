import { type Issue, KlonosError } from "../../core/errors";
import { tidyRate } from "../binary-channel";
import { viewOf } from "../stored-numbers";
import { latin1Text } from "../text-decoding";

/** What a channel of a SON file holds, by the number of the file (`kind` 1–9). */
export type SonKind = "adc" | "event" | "level" | "marker" | "adc-mark" | "real-mark" | "text-mark" | "real-wave";

/** One channel of the channel table of a SON file, of whatever kind. */
export interface SonChannel {
  /** Position in the channel table, counted from 0; the program shows it plus one. */
  readonly slot: number;
  readonly kind: SonKind;
  readonly title: string;
  readonly comment: string;
  readonly unit: string;
  /** Volts (or units) = stored / 6553.6 · scale + offset, of `adc` and `adc-mark`. */
  readonly scale: number;
  readonly offset: number;
  /** First level of a `level` channel: true when it begins low. */
  readonly startsLow: boolean;
  /** Clock ticks between samples, 0 where the channel has none. */
  readonly ticksPerSample: number;
  /** Traces whose samples alternate inside one `adc-mark`. */
  readonly traces: number;
  /** Bytes that follow the eight of a marker. */
  readonly extraBytes: number;
  /** Samples of an `adc-mark` before its trigger. */
  readonly preTrigger: number;
  /** Bytes of one item of the channel's data blocks. */
  readonly itemBytes: number;
  /** Byte of the first and last data block, negative where there is none. */
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly blockCount: number;
  /** Bytes of each data block, header included. */
  readonly blockBytes: number;
}

/** The header of a SON file: clock, start, channels. */
export interface SonLayout {
  readonly version: number;
  readonly littleEndian: boolean;
  readonly ticksPerSecond: number;
  readonly startDateTime: string | undefined;
  readonly hasComment: boolean;
  /** Bytes in one unit of a block pointer: 1, or 512 in large files (version 9). */
  readonly pointerBytes: number;
  /** Byte at which data may begin. */
  readonly dataStart: number;
  readonly channels: readonly SonChannel[];
  readonly issues: readonly Issue[];
}

/** Bytes of the file header. */
export const SON_HEADER_BYTES = 512;
/** Bytes of the description of one channel. */
export const SON_CHANNEL_BYTES = 140;
/** Header of a data block: two pointers, two times, channel, items. */
export const SON_BLOCK_HEADER_BYTES = 20;
/** What the maker's library allows; a larger count is damage. */
const MOST_CHANNELS = 451;
const NEWEST_VERSION = 9;
/** From this version the time base and the interval in ticks are stored. */
const FIRST_VERSION_WITH_TIME_BASE = 6;
const LARGE_FILE_VERSION = 9;
const LARGE_FILE_POINTER_BYTES = 512;
/** Microsecond: the time base before it was stored. */
const OLD_TIME_BASE_SECONDS = 1e-6;
const COPYRIGHT = "(C) CED";
const AT_US_PER_TIME = 20;
const AT_CHANNELS = 30;
const AT_TIME_BASE = 44;
const AT_DATE = 52;
const AT_COMMENTS = 112;
const COMMENT_BYTES = 80;

const KINDS: readonly (SonKind | undefined)[] = [undefined, "adc", "event", "event", "level", "marker", "adc-mark", "real-mark", "text-mark", "real-wave"];

/** A refusal of a Spike2 header that names the byte. */
export function spike2Error(message: string, byte: number, details: Record<string, string | number | boolean> = {}): KlonosError {
  return new KlonosError("spike2-header", `${message} (byte ${byte})`, `byte ${byte}`, { byte, ...details });
}

/** True when the bytes begin like a 32-bit SON file: a version word, then the copyright of its maker. */
export function looksLikeSon(head: Uint8Array): boolean {
  return head.length >= 12 && latin1Text(head.subarray(2, 2 + COPYRIGHT.length)) === COPYRIGHT;
}

/** A text with its length in the first byte, in `width` bytes. */
function pascalText(bytes: Uint8Array, at: number, width: number): string {
  const length = Math.min(bytes[at] ?? 0, width - 1);
  return latin1Text(bytes.subarray(at + 1, at + 1 + length))
    .replace(/\0[^]*$/, "")
    .trim();
}

/** ISO local time of the start, undefined where the fields are empty or no date. */
function startOf(header: Uint8Array, view: DataView, littleEndian: boolean): string | undefined {
  const [hundredth = 0, second = 0, minute = 0, hour = 0, day = 0, month = 0] = header.subarray(AT_DATE, AT_DATE + 6);
  const year = view.getUint16(AT_DATE + 6, littleEndian);
  if (year < 1980 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59 || hundredth > 99) return undefined;
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${hundredth === 0 ? "" : `.${two(hundredth)}`}`;
}

function itemBytesOf(kind: SonKind, extraBytes: number): number {
  switch (kind) {
    case "adc":
      return 2;
    case "real-wave":
    case "event":
    case "level":
      return 4;
    case "marker":
    case "adc-mark":
    case "real-mark":
    case "text-mark":
      return 8 + extraBytes;
  }
}

interface FileFacts {
  readonly version: number;
  readonly littleEndian: boolean;
  readonly ticksPerDivide: number;
  readonly pointerBytes: number;
}

/** One entry of the table; a text says why it had to be left out, undefined is an unused entry. */
function parseChannel(bytes: Uint8Array, slot: number, facts: FileFacts): SonChannel | string | undefined {
  const { version, littleEndian, pointerBytes } = facts;
  const view = viewOf(bytes);
  const code = bytes[122]!;
  if (code === 0) return undefined;
  const kind = KINDS[code];
  const title = pascalText(bytes, 108, 10);
  if (kind === undefined) return `has the unknown kind ${code}`;
  const hasUnit = kind === "adc" || kind === "adc-mark" || kind === "real-mark" || kind === "real-wave";
  const isSampled = kind === "adc" || kind === "real-wave" || kind === "adc-mark";
  const last = view.getInt16(138, littleEndian);
  const old = version < FIRST_VERSION_WITH_TIME_BASE;
  const ticksPerSample = !isSampled ? 0 : old ? last * facts.ticksPerDivide : view.getInt32(102, littleEndian);
  if (isSampled && !(ticksPerSample > 0)) return `has a sample interval of ${ticksPerSample} clock ticks`;
  const scale = view.getFloat32(124, littleEndian);
  const offset = view.getFloat32(128, littleEndian);
  if ((kind === "adc" || kind === "adc-mark") && (!Number.isFinite(scale) || !Number.isFinite(offset) || scale === 0)) return `has the scale ${scale} and offset ${offset}, which make no values`;
  const extraBytes = view.getUint16(16, littleEndian);
  const traces = kind === "adc-mark" && !old && last > 1 ? last : 1;
  const blockBytes = view.getUint16(22, littleEndian);
  const itemBytes = itemBytesOf(kind, extraBytes);
  const firstBlock = view.getInt32(6, littleEndian);
  if (firstBlock >= 0 && blockBytes < SON_BLOCK_HEADER_BYTES + itemBytes) return `has data blocks of ${blockBytes} bytes, too short for one item of ${itemBytes}`;
  if (kind === "adc-mark" && (extraBytes < 2 * traces || extraBytes % (2 * traces) !== 0)) return `has ${extraBytes} bytes a shape, which is not a whole number of samples of ${traces} trace(s)`;
  const high = version >= LARGE_FILE_VERSION ? view.getUint16(20, littleEndian) : 0;
  return {
    slot,
    kind,
    title: title === "" ? `Channel ${slot + 1}` : title,
    comment: pascalText(bytes, 26, 72),
    unit: hasUnit ? pascalText(bytes, 132, 6) : "",
    scale,
    offset,
    startsLow: bytes[124] !== 0,
    ticksPerSample,
    traces,
    extraBytes,
    preTrigger: view.getInt16(18, littleEndian),
    itemBytes,
    firstBlock: firstBlock * pointerBytes,
    lastBlock: view.getInt32(10, littleEndian) * pointerBytes,
    blockCount: high * 0x10000 + view.getUint16(14, littleEndian),
    blockBytes,
  };
}

/** Number of entries of the channel table, from the first 512 bytes. @throws KlonosError `spike2-header`. */
export function sonChannelCount(header: Uint8Array): { readonly count: number; readonly version: number; readonly littleEndian: boolean } {
  const view = viewOf(header);
  const isVersion = (version: number): boolean => version >= 1 && version <= NEWEST_VERSION;
  const littleEndian = isVersion(view.getInt16(0, true));
  const version = view.getInt16(0, littleEndian);
  if (!isVersion(version)) throw spike2Error(`This Spike2 file says it has version ${view.getInt16(0, true)}; versions 1 to ${NEWEST_VERSION} are known. Export it with Spike2 (File, Export As, 32-bit .smr or text).`, 0, { version });
  const count = view.getInt16(AT_CHANNELS, littleEndian);
  if (count < 1 || count > MOST_CHANNELS) throw spike2Error(`The header declares ${count} channels; there must be 1 to ${MOST_CHANNELS}. The file is damaged; open a copy of it.`, AT_CHANNELS, { count });
  return { count, version, littleEndian };
}

/**
 * Everything of the header and the channel table; `bytes` must hold both.
 * @throws KlonosError `spike2-header` naming the byte, where the clock makes no sense.
 */
export function parseSonLayout(bytes: Uint8Array): SonLayout {
  const { count, version, littleEndian } = sonChannelCount(bytes);
  const view = viewOf(bytes);
  const microseconds = view.getUint16(AT_US_PER_TIME, littleEndian);
  const ticksPerDivide = view.getUint16(AT_US_PER_TIME + 2, littleEndian);
  const base = version < FIRST_VERSION_WITH_TIME_BASE ? OLD_TIME_BASE_SECONDS : view.getFloat64(AT_TIME_BASE, littleEndian);
  if (microseconds === 0) throw spike2Error("The clock tick of the file is 0 µs long, so no time can be known. The file is damaged; open it in Spike2 and export it again.", AT_US_PER_TIME);
  // Below a picosecond or above a second a tick no clock of the maker's converters ever had.
  if (!(base >= 1e-12 && base <= 1)) throw spike2Error(`The time base of the file is ${base} s, so no time can be known. The file is damaged; open it in Spike2 and export it again.`, AT_TIME_BASE);
  const issues: Issue[] = [];
  const pointerBytes = version >= LARGE_FILE_VERSION ? LARGE_FILE_POINTER_BYTES : 1;
  const facts: FileFacts = { version, littleEndian, ticksPerDivide, pointerBytes };
  const channels: SonChannel[] = [];
  for (let slot = 0; slot < count; slot += 1) {
    const at = SON_HEADER_BYTES + slot * SON_CHANNEL_BYTES;
    const channel = parseChannel(bytes.subarray(at, at + SON_CHANNEL_BYTES), slot, facts);
    if (typeof channel === "string") {
      const title = pascalText(bytes, at + 108, 10);
      issues.push({ code: "spike2-channel", severity: "error", where: `byte ${at}, channel ${slot + 1} (${title})`, message: `Channel ${slot + 1} (${title}) of the file ${channel}; it was left out.` });
    } else if (channel !== undefined) channels.push(channel);
  }
  const comments = [0, 1, 2, 3, 4].map((k) => pascalText(bytes, AT_COMMENTS + k * COMMENT_BYTES, COMMENT_BYTES));
  return {
    version,
    littleEndian,
    ticksPerSecond: tidyRate(1 / (microseconds * base)),
    startDateTime: startOf(bytes, view, littleEndian),
    hasComment: comments.some((comment) => comment !== ""),
    pointerBytes,
    dataStart: SON_HEADER_BYTES + count * SON_CHANNEL_BYTES,
    channels,
    issues,
  };
}
