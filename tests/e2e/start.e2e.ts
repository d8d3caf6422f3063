import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { scratchFolder } from "./harness/command-line";
import { findChromium, findElectron, needs, projectRoot } from "./harness/find-programs";
import { startScreen } from "./harness/screen";
import { analysed } from "./harness/window";

interface Started {
  readonly child: ChildProcess;
  /** Everything said so far, on both outputs. */
  said(): string;
  readonly ended: Promise<number | null>;
}

const running: ChildProcess[] = [];

/** `npm start` without npm: scripts/start.mjs of a checkout, with an environment that the test knows. */
function start(root: string, environment: Readonly<Record<string, string | undefined>>, folder: string, files: readonly string[] = []): Started {
  const env: NodeJS.ProcessEnv = { ...process.env, DISPLAY: undefined, WAYLAND_DISPLAY: undefined, KLONOS_SHELL: undefined, KLONOS_BROWSER: undefined, ELECTRON_OVERRIDE_DIST_PATH: undefined, KLONOS_DATA: folder, ...environment };
  for (const name of Object.keys(env)) if (env[name] === undefined) delete env[name];
  // A group of its own: what it started ends with it.
  const child = spawn(process.execPath, [join(root, "scripts", "start.mjs"), ...files], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  running.push(child);
  let text = "";
  child.stdout!.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr!.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text, ended: new Promise((done) => child.once("exit", done)) };
}

/** A program that notes the address it was given, in place of a browser. */
function fakeBrowser(folder: string, exitCode = 0): { readonly program: string; readonly note: string; address(): string | undefined } {
  const note = join(folder, "address.txt");
  const program = join(folder, "browser.sh");
  writeFileSync(program, `#!/bin/sh\nprintf '%s' "$1" > '${note}.new' && mv '${note}.new' '${note}'\nexit ${exitCode}\n`);
  chmodSync(program, 0o755);
  return { program, note, address: () => (existsSync(note) ? readFileSync(note, "utf8") : undefined) };
}

/** A checkout that is built but has no Electron: `install` stands for what would fetch it. */
function checkoutWithout(install: string): string {
  const root = scratchFolder();
  mkdirSync(join(root, "scripts"));
  mkdirSync(join(root, "node_modules", "electron"), { recursive: true });
  copyFileSync(join(projectRoot, "scripts", "start.mjs"), join(root, "scripts", "start.mjs"));
  writeFileSync(join(root, "scripts", "build.mjs"), "process.exit(0);\n");
  writeFileSync(join(root, "node_modules", "electron", "install.js"), install);
  for (const name of ["out", "fixtures"]) symlinkSync(join(projectRoot, name), join(root, name));
  return root;
}

afterEach(() => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.pid === undefined) continue;
    try {
      process.kill(-child.pid, "SIGTERM");
    } catch {
      child.kill();
    }
  }
});

function expectTableAndFigures(said: string, folder: string): void {
  expect(said).toMatch(/R SOL.*clonus-like/);
  expect(said).toMatch(/R SOL.*pseudoclonus-like/);
  expect(said).toContain("For research and teaching. Not a medical device.");
  expect(said).toContain(join(folder, "klonos-out"));
  const names = readdirSync(join(folder, "klonos-out"));
  for (const extension of ["svg", "pdf", "png", "klonos.json"]) expect(names.some((name) => name.endsWith(`.${extension}`)), extension).toBe(true);
}

