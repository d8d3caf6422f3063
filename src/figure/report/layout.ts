import { lineAt } from "../draw";
import type { FigureElement, FigureModel, FontWeight, TextAnchor, TextElement } from "../model";
import { MILLIMETRES_PER_POINT } from "../model";
import { INK, MUTED } from "../palette";
import { moveElement, scaleGroups } from "../restyle";
import { TEXT_POINTS, textWidth, wrapText } from "../text-metrics";
import type { Report, ReportBlock, ReportColumn } from "./report-model";

const PAPERS = { a4: { width: 210, height: 297 }, letter: { width: 215.9, height: 279.4 } } as const;
const SIDE_MARGIN = 15;
const TOP_MARGIN = 15;
const BOTTOM_MARGIN = 18;
const BODY_POINTS = 8;
const TABLE_POINTS = 7;
const TITLE_POINTS = 15;
const HEADING_POINTS = 10;
const FOOT_POINTS = 6.5;
const LEADING = 1.32;
/** Share of the type size from baseline to the top of a capital: Inter. */
const ASCENT = 0.78;
const BLOCK_GAP = 2.2;
const HEADING_GAP = 4;
const CELL_GAP = 3;
const BULLET = "•";
const BULLET_INDENT = 3;
const FACT_NAME_WIDTH = 48;
/** A column is not squeezed below this, in mm. */
const LEAST_COLUMN = 12;
/** A word that is longer is cut when there is no room for it; times, numbers and most names are shorter. */
const LONGEST_WHOLE_WORD = 36;
/** Lines of a table that stay with the sentence over it. */
const LEAST_ROWS = 4;
const RULE = { color: MUTED, widthPoints: 0.4 };

interface TextLook {
  readonly points: number;
  readonly weight?: FontWeight;
  readonly color?: string;
  readonly anchor?: TextAnchor;
}

function lineHeight(points: number): number {
  return points * LEADING * MILLIMETRES_PER_POINT;
}

/** `wrapText` for another size than that of figures. */
function wrapped(text: string, width: number, points: number, weight: FontWeight = "regular"): readonly string[] {
  const lines = wrapText(text, (width * TEXT_POINTS) / points, weight);
  return lines.length === 0 ? [""] : lines;
}

/** Pages that are being filled from the top. */
class PageFiller {
  readonly pages: FigureElement[][] = [[]];
  private y = TOP_MARGIN;
  readonly width: number;
  private readonly limit: number;

  constructor(paper: Report["paper"]) {
    this.width = PAPERS[paper].width - 2 * SIDE_MARGIN;
    this.limit = PAPERS[paper].height - BOTTOM_MARGIN;
  }

  get room(): number {
    return this.limit - this.y;
  }

  get wholePage(): number {
    return this.limit - TOP_MARGIN;
  }

  get isFresh(): boolean {
    return this.y === TOP_MARGIN;
  }

  newPage(): void {
    this.pages.push([]);
    this.y = TOP_MARGIN;
  }

  /** Makes sure that `height` mm are left; true when a new page was begun. */
  need(height: number): boolean {
    if (height <= this.room || this.isFresh) return false;
    this.newPage();
    return true;
  }

  gap(height: number): void {
    if (!this.isFresh) this.y += height;
  }

  /** One line at the present height; `x` from the left margin. */
  line(x: number, text: string, look: TextLook): void {
    const { points, weight = "regular", color = INK, anchor = "start" } = look;
    const element: TextElement = { kind: "text", part: "report", x: SIDE_MARGIN + x, y: this.y + points * ASCENT * MILLIMETRES_PER_POINT, text, sizePoints: points, weight, anchor, color, rotated: false };
    this.pages[this.pages.length - 1]!.push(element);
  }

  rule(): void {
    this.pages[this.pages.length - 1]!.push(lineAt("rule", SIDE_MARGIN, this.y, SIDE_MARGIN + this.width, this.y, RULE));
  }

  draw(elements: readonly FigureElement[], height: number): void {
    this.pages[this.pages.length - 1]!.push(...elements.map((element) => moveElement(element, SIDE_MARGIN, this.y)));
    this.y += height;
  }

  down(height: number): void {
    this.y += height;
  }
}

