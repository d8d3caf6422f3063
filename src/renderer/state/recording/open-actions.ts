import { errorRecord } from "../../../core/errors";
import { emptyContext } from "../../../project/empty-documents";
import type { ImportAnswers, MarkWord, SourceInfo } from "../../../protocol/engine-api";
import { messages } from "../../messages/messages";
import { clampWindow, FIRST_SPAN_SECONDS } from "../../layout/time-window";
import { startHistory, rebase } from "../history";
import { durationOf, firstView, type KlonosState } from "../klonos-state";
import { withoutName } from "../review/without-name";
import { openAsRemembered } from "./import-actions";
import { keepOwn, markWordsOf } from "../projects/kept-words";
import { dismissTitled, notify, notifyFailure, runJob } from "../notices";
import { refreshRecents, setPreferences } from "../preferences";
import { liveQueue } from "../review/live-queue";
import type { Session } from "../session";

/** The reader cannot go on without an answer (rate, unit, dialect of a text file). */
const QUESTION_CODE = /^needs-/;

/** Opens what a dialog, drop, argv or second instance gave: shows the first, keeps the others within reach. */
export async function openSources(session: Session, sources: readonly SourceInfo[]): Promise<void> {
  const [first] = sources;
  if (first === undefined) return;
  session.store.setState({ siblings: sources.length > 1 ? sources : [] });
  await openSource(session, first, {});
}

/** Asks the shell for files by one of its ways; a failure of the shell becomes a notice. */
export async function openBy(session: Session, way: () => Promise<readonly SourceInfo[]>): Promise<void> {
  try {
    await openSources(session, await way());
  } catch (thrown) {
    notifyFailure(session, messages().notices.openFailed, thrown);
  }
}

/**
 * Opens one file: header and first page at once, then the scan with progress. The recording before it is closed.
 * @returns the engine's id of the recording, after its scan; undefined when it was not opened or another one was asked for meanwhile
 */
export async function openSource(session: Session, source: SourceInfo, given: ImportAnswers): Promise<string | undefined> {
  const { store, caller } = session;
  session.turn.current++;
  session.work.current.abort();
  const work = new AbortController();
  session.work.current = work;
  store.setState({ opening: true, importQuestion: undefined });
  // A file's name can tell the condition: nothing says it while a reading is blinded.
  const blinded = store.getState().reading !== undefined;
  try {
    const { opened, answers } = await runJob(session, blinded ? messages().jobs.openingBlinded : messages().jobs.opening(source.name), (signal) => openAsRemembered(session, source, given, signal), work.signal);
    if (work.signal.aborted) {
      void caller.call("closeRecording", { recordingId: opened.recordingId }).catch(() => undefined);
      return undefined;
    }
    session.keeper.leave();
    const before = store.getState().recording;
    store.setState((state) => ({ ...freshRecording(state), recording: { opened, sourceInfo: source, answers, scan: undefined } }));
    store.setState((state) => ({
      view: { ...state.view, window: clampWindow({ start: 0, span: FIRST_SPAN_SECONDS }, opened.header.durationSeconds), channelIndex: (opened.proposedPairs[0]?.agonist ?? opened.header.channels.find((channel) => channel.role === "emg")?.index) ?? opened.header.channels[0]?.index },
      inputs: startHistory({ settings: state.inputs.present.settings, context: { ...emptyContext, pairs: opened.proposedPairs } }),
    }));
    if (before !== undefined) void caller.call("closeRecording", { recordingId: before.opened.recordingId }).catch((thrown: unknown) => notifyFailure(session, messages().notices.notClosed, thrown));
    refreshRecents(session);
    if (answers !== given && !blinded) tellRemembered(session, source, opened.importSignature);
    store.setState({ opening: false });
    await scan(session, opened.recordingId, work.signal);
    return session.work.current === work && !work.signal.aborted ? opened.recordingId : undefined;
  } catch (thrown) {
    if (session.work.current !== work) return undefined;
    const error = errorRecord(thrown);
    const ask = (): void => store.setState({ importQuestion: { source, error, answers: given } });
    if (QUESTION_CODE.test(error.code)) ask();
    else if (blinded) notifyFailure(session, messages().reading.notOpened, withoutName(thrown, source.name));
    // A text that is no table may be one after all, with another delimiter or a later first line.
    else if (error.details["importSignature"] !== undefined) notify(session, { severity: "error", title: messages().notices.notOpened(source.name), error, action: { label: messages().importing.settings, run: ask } });
    else notifyFailure(session, messages().notices.notOpened(source.name), thrown);
    return undefined;
  } finally {
    if (session.work.current === work) store.setState({ opening: false });
  }
}

