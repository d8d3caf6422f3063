import type { SettingValues } from "../settings";
import type { TrainEvidence } from "./evidence";
import { decisionLimit, shapeSupport, timingNeeded } from "./shape-evidence";

/** How many further beats of the same kind would bring the log BF to its limit. */
interface MoreBeats {
  readonly beats: number;
  /** log10 units that each interval of this train has added, period and first interval left out. */
  readonly perBeat: number;
  /** The log BF of the burst times that they would reach. */
  readonly reaches: number;
}

/** The first two bursts only set the period: what the third and later ones say is what further ones can be expected to say. */
const SILENT_BURSTS = 2;
/** Farther than this nothing is promised. JUDGEMENT. */
const MOST_BEATS = 10;
/** Four beats that fall short by a rounding error are four. */
const ROUNDING = 1e-9;

/**
 * Extrapolates the evidence a beat: the log BF of the burst times grows in proportion to the beats after the second, on average and not in the single
 * train. The likeness of the bursts is held where it is.
 *
 * @returns undefined where the train leans nowhere, where it is decided, or where more than ten beats or more than the train has would be needed
 */
export function moreBeats(evidence: TrainEvidence, settings: SettingValues): MoreBeats | undefined {
  const times = evidence.rhythm.log10BayesFactor;
  const heard = evidence.rhythm.path.beats.length - SILENT_BURSTS;
  if (heard < 1 || times === 0) return undefined;
  const side = Math.sign(times);
  const likeness = side * (shapeSupport(evidence, settings)?.log10 ?? 0);
  const towards = side > 0 ? "rhythmic" : "irregular";
  const wanted = Math.max(decisionLimit(towards, evidence.burstCount, settings) - likeness, timingNeeded(evidence, towards, settings));
  const missing = wanted - Math.abs(times);
  if (missing <= 0) return undefined;
  const perBeat = Math.abs(times) / heard;
  const beats = Math.ceil(missing / perBeat - ROUNDING);
  if (beats > Math.min(MOST_BEATS, evidence.rhythm.path.beats.length)) return undefined;
  return { beats, perBeat, reaches: side * Math.max(wanted, Math.abs(times) + beats * perBeat) };
}
