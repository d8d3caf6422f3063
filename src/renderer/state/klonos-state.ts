import { effectiveChannels, inRowOrder } from "../../core/channel-overrides";
import type { ErrorRecord } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import type { FirstLook } from "../../core/reflex-result";
import type { SimulationTruth } from "../../core/simulate/truth";
import { withDerived } from "../../core/derivation";
import type { AnalysisContext, ChannelResult, Mark, ResultDocument, TrainResult } from "../../core/result";
import { defaultReportTemplate, type ReportTemplate } from "../../core/report-template";
import { defaultSettings, type NumberSettingName, type SettingValues } from "../../core/settings";
import type { EventProposal, ImportAnswers, MarkWord, OpenedRecording, ScannedRecording, SourceInfo, Trace, TraceView } from "../../protocol/engine-api";
import type { Montage } from "../../protocol/montage";
import type { ShellKind } from "../../protocol/host-api";
import { emptyContext } from "../../project/empty-documents";
import type { ReadingDocument } from "../../project/documents";
import type { TimeWindow } from "../layout/time-window";
import type { QueueRow } from "../layout/review-queue";
import type { TrainOrder } from "../layout/train-order";
import type { LanguageTag } from "../messages/languages";
import { firstBatch, type BatchState } from "./recording/batch-state";
import { firstWish, type FigurePreset, type FigureWish } from "./exports/figure-wish";
import { startHistory, type History } from "./history";
import type { ProjectState } from "./projects/project-state";

/** Everything that a result depends on besides the file; what undo and redo move through. */
export interface Inputs {
  readonly settings: SettingValues;
  readonly context: AnalysisContext;
}

/** The recording that is shown: what the header said, where it comes from, and what the scan found once it is through. */
export interface RecordingState {
  readonly opened: OpenedRecording;
  readonly sourceInfo: SourceInfo;
  /** By which the file was read. */
  readonly answers: ImportAnswers;
  readonly scan: ScannedRecording | undefined;
}

/** A long work that shows what it does and can be stopped. */
export interface Job {
  readonly id: number;
  readonly title: string;
  readonly doing: string;
  readonly fraction: number;
  /** Estimated from what was done so far; undefined at the beginning and for short work. */
  readonly remainingSeconds: number | undefined;
  readonly cancel: () => void;
}

/** Something that went wrong or is worth knowing; it never takes the window away. */
export interface Notice {
  readonly id: number;
  readonly severity: "error" | "warning" | "info";
  readonly title: string;
  readonly error: ErrorRecord | undefined;
  /** What a person can do about it; the notice goes when it was done. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** Not of the recording on screen: it stays when another one is opened. */
  readonly outlasts?: true | undefined;
}

/** A burst that is selected for correction, by its edges in samples. */
export interface SelectedBurst {
  readonly channelIndex: number;
  readonly start: number;
  readonly end: number;
}

/** A selected stretch in seconds of the recording, of one channel or (undefined) of all. */
export interface Selection {
  readonly start: number;
  readonly end: number;
  readonly channelIndex: number | undefined;
}

/** Where the pointer or the keyboard's cursor is, in seconds of the recording. */
export interface Cursor {
  readonly seconds: number;
  /** Channel and value under the pointer; undefined outside of the traces and for the keyboard's cursor. */
  readonly channelIndex: number | undefined;
  readonly value: number | undefined;
}

/** One of two measuring cursors: a time, and the value of the selected trace there. */
export interface Caliper {
  readonly seconds: number;
  readonly channelIndex: number | undefined;
  /** In the shown unit; undefined where no trace is drawn. */
  readonly value: number | undefined;
}

/** How one channel looks, beyond its gain; its name, polarity and place are said by `ChannelOverride`. */
export interface ChannelLook {
  /** Name of a line colour (plots/palette); undefined is the trace colour of the theme. */
  readonly colour?: TraceColour | undefined;
}

/** Colours that a person may give a trace: the lines of Okabe and Ito that stand out on white (3:1 and more). */
export type TraceColour = "blue" | "vermillion" | "green" | "purple";

/** What a zoom changes, for the way back. */
export interface ZoomStep {
  readonly window: TimeWindow;
  readonly gains: Readonly<Record<number, number>>;
  readonly centres: Readonly<Record<string, number>>;
  /** What a turn of the wheel or a key reached from there: the next turn goes on with the same step while the window is this one. */
  readonly to?: TimeWindow;
}

