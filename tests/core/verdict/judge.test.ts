import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import type { TrainEvidence } from "../../../src/core/verdict/evidence";
import { judgeTrain, type Verdict } from "../../../src/core/verdict/judge";
import { caveatsFor, confidenceText, labelText, NEW_CLONUS_NOTE, NOT_A_MEDICAL_DEVICE, NOT_FOR_DIAGNOSIS, patternTitle } from "../../../src/core/verdict/wording";
import { burstTimes } from "../trains/burst-times";
import { evidenceOf } from "./evidence-of";

const judge = (evidence: TrainEvidence): Verdict => judgeTrain(evidence, defaultSettings);
const says = (verdict: Verdict, measure: string): string | undefined => verdict.reasons.find((reason) => reason.measure === measure)?.says;
const regular = Array.from({ length: 14 }, (_, k) => 10 + 0.18 * k + 0.002 * Math.sin(5 * k));
const ragged = [0, 0.31, 0.42, 0.83, 0.98, 1.37, 1.52, 1.95, 2.08, 2.61, 2.74, 3.2].map((time) => time + 4);
const missing = { missing: "for this test" };

describe("rule A–E", () => {
  it("a regular train in a hold: clonus-like when kept up, clonoid-like when not", () => {
    const hold = { startSeconds: 9.9, endSeconds: 12.5 };
    const kept = judge(evidenceOf(regular, { hold }));
    expect(kept).toMatchObject({ pattern: "rhythmic", persistence: "sustained", label: "clonus-like", confidence: "clear", conditionalOn: null });
    const faded = judge(evidenceOf(regular, { hold: { startSeconds: 9.9, endSeconds: 14.7 } }));
    expect(faded).toMatchObject({ pattern: "rhythmic", persistence: "unsustained", label: "clonoid-like" });
    expect(faded.persistenceRatio).toBeCloseTo((12.34 + 0.07 - 10) / 4.8, 1);
  });

  it("a ragged train: pseudoclonus-like", () => {
    expect(judge(evidenceOf(ragged))).toMatchObject({ pattern: "irregular", label: "pseudoclonus-like", confidence: "clear" });
  });

  it.each([
    ["SNR 5.9 dB", regular, { snrDb: 5.9 }, "indeterminate", "snrDb"],
    ["SNR 7.9 dB", ragged, { snrDb: 7.9 }, "indeterminate", "snrDb"],
    ["SNR unknown", regular, { snrDb: missing }, "indeterminate", "snrDb"],
    ["depth 0.87", ragged, { modulationDepth: 0.87 }, "indeterminate", "modulationDepth"],
    ["depth 0.74", ragged, { modulationDepth: 0.74 }, "tonic", "modulationDepth"],
    ["depth 0.74 of a regular train", regular, { modulationDepth: 0.74 }, "tonic", "modulationDepth"],
    ["quiet 0.35", ragged, { quietFraction: 0.35 }, "indeterminate", "quietFraction"],
    ["quiet unknown", ragged, { quietFraction: missing }, "indeterminate", "quietFraction"],
    ["bursts break up", ragged, { scales: { coarseBurstRatio: 0.69, coarserRhythmicShare: 0, rhythmicPart: 0 } }, "indeterminate", "coarseBurstRatio"],
    ["a rhythm on a smoother envelope", ragged, { scales: { coarseBurstRatio: 0.9, coarserRhythmicShare: 0.26, rhythmicPart: 0 } }, "indeterminate", "coarserRhythmicShare"],
    ["irregular only with its weak bursts", ragged, { scales: { coarseBurstRatio: 0.9, coarserRhythmicShare: 0, rhythmicPart: 0, strongBursts: { count: 6, log10BayesFactor: -0.4 } } }, "indeterminate", "strongBursts"],
    ["a slower cycle", ragged, { scales: { coarseBurstRatio: 0.9, coarserRhythmicShare: 0, rhythmicPart: 0, slowCycle: { periodSeconds: 1.03, correlation: 0.66 } } }, "indeterminate", "slowCycle"],
    ["three bursts among blips", ragged, { scales: { coarseBurstRatio: 0.9, coarserRhythmicShare: 0, rhythmicPart: 0, strongBursts: { count: 3, log10BayesFactor: undefined } } }, "indeterminate", "strongBursts"],
    ["a rhythm in a part of its bursts", ragged, { scales: { coarseBurstRatio: 0.9, coarserRhythmicShare: 0, rhythmicPart: 0.5 } }, "indeterminate", "rhythmicPart"],
    ["log BF −0.7 at 75–300 Hz", ragged, { highBand: { count: 11, log10BayesFactor: -0.7 } }, "indeterminate", "highBand"],
    ["nothing at 75–300 Hz", ragged, { highBand: { count: 0, log10BayesFactor: undefined } }, "indeterminate", "highBand"],
    ["a rhythmic paired muscle", ragged, { pairedRhythm: { channel: "R SOL", joint: undefined } }, "indeterminate", "pairedRhythm"],
    ["a train before the first mark", ragged, { beforeFirstMark: true }, "indeterminate", "beforeFirstMark"],
    ["movement artefact", regular, { artefact: { lowToHighPower: 3.1, burstsInHighBand: 0.2 } }, "indeterminate", "movementArtefact"],
    ["movement artefact, high band unknown", regular, { artefact: { lowToHighPower: 30, burstsInHighBand: missing } }, "indeterminate", "movementArtefact"],
    ["four bursts", regular.slice(0, 4), {}, "insufficient", "beats"],
  ] as const)("%s gives %s", (_name, times, change, pattern, measure) => {
    const verdict = judge(evidenceOf(times, change));
    expect(verdict.pattern).toBe(pattern);
    expect(verdict.label).toBe(pattern);
    expect(verdict.confidence).toBe("narrow");
    expect(says(verdict, measure)).toBe("withholds");
    expect(judge(evidenceOf(times.length < 5 ? regular : times)).pattern).not.toBe(pattern);
  });

  it.each([
    ["quiet 0.2 does not matter for a rhythm", { quietFraction: 0.2 }],
    ["depth 0.80 does not matter for a rhythm", { modulationDepth: 0.8 }],
    ["a strong movement with bursts at 75–300 Hz", { artefact: { lowToHighPower: 8, burstsInHighBand: 0.9 } }],
    ["SNR 6 dB", { snrDb: 6 }],
  ] as const)("%s: still rhythmic", (_name, change) => {
    expect(judge(evidenceOf(regular, change)).pattern).toBe("rhythmic");
  });

  it("withholds the label for spontaneous and generalised events and long bursts, and keeps the pattern", () => {
    for (const change of [{ protocol: "spontaneous" }, { generalised: true }, { medianBurstSeconds: 0.25 }] as const) {
      expect(judge(evidenceOf(regular, change))).toMatchObject({ pattern: "rhythmic", label: "withheld", conditionalOn: null });
      expect(judge(evidenceOf(ragged, change))).toMatchObject({ pattern: "irregular", label: "withheld" });
    }
    expect(judge(evidenceOf(regular, { medianBurstSeconds: 0.249 })).label).toBe("clonus-like");
  });

  it("makes a label of an unmarked protocol conditional, and nothing else", () => {
    expect(judge(evidenceOf(regular, { protocol: "unmarked" }))).toMatchObject({ label: "clonus-like", conditionalOn: "protocol" });
    expect(judge(evidenceOf(ragged, { protocol: "unmarked", snrDb: 3 }))).toMatchObject({ label: "indeterminate", conditionalOn: null });
  });

  it("withholds rhythmic for a tempo that glides 7 → 3.5 → 7 Hz, and lets 7 → 4 Hz stay rhythmic", () => {
    const times = (rate: (k: number) => number, count: number): number[] => {
      const all = [1];
      for (let k = 0; k + 1 < count; k++) all.push(all[k]! + (1 / rate(k)) * (1 + 0.02 * Math.sin(7 * k)));
      return all;
    };
    const glide = judge(evidenceOf(times((k) => 3.5 + 3.5 * Math.abs(k / 20 - 1), 41)));
    expect(glide.pattern).toBe("indeterminate");
    expect(says(glide, "tempoExcursionHz")).toBe("withholds");
    for (const count of [8, 12, 30]) expect(judge(evidenceOf(times((k) => 7 - (3 * k) / count, count))).pattern).toBe("rhythmic");
  });

  it("is narrow below 8 beats, below 10 dB and below 2 log units", () => {
    expect(judge(evidenceOf(regular.slice(0, 7))).confidence).toBe("narrow");
    expect(judge(evidenceOf(regular, { snrDb: 9.9 })).confidence).toBe("narrow");
    const evidence = evidenceOf(regular);
    expect(judge({ ...evidence, rhythm: { ...evidence.rhythm, log10BayesFactor: 1.9 } }).confidence).toBe("narrow");
  });

  it("withholds irregular for many missed or false beats unless the factor is strong, and rhythmic not: a cycle has paid for each", () => {
    const holed = (times: readonly number[], log10BayesFactor: number): Verdict => {
      const evidence = evidenceOf(times);
      return judge({ ...evidence, rhythm: { ...evidence.rhythm, log10BayesFactor, path: { ...evidence.rhythm.path, missedBeats: 4 } } });
    };
    expect(holed(ragged, -1.9).pattern).toBe("indeterminate");
    expect(says(holed(ragged, -1.9), "missedOrFalse")).toBe("withholds");
    expect(holed(ragged, -2).pattern).toBe("irregular");
    expect(holed(regular, 1.9).pattern).toBe("rhythmic");
  });

  it("is rhythmic from +0.8 and irregular from −1, both in proportion to the decision limit", () => {
    const at = (times: readonly number[], log10BayesFactor: number, decisionLog10BayesFactor = 1): string => {
      const evidence = evidenceOf(times);
      return judgeTrain({ ...evidence, rhythm: { ...evidence.rhythm, log10BayesFactor } }, { ...defaultSettings, decisionLog10BayesFactor }).pattern;
    };
    expect([0.79, 0.8].map((factor) => at(regular, factor))).toEqual(["indeterminate", "rhythmic"]);
    expect([-0.99, -1].map((factor) => at(ragged, factor))).toEqual(["indeterminate", "irregular"]);
    expect([1.59, 1.6].map((factor) => at(regular, factor, 2))).toEqual(["indeterminate", "rhythmic"]);
    // Seven bursts fit a cycle by chance more often than eight.
    expect([0.99, 1].map((factor) => at(regular.slice(0, 7), factor))).toEqual(["indeterminate", "rhythmic"]);
  });
});

