import { type BeatPath, mostProbablePath } from "./beat-path";
import { noDrift } from "./drift-shape";
import { type ForwardChains, type ForwardTrain, forwardChains, forwardLogLikelihoods } from "./forward-recursion";
import { emissionScratch, type JitterEmission, jitterEmission } from "./interval-emission";
import { periodWalk, type PeriodWalk } from "./period-walk";
import { type JitterClass, type RhythmOptions, logPeriodGrid } from "./rhythm-model";

/** How likely the burst times of one train are under a self-timed cycle of each jitter class. Natural logarithms of densities in s⁻ⁿ. */
export interface RhythmJudgement {
  /** log10 (L_rhythmic / L_irregular): positive speaks for a rhythm. 0 for fewer than two bursts. */
  readonly log10BayesFactor: number;
  readonly logRhythmic: number;
  readonly logBetween: number;
  readonly logIrregular: number;
  /** ln L_between − max(ln L_rhythmic, ln L_irregular): above 1.5 the rhythm lies between regular and irregular. */
  readonly betweenExcess: number;
  /** ln L of each relative jitter of the model, missed-beat prior summed out; for pooling attempts at the same jitter. */
  readonly byJitter: readonly JitterLikelihood[];
  /** The most probable multiples and false bursts, at the most probable jitter and missed-beat probability. */
  readonly path: BeatPath;
}

/** ln L of a train at one relative jitter, missed-beat prior summed out. */
export interface JitterLikelihood {
  readonly jitterClass: JitterClass;
  readonly jitter: number;
  readonly logLikelihood: number;
}

/** How well each burst of a train was found; without it every burst has the options' numbers. */
export interface BurstCredence {
  /** Density in s⁻¹ of false bursts such as each one (see `falseBurstDensity`). */
  readonly falseBurstDensities?: ArrayLike<number> | undefined;
  /** SD of each burst's time about its beat, seconds (see `timingErrorSeconds`). Few different values: tables are made for each pair. */
  readonly timingErrorsSeconds?: ArrayLike<number> | undefined;
  /** Priors of `missModels` for this train (see `missPriors`). */
  readonly missPriors?: readonly number[] | undefined;
  /** Credence of a missed beat between each burst and the next, 0 (exclusive) to 1 (see `gapCredence`). */
  readonly gapCredences?: ArrayLike<number> | undefined;
}

/** Tables and scratch arrays that trains with the same options share, one after the other. */
export interface RhythmWorkspace {
  readonly walk: PeriodWalk;
  readonly chains: ForwardChains;
  readonly emissionOf: (jitter: number) => JitterEmission;
}

/** What every train scored with the same options shares: the grid of periods and the emissions of each jitter, made on first need. */
export function rhythmWorkspace(options: RhythmOptions): RhythmWorkspace {
  const grid = logPeriodGrid();
  const scratch = emissionScratch();
  const emissions = new Map<number, JitterEmission>();
  return {
    walk: periodWalk(options.periodWalk),
    chains: forwardChains(options.missModels),
    emissionOf(jitter) {
      const known = emissions.get(jitter) ?? jitterEmission(jitter, grid, scratch);
      emissions.set(jitter, known);
      return known;
    },
  };
}

/**
 * The likelihood of science.md 3.8, with the drift that a clonus has at its ends. Burst times in seconds, strictly increasing (asserted). Hidden
 * ln period on 64 steps from 90 to 600 ms, a walk per true burst, intervals over 1 to 3 periods, up to two successive false bursts (also at either
 * end), summed over missed-beat probability, over the shapes of the drift (`DriftModel`; not for the irregular class, which has none) and over the
 * jitters of a class by a forward recursion that is rescaled at every burst: no train is too long. Open points decided here: the walk is one step
 * per true burst whatever the multiple, and is renormalised at the ends of the grid; a train of one burst says nothing (0). 33 chains of 64 cells
 * take about 0.1 ms a burst (about six times that for the first eight and last ten, where the shapes differ), less than half of it from burst 100
 * on, where chains that can no longer matter are given up (see `forwardLogLikelihoods`).
 */
