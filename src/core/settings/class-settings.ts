import type { SettingDefinition } from "./definition";

const jitterSource = "science.md 3.8; JUDGEMENT from 2.2 and 6.1";
const missSource = "science.md 3.8; MC13";
const clearSource = "docs/rule-search.md; JUDGEMENT";
const driftSource = "science.md 1.2, 6.1; Wallace12, Boyraz15; docs/rule-search.md";

/** One relative jitter of a class. Limits keep the classes in their order; within a class the order does not matter. */
function jitter<const Class extends string>(name: Class, place: number, value: number, min: number, max: number): SettingDefinition & { readonly group: "classes" } {
  return {
    group: "classes", title: `Jitter ${place}, ${name}`, default: value, unit: "", min, max, step: 0.005,
    doc: `Relative jitter per cycle of the ${name} class in the rhythm likelihood. The jitters of a class weigh alike, and so do the classes.`, source: jitterSource,
  };
}

/** Classes of the rhythm likelihood and its priors: science.md 3.8. Whoever changes them changes what "rhythmic" means; reports print it. */
export const classSettings = {
  rhythmicJitter1: jitter("rhythmic", 1, 0.02, 0.005, 0.12),
  rhythmicJitter2: jitter("rhythmic", 2, 0.04, 0.005, 0.12),
  rhythmicJitter3: jitter("rhythmic", 3, 0.06, 0.005, 0.12),
  rhythmicJitter4: jitter("rhythmic", 4, 0.085, 0.005, 0.12),
  betweenJitter1: jitter("between", 1, 0.11, 0.06, 0.25),
  betweenJitter2: jitter("between", 2, 0.14, 0.06, 0.25),
  betweenJitter3: jitter("between", 3, 0.18, 0.06, 0.25),
  irregularJitter1: jitter("irregular", 1, 0.22, 0.15, 1),
  irregularJitter2: jitter("irregular", 2, 0.3, 0.15, 1),
  irregularJitter3: jitter("irregular", 3, 0.4, 0.15, 1),
  irregularJitter4: jitter("irregular", 4, 0.55, 0.15, 1),
  missProbabilityLow: { group: "classes", title: "Missed beats, few", default: 0.1, unit: "", min: 0.01, max: 0.2, step: 0.01, doc: "The lower of the two probabilities that a beat is missed, beside none.", source: missSource },
  missProbabilityHigh: { group: "classes", title: "Missed beats, many", default: 0.25, unit: "", min: 0.05, max: 0.5, step: 0.01, doc: "The higher of the two probabilities that a beat is missed.", source: missSource },
  missPriorLow: { group: "classes", title: "Prior of few missed beats", default: 0.2, unit: "", min: 0.001, max: 0.45, step: 0.01, doc: "Prior probability of the lower one; what both leave is the prior of no missed beat.", source: missSource },
  missPriorHigh: { group: "classes", title: "Prior of many missed beats", default: 0.1, unit: "", min: 0.001, max: 0.45, step: 0.01, doc: "Prior probability of the higher one.", source: missSource },
  clearMissPriorLow: { group: "classes", title: "Prior of few missed, tall bursts", default: 0.025, unit: "", min: 0.001, max: 0.45, step: 0.005, doc: "As the prior of few missed beats, where no burst of the train is near the detector's threshold: only a beat that did not happen is then missed.", source: clearSource },
  clearMissPriorHigh: { group: "classes", title: "Prior of many missed, tall bursts", default: 0.005, unit: "", min: 0.001, max: 0.45, step: 0.005, doc: "As the prior of many missed beats, where no burst of the train is near the detector's threshold.", source: clearSource },
  blockedShare: { group: "classes", title: "Beats that do not happen", default: 0.02, unit: "", min: 0.001, max: 0.2, step: 0.005, doc: "Probability that a beat is blocked whatever its height; against it stands the silence where it would have been.", source: clearSource },
  quietRestSeconds: { group: "classes", title: "Weight of the false-burst prior", default: 8, unit: "s", min: 0.1, max: 60, step: 0.1, doc: "The density of false bursts is that seen in the rest around the train, with the setting's density as if it had been seen for this long.", source: clearSource },
  openingDrift: { group: "classes", title: "Longest opening", default: 0.3, unit: "ln", min: 0, max: 0.7, step: 0.05, doc: "How much longer the first interval of a rhythmic train may be, as ln: none has half of the weight, half of it and all of it a quarter each. 0: only the walk of the period.", source: driftSource },
  openingDecayBeats: { group: "classes", title: "Decay of the opening", default: 1.6, unit: "beats", min: 0.5, max: 5, step: 0.1, doc: "The opening falls by e for each so many beats.", source: driftSource },
  closingDrift: { group: "classes", title: "Longest closing", default: 0.3, unit: "ln", min: 0, max: 0.7, step: 0.05, doc: "How much longer the last interval of a rhythmic train may be, as ln; as the opening.", source: driftSource },
  closingDecayBeats: { group: "classes", title: "Decay of the closing", default: 2.2, unit: "beats", min: 0.5, max: 8, step: 0.1, doc: "The closing rises by e over so many beats.", source: driftSource },
} as const satisfies Record<string, SettingDefinition>;
