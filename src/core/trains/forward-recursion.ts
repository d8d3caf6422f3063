import { CLOSING_BURSTS, type DriftModel, type DriftShape, driftBetween, OPENING_BURSTS } from "./drift-shape";
import { type EmissionScratch, type EmissionTable, type JitterEmission, emissionTable, fillEmission, fillEmissionExactly, neglectedBound } from "./interval-emission";
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

/** What the recursion runs over: the train and how its bursts were found. */
export interface ForwardTrain {
  /** Strictly increasing, seconds. */
  readonly times: ArrayLike<number>;
  /** ln λ of each burst: the density in s⁻¹ of false bursts such as it. */
  readonly logFalse: Float64Array;
  /** Variance of each burst's time about its beat, s². */
  readonly timingVariances: Float64Array;
  /** How credible a missed beat is between each burst and the next, relative to the missed-beat models: 1, or less where the signal is silent. */
  readonly gapCredences: Float64Array;
}

/** The credence of a missed beat between bursts `from` and `to`: that of the gap that has room for it most. */
export function gapCredence(train: ForwardTrain, from: number, to: number): number {
  let most = 0;
  for (let k = from; k < to; k++) if (train.gapCredences[k]! > most) most = train.gapCredences[k]!;
  return most;
}

/** ln L of one missed-beat probability at one jitter, shapes averaged out, and the shape that explains the train best. */
export interface ForwardAnswer {
  readonly log: number;
  readonly shape: DriftShape;
}

/** A fresh set of chains. */
export function forwardChains(missModels: readonly MissModel[]): ForwardChains {
  return missModels.map(({ probability }) => freshChain(Float64Array.from([1, 2, 3], (multiple) => multipleWeight(probability, multiple))));
}

function freshChain(weights: Float64Array): ForwardChain {
  return {
    alive: true,
    runningLog: 0,
    weights,
    current: new Float64Array(PERIOD_STEPS),
    currentLogScale: 0,
    walked: Array.from({ length: LARGEST_STEP }, () => new Float64Array(PERIOD_STEPS)),
    logScales: new Float64Array(LARGEST_STEP),
  };
}

/** Everything that stays the same while one jitter is computed. */
interface Pass {
  readonly train: ForwardTrain;
  readonly emission: JitterEmission;
  readonly walk: PeriodWalk;
  readonly drift: DriftModel;
  /** Running ln L of the best jitter of the class so far, raised in place. */
  readonly best: Float64Array;
}

/**
 * ln L of a train for each missed-beat probability at one jitter: α_j(u) = Σ_d Π λ_k [α_(j−d) · walk](u) · Σ_m w_m f(t_j − t_(j−d) | m, u),
 * the product over the bursts between, rescaled to sum one at every burst; averaged over the shapes of the drift by their priors. Linear in the number of bursts:
 * the recursion is linear in α, so the openings of a long train are mixed after their last burst and the closings branch off before the end.
 *
 * @param best running ln L of the best jitter of the class so far, −∞ at first; raised in place. −∞ comes back for what was given up.
 */
export function forwardLogLikelihoods(train: ForwardTrain, emission: JitterEmission, walk: PeriodWalk, drift: DriftModel, chains: ForwardChains, best: Float64Array): ForwardAnswer[] {
  const pass: Pass = { train, emission, walk, drift, best };
  const count = train.times.length;
  emission.densities.forEach((multiples) => multiples.forEach((vector) => vector.fill(0)));
  if (count <= OPENING_BURSTS + CLOSING_BURSTS || drift.openings.length * drift.closings.length === 1) return shortTrain(pass, chains);
  const openings = drift.openings.map(({ drift: opening, prior }) => {
    reset(chains);
    advance(pass, chains, { opening, closing: 0 }, 0, OPENING_BURSTS);
    return { opening, prior, chains: chains.map(copied) };
  });
  const openingPriors = openings.map(({ prior }) => prior);
  const closingPriors = drift.closings.map(({ prior }) => prior);
  const bestOpenings = chains.map((_, k) => {
    const logs = openings.map((branch) => endLogLikelihood(branch.chains[k]!, OPENING_BURSTS, train.logFalse));
    return openings[logs.indexOf(Math.max(...logs))]!.opening;
  });
  chains.forEach((chain, k) => mix(chain, openings.map((branch) => branch.chains[k]!), openingPriors));
  if (!advance(pass, chains, { opening: 0, closing: 0 }, OPENING_BURSTS, count - CLOSING_BURSTS)) return chains.map(() => ({ log: -Infinity, shape: { opening: 0, closing: 0 } }));
  const middle = chains.map(copied);
  const closings = drift.closings.map(({ drift: closing }) => {
    chains.forEach((chain, k) => restore(chain, middle[k]!));
    advance(pass, chains, { opening: 0, closing }, count - CLOSING_BURSTS, count);
    return chains.map((chain) => (chain.alive ? endLogLikelihood(chain, count, train.logFalse) : -Infinity));
  });
  return chains.map((_, k) => {
    const logs = closings.map((branch) => branch[k]!);
    return { log: logMean(logs, closingPriors), shape: { opening: bestOpenings[k]!, closing: drift.closings[logs.indexOf(Math.max(...logs))]!.drift } };
  });
}

