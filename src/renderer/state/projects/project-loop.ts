import type { JsonRecord, RecordingDocument, RecordingEntry } from "../../../project/documents";
import { emptyRecording, recordingIdOf } from "../../../project/empty-documents";
import { EXAMPLE_NAME } from "../../../protocol/recording-files";
import type { SourceInfo } from "../../../protocol/engine-api";
import { tellMissingBlinded } from "../review/blinded-recording";
import { laidOver } from "./laid-over";
import { messages } from "../../messages/messages";
import { clampWindow, type TimeWindow } from "../../layout/time-window";
import { audited, localTime } from "../analysis/audit";
import { commit, startHistory } from "../history";
import type { Inputs, KlonosState, RecordingState } from "../klonos-state";
import { durationOf } from "../klonos-state";
import { notify, notifyFailure } from "../notices";
import { openSource } from "../recording/open-actions";
import type { ProjectState } from "./project-state";
import { isWithoutProjects } from "./project-keeper";
import type { Session } from "../session";
import { joinedByDate } from "./sessions-by-date";
import { restoredView } from "../views/view-record";

/** Of `2026-09-14T08:30`. */
const ISO_DATE_LENGTH = 10;
/** The longest that the analysis waits for what was done earlier: a share that is away answers after a minute or never. */
const RECALL_MILLISECONDS = 5000;

/** Follows the window and has the keeper save what changes. Opens what was open last. Returns a stop. */
export function startKeeping(session: Session): () => void {
  const { store, keeper } = session;
  let previous = store.getState();
  let seen: string | undefined;

  const follow = (state: KlonosState): void => {
    const before = previous;
    previous = state;
    const { project, recording } = state;
    if (project === undefined) return;
    if (before.project !== undefined && (before.project.document !== project.document || before.project.sessions !== project.sessions)) keeper.touch("work");
    if (recording === undefined) return;
    const { recordingId } = recording.opened;
    if (seen !== recordingId) {
      seen = recordingId;
      void recallFirst(session, recordingId);
      return;
    }
    if (project.recording === undefined || project.recording !== before.project?.recording) {
      if (project.recording !== undefined) keeper.touch("work");
      return;
    }
    // What a blinded reader does belongs to the reading.
    if (before.reading !== undefined || state.reading !== undefined) return;
    if (before.inputs !== state.inputs) {
      const audit = audited(project.recording.audit, before.inputs, state.inputs, state.preferences.who, localTime(new Date()));
      // A change of the project in answer to one of the inputs: the keeper hears of it when this comes round again.
      if (audit !== project.recording.audit) store.setState({ project: { ...project, recording: { ...project.recording, audit } } });
      else keeper.touch("work");
    } else if (before.view !== state.view) keeper.touch("view");
  };

  const unsubscribe = store.subscribe(follow);
  const stopLeaving = onLeaving(() => void keeper.flush());
  void resume(session).catch((thrown: unknown) => {
    if (!isWithoutProjects(thrown)) notifyFailure(session, messages().notices.noProjects, thrown);
  });
  return () => {
    unsubscribe();
    stopLeaving();
    keeper.stop();
  };
}

/** The moments after which a page may be gone without another word. Without a page (tests of the state alone) there are none. */
function onLeaving(leave: () => void): () => void {
  if (typeof window === "undefined") return () => undefined;
  const hide = (): void => {
    if (document.visibilityState === "hidden") leave();
  };
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", hide);
  return () => {
    window.removeEventListener("beforeunload", leave);
    window.removeEventListener("pagehide", leave);
    document.removeEventListener("visibilitychange", hide);
  };
}

async function resume(session: Session): Promise<void> {
  const { project, restore } = await session.keeper.calls.call("resumeProject", { window: session.host.windowId });
  session.keeper.adopt(project);
  if (restore) await showLast(session);
}

/** Shows the recording that the project showed last, unless something else is open or on its way. */
export async function showLast(session: Session): Promise<void> {
  const { project, recording, opening } = session.store.getState();
  const shown = project?.document.window["shown"];
  const entry = project?.document.recordings.find(({ id }) => id === shown);
  if (entry !== undefined && recording === undefined && !opening) await openEntry(session, entry);
}

/**
 * Opens a recording of the project: at its place, where it went, or with a word that its file is to be chosen.
 * @returns as `openSource`; undefined also where something else was asked for before the file was found
 */
