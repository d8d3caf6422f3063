import type { BucketedSegment } from "./channel-buckets";
import { quantileOf, robustSpread } from "./channel-buckets";
import { movementOnset } from "./movement-onset";
import { levelText, type Proposal, type ProposalOutcome } from "./proposal";

/** Velocity is the slope over this long: shorter than a quick stretch (100 ms), longer than mains and converter steps. JUDGEMENT. */
const SLOPE_SECONDS = 0.04;
/** A movement exceeds this many robust standard deviations of the velocity … JUDGEMENT, as far as the noise of a resting goniometer reaches. */
const VELOCITY_SPREADS = 6;
/** … and this share of the fastest movements, so that drift and tremor of the holding hand are none. JUDGEMENT. */
const VELOCITY_SHARE = 0.15;
/**
 * The joint counts as stretched from this share of the way between rest and the stretched position on, and as released below the lower
 * one: the oscillation of clonus about the held position stays between. JUDGEMENT.
 */
const STRETCHED_SHARE = 0.5;
const RELEASED_SHARE = 0.25;
/** It must stay released this long, about a cycle of slow clonus, or it was a swing. JUDGEMENT. */
const RELEASED_SECONDS = 0.25;
/** A movement begins and ends where its velocity is this share of its fastest. */
const ONSET_SHARE = 0.1;
/** Rest in the new position at least this long is a hold. JUDGEMENT. */
const LEAST_HOLD_SECONDS = 0.3;
/** Quicker to and fro than this is voluntary or clonic movement, not an examiner's manoeuvre. JUDGEMENT. */
const MOST_STRETCHES_PER_SECOND = 1;
const LEAST_STRETCHES_TO_JUDGE = 4;
/** The rest level is taken from what lies before the first movement, where that is at least this long. */
const LEAST_REST_SECONDS = 0.2;
/** Share of the positions, away from rest, that lie short of the stretched position. */
const POSITION_SHARE = 0.98;

const MILLISECONDS = 1000;

interface Course {
  readonly part: BucketedSegment;
  readonly velocity: Float32Array;
  /** Buckets in a second. */
  readonly perSecond: number;
}

interface Stretch {
  readonly start: number;
  /** When the movement came to rest. */
  readonly held: number;
  /** undefined: still stretched at the end. */
  readonly release: number | undefined;
  /** Beginnings of its two movements that noise hides: by the speed alone they are late. */
  readonly hidden: number;
  /** Standard deviation of the less sure of the others, s; 0 where there is none. */
  readonly spread: number;
}

/**
 * Stretch, hold and release from a channel that follows the joint (angle, or force while it is held). The first fast movement of the
 * recording leads away from rest, so its direction is that of the stretch, whatever the channel's sign.
 */
