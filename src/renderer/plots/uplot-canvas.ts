import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { TimeWindow } from "../layout/time-window";

/** Left gutter with the channel labels, right margin, and the time axis on top, in CSS pixels. */
export const GUTTER_PIXELS = 76;
/** Room right of the traces, CSS pixels. */
export const RIGHT_MARGIN_PIXELS = 10;
/** Height of the time axis, CSS pixels. */
export const AXIS_PIXELS = 24;
const TICK_LENGTH_PIXELS = 4;

/** What a canvas with a time axis is told: how to paint, where ticks stand and how they read. Asked at every drawing, so it keeps no copy. */
export interface TimeCanvasOptions {
  /** Draws between the axis and the cursor; the origin is the plot's top left corner, units are CSS pixels. */
  readonly paint: (context: CanvasRenderingContext2D, width: number, height: number) => void;
  readonly ticks: (window: TimeWindow, width: number) => readonly number[];
  readonly tickText: (seconds: number) => string;
  readonly axisColour: () => string;
  readonly axisFont: () => string;
}

/** A canvas with a time axis, a crosshair and a selection box; uPlot keeps size, device pixels, scales and cursor. */
export interface TimeCanvas {
  /** Where pointer and wheel events arrive; as large as the plot. */
  readonly over: HTMLElement;
  show(window: TimeWindow): void;
  resize(width: number, height: number): void;
  /** Draws again with the same window. */
  repaint(): void;
  /** Box of a selection in CSS pixels from the plot's left edge; undefined takes it away. */
  select(left: number, width: number): void;
  /** Crosshair in CSS pixels from the plot's top left corner; negative hides it. */
  cursor(left: number, top: number): void;
  destroy(): void;
}

/** Makes the canvas inside `target`. The only place that knows uPlot. */
export function createTimeCanvas(target: HTMLElement, width: number, height: number, options: TimeCanvasOptions): TimeCanvas {
  let shown: TimeWindow = { start: 0, span: 1 };
  const paint = (plot: UPlot): void => {
    const { ctx, bbox } = plot;
    const ratio = UPlot.pxRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.translate(bbox.left, bbox.top);
    ctx.scale(ratio, ratio);
    options.paint(ctx, bbox.width / ratio, bbox.height / ratio);
    ctx.restore();
  };
  const plot = new UPlot(
    {
      width,
      height,
      padding: [0, RIGHT_MARGIN_PIXELS, 0, GUTTER_PIXELS],
      legend: { show: false },
      // Pointer gestures are ours (time-gestures): uPlot's own drag would zoom.
      cursor: { drag: { x: false, y: false, setScale: false }, points: { show: false } },
      scales: { x: { time: false, auto: false, range: () => [shown.start, shown.start + shown.span] }, y: { auto: false, range: [0, 1] } },
      axes: [
        {
          side: 0,
          size: AXIS_PIXELS,
          gap: 3,
          stroke: () => options.axisColour(),
          font: options.axisFont(),
          splits: (self) => [...options.ticks(shown, self.bbox.width / UPlot.pxRatio)],
          values: (_self, splits) => splits.map(options.tickText),
          grid: { show: false },
          ticks: { show: true, size: TICK_LENGTH_PIXELS, stroke: () => options.axisColour(), width: 1 },
        },
        { show: false },
      ],
      series: [{}, { show: false }],
      hooks: { draw: [paint] },
    },
    [
      [0, 1],
      [null, null],
    ],
    target,
  );
  return {
    over: plot.over,
    show(window) {
      shown = window;
      plot.setScale("x", { min: window.start, max: window.start + window.span });
    },
    resize: (newWidth, newHeight) => plot.setSize({ width: newWidth, height: newHeight }),
    repaint: () => plot.redraw(false, true),
    select: (left, selectWidth) => plot.setSelect({ left, width: selectWidth, top: 0, height: selectWidth > 0 ? plot.over.clientHeight : 0 }, false),
    cursor: (left, top) => plot.setCursor({ left, top }, false),
    destroy: () => plot.destroy(),
  };
}
