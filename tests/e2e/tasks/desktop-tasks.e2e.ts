import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { desktopSuite } from "../harness/desktop-suite";
import type { Desk } from "./desk";
import { letFilesGo } from "./let-files-go";
import { picturePath, runTasks } from "./run-tasks";

describe("a person's tasks on the desktop", () => {
  const { page, app, folder, complaints, restart, startAgain } = desktopSuite();
  const picture = { name: "" };

  let asked = 0;
  const desk: Desk = {
    shell: "desktop",
    page,
    folder,
    async choose(paths) {
      // The native dialogs belong to the system and no test can press their buttons: they are answered in its place.
      await app().evaluate(({ dialog }, files) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: files });
      }, [...paths]);
      await page().keyboard.press("Control+o");
    },
    drop: (paths) => letFilesGo(page(), paths),
    async saved(act) {
      const place = mkdtempSync(join(folder, `saved-${++asked}-`));
      await app().evaluate(({ dialog }, into) => {
        dialog.showSaveDialog = (async (...given: readonly unknown[]) => {
          const options = given[given.length - 1] as { readonly defaultPath?: string };
          const path = `${into}/${(options.defaultPath ?? "file").split("/").pop()}`;
          (globalThis as unknown as { savedPath: string }).savedPath = path;
          return { canceled: false, filePath: path };
        }) as typeof dialog.showSaveDialog;
        (globalThis as unknown as { savedPath: string }).savedPath = "";
      }, place);
      await act();
      const path = (): Promise<string> => app().evaluate(() => (globalThis as unknown as { savedPath: string }).savedPath);
      await expect.poll(async () => existsSync((await path()) || "/nowhere"), { timeout: 60_000 }).toBe(true);
      return { name: basename(await path()), bytes: readFileSync(await path()) };
    },
    async answer(path) {
      await app().evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, path);
    },
    // Electron 22 reads images at once, 45 by items: both are asked for what they have.
    pastedImage: () =>
      app().evaluate(async ({ clipboard, nativeImage }) => {
        const older = clipboard as unknown as { readImage?: () => Electron.NativeImage };
        if (older.readImage !== undefined) return older.readImage().getSize();
        const [item] = await clipboard.read();
        return nativeImage.createFromBuffer(Buffer.from(await (await item!.getType("image/png")).arrayBuffer())).getSize();
      }),
    async nameProject(name) {
      await app().evaluate(({ dialog }, path) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
      }, join(mkdtempSync(join(folder, "project-")), `${name}.klonos`));
    },
    async look(what) {
      await page().screenshot({ path: picturePath("desktop", picture, what) });
    },
    restart,
    startAgain,
  };
  runTasks("desktop", () => desk, picture);

  test("nothing was complained about", () => {
    expect(complaints()).toEqual([]);
  });
});
