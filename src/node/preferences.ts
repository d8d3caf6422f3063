import { access, readFile, rename } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { errorRecord, KlonosError } from "../core/errors";
import type { KeptPreferences } from "../protocol/host-api";
import { saveAtomically } from "./atomic-save";
import { makeFolder } from "./make-folder";

/** So many damaged files of one day are kept apart; the last is then replaced. */
const MOST_SET_ASIDE = 99;

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? "";
}

/** Small settings, undefined where the text is none. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const stored: unknown = JSON.parse(text);
    return typeof stored === "object" && stored !== null && !Array.isArray(stored) ? (stored as Record<string, unknown>) : undefined;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** A name beside the file that says what became of it and on which day, and that no other file has. */
async function nameAside(file: string, today: string): Promise<string> {
  const extension = extname(file);
  const stem = `${basename(file, extension)}-damaged-${today}`;
  for (let number = 1; number < MOST_SET_ASIDE; number++) {
    const name = `${stem}${number === 1 ? "" : `-${number}`}${extension}`;
    const isThere = await access(join(dirname(file), name)).then(() => true, () => false);
    if (!isThere) return name;
  }
  return `${stem}-${MOST_SET_ASIDE}${extension}`;
}

/**
 * Small settings of the window; a missing file gives the defaults.
 * @param now Its day is in the name of a file that is set aside
 * @throws KlonosError `preferences-damaged` once where the file holds none: it is then set aside under another name, so that the
 * next save overwrites nothing that a person could still mend; `preferences-unread` where it cannot be read or set aside.
 */
export async function loadPreferences(file: string, now: Date = new Date()): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (thrown) {
    if (codeOf(thrown) === "ENOENT") return {};
    throw new KlonosError("preferences-unread", `“${basename(file)}” in Klonos' own folder could not be read (${codeOf(thrown)}); Klonos goes on with its defaults. Allow reading it and start Klonos again before you change a preference.`);
  }
  const stored = parsed(text);
  if (stored !== undefined) return stored;
  const aside = await nameAside(file, now.toISOString().slice(0, "2026-01-01".length));
  try {
    await rename(file, join(dirname(file), aside));
  } catch (thrown) {
    // Another window was first, and has told it.
    if (codeOf(thrown) === "ENOENT") return {};
    throw new KlonosError("preferences-unread", `“${basename(file)}” in Klonos' own folder is damaged and could not be renamed (${codeOf(thrown)}); Klonos goes on with its defaults. Copy that file before you change a preference, which replaces it.`);
  }
  throw new KlonosError("preferences-damaged", `“${basename(file)}” in Klonos' own folder is damaged. It is now called “${aside}”, and Klonos goes on with its defaults. To have the old ones back, mend that file in a text editor and give it its old name while Klonos is closed; else delete it.`);
}

/** The same as an answer for a page: what was wrong stands beside the settings, because of a thrown error only its words cross. */
export async function answerPreferences(file: string): Promise<KeptPreferences> {
  try {
    return { values: await loadPreferences(file), problem: undefined };
  } catch (thrown) {
    return { values: {}, problem: errorRecord(thrown) };
  }
}

/** @throws KlonosError when the folder cannot be written. */
export async function savePreferences(file: string, values: Readonly<Record<string, unknown>>): Promise<void> {
  await makeFolder(dirname(file));
  await saveAtomically(file, new TextEncoder().encode(JSON.stringify(values, undefined, 1)));
}
