import { SHAPE_MILLIMETRES } from "./draw";
import { textWidth } from "./text-metrics";

/** A train's ribbon as drawn, in mm, with the lines that its label may be broken into. */
export interface RibbonSpan {
  readonly left: number;
  readonly right: number;
  readonly words: string;
  readonly numbers: string;
}

/** Where the label of a ribbon stands, in mm. */
export type LabelPlace =
  /** On the ribbon, or in its row beside it. */
  | { readonly kind: "inside" | "beside"; readonly left: number }
  /** In rows above the ribbons, counted upwards from 0; one line or two. */
  | { readonly kind: "above"; readonly left: number; readonly row: number; readonly lines: readonly string[] }
  /** A number that a list below the panel explains. */
  | { readonly kind: "key"; readonly left: number; readonly inside: boolean };

/** Places of all labels of a row of ribbons, in their order. */
export interface LabelPlan {
  readonly places: readonly LabelPlace[];
  /** Rows of text needed above the ribbons. */
  readonly rows: number;
}

/** Space between a ribbon's edge and what stands in it, and between neighbours, in mm. */
export const RIBBON_PAD = 0.9;
const BESIDE_GAP = 0.8;
const NEIGHBOUR_GAP = 1.2;
const MAX_ROWS = 2;
const SHAPE_AND_GAP = SHAPE_MILLIMETRES + 0.8;

/** Width in mm of a label's shape and text. */
export function labelWidth(text: string): number {
  return SHAPE_AND_GAP + textWidth(text, undefined, "bold");
}

/** Where the text starts behind its shape, from the label's left edge. */
export const LABEL_TEXT_OFFSET = SHAPE_AND_GAP;

interface Taken {
  readonly left: number;
  readonly right: number;
}

function isFree(taken: readonly Taken[], left: number, right: number): boolean {
  return taken.every((other) => right + NEIGHBOUR_GAP <= other.left || left >= other.right + NEIGHBOUR_GAP);
}

function placeAbove(span: RibbonSpan, lines: readonly string[], rows: Taken[][], low: number, high: number): LabelPlace | undefined {
  const width = Math.max(...lines.map(labelWidth));
  if (width > high - low) return undefined;
  const left = Math.max(low, Math.min(span.left, high - width));
  for (let row = 0; row + lines.length <= MAX_ROWS; row += 1) {
    const wanted = rows.slice(row, row + lines.length);
    if (!wanted.every((taken) => isFree(taken, left, left + width))) continue;
    for (const taken of wanted) taken.push({ left, right: left + width });
    return { kind: "above", left, row, lines };
  }
  return undefined;
}

/**
 * Finds a place for every train's label between `low` and `high` (mm) so that none meets another: on its ribbon, beside it, in
 * one of two rows above. Where one finds none, all that do not stand on their ribbon get numbers for a list, except the
 * chosen one where it finds a place. Ribbons in time order; `chosen` is a position among them, −1 for none.
 */
export function planLabels(ribbons: readonly RibbonSpan[], chosen: number, low: number, high: number): LabelPlan {
  const inside = ribbons.map((span) => labelWidth(`${span.words} ${span.numbers}`) + 2 * RIBBON_PAD <= span.right - span.left);
  const places = placeAll(ribbons, inside, low, high) ?? placeKeys(ribbons, inside, chosen, low, high);
  const rows = places.reduce((most, place) => Math.max(most, place.kind === "above" ? place.row + place.lines.length : place.kind === "key" && !place.inside ? 1 : 0), 0);
  return { places, rows };
}

function insidePlace(span: RibbonSpan): LabelPlace {
  return { kind: "inside", left: span.left + RIBBON_PAD };
}

function keyPlace({ left, right }: RibbonSpan, low: number, high: number): LabelPlace {
  const inside = right - left >= textWidth("99", undefined, "bold") + 2 * RIBBON_PAD;
  return { kind: "key", left: Math.max(low, Math.min((left + right) / 2, high)), inside };
}

function placeKeys(ribbons: readonly RibbonSpan[], inside: readonly boolean[], chosen: number, low: number, high: number): readonly LabelPlace[] {
  const places = ribbons.map((span, k) => (inside[k]! ? insidePlace(span) : keyPlace(span, low, high)));
  const span = ribbons[chosen];
  if (span === undefined || inside[chosen]!) return places;
  const half = textWidth("99", undefined, "bold") / 2;
  const numbers = places.flatMap((place, k): Taken[] => (k !== chosen && place.kind === "key" && !place.inside ? [{ left: place.left - half, right: place.left + half }] : []));
  const rows = Array.from({ length: MAX_ROWS }, (_, row) => (row === 0 ? [...numbers] : []));
  const above = placeAbove(span, [`${span.words} ${span.numbers}`], rows, low, high) ?? placeAbove(span, [span.words, span.numbers], rows, low, high);
  return above === undefined ? places : places.map((place, k) => (k === chosen ? above : place));
}

function placeAll(ribbons: readonly RibbonSpan[], inside: readonly boolean[], low: number, high: number): readonly LabelPlace[] | undefined {
  const inRow: Taken[] = ribbons.map(({ left, right }) => ({ left, right }));
  const rows: Taken[][] = Array.from({ length: MAX_ROWS }, () => []);
  const places: LabelPlace[] = [];
  for (const [k, span] of ribbons.entries()) {
    if (inside[k]!) {
      places.push(insidePlace(span));
      continue;
    }
    const full = `${span.words} ${span.numbers}`;
    const width = labelWidth(full);
    const others = inRow.filter((_, position) => position !== k);
    const right = span.right + BESIDE_GAP;
    const left = span.left - BESIDE_GAP - width;
    const beside = right + width <= high && isFree(others, right, right + width) ? right : left >= low && isFree(others, left, left + width) ? left : undefined;
    if (beside !== undefined) {
      inRow.push({ left: beside, right: beside + width });
      places.push({ kind: "beside", left: beside });
      continue;
    }
    const above = placeAbove(span, [full], rows, low, high) ?? placeAbove(span, [span.words, span.numbers], rows, low, high);
    if (above === undefined) return undefined;
    places.push(above);
  }
  return places;
}
