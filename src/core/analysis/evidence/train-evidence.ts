import { modulationDepth, quietFraction, signalToNoiseDb, trainPowers } from "../../bursts/train-quality";
import type { TrainPowers } from "../../bursts/train-quality";
import { medianOf } from "../../bursts/local-reference";
import type { Cancel } from "../../errors";
import { holdOfTrain } from "../../reflex/marks";
import type { Hold } from "../../result";
import type { SettingValues } from "../../settings";
import type { ReadSamples } from "../../signal/trend";
import { amplitudeStatistics, durationJitter } from "../../trains/amplitude-statistics";
import { trainEndReason } from "../../trains/end-reason";
import { burstShape, type ShapedBurst, type TrainShape } from "../../trains/burst-shape";
import { intervalStatistics } from "../../trains/interval-statistics";
import type { RhythmJudgement } from "../../trains/rhythm-likelihood";
import { slowCycle, type SlowCycle } from "../../trains/slow-cycle";
import { tempoExcursion } from "../../trains/tempo-excursion";
import type { ArtefactEvidence, Measurement, NotMeasured, ScaleEvidence, TrainEvidence } from "../../verdict/evidence";
import type { SegmentBursts } from "../channel-bursts";
import { burstPower, cellSpan } from "../channel-bursts";
import { rhythmicPart, standingOut, strongBursts } from "../rhythm/part-rhythm";
import { checkTrainMovement, rawRanges } from "../quality/raw-checks";
import type { RhythmOf } from "../rhythm/rhythm-memory";
import { coarseGuards } from "../rhythm/scales";
import { createScoreMemory, type ScoreMemory } from "../score-memory";
import { edgesText } from "./train-edges";
import type { Track, TrackBurst } from "../track";
import { burstBetween, burstSamples, burstSeconds, gridHz, secondsIn } from "../track";

/** What `judgeTrain` needs that is found in the train's own channel. */
export type OwnEvidence = Omit<TrainEvidence, "protocol" | "site" | "generalised" | "heightCentimetres" | "infant" | "firstLatencySeconds" | "beforeFirstMark" | "cycleElsewhere" | "highBand" | "pairedRhythm" | "antagonist">;

/** One train of a channel: a run of two bursts or more. */
export interface Train {
  readonly place: SegmentBursts;
  readonly bursts: readonly TrackBurst[];
  /** The segment is the last one of the channel. */
  readonly segmentIsLast: boolean;
  /** The run after it begins at a burst that the train rule would have joined: a person split here, or a new attempt is marked. */
  readonly cut: boolean;
}

function missing(reason: string): NotMeasured {
  return { missing: reason };
}

function orMissing(value: number | undefined, reason: string): Measurement {
  return value ?? missing(reason);
}

/** Gathers what a train's own channel says about it (science.md 3.3 to 3.8, 4.1, 4.3.8, 4.5). Reads raw samples for trains long enough to be judged. */
export async function gatherEvidence(train: Train, holds: readonly Hold[], settings: SettingValues, read: ReadSamples, rhythmOf: RhythmOf, cancel: Cancel | undefined, memory: ScoreMemory = createScoreMemory()): Promise<OwnEvidence> {
  const { bursts, place } = train;
  const times = bursts.map(burstSeconds);
  const rhythm = rhythmOf(bursts);
  const intervals = memory.part(rhythm.path).part(JSON.stringify(settings)).recall("interval statistics", () => intervalStatistics(rhythm.path.intervalsSeconds, settings, rhythm.path.multiples));
  const tempo = intervals === undefined ? undefined : tempoExcursion(rhythm.path.intervalsSeconds, intervals.jitter, settings.tempoEdgeBeats);
  const { startSeconds, endSeconds } = trainSpan(bursts);
  const hold = holdOfTrain(holds, startSeconds, endSeconds);
  const { onOneTrack, track } = shared(bursts, place.track);
  const powers = trainPowers(place.segment.power, gridHz(track), bursts.map(cellSpan), place.bursts.map(cellSpan), track.mean[onOneTrack[0]!.peak]!, settings.snrSpanSeconds);
  const snrDb = powers === undefined ? undefined : signalToNoiseDb(powers);
  return {
    burstCount: bursts.length,
    medianBurstSeconds: medianOf(bursts.map((burst) => (burst.offset - burst.onset) / gridHz(burst.track))),
    durationJitter: durationJitter(rhythm.path.beats.map((beat) => (bursts[beat]!.offset - bursts[beat]!.onset) / gridHz(bursts[beat]!.track))),
    shape: shapeOf(train, powers, settings),
    rhythm,
    intervals: intervals ?? missing("Fewer than three beats: no two intervals to compare."),
    tempo: tempo ?? missing("Too few intervals between the first and last beats, which may slow down."),
    snrDb: orMissing(snrDb, "The bursts hold no more power than the time between them, or nothing is quiet."),
    modulationDepth: orMissing(modulationDepth(onOneTrack, track), "Fewer than two bursts above the noise floor."),
    quietFraction: orMissing(quietFraction(onOneTrack, track, settings.edgeSigma), "The train has no length."),
    artefact: await artefactOf(train, settings, read, memory, cancel),
    scales: await scalesOf(train, settings, rhythmOf),
    quietPower: powers?.quiet,
    amplitude: amplitudeOf(train, rhythm, powers) ?? missing("Fewer than three beats, or a beat without power."),
    hold,
    startSeconds,
    endSeconds,
    endReason: endReasonOf(train, times, endSeconds, hold, settings),
  };
}

