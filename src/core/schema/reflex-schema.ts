import { estimate, flag, integer, type JsonSchema, list, measured, number, oneOf, record, recordWith, text, textOrNull } from "./schema-parts";

const missing: JsonSchema = { type: "object", additionalProperties: text("Why the field is null."), description: "Reason for every field that is null because it could not be had, under the field's dotted path." };

const channelOf: Readonly<Record<string, JsonSchema>> = {
  channel: text("Label of the channel."),
  channelIndex: integer("Index of the channel in channels."),
  muscle: textOrNull("Muscle of the channel; null where none is known."),
  side: oneOf(["left", "right", null], "Side of the channel; null where none is known."),
};
const evokedBy = oneOf(["stretch", "tap", "stimulus"], "Kind of the mark.");

/** What one channel did after one stimulus. */
export const reflexSchema: JsonSchema = record({
  id: text("Identifier: F, number of the mark, -, number of the channel, both from 1."),
  markIndex: integer("Index of the mark in marks."),
  markSeconds: number("Time of the mark, seconds from the start of the recording."),
  evokedBy,
  ...channelOf,
  response: textOrNull("The response looked for; null where no window of its own is known for the muscle."),
  windowMilliseconds: { type: "array", prefixItems: [number("From, ms after the mark."), number("To, ms after the mark.")], items: false, minItems: 2, description: "Where the response was looked for." },
  windowBasis: text("By which number and which height the window was chosen."),
  status: oneOf(["present", "absent", "outside-window", "not-assessed"], "present: the onset lies in the window; absent: nothing rises above the background up to the window's end, which is a finding; outside-window: something does, too early or too late; not-assessed: see missing."),
  latencyMilliseconds: measured("From the mark to the onset in the raw signal: 5-ms moving mean of the rectified signal, background −100 to −10 ms + 3 SD held for 5 ms, then back to the onset; ms. Null at a mark set by hand."),
  peakToPeakMicrovolts: measured("Peak to peak between 5 and 450 Hz from the onset on (from the window's start where absent); µV."),
  mWaveMicrovolts: measured("Peak to peak of the M-wave of this stimulus; µV."),
  ratioToM: measured("peakToPeakMicrovolts over the largest M-wave of the channel in this recording (T/M, H/M); none where a response exceeds it, which was then not maximal."),
  backgroundMicrovolts: measured("RMS of the same band from 100 to 10 ms before the mark; µV."),
  sinceLastSeconds: measured("Time since the stimulus of the same kind before; s."),
  missing,
}, "What one channel did after one stimulus.");

/** Responses of one channel to repeated stimuli of one kind. */
export const reflexSeriesSchema: JsonSchema = record({
  id: text("Identifier within this document."),
  evokedBy,
  ...channelOf,
  stimulatedSide: oneOf(["left", "right", null], "Side that was stimulated; null where the marks do not say."),
  response: textOrNull("The response looked for; null where none is known."),
  reflexIds: list(text("Identifier of a reflex."), "The responses in time order."),
  stimuli: integer("Stimuli that could be assessed."),
  present: integer("Responses in the window."),
  absent: integer("Stimuli without a response."),
  latencyMilliseconds: estimate("Median of the present responses with a bootstrap interval from three on; ms."),
  peakToPeakMicrovolts: estimate("Median over present and absent responses with a bootstrap interval from three on; µV."),
  ratioToM: estimate("Median over present and absent responses of the ratio to the largest M-wave."),
  habituationPercent: estimate("100·(exp(slope) − 1), slope of ln peak-to-peak of the present responses on the stimulus number with Student's interval; % per stimulus. Negative: smaller each time."),
  intervalSeconds: measured("Median time between the stimuli; s."),
  notes: list(text("A sentence."), "What is to be said of the series (fewer than five stimuli, less than 10 s apart)."),
  missing,
}, "Responses of one channel to repeated stimuli.");

function sideMeasure(side: string): JsonSchema {
  return record({
    channel: text("Label of the channel."),
    channelIndex: integer("Index of the channel in channels."),
    count: integer("Responses or manoeuvres that count."),
    median: measured("Their median in the unit of the row."),
  }, `The ${side} side.`);
}

