import type { EngineReply, ExportedFile, SourceInfo } from "../protocol/engine-api";
import type { HostAnswer } from "../protocol/host-answer";
import type { HostApi } from "../protocol/host-api";
import { RECORDING_EXTENSIONS } from "../protocol/recording-extensions";
import type { SourceMessage } from "./worker-messages";

const PREFERENCES_KEY = "klonos.preferences";
const EXAMPLE_NAME = "example-session.edf";
const EXAMPLE_FRAGMENT = "#example";
/** What the file dialog offers first; the reader decides by content. */
const ACCEPTED = RECORDING_EXTENSIONS.map((extension) => `.${extension}`).join(",");
/** A download needs its object URL for a moment after the click. */
const REVOKE_AFTER_MILLISECONDS = 60_000;
/** A request this short is finished by the browser even when the page goes away meanwhile. */
const MOST_KEEPALIVE = 60_000;

/** The shell of a plain browser: file input, drop, downloads, and a web worker as the engine's thread. */
export function createBrowserHost(worker: Worker, version: string): HostApi {
  let batch = 0;
  const windowId = crypto.randomUUID();
  // `npm start` asks for the bundled session by the fragment, which never reaches a server.
  const asksForExample = location.hash === EXAMPLE_FRAGMENT;
  addEventListener("pagehide", () => void send("/project/goodbye", { window: windowId }).catch(() => undefined));
  const register = (files: readonly File[]): readonly SourceInfo[] => {
    batch++;
    return files.map((file) => {
      const id = crypto.randomUUID();
      const message: SourceMessage = { kind: "source", id, file, batch };
      worker.postMessage(message);
      return { id, name: file.name, size: file.size };
    });
  };

  const openExample = async (): Promise<readonly SourceInfo[]> => {
    const response = await fetch(`/engine-assets/${EXAMPLE_NAME}`);
    if (!response.ok) throw new Error(`The example session could not be loaded (status ${response.status}).`);
    return register([new File([await response.arrayBuffer()], EXAMPLE_NAME)]);
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
    openDialog: async () => register(await chooseFiles()),
    openDropped: async (files) => register(files),
    openExample,
    // A page may not keep access to files that were chosen earlier.
    recentFiles: async () => [],
    openRecent: async () => [],
    saveFile: async (file) => download(file),
    loadPreferences: async () => {
      const stored: unknown = JSON.parse(localStorage.getItem(PREFERENCES_KEY) ?? "{}");
      return typeof stored === "object" && stored !== null ? (stored as Record<string, unknown>) : {};
    },
    savePreferences: async (values) => localStorage.setItem(PREFERENCES_KEY, JSON.stringify(values)),
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

/** To the loopback server, which alone can keep files for longer than the page lives. */
function send(path: string, body: unknown): Promise<Response> {
  const text = JSON.stringify(body);
  return fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: text, keepalive: text.length < MOST_KEEPALIVE });
}

function chooseFiles(): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.multiple = true;
    input.accept = ACCEPTED;
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
