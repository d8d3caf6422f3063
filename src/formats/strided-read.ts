import { type Cancel, throwIfCancelled } from "../core/errors";
import type { SampleRange } from "../core/timeline";
import type { ByteSource } from "./byte-source";
import type { Scaling } from "./edf-samples";
import { LONGEST_READ_BYTES } from "./read-plan";
import { decodeStored, type StoredNumber, storedBytes } from "./stored-numbers";

/** Samples of one channel at equal distances in a file: multiplexed (stride = a frame) or one after the other. */
export interface StridedSamples {
  readonly type: StoredNumber;
  readonly isLittle: boolean;
  /** Byte of sample 0. */
  readonly offset: number;
  readonly strideBytes: number;
  readonly scaling: Scaling;
}

/** Samples [start, end) to `out[outIndex …]`, in reads of at most 1 MiB. The caller has checked the range against the file. */
export async function readStrided(source: ByteSource, samples: StridedSamples, range: SampleRange, out: Float64Array, outIndex: number, cancel: Cancel | undefined): Promise<void> {
  const width = storedBytes(samples.type);
  const step = Math.max(1, Math.floor((LONGEST_READ_BYTES - width) / samples.strideBytes));
  for (let sample = range.start; sample < range.end; sample += step) {
    throwIfCancelled(cancel);
    const count = Math.min(step, range.end - sample);
    const bytes = await source.read(samples.offset + sample * samples.strideBytes, (count - 1) * samples.strideBytes + width, cancel);
    throwIfCancelled(cancel);
    decodeStored(samples.type, samples.isLittle, bytes, 0, samples.strideBytes, count, samples.scaling, out, outIndex + sample - range.start);
  }
}
