import { type Cancel, KlonosError } from "../../core/errors";
import type { Annotation } from "../../core/recording";
import type { ByteSource } from "../byte-source";
import { splitLabel, type TextColumn } from "../csv/csv-columns";
import { estimateTimebase } from "../csv/csv-time";
import { createIssueLog } from "../issue-log";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { cellsOf, firstBlock, PLAIN_TABLE, quantumOf, requireRate, textColumn } from "./text-body";
import { plainDateTime } from "../text-date-time";
import { headerNumber, headText, readTextHead, type TextHead } from "./text-head";
import { openTextTable } from "./text-reader";
import type { NoteCells, TextChannel } from "./text-table";

const PROGRAM = /noraxon|myoresearch|myo(muscle|motion|force|video)|ultium|telemyo/i;
const TIME_CELL = /^time( ?[,([] ?(s|sec|ms) ?[)\]]?)?$/i;
const NOTE_LABEL = /^(markers?|activity|activities|events?|comments?|notes?)$/i;
/** `Noraxon Ultium-Noraxon Ultium.EMG 1` → `EMG 1`: the device says nothing about the muscle. */
const DEVICE_PREFIX = /^(?:Noraxon [A-Za-z0-9 ]+[-.])+/;
const PERSON = /^(last|first)[ _]?name$|^(subject|patient|birth)/i;
const RECORD_NAMES = /^(measurement[ _]date|exported[ _]with[ _]version)$/i;
const HEADER_LINES = 64;
const DELIMITERS = ["\t", ";", ","];

function columnLine(lines: readonly string[]): { readonly line: number; readonly delimiter: string } | undefined {
  for (const [line, text] of lines.slice(0, HEADER_LINES).entries()) {
    for (const delimiter of DELIMITERS) {
      const cells = cellsOf(text, delimiter);
      if (cells.length > 1 && TIME_CELL.test(cells[0]!)) return { line, delimiter };
    }
  }
  return undefined;
}

/** `LT TIB.ANT.,uV` and `LT TIB.ANT. (uV)`. */
function columnOf(cell: string): TextColumn {
  const comma = /^(.*\S)\s*,\s*([^,]+)$/.exec(cell);
  const { label, unit } = comma === null ? splitLabel(cell) : { label: comma[1]!, unit: comma[2]!.trim() };
  return { label: label.replace(DEVICE_PREFIX, "") || label, unit };
}

function notesOf(note: NoteCells): readonly Annotation[] {
  return note.cells.filter(({ text }) => text.trim() !== "").map(({ text }) => ({ onsetSeconds: note.rowSeconds, durationSeconds: 0, text: text.trim(), channel: undefined }));
}

/** What the row of names and the row of values above the table say of the record (CSV of MR3 and MR4). */
interface RecordLine {
  readonly count: number | undefined;
  readonly startDateTime: string | undefined;
}

function recordOf(above: readonly string[], delimiter: string): RecordLine {
  const filled = above.filter((text) => text.trim() !== "").map((text) => cellsOf(text, delimiter));
  const at = filled.findIndex((cells) => cells.some((cell) => RECORD_NAMES.test(cell)));
  const [names = [], values = []] = at < 0 ? [] : filled.slice(at, at + 2);
  const say = (name: string): string | undefined => (names.length === values.length ? values[names.findIndex((cell) => cell.toLowerCase().replace(/[ _]/g, "") === name)] : undefined);
  const count = headerNumber(say("count"));
  // Where a part of the record was exported, nothing says whether the date is that of the part.
  const isWhole = !(Math.abs(headerNumber(say("begintime"))) > 0);
  const date = say("measurementdate");
  return { count: Number.isInteger(count) && count > 0 ? count : undefined, startDateTime: isWhole && date !== undefined ? plainDateTime(date) : undefined };
}

/** Times of the rows that were read. */
function headTimes(head: TextHead, bodyLine: number, delimiter: string): Float64Array {
  return Float64Array.from(head.lines.slice(bodyLine).map(({ text }) => headerNumber(cellsOf(text, delimiter)[0])).filter((value) => !Number.isNaN(value)));
}

