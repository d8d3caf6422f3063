import { type Cancel, type Issue, throwIfCancelled } from "../../core/errors";
import type { Annotation, ChannelIdentity, ChannelInfo, ChannelRole, RecordingScan } from "../../core/recording";
import { bidsSidecarPlaces, type SidecarPlace } from "./bids-names";
import { type BidsTable, cellOf, parseBidsTable } from "./bids-tsv";
import type { ByteSource, SiblingSource } from "../byte-source";
import { channelIdentity } from "../channel-identity";
import { createIssueLog, type IssueLog } from "../issue-log";
import type { RecordingReader } from "../recording-reader";
import { createSharedScan } from "../shared-scan";
import { decodeText } from "../text-decoding";
import { voltageSymbol, voltsPerUnit } from "../../core/units";

/** Descriptions of channels and of the recording are a few kilobytes. */
const MOST_DESCRIPTION_BYTES = 1024 * 1024;
/** Half a million events. */
const MOST_EVENT_BYTES = 32 * 1024 * 1024;
const EDF_LABEL_CHARACTERS = 16;
/** Rates that differ by less are the same number, written with fewer digits. */
const SAME_RATE = 1e-3;
/** An event of the table and an annotation of the EDF closer than this, with the same text, are one. */
const SAME_EVENT_SECONDS = 2e-3;
/** A stated duration that is off by more than this (seconds, or share of it) contradicts. */
const DURATION_SLACK_SECONDS = 1;
const DURATION_SLACK_SHARE = 0.01;

const ROLE_OF_TYPE: ReadonlyMap<string, ChannelRole> = new Map([
  ["EMG", "emg"],
  ["TRIG", "trigger"],
  ["ACCEL", "acceleration"],
  ["ORNT", "angle"],
]);
/** What `description` says of a channel whose type is MISC. */
const ROLE_WORDS: ReadonlyMap<string, ChannelRole> = new Map([["angle", "angle"], ["force", "force"], ["acceleration", "acceleration"]]);

interface Sidecar {
  readonly name: string;
  readonly text: string;
}

async function readSidecar({ name, levelsUp }: SidecarPlace, siblings: SiblingSource, mostBytes: number, issues: IssueLog, cancel: Cancel | undefined): Promise<Sidecar | undefined> {
  const source: ByteSource | undefined = await siblings(name, levelsUp);
  if (source === undefined) return undefined;
  try {
    if (source.size <= mostBytes) return { name, text: decodeText(await source.read(0, source.size, cancel)) };
    issues.add({ code: "bids-sidecar", severity: "error", where: name, message: `${name} is ${source.size} bytes long, more than the ${mostBytes} that such a table can need; it was not read.` });
    return undefined;
  } finally {
    await source.close();
  }
}

