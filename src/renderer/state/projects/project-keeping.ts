import type { ProjectDocument, ProjectFileDocument, ReadingDocument, RecordingDocument, SessionDocument } from "../../../project/documents";
import type { OpenedProject } from "../../../protocol/project-api";
import type { ProjectCaller } from "../../../protocol/project-calls";

/** Documents by their path in the project. */
type NamedDocuments = readonly (readonly [path: string, document: ProjectFileDocument])[];

/** Keeps the project of the window on disk. Made once a window; reads the store, writes documents. */
export interface ProjectKeeper {
  readonly calls: ProjectCaller;
  /** Takes a project that the shell has opened as the one of this window. @throws KlonosError when its documents cannot be read. */
  adopt(opened: OpenedProject, document?: ProjectDocument, sessions?: readonly SessionDocument[]): void;
  /** A document of the project, checked; undefined when there is none. */
  readRecording(id: string): Promise<RecordingDocument | undefined>;
  /** All readings of the project, oldest first. */
  readReadings(): Promise<readonly ReadingDocument[]>;
  /** Says that something changed. */
  touch(kind: "work" | "view"): void;
  /** Before another recording takes the place of the shown one: what was done to it is saved although it is gone from the window. */
  leave(): void;
  /** Saves what is not saved yet, now. */
  flush(): Promise<void>;
  /** Writes documents as they are given, or made when their turn comes, beside what the window keeps by itself. Nothing is written once another project is open. */
  put(documents: NamedDocuments | (() => NamedDocuments)): Promise<void>;
  /** After a conflict: takes note of the versions on disk, so that the next save replaces them. */
  overwriteForeign(): Promise<void>;
  stop(): void;
}
