import { type Cancel, type Issue, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ChannelInfo, RecordingHeader } from "../../core/recording";
import type { SampleRange } from "../../core/timeline";
import type { ByteSource } from "../byte-source";
import { channelIdentity } from "../channel-identity";
import { parseTals } from "./edf-annotations";
import { EDF_BLOCK_BYTES, type EdfLayout, type EdfSignal, looksLikeEdf, parseEdfLayout, parseMainHeader } from "./edf-header";
import { hasIdentity, startDateTimeOf } from "./edf-identity";
import { takeSamples } from "./edf-columns";
import { planAnnotations } from "./edf-plan";
import { copyInt16, copyInt24, decodeInt16, decodeInt24, type Scaling, scalingOf } from "../integer-samples";
import { scanEdf, segmentsOf } from "./edf-scan";
import { isStatusSignal } from "./edf-status";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader, StoredScale } from "../recording-reader";
import { createSharedScan } from "../shared-scan";
import { voltsPerUnit } from "../../core/units";
import { ambiguousUnit } from "../ambiguous-unit";

interface EdfChannel {
  readonly info: ChannelInfo;
  readonly signal: EdfSignal;
  readonly scaling: Scaling;
}

const RAW: Scaling = { gain: 1, offset: 0 };

/** Ends of the converter, by the same map as the samples: a clipped sample equals its end exactly. */
function physicalRangeOf(signal: EdfSignal, scaling: Scaling): readonly [number, number] {
  const first = (signal.digitalMinimum ?? 0) * scaling.gain + scaling.offset;
  const second = (signal.digitalMaximum ?? 0) * scaling.gain + scaling.offset;
  return first < second ? [first, second] : [second, first];
}

function channelOf(layout: EdfLayout, signal: EdfSignal, index: number, options: ImportOptions, issues: Issue[]): EdfChannel {
  const where = `channel ${index + 1} (${signal.label})`;
  // BioSemi's trigger word: bits, not a quantity.
  const isStatus = isStatusSignal(layout.family, signal.label);
  const unit = signal.unit === "" ? (options.unit ?? "") : signal.unit;
  const perUnit = voltsPerUnit(unit);
  const ambiguous = ambiguousUnit(unit, where);
  if (ambiguous !== undefined) issues.push(ambiguous);
  const scaling = isStatus ? RAW : scalingOf(signal, perUnit ?? 1);
  if (scaling === undefined) {
    issues.push({ code: "edf-scaling", severity: "error", where, message: `${where} has an empty or unreadable physical or digital range in the header; its values are the stored integers without a unit.` });
  }
  const isVoltage = perUnit !== undefined && scaling !== undefined && !isStatus;
  const sampleCount = layout.recordCount * signal.samplesPerRecord;
  const identity = channelIdentity(signal.label, unit);
  return {
    signal,
    scaling: scaling ?? RAW,
    info: {
      ...identity,
      ...(isStatus ? { role: "trigger" as const, muscle: undefined, candidates: [] } : {}),
      index,
      label: signal.label,
      unit: scaling === undefined ? "" : unit,
      isVoltage,
      samplingHz: signal.samplesPerRecord / layout.recordSeconds,
      sampleCount,
      segments: segmentsOf(signal.samplesPerRecord, [{ startRecord: 0, endRecord: layout.recordCount, startSeconds: 0 }]),
      physicalRange: scaling === undefined || isStatus ? undefined : physicalRangeOf(signal, scaling),
      prefilter: signal.prefilter,
    },
  };
}

/** Time stamp of the first record: EDF+ keeps the fraction of the start's second there. 0 for plain files and damaged stamps. */
async function firstOnset(source: ByteSource, layout: EdfLayout, cancel: Cancel | undefined): Promise<number> {
  if (layout.plus === "") return 0;
  for (const read of planAnnotations(layout, 0, 1)) {
    const block = read.wanted[0]!;
    if (!block.isTimekeeper) break;
    const bytes = await source.read(block.offset, block.length, cancel);
    const first = parseTals(bytes, () => undefined)[0];
    return first?.texts[0] === "" ? first.onsetSeconds : 0;
  }
  return 0;
}

