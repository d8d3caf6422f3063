import { afterEach, describe, expect, it, vi } from "vitest";
import { throwIfCancelled } from "../../src/core/errors";
import type { ChannelInfo, RecordingScan } from "../../src/core/recording";
import { defaultSettings } from "../../src/core/settings";
import type { TraceRequest } from "../../src/protocol/engine-api";
import type { Recording } from "../../src/services/recordings";
import { createTraceService, type TraceService } from "../../src/services/traces/trace-service";

const HZ = 2000;
/** Just above what is read as a whole before the first answer. */
const SAMPLES = 41_000_000;
const PEAK_AT = 30_123_456;

const channel: ChannelInfo = {
  index: 0, label: "EMG", unit: "uV", isVoltage: true, role: "emg", muscle: undefined, side: undefined, site: undefined, candidates: [],
  samplingHz: HZ, sampleCount: SAMPLES, segments: [{ startSample: 0, endSample: SAMPLES, startSeconds: 0 }], physicalRange: undefined, prefilter: "",
};

/** A recording of which every sample is −1 or 1, but for one. */
function longRecording(complete: boolean): { readonly recording: Recording; readonly read: { samples: number } } {
  const read = { samples: 0 };
  const header = { format: "EDF", channels: [channel], durationSeconds: SAMPLES / HZ, startDateTime: undefined, hasIdentity: false, issues: [], complete };
  const recording: Recording = {
    id: "long", name: "long", size: 0, header,
    structure: () => new Promise<RecordingScan>(() => undefined),
    hash: () => Promise.reject(new Error("not asked")),
    importSignature: undefined, recipe: undefined, knownScan: () => undefined, channelKey: String, fingerprint: async () => undefined,
    read: async (_, { start, end }, cancel) => {
      read.samples += end - start;
      await new Promise((resolve) => setImmediate(resolve));
      throwIfCancelled(cancel);
      const values = new Float64Array(end - start);
      for (let k = 0; k < values.length; k++) values[k] = (start + k) % 2 === 0 ? -1 : 1;
      if (PEAK_AT >= start && PEAK_AT < end) values[PEAK_AT - start] = 9;
      return values;
    },
    stored: {}, close: async () => undefined,
  };
  return { recording, read };
}
const whole: TraceRequest = { recordingId: "long", channels: [0], view: "raw", startSeconds: 0, endSeconds: SAMPLES / HZ, columns: 1000, settings: defaultSettings };
const page: TraceRequest = { ...whole, startSeconds: 100, endSeconds: 110 };

let service: TraceService;
afterEach(() => service.forget("long"));

describe("a recording that is too long to be read at once", () => {
  it("is shown sparsely at once, and truly when it has been read behind", async () => {
    service = createTraceService();
    const { recording, read } = longRecording(true);
    const [first] = await service.traces(recording, whole);
    expect(first!.provisional).toBe(true);
    expect(read.samples).toBeLessThan(SAMPLES / 20);
    expect(Math.min(...first!.pieces[0]!.minimum)).toBe(-1);
    const last = await vi.waitFor(
      async () => {
        const [trace] = await service.traces(recording, whole);
        expect(trace!.provisional).toBeUndefined();
        return trace!;
      },
      { timeout: 20_000, interval: 200 },
    );
    const { maximum, startSample, samplesPerBucket } = last.pieces[0]!;
    const peak = maximum.indexOf(9);
    expect(Math.floor((PEAK_AT - startSample) / samplesPerBucket)).toBe(peak);
    expect(maximum.filter((value) => value !== 1)).toHaveLength(1);
  }, 30_000);

  it("shows a page truly at once", async () => {
    service = createTraceService();
    const { recording, read } = longRecording(true);
    const [trace] = await service.traces(recording, page);
    expect(trace!.provisional).toBeUndefined();
    expect(read.samples).toBeLessThan(21_000);
  });

  it("stops being read behind when it is closed", async () => {
    service = createTraceService();
    const { recording, read } = longRecording(true);
    await service.traces(recording, whole);
    await new Promise((resolve) => setTimeout(resolve, 20));
    service.forget("long");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const after = read.samples;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(read.samples).toBe(after);
    expect(after).toBeLessThan(SAMPLES);
  });
});

describe("a recording whose gaps are not known yet", () => {
  it("is shown after a short wait, marked as not yet true", async () => {
    service = createTraceService();
    const { recording } = longRecording(false);
    const before = Date.now();
    const [trace] = await service.traces(recording, page);
    expect(trace!.provisional).toBe(true);
    expect(Date.now() - before).toBeLessThan(3000);
  });
});
