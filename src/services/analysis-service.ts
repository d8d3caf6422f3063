import { channelsToPrepare, createScoreMemory, effectiveRead, preparationKey, prepare, score, type ScoreMemory } from "../core/analysis";
import { firstLook } from "../core/analysis/first-look";
import { sampleFactor } from "../core/channel-overrides";
import { type Cancel, KlonosError, type Progress } from "../core/errors";
import type { ChannelInfo } from "../core/recording";
import type { FirstLook } from "../core/reflex-result";
import type { AnalysisContext, ResultDocument } from "../core/result";
import { withDecisions } from "../core/review";
import type { SettingValues } from "../core/settings";
import { gridStepOf, type PreparedChannel } from "../core/signal/prepared";
import { mergedIssues } from "./exports/info-document";
import { createLru, type Lru } from "./lru";
import { withDerivations } from "./derived-recording";
import type { Recording } from "./recordings";
import { resultDocument } from "./result-document";
import { type SharedJob, sharedJob } from "./shared-job";

/** Turns recordings into result documents. */
export interface AnalysisService {
  /**
   * The document for these settings and this context; the very same object while it is kept, so that what is exported is what
   * was shown. The file is read only where the filter's settings are new: thresholds, context and edits only score again.
   */
  analyse(recording: Recording, settings: SettingValues, context: AnalysisContext, cancel?: Cancel, progress?: Progress): Promise<ResultDocument>;
  /** The pre-flight before the analysis: see core/analysis/first-look. What it prepares of a whole channel the analysis finds. */
  firstLook(recording: Recording, settings: SettingValues, context: AnalysisContext, cancel?: Cancel, progress?: Progress): Promise<FirstLook>;
  forget(recordingId: string): void;
}

/** Budget of prepared channels in bytes: a hundred channels of ten minutes, or one of a day. */
const PREPARED_BYTES = 1024 * 1024 * 1024;
/** Documents that are kept: an undo or two, and the one on the screen. */
const KEPT_DOCUMENTS = 8;
/** Share of the progress that reading and filtering take. */
const PREPARE_SHARE = 0.85;

const BYTES_PER_POINT = 16;
/** The noise floor and its spread at each point, which the memory of a channel keeps. */
const REMEMBERED_BYTES_PER_POINT = 16;

/** A prepared channel in a box: undefined inside is an answer too (no band at this rate). */
interface Preparation {
  readonly prepared: PreparedChannel | undefined;
  /** Goes with the samples that its answers are about. */
  readonly memory: ScoreMemory;
}

/** Analyses on request; keeps what the last ones prepared, so that a changed threshold only re-scores, and shares a running job among those who ask for the same. */
export function createAnalysisService(version: string): AnalysisService {
  const prepared = createLru<Preparation>(PREPARED_BYTES);
  const documents = createLru<ResultDocument>(KEPT_DOCUMENTS);
  const jobs = new Map<string, SharedJob<ResultDocument>>();

  /** No number depends on what a person decided: a decision is laid over the document that is there. */
  const scored = async (key: string, recording: Recording, settings: SettingValues, context: AnalysisContext, cancel: Cancel | undefined, progress: Progress | undefined): Promise<ResultDocument> => {
    let job = jobs.get(key);
    if (job === undefined) {
      job = sharedJob((jobCancel, jobProgress) => analyseNow(recording, settings, context, prepared, version, jobCancel, jobProgress));
      jobs.set(key, job);
    }
    try {
      const document = await job(cancel, progress);
      documents.set(key, document, 1);
      return document;
    } finally {
      jobs.delete(key);
    }
  };

  return {
    async analyse(recording, settings, context, cancel, progress) {
      const { decisions = [], ...undecided } = context;
      const bareKey = `${recording.id}|${JSON.stringify([settings, undecided])}`;
      const key = decisions.length === 0 ? bareKey : `${bareKey}|${JSON.stringify(decisions)}`;
      const known = documents.get(key);
      if (known !== undefined) return known;
      const bare = documents.get(bareKey) ?? (await scored(bareKey, recording, settings, undecided, cancel, progress));
      if (decisions.length === 0) return bare;
      const document = withDecisions(bare, decisions);
      documents.set(key, document, 1);
      return document;
    },
    async firstLook(fileRecording, settings, context, cancel, progress) {
      const recording = await scanned(fileRecording, context, cancel);
      const { channels } = await recording.structure(cancel);
      const read = effectiveRead(recording.read, channels, context.overrides);
      return firstLook({
        channels: channelsToPrepare(channels, context), context, settings, read, cancel, progress,
        prepare: async (channel, whole) => (whole ? preparationOf(channel, channels, recording, settings, context, prepared, cancel) : { prepared: await prepare(channel, read, settings, cancel), memory: createScoreMemory() }),
      });
    },
    forget(recordingId) {
      prepared.forget(`${recordingId}|`);
      documents.forget(`${recordingId}|`);
    },
  };
}

