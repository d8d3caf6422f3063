import { sampleFactor } from "../channel-overrides";
import type { ChannelInfo } from "../recording";
import type { ChannelOverride } from "../result";
import type { ReadChannel } from "./muscles/antagonist";

/**
 * The samples in the unit and at the gain that a person says (`sampleFactor`): what `prepare` and `score` must be given. The same
 * function where nobody said anything. Polarity is left as it is: no result may depend on it.
 *
 * @param channels as the file describes them, without overrides
 */
export function effectiveRead(read: ReadChannel, channels: readonly ChannelInfo[], overrides: readonly ChannelOverride[]): ReadChannel {
  const factors = new Map<number, number>();
  for (const channel of channels) {
    const factor = sampleFactor(channel, overrides);
    if (factor !== 1) factors.set(channel.index, factor);
  }
  if (factors.size === 0) return read;
  return async (channelIndex, range, cancel) => {
    const values = await read(channelIndex, range, cancel);
    const factor = factors.get(channelIndex);
    if (factor !== undefined) for (let k = 0; k < values.length; k += 1) values[k] = values[k]! * factor;
    return values;
  };
}
