import { eventTable, readEventTable } from "../../layout/event-table";
import { messages } from "../../messages/messages";
import { changeContext, isSameMark } from "../analysis/edit-actions";
import { channelsOf } from "../klonos-state";
import { notify, notifyFailure } from "../notices";
import type { Session } from "../session";

/** Saves all events of the recording as a table. */
export async function exportEvents(session: Session, format: "csv" | "tsv"): Promise<void> {
  try {
    const state = session.store.getState();
    const channels = channelsOf(state);
    const text = eventTable(state.inputs.present.context.marks, (index) => channels.find((channel) => channel.index === index)?.label, format);
    const name = await session.host.saveFile({ name: `events.${format}`, mime: format === "csv" ? "text/csv" : "text/tab-separated-values", bytes: new TextEncoder().encode(text) });
    if (name !== undefined) notify(session, { severity: "info", title: messages().notices.saved(name), error: undefined });
  } catch (thrown) {
    notifyFailure(session, messages().notices.exportFailed, thrown);
  }
}

/** Adds the events of a table in one step of undo; those that are there already are not doubled. */
export async function importEvents(session: Session, file: Blob): Promise<void> {
  const { events: words } = messages();
  try {
    const { recording } = session.store.getState();
    const text = await file.text();
    // They are events of the recording on which they were let go.
    if (session.store.getState().recording?.opened.recordingId !== recording?.opened.recordingId) return;
    const channels = channelsOf(session.store.getState());
    const read = readEventTable(text, (label) => channels.find((channel) => channel.label === label)?.index);
    if ("problem" in read) throw new Error(read.problem === "no-onset" ? words.noOnset : words.badRow(read.line));
    const { marks: before } = session.store.getState().inputs.present.context;
    const fresh = read.marks.filter((mark) => !before.some((other) => isSameMark(other, mark)));
    if (read.marks.length === 0) throw new Error(words.noFile);
    if (fresh.length > 0) changeContext(session, words.imported(fresh.length), (context) => ({ marks: [...context.marks, ...fresh].sort((a, b) => a.seconds - b.seconds) }));
    notify(session, { severity: read.unknownChannels.length > 0 ? "warning" : "info", title: [words.imported(fresh.length), ...(read.unknownChannels.length > 0 ? [words.unknownChannels(read.unknownChannels.join(", "))] : [])].join(". "), error: undefined });
  } catch (thrown) {
    notifyFailure(session, words.unreadable, thrown);
  }
}
