import type { ProjectDocument } from "../../../project/documents";
import type { KlonosState, Preferences } from "../klonos-state";
import { setPreferences } from "../preferences";
import type { Session } from "../session";

/** What a project keeps of a person's ways: montages and words for marks. Work on lone files has none of its own. */
type Kept = Pick<Preferences, "montages" | "markWords">;

function ownProject({ project }: KlonosState): ProjectDocument | undefined {
  return project === undefined || project.automatic ? undefined : project.document;
}

/** The montages that hold: the project's, or with none in it those of the person. */
export function montagesOf(state: KlonosState): Preferences["montages"] {
  const own = ownProject(state)?.montages ?? [];
  return own.length > 0 ? own : state.preferences.montages;
}

/** The words for marks that hold: the project's, or with none in it those of the person. */
export function markWordsOf(state: KlonosState): Preferences["markWords"] {
  const own = ownProject(state)?.markWords ?? [];
  return own.length > 0 ? own : state.preferences.markWords;
}

/** Keeps them in the project that is open, else with the person. */
export function keepOwn(session: Session, kept: Partial<Kept>): void {
  const { project } = session.store.getState();
  if (project === undefined || project.automatic) return setPreferences(session, kept);
  session.store.setState({ project: { ...project, document: { ...project.document, ...kept } } });
}
