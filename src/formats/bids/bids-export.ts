import type { Cancel, Progress } from "../../core/errors";
import type { Annotation, RecordingHeader } from "../../core/recording";
import { type BidsName, bidsFolder, bidsStem, requireBidsName } from "./bids-names";
import { NOT_AVAILABLE, writeBidsTable } from "./bids-tsv";
import { exportEdf, type SampleSource, writtenUnit } from "../edf/edf-export";
import { uniqueEdfLabels } from "../edf/edf-labels";
import type { RecordingSpan } from "../recording-span";
import { voltageSymbol } from "../../core/units";

/** The specification whose rules the folder obeys. */
const BIDS_VERSION = "1.11.0";
const TYPE_OF_ROLE = { emg: "EMG", trigger: "TRIG", angle: "MISC", force: "MISC", acceleration: "MISC", other: "MISC" } as const;

/** A row of a table of results: burst or train. Times in seconds of the recording. */
export interface BidsDerivedEvent extends Annotation {
  /** Further cells, by column. */
  readonly cells: Readonly<Record<string, string | number | null>>;
}

/** A table of results with what its columns mean. */
export interface BidsDerived {
  /** Label of the entity `desc`, letters and digits. */
  readonly description: string;
  readonly columns: Readonly<Record<string, { readonly Description: string; readonly Units?: string }>>;
  readonly events: readonly BidsDerivedEvent[];
}

/** Names and facts that go into a data set and that no recording tells. */
export interface BidsRequest {
  readonly name: BidsName;
  /** Name of the data set. */
  readonly datasetName: string;
  readonly version: string;
  readonly family: "EDF" | "BDF";
  /** Hz of the mains where it was recorded, when known. */
  readonly powerLineHz?: number | undefined;
  /** Name of a muscle for people, from its identifier. */
  readonly muscleName: (id: string) => string;
  /** By channel index: why it is bad. Channels that are in no list are unknown. */
  readonly badChannels?: ReadonlyMap<number, string> | undefined;
  readonly goodChannels?: ReadonlySet<number> | undefined;
  readonly derived?: readonly BidsDerived[] | undefined;
}

/** One file of a data set, in pieces. */
export interface BidsFile {
  /** Below the data set, with `/`. */
  readonly path: string;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Files of the whole data set: kept as they are where there are any already. */
  readonly isShared: boolean;
}

/** A recording as files of a data set, with its participant and what they could not hold exactly (a sentence each). */
export interface BidsExport {
  readonly files: readonly BidsFile[];
  readonly participant: string;
  readonly notes: readonly string[];
}