export async function openEntry(session: Session, entry: RecordingEntry): Promise<string | undefined> {
  const { store, keeper, host } = session;
  const { project } = store.getState();
  if (project === undefined) return undefined;
  const turn = ++session.turn.current;
  const isOvertaken = (): boolean => session.turn.current !== turn || store.getState().project?.id !== project.id;
  await keeper.flush();
  const answers = (await keeper.readRecording(entry.id))?.answers ?? {};
  if (isOvertaken()) return undefined;
  const known = session.knownSources.get(entry.id);
  if (known !== undefined) return openSource(session, known, answers);
  if (entry.example === true) {
    const [example] = await host.openExample();
    return example === undefined || isOvertaken() ? undefined : openSource(session, example, answers);
  }
  const located = await keeper.calls.call("locateRecording", { projectId: project.id, recordingId: entry.id });
  if (isOvertaken()) return undefined;
  if (located.kind === "missing") {
    setProject(session, { missing: entry });
    // A file's name can tell the condition: nothing says it while a reading is blinded.
    if (store.getState().reading !== undefined) tellMissingBlinded(session, entry, answers, (source) => openSource(session, source, answers));
    else notify(session, { severity: "warning", title: messages().project.missing(entry.name), error: undefined });
    return undefined;
  }
  setProject(session, { missing: undefined });
  if (located.kind === "moved") {
    if (store.getState().reading === undefined) notify(session, { severity: "info", title: messages().project.moved(entry.name), error: undefined, outlasts: true });
    changeProject(session, (document) => ({ ...document, recordings: document.recordings.map((other) => (other.id === entry.id ? { ...other, path: located.path, name: located.source.name } : other)) }));
  }
  return openSource(session, located.source, answers);
}

/** What was done earlier comes before the analysis, which would be of other inputs and for nothing; a shell that does not answer holds it up for a while only. */
async function recallFirst(session: Session, recordingId: string): Promise<void> {
  const { store } = session;
  const done = (): void => store.setState((state) => (state.recalling && isShown(state, recordingId) ? { recalling: false } : {}));
  store.setState({ recalling: true });
  let patience: ReturnType<typeof setTimeout> | undefined;
  void scanOf(session, recordingId).then(() => (patience = setTimeout(done, RECALL_MILLISECONDS)));
  try {
    await recall(session, recordingId);
  } catch (thrown) {
    notifyFailure(session, messages().notices.earlierUnread, thrown);
  } finally {
    clearTimeout(patience);
    done();
  }
}

/**
 * Brings back what was done to the recording that was just opened, and begins to keep what will be done. The view comes back at
 * once; marks, edits and settings when the SHA-256 is known, since a file of the same name and size may hold other samples.
 */
async function recall(session: Session, recordingId: string): Promise<void> {
  const { store, keeper } = session;
  setProject(session, { recording: undefined, changedFrom: undefined });
  // What opens a recording sets its first window in a second step of the same turn.
  await Promise.resolve();
  const { recording, project, view } = store.getState();
  if (recording === undefined || project === undefined) return;
  const { name, size } = recording.opened.source;
  const alike = project.document.recordings.filter((entry) => entry.name === name && entry.size === size);
  const guess = alike.length === 1 && alike[0] !== undefined ? await keeper.readRecording(alike[0].id) : undefined;
  if (guess !== undefined && isShown(store.getState(), recordingId) && sameWindow(store.getState().view.window, view.window)) showAsKept(session, guess);
  const scanned = await scanOf(session, recordingId);
  if (scanned === undefined) return;
  const { sha256 } = scanned;
  const id = recordingIdOf(sha256);
  rememberSource(session, id, recording.sourceInfo, recording.opened.header.startDateTime);
  const stored = guess?.sha256 === sha256 ? guess : await keeper.readRecording(id);
  const now = store.getState();
  if (!isShown(now, recordingId) || now.project === undefined || now.recording === undefined) return;
  const known = now.project.document.recordings.find((entry) => entry.id === id);
  const entry = await entryFor(session, now.project, now.recording, id, sha256, known);
  if (!isShown(store.getState(), recordingId)) return;
  if (stored !== undefined) {
    workAsKept(session, stored);
    if (guess === undefined) showAsKept(session, stored);
  } else warnIfChanged(session, now.project, name, sha256);
  store.setState((state) => {
    const current = state.project;
    if (current === undefined) return {};
    const recordings = current.document.recordings.some((other) => other.id === id) ? current.document.recordings.map((other) => (other.id === id ? entry : other)) : [...current.document.recordings, entry];
    const window: JsonRecord = { ...current.document.window, shown: id };
    return {
      project: {
        ...current,
        recording: stored ?? emptyRecording(sha256, state.inputs.present.settings, state.inputs.present.context),
        document: { ...current.document, recordings, window },
        sessions: known === undefined && !current.automatic ? joined(session, current, id) : current.sessions,
        openedIds: [...current.openedIds.filter((other) => other !== id), id],
        missing: current.missing?.id === id ? undefined : current.missing,
      },
    };
  });
}

