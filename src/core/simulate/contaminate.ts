import type { Steps } from "../steps";
import { filterForward, highPass, lowPass } from "./biquad";
import type { Span } from "./emg-band";
import { interferenceCarrier } from "./interference";
import type { Random } from "./random";
import { addInto } from "./render";
import type { Contaminants } from "./spec";

/** What the contaminants of one channel lean on. RMS values in volts. */
export interface ContaminationContext {
  readonly samplingHz: number;
  readonly baselineRms: number;
  /** RMS inside the true bursts; 0 without any. */
  readonly emgRms: number;
  readonly bursts: readonly Span[];
  /** Beats in seconds, for what follows the clock. */
  readonly clockSeconds: readonly number[];
  /** The train, for tonic background. */
  readonly train: Span;
}

/** Relative amplitude of line and third and fifth harmonic. */
const MAINS_HARMONICS: readonly (readonly [number, number])[] = [[1, 1], [3, 0.3], [5, 0.15]];
/** Phase wander of the line, SD in radians after one second. */
const MAINS_WANDER = 0.2;
const MOTION_LOW_HZ = 1;
const MOTION_HIGH_HZ = 12;
const LOCKED_HIGHEST_HZ = 30;
const RR_SD = 0.03;
/** Waves of a QRS complex seen on a limb: delay from R in seconds, width in seconds, height relative to R. */
const QRS: readonly (readonly [number, number, number])[] = [[-0.025, 0.009, -0.2], [0, 0.011, 1], [0.028, 0.01, -0.35], [0.25, 0.045, 0.15]];
const DROPOUT_SECONDS: readonly [number, number] = [0.005, 0.2];

/** Adds what is asked for, in the order in which it reaches an amplifier: body, cable, mains, converter, plug. */
export function* contaminate(samples: Float64Array, wanted: Contaminants, context: ContaminationContext, random: Random): Steps<void> {
  const { samplingHz, baselineRms, emgRms } = context;
  if (wanted.tonicShare !== undefined && wanted.tonicShare > 0) {
    const { start, end } = context.train;
    const tonic = yield* interferenceCarrier(Math.max(0, end - start), samplingHz, random);
    for (let i = start; i < end; i += 1) samples[i] = samples[i]! + wanted.tonicShare * emgRms * tonic[i - start]!;
  }
  if (wanted.coactivation !== undefined && context.bursts.length > 0) {
    const end = context.bursts[0]!.start;
    const start = Math.max(0, end - Math.round(wanted.coactivation.seconds * samplingHz));
    const held = yield* interferenceCarrier(end - start, samplingHz, random);
    for (let i = start; i < end; i += 1) samples[i] = samples[i]! + wanted.coactivation.share * emgRms * held[i - start]!;
  }
  if (wanted.ecg !== undefined) addEcg(samples, samplingHz, wanted.ecg.bpm, wanted.ecg.share * baselineRms, random);
  if (wanted.motion !== undefined) {
    const rms = wanted.motion.share * (wanted.motion.of === "emg" ? emgRms : baselineRms);
    if (wanted.motion.kind === "random") addRandomMotion(samples, samplingHz, rms, random);
    else yield* addLockedMotion(samples, samplingHz, rms, context.clockSeconds, random);
  }
  if (wanted.mains !== undefined) addMains(samples, samplingHz, wanted.mains.hz + (wanted.mains.offsetHz ?? 0), wanted.mains.share * baselineRms, random);
  if (wanted.inverted === true) for (let i = 0; i < samples.length; i += 1) samples[i] = -samples[i]!;
  if (wanted.clippedShare !== undefined && wanted.clippedShare > 0) clip(samples, wanted.clippedShare, context.bursts);
  if (wanted.dropouts !== undefined) dropOut(samples, samplingHz, wanted.dropouts.count, random);
}

function addMains(samples: Float64Array, samplingHz: number, hz: number, rms: number, random: Random): void {
  const power = MAINS_HARMONICS.reduce((sum, [, amplitude]) => sum + (amplitude * amplitude) / 2, 0);
  const scale = rms / Math.sqrt(power);
  const phases = MAINS_HARMONICS.map(() => random.between(0, 2 * Math.PI));
  const step = MAINS_WANDER / Math.sqrt(samplingHz);
  let phase = 0;
  for (let i = 0; i < samples.length; i += 1) {
    phase += (2 * Math.PI * hz) / samplingHz + step * random.normal();
    let sum = 0;
    for (let k = 0; k < MAINS_HARMONICS.length; k += 1) {
      const [harmonic, amplitude] = MAINS_HARMONICS[k]!;
      if (harmonic * hz < samplingHz / 2) sum += amplitude * Math.sin(harmonic * phase + phases[k]!);
    }
    samples[i] = samples[i]! + scale * sum;
  }
}

