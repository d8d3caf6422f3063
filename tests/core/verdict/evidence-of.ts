import { defaultSettings } from "../../../src/core/settings";
import { amplitudeStatistics } from "../../../src/core/trains/amplitude-statistics";
import { intervalStatistics } from "../../../src/core/trains/interval-statistics";
import { judgeRhythm } from "../../../src/core/trains/rhythm-likelihood";
import { rhythmOptions } from "../../../src/core/trains/rhythm-model";
import { tempoExcursion } from "../../../src/core/trains/tempo-excursion";
import type { TrainEvidence } from "../../../src/core/verdict/evidence";

/** Evidence of a clean train with these burst times: every gate far from its threshold. */
export function evidenceOf(times: readonly number[], change: Partial<TrainEvidence> = {}): TrainEvidence {
  const rhythm = judgeRhythm(times, rhythmOptions(defaultSettings));
  const intervals = intervalStatistics(rhythm.path.intervalsSeconds, defaultSettings, rhythm.path.multiples);
  const none = (missing: string): { missing: string } => ({ missing });
  return {
    protocol: "stretch-hold",
    site: "ankle",
    generalised: false,
    burstCount: times.length,
    medianBurstSeconds: 0.07,
    rhythm,
    intervals: intervals ?? none("Too few beats."),
    tempo: (intervals && tempoExcursion(rhythm.path.intervalsSeconds, intervals.jitter, defaultSettings.tempoEdgeBeats)) ?? none("Too short."),
    snrDb: 16,
    modulationDepth: 0.97,
    quietFraction: 0.55,
    artefact: { lowToHighPower: 0.1, burstsInHighBand: none("Not asked.") },
    scales: { coarseBurstRatio: 0.95, coarserRhythmicShare: 0, rhythmicPart: 0 },
    amplitude: amplitudeStatistics(times.map((_, k) => 1 + 0.2 * Math.sin(k * k)), 0) ?? none("Too few beats."),
    hold: undefined,
    startSeconds: times[0]! - 0.035,
    endSeconds: times[times.length - 1]! + 0.035,
    endReason: "stopped",
    firstLatencySeconds: none("No mark."),
    beforeFirstMark: false,
    antagonist: undefined,
    ...change,
  };
}
