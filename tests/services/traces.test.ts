import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../src/core/settings";
import { butterworthBandpass, butterworthLowpass } from "../../src/core/signal/butterworth";
import { sosfiltfilt } from "../../src/core/signal/zero-phase";
import type { Trace, TraceRequest } from "../../src/protocol/engine-api";
import { openedEdf } from "./engine-parts";

const HZ = 1000;
/** Reproducible noise in volts, with one single-sample peak that no decimation may lose. */
function signal(length: number, peakAt: number): Float64Array {
  let state = 12345;
  const values = Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 20e-6;
  });
  values[peakAt] = 400e-6;
  return values;
}

const ask = (recordingId: string, wish: Partial<TraceRequest>): TraceRequest => ({ recordingId, channels: [0], view: "raw", startSeconds: 0, endSeconds: 1, columns: 500, settings: defaultSettings, ...wish });

/** Smallest and largest value that the pieces hold for a stretch of samples, in buckets that touch it. */
function extremes(trace: Trace, from: number, to: number): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { startSample, samplesPerBucket, minimum, maximum } of trace.pieces) {
    for (let k = 0; k < minimum.length; k++) {
      const start = startSample + k * samplesPerBucket;
      if (start + samplesPerBucket <= from || start >= to) continue;
      low = Math.min(low, minimum[k]!);
      high = Math.max(high, maximum[k]!);
    }
  }
  return [low, high];
}