export function proposeMovements(segments: readonly BucketedSegment[], samplingHz: number, label: string, unit: string): ProposalOutcome {
  const courses = segments.map((part): Course => ({ part, velocity: velocityOf(part, samplingHz), perSecond: samplingHz / part.step }));
  const velocities = courses.map(({ velocity }) => velocity);
  const threshold = Math.max(VELOCITY_SPREADS * robustSpread(velocities).spread, VELOCITY_SHARE * quantileOf(velocities.map((velocity) => velocity.map(Math.abs)), 0.999));
  const shown = `${format(threshold)} ${unit === "" ? "units" : unit}/s`;
  const first = threshold > 0 ? firstMovement(courses, threshold) : undefined;
  if (first === undefined) return { proposals: [], explanation: threshold > 0 ? `${label} nowhere moves faster than ${shown}.` : `${label} does not move.` };
  const means = segments.map(({ mean }) => mean);
  const before = first.course.part.mean.subarray(0, first.bucket);
  const rest = before.length >= LEAST_REST_SECONDS * first.course.perSecond ? quantileOf([before], 0.5) : quantileOf(means, 0.5);
  const reach = quantileOf(means.map((mean) => mean.map((value) => (value - rest) * first.sign)), POSITION_SHARE);
  if (!(reach > 0)) return { proposals: [], explanation: `${label} moves, but does not stay away from its resting position.` };
  const stretches = courses.flatMap((course) => stretchesOf(course, rest, reach * first.sign, threshold));
  const perSecond = (stretches.length - 1) / Math.max(1e-9, (stretches[stretches.length - 1]?.start ?? 0) - (stretches[0]?.start ?? 0));
  if (stretches.length >= LEAST_STRETCHES_TO_JUDGE && perSecond > MOST_STRETCHES_PER_SECOND) {
    return { proposals: [], explanation: `${label} moves to and fro ${format(perSecond)} times a second: that is no examiner's stretch and release.` };
  }
  const level = (value: number): string => `${levelText(value, reach)}${unit === "" ? "" : ` ${unit}`}`;
  if (stretches.length === 0) return { proposals: [], explanation: `${label} nowhere goes from rest (${level(rest)}) faster than ${shown} and stays there.` };
  const proposals = stretches.flatMap(({ start, held, release }): Proposal[] => [
    { kind: "stretch", seconds: start, text: `stretch (${label})` },
    ...(release !== undefined && release - held >= LEAST_HOLD_SECONDS ? [{ kind: "hold", seconds: held, text: `hold (${label})` } as const] : []),
    ...(release === undefined ? [] : [{ kind: "release", seconds: release, text: `release (${label})` } as const]),
  ]);
  return {
    proposals,
    explanation: [`${stretches.length} movements of ${label} from ${level(rest)} towards ${level(rest + reach * first.sign)}, faster than ${shown} (the larger of ${VELOCITY_SPREADS} robust standard deviations and ${Math.round(100 * VELOCITY_SHARE)} % of the fastest). The first one leads away from rest and is taken for a stretch.`, ...sureText(stretches), ...hiddenText(stretches)].join(" "),
  };
}

function firstMovement(courses: readonly Course[], threshold: number): { readonly course: Course; readonly bucket: number; readonly sign: number } | undefined {
  for (const course of courses) {
    const bucket = course.velocity.findIndex((value) => Math.abs(value) >= threshold);
    if (bucket >= 0) return { course, bucket: onsetBefore(course, bucket), sign: Math.sign(course.velocity[bucket]!) };
  }
  return undefined;
}

function stretchesOf(course: Course, rest: number, reach: number, threshold: number): Stretch[] {
  const { part, velocity, perSecond } = course;
  const { mean, segment } = part;
  const seconds = (bucket: number): number => segment.startSeconds + bucket / perSecond;
  const share = (bucket: number): number => (mean[bucket]! - rest) / reach;
  const sign = Math.sign(reach);
  const stay = Math.ceil(RELEASED_SECONDS * perSecond);
  const found: Stretch[] = [];
  let bucket = 0;
  const isReleasedFrom = (at: number): boolean => {
    for (let k = at; k < Math.min(mean.length, at + stay); k += 1) if (share(k) >= STRETCHED_SHARE) return false;
    return true;
  };
  // A recording that begins stretched has no stretch to show.
  while (bucket < mean.length && share(bucket) > RELEASED_SHARE) bucket += 1;
  while (bucket < mean.length) {
    while (bucket < mean.length && share(bucket) < STRETCHED_SHARE) bucket += 1;
    if (bucket >= mean.length) break;
    const up = fastestNear(course, bucket, sign);
    let end = bucket;
    while (end < mean.length && !(share(end) < RELEASED_SHARE && isReleasedFrom(end))) end += 1;
    if (velocity[up]! * sign >= threshold) {
      let held = up;
      while (held + 1 < mean.length && velocity[held + 1]! * sign > ONSET_SHARE * velocity[up]! * sign) held += 1;
      const down = end < mean.length ? fastestNear(course, end, -sign) : undefined;
      const [start, release] = [onsetOf(course, up), down === undefined ? undefined : onsetOf(course, down)];
      const spreads = [start, release].map((onset) => onset?.spread);
      found.push({ start: start.seconds, held: seconds(held), release: release?.seconds, hidden: [start, release].filter((onset) => onset !== undefined && onset.spread === undefined).length, spread: Math.max(...spreads.map((spread) => spread ?? 0)) });
    }
    bucket = end;
  }
  return found;
}

