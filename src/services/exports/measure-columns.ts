import type { Estimate, Measured, ResultDocument, RhythmResult, TrainResult } from "../../core/result";
import { type Column, number, text } from "./table-model";

/** One number of one train. */
interface MeasureRow {
  readonly train: TrainResult;
  /** Dotted path of the field in the document: its formula stands under it in `klonos schema`. */
  readonly field: string;
  readonly unit: string;
  readonly value: Measured;
  readonly ci: Estimate["ci"];
}

/** Every number of a train in rows: value, interval at the chosen level, or the reason why there is none. */
export const measureColumns: readonly Column<MeasureRow>[] = [
  text("train", "Identifier within the recording.", ({ train }) => train.id),
  text("channel", "Label of the channel.", ({ train }) => train.channel),
  text("muscle", "Muscle of the channel.", ({ train }) => train.muscle),
  text("side", "Side of the muscle.", ({ train }) => train.side),
  text("label", "Label of the train. A pattern, never a diagnosis.", ({ train }) => train.label),
  text("measure", "Field of the result document; its formula stands under the same path in `klonos schema`.", ({ field }) => field),
  text("measure_unit", "Unit of the number; empty for a ratio or a count.", ({ unit }) => unit),
  number("value", "", "The number; empty where it could not be had.", ({ value }) => value),
  number("ci_low", "", "Lower end of its interval at ci_level; empty where there is none.", ({ ci }) => ci?.[0]),
  number("ci_high", "", "Upper end.", ({ ci }) => ci?.[1]),
  text("missing", "Why the number or its interval is empty.", missingReason),
];

function missingReason({ train: { missing }, field, value, ci }: MeasureRow): string | undefined {
  if (value !== null && ci !== null) return undefined;
  const block = field.split(".")[0]!;
  return missing[field] ?? missing[`${field}.value`] ?? missing[`${field}.ci`] ?? (value === null ? missing[block] : undefined);
}

/** Fields of the rhythm that are one number each, with their units. */
const RHYTHM: Readonly<Record<Exclude<keyof RhythmResult, "tempoSeconds" | "tempoRateHz" | "logLikelihoods">, string>> = {
  jitter: "", jitterMedian: "", localVariation: "", cv: "", cvCorrected: "", cv2: "", detrendedCv: "", driftPercentPerBeat: "%", driftRatio: "", lagOneAutocorrelation: "",
  stabilityIndexBeatsHz: "Hz", stabilityIndexCrossingsHz: "Hz", autocorrelationPeak: "", autocorrelationLagSeconds: "s", spectrumPeakHz: "Hz", spectrumHalfWidthHz: "Hz", spectrumResolutionHz: "Hz",
  tempoExcursionHz: "Hz", tempoChanceHz: "Hz", tempoSlowestHz: "Hz", tempoFastestHz: "Hz", firstIntervalRatio: "", stableFromBeat: "", lastIntervalRatio: "", log10OddsOfJitter: "",
};

/** All numbers of all trains, in the order of the document. A block that could not be had is one row with its reason. */
export function measureRows({ trains }: Pick<ResultDocument, "trains">): readonly MeasureRow[] {
  return trains.flatMap(rowsOfTrain);
}

function rowsOfTrain(train: TrainResult): readonly MeasureRow[] {
  const { rhythm, amplitude, antagonistPhase: phase, antagonistActivity: activity, burstShape: shape, disagreement, boundaryAudit: audit, segmentation } = train;
  const rows: MeasureRow[] = [];
  const add = (field: string, unit: string, value: Measured | Estimate, ci: Estimate["ci"] = null): void => {
    const measure = typeof value === "object" && value !== null ? value : { value, ci };
    rows.push({ train, field, unit, ...measure });
  };
  add("rateHz", "Hz", train.rateHz, train.rateCi);
  add("log10BayesFactor", "", train.log10BayesFactor);
  if (rhythm === null) add("rhythm", "", null);
  else for (const name of Object.keys(RHYTHM) as (keyof typeof RHYTHM)[]) add(`rhythm.${name}`, RHYTHM[name], rhythm[name]);
  if (amplitude === null) add("amplitude", "", null);
  else {
    add("amplitude.jitter", "", amplitude.jitter);
    add("amplitude.jitterNoiseFloor", "", amplitude.jitterNoiseFloor);
    add("amplitude.fadePercentPerBeat", "%", amplitude.fadePercentPerBeat);
    add("amplitude.lastToFirst", "", amplitude.lastToFirst);
    add("amplitude.stereotypy", "", amplitude.stereotypy);
  }
  if (shape === null) add("burstShape", "", null);
  else for (const name of ["durationSpread", "heightSpread", "activeShare", "log10Support", "combinedLog10"] as const) add(`burstShape.${name}`, "", shape[name]);
  // Their intervals stand with the evidence.
  const intervalOf = (measure: string): Estimate["ci"] => train.reasons.find((reason) => reason.measure === measure)?.interval ?? null;
  add("modulationDepth", "", train.modulationDepth, intervalOf("modulationDepth"));
  add("quietFraction", "", train.quietFraction, intervalOf("quietFraction"));
  add("snrDb", "dB", train.snrDb, intervalOf("snrDb"));
  add("burstMilliseconds", "ms", train.burstMilliseconds, intervalOf("burstMilliseconds"));
  add("persistenceRatio", "", train.persistenceRatio);
  add("firstLatencyMilliseconds", "ms", train.firstLatencyMilliseconds);
  if (phase === null) add("antagonistPhase", "", null);
  else {
    add("antagonistPhase.meanCycles", "cycles", phase.meanCycles);
    add("antagonistPhase.resultant", "", phase.resultant, phase.resultantCi);
  }
  if (activity === null) add("antagonistActivity", "", null);
  else {
    add("antagonistActivity.rawCorrelation", "", activity.rawCorrelation);
    add("antagonistActivity.rayleighP", "", activity.rayleighP);
    add("antagonistActivity.antagonistBursts", "", activity.antagonistBursts);
    for (const name of ["coContractionBefore", "coContractionBursts", "coContractionGaps"] as const) add(`antagonistActivity.${name}`, "%", activity[name]);
    add("antagonistActivity.gapLevel", "", activity.gapLevel);
  }
  if (disagreement === null) add("disagreement", "", null);
  else {
    for (const name of ["score", "notFoundShare", "mergedShare", "besideShare"] as const) add(`disagreement.${name}`, "", disagreement[name]);
    for (const name of ["onsetMilliseconds", "offsetMilliseconds"] as const) add(`disagreement.${name}`, "ms", disagreement[name]);
  }
  if (audit === null) add("boundaryAudit", "", null);
  else for (const name of ["startDifferenceMilliseconds", "endDifferenceMilliseconds"] as const) add(`boundaryAudit.${name}`, "ms", audit[name]);
  add("segmentation.splitScore", "", segmentation.splitScore);
  add("segmentation.mergeBeforeScore", "", segmentation.mergeBeforeScore);
  add("segmentation.mergeAfterScore", "", segmentation.mergeAfterScore);
  return rows;
}
