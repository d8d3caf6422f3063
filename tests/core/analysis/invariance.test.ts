import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse } from "../../../src/core/analysis";
import type { AnalysisResult } from "../../../src/core/result";
import { defaultSettings } from "../../../src/core/settings";
import { simulate } from "../../../src/core/simulate/simulate";
import type { SimulationClass } from "../../../src/core/simulate/spec";
import { analyseChannels, channelInfo, plainContext, readerOf, simulatedAgonist } from "./support";

const classes: readonly SimulationClass[] = ["clonus", "clonoid", "pseudoclonus", "tapping", "semi-regular", "tonic"];

const record = fc.record({ class: fc.constantFrom(...classes), seed: fc.integer({ min: 1, max: 1e6 }), snrDb: fc.double({ min: 4, max: 25, noNaN: true }), beats: fc.integer({ min: 3, max: 20 }) });

/** What must not change with the unit: everything but amplitudes, to a relative 1e-6 (rounding of the scaled samples). */
function essence(result: AnalysisResult): unknown {
  const round = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(5)));
  return {
    isolated: result.channels.map((channel) => channel.isolatedBursts.map((burst) => [burst.onsetSample, burst.offsetSample])),
    trains: result.trains.map((train) => [train.label, train.pattern, train.confidence, train.envelopeHz, round(train.rateHz), round(train.jitter), round(train.log10BayesFactor), round(train.snrDb), round(train.modulationDepth), train.bursts.map((burst) => [burst.onsetSample, burst.offsetSample, round(burst.timeSeconds)])]),
  };
}

describe("invariance", () => {
  it("does not depend on unit, gain or polarity", async () => {
    await fc.assert(
      fc.asyncProperty(record, fc.double({ min: -6, max: 6, noNaN: true }), fc.boolean(), async ({ class: name, beats, ...rest }, exponent, inverted) => {
        const plain = simulatedAgonist({ class: name, ...rest, ...(name === "tonic" ? { seconds: 2 } : { beats }) });
        const factor = (inverted ? -1 : 1) * 10 ** exponent;
        const scaled = { ...plain, samples: plain.samples.map((value) => value * factor), info: { isVoltage: false, unit: "" } };
        expect(essence(await analyseChannels([scaled]))).toEqual(essence(await analyseChannels([plain])));
      }),
      { numRuns: 25, seed: 4301 },
    );
  });

  it("does not depend on an electrode offset", async () => {
    const plain = simulatedAgonist({ class: "clonus", seed: 8, beats: 10, snrDb: 12 });
    const shifted = { ...plain, samples: plain.samples.map((value) => value + 0.02) };
    expect(essence(await analyseChannels([shifted]))).toEqual(essence(await analyseChannels([plain])));
  });

  it("is deterministic and does not depend on how reads interleave", async () => {
    const simulation = simulate({ class: "pseudoclonus", seed: 77, beats: 12, snrDb: 15 });
    const channels = simulation.channels.filter((channel) => channel.isVoltage);
    const infos = channels.map((channel, k) => channelInfo(k, channel));
    const context = { ...plainContext, pairs: [{ agonist: 0, antagonist: 1 }] };
    const slow = readerOf(channels);
    let turn = 0;
    const first = await analyse(infos, slow, context, defaultSettings);
    const second = await analyse(infos, async (index, range) => {
      for (let k = turn++ % 5; k > 0; k--) await Promise.resolve();
      return slow(index, range);
    }, context, defaultSettings);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it("keeps the pattern at 1, 2 and 4 kHz wherever every margin is wide", async () => {
    let compared = 0;
    for (let seed = 1; seed <= 12; seed++) {
      for (const name of ["clonus", "pseudoclonus", "tapping"] as const) {
        const results = await Promise.all([4000, 2000, 1000].map((samplingHz) => analyseChannels([resampled({ class: name, seed, beats: 14, snrDb: 16 }, samplingHz)])));
        const trains = results.map((result) => result.trains[0]);
        // Margins: |log10BF| 1.5 beyond its limit, SNR 2 dB, depth 0.05, quiet share 0.08, coarse bursts 0.1 away from theirs.
        const wide = results.every((result) => result.trains.length === 1 && hasWideMargins(result));
        if (!wide) continue;
        compared++;
        expect(new Set(trains.map((train) => train!.pattern)).size).toBe(1);
        // A burst near the height of a weak beat may come or go; those found at both rates keep their time.
        const [fine, ...coarser] = trains.map((train) => train!.bursts.map((burst) => burst.timeSeconds));
        for (const times of coarser) {
          expect(Math.abs(times.length - fine!.length)).toBeLessThanOrEqual(1);
          const distances = fine!.map((time) => Math.min(...times.map((other) => Math.abs(other - time)))).sort((x, y) => x - y);
          expect(distances[distances.length - 2]).toBeLessThan(0.006);
        }
      }
    }
    expect(compared).toBeGreaterThanOrEqual(12);
  });
});

function hasWideMargins(result: AnalysisResult): boolean {
  const train = result.trains[0]!;
  const { log10BayesFactor: factor, snrDb, modulationDepth: depth, quietFraction: quiet } = train;
  if (factor === null || snrDb === null || depth === null || quiet === null) return false;
  if (Math.abs(Math.abs(factor) - 1) < 1.5 || snrDb < 10 || Math.abs(depth - 0.88) < 0.05 || Math.abs(depth - 0.75) < 0.05) return false;
  const coarse = train.reasons.find((reason) => reason.measure === "coarseBurstRatio")?.value ?? 1;
  return Math.abs(quiet - 0.4) >= 0.08 && Math.abs(coarse - 0.7) >= 0.1 && train.beats >= 8;
}

/** The same 4 kHz record, low-passed by a windowed sinc below the new Nyquist frequency and decimated. */
function resampled(spec: { class: SimulationClass; seed: number; beats: number; snrDb: number }, samplingHz: number): { label: string; samplingHz: number; samples: Float64Array } {
  const source = simulatedAgonist({ ...spec, samplingHz: 4000 });
  const factor = 4000 / samplingHz;
  if (factor === 1) return source;
  const half = 64 * factor;
  const cutoff = 0.48 / factor;
  const kernel = Float64Array.from({ length: 2 * half + 1 }, (_, k) => {
    const x = k - half;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * x) / half) + 0.08 * Math.cos((2 * Math.PI * x) / half);
    return window * (x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x));
  });
  const samples = new Float64Array(Math.floor(source.samples.length / factor));
  for (let n = 0; n < samples.length; n++) {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * (source.samples[n * factor + k - half] ?? 0);
    samples[n] = sum;
  }
  return { label: source.label, samplingHz, samples };
}
