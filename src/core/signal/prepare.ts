import { throwIfCancelled } from "../errors";
import type { Cancel, Progress } from "../errors";
import type { ChannelInfo } from "../recording";
import type { SampleRange, Segment } from "../timeline";
import { butterworthBandpass, butterworthLowpass } from "./butterworth";
import { bandOf, gridStepOf } from "./prepared";
import type { PreparedChannel, PreparedSegment } from "./prepared";
import { ArtefactScanner } from "./raw-artefacts";
import { QualityCounter } from "./raw-quality";
import { minimumSamples, settlingSamples } from "./sos";
import type { Sos } from "./sos";
import { DEFAULT_TILE_SAMPLES, tilesOf, widen } from "./tiled";
import { TrendSums, subtractTrend } from "./trend";
import type { ReadSamples, Trend } from "./trend";
import { sosfiltfiltInPlace } from "./zero-phase";

/** What the preparation of one channel needs. */
export interface PrepareRequest {
  readonly channel: Pick<ChannelInfo, "samplingHz" | "segments" | "physicalRange">;
  /** Reads samples of this channel. */
  readonly read: ReadSamples;
  /** The same samples without what is to be taken off before the filters; default `read`. Quality is counted on the raw ones. */
  readonly readClean?: ReadSamples | undefined;
  readonly bandLowHz: number;
  /** Lowered to 0.45 of the sampling rate. */
  readonly bandHighHz: number;
  /** Cut-off of the envelope; default 20 Hz. */
  readonly envelopeHz?: number | undefined;
  /** Segments up to this many samples are read once and kept while they are worked on; longer ones are read twice, tile by tile. */
  readonly wholeSamples?: number | undefined;
  readonly tileSamples?: number | undefined;
  readonly cancel?: Cancel | undefined;
  readonly progress?: Progress | undefined;
}

/** Envelope of science.md 4.3. */
export const DEFAULT_ENVELOPE_HZ = 20;
/** Order of the band-pass per edge and of the envelope's low-pass (science.md 4.1, 4.3). */
export const FILTER_ORDER = 2;
/** 35 minutes at 2 kHz, 32 MB: read once. */
const WHOLE_SAMPLES = 1 << 22;

/** The two filters of the method at one rate, designed once. */
export interface Cascade {
  readonly bandpass: Sos;
  readonly lowpass: Sos;
}

/** A run of valid samples with its trend. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly trend: Trend;
}

/**
 * Raw samples of one channel → linear detrend of each contiguous stretch → zero-phase band-pass → envelope and power on the
 * grid. Every value equals that of SciPy's `sosfiltfilt` over the whole stretch within 1e−12 of the maximum. Invalid samples
 * (NaN, ±∞) and gaps end a stretch; nothing is computed across them. Memory beside the result: one tile.
 * @throws KlonosError `filter-band` where the band does not fit the rate; `cancelled`; whatever `read` rejects with.
 */
export async function prepareChannel(request: PrepareRequest): Promise<PreparedChannel> {
  const { channel, cancel, progress, wholeSamples = WHOLE_SAMPLES, tileSamples = DEFAULT_TILE_SAMPLES, envelopeHz = DEFAULT_ENVELOPE_HZ } = request;
  const { samplingHz } = channel;
  const bandHz = bandOf(request.bandLowHz, request.bandHighHz, samplingHz);
  const cascade = designCascade(bandHz, envelopeHz, samplingHz);
  const gridStep = gridStepOf(samplingHz);
  const counter = new QualityCounter(channel.physicalRange);
  const scanner = new ArtefactScanner(samplingHz, channel.physicalRange);
  const segments: PreparedSegment[] = [];
  const skipped: Segment[] = [];
  const total = channel.segments.reduce((sum, segment) => sum + segment.endSample - segment.startSample, 0);
  let done = 0;
  for (const segment of channel.segments) {
    const whole = { start: segment.startSample, end: segment.endSample };
    const length = whole.end - whole.start;
    const kept = length <= wholeSamples ? await request.read(whole, cancel) : undefined;
    // Only where the kept samples themselves are given away, in place, may they be overwritten: each run is used once.
    const read: ReadSamples = kept === undefined ? request.read : (range) => Promise.resolve(kept.subarray(range.start - whole.start, range.end - whole.start));
    const runs = await findRuns(whole, read, kept === undefined ? tileSamples : length, counter, scanner, cancel);
    for (const run of runs) {
      const place = { startSample: run.start, endSample: run.end, startSeconds: segment.startSeconds + (run.start - whole.start) / samplingHz };
      if (run.end - run.start < minimumSamplesOf(cascade)) {
        skipped.push(place);
        continue;
      }
      const points = Math.ceil((run.end - run.start) / gridStep);
      const prepared = { ...place, trend: run.trend, envelope: new Float64Array(points), power: new Float64Array(points) };
      const tile = kept === undefined ? Math.max(1, Math.floor(tileSamples / gridStep)) * gridStep : run.end - run.start;
      for (const range of tilesOf(run, tile)) {
        throwIfCancelled(cancel);
        await fillTile(prepared, range, request.readClean ?? read, cascade, gridStep, cancel);
        progress?.((done + range.end - whole.start) / total, "filtering");
      }
      segments.push(prepared);
    }
    done += length;
  }
  return { samplingHz, gridStep, bandHz, envelopeHz, segments, skipped, quality: counter.quality(), artefacts: scanner.artefacts() };
}

