import type { SettingValues } from "../../settings";
import { poolAttempts } from "../../trains/rhythm-likelihood";
import type { PairedRhythm } from "../../verdict/evidence";
import { decide } from "../../verdict/rule";
import type { OwnEvidence } from "./train-evidence";

/** Share of a train that the other muscle's train must cover. JUDGEMENT: most of it. */
const COVERED_SHARE = 0.5;

/** A train of the other muscle of a pair. */
export interface PairedTrain {
  readonly channel: string;
  readonly evidence: OwnEvidence;
}

/**
 * The rhythmic train that the other muscle of a pair has at the time of this one, the clearest where there are several. Two muscles of one joint that jerk
 * at the same time are in one loop: while the one is a cycle, the other is no pseudoclonus, and what only leans to a cycle may be judged with it.
 *
 * @param others trains of the muscles that this channel is paired with
 * @returns undefined where no paired muscle is rhythmic then
 */
export function pairedRhythm<T extends PairedTrain>(own: OwnEvidence, others: readonly T[], settings: SettingValues): { readonly train: T; readonly paired: PairedRhythm } | undefined {
  const { startSeconds, endSeconds } = own;
  let clearest: T | undefined;
  for (const other of others) {
    const common = Math.min(endSeconds, other.evidence.endSeconds) - Math.max(startSeconds, other.evidence.startSeconds);
    if (common < COVERED_SHARE * (endSeconds - startSeconds) || !isRhythmic(other.evidence, settings)) continue;
    if (clearest === undefined || other.evidence.rhythm.log10BayesFactor > clearest.evidence.rhythm.log10BayesFactor) clearest = other;
  }
  if (clearest === undefined) return undefined;
  const { log10BayesFactor, betweenExcess } = poolAttempts([own.rhythm, clearest.evidence.rhythm]);
  return { train: clearest, paired: { channel: clearest.channel, joint: { log10BayesFactor, betweenExcess } } };
}

/** By its own channel alone: what it is must not depend on the train that asks. */
function isRhythmic(evidence: OwnEvidence, settings: SettingValues): boolean {
  return decide({ ...evidence, protocol: "unmarked", site: undefined, generalised: false, firstLatencySeconds: { missing: "" }, beforeFirstMark: false, antagonist: undefined }, settings).pattern === "rhythmic";
}
