import type { EcgTrack } from "./ecg";
import type { MainsLine } from "./mains-removal";
import type { Segment } from "../timeline";
import type { RawArtefact } from "./raw-artefacts";
import type { RawQuality } from "./raw-quality";
import type { Trend } from "./trend";

/** One contiguous stretch on the grid. Grid point k stands for sample `startSample + k · gridStep`; both arrays have ⌈n / gridStep⌉ values. */
export interface PreparedSegment extends Segment {
  /** Line that was subtracted before the band-pass. */
  readonly trend: Trend;
  /** Zero-phase low-passed |y| at the grid points, in the unit of the samples (volts); y is the band-passed signal. May dip just below 0. */
  readonly envelope: Float64Array;
  /** Mean of y² over the samples of the cell [point, next point); the last cell may be shorter. */
  readonly power: Float64Array;
}

/** What detection needs of one channel; about 1/2 of a sample's bytes per sample at 2 kHz. */
export interface PreparedChannel {
  readonly samplingHz: number;
  /** Samples between grid points: max(1, ⌊samplingHz / 500⌋), so the grid never falls below 500 Hz (or the rate itself). */
  readonly gridStep: number;
  /** Band of the zero-phase Butterworth filter (order 2 an edge) in Hz, as used. */
  readonly bandHz: readonly [number, number];
  readonly envelopeHz: number;
  /** In time order. A channel's segments, split where samples are invalid. */
  readonly segments: readonly PreparedSegment[];
  /** Stretches too short to be filtered. */
  readonly skipped: readonly Segment[];
  readonly quality: RawQuality;
  /** Clipped tops, dropouts and steps of the baseline in the raw samples. */
  readonly artefacts: readonly RawArtefact[];
  /** The mains line that was taken off the samples, and must be taken off whatever is read of them later; undefined for none. */
  readonly mains?: MainsLine | undefined;
  /** The heart beats that were taken off, likewise. */
  readonly ecg?: EcgTrack | undefined;
  /** Beats a minute of a heart that was found and left, in a channel where one is looked for. */
  readonly heartRate?: number | undefined;
}

/** Lowest rate of the grid in Hz: centroids of 40-ms bursts need 20 points. */
const GRID_HZ = 500;
/** Highest usable edge of the band-pass as a share of the sampling rate (science.md 4.1). */
const BAND_LIMIT = 0.45;

/** Samples between grid points at a sampling rate. */
export function gridStepOf(samplingHz: number): number {
  return Math.max(1, Math.floor(samplingHz / GRID_HZ));
}

/** The band that a channel gets: its upper edge is never above 0.45 of the sampling rate. */
export function bandOf(lowHz: number, highHz: number, samplingHz: number): readonly [number, number] {
  return [lowHz, Math.min(highHz, BAND_LIMIT * samplingHz)];
}

/** Mean power of y between two (fractional) samples of the segment; cells that are cut count in proportion. NaN for an empty range. */
export function meanPower(segment: PreparedSegment, gridStep: number, fromSample: number, toSample: number): number {
  const from = Math.max(fromSample, segment.startSample) - segment.startSample;
  const to = Math.min(toSample, segment.endSample) - segment.startSample;
  if (!(to > from)) return NaN;
  const firstCell = Math.floor(from / gridStep);
  const lastCell = Math.ceil(to / gridStep);
  let sum = 0;
  for (let cell = firstCell; cell < lastCell; cell++) {
    sum += segment.power[cell]! * (Math.min(to, (cell + 1) * gridStep) - Math.max(from, cell * gridStep));
  }
  return sum / (to - from);
}
