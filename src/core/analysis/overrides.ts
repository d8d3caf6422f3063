import type { ChannelInfo } from "../recording";
import type { AnalysisContext, ChannelOverride } from "../result";
import { withoutRejected } from "./rejected";

/** The channels with what a person said about them put over what their labels say, later overrides win, and without what was rejected. */
export function effectiveChannels(channels: readonly ChannelInfo[], { overrides, rejected }: Pick<AnalysisContext, "overrides" | "rejected">): readonly ChannelInfo[] {
  return channels.map((channel) => {
    let effective = withoutRejected(channel, rejected);
    for (const override of overrides) {
      if (override.channelIndex !== channel.index) continue;
      effective = {
        ...effective,
        role: override.role ?? effective.role,
        muscle: override.muscle ?? effective.muscle,
        side: override.side ?? effective.side,
      };
    }
    return effective;
  });
}

/** True where a person wants a channel analysed although a gate calls it unusable. */
export function isInsisted(channelIndex: number, overrides: readonly ChannelOverride[]): boolean {
  let insisted = false;
  for (const override of overrides) if (override.channelIndex === channelIndex && override.insist !== undefined) insisted = override.insist;
  return insisted;
}
