import { type Cancel, throwIfCancelled } from "../core/errors";
import type { ByteSource } from "./byte-source";
import { requireRange } from "./source-range";

/** A file that is already in memory. The bytes are not copied on creation and must not change afterwards; every `read` is a copy. */
export function memorySource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    async read(offset: number, length: number, cancel?: Cancel): Promise<Uint8Array> {
      throwIfCancelled(cancel);
      requireRange(name, bytes.length, offset, length);
      // A Node Buffer's slice() would share memory: Uint8Array.prototype.slice always copies.
      return Uint8Array.prototype.slice.call(bytes, offset, offset + length);
    },
    async readInto(target: Uint8Array, offset: number, cancel?: Cancel): Promise<void> {
      throwIfCancelled(cancel);
      requireRange(name, bytes.length, offset, target.length);
      target.set(bytes.subarray(offset, offset + target.length));
    },
    view(offset: number, length: number): Uint8Array {
      requireRange(name, bytes.length, offset, length);
      return bytes.subarray(offset, offset + length);
    },
    async close(): Promise<void> {},
  };
}
