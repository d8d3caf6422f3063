import type { Cancel } from "../../errors";
import { throwIfCancelled } from "../../errors";
import type { ChannelInfo } from "../../recording";
import type { ReflexResponse } from "../../reflex/reflex-response";
import { measureResponse, RESPONSE_AFTER_SECONDS, RESPONSE_BEFORE_SECONDS } from "../../reflex/reflex-response";
import type { ReflexWindow, Stimulus } from "../../reflex/reflex-windows";
import { reflexWindow } from "../../reflex/reflex-windows";
import type { ReflexResult } from "../../reflex-result";
import type { Mark, Measured } from "../../result";
import type { ReadChannel } from "../muscles/antagonist";

/** What the rows are made from. */
export interface ReflexRequest {
  readonly marks: readonly Mark[];
  /** EMG channels that were analysed. */
  readonly channels: readonly ChannelInfo[];
  readonly heightCentimetres: number | undefined;
  readonly read: ReadChannel;
  readonly cancel: Cancel | undefined;
}

/** More stimuli than any examination holds; a stimulator that runs all day is no reflex study. */
const MOST_STIMULI = 1000;
const MICROVOLTS = 1e6;
const MILLISECONDS = 1000;

interface Stimulated {
  readonly mark: Mark & { readonly kind: Stimulus };
  readonly markIndex: number;
}

/** One row for each stretch, tap or nerve stimulus and each channel that it concerns (science.md 5.1, 5.2). Rows of a side other than the stimulated one are left out. */
export async function reflexRows(request: ReflexRequest): Promise<readonly ReflexResult[]> {
  const stimuli = request.marks.flatMap((mark, markIndex): Stimulated[] => (isStimulus(mark) ? [{ mark, markIndex }] : [])).slice(0, MOST_STIMULI);
  const rows: { readonly row: ReflexResult; readonly rawM: number | undefined; readonly rawHeight: number | undefined }[] = [];
  const lastSeconds = new Map<string, number>();
  for (const { mark, markIndex } of stimuli) {
    throwIfCancelled(request.cancel);
    for (const channel of request.channels) {
      if (!concerns(mark, channel, request.channels)) continue;
      const window = reflexWindow(mark.kind, channel.muscle, request.heightCentimetres);
      const response = await responseOf(mark, channel, window, request);
      const key = `${mark.kind} ${channel.index}`;
      const last = lastSeconds.get(key);
      lastSeconds.set(key, mark.seconds);
      rows.push({ row: rowOf(mark, markIndex, channel, window, response, last === undefined ? undefined : mark.seconds - last), rawM: response.mWave, rawHeight: response.peakToPeak });
    }
  }
  const largest = new Map<number, { m: number; response: number }>();
  for (const { row: { channelIndex }, rawM, rawHeight } of rows) {
    const known = largest.get(channelIndex) ?? { m: 0, response: 0 };
    largest.set(channelIndex, { m: Math.max(known.m, rawM ?? 0), response: Math.max(known.response, rawHeight ?? 0) });
  }
  return rows.map(({ row, rawHeight }) => {
    const { m, response } = largest.get(row.channelIndex)!;
    const none = m === 0 ? "No M-wave was recorded on this channel." : response > m ? "A response is larger than the largest M-wave: the stimulus was not supramaximal, so there is no ratio." : rawHeight === undefined ? "No amplitude." : undefined;
    return none === undefined ? { ...row, ratioToM: rawHeight! / m } : { ...row, missing: { ...row.missing, ratioToM: none } };
  });
}

function isStimulus(mark: Mark): mark is Mark & { readonly kind: Stimulus } {
  return mark.kind === "stretch" || mark.kind === "tap" || mark.kind === "stimulus";
}

/** A mark that is linked to an EMG channel concerns that one alone; one with a side concerns that side. */
function concerns(mark: Mark, channel: ChannelInfo, channels: readonly ChannelInfo[]): boolean {
  if (mark.channelIndex !== undefined && channels.some(({ index }) => index === mark.channelIndex)) return mark.channelIndex === channel.index;
  return mark.side === undefined || channel.side === undefined || mark.side === channel.side;
}

async function responseOf(mark: Mark, channel: ChannelInfo, window: ReflexWindow, { read, cancel }: ReflexRequest): Promise<ReflexResponse> {
  const nothing = (missing: string): ReflexResponse => ({ status: "not-assessed", latency: { missing }, peakToPeak: undefined, mWave: undefined, background: undefined });
  if (mark.kind === "stimulus" && window.response === undefined) return nothing(`no H-reflex window is known for ${channel.muscle ?? "a channel without a muscle"}`);
  const { samplingHz } = channel;
  const segment = channel.segments.find((candidate) => mark.seconds >= candidate.startSeconds && mark.seconds < candidate.startSeconds + (candidate.endSample - candidate.startSample) / samplingHz);
  if (segment === undefined) return nothing("the mark lies where the channel has no signal");
  const position = segment.startSample + (mark.seconds - segment.startSeconds) * samplingHz;
  const start = Math.max(segment.startSample, Math.floor(position - RESPONSE_BEFORE_SECONDS * samplingHz));
  const end = Math.min(segment.endSample, Math.ceil(position + RESPONSE_AFTER_SECONDS * samplingHz));
  const samples = await read(channel.index, { start, end }, cancel);
  return measureResponse({ samples, samplingHz, markSample: position - start, window, exactMark: mark.origin !== "user" });
}

function rowOf(mark: Stimulated["mark"], markIndex: number, channel: ChannelInfo, window: ReflexWindow, response: ReflexResponse, before: number | undefined): ReflexResult {
  const missing: Record<string, string> = {};
  const volts = (field: string, value: number | undefined, reason: string): Measured => {
    if (value !== undefined && channel.isVoltage) return value * MICROVOLTS;
    missing[field] = value === undefined ? reason : "The channel's unit is no voltage.";
    return null;
  };
  const latency = "seconds" in response.latency ? response.latency.seconds * MILLISECONDS : null;
  if ("missing" in response.latency) missing["latencyMilliseconds"] = sentence(response.latency.missing);
  if (before === undefined) missing["sinceLastSeconds"] = "The first of its kind.";
  return {
    id: `F${markIndex + 1}-${channel.index + 1}`,
    markIndex,
    markSeconds: mark.seconds,
    evokedBy: mark.kind,
    channel: channel.label,
    channelIndex: channel.index,
    muscle: channel.muscle ?? null,
    side: channel.side ?? null,
    response: window.response ?? null,
    windowMilliseconds: [window.from * MILLISECONDS, window.to * MILLISECONDS],
    windowBasis: window.basis,
    status: response.status,
    latencyMilliseconds: latency,
    peakToPeakMicrovolts: volts("peakToPeakMicrovolts", response.peakToPeak, "The response could not be assessed."),
    mWaveMicrovolts: volts("mWaveMicrovolts", response.mWave, mark.kind === "stimulus" ? "No M-wave rises above the background." : "Only a nerve stimulus evokes an M-wave."),
    ratioToM: null,
    backgroundMicrovolts: volts("backgroundMicrovolts", response.background, "Too little signal before the mark."),
    sinceLastSeconds: before ?? null,
    missing,
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
