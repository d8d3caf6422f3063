import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/simulate/random";
import type { TrainParameters } from "../../../src/core/simulate/spec";
import { drawTrainParameters } from "../../../src/core/simulate/train-parameters";
import { planTrain } from "../../../src/core/simulate/train-plan";
import { mean, standardDeviation } from "./spectrum";

const plain: TrainParameters = {
  ...drawTrainParameters("clonus", {}, new Random(1)),
  baseHz: 5, jitter: 0, onsetDrift: 0, endDrift: 0, linearDrift: 0, amplitudeSlope: 0, amplitudeJitter: 0, burstSeconds: 0.05, burstCv: 0, missedShare: 0,
};

describe("phenomenological train", () => {
  it("without jitter and drift is a clock", () => {
    const plan = planTrain(plain, { beats: 12 }, "none", new Random(1));
    expect(plan.bursts).toHaveLength(12);
    for (const interval of plan.intervalsSeconds) expect(interval).toBeCloseTo(0.2, 12);
    expect(plan.antagonist).toEqual([]);
  });

  it("has the asked jitter: ln-intervals scatter with SD c about the drift", () => {
    const plan = planTrain({ ...plain, jitter: 0.06, onsetDrift: 0.3, linearDrift: 0.4 }, { beats: 4000 }, "none", new Random(2));
    const deviations = plan.intervalsSeconds.map((interval, k) => Math.log(interval / plan.smoothIntervalsSeconds[k]!));
    expect(standardDeviation(deviations)).toBeCloseTo(0.06, 2);
    expect(Math.abs(mean(deviations))).toBeLessThan(0.004);
    const successive = deviations.slice(1).map((value, k) => value * deviations[k]!);
    expect(Math.abs(mean(successive)) / 0.06 ** 2).toBeLessThan(0.07);
  });

  it("drifts as ln I = −ln f0 + a0·e^(−k/κ0) + a1·e^(−(n−1−k)/κ1) + d·k/n", () => {
    const n = 20;
    const plan = planTrain({ ...plain, onsetDrift: 0.35, onsetDecayBeats: 1.5, endDrift: 0.2, endDecayBeats: 3, linearDrift: -0.1 }, { beats: n }, "none", new Random(3));
    plan.intervalsSeconds.forEach((interval, k) => {
      expect(Math.log(interval)).toBeCloseTo(-Math.log(5) + 0.35 * Math.exp(-k / 1.5) + 0.2 * Math.exp(-(n - 1 - k) / 3) - (0.1 * k) / n, 10);
    });
  });

  it("fades and scatters in amplitude as asked", () => {
    const plan = planTrain({ ...plain, amplitudeSlope: -1.2, amplitudeJitter: 0.15 }, { beats: 3000 }, "none", new Random(4));
    const logs = plan.bursts.map((burst, k) => Math.log(burst.amplitude) + (1.2 * k) / 3000);
    expect(Math.abs(mean(logs))).toBeLessThan(0.01);
    expect(standardDeviation(logs)).toBeCloseTo(0.15, 2);
  });

  it("keeps pseudoclonus bursts apart: no interval below 80 ms, no burst into the next", () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const random = new Random(seed);
      const plan = planTrain(drawTrainParameters("pseudoclonus", {}, random), { beats: 12 }, "random", random);
      for (const interval of plan.intervalsSeconds) {
        expect(interval).toBeGreaterThanOrEqual(0.08);
        expect(interval).toBeLessThanOrEqual(1);
      }
      plan.bursts.slice(1).forEach((burst, k) => {
        const before = plan.bursts[k]!;
        expect((burst.durationSeconds + before.durationSeconds) / 2).toBeLessThanOrEqual(0.6 * (burst.centroidSeconds - before.centroidSeconds) + 1e-9);
      });
    }
  });

  it("stays within the class ranges of science.md 6.1", () => {
    const within = (value: number, low: number, high: number): void => {
      expect(value).toBeGreaterThanOrEqual(low);
      expect(value).toBeLessThanOrEqual(high);
    };
    for (let seed = 0; seed < 300; seed += 1) {
      const clonus = drawTrainParameters("clonus", {}, new Random(seed));
      within(clonus.baseHz, 4, 7);
      within(clonus.jitter, 0.02, 0.08);
      within(clonus.onsetDrift, 0, 0.35);
      within(clonus.burstSeconds, 0.04, 0.09);
      within(clonus.amplitudeJitter, 0.05, 0.2);
      within(clonus.latencySeconds, 0.03, 0.06);
      within(drawTrainParameters("clonoid", {}, new Random(seed)).amplitudeSlope, -1.8, -0.7);
      const pseudo = drawTrainParameters("pseudoclonus", {}, new Random(seed));
      within(pseudo.baseHz, 2.5, 6.5);
      within(pseudo.jitter, 0.2, 0.55);
      within(pseudo.amplitudeJitter, 0.35, 0.8);
      const tapping = drawTrainParameters("tapping", {}, new Random(seed));
      within(tapping.baseHz, 2.5, 5.5);
      within(tapping.burstSeconds, 0.09, 0.16);
      within(drawTrainParameters("semi-regular", {}, new Random(seed)).jitter, 0.1, 0.2);
    }
  });

  it("given parameters replace the drawn ones and move no other", () => {
    const drawn = drawTrainParameters("clonus", {}, new Random(9));
    expect(drawTrainParameters("clonus", { baseHz: 6.5 }, new Random(9))).toEqual({ ...drawn, baseHz: 6.5 });
  });

  it("a length in seconds gives a train of about that length", () => {
    const plan = planTrain({ ...plain, jitter: 0.05, onsetDrift: 0.3, endDrift: 0.3 }, { seconds: 30 }, "none", new Random(5));
    const last = plan.clockSeconds[plan.clockSeconds.length - 1]!;
    expect(last).toBeGreaterThan(28.5);
    expect(last).toBeLessThan(31.5);
  });

  it("blocked beats leave a hole of whole cycles", () => {
    const plan = planTrain({ ...plain, missedShare: 0.2 }, { beats: 100 }, "none", new Random(6));
    expect(plan.blockedSeconds.length).toBeGreaterThan(8);
    expect(plan.bursts.length + plan.blockedSeconds.length).toBe(100);
    for (const blocked of plan.blockedSeconds) expect(plan.bursts.some((burst) => Math.abs(burst.centroidSeconds - blocked) < 0.1)).toBe(false);
  });
});