/** Tabs of the strip below the traces. */
export const bottomTabs = ["intervals", "phase", "histograms", "overlay", "spectrum", "sides", "trials", "bursts"] as const;
/** One of them. */
export type BottomTab = (typeof bottomTabs)[number];

/** What is seen and how: nothing of it changes a result. */
export interface ViewState {
  readonly window: TimeWindow;
  readonly zoomPast: readonly ZoomStep[];
  /** What is drawn of each EMG channel, and what is drawn over it. */
  readonly mode: TraceView;
  readonly second: TraceView | undefined;
  /** Shows below each trace where the published detectors differ. */
  readonly disagreement: boolean;
  /** Shows where automatic bursts were that a person removed or moved. */
  readonly ghosts: boolean;
  readonly clock: "elapsed" | "clock";
  /** Units per division by channel: µV for voltages, the channel's unit else. */
  readonly gains: Readonly<Record<number, number>>;
  /** True once a person has set a gain: nothing changes gains by itself any more. */
  readonly gainsByHand: boolean;
  /** Value drawn on the zero line, by `channel:view`. */
  readonly centres: Readonly<Record<string, number>>;
  readonly hidden: ReadonlySet<number>;
  readonly looks: Readonly<Record<number, ChannelLook>>;
  readonly rowScroll: number;
  readonly channelIndex: number | undefined;
  readonly trainId: string | undefined;
  readonly burst: SelectedBurst | undefined;
  readonly selection: Selection | undefined;
  readonly trainOrder: TrainOrder;
  /** After a decision the next undecided train is shown. */
  readonly reviewing: boolean;
  /** Labels and rhythm numbers are hidden. */
  readonly study: boolean;
  /** The event that Delete takes away. */
  readonly mark: Mark | undefined;
  readonly calipers: readonly Caliper[];
  readonly bottomTab: BottomTab;
  /** Width of the plot in device pixels, for the number of buckets asked for. */
  readonly plotPixels: number;
}

/** One setting moved for a look: nothing is changed until it is applied. */
export interface WhatIf {
  readonly setting: NumberSettingName;
  readonly value: number;
  /** The engine's answer, and the value and inputs that it was made for. */
  readonly answer: { readonly result: ResultDocument; readonly value: number; readonly inputs: Inputs } | undefined;
}

/** A blinded reading that goes on in this window. */
export interface ReadingState {
  readonly document: ReadingDocument;
  /** Index of the item on the screen. */
  readonly position: number;
  /** The item is on the screen: what is answered is about it. */
  readonly ready: boolean;
  /** Work on the recording as it was, set aside while the reader sees what the detector found; and the recording that it is of. */
  readonly kept: { readonly recording: string; readonly inputs: History<Inputs> } | undefined;
}

/** Traces on hand: they may lie beside the window; the viewer draws what it has. */
export interface TraceData {
  readonly key: string;
  readonly start: number;
  readonly end: number;
  readonly span: number;
  readonly columns: number;
  /** What the values were multiplied by on a person's word, by channel. */
  readonly scaling: Readonly<Record<number, number>>;
  readonly main: ReadonlyMap<number, Trace>;
  readonly second: ReadonlyMap<number, Trace>;
}

/** The dialog that is open; one at a time. */
export type DialogKind =
  | "settings"
  | "export"
  | "figure"
  | "report"
  | "recording"
  | "simulate"
  | "keys"
  | "palette"
  | "about"
  | "page"
  | "save-project"
  | "open-project"
  | "session"
  | "batch"
  | "plan"
  | "filter"
  | "montages"
  | "examination"
  | "relabel"
  | "reading"
  | "history"
  | "note";

/** A question without whose answer a file cannot be read. */
export interface ImportQuestion {
  readonly source: SourceInfo;
  /** Why the file cannot be read; undefined where a person asked for the settings of a file that can. */
  readonly error: ErrorRecord | undefined;
  /** What was answered before: one question may follow another. */
  readonly answers: ImportAnswers;
}

/** Manners of numbers and dates that can be chosen: decimal point, decimal comma with dates of Germany, of Russia. */
export const numberManners = ["system", "en", "de", "ru"] as const;
/** A choice of how numbers and dates are written. */
export type NumberManner = (typeof numberManners)[number];

