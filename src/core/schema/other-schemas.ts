import { channelFields, issueSchema, sourceSchema } from "./common-schema";
import { integer, type JsonSchema, list, number, record, text, textOrNull } from "./schema-parts";

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

/** JSON Schema of `klonos-info/1`: what `info --json` prints. */
export function infoSchema(): JsonSchema {
  return {
    $schema: DRAFT,
    $id: "klonos-info/1",
    title: "Klonos info",
    ...record({
      schema: { const: "klonos-info/1", description: "Name and version of this schema." },
      source: sourceSchema("string"),
      startDateTime: textOrNull("Local date and clock time of the first sample, ISO without zone; null where the file does not state them (`issues` says why where that is known)."),
      hasIdentity: { type: "boolean", description: "True when the file has fields that can name a person; they are not shown." },
      channels: list(record({
        ...channelFields,
        samples: integer("Stored samples of the channel."),
        unusable: textOrNull("Why an EMG channel cannot be analysed, as far as its header tells (sampling below 500 Hz, no samples); null where nothing speaks against it yet, or where it is no EMG."),
        isolatedBursts: { type: "null", description: "Always null: info detects nothing." },
        issues: list(issueSchema, "What the file's scan found about this channel, and a muscle that its label leaves open."),
        missing: { type: "object", additionalProperties: { type: "string" }, description: "The reason of each null." },
      }, "One signal."), "All signals in the order of the file, annotation signals left out."),
      annotations: list(record({
        onsetSeconds: number("Seconds from the start of the recording."),
        durationSeconds: number("Seconds; 0 where the file states none."),
        text: text("The file's own words."),
        channel: { type: ["integer", "null"], minimum: 0, description: "Index of the channel that the format links it to; null for none." },
      }, "A note of the file."), "Annotations in time order."),
      gaps: list(record({
        startSeconds: number("End of the signal before the gap, seconds from the start of the recording."),
        endSeconds: number("Start of the signal after the gap, seconds from the start of the recording."),
      }, "A time without signal."), "Gaps in time order; never joined or filled."),
      issues: list(issueSchema, "What is wrong with the file though it could be read."),
    }, "What a recording says of itself."),
  };
}

/** JSON Schema of `klonos-error/1`: the line that stands for a file that failed. */
export function errorSchema(): JsonSchema {
  return {
    $schema: DRAFT,
    $id: "klonos-error/1",
    title: "Klonos error",
    ...record({
      schema: { const: "klonos-error/1", description: "Name and version of this schema." },
      source: record({ name: text("File name as it was given, without its folder.") }, "The file that failed."),
      code: text("Stable kebab-case tag of the error."),
      message: text("What is wrong, with the numbers, and what to do."),
      where: text("Byte, row, column or channel; empty where there is no place."),
    }, "Why a file could not be analysed."),
  };
}
