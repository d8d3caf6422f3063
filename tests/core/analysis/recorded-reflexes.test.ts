import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reflexRows } from "../../../src/core/analysis/reflexes/reflexes";
import type { ChannelInfo } from "../../../src/core/recording";
import { marksOfAnnotations } from "../../../src/core/reflex/marks";
import { reflexSeries } from "../../../src/core/reflex/reflex-series";
import { readWaveforms } from "./spike2";

const path = "../shared/data/emg/spike2py_smr/physiology.smr";
const found = existsSync(path);
if (!found) console.warn(`left out: ${path} is not there`);

/** Times of the channel Hreflex in seconds, by the file's own tool (\`klonos info\` lists the same annotations). */
const STIMULI = [13.321, 24.321, 35.321, 46.321, 57.321, 68.321, 79.321, 90.321, 101.321, 112.321].flatMap((first) => [first, first + 1]);

describe.skipIf(!found)("recorded soleus H-reflexes", () => {
  const waves = found ? readWaveforms(new Uint8Array(readFileSync(path))) : [];
  const soleus = waves.find(({ title }) => title === "soleus")!;
  const infoOf = (index: number, muscle: string, samples: Float64Array, samplingHz: number): ChannelInfo => ({
    index, label: muscle, role: "emg", muscle, side: undefined, site: undefined, candidates: [], unit: "mV", isVoltage: true, samplingHz, sampleCount: samples.length,
    segments: [{ startSample: 0, endSample: samples.length, startSeconds: 0 }], physicalRange: undefined, prefilter: "",
  });
  const rowsOf = async () => {
    const marks = marksOfAnnotations(STIMULI.map((onsetSeconds) => ({ onsetSeconds, durationSeconds: 0, text: "Hreflex", channel: undefined })));
    const channels = [infoOf(0, "soleus", soleus.samples, soleus.samplingHz), infoOf(1, "first-dorsal-interosseus", soleus.samples, soleus.samplingHz)];
    const rows = await reflexRows({ marks, channels, heightCentimetres: undefined, read: async (_, { start, end }) => soleus.samples.slice(start, end).map((value) => value / 1000), cancel: undefined });
    return { marks, rows, own: rows.filter(({ channelIndex }) => channelIndex === 0) };
  };

  it("are found at every stimulus, near 31 ms, though an M-wave and mains hum go before", async () => {
    const { own } = await rowsOf();
    expect(own.map(({ status }) => status)).toEqual(STIMULI.map(() => "present"));
    const latencies = own.map(({ latencyMilliseconds }) => latencyMilliseconds!).sort((a, b) => a - b);
    // The H-reflex of the soleus lies at 28–35 ms; the stimulus is constant and so is the path.
    expect(latencies[10]!).toBeGreaterThan(29);
    expect(latencies[10]!).toBeLessThan(33);
    expect(latencies[18]! - latencies[1]!).toBeLessThan(1);
  });

  it("have the peak to peak of the unfiltered samples within 5 %", async () => {
    const { own } = await rowsOf();
    own.forEach(({ peakToPeakMicrovolts, markSeconds }) => {
      const at = (seconds: number): number => Math.round((markSeconds + seconds) * soleus.samplingHz);
      const raw = soleus.samples.subarray(at(0.025), at(0.065));
      const height = 1000 * (Math.max(...raw) - Math.min(...raw));
      expect(peakToPeakMicrovolts! / height).toBeGreaterThan(0.95);
      expect(peakToPeakMicrovolts! / height).toBeLessThan(1.05);
    });
  });

  it("are smaller a second after the one before, in every pair: post-activation depression", async () => {
    const { own } = await rowsOf();
    for (let pair = 0; pair < 10; pair++) expect(own[2 * pair + 1]!.peakToPeakMicrovolts!).toBeLessThan(own[2 * pair]!.peakToPeakMicrovolts!);
    expect(own[1]!.sinceLastSeconds).toBeCloseTo(1, 2);
  });

  it("have no H/M, since the M-wave is far from maximal, and no answer of a hand muscle", async () => {
    const { own, rows, marks } = await rowsOf();
    for (const row of own) expect(row.missing["ratioToM"]).toMatch(/not supramaximal/);
    for (const row of rows.filter(({ channelIndex }) => channelIndex === 1)) expect(row).toMatchObject({ status: "not-assessed", missing: { latencyMilliseconds: expect.stringContaining("No H-reflex window") } });
    const [series] = reflexSeries(rows, marks, 0.95);
    expect(series).toMatchObject({ present: 20, absent: 0, stimuli: 20, notes: [expect.stringContaining("shorter than 10 s")] });
  });
});
