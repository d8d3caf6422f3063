import { createHash } from "node:crypto";
import { readdir, readFile, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KlonosError } from "../core/errors";
import type { ProjectChange, ProjectFile } from "../protocol/project-api";
import { cannotWrite, saveAtomically } from "./atomic-save";
import { makeFolder } from "./make-folder";

/** What Klonos keeps beside the documents and what may be thrown away: lock, journal, caches. */
export const PRIVATE_FOLDER = ".klonos";
const JOURNAL = "journal.json";
const JOURNAL_SCHEMA = "klonos-journal/1";
const FOLDERS = ["sessions", "recordings", "readings"] as const;
/** Leftovers of saves that were killed: `.name.<12 hex>.tmp` of atomic-save. */
const TEMPORARY = /^\..+\.[0-9a-f]{12}\.tmp$/;
/** A younger temporary file may be somebody's save under way. */
const TEMPORARY_AGE_MILLISECONDS = 60_000;

/** SHA-256 of a text as UTF-8: the name of a file's version. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** A file of the project; undefined when there is none. @throws KlonosError `project-file` when it cannot be read. */
export async function readProjectFile(folder: string, path: string): Promise<ProjectFile | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, path), "utf8");
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? "";
    if (code === "ENOENT") return undefined;
    throw new KlonosError("project-file", `${path} of the project cannot be read (${code}).`, path);
  }
  return { path, text, digest: digestOf(text) };
}

/** All documents of one of the project's folders, in the order of their names. */
export async function readProjectFolder(folder: string, name: string): Promise<readonly ProjectFile[]> {
  const names = await readdir(join(folder, name)).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw thrown;
  });
  const documents = names.filter((entry) => /^[a-z0-9][a-z0-9-]*\.json$/.test(entry)).sort();
  const files = await Promise.all(documents.map((entry) => readProjectFile(folder, `${name}/${entry}`)));
  return files.filter((file): file is ProjectFile => file !== undefined);
}

/**
 * Brings the folder to the state that the last complete save promised, after a crash at any moment: an announced save of several
 * files is carried out, temporary files are taken away. Call it only while holding the project.
 */
export async function recoverProject(folder: string, now: number = Date.now()): Promise<void> {
  await finishJournal(folder);
  for (const name of ["", PRIVATE_FOLDER, ...FOLDERS]) {
    const entries = await readdir(join(folder, name)).catch(() => []);
    for (const entry of entries) {
      if (!TEMPORARY.test(entry)) continue;
      const path = join(folder, name, entry);
      const written = await stat(path).catch(() => undefined);
      if (written !== undefined && now - written.mtimeMs > TEMPORARY_AGE_MILLISECONDS) await unlink(path).catch(ignoreMissing);
    }
  }
}

/**
 * Writes all changes or none, whenever the program is killed. One file is replaced atomically. Several are first announced in
 * one journal, which is itself written atomically: a crash before it is there leaves the old state, a crash after it the new one.
 * @param ours Digests that this process wrote itself; a file in such a version is no conflict.
 * @returns the new digests in the order of the changes.
 * @throws KlonosError `project-conflict` naming the files that another program has written since, `cannot-write`.
 */
export async function saveProjectFiles(folder: string, changes: readonly ProjectChange[], ours: Map<string, string>): Promise<readonly string[]> {
  // Left by an earlier save that failed midway (a full disk): its promise comes first.
  await finishJournal(folder);
  const foreign: string[] = [];
  for (const change of changes) {
    const found = (await readProjectFile(folder, change.path))?.digest;
    if (found !== change.replaces && found !== digestOf(change.text) && (found === undefined || found !== ours.get(change.path))) foreign.push(change.path);
  }
  if (foreign.length > 0) {
    throw new KlonosError("project-conflict", `${foreign.join(", ")} of the project was written by another window or program. Nothing was overwritten: open the project again to see that version.`, foreign[0]!, { files: foreign.join("\n") });
  }
  const digests = changes.map(({ text }) => digestOf(text));
  changes.forEach(({ path }, index) => ours.set(path, digests[index]!));
  if (changes.length > 1) {
    await makeFolder(join(folder, PRIVATE_FOLDER));
    await saveAtomically(join(folder, PRIVATE_FOLDER, JOURNAL), JSON.stringify({ schema: JOURNAL_SCHEMA, changes: changes.map(({ path, text }) => ({ path, text })) }));
    await finishJournal(folder);
  } else {
    for (const change of changes) await writeOne(folder, change);
  }
  return digests;
}

async function writeOne(folder: string, { path, text }: Pick<ProjectChange, "path" | "text">): Promise<void> {
  await makeFolder(dirname(join(folder, path)));
  await saveAtomically(join(folder, path), text);
}

async function finishJournal(folder: string): Promise<void> {
  const path = join(folder, PRIVATE_FOLDER, JOURNAL);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return;
    throw cannotWrite(path, thrown);
  }
  for (const change of changesOfJournal(text)) await writeOne(folder, change);
  await unlink(path).catch(ignoreMissing);
}

/** The journal is written by us as a whole or not at all; what is no journal of ours promises nothing. Its paths are checked like a page's. */
function changesOfJournal(text: string): readonly Pick<ProjectChange, "path" | "text">[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const { schema, changes } = (json ?? {}) as { readonly schema?: unknown; readonly changes?: unknown };
  if (schema !== JOURNAL_SCHEMA || !Array.isArray(changes)) return [];
  return (changes as readonly { readonly path?: unknown; readonly text?: unknown }[]).flatMap(({ path, text: content }) =>
    typeof path === "string" && /^(project|(sessions|recordings|readings)\/[a-z0-9-]+)\.json$/.test(path) && typeof content === "string" ? [{ path, text: content }] : [],
  );
}

function ignoreMissing(thrown: unknown): void {
  if ((thrown as NodeJS.ErrnoException).code !== "ENOENT") throw thrown;
}
