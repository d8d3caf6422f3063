import { type Cancel, KlonosError } from "../../core/errors";
import type { ColumnRecipe, ImportColumn, ImportPreview, ImportProblem } from "../../core/import-recipe";
import { voltsPerUnit } from "../../core/units";
import type { ByteSource } from "../byte-source";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";

/** Samples of each channel that the dialog draws, and those it writes out. */
const DRAWN_SAMPLES = 2000;
const SHOWN_ROWS = 8;

/** How a MATLAB or HDF5 file would be read: its channels where that is settled, and the variables to choose from. Leaves the source open. */
export async function previewVariables(format: RecordingFormat, source: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<ImportPreview> {
  const shared: ByteSource = { ...source, name: source.name, size: source.size, read: (offset, length, stop) => source.read(offset, length, stop), close: async () => undefined };
  // Columns that are to be left out are shown too, so that a person can take them in again.
  const shown = options.columns?.map((said): ColumnRecipe => (said.use === "skip" ? { ...said, use: "signal" } : said));
  let reader: RecordingReader;
  try {
    reader = await format.open(shared, { ...options, columns: shown }, cancel);
  } catch (thrown) {
    if (!(thrown instanceof KlonosError)) throw thrown;
    const { code, message, details } = thrown.record;
    if (details["importSignature"] === undefined) throw thrown;
    const field: ImportProblem["field"] = code === "needs-variable" ? "variable" : code === "needs-rate" ? "samplingHz" : options.variable === undefined ? "file" : "variable";
    return { kind: "variables", signature: String(details["importSignature"]), found: {}, lines: [], columns: [], variables: variablesOf(details["variables"]), problems: [{ field, severity: "error", message }] };
  }
  try {
    const columns: ImportColumn[] = [];
    for (const channel of reader.header.channels) {
      const values = await reader.read(channel.index, { start: 0, end: Math.min(channel.sampleCount, DRAWN_SAMPLES) }, cancel);
      const use = options.columns?.find(({ column }) => column === channel.index)?.use === "skip" ? "skip" : "signal";
      const perUnit = voltsPerUnit(channel.unit) ?? 1;
      columns.push({ column: channel.index, label: channel.label, unit: channel.unit, use, role: channel.role, cells: Array.from(values.subarray(0, SHOWN_ROWS), (value) => String(Number((value / perUnit).toPrecision(7)))), values });
    }
    const samplingHz = reader.header.channels[0]?.samplingHz;
    const problems = reader.header.issues.map(({ severity, message }): ImportProblem => ({ field: "file", severity: severity === "error" ? "warning" : severity, message }));
    return { kind: "variables", signature: reader.importSignature ?? "", found: { samplingHz, variable: options.variable }, lines: [], columns, variables: reader.importVariables ?? [], problems };
  } finally {
    await reader.close();
  }
}

function variablesOf(details: string | number | boolean | undefined): ImportPreview["variables"] {
  return typeof details === "string" ? (JSON.parse(details) as ImportPreview["variables"]) : [];
}
