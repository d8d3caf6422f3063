import { type Cancel, KlonosError, type Progress, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelInfo, RecordingHeader } from "../../core/recording";
import { changedLabels, uniqueEdfLabels } from "./edf-labels";
import { type EdfColumn, type EdfFrameRequest, type EdfPause, type EdfSignal, edfChunks, edfFrame, fitsStored, largestMagnitude, planEdfRecords, rangeOfMagnitude } from "./edf-writer";
import type { RecordingReader, StoredScale } from "../recording-reader";
import { type ChannelSpan, type RecordingSpan, samplesOfSpan } from "../recording-span";

/** Samples of all channels that are read at a time, so that memory does not grow with the span. */
const BLOCK_SAMPLES = 2 * 1024 * 1024;
/** Share of the work that the search for the extremes is, where values must be scaled. */
const SURVEY_SHARE = 0.4;
/** Stored times of two channels that differ by less are the same. */
const SAME_SECONDS = 1e-6;
/** Rates that differ by less are the same number of a header's eight characters. */
const SAME_RATE = 1e-7;
const MICROS_PER_SECOND = 1e6;

/** A file to be written, piece by piece. */
export interface EdfExport {
  /** Read from the recording as they are taken, which must stay open so long. */
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** What the file could not hold exactly; a sentence each. */
  readonly notes: readonly string[];
}

/** The pauses that all channels share, in stored time. @throws KlonosError `bad-span` where they differ. */
function pausesOf(span: RecordingSpan): EdfPause[] {
  const ends = (own: ChannelSpan): { readonly atSeconds: number; readonly seconds: number }[] => {
    let stored = 0;
    return own.pieces.slice(0, -1).map((piece, k) => {
      const seconds = (piece.end - piece.start) / own.channel.samplingHz;
      stored += seconds;
      return { atSeconds: stored, seconds: own.pieces[k + 1]!.startSeconds - piece.startSeconds - seconds };
    });
  };
  const [first, ...others] = span.channels;
  const pauses = ends(first!);
  for (const other of others) {
    const own = ends(other);
    const differs = own.length !== pauses.length || own.some((pause, k) => Math.abs(pause.atSeconds - pauses[k]!.atSeconds) > SAME_SECONDS);
    if (differs) throw new KlonosError("bad-span", `The channels ${first!.channel.label} and ${other.channel.label} have different gaps; one EDF file cannot hold both. Choose channels that paused together, a span without a gap, or write CSV channel by channel.`, `channel ${other.channel.index + 1} (${other.channel.label})`);
  }
  return pauses;
}

