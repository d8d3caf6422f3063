import type { SettingValues } from "../settings";
import type { DriftChoice, DriftModel } from "./drift-shape";

/** Number of grid steps of ln period. Science.md 3.8. */
export const PERIOD_STEPS = 64;
/** Ends of the period grid in seconds. Science.md 3.8. */
export const SHORTEST_PERIOD_SECONDS = 0.09;
/** The longest period of the cycle that is looked for, s. */
export const LONGEST_PERIOD_SECONDS = 0.6;
/** An interval between two true bursts spans 1, 2 or 3 periods. */
export const LARGEST_MULTIPLE = 3;
/** One true burst follows another after at most two false ones. */
export const LARGEST_STEP = 3;

/** The classes that the likelihood compares. */
export type JitterClass = "rhythmic" | "between" | "irregular";

/** Relative jitters per cycle of one class, ascending, equal-weighted. */
export interface JitterClassModel {
  readonly jitterClass: JitterClass;
  readonly jitters: readonly number[];
}

/** Probability that a beat is missed, with its prior. */
export interface MissModel {
  readonly probability: number;
  readonly prior: number;
}

/** The numbers of the likelihood that a person may change. */
export interface RhythmOptions {
  /** SD of a burst time about its true beat, seconds. */
  readonly timingErrorSeconds: number;
  /** Added in quadrature for a burst that just reaches the height of a weak beat, seconds. */
  readonly weakTimingErrorSeconds: number;
  /** A burst longer than so many times the median of its train may be merged with a blip. */
  readonly longBurstFrom: number;
  /** Share of that excess which is added in quadrature to the timing error. */
  readonly longBurstTimingShare: number;
  /** Prior of the density of false bursts: as many seconds of rest with as few blips as give the options' density. */
  readonly quietRestSeconds: number;
  /** Probability that a beat does not happen at all. */
  readonly blockedShare: number;
  /** Priors of `missModels` where no beat can stay below the threshold. */
  readonly clearMissPriors: readonly number[];
  /** SD of the walk of ln period per detected beat. */
  readonly periodWalk: number;
  /** Density of false bursts per second, whatever their height. */
  readonly falseBurstDensity: number;
  /** Density of false bursts per second in addition, for a burst that just reaches the height of a weak beat. */
  readonly weakFalseBurstDensity: number;
  /** Height of a weak beat, σ of the noise floor. */
  readonly weakSigma: number;
  /** The classes, in the order rhythmic, between, irregular. */
  readonly jitterClasses: readonly JitterClassModel[];
  /** None, few and many missed beats; priors of sum one. */
  readonly missModels: readonly MissModel[];
  /** Courses of the rate of a rhythmic or intermediate train. */
  readonly drift: DriftModel;
}

/** The likelihood's options out of the settings. */
export function rhythmOptions(settings: SettingValues): RhythmOptions {
  return {
    timingErrorSeconds: settings.timingErrorMilliseconds / 1000,
    weakTimingErrorSeconds: settings.weakTimingErrorMilliseconds / 1000,
    longBurstFrom: settings.longBurstFrom,
    longBurstTimingShare: settings.longBurstTimingShare,
    quietRestSeconds: settings.quietRestSeconds,
    blockedShare: settings.blockedShare,
    clearMissPriors: [1 - settings.clearMissPriorLow - settings.clearMissPriorHigh, settings.clearMissPriorLow, settings.clearMissPriorHigh],
    periodWalk: settings.periodWalk,
    falseBurstDensity: settings.falseBurstDensity,
    weakFalseBurstDensity: settings.weakFalseBurstDensity,
    weakSigma: settings.weakSigma,
    jitterClasses: [
      { jitterClass: "rhythmic", jitters: ascending(settings.rhythmicJitter1, settings.rhythmicJitter2, settings.rhythmicJitter3, settings.rhythmicJitter4) },
      { jitterClass: "between", jitters: ascending(settings.betweenJitter1, settings.betweenJitter2, settings.betweenJitter3) },
      { jitterClass: "irregular", jitters: ascending(settings.irregularJitter1, settings.irregularJitter2, settings.irregularJitter3, settings.irregularJitter4) },
    ],
    missModels: [
      { probability: 0, prior: 1 - settings.missPriorLow - settings.missPriorHigh },
      { probability: settings.missProbabilityLow, prior: settings.missPriorLow },
      { probability: settings.missProbabilityHigh, prior: settings.missPriorHigh },
    ],
    drift: {
      openings: shapesUpTo(settings.openingDrift),
      closings: shapesUpTo(settings.closingDrift),
      openingDecayBeats: settings.openingDecayBeats,
      closingDecayBeats: settings.closingDecayBeats,
    },
  };
}

/** As probable as any drift: many trains have none (tapping, tremor), and those should not pay for the others' shapes. JUDGEMENT. */
const STRAIGHT_PRIOR = 0.5;

/** No drift, half of the largest, the largest. */
function shapesUpTo(largest: number): readonly DriftChoice[] {
  if (largest === 0) return [{ drift: 0, prior: 1 }];
  return [{ drift: 0, prior: STRAIGHT_PRIOR }, ...[largest / 2, largest].map((drift) => ({ drift, prior: (1 - STRAIGHT_PRIOR) / 2 }))];
}

function ascending(...values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
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
