import type { SampleRange } from "../timeline";
import { medianOf } from "../bursts/local-reference";

/** What a stretch of raw samples shows that no muscle does. */
export type RawArtefactKind = "clipping" | "dropout" | "baseline-step";

/** A stretch of raw samples that cannot be muscle. */
export interface RawArtefact extends SampleRange {
  readonly kind: RawArtefactKind;
  /** Clipping and dropout: the value at which the samples stay. Step: its height, with sign. In the unit of the samples. */
  readonly value: number;
}

/** The simulator's and common telemetry's shortest dropout (science.md 6.1). */
const DROPOUT_SECONDS = 0.005;
/** Fewest converter steps between the extremes at which a run of equal samples means something, as for the clipping gate. */
const LEAST_LEVELS = 64;
/** Expected number of runs by chance in a whole record at which a run is told. */
const CHANCE = 0.01;
/** Equal samples at an extreme, and how often, that are a flattened top and no chance. JUDGEMENT. */
const LEAST_PLATEAU = 3;
const LEAST_PLATEAUS = 2;
/** Clipped tops nearer than this are told as one stretch. */
const JOIN_SECONDS = 0.05;
/** Means of cells of this length are compared, four after with four before: slower than a burst, faster than a drift. */
const CELL_SECONDS = 0.05;
const CELLS = 4;
/** A step stands this many robust standard deviations above the usual change of the level, and this share of the channel's range. JUDGEMENT. */
const STEP_SIGMA = 12;
const STEP_RANGE_SHARE = 0.05;
/** σ over the median absolute deviation, Gaussian. */
const SIGMA_OVER_MAD = 1.4826;
/** More spans of a kind than this help nobody. */
const MOST_SPANS = 1000;

/** A run of equal samples. */
interface Flat extends SampleRange {
  readonly value: number;
}

/** Looks for stretches that stay at one value and for jumps of the level, in one pass over a channel in time order. State with the lifetime of the pass. */
export class ArtefactScanner {
  private readonly leastFlat: number;
  private readonly cellSamples: number;
  private readonly low: number;
  private readonly high: number;
  private readonly flats: Flat[] = [];
  private tops: Flat[] = [];
  private bottoms: Flat[] = [];
  private readonly limits: Flat[] = [];
  private readonly steps: { readonly at: number; readonly height: number }[] = [];
  private readonly changes: number[] = [];
  private minimum = Infinity;
  private maximum = -Infinity;
  private smallestStep = Infinity;
  private sampleCount = 0;
  private repeats = 0;
  private previous = NaN;
  private runStart = 0;
  private cells: number[] = [];
  private cellsStart = 0;
  private cellSum = 0;
  private cellCount = 0;

  /** @param physicalRange of the converter in the unit of the samples, in either order */
  constructor(private readonly samplingHz: number, physicalRange: readonly [number, number] | undefined) {
    this.leastFlat = Math.max(4, Math.round(DROPOUT_SECONDS * samplingHz));
    this.cellSamples = Math.max(1, Math.round(CELL_SECONDS * samplingHz));
    this.low = physicalRange === undefined ? -Infinity : Math.min(...physicalRange);
    this.high = physicalRange === undefined ? Infinity : Math.max(...physicalRange);
  }

  /** Finite samples x[from … to), the first of them at `startSample`. */
  add(x: Float64Array, from: number, to: number, startSample: number): void {
    if (this.cells.length === 0 && this.cellCount === 0) this.cellsStart = startSample;
    let { previous, cellSum, cellCount, smallestStep } = this;
    const { cellSamples } = this;
    for (let i = from; i < to; i++) {
      const value = x[i]!;
      if (value !== previous) {
        const at = startSample + i - from;
        if (at - this.runStart > 1 && previous === previous) this.endRun(previous, at);
        const step = Math.abs(value - previous);
        if (step < smallestStep) smallestStep = step;
        this.runStart = at;
        previous = value;
      }
      cellSum += value;
      if (++cellCount === cellSamples) {
        this.cells.push(cellSum / cellSamples);
        cellSum = 0;
        cellCount = 0;
      }
    }
    this.sampleCount += to - from;
    this.previous = previous;
    this.cellSum = cellSum;
    this.cellCount = cellCount;
    this.smallestStep = smallestStep;
    // Extremes of single samples matter for the range only; a plateau at them is looked at when its run ends.
    for (let i = from; i < to; i++) {
      const value = x[i]!;
      if (value < this.minimum) this.minimum = value;
      if (value > this.maximum) this.maximum = value;
    }
  }

