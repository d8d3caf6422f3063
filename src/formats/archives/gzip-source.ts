import { type Cancel, KlonosError, type Progress, throwIfCancelled } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { createInflater, type Inflater, type InflateState } from "./inflate";
import type { IssueLog } from "../issue-log";
import { requireRange } from "../source-range";

/** RFC 1952. */
const FIXED_HEADER_BYTES = 10;
const FLAG_CHECK = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;
const TRAILER_BYTES = 8;
const LONGEST_HEADER_BYTES = 64 * 1024;
const INPUT_BYTES = 256 * 1024;
const OUTPUT_BYTES = 256 * 1024;
/** Places to go on from: each takes its window and two tables, some 150 KiB. */
const MOST_PLACES = 96;
const FIRST_SPACING_BYTES = 1024 * 1024;
/** Samples shrink to a half or a third; what grows more than this is a bomb, or so flat that it need not be packed. */
const LARGEST_GROWTH = 100;
/** Growth is not judged below this. */
const HARMLESS_BYTES = 64 * 1024 * 1024;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let k = 0; k < 8; k += 1) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** True when bytes begin like a gzip file with DEFLATE. */
export function looksLikeGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === 8;
}

function damaged(name: string, what: string, byte: number): KlonosError {
  return new KlonosError("gzip", `${name}: ${what} Copy the file again from its origin, or unpack it and open what is inside.`, `byte ${byte}`, { byte });
}

/** First byte of the compressed stream. */
async function streamStart(source: ByteSource, cancel: Cancel | undefined): Promise<number> {
  const head = await source.read(0, Math.min(source.size, LONGEST_HEADER_BYTES), cancel);
  if (head.length < FIXED_HEADER_BYTES) throw damaged(source.name, "the archive ends inside its header.", head.length);
  const flags = head[3]!;
  let at = FIXED_HEADER_BYTES;
  if ((flags & FLAG_EXTRA) !== 0) at += 2 + (head[at] ?? 0) + 256 * (head[at + 1] ?? 0);
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = head.indexOf(0, at);
    if (end < 0) throw damaged(source.name, "a name in the header of the archive has no end.", at);
    at = end + 1;
  }
  if ((flags & FLAG_CHECK) !== 0) at += 2;
  if (at >= head.length) throw damaged(source.name, "the archive ends inside its header.", head.length);
  return at;
}

/** Decodes onwards from a place in the stream. */
function createDecoder(source: ByteSource, start: number, state: InflateState | undefined): { readonly inflater: Inflater; readonly next: (output: Uint8Array, cancel: Cancel | undefined) => Promise<number> } {
  const inflater = createInflater(state);
  let input: Uint8Array = new Uint8Array(0);
  let inputAt = inflater.taken();
  return {
    inflater,
    async next(output, cancel) {
      while (!inflater.isDone()) {
        throwIfCancelled(cancel);
        const at = start + inflater.taken();
        // The decoder stops with up to a kibibyte left, unless it is told that nothing follows.
        if (inputAt + input.length - inflater.taken() < INPUT_BYTES / 4 && start + inputAt + input.length < source.size) {
          input = await source.read(at, Math.min(INPUT_BYTES, source.size - at), cancel);
          inputAt = at - start;
        }
        const isAll = start + inputAt + input.length >= source.size;
        const got = inflater.step(input.subarray(inflater.taken() - inputAt), isAll, output);
        if (got > 0) return got;
        if (isAll && !inflater.isDone()) throw new KlonosError("inflate", "The compressed data end too early.");
      }
      return 0;
    },
  };
}

/**
 * The content of a gzip file as a source of its own. It is decoded once from front to back, to know its size and to check it, and
 * places to go on from are kept, so that later reads decode a hundredth of it at most; memory does not grow with it. A file that
 * is cut short gives what could be decoded, with an issue. `close` closes the packed source.
 * @throws KlonosError `gzip` for damage, and for content that grows beyond every recording.
 */
