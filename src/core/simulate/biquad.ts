/** One second-order section with a0 = 1. */
export interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Second-order Butterworth low-pass, −3 dB at `cutoffHz` (bilinear transform, pre-warped). */
export function lowPass(cutoffHz: number, samplingHz: number): Biquad {
  const w = Math.tan((Math.PI * cutoffHz) / samplingHz);
  const norm = 1 / (1 + Math.SQRT2 * w + w * w);
  return { b0: w * w * norm, b1: 2 * w * w * norm, b2: w * w * norm, a1: 2 * (w * w - 1) * norm, a2: (1 - Math.SQRT2 * w + w * w) * norm };
}

/** Second-order Butterworth high-pass, −3 dB at `cutoffHz`. */
export function highPass(cutoffHz: number, samplingHz: number): Biquad {
  const w = Math.tan((Math.PI * cutoffHz) / samplingHz);
  const norm = 1 / (1 + Math.SQRT2 * w + w * w);
  return { b0: norm, b1: -2 * norm, b2: norm, a1: 2 * (w * w - 1) * norm, a2: (1 - Math.SQRT2 * w + w * w) * norm };
}

/** Filters in place, forwards, from rest. */
export function filterForward(samples: Float64Array, section: Biquad): void {
  const { b0, b1, b2, a1, a2 } = section;
  let s1 = 0;
  let s2 = 0;
  for (let i = 0; i < samples.length; i += 1) {
    const x = samples[i]!;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    samples[i] = y;
  }
}

/** Filters in place, backwards in time, from rest. */
export function filterBackward(samples: Float64Array, section: Biquad): void {
  const { b0, b1, b2, a1, a2 } = section;
  let s1 = 0;
  let s2 = 0;
  for (let i = samples.length - 1; i >= 0; i -= 1) {
    const x = samples[i]!;
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    samples[i] = y;
  }
}

/** Squared magnitude of one pass at `hz`. */
export function squaredMagnitude(section: Biquad, hz: number, samplingHz: number): number {
  const w = (2 * Math.PI * hz) / samplingHz;
  const { b0, b1, b2, a1, a2 } = section;
  const numeratorRe = b0 + b1 * Math.cos(w) + b2 * Math.cos(2 * w);
  const numeratorIm = b1 * Math.sin(w) + b2 * Math.sin(2 * w);
  const denominatorRe = 1 + a1 * Math.cos(w) + a2 * Math.cos(2 * w);
  const denominatorIm = a1 * Math.sin(w) + a2 * Math.sin(2 * w);
  return (numeratorRe ** 2 + numeratorIm ** 2) / (denominatorRe ** 2 + denominatorIm ** 2);
}
