import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { errorRecord, KlonosError } from "../core/errors";
import type { SourceInfo } from "../protocol/engine-api";
import type { OpenedProject, ProjectHolder, ProjectHost } from "../protocol/project-api";
import { saveAtomically } from "./atomic-save";
import { findRecording, placeFrom, type WantedRecording } from "./find-recording";
import { makeFolder } from "./make-folder";
import { readProjectFile, readProjectFolder, recoverProject, saveProjectFiles } from "./project-files";
import { type ProjectLock, takeProjectLock } from "./project-lock";

/** What differs between the desktop and the loopback server. Paths stay on this side. */
export interface ProjectShell {
  /** Klonos' own folder of this user: the automatic project and the list of recent ones. */
  readonly dataFolder: string;
  /** Asks for an existing folder; undefined when cancelled or where there is no such dialog. */
  readonly chooseFolder: () => Promise<string | undefined>;
  /** Where a new project of this name goes; undefined when cancelled. */
  readonly chooseNewFolder: (name: string) => Promise<string | undefined>;
  /** Makes a file known to the page; absent where the page opens files by itself. */
  readonly registerSource?: (file: string) => SourceInfo;
  readonly pathOfSource?: (sourceId: string) => string | undefined;
  /** True when the shell was asked to open files at its start. */
  readonly filesWaiting?: () => boolean;
  /** A page that was silent for longer may have gone without a word (a closed tab); undefined where a window cannot vanish. */
  readonly silenceMilliseconds?: number;
}

interface Handle {
  readonly id: string;
  readonly folder: string;
  readonly automatic: boolean;
  readonly window: string;
  lock: ProjectLock | undefined;
  token: string | undefined;
  heldBy: ProjectHolder | undefined;
  /** Versions that this handle wrote. */
  readonly ours: Map<string, string>;
  lastHeard: number;
  /** Saves of one handle wait for each other. */
  queue: Promise<unknown>;
}

const ENDING = ".klonos";
const KEPT_RECENTS = 12;
/** The automatic project is held only while it is written; another window is done after some milliseconds. */
const AUTOMATIC_TRIES = 40;
const AUTOMATIC_WAIT_MILLISECONDS = 50;

/** Projects of one process: the desktop's main, or the loopback server. */
export interface NodeProjectHost extends ProjectHost {
  /** Where an open project lies. @throws KlonosError `unknown-project` */
  folderOf(projectId: string): string;
  /** The automatic project, and every project that was opened here lately. */
  knownFolders(): Promise<{ readonly automatic: string; readonly projects: readonly string[] }>;
  /** Gives every lock back. */
  closeAll(): Promise<void>;
  /** Gives back what a page holds that said good-bye. */
  closeWindow(window: string): Promise<void>;
}

