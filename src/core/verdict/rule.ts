import type { Label, Pattern, Persistence } from "../result";
import type { SettingValues } from "../settings";
import { judgePersistence, type PersistenceJudgement } from "../trains/persistence";
import { combinedFactor, decisionLimit, shapeOf, shapeSupport, timingNeeded } from "./shape-evidence";
import { digitsApart, signed } from "./digits";
import { type Measurement, type TrainEvidence, isMeasured, measuredOr } from "./evidence";

/** A condition of the rule that is not met. `measure` names the line of the evidence that it belongs to. */
export interface FailedCondition {
  readonly measure: string;
  /** Plain sentence with the number, the threshold and the distance. */
  readonly text: string;
}

/** The rule's answer before it is put in words. */
export interface Decision {
  readonly pattern: Pattern;
  readonly persistence: Persistence;
  readonly persistenceRatio: number | undefined;
  readonly persistenceBasis: PersistenceJudgement["basis"] | undefined;
  readonly label: Label;
  readonly conditionalOn: "protocol" | null;
  /** What burst times and shapes together point to; undefined between the decision limits. */
  readonly leaning: "rhythmic" | "irregular" | undefined;
  /** Why there is no rhythm label, in the order of the rule; empty for rhythmic and irregular. */
  readonly failed: readonly FailedCondition[];
  /** Why a label is withheld although the pattern stands (protocol, generalised, long bursts). */
  readonly withheld: readonly FailedCondition[];
}

/** (missed + false) / (beats + missed + false). */
export function missedOrFalseShare(evidence: TrainEvidence): number {
  const { missedBeats, falseBursts } = evidence.rhythm.path;
  return (missedBeats + falseBursts.length) / (evidence.burstCount + missedBeats);
}

/** Beats of the most probable path. */
export function beatCount(evidence: TrainEvidence): number {
  return evidence.rhythm.path.beats.length;
}

/**
 * Science.md 8, B to E with the tempo clause, and nothing else: no words, no rounding. Open points decided here: a measure that a
 * pattern needs and that could not be had fails its condition; five bursts of which fewer are beats are undecided, not insufficient; with
 * many missed or false beats “irregular” needs the strong limit; a withheld label keeps its pattern.
 */
export function decide(evidence: TrainEvidence, settings: SettingValues): Decision {
  const { pattern, leaning, failed } = judgePattern(evidence, settings);
  const path = evidence.rhythm.path;
  const rhythmic = pattern === "rhythmic";
  const persistence = rhythmic
    ? judgePersistence({
        hold: evidence.hold,
        startSeconds: evidence.holdSpan?.startSeconds ?? evidence.startSeconds,
        endSeconds: evidence.holdSpan?.endSeconds ?? evidence.endSeconds,
        endReason: evidence.holdSpan?.endReason ?? evidence.endReason,
        beats: path.beats.length,
        beatsCount: evidence.infant !== true,
        periodSeconds: path.rateHz === undefined ? undefined : 1 / path.rateHz,
        lastToFirst: measuredOr(evidence.amplitude)?.lastToFirst,
      }, settings)
    : undefined;
  const withheld = withheldFor(evidence, pattern, settings);
  const label = withheld.length > 0 ? "withheld" : labelOf(pattern, persistence?.persistence ?? "unknown");
  const claims = label === "clonus-like" || label === "clonoid-like" || label === "pseudoclonus-like";
  return {
    pattern,
    persistence: persistence?.persistence ?? "unknown",
    persistenceRatio: persistence === undefined ? holdRatio(evidence) : persistence.ratio,
    persistenceBasis: persistence?.basis,
    label,
    conditionalOn: claims && evidence.protocol === "unmarked" ? "protocol" : null,
    leaning,
    failed,
    withheld,
  };
}

/** "clear" if n ≥ 8, SNRm ≥ 10 dB and |log10BF| ≥ 2 for a rhythmic or irregular pattern; else "narrow" (science.md 8). */
export function confidenceOf(decision: Decision, evidence: TrainEvidence, settings: SettingValues): "clear" | "narrow" {
  const decided = decision.pattern === "rhythmic" || decision.pattern === "irregular";
  const snr = measuredOr(evidence.snrDb);
  const clear = decided && beatCount(evidence) >= settings.clearBeats && snr !== undefined && snr >= settings.clearSnrDb
    && Math.min(Math.abs(evidence.rhythm.log10BayesFactor), Math.abs(combinedFactor(evidence, settings))) >= settings.strongLog10BayesFactor;
  return clear ? "clear" : "narrow";
}

