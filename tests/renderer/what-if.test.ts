import { describe, expect, it } from "vitest";
import { settingDefinitions } from "../../src/core/settings";
import { counterpart, whatIfRows, whatIfSliders } from "../../src/renderer/layout/what-if";
import { flipOf } from "../../src/renderer/state/what-if";
import { train } from "../figure/example-content";

const flip = (distance: number): { measure: string; distance: number; label: "indeterminate"; text: string } => ({ measure: "snrDb", distance, label: "indeterminate", text: "" });
const near = train("a", 0, "SOL", "clonus-like", [1, 1.2, 1.4], { nearestFlip: flip(0.1), snrDb: 7 });
const far = train("b", 0, "SOL", "clonus-like", [5, 5.2, 5.4], { nearestFlip: flip(0.6), snrDb: 20 });
const never = train("c", 1, "TA", "tonic", [1, 1.2, 1.4]);

describe("what if", () => {
  it("lists what flips first, then what is nearest to a flip", () => {
    expect(whatIfRows([never, far, near], undefined).map(({ before }) => before.id)).toEqual(["a", "b", "c"]);
    const rows = whatIfRows([never, far, near], [{ ...far, id: "x", label: "indeterminate" }, near, never]);
    expect(rows.map(({ before, flips }) => [before.id, flips])).toEqual([["b", true], ["a", false], ["c", false]]);
    expect(rows[0]!.after!.id).toBe("x");
  });

  it("finds a train again by channel and time, whatever its number", () => {
    expect(counterpart(near, [{ ...never, id: "a" }, { ...near, id: "z" }])!.id).toBe("z");
    expect(counterpart(near, [far])).toBeUndefined();
    expect(flipOf(near, [far])).toEqual({ after: undefined });
    expect(flipOf(near, [near])).toBeUndefined();
    expect(flipOf(near, undefined)).toBeUndefined();
  });

  it("reads a train on the scale of its setting", () => {
    const reading = (setting: string): number | undefined => whatIfSliders.find((slider) => slider.setting === setting)!.reading({ ...near, log10BayesFactor: -1.5, burstShape: null });
    expect(reading("rhythmicSnrDb")).toBe(7);
    expect(reading("decisionLog10BayesFactor")).toBe(1.5);
    for (const { setting } of whatIfSliders) expect(["rhythm", "gate", "persistence", "evidence"]).toContain(settingDefinitions[setting].group);
  });
});
