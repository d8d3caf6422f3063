import type { FigureElement, FigureModel, PathElement, Stroke, TextElement } from "./model";
import { MILLIMETRES_PER_POINT } from "./model";

/**
 * Every text was measured in Inter. What follows is no wider: Helvetica and the faces of its widths (Liberation Sans, Arimo, Nimbus Sans), then the condensed cut of
 * DejaVu, whose normal cut, the last resort of many Linux systems, is a tenth wider than Inter and would run out of its box.
 */
const FONT_FAMILY = "Inter, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', Arimo, 'Nimbus Sans', 'DejaVu Sans Condensed', sans-serif";
/** Weight of the bundled bold: Inter SemiBold. */
const BOLD_WEIGHT = 600;
/** 0.01 pt: a third of a 7200-dpi dot. */
const DECIMALS = 2;

function number(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`A figure coordinate is ${value}.`);
  const text = value.toFixed(DECIMALS);
  if (!text.includes(".")) return text;
  const short = text.replace(/\.?0+$/, "");
  return short === "-0" ? "0" : short;
}

/** Millimetres to the points of the drawing. */
function pt(millimetres: number): string {
  return number(millimetres / MILLIMETRES_PER_POINT);
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Text that XML can hold: markup escaped, characters that XML forbids replaced by a space. */
function xml(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, " ").replace(/[&<>"]/g, (character) => escapes[character]!);
}

function paint(fill: string | undefined, stroke: Stroke | undefined): string {
  const outline = stroke === undefined ? "" : ` stroke="${stroke.color}" stroke-width="${number(stroke.widthPoints)}"${stroke.dashPoints === undefined ? "" : ` stroke-dasharray="${stroke.dashPoints.map(number).join(" ")}"`}`;
  return ` fill="${fill ?? "none"}"${outline}`;
}

/** Absolute polyline; steps that are purely vertical are written as V, the common case of a dense trace. */
function pathData(path: PathElement): string {
  const parts: string[] = [];
  for (const points of path.subpaths) {
    let lastX = "";
    for (let k = 0; k + 1 < points.length; k += 2) {
      const x = pt(points[k]!);
      const y = pt(points[k + 1]!);
      parts.push(k === 0 ? `M${x} ${y}` : x === lastX ? `V${y}` : `L${x} ${y}`);
      lastX = x;
    }
    if (path.closed) parts.push("Z");
  }
  return parts.join("");
}

function text(element: TextElement): string {
  const x = pt(element.x);
  const y = pt(element.y);
  const anchor = element.anchor === "start" ? "" : ` text-anchor="${element.anchor}"`;
  const weight = element.weight === "regular" ? "" : ` font-weight="${BOLD_WEIGHT}"`;
  const turn = element.rotated ? ` transform="rotate(-90 ${x} ${y})"` : "";
  return `<text class="${element.part}" x="${x}" y="${y}" font-size="${number(element.sizePoints)}"${weight}${anchor} fill="${element.color}"${turn}>${xml(element.text)}</text>`;
}

function draw(element: FigureElement): string {
  const name = `class="${element.part}"`;
  switch (element.kind) {
    case "text":
      return text(element);
    case "line":
      return `<line ${name} x1="${pt(element.x1)}" y1="${pt(element.y1)}" x2="${pt(element.x2)}" y2="${pt(element.y2)}"${paint(undefined, element.stroke)}/>`;
    case "rect":
      return `<rect ${name} x="${pt(element.x)}" y="${pt(element.y)}" width="${pt(element.width)}" height="${pt(element.height)}"${paint(element.fill, element.stroke)}/>`;
    case "circle":
      return `<circle ${name} cx="${pt(element.x)}" cy="${pt(element.y)}" r="${pt(element.radius)}"${paint(element.fill, element.stroke)}/>`;
    case "path":
      return `<path ${name} d="${pathData(element)}"${paint(element.fill, element.stroke)}${element.stroke === undefined ? "" : ' stroke-linejoin="round"'}/>`;
  }
}

/** The drawing with given values of the root's width and height (`180mm`, `2126`); the coordinates inside are points. */
export function svgDocument(model: FigureModel, width: string, height: string): string {
  const groups = model.groups.map((group) => `<g id="${group.id}" role="group" aria-label="${xml(group.label)}">\n${group.elements.map(draw).join("\n")}\n</g>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${pt(model.widthMillimetres)} ${pt(model.heightMillimetres)}" preserveAspectRatio="none" role="img" aria-labelledby="title desc" font-family="${FONT_FAMILY}" style="font-kerning:none">`,
    `<title id="title">${xml(model.title)}</title>`,
    `<desc id="desc">${xml(model.description)}</desc>`,
    `<metadata><receipt xmlns="urn:klonos:figure">${xml(JSON.stringify(model.receipt))}</receipt></metadata>`,
    `<rect class="page" width="${pt(model.widthMillimetres)}" height="${pt(model.heightMillimetres)}" fill="#FFFFFF"/>`,
    ...groups,
    "</svg>",
    "",
  ].join("\n");
}

/** The figure as SVG at its true size: text as text, coordinates in points, the receipt as JSON in `metadata`. Same model, same bytes. */
export function renderSvg(model: FigureModel): string {
  return svgDocument(model, `${number(model.widthMillimetres)}mm`, `${number(model.heightMillimetres)}mm`);
}
