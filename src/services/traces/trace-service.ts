import type { Cancel, Progress } from "../../core/errors";
import { effectiveChannels } from "../../core/channel-overrides";
import type { ChannelInfo } from "../../core/recording";
import { alignedRange, bucketsOf, queryPyramid } from "../../core/signal/pyramid";
import { type SampleRange, type Segment, secondsToSample } from "../../core/timeline";
import type { PyramidRequest, Trace, TracePiece, TraceRequest } from "../../protocol/engine-api";
import type { ByteCache } from "../byte-cache";
import { withDerivations } from "../derived-recording";
import { channelOf, knownChannels, type Recording } from "../recordings";
import { scaledTraces } from "./scaled-traces";
import { createPyramidStore, type ViewedChannel } from "./pyramid-store";
import { viewFilter, viewSamples } from "./view-samples";

/** Windows of up to this many samples a channel are read from the file: 60 s at 2 kHz, some milliseconds a channel. */
const DIRECT_SAMPLES = 120_000;
/** Recordings of up to this many samples are read as a whole before a long window is answered: about a second. */
const WHOLE_SAMPLES = 40_000_000;
/** Time that a first look waits for the pass that finds gaps and row counts. */
const STRUCTURE_WAIT_MS = 300;
/** Columns, and samples read of each, of a first look at a recording that is too long to be read at once. */
const SPARSE_COLUMNS = 240;
const LEAST_SPARSE_COLUMNS = 60;
/** Stretches that a first look reads of all channels together, so that it is there in the first second. */
const SPARSE_READS = 1600;
const SPARSE_SAMPLES = 256;

/** A request of the screen, or of a figure, which waits for the true traces however long they take. */
export interface TraceWish extends TraceRequest {
  readonly exact?: boolean | undefined;
}

/** Min/max traces for the screen and for figures. */
export interface TraceService {
  traces(recording: Recording, request: TraceWish, cancel?: Cancel, progress?: Progress): Promise<readonly Trace[]>;
  /** Makes (or loads) the pyramids of these channels in one view, with progress. Stops when the caller does. */
  build(recording: Recording, request: PyramidRequest, cancel?: Cancel, progress?: Progress): Promise<void>;
  forget(recordingId: string): void;
}

function sparseColumns(channels: number): number {
  return Math.min(SPARSE_COLUMNS, Math.max(LEAST_SPARSE_COLUMNS, Math.floor(SPARSE_READS / channels)));
}

/** One channel of a request: its samples in the window, one more on each side, and the size of a bucket. */
interface ChannelWindow extends ViewedChannel {
  readonly range: SampleRange;
  readonly samplesPerBucket: number;
  readonly columns: number;
}

/**
 * Short windows are read and filtered directly; long ones come from pyramids, which are made at the first request. Where that
 * would take long, the first answer is a sparse look, marked `provisional`, while the pyramids are made behind it.
 */
export function createTraceService(cache?: ByteCache): TraceService {
  const store = createPyramidStore(cache);
  const background = new Map<string, { cancelled: boolean }>();

  const buildBehind = (recording: Recording, missing: readonly ViewedChannel[]): void => {
    if (background.has(recording.id)) return;
    const token = { cancelled: false };
    background.set(recording.id, token);
    // A failure here is met again, and told, by the request that needs the pyramids.
    const done = (): void => void background.delete(recording.id);
    store.build(recording, missing, token).then(done, done);
  };

  return {
    async traces(fileRecording, request, cancel, progress) {
      const recording = withDerivations(fileRecording, request.derivations ?? [], request.overrides ?? []);
      if (request.exact === true) await recording.structure(cancel, progress);
      const isStructureKnown = await structureWithin(recording, cancel, STRUCTURE_WAIT_MS);
      const channels = knownChannels(recording);
      // What is EMG on a person's word is filtered as EMG; unit and scale are laid over the answer.
      const roles = effectiveChannels(channels, request.overrides ?? []);
      const windows = request.channels.map((index) => windowOf({ ...channelOf(channels, index), role: channelOf(roles, index).role }, request));
      const missing = windows.filter((window) => isLong(window) && store.get(recording, window) === undefined);
      const cost = missing.reduce((sum, { channel }) => sum + channel.sampleCount, 0);
      const isSparse = request.exact !== true && (!isStructureKnown || cost > WHOLE_SAMPLES) && missing.length > 0;
      if (!isSparse) await store.build(recording, missing, cancel, progress);
      const answers: Trace[] = [];
      for (const window of windows) {
        const answer = { channelIndex: window.channel.index, view: window.filter.view, samplingHz: window.channel.samplingHz };
        const pyramid = isLong(window) ? store.get(recording, window) : undefined;
        const stored = pyramid === undefined ? undefined : queryPyramid(pyramid, window.range, window.columns);
        const sparse = isSparse && isLong(window) && stored === undefined;
        const pieces = stored ?? (await piecesFromFile(recording, window, sparse ? sparseColumns(windows.length) : undefined, cancel));
        answers.push(sparse || !isStructureKnown ? { ...answer, pieces, provisional: true } : { ...answer, pieces });
      }
      // Only now, so that the first look does not wait behind it.
      if (isSparse && isStructureKnown && request.behind !== false) buildBehind(recording, missing);
      return scaledTraces(answers, channels, request.overrides ?? []);
    },
    async build(fileRecording, request, cancel, progress) {
      await fileRecording.structure(cancel, progress);
      const recording = withDerivations(fileRecording, request.derivations ?? [], request.overrides ?? []);
      const channels = knownChannels(recording);
      const roles = effectiveChannels(channels, request.overrides ?? []);
      const wanted = request.channels.map((index) => ({ ...channelOf(channels, index), role: channelOf(roles, index).role }));
      const viewed = wanted.map((channel): ViewedChannel => ({ channel, filter: viewFilter(channel, request.view, request.settings) }));
      await store.build(recording, viewed.filter(({ channel }) => channel.sampleCount > DIRECT_SAMPLES), cancel, progress);
    },
    forget(recordingId) {
      const token = background.get(recordingId);
      if (token !== undefined) token.cancelled = true;
      store.forget(recordingId);
    },
  };
}

