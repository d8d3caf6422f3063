import { type Cancel, throwIfCancelled } from "../core/errors";
import type { ByteSource } from "./byte-source";

/** Goes through a file from front to back, a block at a time. */
export interface ByteCursor {
  /** Position in the file of the next byte. */
  readonly position: () => number;
  /** Bytes from the position on: at least `least` of them unless the file ends before. Valid until the next call. */
  ahead(least: number): Promise<DataView>;
  /** Moves on, also beyond what was looked at. */
  skip(bytes: number): void;
}

const BLOCK_BYTES = 256 * 1024;

/** `least` may not be more than the reader is ready to hold; a block is 256 KiB. */
export function createByteCursor(source: ByteSource, start: number, cancel: Cancel | undefined): ByteCursor {
  let block: Uint8Array = new Uint8Array(0);
  let blockOffset = start;
  let at = start;
  return {
    position: () => at,
    skip: (bytes) => (at += bytes),
    async ahead(least) {
      const wanted = Math.min(least, source.size - at);
      if (at < blockOffset || at + wanted > blockOffset + block.length) {
        throwIfCancelled(cancel);
        block = await source.read(at, Math.max(0, Math.min(Math.max(BLOCK_BYTES, wanted), source.size - at)), cancel);
        blockOffset = at;
      }
      return new DataView(block.buffer, block.byteOffset + (at - blockOffset), block.length - (at - blockOffset));
    },
  };
}
