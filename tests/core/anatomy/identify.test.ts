import { describe, expect, it } from "vitest";
import { identifyChannel } from "../../../src/core/anatomy/identify";
import { muscleById, muscles } from "../../../src/core/anatomy/muscles";

/** Label, muscle, side: what a neurophysiologist reads. */
const clear: readonly (readonly [string, string, "left" | "right" | undefined])[] = [
  ["SOL", "soleus", undefined],
  ["EMG R SOL", "soleus", "right"],
  ["RSol", "soleus", "right"],
  ["sol_r", "soleus", "right"],
  ["solR", "soleus", "right"],
  ["SO", "soleus", undefined],
  ["M. soleus re.", "soleus", "right"],
  ["soléaire D", "soleus", "right"],
  ["EMG SOL (R)", "soleus", "right"],
  ["Lt TA", "tibialis-anterior", "left"],
  ["LTA", "tibialis-anterior", "left"],
  ["TAr", "tibialis-anterior", "right"],
  ["TIB.ANT.SIN", "tibialis-anterior", "left"],
  ["Chan 3: LTIBANT", "tibialis-anterior", "left"],
  ["ch03_TA_left", "tibialis-anterior", "left"],
  ["jambier antérieur gauche", "tibialis-anterior", "left"],
  ["Tibiale anteriore sx", "tibialis-anterior", "left"],
  ["Musculus tibialis anterior links", "tibialis-anterior", "left"],
  ["EMG TA-L [uV]", "tibialis-anterior", "left"],
  ["MG", "gastrocnemius-medialis", undefined],
  ["R MG", "gastrocnemius-medialis", "right"],
  ["gastrocnemio mediale dx", "gastrocnemius-medialis", "right"],
  ["LG", "gastrocnemius-lateralis", undefined],
  ["L LG", "gastrocnemius-lateralis", "left"],
  ["Gastroc lat R", "gastrocnemius-lateralis", "right"],
  ["gastroc", "gastrocnemius", undefined],
  ["Gastro med L", "gastrocnemius-medialis", "left"],
  ["Gastr. lat. re", "gastrocnemius-lateralis", "right"],
  ["GA_L", "gastrocnemius", "left"],
  ["SOL1", "soleus", undefined],
  ["EMG TA2 L", "tibialis-anterior", "left"],
  ["Chin1-Chin2", "submental", undefined],
  ["Fib long R", "peroneus-longus", "right"],
  ["Sternokleidomastoideus re", "sternocleidomastoid", "right"],
  ["Neck ext L", "splenius", "left"],
  ["Big toe ext", "extensor-hallucis-longus", undefined],
  ["Elbow flexor R", "biceps-brachii", "right"],
  ["Right Triceps Surae", "triceps-surae", "right"],
  ["FHL", "flexor-hallucis-longus", undefined],
  ["EHL right", "extensor-hallucis-longus", "right"],
  ["L EDB", "extensor-digitorum-brevis", "left"],
  ["R RF", "rectus-femoris", "right"],
  ["RRF", "rectus-femoris", "right"],
  ["RECTUS FEMORIS DX", "rectus-femoris", "right"],
  ["droit fémoral droit", "rectus-femoris", "right"],
  ["Droit fémoral G", "rectus-femoris", "left"],
  ["VL", "vastus-lateralis", undefined],
  ["RVL", "vastus-lateralis", "right"],
  ["Vastus lateralis, left", "vastus-lateralis", "left"],
  ["VM", "vastus-medialis", undefined],
  ["Quads L", "quadriceps", "left"],
  ["BF", "biceps-femoris", undefined],
  ["LBF", "biceps-femoris", "left"],
  ["biceps femoris L", "biceps-femoris", "left"],
  ["hams", "hamstrings", undefined],
  ["Semitendinosus R", "semitendinosus", "right"],
  ["gluteus med R", "gluteus-medius", "right"],
  ["GMAX_R", "gluteus-maximus", "right"],
  ["gluteus", "gluteus", undefined],
  ["left biceps", "biceps-brachii", "left"],
  ["Bizeps rechts", "biceps-brachii", "right"],
  ["triceps br", "triceps-brachii", undefined],
  ["FCR", "flexor-carpi-radialis", undefined],
  ["ECR L", "extensor-carpi-radialis", "left"],
  ["Right_FCU", "flexor-carpi-ulnaris", "right"],
  ["FDS", "flexor-digitorum-superficialis", undefined],
  ["EDC", "extensor-digitorum", undefined],
  ["Wrist ext R", "wrist-extensors", "right"],
  ["wrist flexors left", "wrist-flexors", "left"],
  ["FDI", "first-dorsal-interosseus", undefined],
  ["Abd dig min", "abductor-digiti-minimi", undefined],
  ["L Masseter", "masseter", "left"],
  ["Masseter sin.", "masseter", "left"],
  ["Digastric L", "digastric", "left"],
  ["SCM R", "sternocleidomastoid", "right"],
  ["orbicularis oculi L", "orbicularis-oculi", "left"],
];

