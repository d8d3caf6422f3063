import type { DetectorOptions } from "./detector-options";
import type { FlooredEnvelope, GridBurst } from "./edges";
import { keepSeparatePeaks, measureBursts } from "./edges";
import { localReference } from "./local-reference";
import { firstNoiseFloor, measuredNoiseFloor, spreadNoiseFloor } from "./noise-floor";
import type { NoiseFloor } from "./noise-floor";
import { findPeaks } from "./peaks";
import { acceptPeaks } from "./weak-neighbours";

/** What the detector found on one contiguous stretch. */
export interface Detection {
  readonly bursts: readonly GridBurst[];
  readonly track: FlooredEnvelope;
  readonly floor: NoiseFloor;
}

/**
 * Steps 1 to 6 of the detector of science.md 4.3 on one contiguous stretch of envelope: local noise floor in two passes, seeds,
 * weaker beats beside them, valley rule, edges, centroids. The result does not depend on the unit of the envelope: every
 * threshold is a multiple of the floor or of neighbouring peaks. An empty stretch gives no bursts.
 *
 * @param gridHz grid points per second, ≥ 100
 */
export function detectBursts(envelope: Float64Array, gridHz: number, options: DetectorOptions): Detection {
  const first = firstNoiseFloor(envelope, gridHz, options);
  const before = spreadNoiseFloor(first, envelope.length);
  const roughTrack = { envelope, mean: before.mean, sigma: before.sigma };
  const rough = burstsAbove(roughTrack, gridHz, options, options.floorPassSigma);
  const floor = measuredNoiseFloor(envelope, gridHz, options, first, { starts: rough.map((b) => b.onset), ends: rough.map((b) => b.offset) });
  const after = spreadNoiseFloor(floor, envelope.length);
  const track = { envelope, mean: after.mean, sigma: after.sigma };
  return { bursts: burstsAbove(track, gridHz, options, options.seedSigma), track, floor };
}

function burstsAbove(track: FlooredEnvelope, gridHz: number, options: DetectorOptions, seedSigma: number): GridBurst[] {
  const { envelope, mean, sigma } = track;
  const weakest = Math.min(options.weakSigma, seedSigma);
  const threshold = new Float64Array(envelope.length);
  for (let k = 0; k < threshold.length; k++) threshold[k] = mean[k]! + weakest * sigma[k]!;
  const { positions } = findPeaks(envelope, threshold, options.peakDistanceSeconds * gridHz);
  const heights = new Float64Array(positions.length);
  for (let k = 0; k < positions.length; k++) heights[k] = envelope[positions[k]!]! - mean[positions[k]!]!;
  const reference = localReference(positions, heights, options.referenceSpanSeconds * gridHz);
  const isSeed = new Uint8Array(positions.length);
  const isWeak = new Uint8Array(positions.length);
  for (let k = 0; k < positions.length; k++) {
    const height = heights[k]!;
    const spread = sigma[positions[k]!]!;
    isSeed[k] = height > seedSigma * spread && height > options.seedRelative * reference[k]! ? 1 : 0;
    isWeak[k] = height > options.weakSigma * spread && height > options.weakRelative * reference[k]! ? 1 : 0;
  }
  const accepted = acceptPeaks(positions, isSeed, isWeak, gridHz, options);
  const separate = keepSeparatePeaks(positions.filter((_, k) => accepted[k] === 1), track, options.valleyRatio);
  return measureBursts(separate, track, options.edgeSigma, options.edgeRelative);
}
