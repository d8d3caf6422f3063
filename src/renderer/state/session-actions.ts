import type { SessionDocument, SessionRecording } from "../../project/documents";
import { emptySession } from "../../project/empty-documents";
import { setProject } from "./projects/project-loop";
import type { Session } from "./session";
import { freeSessionId } from "./projects/sessions-by-date";

function changeSessions(session: Session, change: (sessions: readonly SessionDocument[]) => readonly SessionDocument[]): void {
  const { project } = session.store.getState();
  if (project !== undefined) setProject(session, { sessions: change(project.sessions) });
}

/** Code, date or notes of an examination. */
export function editSession(session: Session, id: string, change: Partial<Pick<SessionDocument, "participant" | "date" | "notes">>): void {
  changeSessions(session, (sessions) => sessions.map((one) => (one.id === id ? { ...one, ...change } : one)));
}

/** What an examination says of one of its recordings. */
export function editPlace(session: Session, recording: string, change: Partial<Omit<SessionRecording, "recording">>): void {
  changeSessions(session, (sessions) => sessions.map((one) => ({ ...one, recordings: one.recordings.map((place) => (place.recording === recording ? { ...place, ...change } : place)) })));
}

/** A new examination without recordings, of the person of the last one. Its id. */
export function addSession(session: Session): string {
  const sessions = session.store.getState().project?.sessions ?? [];
  const id = freeSessionId(sessions);
  changeSessions(session, (before) => [...before, emptySession(id, before[before.length - 1]?.participant ?? "", "")]);
  return id;
}

/** Puts a recording into an examination and out of every other. */
export function moveToSession(session: Session, recording: string, id: string): void {
  changeSessions(session, (sessions) => {
    const place = sessions.flatMap((one) => one.recordings).find((other) => other.recording === recording) ?? { recording, condition: "", side: "" as const, trial: "" };
    return sessions.map((one) => {
      const others = one.recordings.filter((other) => other.recording !== recording);
      return one.id === id ? { ...one, recordings: [...others, place] } : others.length === one.recordings.length ? one : { ...one, recordings: others };
    });
  });
}
