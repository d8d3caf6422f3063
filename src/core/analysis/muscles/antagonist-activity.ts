import type { AntagonistActivity } from "../../result";
import type { SettingValues } from "../../settings";
import { coContraction } from "../../trains/co-contraction";
import type { TrainEvidence } from "../../verdict/evidence";
import type { SegmentBursts } from "../channel-bursts";
import type { Measures } from "../measures";
import type { Train } from "../evidence/train-evidence";
import type { ScoreMemory } from "../score-memory";
import { edgesText } from "../evidence/train-edges";
import { burstSamples, gridHz, secondsIn, type TrackBurst } from "../track";

/** Span before the train that is looked at for early co-contraction. Science.md 3.7. */
const beforeSeconds = 0.5;
/** Step of the common grid of both muscles. */
const stepSeconds = 0.005;

/** What the antagonist does besides its phase; null without an analysed antagonist. */
export function antagonistActivity(train: Train, evidence: TrainEvidence, opposite: readonly SegmentBursts[] | undefined, settings: SettingValues, measures: Measures, memory: ScoreMemory): AntagonistActivity | null {
  const { antagonist } = evidence;
  if (antagonist === undefined || opposite === undefined) return measures.absent("antagonistActivity", "No antagonist is paired with this channel, or it is not analysed.");
  const { rawCorrelation } = antagonist;
  const size = rawCorrelation === undefined ? undefined : Math.abs(rawCorrelation);
  const found = sharedActivity(train, evidence, opposite, memory);
  const shared = typeof found === "string" ? undefined : found;
  const name = (field: string): string => `antagonistActivity.${field}`;
  const idle = typeof found === "string" ? found : "Neither muscle is active then, or there is no such time.";
  const gapLevel = measures.number(name("gapLevel"), shared?.gapLevel, typeof found === "string" ? found : "There is no time between the bursts, or one muscle has no level in its bursts.");
  return {
    rawCorrelation: measures.number(name("rawCorrelation"), rawCorrelation, "The antagonist has no burst here, or the channels differ in rate or gaps: not checked."),
    crossTalk: size === undefined ? "not-checked" : size > settings.crossTalkWithhold ? "withheld" : size > settings.crossTalkWarning ? "warning" : "none",
    rayleighP: measures.number(name("rayleighP"), antagonist.rayleighP, "Fewer than eight phases."),
    antagonistBursts: antagonist.antagonistBursts,
    coContractionBefore: measures.number(name("coContractionBefore"), shared?.before, idle),
    coContractionBursts: measures.number(name("coContractionBursts"), shared?.bursts, idle),
    coContractionGaps: measures.number(name("coContractionGaps"), shared?.gaps, idle),
    gapLevel,
    tonicCoactivation: gapLevel === null ? measures.absent(name("tonicCoactivation"), measures.missing[name("gapLevel")]!) : gapLevel > settings.gapCoactivation,
  };
}

/** Co-contraction around a train, or why there is none. */
function sharedActivity(train: Train, evidence: TrainEvidence, opposite: readonly SegmentBursts[], memory: ScoreMemory): ReturnType<typeof coContraction> | string {
  const from = Math.max(evidence.startSeconds - beforeSeconds, train.place.segment.startSeconds);
  const count = Math.floor((evidence.endSeconds - from) / stepSeconds);
  // Channels of one recording may begin some ticks of a clock apart: within a step of the grid they begin together.
  const place = opposite.find(({ segment, track }) => segment.startSeconds <= from + stepSeconds && secondsIn(segment, track.samplingHz, segment.endSample) >= evidence.endSeconds - stepSeconds);
  if (place === undefined || count < 2) return "The antagonist was not recorded over the whole of this train.";
  // Divided by its own greatest level the noise of a silent muscle would look like activity.
  if (!place.bursts.some((burst) => isWithin(burst, from, evidence.endSeconds))) return "The antagonist has no burst around this train: there is no level of its own to divide by.";
  const inRange = ({ track, bursts }: SegmentBursts): string => {
    const sample = (seconds: number): number => track.segment.startSample + (seconds - track.segment.startSeconds) * track.samplingHz;
    return edgesText(bursts, [{ start: Math.floor(sample(from)) - 1, end: Math.ceil(sample(evidence.endSeconds)) + 1 }]);
  };
  return memory.part(train.place.track).part(place.track).recall(`${from} ${evidence.startSeconds} ${count}|${inRange(train.place)}|${inRange(place)}`, () => activityOf(train.place, place, from, evidence.startSeconds, count));
}

function isWithin(burst: TrackBurst, fromSeconds: number, toSeconds: number): boolean {
  const { start, end } = burstSamples(burst);
  const { segment, samplingHz } = burst.track;
  return secondsIn(segment, samplingHz, end) > fromSeconds && secondsIn(segment, samplingHz, start) < toSeconds;
}

function activityOf(train: SegmentBursts, place: SegmentBursts, from: number, startSeconds: number, count: number): ReturnType<typeof coContraction> {
  const at = (k: number): number => from + k * stepSeconds;
  const inBursts = (own: SegmentBursts): ((k: number) => boolean) => {
    const inside = new Uint8Array(count);
    for (const burst of own.bursts) {
      const { start, end } = burstSamples(burst);
      const { segment, samplingHz } = burst.track;
      const first = Math.max(0, Math.ceil((secondsIn(segment, samplingHz, start) - from) / stepSeconds));
      const last = Math.min(count, Math.ceil((secondsIn(segment, samplingHz, end) - from) / stepSeconds));
      if (last > first) inside.fill(1, first, last);
    }
    return (k) => inside[k] === 1;
  };
  const inTrain = (k: number): boolean => at(k) >= startSeconds;
  return coContraction(
    { agonist: envelopeAlong(train, from, count, stepSeconds), antagonist: envelopeAlong(place, from, count, stepSeconds) },
    { before: (k) => !inTrain(k), agonistBurst: inBursts(train), antagonistBurst: inBursts(place), train: inTrain },
  );
}

/** Envelope of a stretch above its floor at even times, linear between grid points, 0 where it lies below. */
export function envelopeAlong({ track }: SegmentBursts, fromSeconds: number, count: number, step: number): Float64Array {
  const rate = gridHz(track);
  const first = (fromSeconds - track.segment.startSeconds) * rate - track.gridStart;
  const last = track.envelope.length - 1;
  return Float64Array.from({ length: count }, (_, k) => {
    const place = Math.min(last, Math.max(0, first + k * step * rate));
    const low = Math.floor(place);
    const high = Math.min(last, low + 1);
    const value = track.envelope[low]! + (place - low) * (track.envelope[high]! - track.envelope[low]!);
    return Math.max(0, value - track.mean[low]!);
  });
}
