import { detectBursts } from "../bursts/detect-bursts";
import type { DetectorOptions } from "../bursts/detector-options";
import type { FlooredEnvelope, GridBurst } from "../bursts/edges";
import { centroidBetween } from "../bursts/edges";
import type { Segment } from "../timeline";

/** Cut-off of the finest envelope, on which bursts are found first, Hz (science.md 4.2). */
export const fineScaleHz = 20;

/** An envelope of one cut-off over (a part of) one segment, with its noise floor and its place in the recording. */
export interface Track extends FlooredEnvelope {
  /** Cut-off of the envelope in Hz. */
  readonly scaleHz: number;
  readonly segment: Segment;
  readonly samplingHz: number;
  /** Samples per grid point. */
  readonly step: number;
  /** Grid point of the segment at which the track begins: its sample is segment.startSample + gridStart · step. */
  readonly gridStart: number;
  /** Everything that the detector found on it, before any edit: what lies around a train tells how much the muscle stirs at rest. */
  readonly found: readonly GridBurst[];
}

/** A burst with the track on which it was found or drawn. Grid positions are relative to the track. */
export interface TrackBurst extends GridBurst {
  readonly track: Track;
  readonly edited: boolean;
}

/** Points of the envelope per second. */
export function gridHz(track: Pick<Track, "samplingHz" | "step">): number {
  return track.samplingHz / track.step;
}

/** Absolute (fractional) sample of a grid position of a track. */
export function sampleAt(track: Track, position: number): number {
  return track.segment.startSample + (track.gridStart + position) * track.step;
}

/** Grid position of an absolute sample on a track. */
export function positionAt(track: Track, sample: number): number {
  return (sample - track.segment.startSample) / track.step - track.gridStart;
}

/** Seconds from the start of the recording; a segment's end stays on its own side of the gap. */
export function secondsIn(segment: Segment, samplingHz: number, sample: number): number {
  return segment.startSeconds + (sample - segment.startSample) / samplingHz;
}

/** Time of a burst in seconds from the start of the recording. */
export function burstSeconds(burst: TrackBurst): number {
  return secondsIn(burst.track.segment, burst.track.samplingHz, sampleAt(burst.track, burst.centroid));
}

/** Edges of a burst as whole samples, half-open, inside its segment and at least one sample long. */
export function burstSamples(burst: TrackBurst): { readonly start: number; readonly end: number } {
  const { segment } = burst.track;
  const start = Math.min(segment.endSample - 1, Math.max(segment.startSample, Math.round(sampleAt(burst.track, burst.onset))));
  return { start, end: Math.min(segment.endSample, Math.max(start + 1, Math.round(sampleAt(burst.track, burst.offset)))) };
}

/** Runs the detector on one stretch of envelope. */
export function detectOn(place: Omit<Track, keyof FlooredEnvelope | "found">, envelope: Float64Array, options: DetectorOptions): { readonly track: Track; readonly bursts: TrackBurst[]; readonly floorMeasured: boolean } {
  const detection = detectBursts(envelope, gridHz(place), options);
  const track: Track = { ...place, ...detection.track, found: detection.bursts };
  return {
    track,
    bursts: detection.bursts.map((burst) => ({ ...burst, track, edited: false })),
    floorMeasured: detection.floor.measured.some((flag) => flag === 1),
  };
}

/** A burst with given edges on a track: its peak and centroid are read off the envelope. Used for edits and for bursts of another scale. */
export function burstBetween(track: Track, startSample: number, endSample: number, edited: boolean): TrackBurst {
  const last = track.envelope.length - 1;
  const onset = Math.min(last, Math.max(0, positionAt(track, startSample)));
  const offset = Math.min(last, Math.max(onset, positionAt(track, endSample)));
  let peak = Math.min(last, Math.max(0, Math.round((onset + offset) / 2)));
  for (let k = Math.ceil(onset); k <= Math.floor(offset); k++) if (track.envelope[k]! > track.envelope[peak]!) peak = k;
  const height = track.envelope[peak]! - track.mean[peak]!;
  return { peak, onset, offset, centroid: centroidBetween(track, onset, offset, peak), height, track, edited };
}
