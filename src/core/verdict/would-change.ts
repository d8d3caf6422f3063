import type { Label, NearestFlip } from "../result";
import type { SettingValues } from "../settings";
import { digitsApart, signed } from "./digits";
import { isMeasured, measuredOr, type TrainEvidence } from "./evidence";
import { ROOM_PERIODS } from "../trains/persistence";
import { decide, type Decision, missedOrFalseShare, tempoLimitHz } from "./rule";
import { moreBeats } from "./more-beats";
import { combinedFactor, decisionLimit, shapeSupport, timingNeeded } from "./shape-evidence";
import { labelText } from "./wording";

/** One number of the evidence moved just across a threshold. */
interface Change {
  readonly measure: string;
  /** How far the number has to move, as a share of the range it is shown on: what is nearest comes first. */
  readonly distance: number;
  /** Which way the number moves, where it has several thresholds. */
  readonly rises?: boolean;
  /** "SNR 5.2 → 6 dB". */
  readonly what: string;
  readonly apply: (evidence: TrainEvidence) => TrainEvidence;
}

/** Just across a threshold, relative to it. */
const NUDGE = 1e-9;
/** Ranges that make distances comparable: those of the scales on which the measures are drawn. */
const RANGE = { factor: 10, between: 10, snr: 30, depth: 0.5, share: 1, persistence: 1.2, ratio: 10, tempo: 4, beats: 20, burst: 0.4 } as const;
const SENTENCES = 4;
const FACTOR = "log10BayesFactor";

/** What would give a train another label. */
export interface LabelChanges {
  /**
   * Nearest first, at most four sentences; the distance of the rhythm verdict itself is always among them where it flips the label. Where several conditions
   * fail at once, the change of all of them together comes first. Of an undecided train only what would make it say more.
   */
  readonly sentences: readonly string[];
  /** Of each measure that can flip the label by itself, the smallest change that does. */
  readonly byMeasure: ReadonlyMap<string, NearestFlip>;
  /** The single change of one number that flips the label and moves least, as a share of the range of its scale; undefined where none does. */
  readonly nearest: NearestFlip | undefined;
}

/** Each change is tried on the rule itself: only one that flips the label is told. */
export function labelChanges(evidence: TrainEvidence, decision: Decision, settings: SettingValues): LabelChanges {
  const changes = candidateChanges(evidence, decision, settings);
  const flips = flipsOf(changes, evidence, decision, settings).filter((flip) => DECIDED.has(decision.label) || !isWorse(flip));
  const byMeasure = flipsByMeasure(flips);
  return { sentences: sentencesOf(changes, flips, evidence, decision, settings), byMeasure, nearest: [...byMeasure.values()].find(({ measure }) => !NOT_MEASURED.has(measure)) };
}

/** Labels that say what the pattern is. */
const DECIDED: ReadonlySet<Label> = new Set(["clonus-like", "clonoid-like", "pseudoclonus-like"]);
/** Labels that say less than any other: no way out of an undecided train. */
const SILENT: ReadonlySet<Label> = new Set(["tonic", "insufficient", "withheld"]);

function sentencesOf(changes: readonly Change[], flips: readonly Flip[], evidence: TrainEvidence, decision: Decision, settings: SettingValues): readonly string[] {
  const told = DECIDED.has(decision.label) ? flips : flips.filter(isWayOut);
  const rhythm = told.findIndex(({ change }) => change.measure === FACTOR);
  const shown = rhythm < SENTENCES ? told.slice(0, SENTENCES) : [...told.slice(0, SENTENCES - 1), told[rhythm]!];
  const sentences = shown.map(({ change, label }) => `${change.what} would read: ${labelText(label)}.`);
  const together = allTogether(changes, evidence, decision, settings);
  return together === undefined ? sentences : [together, ...sentences];
}

/** What a person who repeats a recording could aim at: a label that says more, and not by more noise. */
function isWayOut({ label }: Flip): boolean {
  return !SILENT.has(label);
}

/** A worse recording does not earn a label: the rule counts the likeness of the bursts from 8 dB on, so that with less of it a train may come to a side. */
function isWorse({ change, label }: Flip): boolean {
  return DECIDED.has(label) && change.rises === false;
}

/**
 * Where several conditions fail at once, the changes that clear them all. A train whose burst times point nowhere must come to a side first, to the nearer
 * one; what that side needs besides is then part of it.
 */
