import { type Progress, throwIfCancelled } from "../core/errors";
import type { Annotation, RecordingHeader, RecordingScan } from "../core/recording";
import type { ResultDocument } from "../core/result";
import type { ByteSource, SiblingSource } from "../formats/byte-source";
import { cachedSource } from "../formats/cached-source";
import { exportAnnotations, exportEdf } from "../formats/edf/edf-export";
import { spanOfRecording, type SpanRequest } from "../formats/recording-span";
import type { RecordingReader } from "../formats/recording-reader";
import { openRecording } from "../formats/registry";
import { exportTable } from "../formats/table-export";
import type { CallContext } from "../protocol/engine";
import type { ImportAnswers } from "../protocol/engine-api";
import { mergedIssues } from "./exports/info-document";

export type ConvertFormat = "edf" | "bdf" | "csv" | "tsv";

export interface ConvertRequest extends SpanRequest {
  readonly format: ConvertFormat;
  /** Bursts and trains of this result become annotations of the file (EDF and BDF). */
  readonly result?: ResultDocument | undefined;
  /** EDF and BDF: annotations alone, of the whole recording. A recording without channels is always written so. */
  readonly annotationsOnly?: boolean | undefined;
}

/** Takes the pieces of a new file one after the other; it rejects when they cannot be kept. */
export type SavePieces = (pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) => Promise<void>;

/** Share of the work, as it takes time, that reading the whole file once is; the rest is reading the samples and writing them. */
const SCAN_SHARE = 0.1;

/** Trains and bursts of a result as annotations of their channels, in time order. */
export function annotationsOfResult(document: ResultDocument): readonly Annotation[] {
  const burst = (channel: number, { onsetSeconds, offsetSeconds }: { readonly onsetSeconds: number; readonly offsetSeconds: number }): Annotation => ({ onsetSeconds, durationSeconds: offsetSeconds - onsetSeconds, text: "Klonos burst", channel });
  const all: Annotation[] = [];
  for (const train of document.trains) {
    all.push({ onsetSeconds: train.startSeconds, durationSeconds: train.endSeconds - train.startSeconds, text: `Klonos train: ${train.label}, n = ${train.beats}`, channel: train.channelIndex });
    for (const one of train.bursts) all.push(burst(train.channelIndex, one));
  }
  for (const channel of document.channels) for (const one of channel.isolatedBursts) all.push(burst(channel.index, one));
  return all.sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}

/** Opens a source, runs `use` and closes it whatever happens. */
export async function withReader<Result>(source: ByteSource, siblings: SiblingSource | undefined, answers: ImportAnswers, call: CallContext | undefined, use: (reader: RecordingReader) => Promise<Result>): Promise<Result> {
  const cached = cachedSource(source);
  try {
    const reader = await openRecording(cached, answers, call?.cancel, siblings);
    try {
      return await use(reader);
    } finally {
      await reader.close();
    }
  } finally {
    await cached.close();
  }
}

/** Progress of a part of the work that lies between two shares of it. */
export function partOf(call: CallContext | undefined, from: number, to: number): Progress | undefined {
  return call === undefined ? undefined : (fraction, doing) => call.progress(from + (to - from) * fraction, doing);
}

/** What is wrong with the recording that is converted, a sentence each: the new file looks whole, and says nothing of records that were missing in the old one. */
export function problemsOf(header: RecordingHeader, scan: RecordingScan): readonly string[] {
  return mergedIssues(header.issues, scan.issues).flatMap(({ severity, where, message }) => (severity === "info" ? [] : [where === "" || message.includes(where) ? message : `${where}: ${message}`]));
}

/** A table as bytes, piece by piece. */
export async function* encodedTexts(texts: AsyncIterable<string>, call: CallContext | undefined): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
  throwIfCancelled(call?.cancel);
}

/**
 * A recording, or channels and a span of it, in another format. Fields that can name a person are not taken over. Takes the source
 * over and closes it. What is written goes to `save` as it is read: memory does not
 * grow with the span.
 * @returns what is wrong with the recording, and what the new file could not hold exactly; a sentence each.
 * @throws KlonosError of the reader, of `save`, `bad-span`, `edf-write`, `cancelled`.
 */
export function convertRecording(source: ByteSource, siblings: SiblingSource | undefined, answers: ImportAnswers, request: ConvertRequest, save: SavePieces, call?: CallContext): Promise<readonly string[]> {
  return withReader(source, siblings, answers, call, async (reader) => {
    const scan = await reader.scan(call?.cancel, partOf(call, 0, SCAN_SHARE));
    const annotations = [...scan.annotations, ...(request.result === undefined ? [] : annotationsOfResult(request.result))];
    const header = { ...reader.header, channels: scan.channels };
    const family = request.format === "bdf" ? "BDF" : "EDF";
    const problems = problemsOf(reader.header, scan);
    const isTable = request.format === "csv" || request.format === "tsv";
    if (!isTable && (request.annotationsOnly === true || scan.channels.length === 0)) {
      const { chunks, notes } = exportAnnotations(header, annotations, family);
      await save(chunks);
      return [...problems, ...notes];
    }
    const span = spanOfRecording(scan.channels, request);
    if (request.format === "csv" || request.format === "tsv") {
      await save(encodedTexts(exportTable(reader, span, request.format === "csv" ? "," : "\t", call?.cancel, partOf(call, SCAN_SHARE, 1)), call));
      return [...problems, ...span.notes];
    }
    const { chunks, notes } = await exportEdf(reader, header, span, annotations, family, call?.cancel, partOf(call, SCAN_SHARE, 1));
    await save(chunks);
    return [...problems, ...notes];
  });
}
