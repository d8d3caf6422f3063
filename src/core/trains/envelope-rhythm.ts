import { butterworthBandpass } from "../signal/butterworth";
import { createTransform, powerOfTwoFrom } from "../signal/fft";
import { minimumSamples } from "../signal/sos";
import { hannWindow } from "../signal/spectrum";
import { sosfiltfilt } from "../signal/zero-phase";
import type { IntervalStatistics, NumberInterval } from "./interval-statistics";
import { medianStepInterval, stabilityIndex } from "./rhythm-measures";
import { studentQuantile } from "./special-functions";

/** Rhythm seen in the envelope of a train, without its burst times (science.md 3.1: for display, nothing here decides). */
export interface EnvelopeRhythm {
  /** Highest peak of the normalised autocorrelation between 90 and 600 ms, and its lag. */
  readonly autocorrelation: AutocorrelationPeak | undefined;
  readonly spectrum: EnvelopeSpectrum | undefined;
  /** Tremor stability index on positive-going zero crossings of the envelope in a band of ±2 Hz about the rate, Hz. */
  readonly stabilityIndexHz: number | undefined;
  /** χ² interval of it, as of the index on the beats. */
  readonly stabilityIndexInterval: NumberInterval | undefined;
}

/** Peak of the autocorrelation. */
export interface AutocorrelationPeak {
  readonly peak: number;
  readonly lagSeconds: number;
  /** By a jackknife over five stretches of the train on Fisher's z, Student's t; covers 0.88 to 0.98 of nominal 0.95 from 15 beats on, less below (tests/core/trains/golden/envelope_coverage.py). */
  readonly interval: NumberInterval | undefined;
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
/** Two changes of frequency make a range: four crossings. */
const FEWEST_CYCLES = 3;
/** Stretches of a train that the jackknife of the autocorrelation leaves out in turn. */
const STRETCHES = 5;
/** Correlations nearer to ±1 have no finite z. */
const LARGEST_CORRELATION = 0.999_999;
/**
 * Relative scatter of the spectral peak of a self-timed cycle of jitter J over m cycles: √((1.3 J)²/m + (1.7 J²)²). The first part is that of a mean rate
 * under a Hann window, the second the width of the line itself, which no length makes smaller. Fitted to simulated envelopes, jitter 0.02 to
 * 0.2, 6 to 150 beats; with Student's t it covers 0.91 to 0.98 of nominal 0.95, jitter 0.3 included (tests/core/trains/golden/envelope_coverage.py).
 */
const PEAK_SCATTER = 1.3;
const LINE_SCATTER = 1.7;

/**
 * @param rateHz rate of the path; undefined leaves the zero-crossing index out
 * @returns fields undefined where the train is too short for them
 */
export function envelopeRhythm(train: TrainEnvelope, rateHz: number | undefined, ciLevel: number): EnvelopeRhythm {
  const reduced = reduce(train);
  const inside = reduced.values.subarray(reduced.start, reduced.end);
  const frequencies = rateHz === undefined ? [] : cycleFrequencies(reduced, rateHz);
  const index = frequencies.length < FEWEST_CYCLES ? undefined : stabilityIndex(frequencies);
  return {
    autocorrelation: autocorrelationPeak(inside, reduced.samplingHz, ciLevel),
    spectrum: envelopeSpectrum(inside, reduced.samplingHz),
    stabilityIndexHz: index,
    stabilityIndexInterval: index === undefined ? undefined : medianStepInterval(index, frequencies.length, ciLevel),
  };
}

/** Interval of the spectral peak from the train's own jitter, as of a self-timed cycle; undefined for intervals without jitter. */
export function spectrumPeakInterval(peakHz: number, { jitter, jitterDegrees, count }: Pick<IntervalStatistics, "jitter" | "jitterDegrees" | "count">, ciLevel: number): NumberInterval | undefined {
  if (!(jitter > 0)) return undefined;
  const scatter = Math.hypot((PEAK_SCATTER * jitter) / Math.sqrt(count), LINE_SCATTER * jitter * jitter);
  const factor = Math.exp(studentQuantile(0.5 + ciLevel / 2, jitterDegrees) * scatter);
  return [peakHz / factor, peakHz * factor];
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
export function autocorrelationPeak(values: Float64Array, samplingHz: number, ciLevel: number): AutocorrelationPeak | undefined {
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
  if (found === undefined) return undefined;
  return { peak: found.height, lagSeconds: (first + found.place) / samplingHz, interval: jackknifeInterval(x, first + found.index, found.height, ciLevel) };
}

/** Fisher's z of the correlation at one lag, each of five stretches left out in turn; Student's t with four degrees of freedom. */
function jackknifeInterval(x: Float64Array, lag: number, peak: number, ciLevel: number): NumberInterval | undefined {
  const pairs = x.length - lag;
  const products = new Float64Array(STRETCHES);
  const powers = new Float64Array(STRETCHES);
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    for (let k = Math.floor((stretch * pairs) / STRETCHES); k < Math.floor(((stretch + 1) * pairs) / STRETCHES); k++) {
      products[stretch] = products[stretch]! + x[k]! * x[k + lag]!;
      powers[stretch] = powers[stretch]! + (x[k]! * x[k]! + x[k + lag]! * x[k + lag]!) / 2;
    }
  }
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const [product, power] = [sum(products), sum(powers)];
  const zs = products.map((own, stretch) => fisherZ((product - own) / (power - powers[stretch]!)));
  const centre = sum(zs) / STRETCHES;
  const error = Math.sqrt(((STRETCHES - 1) / STRETCHES) * zs.reduce((total, z) => total + (z - centre) ** 2, 0));
  if (!Number.isFinite(error)) return undefined;
  const half = studentQuantile(0.5 + ciLevel / 2, STRETCHES - 1) * error;
  return [Math.tanh(fisherZ(peak) - half), Math.tanh(fisherZ(peak) + half)];
}

function fisherZ(correlation: number): number {
  return Math.atanh(Math.max(-LARGEST_CORRELATION, Math.min(LARGEST_CORRELATION, correlation)));
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

/** 1/cycle between positive-going zero crossings inside the train; empty where the band cannot be had. */
function cycleFrequencies({ values, samplingHz, start, end }: TrainEnvelope, rateHz: number): readonly number[] {
  const low = Math.max(BAND_FLOOR_SHARE * rateHz, rateHz - BAND_HALF_HZ);
  const high = rateHz + BAND_HALF_HZ;
  if (!(high < samplingHz / 2)) return [];
  const filter = butterworthBandpass(BAND_ORDER, low, high, samplingHz);
  if (values.length < minimumSamples(filter)) return [];
  const y = sosfiltfilt(filter, values);
  const crossings: number[] = [];
  for (let k = Math.max(1, start); k < end; k++) {
    if (y[k - 1]! <= 0 && y[k]! > 0) crossings.push((k - 1 + y[k - 1]! / (y[k - 1]! - y[k]!)) / samplingHz);
  }
  return crossings.slice(1).map((time, k) => 1 / (time - crossings[k]!));
}

/** Highest value that is above both neighbours, by a parabola through the three. */
function highestPeak(values: Float64Array): { readonly index: number; readonly place: number; readonly height: number } | undefined {
  let best = -1;
  for (let k = 1; k < values.length - 1; k++) {
    if (values[k]! > values[k - 1]! && values[k]! >= values[k + 1]! && (best < 0 || values[k]! > values[best]!)) best = k;
  }
  if (best < 0) return undefined;
  const [left, centre, right] = [values[best - 1]!, values[best]!, values[best + 1]!];
  const bend = left - 2 * centre + right;
  const shift = bend === 0 ? 0 : (0.5 * (left - right)) / bend;
  return { index: best, place: best + shift, height: centre - 0.25 * (left - right) * shift };
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
