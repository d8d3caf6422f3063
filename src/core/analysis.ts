import type { ReadChannel } from "./analysis/muscles/antagonist";
import { effectiveRead } from "./analysis/effective-read";
import { analysedChannels } from "./analysis/overrides";
import { scoreRecording } from "./analysis/score";
import type { ScoreMemory } from "./analysis/score-memory";
import type { Cancel, Progress } from "./errors";
import { throwIfCancelled } from "./errors";
import type { ChannelInfo } from "./recording";
import type { AnalysisContext, AnalysisResult } from "./result";
import { withDecisions } from "./review";
import type { SettingValues } from "./settings";
import { findEcg, withoutEcg } from "./signal/ecg";
import { findMainsLine, withoutMains } from "./signal/mains-removal";
import { prepareChannel } from "./signal/prepare";
import type { PreparedChannel } from "./signal/prepared";
import { bandOf } from "./signal/prepared";
import type { ReadSamples } from "./signal/trend";

/** Prepared channels by their index; undefined where no band-pass exists at the channel's rate. */
export type PreparedChannels = ReadonlyMap<number, PreparedChannel | undefined>;

/**
 * What `prepare` depends on beside the samples: as long as this text stays the same a prepared channel can be scored again.
 *
 * @param channel one of `channelsToPrepare`: cut at what is rejected
 */
export function preparationKey(channel: Pick<ChannelInfo, "segments">, context: Pick<AnalysisContext, "rejected">, settings: SettingValues): string {
  const left = context.rejected.length === 0 ? [] : channel.segments.map(({ startSample, endSample }) => `${startSample}-${endSample}`);
  return [settings.bandLowHz, settings.bandHighHz, settings.mainsRemoval, settings.ecgRemoval, ...left].join(" ");
}

/** The channels that must be prepared, EMG by their label or because a person says so, cut at what a person rejected. */
export function channelsToPrepare(channels: readonly ChannelInfo[], context: Pick<AnalysisContext, "overrides" | "rejected" | "derivations">): readonly ChannelInfo[] {
  return analysedChannels(channels, context).filter((channel) => channel.role === "emg");
}

/** Sites near enough to the heart to see it; legs and arms are left alone (science.md 4.1). */
const proximalSites: ReadonlySet<string> = new Set(["hip", "trunk", "shoulder", "neck"]);
/** How much of a channel is looked at to say whether a heart is there. */
const heartLookSeconds = 60;

function isProximal({ site }: ChannelInfo): boolean {
  return site !== undefined && proximalSites.has(site);
}

/**
 * First stage, one pass over the samples of one channel: detrend, band-pass, envelope and power on a grid (science.md 4.1, 4.2).
 * Depends on `preparationKey` alone; independent of how `read` cuts the file. `read` gives samples in the channel's unit: where a
 * person overrules unit or scale that is `effectiveRead`.
 *
 * @returns undefined where the sampling rate leaves no band to look at (`score` then calls the channel unusable)
 * @throws KlonosError `filter-band` where the settings' band is empty; `cancelled`; whatever `read` rejects with
 */
export async function prepare(channel: ChannelInfo, read: ReadChannel, settings: SettingValues, cancel?: Cancel, progress?: Progress): Promise<PreparedChannel | undefined> {
  const [low, high] = bandOf(settings.bandLowHz, settings.bandHighHz, channel.samplingHz);
  if (high <= low && settings.bandHighHz > settings.bandLowHz) return undefined;
  const readOne: ReadSamples = (range, stop) => read(channel.index, range, stop);
  const mains = settings.mainsRemoval === "off" ? undefined : await findMainsLine(channel.segments, channel.samplingHz, settings.mainsRemoval, readOne, cancel);
  const withoutHum = mains === undefined ? readOne : withoutMains(channel.segments, channel.samplingHz, mains, readOne);
  const heart = isProximal(channel) ? await findEcg(channel.segments, channel.samplingHz, withoutHum, cancel, settings.ecgRemoval === "off" ? heartLookSeconds : undefined) : undefined;
  const ecg = settings.ecgRemoval === "off" ? undefined : heart;
  const prepared = await prepareChannel({
    channel,
    read: readOne,
    readClean: mains === undefined && ecg === undefined ? undefined : ecg === undefined ? withoutHum : withoutEcg(ecg, withoutHum),
    bandLowHz: settings.bandLowHz,
    bandHighHz: settings.bandHighHz,
    cancel,
    progress,
  });
  return { ...prepared, mains, ecg, heartRate: ecg === undefined ? heart?.beatsPerMinute : undefined };
}

/**
 * Second stage: detection, edits, trains, rhythm, evidence, verdict (science.md 4.3 to 8), for every EMG channel. Deterministic:
 * same prepared channels, context and settings give the same result. Reads short raw spans for the movement-artefact check, the
 * first latency, cross-talk, and for coarser envelopes where a train is irregular or undecided.
 *
 * @param prepared every channel of `channelsToPrepare`, prepared under the same `preparationKey`
 * @param channels all channels of the recording with their true segments (after the scan), without overrides
 * @param read `effectiveRead` of the recording
 * @param memories what earlier scorings of the very same prepared channels found; the result does not depend on it
 * @throws Error when an EMG channel was not prepared; KlonosError `cancelled`; whatever `read` rejects with
 */
export async function score(prepared: PreparedChannels, channels: readonly ChannelInfo[], context: AnalysisContext, settings: SettingValues, read: ReadChannel, cancel?: Cancel, progress?: Progress, memories: ReadonlyMap<number, ScoreMemory> = new Map()): Promise<AnalysisResult> {
  return withDecisions(await scoreRecording({ prepared, channels, context, settings, read, memories, cancel, progress }), context.decisions ?? []);
}

/** Share of the progress that preparation takes: it reads every sample. */
const preparationShare = 0.9;

/** Both stages, one channel after the other. */
export async function analyse(channels: readonly ChannelInfo[], read: ReadChannel, context: AnalysisContext, settings: SettingValues, cancel?: Cancel, progress?: Progress): Promise<AnalysisResult> {
  const wanted = channelsToPrepare(channels, context);
  const effective = effectiveRead(read, channels, context.overrides);
  const prepared = new Map<number, PreparedChannel | undefined>();
  for (const [position, channel] of wanted.entries()) {
    throwIfCancelled(cancel);
    const report: Progress = (fraction, doing) => progress?.((preparationShare * (position + fraction)) / wanted.length, `${channel.label}: ${doing}`);
    prepared.set(channel.index, await prepare(channel, effective, settings, cancel, report));
  }
  return score(prepared, channels, context, settings, effective, cancel, (fraction, doing) => progress?.(preparationShare + (1 - preparationShare) * fraction, doing));
}

export type { ReadChannel } from "./analysis/muscles/antagonist";
export { createScoreMemory, type ScoreMemory } from "./analysis/score-memory";
export { effectiveRead } from "./analysis/effective-read";
