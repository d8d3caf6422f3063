import { estimate, integer, type JsonSchema, list, measured, number, oneOf, record, recordOrNull, text } from "./schema-parts";

/** Size and likeness of a train's bursts. */
export const amplitudeSchema: JsonSchema = recordOrNull({
  jitter: estimate("A_J = 1.048 · median |Δ ln A| of successive beats, A² = power in the burst − power at rest; χ² interval as for jitterMedian; share."),
  jitterNoiseFloor: measured("A_J of a constant drive at this burst length: 0.24 at 30 ms, 0.21 at 60 ms, 0.18 at 100 ms, linear in ln length; share."),
  fadePercentPerBeat: estimate("Slope of ln A on the beat, % per beat, with Student's interval; negative where the train fades."),
  lastToFirst: measured("Mean A of the last fifth of the beats over that of the first fifth."),
  stereotypy: estimate("S: raw bursts (20–300 Hz, ±50 ms about the centroid) aligned within ±8 ms to the mean of the others, three rounds; mean of the normalised correlations, with a bootstrap interval over beats. Exploratory: it has no weight in any verdict."),
}, "Size and likeness of the bursts; null below three beats.");

/** What the antagonist does besides its phase. */
export const antagonistActivitySchema: JsonSchema = recordOrNull({
  rawCorrelation: measured("Largest normalised correlation of the raw channels within ±2 ms, signed; over the train and a second on either side, of a train of more than 24 s the one of largest size in its first, middle and last 8 s."),
  crossTalk: oneOf(["none", "warning", "withheld", "not-checked"], "Against the settings crossTalkWarning and crossTalkWithhold; withheld: the phase is not given."),
  rayleighP: measured("exp(−nR²) of the phases; from 8 phases on."),
  antagonistBursts: integer("Antagonist bursts within half a cycle of a beat."),
  coContractionBefore: measured("Winter %COCON = 200 · common area/(area A + area B) of the 20 Hz envelopes above their floors, each divided by its greatest value around the train (a shape-based index): in the 500 ms before the train; %. Null where the antagonist has no burst around the train: its noise divided by itself would look like activity."),
  coContractionBursts: measured("The same during the agonist's bursts; %."),
  coContractionGaps: measured("The same between the bursts of both muscles; %."),
  gapLevel: measured("Mean between the bursts of both muscles of the smaller of the two levels, each over its own mean level in its bursts; share."),
  tonicCoactivation: { type: ["boolean", "null"], description: "gapLevel above the setting gapCoactivation; null where it could not be had, the reason stands in missing." },
}, "What the antagonist does besides its phase; null without an analysed antagonist.");

/** Auto- and cross-interval histograms of a train. */
export const histogramsSchema: JsonSchema = record({
  binSeconds: number("Width of a bin, s."),
  auto: list(integer("Count."), "Times from each burst to every later one of the train, bins from 0 on."),
  cross: { oneOf: [list(integer("Count."), "Times from each burst to those of the antagonist, bins about 0, the middle one centred on it."), { type: "null" }], description: "Times from each burst to those of the antagonist; null without an analysed antagonist." },
}, "Counts of the times between bursts, for plots.");

/** How the envelopes of a pair go together over the whole recording. */
export const pairSchema: JsonSchema = record({
  agonist: text("Label of the agonist."),
  agonistIndex: integer("Index in channels."),
  antagonist: text("Label of the antagonist."),
  antagonistIndex: integer("Index in channels."),
  zeroLagCorrelation: estimate("Pearson's r of the envelopes (6 Hz zero-phase, 50 Hz grid) in windows of 2 s in which both muscles are active, averaged by Fisher's z, with Student's interval between windows."),
  peakCorrelation: measured("Largest average over lags within ±0.75 s."),
  peakLagSeconds: measured("Its lag, s; positive where the antagonist follows."),
  pattern: oneOf(["alternating", "together", "neither", "uncertain"], "Alternating: r ≤ −0.15 and its interval below 0; together: r ≥ 0.15 and its interval above 0; uncertain: the interval holds 0 or there is none. Describes, never decides."),
  windows: integer("Windows in which both muscles are active: a burst was found in each, and each varies by a fifth of its largest variation or more."),
  missing: { type: "object", additionalProperties: text("Why the field is null."), description: "Reason for every field that is null, under its dotted path." },
}, "How the envelopes of agonist and antagonist go together: for slow movements that have no trains.");