describe("the guarantee: noise, tonic activity and holes never make irregular out of what cannot be judged", () => {
  it("holds for any evidence: irregular needs every one of its gates", () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    const whole = evidenceOf(ragged);
    fc.assert(fc.property(fc.double({ min: -10, max: 10, noNaN: true }), fc.double({ min: -5, max: 30, noNaN: true }), fraction, fraction, fraction, fraction, fraction, fc.double({ min: -5, max: 5, noNaN: true }), (factor, snrDb, modulationDepth, quietFraction, coarseBurstRatio, coarserRhythmicShare, rhythmicPart, betweenExcess) => {
      const evidence = { ...whole, snrDb, modulationDepth, quietFraction, scales: { coarseBurstRatio, coarserRhythmicShare, rhythmicPart } };
      const verdict = judge({ ...evidence, rhythm: { ...evidence.rhythm, log10BayesFactor: factor, betweenExcess } });
      const gates = factor <= -1 && snrDb >= 8 && modulationDepth >= 0.88 && quietFraction >= 0.36 && coarseBurstRatio >= 0.7 && coarserRhythmicShare <= 0.25 && rhythmicPart < 0.5 && betweenExcess <= 1.5;
      expect(verdict.pattern === "irregular").toBe(gates);
      if (verdict.pattern === "indeterminate") expect(verdict.reasons.some((reason) => reason.says === "withholds")).toBe(true);
    }), { numRuns: 300 });
  });

  it("holds for generated clonus and clonoid trains of every length", () => {
    for (let seed = 0; seed < 60; seed++) expect(judge(evidenceOf(burstTimes("clonus", 5 + (seed % 30), 0, 500 + seed))).pattern).not.toBe("irregular");
  });
});

