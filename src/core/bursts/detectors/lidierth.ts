import type { SampleRange } from "../../timeline";
import type { DetectorInput } from "./detector";
import { momentsOf, movingMean, rectified, samplesOf, scaledRanges, twoStates } from "./detector";

/** Constants of Lidierth's detector. */
export interface LidierthOptions {
  readonly smoothMilliseconds: number;
  /** Above the mean of the rectified rest, in standard deviations of the smoothed rest. */
  readonly thresholdSd: number;
  /** A change counts when the other side was seen for so long … */
  readonly holdMilliseconds: number;
  /** … and meanwhile never left for longer than this. */
  readonly failMilliseconds: number;
}

/** The paper could not be read. Structure after secondary accounts (Staude 2001, BioSPPy); the values are customary ones. JUDGEMENT. */
const defaults: LidierthOptions = { smoothMilliseconds: 10, thresholdSd: 3, holdMilliseconds: 15, failMilliseconds: 10 };

/**
 * Lidierth 1986 (Electroencephalogr Clin Neurophysiol 64:378): the smoothed rectified signal must stay beyond the threshold for a
 * least time to change the state, and may be interrupted for a shorter one.
 */
export function lidierth({ samples, samplingHz, rest }: DetectorInput, options: LidierthOptions = defaults): SampleRange[] {
  const width = samplesOf(options.smoothMilliseconds, samplingHz);
  const { mean, sd } = momentsOf(movingMean(rectified(rest), width));
  const rule = { holds: samplesOf(options.holdMilliseconds, samplingHz), mayFail: samplesOf(options.failMilliseconds, samplingHz) };
  return scaledRanges(twoStates(movingMean(rectified(samples), width), mean + options.thresholdSd * sd, rule), 1, width >> 1, samples.length);
}
