import { describe, expect, it } from "vitest";
import { type HeldTrain, holdSpan } from "../../../src/core/trains/hold-span";

const hold = { startSeconds: 1, endSeconds: 11 };
const train = (startSeconds: number, endSeconds: number, over: Partial<HeldTrain> = {}): HeldTrain => ({ hold, startSeconds, endSeconds, endReason: "stopped", beats: 8, rateHz: 5.5, log10BayesFactor: 2, ...over });

describe("all trains of a hold", () => {
  const first = train(1.1, 5);
  const second = train(6.2, 10.8, { endReason: "released", rateHz: 4.5 });

  it("last from the first response to the last beat when the cycle pauses and goes on", () => {
    expect(holdSpan(first, [first, second])).toEqual({ startSeconds: 1.1, endSeconds: 10.8, endReason: "released", trains: 2 });
    expect(holdSpan(second, [first, second])).toEqual(holdSpan(first, [first, second]));
  });

  it("are not prolonged by blips, by another rate, by an irregular train or by another hold", () => {
    for (const other of [train(9, 9.5, { beats: 2 }), train(9, 10, { rateHz: 9 }), train(9, 10, { log10BayesFactor: -0.5 }), train(12, 13, { hold: { startSeconds: 11.5, endSeconds: 14 } }), train(9, 10, { rateHz: undefined })]) {
      expect(holdSpan(first, [first, other])).toBeUndefined();
    }
  });

  it("say nothing without a hold", () => {
    const free = train(1, 2, { hold: undefined });
    expect(holdSpan(free, [free, train(3, 4, { hold: undefined })])).toBeUndefined();
  });
});
