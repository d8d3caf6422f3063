import { ZOOM_STEP } from "../commands/zoom-step";
import { rowAt } from "../layout/trace-rows";
import { pixelToSeconds } from "../layout/time-window";
import { channelsOf, type KlonosState } from "../state/klonos-state";
import type { Session } from "../state/session";
import { chooseTrain, pan, setSelection, setView, showWindow, zoom } from "../state/view-actions";
import { rowScale, rowsOf, sceneOf, valueAt } from "./scene";

/** A notch of a common wheel gives 100 pixels: a tenth of a page. */
const PIXELS_PER_TENTH = 100;
const LINE_PIXELS = 33;
/** A press that moves less than this is a click. */
const CLICK_PIXELS = 4;

/** Pointer and wheel on the traces: plain wheel moves, Ctrl zooms at the pointer, Shift scrolls channels, a drag selects. Returns the unsubscribe. */
export function attachGestures(session: Session, over: HTMLElement): () => void {
  const { store } = session;
  let press: { readonly x: number; readonly y: number; readonly window: KlonosState["view"]["window"]; readonly pans: boolean } | undefined;

  const secondsAt = (x: number): number => pixelToSeconds(store.getState().view.window, 0, over.clientWidth, x);
  const place = (event: PointerEvent | MouseEvent | WheelEvent): { readonly x: number; readonly y: number } => {
    const box = over.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PIXELS : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? over.clientWidth : 1;
    const delta = (Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY) * unit;
    const state = store.getState();
    if (event.shiftKey) {
      const { mostScroll } = rowsOf(state, over.clientHeight);
      setView(session, (view) => ({ rowScroll: Math.min(mostScroll, Math.max(0, view.rowScroll + Math.sign(delta))) }));
      return;
    }
    // A pinch arrives as a wheel with Ctrl and always zooms; a sideways push always moves.
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const zooms = event.ctrlKey || event.metaKey || (state.preferences.wheel === "zooms" && !sideways);
    if (zooms) zoom(session, ZOOM_STEP ** (delta / PIXELS_PER_TENTH), secondsAt(place(event).x));
    else pan(session, (delta / PIXELS_PER_TENTH) * 0.1);
  };

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 && event.button !== 1) return;
    const { x, y } = place(event);
    press = { x, y, window: store.getState().view.window, pans: event.button === 1 || event.altKey };
    over.setPointerCapture(event.pointerId);
    if (event.button === 1) event.preventDefault();
  };

  const onMove = (event: PointerEvent): void => {
    const { x, y } = place(event);
    const state = store.getState();
    readCursor(session, state, over, x, y);
    if (press === undefined || Math.abs(x - press.x) < CLICK_PIXELS) return;
    if (press.pans) {
      showWindow(session, { ...press.window, start: press.window.start - ((x - press.x) / over.clientWidth) * press.window.span });
      return;
    }
    const row = rowAt(rowsOf(state, over.clientHeight).rows, press.y);
    const ends = [secondsAt(Math.max(0, Math.min(press.x, x))), secondsAt(Math.min(over.clientWidth, Math.max(press.x, x)))] as const;
    setSelection(session, { start: ends[0], end: ends[1], channelIndex: row?.channelIndex });
  };

  const onUp = (event: PointerEvent): void => {
    const began = press;
    press = undefined;
    if (began === undefined || began.pans) return;
    const { x, y } = place(event);
    if (Math.abs(x - began.x) < CLICK_PIXELS) click(session, over, x, y);
  };

  const onDouble = (event: MouseEvent): void => {
    const state = store.getState();
    const train = trainAt(state, over, place(event));
    if (train === undefined) return;
    const margin = Math.max(train.endSeconds - train.startSeconds, 0.1) * 0.2;
    showWindow(session, { start: train.startSeconds - margin, span: train.endSeconds - train.startSeconds + 2 * margin }, true);
  };

  const onLeave = (): void => {
    if (press === undefined) store.setState((state) => (state.cursor === undefined ? {} : { cursor: { ...state.cursor, channelIndex: undefined, value: undefined } }));
  };
  const onCancel = (): void => {
    press = undefined;
  };

  over.addEventListener("wheel", onWheel, { passive: false });
  over.addEventListener("pointerdown", onDown);
  over.addEventListener("pointermove", onMove);
  over.addEventListener("pointerup", onUp);
  over.addEventListener("pointercancel", onCancel);
  over.addEventListener("pointerleave", onLeave);
  over.addEventListener("dblclick", onDouble);
  return () => {
    over.removeEventListener("wheel", onWheel);
    over.removeEventListener("pointerdown", onDown);
    over.removeEventListener("pointermove", onMove);
    over.removeEventListener("pointerup", onUp);
    over.removeEventListener("pointercancel", onCancel);
    over.removeEventListener("pointerleave", onLeave);
    over.removeEventListener("dblclick", onDouble);
  };
}

function readCursor(session: Session, state: KlonosState, over: HTMLElement, x: number, y: number): void {
  const { rows } = rowsOf(state, over.clientHeight);
  const row = rowAt(rows, y);
  const scene = sceneOf(state, over.clientWidth, over.clientHeight);
  const scale = row === undefined ? undefined : rowScale(scene, row);
  session.store.setState({
    cursor: {
      seconds: pixelToSeconds(state.view.window, 0, over.clientWidth, x),
      channelIndex: row?.channelIndex,
      value: row === undefined || scale === undefined ? undefined : valueAt(scale, row, y),
    },
  });
}

function trainAt(state: KlonosState, over: HTMLElement, at: { readonly x: number; readonly y: number }): NonNullable<KlonosState["result"]>["trains"][number] | undefined {
  const row = rowAt(rowsOf(state, over.clientHeight).rows, at.y);
  const seconds = pixelToSeconds(state.view.window, 0, over.clientWidth, at.x);
  return state.result?.trains.find((train) => train.channelIndex === row?.channelIndex && seconds >= train.startSeconds && seconds <= train.endSeconds);
}

/** A click chooses the channel, the train and, away from the ribbon, the burst under the pointer; elsewhere it lets go. */
function click(session: Session, over: HTMLElement, x: number, y: number): void {
  const state = session.store.getState();
  const row = rowAt(rowsOf(state, over.clientHeight).rows, y);
  if (row === undefined || !channelsOf(state).some((channel) => channel.index === row.channelIndex)) return;
  const seconds = pixelToSeconds(state.view.window, 0, over.clientWidth, x);
  const train = trainAt(state, over, { x, y });
  const isolated = state.result?.channels.find((channel) => channel.index === row.channelIndex)?.isolatedBursts ?? [];
  const onRibbon = y < row.ribbon[0] + row.ribbon[1];
  const burst = onRibbon ? undefined : [...(train?.bursts ?? []), ...isolated].find((candidate) => seconds >= candidate.onsetSeconds && seconds <= candidate.offsetSeconds);
  setView(session, () => ({
    channelIndex: row.channelIndex,
    selection: undefined,
    burst: burst === undefined ? undefined : { channelIndex: row.channelIndex, start: burst.onsetSample, end: burst.offsetSample },
  }));
  if (train !== undefined) chooseTrain(session, train, false);
}