describe("reasons", () => {
  it("come in the order of the panel, with titles, scales and sentences", () => {
    const verdict = judge(evidenceOf(regular, { hold: { startSeconds: 9.9, endSeconds: 14.7 }, firstLatencySeconds: 0.044 }));
    expect(verdict.reasons.slice(0, 10).map(({ title }) => title)).toEqual(["Rhythm (log BF)", "Jitter", "Missed or false", "Depth", "SNR", "Quiet between", "Persistence", "Likeness of the bursts", "Amplitude jitter", "First latency"]);
    for (const reason of verdict.reasons) {
      expect(reason.text).toMatch(/^[A-Z0-9−].*\.$/);
      if (reason.value !== null) expect(Number.isFinite(reason.value)).toBe(true);
      if (reason.scale !== null) expect(reason.scale.min).toBeLessThan(reason.scale.max);
    }
    expect(says(verdict, "firstLatencyMilliseconds")).toBe("for");
    expect(says(verdict, "persistence")).toBe("neutral");
  });

  it("turn with the pattern: what speaks for clonus speaks against pseudoclonus", () => {
    const alike = { amplitude: { amplitudeJitter: 0.2, fadePerBeat: 0, lastToFirst: 1 }, firstLatencySeconds: 0.045 } as const;
    expect(says(judge(evidenceOf(regular, alike)), "amplitudeJitter")).toBe("for");
    expect(says(judge(evidenceOf(ragged, alike)), "amplitudeJitter")).toBe("against");
    expect(says(judge(evidenceOf(ragged, alike)), "firstLatencyMilliseconds")).toBe("against");
    expect(says(judge(evidenceOf(ragged, { firstLatencySeconds: 0.2 })), "firstLatencyMilliseconds")).toBe("for");
  });

  it("say which condition failed and by how much", () => {
    const reason = judge(evidenceOf(ragged, { modulationDepth: 0.83 })).reasons.find(({ measure }) => measure === "modulationDepth")!;
    expect(reason.text).toContain("0.05 below 0.88");
    const snr = judge(evidenceOf(regular, { snrDb: 4.5 })).reasons.find(({ measure }) => measure === "snrDb")!;
    expect(snr.text).toContain("1.5 dB below 6 dB");
  });

  it("flag an unusual frequency and keep the label", () => {
    const fast = judge(evidenceOf(Array.from({ length: 14 }, (_, k) => 3 + 0.1 * k + 0.001 * Math.sin(3 * k))));
    expect(fast.label).toBe("clonus-like");
    expect(fast.reasons.find(({ measure }) => measure === "rateHz")!.text).toMatch(/^Unusual frequency: 10\.0 Hz/);
    expect(judge(evidenceOf(Array.from({ length: 14 }, (_, k) => 3 + 0.1 * k), { site: "jaw" })).reasons.find(({ measure }) => measure === "rateHz")!.text).toContain("within the usual 4–12 Hz");
  });
});

