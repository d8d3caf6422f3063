import { type EmissionScratch, type JitterEmission, fillEmission, fillEmissionExactly, neglectedBound } from "./interval-emission";
import { type PeriodWalk, walkForward } from "./period-walk";
import { LARGEST_STEP, type MissModel, PERIOD_STEPS, multipleWeight } from "./rhythm-model";

/** Largest share of a forward step that the fast emission may leave out; above it the step is done again in full. */
const NEGLIGIBLE = 1e-13;

/**
 * A chain whose running ln L lies this far below one that covers the same trains more widely is given up: it has less than e⁻⁴⁰ of its class.
 * This only ever happens in long trains, where it saves two thirds of the time. What is kept is chosen so that a later change of the
 * train cannot make the loss matter: the jitter next to the other classes, and a missed-beat probability that is not zero.
 */
const GIVEN_UP_LOG = 40;
/** Trains up to this many bursts are always computed in full. JUDGEMENT: 20 s of clonus. */
const GIVEN_UP_FROM = 100;
/** Index in `RhythmOptions.missModels` of the one that is never given up: it explains clean trains and trains with holes. */
const KEPT_MISS_INDEX = 1;

/** One missed-beat probability: the forward vectors of the last three bursts, each of sum one, and their log scales. */
interface ForwardChain {
  alive: boolean;
  /** ln L of the bursts so far. */
  runningLog: number;
  /** (1−p)·p^(m−1) for m = 1, 2, 3. */
  readonly weights: Float64Array;
  readonly current: Float64Array;
  /** ln of the factor taken out of `current`. */
  currentLogScale: number;
  /** The walked vectors and scales of bursts j−1, j−2, j−3 at their index modulo three. */
  readonly walked: readonly Float64Array[];
  readonly logScales: Float64Array;
}

/** The chains of all missed-beat probabilities; one set serves all jitters in turn. */
export type ForwardChains = readonly ForwardChain[];

/** A fresh set of chains. */
export function forwardChains(missModels: readonly MissModel[]): ForwardChains {
  return missModels.map(({ probability }) => ({
    alive: true,
    runningLog: 0,
    weights: Float64Array.from([1, 2, 3], (multiple) => multipleWeight(probability, multiple)),
    current: new Float64Array(PERIOD_STEPS),
    currentLogScale: 0,
    walked: Array.from({ length: LARGEST_STEP }, () => new Float64Array(PERIOD_STEPS)),
    logScales: new Float64Array(LARGEST_STEP),
  }));
}

/**
 * ln L of strictly increasing burst times (s) for each entry of `RhythmOptions.missModels` at one jitter: α_j(u) = Σ_d Π λ_k [α_(j−d) · walk](u) ·
 * Σ_m w_m f(t_j − t_(j−d) | m, u), the product over the bursts between, rescaled to sum one at every burst. Linear in the number of bursts.
 * @param logFalse ln λ_k of each burst: the density in s⁻¹ of false bursts such as it
 * @param best running ln L of the best jitter of the class so far, −∞ at first; raised in place. −∞ comes back for what was given up.
 */
export function forwardLogLikelihoods(
  times: ArrayLike<number>, emission: JitterEmission, walk: PeriodWalk, logFalse: Float64Array, chains: ForwardChains, best: Float64Array,
): number[] {
  const kept = chains[KEPT_MISS_INDEX]!;
  for (const chain of chains) {
    chain.alive = true;
    chain.walked.forEach((vector) => vector.fill(0));
    chain.logScales.fill(-Infinity);
  }
  emission.densities.forEach((multiples) => multiples.forEach((vector) => vector.fill(0)));
  for (let j = 0; j < times.length; j++) {
    const steps = Math.min(j, LARGEST_STEP);
    for (let d = 1; d <= steps; d++) fillEmission(emission, d, times[j]! - times[j - d]!);
    const neglected = steps === 0 ? 0 : neglectedBound(emission, times[j]! - times[j - 1]!);
    let sure = true;
    for (const chain of chains) if (chain.alive) sure = stepChain(chain, j, emission.densities, logFalse, neglected) && sure;
    if (!sure) {
      for (let d = 1; d <= steps; d++) fillEmissionExactly(emission, d, times[j]! - times[j - d]!);
      for (const chain of chains) if (chain.alive) stepChain(chain, j, emission.densities, logFalse, 0);
    }
    for (const chain of chains) {
      if (!chain.alive) continue;
      walkForward(walk, chain.current, chain.walked[j % LARGEST_STEP]!);
      chain.logScales[j % LARGEST_STEP] = chain.currentLogScale;
    }
    if (j < GIVEN_UP_FROM) continue;
    let running = -Infinity;
    for (const chain of chains) {
      if (!chain.alive) continue;
      // With the last bursts possibly false: one false burst must not make a chain look lost.
      chain.runningLog = endLogLikelihood(chain, j + 1, logFalse);
      if (chain.runningLog > running) running = chain.runningLog;
    }
    for (const chain of chains) if (chain.runningLog < kept.runningLog - GIVEN_UP_LOG) chain.alive = false;
    if (running < best[j]! - GIVEN_UP_LOG) return chains.map(() => -Infinity);
    if (running > best[j]!) best[j] = running;
  }
  return chains.map((chain) => (chain.alive ? endLogLikelihood(chain, times.length, logFalse) : -Infinity));
}

