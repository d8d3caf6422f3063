import type { Derivation } from "./derivation";
import type { Issue } from "./errors";
import type { Estimate, Interval, Measured } from "./estimate";
import type { ImportRecipe } from "./import-recipe";
import type { MarkKind } from "./mark-kinds";
import type { ChannelRole, Side } from "./recording";
import type { DistractionResult, Examination, PreflightRow, ReflexResult, ReflexSeriesResult, SideResult } from "./reflex-result";
import type { BoundaryAudit, DetectorDisagreement, SegmentationResult } from "./second-opinion-result";
import type { SettingValues } from "./settings";

/** How the movement was brought about; decides whether a label may be given (science.md 8 E). */
export type Protocol = "stretch-hold" | "tap" | "spontaneous" | "unmarked";
/** What the rule says of a train before it is put in a label: the rhythm, or why there is none (science.md 8 B and C). */
export type Pattern = "rhythmic" | "irregular" | "indeterminate" | "tonic" | "insufficient";
/** Whether a rhythmic train was kept up as long as it was evoked (science.md 8 D). */
export type Persistence = "sustained" | "unsustained" | "unknown";
/** What a reader sees: pattern and persistence in one word. A pattern, never a diagnosis; `withheld` keeps its pattern. */
export type Label = "clonus-like" | "clonoid-like" | "pseudoclonus-like" | "indeterminate" | "tonic" | "insufficient" | "withheld";
/** How a train ended. After a release, a gap or the end of the file its duration is censored; `unknown` likewise. */
export type EndReason = "stopped" | "released" | "gap" | "file-end" | "unknown";

export type { BoundaryAudit, DetectorDisagreement, Estimate, Interval, MarkKind, Measured, SegmentationResult };

/**
 * Who set the time of a mark. `file`: an annotation or trigger of the recording; `channel`: found on an angle, force, accelerometer or trigger
 * channel and confirmed by a person; `user`: set or moved by hand, too inexact for a latency.
 */
export type MarkOrigin = "file" | "channel" | "user";

/** A mark of the protocol. */
export interface Mark {
  readonly kind: MarkKind;
  readonly seconds: number;
  /** The words of the file or of the user, kept as they are. */
  readonly text: string;
  readonly origin: MarkOrigin;
  /** The EMG channel that it concerns alone; absent where it concerns all. */
  readonly channelIndex?: number | undefined;
  /** Where the mark is a stretch of time: its end. Absent for a moment. */
  readonly endSeconds?: number | undefined;
  /** The side that was stretched, tapped or stimulated; absent where nobody said. */
  readonly side?: Side | undefined;
}

/** A stretch held from its mark to its release. */
export interface Hold { readonly startSeconds: number; readonly endSeconds: number }

/** Which channel is judged against which. Indices as in `ChannelInfo.index`. */
export interface Pair { readonly agonist: number; readonly antagonist: number }

/** What a person corrected. Positions are absolute sample indices of the channel, half-open. Applied in order. */
export type Edit =
  | { readonly kind: "add-burst"; readonly channelIndex: number; readonly start: number; readonly end: number }
  | { readonly kind: "remove-burst"; readonly channelIndex: number; readonly start: number; readonly end: number }
  | { readonly kind: "move-burst"; readonly channelIndex: number; readonly start: number; readonly end: number; readonly newStart: number; readonly newEnd: number }
  | { readonly kind: "split-train"; readonly channelIndex: number; readonly sample: number }
  | { readonly kind: "merge-trains"; readonly channelIndex: number; readonly start: number; readonly end: number };

/** What a person decided about a train. `noted` has a note and leaves the label open. */
export type Decision = "accepted" | "rejected" | "relabelled" | "noted";

/** A decision, laid to its train by channel and overlap: edits renumber trains. The program's own label is never overwritten. */
export interface TrainDecision {
  readonly channelIndex: number;
  /** Absolute samples of the channel, half-open. */
  readonly startSample: number;
  readonly endSample: number;
  readonly decision: Decision;
  /** Where the person gave another label. */
  readonly label?: Label | undefined;
  readonly note?: string | undefined;
  /** Initials or code; empty where nobody gave one. */
  readonly who: string;
  /** Local time with offset, ISO. */
  readonly at: string;
}

