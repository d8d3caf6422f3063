import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ElectronApplication, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { scratchFolder } from "./command-line";
import { closeDisplay, display, findElectron, needs, projectRoot } from "./find-programs";
import { desktopArguments, openDesktop, type DesktopSession } from "./launch";

/** One Electron for all tests of a `describe`, with a profile and a folder of its own. */
export interface DesktopSuite {
  /** Of the running application: another one after `restart`. */
  page(): Page;
  app(): ElectronApplication;
  /** For files of the tests; gone with them. */
  readonly folder: string;
  /** Errors on the console of every session so far. */
  complaints(): readonly string[];
  /** Ends the program and starts it again on the same profile, without files. */
  restart(): Promise<void>;
  /** A second start with a file while the first one runs, as a double click makes it. Waits for its end. */
  startAgain(path: string): Promise<void>;
}

/**
 * Opens Electron before the tests of the surrounding `describe` and closes it behind them; skips them with the reason where there is none.
 * @param files Given at the first start, as a double click would.
 */
export function desktopSuite(files: readonly string[] = []): DesktopSuite {
  const electron = findElectron();
  const profile = mkdtempSync(join(tmpdir(), "klonos-e2e-profile-"));
  const folder = scratchFolder();
  const earlier: string[] = [];
  let shown: string | undefined;
  let session: DesktopSession | undefined;
  const running = (): DesktopSession => {
    if (session === undefined) throw new Error("The desktop application is not open.");
    return session;
  };

  beforeAll(async () => {
    shown = await display();
    if (electron !== undefined && shown !== undefined) session = await openDesktop(electron, { files, profile });
  });
  afterAll(async () => {
    await session?.close();
    closeDisplay();
    for (const place of [profile, folder]) rmSync(place, { recursive: true, force: true });
  });
  beforeEach(({ skip }) => {
    needs(electron, "An Electron", skip);
    needs(shown, "A display or Xvfb", skip);
  });

  return {
    page: () => running().page,
    app: () => running().app,
    folder,
    complaints: () => [...earlier, ...running().complaints],
    async restart() {
      earlier.push(...running().complaints);
      await running().close();
      session = await openDesktop(electron!, { profile });
    },
    async startAgain(path) {
      const second = spawn(electron!, desktopArguments(profile, [path]), { cwd: projectRoot, env: { ...process.env, DISPLAY: shown }, stdio: "ignore" });
      expect(await new Promise<number | null>((done) => second.once("exit", done))).toBe(0);
    },
  };
}
