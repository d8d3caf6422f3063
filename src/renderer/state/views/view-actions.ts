import { fileNotes } from "../../layout/file-notes";
import { orderedTrains } from "../../layout/train-order";
import type { Mark, TrainResult } from "../../../core/result";
import { clampWindow, panBy, windowAround, zoomAt, type TimeWindow } from "../../layout/time-window";
import { burstsOfChannel } from "../analysis/edit-actions";
import { fillGains, stepGains } from "./gains";
import { channelsOf, chosenTrain, durationOf, type KlonosState, type Selection, type ViewState } from "../klonos-state";
import type { Session } from "../session";

/** Margin around what is gone to, as a share of its length. */
const TRAIN_MARGIN = 0.35;
const SELECTION_MARGIN = 0;
/** Of a page, where a time that is gone to comes to lie. */
const GO_SHARE = 0.25;
const MOST_ZOOM_STEPS = 50;

/** Changes what is seen. */
export function setView(session: Session, change: (view: ViewState, state: KlonosState) => Partial<ViewState>): void {
  session.store.setState((state) => ({ view: { ...state.view, ...change(state.view, state) } }));
}

/** Shows a window, clamped to the recording. `remember` keeps the one before for Backspace. */
export function showWindow(session: Session, window: TimeWindow, remember = false): void {
  setView(session, (view, state) => ({
    window: clampWindow(window, durationOf(state)),
    ...(remember ? { zoomPast: remembered(view) } : {}),
  }));
}

function remembered({ zoomPast, window, gains, centres }: ViewState): ViewState["zoomPast"] {
  return [...zoomPast, { window, gains, centres }].slice(-MOST_ZOOM_STEPS);
}

/** Zooms into a rectangle: the window in time and, where a gain is given, that of one channel. Backspace goes back to both. */
export function zoomToRectangle(session: Session, window: TimeWindow, channel: { readonly index: number; readonly gain: number; readonly centreKey: string; readonly centre: number } | undefined): void {
  setView(session, (view, state) => ({
    window: clampWindow(window, durationOf(state)),
    zoomPast: remembered(view),
    selection: undefined,
    ...(channel === undefined ? {} : { gains: { ...view.gains, [channel.index]: channel.gain }, centres: { ...view.centres, [channel.centreKey]: channel.centre }, gainsByHand: true }),
  }));
}

/** Moves by pages; −0.1 is a tenth back. */
export function pan(session: Session, pages: number): void {
  setView(session, (view, state) => ({ window: panBy(view.window, pages, durationOf(state)) }));
}

/** Zooms around a time, or around the cursor when it is in view, else the middle. Turns of the wheel that follow each other are one step of Backspace. */
export function zoom(session: Session, factor: number, atSeconds?: number): void {
  setView(session, (view, state) => {
    const to = zoomAt(view.window, factor, atSeconds ?? anchor(state), durationOf(state));
    const last = view.zoomPast[view.zoomPast.length - 1];
    const before = last?.to === view.window ? view.zoomPast : remembered(view);
    return { window: to, zoomPast: [...before.slice(0, -1), { ...before[before.length - 1]!, to }] };
  });
}

function anchor(state: KlonosState): number {
  const { start, span } = state.view.window;
  const seconds = state.cursor?.seconds;
  return seconds !== undefined && seconds >= start && seconds <= start + span ? seconds : start + span / 2;
}

/** Page length in seconds around the middle of the page. */
export function setPage(session: Session, seconds: number): void {
  const { start, span } = session.store.getState().view.window;
  showWindow(session, { start: start + (span - seconds) / 2, span: seconds }, true);
}

/** Brings a time into view at a quarter of the page, unless it is there already. */
export function goTo(session: Session, seconds: number): void {
  const { start, span } = session.store.getState().view.window;
  if (seconds < start || seconds > start + span) showWindow(session, { start: seconds - GO_SHARE * span, span });
  session.store.setState({ cursor: { seconds, channelIndex: undefined, value: undefined } });
}

