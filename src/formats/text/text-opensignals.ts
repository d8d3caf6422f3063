import { type Cancel, KlonosError } from "../../core/errors";
import type { ChannelIdentity } from "../../core/recording";
import type { ByteSource } from "../byte-source";
import { textChannelIdentity } from "../channel-identity";
import { createIssueLog, type IssueLog } from "../issue-log";
import type { ImportOptions, RecordingFormat, RecordingReader } from "../recording-reader";
import { firstBlock, PLAIN_TABLE, requireRate } from "./text-body";
import { isoDateTime } from "../text-date-time";
import { headerNumber, headText, readTextHead } from "./text-head";
import { countScale } from "../plux-transfer";
import { openTextTable } from "./text-reader";
import type { TextChannel, TextClock } from "./text-table";

/** One acquisition device as the JSON line describes it. */
interface Device {
  readonly name: string;
  readonly kind: string;
  readonly columns: readonly string[];
  /** Of the analog columns, which come last. */
  readonly sensors: readonly string[];
  readonly labels: readonly string[];
  readonly bits: readonly number[];
  /** Bits of the first column where that is a counter and the header tells it; undefined else. */
  readonly counterBits: number | undefined;
  readonly samplingHz: number;
  readonly isConverted: boolean;
  readonly date: string;
  readonly time: string;
}

const TITLE = /^# ?OpenSignals Text File Format/i;
const DEFAULT_COUNTER = /^nSeq$/i;

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map((entry) => (typeof entry === "string" ? entry : String(entry))) : [];
}

