import type { Cancel } from "../errors";
import type { BucketedSegment, ReadBucketed } from "./channel-buckets";
import { quantileOf, robustSpread } from "./channel-buckets";
import type { Proposal, ProposalOutcome } from "./proposal";

/** A stroke exceeds this many robust standard deviations of the resting channel … JUDGEMENT. */
const STROKE_SPREADS = 10;
/** … and this share of the strongest (its upper thousandth), so that touches and movements of the hammer are none. JUDGEMENT. */
const STROKE_SHARE = 0.3;
/** The blow of a reflex hammer lasts 10 to 50 ms; what is above half of its peak for longer is a push. JUDGEMENT. */
const LONGEST_STROKE_SECONDS = 0.15;
/** A hammer rebounds and rings: what follows within this is the same stroke. Taps are seconds apart (science.md 5.2). JUDGEMENT. */
const SAME_STROKE_SECONDS = 0.3;
/** The stroke begins where the signal leaves the noise: at this share of its peak. */
const ONSET_SHARE = 0.1;
/** Samples before the bucket of the peak in which the onset is looked for, seconds. */
const LOOK_BACK_SECONDS = 0.05;
/** The channel's slow course, over this long, is taken away: gravity, drift. */
const BASELINE_SECONDS = 0.5;

/** Taps from an accelerometer or a hammer's force. undefined where the channel shows no short strokes: it may then follow a movement. */
export async function proposeStrokes(segments: readonly BucketedSegment[], samplingHz: number, label: string, unit: string, read: ReadBucketed, cancel?: Cancel): Promise<ProposalOutcome | undefined> {
  const courses = segments.map((part) => baselineOf(part, samplingHz));
  const heights = segments.map(({ low, high }, k) => high.map((value, at) => Math.max(value - courses[k]![at]!, courses[k]![at]! - low[at]!)));
  const { middle, spread } = robustSpread(heights);
  const strongest = quantileOf(heights, 1);
  const threshold = Math.max(middle + STROKE_SPREADS * spread, STROKE_SHARE * strongest);
  if (!(strongest > 0) || strongest < threshold) return undefined;
  const proposals: Proposal[] = [];
  let pushes = 0;
  for (const [part, bucketed] of segments.entries()) {
    const { segment, step } = bucketed;
    const height = heights[part]!;
    for (let k = 0; k < height.length; k += 1) {
      if (height[k]! < threshold) continue;
      const until = Math.min(height.length, k + Math.ceil((SAME_STROKE_SECONDS * samplingHz) / step));
      let peak = k;
      for (let at = k; at < until; at += 1) if (height[at]! > height[peak]!) peak = at;
      let [left, right] = [peak, peak];
      while (left > 0 && height[left - 1]! > height[peak]! / 2) left -= 1;
      while (right + 1 < height.length && height[right + 1]! > height[peak]! / 2) right += 1;
      if (((right - left + 1) * step) / samplingHz > LONGEST_STROKE_SECONDS) {
        pushes += 1;
        k = Math.max(right, k);
        continue;
      }
      const first = segment.startSample + k * step;
      const range = { start: Math.max(segment.startSample, first - Math.round(LOOK_BACK_SECONDS * samplingHz)), end: Math.min(segment.endSample, segment.startSample + (peak + 1) * step) };
      const onset = onsetIn(await read(range, cancel), courses[part]![k]!, Math.max(ONSET_SHARE * height[peak]!, middle + STROKE_SPREADS * spread));
      proposals.push({ kind: "tap", seconds: segment.startSeconds + (range.start + onset - segment.startSample) / samplingHz, text: `tap (${label})` });
      k = Math.max(until, right);
    }
  }
  // More pushes than strokes: the channel follows a movement or a hold.
  if (proposals.length === 0 || pushes > proposals.length) return undefined;
  return { proposals, explanation: `Strokes of ${label} above ${Number(threshold.toPrecision(3))} ${unit} and shorter than ${LONGEST_STROKE_SECONDS * 1000} ms${pushes > 0 ? `; ${pushes} longer ones were left out` : ""}.` };
}

/** The last sample before the peak at which the signal is still within `limit` of its course; the sample after it. */
function onsetIn(values: Float64Array, course: number, limit: number): number {
  let peak = 0;
  values.forEach((value, k) => {
    if (Math.abs(value - course) > Math.abs(values[peak]! - course)) peak = k;
  });
  let onset = peak;
  while (onset > 0 && Math.abs(values[onset - 1]! - course) > limit) onset -= 1;
  return onset;
}

/** Running median of the bucket means, at a few points and straight between them. */
function baselineOf({ mean, step }: BucketedSegment, samplingHz: number): Float32Array {
  const window = Math.max(3, Math.round((BASELINE_SECONDS * samplingHz) / step));
  const knots: number[] = [];
  for (let at = 0; at < mean.length; at += window) knots.push(quantileOf([mean.subarray(Math.max(0, at - window), Math.min(mean.length, at + window))], 0.5));
  return mean.map((_, k) => {
    const position = k / window;
    const left = Math.min(knots.length - 1, Math.floor(position));
    const right = Math.min(knots.length - 1, left + 1);
    return knots[left]! + (knots[right]! - knots[left]!) * (position - left);
  });
}
