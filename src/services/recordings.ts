import { type Cancel, KlonosError, type Progress } from "../core/errors";
import { proposePairs } from "../core/anatomy/pairs";
import type { ImportPreview, ImportRecipe } from "../core/import-recipe";
import type { ChannelInfo, RecordingHeader, RecordingScan } from "../core/recording";
import type { SampleRange } from "../core/timeline";
import { defaultVocabulary, withWords } from "../core/reflex/mark-words";
import { marksOfAnnotations, protocolOfMarks } from "../core/reflex/marks";
import type { ByteSource, SiblingSource } from "../formats/byte-source";
import { cachedSource } from "../formats/cached-source";
import type { RecordingReader } from "../formats/recording-reader";
import { openRecording, previewImport } from "../formats/registry";
import type { ImportAnswers, MarkWord, OpenedRecording, ScannedRecording, SourceInfo } from "../protocol/engine-api";
import type { Breathe } from "./breathe";
import { sourceFingerprint } from "./byte-cache";
import { hashRecording } from "./hash-source";
import { type SharedJob, sharedJob } from "./shared-job";
import { watchedSource } from "./watched-source";

/** One open recording as the services see it. */
export interface Recording {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly header: RecordingHeader;
  /** See `RecordingReader`. */
  readonly importSignature: string | undefined;
  /** See `RecordingReader`. */
  readonly recipe: ImportRecipe | undefined;
  /** Full structure; begun by the first who asks, shared by all. */
  readonly structure: SharedJob<RecordingScan>;
  /** SHA-256 of the file, or of all files of the recording (see `hashRecording`). */
  readonly hash: SharedJob<string>;
  /** What is known now: the scan's answer, else undefined while `header.complete` is false. */
  readonly knownScan: () => RecordingScan | undefined;
  /** What this version of the file is known by between sessions; undefined where it cannot be told from another one. */
  readonly fingerprint: SharedJob<string | undefined>;
  /** Tells channels apart in caches, whatever index a call gives them. */
  readonly channelKey: (channelIndex: number) => string;
  /** Physical values of one channel; lets messages in and looks at `cancel` before each read. */
  readonly read: (channelIndex: number, range: SampleRange, cancel?: Cancel) => Promise<Float64Array>;
  /** The file's own integers, where the reader gives them (see `RecordingReader`). */
  readonly stored: Pick<RecordingReader, "storedScale" | "readStored">;
  readonly close: () => Promise<void>;
}

/** The table of open recordings. */
export interface Recordings {
  open(source: SourceInfo, answers: ImportAnswers, cancel?: Cancel): Promise<OpenedRecording>;
  /** How a file would be read; it is closed again. */
  preview(source: SourceInfo, answers: ImportAnswers, cancel?: Cancel): Promise<ImportPreview>;
  scan(recordingId: string, markWords: readonly MarkWord[], cancel?: Cancel, progress?: Progress): Promise<ScannedRecording>;
  close(recordingId: string): Promise<void>;
  /** @throws KlonosError `unknown-recording` */
  get(recordingId: string): Recording;
}

export interface RecordingsParts {
  readonly openSource: (source: SourceInfo, answers: ImportAnswers) => Promise<ByteSource>;
  readonly openSibling: (source: SourceInfo, name: string, levelsUp?: number) => Promise<ByteSource | undefined>;
  readonly breathe: Breathe;
  readonly idPrefix: string;
}

/** Sixteen channels of half an hour at 2 kHz: preparing channel after channel then reads the file once. */
const CACHE_BYTES = 128 * 1024 * 1024;
const CACHE_BLOCK_BYTES = 512 * 1024;

/** Share of a scan's progress that the pass over the structure takes; the rest is the hash, which reads every byte. */
const STRUCTURE_SHARE = 0.4;