/** The fastest bucket of the movement in a direction that passes through, or just beside, this one. */
function fastestNear({ velocity, perSecond }: Course, bucket: number, sign: number): number {
  const around = Math.ceil(SLOPE_SECONDS * perSecond);
  let best = bucket;
  for (let k = Math.max(0, bucket - around); k <= Math.min(velocity.length - 1, bucket + around); k += 1) if (velocity[k]! * sign > velocity[best]! * sign) best = k;
  for (const step of [-1, 1]) for (let k = best + step; k >= 0 && k < velocity.length && velocity[k]! * sign > 0; k += step) if (velocity[k]! * sign > velocity[best]! * sign) best = k;
  return best;
}

/** When the movement through this bucket, its fastest, began, and the standard deviation of that: from its course, or where noise hides that, by its speed. */
function onsetOf(course: Course, fastest: number): { readonly seconds: number; readonly spread: number | undefined } {
  const { part, velocity, perSecond } = course;
  const sign = Math.sign(velocity[fastest]!);
  let [from, to] = [fastest, fastest];
  while (from > 0 && velocity[from - 1]! * sign > ONSET_SHARE * velocity[fastest]! * sign) from -= 1;
  while (to + 1 < velocity.length && velocity[to + 1]! * sign > ONSET_SHARE * velocity[fastest]! * sign) to += 1;
  const onset = movementOnset({ positions: part.mean, fastest, from, to });
  // A mean stands for the middle of its samples.
  const bucket = onset === undefined ? onsetBefore(course, fastest) : Math.max(0, onset.at + (part.step - 1) / (2 * part.step));
  return { seconds: part.segment.startSeconds + bucket / perSecond, spread: onset === undefined ? undefined : onset.spread / perSecond };
}

/** Where the movement that is under way at this bucket began: back to a tenth of its fastest, and half the slope's length forward. */
function onsetBefore({ velocity, perSecond }: Course, bucket: number): number {
  const sign = Math.sign(velocity[bucket]!);
  let [start, peak] = [bucket, velocity[bucket]! * sign];
  for (let k = bucket; k < velocity.length && velocity[k]! * sign > 0; k += 1) peak = Math.max(peak, velocity[k]! * sign);
  while (start > 0 && velocity[start - 1]! * sign > ONSET_SHARE * peak) start -= 1;
  const half = Math.max(1, Math.round((SLOPE_SECONDS / 2) * perSecond));
  return start === 0 ? 0 : Math.min(bucket, start + half - 1);
}

/** Slope of the bucket means, in units a second, central over SLOPE_SECONDS. */
function velocityOf({ mean, step }: BucketedSegment, samplingHz: number): Float32Array {
  const half = Math.max(1, Math.round((SLOPE_SECONDS / 2) * (samplingHz / step)));
  return mean.map((_, k) => {
    const [from, to] = [Math.max(0, k - half), Math.min(mean.length - 1, k + half)];
    return to > from ? ((mean[to]! - mean[from]!) / (to - from)) * (samplingHz / step) : 0;
  });
}

function sureText(stretches: readonly Stretch[]): readonly string[] {
  const spread = Math.max(...stretches.map((stretch) => stretch.spread));
  return spread > 0 ? [`The least sure of their beginnings is known to ${Math.max(1, Math.ceil(MILLISECONDS * spread))} ms (standard deviation, for smooth movements).`] : [];
}

function hiddenText(stretches: readonly Stretch[]): readonly string[] {
  const hidden = stretches.reduce((sum, stretch) => sum + stretch.hidden, 0);
  return hidden === 0 ? [] : [`Noise hides where movements begin (${hidden}): by their speed they are up to 40 ms late, and latencies from them are too short.`];
}

function format(value: number): string {
  return String(Number(value.toPrecision(3)));
}