/** The nearest sidecar: a table holds for its recordings as a whole. */
async function nearestSidecar(recording: string, ending: string, siblings: SiblingSource, mostBytes: number, issues: IssueLog, cancel: Cancel | undefined): Promise<Sidecar | undefined> {
  for (const place of bidsSidecarPlaces(recording, ending)) {
    const found = await readSidecar(place, siblings, mostBytes, issues, cancel);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Descriptions of every level, the nearest first: each adds the fields that the nearer ones leave out. One a level. */
async function inheritedSidecars(recording: string, ending: string, siblings: SiblingSource, issues: IssueLog, cancel: Cancel | undefined): Promise<readonly Sidecar[]> {
  const found: Sidecar[] = [];
  let level = -1;
  for (const place of bidsSidecarPlaces(recording, ending)) {
    if (place.levelsUp === level) continue;
    const one = await readSidecar(place, siblings, MOST_DESCRIPTION_BYTES, issues, cancel);
    if (one === undefined) continue;
    found.push(one);
    level = place.levelsUp;
  }
  return found;
}

/** Places of electrodes say nothing about the samples: they are not shown, and that is said. */
async function tellElectrodes(recording: string, siblings: SiblingSource, issues: IssueLog, cancel: Cancel | undefined): Promise<void> {
  const electrodes = await nearestSidecar(recording, "electrodes.tsv", siblings, MOST_DESCRIPTION_BYTES, issues, cancel);
  if (electrodes === undefined) return;
  const { rows } = parseBidsTable(electrodes.text);
  const system = await nearestSidecar(recording, "coordsystem.json", siblings, MOST_DESCRIPTION_BYTES, issues, cancel);
  const unit = system === undefined ? undefined : parseDescription(system, issues)["EMGCoordinateUnits"];
  issues.add({
    code: "bids-electrodes",
    severity: "info",
    where: electrodes.name,
    message: `${electrodes.name} gives the places of ${rows.length} electrode${rows.length === 1 ? "" : "s"}${typeof unit === "string" ? ` (in ${unit}, by ${system!.name})` : ""}. Klonos does not show them and does not export them; copy the file to where it is needed.`,
  });
}

/** The row of `channels.tsv` of each channel: by name, by the 16 characters an EDF keeps of it, else by place where the counts agree. */
function rowsOf(table: BidsTable, channels: readonly ChannelInfo[], where: string, issues: IssueLog): (readonly string[] | undefined)[] {
  const names = table.rows.map((row) => cellOf(table, row, "name") ?? "");
  const rowAt = (test: (name: string) => boolean): number | undefined => {
    const found = names.flatMap((name, at) => (test(name) ? [at] : []));
    return found.length === 1 ? found[0] : undefined;
  };
  const byName = channels.map(({ label }) => rowAt((name) => name === label) ?? rowAt((name) => name.slice(0, EDF_LABEL_CHARACTERS).trim() === label));
  if (byName.every((row) => row === undefined) && names.length === channels.length) {
    issues.add({ code: "bids-channels", severity: "warning", where, message: `${where} names other channels (${names.slice(0, 4).join(", ")} …) than the recording (${channels.slice(0, 4).map(({ label }) => label).join(", ")} …); as many are in both, so they were matched by their order. Check them.` });
    return channels.map((_, index) => table.rows[index]);
  }
  channels.forEach(({ label }, index) => {
    if (byName[index] === undefined) issues.add({ code: "bids-channels", severity: "warning", where, message: `${where} has no row (or several) for the channel ${label}; what the recording says of it was kept.` });
  });
  names.forEach((name, at) => {
    if (!byName.includes(at)) issues.add({ code: "bids-channels", severity: "warning", where: `${where}, row ${at + 2}`, message: `${where} describes a channel ${name}, which the recording does not hold.` });
  });
  return byName.map((row) => (row === undefined ? undefined : table.rows[row]));
}

interface Described {
  readonly info: ChannelInfo;
  /** Volts in one of the recording's numbers, where only the sidecar names the unit; else 1. */
  readonly factor: number;
}

/** `target_muscle` may name several muscles: then none is the channel's, and all are candidates. */
function identityOfTarget(target: string): ChannelIdentity {
  const parts = target.split(/[,;/]| and /).map((part) => channelIdentity(part, "uV"));
  const named = [...new Set(parts.flatMap(({ muscle, candidates }) => (muscle === undefined ? candidates : [muscle])))];
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const sides = new Set(parts.map(({ side }) => side));
  return { role: "emg", muscle: undefined, side: sides.size === 1 ? only?.side : undefined, site: undefined, candidates: named };
}

/** The sidecar's type settles the role, its target muscle the muscle. */
function identityOf(channel: ChannelInfo, label: string, unit: string, type: string | undefined, description: string | undefined, target: string | undefined, report: (message: string) => void): ChannelIdentity {
  const own = channelIdentity(label, unit);
  const ofTarget = target === undefined ? own : identityOfTarget(target);
  const role = type === undefined ? own.role : (ROLE_OF_TYPE.get(type) ?? ROLE_WORDS.get((description ?? "").toLowerCase()) ?? (own.role === "emg" ? "other" : own.role));
  if (type !== undefined && role !== own.role && !(type === "MISC" && own.role !== "emg")) report(`says type ${type}${description === undefined ? "" : ` (${description})`}, while label and unit speak for "${own.role}"; the table was believed.`);
  if (role !== "emg") return { role, muscle: undefined, side: own.side, site: undefined, candidates: [] };
  const named = ofTarget.role === "emg" && (ofTarget.muscle !== undefined || ofTarget.candidates.length > 0) ? ofTarget : own.role === "emg" ? own : { ...own, muscle: undefined, site: undefined, candidates: [] };
  if (named !== own && own.muscle !== undefined && named.muscle !== own.muscle) report(`says target muscle "${target}", while the label ${channel.label} speaks for ${own.muscle}; the table was believed.`);
  return { role, muscle: named.muscle, side: named.side ?? own.side, site: named.site, candidates: named.muscle === undefined ? named.candidates : [] };
}

function describeChannel(channel: ChannelInfo, table: BidsTable, row: readonly string[], where: string, issues: IssueLog): Described {
  const cell = (column: string): string | undefined => cellOf(table, row, column);
  const place = `channel ${channel.index + 1} (${channel.label})`;
  const report = (code: string) => (message: string): void => issues.add({ code, severity: "warning", where: place, message: `${place}: ${where} ${message}` });
  const label = cell("original_label") ?? cell("name") ?? channel.label;
  const stated = cell("units");
  const takesUnit = channel.unit === "" && stated !== undefined;
  const unit = takesUnit ? stated : channel.unit;
  const differs = stated !== undefined && !takesUnit && stated !== channel.unit && (voltageSymbol(stated) === undefined || voltageSymbol(stated) !== voltageSymbol(channel.unit));
  if (differs) report("bids-units")(`says the unit ${stated}, the recording ${channel.unit}. Many programs write V there whatever the file holds, so the unit beside the samples was used; check the amplitudes.`);
  const rate = Number(cell("sampling_frequency"));
  if (Math.abs(rate - channel.samplingHz) > SAME_RATE * channel.samplingHz) report("bids-rate")(`says ${rate} Hz, the recording ${channel.samplingHz} Hz; the rate of the recording was used.`);
  const isBad = cell("status")?.toLowerCase() === "bad";
  const reason = cell("status_description");
  if (isBad) report("bids-status")(`calls the channel bad${reason === undefined ? "" : `: ${reason}`}.`);
  const factor = takesUnit ? (voltsPerUnit(unit) ?? 1) : 1;
  return {
    factor,
    info: {
      ...channel,
      ...identityOf(channel, label, unit, cell("type")?.toUpperCase(), cell("description"), cell("target_muscle"), report("bids-type")),
      label,
      unit,
      isVoltage: channel.isVoltage || (takesUnit && voltsPerUnit(unit) !== undefined),
      physicalRange: channel.physicalRange === undefined ? undefined : [channel.physicalRange[0] * factor, channel.physicalRange[1] * factor],
      ...(isBad ? { statedBad: `${where} calls it bad${reason === undefined ? "" : `: ${reason}`}.` } : {}),
    },
  };
}

/** The object of a description, empty with an issue where it is none. */
function parseDescription({ text, name }: Sidecar, issues: IssueLog): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) throw new SyntaxError("it holds no object");
    return parsed as Record<string, unknown>;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    issues.add({ code: "bids-json", severity: "warning", where: name, message: `${name} is no JSON (${thrown.message}); it was left out. Mend it in a text editor.` });
    return {};
  }
}

