import { readdir, readFile, stat, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { ByteCache } from "../services/byte-cache";
import { saveAtomically } from "./atomic-save";
import { makeFolder } from "./make-folder";

/** What the folder holds at most; the entries that were used longest ago go first. */
const MOST_BYTES = 1024 * 1024 * 1024;
const NAME = /^[0-9a-f]{64}$/;

/** A cache in a folder of the user's own: one file an entry. Whatever fails (a full disk, a read-only folder) is as if nothing were kept. */
export function folderCache(folder: string, mostBytes = MOST_BYTES): ByteCache {
  const pathOf = (name: string): string => {
    if (!NAME.test(name)) throw new RangeError(`“${name}” is no name of a cache entry`);
    return join(folder, name);
  };
  return {
    async load(name) {
      const path = pathOf(name);
      try {
        const bytes = new Uint8Array(await readFile(path));
        const now = new Date();
        await utimes(path, now, now);
        return bytes;
      } catch {
        return undefined;
      }
    },
    async save(name, bytes) {
      const path = pathOf(name);
      try {
        await makeFolder(folder);
        await saveAtomically(path, bytes);
        await prune(folder, mostBytes);
      } catch {
        // Not kept: it is made again the next time.
        return;
      }
    },
  };
}

async function prune(folder: string, mostBytes: number): Promise<void> {
  const entries = await Promise.all(
    (await readdir(folder)).filter((name) => NAME.test(name)).map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, size, mtimeMs };
    }),
  );
  entries.sort((a, b) => a.mtimeMs - b.mtimeMs);
  let total = entries.reduce((sum, { size }) => sum + size, 0);
  for (const { name, size } of entries) {
    if (total <= mostBytes) return;
    await unlink(join(folder, name));
    total -= size;
  }
}
