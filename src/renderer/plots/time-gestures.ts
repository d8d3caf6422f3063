import { ZOOM_STEP } from "../commands/zoom-step";
import { rowAt } from "../layout/trace-rows";
import { pixelToSeconds, secondsToPixel } from "../layout/time-window";
import { sampleToSeconds } from "../../core/timeline";
import { changeMark, dragEdge, toggleBurstAt } from "../state/analysis/edit-actions";
import { moveCaliper } from "../state/views/caliper-actions";
import { channelsOf, type KlonosState } from "../state/klonos-state";
import type { Session } from "../state/session";
import { chooseTrain, pan, setSelection, setView, showWindow, zoom, zoomToRectangle } from "../state/views/view-actions";
import { markAt } from "./mark-places";
import { attachPinch } from "./pinch";
import { rectangleGain, rowScale, rowsOf, sceneOf, traceValue, valueAt } from "./scene";

/** A notch of a common wheel gives 100 pixels: a tenth of a page. */
const PIXELS_PER_TENTH = 100;
const LINE_PIXELS = 33;
/** A press that moves less than this is a click. */
const CLICK_PIXELS = 4;
/** A caliper is taken from this near. */
const CALIPER_PIXELS = 5;
/** An edge of the chosen burst is taken from this near, where the burst is wide enough to tell its edges. */
const EDGE_PIXELS = 5;
/** A rectangle that is lower than this zooms time alone. */
const LEAST_RECTANGLE_PIXELS = 12;

interface Place {
  readonly x: number;
  readonly y: number;
}

interface Press extends Place {
  readonly window: KlonosState["view"]["window"];
  readonly does: "selects" | "moves" | "zooms" | "caliper" | "onset" | "offset" | "mark";
  /** Makes one step of undo of a drag. */
  readonly key: string;
  /** Seconds between the press and the event that it took. */
  readonly offset: number;
  readonly caliper: number;
}

/**
 * Pointer and wheel on the traces: plain wheel moves, Ctrl zooms at the pointer, Shift scrolls channels. A plain drag does what the
 * preferences say, Shift+drag zooms into a rectangle, Alt or the middle button moves, a caliper follows the pointer. Two fingers pinch.
 * Returns the unsubscribe.
 */
