import { butterworthBandpass } from "../signal/butterworth";
import { sosfiltfilt } from "../signal/zero-phase";

/** Bands of the movement-artefact check (science.md 4.1), Hz: limb shake, EMG, and the part of EMG that no shake reaches. */
const shakeBand = [5, 20] as const;
const muscleBand = [30, 300] as const;
const upperBand = [75, 300] as const;

/** Poles per edge. Order 4, not the 2 of the display filter: a shake of 30 times the EMG has a harmonic at 30 Hz, which must not reach 75 Hz. */
const order = 4;

/** Highest band edge as a share of the sampling rate, as for the main band-pass (science.md 4.1). */
const highestShare = 0.45;

/** A stretch of raw samples with the bursts and the times between bursts in it, as sample offsets into `raw`, half-open. */
export interface RawStretch {
  readonly raw: Float64Array;
  readonly bursts: readonly (readonly [number, number])[];
  /** Stretches without any burst, from which the noise power is taken. */
  readonly quiet: readonly (readonly [number, number])[];
}

/** What tells muscle from a shaking cable. */
export interface MovementCheck {
  /** Power in 5–20 Hz over power in 30–300 Hz inside the bursts. */
  readonly powerRatio: number;
  /** Share of the bursts whose 75–300 Hz power stands `presenceDb` above the power between bursts. */
  readonly presentShare: number;
}

/**
 * The movement-artefact check of science.md 4.1 on raw stretches of one channel. Does not depend on unit or polarity.
 *
 * @returns undefined when there is no burst, no quiet time, or no power in 30–300 Hz to compare with
 */
export function checkMovement(stretches: readonly RawStretch[], samplingHz: number, presenceDb: number): MovementCheck | undefined {
  const highest = highestShare * samplingHz;
  const shake = butterworthBandpass(order, shakeBand[0], shakeBand[1], samplingHz);
  const muscle = butterworthBandpass(order, muscleBand[0], Math.min(muscleBand[1], highest), samplingHz);
  const upper = butterworthBandpass(order, upperBand[0], Math.min(upperBand[1], highest), samplingHz);
  let shakeEnergy = 0;
  let muscleEnergy = 0;
  let quietEnergy = 0;
  let quietSamples = 0;
  const upperPowers: number[] = [];
  for (const { raw, bursts, quiet } of stretches) {
    const centred = withoutMean(raw);
    const shaken = sosfiltfilt(shake, centred);
    const muscular = sosfiltfilt(muscle, centred);
    const high = sosfiltfilt(upper, centred);
    for (const [start, end] of bursts) {
      shakeEnergy += energy(shaken, start, end);
      muscleEnergy += energy(muscular, start, end);
      if (end > start) upperPowers.push(energy(high, start, end) / (end - start));
    }
    for (const [start, end] of quiet) {
      quietEnergy += energy(high, start, end);
      quietSamples += end - start;
    }
  }
  if (upperPowers.length === 0 || quietSamples === 0 || !(muscleEnergy > 0)) return undefined;
  const level = (quietEnergy / quietSamples) * 10 ** (presenceDb / 10);
  let present = 0;
  for (const power of upperPowers) if (power >= level) present++;
  return { powerRatio: shakeEnergy / muscleEnergy, presentShare: present / upperPowers.length };
}

/** An electrode offset of a thousand times the EMG would cost the filters their last digits. */
function withoutMean(raw: Float64Array): Float64Array {
  let sum = 0;
  for (let k = 0; k < raw.length; k++) sum += raw[k]!;
  const mean = sum / raw.length;
  return raw.map((value) => value - mean);
}

function energy(samples: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let k = start; k < end; k++) sum += samples[k]! * samples[k]!;
  return sum;
}
