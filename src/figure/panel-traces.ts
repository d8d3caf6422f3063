import type { FigureStyle } from "../core/figure-style";
import type { TrainResult } from "../core/result";
import { annotatedTrains, type FigureContent, type FigureTracePiece } from "./content";
import type { TickKinds } from "./burst-ticks";
import { drawTicks, TICK_HEIGHT } from "./burst-ticks";
import { lineAt, panelLetter, textAt } from "./draw";
import { drawMarks, planMarks } from "./mark-row";
import type { FigureElement } from "./model";
import { niceBelow, niceTicks, tickDecimals } from "./numbers";
import { HOLD_FILL, HOLD_TEXT, INK, lookOf, MUTED, TRACE_INK } from "./palette";
import { tint } from "./restyle";
import { LABEL_TEXT_OFFSET } from "./ribbon-labels";
import type { Box } from "./text-metrics";
import { CAP_MILLIMETRES, DESCENDER_MILLIMETRES, LINE_MILLIMETRES, oneLine, textBox, textWidth, wrapText } from "./text-metrics";
import type { TraceScale } from "./trace-path";
import { tracePaths } from "./trace-path";
import type { TraceSlot } from "./trace-slots";
import { planSlots } from "./trace-slots";
import { drawRibbons, planRibbons } from "./train-ribbons";
import type { FigureLocale } from "./words/figure-locale";

const WIDEST_LABEL = 20;
const LABEL_SHARE = 0.22;
const NARROWEST_LABEL = 5;
const LABEL_GAP = 2;
const BAR_GAP = 1.6;
const BAR_TEXT_GAP = 0.8;
const BAR_STROKE = { color: INK, widthPoints: 0.9 };
const LONGEST_VALUE_BAR = 8;
const VALUE_BAR_SHARE = 0.5;
const TIME_BAR_SHARE = 0.16;
const LONGEST_TIME_BAR = 20;
const RIBBON_TO_TRACE = 0.9;
const TRACE_TO_TICKS = 0.7;
const SLOT_GAP = 1.8;
const TOP_WITHOUT_MARKS = 3.4;
const AXIS_STROKE = { color: INK, widthPoints: 0.5 };
const AXIS_TICK = 0.9;
const AXIS_TEXT_GAP = 0.6;
const VALUE_TICKS = 3;
const TIME_TICKS = 6;
/** What is left of a pattern's colour in the band behind a burst. */
const BAND_TINT = 0.22;
/** The envelope is as much thicker than the trace, so that it is seen over it. */
const ENVELOPE_WIDTH = 1.6;

/** Panel a as drawn, and what the rest of the figure has to know of it. */
export interface TracePanel {
  readonly elements: readonly FigureElement[];
  readonly bottom: number;
  readonly ticks: TickKinds;
  /** Number of the first train in each list-explained channel, by train id: empty where every label found a place. */
  readonly keys: ReadonlyMap<string, number>;
  /** True when a ribbon goes on beyond the span. */
  readonly cutTrains: boolean;
  /** True where traces of one unit are drawn at gains of their own. */
  readonly ownGains: boolean;
}

interface ValueBar {
  readonly length: number;
  readonly text: string;
}

/** A bar for the trace, none where the one above has the same gain and shows it. */
function valueBar(slot: TraceSlot, { barText }: FigureLocale): ValueBar | undefined {
  if (slot.empty || slot.sharesBar) return undefined;
  const value = niceBelow(Math.min(LONGEST_VALUE_BAR, slot.height * VALUE_BAR_SHARE) / slot.millimetresPerUnit);
  return { length: value * slot.millimetresPerUnit, text: barText(value, slot.trace.unit) };
}

/** Values of an axis: as many as stand apart at the trace's height, one where none do. */
function valueTicks({ low, high, millimetresPerUnit }: TraceSlot): readonly number[] {
  // The next finer steps first: a step that leaves one value says nothing of the scale.
  for (const wanted of [VALUE_TICKS, VALUE_TICKS + 1, VALUE_TICKS + 2, ...Array.from({ length: VALUE_TICKS - 1 }, (_, k) => VALUE_TICKS - 1 - k)]) {
    const ticks = niceTicks(low, high, wanted);
    if (ticks.length >= 2 && (ticks[1]! - ticks[0]!) * millimetresPerUnit >= LINE_MILLIMETRES) return ticks;
  }
  return low <= 0 && high >= 0 ? [0] : niceTicks(low, high, 1).slice(0, 1);
}

