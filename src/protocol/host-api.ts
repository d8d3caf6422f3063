import type { ErrorRecord } from "../core/errors";
import type { AskBatch } from "./batch-api";
import type { EngineReply, EngineRequest, ExportedFile, SourceInfo } from "./engine-api";
import type { HostAnswer } from "./host-answer";
import type { ProjectCall } from "./project-api";

/** A file that was let go over the window. */
export interface DroppedFile {
  readonly file: File;
  /** From the folder that was dropped, with `/` (`Friday/sub-01/emg/sub-01_task-x_emg.edf`); the bare name of a file that was dropped itself. */
  readonly path: string;
}

/** What the shell has kept of the window's settings. */
export interface KeptPreferences {
  readonly values: Readonly<Record<string, unknown>>;
  /** Why there are none, where some should be there; told once. */
  readonly problem: ErrorRecord | undefined;
}

/** The shell that the page runs in. */
export type ShellKind = "desktop" | "browser";

/** Commands that the native menu sends; the same ids as the renderer's command table. */
export type MenuCommand = string;

/** The native menu as the page's command table has it. */
export type NativeMenu = readonly {
  /** Stays when the label is of another language: the shell adds entries of its own to some. */
  readonly id: string;
  readonly label: string;
  readonly items: readonly ({ readonly separator: true } | { readonly separator: false; readonly id: MenuCommand; readonly label: string; readonly accelerator?: string | undefined })[];
}[];

/**
 * What the shell gives the renderer: `window.klonosHost` (preload in Electron, web/ in a browser). The renderer never sends a
 * path; it gets `SourceInfo` with an opaque id from the shell's own dialog, drop, argv or second instance.
 */
export interface HostApi {
  readonly shell: ShellKind;
  readonly version: string;
  /** Tells this window from others of the same program, where projects are held. */
  readonly windowId: string;
  /** Native file dialog; empty when cancelled. */
  openDialog(): Promise<readonly SourceInfo[]>;
  /** Dialog for a folder: the recordings it stands for (`recordingsOfFolder`). Empty when cancelled; rejects where the folder holds none. */
  openFolderDialog(): Promise<readonly SourceInfo[]>;
  /** Files dropped on the window (DOM `File`s of a drop event), in a browser with the folders in which they lie. */
  openDropped(files: readonly DroppedFile[]): Promise<readonly SourceInfo[]>;
  /** The bundled example session. */
  openExample(): Promise<readonly SourceInfo[]>;
  /** Takes a recording that the engine made as a file of its own (desktop: in the profile, the same name is the same file) or of the page (browser). */
  openMade(file: ExportedFile): Promise<readonly SourceInfo[]>;
  /** Newest first; empty in a browser. */
  recentFiles(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  openRecent(id: string): Promise<readonly SourceInfo[]>;
  /** Writes atomically after a save dialog (desktop) or as a download (browser); the chosen name, undefined when cancelled. */
  saveFile(file: ExportedFile): Promise<string | undefined>;
  /** Puts a PNG on the clipboard; absent where the page may do so by itself. */
  copyImage?(png: Uint8Array): Promise<void>;
  /** Small settings of the window (theme, panel sizes), kept by the shell. */
  loadPreferences(): Promise<KeptPreferences>;
  savePreferences(values: Readonly<Record<string, unknown>>): Promise<void>;
  /** argv, second instance, macOS open-file. Returns the unsubscribe. Files that came before the call are delivered at once. */
  onOpenRequested(listener: (sources: readonly SourceInfo[]) => void): () => void;
  /** Fills the native menu; absent where there is none. */
  showMenu?(menu: NativeMenu): void;
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /** Projects: folders of documents on the shell's side. Use it through `projectCaller`, which gives it its types and its errors. */
  askProject(call: ProjectCall): Promise<HostAnswer>;
  /** Studies of many recordings, on the desktop: a page can neither read recordings by their names nor write into a folder. Use it through `callBatch`. */
  readonly askBatch?: AskBatch;
  postToEngine(message: EngineRequest): void;
  onEngineMessage(listener: (message: EngineReply) => void): () => void;
}

declare global {
  interface Window {
    readonly klonosHost: HostApi;
  }
}
