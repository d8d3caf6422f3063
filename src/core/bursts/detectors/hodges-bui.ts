import { butterworthLowpass } from "../../signal/butterworth";
import { sosfiltfilt } from "../../signal/zero-phase";
import type { SampleRange } from "../../timeline";
import type { DetectorInput } from "./detector";
import { momentsOf, movingMean, rectified, samplesOf, scaledRanges } from "./detector";

/** Constants of Hodges and Bui's detector. */
export interface HodgesBuiOptions {
  /** Low-pass of the rectified signal; undefined leaves it out. */
  readonly lowpassHz: number | undefined;
  /** Above the mean of the rectified rest, in its standard deviations. */
  readonly thresholdSd: number;
  readonly windowMilliseconds: number;
}

/** The combination that is mostly used of the paper's 27: 50 Hz, 3 SD, 25 ms (from memory; the abstract names 10/50/500 Hz, 1/2/3 SD, 20/50/100). */
const defaults: HodgesBuiOptions = { lowpassHz: 50, thresholdSd: 3, windowMilliseconds: 25 };

/**
 * Hodges and Bui 1996 (Electroencephalogr Clin Neurophysiol 101:511): the mean of a sliding window of the rectified, low-passed
 * signal against mean + k·SD of the rectified rest, processed the same way. On while the mean is at or above it; dated to the
 * middle of the window. Only the abstract could be read; the low-pass here is a zero-phase Butterworth of order 2.
 */
export function hodgesBui({ samples, samplingHz, rest }: DetectorInput, options: HodgesBuiOptions = defaults): SampleRange[] {
  const smooth = (x: Float64Array): Float64Array => (options.lowpassHz === undefined ? rectified(x) : sosfiltfilt(butterworthLowpass(2, options.lowpassHz, samplingHz), rectified(x)));
  const width = samplesOf(options.windowMilliseconds, samplingHz);
  const { mean, sd } = momentsOf(smooth(rest));
  const means = movingMean(smooth(samples), width);
  const threshold = mean + options.thresholdSd * sd;
  const ranges: SampleRange[] = [];
  let start = -1;
  for (let k = 0; k <= means.length; k++) {
    const on = k < means.length && means[k]! >= threshold;
    if (on && start < 0) start = k;
    if (!on && start >= 0) {
      ranges.push({ start, end: k });
      start = -1;
    }
  }
  return scaledRanges(ranges, 1, width >> 1, samples.length);
}
