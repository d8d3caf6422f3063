import type { PooledResult } from "../../core/result";
import { type Column, count, number, text } from "./table-model";

/** One row for each channel whose repeated attempts were judged together. */
export const pooledColumns: readonly Column<PooledResult>[] = [
  text("pooled", "Identifier within the recording.", (row) => row.id),
  text("channel", "Label of the channel.", (row) => row.channel),
  text("muscle", "Muscle of the channel.", (row) => row.muscle),
  text("side", "Side of the muscle.", (row) => row.side),
  count("attempts", "Manoeuvres tried, those without a response included; empty where none is marked.", (row) => row.attempts),
  count("responses", "Attempts with at least one burst; empty where none is marked.", (row) => row.responses),
  count("trains", "Trains whose likelihoods were multiplied.", (row) => row.trainIds.length),
  count("trains_left_out", "Trains that could not be judged with them.", (row) => row.leftOut.length),
  text("left_out", "Each of those with the reason.", (row) => row.leftOut.map(({ trainId, reason }) => `${trainId}: ${reason}`).join("; ")),
  count("beats", "Beats of all of them.", (row) => row.beats),
  text("pattern", "rhythmic, irregular, indeterminate, tonic or insufficient. A pattern, never a diagnosis.", (row) => row.pattern),
  text("conditional_on", "protocol where the pattern holds only if the movement was evoked.", (row) => row.conditionalOn),
  text("failed", "Why the pattern is undecided; empty where it is decided.", (row) => row.failed.join("; ")),
  number("log10_bayes_factor", "", "log10 of the likelihood of a rhythmic over that of an irregular train, over all of them.", (row) => row.log10BayesFactor),
  number("jitter", "", "Root mean square of the trains' J, weighted by their degrees of freedom.", (row) => row.jitter.value),
  number("jitter_ci_low", "", "Lower end of its interval.", (row) => row.jitter.ci?.[0]),
  number("jitter_ci_high", "", "Upper end of its interval.", (row) => row.jitter.ci?.[1]),
  number("jitter_spread", "", "SD between trains of ln J beyond what its sampling error explains.", (row) => row.jitterSpread),
  number("rate_hz", "Hz", "Geometric mean of the trains' rates.", (row) => row.rateHz.value),
  number("rate_ci_low_hz", "Hz", "Lower end of its interval.", (row) => row.rateHz.ci?.[0]),
  number("rate_ci_high_hz", "Hz", "Upper end of its interval.", (row) => row.rateHz.ci?.[1]),
  number("rate_spread_hz", "Hz", "SD of the rate between trains.", (row) => row.rateSpreadHz),
  text("labels", "Number of trains of each single label.", (row) => Object.entries(row.labels).map(([label, trains]) => `${label}=${trains}`).join("; ")),
];
