import { effectiveChannels } from "../channel-overrides";
import type { ChannelInfo } from "../recording";
import type { AnalysisContext } from "../result";
import { withoutRejected } from "./rejected";

/** The channels as they are analysed: with what a person said about them over what the file says, and without what was rejected. */
export function analysedChannels(channels: readonly ChannelInfo[], { overrides, rejected }: Pick<AnalysisContext, "overrides" | "rejected">): readonly ChannelInfo[] {
  return effectiveChannels(channels, overrides).map((channel) => withoutRejected(channel, rejected));
}
