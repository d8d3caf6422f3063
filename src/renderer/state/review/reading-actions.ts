import { KlonosError } from "../../../core/errors";
import type { Reading } from "../../../core/reading/agreement";
import type { ReadingAnswer, ReadingItem } from "../../../core/reading/reading-items";
import type { Label, ResultDocument } from "../../../core/result";
import type { JsonRecord, ReadingDocument, RecordingEntry } from "../../../project/documents";
import type { AgreementFormat } from "../../../protocol/engine-api";
import { messages } from "../../messages/messages";
import { takeSiblings } from "../recording/adopt-recording";
import { localTime } from "../analysis/audit";
import { withKept } from "../projects/comparison";
import { startHistory } from "../history";
import { isCurrent, type KlonosState } from "../klonos-state";
import { notify, notifyFailure, OWN_WORDS, runJob } from "../notices";
import { openEntry } from "../projects/project-loop";
import { ownEntries } from "../projects/project-state";
import { setStudy } from "./review-actions";
import { withoutName } from "./without-name";
import { reached, recalled } from "../reached";
import type { Session } from "../session";
import { chooseTrain } from "../views/view-actions";

const SEEDS = 2 ** 31;

/** What a reader can say, in the order of the number keys. */
export const readingLabels: readonly Label[] = ["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"];

/** The items of a reading, which only this panel writes. */
export function itemsOf(document: ReadingDocument): readonly ReadingItem[] {
  return document.items as unknown as readonly ReadingItem[];
}

/** Answered, of all. */
export function progressOf(document: ReadingDocument): readonly [number, number] {
  const items = itemsOf(document);
  return [items.filter((item) => item.reader !== null).length, items.length];
}

/** The trains of this recording, or of all of the project, in random order; then shows the first one. */
export async function startReading(session: Session, rater: string, scope: "recording" | "project"): Promise<void> {
  const { store, caller, keeper } = session;
  try {
    if (scope === "project" && !(await takeSiblings(session))) return;
    const { id: projectId } = store.getState().project ?? {};
    const items = await runJob(session, messages().reading.collecting, async (signal, onProgress) => {
      await recalled(session, signal);
      await keeper.flush();
      const { project } = store.getState();
      if (project === undefined) return [];
      const entries = scope === "project" ? ownEntries(project) : project.document.recordings.filter((entry) => entry.id === project.recording?.id);
      const collected: ReadingItem[] = [];
      for (const [index, entry] of entries.entries()) {
        onProgress(index / entries.length, entry.name);
        collected.push(...(await trainsOf(session, entry, signal, (fraction) => onProgress((index + fraction) / entries.length, entry.name))));
      }
      return collected;
    });
    // Given up with its project.
    if (store.getState().project?.id !== projectId) return;
    if (items.length === 0) {
      notify(session, { severity: "info", title: messages().reading.noTrains, error: undefined });
      return;
    }
    const now = new Date();
    const seed = Math.floor(Math.random() * SEEDS);
    const ordered = await caller.call("orderReading", { items, seed });
    const document: ReadingDocument = { schema: "klonos-reading/1", id: `r${now.getTime().toString(36)}`, rater, startedAt: localTime(now), seed, items: ordered as unknown as readonly JsonRecord[] };
    await save(session, document);
    await goOnReading(session, document);
  } catch (thrown) {
    notifyFailure(session, messages().reading.failed, thrown);
  }
}

