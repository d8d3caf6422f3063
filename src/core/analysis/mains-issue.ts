import type { Cancel, Issue } from "../errors";
import type { ChannelInfo } from "../recording";
import type { PreparedChannel } from "../signal/prepared";
import { estimateMains } from "../signal/mains";
import { filteredOf } from "../signal/sub-range";
import type { ReadSamples } from "../signal/trend";
import type { SampleRange } from "../timeline";
import type { SegmentBursts } from "./channel-bursts";
import { channelPlace } from "./channel-gates";
import { burstSamples } from "./track";

/** Share of the baseline's power from which the line is told (science.md 4.1). */
const TOLD_SHARE = 0.1;
/** Enough for a resolution of half a hertz; more would only cost time. */
const LONGEST_SECONDS = 4;
/** Shorter stretches do not tell the line from the EMG around it. */
const SHORTEST_SECONDS = 1;

/**
 * Mains hum of the quiet baseline: its share of the power in the channel's band, over the longest stretch without a burst. Nothing is
 * removed from the signal; undefined below a tenth of the power, and where no second is without bursts.
 */
export async function mainsIssue(channel: ChannelInfo, prepared: PreparedChannel, found: readonly SegmentBursts[], read: ReadSamples, cancel: Cancel | undefined): Promise<Issue | undefined> {
  const quiet = longestQuiet(found);
  if (quiet === undefined || quiet.end - quiet.start < SHORTEST_SECONDS * channel.samplingHz) return undefined;
  const end = Math.min(quiet.end, quiet.start + Math.round(LONGEST_SECONDS * channel.samplingHz));
  const mains = estimateMains(await filteredOf(prepared, read, { start: quiet.start, end }, prepared.bandHz, cancel), channel.samplingHz);
  if (mains === undefined || mains.share < TOLD_SHARE) return undefined;
  return {
    code: "mains",
    severity: mains.share < 0.5 ? "info" : "warning",
    where: channelPlace(channel),
    message: `Mains hum of ${mains.nominalHz} Hz makes up ${(100 * mains.share).toFixed(0)} % of the baseline's power. It is not removed: it lowers the SNR. Mend the earth or the electrodes before the next recording.`,
  };
}

/** The longest stretch between two bursts, or before the first, or after the last, of one segment. */
function longestQuiet(found: readonly SegmentBursts[]): SampleRange | undefined {
  let longest: SampleRange | undefined;
  for (const { segment, bursts } of found) {
    let start = segment.startSample;
    for (const edges of [...bursts.map(burstSamples), { start: segment.endSample, end: segment.endSample }]) {
      if (edges.start - start > (longest === undefined ? 0 : longest.end - longest.start)) longest = { start, end: edges.start };
      start = Math.max(start, edges.end);
    }
  }
  return longest;
}
