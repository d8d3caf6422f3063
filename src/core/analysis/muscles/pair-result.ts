import type { ChannelInfo } from "../../recording";
import type { PairResult } from "../../result";
import type { SettingValues } from "../../settings";
import { butterworthLowpass } from "../../signal/butterworth";
import { minimumSamples } from "../../signal/sos";
import { sosfiltfilt } from "../../signal/zero-phase";
import { envelopeCorrelation } from "../../trains/envelope-correlation";
import { envelopeAlong } from "./antagonist-activity";
import type { SegmentBursts } from "../channel-bursts";
import { Measures } from "../measures";
import type { ScoreMemory } from "../score-memory";
import { sampleAt, secondsIn, type Track } from "../track";

/** Rate of the common grid of two slow envelopes. */
const commonHz = 50;
/** Cut-off for slow movements: the gait habit (science.md 4.2), which erases clonus and is right here. */
const slowHz = 6;
const slowOrder = 2;

/** How the envelopes of a pair go together over the whole recording. */
export function pairResult(agonist: ChannelInfo, antagonist: ChannelInfo, first: readonly SegmentBursts[], second: readonly SegmentBursts[], settings: SettingValues, memory: ScoreMemory): PairResult {
  // Envelopes are not edited. The tracks of a channel are made together: one of each stands for all.
  const [own, other] = [first[0]?.track, second[0]?.track];
  const found = own === undefined || other === undefined ? undefined : memory.part(own).part(other).recall(`together ${settings.ciLevel}`, () => correlationOf(first, second, settings));
  const measures = new Measures();
  const none = "There is no window of 2 s in which both muscles are active.";
  return {
    agonist: agonist.label,
    agonistIndex: agonist.index,
    antagonist: antagonist.label,
    antagonistIndex: antagonist.index,
    zeroLagCorrelation: measures.estimate("zeroLagCorrelation", { value: found?.zeroLag, interval: found?.zeroLagInterval }, none, "Fewer than three windows in which both muscles are active."),
    peakCorrelation: measures.number("peakCorrelation", found?.peak, none),
    peakLagSeconds: measures.number("peakLagSeconds", found?.peakLagSeconds, none),
    pattern: found?.pattern ?? "uncertain",
    windows: found?.windows ?? 0,
    missing: measures.missing,
  };
}

/** True where the detector found a burst of the track between two times, before any edit. */
function hasBurst(track: Track, fromSeconds: number, toSeconds: number): boolean {
  const seconds = (position: number): number => secondsIn(track.segment, track.samplingHz, sampleAt(track, position));
  return track.found.some(({ onset, offset }) => seconds(offset) > fromSeconds && seconds(onset) < toSeconds);
}

function correlationOf(first: readonly SegmentBursts[], second: readonly SegmentBursts[], settings: SettingValues): ReturnType<typeof envelopeCorrelation> {
  const filter = butterworthLowpass(slowOrder, slowHz, commonHz);
  const stretches = first.flatMap((own) => second.flatMap((other) => {
    const from = Math.max(own.segment.startSeconds, other.segment.startSeconds);
    const to = Math.min(secondsIn(own.segment, own.track.samplingHz, own.segment.endSample), secondsIn(other.segment, other.track.samplingHz, other.segment.endSample));
    const count = Math.floor((to - from) * commonHz);
    if (count < minimumSamples(filter)) return [];
    const slow = (place: SegmentBursts): Float64Array => sosfiltfilt(filter, envelopeAlong(place, from, count, 1 / commonHz));
    const isActive = (place: SegmentBursts, first: number, last: number): boolean => hasBurst(place.track, from + first / commonHz, from + last / commonHz);
    return [{ first: slow(own), second: slow(other), bothActive: (first: number, last: number) => isActive(own, first, last) && isActive(other, first, last) }];
  }));
  return envelopeCorrelation(stretches, commonHz, settings.ciLevel);
}
