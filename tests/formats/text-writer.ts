/** Small files as the export functions of acquisition programs write them, for tests only. */

/** Numbers as text: nine significant digits, no more than any of the programs writes. */
export function cell(value: number, decimal = "."): string {
  return Number.isNaN(value) ? "" : String(Number(value.toPrecision(9))).replace(".", decimal);
}

/** What `cell` keeps of a number. */
export function kept(value: number): number {
  return Number(value.toPrecision(9));
}

export interface WrittenChannel {
  readonly label: string;
  readonly unit: string;
  readonly samplingHz: number;
  /** In `unit`. */
  readonly values: Float64Array;
}

function bytesOf(lines: readonly string[], newline = "\r\n"): Uint8Array {
  return new TextEncoder().encode(lines.join(newline) + newline);
}

/** Rows of columns that end one after the other. */
function raggedRows(columns: readonly (readonly string[])[], delimiter: string): string[] {
  const rows = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: rows }, (_, k) => columns.map((column) => column[k] ?? "").join(delimiter));
}

/** EMGworks: lines about each channel, then a time column before each. `lost` samples are missing in the middle of channel 0. */
export function emgworksText(channels: readonly WrittenChannel[], lost: readonly [number, number] = [0, 0], withHeader = true): Uint8Array {
  const digits = (value: number): string => String(Number(value.toPrecision(7)));
  const about = channels.map(({ label, unit, samplingHz, values }) => `Label: ${label} Sampling frequency: ${samplingHz.toExponential(6)} Number of points: ${values.length} start: 0.000000e+000 Unit: ${unit} Domain Unit: s`);
  const columns = channels.flatMap(({ values, samplingHz }, index) => {
    const used = Array.from(values.keys()).filter((k) => index > 0 || k < lost[0] || k >= lost[1]);
    return [used.map((k) => digits(k / samplingHz)), used.map((k) => cell(values[k]!))];
  });
  const labels = channels.map(({ label, unit }) => `X[s],"${withHeader ? label : `${label} [${unit}]`}"`).join(",");
  return bytesOf([...(withHeader ? [...about, "Start Trigger Method: None", "Stop Trigger Method: None", ""] : []), labels, ...raggedRows(columns, ",")], "\n");
}

/** Trigno Discover: rates in a row of their own, markers to the right. */
export function discoverText(channels: readonly (WrittenChannel & { readonly sensor: string })[], options: { readonly delimiter?: string; readonly decimal?: string; readonly withTimes?: boolean; readonly markers?: readonly (readonly [string, number])[] } = {}): Uint8Array {
  const { delimiter = ",", decimal = ".", withTimes = true, markers = [] } = options;
  const glue = `${delimiter} `;
  const per = (time: string, value: string): string[] => (withTimes ? [time, value] : [value]);
  const named = (name: string): string[] => (withTimes ? [name, ""] : [name]);
  const row = (cells: readonly string[]): string => cells.join(glue);
  const seconds = Math.max(...channels.map(({ values, samplingHz }) => values.length / samplingHz));
  const columns = channels.flatMap(({ values, samplingHz }) => {
    const samples = Array.from(values, (value) => cell(value, decimal));
    return withTimes ? [samples.map((_, k) => cell(k / samplingHz, decimal)), samples] : [samples];
  });
  const rows = raggedRows(columns, glue).map((line, k) => {
    const marker = markers[k];
    return marker === undefined ? line : `${line}${glue}${glue}${row(["General", `E${k + 1}`, marker[0], cell(marker[1], decimal), "", ""])}`;
  });
  const markerHead = markers.length === 0 ? "" : `${glue}${glue}${row(["Type", "Name", "Label", "Time (s)", "", "Pair"])}`;
  return bytesOf([
    row(["Application:", "Trigno Discover (2.1.0.7)"]),
    row(["Date/Time:", "2026/09/29 15:50:51"]),
    row(["Collection Length (seconds):", cell(seconds, decimal)]),
    row(channels.flatMap(({ sensor }, k) => named(k === 0 || channels[k - 1]!.sensor !== sensor ? `${sensor} (8954${k})` : ""))),
    row(channels.flatMap(() => named("sensor mode: 40"))),
    row(channels.flatMap(({ label, unit }) => per(`${label} Time Series (s)`, `${label} (${unit})`))),
    row(channels.flatMap(({ samplingHz }) => per("", `${samplingHz.toFixed(4).replace(".", decimal)} Hz`))),
    row(channels.flatMap(({ samplingHz }) => per("", `${cell(1 / samplingHz, decimal)} s`))) + markerHead,
    ...rows,
  ]);
}