/** Panel a: traces with ribbons, ticks, marks, the hold and calibrated bars or axes, as far as the style wants them, between `left` and `right` from `top` down. */
export function drawTracePanel(content: FigureContent, style: FigureStyle, locale: FigureLocale, left: number, right: number, top: number, letter: string, stretch: number): TracePanel {
  const { document, startSeconds, endSeconds } = content;
  const within = (seconds: number): boolean => seconds >= startSeconds && seconds <= endSeconds;
  const { plain, words } = locale;
  const { slots, ownGains } = planSlots(content.traces, style.gain, startSeconds, endSeconds, stretch);
  const withAxes = style.scales === "axes";
  const bars = slots.map((slot) => (withAxes ? undefined : valueBar(slot, locale)));
  const ticksOf = slots.map((slot) => (withAxes && !slot.empty ? valueTicks(slot) : []));
  const shown = annotatedTrains(content);
  const { layers } = style;
  const labels = content.traces.map((trace) => {
    const name = oneLine(trace.label) || words.channel(trace.channelIndex + 1);
    return wrapText(withAxes ? `${name} (${trace.unit === "" ? "au" : trace.unit})` : name, Math.min(WIDEST_LABEL, (right - left) * LABEL_SHARE), "bold");
  });
  const labelWidth = Math.max(NARROWEST_LABEL, ...labels.flat().map((line) => textWidth(line, undefined, "bold")));
  const barWidth = Math.max(0, ...bars.map((bar) => (bar === undefined ? 0 : BAR_GAP + BAR_TEXT_GAP + textWidth(bar.text))));
  const axisWidth = withAxes ? AXIS_TICK + AXIS_TEXT_GAP + Math.max(0, ...ticksOf.flatMap((ticks) => ticks.map((tick) => textWidth(plain(tick, tickDecimals(ticks)))))) : 0;
  const low = left + labelWidth + LABEL_GAP + axisWidth;
  const high = right - barWidth;
  const perSecond = (high - low) / (endSeconds - startSeconds);
  const toX = (seconds: number): number => low + (seconds - startSeconds) * perSecond;

  const marks = planMarks(layers.marks ? document.marks.filter((mark) => within(mark.seconds)) : [], words, toX, low, high);
  const bandTop = top + Math.max(TOP_WITHOUT_MARKS, marks.rows * LINE_MILLIMETRES + CAP_MILLIMETRES / 2);
  const front: FigureElement[] = [];
  const bands: FigureElement[] = [];
  const ticks: TickKinds = { bursts: false, missed: false, thoughtFalse: false, isolated: false };
  const keys = new Map<string, number>();
  let cutTrains = false;
  let y = bandTop + RIBBON_TO_TRACE;
  for (const [k, slot] of slots.entries()) {
    const channel = slot.trace.channelIndex;
    const trains = shown.filter((train) => train.channelIndex === channel);
    const isolated = (document.channels.find((one) => one.index === channel)?.isolatedBursts ?? []).filter((burst) => within(burst.timeSeconds));
    if (trains.length > 0 && layers.ribbons) {
      const row = planRibbons(trains, content.trainId, document.ciLevel, locale, marks.lines, toX, low, high);
      front.push(...drawRibbons(row, document.ciLevel, locale, y, keys.size + 1));
      for (const [position, place] of row.plan.places.entries()) if (place.kind === "key") keys.set(trains[position]!.id, keys.size + 1);
      cutTrains ||= trains.some((train) => train.startSeconds < startSeconds || train.endSeconds > endSeconds);
      y += row.height + RIBBON_TO_TRACE;
    }
    const frame: SlotFrame = { left, low, high, top: y, startSeconds, endSeconds, perSecond };
    const height = Math.max(slot.height, labels[k]!.length * LINE_MILLIMETRES);
    if (layers.bands) bands.push(...drawBands(trains, toX, low, high, y, height));
    front.push(...drawTrace(slot, labels[k]!, bars[k], ticksOf[k]!, style, locale, lookOfFirst(trains), frame));
    y += height;
    if (layers.ticks && (trains.length > 0 || isolated.length > 0)) {
      front.push(...drawTicks(trains, isolated, within, toX, y + TRACE_TO_TICKS, ticks));
      y += TRACE_TO_TICKS + TICK_HEIGHT;
    }
    y += SLOT_GAP;
  }
  const footer = drawFooter(content, style, locale, toX, low, high, y, perSecond);
  const shadeBottom = y - SLOT_GAP / 2;
  const texts = [...front, ...footer.elements].flatMap((element) => (element.kind === "text" ? [withShape(textBox(element), element.part)] : []));
  const back: FigureElement[] = [];
  for (const hold of layers.holds ? document.holds : []) {
    const x1 = Math.max(low, toX(hold.startSeconds));
    const x2 = Math.min(high, toX(hold.endSeconds));
    if (x2 > x1) back.push({ kind: "rect", part: "hold", x: x1, y: bandTop, width: x2 - x1, height: shadeBottom - bandTop, fill: HOLD_FILL });
  }
  back.push(...bands);
  back.push(...drawMarks(marks, bandTop, shadeBottom, texts));
  const head = [panelLetter(left, top + CAP_MILLIMETRES + 0.6, letter)];
  return { elements: [...back, ...head, ...front, ...footer.elements], bottom: y + footer.height, ticks, keys, cutTrains, ownGains };
}

