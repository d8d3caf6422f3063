import { errorRecord, KlonosError } from "../../../core/errors";
import type { KlonosState, Notice } from "../klonos-state";

/** A stem that is shorter would be found inside other words. */
const SHORTEST_STEM = 3;
/** Stands for the name of a file. */
const HIDDEN = "…";

function hidden(text: string, name: string): string {
  const stem = name.replace(/(\.\w{1,8})+$/, "");
  const withoutFile = name === "" ? text : text.replaceAll(name, HIDDEN);
  return stem.length < SHORTEST_STEM ? withoutFile : withoutFile.replaceAll(stem, HIDDEN);
}

/** What went wrong with a file, without its name or that of the files beside it: they can tell muscle, side, patient or condition. */
export function withoutName(thrown: unknown, name: string): KlonosError {
  const error = errorRecord(thrown);
  return new KlonosError(error.code, hidden(error.message, name), hidden(error.where, name));
}

/** A notice as a blinded reader may see it: whatever failed (a trace, the analysis, the rest of the file), the recording on the screen is not named. Anybody else sees it as it is. */
export function blindedNotice<T extends Omit<Notice, "id">>({ reading, recording }: Pick<KlonosState, "reading" | "recording">, notice: T): T {
  if (reading === undefined || recording === undefined) return notice;
  const { name } = recording.sourceInfo;
  const { error } = notice;
  return { ...notice, title: hidden(notice.title, name), error: error === undefined ? undefined : { ...error, message: hidden(error.message, name), where: hidden(error.where, name) } };
}