function allTogether(changes: readonly Change[], evidence: TrainEvidence, decision: Decision, settings: SettingValues): string | undefined {
  const first = decision.leaning === undefined ? [...changes].sort((a, b) => a.distance - b.distance).find((change) => change.measure === FACTOR && decide(change.apply(evidence), settings).leaning !== undefined) : undefined;
  if (decision.leaning === undefined && first === undefined) return undefined;
  const from = first === undefined ? evidence : first.apply(evidence);
  const base = first === undefined ? decision : decide(from, settings);
  // A number that has two thresholds has to reach the nearer one that helps.
  const towards = (first === undefined ? changes : candidateChanges(from, base, settings))
    .filter((change) => clearsAFailure(change, from, base, settings))
    .filter(({ measure, distance }, _, all) => all.every((other) => other.measure !== measure || other.distance >= distance));
  const all = first === undefined ? towards : [first, ...towards];
  const { label } = decide(towards.reduce((changed, { apply }) => apply(changed), from), settings);
  return all.length > 1 && DECIDED.has(label) ? `Together, ${all.map(({ what }) => what).join("; ")} would read: ${labelText(label)}.` : undefined;
}

interface Flip {
  readonly change: Change;
  readonly label: Label;
}

/** Not thresholds: nothing of the train's own numbers has to move. */
const NOT_MEASURED = new Set(["protocol", "beforeFirstMark"]);

/** In the order of the flips, nearest first. */
function flipsByMeasure(flips: readonly Flip[]): ReadonlyMap<string, NearestFlip> {
  const found = new Map<string, NearestFlip>();
  for (const { change, label } of flips) {
    if (!found.has(change.measure)) found.set(change.measure, { measure: change.measure, distance: change.distance, label, text: change.what });
  }
  return found;
}

/** The changes that flip the label by themselves, nearest first; each is tried on the rule. */
function flipsOf(changes: readonly Change[], evidence: TrainEvidence, decision: Decision, settings: SettingValues): readonly Flip[] {
  return changes
    .map((change) => ({ change, label: decide(change.apply(evidence), settings).label }))
    .filter(({ label }) => label !== decision.label)
    .sort((a, b) => a.change.distance - b.change.distance)
    // Further on the same way the same number says nothing new.
    .filter(({ change, label }, index, flips) => change.rises === undefined || !flips.slice(0, index).some((nearer) => nearer.change.measure === change.measure && nearer.change.rises === change.rises && nearer.label === label));
}

/** It meets the condition that failed at its own measure; that another rule ends the question (tonic) is no help. */
function clearsAFailure(change: Change, evidence: TrainEvidence, decision: Decision, settings: SettingValues): boolean {
  const after = decide(change.apply(evidence), settings);
  const failsAt = ({ failed }: Decision): boolean => failed.some(({ measure }) => measure === change.measure);
  return after.leaning === decision.leaning && failsAt(decision) && !failsAt(after);
}

function candidateChanges(evidence: TrainEvidence, decision: Decision, settings: SettingValues): Change[] {
  return [
    ...rhythmChanges(evidence, settings),
    ...gateChanges(evidence, decision, settings),
    ...persistenceChanges(evidence, decision, settings),
    ...protocolChanges(evidence),
  ];
}

function rhythmChanges(evidence: TrainEvidence, settings: SettingValues): Change[] {
  const { log10BayesFactor: factor, betweenExcess } = evidence.rhythm;
  const likeness = shapeSupport(evidence, settings)?.log10 ?? 0;
  // What the burst times must reach for the sum to cross, and by themselves.
  const changes = [Math.max(decisionLimit("rhythmic", evidence.burstCount, settings) - likeness, timingNeeded(evidence, "rhythmic", settings)), Math.min(-decisionLimit("irregular", evidence.burstCount, settings) - likeness, -timingNeeded(evidence, "irregular", settings))].map((target): Change => {
    const above = target > 0 ? factor >= target : factor > target;
    const towards = above ? target - NUDGE : target + NUDGE;
    return {
      measure: FACTOR,
      distance: Math.abs(factor - target) / RANGE.factor,
      what: logBfText(factor, target),
      apply: (from) => ({ ...from, rhythm: { ...from.rhythm, log10BayesFactor: towards } }),
    };
  });
  const more = moreBeats(evidence, settings);
  if (more !== undefined) {
    changes.push({
      measure: "beats",
      distance: more.beats / RANGE.beats,
      what: `About ${more.beats} more beat${more.beats === 1 ? "" : "s"} of the same kind, each adding ${more.perBeat.toFixed(2)} log units,`,
      apply: (from) => ({
        ...from,
        burstCount: from.burstCount + more.beats,
        rhythm: { ...from.rhythm, log10BayesFactor: more.reaches, path: { ...from.rhythm.path, beats: [...from.rhythm.path.beats, ...Array.from({ length: more.beats }, (_, k) => from.burstCount + k)] } },
      }),
    });
  }
  if (betweenExcess > settings.betweenExcess) {
    changes.push({
      measure: "betweenExcess",
      distance: (betweenExcess - settings.betweenExcess) / RANGE.between,
      what: `Between-class lead ${betweenExcess.toFixed(digitsApart(betweenExcess, settings.betweenExcess, 1))} → ${settings.betweenExcess}`,
      apply: (from) => ({ ...from, rhythm: { ...from.rhythm, betweenExcess: settings.betweenExcess } }),
    });
  }
  const share = missedOrFalseShare(evidence);
  if (combinedFactor(evidence, settings) < 0 && share > settings.missedOrFalseLimit) {
    changes.push({
      measure: "missedOrFalse",
      distance: (share - settings.missedOrFalseLimit) / RANGE.share,
      what: `Missed or false beats ${percent(share)} → ${percent(settings.missedOrFalseLimit)}`,
      // Bursts thought false are kept as bursts; what counts here is only the share.
      apply: (from) => ({ ...from, rhythm: { ...from.rhythm, path: { ...from.rhythm.path, missedBeats: 0, falseBursts: [] } } }),
    });
  }
  return changes;
}

