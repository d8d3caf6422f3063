import { type Cancel, type Issue, KlonosError, type Progress, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelInfo, RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange } from "../../core/timeline";
import { describeChannel, type DescribedChannel, tidyRate } from "../binary-channel";
import type { ByteSource } from "../byte-source";
import { gapsOf } from "../channel-gaps";
import { createIssueLog } from "../issue-log";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";
import { createSonChain, type SonChain } from "./spike2-blocks";
import { readEvents } from "./spike2-events";
import { looksLikeSon, parseSonLayout, SON_CHANNEL_BYTES, SON_HEADER_BYTES, type SonChannel, sonChannelCount, type SonLayout, spike2Error } from "./spike2-header";
import { createShapeSignal, createWaveSignal, type SonExtent, type SonSignal } from "./spike2-signals";

/** Opening walks through at most this many data blocks (32 KiB each as a rule); longer files are walked by the scan. */
const OPENING_BLOCKS = 1024;
/** An `adc` value is stored / 6553.6 · scale + offset: 5 V are 32768 steps. */
const STEPS_PER_VOLT = 6553.6;

interface SonTrace {
  readonly signal: SonSignal;
  readonly trace: number;
}

interface OpenSon {
  readonly source: ByteSource;
  readonly layout: SonLayout;
  readonly options: ImportOptions;
  readonly chains: ReadonlyMap<SonChannel, SonChain>;
  readonly traces: readonly SonTrace[];
}

function isSampled(channel: SonChannel): boolean {
  return channel.kind === "adc" || channel.kind === "real-wave" || channel.kind === "adc-mark";
}

function describeTrace(open: OpenSon, index: number, extent: SonExtent | undefined, issues: Issue[]): DescribedChannel {
  const { signal, trace } = open.traces[index]!;
  const { channel } = signal;
  const isStoredAsInteger = channel.kind !== "real-wave";
  return describeChannel(
    {
      index,
      label: channel.traces > 1 ? `${channel.title} ${trace + 1}` : channel.title,
      unit: channel.unit,
      samplingHz: tidyRate(open.layout.ticksPerSecond / channel.ticksPerSample),
      sampleCount: extent?.sampleCount ?? 0,
      segments: extent?.segments ?? [],
      map: isStoredAsInteger ? { gain: channel.scale / STEPS_PER_VOLT, offset: channel.offset } : { gain: 1, offset: 0 },
      storedRange: isStoredAsInteger ? [-32768, 32767] : undefined,
      // Shapes cut out around events are no continuous recording.
      ...(channel.kind === "adc-mark" ? { role: "other" as const } : {}),
    },
    open.options,
    issues,
  );
}

async function readLayout(source: ByteSource, cancel: Cancel | undefined): Promise<SonLayout> {
  if (source.size < SON_HEADER_BYTES) throw spike2Error(`The file ends inside its header: ${source.size} bytes, the first part alone takes ${SON_HEADER_BYTES}. Copy it again from its origin.`, source.size);
  const { count } = sonChannelCount(await source.read(0, SON_HEADER_BYTES, cancel));
  const wanted = SON_HEADER_BYTES + count * SON_CHANNEL_BYTES;
  if (source.size < wanted) throw spike2Error(`The file ends inside its header: ${count} channels need ${wanted} bytes, it has ${source.size}. Copy it again from its origin.`, source.size, { wanted });
  return parseSonLayout(await source.read(0, wanted, cancel));
}

/** Ends of all channels in seconds; 0 when there are none. */
function endOf(channels: readonly ChannelInfo[]): number {
  return channels.reduce((end, { segments, samplingHz }) => {
    const last = segments[segments.length - 1];
    return last === undefined ? end : Math.max(end, last.startSeconds + (last.endSample - last.startSample) / samplingHz);
  }, 0);
}

