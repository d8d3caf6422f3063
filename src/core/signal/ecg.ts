import { throwIfCancelled } from "../errors";
import type { Cancel } from "../errors";
import type { SampleRange, Segment } from "../timeline";
import { medianOf } from "../bursts/local-reference";
import { butterworthBandpass } from "./butterworth";
import { tilesOf, widen } from "./tiled";
import type { ReadSamples } from "./trend";
import { sosfiltfilt } from "./zero-phase";

/** Heart beats in an EMG channel, each with the shape that is taken off (science.md 4.1). */
export interface EcgTrack {
  /** Beats a minute, by the median R–R interval. */
  readonly beatsPerMinute: number;
  readonly beats: readonly EcgBeat[];
}

interface EcgBeat {
  readonly sample: number;
  readonly scale: number;
  /** Shape from `reach` samples before the beat to `reach` after it, falling to 0 at its ends. */
  readonly template: Float64Array;
}

/** Band in which a QRS complex stands out of the EMG, Hz. */
const QRS_BAND_HZ = [8, 40] as const;
/** The template is a median over the beats of so long a stretch: the shape follows breathing and posture. */
const TILE_SECONDS = 60;
const MARGIN_SECONDS = 2;
/** Heart rates of 48 to 120 a minute (science.md 4.1: a 0.8–2 Hz train). */
const LEAST_INTERVAL_SECONDS = 0.5;
const MOST_INTERVAL_SECONDS = 1.25;
/** Spread of R–R intervals (robust SD over median), likeness of the complexes to their median, and how many: above or below it is no heart. JUDGEMENT. */
const MOST_IRREGULAR = 0.15;
const LEAST_LIKENESS = 0.85;
const LEAST_BEATS = 8;
/** A peak stands this share above the tallest ones of the stretch. */
const PEAK_SHARE = 0.5;
const QRS_SECONDS = 0.06;
const REACH_SECONDS = 0.15;
const SCALE_LIMITS = [0.5, 1.5] as const;
const SIGMA_OVER_MAD = 1.4826;

/**
 * Looks for a heart in the raw samples: a regular train of 48–120 a minute of complexes that are alike. Meant for proximal and trunk
 * muscles; bursts of clonus are faster and less alike.
 *
 * @param seconds looks only at the first so many seconds of each segment, to know whether it is there
 * @returns undefined where there is none
 */
export async function findEcg(segments: readonly Segment[], samplingHz: number, read: ReadSamples, cancel?: Cancel, seconds = Infinity): Promise<EcgTrack | undefined> {
  const beats: EcgBeat[] = [];
  const intervals: number[] = [];
  for (const segment of segments) {
    const limits = { start: segment.startSample, end: Math.min(segment.endSample, segment.startSample + seconds * samplingHz) };
    for (const tile of tilesOf(limits, Math.round(TILE_SECONDS * samplingHz))) {
      throwIfCancelled(cancel);
      const window = widen(tile, Math.round(MARGIN_SECONDS * samplingHz), { start: segment.startSample, end: segment.endSample });
      const found = beatsOfTile(await read(window, cancel), samplingHz);
      if (found === undefined) continue;
      intervals.push(found.interval);
      for (const beat of found.beats) if (window.start + beat.sample >= tile.start && window.start + beat.sample < tile.end) beats.push({ ...beat, sample: window.start + beat.sample });
    }
  }
  return beats.length < LEAST_BEATS ? undefined : { beatsPerMinute: (60 * samplingHz) / medianOf(intervals), beats };
}