function holdRatio(evidence: TrainEvidence): number | undefined {
  const { hold } = evidence;
  if (hold === undefined || !(hold.endSeconds > hold.startSeconds)) return undefined;
  const { startSeconds, endSeconds } = evidence.holdSpan ?? evidence;
  return (endSeconds - startSeconds) / (hold.endSeconds - hold.startSeconds);
}

interface PatternDecision {
  readonly pattern: Pattern;
  readonly leaning: "rhythmic" | "irregular" | undefined;
  readonly failed: readonly FailedCondition[];
}

function judgePattern(evidence: TrainEvidence, settings: SettingValues): PatternDecision {
  const depth = measuredOr(evidence.modulationDepth);
  if (depth !== undefined && depth < settings.tonicModulation) {
    return { pattern: "tonic", leaning: undefined, failed: [below("modulationDepth", "Modulation depth", depth, settings.tonicModulation, "", "the activity is tonic or weakly modulated, so its rhythm is not assessed")] };
  }
  if (evidence.burstCount < settings.minimumBursts) {
    return { pattern: "insufficient", leaning: undefined, failed: [{ measure: "beats", text: `${evidence.burstCount} bursts; a statement about rhythm needs ${settings.minimumBursts}.` }] };
  }
  const leaning = leaningOf(evidence, settings);
  const failed = [
    ...artefactFailures(evidence, settings),
    ...rhythmFailures(evidence, leaning, settings),
    ...(leaning === "rhythmic" ? rhythmicFailures(evidence, settings) : []),
    ...(leaning === "irregular" ? irregularFailures(evidence, settings) : []),
  ];
  return { pattern: failed.length === 0 && leaning !== undefined ? leaning : "indeterminate", leaning, failed };
}

/** The side that the log BF with the likeness of the bursts falls on; the burst times must lean there by themselves. */
function leaningOf(evidence: TrainEvidence, settings: SettingValues): Decision["leaning"] {
  const factor = combinedFactor(evidence, settings);
  if (factor >= decisionLimit("rhythmic", evidence.burstCount, settings) && evidence.rhythm.log10BayesFactor >= timingNeeded(evidence, "rhythmic", settings)) return "rhythmic";
  if (factor <= -decisionLimit("irregular", evidence.burstCount, settings) && evidence.rhythm.log10BayesFactor <= -timingNeeded(evidence, "irregular", settings)) return "irregular";
  return rhythmicWithPair(evidence, settings) ? "rhythmic" : undefined;
}

/** Its own burst times only lean to a cycle, the paired muscle is one, and both under one jitter are a cycle clearly enough. */
export function rhythmicWithPair(evidence: TrainEvidence, settings: SettingValues): boolean {
  const joint = evidence.pairedRhythm?.joint;
  return joint !== undefined && evidence.rhythm.log10BayesFactor >= settings.pairTimingNeeded
    && joint.log10BayesFactor >= settings.decisionLog10BayesFactor && joint.betweenExcess <= settings.betweenExcess;
}

function artefactFailures(evidence: TrainEvidence, settings: SettingValues): FailedCondition[] {
  const ratio = measuredOr(evidence.artefact.lowToHighPower);
  if (ratio === undefined || ratio <= settings.artefactPowerRatio) return [];
  const share = measuredOr(evidence.artefact.burstsInHighBand);
  if (share !== undefined && share >= settings.artefactBurstShare) return [];
  const present = share === undefined ? "whether the bursts are present at 75–300 Hz could not be measured" : `only ${percent(share)} of the bursts are present at 75–300 Hz (needed ${percent(settings.artefactBurstShare)})`;
  return [{ measure: "movementArtefact", text: `Power at 5–20 Hz is ${ratio.toFixed(1)} times that at 30–300 Hz (limit ${settings.artefactPowerRatio}) and ${present}: movement artefact may mimic bursts.` }];
}

