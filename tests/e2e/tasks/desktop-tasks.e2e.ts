import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scratchFolder } from "../harness/command-line";
import { closeDisplay, display, findElectron, needs, projectRoot } from "../harness/find-programs";
import { desktopArguments, openDesktop, type DesktopSession } from "../harness/launch";
import type { Desk } from "./desk";
import { letFilesGo } from "./let-files-go";
import { picturePath, runTasks } from "./run-tasks";

describe("a person's tasks on the desktop", () => {
  const electron = findElectron();
  const profile = mkdtempSync(join(tmpdir(), "klonos-e2e-profile-"));
  const folder = scratchFolder();
  const picture = { name: "" };
  const complaints: string[] = [];
  let shown: string | undefined;
  let session: DesktopSession;
  const page = (): DesktopSession["page"] => session.page;

  beforeAll(async () => {
    shown = await display();
    if (electron !== undefined && shown !== undefined) session = await openDesktop(electron, { profile });
  });
  afterAll(async () => {
    await session?.close();
    closeDisplay();
    rmSync(profile, { recursive: true, force: true });
  });
  beforeEach(({ skip }) => {
    needs(electron, "An Electron", skip);
    needs(shown, "A display or Xvfb", skip);
  });

  let asked = 0;
  const desk: Desk = {
    shell: "desktop",
    page,
    folder,
    async choose(paths) {
      // The native dialogs belong to the system and no test can press their buttons: they are answered in its place.
      await session.app.evaluate(({ dialog }, files) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: files });
      }, [...paths]);
      await page().keyboard.press("Control+o");
    },
    drop: (paths) => letFilesGo(page(), paths),
    async saved(act) {
      const place = mkdtempSync(join(folder, `saved-${++asked}-`));
      await session.app.evaluate(({ dialog }, into) => {
        dialog.showSaveDialog = (async (...given: readonly unknown[]) => {
          const options = given[given.length - 1] as { readonly defaultPath?: string };
          const path = `${into}/${(options.defaultPath ?? "file").split("/").pop()}`;
          (globalThis as unknown as { savedPath: string }).savedPath = path;
          return { canceled: false, filePath: path };
        }) as typeof dialog.showSaveDialog;
        (globalThis as unknown as { savedPath: string }).savedPath = "";
      }, place);
      await act();
      const path = (): Promise<string> => session.app.evaluate(() => (globalThis as unknown as { savedPath: string }).savedPath);
      await expect.poll(async () => existsSync((await path()) || "/nowhere"), { timeout: 60_000 }).toBe(true);
      return { name: basename(await path()), bytes: readFileSync(await path()) };
    },
    async answer(path) {
      await session.app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, path);
    },
    // Electron 22 reads images at once, 45 by items: both are asked for what they have.
    pastedImage: () =>
      session.app.evaluate(async ({ clipboard, nativeImage }) => {
        const older = clipboard as unknown as { readImage?: () => Electron.NativeImage };
        if (older.readImage !== undefined) return older.readImage().getSize();
        const [item] = await clipboard.read();
        return nativeImage.createFromBuffer(Buffer.from(await (await item!.getType("image/png")).arrayBuffer())).getSize();
      }),
    async nameProject(name) {
      await session.app.evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
      }, join(mkdtempSync(join(folder, "project-")), `${name}.klonos`));
    },
    async look(what) {
      await page().screenshot({ path: picturePath("desktop", picture, what) });
    },
    async restart() {
      complaints.push(...session.complaints);
      await session.close();
      session = await openDesktop(electron!, { profile });
    },
    async startAgain(path) {
      const second = spawn(electron!, desktopArguments(profile, [path]), { cwd: projectRoot, env: { ...process.env, DISPLAY: shown }, stdio: "ignore" });
      expect(await new Promise<number | null>((done) => second.once("exit", done))).toBe(0);
    },
  };
  runTasks("desktop", () => desk, picture);

  test("nothing was complained about", () => {
    expect([...complaints, ...session.complaints]).toEqual([]);
  });
});
