import { type Cancel, type Issue, KlonosError, type Progress, throwIfCancelled } from "../../core/errors";
import type { ChannelInfo, RecordingHeader, RecordingScan } from "../../core/recording";
import type { SampleRange, Segment } from "../../core/timeline";
import type { ByteSource } from "../byte-source";
import { createCsvBlocks, KEPT_BYTES } from "./csv-blocks";
import type { CsvBody } from "./csv-body";
import { cutLastLine } from "./cut-line";
import { EventColumn } from "./csv-events";
import { type CsvHead, csvTimebase, findCsv, readCsvLines } from "./csv-head";
import { type ColumnPlan, planColumns } from "./csv-plan";
import { createKeptColumns } from "./csv-kept-columns";
import { decodeRows } from "./csv-scanner";
import { scanRows } from "./csv-scan";
import type { Timebase } from "./csv-time";
import { createIssueLog, type IssueLog } from "../issue-log";
import { duplicateLabels, requireSampleRange } from "../read-checks";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { isSamplingRate } from "../sampling-rate";
import { createSharedScan } from "../shared-scan";
import { voltsPerUnit } from "../../core/units";
import { ambiguousUnit } from "../ambiguous-unit";
import { utf16Order, utf16Source } from "../utf16-source";
import { withoutZeroTail, zeroTailIssue } from "../zero-tail";

/** A body up to this size is scanned at once when opened (tens of milliseconds), so that its header is complete. */
const SCAN_AT_OPEN_BYTES = 8 * 1024 * 1024;
const SMALLEST_CHUNK_BYTES = 64 * 1024;

interface Table {
  readonly body: CsvBody;
  readonly timebase: Timebase;
  readonly plans: readonly ColumnPlan[];
  /** Columns that are channels, in the order of the file. */
  readonly channels: readonly ColumnPlan[];
  /** Mean of the beginning and the end of the file. */
  readonly bytesPerRow: number;
  /** Time of the last row from the first by the time column, where the end of a long file was looked at. */
  readonly lastSeconds: number | undefined;
}

interface Tail {
  readonly bytesPerRow: number;
  readonly lastTime: number;
}

/** Rows at the end of a long file: their length and the time of the last one (NaN when it has none). */
async function readTail(body: CsvBody, timeColumn: number | undefined, cancel: Cancel | undefined): Promise<Tail> {
  const length = Math.min(SMALLEST_CHUNK_BYTES, body.source.size - body.offset);
  const bytes = new Uint8Array(length + 2).fill(body.dialect.newline);
  bytes.set(await body.source.read(body.source.size - length, length, cancel));
  const start = bytes.indexOf(body.dialect.newline) + 1;
  const times = new Float64Array(length);
  const targets = Array.from({ length: body.columns }, (_, column) => (column === (timeColumn ?? 0) ? times : undefined));
  const { rows } = decodeRows(bytes, start, length + 1, body.dialect, targets, 0, length, undefined);
  return { bytesPerRow: (length - start) / Math.max(1, rows), lastTime: rows > 0 && timeColumn !== undefined ? times[rows - 1]! : NaN };
}

/** True when no byte is one that text never holds. */
function looksLikeText(head: Uint8Array): boolean {
  if (utf16Order(head) !== undefined) return true;
  for (let k = 0; k < head.length; k += 1) {
    const byte = head[k]!;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27) || byte === 127) return false;
  }
  return head.length > 0;
}