function rhythmFailures(evidence: TrainEvidence, leaning: PatternDecision["leaning"], settings: SettingValues): FailedCondition[] {
  const failed: FailedCondition[] = [];
  const { betweenExcess } = evidence.rhythm;
  const factor = combinedFactor(evidence, settings);
  if (leaning === undefined) failed.push({ measure: "log10BayesFactor", text: undecidedText(evidence, factor, settings) });
  if (betweenExcess > settings.betweenExcess && !(leaning === "rhythmic" && rhythmicWithPair(evidence, settings))) {
    failed.push({ measure: "betweenExcess", text: `The rhythm lies between regular and irregular: that class leads both by ${betweenExcess.toFixed(digitsApart(betweenExcess, settings.betweenExcess, 1))} ln units (limit ${settings.betweenExcess}), ${(betweenExcess - settings.betweenExcess).toFixed(digitsApart(betweenExcess, settings.betweenExcess, 1))} too much.` });
  }
  const share = missedOrFalseShare(evidence);
  // Many beats to explain away make “irregular” doubtful; what is a cycle in spite of them has paid for each (docs/rule-search.md, v7).
  if (factor < 0 && share > settings.missedOrFalseLimit && Math.abs(factor) < settings.strongLog10BayesFactor) {
    failed.push({ measure: "missedOrFalse", text: `${percent(share)} of the beats are thought missed or false (limit ${percent(settings.missedOrFalseLimit)} unless |log BF| reaches ${settings.strongLog10BayesFactor}; with the likeness of the bursts it is ${Math.abs(factor).toFixed(1)}).` });
  }
  if (beatCount(evidence) < settings.minimumBursts) {
    failed.push({ measure: "beats", text: `Only ${beatCount(evidence)} of ${evidence.burstCount} bursts are taken for beats; ${settings.minimumBursts} are needed.` });
  }
  return failed;
}

function undecidedText(evidence: TrainEvidence, factor: number, settings: SettingValues): string {
  const times = evidence.rhythm.log10BayesFactor;
  const rhythmic = decisionLimit("rhythmic", evidence.burstCount, settings);
  const irregular = decisionLimit("irregular", evidence.burstCount, settings);
  const shape = shapeSupport(evidence, settings)?.log10 ?? 0;
  const sum = shape === 0 ? "" : ` (burst times ${signed(times)}, ${shape > 0 ? "like" : "unlike"} bursts ${signed(shape)})`;
  if (factor >= rhythmic || factor <= -irregular) {
    return `Log BF ${signed(factor)}${sum} would be ${factor > 0 ? "rhythmic" : "irregular"}, but the burst times alone must reach ${signed(Math.sign(factor) * timingNeeded(evidence, factor > 0 ? "rhythmic" : "irregular", settings))}: the likeness of bursts only completes what their times say.`;
  }
  const digits = Math.max(digitsApart(factor, rhythmic, 1), digitsApart(factor, -irregular, 1));
  return `Log BF ${signed(factor, digits)}${sum} lies between −${irregular} and +${rhythmic}: ${(rhythmic - factor).toFixed(digits)} short of rhythmic, ${(factor + irregular).toFixed(digits)} from irregular.`;
}

function rhythmicFailures(evidence: TrainEvidence, settings: SettingValues): FailedCondition[] {
  const failed = needsAtLeast("snrDb", "SNR", evidence.snrDb, settings.rhythmicSnrDb, "dB", "“rhythmic”");
  if (hasVariableTempo(evidence, settings)) {
    const tempo = measuredOr(evidence.tempo)!;
    failed.push({ measure: "tempoExcursionHz", text: `Variable tempo: the smoothed rate goes there and back by ${tempo.excursionHz.toFixed(1)} Hz in the middle of the train (limit ${settings.tempoExcursionHz} Hz and ${tempo.chanceHz.toFixed(1)} Hz that its jitter explains), so “rhythmic” is withheld.` });
  }
  failed.push(...loneUnitFailures(evidence, "rhythmic", settings));
  if (isLabileShortTrain(evidence, settings)) {
    failed.push({ measure: "lability", text: `In so short a train (at most ${settings.labileTrainBeats} beats, log BF below ${settings.strongLog10BayesFactor}) neither height nor duration of the bursts is alike: ${percent(measuredOr(evidence.amplitude)!.amplitudeJitter)} and ${percent(evidence.durationJitter!)} (limits ${percent(settings.labileAmplitude)} and ${percent(settings.labileDuration)}), so “rhythmic” is withheld.` });
  }
  return failed;
}

/** What is irregular is so in every band of the EMG: its burst times at 75–300 Hz, with the likeness of the bursts as found, must say it too. */
function highBandFailures(evidence: TrainEvidence, settings: SettingValues): FailedCondition[] {
  const { highBand } = evidence;
  const limit = settings.highBandIrregularLog10;
  if (highBand === undefined || limit === 0) return [];
  if (highBand.log10BayesFactor === undefined) return [{ measure: "highBand", text: "At 75–300 Hz there is no train at all in its place, so “irregular” is withheld." }];
  const factor = highBand.log10BayesFactor + (shapeSupport(evidence, settings)?.log10 ?? 0);
  if (factor <= -limit) return [];
  return [{ measure: "highBand", text: `At 75–300 Hz, where slow potentials of resting units are small, its ${highBand.count} bursts give log BF ${signed(factor)} (“irregular” needs −${limit} there too): what is irregular may be the blips beside the beats.` }];
}

