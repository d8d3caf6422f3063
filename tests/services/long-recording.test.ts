import { describe, expect, it } from "vitest";
import type { ChannelInfo, RecordingHeader, RecordingScan } from "../../src/core/recording";
import { defaultSettings } from "../../src/core/settings";
import { createAnalysisService } from "../../src/services/analysis-service";
import type { Recording } from "../../src/services/recordings";
import { emptyContext } from "./engine-parts";

const SAMPLING_HZ = 2000;
const DAY_SECONDS = 86_400;
const CHANNELS = 16;

/** A day of sixteen channels in which ten bursts of 180 Hz, five a second, begin at noon. Nothing is stored: what is read is made. */
function day(reads: { most: number }): Recording {
  const channels = Array.from({ length: CHANNELS }, (_, index): ChannelInfo => ({
    index, label: `EMG ${index + 1}`, unit: "uV", isVoltage: true, samplingHz: SAMPLING_HZ, sampleCount: DAY_SECONDS * SAMPLING_HZ, role: "emg", muscle: undefined, side: undefined, site: undefined, candidates: [],
    segments: [{ startSample: 0, endSample: DAY_SECONDS * SAMPLING_HZ, startSeconds: 0 }], physicalRange: undefined, prefilter: "",
  }));
  const noon = DAY_SECONDS / 2;
  const scan: RecordingScan = { channels, annotations: [], gaps: [], issues: [], durationSeconds: DAY_SECONDS };
  return {
    id: "day", name: "day.edf", size: 1, importSignature: undefined, recipe: undefined,
    header: { format: "EDF", channels, annotations: [], gaps: [], issues: [], durationSeconds: DAY_SECONDS, startDateTime: undefined, complete: true } as unknown as RecordingHeader,
    structure: () => Promise.resolve(scan), hash: () => Promise.resolve("0".repeat(64)), fingerprint: () => Promise.resolve(undefined), knownScan: () => scan, channelKey: String, stored: {}, close: () => Promise.resolve(),
    read: (_, { start, end }) => {
      reads.most = Math.max(reads.most, end - start);
      return Promise.resolve(Float64Array.from({ length: end - start }, (__, k) => {
        const seconds = (start + k) / SAMPLING_HZ;
        // A cheap hash for noise that is the same wherever reading begins.
        const noise = ((((start + k) * 2_654_435_761) >>> 0) / 2 ** 32 - 0.5) * 4e-6;
        const beat = (seconds - noon) % 0.2;
        return noise + (seconds >= noon && seconds < noon + 2 && beat < 0.05 ? 1e-4 * Math.sin(2 * Math.PI * 180 * seconds) : 0);
      }));
    },
  };
}

describe("a recording of a day", () => {
  it("is refused as a whole, with how much of it can be analysed at once", async () => {
    await expect(createAnalysisService("9.9.9-test").analyse(day({ most: 0 }), defaultSettings, emptyContext)).rejects.toMatchObject({ record: { code: "too-long", details: { mostSeconds: expect.any(Number) } } });
  });

  it("is analysed where the rest of it is left out, and reads no more than that", async () => {
    const reads = { most: 0 };
    const noon = DAY_SECONDS / 2;
    const channelsWanted = 2;
    const context = {
      ...emptyContext,
      rejected: [{ channelIndex: undefined, startSeconds: 0, endSeconds: noon - 5 }, { channelIndex: undefined, startSeconds: noon + 7, endSeconds: DAY_SECONDS }],
      overrides: Array.from({ length: CHANNELS - channelsWanted }, (_, k) => ({ channelIndex: k + channelsWanted, role: "other" as const })),
    };
    const { trains, rejected } = await createAnalysisService("9.9.9-test").analyse(day(reads), defaultSettings, context);
    expect(reads.most).toBeLessThanOrEqual(12 * SAMPLING_HZ);
    expect(rejected).toHaveLength(2);
    expect(trains.map(({ channelIndex, beats }) => [channelIndex, beats])).toEqual([[0, 10], [1, 10]]);
    // The first burst begins at noon, the last 50 ms end 1.85 s later.
    expect(trains[0]!.startSeconds).toBeCloseTo(noon, 1);
    expect(trains[0]!.endSeconds).toBeCloseTo(noon + 1.85, 1);
  });
});