async function readLayout(source: ByteSource, cancel: Cancel | undefined): Promise<EdfLayout> {
  const head = await source.read(0, Math.min(source.size, 2 * EDF_BLOCK_BYTES), cancel);
  if (source.size < EDF_BLOCK_BYTES) {
    throw new KlonosError("edf-header", `The file ends inside its header: ${source.size} bytes, the first part alone takes ${EDF_BLOCK_BYTES}. Copy it again from its origin.`, `byte ${source.size}`, { size: source.size });
  }
  const { signalCount } = parseMainHeader(head);
  const wanted = EDF_BLOCK_BYTES * (signalCount + 1);
  if (source.size < wanted) {
    throw new KlonosError("edf-header", `The file ends inside its header: ${signalCount} signals need ${wanted} bytes, it has ${source.size}. Copy it again from its origin.`, `byte ${source.size}`, { size: source.size, wanted });
  }
  return parseEdfLayout(await source.read(0, wanted, cancel), source.size);
}

async function openEdf(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const layout = await readLayout(source, cancel);
  const issues: Issue[] = [...layout.issues];
  const channels = layout.signals.filter((signal) => !signal.isAnnotations).map((signal, index) => channelOf(layout, signal, index, options, issues));
  if (layout.plus === "+D" && layout.signals.every((signal) => !signal.isAnnotations)) {
    issues.push({ code: "edf-time-stamps", severity: "error", where: "byte 192", message: "The file says it is interrupted but has no annotation signal with time stamps: where the pauses are cannot be known, and times after the first one are wrong." });
  }
  const originSeconds = await firstOnset(source, layout, cancel);
  const infos = channels.map((channel) => channel.info);
  issues.push(...duplicateLabels(infos));
  const header: RecordingHeader = {
    format: `${layout.family}${layout.plus}`,
    channels: infos,
    durationSeconds: layout.recordCount * layout.recordSeconds,
    startDateTime: startDateTimeOf(layout, originSeconds, issues),
    hasIdentity: hasIdentity(layout),
    issues,
    complete: layout.plus !== "+D",
  };
  const samplesPerRecord = channels.map((channel) => channel.signal.samplesPerRecord);
  const decode = layout.bytesPerSample === 2 ? decodeInt16 : decodeInt24;
  const copy = layout.bytesPerSample === 2 ? copyInt16 : copyInt24;

  return {
    header,
    scan: createSharedScan((scanCancel, progress) => scanEdf(source, layout, infos, samplesPerRecord, originSeconds, issues, scanCancel, progress)),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      const channel = channels[channelIndex];
      requireSampleRange(infos, channelIndex, range);
      if (channel === undefined) return new Float64Array(0);
      throwIfCancelled(readCancel);
      const values = new Float64Array(range.end - range.start);
      await takeSamples(source, layout, [channel.signal], range, (_position, bytes, at, samples, outIndex) => decode(bytes, at, samples, channel.scaling, values, outIndex), readCancel);
      return values;
    },
    storedScale(channelIndex: number): StoredScale | undefined {
      const channel = channels[channelIndex];
      if (channel === undefined) return undefined;
      const { physicalMinimum, physicalMaximum, digitalMinimum, digitalMaximum } = channel.signal;
      if (physicalMinimum === undefined || physicalMaximum === undefined || digitalMinimum === undefined || digitalMaximum === undefined) return undefined;
      const { unit, isVoltage } = channel.info;
      return { bits: layout.bytesPerSample === 2 ? 16 : 24, unit, isVoltage, physical: [physicalMinimum, physicalMaximum], digital: [digitalMinimum, digitalMaximum] };
    },
    async readStored(channelIndexes: readonly number[], range: SampleRange, readCancel?: Cancel): Promise<readonly (Int16Array | Int32Array)[]> {
      const asked = channelIndexes.flatMap((index) => {
        requireSampleRange(infos, index, range);
        return channels[index]?.signal ?? [];
      });
      throwIfCancelled(readCancel);
      const count = range.end - range.start;
      const columns = asked.map(() => (layout.bytesPerSample === 2 ? new Int16Array(count) : new Int32Array(count)));
      await takeSamples(source, layout, asked, range, (position, bytes, at, samples, outIndex) => copy(bytes, at, samples, columns[position]!, outIndex), readCancel);
      return columns;
    },
    close: () => source.close(),
  };
}

/**
 * EDF and EDF+ (Kemp 1992, 2003), BDF and BDF+ (24 bits, BioSemi). Physical values by the header's ranges; voltages in volts.
 * The `Status` channel of a BDF gives its raw integers.
 */
export const edfFormat: RecordingFormat = {
  id: "edf",
  title: "EDF, EDF+, BDF, BDF+",
  extensions: ["edf", "bdf"],
  takes: ["unit"],
  recognise: (head) => looksLikeEdf(head),
  open: openEdf,
};
