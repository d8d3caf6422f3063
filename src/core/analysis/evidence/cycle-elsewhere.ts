import type { CycleElsewhere } from "../../verdict/evidence";
import type { OwnEvidence } from "./train-evidence";

/** Share of a train that a train of another channel must cover for its slow cycle to count. JUDGEMENT: most of it. */
const COVERED_SHARE = 0.5;

/**
 * The clearest slow cycle of the other channels while a train lasts. A person who walks moves all of a leg: where thigh and hamstring come again with every
 * stride, the irregular bursts of another muscle are parts of the stride too, though they need not come again by themselves (docs/rule-search.md).
 *
 * @param elsewhere trains of the other channels of the recording
 * @returns undefined where no other channel has a train with a slow cycle then
 */
export function cycleElsewhere({ startSeconds, endSeconds }: Pick<OwnEvidence, "startSeconds" | "endSeconds">, elsewhere: readonly { readonly channel: string; readonly evidence: Pick<OwnEvidence, "startSeconds" | "endSeconds" | "scales"> }[]): CycleElsewhere | undefined {
  let clearest: CycleElsewhere | undefined;
  for (const { channel, evidence } of elsewhere) {
    const cycle = evidence.scales.slowCycle;
    const common = Math.min(endSeconds, evidence.endSeconds) - Math.max(startSeconds, evidence.startSeconds);
    if (cycle === undefined || common < COVERED_SHARE * (endSeconds - startSeconds)) continue;
    if (clearest === undefined || cycle.correlation > clearest.cycle.correlation) clearest = { channel, cycle };
  }
  return clearest;
}
