import type { EpisodeResult, PairResult } from "../../core/result";
import { type Column, count, derived, flag, number, text } from "./table-model";

/** One row for each pair of muscles: how their slow envelopes go together over the recording. */
export const pairColumns: readonly Column<PairResult>[] = [
  text("agonist", "Label of the agonist's channel.", (pair) => pair.agonist),
  text("antagonist", "Label of the antagonist's channel.", (pair) => pair.antagonist),
  text("pair_pattern", "alternating, together, neither or uncertain.", (pair) => pair.pattern),
  number("correlation", "", "Correlation of the 6 Hz envelopes without a lag.", (pair) => pair.zeroLagCorrelation.value),
  number("correlation_ci_low", "", "Lower end of its interval.", (pair) => pair.zeroLagCorrelation.ci?.[0]),
  number("correlation_ci_high", "", "Upper end of its interval.", (pair) => pair.zeroLagCorrelation.ci?.[1]),
  number("peak_correlation", "", "Greatest over lags within 0.75 s.", (pair) => pair.peakCorrelation),
  number("peak_lag_s", "s", "Its lag; positive where the antagonist follows.", (pair) => pair.peakLagSeconds),
  count("windows", "Windows of 2 s in which both muscles were active.", (pair) => pair.windows),
  text("missing", "Why numbers are empty.", (pair) => [...new Set(Object.values(pair.missing))].join("; ")),
];

/** One row for each episode: trains of several muscles that go on at the same time, or one alone. */
export const episodeColumns: readonly Column<EpisodeResult>[] = [
  text("episode", "Identifier within the recording.", (episode) => episode.id),
  text("trains", "Its trains in the order of their start.", (episode) => episode.trainIds.join("; ")),
  number("start_s", "s", "Onset of the first train.", (episode) => episode.startSeconds),
  number("end_s", "s", "Offset of the last train.", (episode) => episode.endSeconds),
  number("duration_s", "s", "end_s − start_s; a lower bound where duration_censored.", (episode) => derived(episode.endSeconds - episode.startSeconds)),
  text("end_reason", "How the train that ended last did: stopped, released, gap, file-end or unknown.", (episode) => episode.endReason),
  flag("duration_censored", "The end was not seen.", (episode) => episode.durationCensored),
  count("muscles", "Different muscles that take part: the wider the spread, the shorter genuine clonus lasts.", (episode) => episode.muscles),
  count("channels", "EMG channels that take part.", (episode) => episode.channelIndices.length),
  text("sides", "left, right or both.", (episode) => episode.sides.join("; ")),
];
