import type { ResultDocument } from "../../core/result";
import { oneLine } from "../text-metrics";
import type { ReportBlock } from "./report-model";
import { recipeWords } from "../recipe-words";
import { clockOf } from "./report-numbers";

const protocolWords: Readonly<Record<ResultDocument["protocol"], string>> = {
  "stretch-hold": "stretch and hold",
  tap: "tendon tap",
  spontaneous: "spontaneous movement",
  unmarked: "not stated",
};

/** Protocol, side, position and what else a person said about the examination. Nothing here names a person. */
export function examinationBlocks(document: ResultDocument, withFileName: boolean): readonly ReportBlock[] {
  const facts: (readonly [string, string])[] = [];
  const add = (name: string, value: string | number | null | undefined, unit = ""): void => {
    if (value !== null && value !== undefined && value !== "") facts.push([name, `${oneLine(String(value))}${unit === "" ? "" : ` ${unit}`}`]);
  };
  if (withFileName) add("File", document.source.name);
  add("Format", document.source.format);
  if (document.source.recipe !== null) add("Import settings", recipeWords(document.source.recipe));
  add("Length", clockOf(document.source.durationSeconds));
  add("Protocol", protocolWords[document.protocol]);
  const { examination } = document;
  if (examination !== null) {
    add("Side", examination.side);
    add("Position", examination.position);
    add("Age", examination.ageYears, "years");
    add("Height", examination.heightCentimetres, "cm");
    for (const { name, dose, takenAt } of examination.medication ?? []) add("Medication", [name, dose, takenAt === undefined ? undefined : `last dose ${takenAt.replace("T", " ")}`].filter((part) => part !== undefined).join(", "));
    add("Botulinum toxin", examination.botulinumDate);
    add("Fatigue or load", examination.fatigue);
    if (examination.generalised === true) add("Extent", "several limbs together: labels withheld");
    const { scales } = examination;
    add("SCATS clonus (typed in)", scales?.scatsClonus);
    add("Modified Ashworth (typed in)", scales?.ashworth);
    add("Penn frequency (typed in)", scales?.pennFrequency);
    add("Penn severity (typed in)", scales?.pennSeverity);
    add("Tendon reflex, NINDS (typed in)", scales?.reflex);
  }
  const marks = document.marks.slice(0, MOST_MARKS).map((mark) => `${mark.kind === "other" ? oneLine(mark.text) : mark.kind} ${clockOf(mark.seconds)}`);
  if (marks.length > 0) add("Events", marks.join(", ") + (document.marks.length > MOST_MARKS ? ` and ${document.marks.length - MOST_MARKS} more` : ""));
  return [{ kind: "facts", facts }];
}

/** Events that are listed one by one. */
const MOST_MARKS = 16;
