import { voltageSymbol } from "../../core/units";
import { isSamplingRate } from "../sampling-rate";
import { decodeText } from "../text-decoding";
import type { TextLayout } from "./csv-dialect";

/** One column of a table as its header names it. */
export interface TextColumn {
  /** Without the unit when that was written with it. */
  readonly label: string;
  /** Empty when none is named. */
  readonly unit: string;
}

/** Labels, units and rate that stand above a table. */
export interface TextHeader {
  readonly columns: readonly TextColumn[];
  readonly hasLabels: boolean;
  /** Rate that a comment or preamble line states, in Hz. */
  readonly statedHz: number | undefined;
  /** Lines before the table that are neither header, units nor comment. */
  readonly unreadLines: number;
  /** Lines of the file, from 1, that labels and units were read from; 0: none. */
  readonly labelLine: number;
  readonly unitLine: number;
}

/** What a person says of the lines above the table: a line's cells, or that there is none; undefined: find out. */
export interface SaidHeader {
  readonly labels?: { readonly cells: readonly string[]; readonly line: number } | undefined;
  readonly units?: { readonly cells: readonly string[]; readonly line: number } | undefined;
}

/** Units, beside voltages, that a label may carry in brackets or after an underscore (lower case). */
const OTHER_UNITS = new Set(
  "s sec ms us min deg ° rad n nm n.m n*m kg g mg m/s2 m/s^2 m/s² deg/s °/s dps rad/s mm cm m hz % au a.u. bar mbar kpa mmhg cmh2o counts count raw adc bit bits °c degc us l/min bpm a ma v/v".split(" "),
);
/** What can stand after an underscore without brackets, where almost anything is part of a name. */
const SUFFIX_UNITS = new Set(["s", "ms", "us", "deg", "rad", "n", "nm", "g", "au", "hz", "kg"]);
const MICRO = /[\u00b5\u03bc]/g;

/** True for a unit that a table of EMG can have, in any spelling. */
export function isUnit(text: string): boolean {
  const plain = text.trim().replace(MICRO, "u");
  return voltageSymbol(plain) !== undefined || plain === "MV" || OTHER_UNITS.has(plain.toLowerCase());
}

/** `EMG1 (mV)`, `EMG1 [uV]`, `SOL_mV`, `SOL mV`, `SOL/mV` → label and unit; anything else is all label. */
export function splitLabel(text: string): TextColumn {
  const trimmed = text.replace(/\s+/g, " ").trim();
  const bracketed = /^(.*?)\s*[([{]\s*([^()[\]{}]*?)\s*[)\]}]$/.exec(trimmed);
  if (bracketed !== null && bracketed[1] !== "" && isUnit(bracketed[2]!)) return { label: bracketed[1]!.replace(/[\s_]+$/, ""), unit: bracketed[2]! };
  const suffixed = /^(.+?)\s*[_\s/,]\s*([^_\s/,]+)$/.exec(trimmed);
  if (suffixed !== null) {
    const unit = suffixed[2]!;
    // One letter V after a blank or an underscore ("Kanal V") is a name more often than a unit.
    const isVoltage = voltageSymbol(unit) !== undefined && unit.length > 1;
    const isVolt = /_[Vv]$/.test(trimmed);
    if (isVoltage || isVolt || (/_[^_]+$/.test(trimmed) && SUFFIX_UNITS.has(unit.toLowerCase()))) return { label: suffixed[1]!, unit };
  }
  return { label: trimmed, unit: "" };
}

/** A cell of the Latin-1 view as text: UTF-8 when its bytes are. */
export function cellWords(cell: string): string {
  return decodeText(Uint8Array.from(cell, (character) => character.charCodeAt(0) & 0xff)).trim();
}

