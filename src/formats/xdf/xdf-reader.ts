import { type Cancel, KlonosError, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelInfo, RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange, Segment } from "../../core/timeline";
import type { ByteSource } from "../byte-source";
import { channelIdentity } from "../channel-identity";
import { gapsOf } from "../channel-gaps";
import { createIssueLog, type IssueLog } from "../issue-log";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import { LONGEST_READ_BYTES, mergeReads, type WantedBytes } from "../read-plan";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";
import { decodeStored, storedBytes, storedRange } from "../stored-numbers";
import { latin1Text } from "../text-decoding";
import { voltsPerUnit } from "../../core/units";
import { ambiguousUnit } from "../ambiguous-unit";
import { clockOf, timesOf, type XdfTimes } from "./xdf-clock";
import { isRegular, type XdfStream } from "./xdf-stream";
import { walkXdf, XDF_MAGIC, type XdfContents } from "./xdf-walk";

/** What is walked when a file is opened; shorter files are then known whole. */
const WALK_AT_OPEN_BYTES = 8 * 1024 * 1024;
/** Streams of these kinds carry voltages, so that a unit the user gives may stand for a missing one. */
const BIOSIGNAL = /emg|eeg|exg|ecg|eog/i;

interface Track {
  readonly stream: XdfStream;
  readonly channel: number;
}

interface Recording {
  readonly contents: XdfContents;
  readonly channels: readonly ChannelInfo[];
  readonly tracks: readonly Track[];
  readonly annotations: readonly Annotation[];
  readonly durationSeconds: number;
}

function shifted(segments: readonly Segment[], origin: number): Segment[] {
  return segments.map((segment) => ({ ...segment, startSeconds: Number.isFinite(segment.startSeconds) ? segment.startSeconds - origin : 0 }));
}

function unitOf(stream: XdfStream, channel: number, options: ImportOptions): string {
  const own = stream.units[channel] ?? "";
  return own === "" && BIOSIGNAL.test(stream.type) ? (options.unit ?? "") : own;
}

function channelOf(track: Track, index: number, times: XdfTimes, origin: number, options: ImportOptions, issues: IssueLog): ChannelInfo {
  const { stream, channel } = track;
  const label = stream.labels[channel] || (stream.channelCount === 1 ? stream.name : `${stream.name} ${channel + 1}`);
  const unit = unitOf(stream, channel, options);
  const perUnit = voltsPerUnit(unit);
  const ambiguous = ambiguousUnit(unit, `channel ${index + 1} (${label})`);
  if (ambiguous !== undefined) issues.add(ambiguous);
  return {
    ...channelIdentity(label, unit),
    index,
    label,
    unit,
    isVoltage: perUnit !== undefined,
    samplingHz: times.samplingHz,
    sampleCount: stream.samples,
    segments: shifted(times.segments, origin),
    physicalRange: storedRange(stream.number!, { gain: perUnit ?? 1, offset: 0 }),
    prefilter: "",
  };
}

/** Everything that follows from the chunks: channels of streams with a rate, annotations of the others, one time axis. */
function interpret(contents: XdfContents, options: ImportOptions, issues: IssueLog): Recording {
  const streams = [...contents.streams.values()].filter(isRegular);
  const times = streams.map((stream) => timesOf(stream, issues));
  const starts = times.map(({ segments }) => segments[0]?.startSeconds ?? NaN).filter((start) => Number.isFinite(start));
  const clocks = new Map([...contents.streams.values()].map((stream) => [stream, clockOf(stream)]));
  const events = contents.events.map((event) => ({ ...event, seconds: clocks.get(event.stream)!(event.seconds) }));
  const origin = starts.length > 0 ? Math.min(...starts) : events.reduce((first, event) => Math.min(first, event.seconds), Infinity);
  const tracks: Track[] = [];
  const channels: ChannelInfo[] = [];
  streams.forEach((stream, k) => {
    for (let channel = 0; channel < stream.channelCount; channel += 1) {
      const track = { stream, channel };
      channels.push(channelOf(track, channels.length, times[k]!, origin, options, issues));
      tracks.push(track);
    }
  });
  for (const issue of duplicateLabels(channels)) issues.add(issue);
  const ends = channels.map(({ segments, samplingHz }) => {
    const last = segments[segments.length - 1];
    return last === undefined ? 0 : last.startSeconds + (last.endSample - last.startSample) / samplingHz;
  });
  const annotations = events
    .map((event) => ({ onsetSeconds: event.seconds - origin, durationSeconds: 0, text: event.text, channel: undefined }))
    .sort((a, b) => a.onsetSeconds - b.onsetSeconds);
  return { contents, channels, tracks, annotations, durationSeconds: ends.reduce((most, end) => Math.max(most, end), 0) };
}

interface Piece extends WantedBytes {
  readonly samples: number;
  readonly outIndex: number;
  readonly strideBytes: number;
}

