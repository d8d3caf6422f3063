import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import type { Trace } from "../../protocol/engine-api";
import { shapeOf } from "../layout/pattern-words";
import { pixelToSeconds } from "../layout/time-window";
import { useMessages } from "../messages/messages";
import { durationOf, type KlonosState } from "../state/klonos-state";
import type { Session } from "../state/session";
import { useKlonos, useSession } from "../state/session-context";
import { pan, showWindow } from "../state/views/view-actions";
import { paintHatch } from "./paint-overlays";
import { paintShape } from "./paint-shape";
import { onSystemColours, readPalette, type Palette } from "./palette";
import { timeText } from "./trace-viewer";

const RIBBON_TOP = 5;
const RIBBON_HEIGHT = 5;
const TRACE_TOP = 13;
const NOTE_HEIGHT = 5;
const LEAST_BOX_PIXELS = 6;
const SHAPE_PIXELS = 8;
/** A train narrower than this in the overview shows its shape instead of a ribbon. */
const LEAST_RIBBON_PIXELS = 9;

/** The whole recording: trace, trains, events and the window; a click or drag moves the window. */
export function OverviewBar(): ReactNode {
  const session = useSession();
  const { viewer: words } = useMessages();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useKlonos((state) => state.view.window);
  const duration = useKlonos(durationOf);

  useEffect(() => {
    const target = canvas.current;
    return target === null ? undefined : mountOverview(session, target);
  }, [session]);

  const moveTo = (event: PointerEvent<HTMLCanvasElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const seconds = pixelToSeconds({ start: 0, span: Math.max(duration, 1e-9) }, 0, box.width, event.clientX - box.left);
    showWindow(session, { start: seconds - view.span / 2, span: view.span });
  };
  const onKey = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -0.1, ArrowRight: 0.1, ArrowDown: -0.1, ArrowUp: 0.1 };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    pan(session, step);
  };
  const state = session.store.getState();
  return (
    <canvas
      ref={canvas}
      className="overview"
      data-testid="overview"
      role="slider"
      tabIndex={0}
      aria-label={words.overview}
      aria-valuemin={0}
      aria-valuemax={Math.round(duration * 10) / 10}
      aria-valuenow={Math.round(view.start * 10) / 10}
      aria-valuetext={words.overviewValue(timeText(state, view.start, 1), timeText(state, view.start + view.span, 1), timeText(state, duration, 1))}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons === 1) moveTo(event);
      }}
      onKeyDown={onKey}
    />
  );
}

function mountOverview(session: Session, canvas: HTMLCanvasElement): () => void {
  const { store } = session;
  const context = canvas.getContext("2d");
  if (context === null) return () => undefined;
  let palette = readPalette(canvas);
  let requested = 0;
  const draw = (): void => {
    requested = 0;
    const ratio = window.devicePixelRatio;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    paintOverview(context, store.getState(), width, height, palette);
  };
  const request = (): void => {
    if (requested === 0) requested = requestAnimationFrame(draw);
  };
  const recolour = (): void => {
    requestAnimationFrame(() => {
      palette = readPalette(canvas);
      request();
    });
  };
  const unsubscribe = store.subscribe((state, before) => {
    if (state.preferences !== before.preferences) recolour();
    else if (state.view !== before.view || state.overview !== before.overview || state.result !== before.result || state.recording !== before.recording || state.inputs !== before.inputs) request();
  });
  const observer = new ResizeObserver(request);
  observer.observe(canvas);
  const detach = onSystemColours(recolour);
  return () => {
    unsubscribe();
    observer.disconnect();
    detach();
    cancelAnimationFrame(requested);
  };
}