function uncomment(cells: readonly string[]): string {
  return (cells[0] ?? "").replace(/^\s*[#%]+\s*/, "");
}

/** `… sampling rate (Hz):= 1000.00`, `"sampling rate": 1000`, `Sampling frequency: 1.259e+003`, `fs = 2000 Hz`. */
function statedRate(lines: readonly string[]): number | undefined {
  for (const line of lines) {
    const match = /(?:sampl\w*[ _-]*(?:rate|freq\w*|hz)|\bfs|abtastrate|frequency)\s*(?:[([]\s*hz\s*[)\]])?["']?\s*[:=]*\s*([\d.]+(?:e[+-]?\d+)?)\s*(k?hz)?/i.exec(line);
    const value = Number(match?.[1]);
    if (match !== null && isSamplingRate(value)) return /^khz$/i.test(match[2] ?? "") ? value * 1000 : value;
  }
  return undefined;
}

/** Labels that a comment line holds: `# a,b,c` in the table's own delimiter, `# Labels:= EMG`, or `"column": ["nSeq", …]`. */
function commentLabels(comment: string, delimiter: string, columns: number): string[] | undefined {
  const list = /"column"\s*:\s*\[([^\]]*)\]/.exec(comment);
  const named = /^labels?\s*[:=]+\s*(.*)$/i.exec(comment);
  const cells = list !== null ? [...list[1]!.matchAll(/"([^"]*)"/g)].map((match) => match[1]!) : (named?.[1] ?? comment).split(delimiter === " " ? /[ \t]+/ : delimiter).map((cell) => cell.trim());
  const isTable = cells.length === columns && (columns > 1 || named !== null);
  return isTable && cells.every((cell) => cell !== "" && Number.isNaN(Number(cell))) ? cells : undefined;
}

/** Reads labels, units and a stated rate from what stands before the numbers, or from the lines that a person names. */
export function readTextHeader(layout: TextLayout, said: SaidHeader = {}): TextHeader {
  const delimiter = String.fromCharCode(layout.dialect.delimiter);
  const isComment = (cells: readonly string[]): boolean => /^\s*[#%]/.test(cells[0] ?? "");
  const rowAt = layout.preamble.flatMap((cells, index) => (isComment(cells) ? [] : [index]));
  const rows = rowAt.map((index) => layout.preamble[index]!.map(cellWords));
  const lineOf = (row: number): number => layout.preambleLines[rowAt[row]!] ?? 0;
  const comments = layout.preamble.filter(isComment).map((cells) => cellWords(uncomment(cells)));
  const statedHz = statedRate([...comments, ...rows.map((cells) => cells.join(" "))]);
  const fits = (cells: readonly string[] | undefined): boolean =>
    cells !== undefined && (cells.length === layout.columns || (cells.length > layout.columns && cells.slice(layout.columns).every((cell) => cell === "")));
  const isUnitRow = (cells: readonly string[] | undefined): boolean => {
    const plain = (cells ?? []).map((cell) => cell.replace(/^[([{]\s*|\s*[)\]}]$/g, "")).filter((cell) => cell !== "" && cell !== "-");
    return fits(cells) && plain.length > 0 && plain.every(isUnit);
  };
  let last = rows.length - 1;
  let [unitLine, labelLine] = [0, 0];
  let unitRow: readonly string[] | undefined;
  let labelRow: readonly string[] | undefined;
  if (said.units === undefined && isUnitRow(rows[last]) && (said.labels !== undefined || fits(rows[last - 1]))) {
    unitLine = lineOf(last);
    unitRow = rows[last--];
  }
  if (said.labels === undefined && fits(rows[last])) {
    labelLine = lineOf(last);
    labelRow = rows[last--];
  }
  if (said.units !== undefined) [unitRow, unitLine] = [said.units.cells.map(cellWords), said.units.line];
  if (said.labels !== undefined) [labelRow, labelLine] = [said.labels.line === 0 ? undefined : said.labels.cells.map(cellWords), said.labels.line];
  const isUnlabelled = said.labels?.line === 0;
  const labels = labelRow ?? (isUnlabelled ? [] : comments).map((comment) => commentLabels(comment, delimiter, layout.columns)).filter((cells) => cells !== undefined).pop();
  const columns = Array.from({ length: layout.columns }, (_, index): TextColumn => {
    const column = splitLabel(labels?.[index] ?? "");
    const unit = (unitRow?.[index] ?? "").replace(/^[([{]\s*|\s*[)\]}]$/g, "");
    return { label: column.label === "" ? `Column ${index + 1}` : column.label, unit: unit === "" || unit === "-" ? column.unit : unit };
  });
  return { columns, hasLabels: labels !== undefined, statedHz, unreadLines: said.labels === undefined ? last + 1 : 0, labelLine, unitLine };
}
