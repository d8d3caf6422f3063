import type { FloorCalibration } from "./detector-options";

/** Cut-offs of the envelopes of science.md 4.2 and 4.3.8, finest first. */
export type EnvelopeScaleHz = 20 | 10 | 6;

/**
 * What band-limited Gaussian noise does on each envelope (science.md 4.3.1): simulated with SciPy by
 * tests/core/bursts/golden/floor_calibration.py for a band of 30–450 Hz; sampling between 1 and 4 kHz moves the numbers by less than 2 %.
 */
export const floorCalibrations: Readonly<Record<EnvelopeScaleHz, FloorCalibration>> = {
  20: { quietToMean: 1.208, sigmaOverMean: 0.147 },
  10: { quietToMean: 1.156, sigmaOverMean: 0.103 },
  6: { quietToMean: 1.122, sigmaOverMean: 0.081 },
};