export interface LabChartBlock {
  /** Seconds since 2026-01-15 10:00:00. */
  readonly startSeconds: number;
  readonly rows: number;
  /** `["10.000 V", …]`. */
  readonly ranges: readonly string[];
  /** Row → what stands behind its numbers. */
  readonly comments?: Readonly<Record<number, string>>;
  /** Value of a channel (in the unit of the range) in a row of the block. */
  readonly value: (channel: number, row: number) => number;
}

/** 2026-01-15 in days since 1899-12-30, by counting: 126 years of 365 days, 32 leap days (1900 is none), 2 and 14 days. */
const EXCEL_DAY = 126 * 365 + 31 + 2 + 14;

/** LabChart: blocks under a header each. */
export function labChartText(titles: readonly string[], samplingHz: number, blocks: readonly LabChartBlock[], options: { readonly decimal?: string; readonly withTimes?: boolean; readonly withDates?: boolean; readonly newline?: string } = {}): Uint8Array {
  const { decimal = ".", withTimes = true, withDates = true, newline = "\r\n" } = options;
  const lines = blocks.flatMap((block) => {
    const head = [
      `Interval=\t${cell(1 / samplingHz, decimal)} s`,
      ...(withDates ? [`ExcelDateTime=\t${(EXCEL_DAY + (36_000 + block.startSeconds) / 86_400).toExponential(16).replace(".", decimal)}\t15/01/26 10:00:00`] : []),
      "TimeFormat=\tStartOfBlock",
      "DateFormat=\t",
      `ChannelTitle=\t${titles.join("\t")}`,
      `Range=\t${block.ranges.map((range) => range.replace(".", decimal)).join("\t")}`,
    ];
    const rows = Array.from({ length: block.rows }, (_, k) => {
      const numbers = titles.map((_title, channel) => cell(block.value(channel, k), decimal));
      const comment = block.comments?.[k];
      return [...(withTimes ? [cell(k / samplingHz, decimal)] : []), ...numbers, ...(comment === undefined ? [] : [comment])].join("\t");
    });
    return [...head, ...rows];
  });
  return bytesOf(lines, newline);
}

/** OpenSignals text: `header` is the JSON of one device; rows as they are. */
export function openSignalsText(header: object, rows: readonly (readonly number[])[]): Uint8Array {
  return bytesOf(["# OpenSignals Text File Format. Version 1", `# ${JSON.stringify(header)}`, "# EndOfHeader", ...rows.map((row) => `${row.join("\t")}\t`)], "\n");
}

/** AcqKnowledge text; `timeUnit` undefined: without times. */
export function biopacText(channels: readonly WrittenChannel[], timeUnit: "sec" | "min" | "milliSec" | undefined, delimiter = "\t"): Uint8Array {
  const seconds = { sec: 1, min: 60, milliSec: 1e-3 };
  const { samplingHz } = channels[0]!;
  const names = channels.map((_, k) => `CH${k + 1}`);
  const counts = channels.map(({ values }) => String(values.length));
  const columns = channels.map(({ values }) => Array.from(values, (value) => cell(value)));
  const times = columns[0]!.map((_, k) => (timeUnit === undefined ? "" : cell(k / samplingHz / seconds[timeUnit])));
  const timed = timeUnit !== undefined;
  return bytesOf([
    "clonus_03.acq",
    `${1000 / samplingHz} msec/sample`,
    `${channels.length} channels`,
    ...channels.flatMap(({ label, unit }) => [label, unit]),
    [...(timed ? [timeUnit] : []), ...names].join(delimiter) + delimiter,
    [...(timed ? [""] : []), ...counts].join(delimiter) + delimiter,
    ...raggedRows(timed ? [times, ...columns] : columns, delimiter).map((line) => line + delimiter),
  ]);
}