/** Says that a file was read as another of its structure was, and offers the way back. */
function tellRemembered(session: Session, source: SourceInfo, signature: string | undefined): void {
  const { importing } = messages();
  notify(session, {
    severity: "info",
    title: importing.remembered(source.name),
    error: undefined,
    action: { label: importing.readPlain, run: () => void openPlain(session, source, signature) },
  });
}

/** Reads a file without what is remembered of its structure, and forgets that. */
async function openPlain(session: Session, source: SourceInfo, signature: string | undefined): Promise<void> {
  setPreferences(session, { importRecipes: session.store.getState().preferences.importRecipes.filter((entry) => entry.signature !== signature) });
  await openSource(session, source, {});
}

/** Reads on where a scan was stopped. */
export async function readOn(session: Session): Promise<void> {
  const { recording } = session.store.getState();
  if (recording === undefined || recording.scan !== undefined) return;
  dismissTitled(session, messages().opening.stopped);
  await scan(session, recording.opened.recordingId, session.work.current.signal);
}

async function scan(session: Session, recordingId: string, signal: AbortSignal): Promise<void> {
  const { store, caller } = session;
  try {
    const scanned = await runJob(session, messages().jobs.scanning, (jobSignal, onProgress) => caller.call("scanRecording", { recordingId, markWords: markWordsOf(store.getState()) }, { signal: jobSignal, onProgress }), signal);
    store.setState((state) => {
      if (state.recording?.opened.recordingId !== recordingId) return {};
      const recording = { ...state.recording, scan: scanned };
      // Without a signal there was no page to begin with.
      const wanted = scanned.channels.length === 0 ? { start: 0, span: FIRST_SPAN_SECONDS } : state.view.window;
      return {
        recording,
        // Marks of the file are facts and no edits: they go under everything that was done meanwhile.
        inputs: rebase(state.inputs, (inputs) => ({ ...inputs, context: { ...inputs.context, marks: [...scanned.marks, ...inputs.context.marks.filter((mark) => mark.origin !== "file")] } })),
        view: { ...state.view, window: clampWindow(wanted, durationOf({ ...state, recording })) },
      };
    });
  } catch (thrown) {
    if (!signal.aborted && store.getState().recording?.opened.recordingId === recordingId) {
      if (errorRecord(thrown).code === "cancelled") notify(session, { severity: "warning", title: messages().opening.stopped, error: undefined, action: { label: messages().opening.goOn, run: () => void readOn(session) } });
      else notifyFailure(session, messages().notices.notReadToEnd, thrown);
    }
  }
}

/**
 * Says what a text of the file's notes means, for this recording and every later one. The scan is on hand: only the marks are made anew;
 * a text that meant something else before takes the new meaning.
 */
export async function nameNotes(session: Session, text: string, kind: MarkWord["kind"]): Promise<void> {
  const markWords = markWordsOf(session.store.getState());
  keepOwn(session, { markWords: [...markWords.filter((word) => word.text !== text), { text, kind }] });
  const { recording } = session.store.getState();
  if (recording !== undefined) await scan(session, recording.opened.recordingId, new AbortController().signal);
}

/** Everything that belongs to the recording before and must not outlive it, as it is without. */
export function freshRecording(state: KlonosState): Partial<KlonosState> {
  const { mode, second, disagreement, ghosts, clock, bottomTab, plotPixels, reviewing, trainOrder } = state.view;
  // A queue goes on in the next recording as it was in this one.
  const ofQueue = state.queue === undefined ? {} : { reviewing, trainOrder };
  state.listening?.stop();
  return {
    result: undefined,
    unmasked: undefined,
    resultInputs: undefined,
    recalling: false,
    analysing: false,
    firstLook: undefined,
    whatIf: undefined,
    queue: liveQueue(state),
    traces: undefined,
    overview: undefined,
    cursor: undefined,
    listening: undefined,
    notices: state.notices.filter(({ outlasts }) => outlasts),
    channelDialog: undefined,
    proposals: [],
    view: { ...firstView, study: state.reading !== undefined, mode, second, disagreement, ghosts, clock, bottomTab, plotPixels, ...ofQueue },
  };
}
