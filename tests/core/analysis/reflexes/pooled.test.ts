import { describe, expect, it } from "vitest";
import { episodesOf } from "../../../../src/core/analysis/muscles/episodes";
import { pooledResults } from "../../../../src/core/analysis/reflexes/pooled";
import type { AttemptResult, TrainResult } from "../../../../src/core/result";
import { defaultSettings } from "../../../../src/core/settings";
import type { SimulationSpec } from "../../../../src/core/simulate/spec";
import { trainSpread } from "../../../../src/core/trains/pool-trains";
import { analyseChannels, simulatedAgonist } from "../support";

/** Trains of several simulated attempts, as one examination of one channel. */
async function attemptsOf(specs: readonly SimulationSpec[]): Promise<TrainResult[]> {
  const trains: TrainResult[] = [];
  for (const [k, spec] of specs.entries()) {
    const result = await analyseChannels([simulatedAgonist(spec)]);
    trains.push(...result.trains.map((train) => ({ ...train, id: `${k + 1}:${train.id}` })));
  }
  return trains;
}

const seeds = [1, 2, 3, 4, 5, 6] as const;

describe("pooled attempts", () => {
  it("decide what single attempts of five to seven beats leave open, and keep the single labels", async () => {
    const trains = await attemptsOf(seeds.map((seed) => ({ class: "pseudoclonus", seed: 300 + seed, beats: 5 + (seed % 3), snrDb: 20 })));
    expect(trains.some(({ pattern }) => pattern !== "irregular")).toBe(true);
    const [pooled] = pooledResults(trains, [], "tap", defaultSettings);
    expect(pooled!.pattern).toBe("irregular");
    expect(pooled!.attempts).toBeNull();
    expect(pooled!.missing["attempts"]).toBeDefined();
    expect(Object.values(pooled!.labels).reduce((sum, count) => sum + count, 0)).toBe(pooled!.trainIds.length);
    expect(new Set([...pooled!.trainIds, ...pooled!.leftOut.map(({ trainId }) => trainId)])).toEqual(new Set(trains.map(({ id }) => id)));
  });

  it("call short attempts of a cycle rhythmic although each is too short to be judged", async () => {
    const trains = await attemptsOf(seeds.map((seed) => ({ class: "clonus", seed: 400 + seed, beats: 4, snrDb: 20 })));
    expect(trains.map(({ pattern }) => pattern)).not.toContain("rhythmic");
    const [pooled] = pooledResults(trains, [], "unmarked", defaultSettings);
    expect(pooled!.pattern).toBe("rhythmic");
    expect(pooled!.conditionalOn).toBe("protocol");
    expect(pooled!.rateHz.ci![0]).toBeLessThan(pooled!.rateHz.value!);
    expect(pooled!.beats).toBeGreaterThanOrEqual(5);
  });

  it("multiply likelihoods at the same jitter and average afterwards: the closed form, not a sum of Bayes factors", async () => {
    const trains = await attemptsOf([{ class: "clonus", seed: 11, beats: 6, snrDb: 20 }, { class: "pseudoclonus", seed: 12, beats: 6, snrDb: 20 }]);
    expect(trains).toHaveLength(2);
    const [a, b] = trains.map(({ rhythm }) => rhythm!.logLikelihoods);
    const mean = (wanted: string): number => {
      const terms = a!.flatMap((entry, k) => (entry.jitterClass === wanted ? [Math.exp(entry.logLikelihood + b![k]!.logLikelihood)] : []));
      return terms.reduce((sum, value) => sum + value, 0) / terms.length;
    };
    const [pooled] = pooledResults(trains, [], "tap", defaultSettings);
    expect(pooled!.log10BayesFactor).toBeCloseTo(Math.log10(mean("rhythmic") / mean("irregular")), 9);
    expect(Math.abs(pooled!.log10BayesFactor! - trains[0]!.log10BayesFactor! - trains[1]!.log10BayesFactor!)).toBeGreaterThan(0.05);
  });

  it("count attempts without a response and leave weak trains out with the reason", async () => {
    const trains = await attemptsOf([{ class: "clonus", seed: 21, beats: 9, snrDb: 20 }, { class: "clonus", seed: 22, beats: 9, snrDb: 20 }]);
    const weak = { ...trains[1]!, id: "weak", snrDb: 3 };
    const row = (manoeuvre: number, trainIds: readonly string[], bursts: number): AttemptResult => ({ manoeuvre, trainIds, bursts, channelIndex: 0, channel: "x", outcome: bursts === 0 ? "no-response" : "clonus-like" }) as unknown as AttemptResult;
    const [pooled] = pooledResults([...trains, weak], [row(1, [trains[0]!.id], 9), row(2, [trains[1]!.id, "weak"], 9), row(3, [], 0)], "stretch-hold", defaultSettings);
    expect(pooled).toMatchObject({ attempts: 3, responses: 2, pattern: "rhythmic", leftOut: [{ trainId: "weak", reason: "SNR 3.0 dB below 6 dB." }], conditionalOn: null });
  });

  it("say nothing where attempts are clearly of both kinds: the longest would outvote the others", async () => {
    const trains = await attemptsOf([{ class: "clonus", seed: 41, beats: 40, snrDb: 20 }, { class: "pseudoclonus", seed: 42, beats: 14, snrDb: 20 }]);
    expect(trains.map(({ pattern }) => pattern)).toEqual(["rhythmic", "irregular"]);
    const [pooled] = pooledResults(trains, [], "tap", defaultSettings);
    expect(pooled!.pattern).toBe("indeterminate");
    expect(pooled!.failed[0]).toMatch(/disagree/);
    expect(pooled!.jitterSpread).toBeGreaterThan(0.5);
  });

  it("are not made of one train without repeated attempts", async () => {
    const trains = await attemptsOf([{ class: "clonus", seed: 31, beats: 9, snrDb: 20 }]);
    expect(pooledResults(trains, [], "tap", defaultSettings)).toEqual([]);
  });
});

