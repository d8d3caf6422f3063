import { describe, expect, it } from "vitest";
import { smallRandom } from "../../src/core/trains/block-bootstrap";
import { normalQuantile } from "../../src/core/trains/special-functions";
import { changesTable, cohortTable, conditionsTable, differencesTable, type StudyTrial } from "../../src/services/study/cohort";
import { readStudyTable } from "../../src/services/study/study-table";
import { trialDifference, trialMeanInterval } from "../../src/services/study/trial-difference";
import { type TrialOutcome, trialOutcomes } from "../../src/services/study/trial-outcomes";
import type { ResultDocument } from "../../src/core/result";
import type { Table } from "../../src/services/exports/table-model";

const codeOf = (run: () => unknown): string => {
  try {
    run();
    return "";
  } catch (thrown) {
    return (thrown as { record: { code: string; where: string } }).record.where;
  }
};

const trial = (participant: string, condition: string, outcome: string, beats: number | null): StudyTrial => {
  const values: TrialOutcome["values"] = { beats, duration_s: null, rate_hz: null, jitter: null, log10_bayes_factor: null, first_latency_ms: null, amplitude_uV: null };
  return { keys: { participant, session: "1", side: "left", condition, trial: "1" }, trial: { channel: "SOL", muscle: "soleus", side: "left", outcome, values } };
};

const records = ({ columns, rows }: Table): readonly Readonly<Record<string, unknown>>[] => rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));

describe("the table of a study", () => {
  it("is read with any separator, order, quotes and line ends, empty lines left out", () => {
    const rows = readStudyTable('\uFEFFtrial;file;participant;note\r\n1;"a;b ""c"".edf";P01;x\r\n\r\n2;d.edf;P02\r\n');
    expect(rows.map(({ participant, trial: number, file, pair, line }) => [participant, number, file, pair, line])).toEqual([["P01", "1", 'a;b "c".edf', "", 2], ["P02", "2", "d.edf", "", 4]]);
  });
  it("names the line of what is wrong", () => {
    expect(codeOf(() => readStudyTable("participant,side\nP,left"))).toBe("line 1");
    expect(codeOf(() => readStudyTable("file,file\na,b"))).toBe("line 1");
    expect(codeOf(() => readStudyTable("file,side\na.edf,left\nb.edf,left,extra"))).toBe("line 3");
    expect(codeOf(() => readStudyTable("file,side\n,left"))).toBe("line 2");
    expect(codeOf(() => readStudyTable('file\n"a.edf'))).toBe("line 2");
    expect(codeOf(() => readStudyTable("file\n"))).toBe("line 2");
  });
});

