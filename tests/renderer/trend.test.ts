import { describe, expect, it } from "vitest";
import type { StudyTable } from "../../src/protocol/engine-api";
import { dayNumber, interventionsOf, shownDays, trendOutcomes, trendSeries } from "../../src/renderer/layout/trend";
import { conditionsTable, type StudyTrial } from "../../src/services/study/cohort";

const trial = (session: string, condition: string, beats: number): StudyTrial => ({
  keys: { participant: "P1", session, side: "", condition, trial: "" },
  trial: { channel: "SOL", muscle: "soleus", side: "left", outcome: "clonus-like", values: { beats, duration_s: null, rate_hz: null, jitter: null, log10_bayes_factor: null, first_latency_ms: null, amplitude_uV: null } },
});

function tablesOf(trials: readonly StudyTrial[]): readonly StudyTable[] {
  const { name, columns, rows } = conditionsTable(trials, 0.95);
  return [{ name, columns, rows: rows.map((row) => row.map((cell) => cell ?? null)) }];
}

describe("the course over dates", () => {
  const tables = tablesOf([trial("2026-03-01", "rest", 4), ...[10, 11, 12].map((beats) => trial("2026-01-05", "rest", beats)), trial("2026-01-05", "load", 7), trial("s9", "rest", 30)]);

  // Of the 27 equal draws of three trials one is all 10 and one all 12: 3.7 % each, more than the 2.5 % of a tail.
  it("has a point an examination in the order of dates, with its interval from three trials on", () => {
    expect(trendSeries(tables, "beats")).toEqual([
      {
        muscle: "soleus", side: "left", condition: "rest",
        points: [
          { date: "2026-01-05", mean: 11, interval: [10, 12], trials: 3 },
          { date: "2026-03-01", mean: 4, interval: undefined, trials: 1 },
        ],
      },
    ]);
  });

  it("is there for what was measured at two dates, and for no other outcome", () => {
    expect(trendOutcomes(tables)).toEqual(["beats"]);
    expect(trendOutcomes(tablesOf([trial("2026-01-05", "rest", 1), trial("s9", "rest", 2)]))).toEqual([]);
    expect(trendSeries([], "beats")).toEqual([]);
  });

  it("marks what was given, each dose once, and looks back no farther than half of its length", () => {
    const interventions = interventionsOf([
      { medication: [{ name: "Baclofen", dose: "10 mg", takenAt: "2026-02-01T08:30" }, { name: "unknown" }], botulinumDate: "2025-12-20" },
      { medication: [{ name: "Baclofen", dose: "10 mg", takenAt: "2026-02-01T08:30" }] },
      undefined,
      { botulinumDate: "2020-01-01" },
    ]);
    expect(interventions).toEqual([{ date: "2020-01-01", medicine: "" }, { date: "2025-12-20", medicine: "" }, { date: "2026-02-01", medicine: "Baclofen 10 mg" }]);
    expect(shownDays(trendSeries(tables, "beats"), interventions)).toEqual([dayNumber("2025-12-20"), dayNumber("2026-03-01")]);
    expect(dayNumber("2026-03-01") - dayNumber("2026-02-01")).toBe(28);
  });
});
