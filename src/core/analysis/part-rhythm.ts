import { medianOf } from "../bursts/local-reference";
import type { SettingValues } from "../settings";
import type { RhythmOf } from "./rhythm-memory";
import { burstSeconds, type TrackBurst } from "./track";

/**
 * Parts of a train that are looked at by themselves, as shares of its bursts, with the share of the decision limit that their
 * log10 Bayes factor must reach:
 * the largest part leaves out so little that leaning to rhythmic is enough. JUDGEMENT.
 */
const parts = [
  { share: 4 / 5, limit: 0.5 },
  { share: 2 / 3, limit: 1 },
  { share: 1 / 2, limit: 1 },
] as const;
/** A part with fewer bursts is rhythmic by chance too often. Simulated pseudoclonus: 8 of 447 irregular trains have such a part. JUDGEMENT. */
const fewestBursts = 6;

/**
 * The first interval of a clonus is always longer (science.md 1.2). In a short train that one interval can carry the whole verdict: up to this many bursts
 * the others must by themselves lean to irregular, by this share of the decision limit. Costs 1 or 2 in 100 simulated pseudoclonus of 5 to 7 beats.
 */
export const mostBurstsOfShortTrain = 7;
const withoutFirstLimit = -0.2;

/** Clonus slows at its beginning and at its end, by up to 2 Hz (science.md 1.2): with five bursts or more between, the middle must not lean to rhythmic. */
const fewestBurstsToSlow = 7;
const mostBurstsToSlow = 12;

/** What is left out of a part must be weak: its median height is at most this share of the part's. In pseudoclonus what fits a cycle by chance is as tall as the rest. JUDGEMENT. */
const weakShare = 0.75;

/**
 * Greatest share of a train's bursts that is rhythmic when looked at by itself: its first or last bursts, or its tallest ones, where the others are weaker.
 * Resting blips beside the beats of a true cycle make the whole look irregular (science.md 4.3, "still open"); a train of which
 * half or more is a cycle must not be called irregular. 0 where there is no such part.
 */
export function rhythmicPart(bursts: readonly TrackBurst[], settings: SettingValues, rhythmOf: RhythmOf): number {
  if (bursts.length <= mostBurstsOfShortTrain && rhythmOf(bursts.slice(1)).log10BayesFactor >= withoutFirstLimit * settings.decisionLog10BayesFactor) return 1 - 1 / bursts.length;
  if (slowsAtBothEnds(bursts) && rhythmOf(bursts.slice(1, -1)).log10BayesFactor >= 0) return 1 - 2 / bursts.length;
  for (const { share, limit } of parts) {
    const count = Math.max(fewestBursts, Math.ceil(share * bursts.length));
    if (count >= bursts.length) continue;
    for (const part of [bursts.slice(0, count), bursts.slice(bursts.length - count), tallest(bursts, count)]) {
      if (medianHeight(bursts.filter((burst) => !part.includes(burst))) > weakShare * medianHeight(part)) continue;
      const rhythm = rhythmOf(part);
      if (rhythm.log10BayesFactor >= limit * settings.decisionLog10BayesFactor && rhythm.betweenExcess <= settings.betweenExcess) return count / bursts.length;
    }
  }
  return 0;
}

/** Both outer intervals are longer than those between them, in a train short enough for the two to carry the verdict. */
function slowsAtBothEnds(bursts: readonly TrackBurst[]): boolean {
  if (bursts.length < fewestBurstsToSlow || bursts.length > mostBurstsToSlow) return false;
  const times = bursts.map(burstSeconds);
  const intervals = times.slice(1).map((time, k) => time - times[k]!);
  const inner = medianOf(intervals.slice(1, -1));
  return intervals[0]! > inner && intervals[intervals.length - 1]! > inner;
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
