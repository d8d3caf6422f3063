/** A latency, or why there is none. */
export type FirstLatency = { readonly seconds: number } | { readonly missing: string };

/** The stretch of raw signal that is looked at. */
export interface LatencySignal {
  /** Raw samples, any unit; the background and the search range must lie inside. */
  readonly samples: Float64Array;
  readonly samplingHz: number;
  /** Position of the mark in `samples`; may be fractional. */
  readonly markSample: number;
  /** How long after the mark a response is looked for. */
  readonly searchSeconds: number;
  /** How long after the mark the search begins (after an M-wave or a hammer's artefact); 0 where nothing is said. */
  readonly fromSeconds?: number | undefined;
  /** True where what goes on at the start of the search may be something else (the M-wave of a nerve stimulus) and is then no response. */
  readonly skipEarlier?: boolean | undefined;
}

/** Background from 100 to 10 ms before the mark. Science.md 5.1. */
const BACKGROUND_FROM_SECONDS = 0.1;
const BACKGROUND_TO_SECONDS = 0.01;
const MOVING_MEAN_SECONDS = 0.005;
const THRESHOLD_SDS = 3;
const HELD_SECONDS = 0.005;
/** Onset at this share of the first peak's height. Science.md 5.1. */
const ONSET_LEVEL = 0.25;
/** The first peak, at which the curve turns down for the first time, is looked for this long after the crossing: M1 peaks 17 ms after its onset [Sinkjaer96]. */
const FIRST_PEAK_SECONDS = 0.02;
/** A background drifts when its line climbs by this many SDs of what is left. JUDGEMENT. */
const DRIFT_SDS = 3;
/** Half of the stretch over which the slow course is a median, and how far apart its knots are. JUDGEMENT: follows drifts up to about 1 Hz. */
const COURSE_SECONDS = 0.125;
const KNOT_SECONDS = 0.025;
/** The slow course stands for the baseline where it leaves it by this many SDs of the background: one SD of offset does not yet reach the threshold. */
const COURSE_SDS = 1;
/** A response stands out against what was there before it by this much, and has left it behind at this much. JUDGEMENT: M-waves of the recorded H-reflexes are a thirtieth of the H. */
const STANDS_OUT = 4;
const LEFT_BEHIND = 2;
/** Fewest background samples from which an SD is worth anything: 20 ms at 500 Hz. JUDGEMENT. */
const FEWEST_BACKGROUND_SAMPLES = 10;

/**
 * Latency of the first response by the raw-signal method of science.md 5.1: |x − background mean|, centred 5-ms moving mean, first crossing of
 * background mean + 3 SD that is held for 5 ms after the mark, then back from the first peak to the 25 % level. No zero-phase
 * envelope: it would look earlier on the stronger side. Open points decided here: background mean is removed before rectifying (an offset is no
 * EMG); a signal already above the threshold at the mark has no first response.
 */
