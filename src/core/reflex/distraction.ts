import type { DistractionResult } from "../reflex-result";
import type { BurstResult, ChannelResult, Estimate, Mark } from "../result";
import { median } from "./median-bootstrap";
import { FEWEST_FOR_RATIO, medianRatio } from "./median-ratio";

/** What one channel did around one mark. */
export interface DistractionRequest {
  readonly id: string;
  readonly mark: Mark & { readonly kind: DistractionResult["kind"] };
  readonly markIndex: number;
  readonly channel: ChannelResult;
  /** All bursts of the channel in time order. */
  readonly bursts: readonly BurstResult[];
  /** Bounds of what may be compared: the stretch or the distraction before, and the release, next manoeuvre or end of the recording. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly ciLevel: number;
}

/** Longest time compared on either side of the mark. JUDGEMENT. */
const COMPARED_SECONDS = 5;
/** The distracted person stops within 0–2 s [Vocab; science.md 6.1]. */
const STOPS_WITHIN_SECONDS = 2;
/** Fewest bursts from which rate and amplitude are taken. */
const FEWEST_BURSTS = 3;
/** A pause: this many intervals of before, and this long. JUDGEMENT. */
const PAUSE_INTERVALS = 3;
const PAUSE_SECONDS = 0.5;
const PAUSED_BEFORE = "The bursts had ended before the mark.";
const NO_VOLTAGE = "The channel's unit is no voltage.";
/** Fall of amplitude with a contralateral task that counts in the tremor battery [Schw16]. */
const HALF = 0.5;

/** A time without bursts of this length is a pause, s. */
export function pauseLimit(rateBeforeHz: number): number {
  return Math.max(PAUSE_SECONDS, PAUSE_INTERVALS / rateBeforeHz);
}

/**
 * Rate and amplitude before and after the mark of a distraction or of a task of the other limb, and the longest pause that begins within 2 s of it
 * (science.md 2.2, 6.1). Undefined where the channel had fewer than three bursts before; not assessed where they had ended before the mark. Describes; counts for
 * nothing.
 */
export function distractionEffect(request: DistractionRequest): DistractionResult | undefined {
  const { mark, channel, bursts } = request;
  const from = Math.max(request.fromSeconds, mark.seconds - COMPARED_SECONDS);
  const to = Math.min(request.toSeconds, mark.seconds + COMPARED_SECONDS);
  const before = bursts.filter(({ timeSeconds }) => timeSeconds >= from && timeSeconds < mark.seconds);
  const after = bursts.filter(({ timeSeconds }) => timeSeconds >= mark.seconds && timeSeconds < to);
  if (before.length < FEWEST_BURSTS) return undefined;
  const missing: Record<string, string> = {};
  const known = (field: string, value: number | undefined, reason: string): number | null => {
    if (value !== undefined) return value;
    missing[field] = reason;
    return null;
  };
  const ratio = (field: string, from: readonly (number | null)[], to: readonly (number | null)[], noValue: string): Estimate => {
    const [first, second] = [from, to].map((values) => values.filter((value): value is number => value !== null && value > 0));
    if (!enough || first!.length === 0 || second!.length === 0) {
      missing[`${field}.value`] = missing[`${field}.ci`] = enough ? noValue : fewAfter;
      return { value: null, ci: null };
    }
    const { value, ci } = medianRatio(first!, second!, request.ciLevel);
    if (ci === undefined) missing[`${field}.ci`] = `Fewer than ${FEWEST_FOR_RATIO} values before or after the mark.`;
    return { value, ci: ci ?? null };
  };
  const interval = median(intervalsOf(before))!;
  const enough = after.length >= FEWEST_BURSTS;
  const fewAfter = `Fewer than ${FEWEST_BURSTS} bursts after the mark.`;
  const rateAfter = enough ? 1 / median(intervalsOf(after))! : undefined;
  const amplitudeBefore = amplitudeOf(before);
  const amplitudeAfter = enough ? amplitudeOf(after) : undefined;
  const seen = to - mark.seconds >= STOPS_WITHIN_SECONDS;
  const limit = pauseLimit(1 / interval);
  const ended = mark.seconds - before[before.length - 1]!.offsetSeconds >= limit;
  const pause = seen && !ended ? longestPause(before, after, mark.seconds, to) : undefined;
  const paused = pause !== undefined && pause >= limit;
  const halved = amplitudeBefore !== undefined && amplitudeAfter !== undefined && amplitudeAfter <= HALF * amplitudeBefore;
  const effect = !seen || ended ? "not-assessed" : paused ? "paused" : halved ? "halved" : "unchanged";
  return {
    id: request.id,
    markIndex: request.markIndex,
    markSeconds: mark.seconds,
    kind: mark.kind,
    channel: channel.label,
    channelIndex: channel.index,
    muscle: channel.muscle,
    side: channel.side,
    beforeSeconds: mark.seconds - from,
    afterSeconds: Math.max(0, to - mark.seconds),
    burstsBefore: before.length,
    burstsAfter: after.length,
    rateBeforeHz: 1 / interval,
    rateAfterHz: known("rateAfterHz", rateAfter, fewAfter),
    amplitudeBeforeMicrovolts: known("amplitudeBeforeMicrovolts", amplitudeBefore, NO_VOLTAGE),
    amplitudeAfterMicrovolts: known("amplitudeAfterMicrovolts", amplitudeAfter, enough ? NO_VOLTAGE : fewAfter),
    amplitudeRatio: ratio("amplitudeRatio", before.map(amplitude), after.map(amplitude), NO_VOLTAGE),
    // The rate is the inverse of the interval.
    rateRatio: ratio("rateRatio", intervalsOf(after), intervalsOf(before), ""),
    pauseSeconds: known("pauseSeconds", pause, ended ? PAUSED_BEFORE : `Less than ${STOPS_WITHIN_SECONDS} s after the mark belong to the same manoeuvre.`),
    effect,
    text: ended ? `${channel.label}: the bursts had ended before the mark.` : textOf(effect, channel.label, { pause, rateBefore: 1 / interval, rateAfter, amplitudeBefore, amplitudeAfter }),
    missing,
  };
}

function intervalsOf(bursts: readonly BurstResult[]): readonly number[] {
  return bursts.slice(1).map((burst, k) => burst.timeSeconds - bursts[k]!.timeSeconds);
}

function amplitude({ amplitudeMicrovolts }: BurstResult): number | null {
  return amplitudeMicrovolts;
}

function amplitudeOf(bursts: readonly BurstResult[]): number | undefined {
  return median(bursts.flatMap(({ amplitudeMicrovolts }) => (amplitudeMicrovolts === null ? [] : [amplitudeMicrovolts])));
}

/** Longest time between two bursts, or to the end of what is seen, that begins within two seconds of the mark. */
function longestPause(before: readonly BurstResult[], after: readonly BurstResult[], mark: number, to: number): number {
  let longest = 0;
  let start = Math.max(mark, before[before.length - 1]?.offsetSeconds ?? mark);
  for (const burst of [...after, undefined]) {
    if (start > mark + STOPS_WITHIN_SECONDS) break;
    longest = Math.max(longest, (burst?.onsetSeconds ?? to) - start);
    start = burst?.offsetSeconds ?? to;
  }
  return longest;
}

interface Figures {
  readonly pause: number | undefined;
  readonly rateBefore: number;
  readonly rateAfter: number | undefined;
  readonly amplitudeBefore: number | undefined;
  readonly amplitudeAfter: number | undefined;
}

function textOf(effect: DistractionResult["effect"], label: string, { pause, rateBefore, rateAfter, amplitudeBefore, amplitudeAfter }: Figures): string {
  const change = amplitudeBefore === undefined || amplitudeAfter === undefined ? "" : `, amplitude ${Math.round((100 * amplitudeAfter) / amplitudeBefore)} % of before`;
  const rates = rateAfter === undefined ? "" : `, rate ${rateBefore.toFixed(1)} to ${rateAfter.toFixed(1)} Hz`;
  switch (effect) {
    case "paused":
      return `${label} paused for ${(pause ?? 0).toFixed(1)} s after the mark${rates}${change}.`;
    case "halved":
      return `${label} went on without a pause${rates}${change}: at most half.`;
    case "unchanged":
      return `${label} neither paused nor halved${rates}${change}.`;
    case "not-assessed":
      return `${label}: too little after the mark belongs to the same manoeuvre.`;
  }
}
