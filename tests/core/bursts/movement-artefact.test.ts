import { describe, expect, it } from "vitest";
import { checkMovement, type RawStretch } from "../../../src/core/bursts/movement-artefact";
import { Random } from "../../../src/core/simulate/random";

const samplingHz = 2000;
const length = 8 * samplingHz;
/** A burst of 80 ms every 180 ms from 1 s on, the rest of each cycle quiet but for 10 ms at its edges. */
const bursts = Array.from({ length: 30 }, (_, k) => [2000 + 360 * k, 2000 + 360 * k + 160] as const);
const quiet = bursts.map(([, end]) => [end + 20, end + 180] as const);
const inBurst = new Uint8Array(length);
for (const [start, end] of bursts) inBurst.fill(1, start, end);

function stretch(make: (i: number) => number): RawStretch {
  return { raw: Float64Array.from({ length }, (_, i) => make(i)), bursts, quiet };
}

const sine = (hz: number, amplitude: number) => (i: number): number => amplitude * Math.sin((2 * Math.PI * hz * i) / samplingHz);

describe("the check for a shaking cable", () => {
  it("is the ratio of the powers in 5–20 and 30–300 Hz inside the bursts: two sines", () => {
    const [shake, muscle] = [sine(10, 3), sine(120, 1)];
    const check = checkMovement([stretch((i) => shake(i) + muscle(i))], samplingHz, 6)!;
    // 9/2 over 1/2; whole cycles of neither fit a burst, over thirty of them that evens out.
    expect(check.powerRatio).toBeGreaterThan(8.5);
    expect(check.powerRatio).toBeLessThan(9.5);
  });

  it("finds every burst of muscle present above 75 Hz, and none of a shake with harmonics to 30 Hz", () => {
    const random = new Random(2);
    const noise = Float64Array.from({ length }, () => random.normal());
    const muscle = checkMovement([stretch((i) => noise[i]! * (inBurst[i] === 1 ? 10 : 1))], samplingHz, 6)!;
    expect(muscle.presentShare).toBe(1);
    expect(muscle.powerRatio).toBeLessThan(0.5);
    const harmonics = [5.55, 11.1, 16.65, 22.2, 27.75].map((hz) => sine(hz, 100));
    const shake = checkMovement([stretch((i) => noise[i]! + harmonics.reduce((sum, one) => sum + one(i), 0))], samplingHz, 6)!;
    expect(shake.powerRatio).toBeGreaterThan(3);
    expect(shake.presentShare).toBeLessThan(0.1);
  });

  it("counts the bursts that stand out by the wanted decibels", () => {
    const random = new Random(5);
    const noise = Float64Array.from({ length }, () => random.normal());
    // Half of the bursts with ten times the amplitude (20 dB), half as the rest.
    const raw = stretch((i) => noise[i]! * (inBurst[i] === 1 && Math.floor((i - 2000) / 360) % 2 === 0 ? 10 : 1));
    expect(checkMovement([raw], samplingHz, 6)!.presentShare).toBe(0.5);
    expect(checkMovement([raw], samplingHz, 26)!.presentShare).toBe(0);
  });

  it("depends on neither unit, polarity nor offset", () => {
    const random = new Random(9);
    const noise = Float64Array.from({ length }, (_, i) => random.normal() * (inBurst[i] === 1 ? 4 : 1));
    const plain = checkMovement([stretch((i) => noise[i]!)], samplingHz, 6)!;
    const other = checkMovement([stretch((i) => 7 - 1e-6 * noise[i]!)], samplingHz, 6)!;
    expect(other.powerRatio / plain.powerRatio).toBeCloseTo(1, 6);
    expect(other.presentShare).toBe(plain.presentShare);
  });

  it("says nothing without a burst, or without a quiet time", () => {
    const whole = stretch(sine(100, 1));
    expect(checkMovement([{ ...whole, bursts: [] }], samplingHz, 6)).toBeUndefined();
    expect(checkMovement([{ ...whole, quiet: [] }], samplingHz, 6)).toBeUndefined();
    expect(checkMovement([stretch(() => 0)], samplingHz, 6)).toBeUndefined();
  });
});
