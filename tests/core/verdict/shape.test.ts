import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import type { TrainEvidence } from "../../../src/core/verdict/evidence";
import { judgeTrain } from "../../../src/core/verdict/judge";
import { moreBeats } from "../../../src/core/verdict/more-beats";
import { combinedFactor, shapeSupport } from "../../../src/core/verdict/shape-evidence";
import { evidenceOf } from "./evidence-of";

const times = Array.from({ length: 8 }, (_, k) => 2 + 0.18 * k);
const missing = { missing: "Not there." };

/** A train with this log BF and these spreads of its strong bursts; everything else far from its threshold. */
function shaped(log10BayesFactor: number, durationSpread: number, heightSpread: number, change: Partial<TrainEvidence> = {}, activeShare = 0.6): TrainEvidence {
  const one = { count: 8, durationSpread, heightSpread, activeShare };
  const plain = evidenceOf(times, change);
  return { ...plain, shape: { all: one, strong: one }, rhythm: { ...plain.rhythm, log10BayesFactor, betweenExcess: -1 } };
}

const patternOf = (evidence: TrainEvidence): string => judgeTrain(evidence, defaultSettings).pattern;
const withholding = (evidence: TrainEvidence): string[] => judgeTrain(evidence, defaultSettings).reasons.filter(({ says }) => says === "withholds").map(({ measure }) => measure);

describe("the likeness of the bursts", () => {
  it("is the log10 ratio of two log-normal densities, limited: values of SciPy's norm.logpdf of ln spread", () => {
    // (norm.logpdf(ln x, ln m0, s0) − norm.logpdf(ln x, ln m1, s1)) / ln 10; SciPy 1.x.
    expect(shapeSupport(shaped(0, 0.18, 0.4), defaultSettings)!.duration).toBeCloseTo(-0.1212244853088224, 10);
    expect(shapeSupport(shaped(0, 0.2, 0.4), defaultSettings)!.duration).toBeCloseTo(-0.2510043075840181, 10);
    expect(shapeSupport(shaped(0, 0.2, 0.45), defaultSettings)!.height).toBeCloseTo(-0.18635682477695495, 10);
    expect(shapeSupport(shaped(0, 0.06, 0.2), defaultSettings)).toMatchObject({ duration: 0.6, height: 0.4, weight: 1, log10: 1 });
    expect(shapeSupport(shaped(0, 0.3, 0.6), defaultSettings)!.log10).toBeCloseTo(-1, 10);
  });

  it("counts in proportion between 8 and 12 dB, and not at all on a sparse carrier, without SNR or without shapes", () => {
    expect([6, 8, 9, 10, 12, 20].map((snrDb) => shapeSupport(shaped(0, 0.06, 0.2, { snrDb }), defaultSettings)!.log10)).toEqual([0, 0, 0.25, 0.5, 1, 1]);
    expect(shapeSupport(shaped(0, 0.06, 0.2, { snrDb: missing }), defaultSettings)!.log10).toBe(0);
    expect(shapeSupport(shaped(0, 0.06, 0.9, {}, 0.3), defaultSettings)).toMatchObject({ sparse: true, log10: 0 });
    expect(combinedFactor({ ...shaped(0.7, 0.06, 0.2), shape: missing }, defaultSettings)).toBe(0.7);
  });

  it("completes what the burst times say, on their side and from 0.3 on only", () => {
    expect(patternOf(shaped(0.4, 0.06, 0.2))).toBe("rhythmic");
    expect(patternOf(shaped(0.2, 0.06, 0.2))).toBe("indeterminate");
    expect(patternOf(shaped(-0.4, 0.3, 0.6))).toBe("irregular");
    expect(patternOf(shaped(-0.2, 0.3, 0.6))).toBe("indeterminate");
    expect(withholding(shaped(-0.2, 0.3, 0.6))).toEqual(["log10BayesFactor"]);
    // However alike or unlike: what the times do not lean to is never said.
    expect(patternOf(shaped(-0.5, 0.02, 0.05))).toBe("indeterminate");
    expect(patternOf(shaped(0.5, 0.5, 1))).toBe("indeterminate");
  });

  it("does not complete irregular in a train of at most seven bursts: five beats of a clonus may be unlike by chance", () => {
    expect(patternOf(shaped(-0.8, 0.3, 0.6, { burstCount: 7 }))).toBe("indeterminate");
    expect(patternOf(shaped(-0.8, 0.3, 0.6, { burstCount: 8 }))).toBe("irregular");
    expect(patternOf(shaped(-1, 0.3, 0.6, { burstCount: 7 }))).toBe("irregular");
    expect(patternOf(shaped(0.8, 0.06, 0.2, { burstCount: 7 }))).toBe("rhythmic");
    expect(judgeTrain(shaped(-0.8, 0.3, 0.6, { burstCount: 7 }), defaultSettings).reasons.find(({ measure, says }) => measure === "log10BayesFactor" && says === "withholds")!.text).toContain("the burst times alone must reach −1.0");
  });

  it("withholds what the burst times alone would have said narrowly, and not what they say strongly", () => {
    expect(patternOf(shaped(1.5, 0.3, 0.6))).toBe("indeterminate");
    expect(patternOf(shaped(3.1, 0.3, 0.6))).toBe("rhythmic");
    expect(patternOf(shaped(-1.5, 0.06, 0.2))).toBe("indeterminate");
    expect(patternOf(shaped(-2.5, 0.06, 0.2))).toBe("irregular");
  });

  it("with weights of zero leaves the burst times alone to decide, as rule v3 did", () => {
    const alone = { ...defaultSettings, shapeDurationLimit: 0, shapeHeightLimit: 0 };
    for (const factor of [-1.5, -0.9, 0.7, 0.9, 1.5]) expect(judgeTrain(shaped(factor, 0.3, 0.6), alone).pattern).toBe(Math.abs(factor) < (factor > 0 ? 0.8 : 1) ? "indeterminate" : factor > 0 ? "rhythmic" : "irregular");
  });

  it("is a line of the evidence with its value and what it is made of", () => {
    const line = judgeTrain(shaped(0.6, 0.06, 0.2), defaultSettings).reasons.find(({ measure }) => measure === "burstShape")!;
    expect(line).toMatchObject({ value: 1, says: "for", threshold: 0 });
    expect(line.text).toContain("With the burst times +1.6");
    expect(judgeTrain(shaped(1.9, 0.3, 0.5), defaultSettings).reasons.find(({ measure }) => measure === "burstShape")!.says).not.toBe("for");
  });
});

