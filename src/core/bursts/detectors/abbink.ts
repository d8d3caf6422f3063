import { butterworthLowpass } from "../../signal/butterworth";
import { sosfiltfilt } from "../../signal/zero-phase";
import type { SampleRange } from "../../timeline";
import type { DetectorInput } from "./detector";
import { momentsOf, rectified, samplesOf, twoStates } from "./detector";

/** Constants of Abbink's detector. */
export interface AbbinkOptions {
  readonly lowpassHz: number;
  /** Threshold above the mean of the smoothed rest, in its standard deviations. */
  readonly thresholdSd: number;
  /** Samples on either side that the transition index counts, and how far it is looked for. */
  readonly windowMilliseconds: number;
}

/** The paper could not be read. Structure after BioSPPy's account of it; the values are ours. JUDGEMENT. */
const defaults: AbbinkOptions = { lowpassHz: 30, thresholdSd: 3, windowMilliseconds: 30 };

/**
 * Abbink, van der Bilt and van der Glas 1998 (J Oral Rehabil 25:365): where the smoothed rectified signal has passed a threshold for good
 * the transition is dated to the sample that best divides below from above: the most samples below the threshold in the
 * window before it and above it in the window after (the other way round for an end).
 */
export function abbink({ samples, samplingHz, rest }: DetectorInput, options: AbbinkOptions = defaults): SampleRange[] {
  const lowpass = butterworthLowpass(2, options.lowpassHz, samplingHz);
  const test = sosfiltfilt(lowpass, rectified(samples));
  const { mean, sd } = momentsOf(sosfiltfilt(lowpass, rectified(rest)));
  const threshold = mean + options.thresholdSd * sd;
  const window = samplesOf(options.windowMilliseconds, samplingHz);
  const above = new Float64Array(test.length + 1);
  for (let i = 0; i < test.length; i++) above[i + 1] = above[i]! + (test[i]! >= threshold ? 1 : 0);
  const bestNear = (position: number, rising: boolean): number => {
    let best = position;
    let bestIndex = -1;
    for (let j = Math.max(window, position - window); j <= Math.min(test.length - window, position + window); j++) {
      const aboveBefore = above[j]! - above[j - window]!;
      const aboveAfter = above[j + window]! - above[j]!;
      const index = rising ? window - aboveBefore + aboveAfter : aboveBefore + window - aboveAfter;
      if (index > bestIndex) [best, bestIndex] = [j, index];
    }
    return best;
  };
  const found = twoStates(test, threshold, { holds: window >> 1, mayFail: window >> 2 });
  const dated = found.map(({ start, end }) => ({ start: bestNear(start, true), end: end === test.length ? end : bestNear(end, false) }));
  return dated.filter(({ start, end }) => end > start);
}
