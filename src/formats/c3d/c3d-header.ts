import { type Issue, KlonosError } from "../../core/errors";
import type { Annotation } from "../../core/recording";
import { SINGLE_PRECISION, tidyRate } from "../binary-channel";
import { type StoredNumber, viewOf } from "../stored-numbers";
import type { ByteSource } from "../byte-source";
import { c3dFloat, type C3dParameters, type C3dProcessor, continued, parseC3dParameters, processorOf } from "./c3d-parameters";
import { isSamplingRate } from "../sampling-rate";
import { decodeText } from "../text-decoding";

/** One analog channel, with the scale to its unit. */
export interface C3dChannel {
  readonly label: string;
  readonly unit: string;
  /** value = (stored − offset) · scale */
  readonly scale: number;
  readonly offset: number;
  /** True for the channels of a force plate, which may be volts as EMG is. */
  readonly isForcePlate: boolean;
}

/** Where the analog samples of a C3D are and how they are stored. */
export interface C3dLayout {
  readonly processor: C3dProcessor;
  readonly type: StoredNumber;
  readonly channels: readonly C3dChannel[];
  readonly samplingHz: number;
  readonly samplesPerFrame: number;
  readonly dataByte: number;
  readonly frameBytes: number;
  /** Byte of the first analog sample within a frame: behind the points. */
  readonly analogOffset: number;
  /** Frames that are whole in the file. */
  readonly frames: number;
  readonly annotations: readonly Annotation[];
  readonly namesSubject: boolean;
  readonly issues: readonly Issue[];
}

const BLOCK = 512;
const MAGIC = 0x50;
/** A text could begin so too: without the name, the pointer must be small and a zero byte must follow. */
const LARGEST_POINTER_OF_UNNAMED = 16;
/** Longer parameter sections do not exist: their length is counted in one byte of blocks. */
const MOST_PARAMETER_BYTES = 256 * BLOCK;
const LABELLED_EVENTS = 12345;
const MOST_HEADER_EVENTS = 18;
/** Far above any laboratory's; the header can count 65535. */
const MOST_CHANNELS = 4096;
const LAST_FRAME_LIMIT = 65535;

/** A refusal of a C3D header that names the byte. */
export function c3dError(message: string, byte: number, details: Record<string, string | number | boolean> = {}): KlonosError {
  return new KlonosError("c3d-header", `${message} (byte ${byte})`, `byte ${byte}`, { byte, ...details });
}

/** True when the bytes begin like a C3D file. */
export function looksLikeC3d(head: Uint8Array, name: string): boolean {
  if (head.length < 2 || head[1] !== MAGIC || head[0]! < 2) return false;
  return /\.c3d$/i.test(name) || (head[0]! < LARGEST_POINTER_OF_UNNAMED && head.subarray(2, BLOCK).includes(0));
}

/** Two words, low first, as the group TRIAL keeps frame numbers beyond 65535. */
function longOf(parameters: C3dParameters, name: string): number | undefined {
  const [low, high] = parameters.get(name)?.numbers ?? [];
  return low === undefined || high === undefined ? undefined : (low & 0xffff) + (high & 0xffff) * 0x10000;
}

interface FrameSpan {
  readonly first: number;
  readonly count: number;
}

function frameSpan(header: DataView, little: boolean, parameters: C3dParameters, room: number): FrameSpan {
  const trialStart = longOf(parameters, "TRIAL:ACTUAL_START_FIELD");
  const trialEnd = longOf(parameters, "TRIAL:ACTUAL_END_FIELD");
  if (trialStart !== undefined && trialEnd !== undefined && trialEnd >= trialStart && trialEnd > 0) return { first: trialStart, count: trialEnd - trialStart + 1 };
  const first = header.getUint16(6, little);
  const last = header.getUint16(8, little);
  const long = parameters.get("POINT:LONG_FRAMES")?.numbers[0];
  // The header's words cannot count further; only then the longer count is believed, and only if the file has room for it.
  if (last === LAST_FRAME_LIMIT && long !== undefined && long > last - first + 1 && long <= room) return { first, count: Math.floor(long) };
  return { first, count: last - first + 1 };
}

