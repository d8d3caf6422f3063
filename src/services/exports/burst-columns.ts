import type { BurstResult, ChannelResult, ResultDocument, TrainResult } from "../../core/result";
import { type Column, count, derived, flag, number, text } from "./table-model";

export interface BurstRow {
  readonly channel: Pick<ChannelResult, "label" | "muscle" | "side">;
  readonly train: TrainResult | undefined;
  /** Counts from 1 within the train, or among the isolated bursts of the channel. */
  readonly number: number;
  readonly burst: BurstResult;
  readonly previous: BurstResult | undefined;
  /** Beats of the train before this burst. */
  readonly beatsBefore: number;
}

/** One row a burst. */
export const burstColumns: readonly Column<BurstRow>[] = [
  text("channel", "Label of the channel.", (row) => row.channel.label),
  text("muscle", "Muscle of the channel.", (row) => row.channel.muscle),
  text("side", "Side of the muscle.", (row) => row.channel.side),
  text("train", "Train that the burst belongs to; empty for an isolated one.", (row) => row.train?.id),
  text("label", "Label of that train, or `isolated`.", (row) => row.train?.label ?? "isolated"),
  count("burst", "Number within the train, from 1.", (row) => row.number),
  number("onset_s", "s", "Onset from the start of the recording.", (row) => row.burst.onsetSeconds),
  number("offset_s", "s", "Offset from the start of the recording.", (row) => row.burst.offsetSeconds),
  number("time_s", "s", "Centroid of the envelope: the time that all interval statistics use.", (row) => row.burst.timeSeconds),
  number("duration_ms", "ms", "Offset − onset.", (row) => derived((row.burst.offsetSeconds - row.burst.onsetSeconds) * 1000)),
  number("since_previous_s", "s", "From the burst before in the same train.", (row) => (row.previous === undefined ? null : derived(row.burst.timeSeconds - row.previous.timeSeconds))),
  number("amplitude_uV", "uV", "RMS of the band-passed signal between the edges.", (row) => row.burst.amplitudeMicrovolts),
  number("net_amplitude_uV", "uV", "The same with the power between the bursts taken away.", (row) => row.burst.netAmplitudeMicrovolts),
  number("interval_s", "s", "Interval that the statistics of the rhythm use: from the beat before, over the periods that the path puts between them; empty for the first beat and for no beat.", (row) => (row.burst.thoughtFalse ? null : row.train?.intervalsSeconds[row.beatsBefore - 1])),
  number("antagonist_phase_cycles", "cycles", "Phase of the nearest antagonist burst in this beat's cycle, −0.5 to 0.5; empty where none lies within half a cycle.", (row) => row.train?.antagonistPhase?.perBeat[row.number - 1]),
  flag("thought_false", "The most probable path takes it for no beat.", (row) => row.burst.thoughtFalse),
  flag("edited", "A person set or moved it.", (row) => row.burst.edited),
];

/** All bursts: trains in time order, then the isolated bursts of each channel. */
export function* burstRows(document: ResultDocument): Generator<BurstRow> {
  for (const train of document.trains) yield* rowsOf({ label: train.channel, muscle: train.muscle, side: train.side }, train, train.bursts);
  for (const channel of document.channels) yield* rowsOf(channel, undefined, channel.isolatedBursts);
}

function* rowsOf(channel: BurstRow["channel"], train: TrainResult | undefined, bursts: readonly BurstResult[]): Generator<BurstRow> {
  let beatsBefore = 0;
  for (let index = 0; index < bursts.length; index++) {
    // Isolated bursts have no beat before them: an interval between them would mean nothing.
    yield { channel, train, number: index + 1, burst: bursts[index]!, previous: train === undefined ? undefined : bursts[index - 1], beatsBefore };
    if (!bursts[index]!.thoughtFalse) beatsBefore++;
  }
}
