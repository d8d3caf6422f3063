import { SHAPE_MILLIMETRES } from "./draw";
import { LINE_CLEARANCE } from "./mark-row";
import { textWidth } from "./text-metrics";

/** A train's ribbon as drawn, in mm, with the lines that its label may be broken into. */
export interface RibbonSpan {
  readonly left: number;
  readonly right: number;
  readonly words: string;
  /** The numbers in one or more pieces, each fit for a line of its own. */
  readonly numbers: readonly string[];
}

/** Where the label of a ribbon stands, in mm. */
export type LabelPlace =
  /** On the ribbon, or in its row beside it. */
  | { readonly kind: "inside" | "beside"; readonly left: number }
  /** In rows above the ribbons, counted upwards from 0; one line or more. */
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
/** Rows that labels may stand in. */
const MAX_ROWS = 2;
/** Rows where a label needs more lines to stand between two dashed lines. */
const MOST_ROWS = 3;
/** Between a label that makes way for a line and that line, in mm: more than what the line itself would keep off. */
const LINE_GAP = LINE_CLEARANCE + 0.1;
/** A label that makes way for a line keeps at least this share of itself, or of a shorter ribbon, over its ribbon. */
const SHARE_OVER_RIBBON = 0.5;
const SHAPE_AND_GAP = SHAPE_MILLIMETRES + 0.8;

/** Width in mm of a label's shape and text. */
export function labelWidth(text: string): number {
  return SHAPE_AND_GAP + textWidth(text, undefined, "bold");
}

/** Where the text starts behind its shape, from the label's left edge. */
export const LABEL_TEXT_OFFSET = SHAPE_AND_GAP;

function fullLabel({ words, numbers }: RibbonSpan): string {
  return [words, ...numbers].join(" ");
}

interface Taken {
  readonly left: number;
  readonly right: number;
}

function isFree(taken: readonly Taken[], left: number, right: number): boolean {
  return taken.every((other) => right + NEIGHBOUR_GAP <= other.left || left >= other.right + NEIGHBOUR_GAP);
}

function meetsLine(lines: readonly number[], left: number, right: number): boolean {
  return lines.some((x) => left - LINE_CLEARANCE < x && x < right + LINE_CLEARANCE);
}

/** Left edges for a label of `width` over its ribbon that no line runs through, the nearest to the ribbon's start first. */
function edgesBetween(span: RibbonSpan, width: number, lines: readonly number[], low: number, high: number): readonly number[] {
  const wanted = Math.max(low, Math.min(span.left, high - width));
  const enough = SHARE_OVER_RIBBON * Math.min(width, span.right - span.left);
  return [wanted, ...lines.flatMap((x) => [x + LINE_GAP, x - LINE_GAP - width])]
    .filter((left) => left >= low && left + width <= high && Math.min(left + width, span.right) - Math.max(left, span.left) >= enough && !meetsLine(lines, left, left + width))
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
}

/** `avoided`: the lines that must not run through it; where it is empty they are broken for it. */
function placeAbove(span: RibbonSpan, lines: readonly string[], rows: Taken[][], avoided: readonly number[], low: number, high: number): LabelPlace | undefined {
  const width = Math.max(...lines.map(labelWidth));
  if (width > high - low) return undefined;
  for (let row = 0; row + lines.length <= Math.max(MAX_ROWS, lines.length); row += 1) {
    const wanted = rows.slice(row, row + lines.length);
    const left = edgesBetween(span, width, avoided, low, high).find((edge) => wanted.every((taken) => isFree(taken, edge, edge + width)));
    if (left === undefined) continue;
    for (const taken of wanted) taken.push({ left, right: left + width });
    return { kind: "above", left, row, lines };
  }
  return undefined;
}

/** In one line or in more, between the lines of the marks where there is room, else with those broken. */
function placeAnywhereAbove(span: RibbonSpan, rows: Taken[][], markLines: readonly number[], low: number, high: number): LabelPlace | undefined {
  const numbers = span.numbers.join(" ");
  const broken = [[fullLabel(span)], [span.words, numbers]];
  const forms = markLines.length === 0 ? broken : [...broken, [span.words, ...span.numbers].slice(0, MOST_ROWS)];
  for (const avoided of markLines.length === 0 ? [[]] : [markLines, []]) {
    for (const lines of avoided === markLines ? forms : broken) {
      const place = placeAbove(span, lines, rows, avoided, low, high);
      if (place !== undefined) return place;
    }
  }
  return undefined;
}

