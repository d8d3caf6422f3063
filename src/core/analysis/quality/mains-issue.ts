import type { Cancel, Issue } from "../../errors";
import type { ChannelInfo } from "../../recording";
import type { TrainResult } from "../../result";
import type { SettingValues } from "../../settings";
import type { PreparedChannel } from "../../signal/prepared";
import { estimateMains, type MainsEstimate } from "../../signal/mains";
import type { MainsLine } from "../../signal/mains-removal";
import { filteredOf } from "../../signal/sub-range";
import type { ReadSamples } from "../../signal/trend";
import type { SampleRange } from "../../timeline";
import type { SegmentBursts } from "../channel-bursts";
import { channelPlace } from "./channel-gates";
import type { ScoreMemory } from "../score-memory";
import { burstSamples } from "../track";

/** Bursts of a contiguous stretch. */
type FoundBursts = Pick<SegmentBursts, "segment" | "bursts">;

/** Share of the baseline's power from which the line is told (science.md 4.1). */
export const MAINS_TOLD_SHARE = 0.1;
/** Enough for a resolution of half a hertz; more would only cost time. */
const LONGEST_SECONDS = 4;
/** Shorter stretches do not tell the line from the EMG around it. */
const SHORTEST_SECONDS = 1;

/** Mains hum of the quiet baseline, over the longest stretch without a burst: what is left of it where it is removed. undefined where no second is without bursts. */
export async function quietMains(channel: ChannelInfo, prepared: PreparedChannel, found: readonly FoundBursts[], read: ReadSamples, memory: ScoreMemory, cancel: Cancel | undefined): Promise<MainsEstimate | undefined> {
  const quiet = longestQuiet(found);
  if (quiet === undefined || quiet.end - quiet.start < SHORTEST_SECONDS * channel.samplingHz) return undefined;
  const end = Math.min(quiet.end, quiet.start + Math.round(LONGEST_SECONDS * channel.samplingHz));
  return memory.part("quiet mains").recallLater(`${quiet.start} ${end}`, async () => estimateMains(await filteredOf(prepared, read, { start: quiet.start, end }, prepared.bandHz, cancel), channel.samplingHz));
}

/**
 * What is to be said of mains: that it was removed, or that it makes up a tenth of the baseline's power or more; and where taking it off would
 * lift the SNR of an undecided train over its gate, that removal is to be had.
 */
export function mainsIssues(channel: ChannelInfo, removed: MainsLine | undefined, mains: MainsEstimate | undefined, trains: readonly Pick<TrainResult, "pattern" | "snrDb" | "log10BayesFactor">[], settings: SettingValues): Issue[] {
  const issues: Issue[] = [];
  const where = channelPlace(channel);
  if (removed !== undefined) {
    issues.push({
      code: "mains-removed", severity: "info", where,
      message: `Mains hum of ${removed.lineHz.toFixed(2)} Hz and three harmonics was taken off by ${removed.method}; it made up ${(100 * removed.share).toFixed(0)} % of the quietest baseline's power.`,
    });
  }
  if (mains === undefined || mains.share < MAINS_TOLD_SHARE) return issues;
  const share = `${(100 * mains.share).toFixed(0)} %`;
  if (removed !== undefined) {
    issues.push({ code: "mains", severity: "warning", where, message: `${share} of the baseline's power is still mains hum of ${mains.nominalHz} Hz. Try the other kind of mains removal.` });
    return issues;
  }
  const lifted = trains.filter((train) => wouldPass(train, mains.share, settings)).length;
  const offer =
    lifted === 0
      ? "It is not removed: it lowers the SNR."
      : `It is not removed, and it decides: without it the SNR of ${lifted} undecided ${lifted === 1 ? "train" : "trains"} would pass its gate. Choose “Mains removal” in the settings (regression where the phase is stable, else spectrum interpolation).`;
  issues.push({
    code: "mains", severity: mains.share < 0.5 && lifted === 0 ? "info" : "warning", where,
    message: `Mains hum of ${mains.nominalHz} Hz makes up ${share} of the baseline's power. ${offer} Mend the earth or the electrodes before the next recording.`,
  });
  return issues;
}

/** True where the SNR alone lies below the gate of the side that the burst times lean to, and above it once the baseline is freed of this share: SNR − 10·log10(1 − share). */
function wouldPass({ pattern, snrDb, log10BayesFactor }: Pick<TrainResult, "pattern" | "snrDb" | "log10BayesFactor">, share: number, settings: SettingValues): boolean {
  if (pattern !== "indeterminate" || snrDb === null || log10BayesFactor === null || share >= 1) return false;
  const gate = log10BayesFactor >= 0 ? settings.rhythmicSnrDb : settings.irregularSnrDb;
  return snrDb < gate && snrDb - 10 * Math.log10(1 - share) >= gate;
}

/** The longest stretch between two bursts, or before the first, or after the last, of one segment. */
function longestQuiet(found: readonly FoundBursts[]): SampleRange | undefined {
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
