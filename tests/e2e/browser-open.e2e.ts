import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileChooser, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { examplePath } from "./harness/example";
import { projectRoot } from "./harness/find-programs";
import { outputFolder } from "./harness/launch";
import { sineTable, sparseEdf } from "./harness/recordings";
import { sharedBrowser } from "./harness/shared-browser";
import { analysed, pixelOf, plotBox, shownWindow } from "./harness/window";
import { letFilesGo } from "./tasks/let-files-go";

describe("opening files in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "klonos-e2e-"));
  const session = sharedBrowser();

  /** The browser's own dialog. */
  async function chooserAfter(page: Page, ask: () => Promise<void>): Promise<FileChooser> {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), ask()]);
    return chooser;
  }
  /** Chooses files as a person does: Ctrl+O, then the browser's own dialog. */
  async function choose(page: Page, files: readonly string[]): Promise<void> {
    await (await chooserAfter(page, () => page.keyboard.press("Control+o"))).setFiles([...files]);
  }
  function write(name: string, content: string | Uint8Array): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }
  const nameShown = (page: Page): Promise<string | null> => page.getByTestId("recording-name").textContent();

  test("a file that is no recording gets a named error, and the window lives on", async () => {
    const { page } = session;
    await page.getByRole("heading", { name: "Open an EMG recording" }).waitFor();
    await choose(page, [write("photo.edf", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"))]);
    const notice = page.getByRole("alert");
    await notice.waitFor();
    expect(await notice.textContent()).toContain("photo.edf could not be opened");
    expect((await notice.textContent())!.length, "it says more than that").toBeGreaterThan(60);
    await page.screenshot({ path: `${outputFolder}/browser-bad-file.png` });
    await choose(page, [write("empty.csv", "")]);
    await page.getByText("empty.csv could not be opened").waitFor();
    await expect.poll(() => page.getByRole("alert").count()).toBe(2);
    await page.getByRole("button", { name: /^Dismiss/ }).first().click();
    await expect.poll(() => page.getByRole("alert").count()).toBe(1);
    await page.getByRole("button", { name: /^Dismiss/ }).click();
    await expect.poll(() => page.getByRole("alert").count()).toBe(0);
    await page.getByRole("heading", { name: "Open an EMG recording" }).waitFor();
  });

  test("a recording cut short says at which byte and still does not freeze the window", async () => {
    const { page } = session;
    const whole = readFileSync(examplePath);
    await choose(page, [write("cut-header.edf", whole.subarray(0, 300))]);
    const notice = page.getByRole("alert").first();
    await notice.waitFor();
    expect(await notice.textContent()).toMatch(/byte \d+|\d+ bytes/);
    await choose(page, [examplePath]);
    await analysed(page);
    expect(await nameShown(page)).toBe("example-session.edf");
    await expect.poll(() => page.getByRole("alert").count(), { message: "the old trouble is gone" }).toBe(0);
  });

  /** Chooses a folder as a person does: the command, then the browser's own dialog. */
  async function chooseFolder(page: Page, path: string): Promise<void> {
    const chooser = await chooserAfter(page, async () => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("Open a folder");
      await page.keyboard.press("Enter");
    });
    await chooser.setFiles(path);
  }

  test("a folder opens as its recordings: a BrainVision set by its header", async () => {
    const { page } = session;
    const set = join(folder, "set");
    mkdirSync(set);
    const samples = Int16Array.from({ length: 12_000 }, (_, k) => 300 * Math.sin(k * 0.7) * (k % 1000 < 400 ? 1 : 0.05));
    writeFileSync(join(set, "tap.eeg"), new Uint8Array(samples.buffer));
    writeFileSync(join(set, "tap.vmrk"), "Brain Vision Data Exchange Marker File, Version 1.0\n[Marker Infos]\nMk1=Comment,tap,2001,1,0\n");
    writeFileSync(join(set, "tap.vhdr"), "Brain Vision Data Exchange Header File Version 1.0\n[Common Infos]\nDataFile=tap.eeg\nMarkerFile=tap.vmrk\nDataFormat=BINARY\nDataOrientation=MULTIPLEXED\nNumberOfChannels=1\nSamplingInterval=500\n[Binary Infos]\nBinaryFormat=INT_16\n[Channel Infos]\nCh1=L SOL,,1,µV\n");
    await chooseFolder(page, set);
    await expect.poll(() => nameShown(page)).toBe("tap.vhdr");
    await analysed(page);
    await expect.poll(() => page.getByTestId("left-panel").textContent()).toContain("BrainVision");
    // The files themselves, chosen together, open as the same one recording.
    await choose(page, [examplePath]);
    await expect.poll(() => nameShown(page)).toBe("example-session.edf");
    await choose(page, ["tap.eeg", "tap.vhdr", "tap.vmrk"].map((name) => join(set, name)));
    await expect.poll(() => nameShown(page)).toBe("tap.vhdr");
    await analysed(page);
  });

  test("a BIDS-EMG folder opens with what its tables say, from wherever in it", async () => {
    const { page } = session;
    const emg = join(folder, "ds", "sub-01", "emg");
    mkdirSync(emg, { recursive: true });
    writeFileSync(join(emg, "sub-01_task-tap_emg.bdf"), readFileSync(join(projectRoot, "fixtures", "tapping.bdf")));
    writeFileSync(join(folder, "ds", "task-tap_events.tsv"), "onset\tduration\ttrial_type\n1.5\t0\tfrom the table above\n");
    writeFileSync(join(folder, "ds", "participants.tsv"), "participant_id\nsub-01\n");
    await chooseFolder(page, join(folder, "ds"));
    await expect.poll(() => nameShown(page)).toBe("sub-01_task-tap_emg.bdf");
    await analysed(page);
    await page.getByText("from the table above").first().waitFor();
  });

  test("a folder without recordings is named, and what was open stays", async () => {
    const { page } = session;
    const before = await nameShown(page);
    mkdirSync(join(folder, "letters"));
    writeFileSync(join(folder, "letters", "a.docx"), "x");
    await chooseFolder(page, join(folder, "letters"));
    await page.getByText("The folder letters holds no file").waitFor();
    expect(await nameShown(page)).toBe(before);
    await page.getByRole("button", { name: /^Dismiss/ }).first().click();
  });

  test("a file that is let go over the page opens", async () => {
    const { page } = session;
    await letFilesGo(page, [join(projectRoot, "fixtures", "tapping.bdf")]);
    await expect.poll(() => nameShown(page)).toBe("tapping.bdf");
    await analysed(page);
  });

  test("a recording too long to be analysed at once is shown, and the notice analyses the stretch that is selected", async () => {
    const { page } = session;
    // 15 hours of four channels at 999 Hz, the fastest rate of which every point of the envelope is kept: 16 bytes each are 3.5 GB.
    await choose(page, [sparseEdf(join(folder, "night.edf"), 4, 54_000, 999)]);
    await expect.poll(() => nameShown(page), { timeout: 30_000 }).toBe("night.edf");
    const notice = page.getByRole("alert").filter({ hasText: "at once would take 3.5 GB" });
    await notice.waitFor({ timeout: 60_000 });
    expect(await notice.getByRole("button", { name: /^Analyse 0:00/ }).textContent()).toBe("Analyse 0:00 to 13:59:42");
    await page.keyboard.press("Control+Home");
    const window = await shownWindow(page);
    const box = await plotBox(page);
    const y = box.y + box.height / 2;
    await page.mouse.move(pixelOf(window, box, 2), y);
    await page.mouse.down();
    await page.mouse.move(pixelOf(window, box, 4), y, { steps: 4 });
    await page.mouse.move(pixelOf(window, box, 8), y, { steps: 4 });
    await page.mouse.up();
    const offer = notice.getByRole("button", { name: /^Analyse 0:02 to 0:08$/ });
    await offer.waitFor();
    await page.screenshot({ path: `${outputFolder}/browser-too-long.png` });
    await offer.click();
    await expect.poll(() => notice.count()).toBe(0);
    await analysed(page);
    await expect.poll(() => page.getByTestId("pattern-panel").textContent()).toMatch(/EMG 1|train|burst/i);
    expect(await page.getByRole("alert").count()).toBe(0);
    // The rest of the recording is left out, which can be taken back.
    await page.keyboard.press("Control+z");
    await notice.waitFor({ timeout: 60_000 });
    await page.keyboard.press("Control+y");
    await expect.poll(() => notice.count(), { timeout: 30_000 }).toBe(0);
  });

  test("a table with decimal commas and a time column opens without a question", async () => {
    const { page } = session;
    await choose(page, [join(projectRoot, "fixtures", "decimal-comma.csv")]);
    await expect.poll(() => nameShown(page)).toBe("decimal-comma.csv");
    await analysed(page);
    expect(await page.getByTestId("import-dialog").count()).toBe(0);
  });

  test("a label with two meanings asks which muscle, and the answer makes the pair", async () => {
    const { page } = session;
    await choose(page, [write("two-meanings.csv", sineTable(["time_s", "R GM (uV)", "R TA (uV)"], 6000, 2000))]);
    await expect.poll(() => nameShown(page)).toBe("two-meanings.csv");
    await analysed(page);
    const question = page.getByTestId("muscle-questions");
    await question.waitFor();
    expect(await question.textContent()).toContain("R GM");
    const options = await question.locator("option").allTextContents();
    expect(options.some((option) => option.includes("gastrocnemius"))).toBe(true);
    expect(options.some((option) => option.includes("gluteus"))).toBe(true);
    await page.screenshot({ path: `${outputFolder}/browser-question.png` });
    await question.getByRole("combobox").selectOption({ label: options.find((option) => option.includes("gastrocnemius"))! });
    await expect.poll(() => question.count()).toBe(0);
    await expect.poll(() => page.getByTestId("channels").textContent()).toContain("gastrocnemius");
    await page.keyboard.press("Control+z");
    await question.waitFor();
  });

  test("nothing was complained about and nothing asked for elsewhere", () => {
    expect(session.complaints).toEqual([]);
    expect(session.foreignRequests).toEqual([]);
  });
});
