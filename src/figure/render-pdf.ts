import fontkit from "@pdf-lib/fontkit";
import type { PDFFont } from "pdf-lib";
import { PDFDocument, PDFHexString, PDFName } from "pdf-lib";
import type { FigureAssets } from "./content";
import type { FigureElement, FigureModel, FontWeight, PathElement, Stroke, TextElement } from "./model";
import { MILLIMETRES_PER_POINT } from "./model";
import { textWidth } from "./text-metrics";

const DECIMALS = 3;
/** Control length of a quarter circle as Bézier curve, per radius. */
const QUARTER = 0.5522847498;
const fontNames: Readonly<Record<FontWeight, string>> = { regular: "F1", bold: "F2" };

function n(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`A figure coordinate is ${value}.`);
  return String(Number(value.toFixed(DECIMALS)) + 0);
}

function rgb(color: string, operator: "rg" | "RG"): string {
  const part = (at: number): string => n(parseInt(color.slice(at, at + 2), 16) / 255);
  return `${part(1)} ${part(3)} ${part(5)} ${operator}`;
}

/** Writes page operators with the origin at the top left, y downwards, in points of the page. */
class PageWriter {
  readonly lines: string[] = [];

  constructor(
    private readonly heightPoints: number,
    private readonly fonts: Readonly<Record<FontWeight, PDFFont>>,
  ) {}

  private x(millimetres: number): string {
    return n(millimetres / MILLIMETRES_PER_POINT);
  }

  private y(millimetres: number): string {
    return n(this.heightPoints - millimetres / MILLIMETRES_PER_POINT);
  }

  private style(fill: string | undefined, stroke: Stroke | undefined): string {
    if (fill !== undefined) this.lines.push(rgb(fill, "rg"));
    if (stroke !== undefined) this.lines.push(rgb(stroke.color, "RG"), `${n(stroke.widthPoints)} w`, `[${(stroke.dashPoints ?? []).map(n).join(" ")}] 0 d`);
    return fill === undefined ? "S" : stroke === undefined ? "f" : "B";
  }

  private path(element: PathElement): void {
    const operator = this.style(element.fill, element.stroke);
    for (const points of element.subpaths) {
      for (let k = 0; k + 1 < points.length; k += 2) this.lines.push(`${this.x(points[k]!)} ${this.y(points[k + 1]!)} ${k === 0 ? "m" : "l"}`);
      if (element.closed) this.lines.push("h");
    }
    this.lines.push(operator);
  }

  private circle(cx: number, cy: number, radius: number, fill: string | undefined, stroke: Stroke | undefined): void {
    const operator = this.style(fill, stroke);
    const q = radius * QUARTER;
    const at = (dx: number, dy: number): string => `${this.x(cx + dx)} ${this.y(cy + dy)}`;
    this.lines.push(`${at(radius, 0)} m`, `${at(radius, q)} ${at(q, radius)} ${at(0, radius)} c`, `${at(-q, radius)} ${at(-radius, q)} ${at(-radius, 0)} c`);
    this.lines.push(`${at(-radius, -q)} ${at(-q, -radius)} ${at(0, -radius)} c`, `${at(q, -radius)} ${at(radius, -q)} ${at(radius, 0)} c`, "h", operator);
  }

  private text(element: TextElement): void {
    const width = textWidth(element.text, element.sizePoints, element.weight);
    const back = element.anchor === "start" ? 0 : element.anchor === "middle" ? width / 2 : width;
    const x = element.rotated ? element.x : element.x - back;
    const y = element.rotated ? element.y + back : element.y;
    const matrix = element.rotated ? "0 1 -1 0" : "1 0 0 1";
    const code = this.fonts[element.weight].encodeText(element.text);
    this.lines.push("BT", rgb(element.color, "rg"), `/${fontNames[element.weight]} ${n(element.sizePoints)} Tf`, `${matrix} ${this.x(x)} ${this.y(y)} Tm`, `${String(code)} Tj`, "ET");
  }

