import { netAmplitudes } from "./amplitude-statistics";
import type { NumberInterval } from "./interval-statistics";
import { medianStepInterval } from "./rhythm-measures";
import { studentQuantile } from "./special-functions";

/** Jitter of a constant drive by burst length: coefficient of variation of the RMS of interference EMG. Science.md 3.5, MC8. */
const NOISE_FLOOR: readonly (readonly [seconds: number, variation: number])[] = [[0.03, 0.24], [0.06, 0.21], [0.1, 0.18]];

/** Amplitude jitter that a burst of this length shows without any change of drive: linear in ln duration between the measured lengths, flat beyond. */
export function amplitudeNoiseFloor(burstSeconds: number): number {
  const first = NOISE_FLOOR[0]!;
  if (!(burstSeconds > first[0])) return first[1];
  for (let k = 1; k < NOISE_FLOOR.length; k++) {
    const [t0, v0] = NOISE_FLOOR[k - 1]!;
    const [t1, v1] = NOISE_FLOOR[k]!;
    if (burstSeconds <= t1) return v0 + ((v1 - v0) * Math.log(burstSeconds / t0)) / Math.log(t1 / t0);
  }
  return NOISE_FLOOR[NOISE_FLOOR.length - 1]![1];
}

/** Intervals of the amplitude measures of a train. */
export interface AmplitudeIntervals {
  readonly jitter: NumberInterval | undefined;
  /** Of the slope of ln A, % per beat; Student's t, beats independent about the line. */
  readonly fadePercentPerBeat: NumberInterval | undefined;
}

/**
 * @param beatPowers as in `amplitudeStatistics`, at least three, all positive
 * @param amplitudeJitter its value of A_J
 * @param fadePerBeat its slope
 */
export function amplitudeIntervals(beatPowers: readonly number[], restPower: number, amplitudeJitter: number, fadePerBeat: number, ciLevel: number): AmplitudeIntervals {
  const logs = netAmplitudes(beatPowers, restPower).map(Math.log);
  const count = logs.length;
  const centre = (count - 1) / 2;
  const level = logs.reduce((sum, log) => sum + log, 0) / count;
  let residual = 0;
  let run = 0;
  logs.forEach((log, k) => {
    residual += (log - level - fadePerBeat * (k - centre)) ** 2;
    run += (k - centre) ** 2;
  });
  const half = 100 * studentQuantile(0.5 + ciLevel / 2, count - 2) * Math.sqrt(residual / (count - 2) / run);
  return { jitter: medianStepInterval(amplitudeJitter, count, ciLevel), fadePercentPerBeat: [100 * fadePerBeat - half, 100 * fadePerBeat + half] };
}
