import type { Steps } from "../steps";
import { KlonosError } from "../errors";
import type { Activity, BurstEvent } from "./activity";
import { relativeCentroid, sampledShape } from "./burst-shape";
import { type MotorUnit, shortestVolley, volleyCentroid } from "./motor-units";
import { stretchMarks } from "./phenomenological";
import type { Random } from "./random";
import { ankleLoop, LOOP_STEP_SECONDS, type LoopBurst, type LoopRun, runReflexLoop } from "./reflex-loop";
import type { AntagonistPattern, LoopParameters, TrainParameters } from "./spec";

type Range = readonly [number, number];

/** Drawn around the ankle set so that the rate covers 4–7 Hz (science.md 6.2). */
const CLONUS = { stiffness: [15, 40] as Range, inertia: [0.008, 0.02] as Range, delaySeconds: [0.03, 0.05] as Range, gain: [0.7, 1.2] as Range, threshold: [0.25, 0.25] as Range, torqueNoise: [0.5, 1.2] as Range };
/**
 * Same clock, lower gain against a higher threshold: the response dies by itself after 5–15 beats. Narrow, because a little
 * beyond it keeps itself up or ends with the third beat, and because a weak loop bears less random torque.
 */
const CLONOID = { stiffness: [23, 27] as Range, inertia: [0.011, 0.013] as Range, delaySeconds: [0.04, 0.044] as Range, gain: [0.48, 0.52] as Range, threshold: [0.43, 0.5] as Range, torqueNoise: [0.02, 0.08] as Range };
/** Below this share of full activation no motor unit fires: no burst. */
const LEAST_ACTIVATION = 0.05;
/** The loop is watched this long after its last burst before it is called extinct. */
const QUIET_SECONDS = 1;
const LONGEST_SECONDS = 3600;
/** In a loop that never stops, where neither beats nor seconds are asked for. */
const DEFAULT_BEATS = 15;
/** A clonoid loop that has not died by then has been given too much gain; the longest that its range of gains can give is shorter. */
const LONGEST_CLONOID_SECONDS = 60;
/** Gains among which a clonoid of a wished length is sought: from a single beat to one that keeps itself up (science.md 6.2). */
const CLONOID_GAINS: Range = [0.3, 0.75];
/** Halvings of that range: down to a ten-thousandth. */
const GAIN_HALVINGS = 12;
/** A loop that random torque keeps up loses this share of its gain until it dies. */
const GAIN_LOSS = 0.02;
const DEGREES = 180 / Math.PI;
const UNTIL_IT_DIES: LoopRun = { releaseAfterBursts: undefined, quietSeconds: QUIET_SECONDS, longestSeconds: LONGEST_CLONOID_SECONDS };

/** Loop constants of one simulation; `given` replaces drawn ones without moving the others. */
export function drawLoopParameters(kind: "clonus" | "clonoid", given: Partial<LoopParameters>, random: Random): LoopParameters {
  const ranges = kind === "clonus" ? CLONUS : CLONOID;
  const draw = (range: Range): number => random.between(range[0], range[1]);
  return {
    ...ankleLoop,
    stiffness: draw(ranges.stiffness),
    inertia: draw(ranges.inertia),
    delaySeconds: draw(ranges.delaySeconds),
    gain: draw(ranges.gain),
    threshold: draw(ranges.threshold),
    torqueNoise: draw(ranges.torqueNoise),
    ...given,
  };
}

/**
 * The same loop with the gain at which it dies by itself after about the wished number of beats, or seconds: a clonoid that a
 * release ends would be a clonus. The more gain, the longer it lasts, so the gain is found by halving, without random torque.
 */
export function* dyingLoop(p: LoopParameters, wish: { readonly beats?: number | undefined; readonly seconds?: number | undefined }): Steps<LoopParameters> {
  let [low, high] = CLONOID_GAINS;
  for (let k = 0; k < GAIN_HALVINGS; k += 1) {
    const gain = (low + high) / 2;
    const { bursts } = runReflexLoop({ ...p, gain, torqueNoise: 0 }, UNTIL_IT_DIES, undefined);
    const strong = bursts.filter((burst) => peakOf(burst) >= LEAST_ACTIVATION);
    const enough = wish.seconds === undefined ? strong.length >= (wish.beats ?? DEFAULT_BEATS) : (strong[strong.length - 1]?.offsetSeconds ?? 0) >= wish.seconds;
    if (enough) high = gain;
    else low = gain;
    yield;
  }
  return { ...p, gain: high };
}

/** What the loop is asked for besides its constants. */
export interface LoopRequest {
  /** A clonoid is never released before it has died. */
  readonly kind: "clonus" | "clonoid";
  readonly beats: number | undefined;
  readonly seconds: number | undefined;
  readonly antagonist: AntagonistPattern;
  readonly leadSeconds: number;
  readonly units: readonly MotorUnit[] | undefined;
}

/**
 * Activity of the mechanistic loop. In a clonus the hand lets go after `beats` or `seconds`; a clonoid is held until it has died
 * (`dyingLoop` gives it a wished length). The smooth intervals are those of the same loop without random torque.
 * @returns the activity and the constants that made it: a clonoid that random torque kept up was given less gain
 * @throws KlonosError `simulate` when the constants give no burst at all.
 */
