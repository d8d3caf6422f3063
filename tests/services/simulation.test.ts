import { describe, expect, it } from "vitest";
import { simulate } from "../../src/core/simulate/simulate";
import { defaultSettings } from "../../src/core/settings";
import type { AnalysisResult } from "../../src/core/result";
import { emptyContext } from "../../src/project/empty-documents";
import { validateArguments } from "../../src/protocol/validate";
import { simulatedClasses, simulationLimits } from "../../src/protocol/simulation";
import { simulatedFile, truthScores } from "../../src/services/simulation";
import { memoryEngine } from "./engine-parts";

const request = { class: "clonus", seed: 3, seconds: 5, samplingHz: 2000, snrDb: 20, generator: "phenomenological" } as const;

const unhurried = async (): Promise<void> => undefined;

describe("a recording simulated for the window", () => {
  it.each([["clonus", "loop"], ["clonoid", "loop"], ["pseudoclonus", "phenomenological"], ["tonic", "phenomenological"], ["artefact", "phenomenological"], ["rest", "phenomenological"]] as const)("may be stopped at any of many steps: %s, %s", async (kind, generator) => {
    const asked = { ...request, class: kind, generator, seconds: 20 };
    let steps = 0;
    await simulatedFile(asked, async () => void steps++);
    expect(steps).toBeGreaterThan(8);
    for (const last of [1, Math.floor(steps / 2), steps]) {
      let done = 0;
      await expect(simulatedFile(asked, async () => {
        if (++done === last) throw new Error("stopped");
      })).rejects.toThrow("stopped");
      expect(done).toBe(last);
    }
  });

  it("hears a stop and other calls while it is made, and ends with the stop", async () => {
    const { engine } = memoryEngine({});
    const cancel = { cancelled: false };
    let isOver = false;
    const longest = { ...request, seconds: simulationLimits.seconds.max, samplingHz: simulationLimits.samplingHz.max };
    const simulated = engine.simulate(longest, { cancel, progress: () => undefined }).finally(() => (isOver = true));
    // Whoever waits has a turn before it is done: that of the message with the stop.
    await new Promise((done) => setTimeout(done, 0));
    expect(isOver).toBe(false);
    cancel.cancelled = true;
    await expect(simulated).rejects.toMatchObject({ record: { code: "cancelled" } });
  });

  it("is the generator's, under a name that says it, and opens like any other", async () => {
    const { file, truth } = await simulatedFile(request, unhurried);
    expect(file.name).toBe("simulated-clonus-5s-20dB-2000Hz-seed3.edf");
    expect(truth).toEqual(simulate(request).truth);
    expect(Buffer.from((await simulatedFile(request, unhurried)).file.bytes).equals(Buffer.from(file.bytes)), "the same bytes each time").toBe(true);
    const { engine } = memoryEngine({ made: file.bytes });
    const { recordingId, header } = await engine.openRecording({ source: { id: "made", name: file.name, size: file.bytes.length }, answers: {} });
    expect(header.channels.map(({ label }) => label)).toEqual(truth.channels.map(({ label }) => label));
    const pairs = [{ agonist: 0, antagonist: 1 }];
    const [score] = await engine.againstTruth({ recordingId, settings: defaultSettings, context: { ...emptyContext, pairs }, truth: [{ channelIndex: 0, seconds: truth.bursts.map(({ centroidSeconds }) => centroidSeconds) }] });
    // 20 dB: nothing is in doubt.
    expect([score!.truth, score!.matched, score!.missedSeconds, score!.falseSeconds]).toEqual([truth.bursts.length, truth.bursts.length, [], []]);
  });

  it("is counted burst by burst: what is missed and what is false, in trains and alone", () => {
    const burst = (timeSeconds: number) => ({ timeSeconds });
    const result = { trains: [{ channelIndex: 0, bursts: [burst(1), burst(1.23), burst(1.5)] }, { channelIndex: 1, bursts: [burst(2)] }], channels: [{ index: 0, isolatedBursts: [burst(4)] }] } as unknown as AnalysisResult;
    expect(truthScores(result, [{ channelIndex: 0, seconds: [1.03, 1.5, 2] }, { channelIndex: 2, seconds: [7] }])).toEqual([
      { channelIndex: 0, truth: 3, found: 4, matched: 2, missedSeconds: [2], falseSeconds: [1.23, 4], withinSeconds: 0.04 },
      { channelIndex: 2, truth: 1, found: 0, matched: 0, missedSeconds: [7], falseSeconds: [], withinSeconds: 0.04 },
    ]);
  });

  it("is made of every class, and of nothing beyond its limits", () => {
    for (const kind of simulatedClasses) expect(() => validateArguments("simulate", { ...request, class: kind })).not.toThrow();
    for (const [name, { min, max }] of Object.entries(simulationLimits)) {
      expect(() => validateArguments("simulate", { ...request, [name]: min })).not.toThrow();
      for (const value of [min - 1, max + 1]) expect(() => validateArguments("simulate", { ...request, [name]: value }), `${name} ${value}`).toThrow(name);
    }
    expect(() => validateArguments("simulate", { ...request, class: "seizure" })).toThrow("class");
  });
});