/** The decision that stands for a train. */
export interface TrainReview {
  readonly decision: Decision;
  readonly label: Label | null;
  readonly note: string | null;
  readonly who: string;
  readonly at: string;
}

/**
 * A stretch of time that a person rejected (a cable was pulled, somebody spoke to the patient): samples whose time lies in
 * [start, end) are excluded from every filter's memory and every number, as if the recording had a gap there. Taking the
 * entry away brings them back.
 */
export interface RejectedStretch {
  /** undefined: every channel. */
  readonly channelIndex: number | undefined;
  /** Seconds from the start of the recording, true across gaps. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What the user says about a channel, over what the file says; see `core/channel-overrides`. */
export interface ChannelOverride {
  readonly channelIndex: number;
  readonly role?: ChannelRole | undefined;
  readonly muscle?: string | undefined;
  readonly side?: Side | undefined;
  /** Name in place of the file's label, wherever the channel is named. */
  readonly alias?: string | undefined;
  /** Unit of the file's numbers (`uV`, `mV`, `deg` …) in place of the one that the file names. */
  readonly unit?: string | undefined;
  /** The file's numbers are multiplied by this (a gain that the file does not know); positive. */
  readonly scale?: number | undefined;
  /** Drawn and exported upside down. No result depends on it. */
  readonly inverted?: boolean | undefined;
  /** Position among the rows of the window, smallest first; channels without one keep the file's order, by their index. */
  readonly order?: number | undefined;
  /** Analyse although a quality gate calls the channel unusable. */
  readonly insist?: boolean | undefined;
}

/** Everything beside the samples and the settings that a result depends on. */
export interface AnalysisContext {
  readonly protocol: Protocol;
  readonly site: string | undefined;
  readonly pairs: readonly Pair[];
  readonly marks: readonly Mark[];
  /** Holds given outright (`--hold`); holds between a stretch and its release are found from `marks`. */
  readonly holds: readonly Hold[];
  readonly edits: readonly Edit[];
  readonly overrides: readonly ChannelOverride[];
  /** Channels made of two others; their indices follow those of the file, in this order. */
  readonly derivations?: readonly Derivation[] | undefined;
  /** In any order; they may overlap. */
  readonly rejected: readonly RejectedStretch[];
  readonly examination?: Examination | undefined;
  /** What a person decided about trains, newest last; no number depends on it. */
  readonly decisions?: readonly TrainDecision[] | undefined;
}

/** One burst: its edges, its time and its size. */
export interface BurstResult {
  readonly onsetSeconds: number;
  readonly offsetSeconds: number;
  /** Centroid of the floor-subtracted envelope between the edges: the time that all interval statistics use. */
  readonly timeSeconds: number;
  /** RMS of the band-passed signal between the edges in µV; null where the channel's unit is not a voltage. */
  readonly amplitudeMicrovolts: Measured;
  /** √(its power − power between the bursts of the train) in µV, 0 where that is negative; at an isolated burst the channel's rest. */
  readonly netAmplitudeMicrovolts: Measured;
  readonly edited: boolean;
  /** Edges as absolute samples of the channel, for edits. */
  readonly onsetSample: number;
  readonly offsetSample: number;
  /** True when the most probable path of science.md 3.8 takes it for no beat of the cycle. */
  readonly thoughtFalse: boolean;
}

/** One line of the evidence: a measure beside the threshold it was judged by. */
export interface Reason {
  /** Field or gate identifier: `log10BayesFactor`, `jitter`, `modulationDepth`, `snrDb`, `quietFraction`, `persistence` … */
  readonly measure: string;
  readonly title: string;
  readonly value: Measured;
  readonly interval: Interval;
  /** Why `interval` is null; null where it is there. */
  readonly noInterval: string | null;
  readonly threshold: Measured;
  readonly unit: string;
  /** Ends of the little scale on which value, interval and threshold are drawn, and the stretch of it that counts for the pattern. */
  readonly scale: { readonly min: number; readonly max: number; readonly favourable: readonly [number, number] } | null;
  readonly says: "for" | "against" | "withholds" | "neutral";
  readonly text: string;
  /** The smallest change of this measure that alone would flip the label; null where none does. */
  readonly flip: NearestFlip | null;
}

/** How near a label is to another one. */
export interface NearestFlip {
  readonly measure: string;
  /** By how much the measure would have to move, as a share of the range of its scale: comparable between measures. */
  readonly distance: number;
  /** The label that it would read. */
  readonly label: Label;
  /** `SNR 7.0 → 8 dB` */
  readonly text: string;
}

/** Phase of the antagonist's bursts in the cycle of the beats (science.md 3.7). Described, never counted. */
export interface AntagonistPhase {
  /** Mean direction in cycles, (−0.5, 0.5]. */
  readonly meanCycles: Measured;
  readonly resultant: Measured;
  readonly resultantCi: Interval;
  readonly pattern: "alternating" | "synchronous" | "intermediate" | "shifting" | "uncertain" | "absent" | "withheld";
  /** Phase of each beat in cycles, null for a beat without an antagonist burst; as long as `bursts`. */
  readonly perBeat: readonly Measured[];
}

/**
 * The rhythm of a train measured in every way in use, each with its interval where one can be had. Only the likelihood decides; these describe
 * (science.md 3). Of the intervals between beats, multiples divided out, unless the envelope is named.
 */
export interface RhythmResult {
  readonly jitter: Estimate;
  readonly jitterMedian: Estimate;
  readonly localVariation: Estimate;
  /** SD over mean: mixes drift and jitter. */
  readonly cv: Estimate;
  /** The same corrected for few values. */
  readonly cvCorrected: Estimate;
  readonly cv2: Estimate;
  /** SD of ln I about the fitted trend. */
  readonly detrendedCv: Estimate;
  readonly driftPercentPerBeat: Estimate;
  /** Fitted last over first interval. */
  readonly driftRatio: Estimate;
  /** Wing–Kristofferson lag-1 autocorrelation of the detrended intervals; from 15 beats on. */
  readonly lagOneAutocorrelation: Estimate;
  /** Tremor stability index on the beats, Hz. */
  readonly stabilityIndexBeatsHz: Estimate;
  /** Tremor stability index on zero crossings of the band-passed envelope, Hz. */
  readonly stabilityIndexCrossingsHz: Estimate;
  readonly autocorrelationPeak: Estimate;
  readonly autocorrelationLagSeconds: Measured;
  readonly spectrumPeakHz: Estimate;
  readonly spectrumHalfWidthHz: Measured;
  /** 1/T: what the record's length allows. */
  readonly spectrumResolutionHz: Measured;
  readonly tempoExcursionHz: Estimate;
  /** What jitter alone exceeds in one of a hundred trains of this length, Hz. */
  readonly tempoChanceHz: Measured;
  readonly tempoSlowestHz: Measured;
  readonly tempoFastestHz: Measured;
  /** Smoothed rate over the whole train: middle of five intervals and one over their geometric mean. */
  readonly tempoSeconds: readonly number[];
  readonly tempoRateHz: readonly number[];
  /** First two intervals over the middle ones. */
  readonly firstIntervalRatio: Estimate;
  /** Beat, from 1, from which the intervals are as long as the middle ones. */
  readonly stableFromBeat: Measured;
  /** Last two intervals over the middle ones: slowing at the end. */
  readonly lastIntervalRatio: Estimate;
  /** log10 odds of rhythmic over irregular from J alone: a check, not the verdict. */
  readonly log10OddsOfJitter: Measured;
  /** ln likelihood of the burst times at each jitter of the model; attempts in several files are pooled from these. */
  readonly logLikelihoods: readonly { readonly jitterClass: "rhythmic" | "between" | "irregular"; readonly jitter: number; readonly logLikelihood: number }[];
}

/** How large the bursts of a train are and how alike (science.md 3.5, 3.6). Supporting evidence at most. */
export interface AmplitudeResult {
  /** A_J. */
  readonly jitter: Estimate;
  /** What bursts of this length show under a constant drive: A_J near it means equal. */
  readonly jitterNoiseFloor: Measured;
  /** Slope of ln A, % per beat; negative where the train fades. */
  readonly fadePercentPerBeat: Estimate;
  /** Mean amplitude of the last fifth of the beats over that of the first. */
  readonly lastToFirst: Measured;
  /** S, mean correlation of each raw burst with the mean of the others. Exploratory, no weight. */
  readonly stereotypy: Estimate;
}

/** What the antagonist does besides its phase (science.md 3.7). Describes, never decides. */
export interface AntagonistActivity {
  /** Peak correlation of the raw channels within 2 ms. */
  readonly rawCorrelation: Measured;
  readonly crossTalk: "none" | "warning" | "withheld" | "not-checked";
  /** exp(−nR²): chance of such a resultant without a preferred phase; from 8 phases on. */
  readonly rayleighP: Measured;
  readonly antagonistBursts: number;
  /** Shape-based family: Winter's %COCON, each muscle normalised to its own greatest level around the train. */
  readonly coContractionBefore: Measured;
  readonly coContractionBursts: Measured;
  readonly coContractionGaps: Measured;
  /** Level that both muscles keep in the gaps, as a share of their bursts. */
  readonly gapLevel: Measured;
  /** gapLevel above the setting gapCoactivation; null where it could not be had. */
  readonly tonicCoactivation: boolean | null;
}

/** Counts of the times between bursts, for plots. */
export interface IntervalHistogramsResult {
  readonly binSeconds: number;
  /** From 0 on: from each burst to every later one of the train. */
  readonly auto: readonly number[];
  /** About 0, the middle bin centred on it: from each burst to those of the antagonist; null without an antagonist. */
  readonly cross: readonly number[] | null;
}

/** How the envelopes of a pair go together over the whole recording: for slow movements that have no trains. */
export interface PairResult {
  readonly agonist: string;
  readonly agonistIndex: number;
  readonly antagonist: string;
  readonly antagonistIndex: number;
  /** Correlation of the 6 Hz envelopes without a lag. */
  readonly zeroLagCorrelation: Estimate;
  readonly peakCorrelation: Measured;
  /** Positive where the antagonist follows. */
  readonly peakLagSeconds: Measured;
  readonly pattern: "alternating" | "together" | "neither" | "uncertain";
  /** Windows of 2 s in which both muscles were active. */
  readonly windows: number;
  readonly missing: Readonly<Record<string, string>>;
}

/** How alike the bursts of a train are, and what that adds to the evidence of their times (rule v4). */
export interface BurstShapeResult {
  /** SD of ln duration between successive bursts that stand out; null where fewer than four do. */
  readonly durationSpread: Measured;
  /** SD of ln amplitude, likewise. */
  readonly heightSpread: Measured;
  /** Middle share of a burst's time in which it is active: low where it is one or two motor unit potentials. */
  readonly activeShare: number;
  /** log10 units added for a rhythm. */
  readonly log10Support: number;
  /** log10BayesFactor with that: what is compared with the limits. */
  readonly combinedLog10: number;
}

/** One train with its verdict, the evidence for it and everything measured on it. */
export interface TrainResult {
  readonly id: string;
  readonly channel: string;
  readonly channelIndex: number;
  readonly muscle: string | null;
  readonly side: Side | null;
  readonly antagonist: string | null;
  readonly antagonistIndex: number | null;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly endReason: EndReason;
  /** The end was not seen: the duration is a lower bound. */
  readonly durationCensored: boolean;
  /** What a person decided; null where nobody has. */
  readonly review: TrainReview | null;
  readonly beats: number;
  readonly missedBeats: number;
  readonly falseBursts: number;
  /** Times at which the path of 3.8 expects a beat that was not detected. */
  readonly missedBeatSeconds: readonly number[];
  /** Cut-off of the envelope that found the train: 20, 10, 6 or 4 Hz (science.md 4.3.8). */
  readonly envelopeHz: number;
  readonly rateHz: Measured;
  readonly rateCi: Interval;
  readonly bursts: readonly BurstResult[];
  /** Inter-beat intervals in seconds, divided by the path's multiples; one fewer than true beats. */
  readonly intervalsSeconds: readonly number[];
  readonly jitter: Measured;
  readonly jitterCi: Interval;
  readonly jitterMedian: Measured;
  readonly localVariation: Measured;
  /** Null below three beats. */
  readonly rhythm: RhythmResult | null;
  readonly log10BayesFactor: Measured;
  readonly driftPercentPerBeat: Measured;
  readonly tempoExcursionHz: Measured;
  readonly amplitudeJitter: Measured;
  /** Null below four bursts, or where nothing is quiet. */
  readonly burstShape: BurstShapeResult | null;
  /** Null below three beats. */
  readonly amplitude: AmplitudeResult | null;
  readonly modulationDepth: Measured;
  readonly quietFraction: Measured;
  readonly snrDb: Measured;
  /** Median duration of the bursts, onset to offset. */
  readonly burstMilliseconds: Measured;
  readonly persistenceRatio: Measured;
  readonly firstLatencyMilliseconds: Measured;
  readonly antagonistPhase: AntagonistPhase | null;
  readonly antagonistActivity: AntagonistActivity | null;
  readonly intervalHistograms: IntervalHistogramsResult;
  readonly pattern: Pattern;
  readonly persistence: Persistence;
  readonly label: Label;
  readonly confidence: "clear" | "narrow";
  readonly conditionalOn: "protocol" | null;
  readonly reasons: readonly Reason[];
  /** Sentences: what would change the label, nearest first. */
  readonly wouldChange: readonly string[];
  /** The smallest change of one measure that would flip the label. */
  readonly nearestFlip: NearestFlip | null;
  /** null for a train of too few bursts. */
  readonly disagreement: DetectorDisagreement | null;
  readonly boundaryAudit: BoundaryAudit | null;
  readonly segmentation: SegmentationResult;
  readonly missing: Readonly<Record<string, string>>;
}

/** A gate of a channel's quality and the value that it judged. */
export interface ChannelGate {
  /** Sampling rate; share of clipped samples; time at rest; share of mains hum in the quiet baseline's power. */
  readonly gate: "samplingHz" | "clippedPercent" | "restSeconds" | "mainsPercent";
  readonly value: Measured;
  readonly limit: number;
  readonly unit: "Hz" | "%" | "s";
  readonly sense: "at-least" | "at-most";
  /** Null where there is no value. */
  readonly passes: boolean | null;
  /** Why there is none; null where it is there. */
  readonly noValue: string | null;
}

/** One channel of the recording: whether it could be analysed, and what is not part of any train. */
export interface ChannelResult {
  readonly index: number;
  readonly label: string;
  readonly muscle: string | null;
  readonly side: Side | null;
  readonly role: ChannelRole;
  readonly unit: string;
  /** Label and unit as the file has them, where a person said otherwise; null where `label` and `unit` are the file's. */
  readonly fileLabel: string | null;
  readonly fileUnit: string | null;
  /** What the file's numbers were multiplied by on a person's word; 1 where nobody said so. */
  readonly scale: number;
  /** True where a person wants it drawn upside down. No number of this document depends on it. */
  readonly inverted: boolean;
  readonly samplingHz: number;
  /** Why the channel was not analysed; null when it was, or when it is no EMG. */
  readonly unusable: string | null;
  readonly isolatedBursts: readonly BurstResult[];
  /** Resting RMS in µV (30–450 Hz), null when no rest was found or the unit is no voltage. */
  readonly restMicrovolts: Measured;
  /** Every quality gate with its value, passed or not; empty for a channel that is no EMG. */
  readonly gates: readonly ChannelGate[];
  /** Stretches of the raw signal that cannot be muscle, in time order. They are told, not left out: reject them where they matter. */
  readonly artefacts: readonly {
    readonly kind: "clipping" | "dropout" | "baseline-step";
    readonly startSeconds: number;
    readonly endSeconds: number;
    /** Level at which clipped or dropped samples stay, or height of the step: in µV for voltages, else in the channel's unit. */
    readonly value: number;
  }[];
  /** Where the detectors differ within trains, in time order; level in quarters, 1 where half of them call it active and half not; nothing where they agree. */
  readonly disagreementSpans: readonly { readonly startSeconds: number; readonly endSeconds: number; readonly level: number }[];
  readonly issues: readonly Issue[];
}

/** What the core says about a recording. With source, version and schema around it this is `klonos-result/1`. */
export interface AnalysisResult {
  readonly protocol: Protocol;
  readonly ciLevel: number;
  /** Version of the decision rule whose constants are the default settings. */
  readonly rule: string;
  readonly settings: SettingValues;
  readonly marks: readonly Mark[];
  readonly holds: readonly Hold[];
  readonly editCount: number;
  /** Channels that no file holds; they follow those of the file in `channels`. */
  readonly derivations: readonly Derivation[];
  /** What a person left out, in time order; `channelIndex` null for every channel. */
  readonly rejected: readonly { readonly channelIndex: number | null; readonly startSeconds: number; readonly endSeconds: number }[];
  readonly channels: readonly ChannelResult[];
  readonly trains: readonly TrainResult[];
  readonly episodes: readonly EpisodeResult[];
  readonly attempts: readonly AttemptResult[];
  readonly pooled: readonly PooledResult[];
  readonly pairs: readonly PairResult[];
  /** One row a stimulus × channel. */
  readonly reflexes: readonly ReflexResult[];
  readonly reflexSeries: readonly ReflexSeriesResult[];
  readonly sides: readonly SideResult[];
  readonly distractions: readonly DistractionResult[];
  /** One row an EMG channel. */
  readonly preflight: readonly PreflightRow[];
  /** What a person said about the examination; null where nobody said anything. */
  readonly examination: Examination | null;
  /** Sentences that stand on every report of this result (science.md 7). */
  readonly caveats: readonly string[];
  readonly issues: readonly Issue[];
}

/** What one muscle did in one manoeuvre: a row also where it did nothing (science.md 8, Attempts). Built from all its bursts in the hold, not from the longest train. */
export interface AttemptResult {
  /** `A<manoeuvre>-<channel>`, both from 1: the same manoeuvre has one row for each EMG channel. */
  readonly id: string;
  /** Number of the manoeuvre in the recording, from 1, in time order. */
  readonly manoeuvre: number;
  readonly evokedBy: "stretch" | "hold" | "tap";
  readonly channel: string;
  readonly channelIndex: number;
  readonly muscle: string | null;
  readonly side: Side | null;
  /** The stretch or tap, or the start of a hold that was given outright. */
  readonly markSeconds: number;
  /** End of what is counted: the release, the next manoeuvre, the next nerve stimulus where nothing is held, or the end of the recording. */
  readonly endSeconds: number;
  /** Null where no hold is marked. */
  readonly hold: Hold | null;
  /** Trains of the channel that begin in this manoeuvre, in time order; where none does, the one that was there before the mark and goes on in it. */
  readonly trainIds: readonly string[];
  /** All bursts between mark and end, isolated ones included. */
  readonly bursts: number;
  /** Those of them that the paths of the trains take for beats. */
  readonly beats: number;
  /** From the first response to the end of the last train, pauses included; of bursts without a train and without a hold, up to a pause of more than a second. */
  readonly durationSeconds: Measured;
  /** Sum of the trains' own lengths within that. */
  readonly activeSeconds: Measured;
  /** durationSeconds over the length of the hold. */
  readonly persistenceRatio: Measured;
  readonly firstLatencyMilliseconds: Measured;
  /** How the last train ended; null without a train. */
  readonly endReason: EndReason | null;
  readonly durationCensored: boolean;
  /** Beats in the first 10 s after the first response: the drop test's count (science.md 1.4). */
  readonly beatsInTenSeconds: Measured;
  /** In which band of SCATS clonus the duration falls, in words; never a score (science.md 7). */
  readonly scatsBand: string | null;
  /** Bursts within 5 s of the release that go on from what went before. */
  readonly burstsAfterRelease: Measured;
  /** How long they go on. */
  readonly afterReleaseSeconds: Measured;
  /** Label of the train with most beats; `no-response` is a finding, `not-analysed` is none. */
  readonly outcome: Label | "no-response" | "not-analysed";
  readonly missing: Readonly<Record<string, string>>;
}

/** Repeated attempts of one muscle judged together: likelihoods multiplied at the same jitter, then averaged over the class (science.md 8, Attempts). */
export interface PooledResult {
  readonly id: string;
  readonly channel: string;
  readonly channelIndex: number;
  readonly muscle: string | null;
  readonly side: Side | null;
  /** Manoeuvres tried, those without a response included; null where none is marked. */
  readonly attempts: number | null;
  /** Attempts with at least one burst; null where none is marked. */
  readonly responses: number | null;
  /** The trains whose likelihoods were multiplied. */
  readonly trainIds: readonly string[];
  /** Trains left out, with the reason (signal too weak, tonic, too few bursts …). */
  readonly leftOut: readonly { readonly trainId: string; readonly reason: string }[];
  readonly beats: number;
  readonly log10BayesFactor: Measured;
  /** ln excess of the class between regular and irregular over both others. */
  readonly betweenExcess: Measured;
  readonly pattern: Pattern;
  /** Why the pattern is undecided, one sentence each; empty where it is decided. */
  readonly failed: readonly string[];
  readonly conditionalOn: "protocol" | null;
  /** Root mean square of the trains' J, weighted by their degrees of freedom, and its χ² interval. */
  readonly jitter: Estimate;
  /** SD between trains of ln J beyond what its sampling error explains; 0 where that explains all. */
  readonly jitterSpread: Measured;
  /** Geometric mean of the trains' rates. */
  readonly rateHz: Estimate;
  /** SD of the rate between trains, Hz. */
  readonly rateSpreadHz: Measured;
  /** Number of trains of each single label. */
  readonly labels: Readonly<Partial<Record<Label, number>>>;
  readonly missing: Readonly<Record<string, string>>;
}

/** Trains of several muscles that go on at the same time. */
export interface EpisodeResult {
  readonly id: string;
  /** In order of their start. */
  readonly trainIds: readonly string[];
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Of the train that ended last. */
  readonly endReason: EndReason;
  readonly durationCensored: boolean;
  /** EMG channels that take part. */
  readonly channelIndices: readonly number[];
  /** Different muscles of one side each, as far as labels name them; a channel without a known muscle counts for itself. */
  readonly muscles: number;
  readonly sides: readonly Side[];
}

/** What an export says of the plan that a project locked before the data were looked at. */
export interface PlanReceipt {
  /** SHA-256 of the locked settings, outcomes and exclusions. */
  readonly sha256: string;
  /** Sentences; empty when nothing deviates. */
  readonly deviations: readonly string[];
}

/** The exported and shown document: one and the same. */
export interface ResultDocument extends AnalysisResult {
  readonly schema: "klonos-result/1";
  readonly version: string;
  /** Null where no plan was locked. */
  readonly plan: PlanReceipt | null;
  /** `recipe`: what a person said on import of what the file does not say (`klonos-import/1`); with it and the SHA-256 the same numbers come again. Null where nothing was said. */
  readonly source: { readonly name: string; readonly sha256: string | null; readonly format: string; readonly durationSeconds: number; readonly recipe: ImportRecipe | null };
}
