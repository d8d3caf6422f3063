import { lstat, readdir, readFile, unlink } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { saveAtomically } from "./atomic-save";
import { isMadeName } from "./made-recordings";
import { readProjectFile } from "./project-files";

/** Names that a project was ever seen to refer to: they stay, even when that project is later on a disk that is not there. */
const REFERRED = "referred.json";
/** A recording that was made or asked for again within these days stays: a week in which one may come back to it. */
const KEPT_DAYS = 7;
const DAY_MILLISECONDS = 86_400_000;
/** Files that one start looks at. */
const MOST_LOOKED_AT = 2000;

/** What may refer to a recording that was made. */
export interface MadeReferences {
  /** Folder of the recordings that were made. */
  readonly folder: string;
  /** Files that the window lists as opened lately. */
  readonly recent: readonly string[];
  /** Klonos' own project, which lists whatever was opened: only what it shows, or what was worked on, counts. */
  readonly automatic: string;
  /** Folders of the projects that are known. */
  readonly projects: readonly string[];
}

interface Entry {
  readonly id: string;
  readonly name: string;
}

/** Recordings of a project; none where its folder or its document is gone. @throws what else goes wrong: then nobody knows what it refers to. */
async function entriesOf(folder: string): Promise<{ readonly entries: readonly Entry[]; readonly shown: unknown }> {
  const file = await readProjectFile(folder, "project.json");
  if (file === undefined) return { entries: [], shown: undefined };
  const { recordings, window } = JSON.parse(file.text) as { readonly recordings?: readonly Partial<Entry & { readonly path: string; readonly sha256: string }>[]; readonly window?: { readonly shown?: unknown } };
  const entries = (recordings ?? []).flatMap(({ id, name, path, sha256 }) => [name, path === undefined ? undefined : basename(path)].flatMap((one) => (typeof one === "string" ? [{ id: id ?? String(sha256).slice(0, 16), name: one }] : [])));
  return { entries, shown: window?.shown };
}

/** True where a person did anything to a recording of the project. */
async function isWorkedOn(folder: string, id: string): Promise<boolean> {
  const file = await readProjectFile(folder, `recordings/${id}.json`);
  if (file === undefined) return false;
  const { audit, notes } = JSON.parse(file.text) as { readonly audit?: readonly unknown[]; readonly notes?: readonly unknown[] };
  return (audit?.length ?? 0) + (notes?.length ?? 0) > 0;
}

async function referredBefore(folder: string): Promise<readonly string[]> {
  try {
    const stored: unknown = JSON.parse(await readFile(join(folder, REFERRED), "utf8"));
    if (!Array.isArray(stored)) throw new SyntaxError(`${REFERRED} holds no list`);
    return stored.filter((name): name is string => typeof name === "string");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  }
}

/**
 * Clears recordings of *Simulate a recording…* that nothing refers to: no project that was ever known here, no recent file, no
 * work in Klonos' own project, and that were not made or asked for in the last days. Only files of the folder itself whose names
 * say that Klonos made them; where it cannot be told what refers to them, all stay. The same request makes the same file again.
 * @param now Milliseconds
 * @returns names of what was cleared
 * @throws KlonosError or the system's error where a project or the list of names cannot be read: nothing was cleared then
 */
export async function clearMade({ folder, recent, automatic, projects }: MadeReferences, now: number = Date.now()): Promise<readonly string[]> {
  const names = (await readdir(folder).catch(noFolder)).filter(isMadeName).slice(0, MOST_LOOKED_AT);
  if (names.length === 0) return [];
  const before = await referredBefore(folder);
  const referred = new Set(before);
  for (const project of projects) for (const { name } of (await entriesOf(project)).entries) if (isMadeName(name)) referred.add(name);
  if (referred.size > before.length) await saveAtomically(join(folder, REFERRED), JSON.stringify([...referred].sort(), undefined, 1));
  const kept = new Set(referred);
  const { entries, shown } = await entriesOf(automatic);
  for (const { id, name } of entries) if (isMadeName(name) && !kept.has(name) && (id === shown || (await isWorkedOn(automatic, id)))) kept.add(name);
  const recents = new Set(recent.map((path) => resolve(path)));
  const cleared: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    if (kept.has(name) || recents.has(resolve(path))) continue;
    const found = await lstat(path);
    if (!found.isFile() || now - found.mtimeMs < KEPT_DAYS * DAY_MILLISECONDS) continue;
    await unlink(path);
    cleared.push(name);
  }
  return cleared;
}

function noFolder(thrown: unknown): readonly string[] {
  if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
  throw thrown;
}
