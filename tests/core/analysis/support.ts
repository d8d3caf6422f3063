import { analyse } from "../../../src/core/analysis";
import type { ReadChannel } from "../../../src/core/analysis";
import type { ChannelInfo } from "../../../src/core/recording";
import type { AnalysisContext, AnalysisResult } from "../../../src/core/result";
import type { SettingValues } from "../../../src/core/settings";
import { defaultSettings } from "../../../src/core/settings";
import { simulate } from "../../../src/core/simulate/simulate";
import type { SimulationSpec } from "../../../src/core/simulate/spec";
import type { Segment } from "../../../src/core/timeline";

export const plainContext: AnalysisContext = { protocol: "tap", site: "ankle", pairs: [], marks: [], holds: [], edits: [], overrides: [], rejected: [] };

export interface TestChannel {
  readonly label: string;
  readonly samplingHz: number;
  readonly samples: Float64Array;
  readonly info?: Partial<ChannelInfo>;
}

export function channelInfo(index: number, channel: TestChannel): ChannelInfo {
  const segments: readonly Segment[] = [{ startSample: 0, endSample: channel.samples.length, startSeconds: 0 }];
  return {
    index, label: channel.label, unit: "uV", isVoltage: true, samplingHz: channel.samplingHz, sampleCount: channel.samples.length, segments,
    physicalRange: undefined, prefilter: "", role: "emg", muscle: undefined, side: undefined, site: undefined, candidates: [], ...channel.info,
  };
}

export function readerOf(channels: readonly TestChannel[]): ReadChannel {
  return (index, range) => Promise.resolve(channels[index]!.samples.slice(range.start, range.end));
}

export function analyseChannels(channels: readonly TestChannel[], context: AnalysisContext = plainContext, settings: SettingValues = defaultSettings): Promise<AnalysisResult> {
  return analyse(channels.map((channel, k) => channelInfo(k, channel)), readerOf(channels), context, settings);
}

/** The agonist of a simulated record alone. */
export function simulatedAgonist(spec: SimulationSpec): TestChannel & { readonly truth: ReturnType<typeof simulate>["truth"] } {
  const simulation = simulate(spec);
  const { label, samplingHz, samples } = simulation.channels[0]!;
  return { label, samplingHz, samples, truth: simulation.truth };
}
