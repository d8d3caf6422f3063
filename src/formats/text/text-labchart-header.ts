import { KlonosError } from "../../core/errors";
import { cellsOf, requireRate, scaleOf } from "./text-body";
import { headerNumber, type TextLine } from "./text-head";
import { voltsPerUnit } from "../../core/units";

/** One channel as a block's header describes it. */
export interface LabChartChannel {
  readonly label: string;
  readonly unit: string;
  /** In `unit`, lowest first. */
  readonly range: readonly [number, number] | undefined;
}

/** The lines before a block of samples. */
export interface LabChartHeader {
  readonly samplingHz: number;
  /** Days since 1899-12-30; NaN where the header has none. */
  readonly excelDays: number;
  /** True when the times of the rows begin anew in each block. */
  readonly isPerBlock: boolean;
  readonly channels: readonly LabChartChannel[];
  /** Index of the first line behind the header. */
  readonly bodyLine: number;
}

const ENTRY = /^"?([A-Za-z]+)=/;
/** Value of a cell that says "as recorded, not converted". */
const UNCONVERTED = "*";
const SECONDS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ["hr", 3600],
  ["min", 60],
  ["s", 1],
  ["ms", 1e-3],
  ["us", 1e-6],
]);

/** `100.00 mV` → 100, `mV`. */
function quantity(cell: string | undefined): { readonly value: number; readonly unit: string } {
  const match = /^([-+\d.,eE]+)\s*(.*)$/.exec((cell ?? "").trim());
  return match === null ? { value: NaN, unit: "" } : { value: headerNumber(match[1]), unit: match[2]!.trim() };
}

function intervalSeconds(cell: string | undefined): number {
  const { value, unit } = quantity(cell);
  return value * (SECONDS_PER_UNIT.get(unit.toLowerCase().replace(/[µμ]/g, "u")) ?? NaN);
}

function channelOf(label: string, range: string | undefined, unitName: string | undefined, top: string | undefined, bottom: string | undefined): LabChartChannel {
  const recorded = quantity(range);
  const isConverted = unitName !== undefined && unitName !== UNCONVERTED && (unitName !== "" || (top !== undefined && top !== UNCONVERTED && top !== ""));
  if (!isConverted) return { label, unit: recorded.unit, range: recorded.value > 0 ? [-recorded.value, recorded.value] : undefined };
  const ends = [headerNumber(bottom), headerNumber(top)].sort((a, b) => a - b);
  return { label, unit: unitName, range: ends.some(Number.isNaN) || ends[0] === ends[1] ? undefined : [ends[0]!, ends[1]!] };
}

/** `Interval=…` and the like: a line that belongs to a block's header. */
export function isHeaderLine(text: string): boolean {
  return ENTRY.test(text);
}

/**
 * Reads the header of a block that begins at `lines[0]` (empty lines before it are skipped).
 * @throws KlonosError `text-header` when interval or titles are missing.
 */
export function readLabChartHeader(name: string, lines: readonly TextLine[]): LabChartHeader {
  const entries = new Map<string, string[]>();
  let line = 0;
  while (lines[line]?.text.trim() === "") line += 1;
  const offset = lines[line]?.offset ?? 0;
  for (; line < lines.length; line += 1) {
    const match = ENTRY.exec(lines[line]!.text);
    if (match === null) break;
    entries.set(match[1]!.toLowerCase(), cellsOf(lines[line]!.text, "\t").slice(1));
  }
  const fail = (what: string): KlonosError => new KlonosError("text-header", `${name}: the LabChart header at byte ${offset} ${what}. Export it again, with headers and times.`, `byte ${offset}`, { byte: offset });
  const titles = [...(entries.get("channeltitle") ?? [])];
  while (titles.length > 0 && titles[titles.length - 1] === "") titles.pop();
  if (titles.length === 0) throw fail("has no titles (ChannelTitle=)");
  const interval = entries.get("interval");
  if (interval === undefined) throw fail("has no interval (Interval=), so the sampling rate is unknown");
  const samplingHz = 1 / intervalSeconds(interval[0]);
  const nearest = Math.round(samplingHz);
  // "0.0005 s" is 2000 Hz: the reciprocal is off by its last bit.
  const isWhole = nearest > 0 && Math.abs(samplingHz - nearest) < 1e-9 * nearest;
  const at = (key: string, index: number): string | undefined => entries.get(key)?.[index];
  return {
    samplingHz: requireRate(name, isWhole ? nearest : samplingHz, `the LabChart block at byte ${offset}`),
    excelDays: headerNumber(entries.get("exceldatetime")?.[0] ?? entries.get("datetime")?.[0]),
    isPerBlock: /^(startofblock)?$/i.test(at("timeformat", 0) ?? ""),
    channels: titles.map((title, k) => channelOf(title || `Channel ${k + 1}`, at("range", k), at("unitname", k), at("topvalue", k), at("bottomvalue", k))),
    bodyLine: line,
  };
}

/** What differs between two blocks so that they are no one recording; undefined when they fit (voltages may differ in unit). */
export function blockMismatch(first: LabChartHeader, next: LabChartHeader): string | undefined {
  if (Math.abs(first.samplingHz - next.samplingHz) > 1e-9 * first.samplingHz) return `its rate is ${next.samplingHz} Hz, not ${first.samplingHz} Hz`;
  if (first.channels.length !== next.channels.length) return `it has ${next.channels.length} channels, not ${first.channels.length}`;
  for (const [k, channel] of first.channels.entries()) {
    const other = next.channels[k]!;
    if (channel.label !== other.label) return `its channel ${k + 1} is called "${other.label}", not "${channel.label}"`;
    const areVoltages = voltsPerUnit(channel.unit) !== undefined && voltsPerUnit(other.unit) !== undefined;
    if (channel.unit !== other.unit && !areVoltages) return `its channel ${channel.label} is in "${other.unit}", not "${channel.unit}"`;
  }
  return undefined;
}

/** Volts (or units) in one of a block's numbers, per channel. */
export function blockScales(header: LabChartHeader): number[] {
  return header.channels.map((channel) => scaleOf(channel.unit));
}
