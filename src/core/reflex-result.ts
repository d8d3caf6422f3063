import type { Estimate, Measured } from "./estimate";
import type { Side } from "./recording";

/** One medicine, as the person who examined wrote it. */
export interface Medication {
  readonly name: string;
  readonly dose?: string | undefined;
  /** Local date and time of the last dose, ISO (`2026-09-14T08:30`). */
  readonly takenAt?: string | undefined;
}

/** Scales that a clinician found and typed in. Klonos computes none of them (science.md 7). */
export interface TypedScales {
  /** SCATS clonus, 0–3. */
  readonly scatsClonus?: number | undefined;
  /** Modified Ashworth: 0, 1, 1+, 2, 3, 4. */
  readonly ashworth?: string | undefined;
  /** Penn spasm frequency 0–4 and severity 1–3, self-reported. */
  readonly pennFrequency?: number | undefined;
  readonly pennSeverity?: number | undefined;
  /** Tendon reflex, NINDS 0–4. */
  readonly reflex?: number | undefined;
}

/** What is known about the examination beside the signals. Nothing here names a person. All fields are optional. */
export interface Examination {
  /** Side that was examined. */
  readonly side?: Side | undefined;
  /** Posture and joint angles, in words. */
  readonly position?: string | undefined;
  /** Age in years, with decimals for infants (0.5 = six months). Below 1 the beat criteria are off. */
  readonly ageYears?: number | undefined;
  /** Body height: leg latencies are linear in it. */
  readonly heightCentimetres?: number | undefined;
  readonly medication?: readonly Medication[] | undefined;
  /** Last botulinum toxin injection into an examined muscle, ISO date. */
  readonly botulinumDate?: string | undefined;
  /** Fatigue or load before the recording, in words. */
  readonly fatigue?: string | undefined;
  /** Several limbs convulse together: labels are withheld. */
  readonly generalised?: boolean | undefined;
  readonly scales?: TypedScales | undefined;
}

/** Where the row stands in the document and what it is about. */
interface OfChannel {
  readonly channel: string;
  readonly channelIndex: number;
  readonly muscle: string | null;
  readonly side: Side | null;
}

/**
 * What one channel did after one stimulus. `absent` is a finding: signal, window and background are there, and nothing rises above the background.
 * `outside-window`: there is a response, too early or too late for the reflex looked for.
 */
export interface ReflexResult extends OfChannel {
  /** `F<mark>-<channel>`, both from 1. */
  readonly id: string;
  /** Index in `marks`. */
  readonly markIndex: number;
  readonly markSeconds: number;
  readonly evokedBy: "stretch" | "tap" | "stimulus";
  /** The response looked for: `Achilles T-reflex`, `soleus stretch M1`, `soleus H-reflex` …; null where none is known for the muscle. */
  readonly response: string | null;
  /** Where it was looked for, ms after the mark, and by which number and height. */
  readonly windowMilliseconds: readonly [number, number];
  readonly windowBasis: string;
  readonly status: "present" | "absent" | "outside-window" | "not-assessed";
  readonly latencyMilliseconds: Measured;
  /** Peak to peak between 5 and 450 Hz (before the 30 Hz high-pass) in the window, background not subtracted; µV. */
  readonly peakToPeakMicrovolts: Measured;
  /** Peak to peak of the M-wave of this stimulus; µV. */
  readonly mWaveMicrovolts: Measured;
  /** Response over the largest M-wave of the channel in this recording: T/M, H/M. None where a response exceeds that M-wave: it was not maximal. */
  readonly ratioToM: Measured;
  /** RMS of the same band from 100 to 10 ms before the mark; µV. */
  readonly backgroundMicrovolts: Measured;
  /** Time since the stimulus before on the same side; null for the first. */
  readonly sinceLastSeconds: Measured;
  readonly missing: Readonly<Record<string, string>>;
}

