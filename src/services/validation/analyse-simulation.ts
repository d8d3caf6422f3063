import { analyse } from "../../core/analysis";
import { identifyChannel } from "../../core/anatomy/identify";
import { proposePairs } from "../../core/anatomy/pairs";
import type { ChannelInfo } from "../../core/recording";
import type { AnalysisContext, AnalysisResult, Protocol } from "../../core/result";
import { defaultSettings, type SettingValues } from "../../core/settings";
import type { Simulation } from "../../core/simulate/simulate";

/** A simulated record as the readers would describe it. */
export function channelsOf(simulation: Pick<Simulation, "channels">): readonly ChannelInfo[] {
  return simulation.channels.map((channel, index) => ({
    ...identifyChannel(channel.label, channel.unit, channel.isVoltage),
    index,
    label: channel.label,
    unit: channel.unit,
    isVoltage: channel.isVoltage,
    samplingHz: channel.samplingHz,
    sampleCount: channel.samples.length,
    segments: [{ startSample: 0, endSample: channel.samples.length, startSeconds: 0 }],
    physicalRange: undefined,
    prefilter: "",
  }));
}

/** The rule (the published one, if no settings are given) on a simulated record, with the marks of its truth. */
export async function analyseSimulation(simulation: Pick<Simulation, "channels"> & { readonly truth: Pick<Simulation["truth"], "marks"> }, protocol: Protocol, settings: SettingValues = defaultSettings): Promise<AnalysisResult> {
  const channels = channelsOf(simulation);
  const context: AnalysisContext = {
    protocol,
    site: undefined,
    pairs: proposePairs(channels),
    marks: simulation.truth.marks.map((mark) => ({ ...mark, origin: "file" as const })),
    holds: [],
    edits: [],
    overrides: [],
    rejected: [],
  };
  const read = (index: number, range: { readonly start: number; readonly end: number }): Promise<Float64Array> => Promise.resolve(simulation.channels[index]!.samples.slice(range.start, range.end));
  return analyse(channels, read, context, settings);
}
