import type { Issue } from "../../errors";
import type { ChannelInfo } from "../../recording";
import type { SettingValues } from "../../settings";
import { voltsPerUnit } from "../../units";
import type { PreparedChannel } from "../../signal/prepared";

/** A channel of which more than this share is one run of one value, or lies at one of its extremes, carries no signal for most of its time. JUDGEMENT. */
const mostFlatShare = 0.5;

/** Where a channel is named in an Issue. */
export function channelPlace(channel: Pick<ChannelInfo, "index" | "label">): string {
  return `channel ${channel.index + 1} (${channel.label})`;
}

/**
 * The quality gates that a channel must pass before anything is detected on it (science.md 4.5, 8 A).
 *
 * @param prepared undefined when the rate is so low that the band-pass does not exist
 * @returns a sentence with the numbers that says why the channel cannot be used; undefined when it can
 */
export function unusableReason(channel: ChannelInfo, prepared: PreparedChannel | undefined, settings: SettingValues): string | undefined {
  const known = unusableByHeader(channel, settings);
  if (known !== undefined) return known;
  if (prepared === undefined) return `At ${format(channel.samplingHz)} Hz there is no band from ${format(settings.bandLowHz)} Hz upwards to look at.`;
  const { quality } = prepared;
  if (channel.segments.length === 0) return "The whole channel is rejected.";
  if (quality.invalidCount === quality.sampleCount) return "The channel has no valid value.";
  if (quality.allEqual) {
    const atRail = quality.limitShare > 0;
    return atRail ? "The signal is saturated: every sample lies at the converter's limit." : "The signal is flat: every sample has the same value. Is the electrode connected?";
  }
  if (quality.longestFlatSamples > mostFlatShare * quality.sampleCount) {
    return `The signal stays at one value for ${format(quality.longestFlatSamples / channel.samplingHz)} s, more than half of the recording. Is the electrode connected?`;
  }
  if (quality.clippedShare > mostFlatShare) {
    return `${format(100 * quality.clippedShare)} % of the samples lie at the signal's own lowest or highest value: it is switched off for most of the time, saturated, or was processed before.`;
  }
  if (quality.clippedShare > settings.clipShare) {
    return `${format(100 * quality.clippedShare)} % of the samples are clipped (limit ${format(100 * settings.clipShare)} %): bursts are cut off.`;
  }
  if (prepared.segments.length === 0) return "Every contiguous stretch is too short for the filters: there is no baseline to measure.";
  return undefined;
}

/** The part of the gates that needs no sample: nothing recorded, sampled too slowly, or called bad by the recording itself. */
export function unusableByHeader(channel: Pick<ChannelInfo, "sampleCount" | "samplingHz" | "statedBad">, settings: SettingValues): string | undefined {
  if (channel.sampleCount === 0) return "The channel has no samples.";
  if (channel.samplingHz < settings.minimumSamplingHz) {
    return `Sampled at ${format(channel.samplingHz)} Hz; the analysis needs at least ${format(settings.minimumSamplingHz)} Hz.`;
  }
  if (channel.statedBad !== undefined) return channel.statedBad;
  return undefined;
}

/** What a gate says of a channel that is analysed all the same, and other remarks on its raw samples. */
export function qualityIssues(channel: ChannelInfo, prepared: PreparedChannel): Issue[] {
  const issues: Issue[] = [];
  const where = channelPlace(channel);
  if (prepared.quality.invalidCount > 0) {
    issues.push({ code: "invalid-samples", severity: "warning", where, message: `${prepared.quality.invalidCount} samples hold no number; they were taken for a gap.` });
  }
  for (const segment of prepared.skipped) {
    const seconds = (segment.endSample - segment.startSample) / channel.samplingHz;
    issues.push({ code: "stretch-skipped", severity: "info", where, message: `The stretch of ${format(seconds)} s at ${format(segment.startSeconds)} s is too short for the filters and was left out.` });
  }
  return issues;
}

