import { dialog, ipcMain, type BrowserWindow } from "electron";
import { join } from "node:path";
import * as v from "valibot";
import { errorRecord } from "../core/errors";
import { saveAtomically } from "../node/atomic-save";
import { isMadeName, keepMade, madeFolder } from "../node/made-recordings";
import { withFoldersOpened } from "../node/recording-folders";
import type { BatchHost } from "../protocol/batch-api";
import { answerBatchCall } from "../protocol/batch-calls";
import type { EngineReply, EngineRequest, SourceInfo } from "../protocol/engine-api";
import type { NativeMenu } from "../protocol/host-api";
import type { HostAnswer } from "../protocol/host-answer";
import type { ProjectHost } from "../protocol/project-api";
import { answerProjectCall } from "../protocol/project-calls";
import { NO_CALL_ID } from "../protocol/serve";
import { RECORDING_EXTENSIONS } from "../protocol/recording-extensions";
import { withoutCompanions } from "../protocol/recording-files";
import { parseRequest } from "../protocol/validate";
import { copyImage } from "./copy-image";
import { answerPreferences, savePreferences } from "../node/preferences";
import type { OpenedFiles } from "./opened-files";
import type { RecentFiles } from "./recent-files";
import { isOwnSender } from "./security";
import type { SourceTable } from "./sources";

/** More than any figure or table; a page that sends more is not ours. */
const LARGEST_EXPORT_BYTES = 512 * 1024 * 1024;
const MOST_DROPPED_FILES = 200;

const exportedFile = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(255), v.regex(/^[^/\\:*?"<>|\0]+$/u)),
  mime: v.string(),
  bytes: v.pipe(v.instance(Uint8Array), v.check((bytes) => bytes.byteLength <= LARGEST_EXPORT_BYTES)),
});
const madeFile = v.pipe(exportedFile, v.check(({ name }) => isMadeName(name)));
const image = v.pipe(v.instance(Uint8Array), v.check((bytes) => bytes.byteLength <= LARGEST_EXPORT_BYTES));
const paths = v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4096))), v.maxLength(MOST_DROPPED_FILES));
const id = v.pipe(v.string(), v.maxLength(64));
const menuText = v.pipe(v.string(), v.maxLength(200));
const nativeMenu = v.pipe(
  v.array(
    v.strictObject({
      id: menuText,
      label: menuText,
      items: v.pipe(v.array(v.union([v.strictObject({ separator: v.literal(true) }), v.strictObject({ separator: v.literal(false), id: menuText, label: menuText, accelerator: v.optional(menuText) })])), v.maxLength(500)),
    }),
  ),
  v.maxLength(30),
);
const preferences = v.record(v.string(), v.unknown());

/** What the calls of the page are answered with. */
export interface IpcParts {
  readonly window: () => BrowserWindow | undefined;
  readonly sources: SourceTable;
  readonly recent: RecentFiles;
  readonly opened: OpenedFiles;
  readonly examplePath: string;
  readonly profileFolder: string;
  readonly projects: ProjectHost;
  readonly batches: BatchHost;
  readonly postToEngine: (message: EngineRequest) => void;
  readonly onReadyForFiles: () => void;
  readonly onMenu: (menu: NativeMenu) => void;
}

/** Opens files for the page: registers each, and gives back what the page may know. */
export function openPaths(parts: Pick<IpcParts, "sources" | "opened">, files: readonly string[]): readonly SourceInfo[] {
  return files.map((path) => {
    const source = parts.sources.register(path);
    parts.opened.chosen(source.id, path);
    return source;
  });
}

