import { markKinds } from "../mark-kinds";
import { choiceDefinition, isChoiceSetting, settingDefinitions, settingNames } from "../settings";
import { pairSchema } from "./antagonist-schema";
import { attemptSchema, episodeSchema, pooledSchema } from "./attempt-schema";
import { channelFields, issueSchema, sourceSchema } from "./common-schema";
import { distractionSchema, examinationFields, preflightSchema, reflexSchema, reflexSeriesSchema, sideSchema } from "./reflex-schema";
import { disagreementSpansSchema } from "./detector-schema";
import { flag, flipOrNull, integer, interval, type JsonSchema, list, measured, number, oneOf, record, recordOrNull, recordWith, reference, text, textOrNull } from "./schema-parts";
import { trainFields } from "./train-schema";

const burst = record({
  onsetSeconds: number("Where the envelope e rises above max(μ + 2σ, μ + 0.10·(peak − μ)), or the valley; seconds from the start of the recording. μ, σ: local noise floor."),
  offsetSeconds: number("Where the envelope falls below the same level, or the valley; seconds from the start of the recording."),
  timeSeconds: number("Centroid of (e − μ)⁺ between onset and offset; seconds from the start of the recording. All interval statistics use this time."),
  amplitudeMicrovolts: measured("RMS of the band-passed signal between onset and offset, µV."),
  netAmplitudeMicrovolts: measured("√(power in the burst − power outside all bursts near its train), 0 where negative; at an isolated burst the channel's rest; µV."),
  edited: flag("True where a person added or moved this burst."),
  onsetSample: integer("Onset as an index of the stored samples of the channel."),
  offsetSample: integer("Offset as an index of the stored samples of the channel, exclusive."),
  thoughtFalse: flag("True where the most probable path of the rhythm likelihood takes it for no beat of the cycle."),
}, "One burst of EMG activity.");

const reason = record({
  measure: text("Identifier of the measure or gate: log10BayesFactor, jitter, missedOrFalse, modulationDepth, snrDb, quietFraction, persistence, amplitudeJitter, firstLatencyMilliseconds …"),
  title: text("Short name as shown."),
  value: { type: ["number", "null"], description: "The measure in the unit named beside it (jitter and missedOrFalse in %); null where it was not measured or is no number." },
  interval: interval("Interval of the value at ciLevel, in the same unit: of SNR, modulation depth, quiet share and burst duration by a bootstrap over the bursts (each with the cycle it begins) and over blocks of the quiet. Null where there is none; the reason stands in noInterval."),
  noInterval: { type: ["string", "null"], description: "Why interval is null; null where it is there." },
  threshold: { type: ["number", "null"], description: "The threshold by which the value was judged, in the same unit; null where it only describes." },
  unit: text("Unit of value, interval and threshold; empty for a ratio, a count or a logarithm."),
  scale: recordOrNull({
    min: number("Left end of the scale."),
    max: number("Right end of the scale."),
    favourable: { type: "array", prefixItems: [number("From."), number("To.")], items: false, minItems: 2, description: "Stretch of the scale that counts for the pattern." },
  }, "Scale on which value, interval and threshold are drawn, in the same unit; null where there is none."),
  says: oneOf(["for", "against", "withholds", "neutral"], "Relative to the pattern shown, or where none is decided to the side that log10BayesFactor leans to: for it, against it, withholds a label (a condition of the rule that fails), or neutral."),
  text: text("The same in a sentence, with the numbers."),
  flip: flipOrNull("The smallest change of this measure that alone would flip the label, tried on the rule itself; null where none does."),
}, "One line of the evidence: a measure beside the threshold by which it was judged.");

