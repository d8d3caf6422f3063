import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/simulate/random";
import { simulate } from "../../../src/core/simulate/simulate";
import type { SimulationClass } from "../../../src/core/simulate/spec";
import { butterworthBandpass } from "../../../src/core/signal/butterworth";
import { sosfiltfilt } from "../../../src/core/signal/zero-phase";
import { analyseChannels } from "./support";
import { readWaveforms } from "./spike2";

const file = new URL("../../../../shared/data/emg/spike2py_smr/tremor_mvc_ext.smr", import.meta.url);
const available = existsSync(file);
if (!available) console.info("Left out: bursts cut from a recorded contraction, ../shared/data is not there.");

const runs = 30;
const snrDb = 15;

function power(samples: Float64Array): number {
  return samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
}

describe.skipIf(!available)("bursts cut from a recorded contraction over recorded rest (science.md 6.3)", () => {
  /** `from` … `to` is the stretch of rest. At 21–22 s and 31–32 s the muscle moves faintly; between them it rests. */
  const extensor = (from: number, to: number): { readonly contraction: Float64Array; readonly rest: Float64Array; readonly samplingHz: number } => {
    const { samples, samplingHz } = readWaveforms(readFileSync(file)).find((channel) => channel.title === "Ext")!;
    const piece = (first: number, last: number): Float64Array => samples.slice(first * samplingHz, last * samplingHz);
    return { contraction: piece(4.2, 6.8), rest: piece(from, to), samplingHz };
  };

  /** A train of the generator, its bursts filled with pieces of the contraction, at a mean SNR of 15 dB in 30–450 Hz. */
  function cutRecord(name: SimulationClass, seed: number, source: ReturnType<typeof extensor>): Float64Array {
    const { contraction, rest, samplingHz } = source;
    const { truth } = simulate({ class: name, seed, beats: 8 + (seed % 5), samplingHz: 1000 });
    const random = new Random(seed);
    const samples = rest.slice(Math.floor(random.uniform() * Math.max(0, rest.length - 12 * samplingHz))).slice(0, Math.ceil((truth.durationSeconds + 1) * samplingHz));
    const band = butterworthBandpass(2, 30, 450, samplingHz);
    const unit = Math.sqrt((power(sosfiltfilt(band, rest)) / power(sosfiltfilt(band, contraction))) * 10 ** (snrDb / 10));
    const meanSquare = truth.bursts.reduce((sum, burst) => sum + burst.relativeAmplitude ** 2, 0) / truth.bursts.length;
    for (const burst of truth.bursts) {
      const start = Math.round(burst.onsetSeconds * samplingHz);
      const length = Math.round((burst.offsetSeconds - burst.onsetSeconds) * samplingHz);
      const from = Math.floor(random.uniform() * (contraction.length - length));
      // A raised cosine has a mean square of 3/8.
      const gain = (unit * burst.relativeAmplitude) / Math.sqrt(meanSquare * 0.375);
      for (let k = 0; k < length && start + k < samples.length; k++) {
        samples[start + k] = samples[start + k]! + gain * contraction[from + k]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 0.5)) / length));
      }
    }
    return samples;
  }

  async function count(from: number, to: number): Promise<Record<"clonus" | "clonoid" | "pseudoclonus", { R: number; I: number }>> {
    const source = extensor(from, to);
    const counts = { clonus: { R: 0, I: 0 }, clonoid: { R: 0, I: 0 }, pseudoclonus: { R: 0, I: 0 } };
    for (const name of ["clonus", "clonoid", "pseudoclonus"] as const) {
      for (let seed = 1; seed <= runs; seed++) {
        const result = await analyseChannels([{ label: "Ext", samplingHz: source.samplingHz, samples: cutRecord(name, seed, source) }]);
        if (result.trains.some((train) => train.pattern === "rhythmic")) counts[name].R++;
        if (result.trains.some((train) => train.pattern === "irregular")) counts[name].I++;
      }
    }
    return counts;
  }

  // Science.md 4.3: clonus .98 rhythmic, none irregular; fading .52 rhythmic and 3 of 60 irregular; pseudoclonus .87 irregular.
  it("are called by their rhythm over quiet rest", async () => {
    const { clonus, clonoid, pseudoclonus } = await count(22.5, 31);
    expect(clonus.I).toBe(0);
    expect(clonus.R).toBeGreaterThanOrEqual(0.8 * runs);
    expect(clonoid.I).toBeLessThanOrEqual(1);
    expect(clonoid.R).toBeGreaterThanOrEqual(0.45 * runs);
    expect(pseudoclonus.I).toBeGreaterThanOrEqual(0.7 * runs);
    expect(pseudoclonus.R).toBeLessThanOrEqual(1);
  }, 120_000);

  it("are hardly ever called irregular for the blips of a muscle that rests badly", async () => {
    const { clonus, clonoid } = await count(14, 39);
    // Open: seed 25, two blips between eight slow beats that they displace; clonus and fading, and seed 15, as many blips behind eight fading beats. It was 6 and 8 of 30 before parts were looked at.
    expect(clonus.I).toBeLessThanOrEqual(1);
    expect(clonoid.I).toBeLessThanOrEqual(2);
    expect(clonus.R).toBeGreaterThanOrEqual(0.4 * runs);
  }, 120_000);
});
