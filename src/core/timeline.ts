/** Half-open range of absolute sample indices of one channel. */
export interface SampleRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A run of contiguous samples of one channel. Sample indices count *stored* samples (0 … sampleCount), so they have no holes;
 * time has: two successive segments are separated by a gap, and nothing may be computed across it.
 */
export interface Segment {
  readonly startSample: number;
  /** Exclusive. */
  readonly endSample: number;
  /** Time of `startSample` in seconds from the start of the recording. */
  readonly startSeconds: number;
}

/** First sample at or after a time; a time inside a gap gives the first sample after it. Clamped to 0 … sampleCount. */
export function secondsToSample(segments: readonly Segment[], samplingHz: number, seconds: number): number {
  for (const segment of segments) {
    const endSeconds = segment.startSeconds + (segment.endSample - segment.startSample) / samplingHz;
    if (seconds < endSeconds) {
      // 1e-6 of a sample: a time that was itself made from a sample index must come back to it.
      const offset = Math.ceil((seconds - segment.startSeconds) * samplingHz - 1e-6);
      return Math.min(segment.endSample, segment.startSample + Math.max(0, offset));
    }
  }
  return segments[segments.length - 1]?.endSample ?? 0;
}

/** Time of a sample; an index beyond the last sample goes on at the rate of the last segment. 0 where there is no segment. */
export function sampleToSeconds(segments: readonly Segment[], samplingHz: number, sample: number): number {
  const segment = segments.find(({ endSample }) => sample < endSample) ?? segments[segments.length - 1];
  return segment === undefined ? 0 : segment.startSeconds + (sample - segment.startSample) / samplingHz;
}