/**
 * Finds a place for every train's label between `low` and `high` (mm) so that none meets another: on its ribbon, beside it, in
 * one of two rows above. Where one finds none, all that do not stand on their ribbon get numbers for a list, except the
 * chosen one where it finds a place. Ribbons in time order; `chosen` is a position among them, −1 for none. The dashed lines at
 * `markLines` (mm) run between the labels, not through them, as long as that leaves every label a place.
 */
export function planLabels(ribbons: readonly RibbonSpan[], chosen: number, markLines: readonly number[], low: number, high: number): LabelPlan {
  const inside = ribbons.map((span) => labelWidth(fullLabel(span)) + 2 * RIBBON_PAD <= span.right - span.left);
  const places = placeAll(ribbons, inside, markLines, low, high) ?? (markLines.length === 0 ? undefined : placeAll(ribbons, inside, [], low, high)) ?? placeKeys(ribbons, inside, chosen, markLines, low, high);
  const rows = places.reduce((most, place) => Math.max(most, place.kind === "above" ? place.row + place.lines.length : place.kind === "key" && !place.inside ? 1 : 0), 0);
  return { places, rows };
}

function insidePlace(span: RibbonSpan): LabelPlace {
  return { kind: "inside", left: span.left + RIBBON_PAD };
}

function keyPlace({ left, right }: RibbonSpan, markLines: readonly number[], low: number, high: number): LabelPlace {
  const width = textWidth("99", undefined, "bold");
  const inside = right - left >= width + 2 * RIBBON_PAD;
  const centre = Math.max(low, Math.min((left + right) / 2, high));
  if (inside) return { kind: "key", left: centre, inside };
  // Beside a line that would run through the number, as long as it stays over its ribbon.
  const places = [centre, ...markLines.flatMap((x) => [x - LINE_GAP - width / 2, x + LINE_GAP + width / 2])];
  const clear = places.filter((x) => x >= Math.max(low, left) && x <= Math.min(high, right) && !meetsLine(markLines, x - width / 2, x + width / 2));
  return { kind: "key", left: clear.reduce((nearest, x) => (Math.abs(x - centre) < Math.abs(nearest - centre) ? x : nearest), clear[0] ?? centre), inside };
}

function placeKeys(ribbons: readonly RibbonSpan[], inside: readonly boolean[], chosen: number, markLines: readonly number[], low: number, high: number): readonly LabelPlace[] {
  const places = ribbons.map((span, k) => (inside[k]! ? insidePlace(span) : keyPlace(span, markLines, low, high)));
  const span = ribbons[chosen];
  if (span === undefined || inside[chosen]!) return places;
  const half = textWidth("99", undefined, "bold") / 2;
  const numbers = places.flatMap((place, k): Taken[] => (k !== chosen && place.kind === "key" && !place.inside ? [{ left: place.left - half, right: place.left + half }] : []));
  const rows = Array.from({ length: MOST_ROWS }, (_, row) => (row === 0 ? [...numbers] : []));
  const above = placeAnywhereAbove(span, rows, markLines, low, high);
  return above === undefined ? places : places.map((place, k) => (k === chosen ? above : place));
}

function placeAll(ribbons: readonly RibbonSpan[], inside: readonly boolean[], markLines: readonly number[], low: number, high: number): readonly LabelPlace[] | undefined {
  const inRow: Taken[] = ribbons.map(({ left, right }) => ({ left, right }));
  const rows: Taken[][] = Array.from({ length: MOST_ROWS }, () => []);
  const places: LabelPlace[] = [];
  for (const [k, span] of ribbons.entries()) {
    if (inside[k]!) {
      places.push(insidePlace(span));
      continue;
    }
    const width = labelWidth(fullLabel(span));
    const others = inRow.filter((_, position) => position !== k);
    const beside = [span.right + BESIDE_GAP, span.left - BESIDE_GAP - width].find((left) => left >= low && left + width <= high && isFree(others, left, left + width) && !meetsLine(markLines, left, left + width));
    if (beside !== undefined) {
      inRow.push({ left: beside, right: beside + width });
      places.push({ kind: "beside", left: beside });
      continue;
    }
    const above = placeAnywhereAbove(span, rows, markLines, low, high);
    if (above === undefined) return undefined;
    places.push(above);
  }
  return places;
}
