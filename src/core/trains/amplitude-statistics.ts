import { median, mean } from "./interval-statistics";

/** How alike the bursts are in height, and whether they fade (science.md 3.5). Background power is subtracted. */
export interface AmplitudeStatistics {
  /** A_J = 1.048 · median |Δ ln A| between successive beats: reads as a coefficient of variation free of fading. */
  readonly amplitudeJitter: number;
  /** Slope of ln A per beat; negative means fading. */
  readonly fadePerBeat: number;
  /** Mean amplitude of the last fifth of the beats over the first fifth (at least one beat each). */
  readonly lastToFirst: number;
}

const MEDIAN_FACTOR = 1.048;
/** A burst never loses more than this share of its power to the background: keeps the logarithm of a faint burst finite. JUDGEMENT. */
const SMALLEST_NET_SHARE = 0.05;
/** First and last fifth. Science.md 8 D. */
const PARTS = 5;

/** Root of power in the burst − power at rest; never below the root of a twentieth of the burst's power. */
export function netAmplitudes(beatPowers: readonly number[], restPower: number): number[] {
  return beatPowers.map((power) => Math.sqrt(Math.max(power - restPower, SMALLEST_NET_SHARE * power)));
}

/**
 * @param beatPowers mean power (30–450 Hz) between the edges of each beat, false bursts left out; any unit.
 * @param restPower mean power at rest, same unit.
 * @returns undefined for fewer than three beats or where a power is not positive.
 */
export function amplitudeStatistics(beatPowers: readonly number[], restPower: number): AmplitudeStatistics | undefined {
  if (beatPowers.length < 3 || beatPowers.some((power) => !(power > 0))) return undefined;
  const amplitudes = netAmplitudes(beatPowers, restPower);
  const logs = amplitudes.map(Math.log);
  const steps = logs.slice(1).map((log, k) => Math.abs(log - logs[k]!));
  const centre = (logs.length - 1) / 2;
  let rise = 0;
  let run = 0;
  logs.forEach((log, k) => {
    rise += (k - centre) * log;
    run += (k - centre) ** 2;
  });
  const fifth = Math.max(1, Math.round(amplitudes.length / PARTS));
  return {
    amplitudeJitter: MEDIAN_FACTOR * median(steps),
    fadePerBeat: rise / run,
    lastToFirst: mean(amplitudes.slice(-fifth)) / mean(amplitudes.slice(0, fifth)),
  };
}

/** SD of ln duration from beat to beat by mean-square successive differences, free of drift: √(Σ(Δ ln D)² / 2(n − 1)). Undefined for fewer than three beats or an empty one. */
export function durationJitter(seconds: readonly number[]): number | undefined {
  if (seconds.length < 3 || seconds.some((duration) => !(duration > 0))) return undefined;
  const logs = seconds.map(Math.log);
  const squares = logs.slice(1).reduce((sum, log, k) => sum + (log - logs[k]!) ** 2, 0);
  return Math.sqrt(squares / (2 * (logs.length - 1)));
}
