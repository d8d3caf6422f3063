import type { Steps } from "../steps";
import type { BurstEvent } from "./activity";
import { shapeAt } from "./burst-shape";
import type { Span } from "./emg-band";
import { interferenceCarrier } from "./interference";
import { addRepeatedFiring, addVolley, type MotorUnit } from "./motor-units";
import type { Random } from "./random";

/** How the bursts of one channel sound: noise of an interference pattern, or potentials of a pool. */
export type RenderCarrier = { readonly kind: "interference" } | { readonly kind: "volley"; readonly units: readonly MotorUnit[]; readonly repeated: boolean };

/** Noise-free EMG of the bursts in arbitrary units. */
export function* renderBursts(length: number, samplingHz: number, bursts: readonly BurstEvent[], carrier: RenderCarrier, random: Random): Steps<Float64Array> {
  const out = new Float64Array(length);
  for (const burst of bursts) {
    const duration = burst.offsetSeconds - burst.onsetSeconds;
    if (carrier.kind === "interference") yield* addInterference(out, samplingHz, burst, duration, random);
    else if (carrier.repeated) yield* addRepeatedFiring(out, samplingHz, carrier.units, burst.onsetSeconds, duration, burst.amplitude, random);
    else addVolley(out, samplingHz, carrier.units, burst.onsetSeconds, duration, burst.amplitude, random);
    yield;
  }
  return out;
}

function* addInterference(out: Float64Array, samplingHz: number, burst: BurstEvent, duration: number, random: Random): Steps<void> {
  const { start, end } = spanOf(burst, samplingHz, out.length);
  const noise = yield* interferenceCarrier(Math.max(0, end - start), samplingHz, random);
  for (let i = start; i < end; i += 1) {
    const x = (i / samplingHz - burst.onsetSeconds) / duration;
    out[i] = out[i]! + burst.amplitude * shapeAt(burst.shape, x) * noise[i - start]!;
  }
}

/** Samples of a burst inside the record. */
export function spanOf(burst: BurstEvent, samplingHz: number, length: number): Span {
  const start = Math.min(length, Math.max(0, Math.ceil(burst.onsetSeconds * samplingHz)));
  return { start, end: Math.max(start, Math.min(length, Math.floor(burst.offsetSeconds * samplingHz) + 1)) };
}

/** Multiplies in place. */
export function scaleInPlace(samples: Float64Array, factor: number): void {
  for (let i = 0; i < samples.length; i += 1) samples[i] = samples[i]! * factor;
}

/** Adds `factor` × source, `lag` samples later. */
export function addInto(target: Float64Array, source: Float64Array, factor: number, lag = 0): void {
  for (let i = Math.max(0, lag); i < target.length && i - lag < source.length; i += 1) target[i] = target[i]! + factor * source[i - lag]!;
}