/** What `_emg.json` (the nearest, and what those above add) says and the recording contradicts. */
function checkDescription(files: readonly Sidecar[], channels: readonly ChannelInfo[], durationSeconds: number, issues: IssueLog): Readonly<Record<string, unknown>> {
  const parts = files.map((file) => ({ name: file.name, fields: parseDescription(file, issues) }));
  const said: Readonly<Record<string, unknown>> = Object.assign({}, ...parts.map(({ fields }) => fields).reverse()) as Record<string, unknown>;
  const nameOf = (field: string): string => parts.find(({ fields }) => Object.hasOwn(fields, field))?.name ?? "";
  const warn = (field: string, what: string): void => issues.add({ code: "bids-json", severity: "warning", where: `${nameOf(field)}, ${field}`, message: `${nameOf(field)} says ${field} ${JSON.stringify(said[field])}, but ${what}.` });
  const rate = said["SamplingFrequency"];
  const emg = channels.filter(({ role }) => role === "emg");
  const main = emg.length > 0 ? emg : channels;
  if (typeof rate === "number" && main.length > 0 && main.every(({ samplingHz }) => Math.abs(samplingHz - rate) > SAME_RATE * samplingHz)) warn("SamplingFrequency", `the recording's channels have ${[...new Set(main.map(({ samplingHz }) => samplingHz))].join(", ")} Hz, which was used`);
  const count = said["EMGChannelCount"];
  if (typeof count === "number" && count !== emg.length) warn("EMGChannelCount", `${emg.length} channels are EMG`);
  const seconds = said["RecordingDuration"];
  if (typeof seconds === "number" && Math.abs(seconds - durationSeconds) > Math.max(DURATION_SLACK_SECONDS, DURATION_SLACK_SHARE * durationSeconds)) warn("RecordingDuration", `the recording is ${durationSeconds} s long`);
  return said;
}

