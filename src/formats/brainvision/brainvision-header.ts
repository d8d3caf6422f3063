import { type Cancel, KlonosError } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import { type SourceLine, sourceLines } from "../source-lines";
import type { StoredNumber } from "../stored-numbers";

/** One entry of a section: `key=value`. */
interface Entry {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** One channel line. */
export interface BrainVisionChannel {
  readonly label: string;
  readonly reference: string;
  /** Physical value of one stored step. */
  readonly resolution: number;
  /** µV where the line names none, as the format says. */
  readonly unit: string;
  readonly line: number;
}

/** A `.vhdr` file: where samples and markers are, how they are stored, and the channels. */
export interface BrainVisionHeader {
  readonly version: string;
  readonly dataFile: string;
  readonly dataFileLine: number;
  /** Empty when there is none. */
  readonly markerFile: string;
  readonly isVectorised: boolean;
  readonly samplingHz: number;
  readonly type: StoredNumber;
  readonly isLittle: boolean;
  /** Samples of each channel; undefined where the header leaves it to the size. */
  readonly points: number | undefined;
  readonly channels: readonly BrainVisionChannel[];
  /** True when the header has fields about the person. */
  readonly hasUserInfos: boolean;
}

const DEFAULT_UNIT = "µV";
const MOST_CHANNELS = 4096;
/** A header with 4096 channels and the amplifier's notes on each. */
const LONGEST_HEADER_BYTES = 4 * 1024 * 1024;
const MICROSECONDS = 1e6;
const TYPES: ReadonlyMap<string, StoredNumber> = new Map([
  ["INT_16", "int16"],
  ["UINT_16", "uint16"],
  ["INT_32", "int32"],
  ["IEEE_FLOAT_32", "float32"],
  ["IEEE_FLOAT_64", "float64"],
]);
/** First line of a header, whichever program wrote it. */
export const BRAINVISION_TITLE = /^\s*Brain ?Vision (Data Exchange|Core Data Format) Header File,?\s*Version (\d+\.\d+)/i;

function refusal(line: number, message: string): KlonosError {
  return new KlonosError("brainvision-header", `${message} (line ${line} of the header)`, `line ${line}`, { line });
}

/** Sections of the header by their lower-case names, up to the comments that programs write for people. */
function sectionsOf(lines: readonly SourceLine[]): ReadonlyMap<string, readonly Entry[]> {
  const sections = new Map<string, Entry[]>();
  let current: Entry[] | undefined;
  let isComment = false;
  for (const { text, number } of lines) {
    const title = /^\s*\[([^\]]+)\]\s*$/.exec(text);
    if (title !== null) {
      const name = title[1]!.trim().toLowerCase();
      isComment = name === "comment";
      current = sections.get(name) ?? [];
      sections.set(name, current);
    } else if (!isComment && current !== undefined && !/^\s*(;|$)/.test(text)) {
      const at = text.indexOf("=");
      if (at > 0) current.push({ key: text.slice(0, at).trim().toLowerCase(), value: text.slice(at + 1).trim(), line: number });
    }
  }
  return sections;
}

function required(section: readonly Entry[], key: string): Entry {
  const entry = section.find((candidate) => candidate.key === key.toLowerCase());
  if (entry === undefined || entry.value === "") throw new KlonosError("brainvision-header", `The header does not say ${key}=…, without which the samples cannot be read. Export the recording again.`, key);
  return entry;
}

function positive(entry: Entry, meaning: string, most: number): number {
  const value = Number(entry.value.replace(",", "."));
  if (entry.value === "" || !(value > 0 && value <= most)) throw refusal(entry.line, `${meaning} should be a number above 0 but reads ${JSON.stringify(entry.value.slice(0, 40))}. Correct it there.`);
  return value;
}

function whole(entry: Entry, meaning: string, most: number): number {
  const value = positive(entry, meaning, most);
  if (!Number.isInteger(value)) throw refusal(entry.line, `${meaning} should be a whole number but reads ${JSON.stringify(entry.value.slice(0, 40))}. Correct it there.`);
  return value;
}

/** Fields between commas; `\1` stands for a comma inside one. */
export function brainVisionFields(value: string): string[] {
  return value.split(",").map((field) => field.replace(/\\1/g, ",").trim());
}

