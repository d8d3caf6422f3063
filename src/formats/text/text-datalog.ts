import { type Cancel, KlonosError } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { createIssueLog } from "../issue-log";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { firstBlock, PLAIN_TABLE, requireRate, textColumn } from "./text-body";
import { headerNumber, headText, readTextHead } from "./text-head";
import { openTextTable } from "./text-reader";
import type { TextChannel } from "./text-table";

const CHANNEL = /^Channel (\d+): '(.*)', (\d+) values, engineering units: (.*?), (.*)$/i;
/** A slow channel that the export filled up to the rate of the others. */
const FILLED = /(?:extra|inter)polated from ([\d.]+) to ([\d.]+) samples per second/i;
const RATE = /([\d.]+) samples per second/i;

interface Declared {
  readonly line: number;
  readonly label: string;
  readonly unit: string;
  readonly values: number;
  readonly filled: { readonly fromHz: number; readonly toHz: number } | undefined;
  readonly samplingHz: number | undefined;
}

function readChannel(text: string, line: number): Declared | undefined {
  const match = CHANNEL.exec(text.trim());
  if (match === null) return undefined;
  const filled = FILLED.exec(match[5]!);
  const rate = filled?.[2] ?? RATE.exec(match[5]!)?.[1];
  return {
    line,
    label: match[2]!.trim() || `Channel ${match[1]!}`,
    unit: match[4]!.trim(),
    values: Number(match[3]),
    filled: filled === null ? undefined : { fromHz: headerNumber(filled[1]), toHz: headerNumber(filled[2]) },
    samplingHz: rate === undefined ? undefined : headerNumber(rate),
  };
}

async function openDatalog(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const head = await readTextHead(raw, cancel);
  const { source, lines } = head;
  const issues = createIssueLog();
  const declared: Declared[] = [];
  let bodyLine = lines.length;
  for (const [line, { text }] of lines.entries()) {
    const channel = readChannel(text, line + 1);
    if (channel !== undefined) declared.push(channel);
    else if (declared.length > 0 && text.trim() !== "" && !/^[A-Z][A-Za-z ]+:/.test(text)) {
      bodyLine = line;
      break;
    }
  }
  if (declared.length === 0) throw new KlonosError("text-header", `${source.name} begins as a DataLOG text, but names no channels. Export it again.`, "line 2");
  const { first, estimatedRows } = firstBlock(head, bodyLine, "\t", declared.length);
  const stated = declared.find((channel) => channel.samplingHz !== undefined)?.samplingHz;
  const wanted = options.samplingHz;
  if (stated === undefined && wanted === undefined) {
    throw new KlonosError("needs-rate", `${source.name} is a DataLOG text, which does not say its sampling rate. Give it: --sampling HZ on the command line, or answer the dialog.`, "", { columns: declared.length });
  }
  const samplingHz = requireRate(source.name, wanted ?? stated!, "its channels");
  if (stated !== undefined && wanted !== undefined && stated !== wanted) {
    issues.add({ code: "text-rate", severity: "warning", where: "", message: `The header speaks of ${stated} samples per second, but ${wanted} Hz was asked for: the given rate was used.` });
  } else if (stated !== undefined && wanted === undefined) {
    issues.add({ code: "text-rate", severity: "info", where: "", message: `The sampling rate of ${stated} Hz was read from the header's note on a channel that was filled up to it.` });
  }
  const channels = declared.map(({ label, unit, values, filled }, column): TextChannel => {
    if (filled !== undefined) {
      issues.add({ code: "text-filled", severity: "info", where: `column ${column + 1} (${label})`, message: `${label} was sampled at ${filled.fromHz} Hz and filled up to ${filled.toHz} Hz by the program that exported it; the values between were not measured.` });
    }
    const ratio = filled === undefined ? 1 : filled.toHz / filled.fromHz;
    return {
      column,
      ...textColumn(label, unit),
      samplingHz,
      clock: undefined,
      declaredSamples: values > 0 && ratio >= 1 && ratio < 1e6 ? Math.round(values * ratio) : undefined,
    };
  });
  return openTextTable({ ...PLAIN_TABLE, format: "Biometrics DataLOG text", first, channels, estimatedRows }, issues, options, cancel);
}

/** Biometrics DataLOG: a line a channel with label, number of values and unit; columns that end one after the other. */
export const datalogFormat: RecordingFormat = {
  id: "biometrics-datalog",
  title: "Biometrics DataLOG text",
  extensions: ["txt", "log"],
  takes: ["unit", "samplingHz"],
  recognise: (bytes) => headText(bytes).split(/\r\n|\n|\r/).slice(0, 8).some((line) => CHANNEL.test(line.trim())),
  open: openDatalog,
};
