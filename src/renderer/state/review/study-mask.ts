import type { ResultDocument, TrainResult } from "../../../core/result";

/** Stands under `missing` for everything that is hidden. */
export const HIDDEN = "Hidden in study mode.";

/** Numbers and words that could sway a person who edits bursts. */
const RHYTHM_FIELDS = ["rateHz", "rateCi", "jitter", "jitterCi", "jitterMedian", "localVariation", "log10BayesFactor", "driftPercentPerBeat", "tempoExcursionHz", "amplitudeJitter", "burstShape", "persistenceRatio", "rhythm", "antagonistPhase"] as const satisfies readonly (keyof TrainResult)[];

function masked(train: TrainResult): TrainResult {
  const empty = Object.fromEntries(RHYTHM_FIELDS.map((field) => [field, null])) as { readonly [F in (typeof RHYTHM_FIELDS)[number]]: null };
  const missing = Object.fromEntries([...RHYTHM_FIELDS, "label"].map((field) => [field, HIDDEN]));
  return {
    ...train,
    ...empty,
    intervalsSeconds: [],
    intervalHistograms: { ...train.intervalHistograms, auto: [], cross: null },
    missedBeatSeconds: [],
    missedBeats: 0,
    falseBursts: 0,
    bursts: train.bursts.map((burst) => ({ ...burst, thoughtFalse: false })),
    pattern: "insufficient",
    persistence: "unknown",
    label: "withheld",
    conditionalOn: null,
    reasons: [],
    wouldChange: [],
    nearestFlip: null,
    missing: { ...train.missing, ...missing },
  };
}

/** The result with its bursts, and without labels, rhythm numbers, comparisons and everything that is made from them. */
export function maskedResult(result: ResultDocument): ResultDocument {
  return { ...result, trains: result.trains.map(masked), attempts: [], pooled: [], sides: [], distractions: [] };
}

/** True for a train whose label is hidden. */
export function isHidden(train: Pick<TrainResult, "missing">): boolean {
  return train.missing["label"] === HIDDEN;
}
