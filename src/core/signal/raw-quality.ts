/** What the raw samples of a channel say about the recording itself, before any filter. */
export interface RawQuality {
  readonly sampleCount: number;
  /** Samples without a finite value (invalid text cells). */
  readonly invalidCount: number;
  /** Extreme finite values, in the unit of the samples; 0 and 0 where there is none. */
  readonly minimum: number;
  readonly maximum: number;
  /** Share of the finite samples at or beyond the converter's physical range; 0 where the file does not state one. */
  readonly limitShare: number;
  /** Share of the finite samples in runs of at least two equal samples at the channel's own extremes: a flattened top or bottom. */
  readonly plateauShare: number;
  /** The greater of both shares: the measure of the clipping gate (science.md 4.5). */
  readonly clippedShare: number;
  /** Longest run of equal consecutive samples. */
  readonly longestFlatSamples: number;
  /** True when there are finite samples and all of them are equal: a dead channel. */
  readonly allEqual: boolean;
}

/** A sample this close to the converter's limit, as a share of its range, is at the limit: a thousandth of a step of 24 bits. */
const LIMIT_TOLERANCE = 6e-11;
/** Fewest converter steps between the extremes at which a plateau means clipping: a quiet channel of few steps sits at its extremes too. */
const PLATEAU_LEVELS = 64;

/** Counts over the samples of one channel in time order. State with the lifetime of one pass. */
export class QualityCounter {
  private sampleCount = 0;
  private invalidCount = 0;
  private minimum = Infinity;
  private maximum = -Infinity;
  private atMinimum = 0;
  private atMaximum = 0;
  private atLimit = 0;
  private smallestStep = Infinity;
  private longestRun = 0;
  private previous = NaN;
  private run = 0;
  private readonly low: number;
  private readonly high: number;

  /** @param physicalRange of the converter in the unit of the samples, in either order. */
  constructor(physicalRange: readonly [number, number] | undefined) {
    if (physicalRange === undefined) {
      this.low = -Infinity;
      this.high = Infinity;
    } else {
      const [a, b] = physicalRange;
      const tolerance = LIMIT_TOLERANCE * Math.abs(b - a);
      this.low = Math.min(a, b) + tolerance;
      this.high = Math.max(a, b) - tolerance;
    }
  }

  /** Ends the current run of equal samples: what follows is not contiguous. */
  breakRun(): void {
    this.endRun();
    this.previous = NaN;
  }

  /** Samples without a value. */
  addInvalid(count: number): void {
    this.sampleCount += count;
    this.invalidCount += count;
    this.breakRun();
  }

  /** Finite samples x[from … to). */
  add(x: Float64Array, from: number, to: number): void {
    const { low, high } = this;
    let { previous, run, atLimit, smallestStep, minimum, maximum } = this;
    for (let i = from; i < to; i++) {
      const value = x[i]!;
      if (value <= low || value >= high) atLimit++;
      if (value === previous) {
        run++;
        continue;
      }
      if (run > 1) {
        // Run lengths are rare in a live signal: the bookkeeping stays out of the common path.
        this.run = run;
        this.previous = previous;
        this.minimum = minimum;
        this.maximum = maximum;
        this.endRun();
      }
      const step = Math.abs(value - previous);
      if (step < smallestStep) smallestStep = step;
      if (value < minimum) {
        minimum = value;
        this.atMinimum = 0;
      }
      if (value > maximum) {
        maximum = value;
        this.atMaximum = 0;
      }
      previous = value;
      run = 1;
    }
    this.sampleCount += to - from;
    this.previous = previous;
    this.run = run;
    this.atLimit = atLimit;
    this.smallestStep = smallestStep;
    this.minimum = minimum;
    this.maximum = maximum;
  }

  private endRun(): void {
    if (this.run > this.longestRun) this.longestRun = this.run;
    if (this.run > 1) {
      if (this.previous === this.minimum) this.atMinimum += this.run;
      if (this.previous === this.maximum) this.atMaximum += this.run;
    }
    this.run = 0;
  }

  /** The counts so far. */
  quality(): RawQuality {
    this.breakRun();
    const finite = this.sampleCount - this.invalidCount;
    const allEqual = finite > 0 && this.minimum === this.maximum;
    const levels = (this.maximum - this.minimum) / this.smallestStep;
    const limitShare = finite === 0 ? 0 : this.atLimit / finite;
    const plateauShare = finite === 0 || allEqual || !(levels >= PLATEAU_LEVELS) ? 0 : (this.atMinimum + this.atMaximum) / finite;
    return {
      sampleCount: this.sampleCount,
      invalidCount: this.invalidCount,
      minimum: finite === 0 ? 0 : this.minimum,
      maximum: finite === 0 ? 0 : this.maximum,
      limitShare,
      plateauShare,
      clippedShare: Math.max(limitShare, plateauShare),
      longestFlatSamples: this.longestRun,
      allEqual,
    };
  }
}