/**
 * Computes α_j; bursts before the first one have log scale −∞ and so weight zero. False when what the fast emission left out could
 * matter: the emission must then be filled in full and the step repeated.
 */
function stepChain(chain: ForwardChain, j: number, densities: EmissionScratch, logFalse: Float64Array, neglected: number): boolean {
  const { current, walked, logScales, weights } = chain;
  const cells = current.length;
  // The slots modulo three of bursts j−1, j−2, j−3.
  const slot1 = (j + 2) % 3;
  const slot2 = (j + 1) % 3;
  const slot3 = j % 3;
  const log1 = logScales[slot1]!;
  // Bursts that are stepped over are false.
  const false1 = j > 0 ? logFalse[j - 1]! : 0;
  const false2 = j > 1 ? false1 + logFalse[j - 2]! : false1;
  const log2 = logScales[slot2]! + false1;
  const log3 = logScales[slot3]! + false2;
  // Burst j is the first true one after j false ones, at most two; ln period is uniform.
  const startLog = j < 3 ? false2 - Math.log(cells) : -Infinity;
  const top = Math.max(startLog, log1, log2, log3);
  const start = Math.exp(startLog - top);
  const weight1 = Math.exp(log1 - top);
  const weight2 = Math.exp(log2 - top);
  const weight3 = Math.exp(log3 - top);
  const from1 = walked[slot1]!;
  const from2 = walked[slot2]!;
  const from3 = walked[slot3]!;
  const [one1, two1, three1] = densities[0] as [Float64Array, Float64Array, Float64Array];
  const [one2, two2, three2] = densities[1] as [Float64Array, Float64Array, Float64Array];
  const [one3, two3, three3] = densities[2] as [Float64Array, Float64Array, Float64Array];
  const first = weights[0]!;
  const second = weights[1]!;
  const third = weights[2]!;
  let total = 0;
  if (second === 0) {
    for (let u = 0; u < cells; u++) {
      const value = start + first * (weight1 * from1[u]! * one1[u]! + weight2 * from2[u]! * one2[u]! + weight3 * from3[u]! * one3[u]!);
      current[u] = value;
      total += value;
    }
  } else {
    for (let u = 0; u < cells; u++) {
      const value = start
        + weight1 * from1[u]! * (first * one1[u]! + second * two1[u]! + third * three1[u]!)
        + weight2 * from2[u]! * (first * one2[u]! + second * two2[u]! + third * three2[u]!)
        + weight3 * from3[u]! * (first * one3[u]! + second * two3[u]! + third * three3[u]!);
      current[u] = value;
      total += value;
    }
  }
  if (!(total > 0) || neglected > total * NEGLIGIBLE) return false;
  const scale = 1 / total;
  for (let u = 0; u < cells; u++) current[u] = current[u]! * scale;
  chain.currentLogScale = top + Math.log(total);
  return true;
}

/** Sums over the last true burst, after which at most two are false. No burst at all has likelihood one. */
function endLogLikelihood(chain: ForwardChain, count: number, logFalse: Float64Array): number {
  if (count === 0) return 0;
  const { logScales } = chain;
  const last = count - 1;
  const log1 = logScales[last % LARGEST_STEP]!;
  const log2 = count > 1 ? logScales[(last - 1) % LARGEST_STEP]! + logFalse[last]! : -Infinity;
  const log3 = count > 2 ? logScales[(last - 2) % LARGEST_STEP]! + logFalse[last]! + logFalse[last - 1]! : -Infinity;
  const top = Math.max(log1, log2, log3);
  return top + Math.log(Math.exp(log1 - top) + Math.exp(log2 - top) + Math.exp(log3 - top));
}