function parseHeader(name: string, line: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(line.replace(/^#\s*/, "")));
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw new KlonosError("text-header", `${name}: the header in line 2 is no JSON (${thrown.message}). Export it again with OpenSignals.`, "line 2");
  }
}

function readDevice(address: string, value: unknown): Device {
  const device = record(value);
  const columns = texts(device["column"]);
  const sensors = texts(device["sensor"]);
  const resolution = texts(device["resolution"]).map(Number);
  const analog = Math.min(columns.length, sensors.length);
  // BITalino lists the resolution of every column, biosignalsplux that of the analog ones.
  const bits = resolution.slice(Math.max(0, resolution.length - analog));
  return {
    name: typeof device["device name"] === "string" ? device["device name"] : address,
    kind: typeof device["device"] === "string" ? device["device"] : "",
    columns,
    sensors: sensors.slice(0, analog),
    labels: texts(device["label"]),
    bits,
    counterBits: resolution.length === columns.length && DEFAULT_COUNTER.test(columns[0] ?? "") ? resolution[0] : undefined,
    samplingHz: headerNumber(String(device["sampling rate"] ?? "")),
    isConverted: device["convertedValues"] === 1 || device["convertedValues"] === true,
    date: String(device["date"] ?? ""),
    time: String(device["time"] ?? ""),
  };
}

function startOf(device: Device): string | undefined {
  const date = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(device.date);
  const time = /^(\d{1,2}):(\d{1,2}):(\d{1,2}(?:\.\d+)?)$/.exec(device.time);
  if (date === null || time === null) return undefined;
  return isoDateTime(Number(date[1]), Number(date[2]), Number(date[3]), Number(time[1]), Number(time[2]), Number(time[3]));
}

const NO_MUSCLE = { muscle: undefined, side: undefined, site: undefined, candidates: [] } as const;

/** The label names the muscle, the sensor the role. */
function identityOf(label: string, sensor: string, unit: string): ChannelIdentity {
  const byLabel = textChannelIdentity(label, unit);
  if (/^EMG/i.test(sensor)) return byLabel.role === "emg" ? byLabel : { role: "emg", ...NO_MUSCLE };
  if (byLabel.muscle !== undefined || sensor === "" || /^(RAW|CUSTOM)/i.test(sensor)) return byLabel;
  if (/^(XYZ|ACC)/i.test(sensor)) return { role: "acceleration", ...NO_MUSCLE };
  if (/^(FSR|LOAD|FORCE)/i.test(sensor)) return { role: "force", ...NO_MUSCLE };
  if (/^(GON|ANGLE)/i.test(sensor)) return { role: "angle", ...NO_MUSCLE };
  return { role: "other", ...NO_MUSCLE };
}

/** Columns of a device that are no analog channel: the counter, and digital lines. */
function digitalChannel(column: number, name: string, prefix: string, samplingHz: number): TextChannel {
  const role = DEFAULT_COUNTER.test(name) ? "other" : "trigger";
  return { column, label: prefix + name, unit: "", samplingHz, identity: { role, ...NO_MUSCLE }, zero: 0, scale: 1, physicalRange: undefined, clock: undefined, declaredSamples: undefined };
}

function analogChannel(device: Device, column: number, at: number, prefix: string, sample: readonly (readonly string[])[], issues: IssueLog): TextChannel {
  const own = device.columns[device.columns.length - device.sensors.length + at]!;
  const label = prefix + (device.labels[at] ?? own);
  const sensor = device.sensors[at]!;
  const bits = device.bits[at] ?? NaN;
  const where = `column ${column + 1} (${label})`;
  const isWhole = sample.every((row) => /^\d+$/.test(row[column] ?? "0") && Number(row[column] ?? 0) < 2 ** bits);
  const known = Number.isInteger(bits) && bits >= 4 && bits <= 32 ? countScale(sensor, device.kind, bits) : undefined;
  const isCounts = !device.isConverted && isWhole;
  const scale = isCounts ? known : undefined;
  // Converted files hold what the transfer functions give in the sensor's usual unit, which is mV for EMG and ECG.
  const convertedUnit = device.isConverted && /^E[MC]G/i.test(sensor) ? "mV" : "";
  const unit = scale !== undefined ? "uV" : convertedUnit;
  if (!isCounts && !device.isConverted) {
    issues.add({ code: "text-counts", severity: "warning", where, message: `${where} should hold counts of ${device.bits[at] ?? "?"} bits, but holds other numbers; they were not converted and have no unit.` });
  } else if (isCounts && known === undefined && /^(EMG|ECG|EEG|RAW)/i.test(sensor)) {
    issues.add({ code: "text-counts", severity: "warning", where, message: `${where} is ${sensor} of ${device.kind === "" ? "an unnamed device" : device.kind}, for which no transfer function is documented: it holds raw counts without a unit.` });
  }
  return {
    column,
    label,
    unit,
    samplingHz: device.samplingHz,
    identity: identityOf(label, sensor, unit),
    zero: scale?.zero ?? 0,
    scale: scale?.voltsPerCount ?? (convertedUnit === "mV" ? 1e-3 : 1),
    physicalRange: scale?.range,
    clock: undefined,
    declaredSamples: undefined,
  };
}

async function openOpenSignals(raw: ByteSource, options: ImportOptions, cancel?: Cancel): Promise<RecordingReader> {
  const head = await readTextHead(raw, cancel);
  const { source, lines } = head;
  const issues = createIssueLog();
  const endLine = lines.findIndex(({ text }) => /^#\s*EndOfHeader/i.test(text));
  const jsonLine = lines.slice(0, 8).findIndex(({ text }) => /^#\s*\{/.test(text));
  if (jsonLine < 0 || endLine < jsonLine) throw new KlonosError("text-header", `${source.name} begins as an OpenSignals text file, but its header of JSON or the line "# EndOfHeader" is missing. Export it again.`, "line 2");
  const devices = Object.entries(parseHeader(source.name, lines[jsonLine]!.text)).map(([address, value]) => readDevice(address, value));
  const columns = devices.reduce((sum, device) => sum + device.columns.length, 0);
  if (columns === 0) throw new KlonosError("text-header", `${source.name}: its header names no columns. Export it again with OpenSignals.`, `line ${jsonLine + 1}`);
  const { first, estimatedRows, sample } = firstBlock(head, endLine + 1, "\t", columns);
  const samplingHz = requireRate(source.name, devices[0]!.samplingHz, "the device");
  if (devices.some((device) => device.samplingHz !== samplingHz)) {
    throw new KlonosError("text-header", `${source.name} holds devices of different rates (${devices.map((device) => device.samplingHz).join(", ")} Hz) in one table, whose rows cannot all be equally spaced. Export one device a file.`, `line ${jsonLine + 1}`);
  }
  const channels: TextChannel[] = [];
  const clocks: TextClock[] = [];
  let column = 0;
  for (const device of devices) {
    const prefix = devices.length > 1 ? `${device.name}: ` : "";
    const digital = device.columns.length - device.sensors.length;
    const counter = device.columns.findIndex((label) => DEFAULT_COUNTER.test(label));
    const clock = counter < 0 || counter >= digital ? undefined : clocks.length;
    if (clock !== undefined) clocks.push({ kind: "counter", column: column + counter, samplingHz, modulus: device.counterBits === undefined ? undefined : 2 ** device.counterBits });
    device.columns.forEach((label, k) => {
      const channel = k < digital ? digitalChannel(column + k, label, prefix, samplingHz) : analogChannel(device, column + k, k - digital, prefix, sample, issues);
      channels.push({ ...channel, clock });
    });
    column += device.columns.length;
  }
  return openTextTable({ ...PLAIN_TABLE, format: "OpenSignals text", first, channels, clocks, estimatedRows, startDateTime: startOf(devices[0]!) }, issues, options, cancel);
}

/** PLUX and BITalino, OpenSignals (r)evolution: a header of JSON, raw counts, a sample counter. */
export const openSignalsFormat: RecordingFormat = {
  id: "opensignals",
  title: "OpenSignals text",
  extensions: ["txt"],
  takes: ["unit"],
  recognise: (bytes) => TITLE.test(headText(bytes)),
  open: openOpenSignals,
};