/** Where samples [start, end) of a stream's channel stand. */
function* piecesOf(track: Track, range: SampleRange): Generator<Piece> {
  const { runs, samples, number, channelCount } = track.stream;
  const width = storedBytes(number!);
  let low = 0;
  let high = runs.firstSample.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (runs.firstSample[middle]! <= range.start) low = middle;
    else high = middle - 1;
  }
  for (let run = low, sample = range.start; sample < range.end; run += 1) {
    const first = runs.firstSample[run]!;
    const end = Math.min(range.end, runs.firstSample[run + 1] ?? samples);
    const stampBytes = runs.isStamped[run]! ? 8 : 0;
    const strideBytes = 1 + stampBytes + width * channelCount;
    const step = Math.max(1, Math.floor(LONGEST_READ_BYTES / strideBytes));
    for (; sample < end; sample += step) {
      const count = Math.min(step, end - sample);
      const offset = runs.offset[run]! + (sample - first) * strideBytes + 1 + stampBytes + track.channel * width;
      yield { offset, length: (count - 1) * strideBytes + width, samples: count, outIndex: sample - range.start, strideBytes };
    }
    sample = end;
  }
}

/** LabRecorder writes `2023-05-11T14:02:33+0200`; the clock time is kept, the zone left unsaid. */
function startOf(dateTime: string): string | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?/.exec(dateTime.trim());
  if (match === null || new Date(`${match[1]}Z`).toJSON()?.startsWith(match[1]!) !== true) return undefined;
  return `${match[1]}${(match[2] ?? "").replace(/\.?0+$/, "")}`;
}

async function openXdf(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const issues = createIssueLog();
  const first = interpret(await walkXdf(source, WALK_AT_OPEN_BYTES, issues, cancel), options, issues);
  if (first.contents.streams.size === 0 && first.contents.isWhole) {
    throw new KlonosError("xdf-chunk", `${source.name} begins like an XDF file but no stream of it could be read${issues.list().length > 0 ? `: ${issues.list()[0]!.message}` : "."} Record or copy it again.`, `byte ${first.contents.position}`);
  }
  const { isWhole } = first.contents;
  let known = first;
  // Before the end was seen, the share that was walked tells how much there will be.
  const growth = isWhole ? 1 : source.size / Math.max(1, first.contents.position);
  const provisional = first.channels.map((channel): ChannelInfo => {
    const sampleCount = Math.floor(channel.sampleCount * growth);
    return { ...channel, sampleCount, segments: sampleCount === 0 ? [] : [{ startSample: 0, endSample: sampleCount, startSeconds: channel.segments[0]?.startSeconds ?? 0 }] };
  });
  const header: RecordingHeader = {
    format: "XDF",
    channels: isWhole ? first.channels : provisional,
    durationSeconds: first.durationSeconds * growth,
    startDateTime: startOf(first.contents.dateTime),
    hasIdentity: false,
    issues: issues.list(),
    complete: isWhole,
  };

  return {
    header,
    scan: createSharedScan(async (scanCancel, progress): Promise<RecordingScan> => {
      const scanIssues = createIssueLog();
      const found = isWhole ? first : interpret(await walkXdf(source, Infinity, scanIssues, scanCancel, progress), options, scanIssues);
      known = found;
      if (found.channels.length > header.channels.length) {
        scanIssues.add({ code: "xdf-stream", severity: "info", where: "", message: `${found.channels.length - header.channels.length} channels belong to streams that began later in the file; they stand last.` });
      }
      const gaps = gapsOf(found.channels).filter((gap) => gap.endSeconds > gap.startSeconds);
      return { channels: found.channels, durationSeconds: found.durationSeconds, annotations: found.annotations, gaps, issues: isWhole ? header.issues : scanIssues.list() };
    }),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      const recording = known;
      requireSampleRange(recording === first ? header.channels : recording.channels, channelIndex, range);
      throwIfCancelled(readCancel);
      const track = recording.tracks[channelIndex]!;
      const { stream } = track;
      if (range.end > stream.samples) {
        throw new KlonosError("past-end", `Of ${stream.name} in ${source.name} ${stream.samples} samples are indexed so far; sample ${range.end} was asked for. Wait for the scan.`, `sample ${stream.samples}`, { samples: stream.samples });
      }
      const values = new Float64Array(range.end - range.start);
      const scaling = { gain: voltsPerUnit(recording.channels[channelIndex]!.unit) ?? 1, offset: 0 };
      for (const read of mergeReads(piecesOf(track, range))) {
        const bytes = await source.read(read.offset, read.length, readCancel);
        throwIfCancelled(readCancel);
        for (const piece of read.wanted) decodeStored(stream.number!, true, bytes, piece.offset - read.offset, piece.strideBytes, piece.samples, scaling, values, piece.outIndex);
      }
      return values;
    },
    close: () => source.close(),
  };
}

/** XDF of the Lab Streaming Layer (LabRecorder): streams with their own rates and clocks, markers as annotations. */
export const xdfFormat: RecordingFormat = {
  id: "xdf",
  title: "XDF (Lab Streaming Layer)",
  extensions: ["xdf"],
  takes: ["unit"],
  recognise: (head) => latin1Text(head.subarray(0, XDF_MAGIC.length)) === XDF_MAGIC,
  open: openXdf,
};
