import type { Random } from "./random";
import type { AntagonistPattern, TrainParameters } from "./spec";

/** One burst to be rendered. Times in seconds from the first burst's centroid. */
export interface PlannedBurst {
  readonly centroidSeconds: number;
  readonly durationSeconds: number;
  /** Relative amplitude A_k. */
  readonly amplitude: number;
  /** Phase of an antagonist burst in cycles of the agonist's interval. */
  readonly phaseCycles: number | undefined;
}

/** The clock of a train: every beat, also those that were blocked. */
export interface TrainPlan {
  readonly bursts: readonly PlannedBurst[];
  readonly antagonist: readonly PlannedBurst[];
  /** Times of all beats of the clock, blocked ones too; what a phase-locked artefact follows. */
  readonly clockSeconds: readonly number[];
  /** Between successive beats of the clock: drift alone, and with jitter. */
  readonly smoothIntervalsSeconds: readonly number[];
  readonly intervalsSeconds: readonly number[];
  readonly blockedSeconds: readonly number[];
}

/** Two bursts nearer than this are one burst to any observer (seeds of science.md 4.3.2 are 80 ms apart): drawn again. */
const SHORTEST_INTERVAL_SECONDS = 0.08;
/**
 * The request is for n beats of *one* train. A pause that by its definition (4.3.7) ends a train, longer than
 * min(max(2.8 × median of the last five intervals, 0.45 s), 1.0 s), is drawn again: it would make two trains of fewer beats.
 */
const TRAIN_GAP = { intervals: 2.8, remembered: 5, leastSeconds: 0.45, mostSeconds: 1, leastKnown: 2 };
/** A burst fills at most this share of the time between its neighbours' centroids on either side, so that bursts stay apart. */
const LARGEST_DUTY = 0.6;
const SHORTEST_BURST_SECONDS = 0.025;
const MOST_REDRAWS = 1000;
const ANTAGONIST_BURST_SHARE: readonly [number, number] = [0.8, 1.2];

/** Beats wanted: a count, or as many as start within a time. */
export type TrainLength = { readonly beats: number } | { readonly seconds: number };

/**
 * Phenomenological train, science.md 6.1: ln I_k = ln(1/f0) + a0·e^(−k/κ0) + a1·e^(−(n−1−k)/κ1) + d·k/n + c·N(0,1),
 * A_k = exp(α·k/n + s_A·N(0,1)). Times are burst centroids.
 */
export function planTrain(parameters: TrainParameters, length: TrainLength, antagonist: AntagonistPattern, random: Random): TrainPlan {
  const n = "beats" in length ? length.beats : beatsWithin(parameters, length.seconds);
  const smooth: number[] = [];
  const intervals: number[] = [];
  const clock: number[] = [0];
  for (let k = 0; k < n - 1; k += 1) {
    const logSmooth = smoothLogInterval(parameters, k, n);
    const interval = jittered(logSmooth, parameters.jitter, longestInterval(intervals), random);
    smooth.push(Math.exp(logSmooth));
    intervals.push(interval);
    clock.push(clock[k]! + interval);
  }
  const bursts: PlannedBurst[] = [];
  const blocked: number[] = [];
  for (let k = 0; k < n; k += 1) {
    const amplitude = Math.exp((parameters.amplitudeSlope * k) / n + parameters.amplitudeJitter * random.normal());
    const durationSeconds = burstDuration(parameters, intervals[k - 1], intervals[k], random);
    // A blocked beat at either end would only shorten the train.
    const isBlocked = random.uniform() < parameters.missedShare && k > 0 && k < n - 1;
    if (isBlocked) blocked.push(clock[k]!);
    else bursts.push({ centroidSeconds: clock[k]!, durationSeconds, amplitude, phaseCycles: undefined });
  }
  return {
    bursts,
    antagonist: planAntagonist(parameters, bursts, intervals, antagonist, random),
    clockSeconds: clock,
    smoothIntervalsSeconds: smooth,
    intervalsSeconds: intervals,
    blockedSeconds: blocked,
  };
}

