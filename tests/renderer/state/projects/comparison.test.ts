import { describe, expect, it } from "vitest";
import type { StudyTable } from "../../../../src/protocol/engine-api";
import { conditionPanel, musclesOf, ofMuscle, panelOutcomes } from "../../../../src/renderer/layout/condition-panel";
import { comparisonViews } from "../../../../src/renderer/layout/comparison-views";
import { en } from "../../../../src/renderer/messages/en";
import { emptySession } from "../../../../src/project/empty-documents";
import { membersOf } from "../../../../src/renderer/state/projects/comparison";
import { changesTable, conditionsTable, differencesTable, sidesTable, cohortTable, type StudyTrial } from "../../../../src/services/study/cohort";

const trial = (session: string, condition: string, side: string, beats: number): StudyTrial => ({
  keys: { participant: "P1", session, side: "", condition, trial: "" },
  trial: { channel: "SOL", muscle: "soleus", side, outcome: "clonus-like", values: { beats, duration_s: null, rate_hz: null, jitter: null, log10_bayes_factor: null, first_latency_ms: null, amplitude_uV: null } },
});

function tablesOf(trials: readonly StudyTrial[]): readonly StudyTable[] {
  return [conditionsTable(trials, 0.95), differencesTable(trials, 0.95), changesTable(trials, 0.95), sidesTable(trials, 0.95), cohortTable(trials)].map(({ name, columns, rows }) => ({ name, columns, rows: rows.map((row) => row.map((cell) => cell ?? null)) }));
}

const view = (trials: readonly StudyTrial[], title: string) => comparisonViews(tablesOf(trials), en.session).find((one) => one.title === title);

describe("what is compared in a session", () => {
  const trials = [...[10, 11, 12].map((beats) => trial("2026-01-05", "rest", "left", beats)), ...[5, 6, 4].map((beats) => trial("2026-01-05", "load", "left", beats)), trial("2026-01-05", "rest", "right", 2)];

  it("stands side by side, mean and number of trials", () => {
    expect(view(trials, "By condition")).toEqual({ title: "By condition", header: ["Muscle", "Outcome", "rest", "load"], rows: expect.arrayContaining([["left soleus", "beats", expect.stringMatching(/^11\.0 \[\d.*, \d.*\] \(3\)$/), expect.stringMatching(/^5\.00 \[.*\] \(3\)$/)], ["right soleus", "beats", "2.00 (1)", "–"]]) as unknown });
  });

  it("has differences with their interval, or the reason why there is none", () => {
    const [row] = view(trials, "Differences")!.rows;
    expect(row!.slice(0, 4)).toEqual(["left soleus", "rest → load", "beats", "−6.00"]);
    expect(row![4]).toMatch(/^−\d.* … −\d/);
    expect(view(trials, "Left and right")!.rows[0]).toEqual(["soleus", "rest", "beats", "−9.00", "no interval: fewer than 3 trials (3 and 1)"]);
  });

  it("shows a course over dates only where there are several", () => {
    expect(view(trials, "By date")).toBeUndefined();
    const later = [...trials, trial("2026-03-01", "rest", "left", 20)];
    expect(view(later, "By date")!.header).toEqual(["Muscle", "Condition", "Outcome", "5 Jan 2026", "1 Mar 2026"]);
    expect(view(later, "By date")!.rows).toContainEqual(["left soleus", "rest", "beats", expect.stringMatching(/^11\.0 .*\(3\)$/), "20.0 (1)"]);
  });

  it("sets each examination against the first", () => {
    const course = ["2026-01-05", "2026-02-01", "2026-03-01"].map((date, k) => trial(date, "rest", "left", 10 - k));
    expect(view(course, "Change between examinations")!.rows.map((row) => row.slice(0, 4))).toEqual([["left soleus · rest", "5 Jan 2026 → 1 Feb 2026", "beats", "−1.00"], ["left soleus · rest", "5 Jan 2026 → 1 Mar 2026", "beats", "−2.00"]]);
  });

  it("says why a cell is empty", () => {
    const [one] = trials;
    const without = { ...one!, trial: { ...one!.trial, missing: { rate_hz: "Nothing responded." } } };
    expect(view([without], "By condition")!.rows).toContainEqual(["left soleus", "rate (Hz)", "– (Nothing responded.)"]);
  });

  it("gives a mean duration as a lower bound where an end was not seen", () => {
    const lasting = (seconds: number, censored: boolean): StudyTrial => ({ ...trials[0]!, trial: { ...trials[0]!.trial, censored, values: { ...trials[0]!.trial.values, duration_s: seconds } } });
    expect(view([lasting(4, false), lasting(8, true)], "By condition")!.rows).toContainEqual(["left soleus", "duration (s)", "≥ 6.00 (2)"]);
    expect(view([lasting(4, false), lasting(8, false)], "By condition")!.rows).toContainEqual(["left soleus", "duration (s)", "6.00 (2)"]);
  });

  it("takes the recordings of all sessions of one person, in the order of their dates", () => {
    const entry = (id: string) => ({ id, sha256: id.repeat(4), size: 1, name: `${id}.edf` });
    const place = (recording: string) => ({ recording, condition: "", side: "" as const, trial: "" });
    const sessions = [
      { ...emptySession("s1", "P1", "2026-03-01"), recordings: [place("b")] },
      { ...emptySession("s2", "P2", "2026-01-01"), recordings: [place("c")] },
      { ...emptySession("s3", "P1", "2026-01-05"), recordings: [place("a"), place("lost")] },
    ];
    expect(membersOf(sessions, ["a", "b", "c"].map(entry), "P1").map((member) => member.entry.id)).toEqual(["a", "b"]);
  });
});

