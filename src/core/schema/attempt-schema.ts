import { estimate, flag, integer, type JsonSchema, list, measured, number, oneOf, record, recordOrNull, text, textOrNull } from "./schema-parts";

const endReasons = ["stopped", "released", "gap", "file-end", "unknown"] as const;
const labels = ["clonus-like", "clonoid-like", "pseudoclonus-like", "indeterminate", "tonic", "insufficient", "withheld"] as const;
const missing: JsonSchema = { type: "object", additionalProperties: text("Why the field is null."), description: "Reason for every field that is null because it could not be had, under the field's dotted path." };

const channelOf: Readonly<Record<string, JsonSchema>> = {
  channel: text("Label of the channel."),
  channelIndex: integer("Index of the channel in channels."),
  muscle: textOrNull("Muscle of the channel; null where none is known."),
  side: oneOf(["left", "right", null], "Side of the channel; null where none is known."),
};

/** What one muscle did in one manoeuvre. */
export const attemptSchema: JsonSchema = record({
  id: text("Identifier: A, number of the manoeuvre, -, number of the channel, both from 1."),
  manoeuvre: integer("Number of the manoeuvre in the recording, in time order.", 1),
  evokedBy: oneOf(["stretch", "hold", "tap"], "What the manoeuvre was."),
  ...channelOf,
  markSeconds: number("The stretch or tap, or the start of a hold given outright; seconds from the start of the recording."),
  endSeconds: number("End of what is counted: release, next manoeuvre or end of the recording; seconds from the start of the recording."),
  hold: recordOrNull({ startSeconds: number("Start, seconds from the start of the recording."), endSeconds: number("Release, seconds from the start of the recording.") }, "The marked hold; null where there is none."),
  trainIds: list(text("Identifier of a train."), "Trains of the channel that begin in this manoeuvre, in time order; where none does, the one that was there before the mark and goes on in it."),
  bursts: integer("All bursts between mark and end, isolated ones included."),
  beats: integer("Those that the paths of the trains take for beats."),
  durationSeconds: measured("From the onset of the first response to the offset of the last train, pauses included; s."),
  activeSeconds: measured("Sum of the lengths of the trains; s."),
  persistenceRatio: measured("durationSeconds over the length of the hold."),
  firstLatencyMilliseconds: measured("From the mark to the first response in the raw signal, as in a train; ms."),
  endReason: oneOf([...endReasons, null], "How the last train ended; null without a train."),
  durationCensored: flag("True where the end was not seen (gap, file end, unknown): the duration is a lower bound."),
  beatsInTenSeconds: measured("Beats in the first 10 s after the first response (drop test)."),
  scatsBand: textOrNull("Band of SCATS clonus in which durationSeconds falls, in words; null without a response. Never a score: that takes a clinician's manoeuvre."),
  burstsAfterRelease: measured("Bursts that begin within 5 s of the release, none later than 1 s after the one before."),
  afterReleaseSeconds: measured("From the release to the offset of the last of them; s."),
  outcome: oneOf([...labels, "no-response", "not-analysed"], "Label of the train with most beats; no-response: no burst, which is a finding; not-analysed: the channel could not be analysed there."),
  missing,
}, "What one muscle did in one manoeuvre; a row also where it did nothing.");

/** Repeated attempts of one muscle judged together. */
export const pooledSchema: JsonSchema = record({
  id: text("Identifier within this document."),
  ...channelOf,
  attempts: { type: ["integer", "null"], minimum: 0, description: "Manoeuvres tried, those without a response included; null where none is marked." },
  responses: { type: ["integer", "null"], minimum: 0, description: "Attempts with at least one burst; null where no manoeuvre is marked." },
  trainIds: list(text("Identifier of a train."), "The trains whose likelihoods were multiplied."),
  leftOut: list(record({ trainId: text("Identifier of a train."), reason: text("Why it does not count.") }, "A train left out."), "Trains of the channel that were left out."),
  beats: integer("Beats of the pooled trains."),
  log10BayesFactor: measured("log10 (L_rhythmic / L_irregular): the likelihoods of the trains multiplied at the same jitter, then averaged over the jitters of each class."),
  betweenExcess: measured("ln of the likelihood of the class between regular and irregular over the larger of both others."),
  pattern: oneOf(["rhythmic", "irregular", "indeterminate", "tonic", "insufficient"], "The rule's thresholds on the pooled likelihood. The single patterns stand in the trains."),
  failed: list(text("A sentence."), "Why the pattern is undecided; empty where it is decided."),
  conditionalOn: oneOf(["protocol", null], "protocol: holds only if the movements were evoked."),
  jitter: estimate("Root mean square of the trains' J weighted by their degrees of freedom, with the χ² interval of the summed degrees of freedom; share."),
  jitterSpread: measured("SD of ln J between trains beyond what its sampling error explains (method of moments); 0 where that explains all."),
  rateHz: estimate("Geometric mean of the trains' rates, with Student's interval between trains; Hz."),
  rateSpreadHz: measured("SD of the rate between trains; Hz."),
  labels: { type: "object", additionalProperties: integer("Number of trains."), propertyNames: { enum: labels }, description: "Number of pooled trains of each single label." },
  missing,
}, "Repeated attempts of one muscle judged together.");

/** Trains of several muscles that go on at the same time. */
export const episodeSchema: JsonSchema = record({
  id: text("Identifier within this document."),
  trainIds: list(text("Identifier of a train."), "The trains, in order of their start."),
  startSeconds: number("Start of the first train, seconds from the start of the recording."),
  endSeconds: number("End of the last train, seconds from the start of the recording."),
  endReason: oneOf(endReasons, "How the train that ended last ended."),
  durationCensored: flag("True where that end was not seen."),
  channelIndices: list(integer("Index of a channel."), "EMG channels that take part, ascending."),
  muscles: integer("Different muscles of one side each; a channel without a known muscle counts for itself.", 1),
  sides: list(oneOf(["left", "right"], "A side."), "Sides that take part, as far as labels name them."),
}, "Trains of several muscles that overlap in time.");