/** A label's box with the shape before it. */
function withShape(box: Box, part: string): Box {
  return part === "train-label" ? { ...box, left: box.left - LABEL_TEXT_OFFSET } : box;
}

interface SlotFrame {
  readonly left: number;
  readonly low: number;
  readonly high: number;
  readonly top: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly perSecond: number;
}

/** Colour of the envelope: that of the first train, so that trace and ribbon belong together. */
function lookOfFirst(trains: readonly TrainResult[]): string {
  return trains[0] === undefined ? MUTED : lookOf(trains[0]).color;
}

/** Bursts of the trains as pale bands, onset to offset. */
function drawBands(trains: readonly TrainResult[], toX: (seconds: number) => number, low: number, high: number, top: number, height: number): readonly FigureElement[] {
  return trains.flatMap((train) =>
    train.bursts.flatMap((burst): FigureElement[] => {
      const left = Math.max(low, toX(burst.onsetSeconds));
      const right = Math.min(high, toX(burst.offsetSeconds));
      return right > left ? [{ kind: "rect", part: "band", x: left, y: top, width: right - left, height, fill: tint(lookOf(train).color, BAND_TINT) }] : [];
    }),
  );
}

/** The upper line of an envelope's buckets. */
function upperLine(piece: FigureTracePiece): FigureTracePiece {
  return { ...piece, minimum: piece.maximum };
}

function drawTrace(slot: TraceSlot, label: readonly string[], bar: ValueBar | undefined, ticks: readonly number[], style: FigureStyle, { plain, words }: FigureLocale, envelopeColor: string, frame: SlotFrame): readonly FigureElement[] {
  const elements: FigureElement[] = [];
  const height = Math.max(slot.height, label.length * LINE_MILLIMETRES);
  const middle = frame.top + height / 2;
  const zero = middle + ((slot.high + slot.low) / 2) * slot.millimetresPerUnit;
  const labelTop = middle - ((label.length - 1) * LINE_MILLIMETRES) / 2 + CAP_MILLIMETRES / 2;
  for (const [line, text] of label.entries()) elements.push(textAt("trace-label", frame.left, labelTop + line * LINE_MILLIMETRES, text, { weight: "bold" }));
  if (slot.empty) {
    elements.push(textAt("no-data", (frame.low + frame.high) / 2, middle + CAP_MILLIMETRES / 2, words.noData, { anchor: "middle", color: MUTED }));
    return elements;
  }
  const scale: TraceScale = { left: frame.low, startSeconds: frame.startSeconds, endSeconds: frame.endSeconds, millimetresPerSecond: frame.perSecond, zero, millimetresPerUnit: slot.millimetresPerUnit };
  const subpaths = slot.trace.pieces.flatMap((piece) => tracePaths(piece, scale));
  elements.push({ kind: "path", part: "trace", subpaths, closed: false, stroke: { color: TRACE_INK, widthPoints: style.tracePoints } });
  const envelope = style.layers.envelope ? (slot.trace.envelope ?? []).flatMap((piece) => tracePaths(upperLine(piece), scale)) : [];
  if (envelope.length > 0) elements.push({ kind: "path", part: "envelope", subpaths: envelope, closed: false, stroke: { color: envelopeColor, widthPoints: style.tracePoints * ENVELOPE_WIDTH } });
  if (ticks.length > 0) {
    const x = frame.low - AXIS_TEXT_GAP;
    const yOf = (value: number): number => zero - value * slot.millimetresPerUnit;
    elements.push(lineAt("value-axis", x, yOf(slot.high), x, yOf(slot.low), AXIS_STROKE));
    for (const tick of ticks) {
      elements.push(lineAt("axis-tick", x - AXIS_TICK, yOf(tick), x, yOf(tick), AXIS_STROKE));
      elements.push(textAt("axis-text", x - AXIS_TICK - AXIS_TEXT_GAP, yOf(tick) + CAP_MILLIMETRES / 2, plain(tick, tickDecimals(ticks)), { anchor: "end" }));
    }
  }
  for (let k = 1; k < slot.trace.pieces.length; k += 1) {
    const before = slot.trace.pieces[k - 1]!;
    const from = frame.low + (before.startSeconds + before.minimum.length * before.secondsPerBucket - frame.startSeconds) * frame.perSecond;
    const to = frame.low + (slot.trace.pieces[k]!.startSeconds - frame.startSeconds) * frame.perSecond;
    const centre = (from + to) / 2;
    const width = textWidth(words.gap);
    if (to - from > width + 2 && centre - width / 2 > frame.low && centre + width / 2 < frame.high) elements.push(textAt("gap", centre, middle + CAP_MILLIMETRES / 2, words.gap, { anchor: "middle", color: MUTED }));
  }
  if (bar !== undefined) {
    const x = frame.high + BAR_GAP;
    elements.push(lineAt("value-bar", x, middle - bar.length / 2, x, middle + bar.length / 2, BAR_STROKE));
    elements.push(textAt("value-bar-text", x + BAR_TEXT_GAP, middle + CAP_MILLIMETRES / 2, bar.text));
  }
  return elements;
}

