import type { ProjectDocument, ProjectFileDocument, RecordingDocument, SessionDocument } from "../../../project/documents";
import { recordingIdOf } from "../../../project/empty-documents";
import { readDocument } from "../../../project/read-document";
import type { OpenedProject } from "../../../protocol/project-api";
import { messages } from "../../messages/messages";
import { takeSiblings } from "../recording/adopt-recording";
import { freshRecording } from "../recording/open-actions";
import { leaveReading } from "../review/reading-actions";
import { localTime } from "../analysis/audit";
import { commit } from "../history";
import { markWordsOf, montagesOf } from "./kept-words";
import { emptyState } from "../klonos-state";
import { notify, notifyFailure } from "../notices";
import { shownDocument } from "./project-keeper";
import { setProject, showLast } from "./project-loop";
import type { Session } from "../session";
import { joinedByDate } from "./sessions-by-date";

/** Opens a project's folder: by the shell's dialog, or by the window's own list where the shell has none. */
export async function openProject(session: Session): Promise<void> {
  if (session.host.shell === "browser") session.store.setState({ dialog: "open-project" });
  else await enter(session, () => session.keeper.calls.call("chooseProject", { window: session.host.windowId }));
}

/** Opens a project of the list of recent ones; `takeOver` although another window holds it. */
export async function openRecentProject(session: Session, recentId: string, takeOver = false): Promise<void> {
  await enter(session, () => session.keeper.calls.call("openRecentProject", { window: session.host.windowId, recentId, takeOver }));
}

/** Makes this window the one that writes: the other one is told at its next save. */
export async function takeProjectOver(session: Session): Promise<void> {
  const [newest] = await session.keeper.calls.call("recentProjects", {});
  if (newest !== undefined) await openRecentProject(session, newest.id, true);
}

/** Back to the automatic project. */
export async function closeProject(session: Session): Promise<void> {
  await enter(session, () => session.keeper.calls.call("openAutomaticProject", { window: session.host.windowId }), false);
}

async function enter(session: Session, way: () => Promise<OpenedProject | undefined>, withLast = true): Promise<void> {
  const { store, keeper } = session;
  try {
    await keeper.flush();
    const opened = await way();
    if (opened === undefined) return;
    // A reading belongs to the project before; it can be taken up again there.
    if (store.getState().reading !== undefined) leaveReading(session);
    keeper.adopt(opened);
    leaveRecording(session);
    if (opened.heldBy !== undefined) notify(session, { severity: "warning", title: messages().project.heldBy(opened.heldBy.host), error: undefined });
    if (withLast) await showLast(session);
  } catch (thrown) {
    notifyFailure(session, messages().project.opened, thrown);
    // The window must not go on with a project that the shell has let go of.
    if (store.getState().project !== undefined) keeper.adopt(await keeper.calls.call("openAutomaticProject", { window: session.host.windowId }));
  }
}

/** An empty window: what is on the screen belongs to the project before. */
function leaveRecording(session: Session): void {
  const { store, caller } = session;
  session.work.current.abort();
  session.turn.current++;
  const { recording } = store.getState();
  if (recording !== undefined) void caller.call("closeRecording", { recordingId: recording.opened.recordingId }).catch((thrown: unknown) => notifyFailure(session, messages().notices.notClosed, thrown));
  store.setState((state) => {
    const empty = emptyState(state.shell, state.version);
    return {
      ...freshRecording(state),
      notices: state.notices,
      opening: false,
      recording: undefined,
      siblings: [],
      importQuestion: undefined,
      queue: undefined,
      queueSession: undefined,
      nextRow: undefined,
      inputs: { ...empty.inputs, present: { ...empty.inputs.present, settings: state.project?.document.settings ?? empty.inputs.present.settings } },
      view: { ...empty.view, plotPixels: state.view.plotPixels },
    };
  });
}

/**
 * A new project with the recordings of this one; out of the automatic project only those of this window, opened with the shown one but not looked at yet among them. The window goes on in
 * the new project.
 */
export async function saveProjectAs(session: Session, name: string): Promise<void> {
  const { store, keeper } = session;
  try {
    await takeSiblings(session);
    await keeper.flush();
    const { project } = store.getState();
    if (project === undefined) return;
    const ids = project.automatic ? new Set(project.openedIds) : new Set(project.document.recordings.map(({ id }) => id));
    const entries = project.document.recordings.filter(({ id }) => ids.has(id));
    const files = await keeper.calls.call("readProjectFolder", { projectId: project.id, folder: "recordings" });
    const readings = project.automatic ? [] : await keeper.calls.call("readProjectFolder", { projectId: project.id, folder: "readings" });
    const made = await keeper.calls.call("createProject", { window: session.host.windowId, name, from: project.id, paths: entries.map(({ path }) => path ?? "") });
    const now = store.getState().project;
    if (made === undefined || now === undefined) return;
    const title = made.project.name;
    const recordings = entries.map((entry, index) => (entry.path === undefined ? entry : { ...entry, path: made.paths[index] }));
    const sessions: readonly SessionDocument[] = project.automatic ? firstSessions(session, entries.map(({ id }) => id)) : now.sessions;
    // The new folder is whole without this person's preferences.
    const own = { montages: montagesOf(store.getState()), markWords: markWordsOf(store.getState()) };
    const document: ProjectDocument = { ...now.document, ...own, name: title, createdAt: localTime(new Date()), recordings };
    keeper.adopt(made.project, document, sessions);
    // As it is now: while the shell asked for the place, another file may have been opened.
    const shown = now.recording !== undefined && ids.has(now.recording.id) ? now.recording : undefined;
    setProject(session, { recording: shown, openedIds: project.openedIds });
    const documents: (readonly [string, ProjectFileDocument])[] = files
      .filter(({ path }) => ids.has(path.replace(/^recordings\/|\.json$/g, "")))
      .map(({ path, text }) => [path, readDocument(text, "klonos-recording/1", path).document]);
    const state = store.getState();
    if (shown !== undefined) documents.push([`recordings/${shown.id}.json`, shownDocument(state, shown)]);
    await keeper.put([
      ...new Map<string, ProjectFileDocument>(documents),
      ...readings.map(({ path, text }) => [path, readDocument(text, "klonos-reading/1", path).document] as const),
      ...sessions.map((one) => [`sessions/${one.id}.json`, one] as const),
      ["project.json", { ...document, sessions: sessions.map(({ id }) => id) }],
    ]);
  } catch (thrown) {
    notifyFailure(session, messages().project.made, thrown);
  }
}

/** Sessions of recordings that had none: one a day. */
function firstSessions(session: Session, ids: readonly string[]): readonly SessionDocument[] {
  return ids.reduce<readonly SessionDocument[]>((sessions, id) => joinedByDate(sessions, id, session.knownDates.get(id), (other) => session.knownDates.get(other)), []);
}

/** Lays the work on an earlier version of this file over it: one step that can be undone. The person has judged that the samples are the same. */
export async function applyEarlierWork(session: Session): Promise<void> {
  const { store, keeper } = session;
  const earlier = store.getState().project?.changedFrom;
  if (earlier === undefined) return;
  const document: RecordingDocument | undefined = await keeper.readRecording(earlier.id);
  // Applied by an earlier press, or another file is on the screen.
  if (document === undefined || store.getState().project?.changedFrom !== earlier) return;
  store.setState((state) => ({ inputs: commit(state.inputs, { settings: document.settings, context: document.context }, messages().changes.earlierApplied(earlier.name, recordingIdOf(earlier.sha256))) }));
  setProject(session, { changedFrom: undefined });
}
