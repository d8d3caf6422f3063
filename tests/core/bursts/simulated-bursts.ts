import { detectorOptions } from "../../../src/core/bursts/detector-options";
import type { TrackBurst } from "../../../src/core/analysis/track";
import { burstSeconds, detectOn } from "../../../src/core/analysis/track";
import { defaultSettings } from "../../../src/core/settings";
import { noiseFloorCorrection } from "../../../src/core/signal/noise-floor-constants";
import { prepareChannel } from "../../../src/core/signal/prepare";

/** Detector of 4.3, steps 1 to 6, on samples of one stretch. */
export async function detectSamples(samples: Float64Array, samplingHz: number): Promise<{ readonly bursts: readonly TrackBurst[]; readonly times: readonly number[]; readonly envelope: Float64Array; readonly mean: Float64Array; readonly sigma: Float64Array }> {
  const channel = { samplingHz, segments: [{ startSample: 0, endSample: samples.length, startSeconds: 0 }], physicalRange: undefined };
  const prepared = await prepareChannel({ channel, read: (range) => Promise.resolve(samples.slice(range.start, range.end)), bandLowHz: defaultSettings.bandLowHz, bandHighHz: defaultSettings.bandHighHz });
  const segment = prepared.segments[0]!;
  const place = { scaleHz: 20, segment, samplingHz, step: prepared.gridStep, gridStart: 0 };
  const { bursts, track } = detectOn(place, segment.envelope, detectorOptions(defaultSettings, noiseFloorCorrection(20, prepared.bandHz)));
  return { bursts, times: bursts.map(burstSeconds), envelope: track.envelope, mean: track.mean, sigma: track.sigma };
}

/** One-to-one matches of true and found times within 40 ms; errors are found − true, in seconds. */
export function matchTimes(truth: readonly number[], found: readonly number[]): { readonly hits: number; readonly errors: readonly number[] } {
  const used = new Set<number>();
  const errors: number[] = [];
  for (const time of truth) {
    let best = -1;
    for (let k = 0; k < found.length; k++) {
      const distance = Math.abs(found[k]! - time);
      if (!used.has(k) && distance <= 0.04 && (best < 0 || distance < Math.abs(found[best]! - time))) best = k;
    }
    if (best < 0) continue;
    used.add(best);
    errors.push(found[best]! - time);
  }
  return { hits: errors.length, errors };
}
