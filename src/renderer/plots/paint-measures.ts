import { secondsToPixel } from "../layout/time-window";
import { messages } from "../messages/messages";
import { isSameMark } from "../state/analysis/edit-actions";
import { markPlaces } from "./mark-places";
import type { Palette } from "./palette";
import { paintHatch } from "./paint-overlays";
import { rowScale, type Scene } from "./scene";

const TEXT_PIXELS = 11;
const STRETCH_PIXELS = 4;
/** The line of a note ends this far above the base of its name. */
const NOTE_PIXELS = 12;
const CALIPER_NAMES = ["A", "B"] as const;
const CALIPER_DOT_PIXELS = 3;

/** Hatched stretches that a person rejected: over all rows, or over the row of their channel. */
export function paintRejected(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  for (const stretch of scene.rejected) {
    const left = Math.max(-8, secondsToPixel(scene.window, 0, scene.width, stretch.startSeconds));
    const right = Math.min(scene.width + 8, secondsToPixel(scene.window, 0, scene.width, stretch.endSeconds));
    if (right <= left) continue;
    const rows = stretch.channelIndex === undefined ? [{ top: 0, height: scene.height }] : scene.rows.filter((row) => row.channelIndex === stretch.channelIndex);
    for (const row of rows) {
      paintHatch(context, left, right, row.top, row.height, palette, palette.muted);
      if (right - left < 60) continue;
      context.fillStyle = palette.text;
      context.font = `${TEXT_PIXELS}px ${palette.font}`;
      context.textAlign = "center";
      context.textBaseline = "alphabetic";
      const word = messages().traceGrounds.rejected;
      const width = context.measureText(word).width;
      context.fillStyle = palette.plot;
      context.fillRect((left + right - width) / 2 - 4, row.top + row.height - 20, width + 8, 15);
      context.fillStyle = palette.text;
      context.fillText(word, (left + right) / 2, row.top + row.height - 9);
    }
  }
}

/** Height of the strip of disagreement, and its ink where half of the detectors say one thing and half the other. */
const STRIP_PIXELS = 4;
const STRIP_OPACITY = 0.85;

/** A strip at the foot of each row: the darker, the more the published detectors differ there. Nothing where they agree. */
export function paintDisagreement(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  if (!scene.view.disagreement) return;
  context.fillStyle = palette.text;
  for (const row of scene.rows) {
    const spans = scene.result?.channels.find((channel) => channel.index === row.channelIndex)?.disagreementSpans ?? [];
    for (const { startSeconds, endSeconds, level } of spans) {
      const left = secondsToPixel(scene.window, 0, scene.width, startSeconds);
      const right = secondsToPixel(scene.window, 0, scene.width, endSeconds);
      if (right < 0 || left > scene.width) continue;
      context.globalAlpha = STRIP_OPACITY * level;
      context.fillRect(left, row.top + row.height - STRIP_PIXELS, Math.max(1, right - left), STRIP_PIXELS - 1);
    }
  }
  context.globalAlpha = 1;
}

/** Dashed lines with the names of the marks at the foot, on the row of their channel where they have one; the chosen one stands out. Notes of the file are dotted and reach over their name only. */
export function paintMarks(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  for (const { mark, name, x, endX, top, foot, nameX, nameY } of markPlaces(scene)) {
    const chosen = mark !== undefined && isSameMark(mark, scene.view.mark);
    context.font = `${chosen ? "600 " : ""}${TEXT_PIXELS}px ${palette.font}`;
    context.strokeStyle = chosen ? palette.accent : palette.muted;
    context.lineWidth = chosen ? 2 : 1;
    context.setLineDash(chosen ? [] : mark === undefined ? [1, 2] : [3, 3]);
    context.beginPath();
    for (const at of endX === undefined ? [x] : [x, endX]) {
      context.moveTo(at, mark === undefined ? nameY - NOTE_PIXELS : top);
      context.lineTo(at, foot);
    }
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = chosen ? palette.accent : palette.muted;
    if (endX !== undefined) context.fillRect(x, foot - STRETCH_PIXELS, endX - x, STRETCH_PIXELS - 1);
    const nameWidth = context.measureText(name).width;
    const background = context.fillStyle;
    context.globalAlpha = 0.8;
    context.fillStyle = palette.plot;
    context.fillRect(nameX - 2, nameY - 10, nameWidth + 4, 13);
    context.globalAlpha = 1;
    context.fillStyle = background;
    context.fillText(name, nameX, nameY);
  }
}

/** The two measuring cursors, with a dot on the trace that they read. */
export function paintCalipers(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  context.font = `600 ${TEXT_PIXELS}px ${palette.font}`;
  context.textBaseline = "alphabetic";
  const [first] = scene.rows;
  // Under the ribbon of the first row, whose words they would cover.
  const top = first === undefined ? 0 : first.ribbon[0] + first.ribbon[1];
  scene.view.calipers.forEach((caliper, index) => {
    const at = Math.round(secondsToPixel(scene.window, 0, scene.width, caliper.seconds)) + 0.5;
    if (at < 0 || at > scene.width) return;
    context.strokeStyle = palette.text;
    context.fillStyle = palette.text;
    context.lineWidth = 1;
    context.setLineDash(index === 0 ? [] : [6, 3]);
    context.beginPath();
    context.moveTo(at, 0);
    context.lineTo(at, scene.height);
    context.stroke();
    context.setLineDash([]);
    const name = CALIPER_NAMES[index] ?? "";
    context.fillStyle = palette.plot;
    context.fillRect(at - 7, top, 14, 14);
    context.fillStyle = palette.text;
    context.textAlign = "center";
    context.fillText(name, at, top + 11);
    const row = scene.rows.find((candidate) => candidate.channelIndex === caliper.channelIndex);
    const scale = row === undefined ? undefined : rowScale(scene, row);
    if (row === undefined || scale === undefined || caliper.value === undefined) return;
    context.beginPath();
    context.arc(at, row.baseline - (caliper.value - scale.centre) * scale.pixelsPerUnit, CALIPER_DOT_PIXELS, 0, 2 * Math.PI);
    context.fill();
  });
}
