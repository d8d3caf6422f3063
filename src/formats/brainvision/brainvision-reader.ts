import { type Cancel, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ChannelInfo, RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange, Segment } from "../../core/timeline";
import type { ByteSource, SiblingSource } from "../byte-source";
import { BRAINVISION_TITLE, type BrainVisionHeader, readBrainVisionHeader } from "./brainvision-header";
import { brainVisionAnnotations, type BrainVisionMarker, brainVisionSegments, markerDateTime, readBrainVisionMarkers } from "./brainvision-markers";
import { channelIdentity } from "../channel-identity";
import { gapsOf } from "../channel-gaps";
import type { Scaling } from "../integer-samples";
import { type FramedSamples, readFramed, stridedSamples } from "../framed-read";
import { createIssueLog, type IssueLog } from "../issue-log";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { sampleSeconds } from "../segment-time";
import { createSharedScan } from "../shared-scan";
import { createSiblingFiles, missingFile, type SiblingFiles } from "../sibling-files";
import { storedBytes, storedRange } from "../stored-numbers";
import { decodeText } from "../text-decoding";
import { voltsPerUnit } from "../../core/units";
import { ambiguousUnit } from "../ambiguous-unit";

/** Marker files up to this size are read when the recording is opened, so that its pauses and its start are known at once. */
const MARKERS_AT_OPEN_BYTES = 1024 * 1024;

/** Samples of each channel that are in the file, and how far apart. */
interface Layout {
  /** Samples of the recording: those of the longest channel. */
  readonly points: number;
  readonly samples: readonly { readonly count: number; readonly offset: number; readonly strideBytes: number }[];
}

function layoutOf(header: BrainVisionHeader, size: number, issues: IssueLog): Layout {
  const width = storedBytes(header.type);
  const count = header.channels.length;
  const frameBytes = width * count;
  const inFile = Math.floor(size / frameBytes);
  const points = header.points ?? inFile;
  const rest = size - points * frameBytes;
  const { dataFile } = header;
  if (header.points === undefined && rest > 0) {
    if (header.isVectorised) {
      throw new KlonosError("brainvision-header", `${dataFile} is ${size} bytes long, which ${count} channels of ${width}-byte samples do not share evenly, and the header gives no DataPoints: where each channel begins cannot be known. Add DataPoints=… to [Common Infos].`, `byte ${size}`, { size });
    }
    issues.add({ code: "brainvision-truncated", severity: "warning", where: `${dataFile}, byte ${size - rest}`, message: `The last sample of ${dataFile} is cut after ${rest} of ${frameBytes} bytes and left out.` });
  }
  if (rest < 0) {
    issues.add({ code: "brainvision-truncated", severity: "warning", where: `${dataFile}, byte ${size}`, message: header.isVectorised ? `${dataFile} is cut short: ${size} of ${points * frameBytes} bytes are there; the channels are stored one after the other, so the later ones are shorter or empty.` : `${dataFile} is cut short: the first ${inFile} of ${points} samples are whole and are offered.` });
  } else if (header.points !== undefined && rest > 0) {
    issues.add({ code: "brainvision-trailing-bytes", severity: "info", where: `${dataFile}, byte ${size - rest}`, message: `${rest} bytes follow the ${points} samples that the header declares; they are ignored.` });
  }
  const samples = header.channels.map((_, index) => {
    if (!header.isVectorised) return { count: Math.min(points, inFile), offset: index * width, strideBytes: frameBytes };
    const offset = index * points * width;
    return { count: Math.max(0, Math.min(points, Math.floor((size - offset) / width))), offset, strideBytes: width };
  });
  return { points: samples.reduce((most, one) => Math.max(most, one.count), 0), samples };
}

function cut(segments: readonly Segment[], count: number): Segment[] {
  return segments.filter((segment) => segment.startSample < count).map((segment) => ({ ...segment, endSample: Math.min(segment.endSample, count) }));
}

function channelsOf(header: BrainVisionHeader, layout: Layout, segments: readonly Segment[], issues: IssueLog): ChannelInfo[] {
  return header.channels.map((channel, index): ChannelInfo => {
    const { label, unit } = channel;
    const perUnit = voltsPerUnit(unit);
    const where = `channel ${index + 1} (${label})`;
    const ambiguous = ambiguousUnit(unit, where);
    if (ambiguous !== undefined) issues.add(ambiguous);
    const sampleCount = layout.samples[index]!.count;
    return {
      ...channelIdentity(label, unit),
      index,
      label,
      unit,
      isVoltage: perUnit !== undefined,
      samplingHz: header.samplingHz,
      sampleCount,
      segments: cut(segments, sampleCount),
      physicalRange: storedRange(header.type, { gain: channel.resolution * (perUnit ?? 1), offset: 0 }),
      prefilter: "",
    };
  });
}

