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
    const answers: (readonly [number, number, string])[] = [];
    for (const seed of [1, 2, 3, 4]) {
      const { trains } = await analyseChannels([{ label: "TA", samplingHz: HZ, samples: strokes(20, seed) }], plainContext);
      const longest = trains.reduce((a, b) => (b.endSeconds - b.startSeconds > a.endSeconds - a.startSeconds ? b : a));
      answers.push([longest.envelopeHz, longest.rateHz!, longest.pattern]);
    }
    const slow = answers.filter(([envelopeHz]) => envelopeHz === 4);
    expect(slow.length).toBeGreaterThan(0);
    for (const [, rateHz, pattern] of slow) {
      expect(Math.abs(rateHz * PERIOD_SECONDS - 1)).toBeLessThan(0.03);
      expect(pattern).toBe("rhythmic");
    }
    for (const seed of [1, 2, 3, 4]) {
      const few = await analyseChannels([{ label: "TA", samplingHz: HZ, samples: strokes(20, seed) }], plainContext, { ...defaultSettings, slowScaleBursts: 30 });
      expect(few.trains.some(({ envelopeHz }) => envelopeHz === 4)).toBe(false);
    }
  });
});