/** Every opening with every closing; what comes before the closings differ is computed once for each opening. */
function shortTrain(pass: Pass, chains: ForwardChains): ForwardAnswer[] {
  const { train, drift } = pass;
  const count = train.times.length;
  const branching = Math.max(0, count - CLOSING_BURSTS);
  const branches: { readonly shape: DriftShape; readonly prior: number; readonly logs: readonly number[] }[] = [];
  for (const { drift: opening, prior: openingPrior } of drift.openings) {
    reset(chains);
    const begun = advance(pass, chains, { opening, closing: 0 }, 0, branching);
    const middle = drift.closings.length > 1 ? chains.map(copied) : [];
    drift.closings.forEach(({ drift: closing, prior }, k) => {
      if (k > 0) chains.forEach((chain, c) => restore(chain, middle[c]!));
      const whole = begun && advance(pass, chains, { opening, closing }, branching, count);
      branches.push({ shape: { opening, closing }, prior: openingPrior * prior, logs: chains.map((chain) => (whole && chain.alive ? endLogLikelihood(chain, count, train.logFalse) : -Infinity)) });
    });
  }
  return chains.map((_, k) => {
    const logs = branches.map((branch) => branch.logs[k]!);
    return { log: logMean(logs, branches.map(({ prior }) => prior)), shape: branches[logs.indexOf(Math.max(...logs))]!.shape };
  });
}

/** Runs the chains over bursts [from, to). False where the jitter was given up. */
function advance(pass: Pass, chains: ForwardChains, shape: DriftShape, from: number, to: number): boolean {
  const { train, emission, walk, drift, best } = pass;
  const { times, logFalse, timingVariances } = train;
  const count = times.length;
  const kept = chains[KEPT_MISS_INDEX]!;
  const tables: EmissionTable[] = [];
  for (let j = from; j < to; j++) {
    const steps = Math.min(j, LARGEST_STEP);
    let largestNorm = 0;
    for (let d = 1; d <= steps; d++) {
      const table = emissionTable(emission, timingVariances[j]! + timingVariances[j - d]!);
      tables[d] = table;
      if (table.largestNorm > largestNorm) largestNorm = table.largestNorm;
      fillEmission(emission, table, d, times[j]! - times[j - d]!, driftBetween(drift, shape, j - d, j, count), gapCredence(train, j - d, j));
    }
    const neglected = steps === 0 ? 0 : neglectedBound(largestNorm, times[j]! - times[j - 1]!);
    let sure = true;
    for (const chain of chains) if (chain.alive) sure = stepChain(chain, j, emission.densities, logFalse, neglected) && sure;
    if (!sure) {
      for (let d = 1; d <= steps; d++) fillEmissionExactly(emission, tables[d]!, d, times[j]! - times[j - d]!, driftBetween(drift, shape, j - d, j, count), gapCredence(train, j - d, j));
      for (const chain of chains) if (chain.alive) stepChain(chain, j, emission.densities, logFalse, 0);
    }
    for (const chain of chains) {
      if (!chain.alive) continue;
      walkForward(walk, chain.current, chain.walked[j % LARGEST_STEP]!);
      chain.logScales[j % LARGEST_STEP] = chain.currentLogScale;
    }
    if (j < GIVEN_UP_FROM || j >= count - CLOSING_BURSTS) continue;
    let running = -Infinity;
    for (const chain of chains) {
      if (!chain.alive) continue;
      // With the last bursts possibly false: one false burst must not make a chain look lost.
      chain.runningLog = endLogLikelihood(chain, j + 1, logFalse);
      if (chain.runningLog > running) running = chain.runningLog;
    }
    for (const chain of chains) if (chain.runningLog < kept.runningLog - GIVEN_UP_LOG) chain.alive = false;
    if (running < best[j]! - GIVEN_UP_LOG) return false;
    if (running > best[j]!) best[j] = running;
  }
  return true;
}

function reset(chains: ForwardChains): void {
  for (const chain of chains) {
    chain.alive = true;
    chain.walked.forEach((vector) => vector.fill(0));
    chain.logScales.fill(-Infinity);
  }
}

function copied(chain: ForwardChain): ForwardChain {
  const copy = freshChain(chain.weights);
  restore(copy, chain);
  return copy;
}

function restore(chain: ForwardChain, from: ForwardChain): void {
  chain.alive = from.alive;
  chain.runningLog = from.runningLog;
  chain.currentLogScale = from.currentLogScale;
  chain.current.set(from.current);
  chain.walked.forEach((vector, k) => vector.set(from.walked[k]!));
  chain.logScales.set(from.logScales);
}

/** The mean of branches with these priors: vectors weighted by their scales, which are kept at sum one. */
function mix(chain: ForwardChain, branches: readonly ForwardChain[], priors: readonly number[]): void {
  for (let slot = 0; slot < LARGEST_STEP; slot++) {
    const scales = branches.map((branch) => branch.logScales[slot]!);
    const log = logMean(scales, priors);
    const vector = chain.walked[slot]!.fill(0);
    branches.forEach((branch, b) => {
      const weight = priors[b]! * Math.exp(scales[b]! - log);
      for (let u = 0; u < vector.length; u++) vector[u] = vector[u]! + weight * branch.walked[slot]![u]!;
    });
    chain.logScales[slot] = log;
  }
  chain.alive = true;
}

/** ln of the mean of e^log with these weights of sum one. */
function logMean(logs: readonly number[], weights: readonly number[]): number {
  const top = Math.max(...logs);
  if (top === -Infinity) return top;
  return top + Math.log(logs.reduce((sum, log, k) => sum + weights[k]! * Math.exp(log - top), 0));
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
