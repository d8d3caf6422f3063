import { butterworthLowpass } from "../../signal/butterworth";
import { sosfiltfilt } from "../../signal/zero-phase";
import type { SampleRange } from "../../timeline";
import type { DetectorInput } from "./detector";
import { momentsOf, rectified, samplesOf, twoStates } from "./detector";

/** Constants of the detector on the Teager–Kaiser energy. */
export interface TkeoOptions {
  readonly lowpassHz: number;
  /** Above the mean energy of the rest, in its standard deviations. */
  readonly thresholdSd: number;
  readonly holdMilliseconds: number;
}

/**
 * 50 Hz and 8 SD from memory; read were the abstracts of 2008 and 2010 only. 25 ms, as for single contractions, would lose two thirds of
 * the volleys of a clonus at 15 dB (docs/method.md): 10 ms. JUDGEMENT.
 */
const defaults: TkeoOptions = { lowpassHz: 50, thresholdSd: 8, holdMilliseconds: 10 };

/**
 * Solnik, Rider, Steinweg, DeVita and Hortobágyi 2010 (Eur J Appl Physiol 110:489): Teager–Kaiser energy x²(n) − x(n−1)·x(n+1), rectified
 * and low-passed, against mean + k·SD of the rest treated the same way. It weights by the square of the frequency as well as of the amplitude.
 */
export function tkeo({ samples, samplingHz, rest }: DetectorInput, options: TkeoOptions = defaults): SampleRange[] {
  const lowpass = butterworthLowpass(2, options.lowpassHz, samplingHz);
  const test = sosfiltfilt(lowpass, rectified(teagerEnergy(samples)));
  const { mean, sd } = momentsOf(sosfiltfilt(lowpass, rectified(teagerEnergy(rest))));
  return twoStates(test, mean + options.thresholdSd * sd, { holds: samplesOf(options.holdMilliseconds, samplingHz), mayFail: 0 });
}

/** x²(n) − x(n−1)·x(n+1); 0 at either end. */
export function teagerEnergy(x: Float64Array): Float64Array {
  const energy = new Float64Array(x.length);
  for (let i = 1; i < x.length - 1; i++) energy[i] = x[i]! * x[i]! - x[i - 1]! * x[i + 1]!;
  return energy;
}
