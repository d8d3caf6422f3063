import { describe, expect, it } from "vitest";
import { pairedRhythm } from "../../../../src/core/analysis/evidence/paired-rhythm";
import type { OwnEvidence } from "../../../../src/core/analysis/evidence/train-evidence";
import type { AnalysisContext, AnalysisResult } from "../../../../src/core/result";
import { defaultSettings } from "../../../../src/core/settings";
import type { PairedRhythm, TrainEvidence } from "../../../../src/core/verdict/evidence";
import { judgeTrain } from "../../../../src/core/verdict/judge";
import { burstTimes } from "../../trains/burst-times";
import { evidenceOf } from "../../verdict/evidence-of";
import { analyseChannels, plainContext, simulatedAgonist, type TestChannel } from "../support";

const cycle = Array.from({ length: 12 }, (_, k) => 10 + 0.18 * k);
const ragged = burstTimes("pseudoclonus", 12, 0, 4711);
const other = (times: readonly number[], channel = "R TA"): { readonly channel: string; readonly evidence: OwnEvidence } => ({ channel, evidence: evidenceOf(times) });
const found = (times: readonly number[], ...others: ReturnType<typeof other>[]): PairedRhythm | undefined => pairedRhythm(evidenceOf(times), others, defaultSettings)?.paired;

/** Evidence whose burst times only lean by this much. */
function leaning(log10BayesFactor: number, joint: PairedRhythm["joint"], change: Partial<TrainEvidence> = {}): TrainEvidence {
  const plain = evidenceOf(cycle.slice(0, 6));
  return { ...plain, rhythm: { ...plain.rhythm, log10BayesFactor, betweenExcess: 0 }, pairedRhythm: { channel: "R TA", joint }, ...change };
}

const patternOf = (evidence: TrainEvidence): string => judgeTrain(evidence, defaultSettings).pattern;

describe("the other muscle of a pair", () => {
  it("counts where it is rhythmic over at least half of the train, and only then", () => {
    expect(found(cycle, other(cycle.map((time) => time + 0.09)))?.channel).toBe("R TA");
    expect(found(cycle, other(cycle.map((time) => time + 1.5)))).toBeUndefined();
    expect(found(cycle, other(ragged.map((time) => time - ragged[0]! + 10)))).toBeUndefined();
    expect(found(cycle)).toBeUndefined();
  });

  it("multiplies the likelihoods at one jitter: two cycles say more than one, a ragged train beside a cycle does not become one", () => {
    const own = evidenceOf(cycle).rhythm.log10BayesFactor;
    expect(found(cycle, other(cycle))!.joint!.log10BayesFactor).toBeGreaterThan(own);
    const start = ragged[0]!;
    expect(found(ragged.map((time) => time - start + 10), other(cycle))!.joint!.log10BayesFactor).toBeLessThan(own);
  });

  it("completes a train that leans to a cycle, never one that does not, and never through cross-talk", () => {
    const joint = { log10BayesFactor: 1.2, betweenExcess: 0 };
    expect(patternOf(leaning(0.6, joint))).toBe("rhythmic");
    expect(judgeTrain(leaning(0.6, joint), defaultSettings).confidence).toBe("narrow");
    expect(judgeTrain(leaning(0.6, joint), defaultSettings).reasons.find(({ measure }) => measure === "pairedRhythm")?.says).toBe("for");
    expect(patternOf(leaning(0.4, joint))).toBe("indeterminate");
    expect(patternOf(leaning(0.6, { ...joint, log10BayesFactor: 0.9 }))).toBe("indeterminate");
    expect(patternOf(leaning(0.6, { ...joint, betweenExcess: 2 }))).toBe("indeterminate");
    expect(patternOf(leaning(0.6, undefined))).toBe("indeterminate");
    expect(patternOf(leaning(0.6, joint, { snrDb: 5.9 }))).toBe("indeterminate");
    // However ragged the pair is taken to be: nothing becomes irregular by it.
    expect(patternOf(leaning(-0.6, { log10BayesFactor: -9, betweenExcess: 0 }))).toBe("indeterminate");
  });
});

describe("a clonus in one muscle, irregular bursts in the other", () => {
  const soleus = simulatedAgonist({ class: "clonus", seed: 41, snrDb: 18, beats: 16, antagonist: "none" });
  const tibialis = simulatedAgonist({ class: "pseudoclonus", seed: 47, snrDb: 18, beats: 12, antagonist: "none" });
  const length = Math.max(soleus.samples.length, tibialis.samples.length);
  const channel = (label: string, { samplingHz, samples }: TestChannel): TestChannel => {
    const whole = Float64Array.from({ length }, (_, k) => samples[k % samples.length]!);
    return { label, samplingHz, samples: whole };
  };
  const channels = [channel("R SOL", soleus), channel("R TA", tibialis)];
  const paired: AnalysisContext = { ...plainContext, pairs: [{ agonist: 0, antagonist: 1 }] };
  const patterns = (result: AnalysisResult, index: number): string[] => result.trains.filter(({ channelIndex, bursts }) => channelIndex === index && bursts.length >= 8).map(({ pattern }) => pattern);

  it("the clonus stays rhythmic; the other muscle is irregular only where nobody paired them", async () => {
    const alone = await analyseChannels(channels);
    const together = await analyseChannels(channels, paired);
    expect(patterns(alone, 0)).toContain("rhythmic");
    expect(patterns(alone, 1)).toContain("irregular");
    expect(patterns(together, 0)).toEqual(patterns(alone, 0));
    expect(patterns(together, 1)).not.toContain("irregular");
    expect(together.trains.some(({ channelIndex, reasons }) => channelIndex === 1 && reasons.some(({ measure, says, text }) => measure === "pairedRhythm" && says === "withholds" && text.includes("R SOL")))).toBe(true);
  });
});
