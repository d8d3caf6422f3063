import type { Random } from "./random";
import type { AntagonistPattern, SimulationClass, TrainParameters } from "./spec";

type Range = readonly [number, number];

/** Ranges of science.md 6.1; each parameter is drawn uniformly. */
interface ClassRanges {
  readonly baseHz: Range;
  readonly jitter: Range;
  readonly onsetDrift: Range;
  readonly onsetDecayBeats: Range;
  readonly endDrift: Range;
  readonly endDecayBeats: Range;
  readonly burstSeconds: Range;
  readonly burstCv: number;
  readonly amplitudeSlope: Range;
  readonly amplitudeJitter: Range;
  readonly latencySeconds: Range;
  readonly holdAfterSeconds: Range;
  readonly antagonists: readonly AntagonistPattern[];
  readonly antagonistPhaseSd: Range;
  readonly beats: readonly [number, number];
}

const NONE: Range = [0, 0];
/**
 * R > 0.8 allows σ up to 0.1 cycle (R = exp(−(2πσ)²/2)), but each σ adds √2·σ to the relative jitter of the antagonist's own
 * intervals: beyond 0.04 the muscle that follows a clonus would no longer be one.
 */
const LOCKED_PHASE_SD: Range = [0.01, 0.04];
const ANTAGONIST_GAIN: Range = [0.3, 0.8];

const clonusRanges: ClassRanges = {
  baseHz: [4, 7],
  jitter: [0.02, 0.08],
  onsetDrift: [0, 0.35],
  onsetDecayBeats: [1, 2.5],
  endDrift: [0, 0.35],
  endDecayBeats: [1, 4],
  burstSeconds: [0.04, 0.09],
  burstCv: 0.05,
  amplitudeSlope: NONE,
  amplitudeJitter: [0.05, 0.2],
  latencySeconds: [0.03, 0.06],
  // The release ends a sustained clonus: at the last burst or shortly before it.
  holdAfterSeconds: [-0.1, 0.02],
  antagonists: ["alternating", "synchronous", "absent"],
  antagonistPhaseSd: LOCKED_PHASE_SD,
  beats: [10, 30],
};

const ranges: Readonly<Record<Exclude<SimulationClass, "rest" | "tonic">, ClassRanges>> = {
  clonus: clonusRanges,
  clonoid: { ...clonusRanges, amplitudeSlope: [-1.8, -0.7], holdAfterSeconds: [1.5, 3], beats: [5, 12] },
  pseudoclonus: {
    ...clonusRanges,
    baseHz: [2.5, 6.5],
    jitter: [0.2, 0.55],
    onsetDrift: NONE,
    endDrift: NONE,
    burstSeconds: [0.04, 0.2],
    burstCv: 0.4,
    amplitudeSlope: [-1.5, 0],
    amplitudeJitter: [0.35, 0.8],
    latencySeconds: [0.08, 0.4],
    holdAfterSeconds: [1, 3],
    antagonists: ["random", "absent"],
    beats: [5, 12],
  },
  tapping: {
    ...clonusRanges,
    baseHz: [2.5, 5.5],
    jitter: [0.03, 0.08],
    onsetDrift: NONE,
    endDrift: NONE,
    burstSeconds: [0.09, 0.16],
    burstCv: 0.1,
    amplitudeJitter: [0.15, 0.35],
    latencySeconds: [0.12, 0.3],
    holdAfterSeconds: [0, 0.3],
    antagonists: ["alternating"],
    beats: [10, 30],
  },
  "semi-regular": {
    ...clonusRanges,
    jitter: [0.1, 0.2],
    onsetDrift: NONE,
    endDrift: NONE,
    burstSeconds: [0.06, 0.1],
    burstCv: 0.1,
    amplitudeJitter: [0.25, 0.5],
    latencySeconds: [0.08, 0.4],
    holdAfterSeconds: [0, 2],
    antagonists: ["synchronous"],
    beats: [8, 30],
  },
  // The clock of a clonus, for the limb shake that follows it.
  artefact: { ...clonusRanges, baseHz: [5.5, 5.5], jitter: NONE, onsetDrift: NONE, endDrift: NONE, antagonists: ["absent"] },
};

/** Parameters of one train of a class; those in `given` replace the drawn ones without moving the others. */
export function drawTrainParameters(kind: keyof typeof ranges, given: Partial<TrainParameters>, random: Random): TrainParameters {
  const r = ranges[kind];
  const draw = (range: Range): number => random.between(range[0], range[1]);
  const drawn: TrainParameters = {
    baseHz: draw(r.baseHz),
    jitter: draw(r.jitter),
    onsetDrift: draw(r.onsetDrift),
    onsetDecayBeats: draw(r.onsetDecayBeats),
    endDrift: draw(r.endDrift),
    endDecayBeats: draw(r.endDecayBeats),
    linearDrift: 0,
    burstSeconds: draw(r.burstSeconds),
    burstCv: r.burstCv,
    amplitudeSlope: draw(r.amplitudeSlope),
    amplitudeJitter: draw(r.amplitudeJitter),
    latencySeconds: draw(r.latencySeconds),
    antagonistGain: draw(ANTAGONIST_GAIN),
    antagonistPhaseSd: draw(r.antagonistPhaseSd),
    shape: random.uniform() < 0.5 ? "asymmetric" : "gaussian",
    holdAfterSeconds: draw(r.holdAfterSeconds),
    missedShare: 0,
  };
  return { ...drawn, ...given };
}

/** The antagonist's pattern where the request leaves it open. */
export function drawAntagonist(kind: keyof typeof ranges, random: Random): AntagonistPattern {
  return random.choose(ranges[kind].antagonists);
}

/** Number of beats where the request gives neither beats nor seconds. */
export function drawBeats(kind: keyof typeof ranges, random: Random): number {
  return random.integer(ranges[kind].beats[0], ranges[kind].beats[1]);
}
