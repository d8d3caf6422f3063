import { contextBridge, ipcRenderer, webUtils } from "electron";
import type { EngineReply, SourceInfo } from "../protocol/engine-api";
import type { HostAnswer } from "../protocol/host-answer";
import type { HostApi } from "../protocol/host-api";

/** Paths of the files of the newest drop. A DOM `File` loses its path on the way through the bridge, so it is read here. */
let droppedPaths: readonly string[] = [];

function pathOf(file: File): string {
  // Electron ≥ 32 has webUtils and no File.path; 22 (end-to-end tests) has File.path and no webUtils.
  const modern = webUtils as typeof webUtils | undefined;
  return modern?.getPathForFile(file) ?? (file as File & { readonly path?: string }).path ?? "";
}

window.addEventListener(
  "drop",
  (event) => {
    droppedPaths = [...(event.dataTransfer?.files ?? [])].map(pathOf).filter((path) => path !== "");
  },
  { capture: true },
);

function subscribe<T>(channel: string, listener: (value: T) => void): () => void {
  const handler = (_event: unknown, value: T): void => listener(value);
  ipcRenderer.on(channel, handler);
  return () => {
    ipcRenderer.removeListener(channel, handler);
  };
}

async function ask<T>(channel: string, value?: unknown): Promise<T> {
  const answer = (await ipcRenderer.invoke(channel, value)) as HostAnswer;
  // Of an error only the message gets through the bridge, so it carries all the words.
  if (answer.kind === "fail") throw new Error(answer.error.message);
  return answer.value as T;
}

const host: HostApi = {
  shell: "desktop",
  windowId: "desktop",
  version: process.argv.find((argument) => argument.startsWith("--klonos-version="))?.split("=")[1] ?? "",
  openDialog: () => ask("klonos:open-dialog"),
  openFolderDialog: () => ask("klonos:open-folder-dialog"),
  openDropped: () => {
    const paths = droppedPaths;
    droppedPaths = [];
    return ask("klonos:open-dropped", paths);
  },
  openExample: () => ask("klonos:open-example"),
  openMade: (file) => ask("klonos:open-made", file),
  recentFiles: () => ask("klonos:recent-files"),
  openRecent: (id) => ask("klonos:open-recent", id),
  saveFile: (file) => ask("klonos:save-file", file),
  copyImage: (png) => ask("klonos:copy-image", png),
  loadPreferences: () => ask("klonos:load-preferences"),
  savePreferences: (values) => ask("klonos:save-preferences", values),
  onOpenRequested: (listener) => {
    const unsubscribe = subscribe<readonly SourceInfo[]>("klonos:open-requested", listener);
    ipcRenderer.send("klonos:ready-for-files");
    return unsubscribe;
  },
  showMenu: (menu) => ipcRenderer.send("klonos:menu", menu),
  onMenuCommand: (listener) => subscribe<string>("klonos:menu-command", listener),
  // The whole answer: of a thrown error only the message would get through the bridge, and its code decides what happens next.
  askProject: (call) => ipcRenderer.invoke("klonos:project", call) as Promise<HostAnswer>,
  askBatch: (call) => ipcRenderer.invoke("klonos:batch", call) as Promise<HostAnswer>,
  postToEngine: (message) => ipcRenderer.send("klonos:engine", message),
  onEngineMessage: (listener) => subscribe<EngineReply>("klonos:engine", listener),
};

contextBridge.exposeInMainWorld("klonosHost", host);
