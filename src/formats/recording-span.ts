import { KlonosError } from "../core/errors";
import type { ChannelInfo } from "../core/recording";
import { type SampleRange, secondsToSample } from "../core/timeline";

/** What of a recording is wanted. */
export interface SpanRequest {
  /** Indices of channels, or what finds them among all of the recording; undefined takes all. */
  readonly channels?: readonly number[] | ((channels: readonly ChannelInfo[]) => readonly number[]) | undefined;
  /** Seconds from the start of the recording, half-open. */
  readonly startSeconds?: number | undefined;
  readonly endSeconds?: number | undefined;
}

/** A run of stored samples of one channel. */
export interface SpanPiece {
  readonly start: number;
  readonly end: number;
  readonly startSeconds: number;
}

/** The part of one channel that lies in a span of time. */
export interface ChannelSpan {
  readonly channel: ChannelInfo;
  /** In time order, never empty. */
  readonly pieces: readonly SpanPiece[];
  readonly sampleCount: number;
}

/** A span of time of chosen channels, in seconds of the recording. */
export interface RecordingSpan {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly channels: readonly ChannelSpan[];
  /** What was cut off so that all channels cover the same time; a sentence each. */
  readonly notes: readonly string[];
}

/** Stored samples of a channel that are those from the `from`th to before the `to`th of its span, in order. */
export function samplesOfSpan(own: ChannelSpan, from: number, to: number): SampleRange[] {
  const ranges: SampleRange[] = [];
  let before = 0;
  for (const piece of own.pieces) {
    const length = piece.end - piece.start;
    const start = piece.start + Math.max(0, from - before);
    const end = piece.start + Math.min(length, to - before);
    if (end > start) ranges.push({ start, end });
    before += length;
  }
  return ranges;
}

function endOf(channel: ChannelInfo): number {
  const last = channel.segments[channel.segments.length - 1];
  return last === undefined ? 0 : last.startSeconds + (last.endSample - last.startSample) / channel.samplingHz;
}

function piecesOf(channel: ChannelInfo, startSeconds: number, endSeconds: number): SpanPiece[] {
  const start = secondsToSample(channel.segments, channel.samplingHz, startSeconds);
  const end = secondsToSample(channel.segments, channel.samplingHz, endSeconds);
  return channel.segments
    .map((segment) => {
      const from = Math.max(start, segment.startSample);
      return { start: from, end: Math.min(end, segment.endSample), startSeconds: segment.startSeconds + (from - segment.startSample) / channel.samplingHz };
    })
    .filter((piece) => piece.end > piece.start);
}

/**
 * The chosen channels over the time that all of them cover. Nothing is filled: where a channel begins later or ends earlier than
 * the others by a sample or more the span is cut to it, and a note says so.
 * @throws KlonosError `bad-span` for channels that do not exist or hold nothing there, and for an empty span.
 */
export function spanOfRecording(channels: readonly ChannelInfo[], request: SpanRequest): RecordingSpan {
  const named = typeof request.channels === "function" ? request.channels(channels) : request.channels;
  const chosen = (named ?? channels.filter(({ sampleCount }) => sampleCount > 0).map(({ index }) => index)).map((index) => {
    const channel = channels[index];
    if (channel === undefined || channel.sampleCount === 0) throw new KlonosError("bad-span", channel === undefined ? `There is no channel ${index + 1}; the recording has ${channels.length}.` : `Channel ${index + 1} (${channel.label}) holds no samples; leave it out.`, `channel ${index + 1}`);
    return channel;
  });
  if (chosen.length === 0) throw new KlonosError("bad-span", "The recording has no channel with samples.");
  const notes: string[] = [];
  const wantedStart = request.startSeconds ?? Math.min(...chosen.map((channel) => channel.segments[0]!.startSeconds));
  const wantedEnd = request.endSeconds ?? Math.max(...chosen.map(endOf));
  const startSeconds = Math.max(wantedStart, ...chosen.map((channel) => channel.segments[0]!.startSeconds));
  const endSeconds = Math.min(wantedEnd, ...chosen.map(endOf));
  if (!(endSeconds > startSeconds)) throw new KlonosError("bad-span", `There is no time between ${wantedStart} and ${wantedEnd} s that all chosen channels cover.`);
  const fastestStep = 1 / Math.max(...chosen.map(({ samplingHz }) => samplingHz));
  if (startSeconds - wantedStart >= fastestStep) notes.push(`Not all channels cover the beginning: ${(startSeconds - wantedStart).toFixed(4)} s were left out there.`);
  if (wantedEnd - endSeconds >= fastestStep) notes.push(`Not all channels cover the end: ${(wantedEnd - endSeconds).toFixed(4)} s were left out there.`);
  const spans = chosen.map((channel): ChannelSpan => {
    const pieces = piecesOf(channel, startSeconds, endSeconds);
    if (pieces.length === 0) throw new KlonosError("bad-span", `Channel ${channel.index + 1} (${channel.label}) has no samples between ${startSeconds} and ${endSeconds} s.`, `channel ${channel.index + 1}`);
    return { channel, pieces, sampleCount: pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0) };
  });
  return { startSeconds, endSeconds, channels: spans, notes };
}
