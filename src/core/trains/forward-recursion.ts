import { type JitterEmission, fillEmission, fillEmissionExactly, neglectedBound } from "./interval-emission";
import { type PeriodWalk, walkForward } from "./period-walk";
import { LARGEST_STEP, MISS_PROBABILITIES, PERIOD_STEPS, multipleWeight } from "./rhythm-model";

/** Largest share of a forward step that the fast emission may leave out; above it the step is done again in full. */
const NEGLIGIBLE = 1e-13;

/** One missed-beat probability: the forward vectors of the last three bursts, each of sum one, and their log scales. */
interface ForwardChain {
  readonly emission: JitterEmission;
  /** (1−p)·p^(m−1) for m = 1, 2, 3. */
  readonly weights: Float64Array;
  readonly logDensity: number;
  readonly current: Float64Array;
  /** ln of the factor taken out of `current`. */
  currentLogScale: number;
  /** The walked vectors and scales of bursts j−1, j−2, j−3 at their index modulo three. */
  readonly walked: readonly Float64Array[];
  readonly logScales: Float64Array;
}

/**
 * ln L of strictly increasing burst times (s) for each entry of `MISS_PROBABILITIES` at one jitter: α_j(u) = Σ_d λ^(d−1) [α_(j−d) · walk](u) ·
 * Σ_m w_m f(t_j − t_(j−d) | m, u), rescaled to sum one at every burst. Linear in the number of bursts.
 */
export function forwardLogLikelihoods(times: ArrayLike<number>, emission: JitterEmission, walk: PeriodWalk, falseDensity: number): number[] {
  const chains = MISS_PROBABILITIES.map(({ probability }) => newChain(emission, probability, falseDensity));
  for (let j = 0; j < times.length; j++) {
    const steps = Math.min(j, LARGEST_STEP);
    for (let d = 1; d <= steps; d++) fillEmission(emission, d, times[j]! - times[j - d]!);
    const neglected = steps === 0 ? 0 : neglectedBound(emission, times[j]! - times[j - 1]!);
    let sure = true;
    for (const chain of chains) sure = stepChain(chain, j, steps, neglected) && sure;
    if (!sure) {
      for (let d = 1; d <= steps; d++) fillEmissionExactly(emission, d, times[j]! - times[j - d]!);
      for (const chain of chains) stepChain(chain, j, steps, 0);
    }
    for (const chain of chains) {
      walkForward(walk, chain.current, chain.walked[j % LARGEST_STEP]!);
      chain.logScales[j % LARGEST_STEP] = chain.currentLogScale;
    }
  }
  return chains.map((chain) => endLogLikelihood(chain, times.length));
}

function newChain(emission: JitterEmission, missProbability: number, falseDensity: number): ForwardChain {
  return {
    emission,
    weights: Float64Array.from(emission.multiples, (_, k) => multipleWeight(missProbability, k + 1)),
    logDensity: Math.log(falseDensity),
    current: new Float64Array(PERIOD_STEPS),
    currentLogScale: 0,
    walked: Array.from({ length: LARGEST_STEP }, () => new Float64Array(PERIOD_STEPS)),
    logScales: new Float64Array(LARGEST_STEP),
  };
}

/** Computes α_j. False when what the fast emission left out could matter: the emission must then be filled in full and the step repeated. */
function stepChain(chain: ForwardChain, j: number, steps: number, neglected: number): boolean {
  const { current, walked, logScales, weights, emission, logDensity } = chain;
  // Burst j is the first true one after j false ones, at most two; ln period is uniform.
  const startLog = j < LARGEST_STEP ? j * logDensity - Math.log(PERIOD_STEPS) : -Infinity;
  let top = startLog;
  for (let d = 1; d <= steps; d++) top = Math.max(top, logScales[(j - d) % LARGEST_STEP]! + (d - 1) * logDensity);
  current.fill(Math.exp(startLog - top));
  for (let d = 1; d <= steps; d++) {
    const weight = Math.exp(logScales[(j - d) % LARGEST_STEP]! + (d - 1) * logDensity - top);
    const from = walked[(j - d) % LARGEST_STEP]!;
    const [one, two, three] = emission.densities[d - 1] as [Float64Array, Float64Array, Float64Array];
    const first = weight * weights[0]!;
    const second = weight * weights[1]!;
    const third = weight * weights[2]!;
    if (second === 0) {
      for (let u = 0; u < PERIOD_STEPS; u++) current[u] = current[u]! + from[u]! * first * one[u]!;
    } else {
      for (let u = 0; u < PERIOD_STEPS; u++) current[u] = current[u]! + from[u]! * (first * one[u]! + second * two[u]! + third * three[u]!);
    }
  }
  let total = 0;
  for (let u = 0; u < PERIOD_STEPS; u++) total += current[u]!;
  if (!(total > 0) || neglected > total * NEGLIGIBLE) return false;
  const scale = 1 / total;
  for (let u = 0; u < PERIOD_STEPS; u++) current[u] = current[u]! * scale;
  chain.currentLogScale = top + Math.log(total);
  return true;
}

/** Sums over the last true burst, after which at most two are false. */
function endLogLikelihood(chain: ForwardChain, count: number): number {
  if (count === 0) return 0;
  let top = -Infinity;
  for (let e = 0; e < Math.min(count, LARGEST_STEP); e++) top = Math.max(top, chain.logScales[(count - 1 - e) % LARGEST_STEP]! + e * chain.logDensity);
  let sum = 0;
  for (let e = 0; e < Math.min(count, LARGEST_STEP); e++) sum += Math.exp(chain.logScales[(count - 1 - e) % LARGEST_STEP]! + e * chain.logDensity - top);
  return top + Math.log(sum);
}