/** Responses of one channel to repeated stimuli of one kind. */
export interface ReflexSeriesResult extends OfChannel {
  readonly id: string;
  readonly evokedBy: ReflexResult["evokedBy"];
  /** Side that was stimulated; null where the marks do not say. */
  readonly stimulatedSide: Side | null;
  readonly response: string | null;
  readonly reflexIds: readonly string[];
  readonly stimuli: number;
  readonly present: number;
  readonly absent: number;
  /** Median over the present responses, with a bootstrap interval from three on. */
  readonly latencyMilliseconds: Estimate;
  /** Median over present and absent responses alike, with a bootstrap interval from three on; µV. */
  readonly peakToPeakMicrovolts: Estimate;
  readonly ratioToM: Estimate;
  /** Change of the amplitude from one stimulus to the next, % per stimulus (slope of ln amplitude of the present responses on the number), with Student's interval. */
  readonly habituationPercent: Estimate;
  /** Median time between stimuli. */
  readonly intervalSeconds: Measured;
  /** What is to be said of the series: too few, too close together. */
  readonly notes: readonly string[];
  readonly missing: Readonly<Record<string, string>>;
}

/** One side of a comparison. */
export interface SideMeasure {
  readonly channel: string;
  readonly channelIndex: number;
  /** Responses or manoeuvres that count. */
  readonly count: number;
  /** Median in the unit of the row. */
  readonly median: Measured;
}

/** The same muscle on both sides (science.md 5.3). Described, never counted for or against a pattern. */
export interface SideResult {
  readonly id: string;
  readonly muscle: string;
  readonly measure: "h-reflex" | "t-reflex" | "stretch-reflex" | "latency" | "clonus-beats" | "clonus-duration";
  /** µV, ms, s, or empty for beats and for T/M and H/M. */
  readonly unit: string;
  readonly left: SideMeasure;
  readonly right: SideMeasure;
  /** Smaller over larger, with a bootstrap interval. */
  readonly ratio: Estimate;
  /** (R − L)/(R + L). */
  readonly asymmetryIndex: Estimate;
  /** R − L of the medians in the unit of the row, with a bootstrap interval. */
  readonly difference: Estimate;
  readonly larger: Side | "equal" | null;
  /** For H-reflexes alone: a cut-off is known for nothing else. */
  readonly verdict: "symmetric" | "borderline" | "asymmetric" | null;
  /** The answer in a sentence. */
  readonly text: string;
  readonly missing: Readonly<Record<string, string>>;
}

/** What a distraction or a task of the other limb did to one channel: described, never counted for or against. */
export interface DistractionResult extends OfChannel {
  readonly id: string;
  readonly markIndex: number;
  readonly markSeconds: number;
  readonly kind: "distraction" | "contralateral-tapping";
  /** Length of what is compared before and after the mark. */
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
  readonly burstsBefore: number;
  readonly burstsAfter: number;
  readonly rateBeforeHz: Measured;
  readonly rateAfterHz: Measured;
  readonly amplitudeBeforeMicrovolts: Measured;
  readonly amplitudeAfterMicrovolts: Measured;
  /** Median amplitude after over before, and rate after over before: intervals over the bursts of this very change. */
  readonly amplitudeRatio: Estimate;
  readonly rateRatio: Estimate;
  /** Longest time without a burst that begins within 2 s of the mark. */
  readonly pauseSeconds: Measured;
  readonly effect: "paused" | "halved" | "unchanged" | "not-assessed";
  readonly text: string;
  readonly missing: Readonly<Record<string, string>>;
}

/** One line of the pre-flight: can the channel be analysed, or what is to be repeated and why. */
export interface PreflightRow {
  readonly channel: string;
  readonly channelIndex: number;
  readonly verdict: "analysable" | "limited" | "repeat";
  readonly findings: readonly PreflightFinding[];
}

/** One thing that limits or forbids the analysis, and what to do about it. */
export interface PreflightFinding {
  readonly code: "unusable" | "rest" | "snr" | "mains" | "clipping" | "cross-talk" | "marks" | "beats";
  readonly severity: "warning" | "error";
  readonly text: string;
  /** What to do next time or now. */
  readonly advice: string;
}

/** The pre-flight of a first look at a recording, some seconds after it is opened: the analysis gives its own, of every sample. */
export interface FirstLook {
  readonly rows: readonly PreflightRow[];
  /** How much of the longest channel was looked at, and how long it is, s. */
  readonly lookedSeconds: number;
  readonly totalSeconds: number;
}
