import type { ExportedFile } from "../../../protocol/engine-api";
import { codedName, codeOfRecording } from "../../layout/coded-name";
import { messages } from "../../messages/messages";
import { notify } from "../notices";
import type { Session } from "../session";

/** What a file about the shown recording is named by; asked for before the file is made, since another recording may be shown when it is. */
export function shownCode({ store }: Pick<Session, "store">): string {
  const { project } = store.getState();
  return project?.recording === undefined ? "" : codeOfRecording(project.sessions, project.recording.id);
}

/** Hands a file to the shell, named by the code of its recording (`shownCode`) where it has one. The saved name, undefined when the person cancelled. */
export async function saveExport(session: Session, file: ExportedFile, code: string): Promise<string | undefined> {
  const name = await session.host.saveFile({ ...file, name: codedName(file.name, code) });
  if (name !== undefined) notify(session, { severity: "info", title: messages().copying.saved(name), error: undefined });
  return name;
}
