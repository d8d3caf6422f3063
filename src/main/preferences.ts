import { readFile } from "node:fs/promises";
import { saveAtomically } from "../node/atomic-save";

/** Small settings of the window. A missing or damaged file gives the defaults. */
export async function loadPreferences(file: string): Promise<Record<string, unknown>> {
  try {
    const stored: unknown = JSON.parse(await readFile(file, "utf8"));
    return typeof stored === "object" && stored !== null && !Array.isArray(stored) ? (stored as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** @throws KlonosError when the profile folder cannot be written. */
export async function savePreferences(file: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  await saveAtomically(file, new TextEncoder().encode(JSON.stringify(values, undefined, 1)));
}
