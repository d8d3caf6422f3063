import type { SessionDocument } from "../../project/documents";

/** How the engine names the files of a recording whose own name is left out (services/exports/table-model). */
const ANONYMOUS = /^recording-[0-9a-f]{16}(?=\.)/;

/** `P07-s2-stretch-left-1`: code, session where the person has several, and place of a recording; empty where it has no code. */
export function codeOfRecording(sessions: readonly SessionDocument[], recording: string): string {
  const session = sessions.find((one) => one.recordings.some((place) => place.recording === recording));
  const place = session?.recordings.find((one) => one.recording === recording);
  if (session === undefined || place === undefined || session.participant.trim() === "") return "";
  const several = sessions.filter(({ participant }) => participant === session.participant).length > 1;
  const parts = [session.participant, several ? session.id : "", place.condition, place.side, place.trial];
  return parts.map((part) => part.trim().replace(/[^\p{L}\p{N}_]+/gu, "-").replace(/^-+|-+$/g, "")).filter((part) => part !== "").join("-");
}

/** The name of an exported file with the code in the place of the digits; one that names the recording is left as it is. */
export function codedName(name: string, code: string): string {
  return code === "" ? name : name.replace(ANONYMOUS, code);
}
