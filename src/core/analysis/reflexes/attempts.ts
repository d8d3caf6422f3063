import type { ChannelInfo } from "../../recording";
import type { ReflexResult } from "../../reflex-result";
import type { AttemptResult, BurstResult, ChannelResult, Measured, TrainResult } from "../../result";
import { isCensored } from "../../trains/end-reason";
import type { Manoeuvre } from "./manoeuvres";

/** What the rows are made from. */
export interface AttemptRequest {
  readonly manoeuvres: readonly Manoeuvre[];
  readonly channels: readonly ChannelInfo[];
  readonly results: readonly ChannelResult[];
  readonly trains: readonly TrainResult[];
  readonly reflexes: readonly ReflexResult[];
}

/** A mark is no more exact than this (as in `attemptCuts`). */
const MARK_TOLERANCE_SECONDS = 0.05;
/** The drop test counts beats in the first 10 s [Manella17]. */
const DROP_TEST_SECONDS = 10;
/** Bounds of SCATS clonus: mild below 3 s, moderate to 10 s, severe above [SCATS]. */
const SCATS_SECONDS = [3, 10] as const;
/** Clonus goes on for some seconds after the release [Walsh76]; bursts later than this are something else. JUDGEMENT. */
const AFTER_RELEASE_SECONDS = 5;
/** Below three beats nothing is said of a rhythm (science.md 3). */
const FEWEST_RUNNING_BEATS = 3;
/** The longest gap within a train (science.md 4.3.7). */
const LONGEST_GAP_SECONDS = 1;

/** One row for each manoeuvre and EMG channel, those without a response included: no burst is a finding (science.md 8, Attempts). */
export function attemptRows(request: AttemptRequest): readonly AttemptResult[] {
  const emg = request.results.filter(({ role }) => role === "emg");
  return request.manoeuvres.flatMap((manoeuvre) => emg.map((channel) => attemptRow(manoeuvre, channel, request)));
}

interface CountedBurst extends BurstResult {
  readonly isBeat: boolean;
}

/** All bursts of a channel in time order; those of trains that are no beat of the cycle, and isolated ones, are marked so. */
export function burstsOfChannel(channel: ChannelResult, trains: readonly TrainResult[]): readonly CountedBurst[] {
  const inTrains = trains.filter(({ channelIndex }) => channelIndex === channel.index).flatMap(({ bursts }) => bursts.map((burst) => ({ ...burst, isBeat: !burst.thoughtFalse })));
  return [...inTrains, ...channel.isolatedBursts.map((burst) => ({ ...burst, isBeat: false }))].sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}

function attemptRow(manoeuvre: Manoeuvre, channel: ChannelResult, request: AttemptRequest): AttemptResult {
  const { hold, startSeconds, endSeconds } = manoeuvre;
  const missing: Record<string, string> = {};
  const absent = (field: string, reason: string): null => {
    missing[field] = reason;
    return null;
  };
  const from = startSeconds - MARK_TOLERANCE_SECONDS;
  const all = burstsOfChannel(channel, request.trains);
  const bursts = all.filter(({ onsetSeconds }) => onsetSeconds >= from && onsetSeconds < endSeconds);
  const own = request.trains.filter((train) => train.channelIndex === channel.index && train.startSeconds < endSeconds);
  const begun = own.filter((train) => train.startSeconds >= from);
  const running = begun.length > 0 ? [] : own.filter((train) => runsInto(train, from, endSeconds));
  const trains = running.length > 0 ? running : begun;
  const analysed = channel.unusable === null && hasSignal(request.channels[channel.index], startSeconds, endSeconds);
  const beats = bursts.filter(({ isBeat }) => isBeat);
  const last = trains[trains.length - 1];
  // A train that outlives the release counts up to its last burst that began before it: what follows has fields of its own.
  const responding = beats.length > 0 ? beats : hold === undefined ? upToPause(bursts) : bursts;
  const first = responding[0];
  const none = analysed ? "Nothing responded." : "The channel was not analysed here.";
  const duration = first === undefined ? absent("durationSeconds", none) : responding[responding.length - 1]!.offsetSeconds - first.onsetSeconds;
  const active = trains.length === 0 ? absent("activeSeconds", none) : trains.reduce((sum, train) => sum + Math.min(train.endSeconds, endSeconds) - (running.length > 0 ? startSeconds : train.startSeconds), 0);
  const latency = latencyOf(manoeuvre, channel.index, request.reflexes);
  if (typeof latency === "string") missing["firstLatencyMilliseconds"] = running.length > 0 ? "The activity began before the mark." : latency;
  const length = hold === undefined ? undefined : hold.endSeconds - hold.startSeconds;
  const ratio = length === undefined || !(length > 0) ? absent("persistenceRatio", "No hold is marked.") : duration === null ? absent("persistenceRatio", none) : duration / length;
  const after = afterRelease(all, manoeuvre);
  if (after === undefined) {
    const reason = hold === undefined ? "No release is marked." : none;
    absent("burstsAfterRelease", reason);
    absent("afterReleaseSeconds", reason);
  }
  if (channel.muscle === null) missing["muscle"] = "The label names no muscle.";
  if (channel.side === null) missing["side"] = "The label names no side.";
  // Of what ran before, the beginning was not seen either.
  const censored = last !== undefined && (running.length > 0 || isCensored(last.endReason));
  return {
    id: `A${manoeuvre.number}-${channel.index + 1}`,
    manoeuvre: manoeuvre.number,
    evokedBy: manoeuvre.evokedBy,
    channel: channel.label,
    channelIndex: channel.index,
    muscle: channel.muscle,
    side: channel.side,
    markSeconds: startSeconds,
    endSeconds,
    hold: hold ?? null,
    trainIds: trains.map(({ id }) => id),
    bursts: bursts.length,
    beats: beats.length,
    durationSeconds: duration,
    activeSeconds: active,
    persistenceRatio: ratio,
    firstLatencyMilliseconds: typeof latency === "string" ? null : latency,
    endReason: last?.endReason ?? null,
    durationCensored: censored,
    beatsInTenSeconds: analysed ? beats.filter(({ timeSeconds }) => timeSeconds < (first?.onsetSeconds ?? 0) + DROP_TEST_SECONDS).length : absent("beatsInTenSeconds", none),
    scatsBand: duration === null || beats.length === 0 ? null : scatsBand(duration, censored),
    burstsAfterRelease: after?.count ?? null,
    afterReleaseSeconds: after?.seconds ?? null,
    outcome: !analysed ? "not-analysed" : bursts.length === 0 ? "no-response" : outcomeOf(trains),
    missing,
  };
}

