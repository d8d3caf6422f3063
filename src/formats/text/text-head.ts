import type { Cancel } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { decodeText, latin1Text } from "../text-decoding";
import { utf16Order, utf16Source } from "../utf16-source";
import { withoutZeroTail } from "../zero-tail";

/** One line of the beginning of a text file, without its end and without blanks around it that are no tabs. */
export interface TextLine {
  /** In the (narrow) source. */
  readonly offset: number;
  /** UTF-8 where valid, else Latin-1. */
  readonly text: string;
}

/** The first lines of a text export. */
export interface TextHead {
  /** UTF-16 is seen as Latin-1 (see utf16Source). */
  readonly source: ByteSource;
  /** Whole lines only, unless the file ends there. Empty lines are kept. */
  readonly lines: readonly TextLine[];
  /** 10, or 13 for files that have only carriage returns. */
  readonly newline: number;
  readonly isWholeFile: boolean;
}

/** Headers of all programs known fit, with some rows of numbers behind them. */
const HEAD_BYTES = 256 * 1024;
/** Headers are at the beginning; rows beyond these are not needed to know the table. */
const MOST_LINES = 4096;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const UTF8_MARK = [0xef, 0xbb, 0xbf] as const;

function markLength(bytes: Uint8Array): number {
  return UTF8_MARK.every((byte, index) => bytes[index] === byte) ? UTF8_MARK.length : 0;
}

/** The first bytes of a file as text, for `recognise`: byte order marks left out, one character a byte (UTF-16: a code unit). */
export function headText(head: Uint8Array): string {
  const order = utf16Order(head);
  if (order === undefined) return latin1Text(head.subarray(markLength(head)));
  return latin1Text(head.subarray(2).filter((_, index) => (index & 1) === (order === "little" ? 0 : 1)));
}

/** Cuts bytes into lines, at most `most`; what follows the last line end is a line only at the end of the file. */
export function cutLines(bytes: Uint8Array, start: number, isEnd: boolean, newline: number, offset = 0, most = MOST_LINES): TextLine[] {
  const lines: TextLine[] = [];
  for (let at = start; at < bytes.length && lines.length < most; ) {
    const found = bytes.indexOf(newline, at);
    if (found < 0 && !isEnd) break;
    const end = found < 0 ? bytes.length : found;
    const stop = end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    lines.push({ offset: offset + at, text: decodeText(bytes.subarray(at, stop)) });
    at = end + 1;
  }
  return lines;
}

/** Reads the beginning of a text file. */
export async function readTextHead(raw: ByteSource, cancel: Cancel | undefined): Promise<TextHead> {
  const order = utf16Order(await raw.read(0, Math.min(2, raw.size), cancel));
  const source = await withoutZeroTail(order === undefined ? raw : utf16Source(raw, order), cancel);
  const bytes = await source.read(0, Math.min(source.size, HEAD_BYTES), cancel);
  const newline = bytes.includes(LINE_FEED) || !bytes.includes(CARRIAGE_RETURN) ? LINE_FEED : CARRIAGE_RETURN;
  const isWholeFile = bytes.length === source.size;
  return { source, lines: cutLines(bytes, markLength(bytes), isWholeFile, newline), newline, isWholeFile };
}

/** The decimal sign of cells that are cut at another character: a comma when one is used in them and no point is. */
export function decimalOf(cells: readonly string[]): number {
  return cells.some((cell) => /^\s*[-+]?\d*,\d/.test(cell)) && !cells.some((cell) => /^\s*[-+]?\d*\.\d/.test(cell)) ? 44 : 46;
}

/** A number of a header with point or comma, NaN when it is none (or beyond all numbers). */
export function headerNumber(text: string | undefined): number {
  const plain = (text ?? "").trim().replace(",", ".");
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value) ? value : NaN;
}