describe("would change", () => {
  it("tells the nearest flip first, with numbers", () => {
    const verdict = judge(evidenceOf(regular, { hold: { startSeconds: 9.9, endSeconds: 13 } }));
    expect(verdict.label).toBe("clonoid-like");
    expect(verdict.wouldChange[0]).toMatch(/^Persistence 0\.7\d → 0\.90 of the hold would read: rhythmic, clonus-like pattern\.$/);
    expect(verdict.wouldChange.some((sentence) => /Log BF of the burst times \+\d/.test(sentence))).toBe(true);
  });

  it("tells the one condition that fails, and all of them together where several do", () => {
    expect(judge(evidenceOf(ragged, { snrDb: 7 })).wouldChange[0]).toBe("SNR 7.0 → 8 dB would read: irregular, pseudoclonus-like pattern.");
    const both = judge(evidenceOf(ragged, { snrDb: 7, quietFraction: 0.3 }));
    expect(both.wouldChange.some((sentence) => sentence.startsWith("Together, SNR 7.0 → 8 dB; Quiet share 0.30 → 0.36"))).toBe(true);
    // Once each, though the SNR has a threshold for either pattern; and the condition has a name.
    const evidence = evidenceOf(regular, { snrDb: 5.1 });
    const between = judge({ ...evidence, rhythm: { ...evidence.rhythm, betweenExcess: 3 } });
    expect(between.wouldChange[0]).toMatch(/^Together, Between-class lead 3\.0 → 1\.5; SNR 5\.1 → 6 dB would read: rhythmic, /);
    expect(between.reasons.find(({ measure }) => measure === "betweenExcess")!.title).toBe("Between the classes");
  });

  it("tells a number and its threshold apart, however near they are", () => {
    const near = judge(evidenceOf(ragged, { quietFraction: 0.3596 }));
    expect(near.reasons.find(({ measure }) => measure === "quietFraction")!.text).toMatch(/^Quiet share 0\.3596 is 0\.0004 below 0\.36: /);
    expect(near.wouldChange[0]).toBe("Quiet share 0.3596 → 0.36 would read: irregular, pseudoclonus-like pattern.");
  });

  it("shows an undecided train only ways out: no tonic contraction, no long bursts, no noise", () => {
    const undecided = evidenceOf(regular, { artefact: { lowToHighPower: 6, burstsInHighBand: 0.2 } });
    const both = judge({ ...undecided, rhythm: { ...undecided.rhythm, log10BayesFactor: 0.5 } });
    expect(both.wouldChange[0]).toMatch(/^Together, Log BF of the burst times \+0\.5 → \+0\.8 .*; Movement power 6\.00 → 3 would read: rhythmic, /);
    expect(both.wouldChange.join(" ")).not.toMatch(/tonic|withheld|insufficient/);
    // The likeness of the bursts counts from an SNR on: less of it would complete a label. True of the rule, and no change worth telling.
    const shape = { count: 12, durationSpread: 0.5, heightSpread: 0.7, activeShare: 0.6 };
    const unlike = { ...evidenceOf(regular, { snrDb: 20 }), shape: { all: shape, strong: shape } };
    const doubtful = judge({ ...unlike, rhythm: { ...unlike.rhythm, log10BayesFactor: 1.2 } });
    expect(doubtful.label).toBe("indeterminate");
    expect(doubtful.flips.get("snrDb")).toBeUndefined();
    expect(doubtful.wouldChange.join(" ")).not.toContain("SNR");
  });

  it("gives the nearest flip of a measure as numbers too, and none that is no measure", () => {
    const flip = judge(evidenceOf(ragged, { snrDb: 7 })).nearestFlip!;
    expect(flip).toMatchObject({ label: "pseudoclonus-like", text: "SNR 7.0 → 8 dB" });
    expect(flip.distance).toBeCloseTo(1 / 30, 9);
    expect(judge(evidenceOf(ragged, { snrDb: 7, quietFraction: 0.3 })).nearestFlip?.label).not.toBe("pseudoclonus-like");
    expect(judge(evidenceOf(regular, { protocol: "spontaneous" })).nearestFlip?.measure).not.toBe("protocol");
  });

  it("says what is lacking in a short train and what the protocol withholds", () => {
    expect(judge(evidenceOf(regular.slice(0, 4))).wouldChange[0]).toMatch(/^1 more burst/);
    expect(judge(evidenceOf(regular, { protocol: "spontaneous" })).wouldChange[0]).toMatch(/evoked by a stretch or tap would read: rhythmic, clonus-like/);
  });
});

