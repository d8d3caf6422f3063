import type { Issue } from "../core/errors";
import type { ChannelInfo, ChannelRole } from "../core/recording";
import type { Segment } from "../core/timeline";
import type { Scaling } from "./integer-samples";
import { channelIdentity } from "./channel-identity";
import type { ImportOptions } from "./recording-reader";
import { voltsPerUnit } from "../core/units";
import { ambiguousUnit } from "./ambiguous-unit";

/** What a binary header says of one channel. */
export interface BinaryChannel {
  readonly index: number;
  readonly label: string;
  /** As in the file; empty when it names none, and `options.unit` stands in. */
  readonly unit: string;
  readonly samplingHz: number;
  readonly sampleCount: number;
  readonly segments: readonly Segment[];
  /** Stored number → value in `unit`. */
  readonly map: Scaling;
  /** Ends of the converter as stored numbers, where the file has one. */
  readonly storedRange: readonly [number, number] | undefined;
  readonly prefilter?: string;
  /** Given where the file knows better than the label: the channel then names no muscle. */
  readonly role?: ChannelRole;
}

/** The channel as the rest of Klonos sees it, and the map from stored numbers to its values (volts for voltages). */
export interface DescribedChannel {
  readonly info: ChannelInfo;
  readonly map: Scaling;
}

/** Resolves unit, role and scale of a channel; an ambiguous unit is told in `issues`. */
export function describeChannel(channel: BinaryChannel, options: ImportOptions, issues: Issue[]): DescribedChannel {
  const unit = channel.unit === "" ? (options.unit ?? "") : channel.unit;
  const where = `channel ${channel.index + 1} (${channel.label})`;
  const ambiguous = ambiguousUnit(unit, where);
  if (ambiguous !== undefined) issues.push(ambiguous);
  const perUnit = voltsPerUnit(unit);
  const gain = channel.map.gain * (perUnit ?? 1);
  const offset = channel.map.offset * (perUnit ?? 1);
  const ends = channel.storedRange?.map((stored) => stored * gain + offset);
  const identity = channelIdentity(channel.label, unit);
  return {
    map: { gain, offset },
    info: {
      ...identity,
      ...(channel.role === undefined ? {} : { role: channel.role, muscle: undefined, site: undefined, candidates: [] }),
      index: channel.index,
      label: channel.label,
      unit,
      isVoltage: perUnit !== undefined,
      samplingHz: channel.samplingHz,
      sampleCount: channel.sampleCount,
      segments: channel.segments,
      // A scale so small that both ends are one number tells no range.
      physicalRange: ends === undefined || ends[0] === ends[1] ? undefined : [Math.min(...ends), Math.max(...ends)],
      prefilter: channel.prefilter ?? "",
    },
  };
}

/** Relative error of a number that a header keeps in single precision. */
export const SINGLE_PRECISION = 2 ** -23;

/** A rate without the last bits of the division that made it: 5000.000000000001 is 5000. `relative` is how far those bits reach. */
export function tidyRate(samplingHz: number, relative = 1e-9): number {
  const whole = Math.round(samplingHz);
  return Math.abs(samplingHz - whole) <= relative * samplingHz ? whole : samplingHz;
}
