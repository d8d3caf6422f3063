import type { RhythmResult } from "../../result";
import type { SettingValues } from "../../settings";
import { envelopeRhythm, spectrumPeakInterval } from "../../trains/envelope-rhythm";
import { rhythmIntervals } from "../../trains/rhythm-measures";
import { smoothedRates, smoothedSeconds, TEMPO_INTERVAL_LEVEL, tempoInterval } from "../../trains/tempo-excursion";
import { isMeasured, measuredOr, type TrainEvidence } from "../../verdict/evidence";
import type { Measures } from "../measures";
import type { ScoreMemory } from "../score-memory";
import type { Train } from "./train-evidence";
import { burstSeconds, gridHz } from "../track";

/** Envelope on either side of a train that its band-pass may ring into, seconds. */
const surroundSeconds = 1;

const noReference = "Fewer than eight intervals: there is no middle of the train to compare with.";
/** Beats from which the interval of the autocorrelation covers what it says (tests/core/trains/golden/envelope_coverage.py). */
const AUTOCORRELATION_BEATS = 15;
const fewForInterval = `Fewer than ${AUTOCORRELATION_BEATS} beats: its interval would cover too little.`;

/** Every measure of the rhythm of one train (science.md 3); null below three beats. */
export function rhythmResult(train: Train, evidence: TrainEvidence, settings: SettingValues, measures: Measures, memory: ScoreMemory): RhythmResult | null {
  const { path, byJitter } = evidence.rhythm;
  const statistics = evidence.intervals;
  if (!isMeasured(statistics)) return measures.absent("rhythm", statistics.missing);
  const found = memory.part(path).part(JSON.stringify(settings)).recall("intervals of rhythm measures", () => rhythmIntervals(path.intervalsSeconds, path.multiples, statistics, settings));
  const envelope = envelopeOfTrain(train, path.rateHz, settings.ciLevel, memory);
  const tempo = measuredOr(evidence.tempo);
  const noTempo = isMeasured(evidence.tempo) ? "" : evidence.tempo.missing;
  const short = "The train is too short for its envelope to be looked at.";
  const few = "Too few intervals to leave a spread about the trend.";
  const flat = "The intervals have no spread, or too few of them.";
  const take = (field: keyof typeof found & string, reason = flat): ReturnType<Measures["estimate"]> => measures.estimate(`rhythm.${field}`, found[field] as { value: number | undefined; interval: readonly [number, number] | undefined }, reason);
  const beats = path.beats.map((beat) => burstSeconds(train.bursts[beat]!));
  return {
    jitter: measures.estimate("rhythm.jitter", { value: statistics.jitter, interval: statistics.jitterInterval }, flat),
    jitterMedian: take("jitterMedian"),
    localVariation: take("localVariation"),
    cv: take("cv"),
    cvCorrected: take("cvCorrected"),
    cv2: take("cv2"),
    detrendedCv: take("detrendedCv", few),
    driftPercentPerBeat: take("driftPercentPerBeat", few),
    driftRatio: take("driftRatio", few),
    lagOneAutocorrelation: measures.estimate("rhythm.lagOneAutocorrelation", found.lagOne, "Fewer than 15 beats."),
    stabilityIndexBeatsHz: measures.estimate("rhythm.stabilityIndexBeatsHz", found.stabilityIndexHz, "Fewer than three intervals, or no spread."),
    stabilityIndexCrossingsHz: measures.estimate("rhythm.stabilityIndexCrossingsHz", { value: envelope.stabilityIndexHz, interval: envelope.stabilityIndexInterval }, "Fewer than four cycles of the envelope.", flat),
    autocorrelationPeak: measures.estimate("rhythm.autocorrelationPeak", { value: envelope.autocorrelation?.peak, interval: path.beats.length < AUTOCORRELATION_BEATS ? undefined : envelope.autocorrelation?.interval }, "No peak between 90 and 600 ms.", fewForInterval),
    autocorrelationLagSeconds: measures.number("rhythm.autocorrelationLagSeconds", envelope.autocorrelation?.lagSeconds, "No peak between 90 and 600 ms."),
    spectrumPeakHz: measures.estimate("rhythm.spectrumPeakHz", { value: envelope.spectrum?.peakHz, interval: envelope.spectrum === undefined ? undefined : spectrumPeakInterval(envelope.spectrum.peakHz, statistics, settings.ciLevel) }, short, flat),
    spectrumHalfWidthHz: measures.number("rhythm.spectrumHalfWidthHz", envelope.spectrum?.halfWidthHz, short),
    spectrumResolutionHz: measures.number("rhythm.spectrumResolutionHz", envelope.spectrum?.resolutionHz, short),
    tempoExcursionHz: measures.estimate("rhythm.tempoExcursionHz", { value: tempo?.excursionHz, interval: tempo === undefined ? undefined : tempoInterval(tempo, settings.ciLevel) }, noTempo, `The interval of a largest value is known to cover ${TEMPO_INTERVAL_LEVEL}, not more.`),
    tempoChanceHz: measures.number("rhythm.tempoChanceHz", tempo?.chanceHz, noTempo),
    tempoSlowestHz: measures.number("rhythm.tempoSlowestHz", tempo?.slowestHz, noTempo),
    tempoFastestHz: measures.number("rhythm.tempoFastestHz", tempo?.fastestHz, noTempo),
    tempoSeconds: smoothedSeconds(beats),
    tempoRateHz: smoothedRates(path.intervalsSeconds),
    firstIntervalRatio: take("firstIntervalRatio", noReference),
    stableFromBeat: measures.number("rhythm.stableFromBeat", found.stableFromBeat, found.firstIntervalRatio.value === undefined ? noReference : "No two successive intervals are as short as the middle ones."),
    lastIntervalRatio: take("lastIntervalRatio", noReference),
    log10OddsOfJitter: measures.number("rhythm.log10OddsOfJitter", statistics.log10OddsOfJitter, flat),
    logLikelihoods: byJitter,
  };
}

/** The envelope that found the train, with surroundings as far as its track reaches. */
function envelopeOfTrain(train: Train, rateHz: number | undefined, ciLevel: number, memory: ScoreMemory): ReturnType<typeof envelopeRhythm> {
  const first = train.bursts[0]!;
  const last = train.bursts[train.bursts.length - 1]!;
  // A person may have joined trains of different scales: then the finest envelope serves.
  const own = train.bursts.every((burst) => burst.track === first.track);
  const track = own ? first.track : train.place.track;
  const shift = (burst: typeof first): number => (own ? 0 : burst.track.gridStart - track.gridStart);
  const start = Math.max(0, Math.floor(first.onset + shift(first)));
  const end = Math.min(track.envelope.length, Math.ceil(last.offset + shift(last)));
  const margin = Math.round(surroundSeconds * gridHz(track));
  const from = Math.max(0, start - margin);
  return memory.part(track).part(String(ciLevel)).recall(`envelope rhythm ${start} ${end} ${rateHz}`, () => envelopeRhythm({ values: track.envelope.subarray(from, Math.min(track.envelope.length, end + margin)), samplingHz: gridHz(track), start: start - from, end: end - from }, rateHz, ciLevel));
}
