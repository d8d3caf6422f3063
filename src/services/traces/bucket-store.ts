import type { Cancel, Progress } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import { createLru } from "../lru";
import type { Recording } from "../recordings";
import { type SharedJob, sharedJob } from "../shared-job";
import { addSamples, emptyMinMax, mergeBucket, type MinMax } from "./min-max";
import { type ViewFilter, viewSamples } from "./view-samples";
import type { PieceSpan } from "./window-plan";

/** A channel in one view as fine buckets, one list a segment. */
export interface StoredView {
  readonly samplesPerBucket: number;
  readonly segments: readonly MinMax[];
}

/** One channel to be shown, with its filter. */
export interface ViewedChannel {
  readonly channel: ChannelInfo;
  readonly filter: ViewFilter;
}

/** Finest stored bucket: 16 ms at 2 kHz, finer than a pixel of any window that is too long to read directly. */
const MIN_BUCKET_SAMPLES = 32;
/** Most buckets that are stored of one channel: 4 MB, and a pixel of 24 h at 2 kHz still holds a hundred. */
const MAX_BUCKETS = 1 << 19;
/** Samples of a channel that are read at a time; channels take turns, so that a block of the file is read once. */
const TILE_SAMPLES = 1 << 16;
/** Budget of all stored views in bytes: 16 channels of 24 h in one view, or hundreds of channels of ten minutes. */
const STORE_BYTES = 128 * 1024 * 1024;
const BYTES_PER_BUCKET = 8;

/** Samples of a stored bucket of this channel. */
export function storedBucketSamples(channel: ChannelInfo): number {
  return MIN_BUCKET_SAMPLES * Math.max(1, Math.ceil(channel.sampleCount / (MIN_BUCKET_SAMPLES * MAX_BUCKETS)));
}

/** Min/max buckets of whole channels, made once and kept while there is room. No peak is ever lost: each sample is in a bucket. */
export interface BucketStore {
  /** The stored view, undefined when it has not been made (or was dropped). */
  get(recording: Recording, viewed: ViewedChannel): StoredView | undefined;
  /** Makes what is missing of these channels in one pass over the file. */
  build(recording: Recording, channels: readonly ViewedChannel[], cancel?: Cancel, progress?: Progress): Promise<void>;
  forget(recordingId: string): void;
}

export function createBucketStore(): BucketStore {
  const stored = createLru<StoredView>(STORE_BYTES);
  const jobs = new Map<string, SharedJob<void>>();

  const get = (recording: Recording, viewed: ViewedChannel): StoredView | undefined => stored.get(keyOf(recording, viewed));

  return {
    get,
    async build(recording, channels, cancel, progress) {
      const missing = channels.filter((viewed) => get(recording, viewed) === undefined);
      if (missing.length === 0) return;
      const jobKey = missing.map((viewed) => keyOf(recording, viewed)).join("\n");
      let job = jobs.get(jobKey);
      if (job === undefined) {
        job = sharedJob((jobCancel, jobProgress) => buildViews(recording, missing, stored.set.bind(stored), jobCancel, jobProgress));
        jobs.set(jobKey, job);
      }
      try {
        await job(cancel, progress);
      } finally {
        jobs.delete(jobKey);
      }
    },
    forget: (recordingId) => stored.forget(`${recordingId}|`),
  };
}

function keyOf(recording: Recording, { channel, filter }: ViewedChannel): string {
  return `${recording.id}|${channel.index}|${channel.segments.length}|${channel.sampleCount}|${filter.key}`;
}

async function buildViews(
  recording: Recording,
  channels: readonly ViewedChannel[],
  keep: (key: string, view: StoredView, cost: number) => void,
  cancel: Cancel,
  progress: Progress,
): Promise<void> {
  const tasks = channels.map((viewed) => tilesOfChannel(recording, viewed, cancel));
  const total = channels.reduce((sum, { channel }) => sum + channel.sampleCount, 0);
  let done = 0;
  const unfinished = new Set(tasks);
  while (unfinished.size > 0) {
    for (const task of unfinished) {
      const step = await task.next();
      if (step.done !== true) {
        done += step.value;
        progress(done / total, "Reading the whole recording for the screen");
        continue;
      }
      unfinished.delete(task);
      const viewed = channels[tasks.indexOf(task)]!;
      const cost = step.value.segments.reduce((sum, { minimum }) => sum + minimum.length * BYTES_PER_BUCKET, 0);
      keep(keyOf(recording, viewed), step.value, cost);
    }
  }
}

/** Reads one channel tile by tile; yields the samples done, returns the view. */
async function* tilesOfChannel(recording: Recording, { channel, filter }: ViewedChannel, cancel: Cancel): AsyncGenerator<number, StoredView> {
  const samplesPerBucket = storedBucketSamples(channel);
  const segments: MinMax[] = [];
  for (const segment of channel.segments) {
    const buckets = emptyMinMax(segment.endSample - segment.startSample, samplesPerBucket);
    for (let start = segment.startSample; start < segment.endSample; start += TILE_SAMPLES) {
      const range = { start, end: Math.min(segment.endSample, start + TILE_SAMPLES) };
      const values = await viewSamples(filter, segment, range, (window, stop) => recording.read(channel.index, window, stop), cancel);
      addSamples(buckets, values, start - segment.startSample);
      yield values.length;
    }
    segments.push(buckets);
  }
  return { samplesPerBucket, segments };
}

/** The buckets of a span out of stored ones; `span.samplesPerBucket` must be a multiple of the stored bucket. */
export function bucketsOfSpan(view: StoredView, channel: ChannelInfo, span: PieceSpan): MinMax {
  const fine = view.segments[channel.segments.indexOf(span.segment)]!;
  const ratio = span.samplesPerBucket / view.samplesPerBucket;
  const first = (span.range.start - span.segment.startSample) / view.samplesPerBucket;
  const result = emptyMinMax(span.range.end - span.range.start, span.samplesPerBucket);
  for (let bucket = 0; bucket < result.minimum.length; bucket++) {
    const from = first + bucket * ratio;
    const to = Math.min(fine.minimum.length, from + ratio);
    for (let index = from; index < to; index++) {
      const low = fine.minimum[index]!;
      if (low === low) mergeBucket(result, bucket, low, fine.maximum[index]!);
    }
  }
  return result;
}
