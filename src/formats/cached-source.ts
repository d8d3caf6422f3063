import { type Cancel, KlonosError, throwIfCancelled } from "../core/errors";
import type { ByteSource } from "./byte-source";
import { requireRange, shortRead } from "./source-range";

/** Sizes of a cache of blocks, in bytes. */
export interface CacheLimits {
  /** Size of one cached block in bytes; reads of the medium are whole blocks. */
  readonly blockBytes: number;
  /** Upper limit of what is kept; at least one block is. Blocks in flight come on top. */
  readonly maxBytes: number;
}

/** 256 KiB: a few records of a 16-channel 2 kHz EDF, and a read at which a disk is no longer bound by the call itself. */
const DEFAULT_BLOCK_BYTES = 256 * 1024;
/** 32 MiB: ten minutes of 13 channels at 2 kHz and 16 bits; the second channel then costs no read. */
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
/** Reads longer than this share of the cache go straight to the medium: they would only push everything else out. */
const BYPASS_SHARE = 0.5;

/**
 * Keeps the most recently used blocks of another source. Reads that overlap in time share one fetch of a block; what is
 * returned is always the caller's own copy. A failed fetch is not kept, so the next read tries again. One caller's cancel
 * never disturbs another: it only stops the waiting. `close` forgets the blocks and closes the other source.
 */
export function cachedSource(source: ByteSource, limits: Partial<CacheLimits> = {}): ByteSource {
  const blockBytes = limits.blockBytes ?? DEFAULT_BLOCK_BYTES;
  const maxBytes = limits.maxBytes ?? DEFAULT_MAX_BYTES;
  if (!Number.isSafeInteger(blockBytes) || blockBytes < 1) throw new RangeError(`blockBytes must be a positive integer, not ${blockBytes}`);
  const maxBlocks = Math.max(1, Math.floor(maxBytes / blockBytes));
  const { name, size } = source;
  /** Map order is age: a used block is put back at the end. */
  const blocks = new Map<number, Uint8Array>();
  const inFlight = new Map<number, Promise<Uint8Array>>();
  let closed = false;

  function keep(index: number, block: Uint8Array): void {
    if (closed) return;
    blocks.delete(index);
    blocks.set(index, block);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= maxBlocks) break;
      blocks.delete(oldest);
    }
  }

  async function fetchBlock(index: number): Promise<Uint8Array> {
    const offset = index * blockBytes;
    const length = Math.min(blockBytes, size - offset);
    try {
      const block = await source.read(offset, length);
      if (block.length !== length) throw shortRead(name, offset, length, block.length);
      keep(index, block);
      return block;
    } finally {
      inFlight.delete(index);
    }
  }

  function blockAt(index: number): Uint8Array | Promise<Uint8Array> {
    const known = blocks.get(index);
    if (known !== undefined) {
      keep(index, known);
      return known;
    }
    const pending = inFlight.get(index);
    if (pending !== undefined) return pending;
    const fetched = fetchBlock(index);
    inFlight.set(index, fetched);
    return fetched;
  }

  async function fill(target: Uint8Array, offset: number, cancel: Cancel | undefined): Promise<void> {
    for (let done = 0; done < target.length; ) {
      const position = offset + done;
      const index = Math.floor(position / blockBytes);
      const block = await blockAt(index);
      throwIfCancelled(cancel);
      const from = position - index * blockBytes;
      const part = block.subarray(from, Math.min(block.length, from + target.length - done));
      target.set(part, done);
      done += part.length;
    }
  }

  return {
    name,
    size,
    version: source.version,
    async read(offset: number, length: number, cancel?: Cancel): Promise<Uint8Array> {
      throwIfCancelled(cancel);
      if (closed) throw new KlonosError("source-failed", `${name}: the file is already closed.`);
      requireRange(name, size, offset, length);
      if (length > maxBlocks * blockBytes * BYPASS_SHARE && length > blockBytes) return source.read(offset, length, cancel);
      const result = new Uint8Array(length);
      await fill(result, offset, cancel);
      return result;
    },
    async readInto(target: Uint8Array, offset: number, cancel?: Cancel): Promise<void> {
      throwIfCancelled(cancel);
      if (closed) throw new KlonosError("source-failed", `${name}: the file is already closed.`);
      requireRange(name, size, offset, target.length);
      await fill(target, offset, cancel);
    },
    async close(): Promise<void> {
      closed = true;
      blocks.clear();
      await source.close();
    },
  };
}
