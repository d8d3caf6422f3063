import { describe, expect, it } from "vitest";
import { bootstrapInterval, median } from "../../../src/core/reflex/median-bootstrap";
import { reflexSeries } from "../../../src/core/reflex/reflex-series";
import { compareResponses, hReflexVerdict, largerSide } from "../../../src/core/reflex/side-comparison";
import type { ReflexResult } from "../../../src/core/reflex-result";
import { normals } from "../trains/normals";

describe("medians and their bootstrap", () => {
  it("have the middle of odd and even numbers of values", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });

  it("give of three values the quantiles of the exact bootstrap distribution", () => {
    // Of {1, 2, 3} drawn three times the median is 1, 2, 3 with 7/27, 13/27, 7/27: the 30 % and 70 % quantiles are 2, the 20 % and 80 % ones 1 and 3.
    expect(bootstrapInterval([[1, 2, 3]], ([drawn]) => median(drawn!), 0.4)).toEqual([2, 2]);
    expect(bootstrapInterval([[1, 2, 3]], ([drawn]) => median(drawn!), 0.6)).toEqual([1, 3]);
    expect(bootstrapInterval([[1, 2]], ([drawn]) => median(drawn!), 0.95)).toBeUndefined();
  });

  it("cover the true ratio about as often as they say", () => {
    const normal = normals(77);
    let covered = 0;
    const runs = 120;
    for (let run = 0; run < runs; run++) {
      const draw = (centre: number): number[] => Array.from({ length: 12 }, () => centre * Math.exp(0.2 * normal()));
      const [low, high] = compareResponses(draw(1), draw(2), 0.9).ratioCi!;
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    expect(covered / runs).toBeGreaterThan(0.82);
    expect(covered / runs).toBeLessThan(0.99);
  });
});

describe("two sides", () => {
  it("have ratio, index and the larger side by their definitions", () => {
    const found = compareResponses([1, 2, 3], [4, 4, 4], 0.95);
    expect(found).toMatchObject({ medians: [2, 4], ratio: 0.5, asymmetryIndex: 2 / 6, larger: "second" });
    expect(largerSide(found)).toBe("right");
    // The one side never varies: the interval is that of the other's median over 4.
    expect(found.ratioCi).toEqual([0.25, 0.75]);
    expect(compareResponses([4, 4, 4], [1, 2, 3], 0.95)).toMatchObject({ ratio: 0.5, asymmetryIndex: -2 / 6, larger: "first" });
    expect(compareResponses([2], [2], 0.95)).toMatchObject({ ratio: 1, larger: "equal", ratioCi: undefined });
    expect(compareResponses([0, 0], [0], 0.95)).toMatchObject({ ratio: undefined, larger: undefined });
    expect(compareResponses([], [1], 0.95).ratio).toBeUndefined();
  });

  it("get a word for H-reflexes alone by the cut-offs of science.md 5.3, with five responses a side", () => {
    const five = (centre: number): number[] => [0.98, 0.99, 1, 1.01, 1.02].map((factor) => factor * centre);
    const word = (left: readonly number[], right: readonly number[]) => hReflexVerdict(compareResponses(left, right, 0.95), [left.length, right.length]);
    expect(word(five(1), five(1.5))).toBe("symmetric");
    expect(word(five(1), five(2))).toBe("borderline");
    expect(word(five(1), five(3))).toBe("asymmetric");
    expect(word(five(1).slice(1), five(3))).toBeUndefined();
    // The median is below 0.4, its interval is not.
    expect(word([0.1, 0.2, 0.35, 0.5, 0.9], five(1))).toBe("borderline");
  });
});

describe("a series of responses", () => {
  const row = (k: number, height: number, more: Partial<ReflexResult> = {}): ReflexResult => ({
    id: `F${k + 1}-1`, markIndex: k, markSeconds: 10 * k, evokedBy: "tap", channel: "L SOL", channelIndex: 0, muscle: "soleus", side: "left", response: "Achilles T-reflex", windowMilliseconds: [22, 45], windowBasis: "",
    status: "present", latencyMilliseconds: 30 + (k % 3), peakToPeakMicrovolts: height, mWaveMicrovolts: null, ratioToM: null, backgroundMicrovolts: 1, sinceLastSeconds: k === 0 ? null : 10, missing: {}, ...more,
  });

  it("has the medians, and the trend of the generator", () => {
    const heights = Array.from({ length: 8 }, (_, k) => 1000 * 0.9 ** k);
    const [series] = reflexSeries(heights.map((height, k) => row(k, height)), [], 0.95);
    expect(series).toMatchObject({ stimuli: 8, present: 8, absent: 0, intervalSeconds: 10, response: "Achilles T-reflex" });
    expect(series!.habituationPercent.value).toBeCloseTo(-10, 9);
    expect(series!.peakToPeakMicrovolts.value).toBeCloseTo((1000 * (0.9 ** 3 + 0.9 ** 4)) / 2, 9);
    expect(series!.latencyMilliseconds.value).toBe(31);
    expect(series!.notes).toEqual([]);
  });

  it("has the interval of the trend that SciPy's linregress gives", () => {
    const [series] = reflexSeries([1000, 800, 900, 700, 750].map((height, k) => row(k, height)), [], 0.95);
    expect(series!.habituationPercent.value).toBeCloseTo(SLOPE.percent, 6);
    expect(series!.habituationPercent.ci![0]).toBeCloseTo(SLOPE.low, 5);
    expect(series!.habituationPercent.ci![1]).toBeCloseTo(SLOPE.high, 5);
  });

  it("takes the trend of present responses: an absent one is no small one", () => {
    const heights = [1000, 900, 810, 3, 656.1, 590.49];
    const [series] = reflexSeries(heights.map((height, k) => row(k, height, height < 10 ? { status: "absent", latencyMilliseconds: null } : {})), [], 0.95);
    expect(series!.habituationPercent.value).toBeCloseTo(-10, 9);
    expect(series!.notes.join(" ")).toContain("1 absent left out");
  });

  it("counts absent responses in the amplitude, not in the latency, and says what is amiss", () => {
    const [series] = reflexSeries([row(0, 500), row(1, 20, { status: "absent", latencyMilliseconds: null, sinceLastSeconds: 2 }), row(2, 480, { sinceLastSeconds: 2 }), row(3, 9, { status: "outside-window" })], [], 0.95);
    expect(series).toMatchObject({ stimuli: 3, present: 2, absent: 1 });
    expect(series!.peakToPeakMicrovolts.value).toBe(480);
    expect(series!.latencyMilliseconds).toEqual({ value: 31, ci: null });
    expect(series!.notes.join(" ")).toMatch(/3 of the 5.*2 of 3 intervals.*1 response lies outside/);
    expect(series!.habituationPercent.value).toBeNull();
    expect(series!.missing).toHaveProperty(["habituationPercent.value"]);
  });
});

/** `python3 -c "from scipy.stats import linregress,t; from math import *; r=linregress(range(5),[log(x) for x in (1000,800,900,700,750)]); h=t.ppf(.975,3)*r.stderr; print(*[100*expm1(v) for v in (r.slope,r.slope-h,r.slope+h)])"` */
const SLOPE = { percent: -6.843522572065125, low: -15.94751666618619, high: 3.246554326256064 };