function eventsOf(parameters: C3dParameters, header: DataView, bytes: Uint8Array, processor: C3dProcessor, startSeconds: number): Annotation[] {
  const note = (seconds: number, context: string, label: string): Annotation[] => {
    const text = [/^general$/i.test(context) ? "" : context, label].filter((part) => part !== "").join(" ");
    return Number.isFinite(seconds) ? [{ onsetSeconds: seconds - startSeconds, durationSeconds: 0, text: text === "" ? "event" : text, channel: undefined }] : [];
  };
  const times = continued(parameters, "EVENT:TIMES").numbers;
  const labels = continued(parameters, "EVENT:LABELS").texts;
  const contexts = continued(parameters, "EVENT:CONTEXTS").texts;
  // Pairs of minutes and seconds, counted from the first frame that was ever taken.
  if (times.length > 1) {
    return Array.from({ length: times.length >> 1 }, (_, k) => note(times[2 * k]! * 60 + times[2 * k + 1]!, contexts[k] ?? "", labels[k] ?? "")).flat().sort((a, b) => a.onsetSeconds - b.onsetSeconds);
  }
  const little = processor !== "mips";
  if (header.getUint16(298, little) !== LABELLED_EVENTS) return [];
  const count = Math.min(header.getUint16(300, little), MOST_HEADER_EVENTS);
  return Array.from({ length: count }, (_, k) => note(c3dFloat(header, 304 + 4 * k, processor), "", decodeText(bytes.subarray(396 + 4 * k, 400 + 4 * k)).replace(/\0/g, " ").trim()))
    .flat()
    .sort((a, b) => a.onsetSeconds - b.onsetSeconds);
}

function channelsOf(parameters: C3dParameters, count: number, unsigned: boolean, issues: Issue[]): C3dChannel[] {
  const labels = continued(parameters, "ANALOG:LABELS").texts;
  const units = continued(parameters, "ANALOG:UNITS").texts;
  const scales = continued(parameters, "ANALOG:SCALE").numbers;
  const offsets = continued(parameters, "ANALOG:OFFSET").numbers;
  const general = parameters.get("ANALOG:GEN_SCALE")?.numbers[0] ?? 1;
  const plates = new Set((parameters.get("FORCE_PLATFORM:USED")?.numbers[0] ?? 0) > 0 ? continued(parameters, "FORCE_PLATFORM:CHANNEL").numbers : []);
  return Array.from({ length: count }, (_, k) => {
    const label = labels[k] === undefined || labels[k] === "" ? `Channel ${k + 1}` : labels[k];
    const scale = general * (scales[k] ?? 1);
    const stored = offsets[k] ?? 0;
    const isScaled = scale !== 0 && Number.isFinite(scale) && Number.isFinite(stored * scale);
    if (!isScaled) issues.push({ code: "c3d-scaling", severity: "error", where: `channel ${k + 1} (${label})`, message: `The scale of channel ${k + 1} (${label}) is ${scale}${Number.isFinite(stored) ? "" : ` and its offset ${stored}`}; its values are the stored numbers without a unit.` });
    return { label, unit: isScaled ? (units[k] ?? "") : "counts", scale: isScaled ? scale : 1, offset: !Number.isFinite(stored) ? 0 : unsigned && stored < 0 ? stored + 0x10000 : stored, isForcePlate: plates.has(k + 1) };
  });
}

