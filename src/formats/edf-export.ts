import { type Cancel, KlonosError, type Progress } from "../core/errors";
import type { Annotation, ChannelInfo, RecordingHeader } from "../core/recording";
import { changedLabels, uniqueEdfLabels } from "./edf-labels";
import { type EdfPause, edfChunks, fitsStored, planEdfRecords, type EdfStoredChannel, type EdfWriteChannel, type EdfWriteRequest } from "./edf-writer";
import type { RecordingReader, StoredScale } from "./recording-reader";
import type { ChannelSpan, RecordingSpan } from "./recording-span";

/** The writer holds all samples; beyond this the span must be shortened. */
const MOST_SAMPLES = 128 * 1024 * 1024;
/** Samples read at a time. */
const BLOCK_SAMPLES = 1024 * 1024;
/** Stored times of two channels that differ by less are the same. */
const SAME_SECONDS = 1e-6;
/** Rates that differ by less are the same number of a header's eight characters. */
const SAME_RATE = 1e-7;
const MICROS_PER_SECOND = 1e6;

/** A file to be written, piece by piece. */
export interface EdfExport {
  readonly chunks: Iterable<Uint8Array>;
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

/** Told how many samples were read. */
type CountSamples = (samples: number) => void;

/** Samples of the span of one channel, one after the other. */
async function readSpan(reader: RecordingReader, own: ChannelSpan, counted: CountSamples, cancel: Cancel | undefined): Promise<Float64Array> {
  const samples = new Float64Array(own.sampleCount);
  let done = 0;
  for (const piece of own.pieces) {
    for (let start = piece.start; start < piece.end; start += BLOCK_SAMPLES) {
      const end = Math.min(piece.end, start + BLOCK_SAMPLES);
      samples.set(await reader.read(own.channel.index, { start, end }, cancel), done);
      done += end - start;
      counted(end - start);
    }
  }
  return samples;
}

/** An annotation as EDF+ links it to a channel: `text@@label`. */
function edfText(annotation: Annotation, labelOf: (channel: number) => string | undefined): string {
  const label = annotation.channel === undefined ? undefined : labelOf(annotation.channel);
  return label === undefined ? annotation.text : `${annotation.text}@@${label}`;
}

/** The scale with which a channel's integers can be written as they are; undefined where values must be scaled anew. */
function keptScale(reader: RecordingReader, channel: ChannelInfo, family: "EDF" | "BDF"): StoredScale | undefined {
  const scale = reader.readStored === undefined ? undefined : reader.storedScale?.(channel.index);
  // A unit that was overruled makes other values of the integers.
  if (scale === undefined || scale.unit !== channel.unit || scale.isVoltage !== channel.isVoltage) return undefined;
  return (family === "BDF" || scale.bits === 16) && fitsStored(scale.physical, scale.digital, family) ? scale : undefined;
}

/** Unit that the exported file has for a channel. */
export function writtenUnit(reader: RecordingReader, channel: ChannelInfo, family: "EDF" | "BDF"): string {
  return keptScale(reader, channel, family)?.unit ?? (channel.isVoltage ? "uV" : channel.unit);
}

/** Channels of a span as the file has them, those of one rate and the same pieces read together. */
async function readStoredSpan(reader: RecordingReader, kept: readonly { readonly own: ChannelSpan; readonly scale: StoredScale }[], labels: ReadonlyMap<number, string>, counted: CountSamples, cancel: Cancel | undefined): Promise<Map<number, EdfStoredChannel>> {
  const written = new Map<number, EdfStoredChannel>();
  const together = new Map<string, { readonly own: ChannelSpan; readonly scale: StoredScale }[]>();
  for (const one of kept) {
    const key = JSON.stringify([one.own.channel.samplingHz, one.own.pieces]);
    const group = together.get(key);
    if (group === undefined) together.set(key, [one]);
    else group.push(one);
  }
  for (const group of together.values()) {
    const { pieces, sampleCount } = group[0]!.own;
    const columns = group.map(({ scale }) => (scale.bits === 16 ? new Int16Array(sampleCount) : new Int32Array(sampleCount)));
    let done = 0;
    for (const piece of pieces) {
      for (let start = piece.start; start < piece.end; start += BLOCK_SAMPLES) {
        const end = Math.min(piece.end, start + BLOCK_SAMPLES);
        const read = await reader.readStored!(group.map(({ own }) => own.channel.index), { start, end }, cancel);
        for (const [position, column] of columns.entries()) column.set(read[position]!, done);
        done += end - start;
        counted((end - start) * group.length);
      }
    }
    for (const [position, { own: { channel }, scale }] of group.entries()) {
      written.set(channel.index, { label: labels.get(channel.index)!, unit: scale.unit, samplingHz: channel.samplingHz, samples: columns[position]!, physicalRange: scale.physical, digitalRange: scale.digital, prefilter: channel.prefilter });
    }
  }
  return written;
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
 * that can name a person are left empty. `progress` is of the reading.
 * @throws KlonosError `bad-span`, `edf-write` for what the format cannot hold.
 */
export async function exportEdf(reader: RecordingReader, header: RecordingHeader, span: RecordingSpan, annotations: readonly Annotation[], family: "EDF" | "BDF", cancel?: Cancel, progress?: Progress): Promise<EdfExport> {
  const total = span.channels.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  if (total > MOST_SAMPLES) throw new KlonosError("bad-span", `${total} samples are more than can be written at once (${MOST_SAMPLES}). Choose fewer channels or a shorter span.`);
  const pauses = pausesOf(span);
  const notes = [...span.notes];
  const infos = span.channels.map(({ channel }) => channel);
  const labels = uniqueEdfLabels(infos);
  const renamed = changedLabels(infos, labels);
  if (renamed !== undefined) notes.push(renamed);
  /** A note of a channel names it as the file does, or it would be lost. */
  const written = new Map(infos.map(({ index }, k) => [index, labels[k]!]));
  const channels: EdfWriteChannel[] = [];
  const kept = span.channels.flatMap((own) => {
    const scale = keptScale(reader, own.channel, family);
    return scale === undefined ? [] : [{ own, scale }];
  });
  let read = 0;
  const counted = (samples: number): void => {
    read += samples;
    progress?.(read / total, "reading samples");
  };
  const stored = await readStoredSpan(reader, kept, written, counted, cancel);
  for (const own of span.channels) {
    const unchanged = stored.get(own.channel.index);
    if (unchanged !== undefined) {
      channels.push(unchanged);
      continue;
    }
    const samples = await readSpan(reader, own, counted, cancel);
    const missing = samples.reduce((count, value) => (value === value ? count : count + 1), 0);
    if (missing > 0) notes.push(`${own.channel.label}: ${missing} missing values were written as 0; EDF has no other way.`);
    channels.push({ label: written.get(own.channel.index)!, unit: writtenUnit(reader, own.channel, family), samplingHz: own.channel.samplingHz, samples, prefilter: own.channel.prefilter });
  }
  const request: EdfWriteRequest = {
    channels,
    annotations: annotations
      .filter(({ onsetSeconds, durationSeconds }) => onsetSeconds + durationSeconds >= span.startSeconds && onsetSeconds < span.endSeconds)
      .map((annotation) => ({ onsetSeconds: annotation.onsetSeconds - span.startSeconds, durationSeconds: annotation.durationSeconds, text: edfText(annotation, (channel) => written.get(channel) ?? header.channels[channel]?.label) })),
    variant: `${family}${pauses.length > 0 ? "+D" : "+C"}`,
    pauses,
    ...(header.startDateTime === undefined ? {} : { startDateTime: shiftedStart(header.startDateTime, span.startSeconds) }),
  };
  const plan = planEdfRecords(request);
  const rounded = channels.flatMap(({ label, samplingHz }, k) => {
    const own = plan.samplesPerRecord[k]! / plan.recordSeconds;
    return Math.abs(own - samplingHz) > SAME_RATE * samplingHz ? [`${label} ${Number(own.toPrecision(10))} Hz instead of ${samplingHz}`] : [];
  });
  if (rounded.length > 0) notes.push(`EDF holds whole samples in each record, so that these rates are off in their last digit: ${rounded.join(", ")}.`);
  const padded = plan.paddedSamples.reduce((most, count) => Math.max(most, count), 0);
  if (padded > 0) notes.push(`The last data record is not full: up to ${padded} samples a channel repeat its last value.`);
  return { chunks: edfChunks(request), notes };
}
