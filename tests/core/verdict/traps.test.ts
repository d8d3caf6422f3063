import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import { judgeTrain } from "../../../src/core/verdict/judge";
import { evidenceOf } from "./evidence-of";
import { burstTimes } from "../trains/burst-times";

const regular = Array.from({ length: 14 }, (_, k) => 10 + 0.18 * k + 0.004 * Math.sin(3 * k));
const ragged = burstTimes("pseudoclonus", 14, 0, 4711);
const judge = (...args: Parameters<typeof evidenceOf>): ReturnType<typeof judgeTrain> => judgeTrain(evidenceOf(...args), defaultSettings);

/**
 * Traps of science.md 9 that the rule itself answers. Elsewhere: 9.2 short and spread clonus, 9.8 cross-talk (analysis/traps; trains/train-measures,
 * analysis/paired-rhythm), 9.1 drift and 9.7 movement artefact on signals (analysis/simulated), 9.5 envelope tails (bursts/edges, bursts/detector-truth), 9.6 latency
 * (reflex/first-latency), 9.11 gait (analysis/recorded, trains/slow-cycle, analysis/cycle-elsewhere), 9.12 rest (bursts/detector-truth), 9.13 infants and
 * 9.14 medication (verdict/caveats). The tests of science.md 6.3 stand in analysis/simulated and, for recorded carriers, analysis/recorded-carrier.
 */
describe("traps of science.md 9", () => {
  it("9.1 drift is not irregularity: 2 Hz of slowing at both ends stays rhythmic", () => {
    const times = [10];
    for (let k = 0; k < 11; k++) times.push(times[k]! + (1 / 5.5) * Math.exp(0.35 * Math.exp(-k / 1.5) + 0.35 * Math.exp(-(10 - k) / 2.5)));
    expect(1 / (times[1]! - times[0]!)).toBeLessThan(4);
    expect(judge(times).pattern).toBe("rhythmic");
  });

  it("9.2 fading is not falsity: a fading regular train is clonoid-like, never pseudoclonus-like", () => {
    const verdict = judge(regular, { amplitude: { ...(evidenceOf(regular).amplitude as object), lastToFirst: 0.1, fadePerBeat: -0.2 } as never });
    expect(verdict.label).toBe("clonoid-like");
  });

  it("9.3 regular is not organic: the evidence of a rhythmic train never says so", () => {
    const verdict = judge(regular);
    expect(verdict.pattern).toBe("rhythmic");
    for (const { text } of verdict.reasons) expect(text).not.toMatch(/organic|neurosis|malinger/i);
  });

  it("9.4 low SNR and tonic contraction look irregular and are not called so", () => {
    expect(judge(ragged).pattern).toBe("irregular");
    expect(judge(ragged, { snrDb: 7.9 }).pattern).toBe("indeterminate");
    expect(judge(ragged, { modulationDepth: 0.7 }).pattern).toBe("tonic");
    expect(judge(ragged, { quietFraction: 0.2 }).pattern).toBe("indeterminate");
  });

  it("9.9 generalised and spontaneous events get no label, whatever their rhythm", () => {
    for (const times of [regular, ragged]) {
      expect(judge(times, { protocol: "spontaneous" }).label).toBe("withheld");
      expect(judge(times, { generalised: true }).label).toBe("withheld");
    }
  });

  it("9.10 the site sets no gate: a rate outside the usual range keeps its label", () => {
    const slow = Array.from({ length: 10 }, (_, k) => 10 + 0.45 * k);
    for (const site of ["ankle", "jaw", undefined]) expect(judge(slow, { site }).pattern).toBe("rhythmic");
  });
});
