import { describe, expect, it } from "vitest";
import { rawCorrelation } from "../../../../src/core/analysis/muscles/antagonist";
import { createScoreMemory } from "../../../../src/core/analysis/score-memory";
import type { Track, TrackBurst } from "../../../../src/core/analysis/track";
import type { ChannelInfo } from "../../../../src/core/recording";
import { Random } from "../../../../src/core/simulate/random";

const samplingHz = 1000;
const seconds = 60;
const grid = 500;
const segment = { startSample: 0, endSample: seconds * samplingHz, startSeconds: 0 };
const channel = (index: number): ChannelInfo => ({ index, label: `EMG ${index}`, samplingHz, sampleCount: segment.endSample, segments: [segment] }) as unknown as ChannelInfo;
const track = { segment, samplingHz, step: samplingHz / grid, gridStart: 0, scaleHz: 20, envelope: new Float64Array(seconds * 500) } as unknown as Track;
/** A train from `from` to `to` seconds: of its bursts only the first and the last are looked at. */
function train(from: number, to: number): Parameters<typeof rawCorrelation>[0] {
  const burst = (at: number): TrackBurst => ({ onset: at * grid, offset: at * grid + 20, centroid: at * grid + 10, peak: at * grid + 10, height: 1, edited: false, track }) as unknown as TrackBurst;
  return { bursts: [burst(from), burst(to)], place: { track } };
}

/** Two independent noises; within `heard` seconds the second holds `share` of the first. */
function channels(heard: readonly [number, number], share: number): readonly Float64Array[] {
  const random = new Random(11, "cross-talk");
  const own = Float64Array.from({ length: segment.endSample }, () => random.normal());
  const other = Float64Array.from(own, (value, k) => random.normal() + (k >= heard[0] * samplingHz && k < heard[1] * samplingHz ? share * value : 0));
  return [own, other];
}

const correlate = (samples: readonly Float64Array[], from: number, to: number): Promise<number | undefined> =>
  rawCorrelation(train(from, to), channel(0), channel(1), track, (index, range) => Promise.resolve(samples[index]!.slice(range.start, range.end)), createScoreMemory(), undefined);

describe("raw correlation for cross-talk", () => {
  // Noise of SD 1 that holds the share s of another of SD 1 correlates s/√(1+s²) with it.
  const expected = 1 / Math.sqrt(2);

  it.each([["beginning", [0, 12]], ["middle", [24, 36]], ["end", [48, 60]]] as const)("of a long train hears the other muscle at its %s", async (_, heard) => {
    expect(await correlate(channels(heard, -1), 2, 58)).toBeCloseTo(-expected, 1);
  });

  it("is that of the whole of a short train", async () => {
    expect(await correlate(channels([0, 60], 1), 20, 30)).toBeCloseTo(expected, 1);
  });

  it("of two muscles that do not hear each other stays near none", async () => {
    expect(Math.abs((await correlate(channels([0, 0], 0), 2, 58))!)).toBeLessThan(0.1);
  });
});
