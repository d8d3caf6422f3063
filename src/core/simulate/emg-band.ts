import { bandPass, type Biquad, filterBackward, filterForward, squaredMagnitude } from "./biquad";

/** Edges of the band in which the truth states power: the analysis band of science.md 4.1. */
const BAND_LOW_HZ = 30;
const BAND_HIGH_HZ = 450;
/** Highest edge as a share of the sampling rate (science.md 4.1). */
const HIGHEST_SHARE = 0.45;
/** Left out at the start of a noise record while the filter settles. */
const SETTLING_SECONDS = 0.1;

/** Sections of the band-pass, written here and not taken from core/signal so that the truth does not lean on what it tests. */
function bandSections(samplingHz: number): readonly [Biquad, Biquad] {
  return bandPass(BAND_LOW_HZ, Math.min(BAND_HIGH_HZ, HIGHEST_SHARE * samplingHz), samplingHz);
}

/** Copy of `samples` through the zero-phase 30–450 Hz band-pass (`butter(2, …)`, forwards and backwards). */
export function bandPassed(samples: Float64Array, samplingHz: number): Float64Array {
  const out = samples.slice();
  for (const section of bandSections(samplingHz)) {
    filterForward(out, section);
    filterBackward(out, section);
  }
  return out;
}

/** Half-open range of samples. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Mean square over all spans together; 0 when they hold no sample. Samples beyond the array count for nothing. */
export function meanSquare(samples: Float64Array, spans: readonly Span[]): number {
  let sum = 0;
  let count = 0;
  for (const span of spans) {
    const end = Math.min(span.end, samples.length);
    for (let i = Math.max(0, span.start); i < end; i += 1) sum += samples[i]! * samples[i]!;
    count += Math.max(0, end - Math.max(0, span.start));
  }
  return count > 0 ? sum / count : 0;
}

/**
 * Mean square of a stationary noise in the band, without a copy of it (a 2-hour record has 14 million samples): each section
 * runs twice forwards, which has the power response of forwards and backwards.
 */
export function stationaryBandPower(samples: Float64Array, samplingHz: number): number {
  const [first, second] = bandSections(samplingHz);
  const chain = [first, first, second, second];
  const older = new Float64Array(chain.length);
  const oldest = new Float64Array(chain.length);
  const settled = Math.min(Math.round(SETTLING_SECONDS * samplingHz), samples.length >> 1);
  let sum = 0;
  for (let i = 0; i < samples.length; i += 1) {
    let x = samples[i]!;
    for (let k = 0; k < chain.length; k += 1) {
      const section = chain[k]!;
      const y = section.b0 * x + older[k]!;
      older[k] = section.b1 * x - section.a1 * y + oldest[k]!;
      oldest[k] = section.b2 * x - section.a2 * y;
      x = y;
    }
    if (i >= settled) sum += x * x;
  }
  return samples.length > settled ? sum / (samples.length - settled) : 0;
}

/** Share of the power of a noise with power response `power(hz)` (per Hz, one-sided) that the band lets through, times its total. */
export function expectedBandPower(power: (hz: number) => number, samplingHz: number): number {
  const sections = bandSections(samplingHz);
  const steps = 4096;
  const width = samplingHz / 2 / steps;
  let sum = 0;
  for (let k = 0; k < steps; k += 1) {
    const hz = (k + 0.5) * width;
    let response = power(hz);
    for (const section of sections) response *= squaredMagnitude(section, hz, samplingHz) ** 2;
    sum += response;
  }
  return sum * width;
}
