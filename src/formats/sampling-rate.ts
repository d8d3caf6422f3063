/** One sample in twelve days: less is no rate, and lengths divided by it end beyond all numbers. */
const SLOWEST_HZ = 1e-6;
const FASTEST_HZ = 1e9;

/** True for a rate (Hz) at which something can have been sampled; false for 0, NaN, infinity and numbers that damage made. */
export function isSamplingRate(samplingHz: number): boolean {
  return samplingHz >= SLOWEST_HZ && samplingHz < FASTEST_HZ;
}
