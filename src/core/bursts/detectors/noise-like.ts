import { Random } from "../../simulate/random";
import { butterworthBandpass } from "../../signal/butterworth";
import { sosfiltfilt } from "../../signal/zero-phase";
import { momentsOf } from "./detector";

const seed = 1;
const seconds = 2;

/** Two seconds of Gaussian noise of one band and standard deviation: what stands in for rest where a record has none. The same at every call. */
export function noiseLike(sd: number, bandHz: readonly [number, number], samplingHz: number): Float64Array {
  const random = new Random(seed, "noise-like");
  const white = new Float64Array(Math.round(seconds * samplingHz));
  for (let i = 0; i < white.length; i++) white[i] = random.normal();
  const noise = sosfiltfilt(butterworthBandpass(2, bandHz[0], bandHz[1], samplingHz), white);
  const scale = sd / momentsOf(noise).sd;
  return noise.map((value) => value * scale);
}
