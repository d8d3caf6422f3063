import type { Cancel, Progress } from "../errors";
import { throwIfCancelled } from "../errors";
import type { ChannelInfo } from "../recording";
import type { SampleRange, Segment } from "../timeline";

/** Samples [start, end) of the channel. */
export type ReadBucketed = (range: SampleRange, cancel?: Cancel) => Promise<Float64Array>;

/** One contiguous stretch of a channel, seen at about 200 Hz: extremes and mean of each bucket. */
export interface BucketedSegment {
  readonly segment: Segment;
  /** Samples in a bucket; the last one may hold fewer. */
  readonly step: number;
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly mean: Float32Array;
}

/** Movements of a limb and strokes of a hammer are seen at this rate; times are then made exact on the samples. */
const BUCKETS_PER_SECOND = 200;
/** Samples read at a time, rounded to whole buckets. */
const READ_SAMPLES = 1 << 18;

/** Reads a channel once. Invalid samples are left out of their bucket; a bucket without any repeats the one before. */
export async function bucketChannel(channel: Pick<ChannelInfo, "samplingHz" | "segments" | "sampleCount">, read: ReadBucketed, cancel?: Cancel, progress?: Progress): Promise<readonly BucketedSegment[]> {
  const step = Math.max(1, Math.floor(channel.samplingHz / BUCKETS_PER_SECOND));
  const block = Math.max(1, Math.floor(READ_SAMPLES / step)) * step;
  const found: BucketedSegment[] = [];
  for (const segment of channel.segments) {
    const count = Math.ceil((segment.endSample - segment.startSample) / step);
    const bucketed: BucketedSegment = { segment, step, low: new Float32Array(count), high: new Float32Array(count), mean: new Float32Array(count) };
    let bucket = 0;
    for (let start = segment.startSample; start < segment.endSample; start += block) {
      throwIfCancelled(cancel);
      const values = await read({ start, end: Math.min(segment.endSample, start + block) }, cancel);
      for (let at = 0; at < values.length; at += step) fill(bucketed, bucket++, values, at, Math.min(values.length, at + step));
      progress?.(start / Math.max(1, channel.sampleCount), "looking for events");
    }
    found.push(bucketed);
  }
  return found;
}

function fill({ low, high, mean }: BucketedSegment, bucket: number, values: Float64Array, from: number, to: number): void {
  let [least, most, sum, count] = [Infinity, -Infinity, 0, 0];
  for (let k = from; k < to; k += 1) {
    const value = values[k]!;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
    sum += value;
    count += 1;
  }
  low[bucket] = count > 0 ? least : (low[bucket - 1] ?? 0);
  high[bucket] = count > 0 ? most : (high[bucket - 1] ?? 0);
  mean[bucket] = count > 0 ? sum / count : (mean[bucket - 1] ?? 0);
}

/** The value below which a share of the values lies, over all segments; at most some ten thousand of them are looked at. */
export function quantileOf(parts: readonly Float32Array[], share: number): number {
  const most = 50_000;
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const every = Math.max(1, Math.ceil(total / most));
  const taken: number[] = [];
  for (const part of parts) for (let k = 0; k < part.length; k += every) taken.push(part[k]!);
  const sorted = Float64Array.from(taken).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? 0;
}

/** Standard deviation of normal noise by the median of the absolute deviations from the median. */
export function robustSpread(parts: readonly Float32Array[]): { readonly middle: number; readonly spread: number } {
  /** Of a normal distribution (Rousseeuw & Croux 1993). */
  const perMad = 1.4826;
  const middle = quantileOf(parts, 0.5);
  return { middle, spread: perMad * quantileOf(parts.map((part) => part.map((value) => Math.abs(value - middle))), 0.5) };
}
