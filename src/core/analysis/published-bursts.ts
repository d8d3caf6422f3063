import type { DetectorInput } from "../bursts/detectors/detector";
import { noiseLike } from "../bursts/detectors/noise-like";
import { publishedDetectors } from "../bursts/detectors/published";
import type { Cancel } from "../errors";
import { throwIfCancelled } from "../errors";
import type { SettingValues } from "../settings";
import type { PreparedChannel } from "../signal/prepared";
import { filteredOf } from "../signal/sub-range";
import { widen } from "../signal/tiled";
import type { ReadSamples } from "../signal/trend";
import type { SampleRange } from "../timeline";
import type { Track, TrackBurst } from "./track";
import { burstBetween, burstSamples, positionAt } from "./track";

/** Rest is farther than this from every burst of Klonos' own detector, as for its noise floor (science.md 4.3.1). */
export const restDistanceSeconds = 0.06;
/** More rest than this says no more about the noise; with less than the second the level alone is used. */
const restSeconds = [0.5, 4] as const;
/** σ of band-passed Gaussian noise over the mean of its rectified values: √(π/2). */
const sdOverRectifiedMean = Math.sqrt(Math.PI / 2);
/** Samples on either side that a tile shares with its neighbours: no detector looks farther. */
const marginSeconds = 2;
const tileSeconds = 60;

/** Ranges of samples within `range` that are farther than `restDistanceSeconds` from every burst. Bursts in time order. */
export function quietWithin(range: SampleRange, bursts: readonly TrackBurst[], samplingHz: number): SampleRange[] {
  const distance = Math.round(restDistanceSeconds * samplingHz);
  const quiet: SampleRange[] = [];
  let start = range.start;
  for (const burst of bursts) {
    const edges = burstSamples(burst);
    if (edges.end + distance <= range.start || edges.start - distance >= range.end) continue;
    if (edges.start - distance > start) quiet.push({ start, end: edges.start - distance });
    start = Math.max(start, edges.end + distance);
  }
  if (start < range.end) quiet.push({ start, end: range.end });
  return quiet;
}

/**
 * What the published detectors work on over one range of a segment: the band-passed samples, and the rest among them; where half a
 * second of rest is not there, noise of the level of Klonos' own noise floor.
 */
export async function detectorInput(prepared: PreparedChannel, track: Track, bursts: readonly TrackBurst[], range: SampleRange, read: ReadSamples, cancel: Cancel | undefined): Promise<DetectorInput> {
  const { samplingHz, bandHz } = prepared;
  const samples = await filteredOf(prepared, read, range, bandHz, cancel);
  const quiet = quietWithin({ start: range.start, end: range.start + samples.length }, bursts, samplingHz);
  const wanted = Math.round(restSeconds[1] * samplingHz);
  const found = Math.min(wanted, quiet.reduce((sum, { start, end }) => sum + end - start, 0));
  if (found < restSeconds[0] * samplingHz) {
    const middle = Math.round(positionAt(track, (range.start + range.end) / 2));
    const level = track.mean[Math.min(track.mean.length - 1, Math.max(0, middle))]!;
    return { samples, samplingHz, bandHighHz: bandHz[1], rest: noiseLike(sdOverRectifiedMean * level, bandHz, samplingHz) };
  }
  const rest = new Float64Array(found);
  let filled = 0;
  for (const { start, end } of quiet) {
    const piece = samples.subarray(start - range.start, Math.min(end, start + found - filled) - range.start);
    rest.set(piece, filled);
    filled += piece.length;
  }
  return { samples, samplingHz, bandHighHz: bandHz[1], rest };
}

/**
 * Bursts of a whole segment by a published detector, measured on Klonos' envelope: the detector's edges, with peak and centroid
 * between them.
 *
 * @param bursts of Klonos' own detector: they only say where rest is
 */
export async function detectPublished(detector: Exclude<SettingValues["detector"], "klonos">, prepared: PreparedChannel, track: Track, bursts: readonly TrackBurst[], read: ReadSamples, cancel: Cancel | undefined): Promise<TrackBurst[]> {
  const { segment, samplingHz } = track;
  const whole = { start: segment.startSample, end: segment.endSample };
  const margin = Math.round(marginSeconds * samplingHz);
  const tile = Math.round(tileSeconds * samplingHz);
  const found: TrackBurst[] = [];
  for (let from = whole.start; from < whole.end; from += tile) {
    throwIfCancelled(cancel);
    const own = { start: from, end: Math.min(whole.end, from + tile) };
    const range = widen(own, margin, whole);
    const input = await detectorInput(prepared, track, bursts, range, read, cancel);
    for (const { start, end } of publishedDetectors[detector](input)) {
      const middle = range.start + (start + end) / 2;
      if (middle >= own.start && middle < own.end) found.push(burstBetween(track, range.start + start, range.start + end, false));
    }
  }
  // Ranges come in time order; their centroids need not, where one of them hardly stands out.
  return found.sort((a, b) => a.centroid - b.centroid).filter((burst, k) => k === 0 || burst.centroid > found[k - 1]!.centroid);
}
