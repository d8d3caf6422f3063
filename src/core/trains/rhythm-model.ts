import type { SettingValues } from "../settings";

/** Number of grid steps of ln period. Science.md 3.8. */
export const PERIOD_STEPS = 64;
/** Ends of the period grid in seconds. Science.md 3.8. */
export const SHORTEST_PERIOD_SECONDS = 0.09;
export const LONGEST_PERIOD_SECONDS = 0.6;
/** An interval between two true bursts spans 1, 2 or 3 periods. */
export const LARGEST_MULTIPLE = 3;
/** One true burst follows another after at most two false ones. */
export const LARGEST_STEP = 3;

/** Probability that a beat is missed, with its prior. Science.md 3.8; MC13 for the alternatives. */
export const MISS_PROBABILITIES: readonly { readonly probability: number; readonly prior: number }[] = [
  { probability: 0, prior: 0.7 },
  { probability: 0.1, prior: 0.2 },
  { probability: 0.25, prior: 0.1 },
];

export type JitterClass = "rhythmic" | "between" | "irregular";

/** Relative jitter per cycle, equal-weighted within its class. Science.md 3.8; JUDGEMENT from 2.2 and 6.1. */
export const JITTER_CLASSES: readonly { readonly jitterClass: JitterClass; readonly jitters: readonly number[] }[] = [
  { jitterClass: "rhythmic", jitters: [0.02, 0.04, 0.06, 0.085] },
  { jitterClass: "between", jitters: [0.11, 0.14, 0.18] },
  { jitterClass: "irregular", jitters: [0.22, 0.3, 0.4, 0.55] },
];

/** The numbers of the likelihood that a person may change. */
export interface RhythmOptions {
  /** SD of a burst time about its true beat, seconds. */
  readonly timingErrorSeconds: number;
  /** SD of the walk of ln period per detected beat. */
  readonly periodWalk: number;
  /** Density of false bursts per second, whatever their height. */
  readonly falseBurstDensity: number;
  /** Density of false bursts per second in addition, for a burst that just reaches the height of a weak beat. */
  readonly weakFalseBurstDensity: number;
  /** Height of a weak beat, σ of the noise floor. */
  readonly weakSigma: number;
}

/** The likelihood's options out of the settings. */
export function rhythmOptions(settings: SettingValues): RhythmOptions {
  return {
    timingErrorSeconds: settings.timingErrorMilliseconds / 1000,
    periodWalk: settings.periodWalk,
    falseBurstDensity: settings.falseBurstDensity,
    weakFalseBurstDensity: settings.weakFalseBurstDensity,
    weakSigma: settings.weakSigma,
  };
}

/**
 * Each σ of height makes a peak of noise this much rarer against a true beat (natural logarithm): a factor of e for half a σ is about what the
 * upper tail of the envelope of noise falls by at 3.5 to 5 σ. JUDGEMENT.
 */
const RARER_PER_SIGMA = 2;

/**
 * λ of science.md 3.8 for a burst of this height, s⁻¹. Bursts near the detector's threshold are far more often noise than tall ones are; the
 * published constant, which is kept for tall ones, made one peak of noise between five weak beats an irregular train.
 *
 * @param heightSigma height above the noise floor, in its σ; Infinity for a burst that a person drew
 */
export function falseBurstDensity(heightSigma: number, options: RhythmOptions): number {
  const above = Math.max(0, heightSigma - options.weakSigma);
  return options.falseBurstDensity + options.weakFalseBurstDensity * Math.exp(-RARER_PER_SIGMA * above);
}

/** ln period of every grid step. */
export function logPeriodGrid(): Float64Array {
  const grid = new Float64Array(PERIOD_STEPS);
  const first = Math.log(SHORTEST_PERIOD_SECONDS);
  const step = (Math.log(LONGEST_PERIOD_SECONDS) - first) / (PERIOD_STEPS - 1);
  for (let k = 0; k < PERIOD_STEPS; k++) grid[k] = first + k * step;
  return grid;
}

/** Probability that an interval spans `multiple` periods when a beat is missed with `probability`. */
export function multipleWeight(probability: number, multiple: number): number {
  return (1 - probability) * Math.pow(probability, multiple - 1);
}
