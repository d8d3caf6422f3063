import type { SettingValues } from "../settings";
import { DEFAULT_ENVELOPE_HZ, designCascade } from "./prepare";
import { bandOf } from "./prepared";
import { gainAt, settlingSamples } from "./sos";

/** What the filters of the method do at each frequency, run forwards and backwards as they are. */
export interface FilterResponse {
  readonly samplingHz: number;
  readonly bandHz: readonly [number, number];
  readonly envelopeHz: number;
  readonly frequenciesHz: Float64Array;
  /** Gain of the band-pass, zero phase: the square of one pass. 1 passes unchanged. */
  readonly bandGain: Float64Array;
  /** Gain of the envelope's low-pass, zero phase. */
  readonly envelopeGain: Float64Array;
  /** Frequencies at which the zero-phase band-pass has fallen by 3 dB; the design's edges fall by 6 dB. */
  readonly halfPowerHz: readonly [number, number];
  /** Time after which a step has left the band-pass (to 1e−20), on either side of it. */
  readonly settlingSeconds: number;
}

/** Lowest frequency of the curve; below it the band-pass lets nothing through. */
const LOWEST_HZ = 1;
/** Half the power: −3 dB. */
const HALF_POWER_GAIN = Math.SQRT1_2;
const BISECTIONS = 60;

/**
 * Response of the band-pass and of the envelope's low-pass at a sampling rate, at `points` frequencies evenly spaced in their
 * logarithm from 1 Hz to the Nyquist rate. Equals SciPy `sosfreqz` squared.
 * @throws KlonosError `filter-band` where the band does not fit the rate.
 */
export function filterResponse(settings: Pick<SettingValues, "bandLowHz" | "bandHighHz">, samplingHz: number, points: number): FilterResponse {
  const bandHz = bandOf(settings.bandLowHz, settings.bandHighHz, samplingHz);
  const { bandpass, lowpass } = designCascade(bandHz, DEFAULT_ENVELOPE_HZ, samplingHz);
  const nyquist = samplingHz / 2;
  const frequenciesHz = Float64Array.from({ length: points }, (_, k) => LOWEST_HZ * (nyquist / LOWEST_HZ) ** (k / Math.max(1, points - 1)));
  const zeroPhase = (hz: number): number => gainAt(bandpass, hz, samplingHz) ** 2;
  const centre = Math.sqrt(bandHz[0] * bandHz[1]);
  return {
    samplingHz,
    bandHz,
    envelopeHz: DEFAULT_ENVELOPE_HZ,
    frequenciesHz,
    bandGain: frequenciesHz.map(zeroPhase),
    envelopeGain: frequenciesHz.map((hz) => gainAt(lowpass, hz, samplingHz) ** 2),
    halfPowerHz: [crossing(zeroPhase, 0, centre), crossing(zeroPhase, nyquist, centre)],
    settlingSeconds: settlingSamples(bandpass) / samplingHz,
  };
}

/** Where the gain passes half power between a frequency in the stop band and one in the pass band. */
function crossing(gain: (hz: number) => number, stopHz: number, passHz: number): number {
  let [below, above] = [stopHz, passHz];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (below + above) / 2;
    if (gain(middle) < HALF_POWER_GAIN) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}