export function firstLatency({ samples, samplingHz, markSample, searchSeconds, fromSeconds = 0, skipEarlier = false }: LatencySignal): FirstLatency {
  const from = Math.ceil(markSample - BACKGROUND_FROM_SECONDS * samplingHz);
  const to = Math.floor(markSample - BACKGROUND_TO_SECONDS * samplingHz);
  if (from < 0) return { missing: "less than 100 ms of signal before the mark" };
  if (to - from < FEWEST_BACKGROUND_SAMPLES) return { missing: `the sampling rate of ${samplingHz} Hz leaves too few background samples` };
  const mark = Math.ceil(markSample);
  const first = Math.ceil(markSample + fromSeconds * samplingHz);
  const last = Math.min(samples.length, Math.floor(markSample + searchSeconds * samplingHz));
  if (last <= first) return { missing: "no signal after the mark" };
  const smoothed = smoothedMagnitude(samples, baselineOf(samples, { from, to, last, samplingHz }), samplingHz);
  const { mean, sd } = meanAndSd(smoothed, from, to);
  const threshold = mean + THRESHOLD_SDS * sd;
  if (first === mark && smoothed[mark]! > threshold) return { missing: "the muscle was already active at the mark" };
  const held = Math.max(1, Math.round(HELD_SECONDS * samplingHz));
  const { crossing, earliest } = smoothed[first]! > threshold ? crossingWhileActive(smoothed, threshold, { mark, first, last, held, skip: skipEarlier }) : { crossing: firstHeldCrossing(smoothed, threshold, first, last, held), earliest: mark };
  if (crossing === undefined) return { missing: `no response above the background within ${Math.round(1000 * searchSeconds)} ms of the mark` };
  let peak = crossing;
  const peakEnd = Math.min(smoothed.length, crossing + Math.ceil(FIRST_PEAK_SECONDS * samplingHz));
  while (peak + 1 < peakEnd && smoothed[peak + 1]! >= smoothed[peak]!) peak++;
  // Below the threshold the curve is background: a first peak hardly above it must not send the onset back into noise.
  const level = Math.max(threshold, mean + ONSET_LEVEL * (smoothed[peak]! - mean));
  let onset = peak;
  while (onset > earliest && smoothed[onset - 1]! > level) onset--;
  // Where the curve crosses the level between two samples.
  const before = smoothed[onset - 1] ?? level;
  const share = smoothed[onset]! > before ? (level - before) / (smoothed[onset]! - before) : 1;
  return { seconds: Math.max(0, (onset - 1 + Math.min(1, Math.max(0, share)) - markSample) / samplingHz) };
}

function smoothedMagnitude(samples: Float64Array, baseline: Float64Array, samplingHz: number): Float64Array {
  const half = Math.max(0, Math.round((MOVING_MEAN_SECONDS * samplingHz - 1) / 2));
  const sums = new Float64Array(samples.length + 1);
  for (let k = 0; k < samples.length; k++) sums[k + 1] = sums[k]! + Math.abs(samples[k]! - baseline[k]!);
  const smoothed = new Float64Array(samples.length);
  for (let k = 0; k < samples.length; k++) {
    const low = Math.max(0, k - half);
    const high = Math.min(samples.length, k + half + 1);
    smoothed[k] = (sums[high]! - sums[low]!) / (high - low);
  }
  return smoothed;
}

/**
 * What is no muscle under the signal: mean or line of the background, or, where the signal's slow course leaves that by more than the background's SD before the
 * search is over, the slow course. A drift of an electrode else reaches the threshold by itself: a response came 5 ms early, and an absent one late.
 */
function baselineOf(samples: Float64Array, { from, to, last, samplingHz }: { readonly from: number; readonly to: number; readonly last: number; readonly samplingHz: number }): Float64Array {
  const { level, slope, spread } = baseline(samples, from, to);
  const line = samples.map((_, k) => level + slope * (k - from));
  // Of what the line leaves: in a steep drift the ranks of a median are those of the drift.
  const course = slowCourse(samples.map((value, k) => value - line[k]!), from, last, samplingHz);
  let away = 0;
  for (let k = from; k < last; k++) away = Math.max(away, Math.abs(course[k]!));
  return away > COURSE_SDS * spread ? line.map((value, k) => value + course[k]!) : line;
}

/** Running median over a quarter of a second, at knots and straight between them: a potential of some tens of milliseconds does not move it. Held beyond the ends. */
function slowCourse(samples: Float64Array, from: number, last: number, samplingHz: number): Float64Array {
  const step = Math.max(1, Math.round(KNOT_SECONDS * samplingHz));
  const widest = Math.round(COURSE_SECONDS * samplingHz);
  const knots: number[] = [];
  const values: number[] = [];
  for (let knot = from; knot < last + step; knot += step) {
    const centre = Math.min(knot, samples.length - 1);
    // As much on either side, or a drift would pull the median at the ends.
    const half = Math.min(widest, centre, samples.length - 1 - centre);
    knots.push(centre);
    values.push(middleOf(samples.slice(centre - half, centre + half + 1)));
  }
  const course = new Float64Array(samples.length);
  let k = 0;
  for (let sample = 0; sample < samples.length; sample++) {
    while (k + 2 < knots.length && sample > knots[k + 1]!) k++;
    const share = Math.min(1, Math.max(0, (sample - knots[k]!) / Math.max(1, knots[k + 1]! - knots[k]!)));
    course[sample] = values[k]! + (values[k + 1]! - values[k]!) * share;
  }
  return course;
}

