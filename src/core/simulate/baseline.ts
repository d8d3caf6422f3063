import type { Steps } from "../steps";
import { filterForward, highPass, lowPass, squaredMagnitude } from "./biquad";
import { expectedBandPower } from "./emg-band";
import type { Random } from "./random";

/** Amplifier band of the baseline noise (science.md 6.1) and the share of its power that is white beyond it. */
const LOW_HZ = 10;
const HIGH_HZ = 500;
const HIGHEST_SHARE = 0.45;
const WHITE_SHARE = 0.1;

/** Resting baseline: Gaussian, 10–500 Hz plus a white part, with an expected RMS of `bandRms` in 30–450 Hz. */
export function* baselineNoise(length: number, samplingHz: number, bandRms: number, random: Random): Steps<Float64Array> {
  const high = highPass(LOW_HZ, samplingHz);
  const low = lowPass(Math.min(HIGH_HZ, HIGHEST_SHARE * samplingHz), samplingHz);
  const shaped = (hz: number): number => squaredMagnitude(high, hz, samplingHz) * squaredMagnitude(low, hz, samplingHz);
  // One-sided density of unit white noise is 2/fs.
  const density = (hz: number): number => (2 / samplingHz) * ((1 - WHITE_SHARE) * shaped(hz) + WHITE_SHARE);
  const scale = bandRms / Math.sqrt(expectedBandPower(density, samplingHz));
  const out = new Float64Array(length);
  const colouredScale = scale * Math.sqrt(1 - WHITE_SHARE);
  const whiteScale = scale * Math.sqrt(WHITE_SHARE);
  for (let i = 0; i < length; i += 1) out[i] = colouredScale * random.normal();
  yield;
  filterForward(out, high);
  yield;
  filterForward(out, low);
  yield;
  for (let i = 0; i < length; i += 1) out[i] = out[i]! + whiteScale * random.normal();
  return out;
}