/** Designs band-pass and envelope filter. @throws KlonosError `filter-band`. */
export function designCascade(bandHz: readonly [number, number], envelopeHz: number, samplingHz: number): Cascade {
  return { bandpass: butterworthBandpass(FILTER_ORDER, bandHz[0], bandHz[1], samplingHz), lowpass: butterworthLowpass(FILTER_ORDER, envelopeHz, samplingHz) };
}

/** Fewest samples of a stretch that both filters accept. */
export function minimumSamplesOf({ bandpass, lowpass }: Cascade): number {
  return Math.max(minimumSamples(bandpass), minimumSamples(lowpass));
}

async function fillTile(prepared: PreparedSegment, range: SampleRange, read: ReadSamples, cascade: Cascade, gridStep: number, cancel: Cancel | undefined): Promise<void> {
  const window = widen(range, settlingSamples(cascade.bandpass) + settlingSamples(cascade.lowpass), { start: prepared.startSample, end: prepared.endSample });
  const values = await read(window, cancel);
  subtractTrend(values, window.start, prepared.trend);
  sosfiltfiltInPlace(cascade.bandpass, values);
  const from = range.start - window.start;
  const to = range.end - window.start;
  const firstPoint = (range.start - prepared.startSample) / gridStep;
  cellPower(values, from, to, gridStep, prepared.power, firstPoint);
  rectify(values);
  sosfiltfiltInPlace(cascade.lowpass, values);
  sampleGrid(values, from, to, gridStep, prepared.envelope, firstPoint);
}

function cellPower(y: Float64Array, from: number, to: number, step: number, power: Float64Array, firstCell: number): void {
  let cell = firstCell;
  let i = from;
  for (; i + step <= to; i += step) {
    let sum = 0;
    for (let j = i; j < i + step; j++) sum += y[j]! * y[j]!;
    power[cell++] = sum / step;
  }
  if (i < to) {
    let sum = 0;
    for (let j = i; j < to; j++) sum += y[j]! * y[j]!;
    power[cell] = sum / (to - i);
  }
}

/** |y| in place. */
export function rectify(y: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i] = Math.abs(y[i]!);
}

/** Copies every `step`-th value of values[from … to) to `grid`, from position `first` on. */
export function sampleGrid(values: Float64Array, from: number, to: number, step: number, grid: Float64Array, first: number): void {
  for (let i = from, k = first; i < to; i += step, k++) grid[k] = values[i]!;
}

/** Finds the runs of finite samples, their trends, and counts the quality, in one pass of blocks. */
async function findRuns(whole: SampleRange, read: ReadSamples, blockSamples: number, counter: QualityCounter, scanner: ArtefactScanner, cancel: Cancel | undefined): Promise<readonly Run[]> {
  const runs: Run[] = [];
  let start = -1;
  let sums = new TrendSums();
  const close = (end: number): void => {
    if (start >= 0) runs.push({ start, end, trend: sums.trend() });
    start = -1;
    sums = new TrendSums();
  };
  for (const block of tilesOf(whole, Math.max(1, blockSamples))) {
    throwIfCancelled(cancel);
    const x = await read(block, cancel);
    let at = 0;
    while (at < x.length) {
      const bad = firstInvalid(x, at);
      if (bad > at) {
        if (start < 0) start = block.start + at;
        counter.add(x, at, bad);
        scanner.add(x, at, bad, block.start + at);
        sums.add(x, at, bad, block.start + at);
      }
      if (bad < x.length) {
        close(block.start + bad);
        scanner.breakRun(block.start + bad);
      }
      at = bad;
      while (at < x.length && !Number.isFinite(x[at]!)) at++;
      counter.addInvalid(at - bad);
    }
  }
  close(whole.end);
  counter.breakRun();
  scanner.breakRun(whole.end);
  return runs;
}

function firstInvalid(x: Float64Array, from: number): number {
  let i = from;
  // v − v is 0 for finite v and NaN for NaN and ±∞.
  while (i < x.length && x[i]! - x[i]! === 0) i++;
  return i;
}
