import type { SourceInfo } from "./engine-api";

/** A file of a project's folder: its name there (`recordings/….json`), its text, and the digest by which a later save names what it replaces. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
  readonly digest: string;
}

/** A file to write. `replaces` is the digest of the version that the change was made from, absent for a new file. */
export interface ProjectChange {
  readonly path: string;
  readonly text: string;
  readonly replaces?: string | undefined;
}

/** Who else has the project open. */
export interface ProjectHolder {
  readonly host: string;
  readonly since: string;
}

/** A project that this window has open. `id` is opaque; the shell alone knows the folder. */
export interface OpenedProject {
  readonly id: string;
  readonly name: string;
  /** The shell's own project, in which work on lone files is kept. Several windows may write into it; the digests keep them apart. */
  readonly automatic: boolean;
  /** False when another window holds it: it is shown and not written. */
  readonly writable: boolean;
  readonly heldBy?: ProjectHolder | undefined;
  /** `project.json` and `sessions/*.json`; recordings and readings are read one by one. */
  readonly files: readonly ProjectFile[];
}

/** A project that was open before, by an opaque id. */
export interface RecentProject {
  readonly id: string;
  readonly name: string;
}

/** Where the file of a recording of a project is now. */
export type LocatedRecording =
  /** Where it was, with the right size; the engine's scan checks the SHA-256. */
  | { readonly kind: "found"; readonly source: SourceInfo }
  /** At its place there is another file, and the right one is nowhere near. */
  | { readonly kind: "changed"; readonly source: SourceInfo }
  /** Found elsewhere by its SHA-256; `path` is the new place. */
  | { readonly kind: "moved"; readonly source: SourceInfo; readonly path: string }
  | { readonly kind: "missing" };

/**
 * What the shell does for projects: the same functions behind the desktop's ipc and the loopback server's requests. `window` tells
 * windows apart: a page that is loaded again gets its project back, another page is another window.
 */
export interface ProjectApi {
  /** The project that was open last, else the automatic one. `restore` is false when the shell was asked to open files. */
  resumeProject: { args: { window: string }; result: { readonly project: OpenedProject; readonly restore: boolean } };
  /** The automatic project, made at its first use. */
  openAutomaticProject: { args: { window: string }; result: OpenedProject };
  /** Asks for a folder (desktop); undefined when cancelled or where the shell has no such dialog. */
  chooseProject: { args: { window: string }; result: OpenedProject | undefined };
  recentProjects: { args: Record<string, never>; result: readonly RecentProject[] };
  openRecentProject: { args: { window: string; recentId: string; takeOver?: boolean | undefined }; result: OpenedProject };
  /** Makes a new folder (desktop: after a dialog; browser: in the user's data folder) with these files. `paths` are places of `from`; the answer has them as seen from the new folder. */
  createProject: {
    args: { window: string; name: string; from: string; paths: readonly string[] };
    result: { readonly project: OpenedProject; readonly paths: readonly string[] } | undefined;
  };
  /** @throws KlonosError `project-file` when there is no such file. */
  readProjectFile: { args: { projectId: string; path: string }; result: ProjectFile | undefined };
  /** All files of a folder of the project: `recordings` or `readings`. */
  readProjectFolder: { args: { projectId: string; folder: string }; result: readonly ProjectFile[] };
  /**
   * All of the changes or none. The answer has the new digests in the order of the changes.
   * @throws KlonosError `project-conflict` when another program wrote one of the files, `project-lock-lost`, `project-read-only`, `cannot-write`.
   */
  saveProject: { args: { projectId: string; changes: readonly ProjectChange[] }; result: readonly string[] };
  /** Says that the window still lives, so that nobody takes its lock for a leftover. */
  keepProject: { args: { projectId: string }; result: undefined };
  closeProject: { args: { projectId: string }; result: undefined };
  /** Where a source of this window lies, seen from the project's folder; undefined where the shell does not know. */
  placeOfSource: { args: { projectId: string; sourceId: string }; result: string | undefined };
  /** Looks for a recording of the saved project at its place, then nearby. */
  locateRecording: { args: { projectId: string; recordingId: string }; result: LocatedRecording };
}

/** Name of a call to the keeper of projects. */
export type ProjectMethod = keyof ProjectApi;

/** The verbs as functions: what a shell implements once and offers by whatever road it has. */
export type ProjectHost = { readonly [M in ProjectMethod]: (args: ProjectApi[M]["args"]) => Promise<ProjectApi[M]["result"]> };

/** One call as it crosses to the shell. */
export interface ProjectCall {
  readonly method: string;
  readonly args: unknown;
}
