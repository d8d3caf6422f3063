import type { SettingValues } from "../settings";
import { jitterCut } from "../trains/interval-statistics";
import { type DraftReason, isMeasured, measuredOr, type TrainEvidence } from "./evidence";
import { signed } from "./digits";
import { decisionLimit } from "./shape-evidence";
import { beatCount, type Decision, missedOrFalseShare, rhythmicWithPair } from "./rule";
import { supportingReasons } from "./supporting-reasons";

/** Ends of the little scales. Values beyond them are drawn at the end. */
const FACTOR_SCALE = 5;
const JITTER_SCALE_PERCENT = 50;
const SHARE_SCALE_PERCENT = 50;
const DEPTH_SCALE_FROM = 0.5;
const SNR_SCALE = 30;
const PERSISTENCE_SCALE = 1.2;
const PERCENT = 100;

/**
 * Every measure beside the threshold it was judged by, in the order of the panel (science.md 8, design of the window). `says` is relative
 * to the pattern that is shown: `for` it, `against` it, `withholds` where the rule failed at this line, `neutral` where the measure
 * says nothing about it. Where no pattern is decided, `for` and `against` are relative to the side that log BF leans to.
 */
export function reasonsOf(evidence: TrainEvidence, decision: Decision, settings: SettingValues): readonly DraftReason[] {
  const drafts = [
    rhythmReason(evidence, decision, settings),
    jitterReason(evidence, decision),
    ...pairedReason(evidence, decision, settings),
    missedReason(evidence, settings),
    depthReason(evidence, decision, settings),
    snrReason(evidence, decision, settings),
    quietReason(evidence, decision, settings),
    persistenceReason(evidence, decision, settings),
    ...supportingReasons(evidence, decision, settings),
  ];
  const failures = [...decision.failed, ...decision.withheld];
  const lines = drafts.map((draft): DraftReason => {
    const failure = failures.find(({ measure }) => measure === draft.measure);
    return failure === undefined ? draft : { ...draft, says: "withholds", text: failure.text };
  });
  const others = failures.filter(({ measure }) => !drafts.some((draft) => draft.measure === measure));
  return [...lines, ...others.map(({ measure, text }): DraftReason => ({ measure, title: otherTitle(measure), value: null, interval: null, threshold: null, unit: "", scale: null, says: "withholds", text, ...numbersOf(measure, evidence, settings) }))];
}

/** True where the pattern is irregular, or undecided but leaning to it: thresholds of "irregular" are then shown. */
export function judgedAsIrregular(decision: Decision): boolean {
  return decision.leaning === "irregular";
}

/** A condition that fails by one number of its own has it in the table, too. */
function numbersOf(measure: string, { rhythm }: TrainEvidence, settings: SettingValues): Partial<DraftReason> {
  return measure === "betweenExcess" ? { value: rhythm.betweenExcess, threshold: settings.betweenExcess, unit: "ln" } : {};
}

function otherTitle(measure: string): string {
  switch (measure) {
    case "beats":
      return "Beats";
    case "betweenExcess":
      return "Between the classes";
    case "protocol":
      return "Protocol";
    case "strongBursts":
      return "Strong bursts";
    case "slowCycle":
      return "Slower cycle";
    case "highBand":
      return "Upper band";
    case "pairedRhythm":
      return "Paired muscle";
    case "sparseCarrier":
      return "Few motor units";
    case "loneUnit":
      return "Single potentials";
    case "lability":
      return "Unlike bursts";
    case "beforeFirstMark":
      return "Before the first mark";
    default:
      return "Condition";
  }
}

function rhythmReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason {
  const value = evidence.rhythm.log10BayesFactor;
  const irregular = value < 0;
  const limit = decisionLimit(irregular ? "irregular" : "rhythmic", evidence.burstCount, settings);
  const judged = decision.pattern !== "tonic" && decision.pattern !== "insufficient";
  const side = Math.abs(value) < limit ? "undecided by themselves" : irregular ? "irregular" : "rhythmic";
  return {
    measure: "log10BayesFactor",
    title: "Rhythm (log BF)",
    value,
    interval: null,
    threshold: irregular ? -limit : limit,
    unit: "",
    scale: { min: -FACTOR_SCALE, max: FACTOR_SCALE, favourable: irregular ? [-FACTOR_SCALE, -limit] : [limit, FACTOR_SCALE] },
    says: !judged || decision.leaning === undefined ? "neutral" : irregular === (decision.leaning === "irregular") ? "for" : "against",
    text: judged
      ? `The burst times are 10^${Math.abs(value).toFixed(1)} times as likely under ${irregular ? "an irregular" : "a self-timed, rhythmic"} cycle as under the other (${side}; with the likeness of the bursts log BF must reach ${irregular ? "−" : "+"}${limit}).`
      : "Not used: the rhythm of this train is not assessed.",
  };
}

