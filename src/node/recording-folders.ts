import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { KlonosError } from "../core/errors";
import { DEEPEST_FOLDER, isPassedOver, MOST_FOLDER_FILES, recordingsOfFolder } from "../protocol/recording-files";

/** Files in a folder and below it, from the folder, with `/`. Links are not followed. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  async function look(at: string, below: string, depth: number): Promise<void> {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      if (found.length >= MOST_FOLDER_FILES) return;
      if (entry.isFile()) found.push(`${below}${entry.name}`);
      else if (entry.isDirectory() && depth < DEEPEST_FOLDER && !isPassedOver(entry.name)) await look(join(at, entry.name), `${below}${entry.name}/`, depth + 1);
    }
  }
  await look(folder, "", 0);
  return found;
}

/**
 * Files as they are; each folder as the recordings it stands for (`recordingsOfFolder`).
 * @throws KlonosError `empty-folder` where a folder holds none; messages carry its name, never its place.
 */
export async function withFoldersOpened(paths: readonly string[]): Promise<readonly string[]> {
  const all: string[] = [];
  for (const path of paths) {
    // A file that is gone stays: opening it says so.
    const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
    const inside = isFolder ? recordingsOfFolder(await filesIn(path)) : undefined;
    if (inside?.length === 0) throw new KlonosError("empty-folder", `The folder ${basename(path)} holds no file with the ending of a recording, and no BIDS-EMG data set. Open one of the folders in it, or a file.`, basename(path));
    all.push(...(inside === undefined ? [path] : inside.map((name) => join(path, ...name.split("/")))));
  }
  return all;
}
