import type { Annotation, ChannelInfo } from "../../core/recording";
import type { Hold, Mark, RejectedStretch, ResultDocument, TrainResult } from "../../core/result";
import { fileNotes } from "../layout/file-notes";
import { ghostBursts, type GhostBurst } from "../layout/ghost-bursts";
import { niceAbove } from "../layout/nice-steps";
import { layoutRows, rowOrder, scrollToRow, type TraceRow } from "../layout/trace-rows";
import type { TimeWindow } from "../layout/time-window";
import { centreKey, displayFactor, displayUnit, divisionPixels, shownView } from "../state/views/gains";
import { channelsOf, orderOf, type KlonosState, type TraceData, type ViewState } from "../state/klonos-state";
import { shownTruth, trueBurstsByChannel } from "../state/recording/simulate-actions";
import { whatIfTrains } from "../state/analysis/what-if";

/** Everything that the painters of the trace stack need; made anew for each drawing. */
export interface Scene {
  readonly window: TimeWindow;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly TraceRow[];
  readonly channels: ReadonlyMap<number, ChannelInfo>;
  readonly traces: TraceData | undefined;
  readonly view: ViewState;
  readonly result: ResultDocument | undefined;
  /** Trains as a moved threshold would have them; undefined where none is moved. */
  readonly whatIf: readonly TrainResult[] | undefined;
  /** Automatic bursts that a person removed or moved; none where they are not to be seen. */
  readonly ghosts: readonly GhostBurst[];
  /** True bursts of a simulated recording; none of a recorded one. */
  readonly truth: ReturnType<typeof trueBurstsByChannel>;
  readonly marks: readonly Mark[];
  /** What the file notes besides the marks, in view; none where there are too many to be read. */
  readonly notes: readonly Annotation[];
  /** Events that nobody has confirmed. */
  readonly proposals: KlonosState["proposals"];
  readonly holds: readonly Hold[];
  readonly rejected: readonly RejectedStretch[];
  readonly gaps: readonly { readonly startSeconds: number; readonly endSeconds: number }[];
  readonly durationSeconds: number;
}

function orderOfRows(state: KlonosState): ReturnType<typeof rowOrder> {
  return rowOrder(channelsOf(state), state.inputs.present.context.pairs, state.view.hidden, orderOf(state));
}

/** Scroll of the stack that shows the selected channel in a plot of this height. */
export function scrollToSelected(state: KlonosState, height: number): number {
  const { rowScroll, channelIndex } = state.view;
  return channelIndex === undefined ? rowScroll : scrollToRow(orderOfRows(state), height, rowScroll, channelIndex);
}

/** Rows of the stack for a plot of this height. */
export function rowsOf(state: KlonosState, height: number): ReturnType<typeof layoutRows> {
  const withTrains = new Set((state.result?.trains ?? []).map((train) => train.channelIndex));
  return layoutRows(orderOfRows(state), height, state.view.rowScroll, withTrains);
}

/** What a drawing of the state in `width` × `height` CSS pixels shows. */
export function sceneOf(state: KlonosState, width: number, height: number): Scene {
  const { recording, view, result } = state;
  const truth = shownTruth(state);
  return {
    window: view.window,
    width,
    height,
    rows: rowsOf(state, height).rows,
    channels: new Map(channelsOf(state).map((channel) => [channel.index, channel])),
    traces: state.traces,
    view,
    result,
    whatIf: whatIfTrains(state),
    ghosts: view.ghosts ? ghostBursts(state.inputs.present.context.edits, channelsOf(state)) : [],
    truth: truth === undefined ? [] : trueBurstsByChannel(truth),
    marks: state.inputs.present.context.marks,
    notes: notesInView(state),
    proposals: state.proposals,
    holds: result?.holds ?? state.inputs.present.context.holds,
    rejected: state.inputs.present.context.rejected,
    gaps: recording?.scan?.gaps ?? [],
    durationSeconds: recording?.scan?.durationSeconds ?? recording?.opened.header.durationSeconds ?? 0,
  };
}

/** More names than this cover the traces; the overview has them as ticks. */
const MOST_NOTES = 40;

function notesInView({ recording, view, inputs }: KlonosState): readonly Annotation[] {
  const { start, span } = view.window;
  const inside = (recording?.scan?.annotations ?? []).filter(({ onsetSeconds, durationSeconds }) => onsetSeconds + durationSeconds >= start && onsetSeconds <= start + span);
  return inside.length > MOST_NOTES ? [] : fileNotes(inside, inputs.present.context.marks);
}

/** How values of a channel become pixels: y = baseline − (value · factor − centre) · pixelsPerUnit. */
export interface RowScale {
  readonly factor: number;
  readonly centre: number;
  readonly pixelsPerUnit: number;
  readonly unit: string;
  readonly gain: number;
}

/** Scale of a row; undefined until the channel's gain is known. */
export function rowScale(scene: Pick<Scene, "view" | "channels" | "traces">, row: TraceRow): RowScale | undefined {
  const channel = scene.channels.get(row.channelIndex);
  const gain = scene.view.gains[row.channelIndex];
  if (channel === undefined || gain === undefined) return undefined;
  return {
    factor: displayFactor(channel),
    centre: scene.view.centres[centreKey(channel.index, shownView(channel, scene.view.mode, scene.traces))] ?? 0,
    pixelsPerUnit: divisionPixels(row.height) / gain,
    unit: displayUnit(channel),
    gain,
  };
}

/** Gain and zero line under which the values between two pixels of a row fill it; the gain is of the 1-2-5 series. */
export function rectangleGain(scene: Scene, row: TraceRow, top: number, bottom: number): { readonly index: number; readonly gain: number; readonly centreKey: string; readonly centre: number } | undefined {
  const scale = rowScale(scene, row);
  const channel = scene.channels.get(row.channelIndex);
  if (scale === undefined || channel === undefined || bottom <= top) return undefined;
  const [a, b] = [valueAt(scale, row, top), valueAt(scale, row, bottom)];
  const room = Math.min(row.baseline - (row.ribbon[0] + row.ribbon[1]), row.top + row.height - row.baseline) * 2;
  const gain = niceAbove((Math.abs(a - b) * divisionPixels(row.height)) / Math.max(1, room));
  return { index: channel.index, gain, centreKey: centreKey(channel.index, shownView(channel, scene.view.mode, scene.traces)), centre: (a + b) / 2 };
}

/** Value in the shown unit at a pixel of a row. */
export function valueAt(scale: RowScale, row: TraceRow, y: number): number {
  return scale.centre + (row.baseline - y) / scale.pixelsPerUnit;
}

/** Value of a drawn trace at a time, in the shown unit: the sample, or the middle of the bucket that covers it. undefined where nothing is drawn. */
export function traceValue(scene: Pick<Scene, "traces" | "channels">, channelIndex: number, seconds: number): number | undefined {
  const trace = scene.traces?.main.get(channelIndex);
  const channel = scene.channels.get(channelIndex);
  if (trace === undefined || channel === undefined) return undefined;
  for (const piece of trace.pieces) {
    const bucket = ((seconds - piece.startSeconds) * trace.samplingHz) / piece.samplesPerBucket;
    const index = piece.samplesPerBucket === 1 ? Math.round(bucket) : Math.floor(bucket);
    const [low, high] = [piece.minimum[index], piece.maximum[index]];
    if (low !== undefined && high !== undefined && Number.isFinite(low + high)) return ((low + high) / 2) * displayFactor(channel);
  }
  return undefined;
}
