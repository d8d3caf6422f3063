import { type Cancel, KlonosError, throwIfCancelled } from "../../core/errors";
import type { SampleRange } from "../../core/timeline";
import type { ByteSource } from "../byte-source";
import type { EdfLayout, EdfSignal } from "./edf-header";
import { planSamples } from "./edf-plan";
import { LONGEST_READ_BYTES } from "../read-plan";

/** Takes `samples` consecutive samples of the signal at `position`, which begin at byte `at`, for the result from `outIndex` on. */
export type TakeSamples = (position: number, bytes: Uint8Array, at: number, samples: number, outIndex: number) => void;

/** Bytes read at a time in one pass over whole records: they stay in the processor's cache while they are sorted into columns. */
const PASS_BYTES = 256 * 1024;
/** From this share of the records' bytes on, whole records are read once for all signals; below, each signal's own bytes. */
const WHOLE_RECORDS_SHARE = 0.25;

/**
 * Samples [start, end) of several signals, piece by piece: in one pass over whole records, about 256 KiB at a time, where they make up
 * enough of them, and else signal by signal. The caller has checked the range.
 * @throws KlonosError `bad-argument` for signals of different rates: a range of samples means another time in each.
 */
export async function takeSamples(source: ByteSource, layout: EdfLayout, signals: readonly EdfSignal[], range: SampleRange, take: TakeSamples, cancel?: Cancel): Promise<void> {
  const [first] = signals;
  if (first === undefined || range.end <= range.start) return;
  const { samplesPerRecord } = first;
  if (signals.some((signal) => signal.samplesPerRecord !== samplesPerRecord)) throw new KlonosError("bad-argument", "Channels of different rates cannot be read together; read them one by one.");
  const { recordBytes, bytesPerSample } = layout;
  const ownBytes = samplesPerRecord * bytesPerSample;
  if (recordBytes > LONGEST_READ_BYTES || ownBytes * signals.length < WHOLE_RECORDS_SHARE * recordBytes) {
    for (const [position, signal] of signals.entries()) {
      for (const read of planSamples(layout, signal, range)) {
        const bytes = await source.read(read.offset, read.length, cancel);
        throwIfCancelled(cancel);
        for (const piece of read.wanted) take(position, bytes, piece.offset - read.offset, piece.samples, piece.outIndex);
      }
    }
    return;
  }
  const from = signals.reduce((least, { offsetInRecord }) => Math.min(least, offsetInRecord), Infinity);
  const to = signals.reduce((most, { offsetInRecord }) => Math.max(most, offsetInRecord + ownBytes), 0);
  const recordsAtOnce = Math.max(1, Math.floor(PASS_BYTES / recordBytes));
  /** One piece of memory for the whole pass: the first piece is the longest. */
  let memory: Uint8Array | undefined;
  const endRecord = Math.ceil(range.end / samplesPerRecord);
  for (let record = Math.floor(range.start / samplesPerRecord); record < endRecord; record += recordsAtOnce) {
    const records = Math.min(recordsAtOnce, endRecord - record);
    const length = (records - 1) * recordBytes + to - from;
    const offset = layout.headerBytes + record * recordBytes + from;
    let bytes: Uint8Array;
    if (source.view !== undefined) bytes = source.view(offset, length);
    else if (source.readInto === undefined) bytes = await source.read(offset, length, cancel);
    else {
      bytes = (memory ??= new Uint8Array(length)).subarray(0, length);
      await source.readInto(bytes, offset, cancel);
    }
    throwIfCancelled(cancel);
    for (let k = 0; k < records; k += 1) {
      const recordStart = (record + k) * samplesPerRecord;
      const start = Math.max(range.start, recordStart);
      const samples = Math.min(range.end, recordStart + samplesPerRecord) - start;
      const at = k * recordBytes - from + (start - recordStart) * bytesPerSample;
      for (let position = 0; position < signals.length; position += 1) take(position, bytes, at + signals[position]!.offsetInRecord, samples, start - range.start);
    }
  }
}
