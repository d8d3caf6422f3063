import type { FigureTrace, FigureTracePiece } from "./content";

/** Finest column that print can show: 1200 dpi. */
const COLUMN_MILLIMETRES = 25.4 / 1200;

/** How samples become millimetres: x = left + (t − startSeconds)·millimetresPerSecond, y = zero − value·millimetresPerUnit. */
export interface TraceScale {
  readonly left: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly millimetresPerSecond: number;
  readonly zero: number;
  readonly millimetresPerUnit: number;
}

/** A sample-by-sample piece holds values at its instants, a bucket is drawn at its middle. */
function bucketShift(piece: FigureTracePiece): number {
  for (let k = 0; k < piece.minimum.length; k += 1) if (piece.maximum[k]! > piece.minimum[k]!) return 0.5;
  return 0;
}

/** Smallest and largest finite value of a trace inside the span; undefined when there is none. */
export function traceExtent(trace: FigureTrace, startSeconds: number, endSeconds: number): readonly [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const piece of trace.pieces) {
    const shift = bucketShift(piece);
    for (let k = 0; k < piece.minimum.length; k += 1) {
      const seconds = piece.startSeconds + (k + shift) * piece.secondsPerBucket;
      if (seconds < startSeconds || seconds > endSeconds) continue;
      if (piece.minimum[k]! < low) low = piece.minimum[k]!;
      if (piece.maximum[k]! > high) high = piece.maximum[k]!;
    }
  }
  return low <= high && Number.isFinite(low) && Number.isFinite(high) ? [low, high] : undefined;
}

/**
 * Polylines of one piece in mm: per printable column its entry, least, greatest value, so that every peak keeps its height
 * whatever the number of samples. Values that are not finite break the line.
 */
export function tracePaths(piece: FigureTracePiece, scale: TraceScale): readonly Float64Array[] {
  const { minimum, maximum } = piece;
  const shift = bucketShift(piece);
  const paths: Float64Array[] = [];
  let points: number[] = [];
  let column = Number.NaN;
  let sumX = 0;
  let count = 0;
  let low = 0;
  let high = 0;
  let lowFirst = true;
  const flush = (): void => {
    if (count === 0) return;
    const x = sumX / count;
    const yLow = scale.zero - low * scale.millimetresPerUnit;
    const yHigh = scale.zero - high * scale.millimetresPerUnit;
    if (low === high) points.push(x, yLow);
    else if (count > 1 ? lowFirst : points.length > 0 && Math.abs(points[points.length - 1]! - yLow) < Math.abs(points[points.length - 1]! - yHigh)) points.push(x, yLow, x, yHigh);
    else points.push(x, yHigh, x, yLow);
    count = 0;
  };
  const finish = (): void => {
    flush();
    if (points.length > 0) paths.push(Float64Array.from(points.length === 2 ? [...points, ...points] : points));
    points = [];
    column = Number.NaN;
  };
  for (let k = 0; k < minimum.length; k += 1) {
    const seconds = piece.startSeconds + (k + shift) * piece.secondsPerBucket;
    if (seconds < scale.startSeconds || seconds > scale.endSeconds) continue;
    const least = minimum[k]!;
    const greatest = maximum[k]!;
    if (!Number.isFinite(least) || !Number.isFinite(greatest)) {
      finish();
      continue;
    }
    const x = scale.left + (seconds - scale.startSeconds) * scale.millimetresPerSecond;
    const at = Math.floor(x / COLUMN_MILLIMETRES);
    if (at !== column) {
      flush();
      column = at;
      sumX = 0;
      low = least;
      high = greatest;
      lowFirst = true;
    } else {
      if (least < low) {
        low = least;
        lowFirst = false;
      }
      if (greatest > high) {
        high = greatest;
        lowFirst = true;
      }
    }
    sumX += x;
    count += 1;
  }
  finish();
  return paths;
}
