import type { EngineReply, ExportedFile, SourceInfo } from "../protocol/engine-api";
import type { HostAnswer } from "../protocol/host-answer";
import type { DroppedFile, HostApi, KeptPreferences } from "../protocol/host-api";
import { RECORDING_EXTENSIONS } from "../protocol/recording-extensions";
import { EXAMPLE_NAME, recordingsOfFolder, withoutCompanions } from "../protocol/recording-files";
import type { SourceMessage } from "./worker-messages";

/** A page's own storage would be lost with its port: the server keeps them. */
const PREFERENCES_PATH = "/preferences";
const EXAMPLE_FRAGMENT = "#example";
/** What the file dialog offers first; the reader decides by content. */
const ACCEPTED = RECORDING_EXTENSIONS.map((extension) => `.${extension}`).join(",");
/** A download needs its object URL for a moment after the click. */
const REVOKE_AFTER_MILLISECONDS = 60_000;
/** Requests that are together this short are finished by the browser even when the page goes away meanwhile. */
const MOST_KEEPALIVE = 60_000;

/** The shell of a plain browser: file input, drop, downloads, and a web worker as the engine's thread. */
export function createBrowserHost(worker: Worker, version: string): HostApi {
  let batch = 0;
  let keeping: Promise<void> = Promise.resolve();
  const send = createSender();
  const windowId = crypto.randomUUID();
  // `npm start` asks for the bundled session by the fragment, which never reaches a server.
  const asksForExample = location.hash === EXAMPLE_FRAGMENT;
  addEventListener("pagehide", () => void send("/project/goodbye", { window: windowId }).catch(() => undefined));
  /** All files are told to the engine, which reads some beside others; the recordings among them are given back. */
  const register = (files: readonly DroppedFile[]): readonly SourceInfo[] => {
    batch++;
    const sources = new Map(files.map(({ file, path }) => {
      const id = crypto.randomUUID();
      const message: SourceMessage = { kind: "source", id, file, batch, path };
      worker.postMessage(message);
      return [path, { id, name: file.name, size: file.size }] as const;
    }));
    return recordingsAmong([...sources.keys()]).map((path) => sources.get(path)!);
  };
  const bare = (file: File): DroppedFile => ({ file, path: file.name });

  const openExample = async (): Promise<readonly SourceInfo[]> => {
    const response = await fetch(`/engine-assets/${EXAMPLE_NAME}`);
    if (!response.ok) throw new Error(`The example session could not be loaded (status ${response.status}).`);
    return register([bare(new File([await response.arrayBuffer()], EXAMPLE_NAME))]);
  };

  return {
    shell: "browser",
    version,
    windowId,
    askProject: async (call) => {
      const response = await send("/project", call);
      if (!response.ok) throw new Error(`The program behind this page did not take the project (status ${response.status}). Start Klonos again.`);
      const answer = (await response.json()) as HostAnswer;
      if (call.method === "resumeProject" && asksForExample && answer.kind === "ok") return { kind: "ok", value: { ...(answer.value as object), restore: false } };
      return answer;
    },
    openDialog: async () => register((await chooseFiles()).map(bare)),
    openFolderDialog: async () => register(await chooseFolder()),
    openDropped: async (files) => register(files),
    openExample,
    openMade: async ({ name, mime, bytes }) => register([bare(new File([bytes.slice().buffer], name, { type: mime }))]),
    // A page may not keep access to files that were chosen earlier.
    recentFiles: async () => [],
    openRecent: async () => [],
    saveFile: async (file) => download(file),
    loadPreferences: async () => {
      const response = await fetch(PREFERENCES_PATH);
      // A server that keeps none.
      if (!response.ok) return { values: {}, problem: undefined };
      return (await response.json()) as KeptPreferences;
    },
    savePreferences: async (values) => {
      // One after the other: of two on their way together the earlier one could arrive last.
      const saved = keeping.then(() => send(PREFERENCES_PATH, values)).then((response) => {
        if (!response.ok) throw new Error(`The program behind this page did not take the preferences (status ${response.status}). Start Klonos again.`);
      });
      keeping = saved.catch(() => undefined);
      await saved;
    },
    onOpenRequested: (listener) => {
      if (asksForExample) {
        history.replaceState(undefined, "", location.pathname);
        openExample().then(listener, (error: unknown) => console.error(error));
      }
      return () => undefined;
    },
    onMenuCommand: () => () => undefined,
    postToEngine: (message) => worker.postMessage(message),
    onEngineMessage: (listener) => {
      const handler = ({ data }: MessageEvent<EngineReply>): void => listener(data);
      worker.addEventListener("message", handler);
      return () => worker.removeEventListener("message", handler);
    },
  };
}

/** Requests to the loopback server, which alone can keep files for longer than the page lives. */
function createSender(): (path: string, body: unknown) => Promise<Response> {
  let underWay = 0;
  return async (path, body) => {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    // The browser's limit is on all of them together: one more would fail, and not wait.
    const keepalive = underWay + bytes.length < MOST_KEEPALIVE;
    if (keepalive) underWay += bytes.length;
    try {
      return await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: bytes, keepalive });
    } catch {
      // The browser says no more than that it failed.
      throw new Error("The program behind this page does not answer. Start Klonos again and open the address that it prints: what was saved is safe.");
    } finally {
      if (keepalive) underWay -= bytes.length;
    }
  };
}

/** Files as they are, each folder as the recordings it stands for. @throws where a folder holds none. */
function recordingsAmong(paths: readonly string[]): readonly string[] {
  const folders = [...new Set(paths.filter((path) => path.includes("/")).map((path) => path.split("/", 1)[0]!))];
  const inFolders = folders.flatMap((folder) => {
    const inside = recordingsOfFolder(paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1)));
    if (inside.length === 0) throw new Error(`The folder ${folder} holds no file with the ending of a recording, and no BIDS-EMG data set. Open one of the folders in it, or a file.`);
    return inside.map((path) => `${folder}/${path}`);
  });
  return [...withoutCompanions(paths.filter((path) => !path.includes("/"))), ...inFolders];
}

async function chooseFolder(): Promise<readonly DroppedFile[]> {
  const files = await chooseFiles(true);
  return files.map((file) => ({ file, path: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath }));
}

function chooseFiles(folder = false): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.webkitdirectory = folder;
    if (!folder) input.accept = ACCEPTED;
    input.addEventListener("change", () => resolve([...(input.files ?? [])]));
    input.addEventListener("cancel", () => resolve([]));
    input.click();
  });
}

function download(file: ExportedFile): string {
  const url = URL.createObjectURL(new Blob([new Uint8Array(file.bytes)], { type: file.mime }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MILLISECONDS);
  return file.name;
}