export function attachGestures(session: Session, over: HTMLElement): () => void {
  const { store } = session;
  let press: Press | undefined;
  const box = document.createElement("div");
  box.className = "zoom-rectangle";
  box.hidden = true;
  over.append(box);

  const secondsAt = (x: number): number => pixelToSeconds(store.getState().view.window, 0, over.clientWidth, x);
  const place = (event: PointerEvent | MouseEvent | WheelEvent): Place => {
    const bounds = over.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
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
    // A pinch of a trackpad arrives as a wheel with Ctrl and always zooms; a sideways push always moves.
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const zooms = event.ctrlKey || event.metaKey || (state.preferences.wheel === "zooms" && !sideways);
    if (zooms) zoom(session, ZOOM_STEP ** (delta / PIXELS_PER_TENTH), secondsAt(place(event).x));
    else pan(session, (delta / PIXELS_PER_TENTH) * 0.1);
  };

  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0 && event.button !== 1) return;
    const at = place(event);
    const state = store.getState();
    const { window, calipers } = state.view;
    const caliper = calipers.findIndex(({ seconds }) => Math.abs(secondsToPixel(window, 0, over.clientWidth, seconds) - at.x) <= CALIPER_PIXELS);
    const plain = event.button === 0 && !event.altKey && !event.shiftKey && caliper < 0;
    const grip = plain ? gripAt(state, over, at) : undefined;
    if (grip === "mark") click(session, over, at.x, at.y);
    const does = grip ?? (event.button === 1 || event.altKey ? "moves" : event.shiftKey ? "zooms" : caliper >= 0 ? "caliper" : state.preferences.drag);
    press = { ...at, window, does, caliper, key: `drag:${event.timeStamp}`, offset: secondsAt(at.x) - (store.getState().view.mark?.seconds ?? 0) };
    over.setPointerCapture(event.pointerId);
    if (event.button === 1) event.preventDefault();
  };

  const onMove = (event: PointerEvent): void => {
    if (pinch.active()) {
      press = undefined;
      return;
    }
    const { x, y } = place(event);
    const state = store.getState();
    readCursor(session, state, over, x, y);
    if (press === undefined) over.style.cursor = gripAt(state, over, { x, y }) === undefined ? "" : "ew-resize";
    if (press === undefined || Math.abs(x - press.x) < CLICK_PIXELS) return;
    switch (press.does) {
      case "moves":
        showWindow(session, { ...press.window, start: press.window.start - ((x - press.x) / over.clientWidth) * press.window.span });
        return;
      case "caliper":
        moveCaliper(session, press.caliper, secondsAt(Math.min(over.clientWidth, Math.max(0, x))), (index, seconds) => traceValue(sceneOf(store.getState(), over.clientWidth, over.clientHeight), index, seconds));
        return;
      case "onset":
      case "offset":
        dragEdge(session, press.does, secondsAt(x), press.key);
        return;
      case "mark": {
        const { mark } = state.view;
        const seconds = Math.max(0, secondsAt(x) - (mark === undefined ? 0 : press.offset));
        if (mark !== undefined) changeMark(session, mark, { seconds, ...(mark.endSeconds === undefined ? {} : { endSeconds: seconds + mark.endSeconds - mark.seconds }) }, press.key);
        return;
      }
      case "zooms":
        showBox(box, press, { x, y });
        return;
      case "selects": {
        const row = rowAt(rowsOf(state, over.clientHeight).rows, press.y);
        const ends = [secondsAt(Math.max(0, Math.min(press.x, x))), secondsAt(Math.min(over.clientWidth, Math.max(press.x, x)))] as const;
        setSelection(session, { start: ends[0], end: ends[1], channelIndex: row?.channelIndex });
        return;
      }
    }
  };

  const onUp = (event: PointerEvent): void => {
    const began = press;
    press = undefined;
    box.hidden = true;
    if (began === undefined) return;
    const at = place(event);
    const isClick = Math.abs(at.x - began.x) < CLICK_PIXELS;
    if (began.does === "zooms" && !isClick) zoomInto(session, over, began, at);
    else if (began.does !== "caliper" && began.does !== "mark" && event.button === 0 && isClick && !event.altKey) click(session, over, at.x, at.y);
  };

  const onDouble = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey) {
      const at = place(event);
      const row = rowAt(rowsOf(store.getState(), over.clientHeight).rows, at.y);
      if (row !== undefined) toggleBurstAt(session, row.channelIndex, secondsAt(at.x));
      return;
    }
    const train = trainAt(store.getState(), over, place(event));
    if (train === undefined) return;
    const margin = Math.max(train.endSeconds - train.startSeconds, 0.1) * 0.2;
    showWindow(session, { start: train.startSeconds - margin, span: train.endSeconds - train.startSeconds + 2 * margin }, true);
  };

  const onLeave = (): void => {
    if (press === undefined) store.setState((state) => (state.cursor === undefined ? {} : { cursor: { ...state.cursor, channelIndex: undefined, value: undefined } }));
  };
  const onCancel = (): void => {
    press = undefined;
    box.hidden = true;
  };

  const pinch = attachPinch(over, (factor, x, movedPixels) => {
    zoom(session, factor, secondsAt(x));
    pan(session, -movedPixels / over.clientWidth);
  });
  const listeners: readonly (readonly [string, (event: never) => void, AddEventListenerOptions?])[] = [
    ["wheel", onWheel, { passive: false }],
    ["pointerdown", onDown],
    ["pointermove", onMove],
    ["pointerup", onUp],
    ["pointercancel", onCancel],
    ["pointerleave", onLeave],
    ["dblclick", onDouble],
  ];
  for (const [name, listener, options] of listeners) over.addEventListener(name, listener as EventListener, options);
  return () => {
    for (const [name, listener] of listeners) over.removeEventListener(name, listener as EventListener);
    pinch.detach();
    box.remove();
  };
}

