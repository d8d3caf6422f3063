import { throwIfCancelled } from "../errors";
import type { Cancel } from "../errors";
import type { SampleRange } from "../timeline";
import { settlingSamples } from "./sos";
import type { Sos } from "./sos";
import { measureTrend, subtractTrend } from "./trend";
import type { ReadSamples, Trend } from "./trend";
import { sosfiltfiltInPlace } from "./zero-phase";

/** Samples of one tile where the caller names none: 8 MB of doubles. */
export const DEFAULT_TILE_SAMPLES = 1 << 20;

/** A range of one contiguous stretch to be filtered. */
export interface RangeFilter {
  /** The whole stretch without a gap or an invalid sample that `range` lies in: its ends are extended as SciPy extends an array's. */
  readonly segment: SampleRange;
  readonly range: SampleRange;
  readonly read: ReadSamples;
  readonly sos: Sos;
  /** Line to subtract first; undefined subtracts nothing. */
  readonly trend?: Trend | undefined;
  readonly cancel?: Cancel | undefined;
}

/** A filter over a whole stretch, asked for tile by tile so that no day has to fit into memory. */
export interface TiledFilter extends Omit<RangeFilter, "range"> {
  readonly tileSamples?: number | undefined;
  /** Gets the tiles in order. The array is the receiver's. */
  readonly onTile: (startSample: number, values: Float64Array) => void;
}

/**
 * Zero-phase filtered samples of `range`, equal to the same samples of `sosfiltfilt` over the whole segment within 1e−12 of
 * max|y|. Reads no more than the range and, on either side, the time in which the filter forgets (`settlingSamples`).
 * @throws KlonosError `segment-too-short`, `cancelled`.
 */
export async function filterRange({ segment, range, read, sos, trend, cancel }: RangeFilter): Promise<Float64Array> {
  throwIfCancelled(cancel);
  const window = widen(range, settlingSamples(sos), segment);
  const values = await read(window, cancel);
  if (trend !== undefined) subtractTrend(values, window.start, trend);
  sosfiltfiltInPlace(sos, values);
  return values.subarray(range.start - window.start, range.end - window.start);
}

/**
 * Zero-phase filtering of a whole contiguous segment in tiles: memory grows with the tile, never with the segment, and the
 * result does not depend on the tiling (1e−12 of max|y|). Each tile is filtered with a margin on both sides in which a
 * transient falls to 1e−20: that forgets a wrong start state more exactly than a carried state would be rounded.
 * @throws KlonosError `segment-too-short` when the segment is no longer than the padding; `cancelled`.
 */
export async function filterTiled({ tileSamples = DEFAULT_TILE_SAMPLES, onTile, ...filter }: TiledFilter): Promise<void> {
  for (const range of tilesOf(filter.segment, tileSamples)) onTile(range.start, await filterRange({ ...filter, range }));
}

/** As `filterTiled`, after subtraction of the least-squares line of the whole segment (one more pass of reading). */
export async function detrendAndFilter(filter: Omit<TiledFilter, "trend">): Promise<Trend> {
  const trend = await measureTrend(filter.segment, filter.read, filter.cancel);
  await filterTiled({ ...filter, trend });
  return trend;
}

/** Consecutive ranges of at most `tileSamples` that cover `range`. */
export function* tilesOf(range: SampleRange, tileSamples: number): Generator<SampleRange> {
  if (!(tileSamples >= 1)) throw new RangeError(`tileSamples ${tileSamples} must be at least 1`);
  for (let start = range.start; start < range.end; start += tileSamples) yield { start, end: Math.min(range.end, start + tileSamples) };
}

/** `range` with `margin` samples more on both sides, not beyond `limits`. */
export function widen(range: SampleRange, margin: number, limits: SampleRange): SampleRange {
  return { start: Math.max(limits.start, range.start - margin), end: Math.min(limits.end, range.end + margin) };
}
