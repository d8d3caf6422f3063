import { throwIfCancelled } from "../errors";
import type { Cancel } from "../errors";
import type { SampleRange } from "../timeline";
import { butterworthBandpass } from "./butterworth";
import { FILTER_ORDER, designCascade, rectify, sampleGrid } from "./prepare";
import type { PreparedChannel, PreparedSegment } from "./prepared";
import { settlingSamples } from "./sos";
import { DEFAULT_TILE_SAMPLES, filterRange, tilesOf, widen } from "./tiled";
import { subtractTrend } from "./trend";
import type { ReadSamples } from "./trend";
import { sosfiltfiltInPlace } from "./zero-phase";

/** A piece of an envelope on the channel's grid: point k stands for sample `startSample + k · gridStep`. */
export interface GridEnvelope {
  readonly startSample: number;
  readonly gridStep: number;
  readonly envelope: Float64Array;
}

/** The prepared segment that holds `sample`, undefined in a gap or a skipped stretch. */
export function preparedSegmentAt(prepared: PreparedChannel, sample: number): PreparedSegment | undefined {
  return prepared.segments.find((segment) => sample >= segment.startSample && sample < segment.endSample);
}

/**
 * Envelope at another cut-off (10 and 6 Hz of science.md 4.3.8) over the grid points from the one at or before `range.start`
 * to the last before `range.end`, cut at the ends of the segment. Equal to `sosfiltfilt` over the whole segment within 1e−12.
 * Reads the range and the settling time of both filters around it.
 * @throws RangeError when `range.start` is in no prepared segment; KlonosError `filter-band`, `cancelled`.
 */
export async function envelopeOf(prepared: PreparedChannel, read: ReadSamples, range: SampleRange, cutoffHz: number, cancel?: Cancel): Promise<GridEnvelope> {
  const segment = requireSegment(prepared, range);
  const { gridStep } = prepared;
  const limits = { start: segment.startSample, end: segment.endSample };
  const firstPoint = Math.floor((range.start - segment.startSample) / gridStep);
  const aligned = { start: segment.startSample + firstPoint * gridStep, end: Math.min(range.end, segment.endSample) };
  const cascade = designCascade(prepared.bandHz, cutoffHz, prepared.samplingHz);
  const margin = settlingSamples(cascade.bandpass) + settlingSamples(cascade.lowpass);
  const envelope = new Float64Array(Math.ceil((aligned.end - aligned.start) / gridStep));
  for (const tile of tilesOf(aligned, Math.max(1, Math.floor(DEFAULT_TILE_SAMPLES / gridStep)) * gridStep)) {
    throwIfCancelled(cancel);
    const window = widen(tile, margin, limits);
    const values = await read(window, cancel);
    subtractTrend(values, window.start, segment.trend);
    sosfiltfiltInPlace(cascade.bandpass, values);
    rectify(values);
    sosfiltfiltInPlace(cascade.lowpass, values);
    sampleGrid(values, tile.start - window.start, tile.end - window.start, gridStep, envelope, (tile.start - aligned.start) / gridStep);
  }
  return { startSample: aligned.start, gridStep, envelope };
}

/**
 * Band-passed samples of `range` at full rate, in the channel's band or another one (artefact check: 5–20, 30–300 and
 * 75–300 Hz). Cut at the end of the segment.
 * @throws as `envelopeOf`.
 */
export async function filteredOf(prepared: PreparedChannel, read: ReadSamples, range: SampleRange, bandHz: readonly [number, number] = prepared.bandHz, cancel?: Cancel): Promise<Float64Array> {
  const segment = requireSegment(prepared, range);
  return filterRange({
    segment: { start: segment.startSample, end: segment.endSample },
    range: { start: range.start, end: Math.min(range.end, segment.endSample) },
    read,
    sos: butterworthBandpass(FILTER_ORDER, bandHz[0], bandHz[1], prepared.samplingHz),
    trend: segment.trend,
    cancel,
  });
}

function requireSegment(prepared: PreparedChannel, range: SampleRange): PreparedSegment {
  const segment = preparedSegmentAt(prepared, range.start);
  if (segment === undefined) throw new RangeError(`sample ${range.start} lies in no prepared segment`);
  return segment;
}
