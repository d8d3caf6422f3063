import type { RecordingFileFormat } from "../../../protocol/engine-api";
import { messages } from "../../messages/messages";
import { settled } from "./export-actions";
import { notify, notifyFailure, runJob } from "../notices";
import { saveExport, shownCode } from "./save-export";
import type { Session } from "../session";

/** What of the recording is written, and as what. */
export interface RecordingWish {
  readonly format: RecordingFileFormat;
  /** Undefined: all. */
  readonly channels: readonly number[] | undefined;
  /** Seconds; undefined: the whole recording. */
  readonly span: readonly [number, number] | undefined;
  readonly withBursts: boolean;
  readonly annotationsOnly: boolean;
  readonly withNames: boolean;
  readonly subject: string;
  readonly task: string;
}

/** Writes the recording anew and hands it to the shell to save. The saved name, undefined when cancelled or failed. What the file cannot hold exactly is told. */
export async function saveRecording(session: Session, wish: RecordingWish): Promise<string | undefined> {
  try {
    if (wish.withBursts) await settled(session);
    const { recording, inputs, resultInputs } = session.store.getState();
    if (recording === undefined) return undefined;
    const code = shownCode(session);
    const { channels, span, subject, task, ...said } = wish;
    const args = {
      recordingId: recording.opened.recordingId,
      ...(wish.withBursts && resultInputs !== undefined ? resultInputs : inputs.present),
      ...said,
      ...(channels === undefined ? {} : { channels }),
      ...(span === undefined ? {} : { startSeconds: span[0], endSeconds: span[1] }),
      ...(wish.format === "bids" ? { subject, task } : {}),
    };
    const { file, notes } = await runJob(session, messages().jobs.writing, (signal, onProgress) => session.caller.call("exportRecording", args, { signal, onProgress }));
    const name = await saveExport(session, file, code);
    if (name !== undefined) for (const note of notes) notify(session, { severity: "warning", title: note, error: undefined });
    return name;
  } catch (thrown) {
    notifyFailure(session, messages().notices.recordingNotSaved, thrown);
    return undefined;
  }
}