/** Registers every channel of the bridge. Each call is refused unless it comes from our own page, and its arguments are checked. */
export function installIpc(parts: IpcParts): void {
  const handle = <S extends v.GenericSchema>(channel: string, schema: S, answer: (value: v.InferOutput<S>) => unknown): void => {
    ipcMain.handle(channel, async (event, value: unknown): Promise<HostAnswer> => {
      if (!isOwnSender(event)) throw new Error(`${channel}: refused, the sender is not Klonos' page`);
      const parsed = v.parse(schema, value);
      try {
        return { kind: "ok", value: await answer(parsed) };
      } catch (thrown) {
        // What is thrown here would arrive as "Error invoking remote method …", with our words somewhere inside.
        return { kind: "fail", error: errorRecord(thrown) };
      }
    });
  };

  handle("klonos:open-dialog", v.undefined(), async () => {
    const window = parts.window();
    const options = {
      title: "Open recordings",
      properties: ["openFile", "multiSelections"] as ("openFile" | "multiSelections")[],
      filters: [{ name: "Recordings", extensions: [...RECORDING_EXTENSIONS] }, { name: "All files", extensions: ["*"] }],
    };
    const chosen = await (window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
    return chosen.canceled ? [] : openPaths(parts, withoutCompanions(chosen.filePaths));
  });
  // One dialog for files and folders exists on macOS only.
  handle("klonos:open-folder-dialog", v.undefined(), async () => {
    const window = parts.window();
    const options = { title: "Open the recordings of a folder", properties: ["openDirectory"] as "openDirectory"[] };
    const chosen = await (window === undefined ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
    return chosen.canceled ? [] : openPaths(parts, await withFoldersOpened(chosen.filePaths));
  });
  handle("klonos:open-dropped", paths, async (dropped) => openPaths(parts, withoutCompanions(await withFoldersOpened(dropped))));
  handle("klonos:open-example", v.undefined(), () => [parts.sources.register(parts.examplePath)]);
  handle("klonos:open-made", madeFile, async ({ name, bytes }) => {
    const path = await keepMade(madeFolder(parts.profileFolder), name, bytes);
    return [parts.sources.register(path)];
  });
  handle("klonos:recent-files", v.undefined(), () => parts.recent.list());
  handle("klonos:open-recent", id, (recentId) => {
    const path = parts.recent.pathOf(recentId);
    return path === undefined ? [] : openPaths(parts, [path]);
  });
  handle("klonos:save-file", exportedFile, async (file) => {
    const window = parts.window();
    const extension = file.name.split(".").pop() ?? "";
    const options = { title: "Save", defaultPath: file.name, filters: [{ name: extension.toUpperCase(), extensions: [extension] }] };
    const chosen = await (window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
    if (chosen.canceled || chosen.filePath === undefined || chosen.filePath === "") return undefined;
    await saveAtomically(chosen.filePath, file.bytes);
    return chosen.filePath;
  });
  handle("klonos:copy-image", image, copyImage);
  handle("klonos:load-preferences", v.undefined(), () => answerPreferences(join(parts.profileFolder, "preferences.json")));
  handle("klonos:save-preferences", preferences, (values) => savePreferences(join(parts.profileFolder, "preferences.json"), values));

  ipcMain.handle("klonos:project", async (event, call: unknown): Promise<HostAnswer> => {
    if (!isOwnSender(event)) throw new Error("klonos:project: refused, the sender is not Klonos' page");
    return answerProjectCall(parts.projects, call);
  });

  ipcMain.handle("klonos:batch", async (event, call: unknown): Promise<HostAnswer> => {
    if (!isOwnSender(event)) throw new Error("klonos:batch: refused, the sender is not Klonos' page");
    return answerBatchCall(parts.batches, call);
  });

  ipcMain.on("klonos:menu", (event, menu: unknown) => {
    if (!isOwnSender(event)) return;
    const parsed = v.safeParse(nativeMenu, menu);
    if (parsed.success) parts.onMenu(parsed.output);
  });
  ipcMain.on("klonos:ready-for-files", (event) => {
    if (isOwnSender(event)) parts.onReadyForFiles();
  });
  ipcMain.on("klonos:engine", (event, message: unknown) => {
    if (!isOwnSender(event)) return;
    const request = parseRequest(message);
    if (request.kind === "refused") {
      const reply: EngineReply = { kind: "fail", id: request.id ?? NO_CALL_ID, error: errorRecord(request.error) };
      event.sender.send("klonos:engine", reply);
    } else {
      parts.opened.asked(request);
      parts.postToEngine(request);
    }
  });
}
