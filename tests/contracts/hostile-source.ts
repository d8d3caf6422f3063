import { throwIfCancelled } from "../../src/core/errors";
import type { ByteSource } from "../../src/formats/byte-source";
import { requireRange, shortRead } from "../../src/formats/source-range";

export interface HostileOptions {
  /** Reads that reach beyond this byte fail as a file does that was cut while open. */
  readonly cutAt?: number;
  /** Every read is handed over in a buffer at an odd offset. */
  readonly odd?: boolean;
}

export interface HostileSource extends ByteSource {
  /** Longest single read so far, in bytes. */
  readonly longestRead: () => number;
  readonly bytesRead: () => number;
  readonly isClosed: () => boolean;
}

/**
 * A source that keeps the letter of the contract and nothing else: it answers late and out of order, hands out buffers with
 * foreign bytes around the answer, and fails where the file was cut.
 */
export function hostileSource(name: string, bytes: Uint8Array, options: HostileOptions = {}): HostileSource {
  let longest = 0;
  let total = 0;
  let calls = 0;
  let closed = false;
  return {
    name,
    size: bytes.length,
    async read(offset, length, cancel) {
      throwIfCancelled(cancel);
      requireRange(name, bytes.length, offset, length);
      if (closed) throw new Error(`${name} was read after it was closed`);
      calls += 1;
      // Every third answer overtakes the others.
      if (calls % 3 !== 0) await new Promise<void>((resolve) => setTimeout(resolve, 0));
      else await Promise.resolve();
      longest = Math.max(longest, length);
      total += length;
      if (options.cutAt !== undefined && offset + length > options.cutAt) throw shortRead(name, offset, length, Math.max(0, options.cutAt - offset));
      const before = options.odd === true ? 7 : 16;
      const wide = new Uint8Array(before + length + 13).fill(0xaa);
      wide.set(bytes.subarray(offset, offset + length), before);
      return wide.subarray(before, before + length);
    },
    async close() {
      closed = true;
    },
    longestRead: () => longest,
    bytesRead: () => total,
    isClosed: () => closed,
  };
}