function eventsOf(table: BidsTable, channels: readonly ChannelInfo[], where: string, issues: IssueLog): Annotation[] {
  const at = (column: string): number => table.columns.indexOf(column);
  if (at("onset") < 0) {
    issues.add({ code: "bids-events", severity: "error", where, message: `${where} has no column "onset"; its events were left out.` });
    return [];
  }
  const events: Annotation[] = [];
  for (const [index, row] of table.rows.entries()) {
    const onset = cellOf(table, row, "onset");
    const onsetSeconds = Number(onset);
    if (onset === undefined || !Number.isFinite(onsetSeconds)) {
      issues.add({ code: "bids-events", severity: "warning", where: `${where}, row ${index + 2}`, message: `Row ${index + 2} of ${where} has the onset ${JSON.stringify(onset ?? "n/a")}, which is no number of seconds; the event was left out.` });
      continue;
    }
    const duration = Number(cellOf(table, row, "duration") ?? 0);
    const text = ["trial_type", "description", "event", "value", "stim_file"].map((column) => cellOf(table, row, column)).find((cell) => cell !== undefined) ?? "event";
    const named = cellOf(table, row, "channel");
    const found = named === undefined ? [] : channels.filter(({ label }) => label === named || label.slice(0, EDF_LABEL_CHARACTERS) === named);
    events.push({ onsetSeconds, durationSeconds: Number.isFinite(duration) && duration > 0 ? duration : 0, text, channel: found.length === 1 ? found[0]!.index : undefined });
  }
  return events;
}

/** Events of the table, and annotations of the recording that are not in it. */
function mergeEvents(events: readonly Annotation[], own: readonly Annotation[], where: string, issues: IssueLog): readonly Annotation[] {
  // A table cannot hold tabs and line ends.
  const plain = (text: string): string => text.replace(/\s+/g, " ").trim();
  const seen = new Map<string, number[]>();
  for (const { onsetSeconds, text } of events) {
    const onsets = seen.get(plain(text));
    if (onsets === undefined) seen.set(plain(text), [onsetSeconds]);
    else onsets.push(onsetSeconds);
  }
  const missing = own.filter(({ text, onsetSeconds }) => !(seen.get(plain(text)) ?? []).some((onset) => Math.abs(onset - onsetSeconds) <= SAME_EVENT_SECONDS));
  if (missing.length > 0) issues.add({ code: "bids-events", severity: "info", where, message: `The recording itself holds ${missing.length} annotation${missing.length === 1 ? "" : "s"} that ${where} does not list; both are shown.` });
  return [...events, ...missing].sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}

