import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, chromium, type Browser, type ElectronApplication, type Page } from "playwright-core";
import { display, projectRoot } from "./find-programs";

/** Flags without which Chromium would try to reach its maker at every start. */
const QUIET_FLAGS = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--disable-gpu"];

/** The longest that a click may wait for its element. */
const ACTION_MILLISECONDS = 15_000;

/** Screenshots of the run, for eyes. */
export const outputFolder = join(projectRoot, "tests", "e2e", "output");
mkdirSync(outputFolder, { recursive: true });

export interface BrowserSession {
  readonly page: Page;
  readonly browser: Browser;
  readonly address: string;
  /** Addresses that the page asked for outside its own origin. */
  readonly foreignRequests: readonly string[];
  /** Errors and violations on the console. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Starts the built server and opens its page in a headless Chromium. */
export async function openInBrowser(program: string, options: { readonly width?: number; readonly height?: number; readonly colorScheme?: "light" | "dark"; readonly locale?: string; readonly data?: string } = {}): Promise<BrowserSession> {
  const { server, address } = await startServer(options.data);
  const browser = await chromium.launch({ executablePath: program, args: [...QUIET_FLAGS, "--no-sandbox"] });
  const context = await browser.newContext({ viewport: { width: options.width ?? 1440, height: options.height ?? 900 }, colorScheme: options.colorScheme ?? "light", acceptDownloads: true, ...(options.locale === undefined ? {} : { locale: options.locale }) });
  context.setDefaultTimeout(ACTION_MILLISECONDS);
  const page = await context.newPage();
  // Playwright catches the browser's dialog only while somebody listens, and begins to listen too late for a key that is pressed at once.
  page.on("filechooser", () => undefined);
  const foreignRequests: string[] = [];
  const complaints: string[] = [];
  const origin = new URL(address).origin;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("blob:") && !url.startsWith("data:")) foreignRequests.push(url);
  });
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  return {
    page,
    browser,
    address,
    foreignRequests,
    complaints,
    async close() {
      await browser.close();
      server.kill();
    },
  };
}

/** Starts out/main/serve.js and waits for its address. */
export async function startServer(data = mkdtempSync(join(tmpdir(), "klonos-data-"))): Promise<{ readonly server: ChildProcess; readonly address: string }> {
  const server = spawn(process.execPath, [join(projectRoot, "out", "main", "serve.js")], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, KLONOS_DATA: data } });
  const address = await new Promise<string>((done, failed) => {
    server.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
    server.stdout!.once("data", (chunk: Buffer) => done(chunk.toString().trim()));
  });
  return { server, address };
}

export interface DesktopSession {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface DesktopOptions {
  /** Given as arguments, as a double click would. */
  readonly files?: readonly string[];
  /** Folder of the profile; a new one that is removed at the end when not given. */
  readonly profile?: string;
  /** The program changes its user by itself, so the sandbox works although the tests run as root. */
  readonly withSandbox?: boolean;
}

/** Arguments of an Electron that shows the built application with a profile of its own. */
export function desktopArguments(profile: string, files: readonly string[], withSandbox = false): string[] {
  const asRoot = !withSandbox && process.platform === "linux" && process.getuid?.() === 0;
  return [...(asRoot ? ["--no-sandbox"] : []), "--disable-gpu", `--user-data-dir=${profile}`, projectRoot, ...files];
}

/** Starts the built desktop application. @throws where there is no display and no Xvfb. */
export async function openDesktop(binary: string, options: DesktopOptions = {}): Promise<DesktopSession> {
  const shown = await display();
  if (shown === undefined) throw new Error("There is no display, and no Xvfb to make one.");
  const profile = options.profile ?? mkdtempSync(join(tmpdir(), "klonos-profile-"));
  const app = await _electron.launch({
    executablePath: binary,
    args: desktopArguments(profile, options.files ?? [], options.withSandbox),
    env: { ...(process.env as Record<string, string>), DISPLAY: shown },
    cwd: projectRoot,
    // Left alone Playwright adds --no-sandbox by itself.
    chromiumSandbox: options.withSandbox === true,
  });
  app.context().setDefaultTimeout(ACTION_MILLISECONDS);
  const page = await app.firstWindow();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return {
    app,
    page,
    complaints,
    async close() {
      await app.close();
      if (options.profile === undefined) rmSync(profile, { recursive: true, force: true });
    },
  };
}