  draw(element: FigureElement): void {
    switch (element.kind) {
      case "text":
        return this.text(element);
      case "path":
        return this.path(element);
      case "circle":
        return this.circle(element.x, element.y, element.radius, element.fill, element.stroke);
      case "line": {
        this.style(undefined, element.stroke);
        this.lines.push(`${this.x(element.x1)} ${this.y(element.y1)} m`, `${this.x(element.x2)} ${this.y(element.y2)} l`, "S");
        return;
      }
      case "rect": {
        const operator = this.style(element.fill, element.stroke);
        this.lines.push(`${this.x(element.x)} ${this.y(element.y + element.height)} ${this.x(element.width)} ${this.x(element.height)} re`, operator);
        return;
      }
    }
  }
}

/** 128 bits from the text of the page and the receipt: a file identifier that only the content decides (FNV-1a, four seeds). */
function contentId(text: string): string {
  let id = "";
  for (let seed = 0; seed < 4; seed += 1) {
    let hash = (0x811c9dc5 ^ seed) >>> 0;
    for (let k = 0; k < text.length; k += 1) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193) >>> 0;
    id += hash.toString(16).padStart(8, "0");
  }
  return id;
}

/**
 * The figure as a one-page PDF at its true size: vector paths, Inter embedded as subsets, text that can be copied, title and
 * receipt in the document information. No date, so the same model gives the same bytes.
 */
export async function renderPdf(model: FigureModel, assets: FigureAssets): Promise<Uint8Array> {
  return renderPdfPages([model], assets);
}

/** The same for several pages; title, subject and receipt are those of the first. @throws Error without a page */
export async function renderPdfPages(models: readonly FigureModel[], assets: FigureAssets): Promise<Uint8Array> {
  const first = models[0];
  if (first === undefined) throw new Error("A PDF needs at least one page.");
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.registerFontkit(fontkit);
  const fonts: Readonly<Record<FontWeight, PDFFont>> = {
    regular: await pdf.embedFont(assets.fontRegular, { subset: true, customName: "KLNRGL+Inter-Regular", features: { kern: false } }),
    bold: await pdf.embedFont(assets.fontBold, { subset: true, customName: "KLNBLD+Inter-SemiBold", features: { kern: false } }),
  };
  const contents = models.map((model) => addPage(pdf, model, fonts));
  const receipt = JSON.stringify(first.receipt);
  pdf.setTitle(first.title, { showInWindowTitleBar: true });
  pdf.setSubject(first.description);
  pdf.setKeywords([receipt]);
  pdf.setCreator(`Klonos ${first.receipt.version}`);
  pdf.setProducer("pdf-lib");
  pdf.setLanguage("en");
  const id = PDFHexString.of(contentId(contents.join("") + receipt));
  pdf.context.trailerInfo.ID = pdf.context.obj([id, id]);
  return pdf.save({ useObjectStreams: false, addDefaultPage: false });
}

/** Adds one page and returns its operators. */
function addPage(pdf: PDFDocument, model: FigureModel, fonts: Readonly<Record<FontWeight, PDFFont>>): string {
  const width = model.widthMillimetres / MILLIMETRES_PER_POINT;
  const height = model.heightMillimetres / MILLIMETRES_PER_POINT;
  const page = pdf.addPage([Number(width.toFixed(DECIMALS)), Number(height.toFixed(DECIMALS))]);
  for (const weight of ["regular", "bold"] as const) page.node.setFontDictionary(PDFName.of(fontNames[weight]), fonts[weight].ref);
  const writer = new PageWriter(height, fonts);
  // Round joins: a trace is a polyline whose mitres would reach beyond its peaks.
  writer.lines.push("1 j");
  for (const group of model.groups) for (const element of group.elements) writer.draw(element);
  const content = `${writer.lines.join("\n")}\n`;
  page.node.set(PDFName.of("Contents"), pdf.context.register(pdf.context.flateStream(content)));
  return content;
}
