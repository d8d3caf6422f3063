import { isRowOf, nextWaiting, orderedQueue, queueRowsOf, type QueueRow } from "../../layout/review-queue";
import { messages } from "../../messages/messages";
import { adoptSiblings } from "../recording/adopt-recording";
import { ownEntries } from "../projects/project-state";
import { withKept } from "../projects/comparison";
import { chosenTrain, isCurrent, type KlonosState } from "../klonos-state";
import { liveQueue } from "./live-queue";
import { notifyFailure, runJob } from "../notices";
import { openEntry } from "../projects/project-loop";
import { setPreferences } from "../preferences";
import type { Session } from "../session";
import { chooseTrain, setView } from "../views/view-actions";

/** Of the collecting, how much is the first reading of files that nobody has looked at yet. */
const READING_SHARE = 0.3;

/** Collects the trains of all recordings of the project; the same command again puts the list away. */
export async function toggleQueue(session: Session): Promise<void> {
  const { store, caller, keeper } = session;
  if (store.getState().queue !== undefined) {
    store.setState({ queue: undefined, queueSession: undefined });
    return;
  }
  try {
    await keeper.flush();
    const rows = await runJob(session, messages().queue.collecting, async (signal, onProgress) => {
      await adoptSiblings(
        session,
        signal,
        (source, index, all) => onProgress((READING_SHARE * index) / all, source.name),
        (source, thrown) => notifyFailure(session, messages().queue.left(source.name), thrown),
      );
      const entries = ownEntries(store.getState().project);
      const collected: QueueRow[] = [];
      for (const [index, entry] of entries.entries()) {
        const tell = (done: number): void => onProgress(READING_SHARE + ((1 - READING_SHARE) * done) / entries.length, entry.name);
        tell(index);
        try {
          collected.push(...(await withKept(session, entry, signal, async (recordingId, inputs, call) => queueRowsOf(entry.id, entry.name, await caller.call("analyse", { recordingId, ...inputs }, call), inputs.context.decisions ?? []), (fraction) => tell(index + fraction))));
        } catch (thrown) {
          if (signal.aborted) throw thrown;
          notifyFailure(session, messages().queue.left(entry.name), thrown);
        }
      }
      return collected;
    });
    store.setState({ queue: rows });
    // A narrow window has folded the panel that the list stands in.
    if (!store.getState().preferences.leftPanel) setPreferences(session, { leftPanel: true });
    setView(session, () => ({ reviewing: true }));
  } catch (thrown) {
    notifyFailure(session, messages().queue.collecting, thrown);
  }
}

/** As they are listed and stepped through. */
export function orderedRows(state: KlonosState): readonly QueueRow[] {
  const { queueSession, project } = state;
  const members = queueSession === undefined ? undefined : new Set(project?.sessions.find(({ id }) => id === queueSession)?.recordings.map(({ recording }) => recording));
  const rows = (liveQueue(state) ?? []).filter((row) => members?.has(row.recording) ?? true);
  return orderedQueue(rows, (state.project?.document.recordings ?? []).map(({ id }) => id), state.view.trainOrder);
}

/** Shows a train of the queue; opens its recording when another one is shown. */
export async function openRow(session: Session, row: QueueRow): Promise<void> {
  const { store } = session;
  try {
    const { project, view } = store.getState();
    if (project === undefined) return;
    if (project.recording?.id !== row.recording) {
      const entry = project.document.recordings.find(({ id }) => id === row.recording);
      if (entry === undefined) return;
      const { reviewing, trainOrder } = view;
      await openEntry(session, entry);
      await shownAndAnalysed(session, row.recording);
      setView(session, () => ({ reviewing, trainOrder }));
    }
    const train = store.getState().result?.trains.find((candidate) => isRowOf(row, row.recording, candidate));
    if (train !== undefined) chooseTrain(session, train);
  } catch (thrown) {
    notifyFailure(session, messages().queue.left(row.name), thrown);
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

/** Ends also when something else was opened meanwhile or the file was not found. */
function shownAndAnalysed(session: Session, recording: string): Promise<void> {
  const { store } = session;
  const reached = (state: KlonosState): boolean => (state.project?.recording?.id === recording && isCurrent(state)) || state.queue === undefined || (state.recording === undefined && !state.opening);
  if (reached(store.getState())) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      if (!reached(state)) return;
      stop();
      resolve();
    });
  });
}
