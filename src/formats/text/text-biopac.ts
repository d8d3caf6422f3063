import { type Cancel, KlonosError } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { createIssueLog } from "../issue-log";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { cellsOf, firstBlock, knownTimebase, PLAIN_TABLE, quantumOf, requireRate, textColumn } from "./text-body";
import { plainDateTime } from "../text-date-time";
import { headerNumber, headText, readTextHead } from "./text-head";
import { openTextTable } from "./text-reader";
import type { TextChannel, TextClock } from "./text-table";

const INTERVAL = /^\s*"?([\d.,]+(?:e[-+]?\d+)?)\s*(min|sec|msec|milliSec|[uµ]sec|microSec)\/sample\b/im;
const COUNT = /^\s*"?(\d{1,4}) channels?\b/im;
const SECONDS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ["min", 60],
  ["sec", 1],
  ["msec", 1e-3],
  ["millisec", 1e-3],
  ["usec", 1e-6],
  ["microsec", 1e-6],
]);
const COLUMNS = /(^|[\t,; ])"?CH ?\d+/i;
/** Where the text says nothing else, a row of counts is known by its largest being the number of rows, as far as that can be told. */
const COUNT_SHARE = 0.5;

function secondsIn(unit: string): number | undefined {
  return SECONDS_PER_UNIT.get(unit.trim().toLowerCase().replace("µ", "u"));
}

/** The row of sample counts under the labels: its first cell is empty where there are times; else whole numbers about as large as the number of rows. */
function isCountRow(cells: readonly string[], hasTime: boolean, estimatedRows: number): boolean {
  const counts = cells.slice(hasTime ? 1 : 0).filter((cell) => cell !== "");
  if (counts.length === 0 || !counts.every((cell) => /^\d+$/.test(cell))) return false;
  if (hasTime) return cells[0] === "";
  const largest = Math.max(...counts.map(Number));
  return largest > COUNT_SHARE * estimatedRows && largest < estimatedRows / COUNT_SHARE;
}

async function openBiopac(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const head = await readTextHead(raw, cancel);
  const { source, lines } = head;
  const issues = createIssueLog();
  const intervalLine = lines.findIndex(({ text }) => INTERVAL.test(text));
  const countLine = lines.findIndex(({ text }, line) => line > intervalLine && COUNT.test(text));
  const stated = Number(COUNT.exec(lines[countLine]?.text ?? "")?.[1]);
  const columnLine = lines.findIndex(({ text }, line) => line > countLine && COLUMNS.test(text) && line >= countLine + 1 + 2 * stated);
  if (intervalLine < 0 || countLine < 0 || columnLine < 0 || columnLine !== countLine + 1 + 2 * stated) {
    throw new KlonosError("text-header", `${source.name} begins as an AcqKnowledge text, but does not name its ${Number.isNaN(stated) ? "" : `${stated} `}channels in two lines each and then a row "CH1 …". Export it again with the header, or as EDF.`, `line ${countLine + 2}`);
  }
  const interval = INTERVAL.exec(lines[intervalLine]!.text)!;
  const samplingHz = requireRate(source.name, 1 / (headerNumber(interval[1]) * (secondsIn(interval[2]!) ?? NaN)), "its channels");
  const columnText = lines[columnLine]!.text;
  const delimiter = columnText.includes("\t") ? "\t" : columnText.includes(";") ? ";" : columnText.includes(",") ? "," : " ";
  const titles = cellsOf(columnText, delimiter).filter((cell, index) => index === 0 || cell !== "");
  const hasTime = secondsIn(titles[0]!) !== undefined;
  const columns = titles.length;
  if (columns - (hasTime ? 1 : 0) !== stated) {
    throw new KlonosError("text-header", `${source.name} says ${stated} channels, but line ${columnLine + 1} has ${columns - (hasTime ? 1 : 0)}. Export it again.`, `line ${columnLine + 1}`);
  }
  const rough = firstBlock(head, columnLine + 1, delimiter, columns);
  const counts = rough.sample[0]!;
  const isCounted = isCountRow(counts, hasTime, rough.estimatedRows);
  const next = lines.findIndex(({ text }, line) => line > columnLine && text.trim() !== "");
  const { first, estimatedRows, sample } = isCounted ? firstBlock(head, next + 1, delimiter, columns) : rough;
  const unitSeconds = secondsIn(titles[0]!) ?? 1;
  const clocks: TextClock[] = hasTime ? [{ kind: "time", column: 0, timebase: knownTimebase(samplingHz, 0, unitSeconds, quantumOf(sample, 0) * unitSeconds) }] : [];
  const channels = Array.from({ length: stated }, (_, k): TextChannel => {
    const column = k + (hasTime ? 1 : 0);
    const label = lines[countLine + 1 + 2 * k]!.text.trim() || titles[column]!;
    const unit = lines[countLine + 2 + 2 * k]!.text.trim();
    const declared = isCounted ? Number(counts[column]) : NaN;
    return {
      column,
      ...textColumn(label, unit),
      samplingHz,
      clock: hasTime ? 0 : undefined,
      declaredSamples: declared > 0 ? declared : undefined,
    };
  });
  const recordedOn = lines.slice(0, columnLine).find(({ text }) => /^Recording on:/i.test(text));
  const startDateTime = recordedOn === undefined ? undefined : plainDateTime(recordedOn.text);
  return openTextTable({ ...PLAIN_TABLE, format: "AcqKnowledge text", first, channels, clocks, estimatedRows, startDateTime }, issues, options, cancel);
}

/** BIOPAC AcqKnowledge: interval, number of channels, label and unit in a line each, a row of sample counts, with or without times. */
export const biopacFormat: RecordingFormat = {
  id: "biopac-text",
  title: "AcqKnowledge text",
  extensions: ["txt", "csv"],
  takes: ["unit"],
  recognise: (bytes) => {
    const lines = headText(bytes).split(/\r\n|\n|\r/).slice(0, 6);
    const interval = lines.findIndex((line) => INTERVAL.test(line));
    return interval >= 0 && lines.slice(interval + 1).some((line) => COUNT.test(line));
  },
  open: openBiopac,
};