describe("the panel of conditions and sides", () => {
  const trials = [...[10, 11, 12].map((beats) => trial("2026-01-05", "rest", "left", beats)), trial("2026-01-05", "rest", "right", 2), trial("2026-01-05", "load", "left", 5), trial("2026-01-05", "load", "left", 7)];

  it("has a category a condition and a series a muscle and side, with the range of its trials", () => {
    const { categories, series } = conditionPanel(tablesOf(trials), "beats");
    expect(categories).toEqual([{ condition: "rest", session: "" }, { condition: "load", session: "" }]);
    expect(series.map(({ side, points }) => [side, points.map(({ category, mean, interval, lowest, highest, trials: n }) => [category, mean, interval?.length, lowest, highest, n])])).toEqual([
      ["left", [[0, 11, 2, 10, 12, 3], [1, 6, undefined, 5, 7, 2]]],
      ["right", [[0, 2, undefined, 2, 2, 1]]],
    ]);
    expect(panelOutcomes(tablesOf(trials))).toEqual(["beats"]);
  });

  it("keeps examinations of several days apart, and is not there for one condition of one side", () => {
    expect(conditionPanel(tablesOf([...trials, trial("2026-03-01", "rest", "left", 4)]), "beats").categories).toEqual([{ condition: "rest", session: "2026-01-05" }, { condition: "load", session: "2026-01-05" }, { condition: "rest", session: "2026-03-01" }]);
    expect(panelOutcomes(tablesOf([trial("2026-01-05", "rest", "left", 4)]))).toEqual([]);
  });

  it("shows one muscle alone where one is chosen", () => {
    const other: StudyTrial = { ...trials[0]!, trial: { ...trials[0]!.trial, muscle: "tibialis-anterior" } };
    const tables = tablesOf([...trials, other]);
    expect(musclesOf(tables)).toEqual(["soleus", "tibialis-anterior"]);
    expect(conditionPanel(ofMuscle(tables, "tibialis-anterior"), "beats").series.map(({ muscle }) => muscle)).toEqual(["tibialis-anterior"]);
    expect(comparisonViews(ofMuscle(tables, "tibialis-anterior"), en.session).flatMap(({ rows }) => rows.map(([muscle]) => muscle))).toEqual(expect.not.arrayContaining(["soleus", "left soleus"]));
  });
});
