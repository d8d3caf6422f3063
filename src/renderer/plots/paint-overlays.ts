import type { BurstResult, TrainResult } from "../../core/result";
import { duration, plain, stepAmount } from "../layout/format";
import { messages } from "../messages/messages";
import { niceBelow } from "../layout/nice-steps";
import { ribbonText, shapeOf, shortWord } from "../layout/pattern-words";
import { secondsToPixel } from "../layout/time-window";
import type { TraceRow } from "../layout/trace-rows";
import { divisionPixels } from "../state/views/gains";
import { paintShape } from "./paint-shape";
import type { Palette } from "./palette";
import { rowScale, type Scene } from "./scene";

const HATCH_PIXELS = 8;
const TICK_LINE_PIXELS = 2;
const MISSED_WIDTH_PIXELS = 5;
const SHAPE_PIXELS = 10;
/** Width that the time bar aims at. */
const TIME_BAR_PIXELS = 90;
const TEXT_PIXELS = 11;
/** Keeps the amplitude's words clear of the time's where rows are low. */
const LABEL_CLEARANCE_PIXELS = 8;
/** Room in a ribbon beside its words: the shape and the margins. */
const RIBBON_MARGIN_PIXELS = 32;
/** A faint level of what is not chosen. */
const FAINT = 0.4;

function x(scene: Scene, seconds: number): number {
  return secondsToPixel(scene.window, 0, scene.width, seconds);
}

function inView(scene: Scene, startSeconds: number, endSeconds: number): boolean {
  return endSeconds >= scene.window.start && startSeconds <= scene.window.start + scene.window.span;
}

/** Shaded holds and hatched gaps, under everything else. What lies beyond the ends of the recording is hatched too. */
export function paintGrounds(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  context.fillStyle = palette.hold;
  for (const hold of scene.holds) {
    if (!inView(scene, hold.startSeconds, hold.endSeconds)) continue;
    const left = x(scene, hold.startSeconds);
    context.fillRect(left, 0, x(scene, hold.endSeconds) - left, scene.height);
  }
  for (const gap of scene.gaps) {
    if (!inView(scene, gap.startSeconds, gap.endSeconds)) continue;
    const left = Math.max(-HATCH_PIXELS, x(scene, gap.startSeconds));
    const right = Math.min(scene.width + HATCH_PIXELS, Math.max(x(scene, gap.endSeconds), x(scene, gap.startSeconds) + 2));
    paintHatch(context, left, right, 0, scene.height, palette, palette.hairline);
    if (right - left > 40) {
      context.fillStyle = palette.muted;
      context.font = `${TEXT_PIXELS}px ${palette.font}`;
      context.textAlign = "center";
      context.fillText(messages().traceGrounds.gap, (left + right) / 2, scene.height - 8);
    }
  }
}

/** Slanting lines over a part of the plot: nothing there counts. */
export function paintHatch(context: CanvasRenderingContext2D, left: number, right: number, top: number, height: number, palette: Palette, colour: string): void {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, height);
  context.clip();
  context.globalAlpha = 0.75;
  context.fillStyle = palette.plot;
  context.fillRect(left, top, right - left, height);
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let offset = left - height; offset < right; offset += HATCH_PIXELS) {
    context.moveTo(offset, top + height);
    context.lineTo(offset + height, top);
  }
  context.stroke();
  context.restore();
}

/** Colour of a train's bursts: the antagonist of a pair is green, every other train has the colour of its pattern. */
export function burstColour(train: TrainResult | undefined, row: TraceRow, palette: Palette): string {
  if (row.part === "antagonist") return palette.antagonist;
  return train === undefined ? palette.muted : palette.patterns[train.pattern];
}