function windowOf(channel: ChannelInfo, { startSeconds, endSeconds, columns, view, settings }: TraceWish): ChannelWindow {
  const { samplingHz, segments, sampleCount } = channel;
  const filter = viewFilter(channel, view, settings);
  // One sample more on each side lets a line run over the edge of the window.
  const start = Math.max(0, secondsToSample(segments, samplingHz, startSeconds) - 1);
  const end = Math.min(sampleCount, secondsToSample(segments, samplingHz, endSeconds) + 1);
  // From the time and not from the samples, so that the size of a bucket stays while the window moves.
  const samplesPerBucket = Math.max(1, Math.floor(((endSeconds - startSeconds) * samplingHz) / columns));
  return { channel, filter, range: endSeconds > startSeconds ? { start, end } : { start, end: start }, samplesPerBucket, columns };
}

function isLong({ range }: ChannelWindow): boolean {
  return range.end - range.start > DIRECT_SAMPLES;
}

async function piecesFromFile(recording: Recording, window: ChannelWindow, sparse: number | undefined, cancel: Cancel | undefined): Promise<readonly TracePiece[]> {
  const { channel, range } = window;
  const samplesPerBucket = sparse !== undefined ? Math.max(window.samplesPerBucket, Math.ceil((range.end - range.start) / sparse)) : window.samplesPerBucket;
  const pieces: TracePiece[] = [];
  for (const segment of channel.segments) {
    const aligned = alignedRange(segment, range, samplesPerBucket);
    if (aligned === undefined) continue;
    if (sparse !== undefined) {
      pieces.push(await sparsePiece(recording, window, segment, aligned, samplesPerBucket, cancel));
    } else {
      const values = await readView(recording, window, segment, aligned, cancel);
      pieces.push(bucketsOf(values, aligned.start, segment, channel.samplingHz, samplesPerBucket));
    }
  }
  return pieces;
}

/** The first samples of each bucket stand for it: quick, and peaks may be missing. */
async function sparsePiece(recording: Recording, window: ChannelWindow, segment: Segment, aligned: SampleRange, samplesPerBucket: number, cancel: Cancel | undefined): Promise<TracePiece> {
  const minimum: number[] = [];
  const maximum: number[] = [];
  for (let start = aligned.start; start < aligned.end; start += samplesPerBucket) {
    const end = Math.min(aligned.end, start + Math.min(samplesPerBucket, SPARSE_SAMPLES));
    const values = await readView(recording, window, segment, { start, end }, cancel);
    const one = bucketsOf(values, start, segment, window.channel.samplingHz, values.length);
    minimum.push(one.minimum[0]!);
    maximum.push(one.maximum[0]!);
  }
  const startSeconds = segment.startSeconds + (aligned.start - segment.startSample) / window.channel.samplingHz;
  return { startSample: aligned.start, startSeconds, samplesPerBucket, minimum: Float32Array.from(minimum), maximum: Float32Array.from(maximum) };
}

function readView(recording: Recording, { channel, filter }: ViewedChannel, segment: Segment, range: SampleRange, cancel: Cancel | undefined): Promise<Float64Array> {
  return viewSamples(filter, segment, range, (window, stop) => recording.read(channel.index, window, stop), cancel);
}

/** True when the structure of the recording is known, waiting for it a little while. */
async function structureWithin(recording: Recording, cancel: Cancel | undefined, milliseconds: number): Promise<boolean> {
  if (recording.header.complete || recording.knownScan() !== undefined) return true;
  const token = { cancelled: false };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const scan = recording.structure({
    get cancelled() {
      return token.cancelled || cancel?.cancelled === true;
    },
  });
  try {
    return await Promise.race([scan.then(() => true), late]);
  } finally {
    clearTimeout(timer);
    token.cancelled = true;
    // The race may have left it behind; whoever waits for the scan itself hears of its failure.
    scan.catch(() => undefined);
  }
}