function paragraph(pages: PageFiller, text: string, look: TextLook, indent = 0): void {
  for (const line of wrapped(text, pages.width - indent, look.points, look.weight)) {
    pages.need(lineHeight(look.points));
    pages.line(indent, line, look);
    pages.down(lineHeight(look.points));
  }
}

/** Widths of the columns: as wide as their texts where there is room, else the widest give way, at first no further than to their longest word. */
export function columnWidths(columns: readonly ReportColumn[], rows: readonly (readonly string[])[], width: number): readonly number[] {
  const texts = columns.map((_, k) => rows.map((row) => row[k] ?? ""));
  const natural = columns.map((column, k) => Math.max(textWidth(column.title, TABLE_POINTS, "bold"), ...texts[k]!.map((text) => textWidth(text, TABLE_POINTS))));
  const words = texts.map((cells) => cells.flatMap((text) => text.split(" ")).reduce((most, word) => Math.max(most, textWidth(word, TABLE_POINTS)), LEAST_COLUMN));
  const free = width - CELL_GAP * (columns.length - 1);
  const whole = narrowed(natural, words.map((word) => Math.min(word, LONGEST_WHOLE_WORD)), free);
  return total(whole) <= free ? whole : narrowed(whole, columns.map(() => LEAST_COLUMN), free);
}

const total = (widths: readonly number[]): number => widths.reduce((sum, one) => sum + one, 0);

/** The widest column gives way first, down to the next widest: few long texts wrap, many short ones stay whole. */
function narrowed(natural: readonly number[], floors: readonly number[], free: number): readonly number[] {
  const widths = [...natural];
  for (;;) {
    const open = widths.flatMap((one, k) => (one > floors[k]! ? [k] : []));
    if (total(widths) <= free || open.length === 0) return widths;
    const widest = Math.max(...open.map((k) => widths[k]!));
    const giving = open.filter((k) => widths[k] === widest);
    const next = Math.max(0, ...open.filter((k) => widths[k]! < widest).map((k) => widths[k]!));
    const target = Math.max(next, widest - (total(widths) - free) / giving.length);
    for (const k of giving) widths[k] = Math.max(floors[k]!, target);
  }
}

function table(pages: PageFiller, columns: readonly ReportColumn[], rows: readonly (readonly string[])[]): void {
  const widths = columnWidths(columns, rows, pages.width);
  const lefts = widths.map((_, k) => widths.slice(0, k).reduce((sum, one) => sum + one + CELL_GAP, 0));
  const row = (cells: readonly string[], weight: FontWeight): void => {
    const lines = cells.map((cell, k) => wrapped(cell, widths[k]!, TABLE_POINTS, weight));
    const most = Math.max(...lines.map((one) => one.length));
    for (let line = 0; line < most; line += 1) {
      for (const [k, column] of columns.entries()) {
        const text = lines[k]![line];
        if (text === undefined || text === "") continue;
        const right = column.align === "right";
        pages.line(lefts[k]! + (right ? widths[k]! : 0), text, { points: TABLE_POINTS, weight, anchor: right ? "end" : "start" });
      }
      pages.down(lineHeight(TABLE_POINTS));
    }
  };
  const heightOf = (cells: readonly string[], weight: FontWeight): number => Math.max(...cells.map((cell, k) => wrapped(cell, widths[k]!, TABLE_POINTS, weight).length)) * lineHeight(TABLE_POINTS);
  const titles = columns.map(({ title }) => title);
  const head = (): void => {
    row(titles, "bold");
    pages.rule();
    pages.down(1);
  };
  pages.need(heightOf(titles, "bold") + (rows[0] === undefined ? 0 : heightOf(rows[0], "regular")) + 1);
  head();
  for (const cells of rows) {
    if (pages.need(heightOf(cells, "regular"))) head();
    row(cells, "regular");
  }
}

