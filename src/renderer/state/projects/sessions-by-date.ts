import type { SessionDocument } from "../../../project/documents";
import { emptySession } from "../../../project/empty-documents";

/** An id that no session has. */
export function freeSessionId(sessions: readonly SessionDocument[]): string {
  const taken = new Set(sessions.map(({ id }) => id));
  let number = sessions.length + 1;
  while (taken.has(`s${number}`)) number++;
  return `s${number}`;
}

/**
 * The sessions with a new recording in that of its day: the last one that has this date or holds a recording of it. A recording of
 * another day begins a session of its own, whose person nobody has named yet; one that does not say its day joins the last session,
 * and so does any where the last session has no date.
 * @param date Of the recording, ISO; undefined where it does not say.
 * @param dateOf The day of a recording of the project, as far as it is known.
 */
export function joinedByDate(sessions: readonly SessionDocument[], recording: string, date: string | undefined, dateOf: (recording: string) => string | undefined): readonly SessionDocument[] {
  if (sessions.some((one) => one.recordings.some((place) => place.recording === recording))) return sessions;
  const last = sessions[sessions.length - 1];
  const ofThisDay = date === undefined ? [] : sessions.filter((one) => one.date === date || one.recordings.some((place) => dateOf(place.recording) === date));
  const home = ofThisDay[ofThisDay.length - 1] ?? (date === undefined || last?.date === "" ? last : undefined);
  const grown = (one: SessionDocument): SessionDocument => ({ ...one, recordings: [...one.recordings, { recording, condition: "", side: "", trial: "" }] });
  if (home === undefined) return [...sessions, grown(emptySession(freeSessionId(sessions), "", date ?? ""))];
  return sessions.map((one) => (one.id === home.id ? grown(one) : one));
}