async function scanSon(open: OpenSon, headerIssues: readonly Issue[], cancel: Cancel | undefined, progress: Progress | undefined): Promise<RecordingScan> {
  const log = createIssueLog();
  const found: Issue[] = [];
  const channels: ChannelInfo[] = [];
  const work = open.layout.channels.length;
  let done = 0;
  for (const [index, { signal, trace }] of open.traces.entries()) {
    throwIfCancelled(cancel);
    const extent = await signal.extent(cancel);
    channels.push(describeTrace(open, index, extent, []).info);
    if (trace > 0) continue;
    found.push(...extent.issues);
    done += 1;
    progress?.(done / work, "following data blocks");
  }
  const endSeconds = endOf(channels);
  const annotations: Annotation[] = [];
  for (const channel of open.layout.channels) {
    const chain = open.chains.get(channel)!;
    if (channel.kind === "adc" || channel.kind === "real-wave") continue;
    const linked = open.traces.findIndex(({ signal }) => signal.channel === channel);
    // Not spread: a long list of arguments would overflow the stack.
    for (const annotation of await readEvents(open.source, open.layout, channel, chain, linked < 0 ? undefined : linked, endSeconds, log, cancel)) annotations.push(annotation);
    const damage = chain.damage();
    if (damage !== undefined && !isSampled(channel)) found.push(damage);
    done += 1;
    progress?.(Math.min(1, done / work), "reading events");
  }
  annotations.sort((a, b) => a.onsetSeconds - b.onsetSeconds);
  const told = new Set(headerIssues.map((issue) => issue.message));
  return {
    channels,
    durationSeconds: annotations.reduce((end, { onsetSeconds, durationSeconds }) => Math.max(end, onsetSeconds + durationSeconds), endSeconds),
    annotations,
    gaps: gapsOf(channels),
    issues: [...headerIssues, ...found.filter((issue) => !told.has(issue.message)), ...log.list()],
  };
}

async function openSpike2(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const layout = await readLayout(source, cancel);
  const chains = new Map(layout.channels.map((channel) => [channel, createSonChain(source, layout, channel)] as const));
  const signals = layout.channels.filter(isSampled).map((channel) => (channel.kind === "adc-mark" ? createShapeSignal : createWaveSignal)(source, layout, channel, chains.get(channel)!));
  const traces = signals.flatMap((signal) => Array.from({ length: signal.channel.traces }, (_, trace): SonTrace => ({ signal, trace })));
  const open: OpenSon = { source, layout, options, chains, traces };
  const issues: Issue[] = [...layout.issues];
  const canWalk = signals.reduce((sum, { channel }) => sum + Math.max(1, channel.blockCount), 0) <= OPENING_BLOCKS;
  const described: DescribedChannel[] = [];
  let complete = signals.length > 0;
  for (const [index, { signal, trace }] of traces.entries()) {
    const extent = canWalk ? await signal.extent(cancel) : await signal.quickExtent(cancel);
    if (extent === undefined) complete = false;
    else if (trace === 0) issues.push(...extent.issues);
    described.push(describeTrace(open, index, extent, issues));
  }
  let infos = described.map(({ info }) => info);
  issues.push(...duplicateLabels(infos));
  if (layout.channels.length === 0) throw new KlonosError("spike2-header", `The file holds no channel that can be read. Export it with Spike2 (File, Export As, 32-bit .smr or text).${issues[0] === undefined ? "" : ` ${issues[0].message}`}`, `byte ${SON_HEADER_BYTES}`);
  const header: RecordingHeader = {
    format: "Spike2 SON",
    channels: infos,
    durationSeconds: endOf(infos),
    startDateTime: layout.startDateTime,
    hasIdentity: layout.hasComment,
    issues,
    complete,
  };
  return {
    header,
    scan: createSharedScan(async (scanCancel, progress) => {
      const scan = await scanSon(open, issues, scanCancel, progress);
      infos = [...scan.channels];
      return scan;
    }),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(infos, channelIndex, range);
      throwIfCancelled(readCancel);
      const { signal, trace } = traces[channelIndex]!;
      return signal.read(range, trace, described[channelIndex]!.map, readCancel);
    },
    close: () => source.close(),
  };
}

/**
 * Spike2's 32-bit SON files (.smr; versions 1–9, little- and big-endian): waveforms, events, levels, markers, and shapes around
 * events. Voltages in volts. The 64-bit .smrx is another format and refused by name.
 */
export const spike2Format: RecordingFormat = {
  id: "spike2",
  title: "Spike2 (32-bit SON)",
  extensions: ["smr", "son"],
  takes: ["unit"],
  recognise: (head) => looksLikeSon(head),
  open: openSpike2,
};
