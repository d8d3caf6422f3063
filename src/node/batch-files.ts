import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { saveAtomically } from "./atomic-save";
import { readStudyTable, type StudyRow } from "../services/study/study-table";
import type { StudyPart } from "../services/study/study-rows";
import { readText } from "./read-text";

/** The study's rows and the folder that their files are named from. */
export async function readStudyFile(path: string): Promise<{ readonly rows: readonly StudyRow[]; readonly folder: string }> {
  return { rows: readStudyTable(await readText(path, "study-table")), folder: dirname(resolve(path)) };
}

/** The recording of a row: relative names are of the folder of the study's table. */
export function recordingOf(row: StudyRow, folder: string): string {
  return isAbsolute(row.file) ? row.file : join(folder, row.file);
}

/** Folder of the parts beside the tables. */
export const PARTS_FOLDER = "parts";

/** Everything that the part of a row depends on; a part of the same fingerprint need not be made again. */
export async function fingerprintOf(file: string, row: StudyRow, settled: string): Promise<string> {
  const { line, ...said } = row;
  void line;
  return fileFingerprint(file, [said, settled]);
}

/** A digest of the state of a file (its size and when it was changed) and of what else a result of it depends on. */
export async function fileFingerprint(file: string, depends: readonly unknown[]): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return createHash("sha256").update(JSON.stringify([...depends, found?.size ?? null, found?.mtimeMs ?? null])).digest("hex");
}

/** The kept part of a row; undefined where there is none of this fingerprint. */
export async function keptPart(path: string, fingerprint: string): Promise<StudyPart | undefined> {
  try {
    const kept = JSON.parse(await readFile(path, "utf8")) as { readonly schema?: unknown; readonly fingerprint?: unknown; readonly part?: StudyPart };
    return kept.schema === PART_SCHEMA && kept.fingerprint === fingerprint ? kept.part : undefined;
  } catch {
    // Not there yet, or cut by a full disk: it is made anew.
    return undefined;
  }
}

const PART_SCHEMA = "klonos-batch-part/4";

/** Keeps what one file of a study gave, so that a batch that was stopped goes on from there. */
export async function keepPart(path: string, fingerprint: string, part: StudyPart): Promise<void> {
  await saveAtomically(path, `${JSON.stringify({ schema: PART_SCHEMA, fingerprint, part })}\n`);
}
