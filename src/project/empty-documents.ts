import type { AnalysisContext } from "../core/result";
import { defaultSettings, type SettingValues } from "../core/settings";
import type { ProjectDocument, RecordingDocument, SessionDocument } from "./documents";

/** A context in which nobody has said anything yet. A document that was written before a field existed takes it from here. */
export const emptyContext: AnalysisContext = { protocol: "unmarked", site: undefined, pairs: [], marks: [], holds: [], edits: [], overrides: [], rejected: [] };

/** Digits of the SHA-256 that name a recording: 64 bits, no two files of a lab share them. */
const ID_DIGITS = 16;

/** The id of a recording in a project. */
export function recordingIdOf(sha256: string): string {
  return sha256.slice(0, ID_DIGITS);
}

/** A project without recordings. */
export function emptyProject(name: string, createdAt: string): ProjectDocument {
  return { schema: "klonos-project/1", name, createdAt, settings: defaultSettings, plan: undefined, markWords: [], montages: [], sessions: [], recordings: [], window: {} };
}

/** A recording on which nothing was done yet. */
export function emptyRecording(sha256: string, settings: SettingValues, context: AnalysisContext): RecordingDocument {
  return { schema: "klonos-recording/1", id: recordingIdOf(sha256), sha256, answers: {}, settings, context, notes: [], audit: [], view: {} };
}

/** An examination without recordings. */
export function emptySession(id: string, participant: string, date: string): SessionDocument {
  return { schema: "klonos-session/1", id, participant, date, notes: "", recordings: [] };
}
