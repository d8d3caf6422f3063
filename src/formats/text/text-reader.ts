import { type Cancel, KlonosError, type Progress, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelInfo, RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange, Segment } from "../../core/timeline";
import { gapsOf } from "../channel-gaps";
import { rowBatches } from "../csv/csv-body";
import { INDEX_ROWS } from "../csv/csv-scan";
import { cutLastLine } from "../csv/cut-line";
import { createIssueLog, type IssueLog } from "../issue-log";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";
import { type BlockState, emptyTotals, scanBlock, type TextTotals } from "./text-scan";
import { scaleOf } from "./text-body";
import type { TextBlock, TextChannel, TextTable } from "./text-table";
import { voltsPerUnit } from "../../core/units";
import { ambiguousUnit } from "../ambiguous-unit";
import { zeroTailIssue } from "../zero-tail";

/** A table up to this size is scanned at once when opened (tens of milliseconds), so that its header is complete. */
const SCAN_AT_OPEN_BYTES = 8 * 1024 * 1024;
/** Rows decoded together when reading. */
const READ_BATCH_ROWS = 8192;
const SMALLEST_CHUNK_BYTES = 64 * 1024;
/** More blocks than this are a damaged file; each keeps an index in memory. */
const MOST_BLOCKS = 10_000;

function startState(block: TextBlock, firstRow: number): BlockState {
  return { block, firstRow, rowIndex: [block.body.offset], rows: undefined, endOffset: block.body.offset };
}

/** Seconds at which the last of some segments ends; −Infinity for none. */
function endOfSegments(segments: readonly Segment[], samplingHz: number): number {
  const last = segments[segments.length - 1];
  return last === undefined ? -Infinity : last.startSeconds + (last.endSample - last.startSample) / samplingHz;
}

/** Segments cut at `samples`, moved by `shiftSeconds`. */
function fitSegments(segments: readonly Segment[], samples: number, shiftSeconds: number): Segment[] {
  return segments
    .filter((segment) => segment.startSample < samples)
    .map((segment) => ({ startSample: segment.startSample, endSample: Math.min(segment.endSample, samples), startSeconds: segment.startSeconds + shiftSeconds }));
}

/** An EMG channel that names no unit, in the given one. */
function withUnit(channel: TextChannel, unit: string | undefined): TextChannel {
  if (unit === undefined || channel.unit !== "" || channel.identity.role !== "emg") return channel;
  const factor = scaleOf(unit);
  const { physicalRange, scale } = channel;
  return { ...channel, unit, scale: scale * factor, physicalRange: physicalRange === undefined ? undefined : [physicalRange[0] * factor, physicalRange[1] * factor] };
}

function endOf(channels: readonly ChannelInfo[]): number {
  return channels.reduce((latest, { segments, samplingHz }) => {
    const last = segments[segments.length - 1];
    return last === undefined ? latest : Math.max(latest, last.startSeconds + (last.endSample - last.startSample) / samplingHz);
  }, 0);
}

/** Time of a row by segments that count rows. */
function rowSeconds(segments: readonly Segment[], samplingHz: number, row: number): number {
  const segment = segments.find((candidate) => row < candidate.endSample) ?? segments[segments.length - 1];
  return segment === undefined ? row / samplingHz : segment.startSeconds + (row - segment.startSample) / samplingHz;
}

/** Issues about channels, from what a whole pass counted. */
function tellColumns(table: TextTable, totals: TextTotals, issues: IssueLog): void {
  table.channels.forEach(({ column, label, declaredSamples, declaredSlack = 0, samplingHz }, index) => {
    const where = `column ${column + 1} (${label})`;
    const samples = totals.valueRows[index]!;
    const missing = samples - totals.values[index]!;
    if (missing > 0) issues.add({ code: "text-missing", severity: "warning", where, message: `${where} has ${missing} rows without a value.` });
    if (declaredSamples !== undefined && samples < declaredSamples - declaredSlack) {
      issues.add({ code: "text-truncated", severity: "warning", where, message: `The header promises ${declaredSamples} samples of ${label}; the first ${samples} of ${declaredSamples} are in the file. It is cut short or was exported in part.` });
    } else if (declaredSamples !== undefined && samples > declaredSamples + declaredSlack) {
      issues.add({ code: "text-count", severity: "info", where, message: `The header promises ${declaredSamples} samples of ${label}; the file holds ${samples}.` });
    }
    // A column that fills just a fifth of the rows was sampled five times slower and only written side by side.
    const same = table.channels.flatMap((other, k) => (other.samplingHz === samplingHz ? [totals.valueRows[k]!] : []));
    const ratio = Math.max(...same) / Math.max(1, samples);
    if (declaredSamples === undefined && ratio > 1 && Number.isInteger(ratio)) {
      issues.add({ code: "text-short-column", severity: "warning", where, message: `${where} fills exactly one of ${ratio} parts of the rows: it may have been sampled ${ratio} times slower than the others, and its times would then be wrong.` });
    }
  });
}

