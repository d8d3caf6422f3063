import { KlonosError } from "../../src/core/errors";
import type { RecordingHeader, RecordingScan } from "../../src/core/recording";
import type { ByteSource } from "../../src/formats/byte-source";
import { memorySource } from "../../src/formats/memory-source";
import { openRecording } from "../../src/formats/registry";
import { type Mutation, mutated, mutationsOf, randomFrom } from "./mutations";
import type { Seed } from "./seeds";
import { anchorsOf } from "./structure";

/** What a damaged file may take: the promise of the formats room for headers and for the first contradiction. */
export interface Limits {
  readonly cpuMilliseconds: number;
  readonly memoryBytes: number;
}

export const PROMISED: Limits = { cpuMilliseconds: 1000, memoryBytes: 200 * 1024 * 1024 };
/** What a person can do about a file that is refused stands in every refusal. */
const ADVICE = /\b(?:check|choose|convert|copy|correct|export|give|mend|open|put|record|remove|repair|save|say|unpack|use|wait|write)\b/i;
/** No single read may be longer than this whatever a file claims. */
const LONGEST_READ = 2 * 1024 * 1024;

/** Which file of a recording is damaged, and how. */
export interface FuzzCase {
  readonly seed: Seed;
  /** undefined for the file that is opened. */
  readonly sibling: string | undefined;
  readonly mutations: readonly Mutation[];
}

/** The case of a number: the same for the same list of seeds. */
export function fuzzCase(seeds: readonly Seed[], seed: number, index: number): FuzzCase {
  const random = randomFrom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
  const chosen = seeds[Math.floor(random() * seeds.length)]!;
  const others = Object.keys(chosen.siblings ?? {});
  const sibling = others.length > 0 && random() < 0.5 ? others[Math.floor(random() * others.length)] : undefined;
  const bytes = sibling === undefined ? chosen.bytes : chosen.siblings![sibling]!;
  return { seed: chosen, sibling, mutations: mutationsOf(bytes, anchorsOf(chosen.reader, bytes, sibling !== undefined), random) };
}

/** Files of a case, the opened one first. */
export function filesOf({ seed, sibling, mutations }: FuzzCase): Readonly<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = { [seed.name]: seed.bytes, ...seed.siblings };
  const target = sibling ?? seed.name;
  files[target] = mutated(files[target]!, mutations);
  if (seed.pack !== undefined) files[seed.name] = seed.pack(files[seed.name]!);
  return files;
}

function finite(...values: readonly (number | undefined)[]): boolean {
  return values.every((value) => value === undefined || Number.isFinite(value));
}

/** What holds of every recording that opens, however damaged its file was. */
function brokenPromise(header: RecordingHeader, scan: RecordingScan): string | undefined {
  if (!finite(header.durationSeconds, scan.durationSeconds) || scan.durationSeconds < 0) return `duration ${scan.durationSeconds} s`;
  for (const { onsetSeconds, durationSeconds, text, channel } of scan.annotations) {
    if (!finite(onsetSeconds, durationSeconds) || durationSeconds < 0) return `annotation ${text.slice(0, 20)} at ${onsetSeconds} s for ${durationSeconds} s`;
    if (channel !== undefined && scan.channels[channel] === undefined) return `annotation of channel ${channel}`;
  }
  // A gap of 0 s is a border across which nothing is computed.
  for (const { startSeconds, endSeconds } of scan.gaps) if (!finite(startSeconds, endSeconds) || endSeconds < startSeconds) return `gap from ${startSeconds} to ${endSeconds} s`;
  for (const [index, channel] of scan.channels.entries()) {
    const { samplingHz, sampleCount, segments, physicalRange } = channel;
    if (channel.index !== index) return `channel ${index} calls itself ${channel.index}`;
    if (!(samplingHz > 0) || !finite(samplingHz)) return `channel ${index} at ${samplingHz} Hz`;
    if (!Number.isSafeInteger(sampleCount) || sampleCount < 0) return `channel ${index} with ${sampleCount} samples`;
    if (physicalRange !== undefined && !(physicalRange[0] < physicalRange[1])) return `channel ${index} with the range ${physicalRange.join(" to ")}`;
    let sample = 0;
    let seconds = -Infinity;
    for (const segment of segments) {
      if (segment.startSample !== sample || segment.endSample <= sample || !finite(segment.startSeconds) || segment.startSeconds < seconds - 1e-6) return `channel ${index}: segment ${JSON.stringify(segment)} after sample ${sample} and ${seconds} s`;
      sample = segment.endSample;
      seconds = segment.startSeconds + (segment.endSample - segment.startSample) / samplingHz;
    }
    if (sample !== sampleCount) return `channel ${index}: segments of ${sample} samples, ${sampleCount} in all`;
  }
  for (const issue of [...header.issues, ...scan.issues]) if (issue.message.length < 10 || issue.message.length > 2000) return `issue ${issue.code} of ${issue.message.length} characters`;
  return undefined;
}

