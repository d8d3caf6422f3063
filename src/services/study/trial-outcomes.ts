import type { ResultDocument } from "../../core/result";
import { medianAmplitude, trialBeats, trialCensored, type TrialRow, trialRows, trialSeconds, trialWord } from "../exports/trial-columns";

/** Outcomes that can be compared between conditions. J and log10 of the Bayes factor are outcomes, not only grounds for a label. */
export const outcomeNames = ["beats", "duration_s", "rate_hz", "jitter", "log10_bayes_factor", "first_latency_ms", "amplitude_uV"] as const;
export type OutcomeName = (typeof outcomeNames)[number];

/** One trial of one muscle. */
export interface TrialOutcome {
  readonly channel: string;
  readonly muscle: string;
  readonly side: string;
  /** Label, `no-response`, `no-train` or `not-analysed`. */
  readonly outcome: string;
  readonly values: Readonly<Record<OutcomeName, number | null>>;
  /** The duration is a lower bound. */
  readonly censored?: boolean;
  /** Why a value is null. */
  readonly missing?: Readonly<Partial<Record<OutcomeName, string>>>;
}

/**
 * The trials of a recording. Where no manoeuvre is marked the recording is one trial of each muscle, for which the train with
 * most beats speaks; a muscle without a train is a trial of no beats, so that what a treatment ends does not fall out of the comparison.
 * @param sessionSide Side that was examined, as the study says: that of a muscle whose label names none.
 */
export function trialOutcomes(document: ResultDocument, sessionSide = ""): readonly TrialOutcome[] {
  return trialRows(document).map((row): TrialOutcome => {
    const { attempt, channel, train } = row;
    const values: TrialOutcome["values"] = {
      beats: trialBeats(row),
      duration_s: trialSeconds(row),
      rate_hz: train?.rateHz ?? null,
      jitter: train?.jitter ?? null,
      log10_bayes_factor: train?.log10BayesFactor ?? null,
      first_latency_ms: attempt === undefined ? (train?.firstLatencyMilliseconds ?? null) : attempt.firstLatencyMilliseconds,
      amplitude_uV: train === undefined ? null : medianAmplitude(train),
    };
    const missing = Object.fromEntries(outcomeNames.flatMap((name) => (values[name] === null ? [[name, whyMissing(row, name)]] : [])));
    return { channel: channel.label, muscle: channel.muscle ?? channel.label, side: channel.side ?? sessionSide, outcome: trialWord(row), values, censored: trialCensored(row) === true, missing };
  });
}

/** The fields of train and manoeuvre that the outcomes come from: under these the document says why there is no value. */
const FIELDS: Readonly<Record<OutcomeName, string>> = { beats: "beats", duration_s: "durationSeconds", rate_hz: "rateHz", jitter: "jitter", log10_bayes_factor: "log10BayesFactor", first_latency_ms: "firstLatencyMilliseconds", amplitude_uV: "amplitudeMicrovolts" };

function whyMissing({ attempt, channel, train }: TrialRow, name: OutcomeName): string {
  if (channel.unusable !== null) return channel.unusable;
  const said = attempt?.missing[FIELDS[name]] ?? train?.missing[FIELDS[name]];
  if (said !== undefined) return said;
  if (attempt?.outcome === "not-analysed") return "The channel was not analysed here.";
  return train === undefined ? (attempt?.outcome === "no-response" ? "Nothing responded." : "No train was found.") : "Too few beats.";
}