describe("differences between conditions", () => {
  it("have no interval below three trials, and say why", () => {
    const result = trialDifference([1, 2], [3, 4, 5], 0.95);
    expect(result).toEqual({ meanFirst: 1.5, meanSecond: 4, difference: 2.5, interval: null, reason: "fewer than 3 trials (2 and 3)" });
    expect(trialDifference([], [1, 2, 3], 0.95)).toMatchObject({ meanFirst: null, difference: null, interval: null });
    expect(trialDifference([2, 2, 2], [2, 2, 2], 0.95).interval).toBeNull();
  });

  it("cover the true difference about as often as they promise, from few trials too", () => {
    const random = smallRandom(7);
    const draw = (mean: number, sd: number): number => mean + sd * normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, random())));
    const rounds = 100;
    for (const [n, m] of [[3, 4], [6, 6]] as const) {
      let covered = 0;
      for (let round = 0; round < rounds; round++) {
        const { interval } = trialDifference(Array.from({ length: n }, () => draw(10, 2)), Array.from({ length: m }, () => draw(13, 1)), 0.95);
        if (interval !== null && interval[0] <= 3 && 3 <= interval[1]) covered++;
      }
      // Plain percentiles of a resample of three cover some 75 to 80 % here. SE of the share: 2 to 3 %.
      expect(covered / rounds, `${n} and ${m} trials`).toBeGreaterThan(0.84);
    }
  });

  it("turn their sign with the order, and their unit with the data", () => {
    const [a, b] = [[4, 5, 7, 8], [10, 11, 15]];
    const forth = trialDifference(a, b, 0.95);
    const back = trialDifference(b, a, 0.95);
    expect(back.difference).toBeCloseTo(-forth.difference!, 12);
    const scaled = trialDifference(a.map((value) => value * 1000), b.map((value) => value * 1000), 0.95);
    expect(scaled.interval!.map((end) => end / 1000)).toEqual(forth.interval!.map((end) => expect.closeTo(end, 9) as number));
  });

  it("compare the conditions of each person, never persons", () => {
    const trials = [...[8, 9, 10].map((beats) => trial("P1", "rest", "clonus-like", beats)), ...[3, 4, 2].map((beats) => trial("P1", "load", "clonus-like", beats)), trial("P2", "rest", "indeterminate", 7)];
    const rows = records(differencesTable(trials, 0.95));
    expect(new Set(rows.map((row) => row["participant"]))).toEqual(new Set(["P1"]));
    const beats = rows.find((row) => row["outcome"] === "beats")!;
    expect([beats["condition_1"], beats["condition_2"], beats["difference"], beats["trials_1"]]).toEqual(["rest", "load", -6, 3]);
    expect(beats["ci_high"] as number).toBeLessThan(0);
    expect(rows.find((row) => row["outcome"] === "jitter")!["no_interval"]).toBe("fewer than 3 trials (0 and 0)");
  });
});

describe("a cohort", () => {
  it("counts every outcome, the undecided and the absent too, and weighs persons alike", () => {
    const trials = [trial("P1", "rest", "clonus-like", 8), trial("P1", "rest", "indeterminate", 6), trial("P1", "rest", "no-response", 0), trial("P2", "rest", "not-analysed", null), trial("P2", "rest", "pseudoclonus-like", 14)];
    const [row] = records(cohortTable(trials));
    expect(row).toMatchObject({ condition: "rest", participants: 2, trials: 5, n_clonus: 1, n_clonoid: 0, n_pseudoclonus: 1, n_indeterminate: 1, n_no_response: 1, n_not_analysed: 1 });
    expect(row!["beats_mean"]).toBeCloseTo((14 / 3 + 14) / 2, 9);
    const counted = Object.entries(row!).filter(([name]) => name.startsWith("n_")).reduce((sum, [, value]) => sum + (value as number), 0);
    expect(counted).toBe(5);
    expect(Object.keys(row!).filter((name) => /percent|share/.test(name))).toEqual([]);
  });
});

describe("a locked plan", () => {
  it("is in every row of every compared table, with what deviates from it in any recording", () => {
    const planned = ["rest", "load"].flatMap((condition) => [1, 2].map((beats): StudyTrial => ({ ...trial("P1", condition, "clonus-like", beats), plan: { sha256: "abc", lockedAt: "", deviations: condition === "load" ? ["bandLowHz is 41 Hz, planned was 30 Hz"] : [] } as never })));
    for (const table of [conditionsTable(planned, 0.95), differencesTable(planned, 0.95), cohortTable(planned)]) {
      expect(new Set(records(table).map((row) => `${String(row["plan_sha256"])}: ${String(row["plan_deviations"])}`)), table.name).toEqual(new Set(["abc: bandLowHz is 41 Hz, planned was 30 Hz"]));
    }
    expect(records(cohortTable([trial("P1", "rest", "clonus-like", 1)]))[0]).toMatchObject({ plan_sha256: null, plan_deviations: null });
  });
});