async function readTable(source: ByteSource, head: CsvHead, isWholeFile: boolean, options: ImportOptions, issues: IssueLog, cancel: Cancel | undefined): Promise<Table> {
  const { layout, header, offset } = head;
  const timebase = csvTimebase(head, source.name, options, issues);
  const plans = planColumns(layout, header, timebase.column, options);
  for (const { column, isText, use, label } of plans) {
    if (isText && use === "skip" && !(options.columns ?? []).some((said) => said.column === column && said.use !== undefined)) {
      issues.add({ code: "csv-text-column", severity: "info", where: `column ${column + 1}`, message: `Column ${column + 1} (${label}) holds text, or nothing in its first rows, and is no signal; it is left out. The import settings can read events from it.` });
    }
  }
  const channels = plans.filter(({ use }) => use === "signal");
  if (channels.length === 0) throw new KlonosError("csv-dialect", `${source.name} holds no column of samples${timebase.column === undefined ? "" : " beside the times"}. Export it again.`, "row 1");
  if (header.unreadLines > 0) issues.add({ code: "csv-preamble", severity: "info", where: "", message: `${header.unreadLines} line(s) above the table were not understood and left out; check labels, units and rate.` });
  if (layout.isAmbiguous) issues.add({ code: "csv-dialect", severity: "warning", where: "", message: "A comma could be the delimiter or the decimal sign here; it was taken for the delimiter. Choose otherwise with the import options." });
  const body: CsvBody = { source, dialect: { ...layout.dialect, clock: timebase.clock }, columns: layout.columns, offset };
  const headBytesPerRow = Math.max(2, (head.end - offset) / Math.max(1, head.bodyLines));
  const table = { body, timebase, plans, channels };
  if (isWholeFile) return { ...table, bytesPerRow: headBytesPerRow, lastSeconds: undefined };
  const tail = await readTail(body, timebase.gapSeconds === Infinity ? undefined : timebase.column, cancel);
  const firstTime = timebase.column === undefined ? NaN : (head.decode(timebase.column, timebase.clock).find((value) => value === value) ?? NaN);
  const passed = (tail.lastTime - firstTime) * timebase.secondsPerUnit;
  const lastSeconds = passed < 0 ? passed + (timebase.wrapSeconds ?? 0) : passed;
  return { ...table, bytesPerRow: Math.max(2, (headBytesPerRow + tail.bytesPerRow) / 2), lastSeconds: lastSeconds > 0 ? lastSeconds : undefined };
}

/** Segments of a channel that ends before the table does. */
function cutSegments(segments: readonly Segment[], samples: number): Segment[] {
  return segments.filter((segment) => segment.startSample < samples).map((segment) => ({ ...segment, endSample: Math.min(segment.endSample, samples) }));
}

function channelsOf(table: Table, sampleCount: (column: number) => number, segments: readonly Segment[], issues: IssueLog): ChannelInfo[] {
  return table.channels.map(({ column, label, unit, identity }, index): ChannelInfo => {
    const ambiguous = ambiguousUnit(unit, `column ${column + 1} (${label})`);
    if (ambiguous !== undefined) issues.add(ambiguous);
    const samples = sampleCount(column);
    return {
      ...identity,
      index,
      label,
      unit,
      isVoltage: voltsPerUnit(unit) !== undefined,
      samplingHz: table.timebase.samplingHz,
      sampleCount: samples,
      segments: cutSegments(segments, samples),
      physicalRange: undefined,
      prefilter: "",
    };
  });
}

