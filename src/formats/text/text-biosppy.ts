import { type Cancel, KlonosError } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { createIssueLog } from "../issue-log";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { cellsOf, firstBlock, PLAIN_TABLE, requireRate, textColumn } from "./text-body";
import { isoDateTime } from "../text-date-time";
import { headerNumber, headText, readTextHead } from "./text-head";
import { openTextTable } from "./text-reader";
import type { TextChannel } from "./text-table";

const TITLE = /^# Simple Text Format/i;
const ENTRY = /^#\s*(.*?)\s*:=\s*(.*)$/;
const LARGEST_BITS = 32;

/** ISO date as the format's writer puts it (`2014-03-05T10:20:30.5`), anything else is not understood. */
function startOf(text: string | undefined): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)/.exec(text ?? "");
  return match === null ? undefined : isoDateTime(Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4]), Number(match[5]), Number(match[6]));
}

async function openBiosppy(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const head = await readTextHead(raw, cancel);
  const { source, lines } = head;
  const issues = createIssueLog();
  const bodyLine = lines.findIndex(({ text }) => text.trim() !== "" && !text.startsWith("#"));
  if (bodyLine < 0) throw new KlonosError("text-header", `${source.name} ends after its header: it holds no samples. Export it again.`, `line ${lines.length}`);
  const entries = new Map(lines.slice(0, bodyLine).flatMap(({ text }) => {
    const match = ENTRY.exec(text);
    return match === null ? [] : [[match[1]!.toLowerCase(), match[2]!.trim()] as const];
  }));
  const stated = headerNumber(entries.get("sampling rate (hz)"));
  if (Number.isNaN(stated) && options.samplingHz === undefined) {
    throw new KlonosError("needs-rate", `${source.name} does not say its sampling rate ("# Sampling Rate (Hz):= …"). Give it: --sampling HZ on the command line, or answer the dialog.`, "line 2");
  }
  const samplingHz = requireRate(source.name, options.samplingHz ?? stated, "its channels");
  if (!Number.isNaN(stated) && stated !== samplingHz) issues.add({ code: "text-rate", severity: "warning", where: "", message: `The header says ${stated} Hz, but ${samplingHz} Hz was asked for: the given rate was used.` });
  const row = lines[bodyLine]!.text;
  const delimiter = row.includes("\t") ? "\t" : row.includes(";") ? ";" : row.includes(",") ? "," : " ";
  const cells = cellsOf(row, delimiter);
  const columns = cells.length > 1 && cells[cells.length - 1] === "" ? cells.length - 1 : cells.length;
  const labels = (entries.get("labels") ?? "").split(/[\t,;]/).map((label) => label.trim());
  const { first, estimatedRows } = firstBlock(head, bodyLine, delimiter, columns);
  const bits = headerNumber(entries.get("resolution"));
  const units = (entries.get("units") ?? "").split(/[\t,;]/).map((unit) => unit.trim());
  const channels = Array.from({ length: columns }, (_, column): TextChannel => {
    const label = labels[column] || `Column ${column + 1}`;
    const unit = units[column] ?? "";
    const isCounts = unit === "" && Number.isInteger(bits) && bits > 0 && bits <= LARGEST_BITS;
    return {
      column,
      ...textColumn(label, unit),
      samplingHz,
      physicalRange: isCounts ? [0, 2 ** bits - 1] : undefined,
      clock: undefined,
      declaredSamples: undefined,
    };
  });
  return openTextTable({ ...PLAIN_TABLE, format: "BioSPPy simple text", first, channels, estimatedRows, startDateTime: startOf(entries.get("date")) }, issues, options, cancel);
}

/** BioSPPy's Simple Text Format: `# Key:= value` lines with rate, resolution in bits and labels, then columns of counts. */
export const biosppyFormat: RecordingFormat = {
  id: "biosppy",
  title: "BioSPPy simple text",
  extensions: ["txt"],
  takes: ["unit", "samplingHz"],
  recognise: (bytes) => TITLE.test(headText(bytes)),
  open: openBiosppy,
};
