import { KlonosError, throwIfCancelled, type Cancel } from "../core/errors";
import type { ByteSource } from "../formats/byte-source";

/** Random access to a file that the user chose in the browser. `read` gives a fresh buffer each time. */
export function blobSource(name: string, blob: Blob): ByteSource {
  return {
    name,
    size: blob.size,
    // A Blob without a time may hold anything.
    version: blob instanceof File ? `${blob.size} ${blob.lastModified}` : undefined,
    async read(offset: number, length: number, cancel?: Cancel): Promise<Uint8Array> {
      throwIfCancelled(cancel);
      const got = Math.max(0, Math.min(length, blob.size - offset));
      if (got < length) {
        throw new KlonosError("short-read", `${name} ends at byte ${blob.size}; ${length} bytes were wanted from byte ${offset}. The file may be truncated.`, `byte ${offset}`, { offset, wanted: length, got });
      }
      try {
        // A look without a read: only a byte that is fetched tells whether the file is still what was chosen.
        if (length === 0 && blob.size > 0) await blob.slice(0, 1).arrayBuffer();
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (thrown) {
        throw new KlonosError(
          "source-failed",
          `${name} can no longer be read (${thrown instanceof Error ? thrown.message : String(thrown)}). It may have been moved, changed or deleted since it was chosen: open it again.`,
          `byte ${offset}`,
          { offset, wanted: length },
        );
      }
    },
    async close(): Promise<void> {},
  };
}
