import type { DetectorOptions } from "./detector-options";
import { floorBlockSeconds } from "./detector-options";

/** Mean μ and spread σ of the envelope at rest, at the centres of the floor's windows; between them both are interpolated. */
export interface NoiseFloor {
  /** Grid positions of the window centres, ascending. */
  readonly centres: Float64Array;
  readonly mean: Float64Array;
  readonly sigma: Float64Array;
  /** 1 where μ and σ were measured on rest, 0 where they are the corrected first estimate. */
  readonly measured: Uint8Array;
}

/** Spans [start, end) of a grid, ascending and disjoint. */
export interface GridSpans {
  readonly starts: ArrayLike<number>;
  readonly ends: ArrayLike<number>;
}

/**
 * A block whose maximum lies this far below the median block is no amplifier noise but a dropout, a squelch or padding with
 * one value (amplifier noise lies within 80 dB of any EMG). It must not set the floor to nothing.
 */
const deadBlockRatio = 1e-4;

interface Window {
  readonly start: number;
  readonly end: number;
}

/** Windows of `length` grid points, half overlapped; the last one ends with the track. A short track is one window. */
function floorWindows(count: number, length: number): Window[] {
  if (count <= length) return [{ start: 0, end: count }];
  const hop = Math.max(1, length >> 1);
  const windows: Window[] = [];
  for (let start = 0; start + length < count; start += hop) windows.push({ start, end: start + length });
  windows.push({ start: count - length, end: count });
  return windows;
}

function blockMaxima(envelope: Float64Array, blockPoints: number): { maxima: Float64Array; means: Float64Array } {
  const blocks = Math.max(1, Math.floor(envelope.length / blockPoints));
  const maxima = new Float64Array(blocks);
  const means = new Float64Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const end = Math.min(envelope.length, (block + 1) * blockPoints);
    let maximum = -Infinity;
    let sum = 0;
    for (let k = block * blockPoints; k < end; k++) {
      const value = envelope[k]!;
      if (value > maximum) maximum = value;
      sum += value;
    }
    maxima[block] = maximum;
    means[block] = sum / (end - block * blockPoints);
  }
  return { maxima, means };
}

/** Mean of the quietest share of the blocks [first, last), ranked by their maximum; dead blocks left out. */
function quietMean(maxima: Float64Array, means: Float64Array, first: number, last: number, share: number): number {
  const ranked = maxima.slice(first, last).sort();
  const dead = ranked[ranked.length >> 1]! * deadBlockRatio;
  let from = 0;
  while (from < ranked.length && ranked[from]! <= dead) from++;
  if (from === ranked.length) return 0;
  const chosen = Math.max(1, Math.round((ranked.length - from) * share));
  const limit = ranked[from + chosen - 1]!;
  let sum = 0;
  let taken = 0;
  for (let k = first; k < last; k++) {
    if (maxima[k]! > dead && maxima[k]! < limit) {
      sum += means[k]!;
      taken++;
    }
  }
  // Blocks with the same maximum as the last one chosen (quantised or synthetic signals) are taken in time order.
  for (let k = first; k < last && taken < chosen; k++) {
    if (maxima[k]! === limit) {
      sum += means[k]!;
      taken++;
    }
  }
  return sum / taken;
}

/**
 * First estimate of the local noise floor (science.md 4.3.1): in windows of 20 s, half overlapped, the quietest fifth of the
 * 20-ms blocks ranked by their maximum, corrected for having been chosen quiet. Blocks of 20 ms fit between the beats of a
 * clonus that fills its record. Linear in the envelope's unit.
 */
export function firstNoiseFloor(envelope: Float64Array, gridHz: number, options: DetectorOptions): NoiseFloor {
  const blockPoints = Math.max(1, Math.round(floorBlockSeconds * gridHz));
  const windows = floorWindows(envelope.length, Math.round(options.floorWindowSeconds * gridHz));
  const { maxima, means } = blockMaxima(envelope, blockPoints);
  const mean = new Float64Array(windows.length);
  const sigma = new Float64Array(windows.length);
  const centres = new Float64Array(windows.length);
  for (let w = 0; w < windows.length; w++) {
    const { start, end } = windows[w]!;
    const first = Math.min(maxima.length - 1, Math.floor(start / blockPoints));
    const last = Math.min(maxima.length, Math.max(first + 1, Math.floor(end / blockPoints)));
    mean[w] = options.calibration.quietToMean * quietMean(maxima, means, first, last, options.floorQuietShare);
    sigma[w] = options.calibration.sigmaOverMean * mean[w]!;
    centres[w] = (start + end) / 2;
  }
  return { centres, mean, sigma, measured: new Uint8Array(windows.length) };
}

/**
 * Second estimate (science.md 4.3.1): μ and σ of everything farther than `restDistanceSeconds` from a burst, in each window
 * where at least `restMinimumSeconds` of it is left; elsewhere the first estimate is kept.
 */
export function measuredNoiseFloor(envelope: Float64Array, gridHz: number, options: DetectorOptions, first: NoiseFloor, bursts: GridSpans): NoiseFloor {
  const count = envelope.length;
  const busy = new Uint8Array(count);
  const margin = Math.round(options.restDistanceSeconds * gridHz);
  for (let b = 0; b < bursts.starts.length; b++) {
    const start = Math.max(0, Math.floor(bursts.starts[b]!) - margin);
    const end = Math.min(count, Math.ceil(bursts.ends[b]!) + margin);
    busy.fill(1, start, Math.max(start, end));
  }
  const windows = floorWindows(count, Math.round(options.floorWindowSeconds * gridHz));
  const least = Math.max(2, options.restMinimumSeconds * gridHz);
  const mean = first.mean.slice();
  const sigma = first.sigma.slice();
  const measured = new Uint8Array(windows.length);
  for (let w = 0; w < windows.length; w++) {
    const { start, end } = windows[w]!;
    const dead = mean[w]! * deadBlockRatio;
    let points = 0;
    let sum = 0;
    for (let k = start; k < end; k++) {
      if (busy[k] === 0 && envelope[k]! > dead) {
        points++;
        sum += envelope[k]!;
      }
    }
    if (points < least) continue;
    const average = sum / points;
    let squares = 0;
    for (let k = start; k < end; k++) {
      if (busy[k] === 0 && envelope[k]! > dead) squares += (envelope[k]! - average) ** 2;
    }
    mean[w] = average;
    sigma[w] = Math.sqrt(squares / points);
    measured[w] = 1;
  }
  return { centres: first.centres, mean, sigma, measured };
}

/** Writes μ and σ at every grid point: linear between the window centres, constant beyond the outer ones. */
export function spreadNoiseFloor(floor: NoiseFloor, count: number): { readonly mean: Float64Array; readonly sigma: Float64Array } {
  const mean = new Float64Array(count);
  const sigma = new Float64Array(count);
  const { centres } = floor;
  const last = centres.length - 1;
  let w = 0;
  for (let k = 0; k < count; k++) {
    while (w < last && centres[w + 1]! <= k) w++;
    const left = centres[w]!;
    if (w === last || k <= left) {
      mean[k] = floor.mean[w]!;
      sigma[k] = floor.sigma[w]!;
    } else {
      const share = (k - left) / (centres[w + 1]! - left);
      mean[k] = floor.mean[w]! + share * (floor.mean[w + 1]! - floor.mean[w]!);
      sigma[k] = floor.sigma[w]! + share * (floor.sigma[w + 1]! - floor.sigma[w]!);
    }
  }
  return { mean, sigma };
}
