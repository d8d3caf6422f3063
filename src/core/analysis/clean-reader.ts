import type { ChannelInfo } from "../recording";
import { withoutEcg } from "../signal/ecg";
import { withoutMains } from "../signal/mains-removal";
import type { PreparedChannel } from "../signal/prepared";
import type { ReadSamples } from "../signal/trend";
import type { ReadChannel } from "./muscles/antagonist";

/** Reads as the preparation did: without the mains line and the heart beats that were taken off a channel. */
export function cleanReader({ prepared, read }: { readonly prepared: ReadonlyMap<number, PreparedChannel | undefined>; readonly read: ReadChannel }, channels: readonly ChannelInfo[]): ReadChannel {
  const clean = new Map<number, ReadSamples>();
  for (const channel of channels) {
    const { mains, ecg } = prepared.get(channel.index) ?? {};
    const raw: ReadSamples = (range, stop) => read(channel.index, range, stop);
    const withoutHum = mains === undefined ? raw : withoutMains(channel.segments, channel.samplingHz, mains, raw);
    const cleaned = ecg === undefined ? withoutHum : withoutEcg(ecg, withoutHum);
    if (cleaned !== raw) clean.set(channel.index, cleaned);
  }
  return (index, range, stop) => clean.get(index)?.(range, stop) ?? read(index, range, stop);
}
