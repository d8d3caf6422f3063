import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { type Cancel, KlonosError, throwIfCancelled } from "../core/errors";
import type { ByteSource } from "../formats/byte-source";

/** What must stay the same while a file is open, or samples of two files would be mixed. */
interface Fingerprint {
  readonly size: bigint;
  readonly modified: bigint;
  /** Names of the file; 0 when it was deleted, or replaced by another of its name, while it was open. */
  readonly links: bigint;
}

/**
 * Opens a file read-only for random access. Every read is followed by a look at the file's size and time of change.
 * @throws KlonosError `source-missing` (no such file, no permission), `not-a-file` (folder, device, pipe); from `read`
 * `short-read`, `source-changed`, `source-failed`. Messages carry the file's name, never its folder.
 */
export async function openFileSource(path: string, name = basename(path)): Promise<ByteSource> {
  let handle: FileHandle | undefined;
  try {
    // Asked before opening: to open a pipe would wait for its writer.
    if (!(await stat(path)).isFile()) throw new KlonosError("not-a-file", `“${name}” is a folder or a device. Choose a recording.`, name);
    handle = await open(path, "r");
    const known = await fingerprint(handle);
    return fileSource(handle, name, known);
  } catch (thrown) {
    await handle?.close();
    if (thrown instanceof KlonosError) throw thrown;
    throw new KlonosError("source-missing", `“${name}” cannot be opened: ${systemReason(thrown)}.`, name);
  }
}

function fileSource(handle: FileHandle, name: string, known: Fingerprint): ByteSource {
  const size = Number(known.size);
  let closed = false;

  function requireReadable(offset: number, length: number, cancel: Cancel | undefined): void {
    throwIfCancelled(cancel);
    if (closed) throw new KlonosError("source-failed", `“${name}” is already closed.`, name);
    if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(`A read of ${length} bytes at ${offset} is no range.`);
    }
    // Asked before allocating: a damaged header may claim terabytes.
    if (offset + length > size) throw shortRead(name, offset, length, Math.max(0, size - offset));
  }

  async function fill(bytes: Uint8Array, offset: number, cancel: Cancel | undefined): Promise<void> {
    const { length } = bytes;
    let got = 0;
    try {
      while (got < length) {
        const { bytesRead } = await handle.read(bytes, got, length - got, offset + got);
        if (bytesRead === 0) break;
        got += bytesRead;
        throwIfCancelled(cancel);
      }
      const now = await fingerprint(handle);
      if (now.size !== known.size || now.modified !== known.modified) throw sourceChanged(name, known, now);
      // Some network drives never count links: then nothing can be told.
      if (now.links === 0n && known.links > 0n) throw sourceDeleted(name);
    } catch (thrown) {
      if (thrown instanceof KlonosError) throw thrown;
      throw new KlonosError("source-failed", `“${name}” can no longer be read: ${systemReason(thrown)}. Open it again.`, `byte ${offset}`, { offset, wanted: length, got });
    }
    if (got < length) throw shortRead(name, offset, length, got);
  }

  return {
    name,
    size,
    version: `${known.size} ${known.modified}`,
    async read(offset, length, cancel) {
      requireReadable(offset, length, cancel);
      const bytes = new Uint8Array(length);
      await fill(bytes, offset, cancel);
      return bytes;
    },
    async readInto(target, offset, cancel) {
      requireReadable(offset, target.length, cancel);
      await fill(target, offset, cancel);
    },
    async close() {
      if (closed) return;
      closed = true;
      await handle.close();
    },
  };
}

async function fingerprint(handle: FileHandle): Promise<Fingerprint> {
  const { size, mtimeNs, nlink } = await handle.stat({ bigint: true });
  return { size, modified: mtimeNs, links: nlink };
}

function shortRead(name: string, offset: number, wanted: number, got: number): KlonosError {
  return new KlonosError("short-read", `“${name}”: ${wanted} bytes were wanted at byte ${offset}, the file gave ${got}. It is shorter than its header says.`, `byte ${offset}`, { offset, wanted, got });
}

function sourceDeleted(name: string): KlonosError {
  return new KlonosError("source-changed", `“${name}” was deleted, or replaced by another file, while it was open. Open it again from where it is now.`, name);
}

function sourceChanged(name: string, known: Fingerprint, now: Fingerprint): KlonosError {
  const what = now.size === known.size ? "its contents were written" : `its size went from ${known.size} to ${now.size} bytes`;
  return new KlonosError("source-changed", `“${name}” was changed by another program while it was open: ${what}. Open it again when the recording is finished.`, name, {
    sizeBefore: Number(known.size),
    sizeNow: Number(now.size),
  });
}

const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EACCES: "reading it is not permitted",
  EPERM: "reading it is not permitted",
  EISDIR: "it is a folder",
  EMFILE: "too many files are open",
  EIO: "the disk or the network failed",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "its name is too long",
};

/** What the system said, without the path that Node puts into its messages. */
function systemReason(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === "string" ? (SYSTEM_REASONS[code] ?? code) : "of an unknown failure";
}
