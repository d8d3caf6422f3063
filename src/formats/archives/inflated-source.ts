import { type Cancel, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { createInflater, type InflateState } from "./inflate";
import { requireRange } from "../source-range";

/** RFC 1950: two bytes before the stream, the Adler-32 of the content after it. */
const ZLIB_HEADER_BYTES = 2;
const ZLIB_CHECK_BYTES = 4;
const ADLER_MODULUS = 65521;
/** Additions before the sums must be reduced, so that they stay exact. */
const ADLER_RUN = 3800;
const INPUT_BYTES = 64 * 1024;
const SCRATCH_BYTES = 64 * 1024;
/** Places to go on from are kept this far apart at least, and no more of them than this (33 KiB each). */
const LEAST_SPACING_BYTES = 1024 * 1024;
const MOST_PLACES = 128;
/** DEFLATE makes no more than 1032 bytes out of one (a match of 258 in two bits). */
export const MOST_BYTES_PER_BYTE = 1032;

interface Adler {
  readonly low: number;
  readonly high: number;
}

interface Place {
  readonly state: InflateState;
  readonly adler: Adler;
}

function addAdler({ low, high }: Adler, bytes: Uint8Array, count: number): Adler {
  let a = low;
  let b = high;
  for (let at = 0; at < count; ) {
    const end = Math.min(count, at + ADLER_RUN);
    for (; at < end; at += 1) {
      a += bytes[at]!;
      b += a;
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  return { low: a, high: b };
}

/** True when two bytes are the beginning of a zlib stream without a dictionary. */
export function looksLikeZlib(head: Uint8Array): boolean {
  const [first = 0, second = 0] = head;
  return (first & 15) === 8 && first >> 4 <= 7 && (first * 256 + second) % 31 === 0 && (second & 0x20) === 0;
}

/**
 * The content of a zlib stream (bytes `start` … `start + length` of `source`) as a source of its own: random access, although a
 * stream can only be decoded forward. Places to go on from are kept every mebibyte or more, so that a read decodes at most
 * about a hundredth of the stream; memory does not grow with it. `close` does nothing: the other source belongs to whoever opened it.
 * @throws KlonosError `inflate` from `read` where the stream is damaged, ends early or contradicts its checksum.
 */
export function inflatedSource(source: ByteSource, start: number, length: number, size: number): ByteSource {
  const first = start + ZLIB_HEADER_BYTES;
  const streamBytes = length - ZLIB_HEADER_BYTES;
  const spacing = Math.max(LEAST_SPACING_BYTES, Math.ceil(size / MOST_PLACES));
  const places: Place[] = [];
  let inflater = createInflater();
  let adler: Adler = { low: 1, high: 0 };
  let input = new Uint8Array(0);
  /** Byte of the stream at which `input` begins. */
  let inputAt = 0;
  const scratch = new Uint8Array(SCRATCH_BYTES);
  /** Reads go one after the other: they share the decoder. */
  let queue: Promise<unknown> = Promise.resolve();

  function goBackTo(offset: number): void {
    let best: Place | undefined;
    for (const place of places) if (place.state.given <= offset) best = place;
    if (inflater.given() <= offset && inflater.given() >= (best?.state.given ?? 0)) return;
    inflater = createInflater(best?.state);
    adler = best?.adler ?? { low: 1, high: 0 };
  }

  async function checkSum(cancel: Cancel | undefined): Promise<void> {
    const at = inflater.taken();
    if (at + ZLIB_CHECK_BYTES > streamBytes) return;
    const check = await source.read(first + at, ZLIB_CHECK_BYTES, cancel);
    if (check[0]! * 256 + check[1]! !== adler.high || check[2]! * 256 + check[3]! !== adler.low) {
      throw new KlonosError("inflate", `${source.name}: the compressed data at byte ${start} contradict their checksum: the file was damaged. Copy it again from its origin.`, `byte ${start}`);
    }
  }

  function stepTo(bytes: Uint8Array, isAll: boolean, output: Uint8Array): number {
    const given = inflater.given();
    try {
      return inflater.step(bytes, isAll, output);
    } catch (thrown) {
      if (!(thrown instanceof KlonosError)) throw thrown;
      // What the decoder holds is not to be trusted any more.
      inflater = createInflater();
      adler = { low: 1, high: 0 };
      throw new KlonosError("inflate", `${source.name}: ${thrown.message} (After ${given} of ${size} bytes of the stream at byte ${start}.) Copy the file again from its origin, or save it without compression.`, `byte ${start}`, { given, size });
    }
  }

  /** Decodes the next bytes into `output`; at least one. */
  async function advance(output: Uint8Array, cancel: Cancel | undefined): Promise<number> {
    for (;;) {
      throwIfCancelled(cancel);
      const taken = inflater.taken();
      const held = inputAt + input.length - taken;
      if (taken < inputAt || held < INPUT_BYTES / 2) {
        const wanted = Math.min(INPUT_BYTES, streamBytes - taken);
        // Bytes that are held already are kept: a decoder that stands still would read them again and again.
        if (taken < inputAt || held < wanted) {
          input = (await source.read(first + taken, wanted, cancel)) as Uint8Array<ArrayBuffer>;
          inputAt = taken;
        }
      }
      const given = inflater.given();
      const got = stepTo(input.subarray(inflater.taken() - inputAt), inputAt + input.length >= streamBytes, output);
      if (got > 0) {
        adler = addAdler(adler, output, got);
        if (inflater.given() >= (places[places.length - 1]?.state.given ?? 0) + spacing) places.push({ state: inflater.state(), adler });
        if (inflater.isDone()) await checkSum(cancel);
        return got;
      }
      if (inflater.isDone()) {
        throw new KlonosError("inflate", `${source.name}: the compressed data at byte ${start} end after ${given} bytes, ${size} were expected. The file was damaged; copy it again from its origin.`, `byte ${start}`, { given, size });
      }
    }
  }

  async function finish(cancel: Cancel | undefined): Promise<void> {
    const taken = inflater.taken();
    const wanted = Math.min(INPUT_BYTES, streamBytes - taken);
    const extra = stepTo(await source.read(first + taken, wanted, cancel), true, scratch.subarray(0, 1));
    // A stream that is longer than the array it holds is read as far as that goes.
    if (extra === 0 && inflater.isDone()) await checkSum(cancel);
    else goBackTo(0);
  }

  async function readNow(offset: number, count: number, cancel: Cancel | undefined): Promise<Uint8Array> {
    goBackTo(offset);
    while (inflater.given() < offset) await advance(scratch.subarray(0, Math.min(scratch.length, offset - inflater.given())), cancel);
    const result = new Uint8Array(count);
    for (let done = 0; done < count; ) done += await advance(result.subarray(done, Math.min(count, done + SCRATCH_BYTES)), cancel);
    // The mark of the end comes after the last byte, and only then the checksum.
    if (count > 0 && offset + count === size && !inflater.isDone()) await finish(cancel);
    return result;
  }

  return {
    name: source.name,
    size,
    async read(offset, count, cancel): Promise<Uint8Array> {
      throwIfCancelled(cancel);
      requireRange(source.name, size, offset, count);
      const mine = queue.then(() => readNow(offset, count, cancel)).finally(() => (input = new Uint8Array(0)));
      queue = mine.catch(() => undefined);
      return mine;
    },
    async close(): Promise<void> {},
  };
}