/** The recordings that are open, each by the id it was given; a closed id names nothing. */
export function createRecordings(parts: RecordingsParts): Recordings {
  const open = new Map<string, Recording>();
  let lastId = 0;

  const get = (recordingId: string): Recording => {
    const recording = open.get(recordingId);
    if (recording === undefined) throw new KlonosError("unknown-recording", "This recording is not open any more. Open the file again.", recordingId);
    return recording;
  };

  return {
    get,
    async open(source, answers, cancel) {
      const bytes = await parts.openSource(source, answers);
      try {
        const recording = await openOne(`${parts.idPrefix}${++lastId}`, bytes, answers, (name, levelsUp) => parts.openSibling(source, name, levelsUp), parts.breathe, cancel);
        open.set(recording.id, recording);
        const { id, name, size, header, importSignature, recipe } = recording;
        return { recordingId: id, source: { name, size }, header, proposedPairs: proposePairs(header.channels), importSignature, recipe };
      } catch (thrown) {
        await bytes.close();
        throw thrown;
      }
    },
    async preview(source, answers, cancel) {
      const bytes = await parts.openSource(source, answers);
      try {
        return await previewImport(bytes, answers, cancel);
      } finally {
        await bytes.close();
      }
    },
    async scan(recordingId, markWords, cancel, progress) {
      const recording = get(recordingId);
      const structure = await recording.structure(cancel, (fraction, doing) => progress?.(fraction * STRUCTURE_SHARE, doing));
      const sha256 = await recording.hash(cancel, (fraction, doing) => progress?.(STRUCTURE_SHARE + fraction * (1 - STRUCTURE_SHARE), doing));
      const { channels, durationSeconds, annotations, gaps } = structure;
      const marks = marksOfAnnotations(annotations, withWords(defaultVocabulary, markWords));
      return { sha256, channels, durationSeconds, annotations, marks, proposedProtocol: protocolOfMarks(marks), gaps, issues: structure.issues };
    },
    async close(recordingId) {
      const recording = get(recordingId);
      open.delete(recordingId);
      await recording.close();
    },
  };
}

async function openOne(id: string, bytes: ByteSource, answers: ImportAnswers, siblings: SiblingSource, breathe: Breathe, cancel: Cancel | undefined): Promise<Recording> {
  const cached = (source: ByteSource): ByteSource => watchedSource(cachedSource(source, { blockBytes: CACHE_BLOCK_BYTES, maxBytes: CACHE_BYTES }), source);
  const same = unchangedSiblings(bytes.name, siblings);
  const watched = cached(bytes);
  const reader = await openRecording(watched, answers, cancel, async (name, levelsUp) => {
    const sibling = await same(name, levelsUp);
    return sibling && cached(sibling);
  });
  const { header } = reader;
  let scanned: RecordingScan | undefined;
  return {
    id,
    name: bytes.name,
    size: bytes.size,
    header,
    importSignature: reader.importSignature,
    recipe: reader.recipe,
    structure: sharedJob(async (jobCancel, progress) => (scanned = await reader.scan(jobCancel, progress))),
    hash: sharedJob((jobCancel, progress) => hashRecording(bytes, reader.otherFiles ?? [], same, breathe, jobCancel, progress)),
    knownScan: () => scanned,
    // Samples that lie in other files are not told apart by this one.
    fingerprint: sharedJob(async (jobCancel) => {
      const own = (reader.otherFiles ?? []).length > 0 ? undefined : await sourceFingerprint(bytes, jobCancel);
      return own === undefined ? undefined : `${own}|${JSON.stringify(answers)}`;
    }),
    channelKey: String,
    async read(channelIndex, range, readCancel) {
      await breathe(readCancel);
      const values = await reader.read(channelIndex, range, readCancel);
      // Readers of small texts have every value on hand: the file is looked at all the same.
      await watched.read(0, 0, readCancel);
      return values;
    },
    stored:
      reader.readStored === undefined
        ? {}
        : {
            storedScale: (channelIndex) => reader.storedScale?.(channelIndex),
            async readStored(channelIndexes, range, readCancel) {
              await breathe(readCancel);
              const integers = await reader.readStored!(channelIndexes, range, readCancel);
              await watched.read(0, 0, readCancel);
              return integers;
            },
          },
    close: () => reader.close(),
  };
}

/** The files beside a recording, each of which must stay what it was when it was first opened: it is opened again for its hash. */
function unchangedSiblings(recording: string, siblings: SiblingSource): SiblingSource {
  const versions = new Map<string, string>();
  return async (name, levelsUp = 0) => {
    const sibling = await siblings(name, levelsUp);
    if (sibling === undefined) return undefined;
    const key = `${levelsUp} ${name}`;
    const version = `${sibling.size} ${sibling.version ?? ""}`;
    const known = versions.get(key) ?? version;
    versions.set(key, known);
    if (known === version) return sibling;
    await sibling.close();
    throw new KlonosError("source-changed", `“${name}”, which belongs to ${recording}, was changed by another program while the recording was open. Open the recording again.`, name, { sizeNow: sibling.size });
  };
}

/** Channels as they are known now. */
export function knownChannels(recording: Recording): readonly ChannelInfo[] {
  return (recording.knownScan() ?? recording.header).channels;
}

/** @throws KlonosError `bad-argument` for a channel that the recording does not have. */
export function channelOf(channels: readonly ChannelInfo[], index: number): ChannelInfo {
  const channel = channels[index];
  if (channel === undefined) throw new KlonosError("bad-argument", `There is no channel ${index}: the recording has ${channels.length}.`, `channel ${index}`);
  return channel;
}
