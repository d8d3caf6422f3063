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
const CLEARANCE = 0.4;

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

function place(wanted: readonly { readonly x: number; readonly text: string }[], low: number, high: number): readonly PlacedName[] | undefined {
  const ends: number[][] = Array.from({ length: MAX_ROWS }, () => []);
  const taken: { left: number; right: number }[][] = ends.map(() => []);
  const placed: PlacedName[] = [];
  for (const { x, text } of wanted) {
    const width = textWidth(text);
    const left = x + NAME_GAP + width <= high ? x + NAME_GAP : Math.max(low, x - NAME_GAP - width);
    const row = taken.findIndex((others) => others.every((other) => left >= other.right + BETWEEN || left + width + BETWEEN <= other.left));
    if (row < 0) return undefined;
    taken[row]!.push({ left, right: left + width });
    placed.push({ text, left, row, x });
  }
  return placed;
}

/** Every mark gets a line; every name its place, or, where they crowd, each name once with its count (`tap ×30`). */
export function planMarks(marks: readonly Mark[], words: FigureWords, toX: (seconds: number) => number, low: number, high: number): MarkRow {
  const all = marks.map((mark) => ({ x: toX(mark.seconds), text: nameOf(mark, words) })).sort((a, b) => a.x - b.x);
  let names = place(all, low, high);
  if (names === undefined) {
    const counts = new Map<string, { x: number; count: number }>();
    for (const { x, text } of all) {
      const known = counts.get(text);
      if (known === undefined) counts.set(text, { x, count: 1 });
      else known.count += 1;
    }
    let grouped = [...counts].map(([text, { x, count }]) => ({ x, text: count === 1 ? text : `${text} ×${count}` }));
    names = place(grouped, low, high);
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
  const crossed = texts.filter((box) => box.left - CLEARANCE < x && x < box.right + CLEARANCE).sort((a, b) => a.top - b.top);
  const parts: (readonly [number, number])[] = [];
  let from = top;
  for (const box of crossed) {
    const to = Math.min(bottom, box.top - CLEARANCE);
    if (to > from) parts.push([from, to]);
    from = Math.max(from, box.bottom + CLEARANCE);
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
