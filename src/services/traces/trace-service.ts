import { type Cancel, type Progress, throwIfCancelled } from "../../core/errors";
import type { ChannelInfo } from "../../core/recording";
import type { Trace, TracePiece, TraceRequest } from "../../protocol/engine-api";
import { channelOf, knownChannels, type Recording } from "../recordings";
import { bucketsOfSpan, createBucketStore, storedBucketSamples, type ViewedChannel } from "./bucket-store";
import { addSamples, emptyMinMax, tracePiece } from "./min-max";
import { viewFilter, viewSamples } from "./view-samples";
import { planWindow, plannedSamples, type PieceSpan } from "./window-plan";

/** Windows of up to this many samples a channel are read from the file: 60 s at 2 kHz, some milliseconds a channel. */
const DIRECT_SAMPLES = 120_000;
/** Recordings of up to this many samples are read as a whole before a long window is answered: about a second. */
const WHOLE_SAMPLES = 40_000_000;
/** Time that a first look waits for the pass that finds gaps and row counts. */
const STRUCTURE_WAIT_MS = 300;
/** Columns and samples a column of a first look at a recording that is too long to be read at once. */
const SPARSE_COLUMNS = 240;
const SPARSE_SAMPLES = 256;
const BLOCK_SAMPLES = 1 << 16;

/** A request of the screen, or of a figure, which waits for the true traces however long they take. */
export interface TraceWish extends TraceRequest {
  readonly exact?: boolean | undefined;
}

/** Min/max traces for the screen and for figures. */
export interface TraceService {
  traces(recording: Recording, request: TraceWish, cancel?: Cancel, progress?: Progress): Promise<readonly Trace[]>;
  forget(recordingId: string): void;
}

/**
 * Short windows are read and filtered directly; long ones come from stored buckets, which are made at the first request. Where
 * that would take long the first answer is a sparse look, marked `provisional`, while the buckets are made behind it.
 */
export function createTraceService(): TraceService {
  const store = createBucketStore();
  const background = new Map<string, { cancelled: boolean }>();

  const traces: TraceService["traces"] = async (recording, request, cancel, progress) => {
    if (request.exact === true) await recording.structure(cancel, progress);
    const provisionalStructure = !(await structureWithin(recording, cancel, STRUCTURE_WAIT_MS));
    const channels = knownChannels(recording);
    const viewed = request.channels.map((index) => viewedChannel(channelOf(channels, index), request));
    const long = viewed.filter(({ channel }) => plannedSamples(planOf(channel, request, 1)) > DIRECT_SAMPLES);
    const missing = long.filter((one) => store.get(recording, one) === undefined);
    const cost = missing.reduce((sum, { channel }) => sum + channel.sampleCount, 0);
    if (provisionalStructure || (cost > WHOLE_SAMPLES && request.exact !== true)) {
      if (!provisionalStructure) buildBehind(recording, missing);
    } else {
      await store.build(recording, missing, cancel, progress);
    }
    const answers: Trace[] = [];
    for (const one of viewed) {
      answers.push(await traceOf(recording, one, request, long.includes(one), provisionalStructure, cancel));
      throwIfCancelled(cancel);
    }
    return answers;
  };

  const traceOf = async (recording: Recording, one: ViewedChannel, request: TraceRequest, isLong: boolean, provisional: boolean, cancel: Cancel | undefined): Promise<Trace> => {
    const { channel, filter } = one;
    const answer = { channelIndex: channel.index, view: filter.view, samplingHz: channel.samplingHz };
    const stored = isLong ? store.get(recording, one) : undefined;
    if (stored !== undefined) {
      const spans = planOf(channel, request, storedBucketSamples(channel));
      return { ...answer, pieces: spans.map((span) => tracePiece(span.segment, channel.samplingHz, span.range.start, bucketsOfSpan(stored, channel, span))) };
    }
    const sparse = isLong;
    const spans = planOf(channel, sparse ? { ...request, columns: Math.min(request.columns, SPARSE_COLUMNS) } : request, 1);
    const pieces: TracePiece[] = [];
    for (const span of spans) pieces.push(await pieceFromFile(recording, one, span, sparse, cancel));
    return sparse || provisional ? { ...answer, pieces, provisional: true } : { ...answer, pieces };
  };

  const buildBehind = (recording: Recording, missing: readonly ViewedChannel[]): void => {
    if (background.has(recording.id)) return;
    const token = { cancelled: false };
    background.set(recording.id, token);
    // A failure here is met again, and told, by the request that needs the buckets.
    const done = (): void => void background.delete(recording.id);
    store.build(recording, missing, token).then(done, done);
  };

  return {
    traces,
    forget(recordingId) {
      const token = background.get(recordingId);
      if (token !== undefined) token.cancelled = true;
      store.forget(recordingId);
    },
  };
}

function viewedChannel(channel: ChannelInfo, request: TraceRequest): ViewedChannel {
  return { channel, filter: viewFilter(channel, request.view, request.settings) };
}

function planOf(channel: ChannelInfo, request: Pick<TraceRequest, "startSeconds" | "endSeconds" | "columns">, multipleOf: number): readonly PieceSpan[] {
  return planWindow(channel, request.startSeconds, request.endSeconds, request.columns, multipleOf);
}

async function pieceFromFile(recording: Recording, { channel, filter }: ViewedChannel, span: PieceSpan, sparse: boolean, cancel: Cancel | undefined): Promise<TracePiece> {
  const { segment, range, samplesPerBucket } = span;
  const buckets = emptyMinMax(range.end - range.start, samplesPerBucket);
  const step = sparse ? samplesPerBucket : BLOCK_SAMPLES;
  for (let start = range.start; start < range.end; start += step) {
    const end = Math.min(range.end, start + (sparse ? Math.min(SPARSE_SAMPLES, samplesPerBucket) : step));
    const values = await viewSamples(filter, segment, { start, end }, (window, stop) => recording.read(channel.index, window, stop), cancel);
    addSamples(buckets, values, start - range.start);
  }
  return tracePiece(segment, channel.samplingHz, range.start, buckets);
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