describe("traces", () => {
  it("come sample by sample in a window with fewer samples than columns", async () => {
    const samples = signal(5000, 1200);
    const { engine, recordingId } = await openedEdf({ channels: [{ label: "EMG", unit: "uV", samplingHz: HZ, samples, physicalRange: [-500e-6, 500e-6] }], annotations: [] });
    const [trace] = await engine.traces(ask(recordingId, { startSeconds: 1.1, endSeconds: 1.3, columns: 800 }));
    const [piece] = trace!.pieces;
    expect(trace!.pieces).toHaveLength(1);
    expect(piece!.samplesPerBucket).toBe(1);
    expect(piece!.startSeconds).toBeCloseTo(piece!.startSample / HZ, 12);
    expect(piece!.startSample).toBeLessThanOrEqual(1100);
    expect(piece!.startSample + piece!.minimum.length).toBeGreaterThanOrEqual(1301);
    const quantum = 1000e-6 / 65535;
    for (let k = 0; k < piece!.minimum.length; k++) expect(Math.abs(piece!.minimum[k]! - samples[piece!.startSample + k]!)).toBeLessThan(quantum);
  });

  it.each([["a short recording, read directly", 20_000], ["a long one, through the pyramid", 400_000]])("never lose a peak: %s", async (_, length) => {
    const peakAt = Math.floor(length * 0.7) + 3;
    const samples = signal(length, peakAt);
    const { engine, recordingId } = await openedEdf({ channels: [{ label: "EMG", unit: "uV", samplingHz: HZ, samples, physicalRange: [-500e-6, 500e-6] }], annotations: [] });
    const seconds = length / HZ;
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true }), fc.integer({ min: 1, max: 3000 }), async (from, share, columns) => {
        const startSeconds = from * seconds;
        const endSeconds = Math.min(seconds, startSeconds + share * seconds);
        fc.pre(endSeconds - startSeconds > 0.01);
        const [trace] = await engine.traces(ask(recordingId, { startSeconds, endSeconds, columns }));
        const [first, last] = [Math.ceil(startSeconds * HZ), Math.min(length, Math.floor(endSeconds * HZ))];
        const truth = samples.subarray(first, last);
        const [low, high] = extremes(trace!, first, last);
        // The buckets may reach over the window's ends: the shown extremes are at least the window's own, up to the file's 16 bits.
        expect(high).toBeGreaterThan(Math.max(...truth.subarray(0, 50_000), peakAt >= first && peakAt < last ? samples[peakAt]! : -1) - 2e-8);
        expect(low).toBeLessThan(Math.min(...truth.subarray(0, 50_000)) + 2e-8);
        const buckets = trace!.pieces.reduce((sum, { minimum }) => sum + minimum.length, 0);
        expect(buckets).toBeGreaterThanOrEqual(Math.min(columns, last - first));
        expect(buckets).toBeLessThanOrEqual(Math.max(2 * columns * 2, 8) + 2);
      }),
      { numRuns: 40 },
    );
  });

  it("leave gaps open: no bucket holds samples from both sides", async () => {
    const { engine, recordingId } = await openedEdf({
      channels: [{ label: "EMG", unit: "uV", samplingHz: HZ, samples: Float64Array.from({ length: 10_000 }, (_, k) => (k < 4000 ? 100e-6 : -100e-6)) }],
      annotations: [],
      pauses: [{ atSeconds: 4, seconds: 7.5 }],
    });
    for (const columns of [10, 100, 20_000]) {
      const [trace] = await engine.traces(ask(recordingId, { startSeconds: 0, endSeconds: 17.5, columns }));
      expect(trace!.provisional).toBeUndefined();
      expect(trace!.pieces.map(({ startSeconds }) => startSeconds)).toEqual([0, 11.5]);
      const [before, after] = trace!.pieces;
      expect(before!.minimum.every((value) => value > 99e-6)).toBe(true);
      expect(after!.maximum.every((value) => value < -99e-6)).toBe(true);
    }
    const [inside] = await engine.traces(ask(recordingId, { startSeconds: 6, endSeconds: 9 }));
    for (const { startSeconds, samplesPerBucket, minimum } of inside!.pieces) expect(startSeconds >= 11.5 || startSeconds + (minimum.length * samplesPerBucket) / HZ <= 4.01).toBe(true);
  });

  it("filtered and envelope equal the filters over the whole recording, wherever the window lies", async () => {
    const samples = signal(30_000, 15_000);
    const { engine, recordingId } = await openedEdf({ channels: [{ label: "R SOL", unit: "uV", samplingHz: HZ, samples, physicalRange: [-500e-6, 500e-6] }], annotations: [] });
    const [raw] = await engine.traces(ask(recordingId, { startSeconds: 0, endSeconds: 30, columns: 20_000 }));
    const stored = Float64Array.from(raw!.pieces[0]!.minimum);
    expect(stored).toHaveLength(30_000);
    const filtered = sosfiltfilt(butterworthBandpass(2, 30, 450, HZ), stored);
    const envelope = sosfiltfilt(butterworthLowpass(2, 20, HZ), filtered.map(Math.abs));
    for (const [view, whole] of [["filtered", filtered], ["envelope", envelope]] as const) {
      for (const startSeconds of [0, 14.9, 29.5]) {
        const [trace] = await engine.traces(ask(recordingId, { view, startSeconds, endSeconds: startSeconds + 0.5, columns: 2000 }));
        expect(trace!.view).toBe(view);
        const [piece] = trace!.pieces;
        const shown = Math.max(...piece!.minimum.map((value, k) => Math.abs(value - whole[piece!.startSample + k]!)));
        // Single precision of the reply and of `stored`.
        expect(shown).toBeLessThan(1e-6 * 400e-6 * 2);
      }
    }
  });

  it("show what is no EMG raw, and say so", async () => {
    const { engine, recordingId } = await openedEdf({ channels: [{ label: "Knee angle", unit: "deg", samplingHz: 100, samples: new Float64Array(500).fill(45) }], annotations: [] });
    const [trace] = await engine.traces(ask(recordingId, { view: "filtered" }));
    expect(trace!.view).toBe("raw");
    expect(extremes(trace!, 10, 90)).toEqual([expect.closeTo(45, 2), expect.closeTo(45, 2)]);
  });

  it("refuse channels that are not there and recordings that are not open", async () => {
    const { engine, recordingId, meter } = await openedEdf({ channels: [{ label: "EMG", unit: "uV", samplingHz: HZ, samples: new Float64Array(2000) }], annotations: [] });
    await expect(engine.traces(ask(recordingId, { channels: [3] }))).rejects.toMatchObject({ record: { code: "bad-argument" } });
    await engine.closeRecording({ recordingId });
    expect(meter.closed).toBe(true);
    await expect(engine.traces(ask(recordingId, {}))).rejects.toMatchObject({ record: { code: "unknown-recording" } });
  });

  it("stop soon after a cancel, and work again", async () => {
    const { engine, recordingId } = await openedEdf({ channels: Array.from({ length: 4 }, (_, k) => ({ label: `EMG ${k}`, unit: "uV", samplingHz: 2000, samples: signal(1_200_000, 5) })), annotations: [] });
    const whole = ask(recordingId, { channels: [0, 1, 2, 3], view: "filtered", endSeconds: 600, columns: 1000 });
    const cancel = { cancelled: false };
    const call = engine.traces(whole, { cancel, progress: () => (cancel.cancelled = true) });
    await expect(call).rejects.toMatchObject({ record: { code: "cancelled" } });
    expect(await engine.traces(whole)).toHaveLength(4);
  });
});