/** What can be taken hold of at a place: an edge of the chosen burst, or the name of an event. */
function gripAt(state: KlonosState, over: HTMLElement, at: Place): "onset" | "offset" | "mark" | undefined {
  const { burst, window } = state.view;
  const channel = burst === undefined ? undefined : channelsOf(state).find(({ index }) => index === burst.channelIndex);
  if (burst !== undefined && channel !== undefined) {
    const row = rowAt(rowsOf(state, over.clientHeight).rows, at.y);
    const pixel = (sample: number): number => secondsToPixel(window, 0, over.clientWidth, sampleToSeconds(channel.segments, channel.samplingHz, sample));
    const [left, right] = [pixel(burst.start), pixel(burst.end)];
    if (row?.channelIndex === burst.channelIndex && at.y > row.ribbon[0] + row.ribbon[1] && right - left >= 2 * EDGE_PIXELS) {
      if (Math.abs(at.x - left) <= EDGE_PIXELS) return "onset";
      if (Math.abs(at.x - right) <= EDGE_PIXELS) return "offset";
    }
  }
  return markAt(sceneOf(state, over.clientWidth, over.clientHeight), at.x, at.y) === undefined ? undefined : "mark";
}

function showBox(box: HTMLElement, from: Place, to: Place): void {
  box.hidden = false;
  box.style.left = `${Math.min(from.x, to.x)}px`;
  box.style.top = `${Math.min(from.y, to.y)}px`;
  box.style.width = `${Math.abs(to.x - from.x)}px`;
  box.style.height = `${Math.abs(to.y - from.y)}px`;
}

/** Time from the rectangle's sides; the gain of the row in which it began from its height, where it has one. */
function zoomInto(session: Session, over: HTMLElement, from: Press, to: Place): void {
  const state = session.store.getState();
  const [left, right] = [Math.max(0, Math.min(from.x, to.x)), Math.min(over.clientWidth, Math.max(from.x, to.x))];
  const seconds = (x: number): number => pixelToSeconds(from.window, 0, over.clientWidth, x);
  const row = rowAt(rowsOf(state, over.clientHeight).rows, from.y);
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const fitted = row === undefined || bottom - top < LEAST_RECTANGLE_PIXELS ? undefined : rectangleGain(sceneOf(state, over.clientWidth, over.clientHeight), row, Math.max(top, row.top), Math.min(bottom, row.top + row.height));
  zoomToRectangle(session, { start: seconds(left), span: seconds(right) - seconds(left) }, fitted);
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

function trainAt(state: KlonosState, over: HTMLElement, at: Place): NonNullable<KlonosState["result"]>["trains"][number] | undefined {
  const row = rowAt(rowsOf(state, over.clientHeight).rows, at.y);
  const seconds = pixelToSeconds(state.view.window, 0, over.clientWidth, at.x);
  return state.result?.trains.find((train) => train.channelIndex === row?.channelIndex && seconds >= train.startSeconds && seconds <= train.endSeconds);
}

/** A click on the name of an event chooses it; else it chooses the channel, the train and, away from the ribbon, the burst; elsewhere it lets go. */
function click(session: Session, over: HTMLElement, x: number, y: number): void {
  const state = session.store.getState();
  const mark = markAt(sceneOf(state, over.clientWidth, over.clientHeight), x, y);
  if (mark !== undefined) {
    setView(session, () => ({ mark, burst: undefined, selection: undefined }));
    return;
  }
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
    mark: undefined,
    burst: burst === undefined ? undefined : { channelIndex: row.channelIndex, start: burst.onsetSample, end: burst.offsetSample },
  }));
  if (train !== undefined) chooseTrain(session, train, false);
}
