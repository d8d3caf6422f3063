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

/**
 * Butterworth band-pass of two sections, −3 dB at both edges: what SciPy calls `butter(2, [low, high], "bandpass")`. The poles of
 * the second-order prototype go through s → (s² + ω0²)/(B·s), then the pre-warped bilinear transform.
 */
export function bandPass(lowHz: number, highHz: number, samplingHz: number): readonly [Biquad, Biquad] {
  const low = Math.tan((Math.PI * lowHz) / samplingHz);
  const high = Math.tan((Math.PI * highHz) / samplingHz);
  const width = high - low;
  // Prototype pole (−1 + i)/√2 times B; the other pole is its conjugate.
  const re = (-Math.SQRT1_2) * width;
  const im = Math.SQRT1_2 * width;
  // Root of (pB)² − 4ω0²; the real part of (pB)² is zero.
  const rootRe = re * re - im * im - 4 * low * high;
  const rootIm = 2 * re * im;
  const size = Math.sqrt(Math.hypot(rootRe, rootIm));
  const angle = Math.atan2(rootIm, rootRe) / 2;
  const section = (sign: number): Biquad => {
    const poleRe = (re + sign * size * Math.cos(angle)) / 2;
    const poleIm = (im + sign * size * Math.sin(angle)) / 2;
    const square = poleRe * poleRe + poleIm * poleIm;
    const norm = 1 / (1 - 2 * poleRe + square);
    return { b0: width * norm, b1: 0, b2: -width * norm, a1: (2 * square - 2) * norm, a2: (1 + 2 * poleRe + square) * norm };
  };
  return [section(1), section(-1)];
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
