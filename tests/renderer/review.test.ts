import { describe, expect, it } from "vitest";
import { distanceToDoubt, isDecided, nextOrder, orderedTrains } from "../../src/renderer/layout/train-order";
import { shortWord } from "../../src/renderer/layout/pattern-words";
import { isHidden, maskedResult } from "../../src/renderer/state/review/study-mask";
import { resultDocument, train, channel } from "../figure/example-content";

const clear = train("a", 0, "SOL", "clonus-like", [1, 1.2, 1.4, 1.6, 1.8], { log10BayesFactor: 4 });
const doubtful = train("b", 0, "SOL", "indeterminate", [5, 5.2, 5.5, 5.6, 5.9], { log10BayesFactor: -0.8 });
const few = train("c", 0, "SOL", "insufficient", [0.1, 0.3], { log10BayesFactor: 0.9 });

describe("the order of the review", () => {
  it("puts what could as well be another label first, and trains of too few beats last", () => {
    expect(distanceToDoubt(clear)).toBeCloseTo(0.3, 9);
    expect(distanceToDoubt(doubtful)).toBeCloseTo(0.02, 9);
    // A clear rhythm of which another gate is about to say no.
    expect(distanceToDoubt({ ...clear, nearestFlip: { measure: "snrDb", distance: 0.01, label: "indeterminate", text: "SNR 6.3 → 6 dB" } })).toBe(0.01);
    expect(orderedTrains([clear, few, doubtful], "ambiguity").map(({ id }) => id)).toEqual(["b", "a", "c"]);
    // Where detectors differ is where a person should look; those that none was asked about come last.
    const contested = { score: 0.4, notFoundShare: 0, mergedShare: 0, besideShare: 0, onsetMilliseconds: null, offsetMilliseconds: null, assessedSeconds: 1, detectors: [] };
    expect(orderedTrains([few, { ...doubtful, disagreement: { ...contested, score: 0.1 } }, { ...clear, disagreement: contested }], "disagreement").map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect((["time", "ambiguity", "disagreement"] as const).map(nextOrder)).toEqual(["ambiguity", "disagreement", "time"]);
    expect(orderedTrains([clear, few, doubtful], "time").map(({ id }) => id)).toEqual(["c", "a", "b"]);
  });

  it("takes a train for decided unless it has but a note", () => {
    const review = { label: null, note: null, who: "", at: "2026-11-27T20:00:00+00:00" };
    expect(isDecided(clear)).toBe(false);
    expect(isDecided({ ...clear, review: { ...review, decision: "noted" } })).toBe(false);
    expect(isDecided({ ...clear, review: { ...review, decision: "rejected" } })).toBe(true);
  });
});

describe("study mode", () => {
  it("leaves the bursts and hides label, rhythm and whatever is made from them", () => {
    const whole = resultDocument([clear, doubtful], [channel(0, "SOL")]);
    const shown = maskedResult(whole);
    const text = JSON.stringify(shown.trains);
    for (const word of ["clonus-like", "indeterminate", "rhythmic"]) expect(text).not.toContain(`"${word}"`);
    for (const one of shown.trains) {
      expect(isHidden(one)).toBe(true);
      expect(shortWord(one)).toBe("hidden");
      expect([one.rateHz, one.jitter, one.log10BayesFactor, one.rhythm]).toEqual([null, null, null, null]);
      expect(one.reasons).toEqual([]);
    }
    expect(shown.trains.map(({ bursts }) => bursts.map(({ timeSeconds }) => timeSeconds))).toEqual(whole.trains.map(({ bursts }) => bursts.map(({ timeSeconds }) => timeSeconds)));
    expect(shown.attempts).toEqual([]);
  });
});
