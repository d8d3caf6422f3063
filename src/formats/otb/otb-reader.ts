import { type Cancel, KlonosError, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelInfo, RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange } from "../../core/timeline";
import type { ByteSource } from "../byte-source";
import { cachedSource } from "../cached-source";
import { channelIdentity } from "../channel-identity";
import type { Scaling } from "../integer-samples";
import { type FramedSamples, readFramed, stridedSamples } from "../framed-read";
import { gzipSource, looksLikeGzip } from "../archives/gzip-source";
import { createIssueLog, type IssueLog } from "../issue-log";
import { otb4Streams, type OtbChannel, otbPlusStream, type OtbStream } from "./otb-description";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";
import { parseSmallXml, textAt, type XmlElement } from "../small-xml";
import type { StoredNumber } from "../stored-numbers";
import { looksLikeTar, readTarEntries, type TarEntry } from "../archives/tar-archive";
import { decodeText } from "../text-decoding";
import { voltsPerUnit } from "../../core/units";
import { ambiguousUnit } from "../ambiguous-unit";

/** Names and notes that come from a damaged description can be as long as it. */
const LONGEST_NAME = 80;
const LONGEST_NOTE = 400;
/** Descriptions and lists of markers in an archive. */
const LONGEST_XML_BYTES = 1024 * 1024;
const MOST_MARKERS = 100_000;
/** Files of an archive that tell who was recorded; their content is never read. */
const IDENTITY = /^patient.*\.xml$/i;
const NUMBERS: Readonly<Record<2 | 3 | 4, StoredNumber>> = { 2: "int16", 3: "int24", 4: "int32" };
const MILLISECONDS = 1000;
/** Unpacked content above this is kept block by block: all channels of a frame stand together, and each is read by itself. */
const WORTH_CACHING_BYTES = 1024 * 1024;

async function readXml(source: ByteSource, entry: TarEntry, cancel: Cancel | undefined): Promise<XmlElement> {
  if (entry.size > LONGEST_XML_BYTES) throw new KlonosError("otb-description", `${source.name}: ${entry.name} is ${entry.size} bytes long; a description has at most ${LONGEST_XML_BYTES}. Export the recording again.`, entry.name, { size: entry.size });
  const parsed = parseSmallXml(decodeText(await source.read(entry.offset, entry.size, cancel)).replace(/^\ufeff/, ""));
  if ("problem" in parsed) throw new KlonosError("otb-description", `${source.name}: ${entry.name} is damaged: ${parsed.problem} (character ${parsed.at}). Export the recording again.`, `byte ${entry.offset + parsed.at}`, { byte: entry.offset + parsed.at });
  return parsed;
}

async function streamsOf(source: ByteSource, entries: readonly TarEntry[], cancel: Cancel | undefined): Promise<OtbStream[]> {
  const named = (name: string): TarEntry | undefined => entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  const tracks = named("Tracks_000.xml");
  if (tracks !== undefined) {
    const device = named("DeviceParameters.xml");
    return otb4Streams(tracks.name, await readXml(source, tracks, cancel), device === undefined ? undefined : await readXml(source, device, cancel), (file) => named(file)?.size);
  }
  const streams: OtbStream[] = [];
  for (const signal of entries.filter((entry) => /\.sig$/i.test(entry.name))) {
    const description = named(signal.name.replace(/\.sig$/i, ".xml"));
    if (description === undefined) continue;
    const root = await readXml(source, description, cancel);
    if (root.name === "Device") streams.push(otbPlusStream(description.name, signal.name, root));
  }
  return streams;
}

interface Track {
  readonly stream: OtbStream;
  readonly channel: OtbChannel;
  readonly samples: FramedSamples;
  readonly scaling: Scaling;
  readonly info: ChannelInfo;
}

function tracksOf(stream: OtbStream, entry: TarEntry, firstIndex: number, issues: IssueLog): Track[] {
  const frameBytes = stream.frameChannels * stream.bytesPerSample;
  const frames = Math.floor(entry.size / frameBytes);
  const rest = entry.size - frames * frameBytes;
  if (rest > 0) issues.add({ code: "otb-truncated", severity: "warning", where: `${entry.name}, byte ${entry.size - rest}`, message: `${entry.name} ends inside a sample of ${stream.frameChannels} channels: the first ${frames} are whole and are offered, ${rest} bytes are left out.` });
  const type = NUMBERS[stream.bytesPerSample];
  return stream.channels.map((channel, k): Track => {
    const perUnit = voltsPerUnit(channel.unit);
    const ambiguous = ambiguousUnit(channel.unit, `channel ${firstIndex + k + 1} (${channel.label})`);
    if (ambiguous !== undefined) issues.add(ambiguous);
    const scaling = { gain: channel.perStep * (perUnit ?? 1), offset: 0 };
    const half = 2 ** (channel.bits - 1);
    const identity = channelIdentity(channel.label, channel.unit);
    return {
      stream,
      channel,
      samples: stridedSamples(type, true, entry.offset + channel.place * stream.bytesPerSample, frameBytes),
      scaling,
      info: {
        ...identity,
        ...(channel.isControl ? { role: "other" as const, muscle: undefined, candidates: [] } : {}),
        index: firstIndex + k,
        label: channel.label,
        unit: channel.unit,
        isVoltage: perUnit !== undefined,
        samplingHz: stream.samplingHz,
        sampleCount: frames,
        segments: frames === 0 ? [] : [{ startSample: 0, endSample: frames, startSeconds: 0 }],
        physicalRange: [-half * scaling.gain, (half - 1) * scaling.gain],
        prefilter: channel.prefilter,
      },
    };
  });
}

