import { describe, expect, it } from "vitest";
import { settledByNeighbours } from "../../../src/core/anatomy/electrode-montage";
import { identifyChannel } from "../../../src/core/anatomy/identify";
import type { ChannelInfo } from "../../../src/core/recording";
import { channelInfo } from "../analysis/support";

const channels = (...labels: readonly string[]): readonly ChannelInfo[] =>
  labels.map((label, index) => ({ ...channelInfo(index, { label, samples: new Float64Array(1), samplingHz: 1000 }), ...identifyChannel(label, "uV", true) }));
const emgOf = (...labels: readonly string[]): readonly string[] => settledByNeighbours(channels(...labels)).filter(({ role }) => role === "emg").map(({ label }) => label);

describe("roles that only the neighbours tell", () => {
  it("electrodes of a cap are no EMG, however like a number of a channel their names are", () => {
    expect(emgOf("Fp1", "AF7", "F3", "F1", "F5", "Cz", "C1", "C6", "P9", "P10", "M1", "A2", "LEOG", "IEOG", "EMG chin", "R TA", "EXG1")).toEqual(["EMG chin", "R TA", "EXG1"]);
  });

  it("leads beside one that is surely of an ECG", () => {
    expect(emgOf("MLII", "V5")).toEqual([]);
    // Belts of a breath: alone RC may be anything.
    expect(emgOf("FDI", "RC", "abdo", "HR")).not.toContain("RC");
    expect(emgOf("FDI", "RC")).toContain("RC");
    expect(emgOf("Ribcage")).toEqual([]);
    expect(emgOf("aVR", "II", "V1", "R SOL")).toEqual(["R SOL"]);
  });

  it("are what they seem without such neighbours", () => {
    expect(emgOf("V1", "V2")).toEqual(["V1", "V2"]);
    expect(emgOf("F1", "C1", "P1", "R TA")).toEqual(["F1", "C1", "P1", "R TA"]);
    const few = channels("Fp1", "Fp2", "Cz", "F1");
    expect(settledByNeighbours(few)).toBe(few);
  });
});
