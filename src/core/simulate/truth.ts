import type { MarkKind } from "../result";
import type { Activity, BurstEvent } from "./activity";
import { meanSquare, type Span } from "./emg-band";
import type { AntagonistPattern, Carrier, Contaminants, Generator, LoopParameters, SimulationClass, TrainParameters } from "./spec";

/** One true burst. Times in seconds from the start of the record. */
export interface TrueBurst {
  readonly onsetSeconds: number;
  readonly offsetSeconds: number;
  /** Centroid of the intended amplitude, without noise: the time that intervals are between. */
  readonly centroidSeconds: number;
  /** RMS in 30–450 Hz of the noise-free EMG between the edges. */
  readonly amplitudeMicrovolts: number;
  /** A_k of the generator. */
  readonly relativeAmplitude: number;
  /** Cycles in (−0.5, 0.5] by which an antagonist burst follows its agonist burst; null for agonist bursts. */
  readonly phaseCycles: number | null;
}

/** What is true of one channel. */
export interface TrueChannel {
  readonly label: string;
  readonly role: "agonist" | "antagonist" | "synergist" | "angle";
  readonly unit: string;
  readonly samplingHz: number;
  /** Mean power of the noise-free EMG inside the true bursts over the baseline noise's power, 30–450 Hz; null without bursts. */
  readonly snrDb: number | null;
  /** RMS of the baseline noise in 30–450 Hz. */
  readonly noiseMicrovolts: number | null;
}

/** What a simulated record holds, `klonos-truth/1`: plain JSON, no NaN. */
export interface SimulationTruth {
  readonly schema: "klonos-truth/1";
  readonly class: SimulationClass;
  readonly generator: Generator;
  readonly carrier: Carrier;
  readonly seed: number;
  readonly samplingHz: number;
  readonly durationSeconds: number;
  readonly requestedSnrDb: number;
  readonly channels: readonly TrueChannel[];
  /** The agonist's bursts. */
  readonly bursts: readonly TrueBurst[];
  readonly antagonistBursts: readonly TrueBurst[];
  /** Between successive beats of the clock, blocked beats included: one fewer than bursts + blockedSeconds. */
  readonly intervalsSeconds: readonly number[];
  /** The same without jitter: drift alone. */
  readonly smoothIntervalsSeconds: readonly number[];
  /** Beats of the clock at which no burst came. */
  readonly blockedSeconds: readonly number[];
  readonly antagonistPhase: { readonly pattern: AntagonistPattern; readonly meanCycles: number | null; readonly resultant: number | null };
  readonly marks: readonly { readonly kind: MarkKind; readonly seconds: number; readonly text: string }[];
  readonly hold: { readonly startSeconds: number; readonly endSeconds: number } | null;
  readonly parameters: TrainParameters | null;
  readonly loop: LoopParameters | null;
  readonly motorUnits: number | null;
  readonly contaminants: Contaminants;
}

const MICROVOLTS = 1e6;

/** True bursts of a channel; `band` is its noise-free EMG in volts, band-passed. */
export function trueBursts(events: readonly BurstEvent[], spans: readonly Span[], band: Float64Array): readonly TrueBurst[] {
  return events.map((event, k) => ({
    onsetSeconds: event.onsetSeconds,
    offsetSeconds: event.offsetSeconds,
    centroidSeconds: event.centroidSeconds,
    amplitudeMicrovolts: Math.sqrt(meanSquare(band, [spans[k]!])) * MICROVOLTS,
    relativeAmplitude: event.amplitude,
    phaseCycles: event.phaseCycles ?? null,
  }));
}

/** Mean direction and resultant length of the antagonist's phases. */
export function truePhase(activity: Activity, pattern: AntagonistPattern): SimulationTruth["antagonistPhase"] {
  const phases = activity.antagonist.flatMap((burst) => (burst.phaseCycles === undefined ? [] : [burst.phaseCycles]));
  if (phases.length === 0) return { pattern, meanCycles: null, resultant: null };
  const x = phases.reduce((sum, phase) => sum + Math.cos(2 * Math.PI * phase), 0) / phases.length;
  const y = phases.reduce((sum, phase) => sum + Math.sin(2 * Math.PI * phase), 0) / phases.length;
  return { pattern, meanCycles: Math.atan2(y, x) / (2 * Math.PI), resultant: Math.hypot(x, y) };
}