describe("spread between attempts", () => {
  it("is the closed form", () => {
    const found = trainSpread([{ jitter: 0.04, rateHz: 5, intervals: 9 }, { jitter: 0.08, rateHz: 6, intervals: 5 }], 0.95);
    const degrees = [(2 * 64) / 23, (2 * 16) / 11] as const;
    expect(found.jitter).toBeCloseTo(Math.sqrt((degrees[0] * 0.0016 + degrees[1] * 0.0064) / (degrees[0] + degrees[1])), 12);
    expect(found.rateHz).toBeCloseTo(Math.sqrt(30), 12);
    expect(found.rateSpreadHz).toBeCloseTo(Math.SQRT1_2, 12);
    // ln J differs by ln 2, so its variance is (ln 2)²/2; sampling explains the mean of ψ′(df/2)/4 (scipy.special.polygamma(1, [64/23, 16/11])).
    expect(found.jitterSpread).toBeCloseTo(Math.sqrt(Math.log(2) ** 2 / 2 - (0.43150175844944993 + 0.9739868777137535) / 8), 9);
    // Two trains leave one degree of freedom: none. Of three, t(0.975, 2) = 4.30265 on ln rate, standard error ln(6/5)/3.
    expect(found.rateInterval).toBeUndefined();
    const three = trainSpread([5, 6, 6].map((rateHz) => ({ jitter: 0.04, rateHz, intervals: 9 })), 0.95);
    expect(three.rateInterval![1]).toBeCloseTo((5 * 36) ** (1 / 3) * Math.exp((4.302652730 * Math.log(1.2)) / 3), 6);
    expect(trainSpread([{ jitter: 0.04, rateHz: 5, intervals: 9 }], 0.95)).toMatchObject({ jitterSpread: undefined, rateInterval: undefined, rateSpreadHz: undefined });
  });
});

describe("episodes", () => {
  const train = (id: string, channelIndex: number, startSeconds: number, endSeconds: number, over: Partial<TrainResult> = {}): TrainResult => ({ id, channelIndex, startSeconds, endSeconds, endReason: "stopped", durationCensored: false, muscle: null, side: null, ...over }) as TrainResult;

  it("group trains that overlap directly or through others, and count muscles and sides", () => {
    const episodes = episodesOf([
      train("a", 0, 1, 4, { muscle: "soleus", side: "right" }), train("b", 1, 3.5, 6, { muscle: "soleus", side: "left" }), train("c", 2, 5.5, 7, { endReason: "file-end", durationCensored: true }),
      train("d", 3, 2, 3, { muscle: "soleus", side: "right" }), train("e", 0, 7, 8),
    ]);
    expect(episodes.map(({ trainIds }) => trainIds)).toEqual([["a", "d", "b", "c"], ["e"]]);
    expect(episodes[0]).toMatchObject({ id: "E1", startSeconds: 1, endSeconds: 7, endReason: "file-end", durationCensored: true, channelIndices: [0, 1, 2, 3], muscles: 3, sides: ["left", "right"] });
    expect(episodes[1]).toMatchObject({ muscles: 1, sides: [], durationCensored: false });
    expect(episodesOf([])).toEqual([]);
  });
});
