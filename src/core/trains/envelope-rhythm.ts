import { butterworthBandpass } from "../signal/butterworth";
import { createTransform, powerOfTwoFrom } from "../signal/fft";
import { minimumSamples } from "../signal/sos";
import { hannWindow } from "../signal/spectrum";
import { sosfiltfilt } from "../signal/zero-phase";
import { stabilityIndex } from "./rhythm-measures";

/** Rhythm seen in the envelope of a train, without its burst times (science.md 3.1: for display, nothing here decides). */
export interface EnvelopeRhythm {
  /** Highest peak of the normalised autocorrelation between 90 and 600 ms, and its lag. */
  readonly autocorrelation: { readonly peak: number; readonly lagSeconds: number } | undefined;
  readonly spectrum: EnvelopeSpectrum | undefined;
  /** Tremor stability index on positive-going zero crossings of the envelope in a band of ±2 Hz about the rate, Hz. */
  readonly stabilityIndexHz: number | undefined;
}

/** Peak of the periodogram of the envelope. Its width is at least that of the record: compare it with the resolution. */
export interface EnvelopeSpectrum {
  readonly peakHz: number;
  /** Full width at half of the peak's power. */
  readonly halfWidthHz: number;
  /** 1/T of the train: two rates nearer than this cannot be told apart. */
  readonly resolutionHz: number;
}

/** The envelope of a train and its surroundings on an even grid. */
export interface TrainEnvelope {
  readonly values: Float64Array;
  readonly samplingHz: number;
  /** Grid positions of the train in `values`, half-open. */
  readonly start: number;
  readonly end: number;
}

/** Lags of the autocorrelation peak: the period grid of the likelihood (science.md 3.8). */
const SHORTEST_LAG_SECONDS = 0.09;
const LONGEST_LAG_SECONDS = 0.6;
/** Lags longer than this share of the train rest on too few pairs. */
const LARGEST_LAG_SHARE = 0.5;
/** Rate to which the envelope (20 Hz) is averaged down. */
const REDUCED_HZ = 100;
/** Where the spectral peak is looked for: the rates of science.md 1.1 with room. */
const SPECTRUM_HZ: readonly [number, number] = [1.5, 15];
/** Zero padding: bins are this many times finer than 1/T, so that the peak is read off by a parabola. */
const PADDING = 8;
/** A long train has fine bins anyway: its transform grows to no more than this before the padding falls to two. */
const PADDED_SIZE = 32_768;
/** Half of the band about the rate in which cycles are counted: 4 Hz in all, as in the index's published use on accelerometers. */
const BAND_HALF_HZ = 2;
/** The band never reaches below this share of the rate. JUDGEMENT. */
const BAND_FLOOR_SHARE = 0.5;
const BAND_ORDER = 2;

/**
 * @param rateHz rate of the path; undefined leaves the zero-crossing index out
 * @returns fields undefined where the train is too short for them
 */
export function envelopeRhythm(train: TrainEnvelope, rateHz: number | undefined): EnvelopeRhythm {
  const reduced = reduce(train);
  const inside = reduced.values.subarray(reduced.start, reduced.end);
  return {
    autocorrelation: autocorrelationPeak(inside, reduced.samplingHz),
    spectrum: envelopeSpectrum(inside, reduced.samplingHz),
    stabilityIndexHz: rateHz === undefined ? undefined : zeroCrossingIndex(reduced, rateHz),
  };
}

/** Means of as many grid points as bring the rate to about 100 Hz. */
function reduce({ values, samplingHz, start, end }: TrainEnvelope): TrainEnvelope {
  const step = Math.max(1, Math.floor(samplingHz / REDUCED_HZ));
  const count = Math.floor(values.length / step);
  const means = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let sum = 0;
    for (let i = 0; i < step; i++) sum += values[k * step + i]!;
    means[k] = sum / step;
  }
  return { values: means, samplingHz: samplingHz / step, start: Math.min(count, Math.round(start / step)), end: Math.min(count, Math.round(end / step)) };
}