function channelOf(entry: Entry, number: number): BrainVisionChannel {
  const [label = "", reference = "", resolutionText = "", unit = ""] = brainVisionFields(entry.value);
  const resolution = resolutionText === "" ? 1 : Number(resolutionText);
  if (!Number.isFinite(resolution) || resolution === 0) {
    throw refusal(entry.line, `The resolution of channel ${number} (${label}) should be a number but reads ${JSON.stringify(resolutionText.slice(0, 40))}. Correct it there.`);
  }
  return { label: label === "" ? `Channel ${number}` : label, reference, resolution, unit: unit === "" ? DEFAULT_UNIT : unit, line: entry.line };
}

function channelsOf(section: readonly Entry[], count: number, countLine: number): BrainVisionChannel[] {
  const byKey = new Map(section.map((entry) => [entry.key, entry]));
  return Array.from({ length: count }, (_, index) => {
    const entry = byKey.get(`ch${index + 1}`);
    if (entry === undefined) throw refusal(countLine, `The header announces ${count} channels but does not describe Ch${index + 1}: it is cut short or edited. Export the recording again.`);
    return channelOf(entry, index + 1);
  });
}

/** `$b` stands for the header's own name. */
function fileName(value: string, headerName: string): string {
  return value.replace(/\$b/g, headerName.replace(/\.[^.]*$/, ""));
}

/**
 * Reads a `.vhdr`, versions 1 and 2, Latin-1 or UTF-8.
 * @throws KlonosError `brainvision-header` naming the line.
 */
export async function readBrainVisionHeader(source: ByteSource, cancel: Cancel | undefined): Promise<BrainVisionHeader> {
  if (source.size > LONGEST_HEADER_BYTES) {
    throw new KlonosError("brainvision-header", `${source.name} is ${source.size} bytes long; a BrainVision header has at most ${LONGEST_HEADER_BYTES}. Open the header (.vhdr) of the recording.`, "byte 0", { size: source.size });
  }
  const lines: SourceLine[] = [];
  for await (const line of sourceLines(source, "brainvision-header", cancel)) lines.push(line);
  const version = BRAINVISION_TITLE.exec(lines[0]?.text ?? "")?.[2] ?? "";
  const sections = sectionsOf(lines);
  const common = sections.get("common infos") ?? [];
  const value = (section: readonly Entry[], key: string): Entry | undefined => section.find((entry) => entry.key === key);

  const format = value(common, "dataformat");
  if (format !== undefined && format.value.toUpperCase() !== "BINARY") throw refusal(format.line, `The samples are stored as ${format.value.slice(0, 40)}; Klonos reads BINARY. Export the recording as binary BrainVision, EDF or CSV.`);
  const domain = value(common, "datatype");
  if (domain !== undefined && domain.value.toUpperCase() !== "TIMEDOMAIN") throw refusal(domain.line, `The file holds ${domain.value.slice(0, 40)}, not samples over time. Export the recording itself.`);
  const orientation = required(common, "DataOrientation");
  if (!/^(multiplexed|vectorized)$/i.test(orientation.value)) throw refusal(orientation.line, `DataOrientation reads ${JSON.stringify(orientation.value.slice(0, 40))}; it should be MULTIPLEXED or VECTORIZED. Correct it there.`);
  const binary = sections.get("binary infos") ?? [];
  const typeEntry = required(binary, "BinaryFormat");
  const type = TYPES.get(typeEntry.value.toUpperCase());
  if (type === undefined) throw refusal(typeEntry.line, `BinaryFormat reads ${JSON.stringify(typeEntry.value.slice(0, 40))}; Klonos reads INT_16, UINT_16, INT_32, IEEE_FLOAT_32 and IEEE_FLOAT_64. Export the recording again.`);
  const interval = required(common, "SamplingInterval");
  const count = required(common, "NumberOfChannels");
  const points = value(common, "datapoints");
  const data = required(common, "DataFile");
  return {
    version,
    dataFile: fileName(data.value, source.name),
    dataFileLine: data.line,
    markerFile: fileName(value(common, "markerfile")?.value ?? "", source.name),
    isVectorised: orientation.value.toUpperCase() === "VECTORIZED",
    samplingHz: MICROSECONDS / positive(interval, "SamplingInterval (microseconds)", 1e12),
    type,
    isLittle: !/^(yes|true|1)$/i.test(value(binary, "usebigendianorder")?.value ?? ""),
    points: points === undefined || points.value === "0" || points.value === "" ? undefined : whole(points, "DataPoints", Number.MAX_SAFE_INTEGER / 8 / MOST_CHANNELS),
    channels: channelsOf(sections.get("channel infos") ?? [], whole(count, "NumberOfChannels", MOST_CHANNELS), count.line),
    hasUserInfos: (sections.get("user infos") ?? []).length > 0 || (sections.get("channel user infos") ?? []).length > 0,
  };
}
