import type { Trace } from "../../protocol/engine-api";

/** A row of the sheet and how values become its pixels, in device pixels: y = zero − value · perUnit. */
export interface SheetRow {
  readonly top: number;
  readonly bottom: number;
  readonly zero: number;
  readonly perUnit: number;
  readonly linePixels: number;
  readonly colour: string;
}

type SpanScale = Pick<SheetRow, "zero" | "perUnit" | "linePixels">;

/** Time and width of what is shown, in seconds and device pixels. */
export interface SheetWindow {
  readonly start: number;
  readonly span: number;
  readonly width: number;
}

/**
 * Pixels of traces that have a bucket or more for each column of the screen. A stroke through thousands of corners takes a browser
 * without a graphics card five times as long as setting the pixels of each column from its minimum to its maximum.
 */
export interface ColumnSheet {
  /** Empties the sheet; sizes are device pixels. */
  begin(width: number, height: number): void;
  add(trace: Trace, row: SheetRow, window: SheetWindow): void;
  /** Lays the sheet over what is drawn, its corner at the context's origin. */
  lay(context: CanvasRenderingContext2D): void;
}

/** From this width of a bucket in device pixels on a line is drawn instead. */
const WIDEST_COLUMN_PIXELS = 1.5;
/** A bucket that touches a column by less does not belong to it: where edges fall together rounding must not decide. */
const EDGE_TOLERANCE_BUCKETS = 1e-6;
const OPAQUE = 255;

/** True where the trace is dense enough for columns. */
export function isDense(trace: Trace, { span, width }: SheetWindow): boolean {
  return trace.pieces.length > 0 && trace.pieces.every((piece) => (piece.samplesPerBucket / trace.samplingHz) * (width / span) <= WIDEST_COLUMN_PIXELS);
}

/** Top and bottom, in pixels, of each column of a trace from `firstColumn` on; NaN where there is nothing. Columns meet: a line has no holes. */
export interface ColumnSpans {
  readonly top: Float32Array;
  readonly bottom: Float32Array;
}

/** Writes the columns `from … to` (all, unless said) of a trace; where it has nothing they become NaN. */
export function columnSpans(trace: Trace, row: SpanScale, window: SheetWindow, spans: ColumnSpans, from = 0, to = window.width): void {
  const { top, bottom } = spans;
  top.fill(NaN, from, to);
  bottom.fill(NaN, from, to);
  const pixelsPerSecond = window.width / window.span;
  const { zero, perUnit } = row;
  const half = row.linePixels / 2;
  for (const { minimum, maximum, samplesPerBucket, startSeconds } of trace.pieces) {
    const step = (samplesPerBucket / trace.samplingHz) * pixelsPerSecond;
    // A single sample stands in the middle of its step, a bucket fills its own.
    const left = (startSeconds - window.start) * pixelsPerSecond - (samplesPerBucket === 1 ? step / 2 : 0);
    // One before the first that is asked for, so that it meets it.
    const first = Math.max(0, from - 1, Math.floor(left));
    const last = Math.min(to - 1, Math.ceil(left + minimum.length * step) - 1);
    let previousTop = NaN;
    let previousBottom = NaN;
    for (let column = first; column <= last; column += 1) {
      const firstBucket = Math.max(0, Math.floor((column - left) / step + EDGE_TOLERANCE_BUCKETS));
      const lastBucket = Math.min(minimum.length - 1, Math.max(firstBucket, Math.ceil((column + 1 - left) / step - EDGE_TOLERANCE_BUCKETS) - 1));
      let low = Infinity;
      let high = -Infinity;
      let isWhole = firstBucket <= lastBucket;
      for (let index = firstBucket; index <= lastBucket; index += 1) {
        const least = minimum[index]!;
        const most = maximum[index]!;
        if (!(least - least === 0 && most - most === 0)) isWhole = false;
        else {
          if (least < low) low = least;
          if (most > high) high = most;
        }
      }
      if (high < low) {
        previousTop = previousBottom = NaN;
        continue;
      }
      const ownTop = zero - high * perUnit - half;
      const ownBottom = zero - low * perUnit + half;
      if (column >= from) {
        // NaN compares as false: behind a hole nothing is joined.
        top[column] = previousBottom < ownTop ? previousBottom : ownTop;
        bottom[column] = previousTop > ownBottom ? previousTop : ownBottom;
      }
      previousTop = isWhole ? ownTop : NaN;
      previousBottom = isWhole ? ownBottom : NaN;
    }
  }
}

/** Columns of a trace as they were last drawn, and for what. */
export interface KeptSpans extends ColumnSpans {
  row: SpanScale;
  window: SheetWindow;
}

/** A shift counts as one of whole pixels up to this, in pixels: rounding of times of days leaves about a millionth. */
const SHIFT_TOLERANCE_PIXELS = 1e-3;

