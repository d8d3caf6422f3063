import { BrowserWindow, nativeTheme, screen } from "electron";
import { join } from "node:path";
import { APP_ORIGIN } from "./app-protocol";
import { placeOnScreens, readWindowPlace, writeWindowPlace } from "./window-bounds";

const WIDTH = 1440;
const HEIGHT = 900;
const MINIMUM_WIDTH = 1024;
const MINIMUM_HEIGHT = 640;
/** Ground of the page before its first paint, so that the window does not flash. */
const GROUND = { light: "#ffffff", dark: "#12161b" };

/** The one window: sandboxed, isolated, without Node, showing only our own page. */
export function createWindow(version: string, placeFile: string): BrowserWindow {
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea);
  const place = placeOnScreens(readWindowPlace(placeFile), screens, { width: MINIMUM_WIDTH, height: MINIMUM_HEIGHT });
  const window = new BrowserWindow({
    width: WIDTH,
    height: HEIGHT,
    ...place?.bounds,
    minWidth: MINIMUM_WIDTH,
    minHeight: MINIMUM_HEIGHT,
    show: false,
    title: "Klonos",
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload: join(__dirname, "..", "preload", "index.js"),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      additionalArguments: [`--klonos-version=${version}`],
    },
  });
  window.once("ready-to-show", () => (place?.maximized === true ? window.maximize() : window.show()));
  window.on("close", () => writeWindowPlace(placeFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }));
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}