export async function gzipSource(source: ByteSource, issues: IssueLog, cancel?: Cancel, progress?: Progress): Promise<ByteSource> {
  const start = await streamStart(source, cancel);
  let places: InflateState[] = [];
  let spacing = FIRST_SPACING_BYTES;
  let crc = 0xffffffff;
  const scratch = new Uint8Array(OUTPUT_BYTES);
  const first = createDecoder(source, start, undefined);
  for (;;) {
    let got: number;
    try {
      got = await first.next(scratch, cancel);
    } catch (thrown) {
      if (!(thrown instanceof KlonosError) || thrown.record.code !== "inflate") throw thrown;
      if (first.inflater.given() === 0) throw damaged(source.name, thrown.message, start);
      issues.add({ code: "gzip-truncated", severity: "warning", where: `byte ${start + first.inflater.taken()}`, message: `${source.name}: ${thrown.message} The first ${first.inflater.given()} bytes of its content could be unpacked and are offered.` });
      break;
    }
    if (got === 0) break;
    for (let k = 0; k < got; k += 1) crc = CRC_TABLE[(crc ^ scratch[k]!) & 255]! ^ (crc >>> 8);
    const given = first.inflater.given();
    progress?.(Math.min(1, first.inflater.taken() / source.size), "unpacking");
    if (given > HARMLESS_BYTES && given > LARGEST_GROWTH * first.inflater.taken()) {
      throw new KlonosError("gzip", `${source.name} unpacks to more than ${LARGEST_GROWTH} times its size (${given} bytes from ${first.inflater.taken()} so far), as no recording does. If it is one, unpack it yourself and open what is inside.`, `byte ${start + first.inflater.taken()}`, { given });
    }
    if (given >= (places[places.length - 1]?.given ?? 0) + spacing) {
      places.push(first.inflater.state());
      if (places.length > MOST_PLACES) {
        places = places.filter((_, k) => k % 2 === 1);
        spacing *= 2;
      }
    }
  }
  const size = first.inflater.given();
  const end = start + first.inflater.taken();
  if (first.inflater.isDone()) {
    if (end + TRAILER_BYTES > source.size) issues.add({ code: "gzip-truncated", severity: "warning", where: `byte ${source.size}`, message: `${source.name}: the check at the end of the archive is missing; its content is whole as far as can be told.` });
    else {
      const trailer = await source.read(end, TRAILER_BYTES, cancel);
      const stated = (trailer[0]! | (trailer[1]! << 8) | (trailer[2]! << 16) | (trailer[3]! << 24)) >>> 0;
      if (stated !== (crc ^ 0xffffffff) >>> 0) throw damaged(source.name, "the content contradicts its checksum: the file was damaged.", end);
    }
  }

  let decoder = createDecoder(source, start, undefined);
  /** Reads go one after the other: they share the decoder. */
  let queue: Promise<unknown> = Promise.resolve();

  async function readNow(offset: number, length: number, readCancel: Cancel | undefined): Promise<Uint8Array> {
    let best: InflateState | undefined;
    for (const place of places) if (place.given <= offset) best = place;
    const given = decoder.inflater.given();
    if (given > offset || given < (best?.given ?? 0)) decoder = createDecoder(source, start, best);
    try {
      while (decoder.inflater.given() < offset) await decoder.next(scratch.subarray(0, Math.min(scratch.length, offset - decoder.inflater.given())), readCancel);
      const result = new Uint8Array(length);
      for (let done = 0; done < length; ) done += await decoder.next(result.subarray(done), readCancel);
      return result;
    } catch (thrown) {
      decoder = createDecoder(source, start, undefined);
      throw thrown instanceof KlonosError && thrown.record.code === "inflate" ? damaged(source.name, thrown.message, offset) : thrown;
    }
  }

  return {
    name: source.name,
    size,
    async read(offset, length, readCancel) {
      throwIfCancelled(readCancel);
      requireRange(source.name, size, offset, length);
      const mine = queue.then(() => readNow(offset, length, readCancel));
      queue = mine.catch(() => undefined);
      return mine;
    },
    close: () => source.close(),
  };
}
