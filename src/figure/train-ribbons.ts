import type { TrainResult } from "../core/result";
import { shapeAt, SHAPE_MILLIMETRES, textAt } from "./draw";
import type { FigureElement } from "./model";
import { lookOf } from "./palette";
import type { LabelPlan } from "./ribbon-labels";
import { LABEL_TEXT_OFFSET, planLabels, RIBBON_PAD } from "./ribbon-labels";
import { CAP_MILLIMETRES, LINE_MILLIMETRES, textWidth } from "./text-metrics";
import type { FigureLocale } from "./words/figure-locale";

/** Height of the ribbon of a train, mm. */
export const RIBBON_HEIGHT = 3.4;
const NUMBER_GAP = 0.9;
/** Room below a row of labels for its descenders. */
const LABEL_GAP = 0.3;
const WHITE = "#FFFFFF";

/** `n = 14, 5.6 Hz` and `95 % CI 5.5–5.7`, as far as the numbers exist. */
function numberPieces(train: TrainResult, ciLevel: number, { fixed, level, range, words }: FigureLocale): readonly string[] {
  if (train.rateHz === null) return [`n = ${train.beats}`];
  const rate = `n = ${train.beats}, ${fixed(train.rateHz, 1)} Hz`;
  return train.rateCi === null ? [rate] : [rate, `${words.confidence(level(ciLevel))} ${range(train.rateCi[0], train.rateCi[1], 1)}`];
}

/** `n = 14, 5.6 Hz, 95 % CI 5.5–5.7`, as far as the numbers exist. */
export function trainNumbers(train: TrainResult, ciLevel: number, locale: FigureLocale): string {
  return numberPieces(train, ciLevel, locale).join(", ");
}

function inBrackets(pieces: readonly string[]): readonly string[] {
  return pieces.map((piece, at) => `${at === 0 ? "(" : ""}${piece}${at === pieces.length - 1 ? ")" : ","}`);
}

/** The trains of one channel that reach into the span, with their ribbons and the plan of their labels. */
export interface RibbonRow {
  readonly trains: readonly TrainResult[];
  readonly spans: readonly { readonly left: number; readonly right: number }[];
  readonly plan: LabelPlan;
  readonly height: number;
}

function labelRows(plan: LabelPlan): number {
  return plan.rows === 0 ? 0 : plan.rows * LINE_MILLIMETRES + LABEL_GAP;
}

/** Where the ribbons of the trains between `low` and `high` (mm) lie, and where their labels stand so that none covers another or a line of the marks at `markLines`. */
export function planRibbons(trains: readonly TrainResult[], chosenId: string | undefined, ciLevel: number, locale: FigureLocale, markLines: readonly number[], toX: (seconds: number) => number, low: number, high: number): RibbonRow {
  const spans = trains.map((train) => ({ left: Math.max(low, toX(train.startSeconds)), right: Math.min(high, toX(train.endSeconds)) }));
  const plan = planLabels(
    trains.map((train, k) => ({ ...spans[k]!, words: locale.words.looks[train.label], numbers: inBrackets(numberPieces(train, ciLevel, locale)) })),
    trains.findIndex((train) => train.id === chosenId),
    markLines,
    low,
    high,
  );
  return { trains, spans, plan, height: trains.length === 0 ? 0 : RIBBON_HEIGHT + labelRows(plan) };
}

/** Draws a planned row with its top at `top`; `firstKey` is the number of its first train in the list of keys. */
export function drawRibbons(row: RibbonRow, ciLevel: number, locale: FigureLocale, top: number, firstKey: number): readonly FigureElement[] {
  let nextKey = firstKey;
  const elements: FigureElement[] = [];
  const ribbonTop = top + labelRows(row.plan);
  const middle = ribbonTop + RIBBON_HEIGHT / 2;
  const baseline = middle + CAP_MILLIMETRES / 2;
  let keyEnd = -Infinity;
  for (const [k, train] of row.trains.entries()) {
    const look = lookOf(train);
    const span = row.spans[k]!;
    const place = row.plan.places[k]!;
    elements.push({ kind: "rect", part: "ribbon", x: span.left, y: ribbonTop, width: Math.max(0, span.right - span.left), height: RIBBON_HEIGHT, fill: look.color });
    const full = `${locale.words.looks[train.label]} (${trainNumbers(train, ciLevel, locale)})`;
    switch (place.kind) {
      case "inside":
      case "beside": {
        const color = place.kind === "inside" ? WHITE : look.color;
        elements.push(shapeAt(place.left + SHAPE_MILLIMETRES / 2, middle, look.shape, color));
        elements.push(textAt("train-label", place.left + LABEL_TEXT_OFFSET, baseline, full, { color, weight: "bold" }));
        break;
      }
      case "above": {
        for (const [line, text] of place.lines.entries()) {
          const y = ribbonTop - NUMBER_GAP - (place.row + place.lines.length - 1 - line) * LINE_MILLIMETRES;
          if (line === 0) elements.push(shapeAt(place.left + SHAPE_MILLIMETRES / 2, y - CAP_MILLIMETRES / 2, look.shape, look.color));
          elements.push(textAt("train-label", place.left + LABEL_TEXT_OFFSET, y, text, { color: look.color, weight: "bold" }));
        }
        break;
      }
      case "key": {
        const text = String(nextKey);
        nextKey += 1;
        const half = textWidth(text, undefined, "bold") / 2;
        // Numbers above crowded ribbons are left out where they would touch: the list is in time order.
        if (!place.inside && place.left - half < keyEnd + RIBBON_PAD) break;
        if (!place.inside) keyEnd = place.left + half;
        const y = place.inside ? baseline : ribbonTop - NUMBER_GAP;
        elements.push(textAt("train-number", place.left, y, text, { anchor: "middle", color: place.inside ? WHITE : look.color, weight: "bold" }));
      }
    }
  }
  return elements;
}
