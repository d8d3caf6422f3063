import { randomBytes } from "node:crypto";
import { lstat, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { KlonosError } from "../core/errors";

/** Mode of a new file before the umask. */
const NEW_FILE_MODE = 0o666;
const PERMISSION_BITS = 0o7777;

/**
 * Writes a file as a whole or not at all: a temporary file in the same folder, fsync, rename. An existing file keeps its
 * permissions, a symbolic link stays a link and its target is replaced. When anything fails the old file is as it was and no
 * temporary file is left. Pieces are written as they come.
 * @throws KlonosError `cannot-write` naming the file (not its folder) and what the system said; what the pieces' maker throws as KlonosError stays what it is.
 */
export async function saveAtomically(path: string, bytes: Uint8Array | string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
  let temporary: string | undefined;
  try {
    const target = await followLink(path);
    const mode = await existingMode(target);
    temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`);
    const file = await open(temporary, "wx", mode ?? NEW_FILE_MODE);
    try {
      // Each goes on where the one before ended.
      for await (const piece of typeof bytes === "string" || bytes instanceof Uint8Array ? [bytes] : bytes) await file.writeFile(piece);
      // The umask may have taken bits away that the replaced file had.
      if (mode !== undefined) await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
    temporary = undefined;
    await syncFolder(dirname(target));
  } catch (thrown) {
    if (temporary !== undefined) await removeQuietly(temporary);
    throw thrown instanceof KlonosError ? thrown : cannotWrite(path, thrown);
  }
}

/** The error of a file that cannot be written. */
export function cannotWrite(path: string, thrown: unknown): KlonosError {
  const reason = thrown instanceof Error ? thrown.message.replace(/, \w+ '.*$/s, "") : String(thrown);
  return new KlonosError("cannot-write", `“${basename(path)}” could not be written: ${reason}. Choose another folder, or make room and allow writing there.`, basename(path));
}

async function followLink(path: string): Promise<string> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await realpath(path) : path;
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return path;
    throw thrown;
  }
}

async function existingMode(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & PERMISSION_BITS;
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

/** Makes the rename itself last; Windows and some network folders cannot, and lose nothing that was promised. */
async function syncFolder(folder: string): Promise<void> {
  let handle;
  try {
    handle = await open(folder, "r");
    await handle.sync();
  } catch (thrown) {
    if (!FOLDER_SYNC_REFUSALS.has(codeOf(thrown))) throw thrown;
  } finally {
    await handle?.close();
  }
}
const FOLDER_SYNC_REFUSALS: ReadonlySet<string> = new Set(["EISDIR", "EPERM", "EACCES", "EINVAL", "ENOTSUP", "EBADF"]);

async function removeQuietly(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (thrown) {
    // It may never have been made; the failure that is reported is the first one.
    if (codeOf(thrown) !== "ENOENT") return;
  }
}

function codeOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
