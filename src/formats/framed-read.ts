import { type Cancel, throwIfCancelled } from "../core/errors";
import type { SampleRange } from "../core/timeline";
import type { ByteSource } from "./byte-source";
import type { Scaling } from "./integer-samples";
import { LONGEST_READ_BYTES } from "./read-plan";
import { decodeStored, type StoredNumber, storedBytes } from "./stored-numbers";

/** Samples of one channel in a file of equal frames, of which each holds some samples of every channel. */
export interface FramedSamples {
  readonly type: StoredNumber;
  readonly littleEndian: boolean;
  /** Byte of the first frame. */
  readonly dataOffset: number;
  readonly frameBytes: number;
  /** Byte of the channel's first sample within its frame. */
  readonly offsetInFrame: number;
  readonly samplesPerFrame: number;
  /** Bytes between the channel's samples within a frame. */
  readonly strideBytes: number;
}

/** Samples of one channel at equal distances: multiplexed (`strideBytes` is a frame) or one after the other. */
export function stridedSamples(type: StoredNumber, littleEndian: boolean, offset: number, strideBytes: number): FramedSamples {
  return { type, littleEndian, dataOffset: offset, frameBytes: strideBytes, offsetInFrame: 0, samplesPerFrame: 1, strideBytes };
}

/**
 * Samples [start, end) of one channel, mapped. Reads whole runs of frames of at most 1 MiB (at least one frame's samples); the
 * caller has checked the range against the file.
 */
export async function readFramed(source: ByteSource, samples: FramedSamples, map: Scaling, range: SampleRange, cancel?: Cancel): Promise<Float64Array> {
  const { samplesPerFrame, frameBytes, strideBytes } = samples;
  const values = new Float64Array(range.end - range.start);
  const width = storedBytes(samples.type);
  const framesAtOnce = Math.max(1, Math.floor(LONGEST_READ_BYTES / frameBytes));
  for (let sample = range.start; sample < range.end; ) {
    throwIfCancelled(cancel);
    const firstFrame = Math.floor(sample / samplesPerFrame);
    const end = Math.min(range.end, (firstFrame + framesAtOnce) * samplesPerFrame);
    const byteOf = (index: number): number => {
      const frame = Math.floor(index / samplesPerFrame);
      return samples.dataOffset + frame * frameBytes + samples.offsetInFrame + (index - frame * samplesPerFrame) * strideBytes;
    };
    const from = byteOf(sample);
    const bytes = await source.read(from, byteOf(end - 1) + width - from, cancel);
    throwIfCancelled(cancel);
    if (samplesPerFrame === 1) {
      decodeStored(samples.type, samples.littleEndian, bytes, 0, frameBytes, end - sample, map, values, sample - range.start);
      sample = end;
    }
    while (sample < end) {
      const count = Math.min(end - sample, samplesPerFrame - (sample % samplesPerFrame));
      decodeStored(samples.type, samples.littleEndian, bytes, byteOf(sample) - from, strideBytes, count, map, values, sample - range.start);
      sample += count;
    }
  }
  return values;
}

/** A long table of a header, in reads of at most 1 MiB. */
export async function readLong(source: ByteSource, offset: number, length: number, cancel?: Cancel): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += LONGEST_READ_BYTES) {
    throwIfCancelled(cancel);
    bytes.set(await source.read(offset + at, Math.min(LONGEST_READ_BYTES, length - at), cancel), at);
  }
  return bytes;
}
