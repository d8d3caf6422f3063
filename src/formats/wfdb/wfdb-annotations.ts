import { type Cancel, throwIfCancelled } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import type { IssueLog } from "../issue-log";
import { decodeText } from "../text-decoding";

/** One annotation as stored (annot(5) of the WFDB manual). */
export interface WfdbNote {
  readonly time: number;
  readonly text: string;
  /** Signal number where the file states one. */
  readonly signal: number | undefined;
}

/** The annotations of one file, in its own unit of time. */
export interface WfdbNotes {
  readonly notes: readonly WfdbNote[];
  /** Units of `time` per second where the file states it; else frames of the record. */
  readonly unitsPerSecond: number | undefined;
}

/** Letters of the standard codes; codes without one are told by their number. */
const SYMBOLS: readonly string[] = [
  ...["", "N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "~", "", "|", "", "s", "T", "*", "D", '"', "=", "p", "B", "^", "t", "+", "u", "?", "!", "[", "]", "e", "n", "@", "x", "f", "(", ")", "r"],
];
/** A comment: its text is all there is to say. */
const NOTE = 22;
const SKIP = 59;
const NUMBER = 60;
const SUBTYPE = 61;
const CHANNEL = 62;
const AUXILIARY = 63;
const MOST_NOTES = 1_000_000;
const CHUNK_BYTES = 256 * 1024;

/** Hands out a file of words in order, a block at a time. */
function wordReader(source: ByteSource, cancel: Cancel | undefined): { readonly position: () => number; readonly take: (length: number) => Promise<Uint8Array | undefined> } {
  let block: Uint8Array = new Uint8Array(0);
  let blockOffset = 0;
  let at = 0;
  return {
    position: () => at,
    async take(length) {
      if (at + length > source.size) return undefined;
      if (at + length > blockOffset + block.length) {
        throwIfCancelled(cancel);
        block = await source.read(at, Math.min(CHUNK_BYTES, source.size - at), cancel);
        blockOffset = at;
      }
      const bytes = block.subarray(at - blockOffset, at - blockOffset + length);
      at += length;
      return bytes;
    },
  };
}

/**
 * Reads an annotation file in the MIT format. Damage ends the list and is told; what came before stays. The older AHA format
 * is recognised by its first byte and told.
 */
export async function readWfdbNotes(source: ByteSource, issues: IssueLog, cancel: Cancel | undefined): Promise<WfdbNotes> {
  const words = wordReader(source, cancel);
  const notes: WfdbNote[] = [];
  const custom = new Map<number, string>();
  let unitsPerSecond: number | undefined;
  let time = 0;
  let signal: number | undefined;
  let pending: { code: number; time: number; auxiliary: string } | undefined;

  function damaged(message: string): void {
    issues.add({ code: "wfdb-annotation", severity: "warning", where: `${source.name}, byte ${words.position()}`, message: `${source.name}: ${message}; the annotations up to there are shown.` });
  }
  function finish(): void {
    if (pending === undefined) return;
    const { code, auxiliary } = pending;
    // Comments at time 0 that begin with ## are the file's own header.
    const resolution = code === NOTE && pending.time === 0 ? /^## time resolution: ([\d.]+)/.exec(auxiliary) : null;
    const definition = code === NOTE && pending.time === 0 ? /^(\d+) (\S+) /.exec(auxiliary) : null;
    if (resolution !== null && Number(resolution[1]) > 0) unitsPerSecond = Number(resolution[1]);
    else if (definition !== null && custom.has(-1)) custom.set(Number(definition[1]), definition[2]!);
    else if (code === NOTE && pending.time === 0 && auxiliary.startsWith("## annotation type definitions")) custom.set(-1, "");
    else if (code === NOTE && pending.time === 0 && auxiliary.startsWith("## end of definitions")) custom.delete(-1);
    else {
      const symbol = custom.get(code) ?? (SYMBOLS[code] || `annotation ${code}`);
      notes.push({ time: pending.time, text: code === NOTE && auxiliary !== "" ? auxiliary : [symbol, auxiliary].filter((part) => part !== "").join(" "), signal });
    }
    pending = undefined;
  }

  for (;;) {
    const word = await words.take(2);
    if (word === undefined) {
      damaged("the end mark is missing (the file is cut short)");
      break;
    }
    const value = word[0]! | (word[1]! << 8);
    const code = value >> 10;
    const number = value & 0x3ff;
    if (value === 0) break;
    if (code === SKIP) {
      const bytes = await words.take(4);
      if (bytes === undefined) {
        damaged("it ends inside a time step");
        break;
      }
      finish();
      // A 32-bit number with its high word first, each word little-endian.
      time += (((bytes[0]! | (bytes[1]! << 8)) << 16) | bytes[2]! | (bytes[3]! << 8)) | 0;
    } else if (code === NUMBER || code === SUBTYPE) continue;
    else if (code === CHANNEL) signal = number & 0xff;
    else if (code === AUXILIARY) {
      const bytes = await words.take(number + (number & 1));
      if (bytes === undefined || pending === undefined) {
        damaged(bytes === undefined ? "it ends inside a text" : "a text stands before the first annotation");
        break;
      }
      pending.auxiliary = decodeText(bytes.subarray(0, number)).replace(/\0/g, " ").trim();
    } else if (code > 49) {
      damaged(`the code ${code} is none of the MIT annotation format`);
      break;
    } else {
      finish();
      time += number;
      pending = { code, time, auxiliary: "" };
      if (notes.length >= MOST_NOTES) {
        damaged(`it holds more than ${MOST_NOTES} annotations`);
        break;
      }
    }
  }
  finish();
  return { notes, unitsPerSecond };
}
