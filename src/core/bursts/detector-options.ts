import type { SettingValues } from "../settings";

/** Length of the blocks that are ranked for the noise floor; the correction of science.md 4.3.1 is calibrated for it. */
export const floorBlockSeconds = 0.02;

/** How many intervals the running medians of the detector and the train rule look at (science.md 4.3.3, 4.3.7). */
export const runningMedianCount = 5;

/**
 * What band-limited Gaussian noise does on an envelope of one cut-off: `quietToMean` takes the mean of the quietest fifth of
 * the blocks to the mean μ of the whole envelope, `sigmaOverMean` is its coefficient of variation.
 */
export interface FloorCalibration {
  readonly quietToMean: number;
  readonly sigmaOverMean: number;
}

/** Steps 1 to 6 of science.md 4.3: the settings of the detector and the calibration of the envelope it runs on. */
export interface DetectorOptions {
  readonly floorWindowSeconds: number;
  readonly floorQuietShare: number;
  readonly floorPassSigma: number;
  readonly restDistanceSeconds: number;
  readonly restMinimumSeconds: number;
  readonly peakDistanceSeconds: number;
  readonly seedSigma: number;
  readonly seedRelative: number;
  readonly referenceSpanSeconds: number;
  readonly weakSigma: number;
  readonly weakRelative: number;
  readonly weakIntervals: number;
  readonly weakIntervalMaxSeconds: number;
  readonly trainGapMaxSeconds: number;
  readonly valleyRatio: number;
  readonly edgeSigma: number;
  readonly edgeRelative: number;
  readonly calibration: FloorCalibration;
}

/** The detector's part of the settings, for an envelope with this calibration. */
export function detectorOptions(settings: SettingValues, calibration: FloorCalibration): DetectorOptions {
  return {
    floorWindowSeconds: settings.floorWindowSeconds,
    floorQuietShare: settings.floorQuietShare,
    floorPassSigma: settings.floorPassSigma,
    restDistanceSeconds: settings.restDistanceSeconds,
    restMinimumSeconds: settings.restMinimumSeconds,
    peakDistanceSeconds: settings.peakDistanceSeconds,
    seedSigma: settings.seedSigma,
    seedRelative: settings.seedRelative,
    referenceSpanSeconds: settings.referenceSpanSeconds,
    weakSigma: settings.weakSigma,
    weakRelative: settings.weakRelative,
    weakIntervals: settings.weakIntervals,
    weakIntervalMaxSeconds: settings.weakIntervalMaxSeconds,
    trainGapMaxSeconds: settings.trainGapMaxSeconds,
    valleyRatio: settings.valleyRatio,
    edgeSigma: settings.edgeSigma,
    edgeRelative: settings.edgeRelative,
    calibration,
  };
}
