import type { TrainResult } from "../../core/result";
import type { NumberSettingName } from "../../core/settings";

/** A setting that decides, and where a train stands on it; undefined where that is no number of the result. */
interface Slider {
  readonly setting: NumberSettingName;
  readonly reading: (train: TrainResult) => number | undefined;
}

const PERCENT = 100;
const number = (value: number | null | undefined): number | undefined => value ?? undefined;
const size = (value: number | null): number | undefined => (value === null ? undefined : Math.abs(value));
const reason = (train: TrainResult, measure: string): number | undefined => number(train.reasons.find((line) => line.measure === measure)?.value);
const share = (value: number | undefined): number | undefined => (value === undefined ? undefined : value / PERCENT);

/** The settings that the rule compares a train with, in the order of the rule. */
export const whatIfSliders: readonly Slider[] = [
  { setting: "decisionLog10BayesFactor", reading: (train) => size(train.burstShape?.combinedLog10 ?? train.log10BayesFactor) },
  { setting: "rhythmicDecisionShare", reading: () => undefined },
  { setting: "shapeTimingNeeded", reading: (train) => size(train.log10BayesFactor) },
  { setting: "strongLog10BayesFactor", reading: (train) => size(train.burstShape?.combinedLog10 ?? train.log10BayesFactor) },
  { setting: "betweenExcess", reading: () => undefined },
  { setting: "minimumBursts", reading: (train) => train.bursts.length },
  { setting: "missedOrFalseLimit", reading: (train) => share(reason(train, "missedOrFalse")) },
  { setting: "rhythmicSnrDb", reading: (train) => number(train.snrDb) },
  { setting: "irregularSnrDb", reading: (train) => number(train.snrDb) },
  { setting: "tonicModulation", reading: (train) => number(train.modulationDepth) },
  { setting: "irregularModulation", reading: (train) => number(train.modulationDepth) },
  { setting: "irregularQuiet", reading: (train) => number(train.quietFraction) },
  { setting: "sparseActiveShare", reading: (train) => number(train.burstShape?.activeShare) },
  { setting: "loneUnitActiveShare", reading: (train) => number(train.burstShape?.activeShare) },
  { setting: "irregularCoarseBursts", reading: () => undefined },
  { setting: "coarserRhythmicShare", reading: () => undefined },
  { setting: "rhythmicPartShare", reading: () => undefined },
  { setting: "tempoExcursionHz", reading: () => undefined },
  { setting: "labileTrainBeats", reading: (train) => train.beats },
  { setting: "labileAmplitude", reading: (train) => number(train.amplitudeJitter) },
  { setting: "artefactPowerRatio", reading: () => undefined },
  { setting: "longBurstMilliseconds", reading: (train) => number(train.burstMilliseconds) },
  { setting: "sustainedRatio", reading: (train) => number(train.persistenceRatio) },
  { setting: "fadeRatio", reading: (train) => number(train.amplitude?.lastToFirst) },
  { setting: "sustainedBeats", reading: (train) => train.beats },
];

/** The train of another result that shares most time with this one on its channel; settings can renumber trains. */
export function counterpart(train: TrainResult, others: readonly TrainResult[]): TrainResult | undefined {
  const shared = (other: TrainResult): number => (other.channelIndex === train.channelIndex ? Math.min(other.endSeconds, train.endSeconds) - Math.max(other.startSeconds, train.startSeconds) : 0);
  return others.reduce<TrainResult | undefined>((best, other) => (shared(other) > (best === undefined ? 0 : shared(best)) ? other : best), undefined);
}

/** A train as it is and as it would be. */
export interface WhatIfRow {
  readonly before: TrainResult;
  /** Undefined while the engine has not answered, or where the train would not be there. */
  readonly after: TrainResult | undefined;
  readonly flips: boolean;
  /** Share of its scale that the measure nearest to a threshold would have to move, under the moved setting; infinite where no single one flips it. */
  readonly distance: number;
}

/** Trains with what the moved setting would make of them: those that flip first, then those nearest to a flip. */
export function whatIfRows(before: readonly TrainResult[], after: readonly TrainResult[] | undefined): readonly WhatIfRow[] {
  const rows = before.map((train): WhatIfRow => {
    const other = after === undefined ? undefined : counterpart(train, after);
    return { before: train, after: other, flips: after !== undefined && other?.label !== train.label, distance: (other ?? train).nearestFlip?.distance ?? Number.POSITIVE_INFINITY };
  });
  return rows.sort((a, b) => Number(b.flips) - Number(a.flips) || (a.distance === b.distance ? a.before.startSeconds - b.before.startSeconds : a.distance - b.distance));
}
