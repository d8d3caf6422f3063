import type { SampleRange, Segment } from "../timeline";

/** Samples of the smallest bucket kept unless another is asked for. Half a byte of pyramid per sample; finer views read the samples themselves. */
export const BASE_SAMPLES = 16;
/** Buckets of one level that make one of the next. */
const LEVEL_FACTOR = 4;

/** Extremes of one segment at all levels; level l has buckets of baseSamples · 4^l samples from the segment's start. */
interface SegmentPyramid {
  readonly segment: Segment;
  readonly levels: readonly { readonly minimum: Float32Array; readonly maximum: Float32Array }[];
}

/** Minimum and maximum of every stretch of a channel at all zooms. Grows by `append`; readable at any time. */
export interface Pyramid {
  readonly samplingHz: number;
  readonly baseSamples: number;
  readonly segments: readonly SegmentPyramid[];
  /** Samples before this one have been appended. */
  filledTo: number;
}

/** Extremes over samples [startSample + k·samplesPerBucket, …); NaN where a bucket has no valid sample. Never crosses a gap. */
export interface BucketPiece {
  readonly startSample: number;
  readonly startSeconds: number;
  readonly samplesPerBucket: number;
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
}

/** An empty pyramid for a channel with these segments; allocates about 11 / `baseSamples` bytes per sample: a day's recording asks for a larger base. */
export function createPyramid(segments: readonly Segment[], samplingHz: number, baseSamples: number = BASE_SAMPLES): Pyramid {
  return {
    samplingHz,
    baseSamples,
    segments: segments.map((segment) => ({ segment, levels: emptyLevels(segment.endSample - segment.startSample, baseSamples) })),
    filledTo: segments[0]?.startSample ?? 0,
  };
}

function emptyLevels(samples: number, baseSamples: number): SegmentPyramid["levels"] {
  const levels = [];
  for (let buckets = Math.ceil(samples / baseSamples); ; buckets = Math.ceil(buckets / LEVEL_FACTOR)) {
    levels.push({ minimum: new Float32Array(buckets).fill(NaN), maximum: new Float32Array(buckets).fill(NaN) });
    if (buckets <= 1) return levels;
  }
}

/**
 * Adds the next samples of the channel; blocks may have any length and may reach over segment borders.
 * @throws RangeError when `startSample` is not where the last block ended.
 */
export function appendToPyramid(pyramid: Pyramid, startSample: number, values: Float64Array): void {
  if (startSample !== pyramid.filledTo) throw new RangeError(`block starts at sample ${startSample}, expected ${pyramid.filledTo}`);
  const end = startSample + values.length;
  const { baseSamples } = pyramid;
  for (const { segment, levels } of pyramid.segments) {
    const from = Math.max(startSample, segment.startSample);
    const to = Math.min(end, segment.endSample);
    if (from >= to) continue;
    fillBase(levels[0]!, values, from - startSample, to - startSample, from - segment.startSample, baseSamples);
    let first = Math.floor((from - segment.startSample) / baseSamples);
    let last = Math.floor((to - 1 - segment.startSample) / baseSamples);
    for (let level = 1; level < levels.length; level++) {
      first = Math.floor(first / LEVEL_FACTOR);
      last = Math.floor(last / LEVEL_FACTOR);
      for (let k = first; k <= last; k++) gather(levels[level - 1]!, k * LEVEL_FACTOR, (k + 1) * LEVEL_FACTOR, levels[level]!, k);
    }
  }
  pyramid.filledTo = end;
}

// The comparisons are written so that NaN loses: !(a <= NaN) is true, and a NaN value never compares true.

function fillBase({ minimum, maximum }: { minimum: Float32Array; maximum: Float32Array }, values: Float64Array, from: number, to: number, offset: number, baseSamples: number): void {
  let i = from;
  while (i < to) {
    const bucket = Math.floor((offset + i - from) / baseSamples);
    const end = Math.min(to, i + (bucket + 1) * baseSamples - (offset + i - from));
    let low = Infinity;
    let high = -Infinity;
    for (; i < end; i++) {
      const v = values[i]!;
      if (v < low) low = v;
      if (v > high) high = v;
    }
    if (low <= high) {
      if (!(minimum[bucket]! <= low)) minimum[bucket] = low;
      if (!(maximum[bucket]! >= high)) maximum[bucket] = high;
    }
  }
}

function gather(from: { minimum: Float32Array; maximum: Float32Array }, first: number, end: number, to: { minimum: Float32Array; maximum: Float32Array }, at: number): void {
  let low = Infinity;
  let high = -Infinity;
  const last = Math.min(end, from.minimum.length);
  for (let k = first; k < last; k++) {
    if (from.minimum[k]! < low) low = from.minimum[k]!;
    if (from.maximum[k]! > high) high = from.maximum[k]!;
  }
  to.minimum[at] = low <= high ? low : NaN;
  to.maximum[at] = low <= high ? high : NaN;
}

/** The lowest level of each segment, minima then maxima: all that must be kept, for the others are made of it. */
export function pyramidBase(pyramid: Pyramid): Float32Array {
  const length = pyramid.segments.reduce((sum, { levels }) => sum + 2 * levels[0]!.minimum.length, 0);
  const base = new Float32Array(length);
  let at = 0;
  for (const { levels } of pyramid.segments) {
    base.set(levels[0]!.minimum, at);
    base.set(levels[0]!.maximum, at + levels[0]!.minimum.length);
    at += 2 * levels[0]!.minimum.length;
  }
  return base;
}

