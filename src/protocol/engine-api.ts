import type { Derivation } from "../core/derivation";
import type { ErrorRecord } from "../core/errors";
import type { SimulationRequest, TrueTimes, TruthScore } from "./simulation";
import type { TraceView } from "./trace-views";
import type { SimulationTruth } from "../core/simulate/truth";
import type { ImportPreview, ImportRecipe } from "../core/import-recipe";
import type { Annotation, ChannelInfo, Gap, RecordingHeader } from "../core/recording";
import type { Issue } from "../core/errors";
import type { FigureStyle } from "../core/figure-style";
import type { NamedMarkKind } from "../core/mark-kinds";
import type { AnalysisContext, ChannelOverride, Mark, Pair, PlanReceipt, Protocol, ResultDocument } from "../core/result";
import type { AgreementRow, Reading } from "../core/reading/agreement";
import type { FirstLook } from "../core/reflex-result";
import type { ReadingItem } from "../core/reading/reading-items";
import type { ReportTemplate } from "../core/report-template";
import type { SettingValues } from "../core/settings";

/** What the shell knows of a file it may open: an opaque id, never a path. */
export interface SourceInfo {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** What a person says where the file does not. */
export type ImportAnswers = ImportRecipe;

/** What a channel says happened, for a person to confirm: it counts for nothing until then. */
export interface EventProposal {
  readonly kind: NamedMarkKind;
  readonly seconds: number;
  readonly text: string;
}

/** Events that a channel shows; they count for nothing until a person accepts them. */
export interface EventProposals {
  readonly channelIndex: number;
  readonly proposals: readonly EventProposal[];
  /** How they were found, with the thresholds in the channel's unit; or why none was. */
  readonly explanation: string;
}

/** What is known of a recording when its header was read. */
export interface OpenedRecording {
  readonly recordingId: string;
  readonly source: { readonly name: string; readonly size: number };
  readonly header: RecordingHeader;
  readonly proposedPairs: readonly Pair[];
  /** Names the structure of a file that can be read in several ways (`ImportPreview.signature`); undefined for every other format. */
  readonly importSignature?: string | undefined;
  /** What of the answers counted for this file; undefined where nothing was said. */
  readonly recipe?: ImportRecipe | undefined;
}

/** A word of this lab for a kind of mark, beside the words that Klonos knows. */
export interface MarkWord {
  readonly text: string;
  readonly kind: NamedMarkKind;
}

/** Filled in behind, with progress. */
export interface ScannedRecording {
  readonly sha256: string;
  readonly channels: readonly ChannelInfo[];
  readonly durationSeconds: number;
  readonly annotations: readonly Annotation[];
  /** Annotations that are marks of the protocol. */
  readonly marks: readonly Mark[];
  /** What the marks say about the protocol; `unmarked` where there are none. */
  readonly proposedProtocol: Protocol;
  readonly gaps: readonly Gap[];
  readonly issues: readonly Issue[];
}

export type { TraceView };

/** A stretch without a gap. `minimum[k]` and `maximum[k]` are over samples [startSample + k·samplesPerBucket, …). Volts or file unit. */
export interface TracePiece {
  readonly startSample: number;
  readonly startSeconds: number;
  readonly samplesPerBucket: number;
  readonly minimum: Float32Array;
  readonly maximum: Float32Array;
}

/** One channel over the window asked for, in pieces without a gap. */
export interface Trace {
  readonly channelIndex: number;
  readonly view: TraceView;
  readonly samplingHz: number;
  readonly pieces: readonly TracePiece[];
  /** A first look (sparse samples, or gaps not yet known): ask again in a second for the true one. Absent when it is the true one. */
  readonly provisional?: boolean | undefined;
}

/** Which channels of which stretch, how, and how finely. */
export interface TraceRequest {
  readonly recordingId: string;
  readonly channels: readonly number[];
  readonly view: TraceView;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Wanted number of buckets over the window (pixels); a window with fewer samples comes back sample by sample. */
  readonly columns: number;
  readonly settings: SettingValues;
  /** Channels made of two others; their indices follow those of the file. */
  readonly derivations?: readonly Derivation[] | undefined;
  /** What a person says of the channels: unit, scale and polarity of the values. */
  readonly overrides?: readonly ChannelOverride[] | undefined;
  /** False: the caller has the pyramids built itself (`buildPyramids`), where progress is shown and can be stopped. Default: they are begun behind a first look. */
  readonly behind?: boolean | undefined;
}

/** Channels whose minima and maxima are to be made over the whole recording, so that every zoom of it is answered at once. */
export interface PyramidRequest {
  readonly recordingId: string;
  readonly channels: readonly number[];
  readonly view: TraceView;
  readonly settings: SettingValues;
  readonly derivations?: readonly Derivation[] | undefined;
  readonly overrides?: readonly ChannelOverride[] | undefined;
}

/** A stretch of one channel. */
export interface SignalRequest {
  readonly recordingId: string;
  readonly channelIndex: number;
  readonly view: TraceView;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly settings: SettingValues;
  readonly derivations?: readonly Derivation[] | undefined;
  readonly overrides?: readonly ChannelOverride[] | undefined;
}

/** Samples of one channel without a gap or an invalid sample; volts or file unit. */
export interface SignalPiece {
  readonly startSeconds: number;
  readonly values: Float32Array;
}

/** All samples of a stretch of one channel, in pieces without a gap. */
export interface SignalSamples {
  readonly samplingHz: number;
  /** What is given: `raw` where the channel is no EMG. */
  readonly view: TraceView;
  readonly pieces: readonly SignalPiece[];
}

/** Spectrum and spectrogram of the longest run without a gap in a stretch. Densities in unit²/Hz, unit = volt where the channel is a voltage. */
export interface StretchSpectrum {
  readonly channelIndex: number;
  readonly view: TraceView;
  /** The run that was used. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly averages: number;
  readonly resolutionHz: number;
  readonly density: Float32Array;
  /** Of the power between `bandHz`; null where there is none. */
  readonly bandHz: readonly [number, number];
  readonly peakHz: number | null;
  readonly medianHz: number | null;
  readonly meanHz: number | null;
  /** RMS of that power, in the channel's unit. */
  readonly rms: number | null;
  readonly spectrogram: {
    /** Middle of the first column. */
    readonly firstSeconds: number;
    readonly stepSeconds: number;
    readonly resolutionHz: number;
    readonly rows: number;
    readonly columns: number;
    readonly density: Float32Array;
  };
}

/** Gain against frequency of the filters as they are applied. */
export interface FilterResponseCurve {
  readonly samplingHz: number;
  readonly bandHz: readonly [number, number];
  readonly envelopeHz: number;
  readonly frequenciesHz: Float32Array;
  /** Zero phase: the square of one pass. */
  readonly bandGain: Float32Array;
  readonly envelopeGain: Float32Array;
  readonly halfPowerHz: readonly [number, number];
  readonly settlingSeconds: number;
}

/** Which train's bursts are laid over each other. */
export interface BurstOverlayRequest {
  readonly recordingId: string;
  readonly settings: SettingValues;
  readonly context: AnalysisContext;
  readonly trainId: string;
  readonly view: TraceView;
}

/** All bursts of a train, aligned at their times (centroids), in the channel's unit. */
export interface BurstOverlay {
  readonly channelIndex: number;
  readonly view: TraceView;
  /** Time of the first point from the burst's time, and between points. */
  readonly firstSeconds: number;
  readonly stepSeconds: number;
  /** Numbers of the bursts, from 1; a burst whose surroundings are cut by a gap is left out. */
  readonly numbers: readonly number[];
  readonly curves: readonly Float32Array[];
  readonly mean: Float32Array;
  readonly spread: Float32Array;
  /** Correlation of each with the mean of the others; null where it cannot be had. */
  readonly likeness: readonly (number | null)[];
  readonly medianLikeness: number | null;
}

/** The report of a recording as it stands. */
export interface ReportRequest {
  readonly recordingId: string;
  readonly settings: SettingValues;
  readonly context: AnalysisContext;
  readonly template: ReportTemplate;
  readonly format: "pdf" | "html";
  /** Prints the recording's file name, which may name a person. */
  readonly withFileName: boolean;
  /** What deviates from the project's locked plan; undefined where none is locked. */
  readonly plan?: PlanReceipt | undefined;
}

/** File formats of figures. */
export type FigureFormat = "svg" | "pdf" | "png" | "tiff";

/** A figure of a recording: what it shows, how it looks, and as which file. */
export interface FigureRequest {
  readonly recordingId: string;
  readonly settings: SettingValues;
  readonly context: AnalysisContext;
  /** The train to show; undefined takes the first labelled one, else the whole recording. */
  readonly trainId: string | undefined;
  /** Overrides the span around the train. */
  readonly startSeconds?: number | undefined;
  readonly endSeconds?: number | undefined;
  readonly format: FigureFormat;
  readonly widthMillimetres: number;
  /** For PNG and TIFF. */
  readonly dpi: number;
  /** Undefined: the default style (core/figure-style). */
  readonly style?: FigureStyle | undefined;
  /** Channels from top to bottom; undefined: the train's and its antagonist's, or all EMG. */
  readonly channels?: readonly number[] | undefined;
  /** Trains that are annotated besides the chosen one; undefined: all in the span. */
  readonly annotate?: readonly string[] | undefined;
  /** What the EMG traces show; default filtered. */
  readonly view?: "raw" | "filtered" | undefined;
  /** For the screen: as fine as a screen, which keeps it small. */
  readonly preview?: boolean | undefined;
  /** What deviates from the project's locked plan; undefined where none is locked. */
  readonly plan?: PlanReceipt | undefined;
}

/** A table of the result in one of its formats, the whole result, or the meaning of all columns. */
export type TableKind = `${"trains" | "bursts" | "trials" | "channels" | "recordings" | "reflexes" | "reflex_series" | "asymmetry" | "distractions" | "pooled" | "measures" | "evidence" | "pairs" | "episodes"}-${"csv" | "tsv" | "json" | "parquet"}` | "result-json" | "study-json" | "dictionary-tsv";

/** A file that is ready to be saved. */
export interface ExportedFile {
  /** Suggested file name without a folder, free of identity beyond the source's own base name. */
  readonly name: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** File formats of a recording that is written anew; `bids` is a data set in an archive. */
export type RecordingFileFormat = "edf" | "bdf" | "csv" | "tsv" | "bids";

/** The recording, or channels and a span of it, as a person has set it up (names, units, scale, polarity, derived channels), in another format. */
export interface RecordingFileRequest {
  readonly recordingId: string;
  readonly settings: SettingValues;
  readonly context: AnalysisContext;
  readonly format: RecordingFileFormat;
  /** Indices in the order of the file; undefined takes all. */
  readonly channels?: readonly number[] | undefined;
  /** Seconds from the start of the recording; undefined: its ends. */
  readonly startSeconds?: number | undefined;
  readonly endSeconds?: number | undefined;
  /** EDF and BDF: bursts and trains as annotations; BIDS: as a derivative. */
  readonly withBursts: boolean;
  /** EDF and BDF: annotations of the whole recording without signals. */
  readonly annotationsOnly: boolean;
  /** Lets the name of the recording into that of the file. */
  readonly withNames: boolean;
  /** BIDS: labels of participant and task, letters and digits. */
  readonly subject?: string | undefined;
  readonly task?: string | undefined;
}

/** The table of agreement, or its paragraph as text. */
export type AgreementFormat = "csv" | "tsv" | "json" | "txt";

/** What a study or a session says of a recording, in words; see `klonos batch`. */
export interface StudyKeys {
  readonly participant: string;
  readonly session: string;
  readonly side: string;
  readonly condition: string;
  readonly trial: string;
}

/** A table of a comparison: cells in the order of the columns. */
export interface StudyTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly unit: string; readonly description: string }[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

/**
 * What the engine does, whoever hosts it (worker thread, web worker, CLI in-process). Every method is `(args) → result`;
 * cancel and progress belong to the call (protocol/rpc), not to its arguments.
 */
export interface EngineApi {
  openRecording: { args: { source: SourceInfo; answers: ImportAnswers }; result: OpenedRecording };
  /** How a text, MATLAB or HDF5 file would be read. Does not reject for what a person can mend in the dialog: see `problems`. */
  previewImport: { args: { source: SourceInfo; answers: ImportAnswers }; result: ImportPreview };
  scanRecording: { args: { recordingId: string; markWords?: readonly MarkWord[] | undefined }; result: ScannedRecording };
  closeRecording: { args: { recordingId: string }; result: undefined };
  traces: { args: TraceRequest; result: readonly Trace[] };
  /** With progress; minutes for a recording of a day that was not opened before. */
  buildPyramids: { args: PyramidRequest; result: undefined };
  /** The samples themselves, in chunks of a few seconds: what is heard. */
  signal: { args: SignalRequest; result: SignalSamples };
  spectrum: { args: SignalRequest; result: StretchSpectrum };
  filterResponse: { args: { settings: SettingValues; samplingHz: number }; result: FilterResponseCurve };
  burstOverlay: { args: BurstOverlayRequest; result: BurstOverlay };
  /** Events that a channel which is no EMG (angle, force, acceleration, trigger) shows. */
  proposeEvents: { args: { recordingId: string; channelIndex: number; overrides: readonly ChannelOverride[] }; result: EventProposals };
  /** The pre-flight before the analysis, some seconds after opening: no rhythm is judged. */
  firstLook: { args: { recordingId: string; settings: SettingValues; context: AnalysisContext }; result: FirstLook };
  analyse: { args: { recordingId: string; settings: SettingValues; context: AnalysisContext }; result: ResultDocument };
  exportFigure: { args: FigureRequest; result: ExportedFile };
  exportReport: { args: ReportRequest; result: ExportedFile };
  /** `notes`: what the file cannot hold exactly, a sentence each. */
  exportRecording: { args: RecordingFileRequest; result: { readonly file: ExportedFile; readonly notes: readonly string[] } };
  /** A recording whose truth is known, as a file that is opened like any other. */
  simulate: { args: SimulationRequest; result: { readonly file: ExportedFile; readonly truth: SimulationTruth } };
  /** The bursts that are found beside the true ones, by the rule of `klonos validate`. */
  againstTruth: { args: { recordingId: string; settings: SettingValues; context: AnalysisContext; truth: readonly TrueTimes[] }; result: readonly TruthScore[] };
  /** Adds the result of an open recording to a comparison. `studyId` is chosen by the caller. */
  addToStudy: { args: { studyId: string; recordingId: string; settings: SettingValues; context: AnalysisContext; keys: StudyKeys; withNames?: boolean | undefined; plan?: PlanReceipt | undefined }; result: undefined };
  studyTables: { args: { studyId: string }; result: readonly StudyTable[] };
  exportStudy: { args: { studyId: string; format: "csv" | "tsv" | "json" | "parquet" }; result: ExportedFile };
  forgetStudy: { args: { studyId: string }; result: undefined };
  /** The trains that the program finds without any edit or decision, for a second reader; `recording` is the id of the project. */
  readingItems: { args: { recordingId: string; recording: string; settings: SettingValues; context: AnalysisContext }; result: readonly ReadingItem[] };
  /** Trains of one or several recordings in random order, a tenth of them twice. */
  orderReading: { args: { items: readonly ReadingItem[]; seed: number }; result: readonly ReadingItem[] };
  agreement: { args: { readings: readonly Reading[]; ciLevel: number }; result: { readonly rows: readonly AgreementRow[]; readonly paragraph: string } };
  exportAgreement: { args: { readings: readonly Reading[]; ciLevel: number; format: AgreementFormat }; result: ExportedFile };
  /** `withNames` false leaves the names of files out; `plan` says what deviates from the project's locked plan. */
  exportTable: { args: { recordingId: string; settings: SettingValues; context: AnalysisContext; kind: TableKind; withNames?: boolean | undefined; plan?: PlanReceipt | undefined }; result: ExportedFile };
}

/** Name of a call to the engine. */
export type EngineMethod = keyof EngineApi;

/** Wire messages. Records, never Error instances: classes do not survive a structured clone. */
export type EngineRequest =
  | { readonly kind: "call"; readonly id: number; readonly method: EngineMethod; readonly args: unknown }
  | { readonly kind: "cancel"; readonly id: number };

/** What the engine sends back of a call; `progress` any number of times, then one of the others. */
export type EngineReply =
  | { readonly kind: "ok"; readonly id: number; readonly value: unknown }
  | { readonly kind: "fail"; readonly id: number; readonly error: ErrorRecord }
  | { readonly kind: "progress"; readonly id: number; readonly fraction: number; readonly doing: string };
