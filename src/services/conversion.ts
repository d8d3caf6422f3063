import type { Cancel } from "../core/errors";
import type { Annotation } from "../core/recording";
import type { ResultDocument } from "../core/result";
import type { ByteSource, SiblingSource } from "../formats/byte-source";
import { cachedSource } from "../formats/cached-source";
import { exportAnnotations, exportEdf } from "../formats/edf-export";
import { spanOfRecording, type SpanRequest } from "../formats/recording-span";
import type { RecordingReader } from "../formats/recording-reader";
import { openRecording } from "../formats/registry";
import { exportTable } from "../formats/table-export";
import type { ImportAnswers } from "../protocol/engine-api";

export type ConvertFormat = "edf" | "bdf" | "csv" | "tsv";

export interface ConvertRequest extends SpanRequest {
  readonly format: ConvertFormat;
  /** Bursts and trains of this result become annotations of the file (EDF and BDF). */
  readonly result?: ResultDocument | undefined;
  /** EDF and BDF: annotations alone, of the whole recording. A recording without channels is always written so. */
  readonly annotationsOnly?: boolean | undefined;
}

export interface Converted {
  readonly bytes: Uint8Array;
  /** What the new file could not hold exactly; a sentence each. */
  readonly notes: readonly string[];
}

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
export async function withReader<Result>(source: ByteSource, siblings: SiblingSource | undefined, answers: ImportAnswers, cancel: Cancel | undefined, use: (reader: RecordingReader) => Promise<Result>): Promise<Result> {
  const cached = cachedSource(source);
  try {
    const reader = await openRecording(cached, answers, cancel, siblings);
    try {
      return await use(reader);
    } finally {
      await reader.close();
    }
  } finally {
    await cached.close();
  }
}

/** One buffer of pieces. */
export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  const chunks = [...pieces];
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * A recording, or channels and a span of it, in another format. Fields that can name a person are not taken over. Takes the source
 * over and closes it.
 * @throws KlonosError of the reader, `bad-span`, `edf-write`.
 */
export function convertRecording(source: ByteSource, siblings: SiblingSource | undefined, answers: ImportAnswers, request: ConvertRequest, cancel?: Cancel): Promise<Converted> {
  return withReader(source, siblings, answers, cancel, async (reader) => {
    const scan = await reader.scan(cancel);
    const annotations = [...scan.annotations, ...(request.result === undefined ? [] : annotationsOfResult(request.result))];
    const header = { ...reader.header, channels: scan.channels };
    const family = request.format === "bdf" ? "BDF" : "EDF";
    const isTable = request.format === "csv" || request.format === "tsv";
    if (!isTable && (request.annotationsOnly === true || scan.channels.length === 0)) {
      const { chunks, notes } = exportAnnotations(header, annotations, family);
      return { bytes: joined(chunks), notes };
    }
    const span = spanOfRecording(scan.channels, request);
    if (request.format === "csv" || request.format === "tsv") {
      const encoder = new TextEncoder();
      const chunks: Uint8Array[] = [];
      for await (const text of exportTable(reader, span, request.format === "csv" ? "," : "\t", cancel)) chunks.push(encoder.encode(text));
      return { bytes: joined(chunks), notes: span.notes };
    }
    const { chunks, notes } = await exportEdf(reader, header, span, annotations, family, cancel);
    return { bytes: joined(chunks), notes };
  });
}
