import type { RecordingEntry } from "../../../project/documents";
import { emptyContext, emptyRecording, recordingIdOf } from "../../../project/empty-documents";
import type { SourceInfo } from "../../../protocol/engine-api";
import { markWordsOf } from "../projects/kept-words";
import { openAsRemembered } from "./import-actions";
import { messages } from "../../messages/messages";
import { notifyFailure, runJob } from "../notices";
import { changeProject, joined, rememberSource, setProject } from "../projects/project-loop";
import type { Session } from "../session";

/** Files that were opened together with the shown one and are not in the project yet. */
export function waitingSiblings({ store, knownSources }: Pick<Session, "store" | "knownSources">): readonly SourceInfo[] {
  const { siblings, project, recording } = store.getState();
  const known = new Set((project?.document.recordings ?? []).map(({ id }) => knownSources.get(id)?.id));
  return siblings.filter(({ id }) => !known.has(id) && id !== recording?.sourceInfo.id);
}

/**
 * Takes files that were opened together with the shown one, and not looked at yet, into the project: each is read and gets a
 * document on which nothing was done. What is known stays as it is.
 * @param onFile Told of each file before it is read; throws what it wants.
 * @param onFailure A file that cannot be read, with the reason; the others go on.
 */
export async function adoptSiblings(session: Session, signal: AbortSignal, onFile: (source: SourceInfo, index: number, all: number) => void, onFailure: (source: SourceInfo, thrown: unknown) => void): Promise<void> {
  const waiting = waitingSiblings(session);
  for (const [index, source] of waiting.entries()) {
    onFile(source, index, waiting.length);
    try {
      await adopt(session, source, signal);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      onFailure(source, thrown);
    }
  }
}

/** The same as a job of the window: what cannot be read is named, and what is left when it is stopped is read the next time. False when it was stopped. */
export async function takeSiblings(session: Session): Promise<boolean> {
  const { siblings, project } = session.store.getState();
  if (siblings.length === 0 || project === undefined || project.saved === "read-only") return true;
  const { session: words } = messages();
  try {
    await runJob(session, words.takingIn, (signal, onProgress) =>
      adoptSiblings(
        session,
        signal,
        (source, index, all) => onProgress(index / all, source.name),
        (source, thrown) => notifyFailure(session, words.notTaken(source.name), thrown),
      ),
    );
    return true;
  } catch (thrown) {
    notifyFailure(session, words.takingIn, thrown);
    return false;
  }
}

async function adopt(session: Session, source: SourceInfo, signal: AbortSignal): Promise<void> {
  const { store, caller, keeper } = session;
  const { opened, answers } = await openAsRemembered(session, source, {}, signal);
  const scanned = await caller.call("scanRecording", { recordingId: opened.recordingId, markWords: markWordsOf(store.getState()) }, { signal }).finally(() => void caller.call("closeRecording", { recordingId: opened.recordingId }).catch(() => undefined));
  const { sha256, marks } = scanned;
  const id = recordingIdOf(sha256);
  const before = store.getState().project;
  if (before === undefined) return;
  const path = await keeper.calls.call("placeOfSource", { projectId: before.id, sourceId: source.id }).catch(() => undefined);
  // Meanwhile the file may have been opened, or another project.
  const { project, inputs } = store.getState();
  if (project?.id !== before.id) return;
  rememberSource(session, id, source, opened.header.startDateTime);
  if (project.document.recordings.some((entry) => entry.id === id)) {
    setProject(session, { openedIds: [...project.openedIds.filter((other) => other !== id), id] });
    return;
  }
  const context = { ...emptyContext, pairs: opened.proposedPairs, marks };
  const isKnown = (): boolean => store.getState().project?.document.recordings.some((entry) => entry.id === id) === true;
  await keeper.put(() => (isKnown() ? [] : [[`recordings/${id}.json`, { ...emptyRecording(sha256, inputs.present.settings, context), answers }]]));
  if (store.getState().project?.id !== before.id) return;
  const entry: RecordingEntry = { id, sha256, size: source.size, name: source.name, path, example: undefined };
  changeProject(session, (document) => (document.recordings.some((other) => other.id === id) ? document : { ...document, recordings: [...document.recordings, entry] }));
  const now = store.getState().project;
  if (now !== undefined) setProject(session, { openedIds: [...now.openedIds.filter((other) => other !== id), id], sessions: now.automatic ? now.sessions : joined(session, now, id) });
}
