import { createSHA256 } from "hash-wasm";
import { type Cancel, KlonosError, type Progress } from "../core/errors";
import type { ByteSource, SiblingSource } from "../formats/byte-source";
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

/**
 * SHA-256 of a recording. Of one file: that file's. Of several (`otherFiles` of its reader): SHA-256 of the lines
 * `<hash>  <name>\n` of the opened file and then of the others in code-unit order, that is what
 * `sha256sum a.hea a.dat | sha256sum` prints.
 * @throws KlonosError `missing-file` when a file that was there when the recording was opened is gone.
 */
export async function hashRecording(source: ByteSource, otherFiles: readonly string[], siblings: SiblingSource, breathe: Breathe, cancel?: Cancel, progress?: Progress): Promise<string> {
  const own = await hashSource(source, breathe, cancel, (fraction, doing) => progress?.(fraction / (otherFiles.length + 1), doing));
  if (otherFiles.length === 0) return own;
  let lines = `${own}  ${source.name}\n`;
  for (const [index, name] of otherFiles.entries()) {
    const other = await siblings(name);
    if (other === undefined) throw new KlonosError("missing-file", `“${name}”, which belongs to ${source.name}, is no longer beside it. Put it back and open the recording again.`, name, { file: name });
    try {
      lines += `${await hashSource(other, breathe, cancel, (fraction, doing) => progress?.((index + 1 + fraction) / (otherFiles.length + 1), doing))}  ${name}\n`;
    } finally {
      await other.close();
    }
  }
  const hasher = await createSHA256();
  return hasher.init().update(new TextEncoder().encode(lines)).digest("hex");
}
