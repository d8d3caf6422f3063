import { analyse } from "../../../src/core/analysis";
import type { ChannelInfo } from "../../../src/core/recording";
import type { AnalysisContext, AnalysisResult } from "../../../src/core/result";
import { holdsOfMarks, marksOfAnnotations, protocolOfMarks } from "../../../src/core/reflex/marks";
import { defaultSettings } from "../../../src/core/settings";
import { simulate } from "../../../src/core/simulate/simulate";
import type { SimulationSpec } from "../../../src/core/simulate/spec";

/** A simulated record analysed as a file of it would be, the second channel the antagonist of the first. */
export async function analysed(spec: SimulationSpec, change: Partial<AnalysisContext> = {}): Promise<AnalysisResult> {
  const simulation = simulate(spec);
  const channels = simulation.channels.map(({ label, unit, isVoltage, samplingHz, samples }, index): ChannelInfo => ({
    index, label, unit, isVoltage, samplingHz,
    role: isVoltage ? "emg" : "angle",
    muscle: label.includes("SOL") ? "soleus" : undefined,
    side: isVoltage ? "right" : undefined,
    site: isVoltage ? "ankle" : undefined,
    candidates: [],
    sampleCount: samples.length,
    segments: [{ startSample: 0, endSample: samples.length, startSeconds: 0 }],
    physicalRange: undefined,
    prefilter: "",
  }));
  const marks = marksOfAnnotations(simulation.annotations);
  const context: AnalysisContext = {
    protocol: protocolOfMarks(marks), site: "ankle", pairs: [{ agonist: 0, antagonist: 1 }], marks, holds: holdsOfMarks(marks), edits: [], overrides: [], rejected: [], ...change,
  };
  const read = (index: number, range: { start: number; end: number }): Promise<Float64Array> => Promise.resolve(simulation.channels[index]!.samples.slice(range.start, range.end));
  return analyse(channels, read, context, defaultSettings);
}
