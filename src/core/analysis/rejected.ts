import type { ChannelInfo } from "../recording";
import type { RejectedStretch } from "../result";
import type { Segment } from "../timeline";

/** As in `secondsToSample`: a time that was itself made from a sample index must come back to it. */
const indexTolerance = 1e-6;

/**
 * The rejected stretches of one channel, in time order, overlapping and touching ones joined. A stretch without a channel
 * belongs to every channel.
 */
export function rejectedOf(channelIndex: number, rejected: readonly RejectedStretch[]): readonly Pick<RejectedStretch, "startSeconds" | "endSeconds">[] {
  const own = rejected
    .filter((stretch) => (stretch.channelIndex ?? channelIndex) === channelIndex && stretch.endSeconds > stretch.startSeconds)
    .sort((a, b) => a.startSeconds - b.startSeconds);
  const joined: { startSeconds: number; endSeconds: number }[] = [];
  for (const { startSeconds, endSeconds } of own) {
    const last = joined[joined.length - 1];
    if (last !== undefined && startSeconds <= last.endSeconds) last.endSeconds = Math.max(last.endSeconds, endSeconds);
    else joined.push({ startSeconds, endSeconds });
  }
  return joined;
}

/**
 * The channel with its segments cut at what a person rejected: samples whose time lies in [start, end) belong to no segment any
 * more, as if the recording had a gap there. Sample positions and times of all others stay as they are.
 */
export function withoutRejected(channel: ChannelInfo, rejected: readonly RejectedStretch[]): ChannelInfo {
  const stretches = rejectedOf(channel.index, rejected);
  if (stretches.length === 0) return channel;
  const { samplingHz } = channel;
  const segments: Segment[] = [];
  for (const segment of channel.segments) {
    let start = segment.startSample;
    const keep = (end: number): void => {
      if (end > start) segments.push({ startSample: start, endSample: end, startSeconds: segment.startSeconds + (start - segment.startSample) / samplingHz });
    };
    const sampleOf = (seconds: number): number =>
      Math.min(segment.endSample, Math.max(segment.startSample, segment.startSample + Math.ceil((seconds - segment.startSeconds) * samplingHz - indexTolerance)));
    for (const { startSeconds, endSeconds } of stretches) {
      const [from, to] = [sampleOf(startSeconds), sampleOf(endSeconds)];
      if (to <= from) continue;
      keep(from);
      start = Math.max(start, to);
    }
    keep(segment.endSample);
  }
  return { ...channel, segments };
}
