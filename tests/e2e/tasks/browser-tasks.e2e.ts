import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scratchFolder } from "../harness/command-line";
import { findChromium, needs } from "../harness/find-programs";
import { openInBrowser, type BrowserSession } from "../harness/launch";
import type { Desk } from "./desk";
import { letFilesGo } from "./let-files-go";
import { picturePath, runTasks } from "./run-tasks";

describe("a person's tasks in a browser", () => {
  const chromium = findChromium();
  const data = mkdtempSync(join(tmpdir(), "klonos-e2e-data-"));
  const picture = { name: "" };
  const complaints: string[] = [];
  let session: BrowserSession;
  const page = (): BrowserSession["page"] => session.page;

  beforeAll(async () => {
    if (chromium !== undefined) session = await openInBrowser(chromium, { data });
  });
  afterAll(async () => {
    await session?.close();
    rmSync(data, { recursive: true, force: true });
  });
  beforeEach(({ skip }) => void needs(chromium, "A Chromium", skip));

  const desk: Desk = {
    shell: "browser",
    page,
    folder: scratchFolder(),
    async choose(paths) {
      const [chooser] = await Promise.all([page().waitForEvent("filechooser"), page().keyboard.press("Control+o")]);
      await chooser.setFiles([...paths]);
    },
    drop: (paths) => letFilesGo(page(), paths),
    async saved(act) {
      const [download] = await Promise.all([page().waitForEvent("download", { timeout: 60_000 }), act()]);
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    },
    answer: undefined,
    async pastedImage() {
      await page().context().grantPermissions(["clipboard-read", "clipboard-write"]);
      return page().evaluate(async () => {
        const [item] = await navigator.clipboard.read();
        const picture = await createImageBitmap(await item!.getType("image/png"));
        return { width: picture.width, height: picture.height };
      });
    },
    nameProject: async () => undefined,
    async look(what) {
      await page().screenshot({ path: picturePath("browser", picture, what) });
    },
    async restart() {
      complaints.push(...session.complaints);
      await session.close();
      session = await openInBrowser(chromium!, { data });
    },
    startAgain: undefined,
  };
  runTasks("browser", () => desk, picture);

  test("nothing was complained about and nothing asked for elsewhere", () => {
    expect([...complaints, ...session.complaints].filter((text) => !text.includes("403"))).toEqual([]);
    expect(session.foreignRequests).toEqual([]);
  });
});
