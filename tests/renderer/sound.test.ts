import { describe, expect, it } from "vitest";
import { renderSound } from "../../src/renderer/audio/sound";

const HZ = 1000;
const OUT = 8000;
const tone = (hz: number, seconds: number): Float32Array => Float32Array.from({ length: Math.round(HZ * seconds) }, (_, k) => 1e-4 * Math.sin((2 * Math.PI * hz * k) / HZ));
/** Upward crossings of zero a second of listening. */
const pitch = (sound: Float32Array): number => {
  let crossings = 0;
  for (let k = 1; k < sound.length; k++) if (sound[k - 1]! < 0 && sound[k]! >= 0) crossings++;
  return crossings / (sound.length / OUT);
};

const request = { samplingHz: HZ, startSeconds: 2, endSeconds: 3, fullScale: 1e-4, clicks: [], rate: 1, outputHz: OUT };

describe("what is heard", () => {
  it("is the signal at its own pitch, and half of it at half the speed, twice as long", () => {
    const pieces = [{ startSeconds: 1.5, values: tone(100, 2) }];
    const sound = renderSound({ ...request, pieces });
    expect(sound).toHaveLength(OUT);
    expect(Math.abs(pitch(sound) - 100)).toBeLessThan(2);
    const slow = renderSound({ ...request, pieces, rate: 0.5 });
    expect(slow).toHaveLength(2 * OUT);
    expect(Math.abs(pitch(slow) - 50)).toBeLessThan(2);
    expect(Math.max(...sound)).toBeLessThanOrEqual(0.6);
    expect(Math.max(...sound)).toBeGreaterThan(0.5);
  });

  it("has a click where a burst is, in time at every speed, and silence in a gap", () => {
    const silent = [{ startSeconds: 2, values: new Float32Array(300) }, { startSeconds: 2.7, values: new Float32Array(400) }];
    for (const rate of [0.5, 1, 2]) {
      const sound = renderSound({ ...request, pieces: silent, clicks: [2.25, 2.75], rate });
      const first = sound.findIndex((value) => value !== 0);
      expect(Math.abs(first / OUT - 0.25 / rate)).toBeLessThan(0.001);
      const second = sound.findIndex((value, k) => k > (0.6 / rate) * OUT && value !== 0);
      expect(Math.abs(second / OUT - 0.75 / rate)).toBeLessThan(0.001);
    }
    const loud = [{ startSeconds: 2, values: new Float32Array(300).fill(1e-4) }, { startSeconds: 2.7, values: new Float32Array(400).fill(1e-4) }];
    const sound = renderSound({ ...request, pieces: loud });
    expect(sound[Math.round(0.2 * OUT)]).toBeCloseTo(0.6, 3);
    expect(sound[Math.round(0.5 * OUT)], "between 2.3 and 2.7 s there is a gap").toBe(0);
    expect(sound[Math.round(0.8 * OUT)]).toBeCloseTo(0.6, 3);
  });

  it("never leaves full scale, however tall the signal", () => {
    const sound = renderSound({ ...request, pieces: [{ startSeconds: 2, values: new Float32Array(1000).fill(1) }], clicks: [2.5] });
    expect(Math.max(...sound)).toBeLessThanOrEqual(1.1);
  });
});