/**
 * A recording `*_emg.edf|bdf` of a BIDS-EMG data set, with what its sidecars say: names, types, units, muscles and status of channels
 * (`_channels.tsv`), events (`_events.tsv`), checks against `_emg.json`. Samples, rates and the units beside samples stay those of the
 * recording; every contradiction is an issue. Sidecars are looked for as `bidsSidecarPlaces` says.
 */
export async function withBidsSidecars(reader: RecordingReader, name: string, siblings: SiblingSource, cancel?: Cancel): Promise<RecordingReader> {
  const issues = createIssueLog();
  const channelsFile = await nearestSidecar(name, "channels.tsv", siblings, MOST_DESCRIPTION_BYTES, issues, cancel);
  const descriptions = await inheritedSidecars(name, "emg.json", siblings, issues, cancel);
  await tellElectrodes(name, siblings, issues, cancel);
  const described = describeAll(reader.header.channels, channelsFile, issues);
  const channels = described.map(({ info }) => info);
  const said = checkDescription(descriptions, channels, reader.header.durationSeconds, issues);

  return {
    ...reader,
    header: { ...reader.header, channels, issues: [...reader.header.issues, ...issues.list()] },
    scan: createSharedScan(async (scanCancel, progress): Promise<RecordingScan> => {
      const found = await reader.scan(scanCancel, progress);
      throwIfCancelled(scanCancel);
      const scanIssues = createIssueLog();
      const eventsFile = await nearestSidecar(name, "events.tsv", siblings, MOST_EVENT_BYTES, scanIssues, scanCancel);
      const annotations = eventsFile === undefined ? found.annotations : mergeEvents(eventsOf(parseBidsTable(eventsFile.text), channels, eventsFile.name, scanIssues), found.annotations, eventsFile.name, scanIssues);
      if (said["RecordingType"] === "continuous" && found.gaps.length > 0) {
        scanIssues.add({ code: "bids-json", severity: "warning", where: descriptions[0]?.name ?? "", message: `${descriptions[0]?.name ?? ""} says RecordingType "continuous", but the recording pauses ${found.gaps.length} time${found.gaps.length === 1 ? "" : "s"}; the pauses were kept.` });
      }
      const known: readonly Issue[] = [...issues.list(), ...scanIssues.list()];
      return { ...found, channels: found.channels.map((channel, index) => ({ ...channels[index]!, segments: channel.segments, sampleCount: channel.sampleCount })), annotations, issues: [...found.issues, ...known] };
    }),
    async read(channelIndex, range, readCancel) {
      const values = await reader.read(channelIndex, range, readCancel);
      const factor = described[channelIndex]?.factor ?? 1;
      return factor === 1 ? values : values.map((value) => value * factor);
    },
  };
}

function describeAll(channels: readonly ChannelInfo[], file: { readonly name: string; readonly text: string } | undefined, issues: IssueLog): readonly Described[] {
  const plain = channels.map((info): Described => ({ info, factor: 1 }));
  if (file === undefined) return plain;
  const table = parseBidsTable(file.text);
  if (!table.columns.includes("name")) {
    issues.add({ code: "bids-channels", severity: "error", where: file.name, message: `${file.name} has no column "name", so its rows belong to no channel; it was left out.` });
    return plain;
  }
  const rows = rowsOf(table, channels, file.name, issues);
  return channels.map((info, index) => {
    const row = rows[index];
    return row === undefined ? { info, factor: 1 } : describeChannel(info, table, row, file.name, issues);
  });
}
