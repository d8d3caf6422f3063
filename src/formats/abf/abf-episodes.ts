import { type Cancel, type Issue, KlonosError } from "../../core/errors";
import type { Annotation } from "../../core/recording";
import type { Segment } from "../../core/timeline";
import { type AbfHeader, abfError, type AbfTable } from "./abf-header";
import { viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import { readLong } from "../framed-read";
import { decodeText } from "../text-decoding";

/** More episodes or tags than any experiment has; a larger count is damage. */
const MOST_ENTRIES = 1_000_000;
const SYNCH_BYTES = 8;
const TAG_BYTES = 64;
const TAG_TEXT_BYTES = 56;
const EVENT_DRIVEN = 1;
const GAP_FREE = 3;
const EPISODIC = 5;

/** Samples of each channel, where they are whole in the file, and the episodes they form. */
export interface AbfTimeline {
  readonly frames: number;
  readonly segments: readonly Segment[];
  readonly issues: readonly Issue[];
}

async function readTable(source: ByteSource, table: AbfTable, entryBytes: number, what: string, cancel: Cancel | undefined): Promise<DataView | undefined> {
  if (table.count === 0) return undefined;
  if (table.count < 0 || table.count > MOST_ENTRIES) throw abfError(`The header declares ${table.count} ${what}. The file is damaged; open it in Clampfit and save it again.`, table.byte, { count: table.count });
  if (table.byte <= 0 || table.byte + table.count * entryBytes > source.size) return undefined;
  return viewOf(await readLong(source, table.byte, table.count * entryBytes, cancel));
}

interface Episode {
  readonly startSeconds: number;
  readonly frames: number;
}

/** Times beyond this are damage: thirty years between two episodes, a quarter of an hour a count. */
const MOST_TIME = 1e9;

/** False for what is no length of time: zero, negative, infinite or no number. */
function isTime(value: number): boolean {
  return value > 0 && value < MOST_TIME;
}

/** Seconds in one count of synch array and tags: samples of all channels in turn, where no unit is given. */
export function secondsPerCount(header: AbfHeader): number {
  return isTime(header.synchMicroseconds) ? header.synchMicroseconds * 1e-6 : 1 / (header.samplingHz * header.channels.length);
}

function episodesOf(view: DataView, header: AbfHeader, count: number, totalFrames: number): Episode[] {
  const width = header.channels.length;
  const entries = Array.from({ length: count }, (_, k) => [view.getInt32(k * SYNCH_BYTES, true), view.getInt32(k * SYNCH_BYTES + 4, true)] as const);
  const sum = entries.reduce((total, [, length]) => total + length, 0);
  // Event-driven files give lengths in the unit of the starts; the number of stored samples tells which it is.
  const divide = header.mode === EVENT_DRIVEN && isTime(header.synchMicroseconds) && sum !== totalFrames * width;
  const perLength = divide ? header.synchMicroseconds : 1;
  return entries.map(([start, length]) => ({ startSeconds: start * secondsPerCount(header), frames: Math.floor(length / perLength / width) }));
}

function fixedEpisodes(header: AbfHeader, totalFrames: number, issues: Issue[]): Episode[] {
  const frames = Math.floor(header.samplesPerEpisode / header.channels.length);
  if (header.mode === GAP_FREE || frames < 1 || frames >= totalFrames) return [{ startSeconds: 0, frames: totalFrames }];
  const seconds = frames / header.samplingHz;
  const apart = isTime(header.episodeStartToStartSeconds) && header.episodeStartToStartSeconds >= seconds ? header.episodeStartToStartSeconds : seconds;
  if (apart === seconds) {
    issues.push({ code: "abf-episodes", severity: "warning", where: "", message: "The file does not say when its episodes began. They are shown one directly after the other; pauses between them are not known." });
  }
  return Array.from({ length: Math.min(MOST_ENTRIES, Math.ceil(totalFrames / frames)) }, (_, k) => ({ startSeconds: k * apart, frames }));
}

/** The episodes as segments, cut to what the file holds. @throws KlonosError `abf-header`, `abf-data`. */
export async function readTimeline(source: ByteSource, header: AbfHeader, cancel?: Cancel): Promise<AbfTimeline> {
  const issues: Issue[] = [];
  const frameBytes = header.channels.length * (header.isFloat ? 4 : 2);
  const declared = Math.floor(header.declaredSamples / header.channels.length);
  const present = Math.max(0, Math.floor((source.size - header.dataByte) / frameBytes));
  if (header.mode < EVENT_DRIVEN || header.mode > EPISODIC) throw abfError(`The header gives the operation mode ${header.mode}; modes 1 to 5 exist. The file is damaged; open it in Clampfit and save it again.`, header.modeByte, { mode: header.mode });
  if (header.declaredSamples < 0 || header.dataByte < 512) throw abfError(`The header declares ${header.declaredSamples} samples from byte ${header.dataByte}. The file is damaged; open it in Clampfit and save it again.`, 0, { samples: header.declaredSamples });
  const frames = Math.min(declared, present);
  if (frames < 1) throw new KlonosError("abf-data", `The file ends before its first sample: data should begin at byte ${header.dataByte}, the file has ${source.size} bytes, and the header declares ${declared} samples a channel. Copy it again from its origin.`, `byte ${source.size}`, { declared, present });
  if (frames < declared) {
    issues.push({ code: "abf-truncated", severity: "warning", where: `byte ${header.dataByte + frames * frameBytes}`, message: `The file is cut: the first ${frames} of ${declared} samples a channel are whole and are shown.` });
  }
  const synch = await readTable(source, header.synch, SYNCH_BYTES, "episodes", cancel);
  if (synch === undefined && header.synch.count > 0) {
    issues.push({ code: "abf-episodes", severity: "warning", where: `byte ${header.synch.byte}`, message: `The table of ${header.synch.count} episodes at byte ${header.synch.byte} is not whole in the file; the episodes are placed by their length instead.` });
  }
  const episodes = synch === undefined ? fixedEpisodes(header, declared, issues) : episodesOf(synch, header, header.synch.count, declared);
  const segments: Segment[] = [];
  let sample = 0;
  let freeSeconds = 0;
  let early = 0;
  for (const episode of episodes) {
    const count = Math.min(episode.frames, frames - sample);
    if (count < 1) continue;
    // Half a sample: times were rounded when they were written.
    if (episode.startSeconds < freeSeconds - 0.5 / header.samplingHz) early += 1;
    const startSeconds = Math.max(freeSeconds, episode.startSeconds);
    const last = segments[segments.length - 1];
    // Gap-free files list their chunks: those that follow on are one run.
    if (last !== undefined && header.mode === GAP_FREE && startSeconds - freeSeconds < 0.5 / header.samplingHz) segments[segments.length - 1] = { ...last, endSample: sample + count };
    else segments.push({ startSample: sample, endSample: sample + count, startSeconds });
    sample += count;
    const run = segments[segments.length - 1]!;
    freeSeconds = run.startSeconds + (run.endSample - run.startSample) / header.samplingHz;
  }
  if (early > 0) issues.push({ code: "abf-episodes", severity: "error", where: `byte ${header.synch.byte}`, message: `${early} episodes say that they begin before the one in front of them ends; they were placed directly after it, so later times may be wrong.` });
  if (sample < frames) {
    const startSeconds = freeSeconds;
    issues.push({ code: "abf-episodes", severity: "warning", where: `byte ${header.synch.byte}`, message: `The episodes of the table make ${sample} samples a channel, the file holds ${frames}; the rest is shown as one more episode directly after them.` });
    segments.push({ startSample: sample, endSample: frames, startSeconds });
  }
  return { frames, segments, issues };
}

/** The tags (comments set while recording) as annotations, in time order. */
export async function readTags(source: ByteSource, header: AbfHeader, issues: Issue[], cancel?: Cancel): Promise<Annotation[]> {
  const view = await readTable(source, header.tags, TAG_BYTES, "tags", cancel);
  if (view === undefined) {
    if (header.tags.count > 0) issues.push({ code: "abf-tags", severity: "warning", where: `byte ${header.tags.byte}`, message: `The table of ${header.tags.count} tags at byte ${header.tags.byte} is not whole in the file; its comments are not shown.` });
    return [];
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const perCount = secondsPerCount(header);
  const tags = Array.from({ length: header.tags.count }, (_, k): Annotation => {
    const at = k * TAG_BYTES;
    const text = decodeText(bytes.subarray(at + 4, at + 4 + TAG_TEXT_BYTES)).replace(/\0[^]*$/, "").trim();
    return { onsetSeconds: Math.max(0, view.getInt32(at, true)) * perCount, durationSeconds: 0, text: text === "" ? "tag" : text, channel: undefined };
  });
  return tags.sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}