/** Pale bands behind the trace, one a burst. Isolated bursts are paler, the selected one has edges. */
export function paintBands(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  for (const row of scene.rows) {
    const top = row.ribbon[0] + row.ribbon[1] + 2;
    const height = row.ticks[0] - top - 2;
    const band = (burst: BurstResult, colour: string, opacity: number): void => {
      if (!inView(scene, burst.onsetSeconds, burst.offsetSeconds)) return;
      const left = x(scene, burst.onsetSeconds);
      const width = Math.max(1, x(scene, burst.offsetSeconds) - left);
      context.globalAlpha = opacity;
      context.fillStyle = colour;
      context.fillRect(left, top, width, height);
      context.globalAlpha = 1;
      const { burst: selected } = scene.view;
      const chosen = selected !== undefined && selected.channelIndex === row.channelIndex && burst.onsetSample < selected.end && burst.offsetSample > selected.start;
      if (chosen || burst.edited) {
        context.strokeStyle = colour;
        context.lineWidth = chosen ? 1.5 : 1;
        context.setLineDash(chosen ? [] : [2, 3]);
        context.strokeRect(left, top, width, height);
        context.setLineDash([]);
      }
    };
    for (const train of scene.result?.trains ?? []) {
      if (train.channelIndex !== row.channelIndex || !inView(scene, train.startSeconds, train.endSeconds)) continue;
      for (const burst of train.bursts) band(burst, burstColour(train, row, palette), burst.thoughtFalse ? palette.bandOpacity * FAINT : palette.bandOpacity);
    }
    const isolated = scene.result?.channels.find((channel) => channel.index === row.channelIndex)?.isolatedBursts ?? [];
    for (const burst of isolated) band(burst, palette.muted, palette.bandOpacity * FAINT);
  }
}

/** A tick a burst, dashed and empty where a beat was expected and not found, open where a burst is thought to be none. */
export function paintTicks(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  for (const row of scene.rows) {
    const [top, height] = row.ticks;
    if (height === 0) continue;
    for (const train of scene.result?.trains ?? []) {
      if (train.channelIndex !== row.channelIndex || !inView(scene, train.startSeconds, train.endSeconds)) continue;
      const colour = burstColour(train, row, palette);
      context.fillStyle = colour;
      context.strokeStyle = colour;
      context.lineWidth = 1;
      for (const burst of train.bursts) {
        const at = x(scene, burst.timeSeconds);
        if (burst.thoughtFalse) {
          context.beginPath();
          context.moveTo(at - 3, top + height / 2 - 3);
          context.lineTo(at + 3, top + height / 2 + 3);
          context.moveTo(at + 3, top + height / 2 - 3);
          context.lineTo(at - 3, top + height / 2 + 3);
          context.stroke();
        } else context.fillRect(at - TICK_LINE_PIXELS / 2, top, TICK_LINE_PIXELS, height);
      }
      context.setLineDash([2, 2]);
      for (const seconds of train.missedBeatSeconds) context.strokeRect(x(scene, seconds) - MISSED_WIDTH_PIXELS / 2, top + 0.5, MISSED_WIDTH_PIXELS, height - 1);
      context.setLineDash([]);
    }
  }
}

