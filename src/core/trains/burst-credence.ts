import { medianOf } from "../bursts/local-reference";
import type { BurstCredence } from "./rhythm-likelihood";
import type { RhythmOptions } from "./rhythm-model";
import { normalDistribution } from "./special-functions";

/** How the bursts of one train were found. Heights are over the noise floor, in its σ; Infinity for a burst that a person drew. */
export interface FoundBursts {
  readonly heightsSigma: readonly number[];
  /** Onset to offset of each burst, seconds; undefined on a coarser envelope, which merges bursts on purpose. */
  readonly durationsSeconds?: readonly number[] | undefined;
  /** Height in σ of the tallest peak between each burst and the next, 0 where there is none: a beat there was no taller. */
  readonly gapPeaksSigma: readonly number[];
  /** Heights of what stirs around the train and belongs to no train. */
  readonly blipsSigma: readonly number[];
  /** Seconds around the train in which those were looked for. */
  readonly restSeconds: number;
}

/** Rest around a train from which its floor can be trusted. JUDGEMENT, as the detector's least rest. */
const LEAST_REST_SECONDS = 1;

/** What the likelihood of science.md 3.8 should believe of each burst and of each gap. */
export function credenceOf(found: FoundBursts, options: RhythmOptions): BurstCredence {
  const { heightsSigma, durationsSeconds, gapPeaksSigma } = found;
  const longest = durationsSeconds === undefined ? Number.POSITIVE_INFINITY : options.longBurstFrom * medianOf(durationsSeconds);
  const middle = lowerMedian(heightsSigma);
  const beats = heightDistribution(heightsSigma);
  const missed = shareBelow(beats, options.weakSigma);
  // Without rest the floor is taken from the activity itself: heights over it and silence below it say little.
  const restSeen = found.restSeconds >= LEAST_REST_SECONDS;
  const share = restSeen ? Math.min(1, missed / MANY_MISSED) : 1;
  return {
    falseBurstDensities: heightsSigma.map((height) => falseBurstDensity(height, found, options)),
    timingErrorsSeconds: heightsSigma.map((height, k) => timingErrorSeconds(height, Number.isFinite(middle) ? height / middle : 1, Number.isFinite(height) ? (durationsSeconds?.[k] ?? 0) - longest : 0, options)),
    missPriors: options.missModels.map(({ prior }, k) => share * prior + (1 - share) * options.clearMissPriors[k]!),
    gapCredences: gapPeaksSigma.map((peak) => (restSeen ? gapCredence(Math.min(peak, options.weakSigma), missed, beats, options) : 1)),
  };
}

/**
 * Each σ of height makes a peak of noise this much rarer against a true beat (natural logarithm): a factor of e for half a σ is about what the
 * upper tail of the envelope of noise falls by at 3.5 to 5 σ. JUDGEMENT.
 */
const RARER_PER_SIGMA = 2;
/** A blip speaks for false bursts up to so many times its height. JUDGEMENT. */
const BLIP_REACH = 2;

/**
 * λ of science.md 3.8 for a burst of this height, s⁻¹. Bursts near the detector's threshold are far more often noise than tall ones are; how often
 * tall ones are no beat of the cycle is seen in the rest around the train: the published constant is the prior, as if `quietRestSeconds` had been
 * looked at already. A person's burst, and any without rest to look at, has the published constant.
 */
export function falseBurstDensity(heightSigma: number, found: Pick<FoundBursts, "blipsSigma" | "restSeconds">, options: RhythmOptions): number {
  const above = Math.max(0, heightSigma - options.weakSigma);
  const blips = found.blipsSigma.filter((blip) => BLIP_REACH * blip >= heightSigma).length;
  const seen = (options.falseBurstDensity * options.quietRestSeconds + blips) / (options.quietRestSeconds + found.restSeconds);
  return seen + options.weakFalseBurstDensity * Math.exp(-RARER_PER_SIGMA * above);
}

/** Burst times are rounded to this in their error, so that few tables are needed. */
const TIMING_STEP_SECONDS = 0.0005;
/** A burst is not longer than others by a blip alone beyond this: strikes of a hammer, which are many fragments, must not become a cycle by it. JUDGEMENT. */
const MOST_MERGED_SECONDS = 0.015;
/** A burst lower than this share of its train is timed no worse than one of this height. JUDGEMENT. */
const SMALLEST_RELATIVE_HEIGHT = 0.08;

/**
 * SD of a burst's centroid about its beat, seconds: the weaker a burst is within its train and over the noise, the worse it is timed. Measured on
 * 1,300 records of three generators (docs/rule-search.md): 3 to 4 ms for tall bursts, 5 to 6 at a third of the train's median height or 8 σ, 10 near the
 * threshold. A burst that is longer than the others of its train may be a beat with a blip beside it, and its centroid lies between the two.
 *
 * @param relativeHeight height over the median height of the train
 * @param excessSeconds how much the burst is longer than those of the train may be; 0 or less where it is not
 */
export function timingErrorSeconds(heightSigma: number, relativeHeight: number, excessSeconds: number, options: RhythmOptions): number {
  const weak = options.weakTimingErrorSeconds * (options.weakSigma / heightSigma);
  const own = options.timingErrorSeconds ** 2 / Math.min(1, Math.max(relativeHeight, SMALLEST_RELATIVE_HEIGHT));
  const merged = Math.min(MOST_MERGED_SECONDS, options.longBurstTimingShare * Math.max(0, excessSeconds));
  return Math.round(Math.sqrt(own + weak * weak + merged * merged) / TIMING_STEP_SECONDS) * TIMING_STEP_SECONDS;
}

/** Log-normal heights of a train's beats, as far as they were found. */
interface HeightDistribution {
  readonly logMedian: number;
  readonly logSpread: number;
}

const TALLEST_SIGMA = 1000;
/** One SD below the median. */
const LOWER_QUANTILE = 0.1587;
/** ln height varies at least this much from beat to beat: interference alone gives 0.2 (science.md 3.5). */
const SMALLEST_SPREAD = 0.3;
/** From this probability of staying below the threshold on the published priors of missed beats hold. JUDGEMENT. */
const MANY_MISSED = 0.1;
/** A silent gap makes a missed beat at most this much less credible: the floor may be wrong, and a beat may be blocked. JUDGEMENT. */
const LEAST_GAP_CREDENCE = 0.05;

function heightDistribution(heightsSigma: readonly number[]): HeightDistribution {
  const logs = heightsSigma.map((height) => Math.log(Math.min(height, TALLEST_SIGMA))).sort((a, b) => a - b);
  const logMedian = logs[(logs.length - 1) >> 1] ?? Math.log(TALLEST_SIGMA);
  const lower = logs[Math.floor(logs.length * LOWER_QUANTILE)] ?? logMedian;
  return { logMedian, logSpread: Math.max(SMALLEST_SPREAD, logMedian - lower) };
}

function shareBelow({ logMedian, logSpread }: HeightDistribution, heightSigma: number): number {
  return heightSigma > 0 ? normalDistribution((Math.log(heightSigma) - logMedian) / logSpread) : 0;
}

/**
 * The second look: a beat that was missed between two bursts was no taller than the tallest peak between them. Its probability over that of
 * having been missed at all, where a beat may also be blocked.
 */
function gapCredence(peakSigma: number, missed: number, beats: HeightDistribution, options: RhythmOptions): number {
  return Math.max(LEAST_GAP_CREDENCE, Math.min(1, (shareBelow(beats, peakSigma) + options.blockedShare) / (missed + options.blockedShare)));
}

function lowerMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? Number.POSITIVE_INFINITY;
}
