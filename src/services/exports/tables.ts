import type { BurstResult, ChannelResult, ResultDocument, TrainResult } from "../../core/result";
import { settingDefinitions, settingNames } from "../../core/settings";
import { type Cell, spreadsheetCsv } from "./csv";

/** One column of a table over rows of type `Row`. */
interface Column<Row> {
  readonly name: string;
  readonly of: (row: Row) => Cell;
}

interface BurstRow {
  readonly channel: Pick<ChannelResult, "label" | "muscle" | "side">;
  readonly train: TrainResult | undefined;
  /** Counts from 1 within the train, or among the isolated bursts of the channel. */
  readonly number: number;
  readonly burst: BurstResult;
  readonly previous: BurstResult | undefined;
}

const burstColumns: readonly Column<BurstRow>[] = [
  { name: "channel", of: (row) => row.channel.label },
  { name: "muscle", of: (row) => row.channel.muscle },
  { name: "side", of: (row) => row.channel.side },
  { name: "train", of: (row) => row.train?.id },
  { name: "label", of: (row) => row.train?.label ?? "isolated" },
  { name: "burst", of: (row) => row.number },
  { name: "onset_s", of: (row) => row.burst.onsetSeconds },
  { name: "offset_s", of: (row) => row.burst.offsetSeconds },
  { name: "time_s", of: (row) => row.burst.timeSeconds },
  { name: "duration_ms", of: (row) => (row.burst.offsetSeconds - row.burst.onsetSeconds) * 1000 },
  { name: "since_previous_s", of: (row) => (row.previous === undefined ? null : row.burst.timeSeconds - row.previous.timeSeconds) },
  { name: "amplitude_uV", of: (row) => row.burst.amplitudeMicrovolts },
  { name: "thought_false", of: (row) => row.burst.thoughtFalse },
  { name: "edited", of: (row) => row.burst.edited },
];

const trainColumns: readonly Column<TrainResult>[] = [
  { name: "train", of: (train) => train.id },
  { name: "channel", of: (train) => train.channel },
  { name: "muscle", of: (train) => train.muscle },
  { name: "side", of: (train) => train.side },
  { name: "antagonist", of: (train) => train.antagonist },
  { name: "start_s", of: (train) => train.startSeconds },
  { name: "end_s", of: (train) => train.endSeconds },
  { name: "duration_s", of: (train) => train.endSeconds - train.startSeconds },
  { name: "end_reason", of: (train) => train.endReason },
  { name: "label", of: (train) => train.label },
  { name: "pattern", of: (train) => train.pattern },
  { name: "persistence", of: (train) => train.persistence },
  { name: "confidence", of: (train) => train.confidence },
  { name: "conditional_on", of: (train) => train.conditionalOn },
  { name: "beats", of: (train) => train.beats },
  { name: "missed_beats", of: (train) => train.missedBeats },
  { name: "false_bursts", of: (train) => train.falseBursts },
  { name: "rate_hz", of: (train) => train.rateHz },
  { name: "rate_ci_low_hz", of: (train) => train.rateCi?.[0] },
  { name: "rate_ci_high_hz", of: (train) => train.rateCi?.[1] },
  { name: "jitter", of: (train) => train.jitter },
  { name: "jitter_ci_low", of: (train) => train.jitterCi?.[0] },
  { name: "jitter_ci_high", of: (train) => train.jitterCi?.[1] },
  { name: "jitter_median", of: (train) => train.jitterMedian },
  { name: "local_variation", of: (train) => train.localVariation },
  { name: "log10_bayes_factor", of: (train) => train.log10BayesFactor },
  { name: "drift_percent_per_beat", of: (train) => train.driftPercentPerBeat },
  { name: "tempo_excursion_hz", of: (train) => train.tempoExcursionHz },
  { name: "amplitude_jitter", of: (train) => train.amplitudeJitter },
  { name: "modulation_depth", of: (train) => train.modulationDepth },
  { name: "quiet_fraction", of: (train) => train.quietFraction },
  { name: "snr_db", of: (train) => train.snrDb },
  { name: "burst_ms", of: (train) => train.burstMilliseconds },
  { name: "persistence_ratio", of: (train) => train.persistenceRatio },
  { name: "first_latency_ms", of: (train) => train.firstLatencyMilliseconds },
  { name: "envelope_hz", of: (train) => train.envelopeHz },
  { name: "antagonist_phase_cycles", of: (train) => train.antagonistPhase?.meanCycles },
  { name: "antagonist_resultant", of: (train) => train.antagonistPhase?.resultant },
  { name: "antagonist_pattern", of: (train) => train.antagonistPhase?.pattern },
];

/** One row a burst, trains in time order, then the isolated bursts of each channel. */
export function burstsTable(document: ResultDocument): string {
  return table(document, burstColumns, burstRows(document));
}

/** One row a train. */
export function trainsTable(document: ResultDocument): string {
  return table(document, trainColumns, document.trains);
}

/** Every row carries the receipt, so that it survives the merging of tables. */
function table<Row>(document: ResultDocument, columns: readonly Column<Row>[], rows: Iterable<Row>): string {
  const receipt: readonly (readonly [string, Cell])[] = [
    ["protocol", document.protocol],
    ["ci_level", document.ciLevel],
    ["source", document.source.name],
    ["sha256", document.source.sha256],
    ["klonos_version", document.version],
    ["settings", changedSettings(document)],
    ["edits", document.editCount],
    ["rejected_s", rejectedText(document)],
  ];
  const header = [...columns.map((column) => column.name), ...receipt.map(([name]) => name)];
  const receiptCells = receipt.map(([, cell]) => cell);
  return spreadsheetCsv(header, mapped(rows, (row) => [...columns.map((column) => column.of(row)), ...receiptCells]));
}

/** `default`, or the names and values that a person changed. */
export function changedSettings(document: ResultDocument): string {
  const changed = settingNames.filter((name) => document.settings[name] !== settingDefinitions[name].default);
  return changed.length === 0 ? "default" : changed.map((name) => `${name}=${document.settings[name]}`).join("; ");
}

/** `12.5-14; 20-21@R SOL`; empty where nothing is rejected. */
function rejectedText({ rejected, channels }: ResultDocument): string {
  return rejected.map(({ channelIndex, startSeconds, endSeconds }) => `${startSeconds}-${endSeconds}${channelIndex === null ? "" : `@${channels[channelIndex]?.label ?? channelIndex}`}`).join("; ");
}

function* burstRows(document: ResultDocument): Generator<BurstRow> {
  for (const train of document.trains) {
    yield* rowsOf({ label: train.channel, muscle: train.muscle, side: train.side }, train, train.bursts);
  }
  for (const channel of document.channels) yield* rowsOf(channel, undefined, channel.isolatedBursts);
}

function* rowsOf(channel: BurstRow["channel"], train: TrainResult | undefined, bursts: readonly BurstResult[]): Generator<BurstRow> {
  for (let index = 0; index < bursts.length; index++) {
    // Isolated bursts have no beat before them: an interval between them would mean nothing.
    yield { channel, train, number: index + 1, burst: bursts[index]!, previous: train === undefined ? undefined : bursts[index - 1] };
  }
}

function* mapped<A, B>(items: Iterable<A>, map: (item: A) => B): Generator<B> {
  for (const item of items) yield map(item);
}
