import type { RecordingEntry } from "../../../project/documents";
import type { ImportAnswers, SourceInfo } from "../../../protocol/engine-api";
import { openAsRemembered } from "../recording/import-actions";
import { markWordsOf } from "../projects/kept-words";
import { messages } from "../../messages/messages";
import { dismissTitled, notify, notifyFailure, runJob } from "../notices";
import type { Session } from "../session";
import { withoutName } from "./without-name";

/**
 * Says during a blinded reading that the recording of the train to judge is not where it was: by the train's number, and with a
 * search of a folder by contents, so that nobody needs its name.
 * @param open Shows the recording once it is found.
 */
export function tellMissingBlinded(session: Session, entry: RecordingEntry, answers: ImportAnswers, open: (source: SourceInfo) => Promise<unknown>): void {
  const { reading: words } = messages();
  const number = (session.store.getState().reading?.position ?? 0) + 1;
  notify(session, {
    severity: "warning",
    title: words.missing(number),
    error: undefined,
    action: { label: words.lookInFolder, run: () => void lookInFolder(session, entry, answers, number, open) },
  });
}

async function lookInFolder(session: Session, entry: RecordingEntry, answers: ImportAnswers, number: number, open: (source: SourceInfo) => Promise<unknown>): Promise<void> {
  const { reading: words } = messages();
  try {
    const sources = await session.host.openFolderDialog();
    if (sources.length === 0) return;
    const alike = sources.filter(({ size }) => size === entry.size);
    const found = await runJob(session, words.looking, async (signal, onProgress) => {
      for (const [index, source] of alike.entries()) {
        onProgress(index / alike.length, "");
        if ((await hashOf(session, source, answers, signal)) === entry.sha256) return source;
      }
      return undefined;
    });
    dismissTitled(session, words.missing(number));
    // Left meanwhile, or at another train: that one's recording is asked for by itself.
    if (session.store.getState().reading?.position !== number - 1) return;
    if (found !== undefined) return void (await open(found));
    tellMissingBlinded(session, entry, answers, open);
    notify(session, { severity: "info", title: words.notInFolder(sources.length, number), error: undefined });
  } catch (thrown) {
    notifyFailure(session, words.failed, withoutName(thrown, entry.name));
  }
}

/** Undefined for a file that cannot be read: another one may be the right one. */
async function hashOf(session: Session, source: SourceInfo, answers: ImportAnswers, signal: AbortSignal): Promise<string | undefined> {
  const { caller, store } = session;
  try {
    const { opened } = await openAsRemembered(session, source, answers, signal);
    try {
      return (await caller.call("scanRecording", { recordingId: opened.recordingId, markWords: markWordsOf(store.getState()) }, { signal })).sha256;
    } finally {
      void caller.call("closeRecording", { recordingId: opened.recordingId }).catch((thrown: unknown) => notifyFailure(session, messages().notices.notClosedNow, withoutName(thrown, source.name)));
    }
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return undefined;
  }
}
