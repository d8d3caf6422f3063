import type { SampleRange } from "../../timeline";
import type { DetectorInput } from "./detector";
import { momentsOf, samplesOf, scaledRanges, thinned, thinningOf, withLeastDurations } from "./detector";

/** Constants of the double threshold. */
export interface BonatoOptions {
  /** Probability that a window of noise is taken for activity. */
  readonly falseAlarm: number;
  /** Second threshold: at least so many values of the window above the first one. */
  readonly atLeast: number;
  readonly windowMilliseconds: number;
  /** Shorter activity and shorter silence are removed. */
  readonly leastMilliseconds: number;
  /** The adaptive form: probability of detection that is kept where the local signal is strong enough to raise the threshold; undefined never raises it. */
  readonly detection: number | undefined;
  /** Stretch over which the adaptive form takes the local signal-to-noise ratio. */
  readonly localMilliseconds: number;
}

/**
 * m = 5 pairs, r0 = 1 and a false-alarm probability of 0.05 from memory; the paper was read as abstract only. Its post-processor of 30 ms, made for
 * gait, would lose half of the volleys of a clonus at 15 dB (docs/method.md): 15 ms. JUDGEMENT.
 */
const defaults: BonatoOptions = { falseAlarm: 0.05, atLeast: 1, windowMilliseconds: 10, leastMilliseconds: 15, detection: undefined, localMilliseconds: 1000 };
/** JUDGEMENT: the abstract of De Marchis 2011 names desired probabilities but not their values. */
const adaptiveDetection = 0.99;

/**
 * Bonato, D'Alessio and Knaflitz 1998 (IEEE Trans Biomed Eng 45:287), double threshold. z = (x²₂ᵢ₋₁ + x²₂ᵢ)/σ² is χ² of two
 * degrees of freedom in white Gaussian noise, so that P(z > ζ) = e^(−ζ/2); activity where at least r0 of m successive z exceed ζ.
 * ζ follows from the wanted false-alarm probability of a window. In the place of the paper's whitening filter the samples are thinned
 * to the Nyquist rate of their band.
 */
export function bonato(input: DetectorInput, options: BonatoOptions = defaults): SampleRange[] {
  const thinning = thinningOf(input);
  const { sd } = momentsOf(thinned(input.rest, thinning));
  const z = pairPowers(thinned(input.samples, thinning), sd);
  const pairHz = input.samplingHz / (2 * thinning);
  const m = samplesOf(options.windowMilliseconds, pairHz);
  const r0 = Math.min(options.atLeast, m);
  const zeta = -2 * Math.log(singleProbability(options.falseAlarm, r0, m));
  const least = samplesOf(options.leastMilliseconds, pairHz);
  const active = withLeastDurations(windowsAbove(z, zeta, r0, m), least, least);
  if (options.detection === undefined) return scaledRanges(active, 2 * thinning, 0, input.samples.length);
  const raised = raisedLocally(z, singleProbability(options.detection, r0, m), samplesOf(options.localMilliseconds, pairHz), zeta);
  return scaledRanges(active.map((range) => trimmed(range, z, raised)), 2 * thinning, 0, input.samples.length);
}

/**
 * The adaptive form after De Marchis, Schmid and Conforto 2011 (abstract read): where the local signal-to-noise ratio allows it the first
 * threshold is raised to the height that a window of activity still exceeds with probability 0.99, and what was found is cut back to
 * it: strong bursts lose their weak surroundings, weak ones are kept.
 */
export function bonatoAdaptive(input: DetectorInput): SampleRange[] {
  return bonato(input, { ...defaults, detection: adaptiveDetection });
}

function pairPowers(x: Float64Array, sd: number): Float64Array {
  const z = new Float64Array(x.length >> 1);
  const scale = sd > 0 ? 1 / (sd * sd) : 0;
  for (let k = 0; k < z.length; k++) z[k] = scale * (x[2 * k]! * x[2 * k]! + x[2 * k + 1]! * x[2 * k + 1]!);
  return z;
}

/** The probability p of one value at which at least r0 of m exceed with the wanted probability: the inverse of a binomial tail, by bisection. */
export function singleProbability(wanted: number, r0: number, m: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const p = (low + high) / 2;
    if (binomialTail(p, r0, m) < wanted) low = p;
    else high = p;
  }
  return (low + high) / 2;
}

/** P(at least r0 of m) for independent events of probability p. */
function binomialTail(p: number, r0: number, m: number): number {
  let below = 0;
  let choose = 1;
  for (let k = 0; k < r0; k++) {
    below += choose * p ** k * (1 - p) ** (m - k);
    choose = (choose * (m - k)) / (k + 1);
  }
  return 1 - below;
}

/** ζ raised to −2(1 + s)·ln p where that is more; 2(1 + s): mean of the values above ζ within the local stretch (2 is the mean of z in noise). */
function raisedLocally(z: Float64Array, p: number, span: number, zeta: number): Float64Array {
  const thresholds = new Float64Array(z.length).fill(zeta);
  const half = span >> 1;
  let [sum, count] = [0, 0];
  for (let k = -half; k < z.length; k++) {
    const enters = k + half;
    if (enters < z.length && z[enters]! > zeta) {
      sum += z[enters]!;
      count++;
    }
    const leaves = k - half - 1;
    if (leaves >= 0 && z[leaves]! > zeta) {
      sum -= z[leaves]!;
      count--;
    }
    if (k >= 0 && count > 0) thresholds[k] = Math.max(zeta, -(sum / count) * Math.log(p));
  }
  return thresholds;
}

/** From the first to the last value above the raised threshold; the range itself where none is. */
function trimmed(range: SampleRange, z: Float64Array, thresholds: Float64Array): SampleRange {
  let { start, end } = range;
  while (start < end && z[start]! <= thresholds[start]!) start++;
  while (end > start && z[end - 1]! <= thresholds[end - 1]!) end--;
  return end > start ? { start, end } : range;
}

/** Ranges of values that belong to a window of m with at least r0 above the threshold, from the first to the last that is above. */
function windowsAbove(z: Float64Array, zeta: number, r0: number, m: number): SampleRange[] {
  const ranges: { start: number; end: number }[] = [];
  const above: number[] = [];
  for (let k = 0; k < z.length; k++) {
    if (z[k]! <= zeta) continue;
    above.push(k);
    const first = above[above.length - r0];
    if (first === undefined || k - first >= m) continue;
    const last = ranges[ranges.length - 1];
    if (last !== undefined && first < last.end + m) last.end = k + 1;
    else ranges.push({ start: first, end: k + 1 });
  }
  return ranges;
}
