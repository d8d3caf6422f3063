import type { FigureElement, FontWeight, LineElement, Stroke, TextAnchor, TextElement } from "./model";
import type { Shape } from "./palette";
import { INK } from "./palette";
import { LETTER_POINTS, TEXT_POINTS } from "./text-metrics";

/** Side of the label shapes in mm. */
export const SHAPE_MILLIMETRES = 1.5;
const DIAMOND_HALF_DIAGONAL = 0.64;
const RING_STROKE_POINTS = 0.9;
const BAR_HEIGHT_RATIO = 0.4;

interface TextLook {
  readonly anchor?: TextAnchor;
  readonly color?: string;
  readonly weight?: FontWeight;
  readonly rotated?: boolean;
}

/** A line of 7 pt text with its anchor on the baseline. */
export function textAt(part: string, x: number, y: number, text: string, look: TextLook = {}): TextElement {
  const { anchor = "start", color = INK, weight = "regular", rotated = false } = look;
  return { kind: "text", part, x, y, text, sizePoints: TEXT_POINTS, weight, anchor, color, rotated };
}

/** Bold letter of a panel. */
export function panelLetter(x: number, y: number, letter: string): TextElement {
  return { kind: "text", part: "letter", x, y, text: letter, sizePoints: LETTER_POINTS, weight: "bold", anchor: "start", color: INK, rotated: false };
}

/** A straight line, mm from the upper left corner of the page. */
export function lineAt(part: string, x1: number, y1: number, x2: number, y2: number, stroke: Stroke): LineElement {
  return { kind: "line", part, x1, y1, x2, y2, stroke };
}

/** The shape that goes with a label's colour, centred, about `SHAPE_MILLIMETRES` across. */
export function shapeAt(x: number, y: number, shape: Shape, color: string): FigureElement {
  const half = SHAPE_MILLIMETRES / 2;
  switch (shape) {
    case "square":
      return { kind: "rect", part: "shape", x: x - half, y: y - half, width: 2 * half, height: 2 * half, fill: color };
    case "diamond": {
      const d = SHAPE_MILLIMETRES * DIAMOND_HALF_DIAGONAL;
      return { kind: "path", part: "shape", subpaths: [Float64Array.of(x, y - d, x + d, y, x, y + d, x - d, y)], closed: true, fill: color };
    }
    case "ring":
      return { kind: "circle", part: "shape", x, y, radius: half * 0.85, stroke: { color, widthPoints: RING_STROKE_POINTS } };
    case "bar":
      return { kind: "rect", part: "shape", x: x - half, y: y - half * BAR_HEIGHT_RATIO, width: 2 * half, height: 2 * half * BAR_HEIGHT_RATIO, fill: color };
    case "dot":
      return { kind: "circle", part: "shape", x, y, radius: half * 0.7, fill: color };
  }
}
