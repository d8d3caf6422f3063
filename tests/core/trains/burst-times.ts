import { normals, uniforms } from "./normals";

/** Class of the phenomenological generator of science.md 6.1, as far as it concerns burst times. */
export type TimingClass = "clonus" | "pseudoclonus" | "tapping";

/** Burst times by the formula of 6.1: ln I = ln(1/f0) + long first and last intervals + jitter; then missed beats and 3.5 ms of timing error. */
export function burstTimes(timingClass: TimingClass, beats: number, missed: number, seed: number): number[] {
  const uniform = uniforms(seed);
  const normal = normals(seed + 7_919_317);
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const clonus = timingClass === "clonus";
  const f0 = clonus ? between(4, 7) : timingClass === "tapping" ? between(2.5, 5.5) : between(2.5, 6.5);
  const jitter = clonus ? between(0.02, 0.08) : timingClass === "tapping" ? between(0.03, 0.08) : Math.min(0.55, Math.max(0.2, Math.exp(Math.log(0.33) + 0.3 * normal())));
  const a0 = clonus ? between(0, 0.35) : 0;
  const a1 = clonus ? between(0, 0.35) : 0;
  const k0 = between(1, 2.5);
  const k1 = between(1, 4);
  const times = [10];
  for (let k = 0; k + 1 < beats; k++) {
    const logInterval = -Math.log(f0) + a0 * Math.exp(-k / k0) + a1 * Math.exp(-(beats - 2 - k) / k1) + jitter * normal();
    times.push(times[k]! + Math.max(0.08, Math.exp(logInterval)));
  }
  return times
    .filter((_, k) => k === 0 || k === beats - 1 || uniform() >= missed)
    .map((time) => time + 0.0035 * normal());
}
