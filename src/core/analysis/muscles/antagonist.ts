import type { Cancel } from "../../errors";
import type { ChannelInfo } from "../../recording";
import type { SettingValues } from "../../settings";
import type { SampleRange } from "../../timeline";
import { secondsToSample } from "../../timeline";
import type { AntagonistEvidence } from "../../trains/antagonist-phase";
import { antagonistPhase, peakRawCorrelation } from "../../trains/antagonist-phase";
import type { SegmentBursts } from "../channel-bursts";
import { rawRanges } from "../quality/raw-checks";
import type { Train, OwnEvidence } from "../evidence/train-evidence";
import type { ScoreMemory } from "../score-memory";
import { burstSeconds, secondsIn, type Track } from "../track";

/** Samples [start, end) of a channel, in volts for voltages; a new array that the caller may overwrite. */
export type ReadChannel = (channelIndex: number, range: SampleRange, cancel?: Cancel) => Promise<Float64Array>;

/** Antagonist bursts up to this long before and after a train can belong to its first and last beats: half of the longest interval. */
const surroundSeconds = 0.5;

/** Phase of the antagonist's bursts in the train's cycle, and how much of the one electrode the other one hears (science.md 3.7). */
export async function gatherAntagonist(train: Train, own: OwnEvidence, agonist: ChannelInfo, antagonist: ChannelInfo, found: readonly SegmentBursts[], settings: SettingValues, read: ReadChannel, memory: ScoreMemory, cancel: Cancel | undefined): Promise<AntagonistEvidence> {
  const from = own.startSeconds - surroundSeconds;
  const to = own.endSeconds + surroundSeconds;
  const times: number[] = [];
  for (const place of found) {
    for (const burst of place.bursts) {
      const time = burstSeconds(burst);
      if (time >= from && time <= to) times.push(time);
    }
  }
  const { path } = own.rhythm;
  const correlation = times.length === 0 ? undefined : await rawCorrelation(train, agonist, antagonist, found[0]!.track, read, memory, cancel);
  return memory.part(path).part(JSON.stringify(settings)).recall(`phase ${times.join(" ")}|${correlation}`, () => antagonistPhase(train.bursts.map(burstSeconds), path.beats, path.intervalsSeconds, times, correlation, settings));
}

/**
 * Peak correlation of the raw channels over the train, of a long one the largest of its three pieces: an electrode that hears the other muscle in one of them
 * does so in all, and where it is heard most the phase is trusted least. Undefined where rates differ or the antagonist has a gap in every piece.
 */
export async function rawCorrelation(train: { readonly bursts: Train["bursts"]; readonly place: Pick<SegmentBursts, "track"> }, agonist: ChannelInfo, antagonist: ChannelInfo, opposite: Track, read: ReadChannel, memory: ScoreMemory, cancel: Cancel | undefined): Promise<number | undefined> {
  if (agonist.samplingHz !== antagonist.samplingHz) return undefined;
  const { segment, samplingHz } = train.place.track;
  let largest: number | undefined;
  for (const range of rawRanges(train.bursts)) {
    const start = secondsToSample(antagonist.segments, samplingHz, secondsIn(segment, samplingHz, range.start));
    const end = start + range.end - range.start;
    const whole = antagonist.segments.some((other) => start >= other.startSample && end <= other.endSample);
    if (!whole) continue;
    // The track stands for the preparation of the antagonist's samples.
    const correlation = await memory.part(opposite).recallLater(`correlation ${range.start} ${start} ${end}`, async () => {
      const a = await read(agonist.index, range, cancel);
      const b = await read(antagonist.index, { start, end }, cancel);
      return peakRawCorrelation(a, b, samplingHz);
    });
    if (correlation !== undefined && (largest === undefined || Math.abs(correlation) > Math.abs(largest))) largest = correlation;
  }
  return largest;
}