/** Brings kept columns to another window. One that is moved by whole pixels keeps what stays in view: only the columns that come in are made. */
export function moveSpans(kept: KeptSpans, trace: Trace, row: SpanScale, window: SheetWindow): void {
  const { width } = window;
  const shift = (window.start - kept.window.start) * (width / window.span);
  const columns = Math.round(shift);
  const same = kept.window.span === window.span && kept.window.width === width && kept.row.zero === row.zero && kept.row.perUnit === row.perUnit && kept.row.linePixels === row.linePixels;
  kept.row = row;
  kept.window = window;
  if (!same || Math.abs(columns) >= width || !(Math.abs(shift - columns) <= SHIFT_TOLERANCE_PIXELS)) {
    columnSpans(trace, row, window, kept);
    return;
  }
  for (const edge of [kept.top, kept.bottom]) {
    if (columns > 0) edge.copyWithin(0, columns);
    else edge.copyWithin(-columns, 0);
  }
  if (columns > 0) columnSpans(trace, row, window, kept, width - columns, width);
  // The column that was the first did not meet the one that is before it now.
  if (columns < 0) columnSpans(trace, row, window, kept, 0, Math.min(width, 1 - columns));
}

/** Sets the pixels of columns; the ends of a column by how much of a pixel they cover. `pixels` has `width` a line; `word` is the colour as a word of little-endian red, green, blue and alpha. */
export function fillColumns(pixels: Uint32Array, width: number, spans: ColumnSpans, row: Pick<SheetRow, "top" | "bottom">, word: number): void {
  const colour = word & 0xffffff;
  for (let column = 0; column < width; column += 1) {
    const top = spans.top[column]! > row.top ? spans.top[column]! : row.top;
    const bottom = spans.bottom[column]! < row.bottom ? spans.bottom[column]! : row.bottom;
    if (!(spans.top[column]! < row.bottom && spans.bottom[column]! > row.top && bottom > top)) continue;
    const firstLine = Math.floor(top);
    const lastLine = Math.ceil(bottom) - 1;
    if (firstLine === lastLine) {
      mix(pixels, firstLine * width + column, colour, bottom - top);
      continue;
    }
    mix(pixels, firstLine * width + column, colour, firstLine + 1 - top);
    for (let at = (firstLine + 1) * width + column, end = lastLine * width + column; at < end; at += width) pixels[at] = word;
    mix(pixels, lastLine * width + column, colour, bottom - lastLine);
  }
}

/** One pixel, covered in part. Over what is there already the colours are mixed. */
function mix(pixels: Uint32Array, at: number, colour: number, cover: number): void {
  const under = pixels[at]!;
  const share = cover < 1 ? cover : 1;
  const underAlpha = under >>> 24;
  if (underAlpha === 0) {
    pixels[at] = ((Math.round(share * OPAQUE) << 24) | colour) >>> 0;
    return;
  }
  const alpha = share * OPAQUE + underAlpha * (1 - share);
  const weight = (share * OPAQUE) / alpha;
  let mixed = 0;
  for (let shift = 0; shift < 24; shift += 8) mixed |= Math.round(((colour >>> shift) & 255) * weight + ((under >>> shift) & 255) * (1 - weight)) << shift;
  pixels[at] = ((Math.round(alpha) << 24) | mixed) >>> 0;
}

/** undefined where the page cannot make one. */
export function createColumnSheet(): ColumnSheet | undefined {
  const canvas = document.createElement("canvas");
  // In the processor's memory: its pixels are set by hand for each frame.
  const own = canvas.getContext("2d", { willReadFrequently: true });
  if (own === null || typeof ImageData === "undefined") return undefined;
  let image = new ImageData(1, 1);
  let pixels = new Uint32Array(image.data.buffer);
  const keptOf = new WeakMap<Trace, KeptSpans>();
  const words = new Map<string, number>();
  const wordOf = (colour: string): number => {
    const known = words.get(colour);
    if (known !== undefined) return known;
    own.clearRect(0, 0, 1, 1);
    own.fillStyle = colour;
    own.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = own.getImageData(0, 0, 1, 1).data;
    const word = ((OPAQUE << 24) | (blue << 16) | (green << 8) | red) >>> 0;
    words.set(colour, word);
    return word;
  };
  return {
    begin(width, height) {
      if (image.width === width && image.height === height) {
        pixels.fill(0);
        return;
      }
      canvas.width = width;
      canvas.height = height;
      image = new ImageData(width, height);
      pixels = new Uint32Array(image.data.buffer);
    },
    add(trace, row, window) {
      let kept = keptOf.get(trace);
      if (kept?.window.width === window.width) moveSpans(kept, trace, row, window);
      else {
        kept = { top: new Float32Array(window.width), bottom: new Float32Array(window.width), row, window };
        columnSpans(trace, row, window, kept);
        keptOf.set(trace, kept);
      }
      fillColumns(pixels, image.width, kept, { top: Math.max(0, Math.round(row.top)), bottom: Math.min(image.height, Math.round(row.bottom)) }, wordOf(row.colour));
    },
    lay(context) {
      own.putImageData(image, 0, 0);
      const { e, f } = context.getTransform();
      context.save();
      context.setTransform(1, 0, 0, 1, Math.round(e), Math.round(f));
      context.drawImage(canvas, 0, 0);
      context.restore();
    },
  };
}
