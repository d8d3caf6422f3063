import { type Cancel, type Progress, throwIfCancelled } from "../../core/errors";
import type { Annotation } from "../../core/recording";
import { viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import type { IssueLog } from "../issue-log";
import type { SonBlock, SonChain } from "./spike2-blocks";
import { SON_BLOCK_HEADER_BYTES, type SonChannel, type SonLayout } from "./spike2-header";
import { decodeText } from "../text-decoding";

/** More notes than a person makes in a year; beyond this a damaged file would only fill the memory. */
const MOST_ANNOTATIONS = 1_000_000;
/** Values of a real-mark that are written out; the rest is told by an ellipsis. */
const MOST_VALUES = 4;
const MARKER_CODES = 4;
const AT_CODES = 4;
const AT_EXTRA = 8;

/** A code as the program shows it: a printable character, else two hexadecimal digits. */
function codeText(code: number): string {
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : code.toString(16).padStart(2, "0").toUpperCase();
}

/** The four codes of a marker up to the last that is not zero; empty when all are. */
function codesText(bytes: Uint8Array, at: number): string {
  const codes = Array.from(bytes.subarray(at, at + MARKER_CODES));
  while (codes.length > 0 && codes[codes.length - 1] === 0) codes.pop();
  return codes.map(codeText).join(" ");
}

function realText(view: DataView, at: number, count: number, little: boolean): string {
  const values: string[] = [];
  for (let k = 0; k < Math.min(count, MOST_VALUES); k += 1) values.push(String(Number(view.getFloat32(at + 4 * k, little).toPrecision(7))));
  if (count > MOST_VALUES) values.push("…");
  return values.join(", ");
}

/** What an item of a channel of events is called: its own text where it has one, else the channel's title with code or values. */
function itemText(channel: SonChannel, bytes: Uint8Array, view: DataView, at: number, little: boolean): string {
  const titled = (rest: string): string => (rest === "" ? channel.title : `${channel.title} ${rest}`);
  switch (channel.kind) {
    case "marker":
    case "adc-mark":
      return titled(codesText(bytes, at + AT_CODES));
    case "real-mark":
      return titled(realText(view, at + AT_EXTRA, Math.floor(channel.extraBytes / 4), little));
    case "text-mark": {
      const field = bytes.subarray(at + AT_EXTRA, at + AT_EXTRA + channel.extraBytes);
      const zero = field.indexOf(0);
      const text = decodeText(zero < 0 ? field : field.subarray(0, zero)).trim();
      return text === "" ? titled(codesText(bytes, at + AT_CODES)) : text;
    }
    default:
      return channel.title;
  }
}

/** Bytes of the items of one block. A block is at most 64 KiB long. */
export function readItems(source: ByteSource, channel: SonChannel, block: SonBlock, cancel?: Cancel): Promise<Uint8Array> {
  return source.read(block.address + SON_BLOCK_HEADER_BYTES, block.items * channel.itemBytes, cancel);
}

/**
 * The items of one channel of events as annotations, in the order of the file. A `level` channel gives one annotation for each
 * time that it is high, from edge to edge, the last one up to `endSeconds`. `linked` is the channel of samples that they belong to.
 */
export async function readEvents(source: ByteSource, layout: SonLayout, channel: SonChannel, chain: SonChain, linked: number | undefined, endSeconds: number, issues: IssueLog, cancel?: Cancel, progress?: Progress): Promise<Annotation[]> {
  const annotations: Annotation[] = [];
  await chain.extend({}, cancel);
  let isHigh = channel.kind === "level" && !channel.startsLow;
  let edge = 0;
  let misplaced = 0;
  for (const [index, block] of chain.blocks.entries()) {
    throwIfCancelled(cancel);
    const bytes = await readItems(source, channel, block, cancel);
    const view = viewOf(bytes);
    for (let item = 0; item < block.items; item += 1) {
      const at = item * channel.itemBytes;
      const tick = view.getInt32(at, layout.littleEndian);
      if (tick < 0) {
        misplaced += 1;
        continue;
      }
      const onsetSeconds = tick / layout.ticksPerSecond;
      if (annotations.length >= MOST_ANNOTATIONS) {
        issues.add({ code: "spike2-event", severity: "error", where: `channel ${channel.slot + 1} (${channel.title})`, message: `${channel.title} holds more than ${MOST_ANNOTATIONS} events; the rest is left out.` });
        return annotations;
      }
      if (channel.kind !== "level") annotations.push({ onsetSeconds, durationSeconds: 0, text: itemText(channel, bytes, view, at, layout.littleEndian), channel: linked });
      else if (isHigh) annotations.push({ onsetSeconds: edge, durationSeconds: Math.max(0, onsetSeconds - edge), text: channel.title, channel: linked });
      if (channel.kind === "level") {
        isHigh = !isHigh;
        edge = onsetSeconds;
      }
    }
    progress?.((index + 1) / chain.blocks.length, `reading ${channel.title}`);
  }
  if (channel.kind === "level" && isHigh && edge < endSeconds) annotations.push({ onsetSeconds: edge, durationSeconds: endSeconds - edge, text: channel.title, channel: linked });
  if (misplaced > 0) issues.add({ code: "spike2-event", severity: "warning", where: `channel ${channel.slot + 1} (${channel.title})`, message: `${misplaced} events of ${channel.title} have a time before the start of the recording and were left out.` });
  return annotations;
}
