import type { Activity } from "./activity";
import type { Random } from "./random";

/** Rate of the angle channel: a goniometer's. */
export const ANGLE_HZ = 100;
const STRETCH_DEGREES = 15;
const STRETCH_SECONDS = 0.12;
/** Plantarflexion by a burst of amplitude 1, and the time to its peak. */
const TWITCH_DEGREES = 3;
const TWITCH_SECONDS = 0.07;
const TWITCH_SUPPORT = 8;
const NOISE_DEGREES = 0.05;

/** Joint angle in degrees, dorsiflexion positive: the stretch, and the movement that each burst makes. */
export function jointAngle(activity: Activity, seconds: number, random: Random): Float64Array {
  const out = new Float64Array(Math.round(seconds * ANGLE_HZ));
  for (let i = 0; i < out.length; i += 1) out[i] = NOISE_DEGREES * random.normal();
  const { angle, hold } = activity;
  if (angle !== undefined) {
    for (let i = 0; i < out.length; i += 1) {
      const index = Math.round((i / ANGLE_HZ - angle.startSeconds) / angle.stepSeconds);
      if (index >= 0) out[i] = out[i]! + (angle.degrees[Math.min(index, angle.degrees.length - 1)] ?? 0);
    }
    return out;
  }
  if (hold !== undefined) {
    for (let i = 0; i < out.length; i += 1) out[i] = out[i]! + STRETCH_DEGREES * (ramp(i / ANGLE_HZ - hold.startSeconds) - ramp(i / ANGLE_HZ - hold.endSeconds));
  }
  for (const burst of activity.agonist) {
    if (activity.sustained) break;
    const first = Math.max(0, Math.ceil(burst.centroidSeconds * ANGLE_HZ));
    for (let i = first; i < Math.min(out.length, first + TWITCH_SUPPORT * TWITCH_SECONDS * ANGLE_HZ); i += 1) {
      const x = (i / ANGLE_HZ - burst.centroidSeconds) / TWITCH_SECONDS;
      out[i] = out[i]! - TWITCH_DEGREES * Math.min(2, burst.amplitude) * x * Math.exp(1 - x);
    }
  }
  return out;
}

function ramp(seconds: number): number {
  const x = Math.min(1, Math.max(0, seconds / STRETCH_SECONDS));
  return x * x * (3 - 2 * x);
}
