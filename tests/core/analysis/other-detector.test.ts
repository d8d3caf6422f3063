import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import { analyseChannels, plainContext, simulatedAgonist } from "./support";

const clonus = simulatedAgonist({ class: "clonus", beats: 16, snrDb: 15, seed: 3, samplingHz: 1000 });
const trueRate = (clonus.truth.bursts.length - 1) / (clonus.truth.bursts.at(-1)!.centroidSeconds - clonus.truth.bursts[0]!.centroidSeconds);

describe("another detector that decides", () => {
  it.each(["wavelet", "double-threshold"] as const)("%s finds the train of the simulation, and the result says whose bursts they are", async (detector) => {
    const result = await analyseChannels([clonus], plainContext, { ...defaultSettings, detector });
    const train = [...result.trains].sort((a, b) => b.bursts.length - a.bursts.length)[0]!;
    expect(train.pattern).toBe("rhythmic");
    expect(Math.abs(train.rateHz! / trueRate - 1)).toBeLessThan(0.02);
    expect(train.bursts.length).toBeGreaterThanOrEqual(14);
    expect(result.settings.detector).toBe(detector);
    expect(result.issues.find((issue) => issue.code === "other-detector")!.message).toContain(detector === "wavelet" ? "Mummidisetty" : "Bonato");
    const own = await analyseChannels([clonus]);
    expect(own.issues).toEqual([]);
    expect(own.trains[0]!.bursts[3]!.onsetSample).not.toBe(train.bursts[3]!.onsetSample);
  });
});
