import { smallRandom } from "./block-bootstrap";

/** What one burst of a train gives to the measures of its quality gates. */
export interface GateBurst {
  /** Sum of the band-passed power over its cells, and how many they are (fractional). */
  readonly energy: number;
  readonly cells: number;
  readonly seconds: number;
  /** Height of its peak over the noise floor. */
  readonly height: number;
  /** Floor-subtracted valley to the next burst, points of the envelope from its onset to the next burst's (at the last one to its own offset), and those at rest level. */
  readonly valley: number | undefined;
  readonly points: number;
  readonly quietPoints: number;
}

/** Intervals of the measures that gates look at; undefined where none can be had. */
export interface GateIntervals {
  readonly snrDb: readonly [number, number] | undefined;
  readonly modulationDepth: readonly [number, number] | undefined;
  readonly quietFraction: readonly [number, number] | undefined;
  readonly burstSeconds: readonly [number, number] | undefined;
}

const REPLICATES = 999;
/** Any fixed number: the same data give the same interval on every machine. */
const SEED = 0x47617465;
/** As for any statement about a rhythm (science.md 4.5). */
const FEWEST_BURSTS = 5;
/** Fewer blocks of quiet have no spread to speak of; the quiet is then taken as it is. */
const FEWEST_BLOCKS = 3;

/**
 * Percentile bootstrap intervals (Efron 1979) of SNR, modulation depth, quiet share and median burst duration of one train: its bursts, each with the cycle that it
 * begins, are drawn with replacement, and so are blocks of the quiet around the train. Tells how far the numbers would move with other bursts of the same
 * kind; changes no gate. Deterministic. None below five bursts.
 *
 * The blocks say how much the quiet differs from place to place, not how loud it is: gaps shorter than a block, which lie between bursts and are the louder
 * part of it, hold none. Their draws are scaled to Pq, else the interval lies beside the SNR that it belongs to.
 *
 * @param quietBlocks mean power of successive equal blocks outside all bursts
 * @param quietPower Pq as the SNR has it, in the same unit
 */
export function gateIntervals(bursts: readonly GateBurst[], quietBlocks: ArrayLike<number>, quietPower: number, ciLevel: number): GateIntervals {
  const count = bursts.length;
  if (count < FEWEST_BURSTS) return { snrDb: undefined, modulationDepth: undefined, quietFraction: undefined, burstSeconds: undefined };
  const random = smallRandom(SEED);
  const blockMean = quietBlocks.length < FEWEST_BLOCKS ? 0 : meanOf(quietBlocks);
  const [snr, depth, share, seconds] = [0, 1, 2, 3].map(() => new Float64Array(REPLICATES)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const [heights, valleys, durations] = [0, 1, 2].map(() => new Float64Array(count)) as [Float64Array, Float64Array, Float64Array];
  for (let r = 0; r < REPLICATES; r++) {
    let [energy, cells, points, quietPoints, valleyCount] = [0, 0, 0, 0, 0];
    for (let k = 0; k < count; k++) {
      const burst = bursts[Math.floor(random() * count)]!;
      energy += burst.energy;
      cells += burst.cells;
      points += burst.points;
      quietPoints += burst.quietPoints;
      heights[k] = burst.height;
      durations[k] = burst.seconds;
      if (burst.valley !== undefined) valleys[valleyCount++] = burst.valley;
    }
    const quiet = blockMean > 0 ? (quietPower * drawnMean(quietBlocks, random)) / blockMean : quietPower;
    // Bursts no stronger than the quiet have no SNR: below every other.
    snr[r] = 10 * Math.log10(Math.max(0, energy / cells / quiet - 1));
    depth[r] = valleyCount === 0 ? NaN : 1 - middle(valleys.subarray(0, valleyCount)) / middle(heights);
    share[r] = quietPoints / points;
    seconds[r] = middle(durations);
  }
  return { snrDb: ends(snr, ciLevel), modulationDepth: ends(depth, ciLevel), quietFraction: ends(share, ciLevel), burstSeconds: ends(seconds, ciLevel) };
}

/** Median of a buffer that may be sorted. */
function middle(buffer: Float64Array): number {
  buffer.sort();
  const half = buffer.length >> 1;
  return buffer.length % 2 === 1 ? buffer[half]! : (buffer[half - 1]! + buffer[half]!) / 2;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum / values.length;
}

function drawnMean(values: ArrayLike<number>, random: () => number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[Math.floor(random() * values.length)]!;
  return sum / values.length;
}

function ends(values: Float64Array, ciLevel: number): readonly [number, number] | undefined {
  values.sort();
  const at = (p: number): number => {
    const place = p * (values.length - 1);
    const low = Math.floor(place);
    return values[low]! + (place - low) * (values[Math.min(values.length - 1, low + 1)]! - values[low]!);
  };
  const found = [at((1 - ciLevel) / 2), at((1 + ciLevel) / 2)] as const;
  return found.every(Number.isFinite) ? found : undefined;
}
