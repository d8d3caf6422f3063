import type { ChannelInfo } from "../../core/recording";
import type { SampleRange, Segment } from "../../core/timeline";

/** Buckets of one segment: bucket k covers samples [range.start + k·samplesPerBucket, …) and never leaves the segment. */
export interface PieceSpan {
  readonly segment: Segment;
  readonly range: SampleRange;
  readonly samplesPerBucket: number;
}

/**
 * What to read for a window of time: one span for each segment that it meets, in whole buckets counted from the segment's
 * start, so that a bucket keeps its samples while the window moves. One bucket more on each side lets lines run over the edge.
 * Samples per bucket: the largest whole number that still gives `columns` buckets over the window, at least 1; `multipleOf`
 * rounds it down to a multiple of a stored bucket.
 */
export function planWindow(channel: ChannelInfo, startSeconds: number, endSeconds: number, columns: number, multipleOf = 1): readonly PieceSpan[] {
  const { samplingHz } = channel;
  const wanted = Math.floor(((endSeconds - startSeconds) * samplingHz) / columns);
  const samplesPerBucket = Math.max(1, Math.floor(wanted / multipleOf)) * multipleOf;
  const spans: PieceSpan[] = [];
  if (!(endSeconds > startSeconds)) return spans;
  for (const segment of channel.segments) {
    const length = segment.endSample - segment.startSample;
    const first = Math.floor(((startSeconds - segment.startSeconds) * samplingHz) / samplesPerBucket) - 1;
    const last = Math.ceil(((endSeconds - segment.startSeconds) * samplingHz) / samplesPerBucket) + 1;
    const from = Math.max(0, first * samplesPerBucket);
    const to = Math.min(length, last * samplesPerBucket);
    if (to <= from || segment.startSeconds > endSeconds || segment.startSeconds + length / samplingHz < startSeconds) continue;
    spans.push({ segment, range: { start: segment.startSample + from, end: segment.startSample + to }, samplesPerBucket });
  }
  return spans;
}

/** Samples that a plan covers. */
export function plannedSamples(spans: readonly PieceSpan[]): number {
  return spans.reduce((sum, { range }) => sum + range.end - range.start, 0);
}