/** Zooms to the selection and lets go of it. False when nothing is selected. */
export function zoomToSelection(session: Session): boolean {
  const { selection } = session.store.getState().view;
  if (selection === undefined || selection.end <= selection.start) return false;
  const duration = durationOf(session.store.getState());
  showWindow(session, windowAround(selection.start, selection.end, SELECTION_MARGIN, duration), true);
  setView(session, () => ({ selection: undefined }));
  return true;
}

/** Back to the window before the last zoom. False when there is none. */
export function zoomBack(session: Session): boolean {
  const { zoomPast } = session.store.getState().view;
  const last = zoomPast[zoomPast.length - 1];
  if (last === undefined) return false;
  setView(session, (_view, state) => ({ window: clampWindow(last.window, durationOf(state)), gains: last.gains, centres: last.centres, zoomPast: zoomPast.slice(0, -1) }));
  return true;
}

/** Selects a span, or nothing. */
export function setSelection(session: Session, selection: Selection | undefined): void {
  setView(session, () => ({ selection }));
}

/** Chooses a train for the Pattern panel and brings all of it into view. */
export function chooseTrain(session: Session, train: TrainResult, show = true): void {
  setView(session, (view) => ({ trainId: train.id, channelIndex: train.channelIndex, burst: view.burst?.channelIndex === train.channelIndex ? view.burst : undefined }));
  if (!show) return;
  const { start, span } = session.store.getState().view.window;
  const inView = train.startSeconds >= start && train.endSeconds <= start + span;
  if (!inView) showWindow(session, windowAround(train.startSeconds, train.endSeconds, TRAIN_MARGIN, durationOf(session.store.getState())), true);
}

/** Next or previous train in time order over all channels. */
export function stepTrain(session: Session, direction: 1 | -1): boolean {
  const state = session.store.getState();
  const trains = orderedTrains(state.result?.trains ?? [], state.view.trainOrder);
  const current = trains.findIndex((train) => train.id === state.view.trainId);
  const next = trains[current === -1 ? (direction === 1 ? 0 : trains.length - 1) : current + direction];
  if (next === undefined) return false;
  chooseTrain(session, next);
  return true;
}

/** Next or previous burst of the selected channel; brings it into view. False when there is none. */
export function stepBurst(session: Session, direction: 1 | -1): boolean {
  const state = session.store.getState();
  const channelIndex = state.view.burst?.channelIndex ?? chosenTrain(state)?.channelIndex ?? state.view.channelIndex;
  if (channelIndex === undefined) return false;
  const bursts = burstsOfChannel(state, channelIndex);
  const { start } = state.view.window;
  const at = state.view.burst;
  const position = at === undefined ? -1 : bursts.findIndex((burst) => burst.onsetSample >= at.start);
  const fromView = bursts.findIndex((burst) => burst.onsetSeconds >= start);
  const index = at === undefined ? (direction === 1 ? fromView : fromView === -1 ? bursts.length - 1 : fromView - 1) : position === -1 ? (direction === 1 ? bursts.length : bursts.length - 1) : position + direction;
  const burst = bursts[index];
  if (burst === undefined) return false;
  const train = state.result?.trains.find((candidate) => candidate.channelIndex === channelIndex && candidate.bursts.includes(burst));
  setView(session, (view) => ({ burst: { channelIndex, start: burst.onsetSample, end: burst.offsetSample }, channelIndex, trainId: train?.id ?? view.trainId }));
  goTo(session, burst.timeSeconds);
  return true;
}

/** Selects an event and goes there. */
export function chooseMark(session: Session, mark: Mark): void {
  setView(session, () => ({ mark, burst: undefined, selection: undefined }));
  goTo(session, mark.seconds);
}