function facts(pages: PageFiller, pairs: readonly (readonly [string, string])[]): void {
  for (const [name, value] of pairs) {
    const lines = wrapped(value, pages.width - FACT_NAME_WIDTH, BODY_POINTS);
    const names = wrapped(name, FACT_NAME_WIDTH - CELL_GAP, BODY_POINTS);
    const most = Math.max(lines.length, names.length);
    pages.need(most * lineHeight(BODY_POINTS));
    for (let line = 0; line < most; line += 1) {
      if (names[line] !== undefined) pages.line(0, names[line]!, { points: BODY_POINTS, color: MUTED });
      if (lines[line] !== undefined) pages.line(FACT_NAME_WIDTH, lines[line]!, { points: BODY_POINTS });
      pages.down(lineHeight(BODY_POINTS));
    }
  }
}

function block(pages: PageFiller, one: ReportBlock, next: ReportBlock | undefined): void {
  switch (one.kind) {
    case "heading": {
      pages.gap(HEADING_GAP);
      // A heading stays with what it stands over.
      const follows = next?.kind === "figure" ? figureHeight(next.model, pages) : 3 * lineHeight(BODY_POINTS);
      pages.need(Math.min(pages.wholePage, lineHeight(HEADING_POINTS) + follows));
      pages.line(0, one.text, { points: HEADING_POINTS, weight: "bold" });
      pages.down(lineHeight(HEADING_POINTS) + 0.8);
      return;
    }
    case "paragraph":
      // What stands over a table stays with its first rows.
      if (one.weight === "strong" && next?.kind === "table") pages.need(wrapped(one.text, pages.width, BODY_POINTS, "bold").length * lineHeight(BODY_POINTS) + LEAST_ROWS * lineHeight(TABLE_POINTS));
      paragraph(pages, one.text, { points: BODY_POINTS, weight: one.weight === "strong" ? "bold" : "regular", color: one.weight === "quiet" ? MUTED : INK });
      pages.gap(BLOCK_GAP / 2);
      return;
    case "list":
      for (const item of one.items) {
        pages.need(lineHeight(BODY_POINTS));
        pages.line(0, BULLET, { points: BODY_POINTS });
        paragraph(pages, item, { points: BODY_POINTS }, BULLET_INDENT);
      }
      pages.gap(BLOCK_GAP);
      return;
    case "facts":
      facts(pages, one.facts);
      pages.gap(BLOCK_GAP);
      return;
    case "table":
      table(pages, one.columns, one.rows);
      pages.gap(BLOCK_GAP);
      return;
    case "figure": {
      const height = figureHeight(one.model, pages);
      pages.need(height);
      const factor = height / one.model.heightMillimetres;
      pages.draw(scaleGroups(one.model.groups, factor).flatMap((group) => group.elements), height);
      pages.gap(BLOCK_GAP);
    }
  }
}

/** Height of a figure on the page: smaller where it would be wider or taller than the page. */
function figureHeight(model: FigureModel, pages: PageFiller): number {
  return model.heightMillimetres * Math.min(1, pages.width / model.widthMillimetres, pages.wholePage / model.heightMillimetres);
}

/** The report on pages of paper, each a figure model: one writer serves figures and reports. */
export function layOutReport(report: Report): readonly FigureModel[] {
  const pages = new PageFiller(report.paper);
  pages.line(0, report.title, { points: TITLE_POINTS, weight: "bold" });
  pages.down(lineHeight(TITLE_POINTS));
  for (const line of report.head) paragraph(pages, line, { points: BODY_POINTS, color: MUTED });
  for (const [k, one] of report.blocks.entries()) block(pages, one, report.blocks[k + 1]);
  const { width, height } = PAPERS[report.paper];
  return pages.pages.map((elements, k) => {
    const foot = (x: number, text: string, anchor: TextAnchor): TextElement => ({ kind: "text", part: "foot", x, y: height - 9, text, sizePoints: FOOT_POINTS, weight: "regular", anchor, color: MUTED, rotated: false });
    const number = `${k + 1} / ${pages.pages.length}`;
    return {
      widthMillimetres: width,
      heightMillimetres: height,
      title: report.title,
      description: `Page ${number}. ${report.foot}`,
      receipt: report.receipt,
      groups: [{ id: `page-${k + 1}`, label: `Page ${number}`, elements: [...elements, foot(SIDE_MARGIN, report.foot, "start"), foot(width - SIDE_MARGIN, number, "end")] }],
      missingCharacters: [],
    };
  });
}
