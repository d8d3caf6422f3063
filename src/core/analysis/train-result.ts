import type { ChannelInfo } from "../recording";
import type { AntagonistPhase, BurstResult, BurstShapeResult, IntervalHistogramsResult, SegmentationResult, TrainResult } from "../result";
import type { SettingValues } from "../settings";
import { isCensored } from "../trains/end-reason";
import { intervalHistograms } from "../trains/interval-histogram";
import { gapScores } from "../trains/gap-scores";
import type { Stereotypy } from "../trains/stereotypy";
import { isMeasured, type TrainEvidence } from "../verdict/evidence";
import { combinedFactor, shapeOf, shapeSupport } from "../verdict/shape-evidence";
import type { Verdict } from "../verdict/judge";
import { amplitudeResult } from "./evidence/amplitude-result";
import { antagonistActivity } from "./muscles/antagonist-activity";
import { burstPower } from "./channel-bursts";
import type { SegmentBursts } from "./channel-bursts";
import type { SecondOpinion } from "./evidence/detector-disagreement";
import { evidenceRows } from "./evidence/evidence-rows";
import { Measures } from "./measures";
import { rhythmResult } from "./evidence/rhythm-result";
import type { ScoreMemory } from "./score-memory";
import type { TrackBurst } from "./track";
import { burstSamples, burstSeconds, secondsIn } from "./track";
import type { Train } from "./evidence/train-evidence";

/** As for any statement about rhythm (science.md 4.5). */
const FEWEST_BEATS_FOR_RATE_INTERVAL = 5;

const microvoltsPerVolt = 1e6;

/** Why a channel's amplitudes are null. */
const noVoltage = "The channel's unit is no voltage.";

/** A burst as it is shown and exported. */
export function burstResult(burst: TrackBurst, place: SegmentBursts, channel: ChannelInfo, thoughtFalse: boolean, restPower: number | undefined): BurstResult {
  const { start, end } = burstSamples(burst);
  const { segment, samplingHz } = burst.track;
  const power = burstPower(burst, place.segment);
  return {
    onsetSeconds: secondsIn(segment, samplingHz, start),
    offsetSeconds: secondsIn(segment, samplingHz, end),
    timeSeconds: burstSeconds(burst),
    amplitudeMicrovolts: channel.isVoltage ? Math.sqrt(power) * microvoltsPerVolt : null,
    netAmplitudeMicrovolts: channel.isVoltage && restPower !== undefined ? Math.sqrt(Math.max(0, power - restPower)) * microvoltsPerVolt : null,
    edited: burst.edited,
    onsetSample: start,
    offsetSample: end,
    thoughtFalse,
  };
}

/** What a train's result shows and its verdict does not need. */
export interface TrainExtras {
  readonly stereotypy: Stereotypy | undefined;
  /** The antagonist's bursts; undefined without an analysed antagonist. */
  readonly opposite: readonly SegmentBursts[] | undefined;
  /** What other detectors say; undefined for a train of too few bursts. */
  readonly second: SecondOpinion | undefined;
  /** Of the train's channel. */
  readonly memory: ScoreMemory;
}

const tooFew = "The train has too few bursts for a rhythm statement.";

/** The record itself; for each field of it that is null the reason goes to `missing`, under its dotted path. */
function withReasons<T extends object>(path: string, measured: T, reason: string, measures: Measures): T {
  for (const [field, value] of Object.entries(measured)) if (value === null) measures.absent(`${path}.${field}`, reason);
  return measured;
}