/** Biometrics DataLOG; a channel with `filledFromHz` was filled up to the rate of the others. */
export function datalogText(channels: readonly (WrittenChannel & { readonly filledFromHz?: number })[]): Uint8Array {
  const about = channels.map(({ label, unit, values, samplingHz, filledFromHz }, k) => {
    const count = filledFromHz === undefined ? values.length : Math.round((values.length * filledFromHz) / samplingHz);
    return `Channel ${k + 1}: '${label}', ${count} values, engineering units: ${unit}, no filters${filledFromHz === undefined ? "" : `, extrapolated from ${filledFromHz} to ${samplingHz} samples per second`}.`;
  });
  const columns = channels.map(({ values }) => Array.from(values, (value) => cell(value)));
  return bytesOf(["File Name: clonus_1.log", ...about, "", ...raggedRows(columns, "\t"), "\t".repeat(channels.length - 1)]);
}

/** Noraxon: tabbed text (`Time,s`) or CSV (`time`, quoted); `markers` stand in a column of text. */
export function noraxonText(channels: readonly WrittenChannel[], kind: "txt" | "csv", markers: Readonly<Record<number, string>> = {}, startSeconds = 0): Uint8Array {
  const { samplingHz, values } = channels[0]!;
  const digits = 7;
  const rows = Array.from(values, (_, k) => [(startSeconds + k / samplingHz).toFixed(digits), markers[k] ?? "", ...channels.map((channel) => cell(channel.values[k]!))]);
  if (kind === "txt") {
    const labels = channels.map(({ label, unit }) => `${label},${unit}`);
    return bytesOf(["Record 4", "clonus left", "", "", ["Time,s", "Marker", ...labels].join("\t"), ...rows.map((row) => row.join("\t"))]);
  }
  const labels = channels.map(({ label, unit }) => `"Noraxon Ultium-Noraxon Ultium.${label} (${unit})"`);
  return bytesOf(["type,name,last_name,first_name", "Noraxon.Measurement,Record 4,Doe,Jo", ["time", "Marker", ...labels].join(","), ...rows.map((row) => row.join(","))]);
}

/** Noraxon MyoResearch MR4: semicolons, decimal commas, a row of names and one of values above the table, as a public export of MR 4.2.22 has them. */
export function noraxonRecordText({ label, unit, samplingHz, values }: WrittenChannel, markers: Readonly<Record<number, string>>, beginTime = "0,00000"): Uint8Array {
  const names = ["type", "begin_time", "frequency", "count", "created with version", "exported with version", "last_name", "first_name", "born", "sex", "measurement_date", "record_name"];
  const record = ["record", beginTime, samplingHz.toFixed(1), String(values.length), "Noraxon myoRESEARCH Software 4.2.22", "4.2.22", "Record", "", "", "male", "2025-12-02T11:31:19.387+01:00", "Free Capture"];
  const quoted = (cells: readonly string[]): string => cells.map((text) => `"${text}"`).join(";");
  const rows = Array.from(values, (value, k) => [cell(k / samplingHz, ","), k === 0 ? '"Activity"' : "", markers[k] === undefined ? "" : `"${markers[k]}"`, cell(value, ",")].join(";"));
  return bytesOf([quoted(names), quoted(record), "", quoted(["time", "Activity", "Marker", `${label} (${unit})`]), ...rows], "\n");
}

/** BioSPPy's Simple Text Format. */
export function biosppyText(labels: readonly string[], samplingHz: number, bits: number, rows: readonly (readonly number[])[]): Uint8Array {
  return bytesOf(["# Simple Text Format", `# Sampling Rate (Hz):= ${samplingHz.toFixed(2)}`, `# Resolution:= ${bits}`, `# Labels:= ${labels.join("\t")}`, ...rows.map((row) => row.join("\t"))], "\n");
}
