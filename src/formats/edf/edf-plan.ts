import type { SampleRange } from "../../core/timeline";
import type { EdfLayout, EdfSignal } from "./edf-header";
import { LONGEST_READ_BYTES, mergeReads, type PlannedRead, type WantedBytes } from "../read-plan";

/** Consecutive samples inside one data record. */
export interface SamplePiece extends WantedBytes {
  readonly samples: number;
  /** Position in the result. */
  readonly outIndex: number;
}

function* samplePieces(layout: EdfLayout, signal: EdfSignal, range: SampleRange): Generator<SamplePiece> {
  const { bytesPerSample } = layout;
  const longest = Math.floor(LONGEST_READ_BYTES / bytesPerSample);
  for (let sample = range.start; sample < range.end; ) {
    const record = Math.floor(sample / signal.samplesPerRecord);
    const inRecord = sample - record * signal.samplesPerRecord;
    const samples = Math.min(range.end - sample, signal.samplesPerRecord - inRecord, longest);
    const offset = layout.headerBytes + record * layout.recordBytes + signal.offsetInRecord + inRecord * bytesPerSample;
    yield { offset, length: samples * bytesPerSample, samples, outIndex: sample - range.start };
    sample += samples;
  }
}

/** Byte ranges that hold samples [start, end) of one signal, near ones merged. The range must be within the signal. */
export function planSamples(layout: EdfLayout, signal: EdfSignal, range: SampleRange): Generator<PlannedRead<SamplePiece>> {
  return mergeReads(samplePieces(layout, signal, range));
}

/** One annotation signal's bytes in one data record. */
export interface AnnotationBlock extends WantedBytes {
  readonly record: number;
  /** True for the record's first annotation signal, which begins with the record's time. */
  readonly isTimekeeper: boolean;
}

function* annotationBlocks(layout: EdfLayout, startRecord: number, endRecord: number): Generator<AnnotationBlock> {
  const signals = layout.signals.filter((signal) => signal.isAnnotations);
  for (let record = startRecord; record < endRecord; record += 1) {
    for (const signal of signals) {
      const offset = layout.headerBytes + record * layout.recordBytes + signal.offsetInRecord;
      yield { offset, length: signal.samplesPerRecord * layout.bytesPerSample, record, isTimekeeper: signal === signals[0] };
    }
  }
}

/** Byte ranges of the annotation signals of records [startRecord, endRecord), near ones merged. */
export function planAnnotations(layout: EdfLayout, startRecord: number, endRecord: number): Generator<PlannedRead<AnnotationBlock>> {
  return mergeReads(annotationBlocks(layout, startRecord, endRecord));
}