/** Everything that is shown and exported of one train. */
export function trainResult(id: string, train: Train, channel: ChannelInfo, antagonist: ChannelInfo | undefined, evidence: TrainEvidence, verdict: Verdict, settings: SettingValues, extra: TrainExtras): TrainResult {
  const { rhythm } = evidence;
  const { path } = rhythm;
  const measures = new Measures();
  const falseBursts = new Set(path.falseBursts);
  const bursts = train.bursts.map((burst, k) => burstResult(burst, train.place, channel, falseBursts.has(k), evidence.quietPower));
  if (!channel.isVoltage) measures.absent("amplitudeMicrovolts", noVoltage);
  if (!channel.isVoltage || evidence.quietPower === undefined) measures.absent("netAmplitudeMicrovolts", channel.isVoltage ? "Nothing is quiet near the train." : noVoltage);
  const measuredRhythm = rhythmResult(train, evidence, settings, measures, extra.memory);
  const amplitude = amplitudeResult(train, evidence, extra.stereotypy, evidence.quietPower, settings, measures, extra.memory);
  const activity = antagonistActivity(train, evidence, extra.opposite, settings, measures, extra.memory);
  const identity = (number: number): number => number;
  const result: TrainResult = {
    id,
    channel: channel.label,
    channelIndex: channel.index,
    muscle: channel.muscle ?? measures.absent("muscle", "The label names no muscle."),
    side: channel.side ?? measures.absent("side", "The label names no side."),
    antagonist: antagonist?.label ?? measures.absent("antagonist", "No antagonist is paired with this channel."),
    antagonistIndex: antagonist?.index ?? null,
    startSeconds: evidence.startSeconds,
    endSeconds: evidence.endSeconds,
    endReason: evidence.endReason,
    durationCensored: isCensored(evidence.endReason),
    review: measures.absent("review", "Nobody has decided about this train."),
    beats: path.beats.length,
    missedBeats: path.missedBeats,
    falseBursts: path.falseBursts.length,
    missedBeatSeconds: path.missedBeatSeconds,
    envelopeHz: mainScale(train),
    rateHz: path.rateHz ?? measures.absent("rateHz", "Fewer than two beats."),
    rateCi: measures.interval("rateCi", enoughForRate(evidence), (statistics) => statistics.rateInterval),
    bursts,
    intervalsSeconds: path.intervalsSeconds,
    jitter: measures.take("jitter", evidence.intervals, (statistics) => statistics.jitter),
    jitterCi: measures.interval("jitterCi", evidence.intervals, (statistics) => statistics.jitterInterval),
    jitterMedian: measures.take("jitterMedian", evidence.intervals, (statistics) => statistics.jitterMedian),
    localVariation: measures.take("localVariation", evidence.intervals, (statistics) => statistics.localVariation),
    rhythm: measuredRhythm,
    log10BayesFactor: measures.take("log10BayesFactor", rhythm, (judgement) => judgement.log10BayesFactor),
    driftPercentPerBeat: measures.take("driftPercentPerBeat", evidence.intervals, (statistics) => statistics.driftPercentPerBeat),
    tempoExcursionHz: measures.take("tempoExcursionHz", evidence.tempo, (tempo) => tempo.excursionHz),
    amplitude,
    amplitudeJitter: measures.take("amplitudeJitter", evidence.amplitude, (amplitude) => amplitude.amplitudeJitter),
    burstShape: burstShapeResult(evidence, settings, measures),
    modulationDepth: measures.take("modulationDepth", evidence.modulationDepth, identity),
    quietFraction: measures.take("quietFraction", evidence.quietFraction, identity),
    snrDb: measures.take("snrDb", evidence.snrDb, identity),
    burstMilliseconds: measures.take("burstMilliseconds", evidence.medianBurstSeconds, (seconds) => 1000 * seconds),
    persistenceRatio: verdict.persistenceRatio ?? measures.absent("persistenceRatio", "No hold is marked at this train."),
    firstLatencyMilliseconds: measures.take("firstLatencyMilliseconds", evidence.firstLatencySeconds, (seconds) => 1000 * seconds),
    antagonistPhase: antagonistPhaseOf(evidence, measures),
    antagonistActivity: activity,
    intervalHistograms: histogramsOf(train, extra.opposite),
    pattern: verdict.pattern,
    persistence: verdict.persistence,
    label: verdict.label,
    confidence: verdict.confidence,
    conditionalOn: verdict.conditionalOn,
    reasons: evidenceRows(train, evidence, verdict, { amplitude, rhythm: measuredRhythm, activity }, settings, extra.memory),
    wouldChange: verdict.wouldChange,
    nearestFlip: verdict.nearestFlip ?? measures.absent("nearestFlip", "No change of one measure alone gives another label."),
    disagreement: extra.second === undefined ? measures.absent("disagreement", tooFew) : withReasons("disagreement", extra.second.disagreement, "No burst meets just one range of another detector.", measures),
    boundaryAudit: extra.second === undefined ? measures.absent("boundaryAudit", tooFew) : withReasons("boundaryAudit", extra.second.boundaryAudit, "No change of variance in the right direction lies within 150 ms.", measures),
    segmentation: segmentationOf(train, measures),
    missing: measures.missing,
  };
  return result;
}

