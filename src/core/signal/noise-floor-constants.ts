/** What band-limited Gaussian noise does on an envelope (science.md 4.3 step 1). */
export interface NoiseFloorCorrection {
  /** Mean of the envelope over the mean of the quietest fifth of its 20-ms blocks (ranked by maximum, windows of 20 s). */
  readonly quietToMean: number;
  /** Standard deviation of the envelope over its mean. */
  readonly sigmaOverMean: number;
}

/** Cut-offs of the envelopes of science.md 4.3.8, and 4 Hz for bursts of a fifth of a second and more. */
export type CalibratedEnvelopeHz = 20 | 10 | 6 | 4;

/**
 * Simulated by `npx tsx scripts/calibrate-noise-floor.ts 150`: bands of 30 Hz + width at 2 kHz (970 Hz: 4 kHz). Only the width
 * of the band matters: 150–345 Hz gives the numbers of 30–225 Hz; sampling between 1 and 5 kHz moves them by less than 1 % (mean)
 * and 3 % (σ), 500 Hz by 1.5 and 4 %. science.md states 1.208 and 0.147 for 20 Hz and 30–450 Hz.
 */
const WIDTHS_HZ = [70, 120, 195, 270, 420, 970] as const;
const TABLE: Readonly<Record<CalibratedEnvelopeHz, { readonly quietToMean: readonly number[]; readonly sigmaOverMean: readonly number[] }>> = {
  20: { quietToMean: [1.6185, 1.4374, 1.3246, 1.2671, 1.2097, 1.1306], sigmaOverMean: [0.3345, 0.2627, 0.2093, 0.1793, 0.1457, 0.0968] },
  10: { quietToMean: [1.4454, 1.3177, 1.2399, 1.1993, 1.1573, 1.1003], sigmaOverMean: [0.2442, 0.1879, 0.1492, 0.1274, 0.1034, 0.0687] },
  6: { quietToMean: [1.3353, 1.2395, 1.1821, 1.1525, 1.1216, 1.0769], sigmaOverMean: [0.1914, 0.1455, 0.1154, 0.0982, 0.0802, 0.0526] },
  4: { quietToMean: [1.2601, 1.1959, 1.1445, 1.1234, 1.0969, 1.0628], sigmaOverMean: [0.1558, 0.1205, 0.0939, 0.0811, 0.0646, 0.043] },
};

/** Correction for an envelope of a band-pass of this band, linear in ln width between the simulated widths, constant beyond them. */
export function noiseFloorCorrection(envelopeHz: CalibratedEnvelopeHz, bandHz: readonly [number, number]): NoiseFloorCorrection {
  const width = bandHz[1] - bandHz[0];
  const last = WIDTHS_HZ.length - 1;
  let k = 0;
  while (k < last - 1 && WIDTHS_HZ[k + 1]! < width) k++;
  const share = Math.min(1, Math.max(0, Math.log(width / WIDTHS_HZ[k]!) / Math.log(WIDTHS_HZ[k + 1]! / WIDTHS_HZ[k]!)));
  const between = (values: readonly number[]): number => values[k]! + share * (values[k + 1]! - values[k]!);
  return { quietToMean: between(TABLE[envelopeHz].quietToMean), sigmaOverMean: between(TABLE[envelopeHz].sigmaOverMean) };
}
