import { readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { saveAtomically } from "./atomic-save";
import { makeFolder } from "./make-folder";

/** What `services/simulation.ts` calls its files. No other name is taken from a page: none with a folder, of a device, or hidden. */
const MADE_NAME = /^simulated-[\w.-]+\.edf$/;

/** Where recordings that the engine made lie in the profile, each under a name that says what it is. */
export function madeFolder(profileFolder: string): string {
  return join(profileFolder, "simulated");
}

/** True for the name of a recording that the engine made. */
export function isMadeName(name: string): boolean {
  return MADE_NAME.test(name);
}

/**
 * Keeps a recording that the engine made. Equal requests give equal files, so that one which is there already is left alone: it may be
 * open, and Windows replaces no open file.
 * @param name One that `isMadeName` takes.
 * @returns its place
 * @throws KlonosError `cannot-write`
 */
export async function keepMade(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  await makeFolder(folder);
  const path = join(folder, name);
  // A file that cannot be read is written anew, which says why where that fails too.
  const there = await readFile(path).catch(() => undefined);
  if (there?.equals(bytes) !== true) await saveAtomically(path, bytes);
  // Asked for again: it is not cleared for some days more. A clock that cannot be set costs no more than that.
  else await utimes(path, new Date(), new Date()).catch(() => undefined);
  return path;
}