  /** What follows is not contiguous. */
  breakRun(endSample: number): void {
    if (this.previous === this.previous && endSample - this.runStart > 1) this.endRun(this.previous, endSample);
    this.previous = NaN;
    this.runStart = endSample;
    this.closeCells();
  }

  private endRun(value: number, end: number): void {
    const flat = { start: this.runStart, end, value };
    if (end - this.runStart < this.leastFlat) this.repeats += end - this.runStart - 1;
    if (value <= this.low || value >= this.high) this.limits.push(flat);
    if (value >= (this.tops[0]?.value ?? -Infinity)) {
      if (value > (this.tops[0]?.value ?? -Infinity)) this.tops = [];
      this.tops.push(flat);
    }
    if (value <= (this.bottoms[0]?.value ?? Infinity)) {
      if (value < (this.bottoms[0]?.value ?? Infinity)) this.bottoms = [];
      this.bottoms.push(flat);
    }
    if (end - this.runStart >= this.leastFlat) this.flats.push(flat);
  }

  private closeCells(): void {
    const { cells } = this;
    const changes = new Float64Array(Math.max(0, cells.length - 2 * CELLS + 1));
    for (let k = 0; k < changes.length; k++) {
      let change = 0;
      for (let j = 0; j < CELLS; j++) change += cells[k + CELLS + j]! - cells[k + j]!;
      changes[k] = change / CELLS;
    }
    for (let k = 0; k < changes.length; k++) {
      this.changes.push(Math.abs(changes[k]!));
      let isPeak = true;
      for (let j = Math.max(0, k - CELLS); j <= Math.min(changes.length - 1, k + CELLS); j++) {
        if (Math.abs(changes[j]!) > Math.abs(changes[k]!) || (j < k && Math.abs(changes[j]!) === Math.abs(changes[k]!))) isPeak = false;
      }
      if (isPeak) this.steps.push({ at: this.cellsStart + (k + CELLS) * this.cellSamples, height: changes[k]! });
    }
    this.cells = [];
    this.cellSum = 0;
    this.cellCount = 0;
  }

  /** What was found, in time order, at most a thousand of a kind. */
  artefacts(): RawArtefact[] {
    const range = this.maximum - this.minimum;
    if (!(range > 0)) return [];
    const resolved = range / this.smallestStep >= LEAST_LEVELS;
    const flatTops = [...this.tops.filter(({ value }) => value === this.maximum), ...this.bottoms.filter(({ value }) => value === this.minimum)].filter(({ start, end }) => end - start >= LEAST_PLATEAU);
    const plateaus = resolved && flatTops.length >= LEAST_PLATEAUS ? flatTops : [];
    const clipped = joined([...this.limits, ...plateaus], Math.round(JOIN_SECONDS * this.samplingHz));
    const isClipped = ({ start, end }: SampleRange): boolean => clipped.some((span) => span.start < end && start < span.end);
    // On a coarse converter neighbours are equal by chance: what counts as flat must be longer than chance makes it anywhere in the record.
    const chance = this.repeats / Math.max(1, this.sampleCount);
    const leastLength = chance > 0 ? 1 + Math.ceil(Math.log(CHANCE / this.sampleCount) / Math.log(chance)) : this.leastFlat;
    const dropouts = resolved ? this.flats.filter((flat) => flat.end - flat.start >= leastLength && !isClipped(flat)) : [];
    const usual = this.changes.length === 0 ? Infinity : SIGMA_OVER_MAD * medianOf(Float64Array.from(this.changes));
    const steps = this.steps.filter(({ height }) => Math.abs(height) > STEP_SIGMA * usual && Math.abs(height) > STEP_RANGE_SHARE * range);
    return [
      ...clipped.slice(0, MOST_SPANS).map((span): RawArtefact => ({ kind: "clipping", ...span })),
      ...dropouts.slice(0, MOST_SPANS).map((span): RawArtefact => ({ kind: "dropout", ...span })),
      ...steps.slice(0, MOST_SPANS).map(({ at, height }): RawArtefact => ({ kind: "baseline-step", start: Math.max(0, at - this.cellSamples), end: at + this.cellSamples, value: height })),
    ].sort((a, b) => a.start - b.start);
  }
}

function joined(flats: readonly Flat[], gap: number): Flat[] {
  const spans: { start: number; end: number; value: number }[] = [];
  for (const { start, end, value } of [...flats].sort((a, b) => a.start - b.start)) {
    const last = spans[spans.length - 1];
    if (last !== undefined && start - last.end <= gap) last.end = Math.max(last.end, end);
    else spans.push({ start, end, value });
  }
  return spans;
}