/** One motor unit that fires, regularly or not, is no train of bursts. */
function loneUnitFailures(evidence: TrainEvidence, wanted: "rhythmic" | "irregular", settings: SettingValues): FailedCondition[] {
  const activeShare = shapeOf(evidence)?.all.activeShare;
  if (activeShare === undefined || activeShare >= settings.loneUnitActiveShare) return [];
  const [share, limit] = [percent(activeShare), percent(settings.loneUnitActiveShare)];
  const text = wanted === "rhythmic"
    ? `The bursts are active for only ${share} of their time (limit ${limit}), as single motor unit potentials are: the firing of one unit is no rhythm of bursts, so “rhythmic” is withheld.`
    : `The bursts are active for only ${share} of their time (limit ${limit}), as single motor unit potentials are: the firing of one unit is no rhythm of bursts, so “irregular” is withheld.`;
  return [{ measure: "loneUnit", text }];
}

/** Few beats that fit a cycle, of bursts that are unlike each other in height and in length: a pseudoclonus can do that by chance. */
function isLabileShortTrain(evidence: TrainEvidence, settings: SettingValues): boolean {
  const amplitude = measuredOr(evidence.amplitude);
  return beatCount(evidence) <= settings.labileTrainBeats && combinedFactor(evidence, settings) < settings.strongLog10BayesFactor
    && amplitude !== undefined && amplitude.amplitudeJitter > settings.labileAmplitude
    && evidence.durationJitter !== undefined && evidence.durationJitter > settings.labileDuration;
}

/** The excursion exceeds its limit by more than what the train's own jitter explains. */
export function hasVariableTempo(evidence: TrainEvidence, settings: SettingValues): boolean {
  const tempo = measuredOr(evidence.tempo);
  return tempo !== undefined && tempo.excursionHz > tempoLimitHz(tempo, settings);
}

/**
 * The setting is a limit for the tempo itself; what is measured is the tempo and, on top of it, what jitter does to a moving mean of
 * five beats, the more so the longer the train. Taking the larger of the two withheld a recorded 6 Hz tremor of 370 beats (2.6 Hz where
 * jitter alone gives 1.9); adding them asks whether the tempo by itself goes there and back by more than the limit.
 */
export function tempoLimitHz(tempo: { readonly chanceHz: number }, settings: SettingValues): number {
  return settings.tempoExcursionHz + tempo.chanceHz;
}