function paintOverview(context: CanvasRenderingContext2D, state: KlonosState, width: number, height: number, palette: Palette): void {
  const duration = durationOf(state);
  if (duration <= 0) return;
  const perSecond = width / duration;
  context.fillStyle = palette.hold;
  for (const hold of state.result?.holds ?? []) context.fillRect(hold.startSeconds * perSecond, TRACE_TOP, (hold.endSeconds - hold.startSeconds) * perSecond, height - TRACE_TOP);
  if (state.overview !== undefined) paintTrace(context, state.overview.trace, perSecond, height, palette);
  context.fillStyle = palette.hairline;
  for (const gap of state.recording?.scan?.gaps ?? []) context.fillRect(gap.startSeconds * perSecond, TRACE_TOP, Math.max(1, (gap.endSeconds - gap.startSeconds) * perSecond), height - TRACE_TOP);
  for (const stretch of state.inputs.present.context.rejected) {
    const left = stretch.startSeconds * perSecond;
    paintHatch(context, left, Math.max(left + 2, stretch.endSeconds * perSecond), TRACE_TOP, height - TRACE_TOP, palette, palette.muted);
  }
  // What the file notes besides marks: short ticks at the foot, so that a list of events has its place in time.
  context.fillStyle = palette.muted;
  for (const { onsetSeconds } of state.recording?.scan?.annotations ?? []) context.fillRect(Math.round(onsetSeconds * perSecond), height - NOTE_HEIGHT, 1, NOTE_HEIGHT);
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.setLineDash([2, 2]);
  context.beginPath();
  for (const mark of state.inputs.present.context.marks) {
    const x = Math.round(mark.seconds * perSecond) + 0.5;
    context.moveTo(x, TRACE_TOP);
    context.lineTo(x, height);
  }
  context.stroke();
  context.setLineDash([]);
  const antagonists = new Set(state.inputs.present.context.pairs.map((pair) => pair.antagonist));
  for (const train of state.result?.trains ?? []) {
    // A pair has one ribbon here, that of its agonist: two on one line would hide each other.
    if (antagonists.has(train.channelIndex)) continue;
    context.fillStyle = palette.patterns[train.pattern];
    context.strokeStyle = context.fillStyle;
    const left = train.startSeconds * perSecond;
    const ribbon = (train.endSeconds - train.startSeconds) * perSecond;
    if (ribbon >= LEAST_RIBBON_PIXELS) context.fillRect(left, RIBBON_TOP, ribbon, RIBBON_HEIGHT);
    else paintShape(context, shapeOf(train.pattern), left + ribbon / 2, RIBBON_TOP + RIBBON_HEIGHT / 2, SHAPE_PIXELS);
  }
  const { start, span } = state.view.window;
  // Half of the line lies outside of its rectangle.
  const box = Math.min(Math.max(LEAST_BOX_PIXELS, span * perSecond), width - 2);
  context.strokeStyle = palette.accent;
  context.lineWidth = 2;
  context.strokeRect(Math.min(width - box - 1, Math.max(1, start * perSecond)), 1, box, height - 2);
}

function paintTrace(context: CanvasRenderingContext2D, trace: Trace, perSecond: number, height: number, palette: Palette): void {
  let reach = 0;
  for (const piece of trace.pieces) {
    for (let index = 0; index < piece.minimum.length; index++) {
      const bucket = Math.max(-piece.minimum[index]!, piece.maximum[index]!);
      if (bucket > reach && Number.isFinite(bucket)) reach = bucket;
    }
  }
  if (reach === 0) return;
  const middle = (TRACE_TOP + height) / 2;
  const scale = (height - TRACE_TOP - 6) / 2 / reach;
  context.strokeStyle = palette.muted;
  context.lineWidth = 1;
  context.beginPath();
  for (const piece of trace.pieces) {
    const step = (piece.samplesPerBucket / trace.samplingHz) * perSecond;
    const left = piece.startSeconds * perSecond + step / 2;
    // Buckets of few samples do not reach each other: they are joined, as the traces do it.
    let joined = false;
    for (let index = 0; index < piece.minimum.length; index++) {
      const low = piece.minimum[index]!;
      const high = piece.maximum[index]!;
      if (!Number.isFinite(low) || !Number.isFinite(high)) {
        joined = false;
        continue;
      }
      if (joined) context.lineTo(left + index * step, middle - high * scale);
      joined = true;
      // A flat stretch is still a line half a pixel high.
      context.moveTo(left + index * step, middle - high * scale - 0.25);
      context.lineTo(left + index * step, middle - low * scale + 0.25);
    }
  }
  context.stroke();
}