/** Cut-offs of an EDF prefilter text, `HP:20Hz LP:450Hz N:50Hz`. */
function cutoffs(prefilter: string): readonly (number | undefined)[] {
  return ["HP", "LP", "N"].map((kind) => {
    const value = new RegExp(`\\b${kind}\\s*:\\s*([\\d.]+)\\s*Hz`, "i").exec(prefilter)?.[1];
    return value === undefined ? undefined : Number(value);
  });
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

function channelsTable(span: RecordingSpan, names: readonly string[], units: readonly string[], request: BidsRequest): { readonly table: string; readonly hasOriginal: boolean } {
  const hasOriginal = span.channels.some(({ channel }, k) => channel.label !== names[k]);
  const columns = ["name", "type", "units", "description", "sampling_frequency", "reference", "target_muscle", "low_cutoff", "high_cutoff", "notch", "status", "status_description", ...(hasOriginal ? ["original_label"] : [])];
  const rows = span.channels.map(({ channel }, k) => {
    const bad = request.badChannels?.get(channel.index) ?? channel.statedBad;
    const muscle = channel.muscle === undefined ? undefined : [channel.side, request.muscleName(channel.muscle)].filter((word) => word !== undefined).join(" ");
    const isMisc = TYPE_OF_ROLE[channel.role] === "MISC" && channel.role !== "other";
    const status = bad !== undefined ? "bad" : request.goodChannels?.has(channel.index) === true ? "good" : undefined;
    return [names[k], TYPE_OF_ROLE[channel.role], voltageSymbol(units[k]!) ?? units[k], isMisc ? channel.role : undefined, channel.samplingHz, undefined, muscle, ...cutoffs(channel.prefilter), status, bad, ...(hasOriginal ? [channel.label] : [])];
  });
  return { table: writeBidsTable(columns, rows), hasOriginal };
}

function description(span: RecordingSpan, request: BidsRequest): string {
  const channels = span.channels.map(({ channel }) => channel);
  const emg = channels.filter(({ role }) => role === "emg");
  const rate = Math.max(...(emg.length > 0 ? emg : channels).map(({ samplingHz }) => samplingHz));
  const lengths = span.channels[0]!.pieces.length;
  return json({
    TaskName: request.name.task,
    SamplingFrequency: rate,
    PowerLineFrequency: request.powerLineHz ?? NOT_AVAILABLE,
    SoftwareFilters: NOT_AVAILABLE,
    RecordingType: lengths > 1 ? "discontinuous" : "continuous",
    RecordingDuration: Number((span.endSeconds - span.startSeconds).toFixed(6)),
    EMGChannelCount: emg.length,
    TriggerChannelCount: channels.filter(({ role }) => role === "trigger").length,
    EMGPlacementScheme: "Other",
    EMGPlacementSchemeDescription: "Not stated in the recording.",
    EMGReference: NOT_AVAILABLE,
    EMGGround: NOT_AVAILABLE,
  });
}

const EVENT_COLUMNS = {
  onset: { Description: "Start of the event, from the first sample of the recording", Units: "s" },
  duration: { Description: "Length of the event; 0 for a point in time", Units: "s" },
  trial_type: { Description: "Text of the event as the recording holds it" },
  channel: { Description: "Channel that the event belongs to, by its name in channels.tsv; n/a for all" },
} as const;

/**
 * A recording, or channels and a span of it, as a BIDS-EMG data set (BIDS 1.11, modality EMG): `_emg.edf` or `.bdf` with `_emg.json`,
 * `_channels.tsv`, `_events.tsv`, the files of the data set, and results as a derivative (`derivatives/klonos`). Values, annotations and
 * gaps as `exportEdf` writes them; nothing that can name a person is taken over. What a recording does not tell is `n/a`.
 * @throws KlonosError `bids-name`, `bad-span`, `edf-write`.
 */
export async function exportBids(reader: SampleSource, header: RecordingHeader, span: RecordingSpan, annotations: readonly Annotation[], request: BidsRequest, cancel?: Cancel, progress?: Progress): Promise<BidsExport> {
  requireBidsName(request.name);
  const names = uniqueEdfLabels(span.channels.map(({ channel }) => channel));
  const nameOf = new Map(span.channels.map(({ channel }, k) => [channel.index, names[k]!]));
  const renamed: RecordingSpan = { ...span, channels: span.channels.map((own, k) => ({ ...own, channel: { ...own.channel, label: names[k]! } })) };
  const renamedHeader = { ...header, channels: header.channels.map((channel) => ({ ...channel, label: nameOf.get(channel.index) ?? channel.label })) };
  // What is linked to a channel that is not written would name none.
  const kept = annotations.filter(({ channel }) => channel === undefined || nameOf.has(channel));
  const { chunks, notes } = await exportEdf(reader, renamedHeader, renamed, kept, request.family, cancel, progress);
  const inSpan = <Event extends Annotation>(events: readonly Event[]): readonly Event[] => events.filter(({ onsetSeconds, durationSeconds, channel }) => onsetSeconds + durationSeconds >= span.startSeconds && onsetSeconds < span.endSeconds && (channel === undefined || nameOf.has(channel)));
  const seconds = (value: number): number => Number(value.toFixed(6));
  const eventCells = (event: Annotation): (string | number | undefined)[] => [seconds(event.onsetSeconds - span.startSeconds), seconds(event.durationSeconds), event.text, event.channel === undefined ? undefined : nameOf.get(event.channel)];

  const stem = bidsStem(request.name);
  const base = `${bidsFolder(request.name)}/${stem}`;
  const encoder = new TextEncoder();
  const files: BidsFile[] = [];
  const add = (path: string, text: string, isShared = false): void => void files.push({ path, chunks: [encoder.encode(text)], isShared });
  const generatedBy = [{ Name: "Klonos", Version: request.version }];
  add("dataset_description.json", json({ Name: request.datasetName, BIDSVersion: BIDS_VERSION, DatasetType: "raw", GeneratedBy: generatedBy }), true);
  add("README.md", `# ${request.datasetName}\n\nElectromyography recordings, written by Klonos ${request.version} as BIDS ${BIDS_VERSION}. Add who recorded them, how, and under which licence.\n`, true);
  add("participants.json", json({ participant_id: { Description: "Participant of the data set" } }), true);
  files.push({ path: `${base}_emg.${request.family.toLowerCase()}`, chunks, isShared: false });
  add(`${base}_emg.json`, description(span, request));
  const { table, hasOriginal } = channelsTable(span, names, span.channels.map(({ channel }) => writtenUnit(reader, channel, request.family)), request);
  add(`${base}_channels.tsv`, table);
  if (hasOriginal) add(`${base}_channels.json`, json({ original_label: { Description: "Label in the recording from which this one was made; name is what an EDF can hold of it" } }));
  const events = inSpan(kept);
  if (events.length > 0) {
    add(`${base}_events.tsv`, writeBidsTable(Object.keys(EVENT_COLUMNS), events.map(eventCells)));
    add(`${base}_events.json`, json(EVENT_COLUMNS));
  }
  if (request.derived !== undefined) {
    const root = "derivatives/klonos";
    add(`${root}/dataset_description.json`, json({ Name: `${request.datasetName}: bursts and trains`, BIDSVersion: BIDS_VERSION, DatasetType: "derivative", GeneratedBy: generatedBy, SourceDatasets: [{ URL: "../.." }], DatasetLinks: { raw: "../.." } }), true);
    add(`${root}/README.md`, `# Bursts and trains\n\nFound by Klonos ${request.version}. A pattern, never a diagnosis. For research and teaching. Not a medical device.\n`, true);
    // The specification names no file for events of derivatives yet; it asks that such files be listed here.
    add(`${root}/.bidsignore`, "*_desc-*\n", true);
    for (const one of request.derived) {
      const further = Object.keys(one.columns);
      add(`${root}/${base}_desc-${one.description}_events.tsv`, writeBidsTable([...Object.keys(EVENT_COLUMNS), ...further], inSpan(one.events).map((event) => [...eventCells(event), ...further.map((column) => event.cells[column])])));
      add(`${root}/${base}_desc-${one.description}_events.json`, json({ Sources: [`bids:raw:${base}_emg.${request.family.toLowerCase()}`], ...EVENT_COLUMNS, trial_type: { Description: "What was found" }, ...one.columns }));
    }
  }
  return { files, participant: `sub-${request.name.subject}`, notes };
}
