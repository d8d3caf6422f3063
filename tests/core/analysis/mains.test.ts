import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../src/core/settings";
import { analyseChannels, plainContext, simulatedAgonist } from "./support";

const BASELINE_VOLTS = 5e-6;

function withHum(hertz: number, share: number): ReturnType<typeof simulatedAgonist> {
  const clean = simulatedAgonist({ class: "clonus", beats: 12, snrDb: 18, seed: 4, samplingHz: 2000, noiseMicrovolts: 1e6 * BASELINE_VOLTS });
  // A sine of power p beside a baseline of power b is p / (p + b) of the whole.
  const amplitude = Math.sqrt(2 * (share / (1 - share))) * BASELINE_VOLTS;
  return { ...clean, samples: clean.samples.map((value, k) => value + amplitude * Math.sin((2 * Math.PI * hertz * k) / 2000)) };
}

describe("mains hum of the baseline", () => {
  it.each([[50, 0.5], [60, 0.5], [50, 0.25]])("is told at %i Hz with a share of %f", async (hertz, share) => {
    const { channels } = await analyseChannels([withHum(hertz, share)]);
    const issue = channels[0]!.issues.find(({ code }) => code === "mains");
    expect(issue?.message).toContain(`${hertz} Hz`);
    // The simulated baseline is wider than the band of 30–450 Hz, so that the share inside the band is no smaller.
    const told = Number(/(\d+) %/.exec(issue!.message)![1]) / 100;
    expect(told).toBeGreaterThan(share - 0.06);
    expect(told).toBeLessThan(share + 0.2);
  });

  it("is not told of a clean baseline", async () => {
    const { channels } = await analyseChannels([withHum(50, 0)]);
    expect(channels[0]!.issues.filter(({ code }) => code === "mains")).toEqual([]);
  });
});

describe("mains that decides", () => {
  const spec = { class: "clonus", beats: 14, snrDb: 8, seed: 11, samplingHz: 2000 } as const;
  const hummed = simulatedAgonist({ ...spec, contaminants: { mains: { hz: 50, share: 1.6, offsetHz: 0.2 } } });

  it("is offered to be removed; removed, the train is what it is without hum, and the result says so", async () => {
    const off = await analyseChannels([hummed]);
    expect(off.trains[0]!.pattern).toBe("indeterminate");
    expect(off.channels[0]!.issues.find(({ code }) => code === "mains")!.message).toContain("it decides");
    const clean = await analyseChannels([simulatedAgonist(spec)]);
    for (const mainsRemoval of ["regression", "interpolation"] as const) {
      const result = await analyseChannels([hummed], plainContext, { ...defaultSettings, mainsRemoval });
      expect(result.trains[0]!.pattern).toBe("rhythmic");
      expect(result.trains[0]!.snrDb! - off.trains[0]!.snrDb!).toBeGreaterThan(1.5);
      expect(Math.abs(result.trains[0]!.snrDb! - clean.trains[0]!.snrDb!)).toBeLessThan(1);
      expect(result.channels[0]!.issues.map(({ code }) => code)).toContain("mains-removed");
      expect(result.settings.mainsRemoval).toBe(mainsRemoval);
    }
  });

  it("leaves clipping to be seen: quality is counted before it is removed", async () => {
    const clipped = simulatedAgonist({ ...spec, contaminants: { mains: { hz: 50, share: 1 }, clippedShare: 0.02 } });
    const result = await analyseChannels([clipped], plainContext, { ...defaultSettings, mainsRemoval: "regression" });
    expect(result.channels[0]!.unusable).toContain("clipped");
  });
});