/** Highest local maximum of Σ x_t x_(t+k)/(N−k) over Σ x²/N, x freed of its mean, read off by a parabola; undefined where there is none. */
export function autocorrelationPeak(values: Float64Array, samplingHz: number): { readonly peak: number; readonly lagSeconds: number } | undefined {
  const count = values.length;
  const first = Math.max(1, Math.floor(SHORTEST_LAG_SECONDS * samplingHz));
  const last = Math.min(Math.ceil(LONGEST_LAG_SECONDS * samplingHz), Math.floor(LARGEST_LAG_SHARE * count));
  if (last - first < 2) return undefined;
  const centre = values.reduce((sum, value) => sum + value, 0) / count;
  const x = values.map((value) => value - centre);
  const power = x.reduce((sum, value) => sum + value * value, 0) / count;
  if (!(power > 0)) return undefined;
  const at = (lag: number): number => {
    let sum = 0;
    for (let k = 0; k + lag < count; k++) sum += x[k]! * x[k + lag]!;
    return sum / ((count - lag) * power);
  };
  const found = highestPeak(Float64Array.from({ length: last - first + 1 }, (_, k) => at(first + k)));
  return found === undefined ? undefined : { peak: found.height, lagSeconds: (first + found.place) / samplingHz };
}

/** Periodogram under a Hann window of the values freed of their straight trend. */
export function envelopeSpectrum(values: Float64Array, samplingHz: number): EnvelopeSpectrum | undefined {
  const count = values.length;
  const resolutionHz = samplingHz / count;
  if (count < 8 || resolutionHz > SPECTRUM_HZ[0]) return undefined;
  const straight = detrended(values);
  const size = powerOfTwoFrom(Math.max(2 * count, Math.min(PADDING * count, PADDED_SIZE)));
  const window = hannWindow(count);
  const padded = new Float64Array(size);
  for (let k = 0; k < count; k++) padded[k] = straight[k]! * window[k]!;
  const { real, imaginary } = createTransform(size).forward(padded);
  const bin = samplingHz / size;
  const first = Math.ceil(SPECTRUM_HZ[0] / bin);
  const last = Math.min(real.length - 2, Math.floor(SPECTRUM_HZ[1] / bin));
  const power = (k: number): number => real[k]! * real[k]! + imaginary[k]! * imaginary[k]!;
  const found = highestPeak(Float64Array.from({ length: last - first + 1 }, (_, k) => power(first + k)));
  if (found === undefined) return undefined;
  const half = found.height / 2;
  const edge = (direction: 1 | -1): number => {
    let k = Math.round(first + found.place);
    while (k > 0 && k < real.length - 1 && power(k) > half) k += direction;
    const [inner, outer] = [power(k - direction), power(k)];
    return outer >= half ? k : k - (direction * (half - outer)) / (inner - outer);
  };
  return { peakHz: (first + found.place) * bin, halfWidthHz: (edge(1) - edge(-1)) * bin, resolutionHz };
}

/** Interquartile range of the change of 1/cycle between positive-going zero crossings inside the train; undefined for fewer than four crossings. */
function zeroCrossingIndex({ values, samplingHz, start, end }: TrainEnvelope, rateHz: number): number | undefined {
  const low = Math.max(BAND_FLOOR_SHARE * rateHz, rateHz - BAND_HALF_HZ);
  const high = rateHz + BAND_HALF_HZ;
  if (!(high < samplingHz / 2)) return undefined;
  const filter = butterworthBandpass(BAND_ORDER, low, high, samplingHz);
  if (values.length < minimumSamples(filter)) return undefined;
  const y = sosfiltfilt(filter, values);
  const crossings: number[] = [];
  for (let k = Math.max(1, start); k < end; k++) {
    if (y[k - 1]! <= 0 && y[k]! > 0) crossings.push((k - 1 + y[k - 1]! / (y[k - 1]! - y[k]!)) / samplingHz);
  }
  if (crossings.length < 4) return undefined;
  return stabilityIndex(crossings.slice(1).map((time, k) => 1 / (time - crossings[k]!)));
}

/** Highest value that is above both neighbours, by a parabola through the three. */
function highestPeak(values: Float64Array): { readonly place: number; readonly height: number } | undefined {
  let best = -1;
  for (let k = 1; k < values.length - 1; k++) {
    if (values[k]! > values[k - 1]! && values[k]! >= values[k + 1]! && (best < 0 || values[k]! > values[best]!)) best = k;
  }
  if (best < 0) return undefined;
  const [left, centre, right] = [values[best - 1]!, values[best]!, values[best + 1]!];
  const bend = left - 2 * centre + right;
  const shift = bend === 0 ? 0 : (0.5 * (left - right)) / bend;
  return { place: best + shift, height: centre - 0.25 * (left - right) * shift };
}

function detrended(values: Float64Array): Float64Array {
  const count = values.length;
  const centre = (count - 1) / 2;
  const level = values.reduce((sum, value) => sum + value, 0) / count;
  let rise = 0;
  let run = 0;
  for (let k = 0; k < count; k++) {
    rise += (k - centre) * values[k]!;
    run += (k - centre) ** 2;
  }
  return values.map((value, k) => value - level - (rise / run) * (k - centre));
}