describe("identifyChannel", () => {
  it.each(clear)("%s", (label, muscle, side) => {
    expect(identifyChannel(label, "uV", true)).toEqual({ role: "emg", muscle, side, site: muscleById(muscle)!.site, candidates: [] });
  });

  it.each([
    ["GM", ["gastrocnemius-medialis", "gluteus-medius", "gluteus-maximus"], undefined],
    ["GCM 1", ["gastrocnemius-medialis", "gastrocnemius"], undefined],
    ["R GM", ["gastrocnemius-medialis", "gluteus-medius", "gluteus-maximus"], "right"],
    ["ST", ["semitendinosus", "trapezius"], undefined],
    ["RF", ["rectus-femoris", "flexors"], undefined],
    ["PL", ["peroneus-longus", "palmaris-longus"], undefined],
  ] as const)("asks what %s means", (label, candidates, side) => {
    expect(identifyChannel(label, "mV", true)).toEqual({ role: "emg", muscle: undefined, side, site: undefined, candidates });
    for (const id of candidates) expect(muscleById(id)).toBeDefined();
  });

  it.each([
    ["Angle", "V", "angle"], ["Goniometer", "", "angle"], ["R SOL", "deg", "angle"], ["FX", "deg", "angle"], ["Kniewinkel re", "V", "angle"], ["Fußwinkel", "mV", "angle"],
    ["Torque", "Nm", "force"], ["Kraft", "V", "force"], ["FP1_Fx", "N", "force"], ["FP1_FX", "V", "force"], ["FP2_MZ", "V", "force"], ["FP1", "uV", "other"],
    ["ACC.X 10", "g", "acceleration"], ["Acc_z", "V", "acceleration"],
    ["Trigger", "uV", "trigger"], ["Status", "Boolean", "trigger"], ["STI 014", "V", "trigger"], ["Event marker", "", "trigger"], ["TTL", "V", "trigger"],
    ["ECG1", "mV", "other"], ["EKG", "uV", "other"], ["EEG F1-Ref", "uV", "other"], ["EOG horizontal", "uV", "other"], ["Resp oro-nasal", "", "other"],
    ["Fp1", "uV", "other"], ["Cz", "uV", "other"], ["Temp rectal", "DegC", "other"], ["GYRO.X 10", "deg/s", "other"], ["CH1", "%", "other"],
  ] as const)("%s in %s is no EMG: %s", (label, unit, role) => {
    expect(identifyChannel(label, unit, ["V", "mV", "uV"].includes(unit))).toMatchObject({ role, muscle: undefined, candidates: [] });
  });

  it.each([["CH1", "uV"], ["EMG1", "V"], ["Sensor-A:EMG (ra", "uV"], ["Mini sensor 10: EMG 10", "V"], ["1", "mV"], ["", "uV"], ["R-Thi", "mV"], ["C1", "uV"], ["DIG1", "V"], ["EXT2", "V"]])("%s in %s may be EMG of an unknown muscle", (label, unit) => {
    expect(identifyChannel(label, unit, true)).toMatchObject({ role: "emg", muscle: undefined, candidates: [] });
  });

  it("counts and missing units do not speak against EMG, other units do", () => {
    expect(identifyChannel("R-Bic", "", false)).toMatchObject({ role: "emg", muscle: "biceps-brachii", side: "right" });
    expect(identifyChannel("CH1", "counts", false).role).toBe("emg");
    expect(identifyChannel("Flow", "L/min", false).role).toBe("other");
  });

  it("every muscle is found by its own name and abbreviation, and ids are unique", () => {
    expect(new Set(muscles.map((entry) => entry.id)).size).toBe(muscles.length);
    for (const entry of muscles) {
      expect(identifyChannel(`${entry.name} L`, "uV", true), entry.name).toMatchObject({ muscle: entry.id, side: "left" });
      const short = identifyChannel(`R ${entry.abbreviation}`, "uV", true);
      expect(short.muscle === entry.id || short.candidates.includes(entry.id), entry.abbreviation).toBe(true);
      for (const id of entry.antagonists) expect(muscleById(id), `${entry.id} ${id}`).toBeDefined();
    }
  });
});
