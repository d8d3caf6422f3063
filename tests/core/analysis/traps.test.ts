import { describe, expect, it } from "vitest";
import { simulate } from "../../../src/core/simulate/simulate";
import type { SimulationSpec } from "../../../src/core/simulate/spec";
import type { AnalysisResult } from "../../../src/core/result";
import { analyseChannels, plainContext } from "./support";

/** Traps of science.md 9 that only a signal can spring; the rule's own are in `verdict/traps`. */
describe("traps of science.md 9, from the signal", () => {
  it("9.2 clonus that is short because it spreads is no false one: three muscles with four beats each", async () => {
    for (let seed = 1; seed <= 4; seed++) {
      const channels = [0, 1, 2].map((muscle) => {
        const { label, ...channel } = simulate({ class: "clonus", seed: 10 * seed + muscle, beats: 4, snrDb: 15, antagonist: "none" }).channels[0]!;
        return { ...channel, label: `${label} ${muscle}`, info: { muscle: ["soleus", "vastus-medialis", "biceps-femoris"][muscle]!, side: "right" as const } };
      });
      const { trains, episodes, pooled } = await analyseChannels(channels);
      expect([...trains, ...pooled].map(({ pattern }) => pattern)).not.toContain("irregular");
      expect(Math.max(...episodes.map(({ muscles }) => muscles))).toBe(3);
    }
  });

  describe("9.8 cross-talk makes synchronous co-contraction", () => {
    async function pair(antagonist: SimulationSpec["antagonist"], share: number): Promise<AnalysisResult["trains"][number]> {
      const contaminants = share === 0 ? {} : { contaminants: { crosstalk: { share, lagMilliseconds: 1 } } };
      const { channels } = simulate({ class: "clonus", seed: 23, beats: 16, snrDb: 24, antagonist, ...contaminants });
      const { trains } = await analyseChannels(channels.filter(({ isVoltage }) => isVoltage), { ...plainContext, pairs: [{ agonist: 0, antagonist: 1 }] });
      return trains.find(({ channelIndex }) => channelIndex === 0)!;
    }

    it("and is told: a quarter of the agonist at a silent antagonist withholds the phase or warns", async () => {
      const train = await pair("absent", 0.25);
      // Its electrodes see bursts, at the times of the agonist's.
      expect(train.antagonistActivity!.antagonistBursts).toBeGreaterThan(10);
      expect(Math.abs(train.antagonistActivity!.rawCorrelation!)).toBeGreaterThan(0.3);
      expect(["warning", "withheld"]).toContain(train.antagonistActivity!.crossTalk);
      if (train.antagonistActivity!.crossTalk === "withheld") expect(train.antagonistPhase).toMatchObject({ pattern: "withheld", meanCycles: null, resultant: null });
      expect(train.reasons.find(({ measure }) => measure === "antagonistPhase")!.text).toMatch(/cross-talk/);
    });

    it("and is not told of an antagonist that fires at the same time by itself", async () => {
      const train = await pair("synchronous", 0);
      expect(train.antagonistActivity!.crossTalk).toBe("none");
      expect(train.antagonistPhase!.pattern).toBe("synchronous");
    });
  });
});