function showAsKept(session: Session, document: RecordingDocument): void {
  session.store.setState((state) => {
    const { reviewing, trainOrder } = state.view;
    const view = { ...state.view, ...restoredView(document.view), ...(state.queue === undefined ? {} : { reviewing, trainOrder }), ...(state.reading === undefined ? {} : { study: true }) };
    return { view: { ...view, window: clampWindow(view.window, durationOf(state)) } };
  });
}

/** Lays the kept work under what was done while the file was still being read; that stays as a step of its own. */
function workAsKept(session: Session, document: RecordingDocument): void {
  session.store.setState((state) => {
    const kept: Inputs = { settings: document.settings, context: document.context };
    const [first] = state.inputs.past;
    if (first === undefined) return { inputs: startHistory(kept) };
    const merged = laidOver(kept, first.state, state.inputs.present);
    return { inputs: commit(startHistory(kept), merged, messages().changes.whileReading) };
  });
}

function warnIfChanged(session: Session, project: ProjectState, name: string, sha256: string): void {
  const earlier = project.document.recordings.find((entry) => entry.name === name && entry.sha256 !== sha256);
  if (earlier === undefined) return;
  setProject(session, { changedFrom: earlier });
  const { reading } = session.store.getState();
  notify(session, { severity: "warning", title: reading === undefined ? messages().project.changed(name) : messages().reading.changed(reading.position + 1), error: undefined });
}

async function entryFor(session: Session, project: ProjectState, recording: RecordingState, id: string, sha256: string, known: RecordingEntry | undefined): Promise<RecordingEntry> {
  const { name, size } = recording.opened.source;
  if (known?.example === true) return known;
  const example = name === EXAMPLE_NAME;
  const path = example ? undefined : await session.keeper.calls.call("placeOfSource", { projectId: project.id, sourceId: recording.sourceInfo.id }).catch(() => undefined);
  return { id, sha256, size, name, path: path ?? known?.path, example: example || undefined };
}

/** The sessions of the project with a recording in that of its day. */
export function joined(session: Session, project: ProjectState, id: string): ProjectState["sessions"] {
  return joinedByDate(project.sessions, id, session.knownDates.get(id), (recording) => session.knownDates.get(recording));
}

/** What is known of a recording that was opened in this window. */
export function rememberSource(session: Session, id: string, source: SourceInfo, startDateTime: string | undefined): void {
  session.knownSources.set(id, source);
  if (startDateTime !== undefined) session.knownDates.set(id, startDateTime.slice(0, ISO_DATE_LENGTH));
}

/** Changes the project's own document; the loop has it saved. */
export function changeProject(session: Session, change: (document: ProjectState["document"]) => ProjectState["document"]): void {
  session.store.setState((state) => (state.project === undefined ? {} : { project: { ...state.project, document: change(state.project.document) } }));
}

/** Changes what the window knows of its project. */
export function setProject(session: Session, change: Partial<ProjectState>): void {
  session.store.setState((state) => (state.project === undefined ? {} : { project: { ...state.project, ...change } }));
}

function sameWindow(a: TimeWindow, b: TimeWindow): boolean {
  return a.start === b.start && a.span === b.span;
}

function isShown(state: KlonosState, recordingId: string): boolean {
  return state.recording?.opened.recordingId === recordingId;
}

/** The scan of a recording when it is done; undefined when another one was opened meanwhile. */
function scanOf(session: Session, recordingId: string): Promise<NonNullable<RecordingState["scan"]> | undefined> {
  const { store } = session;
  const of = (state: KlonosState): RecordingState["scan"] => (isShown(state, recordingId) ? state.recording?.scan : undefined);
  const now = of(store.getState());
  if (now !== undefined || !isShown(store.getState(), recordingId)) return Promise.resolve(now);
  return new Promise((done) => {
    const stop = store.subscribe((state) => {
      const scan = of(state);
      if (scan === undefined && isShown(state, recordingId)) return;
      stop();
      done(scan);
    });
  });
}
