import { baseNameOf } from "../services/exports/file-names";

/**
 * One base name for the output of each input file, in order. Two inputs of the same name (in two folders, with two endings, or
 * the same file twice) get `name`, `name-2`, `name-3`: nothing is overwritten in silence. Compared without case, as some file
 * systems do.
 */
export function outputNames(files: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const base = baseNameOf(file);
    let name = base;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}-${count}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