async function openCsv(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  if (options.samplingHz !== undefined && !isSamplingRate(options.samplingHz)) {
    throw new KlonosError("bad-option", `The sampling rate ${options.samplingHz} Hz cannot be used; it must be a positive number.`, "--sampling");
  }
  const order = utf16Order(await raw.read(0, Math.min(2, raw.size), cancel));
  const source = await withoutZeroTail(order === undefined ? raw : utf16Source(raw, order), cancel);
  const headerIssues = createIssueLog();
  const zeros = zeroTailIssue(source);
  if (zeros !== undefined) headerIssues.add(zeros);
  const lines = await readCsvLines(source, cancel);
  const { signature: importSignature, head } = findCsv(lines, options);
  const openTable = async (): Promise<Table> => readTable(source, head(), lines.isWholeFile, options, headerIssues, cancel);
  const table = await openTable().catch((thrown: unknown) => {
    // Whoever asks the person knows by the signature that the dialog can help.
    throw thrown instanceof KlonosError ? new KlonosError(thrown.record.code, thrown.record.message, thrown.record.where, { ...thrown.record.details, importSignature }) : thrown;
  });
  const { body, timebase } = table;
  const titles = table.plans.map(({ use, label }) => (use === "skip" ? undefined : label));
  /** Offset of row k · batchRows at k; grows while a scan runs. */
  const rowIndex: number[] = [body.offset];
  const channelColumns = table.channels.map(({ column }) => column);
  const estimatedRows = Math.max(1, Math.floor((source.size - body.offset) / table.bytesPerRow));
  const factors = table.plans.map(({ use, factor }) => (use === "signal" ? factor : 1));
  const blocks = createCsvBlocks(body, channelColumns, rowIndex, table.bytesPerRow, () => kept.bytes());
  const kept = createKeptColumns(channelColumns, table.plans.length, estimatedRows, blocks.batchRows, KEPT_BYTES);
  let scanned: RecordingScan | undefined;

  async function runScan(scanCancel?: Cancel, progress?: Progress): Promise<RecordingScan> {
    const issues = createIssueLog();
    const events = table.plans.filter(({ use }) => use === "events").map(({ label, column }) => new EventColumn(label, column));
    const result = await scanRows(body, timebase, titles, rowIndex, blocks.batchRows, issues, scanCancel, progress, events, { columns: kept, factors });
    const used = table.channels.map(({ column }) => result.valueRows[column]!);
    for (const { column } of table.channels) {
      const where = `column ${column + 1} (${titles[column] ?? ""})`;
      const short = Math.max(...used) - result.valueRows[column]!;
      const ratio = Math.max(...used) / Math.max(1, result.valueRows[column]!);
      // A column that fills just a fifth of the rows was sampled five times slower and only written side by side.
      if (short > 0 && Number.isInteger(ratio)) {
        issues.add({ code: "csv-short-column", severity: "warning", where, message: `${where} fills exactly one of ${ratio} parts of the rows: it may have been sampled ${ratio} times slower than the others, and its times would then be wrong.` });
      } else if (short > 0) issues.add({ code: "csv-short-column", severity: "info", where, message: `${where} ends ${short} rows before the others.` });
      if (result.missing[column]! > 0) issues.add({ code: "csv-missing", severity: "warning", where, message: `${where} has ${result.missing[column]} rows without a value.` });
    }
    const cut = await cutLastLine(body, scanCancel);
    if (cut !== undefined) issues.add(cut);
    const channels = channelsOf(table, (column) => result.valueRows[column]!, result.times.segments, createIssueLog());
    const durationSeconds = channels.reduce((longest, channel) => {
      const last = channel.segments[channel.segments.length - 1];
      return last === undefined ? longest : Math.max(longest, last.startSeconds + (last.endSample - last.startSample) / channel.samplingHz);
    }, 0);
    const annotations = events.flatMap((column) => column.annotations(result.times.segments, timebase.samplingHz, issues)).sort((a, b) => a.onsetSeconds - b.onsetSeconds);
    const all: Issue[] = [...headerIssues.list(), ...issues.list()];
    scanned = { channels, durationSeconds, annotations, gaps: result.times.gaps, issues: all };
    return scanned;
  }

  const scan = createSharedScan(runScan);
  const provisional = channelsOf(table, () => estimatedRows, [{ startSample: 0, endSample: estimatedRows, startSeconds: 0 }], headerIssues);
  for (const issue of duplicateLabels(provisional)) headerIssues.add(issue);
  const isSmall = source.size - body.offset <= SCAN_AT_OPEN_BYTES;
  const first = isSmall ? await scan(cancel) : undefined;
  const header: RecordingHeader = {
    format: "CSV",
    channels: first?.channels ?? provisional,
    durationSeconds: first?.durationSeconds ?? (table.lastSeconds ?? (estimatedRows - 1) / timebase.samplingHz) + 1 / timebase.samplingHz,
    startDateTime: timebase.startDateTime,
    hasIdentity: false,
    issues: first?.issues ?? headerIssues.list(),
    complete: isSmall,
  };

  async function read(channelIndex: number, range: SampleRange, readCancel?: Cancel): Promise<Float64Array> {
    const channels = scanned?.channels ?? header.channels;
    requireSampleRange(channels, channelIndex, range);
    throwIfCancelled(readCancel);
    // Rows may be kept from the scan: a file that was cut or is gone is told all the same.
    await source.read(source.size - 1, 1, readCancel);
    if (range.end === range.start) return new Float64Array(0);
    // A whole channel is read by whoever computes with it: most likely once. What is read after it costs decoding its text again.
    const isWhole = scanned !== undefined && range.start === 0 && range.end === channels[channelIndex]!.sampleCount;
    const known = (isWhole ? kept.handOver(channelIndex, range.end) : undefined) ?? kept.copy(channelIndex, range.start, range.end);
    if (known !== undefined) return known;
    const { factor } = table.channels[channelIndex]!;
    const values = await blocks.read(channelIndex, range.start, range.end, factor, readCancel);
    const reached = range.start + values.length;
    if (reached < range.end) {
      throw new KlonosError("past-end", `${source.name} has ${reached} rows; row ${range.end} was asked for before they were counted. Wait for the scan.`, `row ${reached}`, { rows: reached });
    }
    return values;
  }

  return { header, importSignature, scan, read, close: () => source.close() };
}

/**
 * Text tables: CSV, TSV, columns aligned with blanks; with or without header, units in the labels or in a row of their own,
 * decimal comma, comments (`#`, `%`), a time column or a given rate. See docs/formats.md.
 */
export const csvFormat: RecordingFormat = {
  id: "csv",
  title: "Text table (CSV, TSV)",
  extensions: ["csv", "tsv", "txt", "asc", "dat"],
  takes: ["samplingHz", "unit", "delimiter", "decimal", "labelLine", "unitLine", "firstLine", "timeColumn", "timeUnit", "columns"],
  recognise: (head) => looksLikeText(head),
  open: openCsv,
};
