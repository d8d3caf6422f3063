import { integer, type JsonSchema, number, oneOf, record, text, textOrNull } from "./schema-parts";

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

/** The source of a document. `hashType` says whether the hash may still be unknown. */
export function sourceSchema(hashType: "string" | readonly ["string", "null"]): JsonSchema {
  return record({
    name: text("File name without its folder."),
    sha256: { type: hashType, pattern: "^[0-9a-f]{64}$", description: `SHA-256 of the file's bytes, hexadecimal${hashType === "string" ? "" : "; null until it is known"}.` },
    format: text("EDF, EDF+C, EDF+D, BDF, BDF+C, BDF+D or CSV."),
    durationSeconds: number("From the first sample to the end of the last, gaps included, in seconds."),
  }, "The recording that this document is about.");
}
