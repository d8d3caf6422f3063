import { type Cancel, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelInfo, RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange, Segment } from "../../core/timeline";
import type { ByteSource, SiblingSource } from "../byte-source";
import { channelIdentity } from "../channel-identity";
import { gapsOf } from "../channel-gaps";
import type { Scaling } from "../integer-samples";
import { createIssueLog, type IssueLog } from "../issue-log";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";
import { createSiblingFiles, missingFile, type SiblingFiles } from "../sibling-files";
import { latin1Text } from "../text-decoding";
import { voltsPerUnit } from "../../core/units";
import { ambiguousUnit } from "../ambiguous-unit";
import { readWfdbNotes } from "./wfdb-annotations";
import { readTrack } from "./wfdb-group";
import { wfdbStart, type WfdbSignal } from "./wfdb-header";
import { openWfdbRecord, type WfdbChannelPieces, type WfdbPiece } from "./wfdb-record";
import { wfdbPacking } from "./wfdb-samples";

/** Names of annotators that are looked for beside the record: reference, generic, detected beats, events. */
const ANNOTATORS = ["atr", "ann", "qrs", "evt"] as const;
/** Two pieces are joined when they follow each other within this share of a sample. */
const JOIN_SAMPLES = 1e-3;

/** Runs without an interruption, in stored samples. */
function segmentsOf(pieces: readonly WfdbPiece[], samplingHz: number): Segment[] {
  const segments: Segment[] = [];
  let sample = 0;
  for (const piece of pieces) {
    const last = segments[segments.length - 1];
    const endSeconds = last === undefined ? -Infinity : last.startSeconds + (last.endSample - last.startSample) / samplingHz;
    const endSample = sample + piece.samples;
    if (last !== undefined && Math.abs(piece.startSeconds - endSeconds) * samplingHz < JOIN_SAMPLES) segments[segments.length - 1] = { ...last, endSample };
    else segments.push({ startSample: sample, endSample, startSeconds: piece.startSeconds });
    sample = endSample;
  }
  return segments;
}

function scalingOf(signal: WfdbSignal, perUnit: number): Scaling {
  const gain = perUnit / signal.gain;
  return { gain, offset: -signal.baseline * gain };
}

function channelOf(found: WfdbChannelPieces, index: number, framesPerSecond: number, options: ImportOptions, issues: IssueLog): ChannelInfo {
  const { signal } = found;
  const label = signal.label === "" ? `Signal ${found.number + 1}` : signal.label;
  const where = `channel ${index + 1} (${label})`;
  const unit = signal.isCalibrated ? signal.unit : (options.unit ?? "");
  const perUnit = voltsPerUnit(unit);
  if (!signal.isCalibrated) {
    issues.add({ code: "wfdb-uncalibrated", severity: "warning", where, message: `${where} has no gain in the header: it was not calibrated. Its values are steps of the converter divided by 200${unit === "" ? ", without a unit" : ` and taken as ${unit}, as was asked`}.` });
  }
  const ambiguous = ambiguousUnit(unit, where);
  if (ambiguous !== undefined) issues.add(ambiguous);
  const scaling = scalingOf(signal, perUnit ?? 1);
  const half = 2 ** ((signal.adcBits > 0 ? signal.adcBits : wfdbPacking(signal.format).bits) - 1);
  const ends = [(signal.adcZero - half) * scaling.gain + scaling.offset, (signal.adcZero + half - 1) * scaling.gain + scaling.offset] as const;
  const samplingHz = framesPerSecond * signal.samplesPerFrame;
  return {
    ...channelIdentity(label, unit),
    index,
    label,
    unit,
    isVoltage: perUnit !== undefined,
    samplingHz,
    sampleCount: found.pieces.reduce((sum, piece) => sum + piece.samples, 0),
    segments: segmentsOf(found.pieces, samplingHz),
    physicalRange: ends[0] < ends[1] ? ends : [ends[1], ends[0]],
    prefilter: "",
  };
}

