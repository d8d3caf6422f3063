import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { openFileSource } from "./file-source";
import { openSiblingFile } from "./sibling-source";

/** What is known of a recording that is looked for. */
export interface WantedRecording {
  readonly path?: string | undefined;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** How far around the expected place a moved file is looked for. */
const SEARCH_DEPTH = 3;
const MOST_ENTRIES = 20_000;
/** Files of the right size that are read to compare their SHA-256. */
const MOST_HASHED = 16;

/** Where a recording of a project is now: in its place and the same, in its place but changed, in another place, or nowhere. */
export type FoundRecording = { readonly kind: "found" | "changed" | "moved"; readonly file: string } | { readonly kind: "missing" };

/** The place of a file as a project keeps it: relative to its folder, with `/`; absolute only on another drive. */
export function placeFrom(folder: string, file: string): string {
  const path = relative(folder, file);
  return isAbsolute(path) ? path : path.split(sep).join("/");
}

/**
 * Looks for a recording: at its place, by the size (the scan that follows compares the SHA-256); else by SHA-256 around the
 * place, around the project and below the folder above both, files of the same name first.
 */
export async function findRecording(folder: string, wanted: WantedRecording): Promise<FoundRecording> {
  const expected = wanted.path === undefined ? undefined : resolve(folder, wanted.path);
  const atPlace = expected === undefined ? undefined : await sizeOf(expected);
  if (expected !== undefined && atPlace === wanted.size) return { kind: "found", file: expected };
  const roots = [...new Set([...(expected === undefined ? [] : [dirname(expected)]), folder, dirname(folder)])];
  const candidates: string[] = [];
  const seen = new Set<string>();
  let entries = 0;
  const walk = async (place: string, depth: number): Promise<void> => {
    if (seen.has(place) || entries >= MOST_ENTRIES) return;
    seen.add(place);
    const names = await readdir(place, { withFileTypes: true }).catch(() => []);
    entries += names.length;
    for (const entry of names) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) {
        if (depth > 0 && !entry.name.startsWith(".") && entry.name !== "node_modules") await walk(path, depth - 1);
      } else if (entry.isFile() && path !== expected && (await sizeOf(path)) === wanted.size) candidates.push(path);
    }
  };
  for (const root of roots) await walk(root, SEARCH_DEPTH);
  const sameName = (file: string): number => (basename(file).toLowerCase() === wanted.name.toLowerCase() ? 0 : 1);
  const ordered = [...new Set(candidates)].sort((a, b) => sameName(a) - sameName(b) || a.length - b.length || (a < b ? -1 : 1));
  for (const file of ordered.slice(0, MOST_HASHED)) {
    if ((await hashOf(file)) === wanted.sha256 || (await hashOfSet(file)) === wanted.sha256) return { kind: "moved", file };
  }
  return expected !== undefined && atPlace !== undefined ? { kind: "changed", file: expected } : { kind: "missing" };
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}

/** Of a recording in several files, of which this is the one that is opened; undefined where it is none. */
async function hashOfSet(path: string): Promise<string | undefined> {
  try {
    // The readers are not needed before something has moved.
    const { setHash } = await import("../services/set-hash");
    return await setHash(await openFileSource(path), (name, levelsUp) => openSiblingFile(path, name, levelsUp));
  } catch {
    // Another kind of file of the same size, or a set that is not whole: not the one that is looked for.
    return undefined;
  }
}

function hashOf(path: string): Promise<string | undefined> {
  return new Promise((done) => {
    const hash = createHash("sha256");
    createReadStream(path)
      .on("data", (chunk) => hash.update(chunk))
      .on("error", () => done(undefined))
      .on("end", () => done(hash.digest("hex")));
  });
}
