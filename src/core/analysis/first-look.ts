import { groupTrains } from "../bursts/group-trains";
import { signalToNoiseDb, trainPowers } from "../bursts/train-quality";
import { isInsisted } from "../channel-overrides";
import type { Cancel, Issue, Progress } from "../errors";
import { throwIfCancelled } from "../errors";
import type { ChannelInfo } from "../recording";
import { attemptCuts } from "../reflex/marks";
import type { FirstLook } from "../reflex-result";
import type { AnalysisContext } from "../result";
import type { SettingValues } from "../settings";
import type { PreparedChannel } from "../signal/prepared";
import type { ReadSamples } from "../signal/trend";
import type { ReadChannel } from "./muscles/antagonist";
import { rawCorrelation } from "./muscles/antagonist";
import { cellSpan, detectFine } from "./channel-bursts";
import { unusableReason } from "./quality/channel-gates";
import { cleanReader } from "./clean-reader";
import { holdsOf, protocolOf } from "./context-marks";
import { lookStretches } from "./look-stretches";
import { mainsIssues, quietMains } from "./quality/mains-issue";
import type { PreflightChannel, PreflightTrain } from "./quality/preflight";
import { preflightRows } from "./quality/preflight";
import type { ScoreMemory } from "./score-memory";
import type { Track, TrackBurst } from "./track";
import { burstSeconds, gridHz } from "./track";

/** A channel, or stretches of it, after the filters; what scorings of it remember. */
export interface LookedAt {
  readonly prepared: PreparedChannel | undefined;
  readonly memory: ScoreMemory;
}

/** What a first look needs. */
export interface FirstLookRequest {
  /** Those of `channelsToPrepare`. */
  readonly channels: readonly ChannelInfo[];
  readonly context: AnalysisContext;
  readonly settings: SettingValues;
  /** `effectiveRead` of the recording. */
  readonly read: ReadChannel;
  /** Prepares a channel that has the segments of the stretches alone; `whole` where they are all that it has. */
  readonly prepare: (channel: ChannelInfo, whole: boolean) => Promise<LookedAt>;
  readonly cancel?: Cancel | undefined;
  readonly progress?: Progress | undefined;
}

/** Samples of all channels that are looked at, a second or two of work: six minutes of eight channels at 2 kHz. What is shorter is looked at as a whole, and the analysis need not filter it again. */
const LOOKED_SAMPLES = 6_000_000;
/** Of each channel at least so much, however many there are. */
const LEAST_SECONDS = 30;

interface Run {
  readonly bursts: readonly TrackBurst[];
  readonly snrDb: number | null;
  readonly track: Track;
}

interface Looked {
  readonly channel: ChannelInfo;
  readonly memory: ScoreMemory;
  /** Samples without what was taken off the channel. */
  readonly read: ReadSamples;
  /** Stands for the preparation; undefined for a channel without a stretch. */
  readonly track: Track | undefined;
  readonly unusable: string | null;
  readonly clippedShare: number;
  readonly runs: readonly Run[];
  readonly issues: readonly Issue[];
}

/**
 * Pre-flight some seconds after opening: can each EMG channel be analysed, or what is to be repeated and why. Detects bursts on the finest envelope and
 * measures what the gates ask (rest, SNR, mains, clipping, cross-talk, marks, beats), on the whole of a short recording and on stretches of a long one;
 * no rhythm is judged. The analysis looks at every sample and gives its own rows.
 */
