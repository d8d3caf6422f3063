import { effectiveChannels } from "../channel-overrides";
import type { ChannelInfo } from "../recording";
import type { Derivation } from "../derivation";
import type { AnalysisContext, RejectedStretch } from "../result";
import { withoutRejected } from "./rejected";

/** The channels as they are analysed: with what a person said about them over what the file says, and without what was rejected. */
export function analysedChannels(channels: readonly ChannelInfo[], { overrides, rejected, derivations }: Pick<AnalysisContext, "overrides" | "rejected" | "derivations">): readonly ChannelInfo[] {
  const all = [...rejected, ...rejectedOfSources(channels, derivations ?? [], rejected)];
  return effectiveChannels(channels, overrides).map((channel) => withoutRejected(channel, all));
}

/** What is rejected of a channel is rejected of the channels that are made of it, which follow those of the file. */
function rejectedOfSources(channels: readonly ChannelInfo[], derivations: readonly Derivation[], rejected: readonly RejectedStretch[]): RejectedStretch[] {
  const fileCount = channels.length - derivations.length;
  return derivations.flatMap(({ plus, minus }, position) =>
    rejected.filter(({ channelIndex }) => channelIndex === plus || channelIndex === minus).map((stretch) => ({ ...stretch, channelIndex: fileCount + position })),
  );
}
