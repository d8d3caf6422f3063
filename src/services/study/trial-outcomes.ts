import type { ResultDocument } from "../../core/result";
import { derived } from "../exports/table-model";
import { medianAmplitude, type TrialRow, trialRows } from "../exports/trial-columns";

/** Outcomes that can be compared between conditions. J and log10 of the Bayes factor are outcomes, not only grounds for a label. */
export const outcomeNames = ["beats", "duration_s", "rate_hz", "jitter", "log10_bayes_factor", "first_latency_ms", "amplitude_uV"] as const;
export type OutcomeName = (typeof outcomeNames)[number];

/** One trial of one muscle. */
export interface TrialOutcome {
  readonly channel: string;
  readonly muscle: string;
  readonly side: string;
  /** Label, `no-response` or `not-analysed`. */
  readonly outcome: string;
  readonly values: Readonly<Record<OutcomeName, number | null>>;
}

/**
 * The trials of a recording. Where no manoeuvre is marked the recording is one trial of each muscle, for which the train with
 * most beats speaks; a muscle without a train then gives none, because nobody tried to evoke one.
 */
export function trialOutcomes(document: ResultDocument): readonly TrialOutcome[] {
  if (document.attempts.length > 0) return trialRows(document).map(ofAttempt);
  const outcomes: TrialOutcome[] = [];
  for (const channel of document.channels) {
    const trains = document.trains.filter(({ channelIndex }) => channelIndex === channel.index);
    const [first, ...others] = trains;
    if (first === undefined) continue;
    const best = others.reduce((most, train) => (train.beats > most.beats ? train : most), first);
    outcomes.push({
      channel: channel.label,
      muscle: channel.muscle ?? channel.label,
      side: channel.side ?? "",
      outcome: best.label,
      values: {
        beats: best.beats,
        duration_s: derived(best.endSeconds - best.startSeconds),
        rate_hz: best.rateHz,
        jitter: best.jitter,
        log10_bayes_factor: best.log10BayesFactor,
        first_latency_ms: best.firstLatencyMilliseconds,
        amplitude_uV: medianAmplitude(best),
      },
    });
  }
  return outcomes;
}

function ofAttempt({ attempt, train }: TrialRow): TrialOutcome {
  return {
    channel: attempt.channel,
    muscle: attempt.muscle ?? attempt.channel,
    side: attempt.side ?? "",
    outcome: attempt.outcome,
    values: {
      // No response is a finding of no beats; of a channel that was not analysed nothing is known.
      beats: attempt.outcome === "not-analysed" ? null : attempt.beats,
      duration_s: attempt.durationSeconds,
      rate_hz: train?.rateHz ?? null,
      jitter: train?.jitter ?? null,
      log10_bayes_factor: train?.log10BayesFactor ?? null,
      first_latency_ms: attempt.firstLatencyMilliseconds,
      amplitude_uV: train === undefined ? null : medianAmplitude(train),
    },
  };
}
