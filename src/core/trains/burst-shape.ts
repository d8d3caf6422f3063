/** One burst as its shape is looked at. */
export interface ShapedBurst {
  /** Onset to offset, seconds. */
  readonly durationSeconds: number;
  /** Mean power of each cell between the edges over that at rest; 1 is rest. */
  readonly relativePower: ArrayLike<number>;
}

/** How alike the bursts of a train are, and how full their carrier is. */
interface BurstShape {
  /** Bursts that were looked at. */
  readonly count: number;
  /** SD of ln duration from burst to burst, drift left out. */
  readonly durationSpread: number;
  /** SD of ln amplitude (root of mean net power) from burst to burst, drift left out. */
  readonly heightSpread: number;
  /** Middle share of a burst's time in which it is active: its power, smoothed over 10 ms, above a tenth of its largest. */
  readonly activeShare: number;
}

/** A train's shape: all of its bursts tell the carrier, those that stand out how alike they are. */
export interface TrainShape {
  readonly all: BurstShape;
  /** Undefined where fewer than four stand out. */
  readonly strong: BurstShape | undefined;
}

/** Fewer bursts than this have no spread worth the name: three differences. */
const FEWEST_BURSTS = 4;
/** About the duration of one motor unit potential: what is smoothed away is the potential, what is left are the pauses between them. */
const POTENTIAL_SECONDS = 0.01;
/** A pause is where the power is below this share of the burst's largest: 10 dB. JUDGEMENT. */
const PAUSE_SHARE = 0.1;
/** Keeps the logarithm of an empty burst finite, as a share of the power at rest summed over the burst. */
const SMALLEST_NET_POWER = 1e-3;
const SMALLEST_DURATION_SECONDS = 0.004;

/**
 * Spread of duration and height by mean-square successive differences, and the active share, of a train's bursts in time order (docs/rule-search.md).
 *
 * @param cellHz cells per second
 * @returns undefined for fewer than four bursts
 */
export function burstShape(bursts: readonly ShapedBurst[], cellHz: number): BurstShape | undefined {
  if (bursts.length < FEWEST_BURSTS) return undefined;
  const nets = bursts.map(({ relativePower }) => Float64Array.from(relativePower, (power) => Math.max(0, power - 1)));
  const width = Math.max(1, Math.round(POTENTIAL_SECONDS * cellHz));
  return {
    count: bursts.length,
    durationSpread: successiveSpread(bursts.map(({ durationSeconds }) => Math.log(Math.max(SMALLEST_DURATION_SECONDS, durationSeconds)))),
    heightSpread: successiveSpread(nets.map((net) => 0.5 * Math.log(Math.max(SMALLEST_NET_POWER, sumOf(net)) / Math.max(1, net.length)))),
    activeShare: middleOf(nets.map((net) => activeShareOf(net, width))),
  };
}

/** √(Σ(Δx)² / 2(n − 1)): the SD of independent values, whatever their slow course. */
function successiveSpread(values: readonly number[]): number {
  let squares = 0;
  for (let k = 1; k < values.length; k++) squares += (values[k]! - values[k - 1]!) ** 2;
  return Math.sqrt(squares / (2 * (values.length - 1)));
}

function activeShareOf(net: Float64Array, width: number): number {
  const smooth = movingSum(net, width);
  const largest = smooth.reduce((most, value) => Math.max(most, value), 0);
  if (!(largest > 0)) return 0;
  let active = 0;
  for (const value of smooth) if (value > PAUSE_SHARE * largest) active++;
  return active / smooth.length;
}

/** Sum over `width` cells about each cell; cells beyond the ends are empty. */
function movingSum(values: Float64Array, width: number): Float64Array {
  const before = (width - 1) >> 1;
  const out = new Float64Array(values.length);
  let sum = 0;
  for (let k = 0; k < Math.min(values.length, width - before - 1); k++) sum += values[k]!;
  for (let k = 0; k < values.length; k++) {
    sum += values[k + width - before - 1] ?? 0;
    sum -= values[k - before - 1] ?? 0;
    out[k] = sum;
  }
  return out;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
