import type { TrainResult } from "../core/result";
import { shapeAt, SHAPE_MILLIMETRES, textAt } from "./draw";
import type { FigureElement } from "./model";
import { lookOf, MUTED } from "./palette";
import { LABEL_TEXT_OFFSET } from "./ribbon-labels";
import { CAP_MILLIMETRES, ellipsize, LINE_MILLIMETRES, oneLine, textWidth, wrapText } from "./text-metrics";
import type { FigureLocale } from "./words/figure-locale";

const MAX_ENTRIES = 24;
const COLUMN_GAP = 4;

/** The list that explains numbered ribbons, in as many columns as fit. Returns its elements and its height in mm. */
export function drawKeyList(trains: readonly TrainResult[], firstKeys: ReadonlyMap<string, number>, ciLevel: number, locale: FigureLocale, left: number, width: number, top: number): { readonly elements: readonly FigureElement[]; readonly height: number } {
  const keyed = trains.filter((train) => firstKeys.has(train.id));
  if (keyed.length === 0) return { elements: [], height: 0 };
  const shown = keyed.slice(0, MAX_ENTRIES);
  const numberWidth = textWidth(String(Math.max(...firstKeys.values())), undefined, "bold") + 0.8;
  const texts = shown.map((train) => `${oneLine(train.channel)} ${locale.range(train.startSeconds, train.endSeconds, 1)} s ${locale.words.looks[train.label]}, ${shortNumbers(train, locale)}`);
  const entryWidth = Math.min(width, Math.max(...texts.map((text) => numberWidth + LABEL_TEXT_OFFSET + textWidth(text))));
  const columns = Math.max(1, Math.floor((width + COLUMN_GAP) / (entryWidth + COLUMN_GAP)));
  const rows = Math.ceil(shown.length / columns);
  const heading = locale.words.keyHeading(locale.level(ciLevel));
  const elements: FigureElement[] = [textAt("key", left, top + CAP_MILLIMETRES, ellipsize(heading, width), { color: MUTED })];
  let y = top + CAP_MILLIMETRES;
  let bottom = y;
  for (const [k, train] of shown.entries()) {
    const look = lookOf(train);
    const x = left + Math.floor(k / rows) * (entryWidth + COLUMN_GAP);
    y = k % rows === 0 ? top + CAP_MILLIMETRES + LINE_MILLIMETRES : y + LINE_MILLIMETRES;
    elements.push(textAt("key", x, y, String(firstKeys.get(train.id)), { weight: "bold", color: look.color }));
    elements.push(shapeAt(x + numberWidth + SHAPE_MILLIMETRES / 2, y - CAP_MILLIMETRES / 2, look.shape, look.color));
    // Only a list of one column can hold entries of several lines.
    for (const [line, text] of wrapText(texts[k]!, width - numberWidth - LABEL_TEXT_OFFSET).entries()) {
      if (line > 0) y += LINE_MILLIMETRES;
      elements.push(textAt("key", x + numberWidth + LABEL_TEXT_OFFSET, y, text));
    }
    bottom = Math.max(bottom, y);
  }
  if (keyed.length > shown.length) {
    bottom += LINE_MILLIMETRES;
    elements.push(textAt("key", left, bottom, locale.words.moreTrains(keyed.length - shown.length)));
  }
  return { elements, height: bottom - top + LINE_MILLIMETRES - CAP_MILLIMETRES };
}

/** `n = 14, 5.6 Hz (5.5–5.7)`. */
function shortNumbers(train: TrainResult, { fixed, range }: FigureLocale): string {
  const rate = train.rateHz === null ? "" : `, ${fixed(train.rateHz, 1)} Hz`;
  return `n = ${train.beats}${rate}${rate === "" || train.rateCi === null ? "" : ` (${range(train.rateCi[0], train.rateCi[1], 1)})`}`;
}
