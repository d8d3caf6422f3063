import type { Cancel, Progress } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import { appendToPyramid, BASE_SAMPLES, createPyramid, type Pyramid } from "../../core/signal/pyramid";
import { createLru } from "../lru";
import type { Recording } from "../recordings";
import { type SharedJob, sharedJob } from "../shared-job";
import { type ViewFilter, viewSamples } from "./view-samples";

/** One channel to be shown, with its filter. */
export interface ViewedChannel {
  readonly channel: ChannelInfo;
  readonly filter: ViewFilter;
}

/** Most buckets of the lowest level of one channel: 6 MB in all levels; for a day at 2 kHz a bucket is then half a second. */
const MAX_BASE_BUCKETS = 1 << 19;
const BASE_GROWTH = 4;
/** Samples of a channel that are read at a time; channels take turns, so that a block of the file is read once. */
const TILE_SAMPLES = 1 << 16;
/** Budget of all pyramids in bytes: 16 channels of a day in one view, or of ten minutes in ten. */
const STORE_BYTES = 128 * 1024 * 1024;
/** Two floats a bucket, in levels of which each is a quarter of the one below. */
const BYTES_PER_BASE_BUCKET = 8 * (4 / 3);

/** Pyramids of whole channels, made once and kept while there is room. */
export interface PyramidStore {
  /** Undefined when it has not been made, or was dropped. */
  get(recording: Recording, viewed: ViewedChannel): Pyramid | undefined;
  /** Makes what is missing of these channels in one pass over the file. */
  build(recording: Recording, channels: readonly ViewedChannel[], cancel?: Cancel, progress?: Progress): Promise<void>;
  forget(recordingId: string): void;
}

export function createPyramidStore(): PyramidStore {
  const stored = createLru<Pyramid>(STORE_BYTES);
  const jobs = new Map<string, SharedJob<void>>();

  const get = (recording: Recording, viewed: ViewedChannel): Pyramid | undefined => stored.get(keyOf(recording, viewed));

  return {
    get,
    async build(recording, channels, cancel, progress) {
      const missing = channels.filter((viewed) => get(recording, viewed) === undefined);
      if (missing.length === 0) return;
      const jobKey = missing.map((viewed) => keyOf(recording, viewed)).join("\n");
      let job = jobs.get(jobKey);
      if (job === undefined) {
        job = sharedJob(async (jobCancel, jobProgress) => {
          const pyramids = await buildPyramids(recording, missing, jobCancel, jobProgress);
          for (const [position, pyramid] of pyramids.entries()) stored.set(keyOf(recording, missing[position]!), pyramid, costOf(missing[position]!.channel));
        });
        jobs.set(jobKey, job);
      }
      try {
        await job(cancel, progress);
      } finally {
        // The pyramids are in the store; a job that is kept would keep them twice.
        jobs.delete(jobKey);
      }
    },
    forget: (recordingId) => stored.forget(`${recordingId}|`),
  };
}

/** Segments and counts are part of the key: a scan may correct what the header said. */
function keyOf(recording: Recording, { channel, filter }: ViewedChannel): string {
  return `${recording.id}|${recording.channelKey(channel.index)}|${channel.segments.length}|${channel.sampleCount}|${filter.key}`;
}

/** Samples of the smallest bucket of this channel's pyramid. */
function baseSamplesOf({ sampleCount }: ChannelInfo): number {
  let base = BASE_SAMPLES;
  while (sampleCount / base > MAX_BASE_BUCKETS) base *= BASE_GROWTH;
  return base;
}

function costOf(channel: ChannelInfo): number {
  return Math.ceil(channel.sampleCount / baseSamplesOf(channel)) * BYTES_PER_BASE_BUCKET;
}

async function buildPyramids(recording: Recording, channels: readonly ViewedChannel[], cancel: Cancel, progress: Progress): Promise<readonly Pyramid[]> {
  const total = channels.reduce((sum, { channel }) => sum + channel.sampleCount, 0);
  const pyramids = channels.map(({ channel }) => createPyramid(channel.segments, channel.samplingHz, baseSamplesOf(channel)));
  const fillers = new Set(channels.map((viewed, position) => fillPyramid(recording, viewed, pyramids[position]!, cancel)));
  let done = 0;
  while (fillers.size > 0) {
    for (const filler of fillers) {
      const step = await filler.next();
      if (step.done === true) fillers.delete(filler);
      else progress((done += step.value) / total, "Reading the whole recording for the screen");
    }
  }
  return pyramids;
}

/** Fills one channel tile by tile; yields the samples done. */
async function* fillPyramid(recording: Recording, { channel, filter }: ViewedChannel, pyramid: Pyramid, cancel: Cancel): AsyncGenerator<number, void> {
  for (const segment of channel.segments) {
    for (let start = segment.startSample; start < segment.endSample; start += TILE_SAMPLES) {
      const range = { start, end: Math.min(segment.endSample, start + TILE_SAMPLES) };
      const values = await viewSamples(filter, segment, range, (window, stop) => recording.read(channel.index, window, stop), cancel);
      appendToPyramid(pyramid, start, values);
      yield values.length;
    }
  }
}
