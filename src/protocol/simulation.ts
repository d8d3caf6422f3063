import type { Generator, SimulationClass, SimulationSpec } from "../core/simulate/spec";

/** What the window can have simulated, in the order of its list. */
export const simulatedClasses = ["clonus", "clonoid", "pseudoclonus", "tapping", "semi-regular", "tonic", "rest", "artefact"] as const satisfies readonly SimulationClass[];
/** Who makes the burst times. */
export const simulationGenerators = ["phenomenological", "loop"] as const satisfies readonly Generator[];

/** Limits of what is made at once: a recording that a person looks at, in some seconds. */
export const simulationLimits = {
  seconds: { min: 1, max: 300 },
  samplingHz: { min: 500, max: 10_000 },
  snrDb: { min: -20, max: 60 },
  seed: { min: 0, max: 999_999 },
} as const;

/** A simulation that is asked for: `seconds` of activity, of the whole record for `rest`. Equal requests give equal files. */
export type SimulationRequest = Required<Pick<SimulationSpec, "class" | "seed">> & {
  readonly seconds: number;
  readonly samplingHz: number;
  readonly snrDb: number;
  /** `loop` for clonus and clonoid alone. */
  readonly generator: Generator;
};

/** Times of the bursts that are true of a channel, seconds. */
export interface TrueTimes {
  readonly channelIndex: number;
  readonly seconds: readonly number[];
}

/** The bursts of a result beside the true ones of a channel. */
export interface TruthScore {
  readonly channelIndex: number;
  readonly truth: number;
  /** Found, in trains and alone. */
  readonly found: number;
  readonly matched: number;
  /** True bursts without one found, and found ones without a true one: seconds. */
  readonly missedSeconds: readonly number[];
  readonly falseSeconds: readonly number[];
  /** A found burst belongs to a true one within this. */
  readonly withinSeconds: number;
}