/** A recording whose file is not there is named and left out. */
async function trainsOf(session: Session, entry: RecordingEntry, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<readonly ReadingItem[]> {
  try {
    return await withKept(session, entry, signal, (recordingId, inputs, call) => session.caller.call("readingItems", { recordingId, recording: entry.id, ...inputs }, call), onProgress);
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    notifyFailure(session, messages().session.left(entry.name), thrown);
    return [];
  }
}

function save(session: Session, document: ReadingDocument): Promise<void> {
  return session.keeper.put([[`readings/${document.id}.json`, document]]);
}

/** Takes a reading up where it was left. */
export async function goOnReading(session: Session, document: ReadingDocument): Promise<void> {
  await session.keeper.flush();
  session.store.setState({ dialog: undefined, whatIf: undefined, queue: undefined, queueSession: undefined, nextRow: undefined, reading: { document, position: nextOpen(document, -1) ?? 0, ready: false, kept: undefined } });
  setStudy(session, true);
  await showItem(session);
}

function nextOpen(document: ReadingDocument, after: number): number | undefined {
  const items = itemsOf(document);
  const order = [...items.keys()].map((_, k) => (after + 1 + k) % items.length);
  return order.find((index) => items[index]!.reader === null);
}

/** Shows an item of the reading: its recording, as the detector left it. Lets go when another item is asked for meanwhile. */
export async function showItem(session: Session): Promise<void> {
  const { store } = session;
  const { reading, project } = store.getState();
  const item = reading === undefined ? undefined : itemsOf(reading.document)[reading.position];
  if (reading === undefined || item === undefined || project === undefined) return;
  const isAsked = (state: KlonosState): boolean => state.reading?.document.id === reading.document.id && state.reading.position === reading.position;
  const setReady = (ready: boolean): void => store.setState((state) => (state.reading !== undefined && isAsked(state) ? { reading: { ...state.reading, ready } } : {}));
  setReady(false);
  try {
    if (project.recording?.id !== item.recording || store.getState().opening) {
      putBack(session);
      const entry = project.document.recordings.find(({ id }) => id === item.recording);
      if (entry === undefined) throw new KlonosError(OWN_WORDS, messages().session.notThere);
      await openEntry(session, entry);
      await until(session, (state) => !isAsked(state) || (state.project?.recording?.id === item.recording && state.recording?.scan !== undefined));
    }
    if (!isAsked(store.getState())) return;
    store.setState((state) => {
      if (state.reading === undefined) return {};
      // As the detector left it already: nothing has to be analysed anew.
      if (state.reading.kept?.recording === item.recording && state.inputs.past.length === 0) return {};
      const inputs = state.reading.kept?.recording === item.recording ? state.reading.kept.inputs : state.inputs;
      const { settings, context } = inputs.present;
      return { reading: { ...state.reading, kept: { recording: item.recording, inputs } }, inputs: startHistory({ settings, context: { ...context, edits: [], decisions: [] } }) };
    });
    await until(session, (state) => !isAsked(state) || isCurrent(state));
    if (!isAsked(store.getState())) return;
    const shown = trainsAt(store.getState().result, item)[0];
    if (shown !== undefined) chooseTrain(session, shown);
    setReady(true);
  } catch (thrown) {
    // Not of the recording on the screen: it is the one that could not be shown.
    const name = project.document.recordings.find(({ id }) => id === item.recording)?.name ?? "";
    notifyFailure(session, messages().reading.failed, withoutName(thrown, name));
  }
}

/** The work as it was before the reader saw the recording. */
function putBack(session: Session): void {
  session.store.setState((state) => {
    const { reading, project } = state;
    if (reading?.kept === undefined) return {};
    const same = project?.recording?.id === reading.kept.recording;
    return { reading: { ...reading, kept: undefined }, ...(same ? { inputs: reading.kept.inputs } : {}) };
  });
}

/** Trains that meet the item's span, the one that shares most of it first. */
function trainsAt(result: ResultDocument | undefined, item: ReadingItem): readonly ResultDocument["trains"][number][] {
  const shared = (train: { readonly startSeconds: number; readonly endSeconds: number }): number => Math.min(train.endSeconds, item.endSeconds) - Math.max(train.startSeconds, item.startSeconds);
  return (result?.trains ?? []).filter((train) => train.channelIndex === item.channelIndex && shared(train) > 0).sort((a, b) => shared(b) - shared(a));
}

/** What the reader leaves of the bursts and trains of an item. Bursts of other trains, which a merge brought in, are theirs. */
export function answerOf(result: ResultDocument, item: ReadingItem, label: Label): ReadingAnswer {
  const trains = [...trainsAt(result, item)].sort((a, b) => a.startSeconds - b.startSeconds);
  const isolated = result.channels.find(({ index }) => index === item.channelIndex)?.isolatedBursts ?? [];
  const within = (seconds: number, span: { readonly startSeconds: number; readonly endSeconds: number }): boolean => seconds >= span.startSeconds && seconds <= span.endSeconds;
  const others = item.program.trains.filter((span) => span.startSeconds !== item.startSeconds);
  const bursts = [...trains.flatMap((train) => train.bursts), ...isolated.filter((burst) => within(burst.timeSeconds, item))]
    .filter((burst) => !others.some((span) => within(burst.timeSeconds, span)))
    .sort((a, b) => a.onsetSeconds - b.onsetSeconds);
  return {
    label,
    bursts: bursts.map(({ onsetSeconds, offsetSeconds }) => ({ startSeconds: onsetSeconds, endSeconds: offsetSeconds })),
    trains: trains.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds })),
  };
}

