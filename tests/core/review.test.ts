import { describe, expect, it } from "vitest";
import type { TrainDecision } from "../../src/core/result";
import { isAbout, orphanedDecisions, reviewOf, spanOfTrain } from "../../src/core/review";

const span = { channelIndex: 2, startSample: 1000, endSample: 2000 };
const decision = (over: Partial<TrainDecision> = {}): TrainDecision => ({ ...span, decision: "accepted", who: "AB", at: "2026-11-27T20:00:00+00:00", ...over });

describe("decisions of a person", () => {
  it("belong to the train of their channel that shares half of the longer span", () => {
    expect(isAbout(decision(), span)).toBe(true);
    expect(isAbout(decision({ channelIndex: 1 }), span)).toBe(false);
    // A nudged edge keeps its decision; half of a split train and a merged one are new.
    expect(isAbout(decision(), { ...span, startSample: 980 })).toBe(true);
    expect(isAbout(decision(), { ...span, endSample: 1500 })).toBe(true);
    expect(isAbout(decision(), { ...span, endSample: 1499 })).toBe(false);
    expect(isAbout(decision(), { ...span, endSample: 3001 })).toBe(false);
    expect(isAbout(decision(), { ...span, startSample: 2000, endSample: 2100 })).toBe(false);
  });

  it("stand as the last one left them, with who and when", () => {
    const decisions = [decision(), decision({ decision: "relabelled", label: "tonic", note: "long bursts", who: "CD" })];
    expect(reviewOf(span, decisions)).toEqual({ decision: "relabelled", label: "tonic", note: "long bursts", who: "CD", at: "2026-11-27T20:00:00+00:00" });
    expect(reviewOf({ ...span, channelIndex: 0 }, decisions)).toBeNull();
  });

  it("are found where no train answers to them any more", () => {
    const burst = (onsetSample: number, offsetSample: number) => ({ onsetSeconds: 0, offsetSeconds: 0, timeSeconds: 0, amplitudeMicrovolts: null, netAmplitudeMicrovolts: null, edited: false, onsetSample, offsetSample, thoughtFalse: false });
    const train = { channelIndex: 2, bursts: [burst(1000, 1050), burst(1950, 2000)] };
    expect(spanOfTrain(train)).toEqual(span);
    expect(orphanedDecisions([decision(), decision({ startSample: 5000, endSample: 6000 })], [train])).toEqual([decision({ startSample: 5000, endSample: 6000 })]);
  });
});
