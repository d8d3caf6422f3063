import type { Label, NearestFlip, Pattern, Persistence } from "../result";
import type { SettingValues } from "../settings";
import type { DraftReason, TrainEvidence } from "./evidence";
import { confidenceOf, decide } from "./rule";
import { reasonsOf } from "./reasons";
import { labelChanges } from "./would-change";

/** What the rule says about a train, with the evidence that it shows. */
export interface Verdict {
  readonly pattern: Pattern;
  readonly persistence: Persistence;
  /** Train end − first response, over the hold; undefined where no hold is marked. */
  readonly persistenceRatio: number | undefined;
  readonly label: Label;
  readonly confidence: "clear" | "narrow";
  readonly conditionalOn: "protocol" | null;
  readonly reasons: readonly DraftReason[];
  /** Of each measure that can flip the label by itself, the smallest change that does. */
  readonly flips: ReadonlyMap<string, NearestFlip>;
  readonly wouldChange: readonly string[];
  /** Undefined where no change of one measure alone flips the label. */
  readonly nearestFlip: NearestFlip | undefined;
}

/** The rule of science.md 8, B to F with tempo and confidence. */
export function judgeTrain(evidence: TrainEvidence, settings: SettingValues): Verdict {
  const decision = decide(evidence, settings);
  const changes = labelChanges(evidence, decision, settings);
  return {
    pattern: decision.pattern,
    persistence: decision.persistence,
    persistenceRatio: decision.persistenceRatio,
    label: decision.label,
    confidence: confidenceOf(decision, evidence, settings),
    conditionalOn: decision.conditionalOn,
    reasons: reasonsOf(evidence, decision, settings),
    flips: changes.byMeasure,
    wouldChange: changes.sentences,
    nearestFlip: changes.nearest,
  };
}