describe("carriers that hide beats", () => {
  it("withholds irregular where the bursts are few potentials of very unlike height, and says so", () => {
    expect(withholding(shaped(-4, 0.2, 0.9, {}, 0.35))).toContain("sparseCarrier");
    expect(patternOf(shaped(-4, 0.2, 0.4, {}, 0.35))).toBe("irregular");
    expect(patternOf(shaped(-4, 0.2, 0.9, {}, 0.45))).toBe("irregular");
    const { text } = judgeTrain(shaped(-4, 0.2, 0.9, {}, 0.35), defaultSettings).reasons.find(({ measure }) => measure === "sparseCarrier")!;
    expect(text).toContain("Few motor units");
  });

  it("withholds rhythmic where the bursts are single potentials of a unit that fires regularly", () => {
    expect(withholding(shaped(4, 0.06, 0.2, {}, 0.3))).toEqual(["loneUnit"]);
    expect(patternOf(shaped(4, 0.06, 0.2, {}, 0.34))).toBe("rhythmic");
    // And one that fires irregularly: 12 s of a weak recorded contraction held 38 potentials and no burst.
    expect(withholding(shaped(-4, 0.06, 0.2, {}, 0.3))).toEqual(["loneUnit"]);
  });

  it("asks the whole limit of four strong bursts, and half of it of five", () => {
    const scales = (count: number, log10BayesFactor: number): Partial<TrainEvidence> => ({ scales: { coarseBurstRatio: 0.9, coarserRhythmicShare: 0, rhythmicPart: 0, strongBursts: { count, log10BayesFactor } } });
    expect(patternOf(shaped(-2, 0.25, 0.4, scales(4, -0.9)))).toBe("indeterminate");
    expect(patternOf(shaped(-2, 0.25, 0.4, scales(4, -1)))).toBe("irregular");
    expect(patternOf(shaped(-2, 0.25, 0.4, scales(5, -0.5)))).toBe("irregular");
  });
});

describe("more beats", () => {
  it("extrapolates the evidence of a beat: eight beats at 0.6 have six that speak, 0.1 each, and lack 0.2 of rhythmic and 0.4 of irregular", () => {
    expect(moreBeats({ ...shaped(0.6, 0.2, 0.4), shape: missing }, defaultSettings)).toMatchObject({ beats: 2, reaches: 0.8 });
    expect(moreBeats({ ...shaped(-0.6, 0.2, 0.4), shape: missing }, defaultSettings)).toMatchObject({ beats: 4, reaches: -1 });
    // Like bursts add 0.25 at 9 dB: 0.15 are lacking, three beats of 0.067.
    expect(moreBeats(shaped(0.4, 0.06, 0.2, { snrDb: 9 }), defaultSettings)!.beats).toBe(3);
  });

  it("promises nothing far away, decided or leaning nowhere", () => {
    for (const factor of [0, 0.1, 1.2]) expect(moreBeats({ ...shaped(factor, 0.2, 0.4), shape: missing }, defaultSettings)).toBeUndefined();
  });

  it("is told among what would change the label", () => {
    const told = judgeTrain({ ...shaped(0.6, 0.2, 0.4), shape: missing }, defaultSettings).wouldChange;
    expect(told.some((sentence) => /^About 2 more beats of the same kind, each adding 0\.10 log units, would read: rhythmic/.test(sentence))).toBe(true);
  });
});
