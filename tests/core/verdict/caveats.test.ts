import { describe, expect, it } from "vitest";
import type { TrainResult } from "../../../src/core/result";
import { defaultSettings } from "../../../src/core/settings";
import { judgePersistence } from "../../../src/core/trains/persistence";
import { type CaveatFacts, caveatsOf } from "../../../src/core/verdict/caveats";
import { decide } from "../../../src/core/verdict/rule";
import { evidenceOf } from "./evidence-of";

const nothing: CaveatFacts = { protocol: "stretch-hold", trains: [], attempts: [], reflexes: [], sides: [], distractions: [], marks: [], examination: null };
const says = (facts: Partial<CaveatFacts>): string => caveatsOf({ ...nothing, ...facts }, defaultSettings).slice(caveatsOf(nothing, defaultSettings).length).join(" ");
const train = (change: Partial<TrainResult>): TrainResult => ({ pattern: "rhythmic", conditionalOn: null, burstMilliseconds: 60, ...change }) as TrainResult;

describe("caveats", () => {
  it("of section 7 always stand, and name no disease of a person", () => {
    const always = caveatsOf(nothing, defaultSettings).join(" ");
    for (const words of ["fatigued or loaded", "clonus mechanism", "may be short", "neither label excludes the other", "medical matter"]) expect(always).toContain(words);
    expect(always).not.toMatch(/organic|neurosis|malinger|hyster|diagnos/i);
  });

  it.each([
    [{ trains: [train({})] }, /tapping from clonus/],
    [{ trains: [train({ pattern: "irregular", conditionalOn: "protocol" })] }, /only if the movement was evoked/],
    [{ protocol: "spontaneous" }, /withheld.*serotonin toxicity.*in turn, and surface EMG finds both at once/],
    [{ examination: { generalised: true } }, /generalised: labels are withheld.*in turn, and surface EMG finds both at once/],
    [{ trains: [train({ pattern: "irregular", burstMilliseconds: 250 })] }, /250 ms or longer get no label/],
    [{ examination: { ageYears: 0.9 } }, /Below one year/],
    [{ examination: { medication: [{ name: "baclofen" }] } }, /Baclofen/],
    [{ examination: { botulinumDate: "2026-01-01" } }, /Botulinum/],
    [{ examination: { scales: { scatsClonus: 2 } } }, /none is computed/],
  ] as const)("%j adds what applies", (facts, words) => {
    expect(says(facts)).toMatch(words);
  });

  it("add nothing that does not apply", () => {
    expect(says({ examination: { ageYears: 1, medication: [], fatigue: "" }, trains: [train({ pattern: "irregular", burstMilliseconds: 249 })] })).toBe("");
  });
});

describe("what the examination changes", () => {
  it("turns the beat criterion off in infants, and nothing else", () => {
    const input = { hold: undefined, startSeconds: 0, endSeconds: 3, endReason: "stopped", beats: 16, periodSeconds: 0.18, lastToFirst: 1 } as const;
    expect(judgePersistence(input, defaultSettings)).toMatchObject({ persistence: "sustained", basis: "beats" });
    expect(judgePersistence({ ...input, beatsCount: false }, defaultSettings)).toMatchObject({ persistence: "unknown", basis: "infant" });
    expect(judgePersistence({ ...input, beatsCount: false, lastToFirst: 0.1 }, defaultSettings)).toMatchObject({ persistence: "unsustained", basis: "fading" });
    expect(judgePersistence({ ...input, beatsCount: false, hold: { startSeconds: 0, endSeconds: 3 } }, defaultSettings)).toMatchObject({ persistence: "sustained", basis: "hold" });
  });

  it("withholds the label of a generalised event and keeps its pattern", () => {
    const evidence = evidenceOf(Array.from({ length: 16 }, (_unused, k) => 5 + 0.18 * k + 0.004 * Math.sin(7 * k)));
    expect(decide(evidence, defaultSettings).label).not.toBe("withheld");
    expect(decide({ ...evidence, generalised: true }, defaultSettings)).toMatchObject({ label: "withheld", pattern: decide(evidence, defaultSettings).pattern });
  });
});
