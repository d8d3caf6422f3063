import { errorRecord } from "../../../core/errors";
import { IMPORT_SCHEMA } from "../../../core/import-recipe";
import type { ImportAnswers, OpenedRecording, SourceInfo } from "../../../protocol/engine-api";
import { messages } from "../../messages/messages";
import { isEmptyRecipe, withRecipe } from "./import-memory";
import { notifyFailure } from "../notices";
import { setPreferences } from "../preferences";
import type { Session } from "../session";

interface Opened {
  readonly opened: OpenedRecording;
  /** The very object that was given, unless a remembered recipe was used in its place. */
  readonly answers: ImportAnswers;
}

/**
 * Opens a file; where nothing was said and the structure of the file is known from before, by what was said then.
 * @throws as `openRecording`
 */
export async function openAsRemembered(session: Session, source: SourceInfo, given: ImportAnswers, signal: AbortSignal): Promise<Opened> {
  const { caller, store } = session;
  const open = (answers: ImportAnswers): Promise<OpenedRecording> => caller.call("openRecording", { source, answers }, { signal });
  const recipeFor = (signature: unknown): ImportAnswers | undefined => (isEmptyRecipe(given) ? store.getState().preferences.importRecipes.find((entry) => entry.signature === signature)?.recipe : undefined);
  let opened: OpenedRecording;
  try {
    opened = await open(given);
  } catch (thrown) {
    const recipe = recipeFor(errorRecord(thrown).details["importSignature"]);
    if (recipe === undefined) throw thrown;
    // A recipe that does not fit after all: the first refusal is the one to tell.
    const again = await open(recipe).catch(() => undefined);
    if (again === undefined) throw thrown;
    return { opened: again, answers: recipe };
  }
  const recipe = recipeFor(opened.importSignature);
  if (recipe === undefined) return { opened, answers: given };
  const again = await open(recipe).catch(() => undefined);
  if (again === undefined) return { opened, answers: given };
  void caller.call("closeRecording", { recordingId: opened.recordingId }).catch((thrown: unknown) => notifyFailure(session, messages().notices.notClosedNow, thrown));
  return { opened: again, answers: recipe };
}

/** Keeps a recipe for every file of the structure; an empty one is forgotten. */
export function rememberRecipe(session: Session, signature: string, recipe: ImportAnswers): void {
  setPreferences(session, { importRecipes: withRecipe(session.store.getState().preferences.importRecipes, signature, recipe) });
}

/** Opens the import settings of the recording that is shown. */
export function askImportSettings(session: Session): void {
  const { recording } = session.store.getState();
  if (recording !== undefined) session.store.setState({ importQuestion: { source: recording.sourceInfo, error: undefined, answers: recording.answers } });
}

/** A recipe as a file (`klonos-import/1`), for another computer and for `--import`. */
export async function saveRecipe(session: Session, recipe: ImportAnswers): Promise<void> {
  try {
    const bytes = new TextEncoder().encode(`${JSON.stringify({ schema: IMPORT_SCHEMA, ...recipe }, null, 2)}\n`);
    await session.host.saveFile({ name: "import.klonos-import.json", mime: "application/json", bytes });
  } catch (thrown) {
    notifyFailure(session, messages().notices.recipeNotSaved, thrown);
  }
}
