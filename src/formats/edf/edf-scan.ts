import { type Cancel, type Issue, type Progress, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelInfo, RecordingScan } from "../../core/recording";
import type { Segment } from "../../core/timeline";
import type { ByteSource } from "../byte-source";
import { parseTals } from "./edf-annotations";
import type { EdfLayout } from "./edf-header";
import { planAnnotations } from "./edf-plan";
import { isStatusSignal, readStatusEvents } from "./edf-status";
import { createTimeKeeper, type RecordTimes } from "./edf-time";
import { createIssueLog, type IssueLog } from "../issue-log";

/** More notes than a person makes in a year; beyond this a damaged file would only fill the memory. */
const MOST_ANNOTATIONS = 1_000_000;
/** EDF+ writes the signal an annotation belongs to after this mark: `Limb movement@@EMG LAT`. */
const CHANNEL_MARK = "@@";

function linkToChannel(text: string, channels: readonly ChannelInfo[]): { readonly text: string; readonly channel: number | undefined } {
  const at = text.lastIndexOf(CHANNEL_MARK);
  if (at < 0) return { text, channel: undefined };
  const label = text.slice(at + CHANNEL_MARK.length).trim();
  const named = channels.filter((channel) => channel.label === label);
  return named.length === 1 ? { text: text.slice(0, at).trim(), channel: named[0]!.index } : { text, channel: undefined };
}

/** Each channel's segments for runs of whole records. */
export function segmentsOf(samplesPerRecord: number, runs: RecordTimes["runs"]): Segment[] {
  return runs.map((run) => ({ startSample: run.startRecord * samplesPerRecord, endSample: run.endRecord * samplesPerRecord, startSeconds: run.startSeconds }));
}

interface Notes {
  readonly annotations: readonly Annotation[];
  readonly times: RecordTimes;
}

async function readNotes(source: ByteSource, layout: EdfLayout, channels: readonly ChannelInfo[], originSeconds: number, issues: IssueLog, cancel: Cancel | undefined, progress: Progress | undefined): Promise<Notes> {
  const annotations: Annotation[] = [];
  const keeper = createTimeKeeper(layout, issues);
  for (const read of planAnnotations(layout, 0, layout.recordCount)) {
    throwIfCancelled(cancel);
    const bytes = await source.read(read.offset, read.length, cancel);
    for (const block of read.wanted) {
      const tals = parseTals(bytes.subarray(block.offset - read.offset, block.offset - read.offset + block.length), (problem) =>
        issues.add({ code: "edf-annotation", severity: "warning", where: `byte ${block.offset + problem.byte}`, message: `Record ${block.record + 1}: ${problem.message}; it was left out.` }),
      );
      const isTimed = block.isTimekeeper && layout.plus !== "";
      const time = isTimed && tals[0]?.texts[0] === "" ? tals[0] : undefined;
      if (isTimed) keeper.stamp(block.record, time === undefined ? undefined : time.onsetSeconds - originSeconds, time?.onsetDecimals ?? 0);
      for (const tal of tals) {
        for (const text of tal.texts) {
          if (text === "") continue;
          if (annotations.length >= MOST_ANNOTATIONS) {
            issues.add({ code: "edf-annotation", severity: "error", where: `record ${block.record + 1}`, message: `The file holds more than ${MOST_ANNOTATIONS} annotations; the rest is left out.` });
            break;
          }
          annotations.push({ onsetSeconds: tal.onsetSeconds - originSeconds, durationSeconds: tal.durationSeconds, ...linkToChannel(text, channels) });
        }
      }
    }
    progress?.((read.wanted[read.wanted.length - 1]!.record + 1) / layout.recordCount, "reading annotations and gaps");
  }
  annotations.sort((a, b) => a.onsetSeconds - b.onsetSeconds);
  return { annotations, times: keeper.finish(layout.recordCount) };
}

/** Events of the trigger words of a BDF; none in other files. */
async function statusEvents(source: ByteSource, layout: EdfLayout, channels: readonly ChannelInfo[], issues: IssueLog, cancel: Cancel | undefined): Promise<Annotation[]> {
  const signals = layout.signals.filter((signal) => !signal.isAnnotations);
  const found: Annotation[] = [];
  for (const [index, signal] of signals.entries()) {
    if (isStatusSignal(layout.family, signal.label)) found.push(...(await readStatusEvents(source, layout, signal, channels[index]!, issues, cancel)));
  }
  return found;
}

/** The full pass over an EDF or BDF: only the annotation signals and trigger words are read. `originSeconds` is the first record's time stamp. */
export async function scanEdf(
  source: ByteSource,
  layout: EdfLayout,
  channels: readonly ChannelInfo[],
  samplesPerRecord: readonly number[],
  originSeconds: number,
  headerIssues: readonly Issue[],
  cancel: Cancel | undefined,
  progress: Progress | undefined,
): Promise<RecordingScan> {
  const storedSeconds = layout.recordCount * layout.recordSeconds;
  const issues = createIssueLog();
  if (!layout.signals.some((signal) => signal.isAnnotations)) {
    const triggers = await statusEvents(source, layout, channels, issues, cancel);
    progress?.(1, "reading triggers");
    return { channels, durationSeconds: storedSeconds, annotations: triggers, gaps: [], issues: [...headerIssues, ...issues.list()] };
  }
  const { annotations, times } = await readNotes(source, layout, channels, originSeconds, issues, cancel, progress);
  const last = times.runs[times.runs.length - 1]!;
  const timed = channels.map((channel, index) => ({ ...channel, segments: segmentsOf(samplesPerRecord[index]!, times.runs) }));
  const triggers = await statusEvents(source, layout, timed, issues, cancel);
  return {
    channels: timed,
    durationSeconds: last.startSeconds + (last.endRecord - last.startRecord) * layout.recordSeconds,
    annotations: triggers.length === 0 ? annotations : [...annotations, ...triggers].sort((a, b) => a.onsetSeconds - b.onsetSeconds),
    gaps: times.gaps,
    issues: [...headerIssues, ...issues.list()],
  };
}