async function readAnnotations(record: string, framesPerSecond: number, channelOfSignal: ReadonlyMap<number, number>, files: SiblingFiles, issues: IssueLog, cancel: Cancel | undefined): Promise<Annotation[]> {
  const annotations: Annotation[] = [];
  for (const annotator of ANNOTATORS) {
    const found = await files.use(`${record}.${annotator}`, (source) => readWfdbNotes(source, issues, cancel));
    for (const note of found?.notes ?? []) {
      const channel = note.signal === undefined ? undefined : channelOfSignal.get(note.signal);
      annotations.push({ onsetSeconds: note.time / (found?.unitsPerSecond ?? framesPerSecond), durationSeconds: 0, text: note.text, channel });
    }
  }
  return annotations.sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}

async function openWfdb(source: ByteSource, options: ImportOptions, cancel?: Cancel, siblings?: SiblingSource): Promise<RecordingReader> {
  const files = createSiblingFiles(source.name, siblings);
  const issues = createIssueLog();
  const record = await openWfdbRecord(source, files, issues, cancel).catch(async (thrown: unknown) => {
    await files.close();
    throw thrown;
  });
  const { framesPerSecond } = record.header;
  const channels = record.channels.map((found, index) => channelOf(found, index, framesPerSecond, options, issues));
  for (const issue of duplicateLabels(channels)) issues.add(issue);
  const header: RecordingHeader = {
    format: record.header.segments.length > 0 ? "WFDB (segments)" : "WFDB",
    channels,
    durationSeconds: record.durationSeconds,
    startDateTime: wfdbStart(record.header),
    hasIdentity: record.header.comments.some((comment) => comment !== ""),
    issues: issues.list(),
    complete: true,
  };
  const channelOfSignal = new Map(record.channels.map((found, index) => [found.number, index]));

  return {
    header,
    otherFiles: files.found(),
    scan: createSharedScan(async (scanCancel, progress): Promise<RecordingScan> => {
      const noteIssues = createIssueLog();
      const name = source.name.replace(/\.hea$/i, "");
      const annotations = await readAnnotations(name, framesPerSecond, channelOfSignal, files, noteIssues, scanCancel);
      progress?.(1, "reading annotations");
      return { channels, durationSeconds: record.durationSeconds, annotations, gaps: gapsOf(channels), issues: [...header.issues, ...noteIssues.list()] };
    }),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(channels, channelIndex, range);
      throwIfCancelled(readCancel);
      const values = new Float64Array(range.end - range.start);
      const perUnit = voltsPerUnit(channels[channelIndex]!.unit) ?? 1;
      let first = 0;
      for (const piece of record.channels[channelIndex]!.pieces) {
        const start = Math.max(range.start, first);
        const end = Math.min(range.end, first + piece.samples);
        const shift = piece.skewSamples - first;
        const { fileName } = piece.track.group;
        if (start < end) {
          const isRead = await files.use(fileName, async (data) => {
            await readTrack(data, piece.track, { start: start + shift, end: end + shift }, scalingOf(piece.track.signal, perUnit), values, start - range.start, readCancel);
            return true;
          });
          if (isRead === undefined) throw missingFile(source.name, fileName, "", "samples are");
        }
        first += piece.samples;
      }
      return values;
    },
    async close() {
      await files.close();
      await source.close();
    },
  };
}

/** The record line of a header: name, number of signals and mostly a rate. */
const RECORD_LINE = /^\s*(#[^\n]*\n\s*)*[^\s#]+\s+\d+(\s|$)/;

/**
 * Records of the WFDB software (PhysioNet): a header `.hea`, samples in files of their own, annotations `.atr`. The header is plain
 * text, so this format alone also asks for the name.
 */
export const wfdbFormat: RecordingFormat = {
  id: "wfdb",
  title: "WFDB record (.hea)",
  extensions: ["hea"],
  takes: ["unit"],
  recognise: (head, name) => /\.hea$/i.test(name) && RECORD_LINE.test(latin1Text(head)),
  open: openWfdb,
};
