import { type Cancel, KlonosError } from "../../core/errors";
import type { ImportColumn, ImportPreview, ImportProblem, ImportRecipe } from "../../core/import-recipe";
import { isAmbiguousVoltage } from "../../core/units";
import type { ByteSource } from "../byte-source";
import { cellWords } from "./csv-columns";
import { type CsvHead, csvTimebase, findCsv, readCsvLines, shownLine } from "./csv-head";
import { planColumns } from "./csv-plan";
import { SPACES } from "./csv-scanner";
import type { Timebase } from "./csv-time";
import { createIssueLog } from "../issue-log";
import type { ImportOptions } from "../recording-reader";
import { utf16Order, utf16Source } from "../utf16-source";

/** Lines and rows that the dialog shows. */
const SHOWN_LINES = 40;
const LONGEST_LINE = 400;
const SHOWN_ROWS = 8;
/** Samples of each column that the dialog draws. */
const DRAWN_SAMPLES = 2000;

/** The end of a message that speaks of the command line. */
const COMMAND_LINE = /(\. | If the rows are equally spaced, )give the (sampling )?rate: --sampling HZ.*$/i;

/** Which field of the dialog an error belongs to. */
function fieldOf(code: string, options: ImportOptions): ImportProblem["field"] {
  switch (code) {
    case "needs-rate":
      return "samplingHz";
    case "csv-time":
      return "timeColumn";
    case "csv-dialect":
      return options.firstLine === undefined ? "delimiter" : "firstLine";
    case "bad-option":
      return "samplingHz";
    default:
      return "file";
  }
}

/** Runs a step; what a person can mend goes to `problems`. */
function attempt<T>(problems: ImportProblem[], options: ImportOptions, step: () => T): T | undefined {
  try {
    return step();
  } catch (thrown) {
    if (!(thrown instanceof KlonosError)) throw thrown;
    problems.push({ field: fieldOf(thrown.record.code, options), severity: "error", message: thrown.record.message.replace(COMMAND_LINE, ". Type the rate, or choose the column of the times.") });
    return undefined;
  }
}

/** How a text table would be read with these options: as much as can be said, and what stands in the way. Reads the beginning only. */
export async function previewCsv(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<ImportPreview> {
  const order = utf16Order(await raw.read(0, Math.min(2, raw.size), cancel));
  const start = await readCsvLines(order === undefined ? raw : utf16Source(raw, order), cancel);
  const problems: ImportProblem[] = [];
  const found = findCsv(start, options);
  const head = attempt(problems, options, found.head);
  const issues = createIssueLog();
  const timebase = head === undefined ? undefined : attempt(problems, options, () => csvTimebase(head, raw.name, options, issues));
  const columns = head === undefined ? [] : columnsOf(head, timebase, options);
  problems.push(...issues.list().map(({ code, severity, message }): ImportProblem => ({ field: code === "csv-rate" ? "samplingHz" : "timeColumn", severity, message })), ...columnProblems(head, columns, options));
  if (head?.layout.isAmbiguous === true) problems.push({ field: "delimiter", severity: "warning", message: "A comma could be the delimiter or the decimal sign here; it was taken for the delimiter." });
  return {
    kind: "text",
    signature: found.signature,
    found: foundOf(head, timebase, options),
    lines: start.lines.slice(0, SHOWN_LINES).map((line) => shownLine(line, LONGEST_LINE)),
    columns,
    variables: [],
    problems,
  };
}

function columnsOf(head: CsvHead, timebase: Timebase | undefined, options: ImportOptions): ImportColumn[] {
  const said = options.timeColumn !== undefined && options.timeColumn >= 0 ? options.timeColumn : undefined;
  return planColumns(head.layout, head.header, timebase?.column ?? said, options).map(({ column, use, isText, label, unit, identity, factor }) => {
    const drawn = isText ? new Float64Array(0) : head.decode(column).slice(0, DRAWN_SAMPLES);
    const scale = use === "time" ? 1 : factor;
    return {
      column, label, unit, use,
      role: identity.role,
      cells: head.layout.sample.slice(0, SHOWN_ROWS).map((row) => cellWords(row[column] ?? "")),
      values: drawn.map((value) => value * scale),
    };
  });
}

function columnProblems(head: CsvHead | undefined, columns: readonly ImportColumn[], options: ImportOptions): ImportProblem[] {
  if (head === undefined) return [];
  const problems: ImportProblem[] = [];
  const beyond = (options.columns ?? []).filter(({ column }) => column >= head.layout.columns);
  if (beyond.length > 0) problems.push({ field: "columns", severity: "warning", message: `The recipe speaks of ${beyond.length} column(s) that this file does not have (it has ${head.layout.columns}).` });
  if (!columns.some(({ use }) => use === "signal")) problems.push({ field: "columns", severity: "error", message: "No column is read as a signal." });
  for (const { column, unit, use, cells, values } of columns) {
    if (use !== "signal") continue;
    if (isAmbiguousVoltage(unit)) problems.push({ field: "columns", column, severity: "warning", message: `“${unit}” could be milli- or megavolt: choose mV or another unit.` });
    if (values.length === 0 && cells.some((cell) => cell !== "")) problems.push({ field: "columns", column, severity: "warning", message: "This column holds text: as a signal it has no values. Events can be read from it." });
  }
  return problems;
}

function foundOf(head: CsvHead | undefined, timebase: Timebase | undefined, options: ImportOptions): ImportRecipe {
  if (head === undefined) return {};
  const { layout, header } = head;
  return {
    delimiter: layout.dialect.delimiter === SPACES ? " " : String.fromCharCode(layout.dialect.delimiter),
    decimal: layout.dialect.decimal === 44 ? "," : ".",
    labelLine: header.labelLine,
    unitLine: header.unitLine,
    firstLine: layout.firstLine,
    ...(timebase === undefined ? {} : { samplingHz: timebase.samplingHz, timeColumn: timebase.column ?? -1, timeUnit: timeUnitOf(timebase, options) }),
  };
}

function timeUnitOf({ column, secondsPerUnit, clock }: Timebase, { timeUnit }: ImportOptions): ImportRecipe["timeUnit"] {
  if (timeUnit !== undefined || column === undefined || clock !== undefined) return timeUnit;
  return secondsPerUnit === 60 ? "min" : secondsPerUnit === 1e-3 ? "ms" : secondsPerUnit === 1e-6 ? "us" : "s";
}
