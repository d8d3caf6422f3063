import { muscleById } from "../core/anatomy/muscles";
import type { Cancel, Progress } from "../core/errors";
import type { Annotation, RecordingHeader } from "../core/recording";
import type { BurstResult, ResultDocument } from "../core/result";
import { type BidsDerived, type BidsDerivedEvent, type BidsExport, type BidsRequest, exportBids } from "../formats/bids/bids-export";
import type { ByteSource, SiblingSource } from "../formats/byte-source";
import type { SampleSource } from "../formats/edf/edf-export";
import { type RecordingSpan, spanOfRecording, type SpanRequest } from "../formats/recording-span";
import type { CallContext } from "../protocol/engine";
import type { ImportAnswers } from "../protocol/engine-api";
import { partOf, problemsOf, withReader } from "./conversion";

/** Share of the work, as it takes time, that reading the whole file once is; the rest is reading the samples. */
const SCAN_SHARE = 0.2;

export interface BidsConversion extends SpanRequest, Pick<BidsRequest, "name" | "datasetName" | "version" | "family" | "powerLineHz"> {
  /** Bursts and trains of this result become a derivative of the data set. */
  readonly result?: ResultDocument | undefined;
}

function burstsOf(document: ResultDocument): BidsDerived {
  const event = (channel: number, burst: BurstResult, train: string | null): BidsDerivedEvent => ({
    onsetSeconds: burst.onsetSeconds,
    durationSeconds: burst.offsetSeconds - burst.onsetSeconds,
    text: "burst",
    channel,
    cells: { train, centre: burst.timeSeconds - burst.onsetSeconds, amplitude: burst.amplitudeMicrovolts },
  });
  const events = [
    ...document.trains.flatMap((train) => train.bursts.map((burst) => event(train.channelIndex, burst, train.id))),
    ...document.channels.flatMap((channel) => channel.isolatedBursts.map((burst) => event(channel.index, burst, null))),
  ].sort((a, b) => a.onsetSeconds - b.onsetSeconds);
  return {
    description: "bursts",
    columns: {
      train: { Description: "Train (of the table of trains) that the burst belongs to; n/a for an isolated burst" },
      centre: { Description: "Centroid of the burst's envelope, from its onset", Units: "s" },
      amplitude: { Description: "RMS of the band-passed signal between the edges", Units: "uV" },
    },
    events,
  };
}

function trainsOf(document: ResultDocument): BidsDerived {
  return {
    description: "trains",
    columns: {
      train: { Description: "Identifier of the train" },
      beats: { Description: "Number of bursts that are beats of it" },
      rate: { Description: "Beats a second", Units: "Hz" },
      jitter: { Description: "Coefficient of variation of the intervals with drift removed" },
      pattern: { Description: "Pattern before gates were applied" },
      confidence: { Description: "How far the evidence lies from its thresholds" },
    },
    events: [...document.trains].sort((a, b) => a.startSeconds - b.startSeconds).map((train) => ({
      onsetSeconds: train.startSeconds,
      durationSeconds: train.endSeconds - train.startSeconds,
      text: train.label,
      channel: train.channelIndex,
      cells: { train: train.id, beats: train.beats, rate: train.rateHz, jitter: train.jitter, pattern: train.pattern, confidence: train.confidence },
    })),
  };
}

/** A span of an open recording as files of a BIDS-EMG data set, with bursts and trains of a result as a derivative. See `exportBids`. */
export function bidsDataset(samples: SampleSource, header: RecordingHeader, span: RecordingSpan, annotations: readonly Annotation[], request: Omit<BidsConversion, keyof SpanRequest>, cancel?: Cancel, progress?: Progress): Promise<BidsExport> {
  const { result } = request;
  const analysed = result?.channels.filter(({ role }) => role === "emg") ?? [];
  return exportBids(samples, header, span, annotations, {
    ...request,
    muscleName: (id) => muscleById(id)?.name ?? id,
    badChannels: new Map(analysed.flatMap(({ index, unusable }) => (unusable === null ? [] : [[index, unusable] as const]))),
    goodChannels: new Set(analysed.filter(({ unusable }) => unusable === null).map(({ index }) => index)),
    derived: result === undefined ? undefined : [burstsOf(result), trainsOf(result)],
  }, cancel, progress);
}

/**
 * A recording as files of a BIDS-EMG data set, given to `save` while the recording is open: its samples are read as their file is written.
 * Takes the source over and closes it.
 * @throws KlonosError of the reader, of `save`, `bids-name`, `bad-span`, `edf-write`.
 */
export function convertToBids(source: ByteSource, siblings: SiblingSource | undefined, answers: ImportAnswers, request: BidsConversion, save: (made: BidsExport) => Promise<void>, call?: CallContext): Promise<BidsExport> {
  return withReader(source, siblings, answers, call, async (reader) => {
    const scan = await reader.scan(call?.cancel, partOf(call, 0, SCAN_SHARE));
    const made = await bidsDataset(reader, { ...reader.header, channels: scan.channels }, spanOfRecording(scan.channels, request), scan.annotations, request, call?.cancel, partOf(call, SCAN_SHARE, 1));
    await save(made);
    return { ...made, notes: [...problemsOf(reader.header, scan), ...made.notes] };
  });
}
