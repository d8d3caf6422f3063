import type { ChannelInfo } from "./recording";
import type { ChannelOverride } from "./result";
import { voltsPerUnit } from "./units";

/** What several overrides of one channel come to; later ones win, field by field. undefined where nobody said anything. */
export function overrideOf(channelIndex: number, overrides: readonly ChannelOverride[]): ChannelOverride | undefined {
  let merged: ChannelOverride | undefined;
  for (const override of overrides) {
    if (override.channelIndex !== channelIndex) continue;
    const said = Object.fromEntries(Object.entries(override).filter(([, value]) => value !== undefined));
    merged = { ...merged, ...said, channelIndex };
  }
  return merged;
}

/** A unit that was said outright; blank is none. */
function saidUnit(override: ChannelOverride | undefined): string | undefined {
  const unit = override?.unit?.trim();
  return unit === undefined || unit === "" ? undefined : unit;
}

/**
 * What the reader's values of a channel must be multiplied by, so that they are in the unit and at the gain that a person says:
 * volts for a voltage, the unit itself else. Exactly 1 where neither was said. Polarity is not in it (see `polarityOf`).
 */
export function sampleFactor(channel: Pick<ChannelInfo, "index" | "unit">, overrides: readonly ChannelOverride[]): number {
  const override = overrideOf(channel.index, overrides);
  const unit = saidUnit(override);
  const scale = override?.scale ?? 1;
  if (unit === undefined) return scale;
  const [from, to] = [voltsPerUnit(channel.unit) ?? 1, voltsPerUnit(unit) ?? 1];
  return from === to ? scale : (scale * to) / from;
}

/** −1 for a channel that is to be drawn and exported upside down, else 1. */
export function polarityOf(channelIndex: number, overrides: readonly ChannelOverride[]): 1 | -1 {
  return overrideOf(channelIndex, overrides)?.inverted === true ? -1 : 1;
}

/**
 * The channels with what a person said about them put over what the file says: role, muscle, side, name, unit, and the
 * converter's range at the new scale. Samples are multiplied by `sampleFactor` where they are read. Indices and order stay the
 * file's (see `inRowOrder`).
 */
export function effectiveChannels(channels: readonly ChannelInfo[], overrides: readonly ChannelOverride[]): readonly ChannelInfo[] {
  if (overrides.length === 0) return channels;
  return channels.map((channel) => {
    const override = overrideOf(channel.index, overrides);
    if (override === undefined) return channel;
    const unit = saidUnit(override) ?? channel.unit;
    const factor = sampleFactor(channel, overrides);
    const alias = override.alias?.trim();
    return {
      ...channel,
      label: alias === undefined || alias === "" ? channel.label : alias,
      role: override.role ?? channel.role,
      muscle: override.muscle ?? channel.muscle,
      side: override.side ?? channel.side,
      unit,
      isVoltage: unit === channel.unit ? channel.isVoltage : voltsPerUnit(unit) !== undefined,
      physicalRange: channel.physicalRange === undefined ? undefined : [channel.physicalRange[0] * factor, channel.physicalRange[1] * factor],
    };
  });
}

/** Channels in the order of their rows: by `order` where a person gave one, else by their place in the file. */
export function inRowOrder<T extends Pick<ChannelInfo, "index">>(channels: readonly T[], overrides: readonly ChannelOverride[]): readonly T[] {
  if (!overrides.some(({ order }) => order !== undefined)) return channels;
  const place = (channel: T): number => overrideOf(channel.index, overrides)?.order ?? channel.index;
  return [...channels].sort((a, b) => place(a) - place(b) || a.index - b.index);
}

/** True where a person wants a channel analysed although a gate calls it unusable. */
export function isInsisted(channelIndex: number, overrides: readonly ChannelOverride[]): boolean {
  return overrideOf(channelIndex, overrides)?.insist === true;
}