/** Header, parameters and place of the analog samples, checked against the file. @throws KlonosError `c3d-header`, `c3d-data`. */
export async function readC3dLayout(source: ByteSource): Promise<C3dLayout> {
  if (source.size < 2 * BLOCK) throw c3dError(`The file ends inside its header: ${source.size} bytes, header and parameters take at least ${2 * BLOCK}. Copy it again from its origin.`, source.size);
  const bytes = await source.read(0, BLOCK);
  const parametersAt = (bytes[0]! - 1) * BLOCK;
  if (parametersAt + BLOCK > source.size) throw c3dError(`The parameters should begin at byte ${parametersAt}, the file has ${source.size} bytes. Copy it again from its origin.`, 0);
  const start = await source.read(parametersAt, 4);
  const processor = processorOf(start[3]!);
  if (processor === undefined) throw c3dError(`The parameters name the processor ${start[3]}; only 84 (Intel), 85 (DEC) and 86 (MIPS) exist. The file is damaged; export it again from the motion capture program.`, parametersAt + 3, { processor: start[3]! });
  const header = viewOf(bytes);
  const little = processor !== "mips";
  const dataByte = (header.getUint16(16, little) - 1) * BLOCK;
  const issues: Issue[] = [];
  const sectionBytes = Math.min(MOST_PARAMETER_BYTES, source.size - parametersAt, Math.max(start[2]! * BLOCK, dataByte - parametersAt, BLOCK)) - 4;
  const parameters = parseC3dParameters(await source.read(parametersAt + 4, sectionBytes), processor, (byte, message) => {
    issues.push({ code: "c3d-parameter", severity: "warning", where: `byte ${parametersAt + 4 + byte}`, message: `Parameters: ${message}; it was left out.` });
  });

  const points = header.getUint16(2, little);
  const perFrame = header.getUint16(4, little);
  const samplesPerFrame = header.getUint16(18, little);
  const used = parameters.get("ANALOG:USED")?.numbers[0];
  const count = samplesPerFrame === 0 ? 0 : Math.floor(perFrame / samplesPerFrame);
  if (count === 0) throw new KlonosError("c3d-data", "The file holds no analog channels, only positions of markers. Export the EMG together with the trial.", "byte 4", { perFrame, samplesPerFrame });
  if (count > MOST_CHANNELS) throw c3dError(`A frame is said to hold ${count} analog channels; no laboratory has more than ${MOST_CHANNELS}. The file is damaged; export it again.`, 4, { perFrame, samplesPerFrame });
  if (count * samplesPerFrame !== perFrame) throw c3dError(`A frame holds ${perFrame} analog numbers, which is not a whole number of ${samplesPerFrame} samples a channel. The file is damaged; export it again.`, 4, { perFrame, samplesPerFrame });
  if (used !== undefined && (used & 0xffff) !== count) {
    issues.push({ code: "c3d-channels", severity: "warning", where: "byte 4", message: `The parameters name ${used & 0xffff} analog channels, a frame holds ${count}; ${count} are shown.` });
  }
  const isFloat = (parameters.get("POINT:SCALE")?.numbers[0] ?? c3dFloat(header, 12, processor)) < 0;
  const unsigned = !isFloat && /^unsigned/i.test(parameters.get("ANALOG:FORMAT")?.texts[0] ?? "");
  const width = isFloat ? 4 : 2;
  const frameBytes = (4 * points + perFrame) * width;
  if (dataByte < BLOCK || dataByte >= source.size) throw c3dError(`The data should begin at byte ${dataByte}, the file has ${source.size} bytes. Copy it again from its origin.`, 16, { dataByte });

  const frameHz = c3dFloat(header, 20, processor);
  const stated = parameters.get("ANALOG:RATE")?.numbers[0];
  const pointHz = parameters.get("POINT:RATE")?.numbers[0];
  const derived = (pointHz !== undefined && pointHz > 0 ? pointHz : frameHz) * samplesPerFrame;
  const samplingHz = stated !== undefined && stated > 0 && Number.isFinite(stated) ? stated : derived;
  if (!isSamplingRate(samplingHz)) throw c3dError(`The file gives the rate ${samplingHz} Hz for its analog channels, so no time can be known. The file is damaged; export it again.`, 20);
  if (Math.abs(derived / samplingHz - 1) > 1e-3) {
    issues.push({ code: "c3d-rate", severity: "warning", where: "byte 20", message: `ANALOG:RATE is ${samplingHz} Hz, but the frames (${derived / samplesPerFrame} Hz, ${samplesPerFrame} samples each) make ${derived} Hz; ${samplingHz} Hz was used.` });
  }
  const room = Math.floor((source.size - dataByte) / frameBytes);
  const span = frameSpan(header, little, parameters, room);
  const frames = Math.min(span.count, room);
  if (frames < 1) throw new KlonosError("c3d-data", `The file declares ${span.count} frames of ${frameBytes} bytes from byte ${dataByte} and holds none of them whole (${source.size} bytes). Copy it again from its origin.`, `byte ${dataByte}`, { declared: span.count });
  if (frames < span.count) issues.push({ code: "c3d-truncated", severity: "warning", where: `byte ${dataByte + frames * frameBytes}`, message: `The file is cut: the first ${frames} of ${span.count} frames are whole and are shown.` });
  const startSeconds = Math.max(0, span.first - 1) / (samplingHz / samplesPerFrame);
  return {
    processor,
    type: isFloat ? (processor === "dec" ? "dec-float32" : "float32") : unsigned ? "uint16" : "int16",
    channels: channelsOf(parameters, count, unsigned, issues),
    samplingHz: tidyRate(samplingHz, SINGLE_PRECISION),
    samplesPerFrame,
    dataByte,
    frameBytes,
    analogOffset: 4 * points * width,
    frames,
    annotations: eventsOf(parameters, header, bytes, processor, startSeconds),
    namesSubject: [...(parameters.get("SUBJECTS:NAMES")?.texts ?? []), ...(parameters.get("EVENT:SUBJECTS")?.texts ?? [])].some((text) => text !== ""),
    issues,
  };
}
