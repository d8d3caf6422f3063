import type { ChannelInfo } from "../../recording";
import type { ChannelGate } from "../../result";
import type { SettingValues } from "../../settings";
import type { MainsEstimate } from "../../signal/mains";
import type { PreparedChannel } from "../../signal/prepared";
import { MAINS_TOLD_SHARE } from "./mains-issue";

const PERCENT = 100;

/** What the gates of a channel are judged by. */
export interface GateFacts {
  readonly prepared: PreparedChannel | undefined;
  /** Time farther than the setting from every burst, s; undefined for a channel that was not analysed. */
  readonly restSeconds: number | undefined;
  /** undefined where no second is without bursts. */
  readonly mains: MainsEstimate | undefined;
}

/** Each gate of an EMG channel with its value, passed or not (science.md 4.1, 4.5, 8 A). Rest and mains forbid nothing by themselves. */
export function channelGates(channel: Pick<ChannelInfo, "samplingHz">, { prepared, restSeconds, mains }: GateFacts, settings: SettingValues): readonly ChannelGate[] {
  const atLeast = (gate: ChannelGate["gate"], value: number | undefined, limit: number, unit: ChannelGate["unit"], why: string): ChannelGate => ({ gate, value: value ?? null, limit, unit, sense: "at-least", passes: value === undefined ? null : value >= limit, noValue: value === undefined ? why : null });
  const atMost = (gate: ChannelGate["gate"], value: number | undefined, limit: number, unit: ChannelGate["unit"], why: string): ChannelGate => ({ gate, value: value ?? null, limit, unit, sense: "at-most", passes: value === undefined ? null : value <= limit, noValue: value === undefined ? why : null });
  return [
    atLeast("samplingHz", channel.samplingHz, settings.minimumSamplingHz, "Hz", ""),
    atMost("clippedPercent", prepared === undefined ? undefined : PERCENT * prepared.quality.clippedShare, PERCENT * settings.clipShare, "%", "The channel was not read."),
    atLeast("restSeconds", restSeconds, settings.restMinimumSeconds, "s", "The channel was not analysed."),
    atMost("mainsPercent", mains === undefined ? undefined : PERCENT * mains.share, PERCENT * MAINS_TOLD_SHARE, "%", restSeconds === undefined ? "The channel was not analysed." : "No second is without bursts."),
  ];
}