describe("wording", () => {
  const words = (["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"] as const)
    .flatMap((label) => [labelText(label), ...caveatsFor(label)]).concat(confidenceText("clear", "protocol"), patternTitle("rhythmic", "unsustained"), NOT_A_MEDICAL_DEVICE, NEW_CLONUS_NOTE);

  it("never names a disease, a motive or a probability", () => {
    const shown = [...words, ...[regular, ragged].flatMap((times) => judge(evidenceOf(times)).reasons.map(({ text }) => text))].join(" ");
    expect(shown).not.toMatch(/organic|neuro(sis|tic)|malinger|hysteri|psychogenic|diagnos|probability of/i);
  });

  it("says that it is no medical device and that rhythm also occurs in health", () => {
    expect(NOT_A_MEDICAL_DEVICE).toBe("For research and teaching. Not a medical device.");
    expect(NOT_FOR_DIAGNOSIS).toBe(`${NOT_A_MEDICAL_DEVICE} Not for diagnosis or treatment decisions.`);
    expect(caveatsFor("clonus-like").join(" ")).toMatch(/healthy, loaded or tired limbs/);
    expect(caveatsFor("clonus-like").join(" ")).toMatch(/voluntary tapping/);
    expect(patternTitle("rhythmic", "unsustained")).toBe("Rhythmic, fading");
  });
});