/** The same muscle on both sides. */
export const sideSchema: JsonSchema = record({
  id: text("Identifier within this document."),
  muscle: text("The muscle."),
  measure: oneOf(["h-reflex", "t-reflex", "stretch-reflex", "latency", "clonus-beats", "clonus-duration"], "What is compared."),
  unit: text("Unit of the medians; empty for counts and for ratios to M."),
  left: sideMeasure("left"),
  right: sideMeasure("right"),
  ratio: estimate("Smaller over larger median with a bootstrap interval over the responses of each side."),
  asymmetryIndex: estimate("(R − L)/(R + L) of the medians with a bootstrap interval."),
  difference: estimate("R − L of the medians in the unit of the row, with a bootstrap interval over the responses of each side."),
  larger: oneOf(["left", "right", "equal", null], "The side with the larger median. A loss on one side or a gain on the other can cause it."),
  verdict: oneOf(["symmetric", "borderline", "asymmetric", null], "For H-reflexes alone: ratio ≥ 0.6 symmetric, 0.4–0.6 borderline, asymmetric with at least five responses a side and the interval wholly below 0.4. Null for everything else: no cut-off is known."),
  text: text("The answer in a sentence."),
  missing,
}, "The same muscle on both sides: described, never counted for or against a pattern.");

/** What a distraction did. */
export const distractionSchema: JsonSchema = record({
  id: text("Identifier within this document."),
  markIndex: integer("Index of the mark in marks."),
  markSeconds: number("Time of the mark, seconds from the start of the recording."),
  kind: oneOf(["distraction", "contralateral-tapping"], "Kind of the mark."),
  ...channelOf,
  beforeSeconds: number("Length compared before the mark, s."),
  afterSeconds: number("Length compared after the mark, s."),
  burstsBefore: integer("Bursts in the time before."),
  burstsAfter: integer("Bursts in the time after."),
  rateBeforeHz: measured("Inverse of the median interval before; Hz."),
  rateAfterHz: measured("Inverse of the median interval after; Hz."),
  amplitudeBeforeMicrovolts: measured("Median burst RMS before; µV."),
  amplitudeAfterMicrovolts: measured("Median burst RMS after; µV."),
  amplitudeRatio: estimate("Median burst RMS after over before, with Welch's interval of the logarithms, its counts reduced by the serial correlation of the bursts; share."),
  rateRatio: estimate("Rate after over before, with the same interval of the intervals between bursts; share."),
  pauseSeconds: measured("Longest time without a burst that begins within 2 s of the mark; s."),
  effect: oneOf(["paused", "halved", "unchanged", "not-assessed"], "paused: a pause of at least three intervals of before and half a second; halved: median amplitude at most half of before; unchanged: neither; not-assessed: too little after the mark belongs to the manoeuvre, or the bursts had ended before it. Described, never counted."),
  text: text("The answer in a sentence."),
  missing,
}, "What a distraction or a task of the other limb did to one channel.");

/** One line of the pre-flight. */
export const preflightSchema: JsonSchema = record({
  channel: text("Label of the channel."),
  channelIndex: integer("Index of the channel in channels."),
  verdict: oneOf(["analysable", "limited", "repeat"], "analysable: nothing stands against it; limited: labels may be withheld; repeat: the recording must be made again for this channel, or a person must insist."),
  findings: list(record({
    code: oneOf(["unusable", "rest", "snr", "mains", "clipping", "cross-talk", "marks", "beats"], "What limits it."),
    severity: oneOf(["warning", "error"], "error: forbids; warning: limits."),
    text: text("What is wrong, with the numbers."),
    advice: text("What to do."),
  }, "One finding."), "What limits or forbids the analysis."),
}, "One line of the pre-flight.");

/** What a person said about the examination. */
export const examinationFields: Readonly<Record<string, JsonSchema>> = {
  side: oneOf(["left", "right"], "Side that was examined."),
  position: text("Posture and joint angles."),
  ageYears: number("Age in years; below 1 the beat criteria are off."),
  heightCentimetres: number("Body height, cm; scales the windows of leg latencies."),
  medication: list(recordWith({ name: text("Name.") }, { dose: text("Dose."), takenAt: text("Local date and time of the last dose, ISO.") }, "One medicine."), "Medication with the time of the last dose."),
  botulinumDate: text("Last botulinum toxin injection into an examined muscle, ISO date."),
  fatigue: text("Fatigue or load before the recording."),
  generalised: flag("Several limbs convulse together: labels are withheld."),
  scales: recordWith({}, {
    scatsClonus: integer("SCATS clonus, 0–3."),
    ashworth: text("Modified Ashworth: 0, 1, 1+, 2, 3, 4."),
    pennFrequency: integer("Penn spasm frequency, 0–4."),
    pennSeverity: integer("Penn spasm severity, 1–3."),
    reflex: integer("Tendon reflex, NINDS 0–4."),
  }, "Scales that a clinician found; Klonos computes none."),
};
