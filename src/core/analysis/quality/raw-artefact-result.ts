import type { Issue } from "../../errors";
import type { ChannelInfo } from "../../recording";
import type { ChannelResult } from "../../result";
import type { PreparedChannel } from "../../signal/prepared";
import type { RawArtefactKind } from "../../signal/raw-artefacts";
import { channelPlace } from "./channel-gates";
import { secondsIn } from "../track";

const microvoltsPerVolt = 1e6;

const words: Readonly<Record<RawArtefactKind, readonly [string, string]>> = {
  clipping: ["clipped stretch", "clipped stretches"],
  dropout: ["dropout", "dropouts"],
  "baseline-step": ["step of the baseline", "steps of the baseline"],
};

/** The artefacts of a channel as the result shows them. */
export function artefactsOf(channel: ChannelInfo, prepared: PreparedChannel | undefined): ChannelResult["artefacts"] {
  if (prepared === undefined) return [];
  return prepared.artefacts.flatMap(({ kind, start, end, value }) => {
    const segment = channel.segments.find(({ startSample, endSample }) => start >= startSample && start < endSample);
    if (segment === undefined) return [];
    const seconds = (sample: number): number => secondsIn(segment, channel.samplingHz, Math.min(sample, segment.endSample));
    return [{ kind, startSeconds: seconds(start), endSeconds: seconds(end), value: channel.isVoltage ? value * microvoltsPerVolt : value }];
  });
}

/** One sentence a kind: how many, how long, and where the first is. */
export function artefactIssues(channel: ChannelInfo, prepared: PreparedChannel): Issue[] {
  const artefacts = artefactsOf(channel, prepared);
  return (Object.keys(words) as RawArtefactKind[]).flatMap((kind) => {
    const own = artefacts.filter((artefact) => artefact.kind === kind);
    if (own.length === 0) return [];
    const seconds = own.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0);
    const length = kind === "baseline-step" ? "" : `, ${(1000 * seconds).toFixed(0)} ms in all`;
    return [{
      code: kind, severity: "info" as const, where: channelPlace(channel),
      message: `${own.length} ${words[kind][own.length === 1 ? 0 : 1]}${length}, the first at ${own[0]!.startSeconds.toFixed(2)} s. They are not left out: reject the stretches where they matter.`,
    }];
  });
}

/** A heart in a proximal channel: that it was taken off, or that it is there and can be. */
export function heartIssues(channel: ChannelInfo, { ecg, heartRate }: PreparedChannel): Issue[] {
  const where = channelPlace(channel);
  if (ecg !== undefined) return [{ code: "ecg-removed", severity: "info", where, message: `${ecg.beats.length} heart beats (${ecg.beatsPerMinute.toFixed(0)} a minute) were taken off by their running template.` }];
  if (heartRate === undefined) return [];
  return [{ code: "ecg", severity: "info", where, message: `A heart of ${heartRate.toFixed(0)} beats a minute is seen. “Heart beats” in the settings takes its complexes off; they can look like bursts.` }];
}