/** Markers of the recording program: `markers_0.xml` … */
async function readMarkers(source: ByteSource, entries: readonly TarEntry[], issues: IssueLog, cancel: Cancel | undefined): Promise<Annotation[]> {
  const found = new Map<string, Annotation>();
  const visit = (element: XmlElement): void => {
    if (element.name === "Marker") {
      const milliseconds = Number(textAt(element, "Milliseconds") || "NaN");
      const text = textAt(element, "Description");
      if (Number.isFinite(milliseconds) && found.size < MOST_MARKERS) found.set(`${milliseconds} ${text}`, { onsetSeconds: milliseconds / MILLISECONDS, durationSeconds: 0, text: text === "" ? "Marker" : text, channel: undefined });
    } else element.children.forEach(visit);
  };
  for (const entry of entries.filter(({ name }) => /^marker[^/]*\.xml$/i.test(name))) {
    try {
      visit(await readXml(source, entry, cancel));
    } catch (thrown) {
      if (!(thrown instanceof KlonosError) || thrown.record.code !== "otb-description") throw thrown;
      issues.add({ code: "otb-markers", severity: "warning", where: entry.name, message: `${thrown.message} Its markers are left out.` });
    }
  }
  return [...found.values()].sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}

async function openOtb(packed: ByteSource, _options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const issues = createIssueLog();
  const head = await packed.read(0, Math.min(512, packed.size), cancel);
  const content = looksLikeGzip(head) ? await gzipSource(packed, issues, cancel) : packed;
  const source = content !== packed && content.size > WORTH_CACHING_BYTES ? cachedSource(content) : content;
  if (source !== packed && !(source.size >= 512 && looksLikeTar(await source.read(0, 512, cancel)))) {
    throw new KlonosError("unknown-format", `${packed.name} is a gzip archive. Unpack it and open what is inside.`, "byte 0", { size: packed.size });
  }
  const entries = await readTarEntries(source, issues, cancel);
  const streams = await streamsOf(source, entries, cancel);
  if (streams.length === 0) throw new KlonosError("unknown-format", `${packed.name} is a tar archive without a recording of OT Bioelettronica (a .sig file with its description .xml, or Tracks_000.xml). Unpack it and open what is inside.`, "byte 0", { files: entries.length });
  const tracks: Track[] = [];
  let missing: KlonosError | undefined;
  for (const stream of streams) {
    for (const note of stream.notes) issues.add({ code: "otb-description", severity: "warning", where: stream.file.slice(0, LONGEST_NAME), message: `In ${stream.file.slice(0, LONGEST_NAME)} ${note.slice(0, LONGEST_NOTE)}.` });
    const entry = entries.find(({ name }) => name === stream.file);
    if (entry === undefined) {
      missing ??= new KlonosError("missing-file", `${packed.name} describes samples in ${JSON.stringify(stream.file.slice(0, LONGEST_NAME))}, which is not in the archive. Export the recording again.`, stream.file.slice(0, LONGEST_NAME), { file: stream.file.slice(0, LONGEST_NAME) });
      issues.add({ code: "missing-file", severity: "error", where: stream.file.slice(0, LONGEST_NAME), message: missing.message });
    } else tracks.push(...tracksOf(stream, entry, tracks.length, issues));
  }
  if (tracks.length === 0 && missing !== undefined) throw missing;
  const isPlus = !entries.some((entry) => /^tracks_000\.xml$/i.test(entry.name));
  if (isPlus && streams.length > 1) issues.add({ code: "otb-streams", severity: "warning", where: "", message: `The archive holds ${streams.length} recordings; all are shown from 0 s on, because it does not say how they lie to each other.` });
  const channels = tracks.map((track) => track.info);
  for (const issue of duplicateLabels(channels)) issues.add(issue);
  const header: RecordingHeader = {
    format: isPlus ? "OTB+" : "OTB4",
    channels,
    durationSeconds: channels.reduce((longest, channel) => Math.max(longest, channel.sampleCount / channel.samplingHz), 0),
    startDateTime: streams.find((stream) => stream.startDateTime !== undefined)?.startDateTime,
    hasIdentity: entries.some((entry) => IDENTITY.test(entry.name.split("/").pop() ?? "")),
    issues: issues.list(),
    complete: true,
  };

  return {
    header,
    scan: createSharedScan(async (scanCancel): Promise<RecordingScan> => {
      const scanIssues = createIssueLog();
      const annotations = await readMarkers(source, entries, scanIssues, scanCancel);
      throwIfCancelled(scanCancel);
      return { channels, durationSeconds: header.durationSeconds, annotations, gaps: [], issues: [...header.issues, ...scanIssues.list()] };
    }),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(channels, channelIndex, range);
      throwIfCancelled(readCancel);
      const { samples, scaling } = tracks[channelIndex]!;
      return readFramed(source, samples, scaling, range, readCancel);
    },
    close: () => source.close(),
  };
}

/** Archives of OT Bioelettronica: OTB+ (also OTB) and OTB4, plain or packed with gzip. */
export const otbFormat: RecordingFormat = {
  id: "otb",
  title: "OT Bioelettronica (.otb+, .otb4)",
  extensions: ["otb+", "otb4", "otb"],
  takes: [],
  recognise: (head) => looksLikeGzip(head) || looksLikeTar(head.subarray(0, 512)),
  open: openOtb,
};
