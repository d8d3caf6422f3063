import type { FigureTrace } from "./content";
import { traceExtent } from "./trace-path";

/** Height in mm of the tallest trace of the pair, of a trace with a gain of its own, and of the flatter others. */
const MAIN_HEIGHT = 22;
const OWN_GAIN_HEIGHT = 13;
const OTHER_HEIGHT = 9;
const LEAST_HEIGHT = 8;
/** A partner that would be lower than this share of the taller trace gets its own gain. */
const SHARED_GAIN_RATIO = 0.25;
/** A voltage trace is never magnified beyond this range, so that rest looks like rest. JUDGEMENT. */
const LEAST_RANGE_MICROVOLTS = 50;
/** Half-range for a trace that is flat or empty. */
const FLAT_EXTENT = 1;

/** Where one trace is drawn, apart from its place on the page. */
export interface TraceSlot {
  readonly trace: FigureTrace;
  readonly height: number;
  readonly low: number;
  readonly high: number;
  readonly millimetresPerUnit: number;
  readonly empty: boolean;
}

interface Extent {
  readonly low: number;
  readonly high: number;
  readonly empty: boolean;
}

function extentOf(trace: FigureTrace, startSeconds: number, endSeconds: number): Extent {
  const found = traceExtent(trace, startSeconds, endSeconds);
  if (found === undefined) return { low: -FLAT_EXTENT, high: FLAT_EXTENT, empty: true };
  const [low, high] = found;
  if (trace.unit === "µV" && high - low < LEAST_RANGE_MICROVOLTS) {
    const middle = (low + high) / 2;
    return { low: middle - LEAST_RANGE_MICROVOLTS / 2, high: middle + LEAST_RANGE_MICROVOLTS / 2, empty: false };
  }
  if (high > low) return { low, high, empty: false };
  const half = Math.abs(low) > 0 ? Math.abs(low) : FLAT_EXTENT;
  return { low: low - half, high: high + half, empty: false };
}

/**
 * Heights and gains. The first two traces (agonist, antagonist) share one gain where their units agree and both stay legible;
 * every other trace has its own. No peak leaves its slot. `stretch` multiplies all heights.
 */
export function planSlots(traces: readonly FigureTrace[], startSeconds: number, endSeconds: number, stretch: number): readonly TraceSlot[] {
  const extents = traces.map((trace) => extentOf(trace, startSeconds, endSeconds));
  const pair = extents.slice(0, 2).filter((_, k) => traces[k]!.unit === traces[0]!.unit).map(({ low, high }) => high - low);
  const tallest = Math.max(...pair);
  const shares = Math.min(...pair) >= SHARED_GAIN_RATIO * tallest;
  return traces.map((trace, k) => {
    const { low, high, empty } = extents[k]!;
    const extent = high - low;
    const sameUnit = trace.unit === traces[0]!.unit;
    const natural = k >= 2 ? OTHER_HEIGHT : (k === 0 && !shares) || (shares && sameUnit) ? MAIN_HEIGHT * (shares ? extent / tallest : 1) : OWN_GAIN_HEIGHT;
    const millimetresPerUnit = (natural * stretch) / extent;
    const height = Math.max(LEAST_HEIGHT * (k >= 2 ? 0 : 1), natural) * stretch;
    return { trace, height, low, high, millimetresPerUnit, empty };
  });
}
