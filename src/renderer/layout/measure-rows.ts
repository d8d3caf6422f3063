import type { Estimate, Measured, PairResult, PooledResult, ResultDocument, TrainResult } from "../../core/result";
import type { Messages } from "../messages/messages";

type MeasureName = keyof Messages["measures"]["names"];
type DetectorName = keyof Messages["measures"]["detectorNames"];
type Words = Messages["measures"];

/** One line of the table of measures. */
export interface MeasureRow {
  readonly title: string;
  readonly value: Measured | string;
  readonly ci: Estimate["ci"];
  /** Why there is no value or no interval. */
  readonly reason: string | undefined;
}

const MILLISECONDS = 1000;

/** Rows of one block, with the reasons that stand under its dotted paths. */
function rowsOf({ missing }: Pick<TrainResult, "missing">, block: string | undefined, words: Words): (name: MeasureName, value: Measured | Estimate) => MeasureRow {
  return (name, value) => {
    const path = block === undefined ? name : `${block}.${name}`;
    const estimate = typeof value === "object" && value !== null ? value : { value, ci: null };
    return { title: words.names[name], ...estimate, reason: missing[path] ?? missing[`${path}.value`] ?? missing[`${path}.ci`] };
  };
}

/** Shares of the interval that the panel, the report and the figure say in percent. */
const IN_PERCENT: ReadonlySet<MeasureName> = new Set(["jitter", "jitterMedian", "cv", "cvCorrected", "cv2", "detrendedCv"]);
const PERCENT = 100;

function inPercent(row: MeasureRow): MeasureRow {
  return { ...row, value: typeof row.value === "number" ? PERCENT * row.value : row.value, ci: row.ci === null ? null : [PERCENT * row.ci[0], PERCENT * row.ci[1]] };
}

/** Everything measured of the intervals of a train and of its envelope. */
export function rhythmRows(train: TrainResult, words: Words): readonly MeasureRow[] {
  const { rhythm } = train;
  if (rhythm === null) return [];
  const take = rowsOf(train, "rhythm", words);
  const names = [
    "jitter", "jitterMedian", "localVariation", "cv", "cvCorrected", "cv2", "detrendedCv", "driftPercentPerBeat", "driftRatio", "lagOneAutocorrelation", "stabilityIndexBeatsHz", "stabilityIndexCrossingsHz", "autocorrelationPeak",
    "autocorrelationLagSeconds", "spectrumPeakHz", "spectrumHalfWidthHz", "spectrumResolutionHz", "tempoExcursionHz", "tempoChanceHz", "tempoSlowestHz", "tempoFastestHz", "firstIntervalRatio", "stableFromBeat", "lastIntervalRatio", "log10OddsOfJitter",
  ] as const;
  return names.map((name) => (IN_PERCENT.has(name) ? inPercent(take(name, rhythm[name])) : take(name, rhythm[name])));
}

/** How large the bursts are and how alike. */
export function amplitudeRows(train: TrainResult, words: Words): readonly MeasureRow[] {
  const { amplitude } = train;
  if (amplitude === null) return [];
  const take = rowsOf(train, "amplitude", words);
  return [
    { ...take("jitter", amplitude.jitter), title: words.names.amplitudeJitter },
    take("jitterNoiseFloor", amplitude.jitterNoiseFloor),
    take("fadePercentPerBeat", amplitude.fadePercentPerBeat),
    take("lastToFirst", amplitude.lastToFirst),
    take("stereotypy", amplitude.stereotypy),
  ];
}

