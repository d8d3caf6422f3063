import { app, type BrowserWindow } from "electron";
import { join } from "node:path";
import { EXAMPLE_NAME } from "../protocol/recording-files";
import { createBatchHost } from "../node/batch-host";
import { clearMade } from "../node/clear-made";
import { madeFolder } from "../node/made-recordings";
import { createProjectHost } from "../node/project-host";
import { startEngineWorker } from "../node/start-engine-worker";
import { filesOfArguments } from "./arguments";
import { declareAppScheme, serveApp } from "./app-protocol";
import { withFoldersOpened } from "../node/recording-folders";
import { installIpc, openPaths } from "./ipc";
import { batchShell } from "./batch-dialogs";
import { installMenu } from "./menu";
import { projectDialogs } from "./project-dialogs";
import { followOpenedFiles } from "./opened-files";
import { loadRecentFiles } from "./recent-files";
import { hardenContents, hardenSession, silenceChromium } from "./security";
import { createSourceTable } from "./sources";
import { createWindow } from "./window";

const out = join(__dirname, "..");
const EXAMPLE = join(out, "assets", EXAMPLE_NAME);
async function run(): Promise<void> {
  let window: BrowserWindow | undefined;
  let pageListens = false;
  const waiting = [...filesOfArguments(process.argv, process.cwd(), app.isPackaged, EXAMPLE)];

  const engine = startEngineWorker({ cacheFolder: join(app.getPath("userData"), "pyramids"), onCrash: (reason) => console.error(`Klonos' engine stopped: ${reason}`) });
  const sources = createSourceTable((id, path) => engine.registerSource(id, path));

  const deliver = async (): Promise<void> => {
    if (!pageListens || window === undefined || waiting.length === 0) return;
    const files = waiting.splice(0);
    // A folder without recordings goes on as it is: the page then says why it does not open.
    const recordings = await withFoldersOpened(files).catch(() => files);
    const chosen = openPaths({ sources, opened }, recordings);
    window.webContents.send("klonos:open-requested", chosen);
  };
  const open = (files: readonly string[]): void => {
    waiting.push(...files);
    void deliver();
  };

  app.on("second-instance", (_event, argv, folder) => {
    if (window === undefined) return;
    if (window.isMinimized()) window.restore();
    window.focus();
    open(filesOfArguments(argv, folder, app.isPackaged, EXAMPLE));
  });
  app.on("open-file", (event, path) => {
    event.preventDefault();
    open([path]);
  });

  await app.whenReady();
  const profileFolder = app.getPath("userData");
  const recent = await loadRecentFiles(join(profileFolder, "recent.json"));
  // A profile that cannot be written must not keep a recording from opening.
  const opened = followOpenedFiles((path) => void recent.add(path).catch((error: unknown) => console.error("The list of recent files could not be saved:", error)));
  const projects = createProjectHost({
    dataFolder: profileFolder,
    ...projectDialogs(() => window),
    registerSource: (file) => sources.register(file),
    pathOfSource: (id) => sources.pathOf(id),
    filesWaiting: () => waiting.length > 0,
  });
  const batches = createBatchHost({ ...batchShell(() => window), folderOfProject: (id) => projects.folderOf(id) });
  hardenSession();
  serveApp(join(out, "renderer"));
  const sendCommand = (command: string): void => window?.webContents.send("klonos:menu-command", command);
  installIpc({
    onMenu: (menu) => installMenu(sendCommand, menu),
    window: () => window,
    sources,
    recent,
    opened,
    examplePath: EXAMPLE,
    profileFolder,
    projects,
    batches,
    postToEngine: (message) => engine.endpoint.post(message),
    onReadyForFiles: () => {
      pageListens = true;
      void deliver();
    },
  });
  installMenu(sendCommand);
  engine.endpoint.onMessage((reply) => {
    // Before the page is told: it then asks for the list.
    opened.answered(reply);
    if (window !== undefined && !window.isDestroyed()) window.webContents.send("klonos:engine", reply);
  });

  const show = (): void => {
    pageListens = false;
    const created = createWindow(app.getVersion(), join(profileFolder, "window.json"));
    created.on("closed", () => {
      if (window === created) window = undefined;
    });
    window = created;
  };
  show();
  // Beside the start, not before it; where it cannot be told what refers to a recording, none is cleared.
  void projects.knownFolders().then((known) => clearMade({ folder: madeFolder(profileFolder), recent: recent.paths(), ...known })).catch((error: unknown) => console.error("Simulated recordings were not cleared:", error));
  app.on("activate", () => {
    if (window === undefined) show();
  });
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("will-quit", (event) => {
    // Locks are given back before the program ends; a crash, or a disk that does not answer, leaves them to be recognised as leftovers.
    event.preventDefault();
    const patience = new Promise<void>((done) => setTimeout(done, LOCK_RELEASE_MILLISECONDS));
    void Promise.race([Promise.all([projects.closeAll(), batches.end()]), patience]).finally(() => {
      void engine.close();
      // Not quit(): a prevented quit may not be asked for again while it is still under way.
      app.exit(0);
    });
  });
}

/** The longest that the end of the program waits for its locks. */
const LOCK_RELEASE_MILLISECONDS = 2000;

silenceChromium();
declareAppScheme();
hardenContents();
if (app.requestSingleInstanceLock()) {
  run().catch((error: unknown) => {
    console.error("Klonos could not start:", error);
    app.exit(70);
  });
} else {
  app.quit();
}
