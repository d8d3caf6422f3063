import type { ProjectDocument, RecordingDocument, RecordingEntry, SessionDocument } from "../../../project/documents";
import type { ProjectHolder } from "../../../protocol/project-api";

/** How far the keeping of the work is. */
export type SaveStatus = "saved" | "unsaved" | "saving" | "failed" | "conflict" | "read-only";

/** The project of this window: the open one, or the automatic one in which work on lone files is kept. */
export interface ProjectState {
  readonly id: string;
  /** Empty for the automatic project. */
  readonly name: string;
  readonly automatic: boolean;
  readonly heldBy: ProjectHolder | undefined;
  readonly document: ProjectDocument;
  readonly sessions: readonly SessionDocument[];
  /** What is kept of the recording on the screen; undefined until its SHA-256 is known. Decisions and notes are changed here, everything else is taken from the window when it is saved. */
  readonly recording: RecordingDocument | undefined;
  /** Recordings that were opened in this window, newest last: what “Save project as” takes out of the automatic project. */
  readonly openedIds: readonly string[];
  readonly saved: SaveStatus;
  /** Why it is not saved, in words. */
  readonly problem: string | undefined;
  /** A recording whose file was not found when the project was opened: its work comes back with the file. */
  readonly missing: RecordingEntry | undefined;
  /** Earlier version of the file that was opened: its work is there and was not applied. */
  readonly changedFrom: RecordingEntry | undefined;
}

/** The recordings of the project; without a project those of this window, not everything that was ever opened on this computer. */
export function ownEntries(project: ProjectState | undefined): readonly RecordingEntry[] {
  const all = project?.document.recordings ?? [];
  return project?.automatic === true ? all.filter(({ id }) => project.openedIds.includes(id)) : all;
}
