import { type Cancel, type Issue, throwIfCancelled } from "../../core/errors";
import type { RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange } from "../../core/timeline";
import { describeChannel } from "../binary-channel";
import { storedBytes } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import { looksLikeC3d, readC3dLayout } from "./c3d-header";
import { readFramed } from "../framed-read";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";

async function openC3d(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const layout = await readC3dLayout(source);
  throwIfCancelled(cancel);
  const issues: Issue[] = [...layout.issues];
  const sampleCount = layout.frames * layout.samplesPerFrame;
  const width = storedBytes(layout.type);
  const described = layout.channels.map(({ label, unit, scale, offset, isForcePlate }, index) =>
    describeChannel(
      {
        index,
        label,
        unit,
        samplingHz: layout.samplingHz,
        sampleCount,
        segments: [{ startSample: 0, endSample: sampleCount, startSeconds: 0 }],
        map: { gain: scale, offset: -offset * scale },
        ...(isForcePlate ? { role: "force" as const } : {}),
        storedRange: layout.type === "int16" ? [-32768, 32767] : layout.type === "uint16" ? [0, 65535] : undefined,
      },
      options,
      issues,
    ),
  );
  const channels = described.map(({ info }) => info);
  issues.push(...duplicateLabels(channels));
  const durationSeconds = sampleCount / layout.samplingHz;
  const header: RecordingHeader = { format: "C3D", channels, durationSeconds, startDateTime: undefined, hasIdentity: layout.namesSubject, issues, complete: true };
  const scan: RecordingScan = { channels, durationSeconds, annotations: layout.annotations, gaps: [], issues };
  return {
    header,
    scan: createSharedScan(() => Promise.resolve(scan)),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(channels, channelIndex, range);
      throwIfCancelled(readCancel);
      const framed = {
        type: layout.type,
        littleEndian: layout.processor !== "mips",
        dataOffset: layout.dataByte,
        frameBytes: layout.frameBytes,
        offsetInFrame: layout.analogOffset + channelIndex * width,
        samplesPerFrame: layout.samplesPerFrame,
        strideBytes: layout.channels.length * width,
      };
      return readFramed(source, framed, described[channelIndex]!.map, range, readCancel);
    },
    close: () => source.close(),
  };
}

/** The analog channels and events of C3D files: integers and floating point, written by Intel, DEC and MIPS machines. */
export const c3dFormat: RecordingFormat = {
  id: "c3d",
  title: "C3D",
  extensions: ["c3d"],
  takes: ["unit"],
  recognise: looksLikeC3d,
  open: openC3d,
};
