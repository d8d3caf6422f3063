import { type Cancel, type Issue, throwIfCancelled } from "../core/errors";
import type { RecordingHeader, RecordingScan } from "../core/recording";
import type { SampleRange } from "../core/timeline";
import { describeChannel } from "./binary-channel";
import type { ByteSource } from "./byte-source";
import { gapsOf } from "./channel-gaps";
import { genericLayout } from "./mat-generic";
import type { MatLayout } from "./mat-layout";
import { spike2Layout } from "./mat-spike2";
import type { MatScope } from "./mat-value";
import { duplicateLabels, requireSampleRange } from "./read-checks";
import type { ImportOptions, RecordingReader } from "./recording-reader";
import { createSharedScan } from "./shared-scan";

/** What the variables of a MATLAB file mean: known programs first; with a chosen variable only that one. */
export async function findMatLayout(name: string, root: MatScope, options: ImportOptions, cancel?: Cancel): Promise<MatLayout> {
  const known = options.variable === undefined ? await spike2Layout(root, cancel) : undefined;
  return known ?? genericLayout(name, root, options, cancel);
}

/** The reader of a recording whose channels are matrices of a file; `close` releases what the file needs. */
export function createMatReader(source: ByteSource, format: string, layout: MatLayout, options: ImportOptions, moreIssues: readonly Issue[], close: () => Promise<void> = () => source.close()): RecordingReader {
  const issues: Issue[] = [...moreIssues, ...layout.issues];
  const described = layout.signals.map((signal, index) =>
    describeChannel(
      {
        index,
        label: signal.label,
        unit: signal.unit,
        samplingHz: signal.samplingHz,
        sampleCount: signal.sampleCount,
        segments: signal.segments,
        map: signal.map,
        storedRange: signal.storedRange,
        ...(signal.role === undefined ? {} : { role: signal.role }),
      },
      options,
      issues,
    ),
  );
  const channels = described.map(({ info }) => info);
  issues.push(...duplicateLabels(channels));
  const durationSeconds = channels.reduce((end, { segments, samplingHz }) => {
    const last = segments[segments.length - 1];
    return last === undefined ? end : Math.max(end, last.startSeconds + (last.endSample - last.startSample) / samplingHz);
  }, 0);
  const header: RecordingHeader = {
    format: layout.kind === "" ? format : `${format} (${layout.kind})`,
    channels,
    durationSeconds,
    startDateTime: layout.startDateTime,
    hasIdentity: layout.hasIdentity,
    issues,
    complete: true,
  };
  return {
    header,
    scan: createSharedScan(async (cancel, progress): Promise<RecordingScan> => {
      const annotations = await layout.events(cancel);
      progress?.(1, "reading events");
      return { channels, durationSeconds: annotations.reduce((end, { onsetSeconds, durationSeconds: lasts }) => Math.max(end, onsetSeconds + lasts), durationSeconds), annotations, gaps: gapsOf(channels), issues };
    }),
    async read(channelIndex: number, range: SampleRange, cancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(channels, channelIndex, range);
      throwIfCancelled(cancel);
      const signal = layout.signals[channelIndex]!;
      if (range.end === range.start) return new Float64Array(0);
      const values = await signal.values.read(signal.axis, signal.other, signal.first + range.start, signal.first + range.end, cancel);
      const { gain, offset } = described[channelIndex]!.map;
      if (gain !== 1 || offset !== 0) for (let k = 0; k < values.length; k += 1) values[k] = values[k]! * gain + offset;
      return values;
    },
    close,
  };
}