function middleOf(values: Float64Array): number {
  values.sort();
  return (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2;
}

/** Mean of the background; its line where it drifts, since a drift makes the SD of the magnitude meaningless. Extrapolated noise is worse than none, so no line else. */
function baseline(samples: Float64Array, from: number, to: number): { readonly level: number; readonly slope: number; readonly spread: number } {
  const count = to - from;
  const centre = (count - 1) / 2;
  let sum = 0;
  let moment = 0;
  for (let k = 0; k < count; k++) {
    sum += samples[from + k]!;
    moment += (k - centre) * samples[from + k]!;
  }
  const level = sum / count;
  const slope = (12 * moment) / (count * (count * count - 1));
  let squares = 0;
  for (let k = 0; k < count; k++) squares += (samples[from + k]! - level - slope * (k - centre)) ** 2;
  const drifts = Math.abs(slope) * count > DRIFT_SDS * Math.sqrt(squares / count);
  const spread = Math.sqrt(squares / count);
  return drifts ? { level: level - slope * centre, slope, spread } : { level, slope: 0, spread };
}

function meanAndSd(values: Float64Array, from: number, to: number): { readonly mean: number; readonly sd: number } {
  let sum = 0;
  for (let k = from; k < to; k++) sum += values[k]!;
  const mean = sum / (to - from);
  let squares = 0;
  for (let k = from; k < to; k++) squares += (values[k]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / (to - from - 1)) };
}

interface Search {
  readonly mark: number;
  readonly first: number;
  readonly last: number;
  readonly held: number;
  readonly skip: boolean;
}

/**
 * Something is still there where the search begins: the response itself, risen early, or an M-wave, a stimulus artefact, a hammer. Where a peak stands
 * out against a dip after the start it is the peak that is meant, and nothing before the dip belongs to it. Else it is the early response, or, where
 * what comes before the search is to be skipped, the next crossing once it is over.
 */
function crossingWhileActive(values: Float64Array, threshold: number, { mark, first, last, held, skip }: Search): { readonly crossing: number | undefined; readonly earliest: number } {
  let peak = first;
  for (let k = first; k < last; k++) if (values[k]! > values[peak]!) peak = k;
  let dip = first;
  for (let k = first; k < peak; k++) if (values[k]! < values[dip]!) dip = k;
  if (dip > first && values[peak]! >= STANDS_OUT * values[dip]!) {
    const level = Math.max(threshold, LEFT_BEHIND * values[dip]!);
    let crossing = dip;
    while (values[crossing]! <= level) crossing++;
    return { crossing, earliest: dip };
  }
  if (skip && dip === first && values[peak]! < STANDS_OUT * values[first]!) {
    let over = first;
    while (over < last && values[over]! > threshold) over++;
    return { crossing: firstHeldCrossing(values, threshold, over, last, held), earliest: over };
  }
  let rise = first;
  while (rise > mark && values[rise - 1]! > threshold) rise--;
  return { crossing: rise, earliest: mark };
}

function firstHeldCrossing(values: Float64Array, threshold: number, first: number, last: number, held: number): number | undefined {
  let run = 0;
  for (let k = first; k < Math.min(values.length, last + held); k++) {
    run = values[k]! > threshold ? run + 1 : 0;
    if (run === held) return k - held + 1 < last ? k - held + 1 : undefined;
  }
  return undefined;
}
