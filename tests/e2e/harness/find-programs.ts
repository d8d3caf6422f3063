import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

export const projectRoot = resolve(import.meta.dirname, "..", "..", "..");

/** In CI a missing browser or Electron fails; elsewhere the tests that need it say that they were left out. */
export const isRequired = process.env["KLONOS_REQUIRE_E2E"] === "1";

function onPath(names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
      if (folder !== "" && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return undefined;
}

/** A Chromium on this machine: KLONOS_CHROMIUM, or the usual names on the PATH. */
export function findChromium(): string | undefined {
  const chosen = process.env["KLONOS_CHROMIUM"];
  if (chosen !== undefined && existsSync(chosen)) return chosen;
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  return onPath(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"]) ?? (existsSync(mac) ? mac : undefined);
}

/** An Electron: ELECTRON_OVERRIDE_DIST_PATH, the official binary if it is installed, then the test copy (get-electron.sh). */
export function findElectron(): string | undefined {
  const override = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (override !== undefined && existsSync(join(override, "electron"))) return join(override, "electron");
  const official = join(projectRoot, "node_modules", "electron");
  const pathFile = join(official, "path.txt");
  if (existsSync(pathFile)) {
    const binary = join(official, "dist", readFileSync(pathFile, "utf8"));
    if (existsSync(binary)) return binary;
  }
  if (process.platform !== "linux" || process.arch !== "x64" || onPath(["python3"]) === undefined) return undefined;
  try {
    const folder = execFileSync(join(projectRoot, "tests", "e2e", "get-electron.sh"), { encoding: "utf8", timeout: 180_000, stdio: ["ignore", "pipe", "inherit"] }).trim();
    return join(folder, "electron");
  } catch (thrown) {
    console.warn(`No Electron for end-to-end tests: ${thrown instanceof Error ? thrown.message.split("\n")[0] : String(thrown)}`);
    return undefined;
  }
}

/**
 * Skips a test with its reason, or fails it where the program is required.
 * @param skip `context.skip` of the test.
 */
export function needs<T>(program: T | undefined, what: string, skip: (reason: string) => never): T {
  if (program !== undefined) return program;
  if (isRequired) throw new Error(`${what} is required here (KLONOS_REQUIRE_E2E=1) and was not found.`);
  return skip(`${what} was not found on this machine`);
}

let xvfb: { readonly process: ChildProcess; readonly display: string } | undefined;

/** DISPLAY of this machine, or of an Xvfb started for the tests; undefined where neither can be had. */
export async function display(): Promise<string | undefined> {
  const own = process.env["DISPLAY"];
  if (process.platform !== "linux" || (own !== undefined && own !== "")) return own ?? "";
  if (xvfb !== undefined) return xvfb.display;
  const program = onPath(["Xvfb"]);
  if (program === undefined) return undefined;
  // -displayfd lets Xvfb choose a free number and say which: no race with another run.
  const child = spawn(program, ["-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise<string>((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`Xvfb ended with ${code}`)));
    (child.stdio[3] as NodeJS.ReadableStream).once("data", (chunk: Buffer) => done(chunk.toString().trim()));
  });
  xvfb = { process: child, display: `:${number}` };
  process.once("exit", () => child.kill());
  return xvfb.display;
}

/** Ends the Xvfb that `display` started, if any. */
export function closeDisplay(): void {
  xvfb?.process.kill();
  xvfb = undefined;
}