function logBfText(factor: number, target: number): string {
  const digits = digitsApart(factor, target, 1);
  return `Log BF of the burst times ${signed(factor, digits)} → ${signed(target, digits)} (${Math.abs(factor - target).toFixed(digits)} log units away)`;
}

function gateChanges(evidence: TrainEvidence, decision: Decision, settings: SettingValues): Change[] {
  const changes: Change[] = [];
  const cross = (measure: string, title: string, value: number | undefined, thresholds: readonly number[], unit: string, range: number, apply: (from: TrainEvidence, to: number) => TrainEvidence): void => {
    if (value === undefined) return;
    for (const threshold of thresholds) {
      const to = value >= threshold ? threshold - NUDGE : threshold;
      const digits = digitsApart(value, threshold, unit === " dB" ? 1 : 2);
      changes.push({ measure, distance: Math.abs(value - threshold) / range, rises: value < threshold, what: `${title} ${value.toFixed(digits)} → ${threshold}${unit}`, apply: (from) => apply(from, to) });
    }
  };
  cross("snrDb", "SNR", measuredOr(evidence.snrDb), [settings.rhythmicSnrDb, settings.irregularSnrDb], " dB", RANGE.snr, (from, snrDb) => ({ ...from, snrDb }));
  cross("modulationDepth", "Depth", measuredOr(evidence.modulationDepth), [settings.tonicModulation, settings.irregularModulation], "", RANGE.depth, (from, modulationDepth) => ({ ...from, modulationDepth }));
  cross("quietFraction", "Quiet share", measuredOr(evidence.quietFraction), [settings.irregularQuiet], "", RANGE.share, (from, quietFraction) => ({ ...from, quietFraction }));
  cross("coarseBurstRatio", "Bursts at 10 Hz", measuredOr(evidence.scales.coarseBurstRatio), [settings.irregularCoarseBursts], "", RANGE.share, (from, coarseBurstRatio) => ({ ...from, scales: { ...from.scales, coarseBurstRatio } }));
  if (evidence.scales.coarserRhythmicShare > settings.coarserRhythmicShare) {
    cross("coarserRhythmicShare", "Rhythm on a smoother envelope over", evidence.scales.coarserRhythmicShare, [settings.coarserRhythmicShare], "", RANGE.share, (from) => ({ ...from, scales: { ...from.scales, coarserRhythmicShare: settings.coarserRhythmicShare } }));
  }
  if (evidence.scales.rhythmicPart >= settings.rhythmicPartShare) {
    cross("rhythmicPart", "Rhythmic part of", evidence.scales.rhythmicPart, [settings.rhythmicPartShare], "", RANGE.share, (from, rhythmicPart) => ({ ...from, scales: { ...from.scales, rhythmicPart } }));
  }
  const power = measuredOr(evidence.artefact.lowToHighPower);
  if (power !== undefined && power > settings.artefactPowerRatio) {
    cross("movementArtefact", "Movement power", power, [settings.artefactPowerRatio], "", RANGE.ratio, (from) => ({ ...from, artefact: { ...from.artefact, lowToHighPower: settings.artefactPowerRatio } }));
  }
  if (isMeasured(evidence.tempo) && decision.leaning === "rhythmic") {
    const { excursionHz } = evidence.tempo;
    const limit = tempoLimitHz(evidence.tempo, settings);
    const to = excursionHz > limit ? limit : limit + NUDGE;
    changes.push({
      measure: "tempoExcursionHz",
      distance: Math.abs(excursionHz - limit) / RANGE.tempo,
      what: `Tempo excursion ${excursionHz.toFixed(1)} → ${limit.toFixed(1)} Hz`,
      apply: (from) => (isMeasured(from.tempo) ? { ...from, tempo: { ...from.tempo, excursionHz: to } } : from),
    });
  }
  const burst = evidence.medianBurstSeconds;
  const longest = settings.longBurstMilliseconds / 1000;
  changes.push({
    measure: "burstMilliseconds",
    distance: Math.abs(burst - longest) / RANGE.burst,
    what: `Burst duration ${(1000 * burst).toFixed(0)} → ${settings.longBurstMilliseconds} ms`,
    apply: (from) => ({ ...from, medianBurstSeconds: burst >= longest ? longest - NUDGE : longest }),
  });
  if (evidence.burstCount < settings.minimumBursts) {
    const more = settings.minimumBursts - evidence.burstCount;
    changes.push({
      measure: "beats",
      distance: more / RANGE.beats,
      what: `${more} more burst${more === 1 ? "" : "s"} in the same rhythm`,
      apply: (from) => ({
        ...from,
        burstCount: settings.minimumBursts,
        rhythm: { ...from.rhythm, path: { ...from.rhythm.path, beats: Array.from({ length: settings.minimumBursts }, (_, k) => k), falseBursts: [], missedBeats: 0 } },
      }),
    });
  }
  return changes;
}