const channel = record({
  ...channelFields,
  fileLabel: textOrNull("Label of the file where the user gave the channel another name; null where label is the file's."),
  fileUnit: textOrNull("Unit of the file where the user overruled it (empty: the file names none); null where unit is the file's."),
  scale: number("What the file's numbers were multiplied by on the user's word; 1 where the user said nothing."),
  inverted: flag("True where the user wants the channel drawn upside down; no number depends on it."),
  unusable: textOrNull("Why an EMG channel was not analysed (clipping above the limit, sampling below 500 Hz, flat, no quiet baseline …); null where it was, or where it is no EMG."),
  isolatedBursts: list(reference("burst", "A burst that belongs to no train."), "Bursts that belong to no run of two or more, in time order."),
  restMicrovolts: measured("RMS of the band-passed signal at rest, µV."),
  gates: list(record({
    gate: oneOf(["samplingHz", "clippedPercent", "restSeconds", "mainsPercent"], "samplingHz: rate of the file; clippedPercent: samples at the converter's limit or on plateaus of the extremes; restSeconds: time farther than restDistanceSeconds from every burst; mainsPercent: power of the 50 or 60 Hz line over that of the quiet baseline."),
    value: { type: ["number", "null"], description: "In the unit beside it; null where it could not be had, the reason stands in noValue." },
    limit: number("What it is judged by."),
    unit: oneOf(["Hz", "%", "s"], "Unit of value and limit."),
    sense: oneOf(["at-least", "at-most"], "Whether the value must reach the limit or stay within it."),
    passes: { type: ["boolean", "null"], description: "Null without a value. Rest and mains forbid nothing by themselves." },
    noValue: { type: ["string", "null"], description: "Why there is no value; null where it is there." },
  }, "A gate and its value."), "Every quality gate of an EMG channel with its value, passed or not; empty for others."),
  artefacts: list(record({
    kind: oneOf(["clipping", "dropout", "baseline-step"], "Clipping: a plateau at the converter's limit or the channel's extreme; dropout: 5 ms or more at one value; baseline-step: the mean of 200 ms differs from that of the 200 ms before by 12 robust σ of such differences and 5 % of the range."),
    startSeconds: number("Seconds from the start of the recording."),
    endSeconds: number("Seconds from the start of the recording."),
    value: number("Level of clipped or dropped samples, or height of the step; µV for voltages, else in unit."),
  }, "A stretch that cannot be muscle."), "Artefacts of the raw signal in time order, at most 1000 of a kind; told, not left out."),
  disagreementSpans: disagreementSpansSchema,
  issues: list(reference("issue", "Problem of this channel."), "What is wrong with this channel though it may have been analysed."),
}, "One signal of the recording.");

const mark = recordWith({
  kind: oneOf(markKinds, "What the mark means for the protocol: stimulus is an electrical stimulus of the nerve, contralateral-tapping the start of a task of the other limb, other says nothing."),
  seconds: number("Time of the mark, seconds from the start of the recording."),
  text: text("The annotation's own words."),
  origin: oneOf(["file", "channel", "user"], "file: an annotation or trigger of the recording; channel: found on a signal of the recording and confirmed by a person; user: set or moved by hand, which gives no latency."),
}, {
  channelIndex: integer("Index of the EMG channel that the mark concerns alone; absent where it concerns all."),
  endSeconds: number("End of a mark that is a stretch of time; absent for a moment."),
  side: oneOf(["left", "right"], "Side that was stretched, tapped or stimulated; absent where nobody said."),
}, "A mark of the protocol.");

