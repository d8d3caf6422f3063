import type { ExportedFile } from "../../../protocol/engine-api";
import { codedName, codeOfRecording } from "../../layout/coded-name";
import { messages } from "../../messages/messages";
import { notify } from "../notices";
import type { Session } from "../session";

/** Hands a file about the shown recording to the shell, named by the recording's code where it has one. The saved name, undefined when the person cancelled. */
export async function saveExport(session: Session, file: ExportedFile): Promise<string | undefined> {
  const { project } = session.store.getState();
  const code = project?.recording === undefined ? "" : codeOfRecording(project.sessions, project.recording.id);
  const name = await session.host.saveFile({ ...file, name: codedName(file.name, code) });
  if (name !== undefined) notify(session, { severity: "info", title: messages().copying.saved(name), error: undefined });
  return name;
}