function beatsOfTile(raw: Float64Array, samplingHz: number): { readonly interval: number; readonly beats: readonly EcgBeat[] } | undefined {
  if (raw.length < LEAST_BEATS * LEAST_INTERVAL_SECONDS * samplingHz || !raw.every(Number.isFinite)) return undefined;
  const qrs = sosfiltfilt(butterworthBandpass(2, QRS_BAND_HZ[0], QRS_BAND_HZ[1], samplingHz), raw);
  const peaks = qrsPeaks(qrs, Math.round(LEAST_INTERVAL_SECONDS * samplingHz));
  const intervals = peaks.slice(1).map((peak, k) => peak - peaks[k]!);
  if (intervals.length + 1 < LEAST_BEATS) return undefined;
  const interval = medianOf(intervals);
  const spread = SIGMA_OVER_MAD * medianOf(intervals.map((one) => Math.abs(one - interval)));
  if (interval < LEAST_INTERVAL_SECONDS * samplingHz || interval > MOST_INTERVAL_SECONDS * samplingHz || spread > MOST_IRREGULAR * interval) return undefined;
  const half = Math.round(QRS_SECONDS * samplingHz);
  const narrow = medianShape(qrs, peaks, half);
  const alike = medianOf(peaks.map((peak) => likeness(qrs, peak, narrow, half)));
  if (!(alike >= LEAST_LIKENESS)) return undefined;
  const reach = Math.round(REACH_SECONDS * samplingHz);
  const template = tapered(medianShape(raw, peaks, reach));
  const beats = peaks.map((sample) => ({ sample, scale: scaleAt(qrs, sample, narrow, half), template }));
  return { interval, beats };
}

/** Peaks of |qrs| of half the height of the tallest ones or more, the tallest first, at least `distance` apart; ascending. */
function qrsPeaks(qrs: Float64Array, distance: number): number[] {
  const heights: number[] = [];
  for (let from = 0; from < qrs.length; from += 2 * distance) {
    let highest = 0;
    for (let i = from; i < Math.min(qrs.length, from + 2 * distance); i++) highest = Math.max(highest, Math.abs(qrs[i]!));
    heights.push(highest);
  }
  const least = PEAK_SHARE * medianOf(heights);
  const peaks: number[] = [];
  for (let i = 1; i < qrs.length - 1; i++) {
    const height = Math.abs(qrs[i]!);
    if (height < least || height < Math.abs(qrs[i - 1]!) || height <= Math.abs(qrs[i + 1]!)) continue;
    const last = peaks[peaks.length - 1];
    if (last === undefined || i - last >= distance) peaks.push(i);
    else if (height > Math.abs(qrs[last]!)) peaks[peaks.length - 1] = i;
  }
  return peaks;
}

function medianShape(x: Float64Array, peaks: readonly number[], half: number): Float64Array {
  const whole = peaks.filter((peak) => peak >= half && peak + half < x.length);
  const shape = new Float64Array(2 * half + 1);
  for (let k = 0; k < shape.length; k++) shape[k] = medianOf(whole.map((peak) => x[peak - half + k]!));
  return shape;
}

function products(x: Float64Array, at: number, shape: Float64Array, half: number): readonly [number, number, number] {
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < shape.length; k++) {
    const value = x[at - half + k] ?? 0;
    xy += value * shape[k]!;
    xx += value * value;
    yy += shape[k]! * shape[k]!;
  }
  return [xy, xx, yy];
}

function likeness(x: Float64Array, at: number, shape: Float64Array, half: number): number {
  const [xy, xx, yy] = products(x, at, shape, half);
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

function scaleAt(x: Float64Array, at: number, shape: Float64Array, half: number): number {
  const [xy, , yy] = products(x, at, shape, half);
  return yy > 0 ? Math.min(SCALE_LIMITS[1], Math.max(SCALE_LIMITS[0], xy / yy)) : 1;
}

/** The shape over the line between its ends, brought to 0 over its outer fifths. */
function tapered(shape: Float64Array): Float64Array {
  const last = shape.length - 1;
  const edge = Math.max(1, Math.floor(shape.length / 5));
  return shape.map((value, k) => {
    const line = shape[0]! + ((shape[last]! - shape[0]!) * k) / last;
    const weight = Math.min(1, k / edge, (last - k) / edge);
    return (value - line) * weight * weight * (3 - 2 * weight);
  });
}

/** The channel's samples without its heart beats. Does not depend on how the ranges are cut. */
export function withoutEcg(track: EcgTrack, read: ReadSamples): ReadSamples {
  const longest = track.beats.reduce((most, { template }) => Math.max(most, template.length), 0);
  return async (range: SampleRange, cancel) => {
    const values = (await read(range, cancel)).slice();
    for (const { sample, scale, template } of track.beats) {
      if (sample + longest < range.start || sample - longest > range.end) continue;
      const from = sample - (template.length >> 1);
      const end = Math.min(range.end, from + template.length);
      for (let i = Math.max(range.start, from); i < end; i++) values[i - range.start] = values[i - range.start]! - scale * template[i - from]!;
    }
    return values;
  };
}
