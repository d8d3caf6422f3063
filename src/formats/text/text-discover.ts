import { type Cancel, KlonosError } from "../../core/errors";
import type { Annotation } from "../../core/recording";
import type { ByteSource } from "../byte-source";
import { splitLabel } from "../csv/csv-columns";
import { createIssueLog } from "../issue-log";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { cellsOf, firstBlock, knownTimebase, PLAIN_TABLE, quantumOf, requireRate, textColumn } from "./text-body";
import { plainDateTime } from "../text-date-time";
import { headerNumber, headText, readTextHead } from "./text-head";
import { openTextTable } from "./text-reader";
import type { NoteCells, TextChannel, TextClock } from "./text-table";

/** Recognised across a line end too, so that a broken first line is refused as what it is and not read as some other table. */
const FIRST_LINE = /^"?Application:"?\s*([,;\t])\s*"?Trigno Discover/i;
const TIME_COLUMN = /Time Series\s*\(s\)$/i;
const RATE = /^([\d.,]+(?:e[-+]?\d+)?)\s*Hz$/i;
/** The stated length is that of the longest channel; sensors send packets of some milliseconds. */
const LENGTH_SLACK_SECONDS = 0.1;

/** Columns of the table of markers that stands to the right of the samples. */
interface MarkerColumns {
  readonly type: number;
  readonly name: number;
  readonly label: number;
  readonly time: number;
}

/** A marker: its label (or name), at its own time; without a readable time at that of its row. */
function markerNotes(marker: MarkerColumns): (note: NoteCells) => readonly Annotation[] {
  return ({ cells, rowSeconds }) => {
    const cell = (column: number): string => (column < 0 ? "" : (cells.find((found) => found.column === column)?.text ?? "").trim());
    const text = cell(marker.label) || cell(marker.name) || cell(marker.type);
    if (text === "") return [];
    const seconds = headerNumber(cell(marker.time));
    return [{ onsetSeconds: Number.isNaN(seconds) ? rowSeconds : seconds, durationSeconds: 0, text, channel: undefined }];
  };
}

async function openDiscover(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const head = await readTextHead(raw, cancel);
  const { source, lines } = head;
  const issues = createIssueLog();
  const delimiter = FIRST_LINE.exec(lines[0]?.text ?? "")?.[1];
  if (delimiter === undefined) throw new KlonosError("text-header", `${source.name} begins as an export of Trigno Discover, but its first line does not end where it should. Export it again.`, "line 1");
  const rows = lines.slice(0, 32).map((line) => cellsOf(line.text, delimiter));
  const rateLine = rows.findIndex((cells) => cells.some((cell) => RATE.test(cell)));
  const labels = rows[rateLine - 1];
  if (rateLine < 1 || labels === undefined) {
    throw new KlonosError("text-header", `${source.name} begins as an export of Trigno Discover, but the row of rates ("… Hz") is missing from its first ${rows.length} lines. Export it again.`, `line ${rows.length}`);
  }
  const rates = rows[rateLine]!;
  const periodLine = rows[rateLine + 1]?.some((cell) => /^[\d.,]+(e[-+]?\d+)?\s*s$/i.test(cell)) === true ? rateLine + 1 : undefined;
  const markerRow = (periodLine === undefined ? undefined : rows[periodLine]) ?? [];
  const markerStart = markerRow.findIndex((cell) => /^Type$/i.test(cell));
  const isSample = (column: number): boolean => RATE.test(rates[column] ?? "") && !TIME_COLUMN.test(labels[column] ?? "");
  const last = rates.reduce((latest, _cell, column) => (isSample(column) ? column : latest), -1);
  const columns = last + 1;
  const sensors = rows[rateLine - 3] ?? [];
  let lengthSeconds = NaN;
  let startDateTime: string | undefined;
  for (const cells of rows.slice(0, rateLine)) {
    if (/^Collection Length \(seconds\)/i.test(cells[0] ?? "")) lengthSeconds = headerNumber(cells[1]);
    if (/^Date\/Time/i.test(cells[0] ?? "")) startDateTime = plainDateTime(cells.slice(1).join(" "));
  }
  const { first, estimatedRows, sample } = firstBlock(head, (periodLine ?? rateLine) + 1, delimiter, columns);
  const channels: TextChannel[] = [];
  const clocks: TextClock[] = [];
  let sensor = "";
  let timeColumn: number | undefined;
  for (let column = 0; column < columns; column += 1) {
    const named = (sensors[column] ?? "").replace(/\s*\(\d+\)$/, "");
    if (named !== "") sensor = named;
    if (TIME_COLUMN.test(labels[column] ?? "")) timeColumn = column;
    if (!isSample(column)) continue;
    const { label: own, unit } = splitLabel(labels[column] ?? "");
    const label = sensor === "" ? own : `${sensor}: ${own}`;
    const samplingHz = requireRate(source.name, headerNumber(RATE.exec(rates[column]!)![1]), `column ${column + 1} (${label})`);
    const isTimed = timeColumn === column - 1;
    channels.push({
      column,
      ...textColumn(label, unit),
      samplingHz,
      clock: isTimed ? clocks.length : undefined,
      declaredSamples: lengthSeconds > 0 ? Math.max(1, Math.round(lengthSeconds * samplingHz)) : undefined,
      declaredSlack: Math.ceil(LENGTH_SLACK_SECONDS * samplingHz),
    });
    if (isTimed) clocks.push({ kind: "time", column: timeColumn!, timebase: knownTimebase(samplingHz, timeColumn!, 1, quantumOf(sample, timeColumn!)) });
  }
  if (channels.length === 0) throw new KlonosError("text-header", `${source.name} names no channel with a rate. Export it again.`, `line ${rateLine + 1}`);
  const at = (name: RegExp): number => markerRow.findIndex((cell, column) => column >= markerStart && name.test(cell));
  const notesOf = markerStart < columns ? undefined : markerNotes({ type: markerStart, name: at(/^Name$/i), label: at(/^Label$/i), time: at(/^Time \(s\)$/i) });
  return openTextTable({ ...PLAIN_TABLE, format: "Trigno Discover text", first, channels, clocks, startDateTime, estimatedRows, notesOf }, issues, options, cancel);
}

/** Delsys Trigno Discover: rates in a row of their own, with or without a time column a channel, markers to the right. */
export const discoverFormat: RecordingFormat = {
  id: "delsys-discover",
  title: "Trigno Discover text",
  extensions: ["csv"],
  takes: ["unit"],
  recognise: (bytes) => FIRST_LINE.test(headText(bytes)),
  open: openDiscover,
};
