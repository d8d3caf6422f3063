import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/simulate/random";
import { defaultSettings } from "../../../src/core/settings";
import { analyseChannels, plainContext } from "./support";

const HZ = 1000;
const PERIOD_SECONDS = 0.42;

/** Strokes that strike two or three times a cycle, at random within 240 ms: only their whole is regular. */
function strokes(cycles: number, seed: number): Float64Array {
  const random = new Random(seed, "strokes");
  const samples = Float64Array.from({ length: Math.round((3 + cycles * PERIOD_SECONDS + 2) * HZ) }, () => random.normal());
  for (let k = 0; k < cycles; k++) {
    const strikes = random.integer(2, 3);
    for (let strike = 0; strike < strikes; strike++) {
      const at = 3 + k * PERIOD_SECONDS + 0.03 + (0.24 * (strike + random.uniform())) / strikes;
      const height = random.between(8, 14);
      for (let i = Math.round((at - 0.03) * HZ); i < (at + 0.03) * HZ; i++) samples[i] = samples[i]! + height * Math.cos((Math.PI * (i / HZ - at)) / 0.06) * random.normal();
    }
  }
  return samples;
}

describe("the 4 Hz envelope", () => {
  it("answers for strokes of several strikes, of which the finer ones make no rhythm, and never with fewer bursts than its setting", async () => {
    let answered: number | undefined;
    for (let seed = 1; seed <= 4 && answered === undefined; seed++) {
      const { trains } = await analyseChannels([{ label: "TA", samplingHz: HZ, samples: strokes(20, seed) }], plainContext);
      for (const { rateHz, pattern } of trains.filter(({ envelopeHz }) => envelopeHz === 4)) {
        answered = seed;
        expect(Math.abs(rateHz! * PERIOD_SECONDS - 1)).toBeLessThan(0.03);
        expect(pattern).toBe("rhythmic");
      }
    }
    expect(answered).toBeDefined();
    const few = await analyseChannels([{ label: "TA", samplingHz: HZ, samples: strokes(20, answered!) }], plainContext, { ...defaultSettings, slowScaleBursts: 30 });
    expect(few.trains.some(({ envelopeHz }) => envelopeHz === 4)).toBe(false);
  });
});
