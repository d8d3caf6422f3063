import type { Reason, ResultDocument, TrainResult } from "../../core/result";
import { type Column, number, text } from "./table-model";

/** One line of the evidence of one train. */
interface EvidenceTableRow {
  readonly train: TrainResult;
  readonly reason: Reason;
}

/** The evidence of every train: each measure with its interval, the threshold by which it was judged, what it says, and its own distance to another label. */
export const evidenceColumns: readonly Column<EvidenceTableRow>[] = [
  text("train", "Identifier within the recording.", ({ train }) => train.id),
  text("channel", "Label of the channel.", ({ train }) => train.channel),
  text("muscle", "Muscle of the channel.", ({ train }) => train.muscle),
  text("side", "Side of the muscle.", ({ train }) => train.side),
  text("label", "Label of the train. A pattern, never a diagnosis.", ({ train }) => train.label),
  text("measure", "Identifier of the measure or gate.", ({ reason }) => reason.measure),
  text("title", "Short name as shown.", ({ reason }) => reason.title),
  text("measure_unit", "Unit of value, interval and threshold; empty for a ratio, a count or a logarithm.", ({ reason }) => reason.unit),
  number("value", "", "The measure; empty where it was not measured or is no number.", ({ reason }) => reason.value),
  number("ci_low", "", "Lower end of its interval at ci_level; empty where there is none.", ({ reason }) => reason.interval?.[0]),
  number("ci_high", "", "Upper end.", ({ reason }) => reason.interval?.[1]),
  text("no_interval", "Why there is no interval.", ({ reason }) => reason.noInterval),
  number("threshold", "", "The threshold by which the value was judged; empty where it only describes.", ({ reason }) => reason.threshold),
  text("says", "for, against or withholds the label, or neutral.", ({ reason }) => reason.says),
  number("flip_distance", "", "Smallest change of this measure that alone flips the label, as a share of the range of its scale; empty where none does.", ({ reason }) => reason.flip?.distance),
  text("flip_label", "The label that it would read.", ({ reason }) => reason.flip?.label),
  text("flip_change", "The change in words.", ({ reason }) => reason.flip?.text),
  text("words", "The same in a sentence, with the numbers.", ({ reason }) => reason.text),
];

/** Every line of the evidence of every train, in the order of the document. */
export function evidenceTableRows(document: ResultDocument): EvidenceTableRow[] {
  return document.trains.flatMap((train) => train.reasons.map((reason) => ({ train, reason })));
}
