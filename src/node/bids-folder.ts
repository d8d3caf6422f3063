import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { KlonosError } from "../core/errors";
import { saveAtomically } from "./atomic-save";
import { makeFolder } from "./make-folder";

/** Folders below a data set that are looked into: participant, session, modality, and one for what labs put between. */
const DEEPEST = 5;
const MOST_RECORDINGS = 10_000;
const RECORDING = /_emg\.(edf|bdf)$/i;
/** Folders of a BIDS data set that hold no raw recordings. */
const NOT_RAW = new Set(["derivatives", "sourcedata", "code", "stimuli"]);

/** A file to be written into a data set, in pieces; shared files are kept where they exist. */
export interface DatasetFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isShared: boolean;
}

/**
 * Paths of the BIDS-EMG recordings (`*_emg.edf`, `*_emg.bdf`) in a folder and below it, in order of their names; links are not followed.
 * @throws KlonosError `not-a-file` when there is none.
 */
export async function bidsRecordingsIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  async function look(at: string, depth: number): Promise<void> {
    const entries = await readdir(at, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= MOST_RECORDINGS) return;
      if (entry.isFile() && RECORDING.test(entry.name)) found.push(join(at, entry.name));
      else if (entry.isDirectory() && depth < DEEPEST && !entry.name.startsWith(".") && !NOT_RAW.has(entry.name)) await look(join(at, entry.name), depth + 1);
    }
  }
  await look(folder, 0);
  if (found.length === 0) throw new KlonosError("not-a-file", `“${basename(folder)}” is a folder without BIDS-EMG recordings (…_emg.edf or …_emg.bdf). Name a recording itself.`, basename(folder));
  return found;
}

/** Files as they are; folders as the recordings of the BIDS data set in them. */
export async function withFoldersOpened(paths: readonly string[]): Promise<readonly string[]> {
  const all: string[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
    all.push(...(isFolder ? await bidsRecordingsIn(path) : [path]));
  }
  return all;
}

/**
 * Adds a recording to a data set, which is made where there is none: files of the recording must be new, files of the whole data set
 * are kept as they are, the participant is added to `participants.tsv` once.
 * @throws KlonosError `cannot-write`
 */
export async function writeDataset(folder: string, files: readonly DatasetFile[], participant: string): Promise<void> {
  const exists = (path: string): Promise<boolean> => stat(join(folder, path)).then(() => true, () => false);
  for (const { path, isShared } of files) {
    if (!isShared && (await exists(path))) throw new KlonosError("cannot-write", `“${basename(path)}” is already in this data set. Choose another --subject, --task or --run.`, basename(path));
  }
  for (const { path, bytes, isShared } of files) {
    const target = join(folder, ...path.split("/"));
    await makeFolder(dirname(target));
    if (!isShared || !(await exists(path))) await saveAtomically(target, bytes);
  }
  const participants = join(folder, "participants.tsv");
  const known = (await exists("participants.tsv")) ? await readFile(participants, "utf8") : "participant_id\n";
  const columns = known.split(/\r?\n/, 1)[0]!.split("\t").length;
  if (known.split(/\r?\n/).some((line) => line.split("\t")[0] === participant)) return;
  await saveAtomically(participants, `${known.replace(/\n?$/, "\n")}${[participant, ...Array.from({ length: columns - 1 }, () => "n/a")].join("\t")}\n`);
}
