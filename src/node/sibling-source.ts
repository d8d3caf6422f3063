import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { ByteSource } from "../formats/byte-source";
import { openFileSource } from "./file-source";

/**
 * Opens a file of the folder in which `path` lies, by its plain name. A name with a folder in it never leaves: it is no file of
 * this folder. With `levelsUp` it is looked for that many folders above, by its exact name. Upper and lower case may differ, as they do after a copy from another system.
 * @returns undefined where there is no such file.
 * @throws what `openFileSource` throws for a file that is there and cannot be opened.
 */
export async function openSiblingFile(path: string, name: string, levelsUp = 0): Promise<ByteSource | undefined> {
  if (name === "" || name === "." || name === ".." || basename(name) !== name || name.includes("\\")) return undefined;
  if (levelsUp > 0) {
    // Most of the names that a data set might have are not there: nothing is listed for them.
    const above = join(dirname(path), ...Array.from({ length: levelsUp }, () => ".."), name);
    return (await stat(above).catch(() => undefined))?.isFile() === true ? openFileSource(above) : undefined;
  }
  const folder = dirname(path);
  const names = await readdir(folder);
  const found = names.find((candidate) => candidate === name) ?? names.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : openFileSource(join(folder, found));
}