function addRandomMotion(samples: Float64Array, samplingHz: number, rms: number, random: Random): void {
  const motion = Float64Array.from(samples, () => random.normal());
  filterForward(motion, highPass(MOTION_LOW_HZ, samplingHz));
  for (let pass = 0; pass < 3; pass += 1) filterForward(motion, lowPass(MOTION_HIGH_HZ, samplingHz));
  addAtRms(samples, motion, rms, { start: 0, end: samples.length });
}

/** The same wave in every cycle of the clock, harmonics falling as 1/h, nothing above 30 Hz. */
function* addLockedMotion(samples: Float64Array, samplingHz: number, rms: number, clock: readonly number[], random: Random): Steps<void> {
  if (clock.length < 2) return;
  const motion = new Float64Array(samples.length);
  const meanHz = (clock.length - 1) / (clock[clock.length - 1]! - clock[0]!);
  const harmonics = Math.max(1, Math.floor(LOCKED_HIGHEST_HZ / meanHz));
  const phases = Array.from({ length: harmonics }, () => random.between(0, 2 * Math.PI));
  const train: Span = { start: Math.max(0, Math.round(clock[0]! * samplingHz)), end: Math.min(samples.length, Math.round(clock[clock.length - 1]! * samplingHz)) };
  let beat = 0;
  for (let i = train.start; i < train.end; i += 1) {
    const time = i / samplingHz;
    while (beat < clock.length - 2 && time >= clock[beat + 1]!) {
      beat += 1;
      yield;
    }
    const cycle = smoothCycle(clock, beat, time);
    let sum = 0;
    for (let h = 1; h <= harmonics; h += 1) sum += Math.sin(2 * Math.PI * h * cycle + phases[h - 1]!) / h;
    motion[i] = sum;
  }
  // The shake starts and ends as a limb does, and intervals that change do not throw power above the band.
  for (let pass = 0; pass < 2; pass += 1) filterForward(motion, lowPass(LOCKED_HIGHEST_HZ, samplingHz));
  addAtRms(samples, motion, rms, train);
}

/** Number of cycles since the first beat, with a continuous rate: cubic Hermite through the beats. */
function smoothCycle(clock: readonly number[], beat: number, time: number): number {
  const start = clock[beat]!;
  const span = clock[beat + 1]! - start;
  const slope = (k: number): number => (k <= 0 ? 1 / (clock[1]! - clock[0]!) : k >= clock.length - 1 ? 1 / (clock[k]! - clock[k - 1]!) : 2 / (clock[k + 1]! - clock[k - 1]!));
  const x = (time - start) / span;
  const left = slope(beat) * span;
  const right = slope(beat + 1) * span;
  return beat + x * (left + x * (3 - 2 * left - right + x * (left + right - 2)));
}

function addAtRms(samples: Float64Array, added: Float64Array, rms: number, span: Span): void {
  let sum = 0;
  for (let i = span.start; i < span.end; i += 1) sum += added[i]! * added[i]!;
  const own = Math.sqrt(sum / Math.max(1, span.end - span.start));
  if (own > 0) addInto(samples, added, rms / own);
}

function addEcg(samples: Float64Array, samplingHz: number, bpm: number, height: number, random: Random): void {
  const duration = samples.length / samplingHz;
  for (let time = random.uniform(); time < duration + 1; time += (60 / bpm) * Math.max(0.5, 1 + RR_SD * random.normal())) {
    for (const [delay, width, relative] of QRS) {
      const centre = time + delay;
      const first = Math.max(0, Math.ceil((centre - 4 * width) * samplingHz));
      const last = Math.min(samples.length - 1, Math.floor((centre + 4 * width) * samplingHz));
      for (let i = first; i <= last; i += 1) {
        const x = (i / samplingHz - centre) / width;
        samples[i] = samples[i]! + height * relative * Math.exp((-x * x) / 2);
      }
    }
  }
}

function clip(samples: Float64Array, share: number, bursts: readonly Span[]): void {
  const spans = bursts.length > 0 ? bursts : [{ start: 0, end: samples.length }];
  const heights = new Float64Array(spans.reduce((sum, span) => sum + span.end - span.start, 0));
  let at = 0;
  for (const span of spans) for (let i = span.start; i < span.end; i += 1) heights[at++] = Math.abs(samples[i]!);
  heights.sort();
  const rail = heights[Math.min(heights.length - 1, Math.floor((1 - share) * heights.length))] ?? Infinity;
  for (let i = 0; i < samples.length; i += 1) samples[i] = Math.max(-rail, Math.min(rail, samples[i]!));
}

function dropOut(samples: Float64Array, samplingHz: number, count: number, random: Random): void {
  for (let k = 0; k < count; k += 1) {
    const length = Math.round(random.between(DROPOUT_SECONDS[0], DROPOUT_SECONDS[1]) * samplingHz);
    const start = random.integer(0, Math.max(0, samples.length - length));
    samples.fill(0, start, start + length);
  }
}
