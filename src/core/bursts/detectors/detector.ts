import type { SampleRange } from "../../timeline";

/** What a published detector works on: one contiguous stretch of one channel. */
export interface DetectorInput {
  /** Band-passed samples (science.md 4.1), in any unit: every threshold is relative to `rest`. */
  readonly samples: Float64Array;
  readonly samplingHz: number;
  /** Upper edge of the band in Hz; samples closer together than 1/(2·bandHighHz) say the same twice. */
  readonly bandHighHz: number;
  /** The noise estimate: at least half a second of band-passed rest; recorded, or made by `noiseLike` where there is none. */
  readonly rest: Float64Array;
}

/**
 * A published detector with its published (or, where the paper could not be read, customary) defaults. Activity as half-open
 * ranges of positions in `samples`, ascending, apart from each other. Deterministic; does not change its input.
 */
export type Detector = (input: DetectorInput) => SampleRange[];

/** Whole samples of a time in milliseconds, at least one. */
export function samplesOf(milliseconds: number, samplingHz: number): number {
  return Math.max(1, Math.round((milliseconds / 1000) * samplingHz));
}

/** Mean and standard deviation (population) of x. */
export function momentsOf(x: Float64Array): { readonly mean: number; readonly sd: number } {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]!;
  const mean = x.length === 0 ? 0 : sum / x.length;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i]! - mean) * (x[i]! - mean);
  return { mean, sd: x.length === 0 ? 0 : Math.sqrt(squares / x.length) };
}

/** |x| as a new array. */
export function rectified(x: Float64Array): Float64Array {
  const y = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) y[i] = Math.abs(x[i]!);
  return y;
}

/** Means of `width` successive values; value k is over x[k … k + width). Shorter than x by width − 1; empty where x is shorter. */
export function movingMean(x: Float64Array, width: number): Float64Array {
  const means = new Float64Array(Math.max(0, x.length - width + 1));
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i]!;
    if (i >= width) sum -= x[i - width]!;
    if (i >= width - 1) means[i - width + 1] = sum / width;
  }
  return means;
}

/** Every `thinning`-th sample: nearly uncorrelated ones, which stand in for the whitening filter of papers that assume white noise. */
export function thinned(x: Float64Array, thinning: number): Float64Array {
  const kept = new Float64Array(Math.ceil(x.length / thinning));
  for (let k = 0; k < kept.length; k++) kept[k] = x[k * thinning]!;
  return kept;
}

/** Distance in samples at which band-limited noise is nearly uncorrelated: the Nyquist interval of the band. */
export function thinningOf({ samplingHz, bandHighHz }: Pick<DetectorInput, "samplingHz" | "bandHighHz">): number {
  return Math.max(1, Math.floor(samplingHz / (2 * bandHighHz)));
}

/** When a state changes: how long the other side must be seen, and how long it may be interrupted meanwhile. In steps of the test function. */
export interface StateRule {
  readonly holds: number;
  readonly mayFail: number;
}

/**
 * Two states, on and off. A first value on the other side of the threshold is an alarm; the alarm becomes a change, dated to its
 * first value, when `holds` further values lie on that side before more than `mayFail` in a row do not. Ranges of the on state;
 * the last one ends with the values.
 */
export function twoStates(test: Float64Array, threshold: number, rule: StateRule): SampleRange[] {
  const ranges: SampleRange[] = [];
  let start = -1;
  let alarm = -1;
  let held = 0;
  let failed = 0;
  for (let k = 0; k < test.length; k++) {
    const other = test[k]! >= threshold === start < 0;
    if (alarm < 0) {
      if (other) alarm = k;
      continue;
    }
    if (!other) {
      if (++failed > rule.mayFail) {
        alarm = -1;
        held = 0;
        failed = 0;
      }
      continue;
    }
    failed = 0;
    if (++held < rule.holds) continue;
    if (start < 0) start = alarm;
    else {
      ranges.push({ start, end: alarm });
      start = -1;
    }
    alarm = -1;
    held = 0;
  }
  if (start >= 0) ranges.push({ start, end: test.length });
  return ranges;
}

/** Joins ranges less than `gap` apart, then drops those shorter than `least`. */
export function withLeastDurations(ranges: readonly SampleRange[], gap: number, least: number): SampleRange[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = joined[joined.length - 1];
    if (last !== undefined && start - last.end < gap) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined.filter(({ start, end }) => end - start >= least);
}

/** Ranges of steps of `width` samples each, as ranges of samples, moved by `offset` and cut at `length`. */
export function scaledRanges(ranges: readonly SampleRange[], width: number, offset: number, length: number): SampleRange[] {
  return ranges
    .map(({ start, end }) => ({ start: Math.min(length, start * width + offset), end: Math.min(length, end * width + offset) }))
    .filter(({ start, end }) => end > start);
}
