import { effectiveRead } from "../../core/analysis";
import { effectiveChannels, inRowOrder, polarityOf, sampleFactor } from "../../core/channel-overrides";
import { KlonosError } from "../../core/errors";
import type { Annotation, ChannelInfo } from "../../core/recording";
import type { ChannelOverride, Mark, ResultDocument } from "../../core/result";
import { exportAnnotations, exportEdf, type SampleSource } from "../../formats/edf/edf-export";
import { joinedPieces } from "../../formats/joined-pieces";
import { type RecordingSpan, spanOfRecording } from "../../formats/recording-span";
import { exportTable } from "../../formats/table-export";
import type { CallContext } from "../../protocol/engine";
import type { EngineApi, RecordingFileRequest } from "../../protocol/engine-api";
import { bidsDataset } from "../bids-conversion";
import { annotationsOfResult, encodedTexts } from "../conversion";
import { withDerivations } from "../derived-recording";
import type { Recording } from "../recordings";
import { baseNameOf } from "./file-names";
import { sourceNameOf } from "./table-model";
import { zipArchive } from "./zip-archive";

/** A window gives a file to its shell in one piece. */
const MOST_BYTES = 480 * 1024 * 1024;
/** Bytes of a sample as text with its delimiter, at most and about. */
const BYTES_OF_TEXT = 12;
const MEGABYTE = 1e6;
const MIMES = { edf: "application/x-edf", bdf: "application/x-bdf", csv: "text/csv", tsv: "text/tab-separated-values", bids: "application/zip" } as const;

/** Marks that a person set, moved or confirmed: the file's own annotations do not hold them. */
function annotationsOfMarks(marks: readonly Mark[]): readonly Annotation[] {
  return marks
    .filter(({ origin }) => origin !== "file")
    .map(({ seconds, endSeconds, text, kind, channelIndex }) => ({ onsetSeconds: seconds, durationSeconds: endSeconds === undefined ? 0 : endSeconds - seconds, text: text.trim() === "" ? kind : text, channel: channelIndex }));
}

/** Samples as the person sees them; the file's own integers only of its channels (the first `ofFile`) at whose values nobody touched. */
function samplesAsShown(recording: Recording, ofFile: number, channels: readonly ChannelInfo[], overrides: readonly ChannelOverride[]): SampleSource {
  const scaled = effectiveRead(recording.read, channels, overrides);
  const isTouched = (index: number): boolean => index >= ofFile || polarityOf(index, overrides) !== 1 || sampleFactor(channels[index]!, overrides) !== 1;
  const { readStored, storedScale } = recording.stored;
  return {
    async read(index, range, cancel) {
      const values = await scaled(index, range, cancel);
      if (polarityOf(index, overrides) === -1) for (let k = 0; k < values.length; k += 1) values[k] = -values[k]!;
      return values;
    },
    ...(readStored === undefined ? {} : { readStored, storedScale: (index: number) => (isTouched(index) ? undefined : storedScale?.(index)) }),
  };
}

function requireSize(span: RecordingSpan, bytesPerSample: number): void {
  const bytes = span.channels.reduce((sum, { sampleCount }) => sum + sampleCount, 0) * bytesPerSample;
  if (bytes <= MOST_BYTES) return;
  throw new KlonosError("export-too-large", `The file would hold about ${Math.round(bytes / MEGABYTE)} MB; the window saves at most ${Math.round(MOST_BYTES / MEGABYTE)} MB at once. Choose fewer channels or a shorter stretch, or use the command line: klonos convert writes files of any length.`, "", { bytes });
}

/**
 * The recording, or channels and a span of it, as a file of another format. Fields that can name a person are not taken over; gaps stay gaps.
 * @param result whose bursts and trains are written; undefined for none
 * @throws KlonosError `export-too-large`, `bad-span`, `edf-write`, `bids-name`, `derivation-refused`, `cancelled`; of the reader
 */
export async function recordingFile(recording: Recording, result: ResultDocument | undefined, request: RecordingFileRequest, version: string, call: CallContext | undefined): Promise<EngineApi["exportRecording"]["result"]> {
  const { overrides, derivations, marks } = request.context;
  const withDerived = withDerivations(recording, derivations ?? [], overrides);
  const scan = await withDerived.structure(call?.cancel);
  const channels = effectiveChannels(scan.channels, overrides);
  const annotations = [...scan.annotations, ...annotationsOfMarks(marks), ...(result === undefined || request.format === "bids" ? [] : annotationsOfResult(result))].sort((a, b) => a.onsetSeconds - b.onsetSeconds);
  const header = { ...recording.header, channels };
  const sha256 = request.withNames ? null : await recording.hash(call?.cancel);
  const base = baseNameOf(sourceNameOf({ source: { name: recording.name, sha256 } }, request.withNames));
  const made = (bytes: Uint8Array, notes: readonly string[]): EngineApi["exportRecording"]["result"] => ({ file: { name: `${base}.${request.format === "bids" ? "bids.zip" : request.format}`, mime: MIMES[request.format], bytes }, notes });
  const { format } = request;
  const family = format === "edf" ? "EDF" : "BDF";
  if (request.annotationsOnly && (format === "edf" || format === "bdf")) {
    const { chunks, notes } = exportAnnotations(header, annotations, family);
    return made(await joinedPieces(chunks), notes);
  }
  const chosen = new Set(request.channels ?? channels.filter(({ sampleCount }) => sampleCount > 0).map(({ index }) => index));
  const order = inRowOrder(channels, overrides).filter(({ index }) => chosen.has(index));
  const span = spanOfRecording(channels, { channels: order.map(({ index }) => index), startSeconds: request.startSeconds, endSeconds: request.endSeconds });
  const samples = samplesAsShown(withDerived, recording.header.channels.length, scan.channels, overrides);
  if (format === "csv" || format === "tsv") {
    requireSize(span, BYTES_OF_TEXT);
    return made(await joinedPieces(encodedTexts(exportTable(samples, span, format === "csv" ? "," : "\t", call?.cancel, call?.progress), call)), span.notes);
  }
  requireSize(span, family === "BDF" ? 3 : 2);
  if (format === "bids") {
    const dataset = await bidsDataset(samples, header, span, annotations, { result, name: { subject: request.subject ?? "01", task: request.task ?? "emg" }, datasetName: base, version, family }, call?.cancel, call?.progress);
    const files: (readonly [string, Uint8Array])[] = [];
    for (const { path, chunks } of dataset.files) files.push([path, await joinedPieces(chunks)]);
    files.push(["participants.tsv", new TextEncoder().encode(`participant_id\n${dataset.participant}\n`)]);
    return made(await zipArchive(files), dataset.notes);
  }
  const { chunks, notes } = await exportEdf(samples, header, span, annotations, family, call?.cancel, call?.progress);
  return made(await joinedPieces(chunks), notes);
}
