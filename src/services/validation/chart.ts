import { lineAt, textAt } from "../../figure/draw";
import type { FigureElement, FigureModel, FigureReceipt } from "../../figure/model";
import { INK, MUTED } from "../../figure/palette";
import { CAP_MILLIMETRES, LINE_MILLIMETRES, missingCharacters, textWidth } from "../../figure/text-metrics";

/** One line of a chart; points with an interval get a whisker. */
export interface ChartSeries {
  readonly name: string;
  readonly color: string;
  readonly dashPoints?: readonly number[];
  readonly points: readonly { readonly x: number; readonly y: number; readonly low?: number | undefined; readonly high?: number | undefined }[];
}

export interface ChartAxis {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly text: (value: number) => string;
}

export interface Chart {
  readonly title: string;
  readonly description: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly ChartSeries[];
}

const WIDTH = 120;
const HEIGHT = 62;
const LEFT = 14;
const TOP = 4;
const BOTTOM = 11;
const KEY_LINE = 5;
const KEY_GAP = 3;
const POINT_RADIUS = 0.7;
/** A viewer without Inter shows a wider font. */
const WIDER_FONT = 1.2;
const AXIS = { color: MUTED, widthPoints: 0.5 };

/** A small line chart; its key stands right of it. */
export function chartModel(chart: Chart, version: string): FigureModel {
  const keyWidth = Math.max(...chart.series.map(({ name }) => textWidth(name))) * WIDER_FONT + KEY_LINE + KEY_GAP + 2;
  const plotRight = WIDTH;
  const plotBottom = HEIGHT - BOTTOM;
  const px = (x: number): number => LEFT + ((x - chart.x.min) / (chart.x.max - chart.x.min)) * (plotRight - LEFT);
  const py = (y: number): number => plotBottom - ((y - chart.y.min) / (chart.y.max - chart.y.min)) * (plotBottom - TOP);
  const inside = (y: number): number => Math.min(chart.y.max, Math.max(chart.y.min, y));
  const axes: FigureElement[] = [lineAt("axis", LEFT, plotBottom, plotRight, plotBottom, AXIS), lineAt("axis", LEFT, TOP, LEFT, plotBottom, AXIS)];
  for (const x of chart.x.ticks) axes.push(lineAt("tick", px(x), plotBottom, px(x), plotBottom + 1, AXIS), textAt("axis-number", px(x), plotBottom + 1.5 + CAP_MILLIMETRES, chart.x.text(x), { anchor: "middle" }));
  for (const y of chart.y.ticks) axes.push(lineAt("tick", LEFT - 1, py(y), LEFT, py(y), AXIS), textAt("axis-number", LEFT - 1.7, py(y) + CAP_MILLIMETRES / 2, chart.y.text(y), { anchor: "end" }));
  axes.push(textAt("axis-title", (LEFT + plotRight) / 2, HEIGHT - 1.5, chart.x.title, { anchor: "middle", color: MUTED }), textAt("axis-title", 2.8, (TOP + plotBottom) / 2, chart.y.title, { anchor: "middle", color: MUTED, rotated: true }));
  const lines = chart.series.flatMap(({ color, dashPoints, points }): FigureElement[] => {
    const stroke = { color, widthPoints: 1, ...(dashPoints === undefined ? {} : { dashPoints }) };
    return [
      ...(points.length > 1 ? [{ kind: "path" as const, part: "series", subpaths: [Float64Array.from(points.flatMap(({ x, y }) => [px(x), py(inside(y))]))], closed: false, stroke }] : []),
      ...points.flatMap(({ x, low, high }) => (low === undefined || high === undefined ? [] : [lineAt("whisker", px(x), py(inside(low)), px(x), py(inside(high)), { color, widthPoints: 0.4 })])),
      ...points.map(({ x, y }): FigureElement => ({ kind: "circle", part: "point", x: px(x), y: py(inside(y)), radius: POINT_RADIUS, fill: color })),
    ];
  });
  const key = chart.series.flatMap(({ name, color, dashPoints }, k): FigureElement[] => {
    const y = TOP + 2 + k * 1.4 * LINE_MILLIMETRES;
    const x = plotRight + KEY_GAP;
    return [lineAt("key", x, y, x + KEY_LINE, y, { color, widthPoints: 1, ...(dashPoints === undefined ? {} : { dashPoints }) }), textAt("key-name", x + KEY_LINE + 1, y + CAP_MILLIMETRES / 2, name, { color: INK })];
  });
  const texts = [...axes, ...key].flatMap((element) => (element.kind === "text" ? [element.text] : []));
  return {
    widthMillimetres: WIDTH + keyWidth, heightMillimetres: HEIGHT, title: chart.title, description: chart.description,
    receipt: receipt(version), missingCharacters: missingCharacters(texts.join("")),
    groups: [{ id: "axes", label: "Axes", elements: axes }, { id: "series", label: chart.series.map(({ name }) => name).join(", "), elements: lines }, { id: "key", label: "Key", elements: key }],
  };
}

function receipt(version: string): FigureReceipt {
  return { schema: "klonos-figure/1", version, rule: "validation", sha256: null, recipe: null, trainId: null, startSeconds: 0, endSeconds: 0, protocol: "simulated", edits: 0, settings: {}, plan: null };
}
