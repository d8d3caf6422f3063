import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { saveAtomically } from "../node/atomic-save";

const KEPT = 12;

interface RecentFile {
  readonly id: string;
  readonly path: string;
}

/** Files that were opened, newest first, kept in one JSON file of the user's profile. */
export interface RecentFiles {
  list(): readonly { readonly id: string; readonly name: string }[];
  /** For the shell alone: the page is told no path. */
  paths(): readonly string[];
  pathOf(id: string): string | undefined;
  add(path: string): Promise<void>;
}

/** The name of a file; of namesakes also that of the nearest folder in which they differ. Never a path: the page is not told any. */
function toldApart(path: string, all: readonly string[]): string {
  const name = basename(path);
  const namesakes = all.filter((other) => basename(other) === name);
  if (namesakes.length < 2) return name;
  const folder = (of: string, levels: number): string => (levels === 0 ? basename(of) : folder(dirname(of), levels - 1));
  for (let levels = 1; levels < path.length; levels++) {
    if (new Set(namesakes.map((other) => folder(other, levels))).size === namesakes.length) return `${name} (${folder(path, levels)})`;
  }
  return `${name} (${folder(path, 1)})`;
}

/** Reads the list; a missing or damaged file is an empty list, because nothing of the user's work is in it. */
export async function loadRecentFiles(file: string): Promise<RecentFiles> {
  let entries: readonly RecentFile[] = [];
  try {
    const stored: unknown = JSON.parse(await readFile(file, "utf8"));
    if (Array.isArray(stored)) {
      entries = stored.filter((path): path is string => typeof path === "string").map((path) => ({ id: randomUUID(), path }));
    }
  } catch {
    entries = [];
  }
  return {
    list: () => {
      const paths = entries.map(({ path }) => path);
      return entries.map(({ id, path }) => ({ id, name: toldApart(path, paths) }));
    },
    paths: () => entries.map(({ path }) => path),
    pathOf: (id) => entries.find((entry) => entry.id === id)?.path,
    async add(path) {
      entries = [{ id: randomUUID(), path }, ...entries.filter((entry) => entry.path !== path)].slice(0, KEPT);
      await saveAtomically(file, new TextEncoder().encode(JSON.stringify(entries.map((entry) => entry.path), undefined, 1)));
    },
  };
}
