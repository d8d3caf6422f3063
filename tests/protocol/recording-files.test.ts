import { describe, expect, it } from "vitest";
import { recordingsOfFolder, withoutCompanions } from "../../src/protocol/recording-files";

describe("files that belong to another", () => {
  it("are no recordings themselves, in their own folder only", () => {
    expect(withoutCompanions(["a.eeg", "a.vhdr", "a.vmrk", "b.dat"])).toEqual(["a.vhdr", "b.dat"]);
    expect(withoutCompanions(["x/100.dat", "x/100.hea", "y/cat.dat"])).toEqual(["x/100.hea", "y/cat.dat"]);
    expect(withoutCompanions(["b.d0", "b.d1", "b.hea"])).toEqual(["b.hea"]);
    expect(withoutCompanions(["C:\\x\\100.dat", "C:\\x\\100.hea"])).toEqual(["C:\\x\\100.hea"]);
    expect(withoutCompanions(["sub-1_task-x_channels.tsv", "sub-1_task-x_emg.edf", "sub-1_task-x_emg.json"])).toEqual(["sub-1_task-x_emg.edf"]);
  });

  it("stay where they are alone: opening says what is missing", () => {
    expect(withoutCompanions(["a.eeg", "b.tsv"])).toEqual(["a.eeg", "b.tsv"]);
  });

  it("of a folder: BIDS wherever it lies, else what lies at its top", () => {
    expect(recordingsOfFolder(["z/b.edf", "a.hea", "a.dat", "readme.md"])).toEqual(["a.hea"]);
    expect(recordingsOfFolder(["sub-1/emg/sub-1_task-x_emg.edf", "loose.edf"])).toEqual(["sub-1/emg/sub-1_task-x_emg.edf"]);
    expect(recordingsOfFolder(["readme.md"])).toEqual([]);
  });
});
