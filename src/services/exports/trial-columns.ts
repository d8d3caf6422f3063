import type { AttemptResult, ResultDocument, TrainResult } from "../../core/result";
import { type Column, count, derived, flag, number, text } from "./table-model";

/** One manoeuvre of one muscle, with the train that speaks for it. */
export interface TrialRow {
  readonly attempt: AttemptResult;
  /** The train with most beats; undefined where there was no response. */
  readonly train: TrainResult | undefined;
}

/** One row for each manoeuvre × muscle, those without a response included. */
export const trialColumns: readonly Column<TrialRow>[] = [
  text("attempt", "Identifier within the recording.", ({ attempt }) => attempt.id),
  count("manoeuvre", "Number of the manoeuvre in the recording, from 1.", ({ attempt }) => attempt.manoeuvre),
  text("evoked_by", "stretch, hold or tap.", ({ attempt }) => attempt.evokedBy),
  text("channel", "Label of the channel.", ({ attempt }) => attempt.channel),
  text("muscle", "Muscle of the channel.", ({ attempt }) => attempt.muscle),
  text("side", "Side of the muscle.", ({ attempt }) => attempt.side),
  number("mark_s", "s", "Stretch or tap, or start of the hold, from the start of the recording.", ({ attempt }) => attempt.markSeconds),
  number("counted_to_s", "s", "End of what is counted: release, next manoeuvre or end of the recording.", ({ attempt }) => attempt.endSeconds),
  number("hold_s", "s", "Length of the hold; empty where none is marked.", ({ attempt }) => (attempt.hold === null ? null : derived(attempt.hold.endSeconds - attempt.hold.startSeconds))),
  flag("response", "A burst followed; empty where the channel was not analysed.", ({ attempt }) => (attempt.outcome === "not-analysed" ? null : attempt.outcome !== "no-response")),
  text("outcome", "Label of the train with most beats, no-response, or not-analysed. A pattern, never a diagnosis.", ({ attempt }) => attempt.outcome),
  count("trains", "Trains that begin in the manoeuvre.", ({ attempt }) => attempt.trainIds.length),
  count("bursts", "All bursts of the manoeuvre.", ({ attempt }) => attempt.bursts),
  count("beats", "Those that count as beats.", ({ attempt }) => attempt.beats),
  count("beats_in_10_s", "Beats in the first 10 s after the first response.", ({ attempt }) => attempt.beatsInTenSeconds),
  number("duration_s", "s", "From the first response to the end of the last train, pauses included; a lower bound where censored.", ({ attempt }) => attempt.durationSeconds),
  flag("duration_censored", "The end was not seen, or the hold ended first.", ({ attempt }) => attempt.durationCensored),
  text("end_reason", "How the last train ended: stopped, released, gap, file-end or unknown.", ({ attempt }) => attempt.endReason),
  number("persistence_ratio", "", "duration_s over the length of the hold.", ({ attempt }) => attempt.persistenceRatio),
  number("first_latency_ms", "ms", "From the stretch or tap to the first response.", ({ attempt }) => attempt.firstLatencyMilliseconds),
  number("rate_hz", "Hz", "Of the train with most beats.", ({ train }) => train?.rateHz),
  number("jitter", "", "J of the train with most beats.", ({ train }) => train?.jitter),
  number("log10_bayes_factor", "", "Of the train with most beats.", ({ train }) => train?.log10BayesFactor),
  number("amplitude_uV", "uV", "Median amplitude of the bursts of the train with most beats.", ({ train }) => (train === undefined ? null : medianAmplitude(train))),
  count("bursts_after_release", "Bursts within 5 s of the release that go on from before.", ({ attempt }) => attempt.burstsAfterRelease),
];

/** All trials of a recording. */
export function trialRows(document: ResultDocument): readonly TrialRow[] {
  return document.attempts.map((attempt) => {
    const trains = document.trains.filter(({ id }) => attempt.trainIds.includes(id));
    return { attempt, train: trains.reduce<TrainResult | undefined>((best, train) => (best === undefined || train.beats > best.beats ? train : best), undefined) };
  });
}

/** Median over the bursts that count; null where none has an amplitude. */
export function medianAmplitude(train: TrainResult): number | null {
  const values = train.bursts.flatMap(({ amplitudeMicrovolts, thoughtFalse }) => (amplitudeMicrovolts === null || thoughtFalse ? [] : [amplitudeMicrovolts])).sort((a, b) => a - b);
  const middle = values.length >> 1;
  if (values.length === 0) return null;
  return values.length % 2 === 1 ? values[middle]! : derived((values[middle - 1]! + values[middle]!) / 2);
}
