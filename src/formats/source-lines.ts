import { type Cancel, KlonosError, throwIfCancelled } from "../core/errors";
import type { ByteSource } from "./byte-source";
import { decodeText } from "./text-decoding";

/** One line of a text file without its end. */
export interface SourceLine {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
  readonly offset: number;
}

const CHUNK_BYTES = 256 * 1024;
/** No line of a header or of a list of markers is longer. */
const LONGEST_LINE_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const UTF8_MARK = [0xef, 0xbb, 0xbf] as const;

/**
 * The lines of a text file (LF or CR LF; UTF-8 where valid, else Latin-1, line by line), a block at a time. A mark at the start
 * is left out. `decode` can be given for another encoding.
 * @throws KlonosError `code` for a line longer than 64 KiB: this is no text.
 */
export async function* sourceLines(source: ByteSource, code: string, cancel?: Cancel, decode: (bytes: Uint8Array) => string = decodeText): AsyncGenerator<SourceLine> {
  let number = 0;
  let rest = new Uint8Array(0);
  let restOffset = 0;
  for (let offset = 0; offset < source.size; ) {
    throwIfCancelled(cancel);
    const chunk = await source.read(offset, Math.min(CHUNK_BYTES, source.size - offset), cancel);
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    offset += chunk.length;
    let at = number === 0 && restOffset === 0 && UTF8_MARK.every((byte, index) => bytes[index] === byte) ? UTF8_MARK.length : 0;
    for (;;) {
      const feed = bytes.indexOf(LINE_FEED, at);
      const isLast = feed < 0 && offset === source.size;
      if (feed < 0 && !isLast) break;
      const end = feed < 0 ? bytes.length : feed;
      if (isLast && at >= bytes.length) break;
      number += 1;
      const stop = end > at && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
      if (stop - at > LONGEST_LINE_BYTES) throw tooLong(source, code, number, restOffset + at);
      yield { text: decode(bytes.subarray(at, stop)), number, offset: restOffset + at };
      at = end + 1;
      if (isLast) return;
    }
    if (bytes.length - at > LONGEST_LINE_BYTES) throw tooLong(source, code, number + 1, restOffset + at);
    rest = bytes.slice(at);
    restOffset += at;
  }
}

function tooLong(source: ByteSource, code: string, line: number, byte: number): KlonosError {
  return new KlonosError(code, `${source.name}: line ${line} is longer than ${LONGEST_LINE_BYTES} bytes; this is no such text file. Export it again.`, `byte ${byte}`, { byte, line });
}
