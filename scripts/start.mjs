// `npm start [FILE…]`: the desktop application; without Electron the same application in the browser; without a display the
// command line on the example session. Never just fails. KLONOS_SHELL=desktop|browser|headless chooses one.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const electronFolder = join(root, "node_modules", "electron");
/** The most that a first start may wait for the Electron binary before it goes on without. */
const DOWNLOAD_MILLISECONDS = 20_000;
/** A program that ends with an error this soon has not started. */
const START_MILLISECONDS = 5_000;
const ELECTRON_NAMES = { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" };
const wanted = process.env.KLONOS_SHELL;
const files = process.argv.slice(2);
const example = join(root, "fixtures", "example-session.edf");

function electronBinary() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const pathFile = join(electronFolder, "path.txt");
  // path.txt is written last: without it a download may have stopped half-way, whatever lies in dist.
  if (!existsSync(pathFile) && !override) return undefined;
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim() : (ELECTRON_NAMES[process.platform] ?? "electron");
  const path = override ? join(override, name) : join(electronFolder, "dist", name);
  return existsSync(path) ? path : undefined;
}

function fetchElectron() {
  if (!existsSync(join(electronFolder, "install.js"))) return;
  console.error(`Klonos: fetching the Electron binary (at most ${DOWNLOAD_MILLISECONDS / 1000} s) …`);
  spawnSync(process.execPath, [join(electronFolder, "install.js")], { cwd: electronFolder, stdio: "ignore", timeout: DOWNLOAD_MILLISECONDS, killSignal: "SIGKILL" });
}

function onPath(name) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, name)));
}

function hasDisplay() {
  return process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** The command that opens an address in the default browser, undefined where there is none. */
function browserOpener() {
  if (process.env.KLONOS_BROWSER) return [process.env.KLONOS_BROWSER];
  if (process.platform === "darwin") return ["open"];
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  for (const name of ["xdg-open", "sensible-browser", "firefox", "chromium", "google-chrome"]) if (onPath(name)) return [name];
  return undefined;
}

/** Resolves with the exit code, or undefined when the program died within its first seconds. */
function runDesktop(binary) {
  return new Promise((done) => {
    const started = Date.now();
    const isRoot = process.platform === "linux" && process.getuid?.() === 0;
    const environment = { ...process.env };
    delete environment.ELECTRON_RUN_AS_NODE;
    // Chromium refuses to run as root with its sandbox; an ordinary user always gets the sandbox.
    const child = spawn(binary, [...(isRoot ? ["--no-sandbox"] : []), root, ...(files.length > 0 ? files.map((file) => resolve(file)) : ["--example"])], { stdio: "inherit", env: environment });
    child.on("error", () => done(undefined));
    child.on("exit", (code) => done(code !== 0 && Date.now() - started < START_MILLISECONDS ? undefined : (code ?? 1)));
  });
}

/** Resolves with false when the address could not be opened. */
function runBrowser(opener) {
  return new Promise((done) => {
    const server = spawn(process.execPath, [join(root, "out", "main", "serve.js")], { stdio: ["ignore", "pipe", "inherit"] });
    let seen = false;
    server.on("error", () => done(false));
    server.on("exit", () => done(seen));
    server.stdout.on("data", (chunk) => {
      if (seen) return;
      seen = true;
      // A page cannot read files that were named here: those are opened in it by dialog or drop.
      const address = `${String(chunk).trim()}${files.length === 0 ? "#example" : ""}`;
      if (files.length > 0) console.log(`A page cannot read files by their names: open ${files.join(", ")} there by dialog or drop.`);
      console.log(`Klonos is open at ${address}\n(once; only for this computer; press Ctrl+C here to stop)`);
      const browser = spawn(opener[0], [...opener.slice(1), address], { stdio: "ignore", detached: process.platform !== "win32" });
      const giveUp = () => {
        server.kill();
        done(false);
      };
      browser.on("error", giveUp);
      const opened = Date.now();
      browser.on("exit", (code) => code !== 0 && code !== null && Date.now() - opened < START_MILLISECONDS && giveUp());
      browser.unref();
      for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
    });
  });
}

/** A folder for results beside the person's work, or a temporary one where nothing may be written. */
function outFolder() {
  const beside = join(process.cwd(), "klonos-out");
  try {
    mkdirSync(beside, { recursive: true });
    accessSync(beside, constants.W_OK);
    return beside;
  } catch {
    return mkdtempSync(join(tmpdir(), "klonos-out-"));
  }
}

function runHeadless() {
  const out = outFolder();
  const targets = files.length > 0 ? files : [example];
  const result = spawnSync(process.execPath, [join(root, "out", "main", "cli.js"), "analyse", ...targets, "--out", out, "--figure", "svg", "--figure", "pdf", "--figure", "png"], { stdio: "inherit" });
  if (result.status === 0) console.log(`\nThe figures and the results are in ${out}`);
  return result.status ?? 1;
}

const build = spawnSync(process.execPath, [join(root, "scripts", "build.mjs"), "--if-stale"], { stdio: "inherit" });
if (build.status !== 0) process.exit(build.status ?? 1);

if (wanted !== "browser" && wanted !== "headless" && hasDisplay()) {
  if (electronBinary() === undefined) fetchElectron();
  const binary = electronBinary();
  if (binary !== undefined) {
    const code = await runDesktop(binary);
    if (code !== undefined) process.exit(code);
    console.log("The Electron binary is here but did not start, so Klonos opens in your browser instead.");
  } else {
    console.log("The Electron binary could not be obtained from here, so Klonos opens in your browser instead; nothing leaves this computer.");
  }
}
if (wanted !== "headless" && (hasDisplay() || wanted === "browser")) {
  const opener = browserOpener();
  if (opener !== undefined && (await runBrowser(opener))) process.exit(0);
  console.log("No browser could be opened, so Klonos analyses the recording here.");
} else if (wanted !== "headless") {
  console.log("There is no display, so Klonos analyses the recording here.");
}
process.exit(runHeadless());
