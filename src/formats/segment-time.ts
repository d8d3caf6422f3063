import type { Segment } from "../core/timeline";

/** Seconds from the start of the recording of a sample position, true across pauses; positions beyond the end go on evenly. */
export function sampleSeconds(segments: readonly Segment[], samplingHz: number, sample: number): number {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segments[middle]!.startSample <= sample) low = middle;
    else high = middle - 1;
  }
  const segment = segments[low];
  return segment === undefined ? sample / samplingHz : segment.startSeconds + (sample - segment.startSample) / samplingHz;
}