/** The recording with its derivations, once it is scanned: what the header says is enough for an id; rates and times are judged by the scan. */
async function scanned(fileRecording: Recording, context: AnalysisContext, cancel: Cancel | undefined, progress?: Progress): Promise<Recording> {
  await fileRecording.structure(cancel, progress);
  return withDerivations(fileRecording, context.derivations ?? [], context.overrides);
}

/** A channel after the filters, from the cache where it is there. `channels` are those of the scan. */
async function preparationOf(channel: ChannelInfo, channels: readonly ChannelInfo[], recording: Recording, settings: SettingValues, context: AnalysisContext, cache: Lru<Preparation>, cancel: Cancel | undefined, progress?: Progress): Promise<Preparation> {
  const factor = sampleFactor(channels.find(({ index }) => index === channel.index)!, context.overrides);
  const key = `${recording.id}|${recording.channelKey(channel.index)}|${preparationKey(channel, context, settings)}|${factor}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const preparation = { prepared: await prepare(channel, effectiveRead(recording.read, channels, context.overrides), settings, cancel, progress), memory: createScoreMemory() };
  cache.set(key, preparation, costOf(preparation));
  return preparation;
}

async function analyseNow(
  fileRecording: Recording,
  settings: SettingValues,
  context: AnalysisContext,
  cache: Lru<Preparation>,
  version: string,
  cancel: Cancel,
  progress: Progress,
): Promise<ResultDocument> {
  const recording = await scanned(fileRecording, context, cancel, (_, doing) => progress(0, doing));
  const scan = await recording.structure(cancel, (_, doing) => progress(0, doing));
  const sha256 = await recording.hash(cancel, (_, doing) => progress(0, doing));
  const wanted = channelsToPrepare(scan.channels, context);
  refuseTooLong(wanted);
  const read = effectiveRead(recording.read, scan.channels, context.overrides);
  const prepared = new Map<number, PreparedChannel | undefined>();
  const memories = new Map<number, ScoreMemory>();
  for (const [position, channel] of wanted.entries()) {
    const report: Progress = (fraction, doing) => progress(((position + fraction) / wanted.length) * PREPARE_SHARE, `${channel.label}: ${doing}`);
    const preparation = await preparationOf(channel, scan.channels, recording, settings, context, cache, cancel, report);
    prepared.set(channel.index, preparation.prepared);
    memories.set(channel.index, preparation.memory);
  }
  const result = await score(prepared, scan.channels, context, settings, read, cancel, (fraction, doing) => progress(PREPARE_SHARE + fraction * (1 - PREPARE_SHARE), doing), memories);
  const source = { name: recording.name, sha256, format: recording.header.format, durationSeconds: scan.durationSeconds, recipe: recording.recipe ?? null };
  return resultDocument({ ...result, issues: mergedIssues(mergedIssues(recording.header.issues, scan.issues), result.issues) }, source, version);
}

/** Prepared channels of one analysis are on hand together: four days of one channel, six hours of sixteen. */
const MOST_PREPARED_BYTES = 3 * 1024 * 1024 * 1024;
const GIGABYTE = 1e9;
const SECONDS_PER_HOUR = 3600;

/**
 * Counts what is left of the channels after what a person rejected: a recording of days is analysed stretch by stretch.
 * @throws KlonosError `too-long` before it takes all memory of the machine; `details.mostSeconds` is how much of it can be analysed at once
 */
function refuseTooLong(wanted: readonly ChannelInfo[]): void {
  const samplesOf = ({ segments }: ChannelInfo): number => segments.reduce((sum, { startSample, endSample }) => sum + endSample - startSample, 0);
  const bytes = wanted.reduce((sum, channel) => sum + (samplesOf(channel) / gridStepOf(channel.samplingHz)) * BYTES_PER_POINT, 0);
  if (bytes <= MOST_PREPARED_BYTES) return;
  const bytesPerSecond = wanted.reduce((sum, { samplingHz }) => sum + (samplingHz / gridStepOf(samplingHz)) * BYTES_PER_POINT, 0);
  const mostSeconds = Math.floor(MOST_PREPARED_BYTES / bytesPerSecond);
  throw new KlonosError(
    "too-long",
    `To analyse ${wanted.length} EMG channels of this length at once would take ${(bytes / GIGABYTE).toFixed(1)} GB of memory; Klonos takes at most ${(MOST_PREPARED_BYTES / GIGABYTE).toFixed(1)} GB. Analyse at most ${(mostSeconds / SECONDS_PER_HOUR).toFixed(1)} hours at once: select a stretch and analyse it alone (command line: --from, --to), or give channels that are not needed the role “other” (⋯).`,
    "",
    { bytes, most: MOST_PREPARED_BYTES, mostSeconds },
  );
}

function costOf({ prepared }: Preparation): number {
  return prepared === undefined ? 0 : prepared.segments.reduce((sum, { envelope }) => sum + envelope.length * (BYTES_PER_POINT + REMEMBERED_BYTES_PER_POINT), 0);
}