/** Opens, scans and reads ends of every channel. @returns what is wrong with the reader, undefined for nothing. */
async function failureOf(files: Readonly<Record<string, Uint8Array>>, seed: Seed): Promise<string | undefined> {
  let longest = 0;
  const watched = (source: ByteSource): ByteSource => ({ ...source, read: (offset, length, cancel) => ((longest = Math.max(longest, length)), source.read(offset, length, cancel)) });
  const siblings = seed.siblings === undefined ? undefined : async (name: string, levelsUp = 0) => (levelsUp === 0 && Object.hasOwn(files, name) ? watched(memorySource(name, files[name]!)) : undefined);
  try {
    const reader = await openRecording(watched(memorySource(seed.name, files[seed.name]!)), seed.options ?? {}, undefined, siblings);
    const scan = await reader.scan();
    for (const { index, sampleCount } of scan.channels.slice(0, 40)) {
      for (const range of [{ start: 0, end: Math.min(5, sampleCount) }, { start: Math.max(0, sampleCount - 5), end: sampleCount }]) {
        const values = await reader.read(index, range);
        if (values.length !== range.end - range.start) return `read ${values.length} of ${range.end - range.start} samples`;
      }
    }
    const broken = brokenPromise(reader.header, scan);
    await reader.close();
    if (broken !== undefined) return broken;
  } catch (thrown) {
    if (!(thrown instanceof KlonosError)) return `${String(thrown)}\n${thrown instanceof Error ? (thrown.stack ?? "").split("\n").slice(1, 5).join("\n") : ""}`;
    if (thrown.record.code === "internal" || thrown.record.message.length < 20) return `no explanation: ${thrown.record.code} ${thrown.record.message}`;
    if (!ADVICE.test(thrown.record.message)) return `not said what to do: ${thrown.record.code} ${thrown.record.message}`;
    if (thrown.record.message.length > 2000) return `an explanation of ${thrown.record.message.length} characters`;
  }
  return longest > LONGEST_READ ? `a read of ${longest} bytes` : undefined;
}

/** Runs a case within limits; what took too long is run once more, because a machine may be busy. @returns what is wrong. */
export async function runCase(one: FuzzCase, limits: Limits = PROMISED): Promise<string | undefined> {
  const files = filesOf(one);
  for (let attempt = 0; ; attempt += 1) {
    const peak = process.resourceUsage().maxRSS;
    const cpu = process.cpuUsage();
    const failure = await failureOf(files, one.seed);
    const used = process.cpuUsage(cpu);
    const milliseconds = (used.user + used.system) / 1000;
    const grown = (process.resourceUsage().maxRSS - peak) * 1024;
    if (failure !== undefined) return failure;
    const tooMuch = milliseconds > limits.cpuMilliseconds ? `${milliseconds.toFixed(0)} ms of processor time` : grown > limits.memoryBytes ? `${(grown / 1e6).toFixed(0)} MB more memory` : undefined;
    if (tooMuch === undefined || attempt === 1) return tooMuch;
  }
}

/** Leaves out damages as long as the case fails. */
export async function minimised(one: FuzzCase): Promise<FuzzCase> {
  let smallest = one;
  for (let k = 0; k < smallest.mutations.length && smallest.mutations.length > 1; ) {
    const candidate = { ...smallest, mutations: smallest.mutations.filter((_, index) => index !== k) };
    if ((await runCase(candidate)) !== undefined) smallest = candidate;
    else k += 1;
  }
  return smallest;
}