async function openNoraxon(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const head = await readTextHead(raw, cancel);
  const { source, lines } = head;
  const issues = createIssueLog();
  const found = columnLine(lines.map(({ text }) => text));
  if (found === undefined) throw new KlonosError("text-header", `${source.name} begins as a Noraxon export, but the row of labels ("Time,s" …) is missing. Export it again.`, `line ${lines.length}`);
  const { line, delimiter } = found;
  const cells = cellsOf(lines[line]!.text, delimiter);
  const columns = cells[cells.length - 1] === "" ? cells.length - 1 : cells.length;
  const { first, estimatedRows, sample } = firstBlock(head, line + 1, delimiter, columns);
  const unitSeconds = /ms/i.test(cells[0]!) ? 1e-3 : 1;
  const quantum = quantumOf(sample, 0) * unitSeconds;
  const estimate = estimateTimebase(headTimes(head, line + 1, delimiter).map((value) => value * unitSeconds), quantum);
  if (estimate === undefined && options.samplingHz === undefined) {
    throw new KlonosError("csv-time", `The times in column 1 of ${source.name} are uneven or do not rise, so they are no time base. If the rows are equally spaced, give the rate: --sampling HZ.`, "column 1");
  }
  const samplingHz = requireRate(source.name, options.samplingHz ?? estimate!.samplingHz, "its channels");
  const isOverruled = estimate === undefined || Math.abs(estimate.samplingHz - samplingHz) > 0.005 * samplingHz;
  if (isOverruled) issues.add({ code: "text-rate", severity: "warning", where: "column 1", message: `${samplingHz} Hz was asked for; the times in column 1, with any gaps in them, were ignored.` });
  const { count, startDateTime } = recordOf(lines.slice(0, line).map(({ text }) => text), delimiter);
  const noteColumns = new Set<number>();
  const channels: TextChannel[] = [];
  for (let column = 1; column < columns; column += 1) {
    const { label, unit } = columnOf(cells[column]!);
    if (NOTE_LABEL.test(label)) {
      noteColumns.add(column);
      continue;
    }
    const title = label === "" ? `Column ${column + 1}` : label;
    channels.push({
      column,
      ...textColumn(title, unit),
      samplingHz,
      clock: isOverruled ? undefined : 0,
      declaredSamples: count,
    });
  }
  if (channels.length === 0) throw new KlonosError("text-header", `${source.name} holds times but no column of samples. Export it again.`, `line ${line + 1}`);
  const timebase = { samplingHz, column: 0, secondsPerUnit: unitSeconds, gapSeconds: estimate?.gapSeconds ?? Infinity, jitterSeconds: estimate?.jitterSeconds ?? 0 };
  const hasIdentity = lines.slice(0, line).some(({ text }) => DELIMITERS.some((one) => cellsOf(text, one).some((cell) => PERSON.test(cell))));
  return openTextTable(
    { ...PLAIN_TABLE, format: "Noraxon text", first, channels, clocks: isOverruled ? [] : [{ kind: "time", column: 0, timebase }], estimatedRows, noteColumns, notesOf: noteColumns.size === 0 ? undefined : notesOf, startDateTime, hasIdentity },
    issues,
    options,
    cancel,
  );
}

/** Noraxon MR3, MyoResearch: lines about the record, then `Time,s`, `LT TIB.ANT.,uV` …; text columns of markers become notes. */
export const noraxonFormat: RecordingFormat = {
  id: "noraxon-text",
  title: "Noraxon text",
  extensions: ["csv", "txt"],
  takes: ["unit", "samplingHz"],
  recognise: (bytes) => {
    const text = headText(bytes);
    const lines = text.split(/\r\n|\n|\r/);
    const found = columnLine(lines);
    return found !== undefined && (PROGRAM.test(text) || /^"?time,s/i.test(lines[found.line]!));
  },
  open: openNoraxon,
};
