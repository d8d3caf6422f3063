import { createSHA256 } from "hash-wasm";
import type { Cancel, Progress } from "../core/errors";
import type { ByteSource } from "../formats/byte-source";
import type { Breathe } from "./breathe";

/** One read of the medium: long enough that the disk and not the call is the bound, short enough to stop soon. */
const BLOCK_BYTES = 1024 * 1024;

/** SHA-256 of a whole source in lower-case hexadecimal, in one pass of bounded memory. */
export async function hashSource(source: ByteSource, breathe: Breathe, cancel?: Cancel, progress?: Progress): Promise<string> {
  const hasher = await createSHA256();
  hasher.init();
  for (let offset = 0; offset < source.size; offset += BLOCK_BYTES) {
    await breathe(cancel);
    hasher.update(await source.read(offset, Math.min(BLOCK_BYTES, source.size - offset), cancel));
    progress?.(Math.min(1, (offset + BLOCK_BYTES) / source.size), "Computing the file's SHA-256");
  }
  return hasher.digest("hex");
}
