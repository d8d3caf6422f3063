import { KlonosError } from "../../core/errors";
import { settingDefinitions, settingNames, type SettingValues } from "../../core/settings";
import { type BoundaryError, burstAgreement, cohenKappa, type Edges, trainAgreement } from "../../core/trains/segmentation-scores";
import { byStart, type FoundChannel, type FoundPatterns } from "./found-patterns";
import { MATCH_SECONDS } from "./outcome";
import type { ExpertPattern, MarkedRow } from "./marked-table";
import type { ReportBlock, StudyReport } from "./report-blocks";

/** One channel of one recording: what the expert marked and what Klonos found. */
export interface MarkedChannel {
  readonly lines: readonly number[];
  readonly expertTrains: readonly (Edges & { readonly label: ExpertPattern; readonly line: number })[];
  readonly foundTrains: readonly (Edges & { readonly label: ExpertPattern })[];
  /** undefined: the expert marked no bursts here. */
  readonly expertBursts: readonly Edges[] | undefined;
  readonly foundBursts: readonly Edges[];
}

/** A mark may lie this far behind the end: times are rounded. */
const ROUNDED_SECONDS = 0.1;

/**
 * The rows of one recording beside what was found in it, a channel at a time.
 * @throws KlonosError `marked-channel` when a row names no EMG channel of it; `marked-table` where its marks contradict it or each other
 */
export function markedChannels(rows: readonly MarkedRow[], { channels, durationSeconds }: FoundPatterns): readonly MarkedChannel[] {
  for (const { line, kind, span } of rows) {
    if (span !== undefined && span.endSeconds > durationSeconds + ROUNDED_SECONDS) throw new KlonosError("marked-table", `Line ${line} of the table: the ${kind} ends at ${span.endSeconds} s, the recording at ${Number(durationSeconds.toFixed(3))} s. Times are seconds from its beginning.`, `line ${line}`);
  }
  const byChannel = new Map<FoundChannel, MarkedRow[]>();
  for (const row of rows) {
    const channel = channelOf(row, channels);
    byChannel.set(channel, [...(byChannel.get(channel) ?? []), row]);
  }
  return [...byChannel].map(([{ trains, bursts: foundBursts }, mine]) => {
    checkMarks(mine);
    const bursts = mine.filter(({ kind }) => kind === "burst");
    return {
      lines: mine.map(({ line }) => line),
      expertTrains: mine.flatMap(({ kind, span, label, line }) => (kind === "train" && span !== undefined ? [{ ...span, label, line }] : [])).sort(byStart),
      foundTrains: trains,
      expertBursts: bursts.length === 0 ? undefined : bursts.flatMap(({ span }) => (span === undefined ? [] : [span])).sort(byStart),
      foundBursts,
    };
  });
}

/** Marks of one kind in one channel do not overlap, and there are none where a row says so. */
function checkMarks(rows: readonly MarkedRow[]): void {
  for (const kind of ["train", "burst"] as const) {
    const mine = rows.filter((row) => row.kind === kind);
    const none = mine.find(({ span }) => span === undefined);
    const marked = mine.flatMap(({ line, span }) => (span === undefined ? [] : [{ line, ...span }])).sort(byStart);
    if (none !== undefined && marked.length > 0) throw new KlonosError("marked-table", `Line ${none.line} of the table says that the channel has no ${kind}, line ${marked[0]!.line} marks one.`, `line ${none.line}`);
    for (const [k, next] of marked.slice(1).entries()) {
      const { line, startSeconds, endSeconds } = marked[k]!;
      if (next.startSeconds < endSeconds) throw new KlonosError("marked-table", `Lines ${Math.min(line, next.line)} and ${Math.max(line, next.line)} of the table mark ${next.startSeconds === startSeconds && next.endSeconds === endSeconds ? `the same ${kind} of one channel twice` : `${kind}s of one channel that overlap`}.`, `line ${Math.max(line, next.line)}`);
    }
  }
}

function channelOf(row: MarkedRow, emg: readonly FoundChannel[]): FoundChannel {
  const wanted = row.channel.toLowerCase();
  const found = emg.filter(({ label, index }) => (wanted === "" ? true : label.toLowerCase() === wanted || String(index) === wanted));
  const known = emg.map(({ label, index }) => `${index} ${label}`).join(", ");
  if (emg.length === 0) throw new KlonosError("marked-channel", `Line ${row.line} of the table: the recording has no EMG channel.`, `line ${row.line}`);
  if (found.length !== 1) throw new KlonosError("marked-channel", `Line ${row.line} of the table: ${wanted === "" ? "it names no channel, and the recording has several:" : `${found.length === 0 ? "no EMG channel" : "more than one EMG channel"} is “${row.channel}”. The recording has`} ${known}.`, `line ${row.line}`);
  return found[0]!;
}

/** Recordings are laid one behind the other this far apart, so that nothing of one can meet anything of another. */
const APART_SECONDS = 1e7;

/** A recording that could not be compared. */
export interface MarkedFailure {
  /** Lines of the table that speak of it. */
  readonly lines: readonly number[];
  /** Free of names of files. */
  readonly message: string;
}

