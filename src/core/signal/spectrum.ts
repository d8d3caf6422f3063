import { createTransform, powerOfTwoFrom } from "./fft";

/** One-sided power spectral density in unit²/Hz at k · resolutionHz, k = 0 … N/2. */
export interface PowerSpectrum {
  readonly resolutionHz: number;
  readonly density: Float64Array;
  /** Segments averaged. */
  readonly averages: number;
}

/** Periodic Hann window of `n` points (its first value is 0, there is no last 0), as spectral averaging wants it. */
export function hannWindow(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, k) => 0.5 * (1 - Math.cos((2 * Math.PI * k) / n)));
}

/**
 * Welch's averaged periodogram (Welch 1967): segments of `segmentSamples` overlapping by half, each freed of its mean, Hann
 * window, zero-padded to a power of two; equals SciPy `welch(x, fs, nperseg=…, nfft=…)`. A shorter signal is one segment.
 * @throws RangeError for fewer than two samples.
 */
export function welch(x: Float64Array, samplingHz: number, segmentSamples: number): PowerSpectrum {
  if (x.length < 2) throw new RangeError(`a spectrum of ${x.length} samples was asked for`);
  const n = Math.max(2, Math.min(x.length, Math.floor(segmentSamples)));
  const hop = n - (n >> 1);
  const window = hannWindow(n);
  const transform = createTransform(powerOfTwoFrom(n));
  const buffer = new Float64Array(transform.size);
  const density = new Float64Array(transform.size / 2 + 1);
  let averages = 0;
  for (let start = 0; start + n <= x.length; start += hop) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += x[start + i]!;
    mean /= n;
    for (let i = 0; i < n; i++) buffer[i] = (x[start + i]! - mean) * window[i]!;
    const { real, imaginary } = transform.forward(buffer);
    for (let k = 0; k < density.length; k++) density[k]! += real[k]! * real[k]! + imaginary[k]! * imaginary[k]!;
    averages++;
  }
  let windowPower = 0;
  for (const w of window) windowPower += w * w;
  const oneSide = 1 / (samplingHz * windowPower * averages);
  // Every bin but DC and Nyquist stands for its mirror image too.
  for (let k = 0; k < density.length; k++) density[k]! *= k === 0 || k === density.length - 1 ? oneSide : 2 * oneSide;
  return { resolutionHz: samplingHz / transform.size, density, averages };
}

/** Power (unit²) of a spectrum between two frequencies; each bin reaches half a bin to either side and counts by its overlap. */
export function integrate({ density, resolutionHz }: PowerSpectrum, lowHz: number, highHz: number): number {
  let power = 0;
  for (let k = 0; k < density.length; k++) {
    const overlap = Math.min(highHz, (k + 0.5) * resolutionHz) - Math.max(lowHz, (k - 0.5) * resolutionHz);
    if (overlap > 0) power += density[k]! * overlap;
  }
  return power;
}

/** Seconds of a segment for `bandPower`: 1 Hz between bins, as far as the signal reaches. */
const BAND_SEGMENT_SECONDS = 1;

/** Mean power (unit²) of x, freed of its mean, between two frequencies in Hz. Frequencies above samplingHz/2 hold none. */
export function bandPower(x: Float64Array, samplingHz: number, lowHz: number, highHz: number): number {
  return integrate(welch(x, samplingHz, Math.round(samplingHz * BAND_SEGMENT_SECONDS)), lowHz, highHz);
}