/**
 * RMS of surface EMG between 30 and 450 Hz at rest that an amplifier can show: thermal noise of electrodes lies above 0.05 µV,
 * and rest above 500 µV is no rest. Bursts above 20 mV exceed what a surface electrode sees, and nothing that is below 0.1 µV at its
 * largest is EMG. JUDGEMENT.
 */
const restLimitsVolts = [5e-8, 5e-4] as const;
const burstLimitVolts = 2e-2;
const leastBurstVolts = 1e-7;
/** Rest and bursts of surface EMG as they usually are: what a mend must lead to. JUDGEMENT. */
const usualRestVolts = [5e-7, 5e-5] as const;

/** Steps of the unit in which an amplitude is said, largest first. */
const voltSteps: readonly (readonly [name: string, volts: number])[] = [["V", 1], ["mV", 1e-3], ["µV", 1e-6], ["nV", 1e-9]];

/**
 * An Issue where the amplitudes cannot be those of surface EMG, with the mend that would make them possible: the unit or the gain in the
 * file is probably wrong. Labels do not depend on it.
 */
export function scaleIssue(channel: ChannelInfo, restVolts: number | undefined, largestBurstVolts: number | undefined): Issue | undefined {
  if (!channel.isVoltage) return undefined;
  const rest = restVolts === undefined || (restVolts >= restLimitsVolts[0] && restVolts <= restLimitsVolts[1]);
  const burst = largestBurstVolts === undefined || (largestBurstVolts <= burstLimitVolts && largestBurstVolts >= leastBurstVolts);
  if (rest && burst) return undefined;
  const what = rest ? `A burst of ${amount(largestBurstVolts!)} RMS` : `A resting level of ${amount(restVolts!)} RMS`;
  return {
    code: "amplitude-scale",
    severity: "warning",
    where: channelPlace(channel),
    message: `${what} is not possible in surface EMG: check unit (${channel.unit}) and gain. ${scaleMend(channel.unit, restVolts, largestBurstVolts)} Amplitudes in µV are not to be trusted; rhythm and labels do not depend on them.`,
  };
}

/** Which unit, or else which scale, would make the level possible; in the words of the channel's properties and of `--channel`. */
function scaleMend(unit: string, restVolts: number | undefined, largestBurstVolts: number | undefined): string {
  const now = voltsPerUnit(unit) ?? 1;
  const isUsual = (factor: number): boolean => {
    const rest = restVolts === undefined ? undefined : restVolts * factor;
    // Without rest the bursts decide: from ten times the usual rest on.
    return rest !== undefined ? rest >= usualRestVolts[0] && rest <= usualRestVolts[1] : largestBurstVolts! * factor >= 10 * usualRestVolts[0] && largestBurstVolts! * factor <= 100 * usualRestVolts[1];
  };
  const other = ["uV", "mV", "V", "nV"].find((candidate) => voltsPerUnit(candidate) !== now && isUsual(voltsPerUnit(candidate)! / now));
  if (other !== undefined) return `If the numbers are ${other.replace("u", "µ")}, say so in the channel's properties (unit ${other}).`;
  const scale = [1e-3, 1e-2, 1e2, 1e3, 1e-6, 1e6].find(isUsual);
  return scale === undefined ? "Say the true unit or scale in the channel's properties." : `If a gain was left out, say so in the channel's properties (scale ${scale}).`;
}

/** `55.8 mV`, `0.5348 nV`: in the largest unit that leaves a whole one before the decimal sign, nanovolts at the least. */
function amount(volts: number): string {
  const [name, unit] = voltSteps.find(([, step]) => volts >= step) ?? voltSteps[voltSteps.length - 1]!;
  return `${format(volts / unit)} ${name}`;
}

/** Up to four significant digits, without an exponent for the magnitudes that occur. */
function format(value: number): string {
  return String(Number(value.toPrecision(4)));
}
