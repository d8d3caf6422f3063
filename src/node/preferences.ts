import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { saveAtomically } from "./atomic-save";
import { makeFolder } from "./make-folder";

/** Small settings of the window. A missing or damaged file gives the defaults. */
export async function loadPreferences(file: string): Promise<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(await readFile(file, "utf8"));
    return typeof stored === "object" && stored !== null && !Array.isArray(stored) ? (stored as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** @throws KlonosError when the folder cannot be written. */
export async function savePreferences(file: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  await makeFolder(dirname(file));
  await saveAtomically(file, new TextEncoder().encode(JSON.stringify(values, undefined, 1)));
}
