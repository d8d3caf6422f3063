import type { AttemptResult, ChannelResult, ResultDocument, TrainResult } from "../../core/result";
import { type Column, count, derived, flag, number, text } from "./table-model";

/** One manoeuvre of one muscle, with the train that speaks for it. */
export interface TrialRow {
  /** Undefined where the recording has no manoeuvre marked: it is then one trial of each muscle. */
  readonly attempt: AttemptResult | undefined;
  readonly channel: ChannelResult;
  /** The train with most beats; undefined where there was none. */
  readonly train: TrainResult | undefined;
  /** How many trains there are. */
  readonly trains: number;
}

/** What came of a trial. `no-train`: no manoeuvre is marked, and the muscle was analysed and has no train. */
export type TrialWord = AttemptResult["outcome"] | "no-train";

/** One row for each manoeuvre × muscle, those without a response included; for each muscle of a recording in which no manoeuvre is marked. */
export const trialColumns: readonly Column<TrialRow>[] = [
  text("attempt", "Identifier within the recording; empty where no manoeuvre is marked and the recording is one trial of each muscle.", ({ attempt }) => attempt?.id),
  count("manoeuvre", "Number of the manoeuvre in the recording, from 1; empty where none is marked.", ({ attempt }) => attempt?.manoeuvre),
  text("evoked_by", "stretch, hold or tap; empty where none is marked.", ({ attempt }) => attempt?.evokedBy),
  text("channel", "Label of the channel.", ({ channel }) => channel.label),
  text("muscle", "Muscle of the channel.", ({ channel }) => channel.muscle),
  text("side", "Side of the muscle.", ({ channel }) => channel.side),
  number("mark_s", "s", "Stretch or tap, or start of the hold, from the start of the recording.", ({ attempt }) => attempt?.markSeconds),
  number("counted_to_s", "s", "End of what is counted: release, next manoeuvre or end of the recording.", ({ attempt }) => attempt?.endSeconds),
  number("hold_s", "s", "Length of the hold; empty where none is marked.", ({ attempt }) => (attempt === undefined || attempt.hold === null ? null : derived(attempt.hold.endSeconds - attempt.hold.startSeconds))),
  flag("response", "A burst followed; empty where the channel was not analysed, and where no manoeuvre is marked.", ({ attempt }) => (attempt === undefined || attempt.outcome === "not-analysed" ? null : attempt.outcome !== "no-response")),
  text("outcome", "Label of the train with most beats, no-response, no-train (none, and no manoeuvre is marked), or not-analysed. A pattern, never a diagnosis.", trialWord),
  count("trains", "Trains that begin in the manoeuvre, or the one that was there before and goes on in it; of the recording where none is marked.", (row) => (row.attempt === undefined && trialWord(row) === "not-analysed" ? null : row.trains)),
  count("bursts", "All bursts of the manoeuvre.", ({ attempt }) => attempt?.bursts),
  count("beats", "Those that count as beats; of the train with most beats where no manoeuvre is marked.", trialBeats),
  count("beats_in_10_s", "Beats in the first 10 s after the first response.", ({ attempt }) => attempt?.beatsInTenSeconds),
  number("duration_s", "s", "From the first response to the end of the last train, pauses included, or length of the train with most beats where no manoeuvre is marked; a lower bound where censored.", trialSeconds),
  flag("duration_censored", "The end was not seen, the hold ended first, or the activity was there before the mark.", trialCensored),
  text("end_reason", "How the last train ended, or that with most beats where no manoeuvre is marked: stopped, released, gap, file-end or unknown.", ({ attempt, train }) => (attempt === undefined ? train?.endReason : attempt.endReason)),
  number("persistence_ratio", "", "duration_s over the length of the hold.", ({ attempt }) => attempt?.persistenceRatio),
  number("first_latency_ms", "ms", "From the stretch or tap to the first response.", ({ attempt }) => attempt?.firstLatencyMilliseconds),
  number("rate_hz", "Hz", "Of the train with most beats.", ({ train }) => train?.rateHz),
  number("jitter", "", "J of the train with most beats.", ({ train }) => train?.jitter),
  number("log10_bayes_factor", "", "Of the train with most beats.", ({ train }) => train?.log10BayesFactor),
  number("amplitude_uV", "uV", "Median amplitude of the bursts of the train with most beats.", ({ train }) => (train === undefined ? null : medianAmplitude(train))),
  count("bursts_after_release", "Bursts within 5 s of the release that go on from before.", ({ attempt }) => attempt?.burstsAfterRelease),
];

/** All trials of a recording: its manoeuvres of each EMG channel, or each EMG channel where none is marked. */
export function trialRows(document: ResultDocument): readonly TrialRow[] {
  if (document.attempts.length === 0) {
    return document.channels
      .filter(({ role }) => role === "emg")
      .map((channel) => {
        const trains = document.trains.filter(({ channelIndex }) => channelIndex === channel.index);
        return { attempt: undefined, channel, train: longest(trains), trains: trains.length };
      });
  }
  return document.attempts.map((attempt) => {
    const trains = document.trains.filter(({ id }) => attempt.trainIds.includes(id));
    return { attempt, channel: document.channels.find(({ index }) => index === attempt.channelIndex)!, train: longest(trains), trains: trains.length };
  });
}

/** That with most beats, the first of several; undefined of none. */
function longest(trains: readonly TrainResult[]): TrainResult | undefined {
  return trains.reduce<TrainResult | undefined>((best, train) => (best === undefined || train.beats > best.beats ? train : best), undefined);
}

/** What came of a trial. */
export function trialWord({ attempt, channel, train }: TrialRow): TrialWord {
  if (attempt !== undefined) return attempt.outcome;
  return train?.label ?? (channel.unusable === null ? "no-train" : "not-analysed");
}

/** Beats of a trial. No response is a finding of no beats; of a channel that was not analysed nothing is known. */
export function trialBeats(row: TrialRow): number | null {
  if (trialWord(row) === "not-analysed") return null;
  return row.attempt === undefined ? (row.train?.beats ?? 0) : row.attempt.beats;
}

/** True where the length is a lower bound; undefined where there is none. */
export function trialCensored({ attempt, train }: TrialRow): boolean | undefined {
  return attempt === undefined ? train?.durationCensored : attempt.durationCensored;
}

/** Length of a trial's activity, s. */
export function trialSeconds({ attempt, train }: TrialRow): number | null {
  if (attempt !== undefined) return attempt.durationSeconds;
  return train === undefined ? null : derived(train.endSeconds - train.startSeconds);
}

/** Median over the bursts that count; null where none has an amplitude. */
export function medianAmplitude(train: TrainResult): number | null {
  const values = train.bursts.flatMap(({ amplitudeMicrovolts, thoughtFalse }) => (amplitudeMicrovolts === null || thoughtFalse ? [] : [amplitudeMicrovolts])).sort((a, b) => a - b);
  const middle = values.length >> 1;
  if (values.length === 0) return null;
  return values.length % 2 === 1 ? values[middle]! : derived((values[middle - 1]! + values[middle]!) / 2);
}
