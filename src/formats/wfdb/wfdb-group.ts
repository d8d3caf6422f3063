import { type Cancel, throwIfCancelled } from "../../core/errors";
import type { SampleRange } from "../../core/timeline";
import type { ByteSource } from "../byte-source";
import type { Scaling } from "../integer-samples";
import { LONGEST_READ_BYTES } from "../read-plan";
import type { WfdbSignal } from "./wfdb-header";
import { samplesInBytes, type WfdbPacking, wfdbPacking } from "./wfdb-samples";

/** Signals that share a file: each frame holds `samplesPerFrame` samples of every one of them, one signal after the other. */
export interface WfdbGroup {
  readonly fileName: string;
  readonly packing: WfdbPacking;
  readonly isDifference: boolean;
  readonly byteOffset: number;
  readonly frameSamples: number;
  readonly fileBytes: number;
  /** Frames in the file that are whole for every signal. */
  readonly frames: number;
}

/** One signal in its group. */
export interface WfdbTrack {
  readonly group: WfdbGroup;
  readonly signal: WfdbSignal;
  /** Samples of the frame before this signal's. */
  readonly startInFrame: number;
  /** Running sum of the differences before sample k · SUM_STEP of the file, at k; grows as far as was read. Format 8 only. */
  readonly sums: number[];
}

/** Samples between two kept sums of a signal of differences: 8 bytes for each. */
const SUM_STEP = 65_536;

/** What one file of a header holds; `signals` are all that name it. */
export function groupOf(signals: readonly WfdbSignal[], fileBytes: number): WfdbTrack[] {
  const first = signals[0]!;
  const packing = wfdbPacking(first.format);
  const frameSamples = signals.reduce((sum, signal) => sum + signal.samplesPerFrame, 0);
  const frames = Math.floor(samplesInBytes(packing, Math.max(0, fileBytes - first.byteOffset)) / frameSamples);
  const group: WfdbGroup = { fileName: first.fileName, packing, isDifference: first.format === 8, byteOffset: first.byteOffset, frameSamples, fileBytes, frames };
  let startInFrame = 0;
  return signals.map((signal) => {
    const track = { group, signal, startInFrame, sums: [signal.initialValue] };
    startInFrame += signal.samplesPerFrame;
    return track;
  });
}

/** Calls `take` with aligned bytes that hold frames [firstFrame, endFrame) and the index of the first one's first sample in them. */
async function eachBlock(source: ByteSource, group: WfdbGroup, startFrame: number, endFrame: number, cancel: Cancel | undefined, take: (bytes: Uint8Array, firstIndex: number, firstFrame: number, frames: number) => void): Promise<void> {
  const { packing, frameSamples } = group;
  const step = Math.max(1, Math.floor(((LONGEST_READ_BYTES / packing.bytes - 2) * packing.samples) / frameSamples));
  for (let frame = startFrame; frame < endFrame; frame += step) {
    throwIfCancelled(cancel);
    const frames = Math.min(step, endFrame - frame);
    const unit = Math.floor((frame * frameSamples) / packing.samples);
    const endUnit = Math.ceil(((frame + frames) * frameSamples) / packing.samples);
    const offset = group.byteOffset + unit * packing.bytes;
    const wanted = (endUnit - unit) * packing.bytes;
    const there = await source.read(offset, Math.min(wanted, group.fileBytes - offset), cancel);
    throwIfCancelled(cancel);
    let bytes = there;
    if (there.length < wanted) {
      // The last unit may be cut: the samples that are in it need only the bytes that are there.
      bytes = new Uint8Array(wanted);
      bytes.set(there);
    }
    take(bytes, frame * frameSamples - unit * packing.samples, frame, frames);
  }
}

function decode(track: WfdbTrack, bytes: Uint8Array, firstIndex: number, firstFrame: number, frames: number, range: SampleRange, scaling: Scaling, out: Float64Array, outIndex: number): void {
  const { pick, missing } = track.group.packing;
  const { samplesPerFrame } = track.signal;
  const { gain, offset } = scaling;
  for (let frame = 0; frame < frames; frame += 1) {
    const at = firstIndex + frame * track.group.frameSamples + track.startInFrame;
    const sample = (firstFrame + frame) * samplesPerFrame;
    const from = Math.max(0, range.start - sample);
    const to = Math.min(samplesPerFrame, range.end - sample);
    for (let k = from; k < to; k += 1) {
      const value = pick(bytes, at + k);
      out[outIndex + sample + k - range.start] = value === missing ? NaN : value * gain + offset;
    }
  }
}

/** Adds up differences from the nearest kept sum on. Each frame was summed before, or is now. */
async function readDifferences(source: ByteSource, track: WfdbTrack, range: SampleRange, scaling: Scaling, out: Float64Array, outIndex: number, cancel: Cancel | undefined): Promise<void> {
  const { group, signal, sums } = track;
  const { samplesPerFrame } = signal;
  const { pick } = group.packing;
  // Sums are kept at borders of frames, so that one can begin there.
  const framesPerStep = Math.max(1, Math.floor(SUM_STEP / samplesPerFrame));
  const known = Math.min(sums.length - 1, Math.floor(range.start / (framesPerStep * samplesPerFrame)));
  let sum = sums[known]!;
  await eachBlock(source, group, known * framesPerStep, Math.ceil(range.end / samplesPerFrame), cancel, (bytes, firstIndex, firstFrame, frames) => {
    for (let frame = 0; frame < frames; frame += 1) {
      const step = (firstFrame + frame) / framesPerStep;
      if (step === sums.length) sums.push(sum);
      const at = firstIndex + frame * group.frameSamples + track.startInFrame;
      const sample = (firstFrame + frame) * samplesPerFrame;
      for (let k = 0; k < samplesPerFrame; k += 1) {
        sum += pick(bytes, at + k);
        if (sample + k >= range.start && sample + k < range.end) out[outIndex + sample + k - range.start] = sum * scaling.gain + scaling.offset;
      }
    }
  });
}

/**
 * Values of samples [start, end) of one signal, counted in its file (skew not yet taken off), to `out[outIndex …]`. Samples that
 * are marked as missing become NaN. Signals stored as differences (format 8) are summed from the nearest place known.
 */
export async function readTrack(source: ByteSource, track: WfdbTrack, range: SampleRange, scaling: Scaling, out: Float64Array, outIndex: number, cancel: Cancel | undefined): Promise<void> {
  if (range.end <= range.start) return;
  if (track.group.isDifference) return readDifferences(source, track, range, scaling, out, outIndex, cancel);
  const { samplesPerFrame } = track.signal;
  await eachBlock(source, track.group, Math.floor(range.start / samplesPerFrame), Math.ceil(range.end / samplesPerFrame), cancel, (bytes, firstIndex, firstFrame, frames) =>
    decode(track, bytes, firstIndex, firstFrame, frames, range, scaling, out, outIndex),
  );
}