interface Opened {
  readonly header: BrainVisionHeader;
  readonly layout: Layout;
  /** undefined where the file is too long to be read when opened. */
  readonly markers: readonly BrainVisionMarker[] | undefined;
}

async function openFiles(source: ByteSource, files: SiblingFiles, issues: IssueLog, cancel: Cancel | undefined): Promise<Opened> {
  const header = await readBrainVisionHeader(source, cancel);
  const size = await files.use(header.dataFile, (data) => Promise.resolve(data.size));
  if (size === undefined) throw missingFile(source.name, header.dataFile, `line ${header.dataFileLine}`, "the samples are");
  const layout = layoutOf(header, size, issues);
  if (header.markerFile === "") return { header, layout, markers: [] };
  const markers = await files.use(header.markerFile, async (file) => (file.size <= MARKERS_AT_OPEN_BYTES ? readBrainVisionMarkers(file, issues, cancel) : "later"));
  if (markers === undefined) {
    issues.add({ code: "missing-file", severity: "warning", where: header.markerFile, message: `${header.markerFile} is not beside ${source.name}: events and interruptions of the recording are unknown.` });
  }
  return { header, layout, markers: markers === "later" ? undefined : (markers ?? []) };
}

function endOf(channels: readonly ChannelInfo[]): number {
  return channels.reduce((latest, { segments, samplingHz, sampleCount }) => Math.max(latest, sampleSeconds(segments, samplingHz, sampleCount)), 0);
}

async function openBrainVision(source: ByteSource, _options: ImportOptions, cancel?: Cancel, siblings?: SiblingSource): Promise<RecordingReader> {
  const files = createSiblingFiles(source.name, siblings);
  const issues = createIssueLog();
  const { header: found, layout, markers } = await openFiles(source, files, issues, cancel).catch(async (thrown: unknown) => {
    await files.close();
    throw thrown;
  });
  const { samplingHz } = found;
  const segments = brainVisionSegments(markers ?? [], layout.points, samplingHz, issues);
  const channels = channelsOf(found, layout, segments, issues);
  for (const issue of duplicateLabels(channels)) issues.add(issue);
  const start = markers?.find((marker) => marker.sample === 0 && marker.date !== "");
  const header: RecordingHeader = {
    format: "BrainVision",
    channels,
    durationSeconds: endOf(channels),
    startDateTime: start === undefined ? undefined : markerDateTime(start.date),
    hasIdentity: found.hasUserInfos,
    issues: issues.list(),
    complete: markers !== undefined,
  };
  const tracks = found.channels.map((channel, index): { readonly samples: FramedSamples; readonly scaling: Scaling } => {
    const { offset, strideBytes } = layout.samples[index]!;
    return { samples: stridedSamples(found.type, found.isLittle, offset, strideBytes), scaling: { gain: channel.resolution * (voltsPerUnit(channel.unit) ?? 1), offset: 0 } };
  });

  return {
    header,
    otherFiles: files.found(),
    scan: createSharedScan(async (scanCancel, progress): Promise<RecordingScan> => {
      const scanIssues = createIssueLog();
      const all = markers ?? (await files.use(found.markerFile, (file) => readBrainVisionMarkers(file, scanIssues, scanCancel, progress))) ?? [];
      const runs = markers === undefined ? brainVisionSegments(all, layout.points, samplingHz, scanIssues) : segments;
      const known = markers === undefined ? channels.map((channel) => ({ ...channel, segments: cut(runs, channel.sampleCount) })) : channels;
      throwIfCancelled(scanCancel);
      const annotations = brainVisionAnnotations(all, runs, samplingHz, channels.length);
      return { channels: known, durationSeconds: endOf(known), annotations, gaps: gapsOf(known).filter((gap) => gap.endSeconds > gap.startSeconds), issues: [...header.issues, ...scanIssues.list()] };
    }),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(channels, channelIndex, range);
      throwIfCancelled(readCancel);
      if (range.end === range.start) return new Float64Array(0);
      const { samples, scaling } = tracks[channelIndex]!;
      const values = await files.use(found.dataFile, (data) => readFramed(data, samples, scaling, range, readCancel));
      if (values === undefined) throw missingFile(source.name, found.dataFile, "", "the samples are");
      return values;
    },
    async close() {
      await files.close();
      await source.close();
    },
  };
}

/** BrainVision Core Data Format, versions 1 and 2: a header `.vhdr`, samples `.eeg`, markers `.vmrk`. */
export const brainVisionFormat: RecordingFormat = {
  id: "brainvision",
  title: "BrainVision (.vhdr)",
  extensions: ["vhdr"],
  takes: [],
  recognise: (head) => BRAINVISION_TITLE.test(decodeText(head.subarray(0, 200)).replace(/^(\ufeff|\u00ef\u00bb\u00bf)/, "")),
  open: openBrainVision,
};