/** Onset of the first burst and offset of the last one, seconds from the start of the recording. */
export function trainSpan(bursts: readonly TrackBurst[]): { readonly startSeconds: number; readonly endSeconds: number } {
  const { segment, samplingHz } = bursts[0]!.track;
  return {
    startSeconds: secondsIn(segment, samplingHz, burstSamples(bursts[0]!).start),
    endSeconds: secondsIn(segment, samplingHz, burstSamples(bursts[bursts.length - 1]!).end),
  };
}

/** The bursts on one track: their own, or the segment's finest one where a person joined trains of different scales. */
export function shared(bursts: readonly TrackBurst[], finest: Track): { readonly onOneTrack: readonly TrackBurst[]; readonly track: Track } {
  const track = bursts[0]!.track;
  if (bursts.every((burst) => burst.track === track)) return { onOneTrack: bursts, track };
  return { track: finest, onOneTrack: bursts.map((burst) => reTracked(burst, finest)) };
}

function reTracked(burst: TrackBurst, track: Track): TrackBurst {
  const { start, end } = burstSamples(burst);
  return burst.track === track ? burst : burstBetween(track, start, end, burst.edited);
}

function amplitudeOf(train: Train, rhythm: RhythmJudgement, powers: TrainPowers | undefined): ReturnType<typeof amplitudeStatistics> {
  if (powers === undefined) return undefined;
  return amplitudeStatistics(rhythm.path.beats.map((beat) => burstPower(train.bursts[beat]!, train.place.segment)), powers.quiet);
}

function shapeOf({ bursts, place }: Train, powers: TrainPowers | undefined, settings: SettingValues): Measurement<TrainShape> {
  // Measured and calibrated on the finest envelope; long voluntary bursts, which a coarser one answers for, are unlike without being irregular.
  if (bursts.some((burst) => burst.track !== place.track)) return missing("The train was found on a coarser envelope.");
  if (powers === undefined || !(powers.quiet > 0)) return missing("Nothing is quiet near the train.");
  const shaped = (burst: TrackBurst): ShapedBurst => {
    const { onset, offset } = cellSpan(burst);
    return {
      durationSeconds: (burst.offset - burst.onset) / gridHz(burst.track),
      relativePower: place.segment.power.slice(Math.max(0, Math.floor(onset)), Math.ceil(offset)).map((power) => power / powers.quiet),
    };
  };
  const cellHz = gridHz(place.track);
  const all = burstShape(bursts.map(shaped), cellHz);
  return all === undefined ? missing("Fewer than four bursts.") : { all, strong: burstShape(standingOut(bursts, settings).map(shaped), cellHz) };
}

async function artefactOf(train: Train, settings: SettingValues, read: ReadSamples, memory: ScoreMemory, cancel: Cancel | undefined): Promise<ArtefactEvidence> {
  if (train.bursts.length < settings.minimumBursts) {
    const reason = missing(`Fewer than ${settings.minimumBursts} bursts: the check was not made.`);
    return { lowToHighPower: reason, burstsInHighBand: reason };
  }
  const { place, bursts } = train;
  const question = `${settings.artefactPresenceDb}|${edgesText(bursts)}|${edgesText(place.bursts, rawRanges(bursts))}`;
  const check = await memory.part("movement").recallLater(question, () => checkTrainMovement(bursts, place.bursts, read, settings.artefactPresenceDb, cancel));
  const reason = "No power at 30–300 Hz inside the bursts, or no time without bursts to compare with.";
  return { lowToHighPower: orMissing(check?.powerRatio, reason), burstsInHighBand: orMissing(check?.presentShare, reason) };
}

async function scalesOf(train: Train, settings: SettingValues, rhythmOf: RhythmOf): Promise<ScaleEvidence> {
  const finest = train.bursts.every((burst) => burst.track === train.place.track);
  if (!finest) return { coarseBurstRatio: missing("The train was found on a coarser envelope."), coarserRhythmicShare: 0, rhythmicPart: 0 };
  const irregular = train.bursts.length >= settings.minimumBursts && rhythmOf(train.bursts).log10BayesFactor <= -Math.min(settings.decisionLog10BayesFactor, settings.shapeTimingNeeded);
  if (!irregular) return { coarseBurstRatio: missing("Asked only where the burst times lean to irregular."), coarserRhythmicShare: 0, rhythmicPart: 0 };
  const guards = await coarseGuards(train.bursts, settings, train.place.gaps, train.place.coarse, rhythmOf);
  return { coarseBurstRatio: guards.burstRatio, coarserRhythmicShare: guards.rhythmicShare, rhythmicPart: rhythmicPart(train.bursts, settings, rhythmOf), strongBursts: strongBursts(train.bursts, settings, rhythmOf), slowCycle: slowCycleOf(train.bursts) };
}

function slowCycleOf(bursts: readonly TrackBurst[]): SlowCycle | undefined {
  const { track } = bursts[0]!;
  return slowCycle(track.envelope.slice(Math.max(0, Math.floor(bursts[0]!.onset)), Math.ceil(bursts[bursts.length - 1]!.offset) + 1), gridHz(track));
}

function endReasonOf(train: Train, times: readonly number[], endSeconds: number, hold: Hold | undefined, settings: SettingValues): OwnEvidence["endReason"] {
  const intervals = times.slice(1).map((time, k) => time - times[k]!);
  const period = medianOf(intervals.slice(-5));
  const { segment, samplingHz } = train.place.track;
  return trainEndReason({
    endSeconds,
    waitSeconds: Math.min(Math.max(settings.trainGapIntervals * period, settings.trainGapMinSeconds), settings.trainGapMaxSeconds),
    periodSeconds: period,
    segmentEndSeconds: secondsIn(segment, samplingHz, segment.endSample),
    segmentIsLast: train.segmentIsLast,
    hold,
    cut: train.cut,
  });
}
