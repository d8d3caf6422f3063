import type { Estimate, Measured, TrainResult } from "../../core/result";
import type { ReportBlock } from "./report-model";
import { estimate, withInterval } from "./report-numbers";

/** `name value (low–high)`; undefined where there is no value: its reason is in the exported table of measures. */
function said(name: string, value: Measured | Estimate, decimals: number, unit = "", factor = 1): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "number") return `${name} ${withInterval(value, null, decimals, unit, factor)}`;
  return value.value === null ? undefined : `${name} ${estimate(value, decimals, unit, factor)}`;
}

function line(title: string, parts: readonly (string | undefined)[]): string | undefined {
  const there = parts.filter((part) => part !== undefined);
  return there.length === 0 ? undefined : `${title}: ${there.join(", ")}.`;
}

/** What was measured of a train beside the lines of its evidence, each with its interval. It decides nothing. */
export function measuredBlocks(train: TrainResult): readonly ReportBlock[] {
  const lines = [rhythmLine(train), amplitudeLine(train), antagonistLine(train), detectorLine(train)].filter((one) => one !== undefined);
  return lines.length === 0 ? [] : [{ kind: "paragraph", text: lines.join(" "), weight: "quiet" }];
}

function rhythmLine({ rhythm }: TrainResult): string | undefined {
  if (rhythm === null) return undefined;
  return line("Rhythm", [
    said("robust J", rhythm.jitterMedian, 1, "%", 100),
    said("LV", rhythm.localVariation, 4),
    said("CV", rhythm.cv, 1, "%", 100),
    said("CV2", rhythm.cv2, 1, "%", 100),
    said("CV about the trend", rhythm.detrendedCv, 1, "%", 100),
    said("drift", rhythm.driftPercentPerBeat, 2, "% per beat"),
    said("lag-1", rhythm.lagOneAutocorrelation, 2),
    said("tremor stability index on the beats", rhythm.stabilityIndexBeatsHz, 2, "Hz"),
    said("on zero crossings of the envelope", rhythm.stabilityIndexCrossingsHz, 2, "Hz"),
    said("autocorrelation", rhythm.autocorrelationPeak, 2),
    said("spectral peak", rhythm.spectrumPeakHz, 2, "Hz"),
    said("its half-width", rhythm.spectrumHalfWidthHz, 2, "Hz"),
    said("resolution 1/T", rhythm.spectrumResolutionHz, 2, "Hz"),
    rhythm.tempoSlowestHz === null ? undefined : `tempo ${withInterval(rhythm.tempoSlowestHz, null, 1)} to ${withInterval(rhythm.tempoFastestHz, null, 1, "Hz")}`,
    said("first intervals over middle", rhythm.firstIntervalRatio, 2),
    said("stable from beat", rhythm.stableFromBeat, 0),
    said("last over middle", rhythm.lastIntervalRatio, 2),
  ]);
}

function amplitudeLine({ amplitude }: TrainResult): string | undefined {
  if (amplitude === null) return undefined;
  return line("Amplitude", [
    said("jitter", amplitude.jitter, 2),
    said("of a constant drive", amplitude.jitterNoiseFloor, 2),
    said("fade", amplitude.fadePercentPerBeat, 1, "% per beat"),
    said("stereotypy S (exploratory)", amplitude.stereotypy, 2),
  ]);
}

function antagonistLine({ antagonistPhase: phase, antagonistActivity: activity }: TrainResult): string | undefined {
  return line("Antagonist", [
    phase === null ? undefined : said("resultant", { value: phase.resultant, ci: phase.resultantCi }, 2),
    ...(activity === null ? [] : [
      said("%COCON (Winter, by shape) before", activity.coContractionBefore, 0),
      said("%COCON in bursts", activity.coContractionBursts, 0),
      said("%COCON between bursts", activity.coContractionGaps, 0),
      said("level kept between bursts", activity.gapLevel, 2),
      said("raw correlation", activity.rawCorrelation, 2),
    ]),
  ]);
}

function detectorLine({ disagreement, boundaryAudit: audit, segmentation }: TrainResult): string | undefined {
  return line("Segmentation", [
    said("largest gap over the longest that joins", segmentation.splitScore, 2),
    said("that over the gap to the train before", segmentation.mergeBeforeScore, 2),
    said("to the next", segmentation.mergeAfterScore, 2),
    disagreement === null ? undefined : said("bursts contested by other detectors", disagreement.score, 0, "%", 100),
    ...(audit === null ? [] : [datedLine("start", audit.startDifferenceMilliseconds), datedLine("end", audit.endDifferenceMilliseconds)]),
  ]);
}

/** `start 11 ms later by the change of variance`. */
function datedLine(what: string, milliseconds: Measured): string | undefined {
  if (milliseconds === null) return undefined;
  return `${what} ${withInterval(Math.abs(milliseconds), null, 0, "ms")} ${milliseconds < 0 ? "earlier" : "later"} by the change of variance`;
}
