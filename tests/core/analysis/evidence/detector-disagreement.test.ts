import { describe, expect, it } from "vitest";
import { analyseChannels, plainContext, simulatedAgonist } from "../support";

const clear = simulatedAgonist({ class: "clonus", beats: 16, snrDb: 20, seed: 3, samplingHz: 2000 });
const weak = simulatedAgonist({ class: "clonus", beats: 16, snrDb: 5, seed: 3, samplingHz: 2000 });

describe("what other detectors say of a train", () => {
  it("is little in clear clonus: all find the beats, edges within 15 ms, and the ends are where the truth is", async () => {
    const train = (await analyseChannels([clear])).trains[0]!;
    const { disagreement, boundaryAudit } = train;
    expect(disagreement!.detectors.length).toBe(8);
    expect(disagreement!.score).toBeLessThan(0.1);
    expect(disagreement!.onsetMilliseconds!).toBeLessThan(15);
    expect(disagreement!.offsetMilliseconds!).toBeLessThan(15);
    expect(disagreement!.assessedSeconds).toBeCloseTo(train.endSeconds - train.startSeconds, 3);
    expect(Math.abs(boundaryAudit!.startSeconds! - clear.truth.bursts[0]!.onsetSeconds)).toBeLessThan(0.03);
    expect(Math.abs(boundaryAudit!.endSeconds! - clear.truth.bursts.at(-1)!.offsetSeconds)).toBeLessThan(0.03);
    expect(boundaryAudit!.startDifferenceMilliseconds!).toBeCloseTo(1000 * (boundaryAudit!.startSeconds! - train.startSeconds), 6);
  });

  it("is more in a weak one, and the strip shows where", async () => {
    const result = await analyseChannels([weak]);
    const train = result.trains.find(({ disagreement }) => disagreement !== null)!;
    expect(train.disagreement!.score).toBeGreaterThan(0.15);
    const { disagreementSpans: spans } = result.channels[0]!;
    expect(spans.length).toBeGreaterThan(0);
    for (let k = 0; k < spans.length; k++) {
      expect([0.25, 0.5, 0.75, 1]).toContain(spans[k]!.level);
      expect(spans[k]!.endSeconds).toBeGreaterThan(spans[k]!.startSeconds);
      if (k > 0) expect(spans[k]!.startSeconds).toBeGreaterThanOrEqual(spans[k - 1]!.endSeconds - 1e-9);
    }
  });

  it("is not asked of a train of too few bursts", async () => {
    const few = simulatedAgonist({ class: "clonus", beats: 3, snrDb: 20, seed: 5, samplingHz: 1000 });
    const train = (await analyseChannels([few], plainContext)).trains[0]!;
    expect(train.disagreement).toBeNull();
    expect(train.missing["disagreement"]).toContain("too few");
    expect(train.missing["boundaryAudit"]).toContain("too few");
  });
});
