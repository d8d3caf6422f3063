import { type DriftModel, type DriftShape, driftBetween } from "./drift-shape";
import { type ForwardTrain, gapCredence } from "./forward-recursion";
import { emissionTable, type JitterEmission } from "./interval-emission";
import type { PeriodWalk } from "./period-walk";
import { LARGEST_MULTIPLE, LARGEST_STEP, PERIOD_STEPS, multipleWeight } from "./rhythm-model";

/** Which bursts are beats of the cycle, and how many periods lie between them. */
export interface BeatPath {
  /** Indices of the bursts taken for beats, increasing. Empty only for no burst. */
  readonly beats: readonly number[];
  /** Indices of the bursts taken for no beat, increasing. */
  readonly falseBursts: readonly number[];
  /** Periods between successive beats, one fewer than beats: 1, 2 or 3. */
  readonly multiples: readonly number[];
  /** Σ (multiple − 1). */
  readonly missedBeats: number;
  /** Where the missed beats are expected: evenly spaced between the beats around them, seconds. */
  readonly missedBeatSeconds: readonly number[];
  /** Intervals between successive beats divided by their multiples, seconds. */
  readonly intervalsSeconds: readonly number[];
  /** Σ multiples / (last beat − first beat) in Hz; undefined for fewer than two beats. */
  readonly rateHz: number | undefined;
}

/** The most probable sequence of true bursts, multiples and periods under one jitter, drift and missed-beat probability (Viterbi, science.md 3.8). */
export function mostProbablePath(train: ForwardTrain, emission: JitterEmission, walk: PeriodWalk, drift: DriftModel, shape: DriftShape, missProbability: number): BeatPath {
  const { times, logFalse, timingVariances } = train;
  const count = times.length;
  const cells = PERIOD_STEPS;
  /** ln density of the bursts [from, end) being false. */
  const allFalse = (from: number, end: number): number => logFalse.subarray(from, end).reduce((sum, value) => sum + value, 0);
  const logWeights = Array.from({ length: LARGEST_MULTIPLE }, (_, k) => Math.log(multipleWeight(missProbability, k + 1)));
  const logNorms = new Map<number, readonly Float64Array[]>();
  const score = new Float64Array(PERIOD_STEPS);
  const walked = Array.from({ length: LARGEST_STEP }, () => new Float64Array(PERIOD_STEPS));
  const cameFrom = new Uint8Array(count * PERIOD_STEPS);
  /** step·4 + multiple of the best transition into each cell; 0 where the train starts here. */
  const arrivals = new Uint8Array(count * PERIOD_STEPS);
  let end = { score: -Infinity, burst: -1, cell: 0 };
  for (let j = 0; j < count; j++) {
    score.fill(j < LARGEST_STEP ? allFalse(0, j) - Math.log(PERIOD_STEPS) : -Infinity);
    for (let d = 1; d <= Math.min(j, LARGEST_STEP); d++) {
      const skipped = allFalse(j - d + 1, j);
      const interval = times[j]! - times[j - d]!;
      const logInterval = Math.log(interval) - driftBetween(drift, shape, j - d, j, count);
      const from = walked[(j - d) % LARGEST_STEP]!;
      const logCredence = Math.log(gapCredence(train, j - d, j));
      const variance = timingVariances[j]! + timingVariances[j - d]!;
      const table = emissionTable(emission, variance);
      const norms = logNorms.get(variance) ?? table.multiples.map(({ norm }) => norm.map(Math.log));
      logNorms.set(variance, norms);
      for (let k = 0; k < LARGEST_MULTIPLE; k++) {
        const { mean, inverseSd } = table.multiples[k]!;
        const logNorm = norms[k]!;
        const constant = skipped + logWeights[k]! - Math.log(interval) + k * logCredence;
        if (constant === -Infinity) continue;
        for (let u = 0; u < cells; u++) {
          const z = (logInterval - mean[u]!) * inverseSd[u]!;
          const candidate = from[u]! + constant + logNorm[u]! - 0.5 * z * z;
          if (candidate > score[u]!) {
            score[u] = candidate;
            arrivals[j * cells + u] = d * (LARGEST_MULTIPLE + 1) + k + 1;
          }
        }
      }
    }
    walkBest(walk, score, walked[j % LARGEST_STEP]!, cameFrom, j * cells);
    const falseAfter = count - 1 - j;
    if (falseAfter < LARGEST_STEP) {
      const after = allFalse(j + 1, count);
      for (let u = 0; u < cells; u++) {
        const total = score[u]! + after;
        if (total > end.score) end = { score: total, burst: j, cell: u };
      }
    }
  }
  const beats: number[] = [];
  const multiples: number[] = [];
  let { burst, cell } = end;
  while (burst >= 0) {
    beats.push(burst);
    const arrival = arrivals[burst * cells + cell]!;
    if (arrival === 0) break;
    multiples.push(arrival % (LARGEST_MULTIPLE + 1));
    burst -= Math.floor(arrival / (LARGEST_MULTIPLE + 1));
    cell = cameFrom[burst * cells + cell]!;
  }
  return beatPath(times, beats.reverse(), multiples.reverse());
}

/** `to[v] = max_u from[u] + ln P(u → v)`, with the u that gave it. */
function walkBest(walk: PeriodWalk, from: Float64Array, to: Float64Array, cameFrom: Uint8Array, offset: number): void {
  const { logKernel, logRowSum } = walk;
  const reach = logKernel.length - 1;
  const cells = to.length;
  for (let v = 0; v < cells; v++) {
    let best = -Infinity;
    let bestCell = v;
    for (let u = Math.max(0, v - reach); u <= Math.min(cells - 1, v + reach); u++) {
      const candidate = from[u]! + logKernel[Math.abs(v - u)]! - logRowSum[u]!;
      if (candidate > best) {
        best = candidate;
        bestCell = u;
      }
    }
    to[v] = best;
    cameFrom[offset + v] = bestCell;
  }
}

/** The path's numbers from the beats and the periods between them. */
export function beatPath(times: ArrayLike<number>, beats: readonly number[], multiples: readonly number[]): BeatPath {
  const isBeat = new Set(beats);
  const falseBursts: number[] = [];
  for (let k = 0; k < times.length; k++) if (!isBeat.has(k)) falseBursts.push(k);
  const intervalsSeconds: number[] = [];
  const missedBeatSeconds: number[] = [];
  let cycles = 0;
  multiples.forEach((multiple, k) => {
    const start = times[beats[k]!]!;
    const interval = (times[beats[k + 1]!]! - start) / multiple;
    intervalsSeconds.push(interval);
    for (let beat = 1; beat < multiple; beat++) missedBeatSeconds.push(start + beat * interval);
    cycles += multiple;
  });
  const rateHz = beats.length < 2 ? undefined : cycles / (times[beats[beats.length - 1]!]! - times[beats[0]!]!);
  return { beats, falseBursts, multiples, missedBeats: missedBeatSeconds.length, missedBeatSeconds, intervalsSeconds, rateHz };
}
