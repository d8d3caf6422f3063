import type { Trace, TracePiece } from "../../protocol/engine-api";
import { type ColumnSheet, isDense, type SheetWindow } from "./column-sheet";
import type { Palette } from "./palette";
import { rowScale, type RowScale, type Scene } from "./scene";
import type { TraceRow } from "../layout/trace-rows";

const TRACE_LINE_PIXELS = 0.9;
const SECOND_LINE_PIXELS = 1.4;
/** Buckets beyond the edges that are drawn too, so that lines leave the plot instead of stopping short. */
const OVERHANG_BUCKETS = 2;

/**
 * All traces and, over them, the second ones, each kept to its row: a tall spike must not run over its neighbours or a ribbon. Dense
 * ones are drawn column by column on the sheet, the others as lines.
 */
export function paintTraces(context: CanvasRenderingContext2D, scene: Scene, palette: Palette, sheet: ColumnSheet | undefined): void {
  if (scene.traces === undefined) return;
  const lines: (() => void)[] = [];
  const ratio = context.getTransform().a;
  const window: SheetWindow = { start: scene.window.start, span: scene.window.span, width: Math.round(scene.width * ratio) };
  sheet?.begin(window.width, Math.round(scene.height * ratio));
  const draw = (row: TraceRow, top: number, trace: Trace, scale: RowScale, colour: string, linePixels: number): void => {
    if (sheet !== undefined && isDense(trace, window)) {
      sheet.add(trace, { top: top * ratio, bottom: (row.top + row.height) * ratio, zero: (row.baseline + scale.centre * scale.pixelsPerUnit) * ratio, perUnit: scale.factor * scale.pixelsPerUnit * ratio, linePixels: Math.max(1, linePixels * ratio), colour }, window);
      return;
    }
    lines.push(() => {
      context.save();
      context.beginPath();
      context.rect(0, top, scene.width, row.top + row.height - top);
      context.clip();
      context.strokeStyle = colour;
      context.lineWidth = linePixels;
      strokeTrace(context, scene, row, trace, scale);
      context.restore();
    });
  };
  // Bevel: round joins cost half of the drawing time with two thousand corners a trace.
  context.lineJoin = "bevel";
  for (const row of scene.rows) {
    const scale = rowScale(scene, row);
    if (scale === undefined) continue;
    const trace = scene.traces.main.get(row.channelIndex);
    const second = scene.view.second === undefined ? undefined : scene.traces.second.get(row.channelIndex);
    const top = row.ribbon[1] > 0 ? row.ribbon[0] + row.ribbon[1] : row.top;
    const chosen = scene.view.looks[row.channelIndex]?.colour;
    const colour = chosen === undefined ? palette.trace : palette.lines[chosen];
    if (trace !== undefined) draw(row, top, trace, scale, colour, scene.view.mode === "envelope" && trace.view === "envelope" ? SECOND_LINE_PIXELS : TRACE_LINE_PIXELS);
    if (second !== undefined && second.view === scene.view.second && second.view !== trace?.view) {
      // Filtered and rectified signals start from zero, whatever the offset of the raw trace below them.
      draw(row, top, second, second.view === "raw" ? scale : { ...scale, centre: 0 }, row.part === "antagonist" ? palette.antagonist : palette.accent, second.view === "envelope" ? SECOND_LINE_PIXELS : TRACE_LINE_PIXELS);
    }
  }
  sheet?.lay(context);
  for (const line of lines) line();
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
