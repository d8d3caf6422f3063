import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../src/core/settings";
import { emptyContext, openedEdf } from "./engine-parts";

const HZ = 1000;
const SECONDS = 20;
const RATE = 5;
const TONE_HZ = 120;

/** A 120 Hz tone that swells 5 times a second from 8 to 12 s over a faint noise. */
function bursting(): Float64Array {
  let state = 7;
  const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  return Float64Array.from({ length: HZ * SECONDS }, (_, k) => {
    const seconds = k / HZ;
    const swell = seconds > 8 && seconds < 12 ? Math.max(0, Math.sin(2 * Math.PI * RATE * seconds)) ** 2 : 0;
    return 300e-6 * swell * Math.sin(2 * Math.PI * TONE_HZ * seconds) + 4e-6 * random();
  });
}

const file = { channels: [{ label: "SOL", unit: "uV", samplingHz: HZ, samples: bursting(), physicalRange: [-1e-3, 1e-3] as const }], annotations: [] };
const ask = { channelIndex: 0, startSeconds: 8, endSeconds: 12, settings: defaultSettings };

describe("signals of a stretch", () => {
  it("has its spectrum where the tone is, and its spectrogram where the bursts are", async () => {
    const { engine, recordingId } = await openedEdf(file);
    const spectrum = await engine.spectrum({ ...ask, recordingId, view: "filtered" });
    expect(Math.abs(spectrum.peakHz! - TONE_HZ)).toBeLessThanOrEqual(spectrum.resolutionHz);
    expect(Math.abs(spectrum.medianHz! - TONE_HZ)).toBeLessThan(2);
    // Mean square of 300 µV · sin² (half of the time) · tone: 300² · 3/8 · 1/2 · 1/2.
    expect(spectrum.rms! / (300e-6 * Math.sqrt(3 / 32))).toBeCloseTo(1, 1);
    const { rows, columns, density, resolutionHz, firstSeconds, stepSeconds } = spectrum.spectrogram;
    expect(density).toHaveLength(rows * columns);
    const row = Math.round(TONE_HZ / resolutionHz);
    const at = (seconds: number): number => density[Math.round((seconds - firstSeconds) / stepSeconds) * rows + row]!;
    // sin(2π·5·t) is highest at 0.05 s of each cycle and negative from 0.1 to 0.2 s.
    expect(at(9.05)).toBeGreaterThan(20 * at(9.15));
  });

  it("gives the samples as recorded, in pieces of finite ones, and refuses hours", async () => {
    const { engine, recordingId } = await openedEdf(file);
    const { pieces, samplingHz } = await engine.signal({ ...ask, recordingId, view: "raw", endSeconds: 8.5 });
    expect(samplingHz).toBe(HZ);
    expect(pieces).toHaveLength(1);
    expect(pieces[0]!.startSeconds).toBeCloseTo(8, 9);
    const truth = file.channels[0]!.samples;
    pieces[0]!.values.forEach((value, k) => expect(Math.abs(value - truth[8000 + k]!)).toBeLessThan(2e-3 / 65535));
    await expect(engine.spectrum({ ...ask, recordingId, view: "raw", startSeconds: 8, endSeconds: 8.01 })).rejects.toMatchObject({ record: { code: "stretch-too-short" } });
  });

  it("knows the filter: half of the power passes at its −3 dB points, nothing far below", async () => {
    const { engine } = await openedEdf(file);
    const response = await engine.filterResponse({ settings: defaultSettings, samplingHz: 2000 });
    const gainNear = (hz: number): number => response.bandGain[response.frequenciesHz.findIndex((frequency) => frequency >= hz)]!;
    expect(gainNear(100)).toBeGreaterThan(0.98);
    expect(gainNear(3)).toBeLessThan(1e-3);
    expect(response.halfPowerHz[0]).toBeGreaterThan(30);
    expect(response.halfPowerHz[1]).toBeLessThan(450);
  });

  it("lays the bursts of a train over each other, alike as they are", async () => {
    const { engine, recordingId } = await openedEdf(file);
    const document = await engine.analyse({ recordingId, settings: defaultSettings, context: emptyContext });
    const train = document.trains[0]!;
    expect(train.beats).toBe(4 * RATE);
    const overlay = await engine.burstOverlay({ recordingId, settings: defaultSettings, context: emptyContext, trainId: train.id, view: "envelope" });
    expect(overlay.numbers).toHaveLength(4 * RATE);
    expect(overlay.curves.every((curve) => curve.length === overlay.mean.length)).toBe(true);
    // A rectified tone has 2/π of its amplitude; the envelope's low-pass takes some of the swell.
    const peak = Math.max(...overlay.mean);
    expect(peak).toBeGreaterThan(0.5 * 300e-6 * (2 / Math.PI));
    expect(peak).toBeLessThan(300e-6 * (2 / Math.PI));
    const top = overlay.firstSeconds + overlay.mean.indexOf(peak) * overlay.stepSeconds;
    expect(Math.abs(top), "aligned at the centroid, which is the top of a symmetric swell").toBeLessThan(0.006);
    expect(overlay.medianLikeness).toBeGreaterThan(0.98);
  });
});