describe("the mean of a condition", () => {
  it("has an interval that covers the true mean about as often as it promises", () => {
    const random = smallRandom(21);
    const rounds = 100;
    let covered = 0;
    for (let round = 0; round < rounds; round++) {
      const values = Array.from({ length: 5 }, () => 10 + 2 * normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, random()))));
      const interval = trialMeanInterval(values, 0.95);
      if (interval !== null && interval[0] <= 10 && 10 <= interval[1]) covered++;
    }
    expect(covered / rounds).toBeGreaterThan(0.84);
    expect(trialMeanInterval([1, 2], 0.95)).toBeNull();
    expect(trialMeanInterval([3, 3, 3], 0.95)).toBeNull();
  });
});

describe("a recording without a marked manoeuvre", () => {
  const channel = (index: number, label: string, more: object = {}) => ({ index, label, muscle: null, side: null, role: "emg", unusable: null, ...more });
  const train = (id: string, channelIndex: number, beats: number) => ({ id, channelIndex, beats, startSeconds: 1, endSeconds: 3, label: "indeterminate", rateHz: 6, jitter: 0.1, log10BayesFactor: 0.5, firstLatencyMilliseconds: null, bursts: [], missing: { firstLatencyMilliseconds: "Nothing is marked." } });
  const document = {
    attempts: [],
    channels: [channel(0, "Flex"), channel(1, "R SOL", { muscle: "soleus", side: "right" }), channel(2, "Flat", { unusable: "The signal is flat." }), channel(3, "Accel", { role: "acceleration" })],
    trains: [train("1-1", 0, 4), train("1-2", 0, 9)],
  } as unknown as ResultDocument;

  it("is one trial of each muscle: one without a train is a trial of no beats, one that was not analysed says nothing", () => {
    const trials = trialOutcomes(document, "left");
    expect(trials.map(({ channel: label, outcome, values }) => [label, outcome, values.beats, values.rate_hz])).toEqual([["Flex", "indeterminate", 9, 6], ["R SOL", "no-train", 0, null], ["Flat", "not-analysed", null, null]]);
    expect(trials[0]!.missing).toEqual({ first_latency_ms: "Nothing is marked.", amplitude_uV: "Too few beats." });
    expect(trials[2]!.missing!.beats).toBe("The signal is flat.");
  });

  it("is of the side that was examined where a label names none", () => {
    expect(trialOutcomes(document, "left").map(({ side }) => side)).toEqual(["left", "right", "left"]);
  });

  it("says in the table of conditions why a mean or an interval is not there", () => {
    const trials = trialOutcomes(document, "left").map((outcome) => ({ keys: { participant: "P1", session: "1", side: "left", condition: "rest", trial: "1" }, trial: outcome }));
    const row = records(conditionsTable(trials, 0.95)).find((one) => one["muscle"] === "Flex" && one["outcome"] === "first_latency_ms");
    expect([row!["mean"], row!["no_value"], row!["no_interval"]]).toEqual([null, "Nothing is marked.", null]);
    expect(records(conditionsTable(trials, 0.95)).find((one) => one["muscle"] === "Flex" && one["outcome"] === "beats")!["no_interval"]).toBe("fewer than 3 trials (1)");
    expect(records(cohortTable(trials)).find((one) => one["muscle"] === "soleus")).toMatchObject({ trials: 1, n_no_train: 1, beats_mean: 0 });
  });
});

describe("changes between examinations", () => {
  const at = (session: string, participant: string, beats: number): StudyTrial => {
    const one = trial(participant, "stretch", "clonus-like", beats);
    return { ...one, keys: { ...one.keys, session } };
  };
  it("compare each examination of a person with the earlier ones, in the order of dates whatever that of the study", () => {
    const trials = [...[2, 3, 4].map((beats) => at("2026-03-01", "P1", beats)), ...[10, 11, 12].map((beats) => at("2026-01-05", "P1", beats)), at("2026-01-05", "P2", 30)];
    const rows = records(changesTable(trials, 0.95)).filter((row) => row["outcome"] === "beats");
    expect(rows.map((row) => [row["participant"], row["session_1"], row["session_2"], row["difference"]])).toEqual([["P1", "2026-01-05", "2026-03-01", -8]]);
    expect(rows[0]!["ci_high"] as number).toBeLessThan(0);
  });
});
