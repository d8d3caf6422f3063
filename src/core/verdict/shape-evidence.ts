import type { SettingValues } from "../settings";
import type { TrainShape } from "../trains/burst-shape";
import { measuredOr, type TrainEvidence } from "./evidence";

/** What the likeness of the bursts says beside their times, log10 units: above 0 alike, as in a clonus; below 0 unlike. */
interface ShapeSupport {
  readonly duration: number;
  readonly height: number;
  /** 0 to 1: by SNR; 0 where the carrier is sparse. */
  readonly weight: number;
  /** weight · (duration + height): what is added to the log10 Bayes factor of the burst times. */
  readonly log10: number;
  /** Few motor units: the bursts are pieces of a sparse carrier, beats may be silent. */
  readonly sparse: boolean;
}

/** A product of two settings is compared, and printed, without its rounding error. */
const LIMIT_DIGITS = 6;

/** Few potentials a burst and heights very unlike: a beat may hold none (docs/rule-search.md). */
function isSparse(evidence: TrainEvidence, settings: SettingValues): boolean {
  const all = shapeOf(evidence)?.all;
  return all !== undefined && all.activeShare < settings.sparseActiveShare && all.heightSpread > settings.sparseHeights;
}

/** The bursts' shapes where they were measured. */
export function shapeOf(evidence: TrainEvidence): TrainShape | undefined {
  return evidence.shape === undefined ? undefined : measuredOr(evidence.shape);
}

/** The support of a train's burst shapes; undefined where they were not measured. */
export function shapeSupport(evidence: TrainEvidence, settings: SettingValues): ShapeSupport | undefined {
  if (shapeOf(evidence) === undefined) return undefined;
  const sparse = isSparse(evidence, settings);
  const shape = shapeOf(evidence)?.strong;
  if (shape === undefined) return { duration: 0, height: 0, weight: 0, log10: 0, sparse };
  const duration = limited(
    log10OfRatio(shape.durationSpread, [settings.likeDurations, settings.likeDurationsSpread], [settings.unlikeDurations, settings.unlikeDurationsSpread]),
    settings.shapeDurationLimit,
  );
  const height = limited(
    log10OfRatio(shape.heightSpread, [settings.likeHeights, settings.likeHeightsSpread], [settings.unlikeHeights, settings.unlikeHeightsSpread]),
    settings.shapeHeightLimit,
  );
  const weight = sparse ? 0 : snrWeight(measuredOr(evidence.snrDb), settings);
  return { duration, height, weight, log10: weight * (duration + height), sparse };
}

/** Log10 Bayes factor of the burst times with what the likeness of the bursts adds. */
export function combinedFactor(evidence: TrainEvidence, settings: SettingValues): number {
  return evidence.rhythm.log10BayesFactor + (shapeSupport(evidence, settings)?.log10 ?? 0);
}

/** What log BF of a train of so many bursts must reach, with its sign left out, to be called rhythmic or irregular. Few bursts fit a cycle by chance. */
export function decisionLimit(side: "rhythmic" | "irregular", burstCount: number, { decisionLog10BayesFactor, rhythmicDecisionShare, labileTrainBeats }: SettingValues): number {
  if (side === "irregular" || burstCount <= labileTrainBeats) return decisionLog10BayesFactor;
  return Number((decisionLog10BayesFactor * rhythmicDecisionShare).toFixed(LIMIT_DIGITS));
}

/**
 * What the burst times must say by themselves before the likeness of the bursts may complete it, log10 units: in a short train unlike bursts must not
 * complete “irregular” where the times only lean to it.
 */
export function timingNeeded({ burstCount }: TrainEvidence, side: "rhythmic" | "irregular", settings: SettingValues): number {
  const short = side === "irregular" && burstCount <= settings.labileTrainBeats;
  return Math.min(decisionLimit(side, burstCount, settings), short ? Math.max(settings.shapeTimingNeeded, settings.irregularTimingNeeded) : settings.shapeTimingNeeded);
}

/** A spread below this is as good as none. JUDGEMENT. */
const SMALLEST_SPREAD = 0.02;

/** log10 of the density of a spread under one log-normal over that under the other. */
function log10OfRatio(spread: number, [middle, sd]: readonly [number, number], [otherMiddle, otherSd]: readonly [number, number]): number {
  const x = Math.log(Math.max(SMALLEST_SPREAD, spread));
  const own = (x - Math.log(middle)) / sd;
  const other = (x - Math.log(otherMiddle)) / otherSd;
  return (0.5 * (other * other - own * own) + Math.log(otherSd / sd)) / Math.LN10;
}

function limited(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

function snrWeight(snrDb: number | undefined, { shapeFromSnrDb, shapeFullSnrDb }: SettingValues): number {
  if (snrDb === undefined) return 0;
  if (shapeFullSnrDb <= shapeFromSnrDb) return snrDb >= shapeFromSnrDb ? 1 : 0;
  return Math.max(0, Math.min(1, (snrDb - shapeFromSnrDb) / (shapeFullSnrDb - shapeFromSnrDb)));
}
