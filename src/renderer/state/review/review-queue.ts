import { isRowOf, nextWaiting, orderedQueue, queueRowsOf, type QueueRow } from "../../layout/review-queue";
import { messages } from "../../messages/messages";
import { adoptSiblings } from "../recording/adopt-recording";
import { ownEntries } from "../projects/project-state";
import { withKept } from "../projects/comparison";
import { chosenTrain, isCurrent, type KlonosState } from "../klonos-state";
import { liveQueue, rowsOfShown } from "./live-queue";
import { notifyFailure, runJob } from "../notices";
import { openEntry } from "../projects/project-loop";
import { setPreferences } from "../preferences";
import { reached, recalled } from "../reached";
import type { Session } from "../session";
import { chooseTrain, setView } from "../views/view-actions";

/** Of the collecting, how much is the first reading of files that nobody has looked at yet. */
const READING_SHARE = 0.3;

/** Collects the trains of all recordings of the project; the same command again puts the list away, or stops the collecting. */
export async function toggleQueue(session: Session): Promise<void> {
  const { store } = session;
  const { queue, jobs, project } = store.getState();
  const { queue: words } = messages();
  const running = jobs.find(({ title }) => title === words.collecting);
  if (queue !== undefined || running !== undefined) {
    running?.cancel();
    store.setState({ queue: undefined, queueSession: undefined, nextRow: undefined });
    return;
  }
  const gone = new AbortController();
  /** Recordings that were on the screen meanwhile, as they were left: what was decided there is newer than what is collected. */
  const left = new Map<string, readonly QueueRow[]>();
  const stop = store.subscribe((state, before) => {
    if (state.project?.id !== project?.id || state.reading !== undefined) gone.abort();
    const shown = before.project?.recording?.id;
    if (shown !== undefined && before.result !== undefined && state.recording !== before.recording) left.set(shown, rowsOfShown(before, shown, before.result));
  });
  try {
    const rows = await runJob(session, words.collecting, (signal, onProgress) => collect(session, signal, onProgress), gone.signal);
    if (rows === undefined) return;
    store.setState({ queue: [...rows.filter(({ recording }) => !left.has(recording)), ...[...left.values()].flat()] });
    // A narrow window has folded the panel that the list stands in.
    if (!store.getState().preferences.leftPanel) setPreferences(session, { leftPanel: true });
    setView(session, () => ({ reviewing: true }));
  } catch (thrown) {
    notifyFailure(session, words.collecting, thrown);
  } finally {
    stop();
  }
}

/** Undefined when it was stopped. */
async function collect(session: Session, signal: AbortSignal, onProgress: (fraction: number, doing: string) => void): Promise<readonly QueueRow[] | undefined> {
  const { store, caller, keeper } = session;
  const { queue: words } = messages();
  const collected = new Map<string, readonly QueueRow[]>();
  // What is opened meanwhile belongs to it too.
  for (;;) {
    await recalled(session, signal);
    await keeper.flush();
    await adoptSiblings(
      session,
      signal,
      (source, index, all) => onProgress((READING_SHARE * index) / all, source.name),
      (source, thrown) => notifyFailure(session, words.left(source.name), thrown),
    );
    const entries = ownEntries(store.getState().project).filter(({ id }) => !collected.has(id));
    if (signal.aborted) return undefined;
    if (entries.length === 0) return [...collected.values()].flat();
    for (const [index, entry] of entries.entries()) {
      const tell = (done: number): void => onProgress(READING_SHARE + ((1 - READING_SHARE) * done) / entries.length, entry.name);
      if (signal.aborted) return undefined;
      tell(index);
      collected.set(entry.id, []);
      try {
        collected.set(entry.id, await withKept(session, entry, signal, async (recordingId, inputs, call) => queueRowsOf(entry.id, entry.name, await caller.call("analyse", { recordingId, ...inputs }, call), inputs.context.decisions ?? []), (fraction) => tell(index + fraction)));
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        notifyFailure(session, words.left(entry.name), thrown);
      }
    }
  }
}

/** As they are listed and stepped through. */
export function orderedRows(state: KlonosState): readonly QueueRow[] {
  const { queueSession, project } = state;
  const members = queueSession === undefined ? undefined : new Set(project?.sessions.find(({ id }) => id === queueSession)?.recordings.map(({ recording }) => recording));
  const rows = (liveQueue(state) ?? []).filter((row) => members?.has(row.recording) ?? true);
  return orderedQueue(rows, (state.project?.document.recordings ?? []).map(({ id }) => id), state.view.trainOrder);
}

/** Shows a train of the queue; opens its recording when another one is shown. Of rows that are asked for one after the other the last is shown. */
export async function openRow(session: Session, row: QueueRow): Promise<void> {
  const { store } = session;
  const { project } = store.getState();
  if (project === undefined) return;
  store.setState({ nextRow: undefined });
  try {
    if (project.recording?.id !== row.recording || store.getState().opening) {
      const entry = project.document.recordings.find(({ id }) => id === row.recording);
      if (entry === undefined) return;
      store.setState({ nextRow: row });
      const recordingId = await openEntry(session, entry);
      if (recordingId === undefined) return;
      await reached(session, (state) => state.recording?.opened.recordingId !== recordingId || state.nextRow !== row || (!state.recalling && isCurrent(state)));
      if (store.getState().recording?.opened.recordingId !== recordingId || store.getState().nextRow !== row) return;
    }
    const train = store.getState().result?.trains.find((candidate) => isRowOf(row, row.recording, candidate));
    if (train !== undefined) chooseTrain(session, train);
  } catch (thrown) {
    notifyFailure(session, messages().queue.left(row.name), thrown);
  } finally {
    store.setState((state) => (state.nextRow === row ? { nextRow: undefined } : {}));
  }
}

/** The next train of the queue that waits. False when there is no queue. */
export function advanceQueue(session: Session): boolean {
  const state = session.store.getState();
  if (state.queue === undefined) return false;
  const train = chosenTrain(state);
  const next = nextWaiting(orderedRows(state), (row) => isRowOf(row, state.project?.recording?.id, train));
  if (next !== undefined) void openRow(session, next);
  return true;
}
