import { type Cancel, KlonosError } from "../../core/errors";
import type { Annotation } from "../../core/recording";
import type { ByteSource } from "../byte-source";
import { textChannelIdentity } from "../channel-identity";
import { createIssueLog, type IssueLog } from "../issue-log";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { firstBlock, knownTimebase, PLAIN_TABLE, quantumOf } from "./text-body";
import { isoDateTime } from "../text-date-time";
import { cutLines, headerNumber, headText, readTextHead, type TextLine } from "./text-head";
import { blockMismatch, blockScales, isHeaderLine, type LabChartHeader, readLabChartHeader } from "./text-labchart-header";
import { openTextTable } from "./text-reader";
import type { NoteCells, TextBlock, TextChannel } from "./text-table";

/** A file begins with one of these, and so does each of its blocks. */
const FIRST_ENTRY = /^"?(Interval|ExcelDateTime|DateTime|TimeFormat|ChannelTitle)=\t/;
/** What is read of a later block to find its header and first row: little first, because a file may hold thousands of blocks. */
const BLOCK_HEAD_BYTES = [4 * 1024, 64 * 1024] as const;
const BLOCK_HEAD_LINES = 64;
const SECONDS_PER_DAY = 86_400;
/** Days from 1899-12-30 to 1970-01-01. */
const EXCEL_UNIX_DAYS = 25_569;

/** Days of Excel as ISO date and time; undefined outside of what dates of recordings can be. */
function excelDateTime(days: number, moreSeconds: number): string | undefined {
  const microseconds = Math.round(((days - EXCEL_UNIX_DAYS) * SECONDS_PER_DAY + moreSeconds) * 1e6);
  if (!Number.isSafeInteger(microseconds) || Math.abs(microseconds) > 4e15) return undefined;
  const date = new Date(Math.floor(microseconds / 1e6) * 1000);
  const fraction = (((microseconds % 1e6) + 1e6) % 1e6) / 1e6;
  return isoDateTime(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds() + fraction);
}

/**
 * `#* text` is a comment on all channels, `#3 text` one on the third; tabs inside a comment cut it into cells. Several comments of a
 * row stand behind each other in one cell: cut at `#*` only, because "set #2" may be a comment's own words.
 */
