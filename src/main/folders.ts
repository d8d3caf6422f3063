import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { KlonosError } from "../core/errors";
import { hasRecordingExtension } from "../protocol/recording-extensions";

/**
 * Paths of files, with each folder replaced by the files in it that have the ending of a recording, by name. Folders inside are left alone.
 * @throws `empty-folder` where a folder holds none.
 */
export function withoutFolders(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    const inside = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isFile() && hasRecordingExtension(entry.name)).map(({ name }) => name).sort((a, b) => a.localeCompare(b));
    if (inside.length === 0) throw new KlonosError("empty-folder", `The folder ${basename(path)} holds no file with the ending of a recording. Open one of its folders, or a file.`, "");
    return inside.map((name) => join(path, name));
  });
}
