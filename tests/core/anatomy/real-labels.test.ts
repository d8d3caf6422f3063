import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { identifyChannel } from "../../../src/core/anatomy/identify";
import { proposePairs } from "../../../src/core/anatomy/pairs";

const folder = new URL("../../../../shared/data/", import.meta.url);
const present = existsSync(folder);
if (!present) console.info("real-labels.test: ../shared/data is absent, left out");

/** Labels and units of an EDF or BDF header: 16 and 8 characters each. */
function edfLabels(path: string): readonly (readonly [string, string])[] {
  const text = readFileSync(new URL(path, folder)).toString("latin1");
  const count = Number(text.slice(252, 256));
  return Array.from({ length: count }, (_, k) => [text.slice(256 + 16 * k, 272 + 16 * k).trim(), text.slice(256 + 96 * count + 8 * k, 264 + 96 * count + 8 * k).trim()]);
}

const isVoltage = (unit: string): boolean => /^[munp\u00b5]?V$/.test(unit);

describe.skipIf(!present)("labels of real recordings", () => {
  it("a polysomnogram: one EMG", () => {
    const roles = edfLabels("edf/edfio/short_psg.edf").map(([label, unit]) => [label, identifyChannel(label, unit, isVoltage(unit))] as const);
    expect(roles.filter(([, identity]) => identity.role === "emg").map(([label]) => label)).toEqual(["EMG submental"]);
    expect(roles.find(([label]) => label === "Event marker")?.[1].role).toBe("trigger");
  });

  it("an EEG with a stimulus channel has no EMG", () => {
    for (const [label, unit] of edfLabels("edf/mne/test_edf_stim_channel.edf")) {
      if (/^(EEG|EOG|ECG|REF_EEG)/.test(label)) expect(identifyChannel(label, unit, isVoltage(unit)).role, label).toBe("other");
    }
  });

  it("the one EMG recording in EDF+ is EMG", () => {
    const [label, unit] = edfLabels("edf/EDFPlusChecker/ExampleEDFPlusFile[BioTrace Sourced].edf")[0]!;
    expect(identifyChannel(label, unit, isVoltage(unit)).role).toBe("emg");
  });

  it("leg muscles of a gait laboratory, and what they ask", () => {
    const header = readFileSync(new URL("emg/musclesynergies/ID0012_TW_01_raw.csv", folder), "latin1").split(/\r?\n/)[0]!;
    const found = Object.fromEntries(header.replace(/"/g, "").split(",").map((label) => [label, identifyChannel(label, "", false)]));
    expect(found["SO"]?.muscle).toBe("soleus");
    expect(found["TA"]?.muscle).toBe("tibialis-anterior");
    expect(found["GL"]?.muscle).toBe("gastrocnemius-lateralis");
    for (const asked of ["GM", "ST", "RF", "PL"]) expect(found[asked]?.candidates.length, asked).toBeGreaterThan(1);
  });

  it("a treadmill C3D: both calves and shins", () => {
    const labels = ["Gastrocnemius medial", "Soleus", "Tibialis Anterior"].flatMap((name) => ["R", "L"].map((side) => `EMG_${side}_${name}`));
    const text = readFileSync(new URL("emg/psyc9080/dynamic0011.c3d", folder)).toString("latin1");
    for (const label of labels) expect(text).toContain(label);
    const channels = labels.map((label, index) => ({ ...identifyChannel(label, "V", true), index }));
    expect(channels.map((channel) => channel.muscle)).toEqual(["gastrocnemius-medialis", "gastrocnemius-medialis", "soleus", "soleus", "tibialis-anterior", "tibialis-anterior"]);
    expect(proposePairs(channels)).toEqual([{ agonist: 0, antagonist: 4 }, { agonist: 1, antagonist: 5 }, { agonist: 2, antagonist: 4 }, { agonist: 3, antagonist: 5 }]);
  });

  it("EMG and accelerometers of one sensor", () => {
    const first = readFileSync(new URL("emg/emgio_trigno/truncated_trigno_sample.csv", folder), "latin1").slice(0, 20_000);
    const entries = [...first.matchAll(/Label: (.+?) Sampling frequency:.*?Unit: (\S+)/g)].map((match) => [match[1]!, match[2]!] as const);
    expect(entries.length).toBeGreaterThan(4);
    for (const [label, unit] of entries) {
      const { role } = identifyChannel(label, unit, isVoltage(unit));
      expect(role, label).toBe(label.includes("EMG") ? "emg" : label.includes("ACC") ? "acceleration" : "other");
    }
  });
});