/** True for a train that was there before the mark and goes on with enough beats to speak for the manoeuvre. */
function runsInto(train: TrainResult, from: number, to: number): boolean {
  return train.bursts.filter(({ onsetSeconds, thoughtFalse }) => !thoughtFalse && onsetSeconds >= from && onsetSeconds < to).length >= FEWEST_RUNNING_BEATS;
}

/** The first of single bursts, up to a pause longer than any within a train: without a hold, what comes later is no response to the mark. */
function upToPause(bursts: readonly CountedBurst[]): readonly CountedBurst[] {
  const pause = bursts.findIndex(({ onsetSeconds }, k) => k > 0 && onsetSeconds - bursts[k - 1]!.offsetSeconds > LONGEST_GAP_SECONDS);
  return pause < 0 ? bursts : bursts.slice(0, pause);
}

function outcomeOf(trains: readonly TrainResult[]): AttemptResult["outcome"] {
  const longest = trains.reduce<TrainResult | undefined>((best, train) => (best === undefined || train.beats > best.beats ? train : best), undefined);
  return longest?.label ?? "insufficient";
}

/** True where the channel has signal at the mark and for the greater part of what is counted. */
function hasSignal(channel: ChannelInfo | undefined, from: number, to: number): boolean {
  if (channel === undefined || !(to > from)) return false;
  let covered = 0;
  for (const { startSeconds, startSample, endSample } of channel.segments) {
    covered += Math.max(0, Math.min(to, startSeconds + (endSample - startSample) / channel.samplingHz) - Math.max(from, startSeconds));
  }
  return covered > (to - from) / 2;
}

/** The latency of the row of this mark, or why there is none. */
function latencyOf(manoeuvre: Manoeuvre, channelIndex: number, reflexes: readonly ReflexResult[]): number | string {
  if (manoeuvre.markIndex === undefined || manoeuvre.evokedBy === "hold") return "No stretch or tap is marked at the start of the hold.";
  const row = reflexes.find((reflex) => reflex.markIndex === manoeuvre.markIndex && reflex.channelIndex === channelIndex);
  if (row === undefined) return "The mark concerns another channel or the other side.";
  return row.latencyMilliseconds ?? row.missing["latencyMilliseconds"] ?? "No latency.";
}

/** Bursts that go on after the release, and for how long; undefined without a hold, or where nothing went before. */
function afterRelease(bursts: readonly CountedBurst[], { hold, startSeconds }: Manoeuvre): { readonly count: number; readonly seconds: number } | undefined {
  if (hold === undefined) return undefined;
  const before = bursts.filter(({ onsetSeconds }) => onsetSeconds >= startSeconds - MARK_TOLERANCE_SECONDS && onsetSeconds < hold.endSeconds);
  if (before.length === 0) return undefined;
  let last = before[before.length - 1]!.offsetSeconds;
  let count = 0;
  for (const { onsetSeconds, offsetSeconds } of bursts) {
    if (onsetSeconds < hold.endSeconds || onsetSeconds > hold.endSeconds + AFTER_RELEASE_SECONDS) continue;
    if (onsetSeconds - last > LONGEST_GAP_SECONDS) break;
    count += 1;
    last = offsetSeconds;
  }
  return { count, seconds: count === 0 ? 0 : last - hold.endSeconds };
}

/** The band in words. Never a score: SCATS is what a clinician finds in a manoeuvre of its own. */
function scatsBand(seconds: Measured, censored: boolean): string {
  const [mild, moderate] = SCATS_SECONDS;
  const length = seconds ?? 0;
  const band = length < mild ? `below ${mild} s` : length <= moderate ? `from ${mild} to ${moderate} s` : `above ${moderate} s`;
  return `Duration ${censored ? "of at least " : ""}${length.toFixed(1)} s falls in the SCATS clonus band ${band}; a score needs the clinician's manoeuvre.`;
}
