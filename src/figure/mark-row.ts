import type { Mark } from "../core/result";
import { textAt } from "./draw";
import type { FigureElement } from "./model";
import { MUTED } from "./palette";
import type { Box } from "./text-metrics";
import { ellipsize, LINE_MILLIMETRES, oneLine, textBox, textWidth } from "./text-metrics";
import type { FigureWords } from "./words/english";

const MAX_ROWS = 3;
const WIDEST_NAME = 45;
const NAME_GAP = 0.6;
const BETWEEN = 1.2;
/** What a dashed line keeps off a text, in mm. */
export const LINE_CLEARANCE = 0.4;

interface PlacedName {
  readonly text: string;
  readonly left: number;
  readonly row: number;
  readonly x: number;
}

/** Names of the marks in rows above the traces. */
export interface MarkRow {
  readonly names: readonly PlacedName[];
  readonly rows: number;
  /** Positions of all dashed lines in mm. */
  readonly lines: readonly number[];
}

function nameOf(mark: Mark, words: FigureWords): string {
  const text = mark.kind === "other" ? oneLine(mark.text) : words.marks[mark.kind];
  return ellipsize(text === "" ? words.mark : text, WIDEST_NAME);
}

interface WantedName {
  readonly x: number;
  readonly text: string;
}

/** What a name takes of its row. */
interface Taken {
  readonly left: number;
  readonly right: number;
}

function isFree(others: readonly Taken[], left: number, right: number): boolean {
  return others.every((other) => left >= other.right + BETWEEN || right + BETWEEN <= other.left);
}

/** Left edges to the right and to the left of a name's line, as far as there is room; the left end where there is none. */
function edges(x: number, width: number, low: number, high: number): readonly number[] {
  const right = x + NAME_GAP;
  const left = Math.max(low, x - NAME_GAP - width);
  return right + width <= high ? (left + width < x ? [right, left] : [right]) : [left];
}

/**
 * Places that no line runs through: the line of a mark ends at its own name's row, so that a name in a higher row stands over it.
 * From right to left, because most names stand to the right of their lines.
 */
function placeClear(wanted: readonly WantedName[], low: number, high: number): readonly PlacedName[] | undefined {
  const taken: Taken[][] = Array.from({ length: MAX_ROWS }, () => []);
  const placed: (PlacedName & { readonly width: number })[] = [];
  for (let k = wanted.length - 1; k >= 0; k -= 1) {
    const { x, text } = wanted[k]!;
    const width = textWidth(text);
    const places = edges(x, width, low, high).flatMap((left) => {
      const meets = (line: number): boolean => left - LINE_CLEARANCE < line && line < left + width + LINE_CLEARANCE;
      const isToCome = wanted.slice(0, k).some((other) => meets(other.x));
      const over = Math.max(-1, ...placed.filter((other) => meets(other.x)).map(({ row }) => row));
      const under = Math.min(MAX_ROWS, ...placed.filter((other) => other.left - LINE_CLEARANCE < x && x < other.left + other.width + LINE_CLEARANCE).map(({ row }) => row));
      return taken.flatMap((others, row) => (row > over && row < under && (!isToCome || row > 0) && isFree(others, left, left + width) ? [{ left, row }] : []));
    });
    const place = places.sort((a, b) => a.row - b.row)[0];
    if (place === undefined) return undefined;
    taken[place.row]!.push({ left: place.left, right: place.left + width });
    placed.push({ ...place, text, x, width });
  }
  return placed.map(({ text, left, row, x }) => ({ text, left, row, x })).reverse();
}

/** Places that no other name takes; lines are broken for them. */
function place(wanted: readonly WantedName[], low: number, high: number): readonly PlacedName[] | undefined {
  const taken: Taken[][] = Array.from({ length: MAX_ROWS }, () => []);
  const placed: PlacedName[] = [];
  for (const { x, text } of wanted) {
    const width = textWidth(text);
    const left = edges(x, width, low, high)[0]!;
    const row = taken.findIndex((others) => isFree(others, left, left + width));
    if (row < 0) return undefined;
    taken[row]!.push({ left, right: left + width });
    placed.push({ text, left, row, x });
  }
  return placed;
}

/** Every mark gets a line; every name its place, or, where they crowd, each name once with its count (`tap ×30`). */
export function planMarks(marks: readonly Mark[], words: FigureWords, toX: (seconds: number) => number, low: number, high: number): MarkRow {
  const all = marks.map((mark) => ({ x: toX(mark.seconds), text: nameOf(mark, words) })).sort((a, b) => a.x - b.x);
  let names = placeClear(all, low, high) ?? place(all, low, high);
  if (names === undefined) {
    const counts = new Map<string, { x: number; count: number }>();
    for (const { x, text } of all) {
      const known = counts.get(text);
      if (known === undefined) counts.set(text, { x, count: 1 });
      else known.count += 1;
    }
    let grouped = [...counts].map(([text, { x, count }]) => ({ x, text: count === 1 ? text : `${text} ×${count}` }));
    names = placeClear(grouped, low, high) ?? place(grouped, low, high);
    while (names === undefined) {
      const shorter = grouped.length - 1;
      grouped = [...grouped.slice(0, shorter - 1), { x: grouped[shorter - 1]!.x, text: "…" }];
      names = place(grouped, low, high);
    }
  }
  const rows = names.reduce((most, { row }) => Math.max(most, row + 1), 0);
  return { names, rows, lines: all.map(({ x }) => x) };
}

/** The parts of [top, bottom] at `x` that run through none of the texts. */
function clearOf(texts: readonly Box[], x: number, top: number, bottom: number): readonly (readonly [number, number])[] {
  const crossed = texts.filter((box) => box.left - LINE_CLEARANCE < x && x < box.right + LINE_CLEARANCE).sort((a, b) => a.top - b.top);
  const parts: (readonly [number, number])[] = [];
  let from = top;
  for (const box of crossed) {
    const to = Math.min(bottom, box.top - LINE_CLEARANCE);
    if (to > from) parts.push([from, to]);
    from = Math.max(from, box.bottom + LINE_CLEARANCE);
  }
  if (bottom > from) parts.push([from, bottom]);
  return parts;
}

/** Dashed lines down to `bottom`, broken where they would cross a text, and the names above `top` (row 0 lowest). */
export function drawMarks(row: MarkRow, top: number, bottom: number, texts: readonly Box[]): readonly FigureElement[] {
  const names = row.names.map(({ text, left, row: level }) => textAt("mark-name", left, top - 0.9 - level * LINE_MILLIMETRES, text, { color: MUTED }));
  const boxes = [...texts, ...names.map(textBox)];
  const elements: FigureElement[] = [];
  for (const x of row.lines) {
    const level = row.names.find((name) => name.x === x)?.row;
    const start = level === undefined ? top : top - (level + 1) * LINE_MILLIMETRES + 0.3;
    for (const [y1, y2] of clearOf(boxes, x, start, bottom)) elements.push({ kind: "line", part: "mark", x1: x, y1, x2: x, y2, stroke: { color: MUTED, widthPoints: 0.5, dashPoints: [2, 1.5] } });
  }
  return [...elements, ...names];
}
