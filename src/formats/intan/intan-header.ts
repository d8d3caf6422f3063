import { KlonosError } from "../../core/errors";
import { viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import { isSamplingRate } from "../sampling-rate";

/** What a channel of an .rhd file is, in the order in which a data block holds the kinds. */
export type IntanKind = "amplifier" | "auxiliary" | "supply" | "temperature" | "board-adc" | "digital-in" | "digital-out";

/** One channel of an .rhd header, and where its samples are in a block. */
export interface IntanChannel {
  readonly kind: IntanKind;
  readonly label: string;
  /** Bit of the channel in the word of all digital lines. */
  readonly bit: number;
  /** Byte of the channel's first sample within a data block. */
  readonly offsetInBlock: number;
  readonly samplesPerBlock: number;
}

/** The header of an .rhd file: rate, blocks, channels. */
export interface IntanLayout {
  readonly version: string;
  readonly samplingHz: number;
  /** Samples of the amplifiers in a block: 60, or 128 from version 2. */
  readonly blockSamples: number;
  readonly blockBytes: number;
  readonly dataByte: number;
  /** Kind of evaluation board, which sets the scale of its inputs. */
  readonly boardMode: number;
  readonly channels: readonly IntanChannel[];
  readonly prefilter: string;
  readonly hasNotes: boolean;
}

const MAGIC = 0xc6912702;
/** Headers of a thousand channels are a tenth of this. */
const LONGEST_HEADER = 1024 * 1024;
const MOST_GROUPS = 64;
const MOST_CHANNELS = 4096;
const LONGEST_TEXT = 64 * 1024;
const NULL_TEXT = 0xffffffff;
const OLD_BLOCK_SAMPLES = 60;
const NEW_BLOCK_SAMPLES = 128;
/** Auxiliary inputs are sampled at a quarter of the rate. */
const AUXILIARY_DIVISOR = 4;
const STORED_KINDS: readonly IntanKind[] = ["amplifier", "auxiliary", "supply", "board-adc", "digital-in", "digital-out"];

/** A refusal of an Intan header that names the byte. */
export function intanError(message: string, byte: number, details: Record<string, string | number | boolean> = {}): KlonosError {
  return new KlonosError("rhd-header", `${message} (byte ${byte})`, `byte ${byte}`, { byte, ...details });
}

/** True when the bytes begin like an .rhd file. */
export function looksLikeRhd(head: Uint8Array): boolean {
  return head.length >= 8 && viewOf(head).getUint32(0, true) === MAGIC;
}

interface Cursor {
  readonly at: () => number;
  i16(): number;
  f32(): number;
  text(): string;
}

/** Reads fields one after the other; the end of the bytes is an error that names it. */
function cursorOf(bytes: Uint8Array, start: number): Cursor {
  const view = viewOf(bytes);
  let at = start;
  const take = (length: number): number => {
    if (at + length > bytes.length) throw intanError(`The file ends inside its header, at byte ${bytes.length}. Copy it again from its origin.`, bytes.length);
    at += length;
    return at - length;
  };
  return {
    at: () => at,
    i16: () => view.getInt16(take(2), true),
    f32: () => view.getFloat32(take(4), true),
    text: () => {
      const field = take(4);
      const length = view.getUint32(field, true);
      if (length === NULL_TEXT || length === 0) return "";
      if (length > LONGEST_TEXT || length % 2 !== 0) throw intanError(`A text of the header claims ${length} bytes. The file is damaged; copy it again from its origin.`, field, { length });
      const from = take(length);
      return new TextDecoder("utf-16le").decode(bytes.subarray(from, from + length)).trim();
    },
  };
}

interface RawChannel {
  readonly kind: IntanKind;
  readonly label: string;
  readonly bit: number;
}

function readGroups(cursor: Cursor): RawChannel[] {
  const found: RawChannel[] = [];
  const groupsAt = cursor.at();
  const groups = cursor.i16();
  if (groups < 0 || groups > MOST_GROUPS) throw intanError(`The header declares ${groups} groups of channels; there are at most ${MOST_GROUPS}. The file is damaged; copy it again from its origin.`, groupsAt, { groups });
  for (let group = 0; group < groups; group += 1) {
    cursor.text();
    cursor.text();
    const isEnabled = cursor.i16() !== 0;
    const countAt = cursor.at();
    const count = cursor.i16();
    cursor.i16();
    if (count < 0 || count > MOST_CHANNELS) throw intanError(`Group ${group + 1} declares ${count} channels; there are at most ${MOST_CHANNELS}. The file is damaged; copy it again from its origin.`, countAt, { count });
    for (let k = 0; k < count && isEnabled; k += 1) {
      const native = cursor.text();
      const custom = cursor.text();
      const bit = cursor.i16();
      cursor.i16();
      const typeAt = cursor.at();
      const type = cursor.i16();
      const isOn = cursor.i16() !== 0;
      // Chip, stream, four words of the spike scope; impedance.
      for (let word = 0; word < 6; word += 1) cursor.i16();
      cursor.f32();
      cursor.f32();
      const kind = STORED_KINDS[type];
      if (kind === undefined) throw intanError(`A channel of group ${group + 1} has the unknown type ${type}. The file is damaged, or of a newer version. Copy it again from its origin.`, typeAt, { type });
      const isDigital = kind === "digital-in" || kind === "digital-out";
      if (isDigital && (bit < 0 || bit > 15)) throw intanError(`The digital line ${native} has the number ${bit}; there are 0 to 15. The file is damaged; copy it again from its origin.`, typeAt - 4, { bit });
      if (isOn) found.push({ kind, label: custom === "" ? native : custom, bit });
    }
  }
  return found;
}

function placeChannels(raw: readonly RawChannel[], temperatures: number, blockSamples: number): { readonly channels: IntanChannel[]; readonly blockBytes: number } {
  const channels: IntanChannel[] = [];
  // Time stamps come first, four bytes each.
  let offset = 4 * blockSamples;
  const place = (list: readonly RawChannel[], samplesPerBlock: number, shared = false): void => {
    for (const channel of list) {
      channels.push({ ...channel, offsetInBlock: offset, samplesPerBlock });
      if (!shared) offset += 2 * samplesPerBlock;
    }
    if (shared && list.length > 0) offset += 2 * samplesPerBlock;
  };
  const of = (kind: IntanKind): RawChannel[] => raw.filter((channel) => channel.kind === kind);
  place(of("amplifier"), blockSamples);
  place(of("auxiliary"), blockSamples / AUXILIARY_DIVISOR);
  place(of("supply"), 1);
  place(Array.from({ length: temperatures }, (_, k): RawChannel => ({ kind: "temperature", label: `Temperature ${k + 1}`, bit: 0 })), 1);
  place(of("board-adc"), blockSamples);
  place(of("digital-in"), blockSamples, true);
  place(of("digital-out"), blockSamples, true);
  return { channels, blockBytes: offset };
}

/** Header and place of every channel's samples. @throws KlonosError `rhd-header` naming the byte. */
export async function readIntanLayout(source: ByteSource): Promise<IntanLayout> {
  const bytes = await source.read(0, Math.min(source.size, LONGEST_HEADER));
  const cursor = cursorOf(bytes, 4);
  const major = cursor.i16();
  const minor = cursor.i16();
  if (major < 1 || major > 99 || minor < 0) throw intanError(`The header gives the version ${major}.${minor}, which does not exist. The file is damaged; copy it again from its origin.`, 4, { major, minor });
  const isFrom = (wantedMajor: number, wantedMinor: number): boolean => major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  const samplingHz = cursor.f32();
  if (!(isSamplingRate(samplingHz) && samplingHz < 1e6)) throw intanError(`The header gives a rate of ${samplingHz} Hz, so no time can be known. The file is damaged; copy it again from its origin.`, 8);
  const dsp = cursor.i16() !== 0;
  const dspHz = cursor.f32();
  const lowerHz = cursor.f32();
  const upperHz = cursor.f32();
  for (let k = 0; k < 3; k += 1) cursor.f32();
  const notch = cursor.i16();
  cursor.f32();
  cursor.f32();
  const notes = [cursor.text(), cursor.text(), cursor.text()];
  const temperatures = isFrom(1, 1) ? cursor.i16() : 0;
  if (temperatures < 0 || temperatures > MOST_CHANNELS) throw intanError(`The header declares ${temperatures} temperature sensors. The file is damaged; copy it again from its origin.`, cursor.at() - 2, { temperatures });
  const boardMode = isFrom(1, 3) ? cursor.i16() : 0;
  if (isFrom(2, 0)) cursor.text();
  const raw = readGroups(cursor);
  const blockSamples = isFrom(2, 0) ? NEW_BLOCK_SAMPLES : OLD_BLOCK_SAMPLES;
  const { channels, blockBytes } = placeChannels(raw, temperatures, blockSamples);
  const hz = (value: number): string => `${Number(value.toPrecision(4))}Hz`;
  // Only from version 3 is the notch filter in the stored samples; before, it was a wish for the display.
  const filters = [`HP:${hz(dsp ? Math.max(dspHz, lowerHz) : lowerHz)}`, `LP:${hz(upperHz)}`, ...(major >= 3 && (notch === 1 || notch === 2) ? [`N:${notch === 1 ? 50 : 60}Hz`] : [])];
  return { version: `${major}.${minor}`, samplingHz, blockSamples, blockBytes, dataByte: cursor.at(), boardMode, channels, prefilter: filters.join(" "), hasNotes: notes.some((note) => note !== "") };
}