/** JSON Schema of `klonos-result/1`: what `analyse --json` prints and the exported `.klonos.json` holds. */
export function resultSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "klonos-result/1",
    title: "Klonos result",
    ...record({
      schema: { const: "klonos-result/1", description: "Name and version of this schema." },
      version: text("Version of Klonos that made the result."),
      plan: recordOrNull({
        sha256: text("SHA-256 of the locked settings, outcomes and exclusions."),
        deviations: list(text("A sentence."), "What deviates from the locked plan; empty when nothing does."),
      }, "The plan that the project locked before; null where none was locked."),
      source: sourceSchema(["string", "null"]),
      protocol: oneOf(["stretch-hold", "tap", "spontaneous", "unmarked"], "How the movement was evoked, set or found from the marks. Unmarked makes labels conditional, spontaneous withholds them."),
      ciLevel: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1, description: "Coverage of every interval, as a share (0.95 = 95 %)." },
      rule: text("Version of the decision rule whose constants are the default settings; settings that differ are named in reports."),
      settings: settingsSchema(),
      marks: list(reference("mark", "A mark of the protocol."), "Marks that the result depends on, in time order."),
      holds: list(record({
        startSeconds: number("Start of the hold, seconds from the start of the recording."),
        endSeconds: number("Release, seconds from the start of the recording."),
      }, "A time during which the muscle was held stretched."), "Holds given or found from the marks."),
      editCount: integer("Number of manual corrections that the result contains."),
      derivations: list(record({
        label: text("Name of the derived channel."),
        plus: integer("Index of the channel that is subtracted from."),
        minus: integer("Index of the channel that is subtracted."),
      }, "A channel made of two others of the same rate and unit."), "Channels that no file holds; in channels they follow those of the file, in this order."),
      rejected: list(record({
        channelIndex: { type: ["integer", "null"], minimum: 0, description: "Index of the channel in channels; null for every channel." },
        startSeconds: number("First time left out, seconds from the start of the recording."),
        endSeconds: number("End of what is left out, exclusive, seconds from the start of the recording."),
      }, "A stretch that a person rejected: left out of every filter's memory and every number, like a gap."), "What a person rejected, in time order."),
      channels: list(reference("channel", "One signal."), "All signals in the order of the file, annotation signals left out."),
      trains: list(reference("train", "One train."), "All trains of all EMG channels, in time order within a channel: runs of two bursts or more without a gap above min(max(2.8 × median of the last five intervals, 0.45 s), 1.0 s)."),
      episodes: list(episodeSchema, "Trains of all channels grouped by overlap in time, in time order; a train alone is an episode too."),
      attempts: list(attemptSchema, "One row for each manoeuvre and EMG channel, in time order; empty where no manoeuvre is marked."),
      pooled: list(pooledSchema, "Channels with two or more trains that can be judged together."),
      reflexes: list(reflexSchema, "One row for each stretch, tap or nerve stimulus and EMG channel, in time order."),
      reflexSeries: list(reflexSeriesSchema, "One row for each channel, kind of stimulus and side stimulated."),
      sides: list(sideSchema, "One row for each muscle recorded on both sides and each measure."),
      distractions: list(distractionSchema, "One row for each distraction or contralateral task and EMG channel that was active."),
      preflight: list(preflightSchema, "One row for each EMG channel."),
      examination: { oneOf: [recordWith({}, examinationFields, "What a person said about the examination."), { type: "null" }], description: "What a person said about the examination; null where nobody said anything." },
      caveats: list(text("A sentence."), "What stands on every report of this result."),
      pairs: list(pairSchema, "Pairs of which both channels are analysed."),
      issues: list(reference("issue", "Problem of the recording."), "Problems of the recording as a whole."),
    }, "Bursts, trains and their patterns in one recording. Times are seconds from the start of the recording, true across gaps. Research and teaching only: a pattern, never a diagnosis."),
    $defs: { burst, reason, channel, mark, issue: issueSchema, train: record(trainFields, "A train of bursts and the pattern of its rhythm.") },
  };
}

/** Every setting with its limits; names and defaults as in `klonos settings`. */
function settingsSchema(): JsonSchema {
  return record(Object.fromEntries(settingNames.map((name) => {
    if (isChoiceSetting(name)) {
      const { choices, doc, source, default: word } = choiceDefinition(name);
      return [name, { enum: Object.keys(choices), default: word, description: `${doc} Source: ${source}.` }];
    }
    const { doc, unit, min, max, source, default: value } = settingDefinitions[name];
    return [name, { type: "number", minimum: min, maximum: max, default: value, description: `${doc}${unit === "" ? "" : ` Unit: ${unit}.`} Source: ${source}.` }];
  })), "The values of every setting by which this result was made.");
}
