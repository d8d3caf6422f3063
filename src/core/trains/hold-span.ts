import type { EndReason, Hold } from "../result";

/** What of a train its hold is judged by. */
export interface HeldTrain {
  readonly hold: Hold | undefined;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly endReason: EndReason;
  readonly beats: number;
  readonly rateHz: number | undefined;
  readonly log10BayesFactor: number;
}

/** From the first to the last activity of one kind in a hold. */
export interface HoldSpan {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly endReason: EndReason;
  /** Trains that it is made of. */
  readonly trains: number;
}

/** A train that may prolong another: clonus counts from three beats on (science.md 1.4). */
const FEWEST_BEATS = 3;
/** … at the same rate, give or take what clonus drifts (2 Hz of 5.5, science.md 1.2): blips of rest do not keep a clonus alive. JUDGEMENT. */
const RATE_FACTOR = 1.5;

/**
 * Within a marked hold all bursts count, not the longest train (science.md 8 D): a cycle that pauses and goes on has lasted to its last beat. Trains of
 * the same channel in the same hold that lean to rhythmic at about the same rate are one response.
 *
 * @returns undefined where the train has no hold or is the only one
 */
export function holdSpan(train: HeldTrain, all: readonly HeldTrain[]): HoldSpan | undefined {
  const { hold, rateHz } = train;
  if (hold === undefined || rateHz === undefined) return undefined;
  const response = all.filter((other) => other === train || (
    other.hold?.startSeconds === hold.startSeconds && other.hold.endSeconds === hold.endSeconds && other.beats >= FEWEST_BEATS && other.log10BayesFactor > 0
    && other.rateHz !== undefined && Math.max(other.rateHz / rateHz, rateHz / other.rateHz) <= RATE_FACTOR
  ));
  if (response.length < 2) return undefined;
  const last = response.reduce((latest, other) => (other.endSeconds > latest.endSeconds ? other : latest));
  return { startSeconds: Math.min(...response.map(({ startSeconds }) => startSeconds)), endSeconds: last.endSeconds, endReason: last.endReason, trains: response.length };
}
