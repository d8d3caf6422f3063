import type { Cancel, Issue } from "../../core/errors";
import { tidyRate } from "../binary-channel";
import type { Hdf5File, Hdf5Group } from "./hdf5-file";
import { attributesOf, hdf5Numbers, itemAt } from "./hdf5-values";
import { type MatLayout, type MatSignal, PLAIN_MAP, wholeSegment } from "./mat-layout";
import { isSamplingRate } from "../sampling-rate";
import { countScale } from "../plux-transfer";

/** What the group of one device says. */
interface Device {
  readonly path: string;
  readonly attributes: ReadonlyMap<string, unknown>;
  readonly signals: readonly { readonly path: string; readonly name: string; readonly shape: readonly number[]; readonly className: string; readonly attributes: ReadonlyMap<string, unknown>; readonly isDigital: boolean }[];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : Array.isArray(value) && typeof value[0] === "string" ? value[0] : "";
}

function numbers(value: unknown): readonly number[] {
  if (typeof value === "number") return [value];
  if (typeof value === "bigint") return [Number(value)];
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number | bigint>, Number) : [];
}

function readDevices(root: Hdf5Group): Device[] {
  const devices: Device[] = [];
  for (const key of root.keys()) {
    const path = `/${key}`;
    const group = itemAt(root, path);
    if (group?.type !== "Group" || !Object.keys(group.attrs).includes("sampling rate") || itemAt(root, `${path}/raw`)?.type !== "Group") continue;
    const signals: Device["signals"][number][] = [];
    for (const part of ["raw", "digital"]) {
      const folder = itemAt(root, `${path}/${part}`);
      if (folder?.type !== "Group") continue;
      for (const name of (folder as Hdf5Group).keys()) {
        const item = itemAt(root, `${path}/${part}/${name}`);
        if (item?.type !== "Dataset" || !("metadata" in item)) continue;
        const { shape, type, size, signed } = item.metadata;
        const dims = (shape ?? []).map(Number);
        if ((dims.length !== 1 && dims.length !== 2) || (dims[1] ?? 1) !== 1 || type > 1) continue;
        signals.push({ path: `${path}/${part}/${name}`, name, shape: dims, className: `${type === 1 ? "float" : signed ? "int" : "uint"}${8 * size}`, attributes: attributesOf(item), isDigital: part === "digital" });
      }
    }
    if (signals.length > 0) devices.push({ path, attributes: attributesOf(group), signals });
  }
  return devices;
}

/** `2017-1-23` and `10:28:51.69` as ISO; undefined for anything else. */
function startOf(date: string, time: string): string | undefined {
  const day = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(date.trim());
  const clock = /^(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?$/.exec(time.trim());
  if (day === null || clock === null) return undefined;
  const two = (part: string | undefined): string => (part ?? "").padStart(2, "0");
  return `${day[1]}-${two(day[2])}-${two(day[3])}T${two(clock[1])}:${two(clock[2])}:${two(clock[3])}${(clock[4] ?? "").replace(/\.?0+$/, "")}`;
}

function signalsOf(file: Hdf5File, device: Device, prefix: string, issues: Issue[]): MatSignal[] {
  const { attributes, signals } = device;
  const samplingHz = numbers(attributes.get("sampling rate"))[0] ?? NaN;
  const channels = numbers(attributes.get("channels"));
  const resolutions = numbers(attributes.get("resolution"));
  const deviceKind = text(attributes.get("device"));
  const found: MatSignal[] = [];
  for (const signal of signals) {
    const label = prefix + (text(signal.attributes.get("label")) || signal.name);
    const sampleCount = signal.shape[0]!;
    const base = { label, samplingHz: tidyRate(samplingHz), sampleCount, segments: wholeSegment(sampleCount), values: hdf5Numbers(file, signal.path, signal.shape, signal.className), axis: 0 as const, other: 0, first: 0 };
    const number = /^channel_(\d+)$/.exec(signal.name);
    if (signal.isDigital || number === null) {
      found.push({ ...base, unit: "", map: PLAIN_MAP, role: signal.isDigital ? "trigger" : "other" });
      continue;
    }
    const sensor = text(signal.attributes.get("sensor"));
    const at = channels.indexOf(Number(number[1]));
    const bits = resolutions[at] ?? resolutions[0] ?? NaN;
    const scale = signal.className.startsWith("uint") && Number.isInteger(bits) && bits >= 4 && bits <= 32 ? countScale(sensor, deviceKind, bits) : undefined;
    if (scale === undefined && /^(EMG|ECG|EEG|RAW|)$/i.test(sensor)) {
      issues.push({ code: "opensignals-counts", severity: "warning", where: `channel ${found.length + 1} (${label})`, message: `${label} is ${sensor === "" ? "an unnamed sensor" : sensor} of ${deviceKind === "" ? "an unnamed device" : deviceKind}, for which no transfer function is documented: it holds raw counts without a unit.` });
    }
    found.push({
      ...base,
      unit: scale === undefined ? "" : "uV",
      map: scale === undefined ? PLAIN_MAP : { gain: scale.voltsPerCount * 1e6, offset: -scale.zero * scale.voltsPerCount * 1e6 },
      ...(scale === undefined ? {} : { storedRange: [0, 2 ** bits - 1] as const }),
      ...(/^EMG/i.test(sensor) ? { role: "emg" as const } : {}),
    });
  }
  return found;
}

/** A file of PLUX OpenSignals: a group for each device, `raw/channel_N` with sensor and label. undefined for other files. */
export async function openSignalsLayout(file: Hdf5File, cancel?: Cancel): Promise<MatLayout | undefined> {
  const devices = await file.run(readDevices, cancel);
  const [first] = devices;
  if (first === undefined) return undefined;
  const issues: Issue[] = [];
  const usable = devices.filter(({ path, attributes }) => {
    const samplingHz = numbers(attributes.get("sampling rate"))[0] ?? NaN;
    const isUsable = isSamplingRate(samplingHz);
    if (!isUsable) issues.push({ code: "opensignals-rate", severity: "error", where: path, message: `The device ${path.slice(1)} states no sampling rate above zero; its channels are left out.` });
    return isUsable;
  });
  if (usable.length === 0) return undefined;
  const start = startOf(text(first.attributes.get("date")), text(first.attributes.get("time")));
  if (usable.some(({ attributes }) => startOf(text(attributes.get("date")), text(attributes.get("time"))) !== start)) {
    issues.push({ code: "opensignals-start", severity: "warning", where: "", message: "The devices of this file state different start times; their channels are shown as if they began together." });
  }
  return {
    kind: "OpenSignals",
    signals: usable.flatMap((device) => signalsOf(file, device, usable.length > 1 ? `${device.path.slice(1)} ` : "", issues)),
    events: async () => [],
    startDateTime: start,
    hasIdentity: usable.some(({ attributes }) => text(attributes.get("comments")) !== "" || text(attributes.get("keywords")) !== ""),
    issues,
  };
}
