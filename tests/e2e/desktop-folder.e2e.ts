import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { klonos } from "./harness/command-line";
import { desktopSuite } from "./harness/desktop-suite";
import { examplePath } from "./harness/example";
import { projectRoot } from "./harness/find-programs";
import { tidyBeforeRetry } from "./harness/known-state";
import { outputFolder } from "./harness/launch";
import { analysed } from "./harness/window";

/** What the page asked the native dialog for. */
interface Asked {
  readonly title?: string;
  readonly properties?: readonly string[];
}

describe("a folder on the desktop", () => {
  const desktop = desktopSuite();
  const { folder } = desktop;
  tidyBeforeRetry(desktop.page);

  const nameShown = (): Promise<string | null> => desktop.page().getByTestId("recording-name").textContent();

  /** The native dialog belongs to the system: it is answered in the person's place (undefined: cancelled), and says what it was asked for. */
  async function chooseFolder(path: string | undefined, act: () => Promise<void>): Promise<Asked> {
    await desktop.app().evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = (async (...given: readonly unknown[]) => {
        (globalThis as unknown as { asked: unknown }).asked = given[given.length - 1];
        return { canceled: chosen === undefined, filePaths: chosen === undefined ? [] : [chosen] };
      }) as typeof dialog.showOpenDialog;
      (globalThis as unknown as { asked: unknown }).asked = undefined;
    }, path);
    await act();
    const asked = (): Promise<Asked | undefined> => desktop.app().evaluate(() => (globalThis as unknown as { asked: Asked | undefined }).asked);
    await expect.poll(asked).toBeDefined();
    return (await asked())!;
  }
  const byCommand = async (): Promise<void> => {
    await desktop.page().keyboard.press("Control+k");
    await desktop.page().keyboard.type("Open a folder");
    await desktop.page().keyboard.press("Enter");
  };
  const menu = (): Promise<void> =>
    desktop.app().evaluate(({ Menu, BrowserWindow }) => {
      const file = Menu.getApplicationMenu()!.items.find((item) => item.label.replace("&", "") === "File")!;
      file.submenu!.items.find((item) => item.label.replace("&", "").startsWith("Open a folder"))!.click(undefined, BrowserWindow.getAllWindows()[0], undefined);
    });

  test("of recordings opens by the button of the empty window: all of them, what belongs to others left out", async () => {
    const page = desktop.page();
    const friday = join(folder, "Friday");
    mkdirSync(friday);
    for (const name of ["tapping.bdf", "mixed-rates.edf"]) copyFileSync(join(projectRoot, "fixtures", name), join(friday, name));
    const samples = Int16Array.from({ length: 12_000 }, (_, k) => 300 * Math.sin(k * 0.7) * (k % 1000 < 400 ? 1 : 0.05));
    writeFileSync(join(friday, "a tap.eeg"), new Uint8Array(samples.buffer));
    writeFileSync(join(friday, "a tap.vhdr"), "Brain Vision Data Exchange Header File Version 1.0\n[Common Infos]\nDataFile=a tap.eeg\nDataFormat=BINARY\nDataOrientation=MULTIPLEXED\nNumberOfChannels=1\nSamplingInterval=500\n[Binary Infos]\nBinaryFormat=INT_16\n[Channel Infos]\nCh1=L SOL,,1,µV\n");
    writeFileSync(join(friday, "letter.docx"), "no recording");
    const asked = await chooseFolder(friday, () => page.getByRole("button", { name: "Open a folder…" }).click());
    // A file cannot be chosen in it, and no folder is made.
    expect([asked.title, asked.properties]).toEqual(["Open the recordings of a folder", ["openDirectory"]]);
    await expect.poll(nameShown).toBe("a tap.vhdr");
    await analysed(page);
    const files = page.getByTestId("left-panel").getByRole("button", { name: /\.(vhdr|bdf|edf|eeg|docx)/ });
    await expect.poll(async () => (await files.allTextContents()).map((text) => /[\w -]+\.\w+/.exec(text)?.[0])).toEqual(["a tap.vhdr", "mixed-rates.edf", "tapping.bdf"]);
    await page.screenshot({ path: `${outputFolder}/desktop-folder.png` });
  });

  test("of a BIDS-EMG data set opens by the menu, with what its tables say, below participants and sessions", async () => {
    const page = desktop.page();
    const set = join(folder, "study");
    // Written by Klonos itself, with bursts as derivatives: those are no recordings of the folder.
    expect(klonos(["convert", examplePath, set, "--subject", "07", "--session", "a", "--task", "stretch", "--bursts"]).status).toBe(0);
    const emg = join(set, "sub-08", "ses-a", "emg");
    mkdirSync(emg, { recursive: true });
    copyFileSync(join(projectRoot, "fixtures", "tapping.bdf"), join(emg, "sub-08_ses-a_task-tap_emg.bdf"));
    writeFileSync(join(set, "task-tap_events.tsv"), "onset\tduration\ttrial_type\n1.5\t0\tfrom the table above\n");
    await chooseFolder(set, menu);
    await expect.poll(nameShown).toBe("sub-07_ses-a_task-stretch_emg.bdf");
    await analysed(page);
    expect(await page.getByTestId("left-panel").textContent()).not.toContain("desc-bursts");
    await page.getByTestId("left-panel").getByRole("button", { name: "sub-08_ses-a_task-tap_emg.bdf" }).click();
    await expect.poll(nameShown).toBe("sub-08_ses-a_task-tap_emg.bdf");
    await analysed(page);
    await page.getByText("from the table above").first().waitFor();
    await page.screenshot({ path: `${outputFolder}/desktop-bids-folder.png` });
  });

  test("without a recording is named, not placed; a dialog that is cancelled changes nothing", async () => {
    const page = desktop.page();
    const before = await nameShown();
    const letters = join(folder, "letters");
    mkdirSync(letters);
    writeFileSync(join(letters, "a.docx"), "x");
    await chooseFolder(letters, byCommand);
    const notice = page.getByRole("alert").filter({ hasText: "The folder letters holds no file" });
    await notice.waitFor();
    expect(await notice.textContent()).not.toContain(folder);
    await page.getByRole("button", { name: /^Dismiss/ }).first().click();
    await chooseFolder(undefined, byCommand);
    expect([await nameShown(), await page.getByRole("alert").count()]).toEqual([before, 0]);
    expect(desktop.complaints()).toEqual([]);
  });
});
