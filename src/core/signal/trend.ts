import { throwIfCancelled } from "../errors";
import type { Cancel } from "../errors";
import type { SampleRange } from "../timeline";

/** Reads samples [start, end) of one channel in a new array that the caller may overwrite. */
export type ReadSamples = (range: SampleRange, cancel?: Cancel) => Promise<Float64Array>;

/** Least-squares line of a contiguous stretch: level + slope · (sample − centreSample), in the unit of the samples. */
export interface Trend {
  readonly centreSample: number;
  readonly level: number;
  /** Per sample. */
  readonly slope: number;
}

/** Samples summed plainly before they are merged into the running moments; keeps rounding error below 1e−12 at any length. */
const CHUNK = 4096;
/** Samples read at a time where only the trend is wanted. */
const READ_BLOCK = 1 << 20;

/** Running first and mixed moments of (sample index, value), merged chunk by chunk (Chan, Golub, LeVeque 1983). */
export class TrendSums {
  private count = 0;
  private centre = 0;
  private mean = 0;
  private sumTimeTime = 0;
  private sumTimeValue = 0;

  /** Adds values[from … to), whose first sample has the absolute index `startSample`. Successive calls must be contiguous. */
  add(values: Float64Array, from: number, to: number, startSample: number): void {
    for (let at = from; at < to; at += CHUNK) this.addChunk(values, at, Math.min(to, at + CHUNK), startSample + at - from);
  }

  private addChunk(values: Float64Array, from: number, to: number, startSample: number): void {
    const n = to - from;
    // Sums are taken about the chunk's first value: a large offset would otherwise cost digits.
    const reference = values[from]!;
    const half = (n - 1) / 2;
    let sum = 0;
    let timeSum = 0;
    for (let i = from; i < to; i++) {
      const v = values[i]! - reference;
      sum += v;
      timeSum += (i - from - half) * v;
    }
    const centre = startSample + half;
    const mean = reference + sum / n;
    const weight = (this.count * n) / (this.count + n);
    const apart = centre - this.centre;
    this.sumTimeTime += (n * (n * n - 1)) / 12 + weight * apart * apart;
    this.sumTimeValue += timeSum + weight * apart * (mean - this.mean);
    this.centre += (apart * n) / (this.count + n);
    this.mean += ((mean - this.mean) * n) / (this.count + n);
    this.count += n;
  }

  /** The line so far; slope 0 for fewer than two samples. */
  trend(): Trend {
    return { centreSample: this.centre, level: this.mean, slope: this.sumTimeTime > 0 ? this.sumTimeValue / this.sumTimeTime : 0 };
  }
}

/** Least-squares line of a contiguous stretch without invalid samples, read in blocks. */
export async function measureTrend(range: SampleRange, read: ReadSamples, cancel?: Cancel): Promise<Trend> {
  const sums = new TrendSums();
  for (let start = range.start; start < range.end; start += READ_BLOCK) {
    throwIfCancelled(cancel);
    const end = Math.min(range.end, start + READ_BLOCK);
    const block = await read({ start, end }, cancel);
    sums.add(block, 0, block.length, start);
  }
  return sums.trend();
}

/** Subtracts the line in place from values whose first sample has the absolute index `startSample`. */
export function subtractTrend(values: Float64Array, startSample: number, trend: Trend): void {
  const { level, slope } = trend;
  const offset = startSample - trend.centreSample;
  for (let i = 0; i < values.length; i++) values[i]! -= level + slope * (offset + i);
}