export async function firstLook(request: FirstLookRequest): Promise<FirstLook> {
  const { channels, context, settings, cancel, progress } = request;
  const cuts = attemptCuts(context.marks, protocolOf(context));
  const evoking = context.marks.filter(({ kind }) => kind === "stretch" || kind === "tap" || kind === "hold").map(({ seconds }) => seconds).sort((a, b) => a - b);
  const samples = channels.reduce((sum, { segments }) => sum + samplesOf(segments), 0);
  const looked: Looked[] = [];
  let [lookedSeconds, totalSeconds] = [0, 0];
  for (const [position, channel] of channels.entries()) {
    throwIfCancelled(cancel);
    progress?.(position / channels.length, `${channel.label}: bursts`);
    const budget = samples <= LOOKED_SAMPLES ? Infinity : Math.max(LEAST_SECONDS, LOOKED_SAMPLES / (channels.length * channel.samplingHz));
    const segments = lookStretches(channel.segments, channel.samplingHz, evoking, budget);
    lookedSeconds = Math.max(lookedSeconds, samplesOf(segments) / channel.samplingHz);
    totalSeconds = Math.max(totalSeconds, samplesOf(channel.segments) / channel.samplingHz);
    const whole = segments === channel.segments;
    const own = whole ? channel : { ...channel, segments };
    looked.push(await lookAt(own, await request.prepare(own, whole), cuts, request));
  }
  const said: PreflightChannel[] = [];
  for (const one of looked) said.push(await channelOf(one, looked, request));
  const rows = preflightRows({ channels: said, marks: context.marks, holds: holdsOf(context).length, settings, inPart: lookedSeconds < totalSeconds });
  return { rows, lookedSeconds, totalSeconds };
}

function samplesOf(segments: ChannelInfo["segments"]): number {
  return segments.reduce((sum, { startSample, endSample }) => sum + endSample - startSample, 0);
}

async function lookAt(channel: ChannelInfo, { prepared, memory }: LookedAt, cuts: readonly number[], { context, settings, read, cancel }: FirstLookRequest): Promise<Looked> {
  const reason = unusableReason(channel, prepared, settings);
  const unusable = reason !== undefined && !isInsisted(channel.index, context.overrides) ? reason : null;
  const clippedShare = prepared?.quality.clippedShare ?? 0;
  const clean = cleanReader({ prepared: new Map([[channel.index, prepared]]), read }, [channel]);
  const ownRead: ReadSamples = (range, stop) => clean(channel.index, range, stop);
  if (prepared === undefined || unusable !== null) return { channel, memory, read: ownRead, track: undefined, unusable, clippedShare, runs: [], issues: [] };
  const issues: Issue[] = [];
  const found = prepared.segments.map((segment) => ({ segment, ...detectFine(prepared, segment, settings, memory).fine }));
  if (!found.some(({ floorMeasured }) => floorMeasured)) issues.push({ code: "no-rest", severity: "info", where: "", message: "" });
  issues.push(...mainsIssues(channel, prepared.mains, await quietMains(channel, prepared, found, ownRead, memory, cancel), [], settings));
  const runs = found.flatMap(({ segment, bursts, track }) =>
    groupTrains(bursts.map(burstSeconds), { ...settings, cutSeconds: cuts }).flatMap((run): Run[] => {
      const own = bursts.slice(run.first, run.end);
      if (own.length < 2) return [];
      const powers = trainPowers(segment.power, gridHz(track), own.map(cellSpan), bursts.map(cellSpan), track.mean[own[0]!.peak]!, settings.snrSpanSeconds);
      return [{ bursts: own, track, snrDb: (powers === undefined ? undefined : signalToNoiseDb(powers)) ?? null }];
    }),
  );
  return { channel, memory, read: ownRead, track: found[0]?.track, unusable, clippedShare, runs, issues };
}

/** With the muscle that the channel hears beside its own in its longest train. */
async function channelOf({ channel, memory, unusable, clippedShare, issues, runs, ...own }: Looked, all: readonly Looked[], { context, settings, cancel }: FirstLookRequest): Promise<PreflightChannel> {
  const pair = context.pairs.find(({ agonist }) => agonist === channel.index);
  const other = all.find((one) => one.channel.index === pair?.antagonist);
  const longest = runs.reduce<Run | undefined>((most, run) => (run.bursts.length > (most?.bursts.length ?? 0) ? run : most), undefined);
  const read: ReadChannel = (index, range, stop) => (index === channel.index ? own.read(range, stop) : other!.read(range, stop));
  const heard = other?.track === undefined || longest === undefined ? undefined : await rawCorrelation({ bursts: longest.bursts, place: longest }, channel, other.channel, other.track, read, memory, cancel);
  const hears = heard !== undefined && Math.abs(heard) > settings.crossTalkWithhold ? other!.channel.label : undefined;
  const trains = runs.map((run): PreflightTrain => ({ bursts: run.bursts.length, snrDb: run.snrDb, hears: run === longest ? hears : undefined }));
  return { label: channel.label, index: channel.index, unusable, clippedShare, issues, trains };
}
