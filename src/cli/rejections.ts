import type { ChannelInfo } from "../core/recording";
import type { RejectedStretch } from "../core/result";
import { spanOption, usageError } from "./options";
import { channelsNamed } from "../services/study/pair-wishes";

/** `START-END[@CHANNEL]` as typed. */
export interface RejectionWish {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** As typed; undefined: every channel. */
  readonly channel: string | undefined;
  readonly text: string;
}

/** Reads `12.5-14` or `12.5-14@R SOL`; a colon is as good as the dash. @throws KlonosError `usage` */
export function readRejection(text: string): RejectionWish {
  const at = text.indexOf("@");
  const channel = at < 0 ? undefined : text.slice(at + 1).trim();
  const parts = /^\s*([^-:\s]+)\s*[-:]\s*([^-:\s]+)\s*$/.exec(at < 0 ? text : text.slice(0, at));
  if (parts === null || channel === "") throw usageError(`--reject is START-END or START-END@CHANNEL in seconds, e.g. 12.5-14@SOL; it was “${text}”.`, "--reject");
  return { ...spanOption("reject", `${parts[1]}:${parts[2]}`), channel, text };
}

/** The stretches that the wishes mean in one recording. A muscle that is there on both sides means both. @throws KlonosError `channel-not-found` */
export function rejectedStretches(wishes: readonly RejectionWish[], channels: readonly ChannelInfo[]): readonly RejectedStretch[] {
  return wishes.flatMap(({ startSeconds, endSeconds, channel, text }): readonly RejectedStretch[] => {
    if (channel === undefined) return [{ channelIndex: undefined, startSeconds, endSeconds }];
    return channelsNamed(channel, channels, "channel-not-found", `--reject ${text}`).map(({ index }) => ({ channelIndex: index, startSeconds, endSeconds }));
  });
}