/** What the window keeps for a person from one visit to the next, whatever the recording. */
export interface Preferences {
  /** Language of the text; `system` is the first of the system's languages that the window has. */
  readonly language: "system" | LanguageTag;
  /** Manner of numbers and dates; `system` follows the system and the language (messages/locale). */
  readonly numbers: NumberManner;
  readonly theme: "system" | "light" | "dark" | "contrast";
  readonly wheel: "moves" | "zooms";
  /** What a plain drag on the traces does; Shift+drag always zooms into a rectangle, Alt+drag always moves. */
  readonly drag: "selects" | "moves" | "zooms";
  readonly leftPanel: boolean;
  /** The tour was gone through or ended once. */
  readonly tourSeen: boolean;
  /** Seconds of the recording in one second of listening. */
  readonly listenRate: number;
  /** On F1 to F12, in this order. */
  readonly montages: readonly Montage[];
  /** This lab's own words for marks, remembered for every recording. */
  readonly markWords: readonly MarkWord[];
  /** Manners of figures that this person keeps under a name. */
  readonly figurePresets: readonly FigurePreset[];
  /** Initials or code of the person at this computer; stands beside each entry of the audit trail. */
  readonly who: string;
  readonly reportTemplate: ReportTemplate;
  /** How files of a structure were read the last time, newest first. */
  readonly importRecipes: readonly RememberedRecipe[];
}

/** A recipe of an import and the structure (`ImportPreview.signature`) that it is for. */
export interface RememberedRecipe {
  readonly signature: string;
  readonly recipe: ImportAnswers;
}

/** All state of a window. What can be derived is not among it. */
export interface KlonosState {
  readonly shell: ShellKind;
  readonly version: string;
  readonly preferences: Preferences;
  readonly recents: readonly { readonly id: string; readonly name: string }[];
  readonly recording: RecordingState | undefined;
  /** Undefined until the shell has answered, and where it keeps no projects. */
  readonly project: ProjectState | undefined;
  /** Files that were opened together with the one shown. */
  readonly siblings: readonly SourceInfo[];
  readonly opening: boolean;
  /** What was done to the recording earlier is on its way: nothing is analysed before it is there. */
  readonly recalling: boolean;
  readonly inputs: History<Inputs>;
  /** What is shown; in study mode without labels. */
  readonly result: ResultDocument | undefined;
  /** The whole result while study mode hides a part of it. */
  readonly unmasked: ResultDocument | undefined;
  /** The inputs that `result` was made from. */
  readonly resultInputs: Inputs | undefined;
  readonly analysing: boolean;
  /** The pre-flight before there is a result. */
  readonly firstLook: FirstLook | undefined;
  readonly whatIf: WhatIf | undefined;
  readonly reading: ReadingState | undefined;
  /** Trains of all recordings of the project, while they are reviewed together. */
  readonly queue: readonly QueueRow[] | undefined;
  /** The session whose trains alone are in the queue; undefined: all. */
  readonly queueSession: string | undefined;
  /** The train of the queue whose recording is being opened: what is decided meanwhile is not meant for the train before. */
  readonly nextRow: QueueRow | undefined;
  /** A study that is analysed on the desktop; it goes on when its dialog is closed. */
  readonly batch: BatchState;
  readonly jobs: readonly Job[];
  readonly notices: readonly Notice[];
  readonly view: ViewState;
  readonly traces: TraceData | undefined;
  readonly overview: { readonly channelIndex: number; readonly view: TraceView; readonly trace: Trace } | undefined;
  readonly cursor: Cursor | undefined;
  /** A channel that is being played. */
  readonly listening: { readonly channelIndex: number; readonly rate: number; readonly stop: () => void } | undefined;
  readonly dialog: DialogKind | undefined;
  /** Channel whose properties are asked for. */
  readonly channelDialog: number | undefined;
  readonly importQuestion: ImportQuestion | undefined;
  /** Events that a channel proposes; they count for nothing until they are confirmed. */
  readonly proposals: readonly EventProposal[];
  /** What is true of the newest simulated recording, by the id of its source. */
  readonly simulated: { readonly sourceId: string; readonly truth: SimulationTruth } | undefined;
  /** What was last chosen in the figure composer. */
  readonly figureWish: FigureWish;
  /** Step of the tour, from 0; undefined while it is not shown. */
  readonly tour: number | undefined;
}

