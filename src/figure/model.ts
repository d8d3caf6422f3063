import type { ImportRecipe } from "../core/import-recipe";
import type { PlanReceipt } from "../core/result";

/** Millimetres in a typographic point (1/72 inch). */
export const MILLIMETRES_PER_POINT = 25.4 / 72;

/** The two cuts of the font that a figure uses. */
export type FontWeight = "regular" | "bold";
/** Which part of a text stands at its x. */
export type TextAnchor = "start" | "middle" | "end";

interface Drawn {
  /** What the element stands for (`trace`, `tick`, `missed-tick`, `ribbon`, `hold`, `mark`, `time-bar`, `value-bar`, …): a class in the SVG. */
  readonly part: string;
}

/** One line of text. `x`, `y` is the anchor on the baseline in mm; `rotated` text reads upwards. */
export interface TextElement extends Drawn {
  readonly kind: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly sizePoints: number;
  readonly weight: FontWeight;
  readonly anchor: TextAnchor;
  readonly color: string;
  readonly rotated: boolean;
}

/** How an outline is drawn. Width and dashes in points. */
export interface Stroke {
  readonly color: string;
  readonly widthPoints: number;
  readonly dashPoints?: readonly number[];
}

/** A straight line. */
export interface LineElement extends Drawn {
  readonly kind: "line";
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly stroke: Stroke;
}

/** A rectangle, filled, stroked or both. */
export interface RectElement extends Drawn {
  readonly kind: "rect";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill?: string;
  readonly stroke?: Stroke;
}

/** A circle, filled, stroked or both. */
export interface CircleElement extends Drawn {
  readonly kind: "circle";
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill?: string;
  readonly stroke?: Stroke;
}

/** Polylines; each subpath holds x, y pairs in mm. */
export interface PathElement extends Drawn {
  readonly kind: "path";
  readonly subpaths: readonly Float64Array[];
  readonly closed: boolean;
  readonly fill?: string;
  readonly stroke?: Stroke;
}

/** Everything that can stand on a page. */
export type FigureElement = TextElement | LineElement | RectElement | CircleElement | PathElement;

/** A panel or the caption, drawn in order. */
export interface FigureGroup {
  readonly id: string;
  /** What a screen reader says of it. */
  readonly label: string;
  readonly elements: readonly FigureElement[];
}

/** What makes the figure reproducible; written into every exported file. No file name: it may name a person. */
export interface FigureReceipt {
  readonly schema: "klonos-figure/1";
  readonly version: string;
  readonly rule: string;
  readonly sha256: string | null;
  /** What was said on import; null where nothing was. */
  readonly recipe: ImportRecipe | null;
  readonly trainId: string | null;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly protocol: string;
  readonly edits: number;
  readonly settings: Readonly<Record<string, number | string>>;
  /** Every deviation from the plan that was locked; null where none was. */
  readonly plan: PlanReceipt | null;
}

/** The figure itself, in millimetres from the top left corner. SVG, PDF and PNG are three ways to write it. */
export interface FigureModel {
  readonly widthMillimetres: number;
  readonly heightMillimetres: number;
  readonly title: string;
  readonly description: string;
  readonly receipt: FigureReceipt;
  readonly groups: readonly FigureGroup[];
  /** Characters of labels that the bundled font lacks: PDF and PNG show an empty box for them, SVG leaves them to the viewer's fonts. */
  readonly missingCharacters: readonly string[];
}

/** All elements in drawing order. */
export function figureElements(model: FigureModel): readonly FigureElement[] {
  return model.groups.flatMap((group) => group.elements);
}
