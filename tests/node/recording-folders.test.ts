import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { withFoldersOpened } from "../../src/node/recording-folders";

const root = mkdtempSync(join(tmpdir(), "klonos-folders-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), "");
  }
}
const opened = async (...names: readonly string[]): Promise<readonly string[]> => (await withFoldersOpened(names.map((name) => join(root, name)))).map((path) => path.slice(root.length + 1));

test("a folder stands for the recordings in it, by name; a file, even one that is gone, for itself", async () => {
  write("Friday/b.EDF", "Friday/a.bdf", "Friday/notes.docx", "Friday/older/c.edf");
  expect(await opened("gone.edf", "Friday")).toEqual(["gone.edf", "Friday/a.bdf", "Friday/b.EDF"]);
});

test("a folder of a WFDB or BrainVision recording stands for its header", async () => {
  write("wfdb/100.atr", "wfdb/100.dat", "wfdb/100.hea", "vision/a.eeg", "vision/a.vhdr", "vision/a.vmrk", "vision/b.edf");
  expect(await opened("wfdb", "vision")).toEqual(["wfdb/100.hea", "vision/a.vhdr", "vision/b.edf"]);
});

test("a folder of a BIDS data set stands for its recordings, not for its tables or derivatives", async () => {
  write("ds/participants.tsv", "ds/sub-2/emg/sub-2_task-x_emg.edf", "ds/sub-1/ses-a/emg/sub-1_ses-a_task-x_emg.bdf", "ds/sub-1/ses-a/emg/sub-1_ses-a_task-x_channels.tsv", "ds/derivatives/k/sub-1/emg/sub-1_task-x_emg.edf", "ds/.git/x_emg.edf");
  expect(await opened("ds")).toEqual(["ds/sub-1/ses-a/emg/sub-1_ses-a_task-x_emg.bdf", "ds/sub-2/emg/sub-2_task-x_emg.edf"]);
});

test("a folder without recordings is named, and no path with it", async () => {
  write("letters/a.docx");
  await expect(opened("letters")).rejects.toMatchObject({ record: { code: "empty-folder", message: expect.stringMatching(/^The folder letters holds no file/) as string } });
});