/** The view of a recording that was never opened before. */
export const firstView: ViewState = {
  window: { start: 0, span: 10 },
  zoomPast: [],
  mode: "filtered",
  second: "envelope",
  disagreement: true,
  ghosts: true,
  clock: "elapsed",
  gains: {},
  gainsByHand: false,
  centres: {},
  hidden: new Set(),
  looks: {},
  rowScroll: 0,
  channelIndex: undefined,
  trainId: undefined,
  trainOrder: "time",
  reviewing: false,
  study: false,
  burst: undefined,
  selection: undefined,
  mark: undefined,
  calipers: [],
  bottomTab: "intervals",
  plotPixels: 1000,
};

/** What a person gets who has chosen nothing yet. */
export const defaultPreferences: Preferences = { language: "system", numbers: "system", theme: "system", wheel: "moves", drag: "selects", leftPanel: true, tourSeen: false, listenRate: 1, montages: [], markWords: [], figurePresets: [], reportTemplate: defaultReportTemplate, who: "", importRecipes: [] };

/** The state of a window into which nothing has been opened. */
export function emptyState(shell: ShellKind, version: string): KlonosState {
  return {
    shell,
    version,
    preferences: defaultPreferences,
    recents: [],
    recording: undefined,
    project: undefined,
    siblings: [],
    opening: false,
    recalling: false,
    inputs: startHistory({ settings: defaultSettings, context: emptyContext }),
    result: undefined,
    unmasked: undefined,
    resultInputs: undefined,
    analysing: false,
    firstLook: undefined,
    whatIf: undefined,
    reading: undefined,
    queue: undefined,
    queueSession: undefined,
    nextRow: undefined,
    batch: firstBatch,
    jobs: [],
    tour: undefined,
    notices: [],
    view: firstView,
    traces: undefined,
    overview: undefined,
    cursor: undefined,
    listening: undefined,
    dialog: undefined,
    channelDialog: undefined,
    importQuestion: undefined,
    proposals: [],
    simulated: undefined,
    figureWish: firstWish,
  };
}

/** Channels with what the user said about them laid over what the labels say. */
export function channelsOf(state: KlonosState): readonly ChannelInfo[] {
  const { recording } = state;
  if (recording === undefined) return [];
  const { overrides, derivations } = state.inputs.present.context;
  return effectiveChannels(withDerived(recording.scan?.channels ?? recording.opened.header.channels, derivations ?? []), overrides);
}

/** Channels in the order that a person gave them; empty where nobody did, and pairs come first. */
export function orderOf(state: KlonosState): readonly number[] {
  const { overrides } = state.inputs.present.context;
  return overrides.some((override) => override.order !== undefined) ? inRowOrder(channelsOf(state), overrides).map((channel) => channel.index) : [];
}

/** Length of the recording in seconds; 0 when there is none. */
export function durationOf(state: KlonosState): number {
  const { recording } = state;
  const { scan } = recording ?? {};
  // A file of events alone is as long as they are.
  if (scan !== undefined && scan.channels.length === 0) return scan.annotations.reduce((end, { onsetSeconds, durationSeconds }) => Math.max(end, onsetSeconds + (durationSeconds ?? 0)), scan.durationSeconds);
  return scan?.durationSeconds ?? recording?.opened.header.durationSeconds ?? 0;
}

/** One array: a selector must give the same answer for the same state. */
const NO_TRAINS: readonly TrainResult[] = [];

/** The trains of the result that is shown; none without one. */
export function trainsOf(state: KlonosState): readonly TrainResult[] {
  return state.result?.trains ?? NO_TRAINS;
}

/** The train that the Pattern panel speaks of. */
export function chosenTrain(state: KlonosState): TrainResult | undefined {
  return state.result?.trains.find((train) => train.id === state.view.trainId);
}

/** What the result says of a channel; undefined where it was not analysed. */
export function channelResult(state: KlonosState, channelIndex: number): ChannelResult | undefined {
  return state.result?.channels.find((channel) => channel.index === channelIndex);
}

/** True when the shown result was made from the inputs as they stand now. */
export function isCurrent(state: KlonosState): boolean {
  return state.result !== undefined && state.resultInputs === state.inputs.present;
}
