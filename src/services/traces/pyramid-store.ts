import { type Cancel, type Progress, throwIfCancelled } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import { appendToPyramid, BASE_SAMPLES, createPyramid, type Pyramid, pyramidBase, pyramidFromBase } from "../../core/signal/pyramid";
import { type ByteCache, cacheName } from "../byte-cache";
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

/** Goes into every name of a kept pyramid; a change of what is stored makes another. */
const FORMAT = "klonos-pyramid/1";

/** Builds each pyramid once, keeps the newest in memory and, where a cache is given, between sessions. */
export function createPyramidStore(cache?: ByteCache): PyramidStore {
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
          const put = (viewed: ViewedChannel, pyramid: Pyramid): void => stored.set(keyOf(recording, viewed), pyramid, costOf(viewed.channel));
          const unknown: ViewedChannel[] = [];
          for (const viewed of missing) {
            throwIfCancelled(jobCancel);
            const kept = await loadKept(cache, recording, viewed, jobCancel);
            if (kept === undefined) unknown.push(viewed);
            else put(viewed, kept);
          }
          const pyramids = await buildPyramids(recording, unknown, jobCancel, jobProgress);
          for (const [position, pyramid] of pyramids.entries()) {
            put(unknown[position]!, pyramid);
            await keep(cache, recording, unknown[position]!, pyramid, jobCancel);
          }
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

/** Recordings below this many samples a channel are read again as quickly as they would be loaded. */
const LEAST_KEPT_SAMPLES = 4_000_000;

async function nameOf(recording: Recording, { channel, filter }: ViewedChannel, cancel: Cancel): Promise<string | undefined> {
  if (channel.sampleCount < LEAST_KEPT_SAMPLES) return undefined;
  const fingerprint = await recording.fingerprint(cancel);
  if (fingerprint === undefined) return undefined;
  return cacheName(FORMAT, fingerprint, recording.channelKey(channel.index), filter.key, String(channel.samplingHz), JSON.stringify(channel.segments), String(baseSamplesOf(channel)));
}

async function loadKept(cache: ByteCache | undefined, recording: Recording, viewed: ViewedChannel, cancel: Cancel): Promise<Pyramid | undefined> {
  const name = cache === undefined ? undefined : await nameOf(recording, viewed, cancel);
  if (cache === undefined || name === undefined) return undefined;
  const bytes = await cache.load(name);
  if (bytes === undefined || bytes.length % Float32Array.BYTES_PER_ELEMENT !== 0) return undefined;
  const { segments, samplingHz } = viewed.channel;
  // A copy: what was loaded may lie anywhere in its buffer.
  return pyramidFromBase(new Float32Array(bytes.slice().buffer), segments, samplingHz, baseSamplesOf(viewed.channel));
}

async function keep(cache: ByteCache | undefined, recording: Recording, viewed: ViewedChannel, pyramid: Pyramid, cancel: Cancel): Promise<void> {
  const name = cache === undefined ? undefined : await nameOf(recording, viewed, cancel);
  if (cache === undefined || name === undefined) return;
  const base = pyramidBase(pyramid);
  await cache.save(name, new Uint8Array(base.buffer));
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
