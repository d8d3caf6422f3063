import type { ChannelInfo, Gap } from "../core/recording";

/**
 * The pauses between the segments of all channels, in time order. Channels that paused together (within a sample of the slower
 * one) give one gap; a pause that only one channel has is a gap of its own.
 */
export function gapsOf(channels: readonly ChannelInfo[]): Gap[] {
  const found: { startSeconds: number; endSeconds: number; tolerance: number }[] = [];
  for (const { segments, samplingHz } of channels) {
    for (let k = 1; k < segments.length; k += 1) {
      const before = segments[k - 1]!;
      const startSeconds = before.startSeconds + (before.endSample - before.startSample) / samplingHz;
      // Segments that follow directly differ by the last digit of a sum.
      found.push({ startSeconds, endSeconds: Math.max(startSeconds, segments[k]!.startSeconds), tolerance: 1 / samplingHz });
    }
  }
  found.sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds);
  const gaps: typeof found = [];
  for (const gap of found) {
    let isKnown = false;
    // Only the last few can begin within a sample of this one.
    for (let k = gaps.length - 1; k >= 0 && !isKnown; k -= 1) {
      const known = gaps[k]!;
      const tolerance = Math.max(known.tolerance, gap.tolerance) * 1.5;
      if (gap.startSeconds - known.startSeconds > tolerance) break;
      isKnown = Math.abs(gap.endSeconds - known.endSeconds) <= tolerance;
    }
    if (!isKnown) gaps.push(gap);
  }
  return gaps.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds }));
}
