import type { SettingDefinition } from "./definition";

const measured = "docs/rule-search.md: three generators and five recorded carriers; science.md 1.3, 2.1, 6.1; JUDGEMENT";

/** Likeness of the bursts as evidence beside their times, and the carriers on which it says nothing: rule v4, docs/rule-search.md. */
export const shapeSettings = {
  shapeDurationLimit: { group: "evidence", title: "Weight of the durations", default: 0.6, unit: "", min: 0, max: 2, step: 0.1, doc: "How many log10 units like or unlike burst durations can add to the Bayes factor of the burst times. 0: durations never count.", source: measured },
  shapeHeightLimit: { group: "evidence", title: "Weight of the heights", default: 0.4, unit: "", min: 0, max: 2, step: 0.1, doc: "As the weight of the durations, for like or unlike heights. Interference alone makes heights unlike, so they weigh less.", source: measured },
  shapeTimingNeeded: { group: "evidence", title: "Burst times by themselves", default: 0.3, unit: "", min: 0, max: 3, step: 0.1, doc: "Log BF that the burst times must reach by themselves, on the side of the pattern, before the likeness of the bursts may complete it.", source: measured },
  shapeFromSnrDb: { group: "evidence", title: "Likeness counts from", default: 8, unit: "dB", min: 0, max: 40, step: 0.5, doc: "Measured SNR from which the likeness of the bursts begins to count: noise makes bursts unlike.", source: measured },
  shapeFullSnrDb: { group: "evidence", title: "Likeness counts in full from", default: 12, unit: "dB", min: 0, max: 40, step: 0.5, doc: "Measured SNR from which it counts in full; in proportion between.", source: measured },
  likeDurations: { group: "classes", title: "Durations of like bursts", default: 0.12, unit: "ln", min: 0.02, max: 0.5, step: 0.01, doc: "Middle of the spread of ln duration from burst to burst in rhythmic trains.", source: measured },
  likeDurationsSpread: { group: "classes", title: "Range of like durations", default: 0.6, unit: "ln", min: 0.1, max: 2, step: 0.05, doc: "SD of ln of that spread between trains.", source: measured },
  unlikeDurations: { group: "classes", title: "Durations of unlike bursts", default: 0.25, unit: "ln", min: 0.05, max: 1, step: 0.01, doc: "Middle of the spread of ln duration from burst to burst in irregular trains.", source: measured },
  unlikeDurationsSpread: { group: "classes", title: "Range of unlike durations", default: 0.42, unit: "ln", min: 0.1, max: 2, step: 0.05, doc: "SD of ln of that spread between trains.", source: measured },
  likeHeights: { group: "classes", title: "Heights of like bursts", default: 0.32, unit: "ln", min: 0.05, max: 1, step: 0.01, doc: "Middle of the spread of ln amplitude from burst to burst in rhythmic trains, interference included.", source: measured },
  likeHeightsSpread: { group: "classes", title: "Range of like heights", default: 0.35, unit: "ln", min: 0.1, max: 2, step: 0.05, doc: "SD of ln of that spread between trains.", source: measured },
  unlikeHeights: { group: "classes", title: "Heights of unlike bursts", default: 0.5, unit: "ln", min: 0.1, max: 2, step: 0.01, doc: "Middle of the spread of ln amplitude from burst to burst in irregular trains.", source: measured },
  unlikeHeightsSpread: { group: "classes", title: "Range of unlike heights", default: 0.35, unit: "ln", min: 0.1, max: 2, step: 0.05, doc: "SD of ln of that spread between trains.", source: measured },
  sparseActiveShare: { group: "gate", title: "Active share of a sparse burst", default: 0.42, unit: "", min: 0, max: 1, step: 0.01, doc: "Below this middle share of active time within the bursts they are few motor unit potentials; with heights as unlike as the next setting says, “irregular” is withheld, since beats without a potential are missed.", source: measured },
  loneUnitActiveShare: { group: "gate", title: "Active share of a lone potential", default: 0.33, unit: "", min: 0, max: 1, step: 0.01, doc: "“Rhythmic” is withheld below this middle share of active time within the bursts: they are single potentials of a motor unit that fires regularly. A weak contraction recorded from one unit 0.30 to 0.31; clonus 0.38 and more in 99 of 100.", source: "docs/rule-search.md; JUDGEMENT" },
  sparseHeights: { group: "gate", title: "Heights of sparse bursts", default: 0.6, unit: "ln", min: 0.1, max: 3, step: 0.05, doc: "Spread of ln amplitude above which bursts of little active time are taken for few motor units.", source: measured },
} as const satisfies Record<string, SettingDefinition>;