/** A ribbon over each train with shape, words, beats and rate; the words move beside it where it is too short. */
export function paintRibbons(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  context.textBaseline = "middle";
  for (const row of scene.rows) {
    const [top, height] = row.ribbon;
    if (height === 0) continue;
    const trains = (scene.result?.trains ?? []).filter((train) => train.channelIndex === row.channelIndex);
    trains.forEach((train, index) => {
      if (!inView(scene, train.startSeconds, train.endSeconds)) return;
      const left = x(scene, train.startSeconds);
      const right = Math.max(x(scene, train.endSeconds), left + 3);
      const colour = palette.patterns[train.pattern];
      const chosen = train.id === scene.view.trainId;
      // Opaque below, so that a tall trace does not run through the words.
      context.fillStyle = palette.plot;
      context.fillRect(left, top, right - left, height);
      context.fillStyle = colour;
      context.globalAlpha = chosen ? 1 : FAINT;
      context.fillRect(left, top, right - left, height);
      context.globalAlpha = 1;
      if (height < TEXT_PIXELS + 4) return;
      const visibleLeft = Math.max(left, 0);
      const visibleRight = Math.min(right, scene.width);
      context.font = `600 ${TEXT_PIXELS}px ${palette.font}`;
      const next = trains[index + 1];
      const room = Math.min(scene.width, next === undefined ? scene.width : x(scene, next.startSeconds)) - visibleRight;
      const fits = (text: string, space: number): boolean => context.measureText(text).width + RIBBON_MARGIN_PIXELS <= space;
      const wordings = [ribbonText(train), `${shortWord(train)} · ${train.beats}`];
      const inner = wordings.find((text) => fits(text, visibleRight - visibleLeft));
      const inside = inner !== undefined;
      const words = inner ?? wordings.find((text) => fits(text, room));
      if (words === undefined) {
        if (visibleRight - visibleLeft >= SHAPE_PIXELS + 4) {
          context.fillStyle = palette.onPattern;
          context.strokeStyle = palette.onPattern;
          paintShape(context, shapeOf(train.pattern), (visibleLeft + visibleRight) / 2, top + height / 2, SHAPE_PIXELS);
        }
        return;
      }
      const textLeft = inside ? visibleLeft + 8 : visibleRight + 4;
      // An unchosen ribbon is pale: its words need the colour of text.
      const ink = inside ? (chosen ? palette.onPattern : palette.text) : palette.text;
      context.fillStyle = inside ? ink : colour;
      context.strokeStyle = context.fillStyle;
      paintShape(context, shapeOf(train.pattern), textLeft + SHAPE_PIXELS / 2, top + height / 2, SHAPE_PIXELS);
      context.fillStyle = ink;
      context.textAlign = "left";
      context.fillText(words, textLeft + SHAPE_PIXELS + 5, top + height / 2 + 0.5);
    });
  }
}

/** Calibrated bars at the right: amplitude for each gain in use, and one for time. Round values, true lengths. */
export function paintScaleBars(context: CanvasRenderingContext2D, scene: Scene, palette: Palette): void {
  const emgRows = scene.rows.filter((row) => scene.channels.get(row.channelIndex)?.role === "emg");
  const rows = emgRows.length > 0 ? emgRows : scene.rows;
  const scales = rows.map((row) => rowScale(scene, row));
  const sameGain = scales.every((scale) => scale?.gain === scales[0]?.gain && scale?.unit === scales[0]?.unit) && rows.every((row) => Math.abs(row.height - rows[0]!.height) < 1);
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.font = `${TEXT_PIXELS}px ${palette.font}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  const barX = scene.width - 8;
  const label = (text: string, right: number, y: number): void => {
    const width = context.measureText(text).width;
    context.globalAlpha = 0.8;
    context.fillStyle = palette.plot;
    context.fillRect(right - width - 3, y - 8, width + 6, 16);
    context.globalAlpha = 1;
    context.fillStyle = palette.text;
    context.fillText(text, right, y + 0.5);
  };
  rows.forEach((row, index) => {
    const scale = scales[index];
    const isLast = index === rows.length - 1;
    if (scale === undefined || (sameGain && !isLast)) return;
    const length = scale.gain * scale.pixelsPerUnit;
    const bottom = row.ticks[0] - (isLast ? 17 : 4);
    context.beginPath();
    context.moveTo(barX, bottom - length);
    context.lineTo(barX, bottom);
    if (isLast) {
      const seconds = niceBelow((scene.window.span * TIME_BAR_PIXELS) / scene.width);
      const pixels = (seconds / scene.window.span) * scene.width;
      context.lineTo(barX - pixels, bottom);
      context.stroke();
      label(seconds < 1 ? duration(seconds) : `${plain(seconds)} s`, barX - 6, bottom + 10);
    } else context.stroke();
    label(stepAmount(scale.gain, scale.unit), barX - 6, Math.min(bottom - divisionPixels(row.height) / 2, bottom - LABEL_CLEARANCE_PIXELS));
  });
}
