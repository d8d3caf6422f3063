import type { TracePiece } from "../../protocol/engine-api";
import type { Segment } from "../../core/timeline";

/** Smallest and largest value of each bucket, filled from runs of samples in any sizes but in order. */
export interface MinMax {
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
  readonly samplesPerBucket: number;
}

/** Buckets without a value yet: NaN, which every comparison leaves alone and a drawing leaves out. */
export function emptyMinMax(samples: number, samplesPerBucket: number): MinMax {
  const buckets = Math.ceil(samples / samplesPerBucket);
  return { minimum: new Float32Array(buckets).fill(NaN), maximum: new Float32Array(buckets).fill(NaN), samplesPerBucket };
}

/** Takes in `values`, whose first sample is number `offset` counted from the first bucket's start. NaN values are skipped. */
export function addSamples(into: MinMax, values: Float64Array, offset: number): void {
  const { samplesPerBucket } = into;
  const end = offset + values.length;
  for (let bucket = Math.floor(offset / samplesPerBucket), from = offset; from < end; bucket++) {
    const to = Math.min(end, (bucket + 1) * samplesPerBucket);
    let low = Infinity;
    let high = -Infinity;
    for (let index = from - offset; index < to - offset; index++) {
      const value = values[index]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low <= high) mergeBucket(into, bucket, low, high);
    from = to;
  }
}

/** Takes in one range of values as known by its extremes. */
export function mergeBucket({ minimum, maximum }: MinMax, bucket: number, low: number, high: number): void {
  // `!(a <= b)` is also true where the bucket still holds NaN.
  if (!(minimum[bucket]! <= low)) minimum[bucket] = low;
  if (!(maximum[bucket]! >= high)) maximum[bucket] = high;
}

/** The piece that a reply carries. `startSample` is a sample of `segment`. */
export function tracePiece(segment: Segment, samplingHz: number, startSample: number, { minimum, maximum, samplesPerBucket }: MinMax): TracePiece {
  return { startSample, startSeconds: segment.startSeconds + (startSample - segment.startSample) / samplingHz, samplesPerBucket, minimum, maximum };
}
