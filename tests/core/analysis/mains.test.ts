import { describe, expect, it } from "vitest";
import { analyseChannels, simulatedAgonist } from "./support";

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