function jitterReason(evidence: TrainEvidence, decision: Decision): DraftReason {
  const base = { measure: "jitter", title: "Jitter", unit: "%" } as const;
  if (!isMeasured(evidence.intervals)) return notMeasured(base, evidence.intervals.missing);
  const { count, jitter, jitterInterval } = evidence.intervals;
  const irregular = judgedAsIrregular(decision);
  const rhythmicCut = jitterCut(count, 1);
  const irregularCut = jitterCut(count, -1);
  const cut = irregular ? irregularCut : rhythmicCut;
  const onSide = irregular ? jitter > irregularCut : jitter < rhythmicCut;
  const onOther = irregular ? jitter < rhythmicCut : jitter > irregularCut;
  const assessed = decision.leaning !== undefined;
  return {
    ...base,
    value: PERCENT * jitter,
    interval: [PERCENT * jitterInterval[0], PERCENT * jitterInterval[1]],
    threshold: PERCENT * cut,
    scale: { min: 0, max: JITTER_SCALE_PERCENT, favourable: irregular ? [PERCENT * cut, JITTER_SCALE_PERCENT] : [0, PERCENT * cut] },
    says: !assessed ? "neutral" : onSide ? "for" : onOther ? "against" : "neutral",
    text: `Successive intervals differ as a cycle with ${(PERCENT * jitter).toFixed(1)} % jitter does. By jitter alone ${count} intervals are rhythmic below ${(PERCENT * rhythmicCut).toFixed(0)} % and irregular above ${(PERCENT * irregularCut).toFixed(0)} %; the likelihood of the burst times decides, not this.`,
  };
}

/** Shown where the label rests on it; where it withholds “irregular” the rule says so. */
function pairedReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason[] {
  const joint = evidence.pairedRhythm?.joint;
  if (joint === undefined || decision.leaning !== "rhythmic" || !rhythmicWithPair(evidence, settings)) return [];
  const limit = settings.decisionLog10BayesFactor;
  return [{
    measure: "pairedRhythm",
    title: "Paired muscle",
    value: joint.log10BayesFactor,
    interval: null,
    threshold: limit,
    unit: "",
    scale: { min: -FACTOR_SCALE, max: FACTOR_SCALE, favourable: [limit, FACTOR_SCALE] },
    says: "for",
    text: `${evidence.pairedRhythm!.channel}, the other muscle of the pair, is rhythmic at the same time. Both muscles under one jitter give log BF ${signed(joint.log10BayesFactor)} (limit ${limit}).`,
  }];
}

function missedReason(evidence: TrainEvidence, settings: SettingValues): DraftReason {
  const share = missedOrFalseShare(evidence);
  const { missedBeats, falseBursts } = evidence.rhythm.path;
  return {
    measure: "missedOrFalse",
    title: "Missed or false",
    value: PERCENT * share,
    interval: null,
    threshold: PERCENT * settings.missedOrFalseLimit,
    unit: "%",
    scale: { min: 0, max: SHARE_SCALE_PERCENT, favourable: [0, PERCENT * settings.missedOrFalseLimit] },
    says: share <= settings.missedOrFalseLimit ? "for" : "neutral",
    text: `${count(missedBeats, "beat")} thought missed and ${count(falseBursts.length, "burst")} thought false among ${beatCount(evidence)} beats. Only “irregular” needs ${(PERCENT * settings.missedOrFalseLimit).toFixed(0)} % or less, unless log BF is strong.`,
  };
}

function depthReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason {
  const base = { measure: "modulationDepth", title: "Depth", unit: "" } as const;
  if (!isMeasured(evidence.modulationDepth)) return notMeasured(base, evidence.modulationDepth.missing);
  const value = evidence.modulationDepth;
  const threshold = judgedAsIrregular(decision) ? settings.irregularModulation : settings.tonicModulation;
  return {
    ...base,
    value,
    interval: null,
    threshold,
    scale: { min: DEPTH_SCALE_FROM, max: 1, favourable: [threshold, 1] },
    says: value >= threshold ? "for" : "against",
    text: `The envelope falls by ${(PERCENT * value).toFixed(0)} % of its height between bursts; ${judgedAsIrregular(decision) ? "“irregular”" : "a rhythm"} needs ${(PERCENT * threshold).toFixed(0)} %.`,
  };
}

function snrReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason {
  const base = { measure: "snrDb", title: "SNR", unit: "dB" } as const;
  if (!isMeasured(evidence.snrDb)) return notMeasured(base, evidence.snrDb.missing);
  const value = evidence.snrDb;
  const irregular = judgedAsIrregular(decision);
  const threshold = irregular ? settings.irregularSnrDb : settings.rhythmicSnrDb;
  return {
    ...base,
    value,
    interval: null,
    threshold,
    scale: { min: 0, max: SNR_SCALE, favourable: [threshold, SNR_SCALE] },
    says: value >= threshold ? "for" : "against",
    text: `The bursts stand ${value.toFixed(1)} dB above the signal around them; ${irregular ? "“irregular”" : "“rhythmic”"} needs ${threshold} dB.`,
  };
}

function quietReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason {
  const base = { measure: "quietFraction", title: "Quiet between", unit: "" } as const;
  if (!isMeasured(evidence.quietFraction)) return notMeasured(base, evidence.quietFraction.missing);
  const value = evidence.quietFraction;
  const threshold = settings.irregularQuiet;
  return {
    ...base,
    value,
    interval: null,
    threshold,
    scale: { min: 0, max: 1, favourable: [threshold, 1] },
    says: value >= threshold ? "for" : judgedAsIrregular(decision) ? "against" : "neutral",
    text: `${(PERCENT * value).toFixed(0)} % of the train is at rest level. Separate bursts keep more than ${(PERCENT * threshold).toFixed(0)} %; only “irregular” needs it.`,
  };
}

function persistenceReason(evidence: TrainEvidence, decision: Decision, settings: SettingValues): DraftReason {
  const base = { measure: "persistence", title: "Persistence", unit: "" } as const;
  const says = decision.pattern === "rhythmic" && decision.persistence === "sustained" ? "for" : "neutral";
  if (decision.persistenceRatio !== undefined) {
    const threshold = settings.sustainedRatio;
    return {
      ...base,
      value: decision.persistenceRatio,
      interval: null,
      threshold,
      scale: { min: 0, max: PERSISTENCE_SCALE, favourable: [threshold, PERSISTENCE_SCALE] },
      says,
      text: `${evidence.holdSpan === undefined ? "The train lasts" : `The ${evidence.holdSpan.trains} trains of this hold last, pauses included,`} ${decision.persistenceRatio.toFixed(2)} of the hold; from ${threshold.toFixed(2)} on a rhythmic train is sustained.${basisText(decision)}`,
    };
  }
  const lastToFirst = measuredOr(evidence.amplitude)?.lastToFirst;
  if (lastToFirst === undefined) return notMeasured(base, "No hold is marked, and the amplitudes give no fading.");
  return {
    ...base,
    value: lastToFirst,
    interval: null,
    threshold: settings.fadeRatio,
    scale: { min: 0, max: PERSISTENCE_SCALE, favourable: [settings.fadeRatio, PERSISTENCE_SCALE] },
    says,
    text: `No hold is marked. The last fifth of the beats is ${lastToFirst.toFixed(2)} times as high as the first; below ${settings.fadeRatio} a rhythmic train is fading, ${decision.persistenceBasis === "infant" ? "below one year of age the number of beats decides nothing" : `from ${settings.sustainedBeats} beats on it is else sustained (here ${beatCount(evidence)})`}.`,
  };
}

function basisText(decision: Decision): string {
  switch (decision.persistenceBasis) {
    case "last-beat":
      return " It began at once and left no room for another beat before the release: sustained.";
    case "censored":
      return " Its end was not seen, so it may have lasted longer: unknown.";
    default:
      // What reads as 1.00 is not more than 1.
      return Number((decision.persistenceRatio ?? 0).toFixed(2)) > 1 ? " More than 1: it began before the hold or went on after its end." : "";
  }
}

/** A line for a measure that could not be had. */
export function notMeasured(base: Pick<DraftReason, "measure" | "title" | "unit">, why: string): DraftReason {
  return { ...base, value: null, interval: null, threshold: null, scale: null, says: "neutral", text: `Not measured: ${why}` };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