export function* loopActivity(p: LoopParameters, train: TrainParameters, request: LoopRequest, random: Random): Steps<{ readonly activity: Activity; readonly loop: LoopParameters }> {
  const run = runFor(p, request);
  yield;
  const course = runReflexLoop(p, run, random);
  yield;
  if (run === UNTIL_IT_DIES && course.angle.length * LOOP_STEP_SECONDS >= LONGEST_CLONOID_SECONDS) {
    return yield* loopActivity({ ...p, gain: p.gain * (1 - GAIN_LOSS) }, train, request, random);
  }
  const still = runReflexLoop({ ...p, torqueNoise: 0 }, run, undefined);
  yield;
  const fired = course.bursts.filter((burst) => peakOf(burst) >= LEAST_ACTIVATION);
  if (fired.length === 0) throw new KlonosError("simulate", `The reflex loop with gain ${p.gain} and threshold ${p.threshold} gives no burst; raise the gain or lower the threshold.`, "loop");
  const lead = request.leadSeconds;
  const agonist: BurstEvent[] = [];
  for (const burst of fired) {
    agonist.push(placeBurst(burst, lead, train, request.units, random));
    yield;
  }
  const smooth = intervalsOf(still.bursts.filter((burst) => peakOf(burst) >= LEAST_ACTIVATION).map((burst) => centroidOf(burst)));
  const clock = agonist.map((event) => event.centroidSeconds);
  const intervals = intervalsOf(clock);
  const releaseSeconds = lead + (course.releaseSeconds ?? course.bursts[course.bursts.length - 1]!.offsetSeconds + Math.max(0, train.holdAfterSeconds));
  const activity: Activity = {
    agonist,
    antagonist: reciprocal(agonist, intervals, request.antagonist, train, random),
    clockSeconds: clock,
    intervalsSeconds: intervals,
    smoothIntervalsSeconds: intervals.map((interval, k) => smooth[k] ?? interval),
    blockedSeconds: [],
    marks: stretchMarks(lead, releaseSeconds),
    hold: { startSeconds: lead, endSeconds: releaseSeconds },
    angle: { startSeconds: lead, stepSeconds: LOOP_STEP_SECONDS, degrees: course.angle.map((radians) => radians * DEGREES) },
    sustained: false,
  };
  return { activity, loop: p };
}

function runFor(p: LoopParameters, { kind, beats, seconds }: LoopRequest): LoopRun {
  if (kind === "clonoid") return UNTIL_IT_DIES;
  const bursts = seconds === undefined ? (beats ?? DEFAULT_BEATS) : burstsWithin(p, seconds);
  return { releaseAfterBursts: bursts, quietSeconds: QUIET_SECONDS, longestSeconds: LONGEST_SECONDS };
}

function burstsWithin(p: LoopParameters, seconds: number): number {
  const course = runReflexLoop({ ...p, torqueNoise: 0 }, { releaseAfterBursts: undefined, quietSeconds: QUIET_SECONDS, longestSeconds: seconds }, undefined);
  return Math.max(1, course.bursts.length);
}

function peakOf(burst: LoopBurst): number {
  return burst.activation.reduce((most, value) => Math.max(most, value), 0);
}

function centroidOf(burst: LoopBurst): number {
  return burst.onsetSeconds + relativeCentroid(sampledShape(burst.activation)) * (burst.offsetSeconds - burst.onsetSeconds);
}

function placeBurst(burst: LoopBurst, lead: number, train: TrainParameters, units: readonly MotorUnit[] | undefined, random: Random): BurstEvent {
  const shape = sampledShape(burst.activation);
  const amplitude = peakOf(burst) * Math.exp(train.amplitudeJitter * random.normal());
  const centroidSeconds = lead + centroidOf(burst);
  if (units === undefined) {
    return { onsetSeconds: lead + burst.onsetSeconds, offsetSeconds: lead + burst.offsetSeconds, centroidSeconds, amplitude, shape, phaseCycles: undefined };
  }
  // The volley is the synchronous answer to the stretch: as long as the activation, its own centroid on the activation's.
  const duration = Math.max(burst.offsetSeconds - burst.onsetSeconds, shortestVolley(units));
  const onsetSeconds = centroidSeconds - volleyCentroid(units, duration) * duration;
  return { onsetSeconds, offsetSeconds: onsetSeconds + duration, centroidSeconds, amplitude, shape, phaseCycles: undefined };
}

function reciprocal(agonist: readonly BurstEvent[], intervals: readonly number[], pattern: AntagonistPattern, train: TrainParameters, random: Random): readonly BurstEvent[] {
  if (pattern === "none" || pattern === "absent") return [];
  const last = intervals[intervals.length - 1];
  return agonist.flatMap((event, k) => {
    const interval = intervals[k] ?? last;
    if (interval === undefined) return [];
    const phase = pattern === "random" ? random.uniform() - 0.5 : (pattern === "alternating" ? 0.5 : 0) + train.antagonistPhaseSd * random.normal();
    const shift = phase * interval;
    const moved = { ...event, onsetSeconds: event.onsetSeconds + shift, offsetSeconds: event.offsetSeconds + shift, centroidSeconds: event.centroidSeconds + shift };
    return [{ ...moved, phaseCycles: phase > 0.5 ? phase - 1 : phase }];
  });
}

function intervalsOf(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, k) => time - times[k]!);
}