/** Below the shade: the time bar at the right or a time axis, the hold's name at its start where there is room. */
function drawFooter(content: FigureContent, style: FigureStyle, locale: FigureLocale, toX: (seconds: number) => number, low: number, high: number, top: number, perSecond: number): { readonly elements: readonly FigureElement[]; readonly height: number } {
  if (style.scales === "axes") return drawTimeAxis(content, locale, toX, low, high, top);
  const seconds = niceBelow(Math.min(LONGEST_TIME_BAR, (high - low) * TIME_BAR_SHARE) / perSecond);
  const length = seconds * perSecond;
  const text = locale.barText(seconds, "s");
  const baseline = top + 1.2 + CAP_MILLIMETRES;
  const reach = Math.max(length, textWidth(text)) / 2;
  const centre = high - reach - 1.5;
  const elements: FigureElement[] = [
    lineAt("time-bar", centre - length / 2, top, centre + length / 2, top, BAR_STROKE),
    textAt("time-bar-text", centre, baseline, text, { anchor: "middle" }),
  ];
  const taken: { left: number; right: number }[] = [{ left: centre - reach - 1, right: centre + reach + 1 }];
  const name = content.document.protocol === "tap" ? locale.words.hold : locale.words.stretchHeld;
  const width = textWidth(name);
  for (const hold of style.layers.holds ? content.document.holds : []) {
    const from = Math.max(low, toX(hold.startSeconds));
    const to = Math.min(high, toX(hold.endSeconds));
    if (to <= from) continue;
    const left = Math.max(low, Math.min(from, high - width));
    if (taken.some((other) => left < other.right && left + width > other.left)) continue;
    taken.push({ left, right: left + width + 1 });
    elements.push(textAt("hold-name", left, baseline, name, { color: HOLD_TEXT }));
  }
  return { elements, height: baseline - top + DESCENDER_MILLIMETRES };
}

/** Time in seconds of the recording along the foot of the traces. */
function drawTimeAxis(content: FigureContent, { plain, words }: FigureLocale, toX: (seconds: number) => number, low: number, high: number, top: number): { readonly elements: readonly FigureElement[]; readonly height: number } {
  const elements: FigureElement[] = [lineAt("time-axis", low, top, high, top, AXIS_STROKE)];
  const numbers = top + AXIS_TICK + AXIS_TEXT_GAP + CAP_MILLIMETRES;
  const ticks = niceTicks(content.startSeconds, content.endSeconds, TIME_TICKS);
  for (const tick of ticks) {
    elements.push(lineAt("axis-tick", toX(tick), top, toX(tick), top + AXIS_TICK, AXIS_STROKE));
    elements.push(textAt("axis-text", toX(tick), numbers, plain(tick, tickDecimals(ticks)), { anchor: "middle" }));
  }
  const title = numbers + LINE_MILLIMETRES;
  elements.push(textAt("axis-title", (low + high) / 2, title, words.time, { anchor: "middle" }));
  return { elements, height: title - top + DESCENDER_MILLIMETRES };
}
