import { mkdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { KlonosError } from "../core/errors";
import { cannotWrite } from "./atomic-save";

/**
 * Makes a folder and the folders above it that are missing. Not by `mkdir({ recursive: true })`: where the system says that a
 * folder's parent is missing although it is there (`/proc`), Node tries again for ever.
 * @throws KlonosError `cannot-write`
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeWithParents(resolve(folder));
  } catch (thrown) {
    throw thrown instanceof KlonosError ? thrown : cannotWrite(folder, thrown);
  }
}

async function makeWithParents(folder: string): Promise<void> {
  const there = await stat(folder).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw thrown;
  });
  if (there?.isDirectory() === true) return;
  if (there !== undefined) throw new KlonosError("cannot-write", `“${basename(folder)}” is a file, not a folder. Choose another name for the folder.`, basename(folder));
  const parent = dirname(folder);
  if (parent !== folder) await makeWithParents(parent);
  try {
    await mkdir(folder);
  } catch (thrown) {
    // Another program may have been quicker.
    if ((thrown as NodeJS.ErrnoException).code !== "EEXIST") throw thrown;
  }
}
