import type { Issue } from "../core/errors";
import type { ChannelInfo } from "../core/recording";
import type { SampleRange } from "../core/timeline";

/** @throws RangeError when the channel does not exist or the range is not within it: a developer's mistake. */
export function requireSampleRange(channels: readonly ChannelInfo[], channelIndex: number, range: SampleRange): void {
  const channel = channels[channelIndex];
  if (channel === undefined) throw new RangeError(`there is no channel ${channelIndex}; the recording has ${channels.length}`);
  const isWhole = Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end);
  if (!isWhole || range.start < 0 || range.end < range.start || range.end > channel.sampleCount) {
    throw new RangeError(`samples [${range.start}, ${range.end}) are not within the ${channel.sampleCount} of channel ${channelIndex}`);
  }
}

/** One issue for each channel whose label an earlier channel already has. */
export function duplicateLabels(channels: readonly ChannelInfo[]): Issue[] {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  for (const { label, index } of channels) {
    if (seen.has(label)) {
      issues.push({ code: "duplicate-label", severity: "info", where: `channel ${index + 1} (${label})`, message: `More than one channel is called ${label}; they are told apart by their position.` });
    }
    seen.add(label);
  }
  return issues;
}