/** The agreement of Klonos with the expert over all channels, as a report. Recordings are named by the lines of the table, never by their files. */
export function markedReport(channels: readonly MarkedChannel[], failures: readonly MarkedFailure[], version: string, settings: SettingValues): StudyReport {
  const { ciLevel } = settings;
  const laid = <T extends Edges>(list: (channel: MarkedChannel) => readonly T[]): readonly T[] => channels.flatMap((channel, k) => list(channel).map((item) => ({ ...item, startSeconds: item.startSeconds + k * APART_SECONDS, endSeconds: item.endSeconds + k * APART_SECONDS })));
  const expert = laid((channel) => channel.expertTrains);
  const found = laid((channel) => channel.foundTrains);
  const trains = trainAgreement(expert, found);
  const pairs = trains.pairs.map(([a, b]) => [expert[a]!.label, found[b]!.label] as const);
  const kappa = cohenKappa(pairs, ciLevel);
  const words = ["rhythmic", "irregular", "undecided"] as const;
  const differing = trains.pairs.filter(([a, b]) => expert[a]!.label !== found[b]!.label);
  const marked = channels.filter(({ expertBursts }) => expertBursts !== undefined);
  return {
    title: "Agreement with marked recordings",
    blocks: [
      { kind: "paragraph", text: `Klonos ${version}, ${settingsText(settings)}: ${channels.length} channels, ${expert.length} trains marked by the expert, ${found.length} found (trains of too few beats left out). Agreement with one expert, not truth. For research and teaching. Not a medical device.` },
      ...(failures.length === 0 ? [] : [{ kind: "heading", text: "Left out" } as const, { kind: "table", head: ["lines of the table", "why the recording was not compared"], rows: failures.map(({ lines, message }) => [lines.join(", "), message]) } as const]),
      { kind: "heading", text: "Trains" },
      { kind: "table", head: ["", "trains"], rows: [["one of the expert's, one of Klonos'", String(trains.whole)], ["split by Klonos (pieces too many)", `${trains.split} (${trains.splitPieces})`], ["joined by Klonos (swallowed)", `${trains.merged} (${trains.mergedPieces})`], ["not found", String(trains.missed)], ["found beside", String(trains.extra)]] },
      boundaryTable([["start of the train", trains.pairs.length, trains.onset], ["end of the train", trains.pairs.length, trains.offset]]),
      { kind: "heading", text: "Patterns" },
      { kind: "paragraph", text: kappaText(kappa, ciLevel) },
      { kind: "table", head: ["expert \\ Klonos", ...words], rows: words.map((row) => [row, ...words.map((column) => String(pairs.filter(([a, b]) => a === row && b === column).length))]) },
      ...(differing.length === 0 ? [] : [{ kind: "paragraph", text: `Differing (line of the table: expert, Klonos): ${differing.map(([a, b]) => `${expert[a]!.line}: ${expert[a]!.label}, ${found[b]!.label}`).join("; ")}.` } as const]),
      ...burstBlocks(marked),
    ],
  };

  function burstBlocks(withBursts: readonly MarkedChannel[]): readonly ReportBlock[] {
    if (withBursts.length === 0) return [];
    const shift = (list: (channel: MarkedChannel) => readonly Edges[]): readonly Edges[] => withBursts.flatMap((channel, k) => list(channel).map(({ startSeconds, endSeconds }) => ({ startSeconds: startSeconds + k * APART_SECONDS, endSeconds: endSeconds + k * APART_SECONDS })));
    const agreement = burstAgreement(shift(({ expertBursts }) => expertBursts ?? []), shift(({ foundBursts }) => foundBursts), MATCH_SECONDS);
    return [
      { kind: "heading", text: "Bursts" },
      { kind: "paragraph", text: `${withBursts.length} channels with marked bursts: ${agreement.matched} found, ${agreement.missed} not found, ${agreement.extra} beside; recall ${share(agreement.recall)}, precision ${share(agreement.precision)}. Middles within ${1000 * MATCH_SECONDS} ms.` },
      boundaryTable([["onset of the burst", agreement.matched, agreement.onset], ["offset of the burst", agreement.matched, agreement.offset]]),
    ];
  }
}

/** Which constants Klonos was asked with. */
function settingsText(settings: SettingValues): string {
  const changed = settingNames.filter((name) => settings[name] !== settingDefinitions[name].default);
  return changed.length === 0 ? "default settings" : `settings that differ: ${changed.map((name) => `${settingDefinitions[name].title} ${settings[name]} instead of ${settingDefinitions[name].default}`).join(", ")}`;
}

function share(value: number | undefined): string {
  return value === undefined ? "–" : `${(100 * value).toFixed(1)} %`;
}

function kappaText({ items, observed, kappa, interval }: ReturnType<typeof cohenKappa>, ciLevel: number): string {
  if (items === 0) return "No train of the expert and of Klonos belong to each other alone: there is nothing to compare.";
  const value = kappa === undefined ? "κ cannot be had: both use one and the same word throughout" : `Cohen’s κ ${kappa.toFixed(2)}${interval === undefined ? " (no interval: without a disagreement the error of Fleiss 1969 is zero, whatever the number of trains)" : ` (${(100 * ciLevel).toFixed(0)} % interval ${interval[0].toFixed(2)} to ${interval[1].toFixed(2)}, Fleiss 1969${items < 20 ? "; too few trains for the interval to hold" : ""})`}`;
  return `${value}; the same word for ${share(observed)} of ${items} trains. Clonus and fading clonus are one pattern here. Trains that are split, joined, missed or beside are in the table above and not in κ.`;
}

function boundaryTable(rows: readonly (readonly [name: string, pairs: number, error: BoundaryError | undefined])[]): ReportBlock {
  const milliseconds = (value: number | undefined): string => (value === undefined ? "–" : (1000 * value).toFixed(1));
  return { kind: "table", head: ["Klonos minus expert", "pairs", "bias, ms", "SD, ms", "median size, ms"], rows: rows.map(([name, pairs, error]) => [name, String(pairs), milliseconds(error?.bias), milliseconds(error?.sd), milliseconds(error?.medianAbsolute)]) };
}
