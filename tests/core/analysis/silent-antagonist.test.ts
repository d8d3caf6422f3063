import { describe, expect, it } from "vitest";
import type { AnalysisResult, TrainResult } from "../../../src/core/result";
import { simulate } from "../../../src/core/simulate/simulate";
import type { SimulationSpec } from "../../../src/core/simulate/spec";
import { analyseChannels, plainContext } from "./support";

/** @param lateSeconds how much later than the agonist's the antagonist's channel begins */
function withAntagonist(antagonist: SimulationSpec["antagonist"], lateSeconds = 0, leadSeconds = 3): Promise<AnalysisResult> {
  const { channels } = simulate({ class: "clonus", seed: 7, beats: 20, snrDb: 15, antagonist, leadSeconds });
  const recorded = channels.filter(({ isVoltage }) => isVoltage).map((channel, k) => ({ ...channel, info: { segments: [{ startSample: 0, endSample: channel.samples.length, startSeconds: k * lateSeconds }] } }));
  return analyseChannels(recorded, { ...plainContext, pairs: [{ agonist: 0, antagonist: 1 }] });
}

describe("what the antagonist does", () => {
  it("is a line of the evidence beside the phase, and so is the likeness of the raw bursts; neither decides", async () => {
    const { trains } = await withAntagonist("alternating");
    const train = trains.find(({ channelIndex }) => channelIndex === 0)!;
    const line = (measure: string): TrainResult["reasons"][number] => train.reasons.find((reason) => reason.measure === measure)!;
    expect(line("coactivation")).toMatchObject({ value: train.antagonistActivity!.gapLevel, threshold: 0.2, says: train.antagonistActivity!.tonicCoactivation === true ? "against" : "neutral" });
    expect(line("stereotypy")).toMatchObject({ value: train.amplitude!.stereotypy.value, interval: train.amplitude!.stereotypy.ci, says: "neutral" });
    expect([line("coactivation").flip, line("stereotypy").flip]).toEqual([null, null]);
  });

  it("is nothing where it is silent: its noise is no co-contraction and goes together with nothing", async () => {
    const { trains, pairs } = await withAntagonist("absent");
    const train = trains.find(({ channelIndex }) => channelIndex === 0)!;
    const activity = train.antagonistActivity!;
    for (const field of ["coContractionBefore", "coContractionBursts", "coContractionGaps", "gapLevel", "tonicCoactivation"] as const) {
      expect(activity[field]).toBeNull();
      expect(train.missing[`antagonistActivity.${field}`]).toMatch(/no burst around this train/);
    }
    expect(activity.antagonistBursts).toBe(0);
    expect(train.antagonistPhase!.pattern).toBe("absent");
    expect(pairs[0]).toMatchObject({ windows: 0, pattern: "uncertain", zeroLagCorrelation: { value: null, ci: null } });
    expect(pairs[0]!.missing["zeroLagCorrelation.value"]).toMatch(/both muscles are active/);
  });

  it("is measured of channels that begin a tick apart, from the first sample on, and not of one that begins later", async () => {
    const [together, tick, later] = await Promise.all([0, 0.000_02, 0.9].map((late) => withAntagonist("synchronous", late, 0.3)));
    const activity = (result: AnalysisResult | undefined): AnalysisResult["trains"][number]["antagonistActivity"] => result!.trains.find(({ channelIndex }) => channelIndex === 0)!.antagonistActivity;
    expect(activity(tick)!.coContractionBursts).toBeCloseTo(activity(together)!.coContractionBursts!, 0);
    expect(activity(later)!.coContractionBursts).toBeNull();
  });

  it("is shared activity where both beat together, and little of it where they take turns", async () => {
    const [together, turns] = await Promise.all((["synchronous", "alternating"] as const).map((antagonist) => withAntagonist(antagonist)));
    const shared = (result: AnalysisResult | undefined): number => result!.trains.find(({ channelIndex }) => channelIndex === 0)!.antagonistActivity!.coContractionBursts!;
    expect(shared(together)).toBeGreaterThan(50);
    expect(shared(turns)).toBeLessThan(20);
    expect(together!.pairs[0]!.zeroLagCorrelation.value!).toBeGreaterThan(turns!.pairs[0]!.zeroLagCorrelation.value!);
  });
});
