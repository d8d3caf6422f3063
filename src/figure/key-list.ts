import type { TrainResult } from "../core/result";
import { shapeAt, SHAPE_MILLIMETRES, textAt } from "./draw";
import type { FigureElement } from "./model";
import { range } from "./numbers";
import { lookOf } from "./palette";
import { LABEL_TEXT_OFFSET } from "./ribbon-labels";
import { CAP_MILLIMETRES, ellipsize, LINE_MILLIMETRES, oneLine, textWidth } from "./text-metrics";
import { trainNumbers } from "./train-ribbons";

const MAX_ENTRIES = 24;
const COLUMN_GAP = 4;

/** The list that explains numbered ribbons, in as many columns as fit. Returns its elements and its height in mm. */
export function drawKeyList(trains: readonly TrainResult[], firstKeys: ReadonlyMap<string, number>, ciLevel: number, left: number, width: number, top: number): { readonly elements: readonly FigureElement[]; readonly height: number } {
  const keyed = trains.filter((train) => firstKeys.has(train.id));
  if (keyed.length === 0) return { elements: [], height: 0 };
  const shown = keyed.slice(0, MAX_ENTRIES);
  const numberWidth = textWidth("99", undefined, "bold") + 0.8;
  const texts = shown.map((train) => `${lookOf(train).words}, ${oneLine(train.channel)} ${range(train.startSeconds, train.endSeconds, 1)} s, ${trainNumbers(train, ciLevel)}`);
  const entryWidth = Math.min(width, Math.max(...texts.map((text) => numberWidth + LABEL_TEXT_OFFSET + textWidth(text))));
  const columns = Math.max(1, Math.floor((width + COLUMN_GAP) / (entryWidth + COLUMN_GAP)));
  const rows = Math.ceil(shown.length / columns);
  const elements: FigureElement[] = [];
  for (const [k, train] of shown.entries()) {
    const look = lookOf(train);
    const x = left + Math.floor(k / rows) * (entryWidth + COLUMN_GAP);
    const y = top + CAP_MILLIMETRES + (k % rows) * LINE_MILLIMETRES;
    elements.push(textAt("key", x, y, String(firstKeys.get(train.id)), { weight: "bold", color: look.color }));
    elements.push(shapeAt(x + numberWidth + SHAPE_MILLIMETRES / 2, y - CAP_MILLIMETRES / 2, look.shape, look.color));
    elements.push(textAt("key", x + numberWidth + LABEL_TEXT_OFFSET, y, ellipsize(texts[k]!, width - numberWidth - LABEL_TEXT_OFFSET)));
  }
  let height = rows * LINE_MILLIMETRES;
  if (keyed.length > shown.length) {
    elements.push(textAt("key", left, top + CAP_MILLIMETRES + height, `and ${keyed.length - shown.length} more trains: see the table of trains.`));
    height += LINE_MILLIMETRES;
  }
  return { elements, height };
}
