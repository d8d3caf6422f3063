import { integer, type JsonSchema, list, number, oneOf, record, recordWith, text, textOrNull } from "./schema-parts";

/** A recoverable problem, as in `Issue`. */
export const issueSchema: JsonSchema = record({
  code: text("Stable kebab-case tag."),
  severity: oneOf(["info", "warning", "error"], "How much it matters."),
  where: text("Byte, row or channel; empty where there is no place."),
  message: text("What is wrong, with the numbers, and what to do."),
}, "A problem found in a file or a channel.");

/** What every channel carries, in results and in `info`. */
export const channelFields: Readonly<Record<string, JsonSchema>> = {
  index: integer("Position in the order of the file, annotation signals left out, from 0."),
  label: text("Label as written in the file, or the name that the user gave."),
  muscle: textOrNull("Muscle that the label or the user names (soleus, tibialis-anterior …); null where none is known."),
  side: oneOf(["left", "right", null], "Side that the label or the user names; null where none is known."),
  role: oneOf(["emg", "angle", "force", "acceleration", "trigger", "other"], "What the channel carries; only emg is analysed."),
  unit: text("Unit as written in the file, or as the user says; empty where none is known."),
  samplingHz: number("Sampling rate in Hz, as in the file: nothing is resampled."),
};

/** `ImportRecipe`: every field may be absent. */
const recipeSchema: JsonSchema = recordWith({}, {
  samplingHz: number("Rate of rows without times, Hz."),
  unit: text("Unit of EMG channels that name none."),
  delimiter: text("One character; a blank is any run of blanks and tabs."),
  decimal: oneOf([".", ","], "Decimal sign."),
  variable: text("Variable that holds the signal, as MATLAB writes it."),
  labelLine: integer("Line of the labels, from 1; 0: there is none."),
  unitLine: integer("Line of the units, from 1; 0: there is none."),
  firstLine: integer("Line of the first row of numbers, from 1.", 1),
  timeColumn: integer("Column of the times, from 0; -1: there is none.", -1),
  timeUnit: oneOf(["s", "ms", "us", "min"], "Unit of the time column."),
  columns: list(recordWith({ column: integer("From 0, in the order of the file.") }, {
    use: oneOf(["signal", "events", "skip"], "What the column is read as."),
    label: text("Name in place of the file's."),
    unit: text("Unit in place of the file's."),
    scale: number("The file's numbers are multiplied by this; not 0."),
    role: oneOf(["emg", "angle", "force", "acceleration", "trigger", "other"], "What the channel carries."),
  }, "What was said of one column."), "Columns of which something was said."),
}, "Import settings, as klonos-import/1 without its schema.");

/** The source of a document. `hashType` says whether the hash may still be unknown. */
export function sourceSchema(hashType: "string" | readonly ["string", "null"]): JsonSchema {
  return record({
    name: text("File name without its folder."),
    sha256: { type: hashType, pattern: "^[0-9a-f]{64}$", description: `SHA-256 of the file's bytes, hexadecimal${hashType === "string" ? "" : "; null until it is known"}.` },
    format: text("Format as the file names itself: EDF+C, BDF, CSV, Spike2, WFDB …"),
    durationSeconds: number("From the first sample to the end of the last, gaps included, in seconds."),
    recipe: { oneOf: [recipeSchema, { type: "null" }], description: "What a person said on import where the file does not say it or says it wrongly, as --import takes it: with this and the SHA-256 the same samples are read again. Only what counts for this format; null where nothing was said." },
  }, "The recording that this document is about.");
}
