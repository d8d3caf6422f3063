import type { Steps } from "../steps";
import type { Random } from "./random";

/** One motor unit as the surface electrode sees it. Times in seconds. */
export interface MotorUnit {
  /** Hermite–Rodriguez order: 1 biphasic, 2 triphasic. */
  readonly order: 1 | 2;
  /** Width parameter λ. */
  readonly lambdaSeconds: number;
  /** Signed peak amplitude, relative. */
  readonly amplitude: number;
  /** Place in the volley, 0 first … 1 last. */
  readonly place: number;
}

/** Ranges of science.md 6.1, carrier (a). */
const UNITS: readonly [number, number] = [40, 120];
const LAMBDA_SECONDS: readonly [number, number] = [0.002, 0.0045];
const AMPLITUDE_RATIO = 20;
/** Independent timing error of a unit in each burst: uniform ± this. */
const DISCHARGE_JITTER_SECONDS = 0.002;
/** A Hermite–Rodriguez wave of order 1 or 2 is below 0.5 % of its peak beyond this many λ. */
const SUPPORT_LAMBDAS = 3;
/** Standard deviation of the discharge times as a share of the volley's spread: ± 2.2 SD fit into it. */
const SPREAD_SD_SHARE = 1 / 4.4;
/** Repeated firing in a sustained contraction: rates and their variability (from memory, ISEK range). */
const FIRING_HZ: readonly [number, number] = [8, 20];
const FIRING_CV = 0.15;

/** A pool in order of recruitment: small units first, amplitudes log-spaced 1:20, discharge times of a volley Gaussian around its middle. */
export function drawMotorUnits(random: Random): readonly MotorUnit[] {
  const count = random.integer(UNITS[0], UNITS[1]);
  const meanLambda = random.between(LAMBDA_SECONDS[0], LAMBDA_SECONDS[1]);
  const places = Float64Array.from({ length: count }, () => 0.5 + SPREAD_SD_SHARE * random.normal()).sort();
  return Array.from({ length: count }, (_, i) => ({
    order: random.uniform() < 0.5 ? 1 : 2,
    // Units of one muscle under one electrode differ less than muscles do.
    lambdaSeconds: Math.min(LAMBDA_SECONDS[1], Math.max(LAMBDA_SECONDS[0], meanLambda * random.between(0.8, 1.25))),
    amplitude: (random.uniform() < 0.5 ? -1 : 1) * AMPLITUDE_RATIO ** (i / (count - 1)),
    place: Math.min(1, Math.max(0, places[i]!)),
  }));
}

/** Longest half-width of a potential of the pool: a volley needs this much room at both edges of its burst. */
function margin(units: readonly MotorUnit[]): number {
  return SUPPORT_LAMBDAS * units.reduce((most, unit) => Math.max(most, unit.lambdaSeconds), 0);
}

/** Time of a unit's discharge after the onset of a burst of `durationSeconds`, without jitter. Bursts too short for the potentials fire at once. */
function dischargeOffset(unit: MotorUnit, room: number, durationSeconds: number): number {
  const spread = Math.max(0, durationSeconds - 2 * room - 2 * DISCHARGE_JITTER_SECONDS);
  return durationSeconds / 2 + (unit.place - 0.5) * spread;
}

/** Steps over a burst in which the envelope of a volley is summed. */
const ENVELOPE_STEPS = 128;

/**
 * Centroid of the expected rectified volley after onset, as a share of the duration. Overlapping potentials of both signs
 * cancel, so that the envelope goes with the root of the summed squares, not with the sum of the amplitudes.
 */
export function volleyCentroid(units: readonly MotorUnit[], durationSeconds: number): number {
  const room = margin(units);
  const power = new Float64Array(ENVELOPE_STEPS + 1);
  for (const unit of units) {
    const centre = dischargeOffset(unit, room, durationSeconds);
    for (let i = 0; i <= ENVELOPE_STEPS; i += 1) {
      const x = ((i / ENVELOPE_STEPS) * durationSeconds - centre) / unit.lambdaSeconds;
      // The square of either potential is spread about as e^(−x²).
      power[i] = power[i]! + unit.amplitude ** 2 * Math.exp(-x * x);
    }
  }
  let weight = 0;
  let moment = 0;
  for (let i = 0; i <= ENVELOPE_STEPS; i += 1) {
    weight += Math.sqrt(power[i]!);
    moment += Math.sqrt(power[i]!) * i;
  }
  return moment / weight / ENVELOPE_STEPS;
}

/** Shortest burst that holds one whole potential of every unit. */
export function shortestVolley(units: readonly MotorUnit[]): number {
  return 2 * margin(units) + 2 * DISCHARGE_JITTER_SECONDS;
}

/** Adds one volley to `out`: every unit fires once, in fixed order ± 2 ms [Wallace05]. */
export function addVolley(out: Float64Array, samplingHz: number, units: readonly MotorUnit[], onsetSeconds: number, durationSeconds: number, gain: number, random: Random): void {
  const room = margin(units);
  for (const unit of units) {
    const jitter = random.between(-DISCHARGE_JITTER_SECONDS, DISCHARGE_JITTER_SECONDS);
    addPotential(out, samplingHz, unit, onsetSeconds + dischargeOffset(unit, room, durationSeconds) + jitter, gain);
  }
}

/** Adds a sustained contraction: every unit fires repeatedly at its own rate between the edges. */
export function* addRepeatedFiring(out: Float64Array, samplingHz: number, units: readonly MotorUnit[], onsetSeconds: number, durationSeconds: number, gain: number, random: Random): Steps<void> {
  const room = margin(units);
  for (const unit of units) {
    const interval = 1 / random.between(FIRING_HZ[0], FIRING_HZ[1]);
    let time = onsetSeconds + room + random.uniform() * interval;
    while (time < onsetSeconds + durationSeconds - room) {
      addPotential(out, samplingHz, unit, time, gain);
      time += interval * Math.max(0.3, 1 + FIRING_CV * random.normal());
    }
    yield;
  }
}

/** Adds gain·amplitude·w(t − time), w the Hermite–Rodriguez function of the unit's order scaled to peak 1. */
function addPotential(out: Float64Array, samplingHz: number, unit: MotorUnit, time: number, gain: number): void {
  const half = SUPPORT_LAMBDAS * unit.lambdaSeconds;
  const first = Math.max(0, Math.ceil((time - half) * samplingHz));
  const last = Math.min(out.length - 1, Math.floor((time + half) * samplingHz));
  // Peaks: x·e^{−x²} is largest at 1/√2 with (2e)^{−1/2}; (1 − 2x²)·e^{−x²} is 1 at 0.
  const peak = unit.order === 1 ? 1 / Math.sqrt(2 * Math.E) : 1;
  const scale = (gain * unit.amplitude) / peak;
  for (let i = first; i <= last; i += 1) {
    const x = (i / samplingHz - time) / unit.lambdaSeconds;
    const bell = Math.exp(-x * x);
    out[i] = out[i]! + scale * (unit.order === 1 ? x * bell : (1 - 2 * x * x) * bell);
  }
}
