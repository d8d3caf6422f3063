import type { SettingValues } from "../settings";
import { signed } from "./digits";
import { type DraftReason, isMeasured, type TrainEvidence } from "./evidence";
import type { Decision } from "./rule";
import { combinedFactor, shapeOf, shapeSupport } from "./shape-evidence";

const SCALE = 1;

/** The line of the evidence that tells what the likeness of the bursts adds to their times. */
export function shapeReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason {
  const base = { measure: "burstShape", title: "Likeness of the bursts", unit: "" } as const;
  const silent = { interval: null, threshold: null, scale: null, says: "neutral" } as const;
  if (evidence.shape !== undefined && !isMeasured(evidence.shape)) return { ...base, ...silent, value: null, text: `Not measured: ${evidence.shape.missing}` };
  const support = shapeSupport(evidence, settings);
  const strong = shapeOf(evidence)?.strong;
  if (support === undefined || strong === undefined) return { ...base, ...silent, value: null, text: "Not measured: fewer than four bursts stand out." };
  const differ = `Bursts that stand out differ by ${percent(strong.durationSpread)} in duration and by ${percent(strong.heightSpread)} in height from one to the next`;
  if (support.weight === 0) {
    const why = support.sparse ? "the carrier is sparse" : `the SNR is below ${settings.shapeFromSnrDb} dB`;
    return { ...base, ...silent, value: 0, scale: { min: -SCALE, max: SCALE, favourable: [0, 0] }, text: `${differ}; it does not count, since ${why}.` };
  }
  const value = support.log10;
  const irregular = decision.leaning === "irregular";
  const speaksForRhythm = value > 0;
  return {
    ...base,
    value,
    interval: null,
    threshold: 0,
    scale: { min: -SCALE, max: SCALE, favourable: irregular ? [-SCALE, 0] : [0, SCALE] },
    says: decision.leaning === undefined || value === 0 ? "neutral" : speaksForRhythm === !irregular ? "for" : "against",
    text: `${differ}: ${signed(value)} log units for a rhythm (durations ${signed(support.duration)}, heights ${signed(support.height)}, weight ${support.weight.toFixed(2)} by SNR). With the burst times ${signed(combinedFactor(evidence, settings))}.`,
  };
}

function percent(spread: number): string {
  return `${(100 * spread).toFixed(0)} %`;
}