/** Phase, co-contraction and cross-talk of the antagonist in one train, and how the slow envelopes of the pair go together. */
export function antagonistRows(train: TrainResult, result: Pick<ResultDocument, "pairs">, words: Words): readonly MeasureRow[] {
  const { antagonistPhase: phase, antagonistActivity: activity } = train;
  const ofPhase = rowsOf(train, "antagonistPhase", words);
  const take = rowsOf(train, "antagonistActivity", words);
  const phaseRows = phase === null ? [] : [ofPhase("meanCycles", phase.meanCycles), ofPhase("resultant", { value: phase.resultant, ci: phase.resultantCi })];
  const activityRows = activity === null ? [] : [
    take("rayleighP", activity.rayleighP),
    take("antagonistBursts", activity.antagonistBursts),
    take("rawCorrelation", activity.rawCorrelation),
    { title: words.names.crossTalk, value: words.crossTalk[activity.crossTalk], ci: null, reason: undefined },
    take("coContractionBefore", activity.coContractionBefore),
    take("coContractionBursts", activity.coContractionBursts),
    take("coContractionGaps", activity.coContractionGaps),
    take("gapLevel", activity.gapLevel),
    { ...take("tonicCoactivation", null), value: activity.tonicCoactivation === null ? null : words.yesOrNo(activity.tonicCoactivation) },
  ];
  return [...phaseRows, ...activityRows, ...result.pairs.filter((pair) => isOfTrain(pair, train)).flatMap((pair) => pairRows(pair, words))];
}

/** True for the pair of a train and its antagonist, whichever way round it was named. */
export function isOfTrain(pair: PairResult, { channelIndex, antagonistIndex }: Pick<TrainResult, "channelIndex" | "antagonistIndex">): boolean {
  return (pair.agonistIndex === channelIndex && pair.antagonistIndex === antagonistIndex) || (pair.antagonistIndex === channelIndex && pair.agonistIndex === antagonistIndex);
}

/** How the slow envelopes of a pair go together over the recording. */
export function pairRows(pair: PairResult, words: Words): readonly MeasureRow[] {
  const take = rowsOf(pair, undefined, words);
  return [
    take("zeroLagCorrelation", pair.zeroLagCorrelation),
    take("peakCorrelation", pair.peakCorrelation),
    { ...take("peakLagSeconds", null), value: pair.peakLagSeconds === null ? null : Math.round(pair.peakLagSeconds * MILLISECONDS) },
  ];
}

/** How near a train is to another segmentation, where other detectors differ from its bursts, and what a change of variance says of its ends. */
export function detectorRows(train: TrainResult, words: Words): readonly MeasureRow[] {
  const { disagreement, boundaryAudit: audit, segmentation } = train;
  const ofSegments = rowsOf(train, "segmentation", words);
  const take = rowsOf(train, "disagreement", words);
  const ofAudit = rowsOf(train, "boundaryAudit", words);
  const differing = disagreement === null ? [] : [
    take("score", disagreement.score),
    take("notFoundShare", disagreement.notFoundShare),
    take("mergedShare", disagreement.mergedShare),
    take("besideShare", disagreement.besideShare),
    take("onsetMilliseconds", disagreement.onsetMilliseconds),
    take("offsetMilliseconds", disagreement.offsetMilliseconds),
    ...disagreement.detectors.map(({ name, contestedShare }): MeasureRow => ({ title: words.contestedBy(words.detectorNames[name as DetectorName] ?? name), value: contestedShare, ci: null, reason: undefined })),
  ];
  const nearness = (["splitScore", "mergeBeforeScore", "mergeAfterScore"] as const).map((name) => ofSegments(name, segmentation[name]));
  return [...nearness, ...differing, ...(audit === null ? [] : [ofAudit("startDifferenceMilliseconds", audit.startDifferenceMilliseconds), ofAudit("endDifferenceMilliseconds", audit.endDifferenceMilliseconds)])];
}

/** What repeated attempts of one channel come to, and how they differ. */
export function pooledRows(pooled: PooledResult, words: Words): readonly MeasureRow[] {
  const take = rowsOf(pooled, undefined, words);
  return [
    take("log10BayesFactor", pooled.log10BayesFactor),
    inPercent(take("jitter", pooled.jitter)),
    take("jitterSpread", pooled.jitterSpread),
    take("rateHz", pooled.rateHz),
    take("rateSpreadHz", pooled.rateSpreadHz),
  ];
}
