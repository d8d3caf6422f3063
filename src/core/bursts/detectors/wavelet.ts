import { butterworthLowpass } from "../../signal/butterworth";
import { sosfiltfilt } from "../../signal/zero-phase";
import type { SampleRange } from "../../timeline";
import { findPeaks } from "../peaks";
import type { DetectorInput } from "./detector";
import { momentsOf, samplesOf } from "./detector";

/** Constants of the wavelet detector. */
export interface WaveletOptions {
  /** Half-power band of the Morlet wavelet. */
  readonly bandHz: readonly [number, number];
  /** Low-pass of its magnitude. */
  readonly envelopeHz: number;
  /** Least height of a peak above the mean of the rest's envelope, in its standard deviations. */
  readonly thresholdSd: number;
  /** Least distance between contractions; of nearer peaks the tallest stays. */
  readonly distanceMilliseconds: number;
  /** Energy is looked at so far on either side of a peak. */
  readonly reachMilliseconds: number;
  /** Shares of that energy at which a contraction starts and ends. */
  readonly energyShares: readonly [number, number];
}

/**
 * Band, reach and shares stand in the abstract. Threshold, least distance and the smoothing of the envelope do not; they are ours: 100 ms lets
 * clonus of 10 Hz through, 20 Hz is Klonos' own envelope. JUDGEMENT.
 */
const defaults: WaveletOptions = { bandHz: [74.8, 193.9], envelopeHz: 20, thresholdSd: 5, distanceMilliseconds: 100, reachMilliseconds: 50, energyShares: [0.05, 0.95] };

/** The Gaussian of the wavelet is cut where it has fallen to e^(−12.5). */
const reachOfGaussian = 5;

/**
 * Mummidisetty, Bohórquez and Thomas 2012 (J Neurosci Methods 204:35), made for clonus: the envelope of the EMG in the intermediate wavelet
 * band, its peaks reduced to one a contraction by a threshold and a least distance, and start and end where 5 % and 95 % of the energy
 * within 50 ms of the peak have passed. Where two contractions are nearer than that the energy is looked at up to the lowest
 * point between them. Abstract and first page read.
 */
export function wavelet({ samples, samplingHz, rest }: DetectorInput, options: WaveletOptions = defaults): SampleRange[] {
  const kernel = morletKernel(options.bandHz, samplingHz);
  const lowpass = butterworthLowpass(2, options.envelopeHz, samplingHz);
  const envelope = sosfiltfilt(lowpass, morletMagnitude(samples, kernel));
  const { mean, sd } = momentsOf(sosfiltfilt(lowpass, morletMagnitude(rest, kernel)));
  const threshold = new Float64Array(envelope.length).fill(mean + options.thresholdSd * sd);
  const { positions } = findPeaks(envelope, threshold, samplesOf(options.distanceMilliseconds, samplingHz));
  const reach = samplesOf(options.reachMilliseconds, samplingHz);
  const ranges: SampleRange[] = [];
  for (let k = 0; k < positions.length; k++) {
    const peak = positions[k]!;
    const left = k === 0 ? 0 : lowestBetween(envelope, positions[k - 1]!, peak);
    const right = k + 1 === positions.length ? samples.length : lowestBetween(envelope, peak, positions[k + 1]!);
    const range = energyRange(samples, Math.max(left, peak - reach), Math.min(right, peak + reach + 1), options.energyShares);
    if (range.end > range.start) ranges.push(range);
  }
  return ranges;
}

function lowestBetween(envelope: Float64Array, from: number, to: number): number {
  let lowest = from;
  for (let k = from + 1; k <= to; k++) if (envelope[k]! < envelope[lowest]!) lowest = k;
  return lowest;
}

function energyRange(x: Float64Array, from: number, to: number, [low, high]: readonly [number, number]): SampleRange {
  let total = 0;
  for (let i = from; i < to; i++) total += x[i]! * x[i]!;
  let sum = 0;
  let start = from;
  let end = to;
  for (let i = from; i < to; i++) {
    const before = sum;
    sum += x[i]! * x[i]!;
    if (before <= low * total && sum > low * total) start = i;
    if (sum >= high * total) {
      end = i + 1;
      break;
    }
  }
  return { start, end };
}

/** Real and imaginary part of a complex Morlet wavelet, centred, of unit gain at the middle of its band. */
export interface MorletKernel {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Gaussian of frequency with half the power at the edges of the band: σ_f = (high − low)/2 / √(ln 2), σ_t = 1/(2πσ_f). */
export function morletKernel([lowHz, highHz]: readonly [number, number], samplingHz: number): MorletKernel {
  const centreHz = (lowHz + highHz) / 2;
  const sigmaSeconds = Math.sqrt(Math.LN2) / (Math.PI * (highHz - lowHz));
  const half = Math.ceil(reachOfGaussian * sigmaSeconds * samplingHz);
  const real = new Float64Array(2 * half + 1);
  const imaginary = new Float64Array(2 * half + 1);
  let gain = 0;
  for (let k = -half; k <= half; k++) {
    const t = k / samplingHz;
    const weight = Math.exp(-(t * t) / (2 * sigmaSeconds * sigmaSeconds));
    gain += weight;
    real[k + half] = weight * Math.cos(2 * Math.PI * centreHz * t);
    imaginary[k + half] = weight * Math.sin(2 * Math.PI * centreHz * t);
  }
  return { real: real.map((value) => value / gain), imaginary: imaginary.map((value) => value / gain) };
}

/** |x ∗ ψ|, as long as x; x is taken for 0 beyond its ends. */
export function morletMagnitude(x: Float64Array, { real, imaginary }: MorletKernel): Float64Array {
  const half = real.length >> 1;
  const magnitude = new Float64Array(x.length);
  // Zeros beyond the ends are laid in once: no question of ends is asked at each tap.
  const padded = new Float64Array(x.length + 2 * half);
  padded.set(x, half);
  for (let i = 0; i < x.length; i++) {
    // Even real, odd imaginary part: two taps at a time.
    const centre = i + half;
    let a = padded[centre]! * real[half]!;
    let b = 0;
    for (let lag = 1; lag <= half; lag++) {
      const before = padded[centre - lag]!;
      const after = padded[centre + lag]!;
      a += (before + after) * real[half + lag]!;
      b += (before - after) * imaginary[half + lag]!;
    }
    magnitude[i] = Math.sqrt(a * a + b * b);
  }
  return magnitude;
}
