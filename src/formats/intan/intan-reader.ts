import { type Cancel, type Issue, KlonosError, throwIfCancelled } from "../../core/errors";
import type { ChannelInfo, ChannelRole, RecordingHeader } from "../../core/recording";
import type { SampleRange } from "../../core/timeline";
import { type BinaryChannel, describeChannel } from "../binary-channel";
import type { Scaling } from "../integer-samples";
import type { ByteSource } from "../byte-source";
import { gapsOf } from "../channel-gaps";
import { readFramed } from "../framed-read";
import { type IntanChannel, type IntanLayout, looksLikeRhd, readIntanLayout } from "./intan-header";
import { findRuns, type IntanRun } from "./intan-time";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";

/** Opening looks at no more time stamps than this to find pauses. */
const OPENING_STAMPS = 1024;
const MIDDLE = 32768;
/** Scales of the maker's data sheet (RHD2000 data file formats). */
const AMPLIFIER_MICROVOLTS = 0.195;
const AUXILIARY_VOLTS = 37.4e-6;
const SUPPLY_VOLTS = 74.8e-6;
const TEMPERATURE_DEGREES = 0.01;

function boardMap(mode: number): Scaling {
  if (mode === 1) return { gain: 152.59e-6, offset: -MIDDLE * 152.59e-6 };
  if (mode === 13) return { gain: 312.5e-6, offset: -MIDDLE * 312.5e-6 };
  return { gain: 50.354e-6, offset: 0 };
}

interface Kind {
  readonly unit: string;
  readonly map: Scaling;
  readonly role: ChannelRole | undefined;
}

function kindOf(channel: IntanChannel, layout: IntanLayout): Kind {
  switch (channel.kind) {
    case "amplifier":
      return { unit: "uV", map: { gain: AMPLIFIER_MICROVOLTS, offset: -MIDDLE * AMPLIFIER_MICROVOLTS }, role: undefined };
    case "auxiliary":
      return { unit: "V", map: { gain: AUXILIARY_VOLTS, offset: 0 }, role: "other" };
    case "supply":
      return { unit: "V", map: { gain: SUPPLY_VOLTS, offset: 0 }, role: "other" };
    case "temperature":
      return { unit: "°C", map: { gain: TEMPERATURE_DEGREES, offset: 0 }, role: "other" };
    case "board-adc":
      return { unit: "V", map: boardMap(layout.boardMode), role: "other" };
    case "digital-in":
    case "digital-out":
      return { unit: "", map: { gain: 1, offset: 0 }, role: "trigger" };
  }
}

function describe(layout: IntanLayout, runs: readonly IntanRun[], blocks: number, options: ImportOptions, issues: Issue[]): ReturnType<typeof describeChannel>[] {
  return layout.channels.map((channel, index) => {
    const { unit, map, role } = kindOf(channel, layout);
    const described: BinaryChannel = {
      index,
      label: channel.label,
      unit,
      samplingHz: (layout.samplingHz * channel.samplesPerBlock) / layout.blockSamples,
      sampleCount: blocks * channel.samplesPerBlock,
      segments: runs.map((run) => ({ startSample: run.startBlock * channel.samplesPerBlock, endSample: run.endBlock * channel.samplesPerBlock, startSeconds: run.startSeconds })),
      map,
      storedRange: role === "trigger" ? [0, 1] : channel.kind === "temperature" ? undefined : [0, 65535],
      ...(channel.kind === "amplifier" ? { prefilter: layout.prefilter } : {}),
      ...(role === undefined ? {} : { role }),
    };
    // A digital line has no unit, whatever was said for channels that name none.
    return describeChannel(described, role === "trigger" ? {} : options, issues);
  });
}

function endOf(layout: IntanLayout, runs: readonly IntanRun[]): number {
  const last = runs[runs.length - 1]!;
  return last.startSeconds + ((last.endBlock - last.startBlock) * layout.blockSamples) / layout.samplingHz;
}

async function openIntan(source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const layout = await readIntanLayout(source);
  throwIfCancelled(cancel);
  const dataBytes = source.size - layout.dataByte;
  const blocks = Math.floor(dataBytes / layout.blockBytes);
  if (layout.channels.length === 0) throw new KlonosError("rhd-data", "The header names no enabled channel, so the file holds no samples. Export the recording again.", `byte ${layout.dataByte}`);
  if (blocks < 1) {
    throw new KlonosError("rhd-data", `The file holds no whole block of samples: a block takes ${layout.blockBytes} bytes, ${dataBytes} follow the header. If the recording was saved as one file per signal or channel, only the header is here: save it in the traditional Intan format (one .rhd file).`, `byte ${layout.dataByte}`, { blockBytes: layout.blockBytes, dataBytes });
  }
  const issues: Issue[] = [];
  const rest = dataBytes - blocks * layout.blockBytes;
  if (rest > 0) issues.push({ code: "rhd-truncated", severity: "warning", where: `byte ${source.size - rest}`, message: `The file is cut: the first ${blocks} data blocks are whole and are shown, of the next only ${rest} of ${layout.blockBytes} bytes are there.` });
  const known = await findRuns(source, layout, blocks, OPENING_STAMPS, cancel);
  const described = describe(layout, known ?? [{ startBlock: 0, endBlock: blocks, startSeconds: 0 }], blocks, options, issues);
  const infos: readonly ChannelInfo[] = described.map(({ info }) => info);
  issues.push(...duplicateLabels(infos));
  const header: RecordingHeader = {
    format: `Intan RHD ${layout.version}`,
    channels: infos,
    durationSeconds: known === undefined ? (blocks * layout.blockSamples) / layout.samplingHz : endOf(layout, known),
    startDateTime: undefined,
    hasIdentity: layout.hasNotes,
    issues,
    complete: known !== undefined,
  };
  return {
    header,
    scan: createSharedScan(async (scanCancel, progress) => {
      throwIfCancelled(scanCancel);
      const runs = known ?? (await findRuns(source, layout, blocks, Infinity, scanCancel))!;
      const channels = known === undefined ? describe(layout, runs, blocks, options, []).map(({ info }) => info) : infos;
      progress?.(1, "reading time stamps");
      return { channels, durationSeconds: endOf(layout, runs), annotations: [], gaps: gapsOf(channels), issues };
    }),
    async read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
      requireSampleRange(infos, channelIndex, range);
      throwIfCancelled(readCancel);
      const channel = layout.channels[channelIndex]!;
      const framed = {
        type: channel.kind === "temperature" ? ("int16" as const) : ("uint16" as const),
        littleEndian: true,
        dataOffset: layout.dataByte,
        frameBytes: layout.blockBytes,
        offsetInFrame: channel.offsetInBlock,
        samplesPerFrame: channel.samplesPerBlock,
        strideBytes: 2,
      };
      const values = await readFramed(source, framed, described[channelIndex]!.map, range, readCancel);
      if (channel.kind === "digital-in" || channel.kind === "digital-out") for (let k = 0; k < values.length; k += 1) values[k] = (values[k]! >> channel.bit) & 1;
      return values;
    },
    close: () => source.close(),
  };
}

/**
 * Intan's traditional .rhd files (RHD2000, versions 1 to 3): amplifiers, auxiliary and board inputs, digital lines as 0 and 1.
 * Voltages in volts. Pauses are found by the time stamps of the data blocks.
 */
export const intanFormat: RecordingFormat = {
  id: "rhd",
  title: "Intan RHD",
  extensions: ["rhd"],
  takes: ["unit"],
  recognise: (head) => looksLikeRhd(head),
  open: openIntan,
};