function commentsOf(channels: number, issues: IssueLog): (note: NoteCells) => readonly Annotation[] {
  return ({ cells, rowSeconds }) => {
    const comments: { text: string; channel: number | undefined }[] = [];
    for (const text of cells.flatMap((cell) => cell.text.split(/(?=#\*)/))) {
      const match = /^#(\*|\d+)\s*(.*)$/s.exec(text.trim());
      const last = comments[comments.length - 1];
      if (match === null && last !== undefined) last.text += ` ${text.trim()}`;
      else {
        const number = Number(match?.[1]);
        const channel = number >= 1 && number <= channels ? number - 1 : undefined;
        comments.push({ text: (match?.[2] ?? text).trim(), channel });
        if (channel !== undefined) issues.add({ code: "labchart-comment", severity: "info", where: `channel ${number}`, message: `Comments on LabChart's channel ${number} were linked to column ${number} of the export; where only some channels were exported, that may be another one.` });
      }
    }
    return comments.filter(({ text }) => text !== "").map(({ text, channel }) => ({ onsetSeconds: rowSeconds, durationSeconds: 0, text, channel }));
  };
}

/** Cells of a row before its comments. */
function numberCells(row: readonly string[]): number {
  const comment = row.findIndex((cell) => cell.startsWith("#"));
  const cells = comment < 0 ? row : row.slice(0, comment);
  // A tab after the last number makes no cell.
  return cells[cells.length - 1] === "" && comment < 0 ? Math.max(1, cells.length - 1) : cells.length;
}

async function openLabChart(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const head = await readTextHead(raw, cancel);
  const { source, lines, newline } = head;
  const issues = createIssueLog();
  const header = readLabChartHeader(source.name, lines);
  const mark = new TextEncoder().encode(FIRST_ENTRY.exec(lines[0]?.text ?? "")?.[0] ?? "");
  const bare = firstBlock(head, header.bodyLine, "\t", header.channels.length);
  const untilNext = bare.sample.findIndex((row) => FIRST_ENTRY.test(`${row[0] ?? ""}\t`));
  const sample = untilNext < 0 ? bare.sample : bare.sample.slice(0, untilNext);
  const widest = sample.reduce((most, row) => Math.max(most, numberCells(row)), 0);
  const before = widest - header.channels.length;
  if (before < 0 || before > 2) {
    throw new KlonosError("text-header", `${source.name} names ${header.channels.length} channels, but its rows have ${widest} cells. Export it again with LabChart (text, with times).`, `byte ${lines[header.bodyLine]?.offset ?? 0}`, { channels: header.channels.length, cells: widest });
  }
  const { first, estimatedRows } = firstBlock(head, header.bodyLine, "\t", widest, mark);
  // With a date of its own each row begins with date and time; a time of day is no number and tells nothing that the rate does not.
  const timeColumn = [0, 1].slice(0, before).find((column) => sample.some((row) => !Number.isNaN(headerNumber(row[column]))) && sample.every((row) => row[column] === "" || !Number.isNaN(headerNumber(row[column]))));
  const firstTime = (rows: readonly (readonly string[])[]): number => (timeColumn === undefined ? NaN : headerNumber(rows[0]?.[timeColumn]));
  const originTime = firstTime(sample);
  const blockTime = header.isPerBlock && !Number.isNaN(originTime) ? originTime : 0;
  const startDateTime = Number.isNaN(header.excelDays) ? undefined : excelDateTime(header.excelDays, blockTime);
  const quantum = timeColumn === undefined ? 1 : quantumOf(sample, timeColumn);
  const { samplingHz } = header;
  const scales = blockScales(header);
  const channels = header.channels.map(({ label, unit, range }, k): TextChannel => ({
    column: before + k,
    label,
    unit,
    samplingHz,
    identity: textChannelIdentity(label, unit),
    zero: 0,
    scale: scales[k]!,
    physicalRange: range === undefined ? undefined : [range[0] * scales[k]!, range[1] * scales[k]!],
    clock: timeColumn === undefined ? undefined : 0,
    declaredSamples: undefined,
  }));

  /** Seconds from the first row of the file to the first of a later block; undefined when nothing says it. */
  function startOf(next: LabChartHeader, time: number): number | undefined {
    const isTimed = !Number.isNaN(time) && !Number.isNaN(originTime);
    if (!next.isPerBlock && isTimed) return time - originTime;
    const days = next.excelDays - header.excelDays;
    return Number.isNaN(days) ? undefined : days * SECONDS_PER_DAY + (isTimed ? time - originTime : 0);
  }

  async function nextBlock(offset: number, number: number, previousEndSeconds: number, blockCancel: Cancel | undefined): Promise<TextBlock | undefined> {
    let found: readonly TextLine[] = [];
    for (const most of BLOCK_HEAD_BYTES) {
      const length = Math.min(most, source.size - offset);
      found = cutLines(await source.read(offset, length, blockCancel), 0, offset + length === source.size, newline, offset, BLOCK_HEAD_LINES);
      if (offset + length === source.size || found.some(({ text }) => text.trim() !== "" && !isHeaderLine(text))) break;
    }
    if (found.every(({ text }) => text.trim() === "")) return undefined;
    const where = `block ${number + 1} at byte ${offset}`;
    const next = readLabChartHeader(source.name, found);
    const mismatch = blockMismatch(header, next);
    if (mismatch !== undefined) {
      issues.add({ code: "labchart-block", severity: "error", where, message: `The recording ends before ${where}: ${mismatch}. What follows is left out; export those blocks into a file of their own.` });
      return undefined;
    }
    const body = found[next.bodyLine];
    if (body === undefined) return undefined;
    const said = startOf(next, timeColumn === undefined ? NaN : headerNumber(body.text.split("\t")[timeColumn]));
    let startSeconds = said ?? previousEndSeconds;
    if (said === undefined) {
      issues.add({ code: "labchart-block", severity: "warning", where, message: `Nothing says when ${where} began; it was put directly after the one before, and nothing is computed across this border.` });
    } else if (said < previousEndSeconds - 0.5 / samplingHz) {
      startSeconds = previousEndSeconds;
      issues.add({ code: "labchart-block", severity: "error", where, message: `${where} says it began ${(previousEndSeconds - said).toPrecision(4)} s before the one before ended; it was put directly after that, and nothing is computed across this border.` });
    }
    return { body: { ...first.body, offset: body.offset }, startSeconds, scales: blockScales(next) };
  }

  return openTextTable(
    {
      ...PLAIN_TABLE,
      format: "LabChart text",
      first,
      channels,
      clocks: timeColumn === undefined ? [] : [{ kind: "time", column: timeColumn, timebase: knownTimebase(samplingHz, timeColumn, 1, quantum) }],
      startDateTime,
      estimatedRows,
      notesOf: commentsOf(channels.length, issues),
      nextBlock,
    },
    issues,
    options,
    cancel,
  );
}

/** ADInstruments LabChart: blocks with a header each, comments at the end of rows. */
export const labChartFormat: RecordingFormat = {
  id: "labchart-text",
  title: "LabChart text",
  extensions: ["txt"],
  takes: ["unit"],
  recognise: (bytes) => FIRST_ENTRY.test(headText(bytes)),
  open: openLabChart,
};