function irregularFailures(evidence: TrainEvidence, settings: SettingValues): FailedCondition[] {
  const wanted = "“irregular”";
  const failed = [
    ...needsAtLeast("snrDb", "SNR", evidence.snrDb, settings.irregularSnrDb, "dB", wanted),
    ...needsAtLeast("modulationDepth", "Modulation depth", evidence.modulationDepth, settings.irregularModulation, "", wanted),
    ...needsAtLeast("quietFraction", "Quiet share", evidence.quietFraction, settings.irregularQuiet, "", wanted),
    ...needsAtLeast("coarseBurstRatio", "Bursts found on the 10 Hz envelope per burst", evidence.scales.coarseBurstRatio, settings.irregularCoarseBursts, "", wanted),
  ];
  const share = evidence.scales.coarserRhythmicShare;
  if (share > settings.coarserRhythmicShare) {
    failed.push({ measure: "coarserRhythmicShare", text: `A smoother envelope finds a rhythmic train over ${percent(share)} of this one (limit ${percent(settings.coarserRhythmicShare)} for “irregular”).` });
  }
  const part = evidence.scales.rhythmicPart;
  if (part >= settings.rhythmicPartShare) {
    failed.push({ measure: "rhythmicPart", text: `${percent(part)} of its own bursts are a cycle by themselves (limit ${percent(settings.rhythmicPartShare)} for “irregular”): the others, weaker ones, make the whole look irregular.` });
  }
  const other = evidence.cycleElsewhere;
  if (other !== undefined && other.cycle.correlation > settings.slowCycleCorrelation) {
    failed.push({ measure: "slowCycle", text: `At the same time ${other.channel} comes again every ${other.cycle.periodSeconds.toFixed(2)} s (correlation ${other.cycle.correlation.toFixed(2)}, limit ${settings.slowCycleCorrelation}): a movement such as gait goes on, of which these bursts may be parts.` });
  }
  const cycle = evidence.scales.slowCycle;
  if (cycle !== undefined && cycle.correlation > settings.slowCycleCorrelation) {
    failed.push({ measure: "slowCycle", text: `The whole comes again every ${cycle.periodSeconds.toFixed(2)} s (correlation ${cycle.correlation.toFixed(2)}, limit ${settings.slowCycleCorrelation}): its bursts are parts of a slower cycle such as gait.` });
  }
  const strong = evidence.scales.strongBursts;
  // Fewer strong bursts than a statement about rhythm needs must say it all by themselves.
  const strongLimit = strong !== undefined && strong.count < settings.minimumBursts ? settings.decisionLog10BayesFactor : settings.strongIrregularLog10;
  if (strong !== undefined && (strong.log10BayesFactor === undefined || strong.log10BayesFactor > -strongLimit)) {
    const says = strong.log10BayesFactor === undefined ? "too few for a rhythm" : `log BF ${signed(strong.log10BayesFactor)}, and “irregular” needs −${strongLimit}`;
    failed.push({ measure: "strongBursts", text: `The ${strong.count} bursts that stand out are by themselves ${says}: the weak ones make the whole look irregular.` });
  }
  failed.push(...highBandFailures(evidence, settings));
  const paired = evidence.pairedRhythm;
  if (paired !== undefined) {
    failed.push({ measure: "pairedRhythm", text: `At the same time ${paired.channel}, the other muscle of the pair, is rhythmic: bursts beside a cycle of the same joint are not called “irregular”.` });
  }
  failed.push(...loneUnitFailures(evidence, "irregular", settings));
  const shape = shapeOf(evidence)?.all;
  if (shape !== undefined && shapeSupport(evidence, settings)?.sparse === true) {
    failed.push({ measure: "sparseCarrier", text: `Few motor units: the bursts are active for only ${percent(shape.activeShare)} of their time (limit ${percent(settings.sparseActiveShare)}) and differ by ${percent(shape.heightSpread)} in height (limit ${percent(settings.sparseHeights)}). Beats without a potential are missed, so “irregular” is withheld.` });
  }
  if (evidence.beforeFirstMark) {
    failed.push({ measure: "beforeFirstMark", text: "The train ended before the first stretch or tap is marked: it was not evoked, so “irregular” is withheld." });
  }
  return failed;
}

function needsAtLeast(measure: string, title: string, measurement: Measurement, threshold: number, unit: string, wanted: string): FailedCondition[] {
  if (!isMeasured(measurement)) return [{ measure, text: `${title} could not be measured, and ${wanted} needs it: ${measurement.missing}` }];
  return measurement >= threshold ? [] : [below(measure, title, measurement, threshold, unit, `${wanted} needs at least that`)];
}

function below(measure: string, title: string, value: number, threshold: number, unit: string, consequence: string): FailedCondition {
  const digits = digitsApart(value, threshold, unit === "dB" ? 1 : 2);
  const suffix = unit === "" ? "" : ` ${unit}`;
  return { measure, text: `${title} ${value.toFixed(digits)}${suffix} is ${(threshold - value).toFixed(digits)}${suffix} below ${threshold}${suffix}: ${consequence}.` };
}

function withheldFor(evidence: TrainEvidence, pattern: Pattern, settings: SettingValues): FailedCondition[] {
  if (pattern === "tonic" || pattern === "insufficient") return [];
  const failed: FailedCondition[] = [];
  if (evidence.protocol === "spontaneous") failed.push({ measure: "protocol", text: "The protocol is spontaneous: seizure-type or other jerk, not assessed." });
  if (evidence.generalised) failed.push({ measure: "protocol", text: "The event is generalised: seizure-type or other jerk, not assessed." });
  const milliseconds = 1000 * evidence.medianBurstSeconds;
  if (milliseconds >= settings.longBurstMilliseconds) {
    failed.push({ measure: "burstMilliseconds", text: `The median burst lasts ${milliseconds.toFixed(0)} ms (limit ${settings.longBurstMilliseconds} ms): seizure-type or other jerk, not assessed.` });
  }
  return failed;
}

function labelOf(pattern: Pattern, persistence: Persistence): Label {
  switch (pattern) {
    case "rhythmic":
      return persistence === "unsustained" ? "clonoid-like" : "clonus-like";
    case "irregular":
      return "pseudoclonus-like";
    case "indeterminate":
    case "tonic":
    case "insufficient":
      return pattern;
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