export function judgeRhythm(timesSeconds: ArrayLike<number>, options: RhythmOptions, credence: BurstCredence = {}, workspace: RhythmWorkspace = rhythmWorkspace(options)): RhythmJudgement {
  for (let k = 1; k < timesSeconds.length; k++) {
    if (!(timesSeconds[k]! > timesSeconds[k - 1]!)) throw new Error(`Burst times must increase: burst ${k} is at ${timesSeconds[k]} s after ${timesSeconds[k - 1]} s.`);
  }
  const { walk, chains, emissionOf } = workspace;
  const count = timesSeconds.length;
  const train: ForwardTrain = {
    times: timesSeconds,
    logFalse: Float64Array.from({ length: count }, (_, k) => Math.log(credence.falseBurstDensities?.[k] ?? options.falseBurstDensity)),
    timingVariances: Float64Array.from({ length: count }, (_, k) => (credence.timingErrorsSeconds?.[k] ?? options.timingErrorSeconds) ** 2),
    gapCredences: Float64Array.from({ length: Math.max(0, count - 1) }, (_, k) => credence.gapCredences?.[k] ?? 1),
  };
  const logPriors = options.missModels.map(({ prior }, k) => Math.log(credence.missPriors?.[k] ?? prior));
  const byJitter: JitterLikelihood[] = [];
  const first = emissionOf(options.jitterClasses[0]!.jitters[0]!);
  let best = { score: -Infinity, emission: first, drift: noDrift, shape: { opening: 0, closing: 0 }, missProbability: 0 };
  for (const { jitterClass, jitters } of options.jitterClasses) {
    const running = new Float64Array(count).fill(-Infinity);
    const drift = jitterClass === "irregular" ? noDrift : options.drift;
    // The jitter next to the other classes comes first and is never given up: the widest rhythmic one, the narrowest of the others.
    const order = jitterClass === "rhythmic" ? [...jitters].reverse() : jitters;
    const ofClass: JitterLikelihood[] = [];
    for (const jitter of order) {
      const emission = emissionOf(jitter);
      const answers = forwardLogLikelihoods(train, emission, walk, drift, chains, running);
      const joint = answers.map(({ log }, k) => log + logPriors[k]!);
      ofClass.push({ jitterClass, jitter, logLikelihood: logSum(joint) });
      joint.forEach((score, k) => {
        // Classes are equally probable, jitters equally within their class.
        const posterior = score - Math.log(jitters.length);
        if (posterior > best.score) best = { score: posterior, emission, drift, shape: answers[k]!.shape, missProbability: options.missModels[k]!.probability };
      });
    }
    byJitter.push(...ofClass.sort((a, b) => a.jitter - b.jitter));
  }
  return { ...summariseClasses(byJitter), byJitter, path: mostProbablePath(train, best.emission, walk, best.drift, best.shape, best.missProbability) };
}

/**
 * The pooled judgement of several attempts at one manoeuvre (science.md 8): likelihoods are multiplied at the same jitter and then
 * averaged over the class, so that one irregular attempt is not outvoted by adding Bayes factors. Throws for no attempt.
 */
export function poolAttempts(attempts: readonly Pick<RhythmJudgement, "byJitter">[]): Omit<RhythmJudgement, "path"> {
  const first = attempts[0];
  if (first === undefined) throw new Error("Nothing to pool.");
  const byJitter = first.byJitter.map((entry, k) => ({
    ...entry,
    logLikelihood: attempts.reduce((sum, attempt) => sum + attempt.byJitter[k]!.logLikelihood, 0),
  }));
  return { ...summariseClasses(byJitter), byJitter };
}

function summariseClasses(byJitter: readonly JitterLikelihood[]): Omit<RhythmJudgement, "path" | "byJitter"> {
  const classLog = (wanted: JitterClass): number => {
    const logs = byJitter.filter((entry) => entry.jitterClass === wanted).map((entry) => entry.logLikelihood);
    return logSum(logs) - Math.log(logs.length);
  };
  const logRhythmic = classLog("rhythmic");
  const logBetween = classLog("between");
  const logIrregular = classLog("irregular");
  return {
    log10BayesFactor: (logRhythmic - logIrregular) / Math.LN10,
    logRhythmic,
    logBetween,
    logIrregular,
    betweenExcess: logBetween - Math.max(logRhythmic, logIrregular),
  };
}

function logSum(logs: readonly number[]): number {
  const top = Math.max(...logs);
  if (top === -Infinity) return top;
  return top + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - top), 0));
}
