import type { Trace, TracePiece } from "../../protocol/engine-api";
import type { Palette } from "./palette";
import { rowScale, type RowScale, type Scene } from "./scene";
import type { TraceRow } from "../layout/trace-rows";

const TRACE_LINE_PIXELS = 0.9;
const ENVELOPE_LINE_PIXELS = 1.4;
/** Buckets beyond the edges that are drawn too, so that lines leave the plot instead of stopping short. */
const OVERHANG_BUCKETS = 2;

/** All traces and, over them, the envelopes. */
export function paintTraces(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  if (scene.traces === undefined) return;
  // Bevel: round joins cost half of the drawing time with two thousand corners a trace.
  context.lineJoin = "bevel";
  for (const row of scene.rows) {
    const scale = rowScale(scene, row);
    if (scale === undefined) continue;
    const trace = scene.traces.main.get(row.channelIndex);
    context.strokeStyle = palette.trace;
    context.lineWidth = TRACE_LINE_PIXELS;
    if (trace !== undefined) strokeTrace(context, scene, row, trace, scale);
    const envelope = scene.view.envelope ? scene.traces.envelope.get(row.channelIndex) : undefined;
    if (envelope === undefined) continue;
    // An envelope starts from zero, whatever the offset of the raw trace below it.
    context.strokeStyle = row.part === "antagonist" ? palette.antagonist : palette.accent;
    context.lineWidth = ENVELOPE_LINE_PIXELS;
    strokeTrace(context, scene, row, envelope, { ...scale, centre: 0 });
  }
}

function strokeTrace(context: CanvasRenderingContext2D, scene: Scene, row: TraceRow, trace: Trace, scale: RowScale): void {
  context.beginPath();
  for (const piece of trace.pieces) addPiece(context, scene, row, piece, trace.samplingHz, scale);
  context.stroke();
}

/**
 * One stretch without a gap. Buckets are drawn as they come from the engine: from minimum to maximum, so that a peak keeps its
 * height at every zoom. Single samples make a plain line.
 */
function addPiece(context: CanvasRenderingContext2D, scene: Scene, row: TraceRow, piece: TracePiece, samplingHz: number, scale: RowScale): void {
  const { minimum, maximum, samplesPerBucket } = piece;
  const pixelsPerSecond = scene.width / scene.window.span;
  const step = (samplesPerBucket / samplingHz) * pixelsPerSecond;
  const isSingle = samplesPerBucket === 1;
  const left = (piece.startSeconds - scene.window.start) * pixelsPerSecond + (isSingle ? 0 : step / 2);
  const first = Math.max(0, Math.floor(-left / step) - OVERHANG_BUCKETS);
  const last = Math.min(minimum.length - 1, Math.ceil((scene.width - left) / step) + OVERHANG_BUCKETS);
  const perUnit = scale.factor * scale.pixelsPerUnit;
  const zero = row.baseline + scale.centre * scale.pixelsPerUnit;
  let drawing = false;
  for (let index = first; index <= last; index++) {
    const low = minimum[index]!;
    const high = maximum[index]!;
    if (!Number.isFinite(low) || !Number.isFinite(high)) {
      drawing = false;
      continue;
    }
    const x = left + index * step;
    if (drawing) context.lineTo(x, zero - high * perUnit);
    else context.moveTo(x, zero - high * perUnit);
    if (!isSingle) context.lineTo(x, zero - low * perUnit);
    drawing = true;
  }
}
