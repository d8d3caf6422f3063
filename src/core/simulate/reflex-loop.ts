import type { Random } from "./random";
import type { LoopParameters } from "./spec";

/** Ankle set of science.md 6.2: 5.49 Hz. */
export const ankleLoop: LoopParameters = {
  inertia: 0.012,
  damping: 0.35,
  stiffness: 25,
  twitchSeconds: 0.08,
  delaySeconds: 0.042,
  gain: 1,
  threshold: 0.25,
  force: 40,
  holdTorque: 6,
  torqueNoise: 0,
};

/** Spindle velocity exponent and length gain of science.md 6.2. */
const VELOCITY_EXPONENT = 0.6;
const LENGTH_GAIN = 0.8;
/** Integration step; halving it moves the rate by less than 0.01 Hz. */
export const LOOP_STEP_SECONDS = 0.0005;
/** Correlation time of the random torque. */
const TORQUE_NOISE_SECONDS = 0.03;

/** The linear model would go on swinging about its rest; a released, slack muscle loses its reflex: time constant of that. */
const RELAXATION_SECONDS = 0.05;

/** When the hand lets go. */
export interface LoopRun {
  /** Release as soon as this many bursts have ended; undefined: never. */
  readonly releaseAfterBursts: number | undefined;
  /** Stop this long after the last burst or the release, whichever is later. */
  readonly quietSeconds: number;
  readonly longestSeconds: number;
}

/** One burst of the loop, with its activation. */
export interface LoopBurst {
  readonly onsetSeconds: number;
  readonly offsetSeconds: number;
  /** Activation 0..1 at each step from onset to offset. */
  readonly activation: readonly number[];
}

/** What the loop did: its bursts and the course of the joint. */
export interface LoopCourse {
  readonly bursts: readonly LoopBurst[];
  /** Radians at each step. */
  readonly angle: readonly number[];
  /** Undefined when the stretch was never released. */
  readonly releaseSeconds: number | undefined;
}

/**
 * Joint with a delayed stretch reflex under a step of torque at t = 0 (science.md 6.2):
 * J·θ¨ + B·θ˙ + K·θ = τ_hold − F·m, a = clip(G·max(0, θ˙(t−d))^0.6 + 0.8·max(0, θ(t−d)) − thr, 0, 1), m a critically damped
 * second-order twitch of a. Release takes the torque away and lets the reflex fade. Semi-implicit Euler.
 */
export function runReflexLoop(p: LoopParameters, run: LoopRun, random: Random | undefined): LoopCourse {
  const dt = LOOP_STEP_SECONDS;
  const delaySteps = Math.max(1, Math.round(p.delaySeconds / dt));
  const steps = Math.round(run.longestSeconds / dt);
  const angle: number[] = [];
  const velocity: number[] = [];
  const bursts: LoopBurst[] = [];
  let theta = 0;
  let omega = 0;
  let force = 0;
  let forceRate = 0;
  let handNoise = 0;
  let activation: number[] = [];
  let releaseSeconds: number | undefined;
  let lastActive = 0;
  const noiseDecay = Math.exp(-dt / TORQUE_NOISE_SECONDS);
  const noiseStep = p.torqueNoise * Math.sqrt(1 - noiseDecay * noiseDecay);
  for (let i = 0; i < steps; i += 1) {
    const time = i * dt;
    if (noiseStep > 0 && random !== undefined) handNoise = noiseDecay * handNoise + noiseStep * random.normal();
    const lateVelocity = velocity[i - delaySteps] ?? 0;
    const lateAngle = angle[i - delaySteps] ?? 0;
    const excitability = releaseSeconds === undefined ? 1 : Math.exp((releaseSeconds - time) / RELAXATION_SECONDS);
    const drive = excitability * p.gain * Math.max(0, lateVelocity) ** VELOCITY_EXPONENT + excitability * LENGTH_GAIN * Math.max(0, lateAngle) - p.threshold;
    const a = Math.min(1, Math.max(0, drive));
    if (a > 0) {
      activation.push(a);
      lastActive = time;
    } else if (activation.length > 0) {
      bursts.push({ onsetSeconds: time - activation.length * dt, offsetSeconds: time, activation });
      activation = [];
      if (releaseSeconds === undefined && bursts.length === run.releaseAfterBursts) releaseSeconds = time;
    }
    forceRate += (dt * (a - force - 2 * p.twitchSeconds * forceRate)) / p.twitchSeconds ** 2;
    force += dt * forceRate;
    const hand = releaseSeconds === undefined ? p.holdTorque + handNoise : 0;
    omega += (dt * (hand - p.force * force - p.damping * omega - p.stiffness * theta)) / p.inertia;
    theta += dt * omega;
    angle.push(theta);
    velocity.push(omega);
    if (time - Math.max(lastActive, releaseSeconds ?? 0) > run.quietSeconds) break;
  }
  return { bursts, angle, releaseSeconds };
}
