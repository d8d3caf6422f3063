import { errorRecord, KlonosError } from "../../../core/errors";
import { documentText } from "../../../project/document-text";
import type { ProjectDocument, ProjectFileDocument, RecordingDocument } from "../../../project/documents";
import { emptyProject } from "../../../project/empty-documents";
import { readDocument } from "../../../project/read-document";
import type { ProjectChange } from "../../../protocol/project-api";
import { projectCaller } from "../../../protocol/project-calls";
import { messages } from "../../messages/messages";
import { localTime } from "../analysis/audit";
import type { KlonosState } from "../klonos-state";
import { notify, notifyFailure } from "../notices";
import type { ProjectKeeper } from "./project-keeping";
import type { ProjectState } from "./project-state";
import type { Session } from "../session";
import { viewRecord } from "../views/view-record";

/** After a change of the work, and after one of the view alone: a person who pans should not write to the disk ten times a second. */
const WORK_DELAY_MILLISECONDS = 400;
const VIEW_DELAY_MILLISECONDS = 1500;
/** A save that failed (a full disk, a share that is away) is tried again this often. */
const RETRY_MILLISECONDS = 5000;
const KEEP_ALIVE_MILLISECONDS = 20_000;

/** Keeps the files of the open project in step with the window, one save at a time. */
export function createProjectKeeper(session: Pick<Session, "store" | "host">): ProjectKeeper {
  const { store, host } = session;
  const calls = projectCaller(host);
  /** Versions on disk as this window knows them, and what they hold. */
  let digests = new Map<string, string>();
  let texts = new Map<string, string>();
  /** Work on recordings that were left before it was on disk. */
  let left = new Map<string, RecordingDocument>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Number.POSITIVE_INFINITY;
  let running: Promise<void> | undefined;
  let stopped = false;

  const patch = (change: Partial<ProjectState>): void => store.setState((state) => (state.project === undefined ? {} : { project: { ...state.project, ...change } }));

  const remember = (path: string, digest: string, text: string): void => {
    digests.set(path, digest);
    texts.set(path, text);
  };

  const write = async (documents: readonly (readonly [string, ProjectFileDocument])[]): Promise<void> => {
    const project = store.getState().project;
    if (project === undefined) return;
    const changes: ProjectChange[] = [];
    for (const [path, document] of documents) {
      const text = documentText(document);
      if (texts.get(path) !== text) changes.push({ path, text, replaces: digests.get(path) });
    }
    if (changes.length === 0) return;
    const answer = await calls.call("saveProject", { projectId: project.id, changes });
    if (store.getState().project?.id !== project.id) return;
    changes.forEach(({ path, text }, index) => remember(path, answer[index]!, text));
  };

  /** Another window of this person added recordings to the automatic project: both lists are kept. */
  const mergeAutomatic = async (): Promise<void> => {
    const project = store.getState().project;
    if (project === undefined) return;
    const file = await calls.call("readProjectFile", { projectId: project.id, path: "project.json" });
    if (file === undefined) return;
    const theirs = readDocument(file.text, "klonos-project/1", "project.json").document;
    remember(file.path, file.digest, file.text);
    const { document } = store.getState().project ?? project;
    const known = new Set(document.recordings.map(({ id }) => id));
    patch({ document: { ...document, recordings: [...document.recordings, ...theirs.recordings.filter(({ id }) => !known.has(id))] } });
  };

  const save = async (): Promise<void> => {
    const before = store.getState();
    const { project } = before;
    if (project === undefined || project.saved === "read-only" || project.saved === "conflict") return;
    patch({ saved: "saving" });
    const own = documentsOf(before);
    for (const [path] of own) left.delete(path);
    const others = [...left];
    try {
      try {
        await write([...others, ...own]);
      } catch (thrown) {
        const { code, details } = errorRecord(thrown);
        if (code !== "project-conflict" || !project.automatic || details["files"] !== "project.json") throw thrown;
        await mergeAutomatic();
        await write([...others, ...documentsOf(store.getState())]);
      }
      if (store.getState().project?.id !== project.id) return;
      for (const [path, document] of others) if (left.get(path) === document) left.delete(path);
      patch({ saved: due === Number.POSITIVE_INFINITY ? "saved" : "unsaved", problem: undefined });
    } catch (thrown) {
      if (store.getState().project?.id !== project.id) return;
      const { code, message } = errorRecord(thrown);
      const final = code === "project-lock-lost" || code === "project-read-only" || code === "unknown-project";
      patch({ saved: final ? "read-only" : code === "project-conflict" ? "conflict" : "failed", problem: message });
      if (project.problem === undefined) notifyFailure(session, messages().notices.workNotSaved, thrown);
      if (!final && code !== "project-conflict") schedule(RETRY_MILLISECONDS);
    }
  };

  /** One writing at a time: it begins when the one before has ended, well or not. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = (running ?? Promise.resolve()).then(work);
    const ended: Promise<void> = next.catch(() => undefined).finally(() => {
      if (running === ended) running = undefined;
    });
    running = ended;
    return next;
  };

  /** What changes during a save is saved by the next. */
  const run = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    due = Number.POSITIVE_INFINITY;
    return inTurn(save);
  };

  const schedule = (delay: number): void => {
    if (stopped) return;
    const at = Date.now() + delay;
    if (at >= due) return;
    due = at;
    clearTimeout(timer);
    timer = setTimeout(() => void run(), delay);
  };

  const alive = setInterval(() => {
    const { project } = store.getState();
    if (project !== undefined) void calls.call("keepProject", { projectId: project.id }).catch(() => undefined);
  }, KEEP_ALIVE_MILLISECONDS);

  return {
    calls,
    adopt(opened, document, sessions) {
      const fresh = new Map(opened.files.map((file) => [file.path, file]));
      const stored = fresh.get("project.json");
      const read = stored === undefined ? undefined : readDocument(stored.text, "klonos-project/1", "project.json");
      const readSessions = [...fresh.values()].filter(({ path }) => path.startsWith("sessions/")).map((file) => readDocument(file.text, "klonos-session/1", file.path));
      digests = new Map([...fresh].map(([path, { digest }]) => [path, digest]));
      texts = new Map([...fresh].map(([path, { text }]) => [path, text]));
      left = new Map();
      const notes = [...(read?.issues ?? []), ...readSessions.flatMap(({ issues }) => issues)];
      const inOrder = (read?.document.sessions ?? []).flatMap((id) => readSessions.filter((one) => one.document.id === id)).map((one) => one.document);
      const others = readSessions.map((one) => one.document).filter((one) => !inOrder.includes(one));
      store.setState({
        project: {
          id: opened.id,
          name: opened.name,
          automatic: opened.automatic,
          heldBy: opened.heldBy,
          document: document ?? read?.document ?? emptyProject(opened.name, localTime(new Date())),
          sessions: sessions ?? [...inOrder, ...others],
          recording: undefined,
          openedIds: [],
          saved: opened.writable ? "saved" : "read-only",
          problem: opened.writable ? undefined : messages().notices.openElsewhere(opened.heldBy?.host ?? ""),
          missing: undefined,
          changedFrom: undefined,
        },
      });
      for (const { message } of notes) notify(session, { severity: "info", title: message, error: undefined });
    },
    async readRecording(id) {
      const { project } = store.getState();
      if (project === undefined) return undefined;
      const path = `recordings/${id}.json`;
      for (;;) {
        // A read beside a save could tell the version before it, and the next save would take itself for another window's.
        await running;
        const waiting = left.get(path);
        if (waiting !== undefined) return waiting;
        const known = digests.get(path);
        const file = await calls.call("readProjectFile", { projectId: project.id, path });
        const here = store.getState().project?.id === project.id;
        // One that began meanwhile.
        if (here && digests.get(path) !== known) continue;
        if (file === undefined) return undefined;
        const { document } = readDocument(file.text, "klonos-recording/1", path);
        if (here) remember(path, file.digest, file.text);
        return document;
      }
    },
    async readReadings() {
      const { project } = store.getState();
      if (project === undefined) return [];
      const files = await calls.call("readProjectFolder", { projectId: project.id, folder: "readings" });
      const readings = files.map((file) => {
        const { document } = readDocument(file.text, "klonos-reading/1", file.path);
        remember(file.path, file.digest, file.text);
        return document;
      });
      return readings.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
    },
    touch(kind) {
      const { project } = store.getState();
      if (project === undefined || project.saved === "read-only" || project.saved === "conflict") return;
      if (kind === "work" && project.saved === "saved") patch({ saved: "unsaved" });
      schedule(kind === "work" ? WORK_DELAY_MILLISECONDS : VIEW_DELAY_MILLISECONDS);
    },
    leave() {
      const state = store.getState();
      const { project } = state;
      if (project?.recording === undefined || project.saved === "read-only" || project.saved === "conflict") return;
      if (due === Number.POSITIVE_INFINITY && running === undefined) return;
      left.set(`recordings/${project.recording.id}.json`, shownDocument(state, project.recording));
      schedule(0);
    },
    flush: () => (due === Number.POSITIVE_INFINITY ? (running ?? Promise.resolve()) : run()),
    put(documents) {
      const of = store.getState().project?.id;
      // After the save that runs: two at once would each take the other for another window.
      return inTurn(() => (store.getState().project?.id === of ? write(typeof documents === "function" ? documents() : documents) : Promise.resolve()));
    },
    async overwriteForeign() {
      const { project } = store.getState();
      if (project?.saved !== "conflict") return;
      for (const [path] of documentsOf(store.getState())) {
        const file = await calls.call("readProjectFile", { projectId: project.id, path });
        if (file === undefined) digests.delete(path);
        else remember(path, file.digest, file.text);
      }
      patch({ saved: "unsaved", problem: undefined });
      await run();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearInterval(alive);
    },
  };
}

/** What the window keeps by itself: the project, its sessions, and the recording on the screen once it is known. */
function documentsOf(state: KlonosState): readonly (readonly [string, ProjectFileDocument])[] {
  const { project } = state;
  if (project === undefined) return [];
  const document: ProjectDocument = { ...project.document, sessions: project.sessions.map(({ id }) => id) };
  return [
    ...(project.recording === undefined ? [] : [[`recordings/${project.recording.id}.json`, shownDocument(state, project.recording)] as const]),
    ...project.sessions.map((one) => [`sessions/${one.id}.json`, one] as const),
    ["project.json", document] as const,
  ];
}

/** The recording's document with the window's present inputs and view. */
export function shownDocument(state: KlonosState, document: RecordingDocument): RecordingDocument {
  const { reading } = state;
  const { settings, context } = reading?.kept?.recording === document.id ? reading.kept.inputs.present : state.inputs.present;
  return { ...document, answers: state.recording?.answers ?? document.answers, settings, context, view: viewRecord(reading === undefined ? state.view : { ...state.view, study: false }) };
}

/** The error of a verb that this shell does not have. */
export function isWithoutProjects(thrown: unknown): boolean {
  return thrown instanceof KlonosError && thrown.record.code === "no-projects";
}
