import { EXTREME_GAIN_RATIO, type FigureGain } from "../core/figure-style";
import type { FigureTrace } from "./content";
import { traceExtent } from "./trace-path";

/** Height in mm of the tallest trace where there are one or two, three, and more: a page holds them all. */
const TALLEST_HEIGHTS = [22, 22, 22, 18, 14] as const;
const TALLEST_OF_MANY = 12;
/** Height of a trace of another unit (an angle, a force). */
const OTHER_HEIGHT = 9;
/** Room that a flatter trace keeps. */
const LEAST_HEIGHT = 8;
const LEAST_HEIGHT_OF_MANY = 4;
/** From so many traces on they are many. */
const MANY = 4;
/** A voltage trace is never magnified beyond this range, so that rest looks like rest. JUDGEMENT. */
const LEAST_RANGE_MICROVOLTS = 50;
/** No amplifier is so quiet: a trace below it is in another unit than it says, and is shown for what it is. JUDGEMENT. */
const QUIETEST_MICROVOLTS = 2;
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
  /** Drawn at the gain of the trace above it: one bar serves both. */
  readonly sharesBar: boolean;
}

/** The traces of a figure laid out, and whether those of one unit have gains of their own. */
export interface SlotPlan {
  readonly slots: readonly TraceSlot[];
  readonly ownGains: boolean;
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
  if (trace.unit === "µV" && high - low >= QUIETEST_MICROVOLTS && high - low < LEAST_RANGE_MICROVOLTS) {
    const middle = (low + high) / 2;
    return { low: middle - LEAST_RANGE_MICROVOLTS / 2, high: middle + LEAST_RANGE_MICROVOLTS / 2, empty: false };
  }
  if (high > low) return { low, high, empty: false };
  const half = Math.abs(low) > 0 ? Math.abs(low) : FLAT_EXTENT;
  return { low: low - half, high: high + half, empty: false };
}

/** The peak of the smallest trace of the figure's first unit in that of the tallest: what one gain for all would leave of it. */
function isExtreme(extents: readonly number[]): boolean {
  return extents.length > 1 && Math.max(...extents) >= EXTREME_GAIN_RATIO * Math.min(...extents);
}

/**
 * Heights and gains. Traces of the first one's unit share a gain, or have one each, as the style wants it (`FigureGain`); a trace of another
 * unit always has its own. No peak leaves its slot. `stretch` multiplies all heights.
 */
export function planSlots(traces: readonly FigureTrace[], gain: FigureGain, startSeconds: number, endSeconds: number, stretch: number): SlotPlan {
  const extents = traces.map((trace) => extentOf(trace, startSeconds, endSeconds));
  const sameUnit = traces.map((trace) => trace.unit === traces[0]!.unit);
  const group = extents.filter((extent, k) => sameUnit[k] === true && !extent.empty).map(({ low, high }) => high - low);
  const own = group.length > 1 && (gain === "own" || (gain === "auto" && isExtreme(group)));
  const tallest = Math.max(...group);
  const height = TALLEST_HEIGHTS[traces.length] ?? TALLEST_OF_MANY;
  const least = traces.length >= MANY ? LEAST_HEIGHT_OF_MANY : LEAST_HEIGHT;
  let first = true;
  const slots = traces.map((trace, k): TraceSlot => {
    const { low, high, empty } = extents[k]!;
    const extent = high - low;
    const grouped = sameUnit[k] === true && !empty;
    const natural = !grouped ? OTHER_HEIGHT : own ? height : (height * extent) / tallest;
    const sharesBar = grouped && !own && !first;
    if (grouped) first = false;
    return { trace, height: Math.max(least, natural) * stretch, low, high, millimetresPerUnit: (natural * stretch) / extent, empty, sharesBar };
  });
  return { slots, ownGains: own };
}
