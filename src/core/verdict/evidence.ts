import type { AntagonistEvidence } from "../trains/antagonist-phase";
import type { AmplitudeStatistics } from "../trains/amplitude-statistics";
import type { TrainShape } from "../trains/burst-shape";
import type { HoldSpan } from "../trains/hold-span";
import type { IntervalStatistics } from "../trains/interval-statistics";
import type { RhythmJudgement } from "../trains/rhythm-likelihood";
import type { SlowCycle } from "../trains/slow-cycle";
import type { TempoExcursion } from "../trains/tempo-excursion";
import type { EndReason, Hold, Protocol, Reason } from "../result";

/** A measure that could not be had, and why, in words for a person. */
export interface NotMeasured {
  readonly missing: string;
}

/** Either the number or the reason why there is none: nothing that decides is ever silently absent. */
export type Measurement<T = number> = T | NotMeasured;

/** True where the measurement is there. */
export function isMeasured<T>(measurement: Measurement<T>): measurement is T {
  return !(typeof measurement === "object" && measurement !== null && "missing" in measurement);
}

/** The number, or undefined where it could not be had. */
export function measuredOr<T>(measurement: Measurement<T>): T | undefined {
  return isMeasured(measurement) ? measurement : undefined;
}

/** Movement artefact check of science.md 4.1. */
export interface ArtefactEvidence {
  /** Power at 5–20 Hz over power at 30–300 Hz of the raw signal inside the bursts. */
  readonly lowToHighPower: Measurement;
  /** Share of the bursts that are also present in the 75–300 Hz band; asked only where the ratio exceeds its limit. */
  readonly burstsInHighBand: Measurement;
}

/** What the coarser envelopes say (science.md 4.3.8). */
export interface ScaleEvidence {
  /** Bursts on the 10 Hz envelope over bursts on the finest one in the same span. Needed for "irregular" only. */
  readonly coarseBurstRatio: Measurement;
  /** Share of the train's span covered by a rhythmic train (log10BF ≥ 1.5) of a coarser envelope; 0 where none was looked for or found. */
  readonly coarserRhythmicShare: number;
  /** Greatest share of the train's own bursts that is rhythmic by itself; 0 where there is no such part or none was looked for. */
  readonly rhythmicPart: number;
  /** A cycle slower than any beat in which the train comes again; undefined where there is none or it was not asked. */
  readonly slowCycle?: SlowCycle | undefined;
  /** The bursts that stand out and the log₁₀ Bayes factor of those alone (undefined for too few); undefined where it was not asked. */
  readonly strongBursts?: { readonly count: number; readonly log10BayesFactor: number | undefined } | undefined;
}

/** A cycle slower than any beat in another channel, at the time of the train. */
export interface CycleElsewhere {
  readonly channel: string;
  readonly cycle: SlowCycle;
}

/** The train in the upper band alone (75–300 Hz). */
export interface HighBandEvidence {
  /** Bursts of the train that covers most of it there; 0 for none. */
  readonly count: number;
  /** log₁₀ Bayes factor of their times; undefined for none. */
  readonly log10BayesFactor: number | undefined;
}

/** A rhythmic train of the other muscle of the pair at the same time. */
export interface PairedRhythm {
  readonly channel: string;
  /** Both trains under one jitter, likelihoods multiplied; undefined where cross-talk cannot be excluded. */
  readonly joint: { readonly log10BayesFactor: number; readonly betweenExcess: number } | undefined;
}

/** Everything that the rule of science.md 8 looks at, for one train. Filled by `analysis.ts`, judged by `judgeTrain`. */
export interface TrainEvidence {
  readonly protocol: Protocol;
  /** `ankle`, `patella`, `jaw` …; undefined when unknown. Sets the usual rate and the window of the first response. */
  readonly site: string | undefined;
  /** Several limbs or both sides move together as in a generalised event: the label is withheld. */
  readonly generalised: boolean;
  /** Body height, with which windows of leg latencies go. */
  readonly heightCentimetres?: number | undefined;
  /** Younger than a year: the number of beats decides nothing (science.md 1.4). Undefined means no. */
  readonly infant?: boolean | undefined;
  /** Detected bursts, false ones included. */
  readonly burstCount: number;
  /** Median duration onset to offset, seconds. */
  readonly medianBurstSeconds: number;
  /** SD of ln duration from beat to beat, drift left out; undefined for fewer than three beats. */
  readonly durationJitter?: number | undefined;
  /** How alike the bursts are and how full their carrier is; undefined says no more than not measured. */
  readonly shape?: Measurement<TrainShape> | undefined;
  /** Of all detected burst times; also for trains too short to be judged. */
  readonly rhythm: RhythmJudgement;
  /** Of `rhythm.path.intervalsSeconds`. */
  readonly intervals: Measurement<IntervalStatistics>;
  readonly tempo: Measurement<TempoExcursion>;
  readonly snrDb: Measurement;
  readonly modulationDepth: Measurement;
  readonly quietFraction: Measurement;
  readonly artefact: ArtefactEvidence;
  readonly scales: ScaleEvidence;
  readonly amplitude: Measurement<AmplitudeStatistics>;
  /** Mean band-passed power outside all bursts near the train, in the square of the samples' unit; undefined where nothing is quiet. */
  readonly quietPower?: number | undefined;
  /** The hold that the train belongs to, undefined where none is marked. */
  readonly hold: Hold | undefined;
  /** Where the hold holds several trains of one cycle: all of them. Undefined where the train is alone. */
  readonly holdSpan?: HoldSpan | undefined;
  /** Onset of the first burst and offset of the last one, seconds. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly endReason: EndReason;
  /** Seconds from the mark (stretch, tap) to the raw-signal onset of the first response (science.md 5.1). */
  readonly firstLatencySeconds: Measurement;
  /** The clearest slow cycle of another channel's train over at least half of this one. */
  readonly cycleElsewhere?: CycleElsewhere | undefined;
  /** Undefined where it was not asked: it is where the train leans to irregular. */
  readonly highBand?: HighBandEvidence | undefined;
  /** Undefined where no paired muscle is rhythmic at the same time. */
  readonly pairedRhythm?: PairedRhythm | undefined;
  /** The train ended before the first stretch or tap of a protocol that evokes: nothing had evoked it. */
  readonly beforeFirstMark: boolean;
  /** undefined where no antagonist is paired. */
  readonly antagonist: AntagonistEvidence | undefined;
}

/** A line of the evidence as the rule knows it: before intervals of measured quantities and its distance to another label are added. */
export type DraftReason = Omit<Reason, "noInterval" | "flip">;