/** Next or previous event; what the file notes without being one of the protocol is gone to and not selected: it cannot be changed. */
export function stepMark(session: Session, direction: 1 | -1): boolean {
  const state = session.store.getState();
  const at = state.cursor?.seconds ?? state.view.window.start;
  const { marks } = state.inputs.present.context;
  const notes = fileNotes(state.recording?.scan?.annotations ?? [], marks).map(({ onsetSeconds }) => ({ seconds: onsetSeconds, mark: undefined }));
  const all = [...marks.map((mark) => ({ seconds: mark.seconds, mark })), ...notes].filter(({ seconds }) => (direction === 1 ? seconds > at + 1e-6 : seconds < at - 1e-6));
  if (all.length === 0) return false;
  const next = all.reduce((nearest, candidate) => (Math.abs(candidate.seconds - at) < Math.abs(nearest.seconds - at) ? candidate : nearest));
  if (next.mark !== undefined) chooseMark(session, next.mark);
  else {
    setView(session, () => ({ mark: undefined }));
    goTo(session, next.seconds);
  }
  return true;
}

/** Selects the trace above or below. */
export function stepChannel(session: Session, order: readonly number[], direction: 1 | -1): boolean {
  const current = order.indexOf(session.store.getState().view.channelIndex ?? -1);
  const next = order[current === -1 ? 0 : current + direction];
  if (next === undefined) return false;
  setView(session, () => ({ channelIndex: next }));
  return true;
}

/** Taller (positive) or flatter traces: one channel, or all EMG channels. */
export function changeGain(session: Session, steps: number, channelIndex?: number): void {
  setView(session, (view, state) => {
    const channels = channelIndex !== undefined ? [channelIndex] : channelsOf(state).filter((channel) => channel.role === "emg").map((channel) => channel.index);
    return { gains: stepGains(view.gains, channels, steps), gainsByHand: true };
  });
}

/** Forgets gains and zero lines: they are found anew from what is in view. */
export function fitGains(session: Session): void {
  session.store.setState((state) => ({ view: fillGains({ ...state, view: { ...state.view, gains: {}, centres: {}, gainsByHand: true } }) }));
}

/** Moves the cursor without a mouse: by a share of the page. */
export function moveCursor(session: Session, pages: number): void {
  const state = session.store.getState();
  const { start, span } = state.view.window;
  const seconds = Math.min(Math.max(0, anchor(state) + pages * span), durationOf(state));
  if (seconds < start || seconds > start + span) pan(session, pages > 0 ? GO_SHARE : -GO_SHARE);
  session.store.setState({ cursor: { seconds, channelIndex: undefined, value: undefined } });
}

/**
 * Moves one end of the selection by a share of the page, and the cursor with it: the end at which the cursor stands, else the one that lies in
 * the direction. Without a selection one begins at the cursor, on the selected trace.
 */
export function extendSelection(session: Session, pages: number): void {
  const before = session.store.getState();
  const { selection, channelIndex } = before.view;
  const { start, end } = selection ?? { start: anchor(before), end: anchor(before) };
  const atStart = before.cursor?.seconds === start ? true : before.cursor?.seconds === end ? false : pages < 0;
  const [from, fixed] = atStart ? [start, end] : [end, start];
  session.store.setState({ cursor: { seconds: from, channelIndex: undefined, value: undefined } });
  moveCursor(session, pages);
  const to = session.store.getState().cursor?.seconds ?? from;
  setSelection(session, to === fixed ? undefined : { start: Math.min(fixed, to), end: Math.max(fixed, to), channelIndex: selection === undefined ? channelIndex : selection.channelIndex });
}

/** Selects what lies between the two measuring cursors. */
export function selectBetweenCalipers(session: Session): void {
  const [first, second] = session.store.getState().view.calipers;
  if (first === undefined || second === undefined || first.seconds === second.seconds) return;
  setSelection(session, { start: Math.min(first.seconds, second.seconds), end: Math.max(first.seconds, second.seconds), channelIndex: first.channelIndex });
}
