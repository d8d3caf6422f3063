import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/simulate/random";
import { simulate } from "../../../src/core/simulate/simulate";
import type { Simulation } from "../../../src/core/simulate/simulate";
import type { SimulationClass } from "../../../src/core/simulate/spec";
import type { AnalysisResult } from "../../../src/core/result";
import { analyseChannels, plainContext } from "./support";

/** A short train as `scripts/verdict-table.ts` makes it. */
function short(name: SimulationClass, seed: number, snrDb: number): Simulation {
  return simulate({ class: name, seed, snrDb, beats: new Random(seed, "table-beats").integer(5, 7), antagonist: "none" });
}

function analysed({ channels, truth }: Simulation): Promise<AnalysisResult> {
  const marks = truth.marks.map((mark) => ({ ...mark, origin: "file" as const }));
  return analyseChannels([channels[0]!], { ...plainContext, protocol: "stretch-hold", marks });
}

describe("short trains", () => {
  // Each of these was irregular: a peak of noise beside weak beats, a blip before the stretch, and a long first interval.
  it.each([[6476, 12], [700_167, 12], [40_846, 12], [12_428, 8], [12_797, 8], [41_391, 8], [71_007, 8]])("of a fading clonus are not called irregular: seed %i at %i dB", async (seed, snrDb) => {
    const { trains } = await analysed(short("clonoid", seed, snrDb));
    expect(trains.map((train) => train.pattern)).not.toContain("irregular");
  });

  it("of labile bursts lose few of the weak ones at 20 dB", async () => {
    let found = 0;
    let truth = 0;
    for (let seed = 801; seed <= 840; seed++) {
      const simulation = short("pseudoclonus", seed, 20);
      const result = await analysed(simulation);
      const times = [...result.trains.flatMap((train) => train.bursts), ...result.channels[0]!.isolatedBursts].map((burst) => burst.timeSeconds);
      truth += simulation.truth.bursts.length;
      found += simulation.truth.bursts.filter((burst) => times.some((time) => Math.abs(time - burst.centroidSeconds) < 0.04)).length;
    }
    // With thresholds of 0.15 and 0.10 of the reference it was 0.94.
    expect(found / truth).toBeGreaterThanOrEqual(0.97);
  });
});
