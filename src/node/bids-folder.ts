import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { KlonosError } from "../core/errors";
import { saveAtomically } from "./atomic-save";
import { makeFolder } from "./make-folder";

/** A file to be written into a data set, in pieces; shared files are kept where they exist. */
export interface DatasetFile {
  readonly path: string;
  readonly bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  readonly isShared: boolean;
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