/**
 * A reader of a text file whose header is understood: values by random access through an index of rows, segments by its clocks,
 * notes, and blocks that follow each other under a header each. `headerIssues` are what the header told. EMG channels without a unit
 * get the one that the user gives.
 */
export async function openTextTable(understood: TextTable, headerIssues: IssueLog, options: ImportOptions, cancel: Cancel | undefined): Promise<RecordingReader> {
  const table: TextTable = { ...understood, channels: understood.channels.map((channel) => withUnit(channel, options.unit)) };
  const { source } = table.first.body;
  const zeros = zeroTailIssue(source);
  if (zeros !== undefined) headerIssues.add(zeros);
  const states: BlockState[] = [startState(table.first, 0)];
  let scanned: RecordingScan | undefined;

  function channelsOf(samples: (index: number) => number, segments: (index: number) => readonly Segment[]): ChannelInfo[] {
    return table.channels.map((channel, index): ChannelInfo => {
      const { label, unit, samplingHz, identity, physicalRange } = channel;
      return { ...identity, index, label, unit, isVoltage: voltsPerUnit(unit) !== undefined, samplingHz, sampleCount: samples(index), segments: segments(index), physicalRange, prefilter: "" };
    });
  }

  /** The block behind state k, whose end is known; undefined when it is the last one. */
  async function stateAfter(k: number, blockCancel: Cancel | undefined): Promise<BlockState | undefined> {
    const state = states[k]!;
    if (states[k + 1] !== undefined || state.rows === undefined || table.nextBlock === undefined || state.endOffset >= source.size) return states[k + 1];
    if (k + 1 >= MOST_BLOCKS) throw new KlonosError("text-header", `${source.name} has more than ${MOST_BLOCKS} blocks: it is damaged. Export it again.`, `byte ${state.endOffset}`);
    const endSeconds = state.block.startSeconds + state.rows / table.channels[0]!.samplingHz;
    const next = await table.nextBlock(state.endOffset, k + 1, endSeconds, blockCancel);
    // Another call may have found it in the meantime: both found the same.
    if (next !== undefined && states[k + 1] === undefined) states.push(startState(next, state.firstRow + state.rows));
    return states[k + 1];
  }

  async function runScan(scanCancel?: Cancel, progress?: Progress): Promise<RecordingScan> {
    const issues = createIssueLog();
    const totals = emptyTotals(table);
    const blockSegments: Segment[] = [];
    for (let k = 0, state: BlockState | undefined = states[0]; state !== undefined; k += 1, state = await stateAfter(k - 1, scanCancel)) {
      throwIfCancelled(scanCancel);
      const before = states[k - 1];
      // Pauses inside a block, which only its rows tell, can make it end after the next one is said to begin.
      const ends = totals.segments.map((segments) => endOfSegments(segments, table.channels[0]!.samplingHz));
      const previousEnd = before === undefined ? -Infinity : Math.max(...ends);
      if (previousEnd > state.block.startSeconds) {
        if (previousEnd - state.block.startSeconds > 0.5 / table.channels[0]!.samplingHz) {
          issues.add({ code: "text-block", severity: "error", where: `block ${k + 1} at byte ${state.block.body.offset}`, message: `Block ${k + 1} says it began ${(previousEnd - state.block.startSeconds).toPrecision(4)} s before the one before ended, by the times of its rows; it was put directly after that, and nothing is computed across this border.` });
        }
        state.block = { ...state.block, startSeconds: previousEnd };
      }
      await scanBlock(table, state, totals, issues, before === undefined ? Infinity : before.endOffset - before.block.body.offset, scanCancel, progress);
      if (state.rows! > 0) blockSegments.push({ startSample: state.firstRow, endSample: state.firstRow + state.rows!, startSeconds: state.block.startSeconds });
    }
    const cut = await cutLastLine(states[states.length - 1]!.block.body, scanCancel);
    if (cut !== undefined) issues.add(cut);
    if (table.nextBlock === undefined || states.length === 1) tellColumns(table, totals, issues);
    const earliest = totals.firstSeconds.reduce((least, seconds) => (seconds < least ? seconds : least), Infinity);
    const shift = (clock: number | undefined): number => {
      const first = clock === undefined ? NaN : totals.firstSeconds[clock]!;
      return first === first ? first - earliest : 0;
    };
    const channels = channelsOf(
      (index) => totals.valueRows[index]!,
      (index) => {
        const { clock } = table.channels[index]!;
        return fitSegments(clock === undefined ? blockSegments : totals.segments[clock]!, totals.valueRows[index]!, shift(clock));
      },
    );
    const first = table.channels[0]!;
    const rowSegments = first.clock === undefined ? blockSegments : totals.segments[first.clock]!;
    const annotations: Annotation[] = totals.notes.flatMap(({ row, cells }) => [...(table.notesOf?.({ cells, rowSeconds: rowSeconds(rowSegments, first.samplingHz, row) }) ?? [])]);
    annotations.sort((a, b) => a.onsetSeconds - b.onsetSeconds);
    scanned = { channels, durationSeconds: endOf(channels), annotations, gaps: gapsOf(channels), issues: [...headerIssues.list(), ...issues.list()] };
    return scanned;
  }

  const scan = createSharedScan(runScan);
  const estimate = (index: number): number => Math.max(1, Math.min(table.estimatedRows, table.channels[index]!.declaredSamples ?? Infinity));
  const provisional = channelsOf(estimate, (index) => [{ startSample: 0, endSample: estimate(index), startSeconds: 0 }]);
  for (const issue of duplicateLabels(provisional)) headerIssues.add(issue);
  for (const { label, unit, index } of provisional) {
    const ambiguous = ambiguousUnit(unit, `channel ${index + 1} (${label})`);
    if (ambiguous !== undefined) headerIssues.add(ambiguous);
  }
  const isSmall = source.size - table.first.body.offset <= SCAN_AT_OPEN_BYTES;
  const early = isSmall ? await scan(cancel) : undefined;
  const header: RecordingHeader = {
    format: table.format,
    channels: early?.channels ?? provisional,
    durationSeconds: early?.durationSeconds ?? endOf(provisional),
    startDateTime: table.startDateTime,
    hasIdentity: table.hasIdentity,
    issues: early?.issues ?? headerIssues.list(),
    complete: isSmall,
  };

  /** Decodes rows [start, end) of one block into `values`; returns the row of the block at which reading ended. */
  async function readBlock(state: BlockState, channelIndex: number, range: SampleRange, values: Float64Array, readCancel: Cancel | undefined): Promise<number> {
    const { column, zero, scale } = table.channels[channelIndex]!;
    const { body, scales } = state.block;
    const start = Math.max(0, range.start - state.firstRow);
    const end = Math.min(range.end - state.firstRow, state.rows ?? Infinity);
    const known = Math.min(Math.floor(start / INDEX_ROWS), state.rowIndex.length - 1);
    const from = { row: known * INDEX_ROWS, offset: state.rowIndex[known]! };
    const wanted = end - from.row;
    if (wanted <= 0) return end;
    const batch = new Float64Array(Math.min(READ_BATCH_ROWS, wanted));
    const targets = Array.from({ length: body.columns }, (_, index) => (index === column ? batch : undefined));
    const bytesPerRow = (source.size - table.first.body.offset) / table.estimatedRows;
    const chunkBytes = Math.max(SMALLEST_CHUNK_BYTES, Math.ceil(wanted * bytesPerRow * 1.1));
    const factor = understood.channels[channelIndex]!.unit === "" ? scale : (scales?.[channelIndex] ?? scale);
    let reached = from.row;
    let endOffset = from.offset;
    for await (const found of rowBatches(body, from, wanted, batch.length, chunkBytes, targets, undefined, readCancel)) {
      const last = found.firstRow + found.rows;
      const shift = state.firstRow - range.start;
      for (let row = Math.max(start, found.firstRow); row < last; row += 1) values[row + shift] = (batch[row - found.firstRow]! - zero) * factor;
      reached = last;
      endOffset = found.place.offset;
    }
    if (reached < end && state.rows === undefined) {
      state.rows = reached;
      state.endOffset = endOffset;
    }
    return reached;
  }

  async function read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
    requireSampleRange(scanned?.channels ?? header.channels, channelIndex, range);
    throwIfCancelled(readCancel);
    const values = new Float64Array(range.end - range.start);
    if (values.length === 0) return values;
    let k = 0;
    while (states[k + 1] !== undefined && states[k + 1]!.firstRow <= range.start) k += 1;
    let reached = 0;
    for (let state: BlockState | undefined = states[k]; state !== undefined && reached < range.end; k += 1, state = await stateAfter(k - 1, readCancel)) {
      reached = state.firstRow + (await readBlock(state, channelIndex, range, values, readCancel));
    }
    if (reached < range.end) {
      throw new KlonosError("past-end", `${source.name} has ${reached} rows; row ${range.end} was asked for before they were counted. Wait for the scan.`, `row ${reached}`, { rows: reached });
    }
    return values;
  }

  return { header, scan, read, close: () => source.close() };
}
