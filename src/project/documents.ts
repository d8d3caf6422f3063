import type { AnalysisContext } from "../core/result";
import type { SettingValues } from "../core/settings";
import type { ImportAnswers, MarkWord } from "../protocol/engine-api";
import type { Montage } from "../protocol/montage";

/** Plain data of JSON; for the parts of a document that another panel owns. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonRecord;
export interface JsonRecord {
  readonly [name: string]: JsonValue;
}

/** Who did what when. `edits` counts the edits of the context after it, so that each edit of the list can be laid to a person and a time. */
export interface AuditEntry {
  /** Local time with offset, ISO. */
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly edits: number;
}

/** A recording as a project knows it. The file itself is never copied or changed. */
export interface RecordingEntry {
  /** First sixteen digits of the SHA-256; names `recordings/ID.json`. */
  readonly id: string;
  readonly sha256: string;
  readonly size: number;
  readonly name: string;
  /** Relative to the project's folder, with `/`; absent where the shell may not know where a file lies (browser). */
  readonly path?: string | undefined;
  /** True for the session that Klonos brings along: it is opened without a path. */
  readonly example?: boolean | undefined;
}

/** What was fixed before the data were looked at. */
export interface LockedPlan {
  readonly lockedAt: string;
  readonly lockedBy: string;
  /** SHA-256 of the canonical text of settings, outcomes and exclusions. */
  readonly sha256: string;
  readonly settings: SettingValues;
  /** Names of the outcomes that will be reported, e.g. `jitter`, `log10BayesFactor`, `label`. */
  readonly outcomes: readonly string[];
  /** Rules by which trials or recordings are left out, in words. */
  readonly exclusions: readonly string[];
}

/** `project.json` */
export interface ProjectDocument {
  readonly schema: "klonos-project/1";
  readonly name: string;
  readonly createdAt: string;
  /** Settings that a new recording begins with. */
  readonly settings: SettingValues;
  readonly plan?: LockedPlan | undefined;
  /** This lab's words for marks; with none those of the person's preferences hold. */
  readonly markWords: readonly MarkWord[];
  /** In the order of their keys F1 to F12; with none those of the person's preferences hold. */
  readonly montages: readonly Montage[];
  /** Names of session files in the order of the list. */
  readonly sessions: readonly string[];
  readonly recordings: readonly RecordingEntry[];
  /** Window as it was left: recording shown, sizes of panels. */
  readonly window: JsonRecord;
}

/** One recording of an examination. */
export interface SessionRecording {
  /** `RecordingEntry.id` */
  readonly recording: string;
  readonly condition: string;
  readonly side: "left" | "right" | "";
  readonly trial: string;
}

/** `sessions/ID.json`: one examination of one person. */
export interface SessionDocument {
  readonly schema: "klonos-session/1";
  readonly id: string;
  /** A code, never a name. */
  readonly participant: string;
  /** Day of the examination, `YYYY-MM-DD`, empty when not known. */
  readonly date: string;
  readonly notes: string;
  readonly recordings: readonly SessionRecording[];
}

/** A remark at a place of the recording. */
export interface RecordingNote {
  readonly seconds: number;
  readonly text: string;
  readonly who: string;
  readonly at: string;
}

/** `recordings/ID.json`: everything that was done to one recording. */
export interface RecordingDocument {
  readonly schema: "klonos-recording/1";
  readonly id: string;
  readonly sha256: string;
  readonly answers: ImportAnswers;
  readonly settings: SettingValues;
  readonly context: AnalysisContext;
  readonly notes: readonly RecordingNote[];
  /** Newest last; nothing is ever taken out, undo is an entry of its own. */
  readonly audit: readonly AuditEntry[];
  /** What was seen and how (window, gains, hidden channels …): owned by the viewer, restored as far as it still fits. */
  readonly view: JsonRecord;
}

/** `readings/ID.json`: one rater's blinded pass. The items belong to the review panel. */
export interface ReadingDocument {
  readonly schema: "klonos-reading/1";
  readonly id: string;
  readonly rater: string;
  readonly startedAt: string;
  /** Of the random order; absent in readings of before it was stored. */
  readonly seed?: number | undefined;
  readonly items: readonly JsonRecord[];
}

export type ProjectFileDocument = ProjectDocument | SessionDocument | RecordingDocument | ReadingDocument;

/** The current schemas. A document of an older one is migrated when it is read. */
export type DocumentSchema = ProjectFileDocument["schema"];