function persistenceChanges(evidence: TrainEvidence, decision: Decision, settings: SettingValues): Change[] {
  if (decision.pattern !== "rhythmic") return [];
  const { hold } = evidence;
  if (hold !== undefined && decision.persistenceRatio !== undefined) {
    const ratio = decision.persistenceRatio;
    const length = hold.endSeconds - hold.startSeconds;
    const startSeconds = evidence.holdSpan?.startSeconds ?? evidence.startSeconds;
    const { rateHz } = evidence.rhythm.path;
    // A train that ends a beat before the release is sustained below the threshold, too.
    const lastBeat = decision.persistence !== "sustained" || rateHz === undefined ? Infinity : (hold.endSeconds - ROOM_PERIODS / rateHz - startSeconds) / length;
    const threshold = Math.min(settings.sustainedRatio, lastBeat);
    const target = ratio >= threshold ? threshold - NUDGE : threshold + NUDGE;
    return [{
      measure: "persistence",
      distance: Math.abs(ratio - threshold) / RANGE.persistence,
      what: `Persistence ${ratio.toFixed(2)} → ${threshold.toFixed(2)} of the hold`,
      apply: (from) => {
        const endSeconds = startSeconds + target * length;
        return { ...from, endSeconds, holdSpan: from.holdSpan === undefined ? undefined : { ...from.holdSpan, endSeconds } };
      },
    }];
  }
  const lastToFirst = measuredOr(evidence.amplitude)?.lastToFirst;
  if (lastToFirst === undefined) return [];
  const target = lastToFirst < settings.fadeRatio ? settings.fadeRatio : settings.fadeRatio - NUDGE;
  return [{
    measure: "persistence",
    distance: Math.abs(lastToFirst - settings.fadeRatio) / RANGE.persistence,
    what: `Amplitude of the last beats ${lastToFirst.toFixed(2)} → ${settings.fadeRatio} of the first`,
    apply: (from) => (isMeasured(from.amplitude) ? { ...from, amplitude: { ...from.amplitude, lastToFirst: target } } : from),
  }];
}

function protocolChanges(evidence: TrainEvidence): Change[] {
  if (evidence.protocol === "spontaneous") {
    return [{ measure: "protocol", distance: 0, what: "The same train evoked by a stretch or tap", apply: (from) => ({ ...from, protocol: "stretch-hold" }) }];
  }
  if (evidence.generalised) {
    return [{ measure: "protocol", distance: 0, what: "The same train in an event that is not generalised", apply: (from) => ({ ...from, generalised: false }) }];
  }
  if (evidence.beforeFirstMark) {
    return [{ measure: "beforeFirstMark", distance: 0, what: "The same train after a marked stretch or tap", apply: (from) => ({ ...from, beforeFirstMark: false }) }];
  }
  return [];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

