import type { FlooredEnvelope, GridBurst } from "./edges";
import { valleyBetween } from "./edges";
import { medianOf } from "./local-reference";

/**
 * Modulation depth of a train (science.md 4.5): M = 1 − median(valley − μ) / median(peak − μ). 1 for bursts with silence
 * between them (a valley below μ is silence), lower where activity goes on; undefined for fewer than two bursts.
 */
export function modulationDepth(bursts: readonly GridBurst[], track: FlooredEnvelope): number | undefined {
  const valleys: number[] = [];
  for (let k = 1; k < bursts.length; k++) {
    const valley = valleyBetween(track.envelope, bursts[k - 1]!.peak, bursts[k]!.peak);
    valleys.push(Math.max(0, track.envelope[valley]! - track.mean[valley]!));
  }
  if (valleys.length === 0) return undefined;
  const peak = medianOf(bursts.map((burst) => burst.height));
  return peak > 0 ? 1 - medianOf(valleys) / peak : undefined;
}

/**
 * Quiet fraction of a train (science.md 4.5): share of the time between its first and last edge with the envelope below
 * μ + `edgeSigma`·σ (2σ). Undefined for an empty train.
 */
export function quietFraction(bursts: readonly GridBurst[], track: FlooredEnvelope, edgeSigma: number): number | undefined {
  const first = bursts[0];
  const last = bursts[bursts.length - 1];
  if (first === undefined || last === undefined) return undefined;
  const from = Math.max(0, Math.ceil(first.onset));
  const to = Math.min(track.envelope.length - 1, Math.floor(last.offset));
  let quiet = 0;
  for (let k = from; k <= to; k++) if (track.envelope[k]! < track.mean[k]! + edgeSigma * track.sigma[k]!) quiet++;
  return to >= from ? quiet / (to - from + 1) : undefined;
}

/** Powers behind the measured SNR, in the square of the samples' unit. */
export interface TrainPowers {
  readonly burst: number;
  readonly quiet: number;
  /** True when too little quiet time was left and (1.2533 μ)² stands for it. */
  readonly quietFromFloor: boolean;
}

/** Root mean square over mean of the rectified value of Gaussian noise, √(π/2): turns μ into the RMS of the noise (science.md 4.5). */
const rmsOverMeanRectified = 1.2533141373155001;

/** Least quiet time beside a train from which noise power is measured (science.md 4.5). */
const leastQuietSeconds = 0.2;

/** Edges of a burst in (fractional) power cells. */
export interface CellSpan {
  readonly onset: number;
  readonly offset: number;
}

/**
 * Mean power inside the edges of a train's bursts and outside all bursts within `spanSeconds` of the train (science.md 4.5).
 *
 * @param power mean power of the band-passed signal per grid cell
 * @param train the train's bursts, ascending
 * @param all every burst of the stretch, ascending: none of them counts as quiet
 * @param floorMean μ at the train, which stands for the quiet where less than 0.2 s of it exists
 * @returns undefined for an empty train
 */
export function trainPowers(power: Float64Array, cellHz: number, train: readonly CellSpan[], all: readonly CellSpan[], floorMean: number, spanSeconds: number): TrainPowers | undefined {
  const first = train[0];
  const last = train[train.length - 1];
  if (first === undefined || last === undefined) return undefined;
  let energy = 0;
  let length = 0;
  for (const burst of train) {
    energy += sumOver(power, burst.onset, burst.offset);
    length += burst.offset - burst.onset;
  }
  const from = Math.max(0, Math.floor(first.onset - spanSeconds * cellHz));
  const to = Math.min(power.length, Math.ceil(last.offset + spanSeconds * cellHz));
  let position = from;
  let quietEnergy = 0;
  let quietCells = 0;
  const take = (end: number): void => {
    for (let k = position; k < end; k++) quietEnergy += power[k]!;
    quietCells += Math.max(0, end - position);
  };
  for (const burst of all) {
    if (burst.offset <= from || burst.onset >= to) continue;
    take(Math.min(to, Math.floor(burst.onset)));
    position = Math.max(position, Math.ceil(burst.offset));
  }
  take(to);
  const burstPower = length > 0 ? energy / length : 0;
  if (quietCells >= leastQuietSeconds * cellHz) return { burst: burstPower, quiet: quietEnergy / quietCells, quietFromFloor: false };
  return { burst: burstPower, quiet: (rmsOverMeanRectified * floorMean) ** 2, quietFromFloor: true };
}

/** 10·log10(Pb/Pq − 1) in dB (science.md 4.5); undefined when the bursts hold no more power than the quiet, or nothing is quiet. */
export function signalToNoiseDb(powers: TrainPowers): number | undefined {
  const ratio = powers.quiet > 0 ? powers.burst / powers.quiet : Number.POSITIVE_INFINITY;
  return ratio > 1 && Number.isFinite(ratio) ? 10 * Math.log10(ratio - 1) : undefined;
}

/** Sum of a per-cell quantity over the fractional stretch [from, to) of cells. */
export function sumOver(cells: Float64Array, from: number, to: number): number {
  const start = Math.max(0, from);
  const end = Math.min(cells.length, to);
  if (end <= start) return 0;
  const firstCell = Math.floor(start);
  const lastCell = Math.min(cells.length - 1, Math.floor(end));
  if (firstCell === lastCell) return cells[firstCell]! * (end - start);
  let sum = cells[firstCell]! * (firstCell + 1 - start) + cells[lastCell]! * (end - lastCell);
  for (let k = firstCell + 1; k < lastCell; k++) sum += cells[k]!;
  return sum;
}