/** The whole pyramid again from `pyramidBase` of one with the same segments and base; undefined where the length is another. */
export function pyramidFromBase(base: Float32Array, segments: readonly Segment[], samplingHz: number, baseSamples: number): Pyramid | undefined {
  const pyramid = createPyramid(segments, samplingHz, baseSamples);
  if (base.length !== pyramid.segments.reduce((sum, { levels }) => sum + 2 * levels[0]!.minimum.length, 0)) return undefined;
  let at = 0;
  for (const { levels } of pyramid.segments) {
    const [lowest] = levels;
    const buckets = lowest!.minimum.length;
    lowest!.minimum.set(base.subarray(at, at + buckets));
    lowest!.maximum.set(base.subarray(at + buckets, at + 2 * buckets));
    at += 2 * buckets;
    for (let level = 1; level < levels.length; level++) {
      for (let k = 0; k < levels[level]!.minimum.length; k++) gather(levels[level - 1]!, k * LEVEL_FACTOR, (k + 1) * LEVEL_FACTOR, levels[level]!, k);
    }
  }
  pyramid.filledTo = segments[segments.length - 1]?.endSample ?? 0;
  return pyramid;
}

/** Samples of a bucket so that a window of `samples` shows at least `columns` buckets (fewer only where it has fewer samples). */
export function samplesPerBucketFor(samples: number, columns: number): number {
  return Math.max(1, Math.floor(samples / Math.max(1, columns)));
}

/**
 * Buckets over the appended part of `range`, at least `columns` and fewer than twice as many over a full window (apart from the
 * ends: buckets start at multiples from their segment's start, so that they stand still while the view moves, and reach over
 * the window's ends by less than one bucket). Every extreme of the window is in some bucket. undefined where the
 * wanted bucket is smaller than the base: read the samples and use `bucketsOf`.
 */
export function queryPyramid(pyramid: Pyramid, range: SampleRange, columns: number): readonly BucketPiece[] | undefined {
  const wanted = samplesPerBucketFor(range.end - range.start, columns);
  const { baseSamples } = pyramid;
  if (wanted < baseSamples) return undefined;
  let level = 0;
  let size = baseSamples;
  while (size * LEVEL_FACTOR <= wanted) {
    size *= LEVEL_FACTOR;
    level++;
  }
  const merge = Math.floor(wanted / size);
  const pieces: BucketPiece[] = [];
  for (const { segment, levels } of pyramid.segments) {
    const from = Math.max(range.start, segment.startSample) - segment.startSample;
    const to = Math.min(range.end, segment.endSample, pyramid.filledTo) - segment.startSample;
    if (from >= to) continue;
    // A segment too short to have this level is one bucket of its top level.
    const top = Math.min(level, levels.length - 1);
    const source = levels[top]!;
    const step = top === level ? merge : 1;
    const bucket = top === level ? size * merge : baseSamples * LEVEL_FACTOR ** top;
    const first = Math.floor(from / bucket);
    const end = Math.ceil(to / bucket);
    const minimum = new Float32Array(end - first);
    const maximum = new Float32Array(end - first);
    for (let k = first; k < end; k++) gather(source, k * step, (k + 1) * step, { minimum, maximum }, k - first);
    const startSeconds = segment.startSeconds + (first * bucket) / pyramid.samplingHz;
    pieces.push({ startSample: segment.startSample + first * bucket, startSeconds, samplesPerBucket: bucket, minimum, maximum });
  }
  return pieces;
}

/** The part of `range` inside a segment, widened to whole buckets counted from the segment's start; undefined where they do not meet. */
export function alignedRange(segment: Segment, range: SampleRange, samplesPerBucket: number): SampleRange | undefined {
  const from = Math.max(range.start, segment.startSample) - segment.startSample;
  const to = Math.min(range.end, segment.endSample) - segment.startSample;
  if (from >= to) return undefined;
  const start = segment.startSample + Math.floor(from / samplesPerBucket) * samplesPerBucket;
  return { start, end: Math.min(segment.endSample, segment.startSample + Math.ceil(to / samplesPerBucket) * samplesPerBucket) };
}

/** Buckets straight from samples of one segment, the first of which is `startSample` (from `alignedRange`); any bucket size from 1. */
export function bucketsOf(values: Float64Array, startSample: number, segment: Segment, samplingHz: number, samplesPerBucket: number): BucketPiece {
  const buckets = Math.ceil(values.length / samplesPerBucket);
  const minimum = new Float32Array(buckets);
  const maximum = new Float32Array(buckets);
  for (let k = 0; k < buckets; k++) {
    const end = Math.min(values.length, (k + 1) * samplesPerBucket);
    let low = Infinity;
    let high = -Infinity;
    for (let i = k * samplesPerBucket; i < end; i++) {
      const v = values[i]!;
      if (v < low) low = v;
      if (v > high) high = v;
    }
    minimum[k] = low <= high ? low : NaN;
    maximum[k] = low <= high ? high : NaN;
  }
  return { startSample, startSeconds: segment.startSeconds + (startSample - segment.startSample) / samplingHz, samplesPerBucket, minimum, maximum };
}