describe("npm start", () => {
  const hangingFolder = scratchFolder();
  const hangingBrowser = fakeBrowser(hangingFolder);
  let hanging: Started;
  let began = 0;

  // It takes its 20 seconds while the other tests run.
  beforeAll(() => {
    // The binary lies there, but path.txt, which comes last, does not.
    const root = checkoutWithout("require('node:fs').mkdirSync('dist'); require('node:fs').writeFileSync('dist/electron', 'half'); setInterval(() => {}, 1000);\n");
    began = Date.now();
    hanging = start(root, { DISPLAY: ":4321", KLONOS_BROWSER: hangingBrowser.program }, hangingFolder);
    running.length = 0;
  });
  afterAll(() => {
    process.kill(-hanging.child.pid!, "SIGTERM");
  });

  test("KLONOS_SHELL=headless prints the table, writes the figures and says where", async () => {
    const folder = scratchFolder();
    const { ended, said } = start(projectRoot, { KLONOS_SHELL: "headless" }, folder);
    expect(await ended, said()).toBe(0);
    expectTableAndFigures(said(), folder);
  });

  test("without a display it says so and does the same, on the files that are named", async () => {
    const folder = scratchFolder();
    const { ended, said } = start(projectRoot, {}, folder, [join(projectRoot, "fixtures", "tapping.bdf")]);
    expect(await ended, said()).toBe(0);
    expect(said()).toContain("There is no display, so Klonos analyses the recording here.");
    expect(said()).toContain("L Bic");
    expect(readdirSync(join(folder, "klonos-out")).some((name) => name.startsWith("tapping"))).toBe(true);
  });

  test("the browser way opens a loopback address behind a token, on the example session", async ({ skip }) => {
    const folder = scratchFolder();
    const browser = fakeBrowser(folder);
    const { ended, said, child } = start(projectRoot, { KLONOS_SHELL: "browser", KLONOS_BROWSER: browser.program }, folder);
    await expect.poll(() => browser.address(), { timeout: 20_000 }).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{20,}#example$/);
    expect(said()).toContain(`Klonos is open at ${browser.address()!}`);
    const program = needs(findChromium(), "A Chromium", skip);
    const real = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
    const page = await real.newPage();
    await page.goto(browser.address()!);
    await analysed(page);
    expect(await page.getByTestId("recording-name").textContent()).toBe("example-session.edf");
    expect(await page.getByTestId("tour").isVisible(), "a first run shows the tour").toBe(true);
    expect(page.url(), "neither token nor wish stay in the address").toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    await real.close();
    child.kill("SIGINT");
    expect(await ended).toBe(0);
  });

  test("a browser that does not open: the table instead, and success", async () => {
    const folder = scratchFolder();
    const { ended, said } = start(projectRoot, { KLONOS_SHELL: "browser", KLONOS_BROWSER: fakeBrowser(folder, 3).program }, folder, [join(projectRoot, "fixtures", "tapping.bdf")]);
    expect(await ended, said()).toBe(0);
    expect(said()).toContain("No browser could be opened, so Klonos analyses the recording here.");
    expect(said()).toMatch(/L Bic.*clonus-like/);
  });

  test("an Electron that cannot be had: one sentence, then the browser", async () => {
    const folder = scratchFolder();
    const browser = fakeBrowser(folder);
    const { said } = start(checkoutWithout("process.exit(1);\n"), { DISPLAY: ":4321", KLONOS_BROWSER: browser.program }, folder);
    await expect.poll(() => browser.address(), { timeout: 15_000 }).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(said()).toContain("The Electron binary could not be obtained from here, so Klonos opens in your browser instead");
  });

  test("an Electron that is there but broken: one sentence, then the browser", async () => {
    const folder = scratchFolder();
    const browser = fakeBrowser(folder);
    writeFileSync(join(folder, "electron"), "#!/bin/sh\necho 'error while loading shared libraries' >&2\nexit 127\n");
    chmodSync(join(folder, "electron"), 0o755);
    const { said } = start(checkoutWithout("process.exit(1);\n"), { DISPLAY: ":4321", KLONOS_BROWSER: browser.program, ELECTRON_OVERRIDE_DIST_PATH: folder }, folder);
    await expect.poll(() => browser.address(), { timeout: 15_000 }).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(said()).toContain("The Electron binary is here but did not start, so Klonos opens in your browser instead.");
  });

  test("the desktop way shows a window with the example session on the screen", async ({ skip }) => {
    const electron = needs(findElectron(), "An Electron", skip);
    const screen = needs(await startScreen(), "Xvfb", skip);
    try {
      const folder = scratchFolder();
      start(projectRoot, { DISPLAY: screen.display, ELECTRON_OVERRIDE_DIST_PATH: join(electron, ".."), XDG_CONFIG_HOME: folder }, folder);
      // The blue of the ribbon and of the buttons, and the grey ink of the traces.
      await expect.poll(() => screen.count((red, green, blue) => red < 10 && Math.abs(green - 0x72) < 6 && Math.abs(blue - 0xb2) < 6), { timeout: 30_000, interval: 300 }).toBeGreaterThan(6000);
      await expect.poll(() => screen.count((red, green, blue) => red + green + blue < 300), { timeout: 10_000, interval: 300 }).toBeGreaterThan(8000);
    } finally {
      for (const child of running.splice(0)) if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
      await new Promise((done) => setTimeout(done, 500));
      screen.close();
    }
  });

  test("a download that hangs is given up after 20 s, and a half one is not started", async () => {
    await expect.poll(() => hangingBrowser.address(), { timeout: 40_000 }).toMatch(/^http:\/\/127\.0\.0\.1:/);
    const seconds = (statSync(hangingBrowser.note).mtimeMs - began) / 1000;
    expect(seconds).toBeGreaterThan(19);
    expect(seconds).toBeLessThan(30);
    expect(hanging.said()).toContain("could not be obtained");
  });
});
