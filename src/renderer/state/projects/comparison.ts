import { KlonosError } from "../../../core/errors";
import type { Examination } from "../../../core/reflex-result";
import { emptyContext } from "../../../project/empty-documents";
import type { RecordingEntry, SessionDocument, SessionRecording } from "../../../project/documents";
import type { SourceInfo, StudyTable } from "../../../protocol/engine-api";
import type { CallOptions } from "../../../protocol/rpc";
import { type Intervention, interventionsOf } from "../../layout/trend";
import { messages } from "../../messages/messages";
import { markWordsOf } from "./kept-words";
import { notify, notifyFailure, OWN_WORDS, runJob } from "../notices";
import type { Inputs } from "../klonos-state";
import { planOf } from "./plan-actions";
import { shownDocument } from "./project-keeper";
import type { Session } from "../session";

/** One comparison a window: a new one takes the place of the one before. */
const STUDY_ID = "window";

/** Share of the progress of a recording that reading it through takes. */
const READ_SHARE = 0.3;

interface Member {
  readonly entry: RecordingEntry;
  readonly session: SessionDocument;
  readonly place: SessionRecording;
}

/** What comes of comparing recordings. */
export interface Comparison {
  readonly tables: readonly StudyTable[];
  /** What the examinations say was given between them. */
  readonly interventions: readonly Intervention[];
}

/** The recordings of the sessions of one person, in the order of dates and lists; every session where no code is given. */
export function membersOf(sessions: readonly SessionDocument[], recordings: readonly RecordingEntry[], participant: string): readonly Member[] {
  return sessions
    .filter((one) => one.participant === participant)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .flatMap((session) =>
      session.recordings.flatMap((place) => {
        const entry = recordings.find(({ id }) => id === place.recording);
        return entry === undefined ? [] : [{ entry, session, place }];
      }),
    );
}

/**
 * Analyses recordings as they are kept, each with its own settings, marks and edits, and compares their trials. What cannot be
 * opened is named and left out. @returns undefined when it was stopped or nothing could be compared.
 */
export async function compare(session: Session, members: readonly Member[], withNames: boolean): Promise<Comparison | undefined> {
  const { caller } = session;
  try {
    await session.keeper.flush();
    await caller.call("forgetStudy", { studyId: STUDY_ID });
    return await runJob(session, messages().session.comparing, async (signal, onProgress) => {
      const examinations: (Examination | undefined)[] = [];
      for (const [index, member] of members.entries()) {
        if (signal.aborted) return undefined;
        onProgress(index / members.length, member.entry.name);
        try {
          examinations.push(await add(session, member, withNames, signal, (fraction) => onProgress((index + fraction) / members.length, member.entry.name)));
        } catch (thrown) {
          if (signal.aborted) return undefined;
          notifyFailure(session, messages().session.left(member.entry.name), thrown);
        }
      }
      return examinations.length === 0 ? undefined : { tables: await caller.call("studyTables", { studyId: STUDY_ID }), interventions: interventionsOf(examinations) };
    });
  } catch (thrown) {
    notifyFailure(session, messages().session.comparing, thrown);
    return undefined;
  }
}

/** @returns what is known of the examination of the recording */
async function add(session: Session, { entry, session: examination, place }: Member, withNames: boolean, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<Examination | undefined> {
  return withKept(session, entry, signal, async (recordingId, inputs, call) => {
    const keys = { participant: examination.participant, session: examination.date === "" ? examination.id : examination.date, side: place.side, condition: place.condition, trial: place.trial };
    await session.caller.call("addToStudy", { studyId: STUDY_ID, recordingId, ...inputs, keys, withNames, plan: await planOf(session, inputs) }, call);
    return inputs.context.examination;
  }, onProgress);
}

/**
 * Opens a recording of the project beside the one on the screen, with its own settings, marks and edits, and closes it again. One of which
 * nothing is kept is taken as it is.
 * @param work Is given what its calls to the engine need for cancel and progress.
 * @param onProgress 0 to 1: the reading of the file, then the work.
 * @throws Error when its file is not found or another one.
 */
export async function withKept<T>(session: Session, entry: RecordingEntry, signal: AbortSignal, work: (recordingId: string, inputs: Inputs, call: CallOptions) => Promise<T>, onProgress: (fraction: number) => void = () => undefined): Promise<T> {
  const { caller, keeper, store } = session;
  const kept = await keeper.readRecording(entry.id);
  const shown = store.getState().project?.recording;
  const document = shown?.id === entry.id ? shownDocument(store.getState(), shown) : kept;
  const source = await sourceOf(session, entry);
  if (source === undefined) throw new KlonosError(OWN_WORDS, messages().session.notThere);
  const { recordingId, proposedPairs } = await caller.call("openRecording", { source, answers: document?.answers ?? {} }, { signal });
  try {
    const { sha256, marks } = await caller.call("scanRecording", { recordingId, markWords: markWordsOf(store.getState()) }, { signal, onProgress: (fraction) => onProgress(READ_SHARE * fraction) });
    if (sha256 !== entry.sha256) throw new KlonosError(OWN_WORDS, messages().project.changed(entry.name));
    const { settings, context } = document ?? { settings: store.getState().inputs.present.settings, context: { ...emptyContext, pairs: proposedPairs, marks } };
    return await work(recordingId, { settings, context }, { signal, onProgress: (fraction) => onProgress(READ_SHARE + (1 - READ_SHARE) * fraction) });
  } finally {
    await caller.call("closeRecording", { recordingId });
  }
}

async function sourceOf(session: Session, entry: RecordingEntry): Promise<SourceInfo | undefined> {
  const known = session.knownSources.get(entry.id);
  if (known !== undefined) return known;
  if (entry.example === true) return (await session.host.openExample())[0];
  const { project } = session.store.getState();
  if (project === undefined) return undefined;
  const located = await session.keeper.calls.call("locateRecording", { projectId: project.id, recordingId: entry.id });
  return located.kind === "found" || located.kind === "moved" ? located.source : undefined;
}

/** Saves the tables of the comparison, with dictionary and snippets, as one archive. */
export async function saveComparison(session: Session, format: "csv" | "tsv" | "json" | "parquet"): Promise<void> {
  try {
    const file = await runJob(session, messages().jobs.exporting, (signal, onProgress) => session.caller.call("exportStudy", { studyId: STUDY_ID, format }, { signal, onProgress }));
    const name = await session.host.saveFile(file);
    if (name !== undefined) notify(session, { severity: "info", title: messages().notices.saved(name), error: undefined });
  } catch (thrown) {
    notifyFailure(session, messages().notices.exportFailed, thrown);
  }
}