/** Takes the reader's label, saves it and shows the next train; after the last one the reading is over. A label that comes before the train is shown is about the one before, and not taken. */
export async function answerItem(session: Session, label: Label): Promise<void> {
  const { store } = session;
  if (store.getState().reading?.ready !== true) return;
  try {
    await until(session, isCurrent);
    const { reading, result, project } = store.getState();
    const item = reading === undefined ? undefined : itemsOf(reading.document)[reading.position];
    if (reading?.ready !== true || item === undefined || result === undefined) return;
    if (project?.recording?.id !== item.recording) return await showItem(session);
    const answered: ReadingItem = { ...item, reader: answerOf(result, item, label), at: localTime(new Date()) };
    const document: ReadingDocument = { ...reading.document, items: itemsOf(reading.document).map((other, index) => (index === reading.position ? answered : other)) as unknown as readonly JsonRecord[] };
    const next = nextOpen(document, reading.position);
    store.setState({ reading: { ...reading, document, ready: false } });
    await save(session, document);
    const { reading: now } = store.getState();
    // Paused, or gone to another train while it was saved.
    if (now?.document !== document || now.position !== reading.position) return;
    if (next !== undefined) {
      store.setState({ reading: { ...now, position: next } });
      return await showItem(session);
    }
    leaveReading(session);
    store.setState({ dialog: "reading" });
  } catch (thrown) {
    store.setState(({ reading }) => (reading === undefined ? {} : { reading: { ...reading, ready: true } }));
    notifyFailure(session, messages().reading.failed, thrown);
  }
}

/** Back to the item before, to judge it anew. */
export async function stepItem(session: Session, by: -1 | 1): Promise<void> {
  const { reading } = session.store.getState();
  const position = (reading?.position ?? 0) + by;
  if (reading === undefined || itemsOf(reading.document)[position] === undefined) return;
  session.store.setState({ reading: { ...reading, position, ready: false } });
  await showItem(session);
}

/** Ends the reading for now; it can be taken up again. */
export function leaveReading(session: Session): void {
  putBack(session);
  session.store.setState({ reading: undefined });
  setStudy(session, false);
}

/** The readings as the engine compares them. */
function readingsOf(documents: readonly ReadingDocument[]): readonly Reading[] {
  return documents.map((document) => ({ rater: document.rater, items: itemsOf(document) })).filter(({ items }) => items.some((item) => item.reader !== null));
}

function ciLevelOf(state: KlonosState): number {
  return state.inputs.present.settings.ciLevel;
}

/** Agreement of all readings with the program, with each other and with themselves. */
export function agreementOf(session: Session, documents: readonly ReadingDocument[]): ReturnType<typeof session.caller.call<"agreement">> {
  const args = { readings: readingsOf(documents), ciLevel: ciLevelOf(session.store.getState()) };
  return runJob(session, messages().jobs.agreement, (signal, onProgress) => session.caller.call("agreement", args, { signal, onProgress }));
}

/** Saves the agreement of the readings as a methods paragraph or as a table. */
export async function saveAgreement(session: Session, documents: readonly ReadingDocument[], format: AgreementFormat): Promise<void> {
  try {
    const args = { readings: readingsOf(documents), ciLevel: ciLevelOf(session.store.getState()), format };
    const name = await session.host.saveFile(await runJob(session, messages().jobs.exporting, (signal, onProgress) => session.caller.call("exportAgreement", args, { signal, onProgress })));
    if (name !== undefined) notify(session, { severity: "info", title: messages().notices.saved(name), error: undefined });
  } catch (thrown) {
    notifyFailure(session, messages().notices.exportFailed, thrown);
  }
}

/** Waits for a state; ends also when the reading was left meanwhile. */
function until(session: Session, condition: (state: KlonosState) => boolean): Promise<void> {
  return reached(session, (state) => condition(state) || state.reading === undefined);
}