/** `2026-09-14T10:42:07.25` later by `seconds`. */
function shiftedStart(start: string, seconds: number): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?$/.exec(start);
  if (match === null) return start;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const micros = Math.round((Number(match[7] ?? 0) + seconds) * MICROS_PER_SECOND);
  const whole = Math.floor(micros / MICROS_PER_SECOND);
  const fraction = String(micros - whole * MICROS_PER_SECOND).padStart(6, "0").replace(/0+$/, "");
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second) + whole * 1000);
  return `${at.toISOString().slice(0, 19)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** What of an open recording is written. */
export type SampleSource = Pick<RecordingReader, "read" | "readStored" | "storedScale">;

/** An annotation as EDF+ links it to a channel: `text@@label`. */
function edfText(annotation: Annotation, labelOf: (channel: number) => string | undefined): string {
  const label = annotation.channel === undefined ? undefined : labelOf(annotation.channel);
  return label === undefined ? annotation.text : `${annotation.text}@@${label}`;
}

/** The scale with which a channel's integers can be written as they are; undefined where values must be scaled anew. */
function keptScale(reader: SampleSource, channel: ChannelInfo, family: "EDF" | "BDF"): StoredScale | undefined {
  const scale = reader.readStored === undefined ? undefined : reader.storedScale?.(channel.index);
  // A unit that was overruled makes other values of the integers.
  if (scale === undefined || scale.unit !== channel.unit || scale.isVoltage !== channel.isVoltage) return undefined;
  return (family === "BDF" || scale.bits === 16) && fitsStored(scale.physical, scale.digital, family) ? scale : undefined;
}

/** Unit that the exported file has for a channel. */
export function writtenUnit(reader: SampleSource, channel: ChannelInfo, family: "EDF" | "BDF"): string {
  return keptScale(reader, channel, family)?.unit ?? (channel.isVoltage ? "uV" : channel.unit);
}

/** A channel of the span and how it is written. */
interface WrittenChannel {
  readonly own: ChannelSpan;
  readonly label: string;
  /** Its integers are written as they are. */
  readonly scale: StoredScale | undefined;
}

/** Reads a stretch of the span, positions counted over its pieces: values of a channel, integers of those that keep theirs. */
type ReadStretch = (channels: readonly WrittenChannel[], ranges: readonly (readonly [number, number])[], cancel: Cancel | undefined) => Promise<readonly EdfColumn[]>;

/** Channels of one rate whose integers are kept are read together: one pass over their records. */
function stretchReader(reader: SampleSource): ReadStretch {
  return async (channels, ranges, cancel) => {
    const columns: EdfColumn[] = [];
    const together = new Map<string, number[]>();
    for (const [k, { own, scale }] of channels.entries()) {
      const [from, to] = ranges[k]!;
      if (scale !== undefined) {
        const key = JSON.stringify([own.channel.samplingHz, own.pieces, from, to, scale.bits]);
        const group = together.get(key);
        if (group === undefined) together.set(key, [k]);
        else group.push(k);
        continue;
      }
      const samples = new Float64Array(to - from);
      let done = 0;
      for (const range of samplesOfSpan(own, from, to)) {
        samples.set(await reader.read(own.channel.index, range, cancel), done);
        done += range.end - range.start;
      }
      columns[k] = { from, samples };
    }
    for (const group of together.values()) {
      const { own, scale } = channels[group[0]!]!;
      const [from, to] = ranges[group[0]!]!;
      const stored = group.map(() => (scale!.bits === 16 ? new Int16Array(to - from) : new Int32Array(to - from)));
      let done = 0;
      for (const range of samplesOfSpan(own, from, to)) {
        const read = await reader.readStored!(group.map((k) => channels[k]!.own.channel.index), range, cancel);
        for (const [position, column] of stored.entries()) column.set(read[position]!, done);
        done += range.end - range.start;
      }
      for (const [position, k] of group.entries()) columns[k] = { from, samples: stored[position]! };
    }
    return columns;
  };
}

/** Extremes of the channels whose values are scaled, and how many of their values are missing: a pass of its own, since the header comes before the samples. */
async function survey(channels: readonly WrittenChannel[], read: ReadStretch, cancel: Cancel | undefined, progress: Progress | undefined): Promise<ReadonlyMap<number, { readonly largest: number; readonly missing: number }>> {
  const found = new Map(channels.map(({ own }) => [own.channel.index, { largest: 0, missing: 0 }]));
  const longest = channels.reduce((most, { own }) => Math.max(most, own.sampleCount), 0);
  const block = Math.max(1, Math.floor(BLOCK_SAMPLES / Math.max(1, channels.length)));
  for (let from = 0; from < longest; from += block) {
    const inside = channels.filter(({ own }) => own.sampleCount > from);
    const columns = await read(inside, inside.map(({ own }) => [from, Math.min(own.sampleCount, from + block)] as const), cancel);
    for (const [k, { samples }] of columns.entries()) {
      const entry = found.get(inside[k]!.own.channel.index)!;
      const values = samples as Float64Array;
      entry.largest = Math.max(entry.largest, largestMagnitude(values));
      for (let at = 0; at < values.length; at += 1) if (values[at] !== values[at]) entry.missing += 1;
    }
    progress?.(Math.min(1, (from + block) / longest), "looking for the extremes");
    throwIfCancelled(cancel);
  }
  return found;
}

/** The file piece by piece, each read when it is taken. */
async function* pieces(request: EdfFrameRequest, channels: readonly WrittenChannel[], read: ReadStretch, cancel: Cancel | undefined, progress: Progress | undefined): AsyncGenerator<Uint8Array> {
  const frame = edfFrame(request);
  const { plan, recordsPerChunk } = frame;
  const perRecord = plan.samplesPerRecord.reduce((sum, samples) => sum + samples, 0);
  const records = Math.max(recordsPerChunk, Math.floor(BLOCK_SAMPLES / Math.max(1, perRecord)));
  yield frame.header;
  for (let first = 0; first < plan.recordCount; first += records) {
    throwIfCancelled(cancel);
    const end = Math.min(plan.recordCount, first + records);
    // A channel that is over gives its last sample, which is held.
    const ranges = channels.map(({ own: { sampleCount } }, k) => {
      const samples = plan.samplesPerRecord[k]!;
      return [Math.max(0, Math.min(first * samples, sampleCount - 1)), Math.min(end * samples, sampleCount)] as const;
    });
    yield frame.records(first, end, await read(channels, ranges, cancel));
    progress?.(end / plan.recordCount, "writing");
  }
  throwIfCancelled(cancel);
}

/**
 * EDF+ or BDF+ that holds annotations and no signal (record duration 0), as scorers exchange them. Channels are named as `text@@label`.
 * @throws KlonosError `edf-write` when there is none, or for what the format cannot hold.
 */
export function exportAnnotations(header: RecordingHeader, annotations: readonly Annotation[], family: "EDF" | "BDF"): EdfExport {
  if (annotations.length === 0) throw new KlonosError("edf-write", "The recording has no annotations to write.");
  const written = annotations.map((annotation) => ({ onsetSeconds: annotation.onsetSeconds, durationSeconds: annotation.durationSeconds, text: edfText(annotation, (channel) => header.channels[channel]?.label) }));
  return { chunks: edfChunks({ channels: [], annotations: written, variant: `${family}+C`, startDateTime: header.startDateTime }), notes: [] };
}

/**
 * EDF+ or BDF+ of a span: values (of an EDF or BDF the stored integers with their scale, bit for bit, where the format holds them), annotations that lie in it (shifted to its start), start date and time; gaps as EDF+D. Fields
 * that can name a person are left empty. Samples are read as the pieces are taken, those that must be scaled once before for their extremes; memory does not grow with the span.
 * @throws KlonosError `bad-span`, `edf-write` for what the format cannot hold, `cancelled`; of the reader also while the pieces are taken.
 */
export async function exportEdf(reader: SampleSource, header: RecordingHeader, span: RecordingSpan, annotations: readonly Annotation[], family: "EDF" | "BDF", cancel?: Cancel, progress?: Progress): Promise<EdfExport> {
  const pauses = pausesOf(span);
  const notes = [...span.notes];
  const infos = span.channels.map(({ channel }) => channel);
  const labels = uniqueEdfLabels(infos);
  const renamed = changedLabels(infos, labels);
  if (renamed !== undefined) notes.push(renamed);
  const channels = span.channels.map((own, k): WrittenChannel => ({ own, label: labels[k]!, scale: keptScale(reader, own.channel, family) }));
  /** A note of a channel names it as the file does, or it would be lost. */
  const written = new Map(channels.map(({ own, label }) => [own.channel.index, label]));
  const frame = {
    annotations: annotations
      .filter(({ onsetSeconds, durationSeconds }) => onsetSeconds + durationSeconds >= span.startSeconds && onsetSeconds < span.endSeconds)
      .map((annotation) => ({ onsetSeconds: annotation.onsetSeconds - span.startSeconds, durationSeconds: annotation.durationSeconds, text: edfText(annotation, (channel) => written.get(channel) ?? header.channels[channel]?.label) })),
    variant: `${family}${pauses.length > 0 ? "+D" : "+C"}`,
    pauses,
    ...(header.startDateTime === undefined ? {} : { startDateTime: shiftedStart(header.startDateTime, span.startSeconds) }),
  } as const;
  // What cannot be written is told before a sample is read.
  const plan = planEdfRecords({ ...frame, channels: channels.map(({ own }) => ({ samplingHz: own.channel.samplingHz, sampleCount: own.sampleCount })) });
  const read = stretchReader(reader);
  const scaled = channels.filter(({ scale }) => scale === undefined);
  const surveyShare = scaled.length > 0 ? SURVEY_SHARE : 0;
  const found = await survey(scaled, read, cancel, progress && ((fraction, doing) => progress(surveyShare * fraction, doing)));
  const signals = channels.map(({ own: { channel, sampleCount }, label, scale }): EdfSignal => {
    const common = { label, samplingHz: channel.samplingHz, sampleCount, prefilter: channel.prefilter };
    if (scale !== undefined) return { ...common, unit: scale.unit, isStored: true, physicalRange: scale.physical, digitalRange: scale.digital };
    const { largest, missing } = found.get(channel.index)!;
    if (missing > 0) notes.push(`${channel.label}: ${missing} missing values were written as 0; EDF has no other way.`);
    const unit = writtenUnit(reader, channel, family);
    return { ...common, unit, isStored: false, physicalRange: rangeOfMagnitude(largest, unit) };
  });
  const rounded = signals.flatMap(({ label, samplingHz }, k) => {
    const own = plan.samplesPerRecord[k]! / plan.recordSeconds;
    return Math.abs(own - samplingHz) > SAME_RATE * samplingHz ? [`${label} ${Number(own.toPrecision(10))} Hz instead of ${samplingHz}`] : [];
  });
  if (rounded.length > 0) notes.push(`EDF holds whole samples in each record, so that these rates are off in their last digit: ${rounded.join(", ")}.`);
  const padded = plan.paddedSamples.reduce((most, count) => Math.max(most, count), 0);
  if (padded > 0) notes.push(`The last data record is not full: up to ${padded} samples a channel repeat its last value.`);
  return { chunks: pieces({ ...frame, channels: signals }, channels, read, cancel, progress && ((fraction, doing) => progress(surveyShare + (1 - surveyShare) * fraction, doing))), notes };
}