function segmentationOf(train: Train, measures: Measures): SegmentationResult {
  const { bursts, runs, gaps } = train.place;
  const all = runs.filter(({ first, end }) => end - first > 1).map(({ first, end }) => bursts.slice(first, end));
  const place = all.findIndex(([first]) => first === train.bursts[0]);
  const timesOf = (list: readonly TrackBurst[] | undefined): readonly number[] | undefined => list?.map(burstSeconds);
  const found = gapScores(train.bursts.map(burstSeconds), timesOf(all[place - 1]), place < 0 ? undefined : timesOf(all[place + 1]), gaps);
  const alone = "No other train of the channel lies on that side in the same stretch of signal.";
  return {
    splitScore: found.split,
    splitSeconds: found.splitSeconds,
    mergeBeforeScore: measures.number("segmentation.mergeBeforeScore", found.mergeBefore, alone),
    mergeAfterScore: measures.number("segmentation.mergeAfterScore", found.mergeAfter, alone),
  };
}

function burstShapeResult(evidence: TrainEvidence, settings: SettingValues, measures: Measures): BurstShapeResult | null {
  const shape = shapeOf(evidence);
  const support = shapeSupport(evidence, settings);
  if (shape === undefined || support === undefined) return measures.absent("burstShape", evidence.shape !== undefined && !isMeasured(evidence.shape) ? evidence.shape.missing : "The bursts were not looked at.");
  const few = "Fewer than four bursts stand out.";
  return {
    durationSpread: shape.strong?.durationSpread ?? measures.absent("burstShape.durationSpread", few),
    heightSpread: shape.strong?.heightSpread ?? measures.absent("burstShape.heightSpread", few),
    activeShare: shape.all.activeShare,
    log10Support: support.log10,
    combinedLog10: combinedFactor(evidence, settings),
  };
}

function histogramsOf(train: Train, opposite: readonly SegmentBursts[] | undefined): IntervalHistogramsResult {
  const { binSeconds, auto, cross } = intervalHistograms(train.bursts.map(burstSeconds), opposite?.flatMap((place) => place.bursts.map(burstSeconds)));
  return { binSeconds, auto, cross: cross ?? null };
}

function antagonistPhaseOf(evidence: TrainEvidence, measures: Measures): AntagonistPhase | null {
  const { antagonist } = evidence;
  if (antagonist === undefined) return measures.absent("antagonistPhase", "No antagonist is paired with this channel, or it is not analysed.");
  if (antagonist.missing !== undefined) {
    const { meanCycles, resultant, resultantCi } = antagonist.phase;
    if (meanCycles === null) measures.absent("antagonistPhase.meanCycles", antagonist.missing);
    if (resultant === null) measures.absent("antagonistPhase.resultant", antagonist.missing);
    if (resultantCi === null) measures.absent("antagonistPhase.resultantCi", antagonist.missing);
  }
  return antagonist.phase;
}

/** With two or three intervals the interval of the rate spans decades and says nothing. */
function enoughForRate(evidence: TrainEvidence): TrainEvidence["intervals"] {
  return evidence.rhythm.path.beats.length < FEWEST_BEATS_FOR_RATE_INTERVAL ? { missing: `Fewer than ${FEWEST_BEATS_FOR_RATE_INTERVAL} beats.` } : evidence.intervals;
}

/** Cut-off of the envelope of most of a train's bursts. */
function mainScale(train: Train): number {
  const counts = new Map<number, number>();
  for (const burst of train.bursts) counts.set(burst.track.scaleHz, (counts.get(burst.track.scaleHz) ?? 0) + 1);
  let best = train.bursts[0]!.track.scaleHz;
  for (const [scale, count] of counts) if (count > counts.get(best)!) best = scale;
  return best;
}
