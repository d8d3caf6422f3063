import { medianOf } from "../../bursts/local-reference";
import type { SettingValues } from "../../settings";
import type { RhythmOf } from "./rhythm-memory";
import type { TrackBurst } from "../track";

/**
 * Parts of a train that are looked at by themselves, as shares of its bursts. JUDGEMENT.
 */
const shares = [4 / 5, 2 / 3, 1 / 2] as const;
/** A part with fewer bursts is rhythmic by chance too often. Simulated pseudoclonus: 8 of 447 irregular trains have such a part. JUDGEMENT. */
const fewestBursts = 6;

/** What is left out of a part must be weak: its median height is at most this share of the part's. In pseudoclonus what fits a cycle by chance is as tall as the rest. JUDGEMENT. */
const weakShare = 0.75;

/**
 * Greatest share of a train's bursts that is rhythmic when looked at by itself: its first or last bursts, or its tallest ones, where the others are weaker.
 * Resting blips beside the beats of a true cycle make the whole look irregular (science.md 4.3, "still open"); a train of which
 * half or more is a cycle must not be called irregular. 0 where there is no such part.
 */
export function rhythmicPart(bursts: readonly TrackBurst[], settings: SettingValues, rhythmOf: RhythmOf): number {
  for (const share of shares) {
    const count = Math.max(fewestBursts, Math.ceil(share * bursts.length));
    if (count >= bursts.length) continue;
    for (const part of [bursts.slice(0, count), bursts.slice(bursts.length - count), tallest(bursts, count)]) {
      if (medianHeight(bursts.filter((burst) => !part.includes(burst))) > weakShare * medianHeight(part)) continue;
      const rhythm = rhythmOf.straight(part);
      if (rhythm.log10BayesFactor >= settings.decisionLog10BayesFactor && rhythm.betweenExcess <= settings.betweenExcess) return count / bursts.length;
    }
  }
  return 0;
}

/** The bursts of a train that stand out, and what they say without the others. */
export interface StrongBursts {
  readonly count: number;
  /** log10 Bayes factor of those alone; undefined where they are too few to say anything, equal to the train's where all stand out. */
  readonly log10BayesFactor: number | undefined;
}

/** Fewer intervals than three hold no rhythm. */
const fewestStrong = 4;
/** The upper quartile of the heights: weak bursts among a few strong ones do not lower it. */
const referenceQuantile = 0.75;

/**
 * The bursts as tall as `strongHeight` of the train's upper quartile and `strongSigma` over the floor. Resting blips between, before and behind the
 * beats of a clonus, or among two to four true bursts, look irregular; without them nothing irregular must be left to look at. In pseudoclonus it is.
 */
export function strongBursts(bursts: readonly TrackBurst[], settings: SettingValues, rhythmOf: RhythmOf): StrongBursts {
  const strong = standingOut(bursts, settings);
  return { count: strong.length, log10BayesFactor: strong.length < fewestStrong ? undefined : rhythmOf(strong).log10BayesFactor };
}

/** The bursts that stand out of a train, in time order. */
export function standingOut(bursts: readonly TrackBurst[], settings: SettingValues): TrackBurst[] {
  const heights = bursts.map((burst) => burst.height).sort((a, b) => a - b);
  const reference = heights[Math.floor(heights.length * referenceQuantile)] ?? 0;
  return bursts.filter((burst) => burst.edited || (burst.height >= settings.strongHeight * reference && burst.height >= settings.strongSigma * burst.track.sigma[burst.peak]!));
}

function medianHeight(bursts: readonly TrackBurst[]): number {
  return medianOf(bursts.map((burst) => burst.height));
}

/** The tallest bursts, in time order; of equal ones the first. */
function tallest(bursts: readonly TrackBurst[], count: number): TrackBurst[] {
  const order = bursts.map((_, k) => k).sort((a, b) => bursts[b]!.height - bursts[a]!.height || a - b);
  const kept = new Set(order.slice(0, count));
  return bursts.filter((_, k) => kept.has(k));
}