/** Implements the verbs of `ProjectApi` over folders. */
export function createProjectHost(shell: ProjectShell): NodeProjectHost {
  const handles = new Map<string, Handle>();
  const recentsFile = join(shell.dataFolder, "projects.json");
  const automaticFolder = join(shell.dataFolder, `automatic${ENDING}`);
  let recents: readonly { readonly id: string; readonly folder: string }[] | undefined;

  const handleOf = (projectId: string): Handle => {
    const handle = handles.get(projectId);
    if (handle === undefined) throw new KlonosError("unknown-project", "This project is not open any more in the program behind this page. Load the page again; what was saved is safe.", projectId);
    handle.lastHeard = Date.now();
    return handle;
  };

  const isAbandoned = (token: string): boolean => {
    const silence = shell.silenceMilliseconds;
    if (silence === undefined) return false;
    const holder = [...handles.values()].find((handle) => handle.token === token);
    return holder !== undefined && Date.now() - holder.lastHeard > silence;
  };

  const loadRecents = async (): Promise<NonNullable<typeof recents>> => {
    if (recents !== undefined) return recents;
    let folders: readonly string[] = [];
    try {
      const stored: unknown = JSON.parse(await readFile(recentsFile, "utf8"));
      if (Array.isArray(stored)) folders = stored.filter((entry): entry is string => typeof entry === "string");
    } catch {
      // Missing or damaged: nothing of the user's work is in it.
      folders = [];
    }
    return (recents ??= folders.map((folder) => ({ id: randomUUID(), folder })));
  };

  /** Newest first; the empty name stands for the automatic project, so that the next start knows what was open last. */
  const remember = async (folder: string): Promise<void> => {
    const known = await loadRecents();
    recents = [known.find((entry) => entry.folder === folder) ?? { id: randomUUID(), folder }, ...known.filter((entry) => entry.folder !== folder)].slice(0, KEPT_RECENTS);
    await makeFolder(shell.dataFolder);
    await saveAtomically(recentsFile, JSON.stringify(recents.map((entry) => entry.folder), undefined, 1));
  };

  const closeHandle = async (handle: Handle): Promise<void> => {
    handles.delete(handle.id);
    await handle.queue;
    await handle.lock?.release();
  };

  const briefly = async <T>(folder: string, work: () => Promise<T>): Promise<T> => {
    for (let tries = 0; tries < AUTOMATIC_TRIES; tries++) {
      const taken = await takeProjectLock(folder);
      if ("lock" in taken) {
        try {
          return await work();
        } finally {
          await taken.lock.release();
        }
      }
      await new Promise((done) => setTimeout(done, AUTOMATIC_WAIT_MILLISECONDS));
    }
    throw new KlonosError("project-lock-lost", "Another window is writing Klonos' own project and does not end. Close the other window.", "automatic project");
  };

  const open = async (folder: string, window: string, automatic: boolean, takeOver = false, isNew = false): Promise<OpenedProject> => {
    const same = [...handles.values()].find((handle) => handle.window === window && handle.folder === folder);
    for (const other of [...handles.values()]) if (other.window === window && other !== same) await closeHandle(other);
    if (!automatic && !isNew && (await readProjectFile(folder, "project.json")) === undefined) {
      const name = basename(folder);
      throw new KlonosError("no-project", `“${name}” is no project: there is no project.json in it. Choose the folder that holds it.`, name);
    }
    let handle = same;
    if (handle === undefined) {
      handle = { id: randomUUID(), folder, automatic, window, lock: undefined, token: undefined, heldBy: undefined, ours: new Map(), lastHeard: Date.now(), queue: Promise.resolve() };
      handles.set(handle.id, handle);
    }
    const own = handle;
    try {
      if (automatic) {
        await makeFolder(folder);
        await briefly(folder, () => recoverProject(folder));
      } else if (own.lock === undefined || takeOver) {
        const taken = await takeProjectLock(folder, { takeOver, isAbandoned, onToken: (token) => (own.token = token) });
        if ("lock" in taken) {
          own.lock = taken.lock;
          own.heldBy = undefined;
          await recoverProject(folder);
        } else own.heldBy = taken.heldBy;
      }
    } catch (thrown) {
      // A folder on a read-only disk can be looked at.
      if (errorRecord(thrown).code !== "cannot-write" && !isRefusal(thrown)) throw thrown;
      own.heldBy = { host: "a disk that cannot be written", since: "" };
    }
    const project = await readProjectFile(folder, "project.json");
    const sessions = await readProjectFolder(folder, "sessions");
    await remember(automatic ? "" : folder).catch(() => undefined);
    return {
      id: own.id,
      name: automatic ? "" : basename(folder).replace(/\.klonos$/, ""),
      automatic,
      writable: own.heldBy === undefined,
      heldBy: own.heldBy,
      files: [...(project === undefined ? [] : [project]), ...sessions],
    };
  };

  return {
    async resumeProject({ window }) {
      const restore = shell.filesWaiting?.() !== true;
      const last = (await loadRecents())[0]?.folder ?? "";
      if (last !== "" && restore) {
        try {
          return { project: await open(last, window, false), restore };
        } catch (thrown) {
          // Gone or unreadable: the window must open all the same, and the list still has the name.
          if (!(thrown instanceof KlonosError)) throw thrown;
        }
      }
      return { project: await open(automaticFolder, window, true), restore };
    },
    openAutomaticProject: ({ window }) => open(automaticFolder, window, true),
    async chooseProject({ window }) {
      const folder = await shell.chooseFolder();
      return folder === undefined ? undefined : open(resolve(folder), window, false);
    },
    async recentProjects() {
      return (await loadRecents()).filter(({ folder }) => folder !== "").map(({ id, folder }) => ({ id, name: basename(folder).replace(/\.klonos$/, "") }));
    },
    async openRecentProject({ window, recentId, takeOver }) {
      const folder = (await loadRecents()).find(({ id }) => id === recentId)?.folder;
      if (folder === undefined || folder === "") throw new KlonosError("no-project", "This project is no longer in the list. Open it by its folder.", "");
      return open(folder, window, false, takeOver === true);
    },
    async createProject({ window, name, from, paths }) {
      const chosen = await shell.chooseNewFolder(name);
      if (chosen === undefined) return undefined;
      const folder = resolve(chosen.endsWith(ENDING) ? chosen : `${chosen}${ENDING}`);
      const before = handleOf(from).folder;
      await makeFolder(folder);
      if ((await readdir(folder)).length > 0) throw new KlonosError("cannot-write", `The folder “${basename(folder)}” is not empty. Choose another name for the project.`, basename(folder));
      const project = await open(folder, window, false, false, true);
      return { project, paths: paths.map((path) => placeFrom(folder, resolve(before, path))) };
    },
    readProjectFile: ({ projectId, path }) => readProjectFile(handleOf(projectId).folder, path),
    readProjectFolder: ({ projectId, folder }) => readProjectFolder(handleOf(projectId).folder, folder),
    saveProject({ projectId, changes }) {
      const handle = handleOf(projectId);
      const save = async (): Promise<readonly string[]> => {
        if (handle.automatic) return briefly(handle.folder, () => saveProjectFiles(handle.folder, changes, handle.ours));
        if (handle.lock === undefined) throw new KlonosError("project-read-only", "This project is open in another window and is only shown here.", handle.heldBy?.host ?? "");
        if (!(await handle.lock.isHeld())) throw new KlonosError("project-lock-lost", "Another window has taken this project over. What you do here is no longer kept: open the project again to go on.", "");
        return saveProjectFiles(handle.folder, changes, handle.ours);
      };
      const result = handle.queue.then(save, save);
      handle.queue = result.catch(() => undefined);
      return result;
    },
    async keepProject({ projectId }) {
      handleOf(projectId);
      return undefined;
    },
    async closeProject({ projectId }) {
      const handle = handles.get(projectId);
      if (handle !== undefined) await closeHandle(handle);
      return undefined;
    },
    async placeOfSource({ projectId, sourceId }) {
      const { folder } = handleOf(projectId);
      const path = shell.pathOfSource?.(sourceId);
      return path === undefined ? undefined : placeFrom(folder, path);
    },
    async locateRecording({ projectId, recordingId }) {
      const { folder } = handleOf(projectId);
      const wanted = shell.registerSource === undefined ? undefined : await entryOf(folder, recordingId);
      if (shell.registerSource === undefined || wanted === undefined) return { kind: "missing" };
      const found = await findRecording(folder, wanted);
      if (found.kind === "missing") return found;
      const source = shell.registerSource(found.file);
      return found.kind === "moved" ? { kind: "moved", source, path: placeFrom(folder, found.file) } : { kind: found.kind, source };
    },
    knownFolders: async () => ({ automatic: automaticFolder, projects: (await loadRecents()).map(({ folder }) => folder).filter((folder) => folder !== "") }),
    folderOf: (projectId) => handleOf(projectId).folder,
    async closeAll() {
      await Promise.all([...handles.values()].map(closeHandle));
    },
    async closeWindow(window) {
      await Promise.all([...handles.values()].filter((handle) => handle.window === window).map(closeHandle));
    },
  };
}

/** The entry of a recording in the project on disk: a page names a recording, never a path. */
async function entryOf(folder: string, recordingId: string): Promise<WantedRecording | undefined> {
  const file = await readProjectFile(folder, "project.json");
  const { recordings } = (file === undefined ? {} : JSON.parse(file.text)) as { readonly recordings?: readonly Partial<WantedRecording & { readonly id: string }>[] };
  const entry = recordings?.find(({ id }) => id === recordingId);
  if (typeof entry?.name !== "string" || typeof entry.size !== "number" || typeof entry.sha256 !== "string") return undefined;
  return { name: entry.name, size: entry.size, sha256: entry.sha256, path: typeof entry.path === "string" ? entry.path : undefined };
}

const REFUSALS: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS"]);

function isRefusal(thrown: unknown): boolean {
  return REFUSALS.has((thrown as NodeJS.ErrnoException).code ?? "");
}