function smoothLogInterval(p: TrainParameters, k: number, n: number): number {
  return -Math.log(p.baseHz) + p.onsetDrift * Math.exp(-k / p.onsetDecayBeats) + p.endDrift * Math.exp(-(n - 1 - k) / p.endDecayBeats) + (p.linearDrift * k) / n;
}

/** The drift terms depend on n: count with the mean interval, which is exact enough for a length in seconds. */
function beatsWithin(p: TrainParameters, seconds: number): number {
  let n = 2;
  for (;;) {
    let total = 0;
    for (let k = 0; k < n - 1; k += 1) total += Math.exp(smoothLogInterval(p, k, n) + p.jitter ** 2 / 2);
    if (total >= seconds) return n;
    n += Math.max(1, Math.floor((seconds - total) * p.baseHz * 0.5));
  }
}

/** Longest interval that keeps the train one; the first two have nothing to be measured by but the absolute limit. */
function longestInterval(before: readonly number[]): number {
  if (before.length < TRAIN_GAP.leastKnown) return TRAIN_GAP.mostSeconds;
  const last = before.slice(-TRAIN_GAP.remembered).sort((a, b) => a - b);
  const median = (last[(last.length - 1) >> 1]! + last[last.length >> 1]!) / 2;
  return Math.min(Math.max(TRAIN_GAP.intervals * median, TRAIN_GAP.leastSeconds), TRAIN_GAP.mostSeconds);
}

function jittered(logSmooth: number, jitter: number, longest: number, random: Random): number {
  for (let i = 0; i < MOST_REDRAWS; i += 1) {
    const interval = Math.exp(logSmooth + jitter * random.normal());
    if (interval >= SHORTEST_INTERVAL_SECONDS && interval <= longest) return interval;
  }
  return Math.exp(logSmooth);
}

function burstDuration(p: TrainParameters, before: number | undefined, after: number | undefined, random: Random): number {
  const room = LARGEST_DUTY * Math.min(before ?? Infinity, after ?? Infinity);
  const drawn = p.burstSeconds * Math.exp(p.burstCv * random.normal());
  return Math.max(SHORTEST_BURST_SECONDS, Math.min(drawn, room));
}

function planAntagonist(p: TrainParameters, bursts: readonly PlannedBurst[], intervals: readonly number[], pattern: AntagonistPattern, random: Random): readonly PlannedBurst[] {
  if (pattern === "absent" || pattern === "none") return [];
  const out: PlannedBurst[] = [];
  const mean = intervals.length > 0 ? intervals.reduce((sum, value) => sum + value, 0) / intervals.length : 1 / p.baseHz;
  for (let k = 0; k < bursts.length; k += 1) {
    const burst = bursts[k]!;
    const next = bursts[k + 1];
    const interval = Math.min(next === undefined ? mean : next.centroidSeconds - burst.centroidSeconds, 2 * mean);
    const centre = pattern === "alternating" ? 0.5 : 0;
    const phase = pattern === "random" ? random.uniform() : centre + p.antagonistPhaseSd * random.normal();
    const durationSeconds = Math.min(burst.durationSeconds * random.between(ANTAGONIST_BURST_SHARE[0], ANTAGONIST_BURST_SHARE[1]), LARGEST_DUTY * interval);
    const amplitude = Math.exp(p.amplitudeJitter * random.normal()) * burst.amplitude;
    const centroidSeconds = burst.centroidSeconds + phase * interval;
    const previous = out[out.length - 1];
    // Successive antagonist bursts that would run into each other are one: the later is left out.
    if (previous !== undefined && centroidSeconds - previous.centroidSeconds < SHORTEST_INTERVAL_SECONDS) continue;
    out.push({ centroidSeconds, durationSeconds, amplitude, phaseCycles: wrapped(phase) });
  }
  return out;
}

/** Phase in (−0.5, 0.5]. */
function wrapped(phase: number): number {
  const fraction = phase - Math.floor(phase);
  return fraction > 0.5 ? fraction - 1 : fraction;
}
