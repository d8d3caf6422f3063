import type { FigureElement, FigureGroup, Stroke } from "./model";

/** Everything larger by `factor`, text too; strokes keep their width in points. */
export function scaleGroups(groups: readonly FigureGroup[], factor: number): readonly FigureGroup[] {
  return factor === 1 ? groups : groups.map((group) => ({ ...group, elements: group.elements.map((element) => scaled(element, factor)) }));
}

function scaled(element: FigureElement, factor: number): FigureElement {
  switch (element.kind) {
    case "text":
      return { ...element, x: element.x * factor, y: element.y * factor, sizePoints: element.sizePoints * factor };
    case "line":
      return { ...element, x1: element.x1 * factor, y1: element.y1 * factor, x2: element.x2 * factor, y2: element.y2 * factor };
    case "rect":
      return { ...element, x: element.x * factor, y: element.y * factor, width: element.width * factor, height: element.height * factor };
    case "circle":
      return { ...element, x: element.x * factor, y: element.y * factor, radius: element.radius * factor };
    case "path":
      return { ...element, subpaths: element.subpaths.map((points) => points.map((value) => value * factor)) };
  }
}

/** The same element `x` mm to the right and `y` mm down. */
export function moveElement(element: FigureElement, x: number, y: number): FigureElement {
  switch (element.kind) {
    case "text":
    case "rect":
    case "circle":
      return { ...element, x: element.x + x, y: element.y + y };
    case "line":
      return { ...element, x1: element.x1 + x, y1: element.y1 + y, x2: element.x2 + x, y2: element.y2 + y };
    case "path":
      return { ...element, subpaths: element.subpaths.map((points) => points.map((value, k) => value + (k % 2 === 0 ? x : y))) };
  }
}

/** Shares of red, green and blue in the brightness that an eye sees (ITU-R BT.709). */
const LUMINANCE = [0.2126, 0.7152, 0.0722] as const;
/** Exponents between stored values and light (the power-law part of IEC 61966-2-1, which is all that a grey needs). */
const GAMMA = 2.2;

/** The grey of equal brightness, `#rrggbb` to `#rrggbb`. */
export function greyOf(color: string): string {
  let light = 0;
  for (const [k, share] of LUMINANCE.entries()) light += share * (parseInt(color.slice(1 + 2 * k, 3 + 2 * k), 16) / 255) ** GAMMA;
  const value = Math.round(255 * light ** (1 / GAMMA)).toString(16).padStart(2, "0");
  return `#${value}${value}${value}`;
}

/** All colours as greys of equal brightness: shapes and words still tell the patterns apart. */
export function greyGroups(groups: readonly FigureGroup[]): readonly FigureGroup[] {
  return groups.map((group) => ({ ...group, elements: group.elements.map(grey) }));
}

function grey(element: FigureElement): FigureElement {
  if (element.kind === "text") return { ...element, color: greyOf(element.color) };
  if (element.kind === "line") return { ...element, stroke: greyStroke(element.stroke) };
  return {
    ...element,
    ...(element.fill === undefined ? {} : { fill: greyOf(element.fill) }),
    ...(element.stroke === undefined ? {} : { stroke: greyStroke(element.stroke) }),
  };
}

function greyStroke(stroke: Stroke): Stroke {
  return { ...stroke, color: greyOf(stroke.color) };
}

/** A colour thinned with white: `share` of it is left. */
export function tint(color: string, share: number): string {
  const part = (at: number): string => Math.round(255 - (255 - parseInt(color.slice(at, at + 2), 16)) * share).toString(16).padStart(2, "0");
  return `#${part(1)}${part(3)}${part(5)}`;
}
