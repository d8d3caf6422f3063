import { type Cancel, type Issue, throwIfCancelled } from "../../core/errors";
import type { RecordingHeader } from "../../core/recording";
import type { SampleRange } from "../../core/timeline";
import { readTags, readTimeline } from "./abf-episodes";
import { type AbfChannel, looksLikeAbf, readAbfHeader } from "./abf-header";
import { describeChannel, type DescribedChannel } from "../binary-channel";
import type { ByteSource } from "../byte-source";
import { gapsOf } from "../channel-gaps";
import { readFramed } from "../framed-read";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";

/** Corner frequencies at or above this mean that no filter was set. */
const NO_FILTER_HZ = 100_000;

function prefilterOf({ lowpassHz, highpassHz }: AbfChannel): string {
  const isSet = (hz: number): boolean => Number.isFinite(hz) && hz > 0 && hz < NO_FILTER_HZ;
  return [isSet(highpassHz) ? `HP:${Number(highpassHz.toPrecision(6))}Hz` : "", isSet(lowpassHz) ? `LP:${Number(lowpassHz.toPrecision(6))}Hz` : ""].filter((text) => text !== "").join(" ");
}

async function openAbf(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const header = await readAbfHeader(source);
  throwIfCancelled(cancel);
  const { frames, segments, issues: timeIssues } = await readTimeline(source, header, cancel);
  const issues: Issue[] = [...timeIssues];
  const width = header.isFloat ? 4 : 2;
  const described = header.channels.map((channel, index): DescribedChannel => {
    const isScaled = header.isFloat || (Number.isFinite(channel.gain) && channel.gain !== 0 && Number.isFinite(channel.offset));
    if (!isScaled) {
      issues.push({ code: "abf-scaling", severity: "error", where: `channel ${index + 1} (${channel.name})`, message: `The gains of channel ${index + 1} (${channel.name}) make no scale; its values are the stored integers without a unit.` });
    }
    return describeChannel(
      {
        index,
        label: channel.name,
        unit: isScaled ? channel.unit : "counts",
        samplingHz: header.samplingHz,
        sampleCount: frames,
        segments,
        map: header.isFloat || !isScaled ? { gain: 1, offset: 0 } : { gain: channel.gain, offset: channel.offset },
        storedRange: header.isFloat || !isScaled ? undefined : [-header.resolution, header.resolution - 1],
        prefilter: prefilterOf(channel),
      },
      options,
      issues,
    );
  });
  const infos = described.map(({ info }) => info);
  issues.push(...duplicateLabels(infos));
  const last = segments[segments.length - 1]!;
  const durationSeconds = last.startSeconds + (last.endSample - last.startSample) / infos[0]!.samplingHz;
  const recording: RecordingHeader = {
    format: header.format,
    channels: infos,
    durationSeconds,
    startDateTime: header.startDateTime,
    hasIdentity: header.hasComment,
    issues,
    complete: true,
  };
  return {
    header: recording,
    scan: createSharedScan(async (scanCancel, progress) => {
      const tagIssues: Issue[] = [];
      const annotations = await readTags(source, header, tagIssues, scanCancel);
      progress?.(1, "reading tags");
      return { channels: infos, durationSeconds, annotations, gaps: gapsOf(infos), issues: [...issues, ...tagIssues] };
    }),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(infos, channelIndex, range);
      throwIfCancelled(readCancel);
      const framed = {
        type: header.isFloat ? ("float32" as const) : ("int16" as const),
        littleEndian: true,
        dataOffset: header.dataByte,
        frameBytes: width * infos.length,
        offsetInFrame: width * channelIndex,
        samplesPerFrame: 1,
        strideBytes: width,
      };
      return readFramed(source, framed, described[channelIndex]!.map, range, readCancel);
    },
    close: () => source.close(),
  };
}

/** Axon binary files, generations 1 and 2: gap-free, episodic and event-driven; each episode is a segment. Voltages in volts. */
export const abfFormat: RecordingFormat = {
  id: "abf",
  title: "Axon ABF 1 and 2",
  extensions: ["abf", "dat"],
  takes: ["unit"],
  recognise: (head) => looksLikeAbf(head),
  open: openAbf,
};
