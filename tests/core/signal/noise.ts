import { readFileSync } from "node:fs";

/** Park-Miller generator, the same in golden/make_golden.py. */
export function noise(samples: number, seed: number): Float64Array {
  const values = new Float64Array(samples);
  let state = seed;
  for (let i = 0; i < samples; i++) {
    state = (16807 * state) % 2147483647;
    values[i] = state / 2147483647 - 0.5;
  }
  return values;
}

/** Noise of the golden vectors on a line. */
export function noiseOnLine(samples: number, seed: number, offset: number, slope: number): Float64Array {
  return noise(samples, seed).map((value, i) => value + (offset + slope * i));
}

export function largest(values: ArrayLike<number>): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result = Math.max(result, Math.abs(values[i]!));
  return result;
}

/** Largest difference of two arrays of equal length; Infinity where lengths differ, NaN where a value is. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let result = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!(difference <= result)) result = difference;
  }
  return result;
}

export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./golden/${name}.json`, import.meta.url), "utf8")) as T;
}

/** A reader over an array, as the contract of `ReadSamples` wants it: a new array each time. Counts and bounds what is asked. */
export function readerOf(values: Float64Array): { read: (range: { start: number; end: number }) => Promise<Float64Array>; largestRead: () => number; samplesRead: () => number } {
  let most = 0;
  let sum = 0;
  return {
    read: ({ start, end }) => {
      if (start < 0 || end > values.length || start > end) return Promise.reject(new RangeError(`read of ${start} … ${end}`));
      most = Math.max(most, end - start);
      sum += end - start;
      return Promise.resolve(values.slice(start, end));
    },
    largestRead: () => most,
    samplesRead: () => sum,
  };
}
