import { type Cancel, KlonosError } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { splitLabel } from "../csv/csv-columns";
import { estimateTimebase } from "../csv/csv-time";
import { createIssueLog, type IssueLog } from "../issue-log";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { cellsOf, firstBlock, knownTimebase, PLAIN_TABLE, requireRate, textColumn } from "./text-body";
import { headerNumber, headText, readTextHead, type TextHead } from "./text-head";
import { openTextTable } from "./text-reader";
import type { TextChannel, TextClock } from "./text-table";

/** What a line above an EMGworks table says about one channel. */
interface Declared {
  readonly label: string;
  readonly samplingHz: number;
  readonly samples: number;
  readonly unit: string;
}

const DECLARED = /^"?Label: (.*?) Sampling frequency: (\S+) Number of points: (\S+) (?:start: \S+ )?Unit: (.*?)(?: Domain Unit: .*)?$/i;
/** The row of labels: a time column before every channel. */
const LABELS = /^"?X ?[[(]s[\])]"?\s*([,;\t])/i;
/** EMGworks writes seven significant digits: what that is of the longest time. */
const SIGNIFICANT_DIGITS = 7;
/** A rate that the times contradict by more than this is not believed. */
const RATE_TOLERANCE = 0.005;

function readDeclared(head: TextHead, labelLine: number): readonly Declared[] {
  return head.lines.slice(0, labelLine).flatMap(({ text }) => {
    const match = DECLARED.exec(text);
    if (match === null) return [];
    return [{ label: match[1]!.trim(), samplingHz: headerNumber(match[2]), samples: headerNumber(match[3]), unit: match[4]!.trim() }];
  });
}

/** Rate of a column of times in the rows that were read, undefined when it tells none. */
function rateOf(sample: readonly (readonly string[])[], column: number, quantum: number): number | undefined {
  const times = sample.map((row) => headerNumber(row[column])).filter((value) => !Number.isNaN(value));
  return estimateTimebase(Float64Array.from(times), quantum)?.samplingHz;
}

function checkedRate(declared: number | undefined, measured: number | undefined, where: string, issues: IssueLog): number {
  if (declared === undefined || !(declared > 0)) return measured ?? NaN;
  if (measured !== undefined && Math.abs(measured - declared) > RATE_TOLERANCE * declared) {
    issues.add({ code: "text-rate", severity: "warning", where, message: `The header says ${declared} Hz for ${where}, but its times are ${measured.toPrecision(6)} Hz apart; the times were believed.` });
    return measured;
  }
  return declared;
}

async function openEmgworks(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const head = await readTextHead(raw, cancel);
  const { source, lines } = head;
  const issues = createIssueLog();
  const labelLine = lines.findIndex(({ text }) => LABELS.test(text));
  if (labelLine < 0) throw new KlonosError("text-header", `${source.name} begins as an EMGworks export, but the row of labels (X[s], …) is missing. Export it again.`, `line ${lines.length}`);
  const delimiter = LABELS.exec(lines[labelLine]!.text)![1]!;
  const cells = cellsOf(lines[labelLine]!.text, delimiter);
  const columns = cells.length > 1 && cells[cells.length - 1] === "" ? cells.length - 1 : cells.length;
  const { first, estimatedRows, sample } = firstBlock(head, labelLine + 1, delimiter, columns);
  const declared = readDeclared(head, labelLine);
  const pairs = cells.slice(0, columns).flatMap((cell, column) => (/^X ?[[(]s[\])]$/i.test(cell) || column === 0 ? [column] : []));
  const channels: TextChannel[] = [];
  const clocks: TextClock[] = [];
  for (const [k, timeColumn] of pairs.entries()) {
    // EMGworks can also export one time column for all: then several channels follow it.
    for (let column = timeColumn + 1; column < (pairs[k + 1] ?? columns); column += 1) {
      const known = declared[channels.length];
      const own = splitLabel(cells[column]!);
      const label = own.label === "" ? (known?.label ?? `Column ${column + 1}`) : own.label;
      if (known !== undefined && known.label !== cells[column]) {
        issues.add({ code: "text-label", severity: "warning", where: `column ${column + 1}`, message: `Column ${column + 1} is called "${cells[column]}", but line ${channels.length + 1} of the header "${known.label}": rate and unit are taken from that line. Check them.` });
      }
      const unit = known?.unit ?? own.unit;
      const points = known !== undefined && known.samples > 0 ? known.samples : estimatedRows;
      const longest = points / (known !== undefined && known.samplingHz > 0 ? known.samplingHz : 1);
      const quantum = 10 ** (Math.ceil(Math.log10(Math.max(1, longest))) - SIGNIFICANT_DIGITS);
      const samplingHz = requireRate(source.name, checkedRate(known?.samplingHz, rateOf(sample, timeColumn, quantum), `column ${column + 1} (${label})`, issues), `column ${column + 1} (${label})`);
      channels.push({
        column,
        ...textColumn(label, unit),
        samplingHz,
        clock: clocks.length,
        declaredSamples: known !== undefined && known.samples > 0 ? known.samples : undefined,
      });
      clocks.push({ kind: "time", column: timeColumn, timebase: knownTimebase(samplingHz, timeColumn, 1, quantum) });
    }
  }
  if (channels.length === 0) throw new KlonosError("text-header", `${source.name} names times but no channel. Export it again.`, `line ${labelLine + 1}`);
  if (declared.length > 0 && declared.length !== channels.length) {
    issues.add({ code: "text-header", severity: "warning", where: `line ${labelLine + 1}`, message: `The header describes ${declared.length} channels, the table has ${channels.length}.` });
  }
  return openTextTable({ ...PLAIN_TABLE, format: "Delsys EMGworks text", first, channels, clocks, estimatedRows }, issues, options, cancel);
}

/** Delsys EMGworks: one time column a channel, columns that end one after the other, rates and units in lines above. */
export const emgworksFormat: RecordingFormat = {
  id: "delsys-emgworks",
  title: "Delsys EMGworks text",
  extensions: ["csv", "txt"],
  takes: ["unit"],
  recognise: (bytes) => {
    const text = headText(bytes);
    return /^"?Label: [^\n]* Sampling frequency: /.test(text) || (LABELS.test(text) && (text.split(/[\r\n]/, 1)[0]!.match(/X ?\[s\]/gi)?.length ?? 0) > 1);
  },
  open: openEmgworks,
};
