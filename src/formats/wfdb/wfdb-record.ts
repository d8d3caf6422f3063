import { type Cancel, type Issue, KlonosError } from "../../core/errors";
import type { ByteSource } from "../byte-source";
import type { IssueLog } from "../issue-log";
import { missingFile, type SiblingFiles } from "../sibling-files";
import { type SourceLine, sourceLines } from "../source-lines";
import { groupOf, type WfdbTrack } from "./wfdb-group";
import { parseWfdbHeader, type WfdbHeader, type WfdbSignal } from "./wfdb-header";

/** A run of one signal: `samples` of `track`, the first `skewSamples` of it left out. */
export interface WfdbPiece {
  readonly track: WfdbTrack;
  readonly skewSamples: number;
  readonly samples: number;
  readonly startSeconds: number;
}

/** One signal of the whole record, over all segments. */
export interface WfdbChannelPieces {
  readonly signal: WfdbSignal;
  /** Numbers that annotations may call it by, in the order of the header. */
  readonly number: number;
  readonly pieces: readonly WfdbPiece[];
}

/** A record with the signals and segments of all its files. */
export interface WfdbRecord {
  readonly header: WfdbHeader;
  readonly channels: readonly WfdbChannelPieces[];
  readonly durationSeconds: number;
}

/** A header of so many bytes describes every signal of every segment there can be. */
const LONGEST_HEADER_BYTES = 2 * 1024 * 1024;
/** The name that stands for "no file" (pause, layout). */
const NO_FILE = "~";

async function readHeader(source: ByteSource, cancel: Cancel | undefined): Promise<WfdbHeader> {
  if (source.size > LONGEST_HEADER_BYTES) {
    throw new KlonosError("wfdb-header", `${source.name} is ${source.size} bytes long; a WFDB header has at most ${LONGEST_HEADER_BYTES}. Open the header (.hea) of the record.`, "byte 0", { size: source.size });
  }
  const lines: SourceLine[] = [];
  for await (const line of sourceLines(source, "wfdb-header", cancel)) lines.push(line);
  return parseWfdbHeader(lines);
}

/** Signals of consecutive lines that name one file. */
function filesOf(header: WfdbHeader): WfdbSignal[][] {
  const files: WfdbSignal[][] = [];
  for (const signal of header.signals) {
    const last = files[files.length - 1];
    if (last !== undefined && last[0]!.fileName === signal.fileName) last.push(signal);
    else files.push([signal]);
  }
  for (const [first, ...others] of files) {
    const other = others.find((signal) => signal.format !== first!.format || (signal.byteOffset !== first!.byteOffset && signal.byteOffset !== 0));
    if (other !== undefined) {
      throw new KlonosError("wfdb-header", `The signals of ${other.fileName} are given different storage formats or byte offsets, though they are stored frame by frame in one file. Correct the header. (line ${other.line} of the header)`, `line ${other.line}`, { line: other.line });
    }
  }
  return files;
}

interface OnePiece {
  readonly tracks: readonly { readonly track: WfdbTrack; readonly frames: number; readonly number: number }[];
  readonly frames: number;
}

/** Opens the files of a header without segments and finds what of them is there. */
async function openPiece(name: string, header: WfdbHeader, files: SiblingFiles, issues: IssueLog, cancel: Cancel | undefined): Promise<OnePiece> {
  const tracks: { track: WfdbTrack; frames: number; number: number }[] = [];
  let missing: KlonosError | undefined;
  let number = 0;
  for (const signals of filesOf(header)) {
    const { fileName, line } = signals[0]!;
    const firstNumber = number;
    number += signals.length;
    if (fileName === NO_FILE) continue;
    if (cancel?.cancelled === true) throw new KlonosError("cancelled", "The work was stopped on request.");
    const size = await files.use(fileName, (source) => Promise.resolve(source.size));
    if (size === undefined) {
      missing ??= missingFile(name, fileName, `line ${line}`, `samples (${signals.map((signal) => signal.label || "unnamed").join(", ").slice(0, 200)}) are`);
      issues.add({ code: "missing-file", severity: "error", where: `line ${line}`, message: `${fileName} is not beside ${name}: ${signals.map((signal) => signal.label || `signal ${firstNumber + 1}`).join(", ").slice(0, 200)} cannot be shown.` });
      continue;
    }
    const grouped = groupOf(signals, size);
    const { frames, frameSamples } = grouped[0]!.group;
    const offered = Math.min(frames, header.frames ?? frames);
    if (header.frames !== undefined && frames < header.frames) {
      issues.add({ code: "wfdb-truncated", severity: "warning", where: `${fileName}, byte ${size}`, message: `${fileName} is cut short: the first ${frames} of ${header.frames} frames are whole and are offered; ${header.frames - frames} are missing.` });
    } else if (header.frames !== undefined && frames > header.frames + frameSamples) {
      issues.add({ code: "wfdb-trailing-bytes", severity: "info", where: fileName, message: `${fileName} holds ${frames} frames, the header owns to ${header.frames}; the rest is ignored.` });
    }
    grouped.forEach((track, k) => tracks.push({ track, frames: offered, number: firstNumber + k }));
  }
  if (missing !== undefined && tracks.length === 0) throw missing;
  const longest = tracks.reduce((most, { frames }) => Math.max(most, frames), 0);
  return { tracks, frames: header.frames ?? longest };
}

function pieceOf(track: WfdbTrack, frames: number, startSeconds: number): WfdbPiece {
  const { skewFrames, samplesPerFrame } = track.signal;
  return { track, skewSamples: skewFrames * samplesPerFrame, samples: Math.max(0, frames - skewFrames) * samplesPerFrame, startSeconds };
}

/** Joins a segment's signals to the record's: by their description, in a fixed layout by their place. */
function matching(channels: readonly { signal: WfdbSignal }[], signal: WfdbSignal, number: number, isFixed: boolean): number {
  if (isFixed) return number < channels.length ? number : -1;
  return channels.findIndex((channel) => channel.signal.label === signal.label);
}

async function openSegments(name: string, header: WfdbHeader, files: SiblingFiles, issues: IssueLog, cancel: Cancel | undefined): Promise<WfdbRecord> {
  const channels: { signal: WfdbSignal; number: number; pieces: WfdbPiece[] }[] = [];
  const isFixed = header.segments[0]!.frames > 0;
  let startFrame = 0;
  let opened = 0;
  let firstMissing: KlonosError | undefined;
  for (const segment of header.segments) {
    const startSeconds = startFrame / header.framesPerSecond;
    startFrame += segment.frames;
    if (segment.record === NO_FILE) continue;
    const where = `line ${segment.line}`;
    const fileName = `${segment.record}.hea`;
    const own = await files.use(fileName, (source) => readHeader(source, cancel));
    if (own === undefined) {
      firstMissing ??= missingFile(name, fileName, where, `a segment of ${segment.frames} samples is described`);
      issues.add({ code: "missing-file", severity: "error", where, message: `${fileName} is not beside ${name}: the segment of ${segment.frames} samples from ${startSeconds.toFixed(3)} s on is missing and stays a gap.` });
      continue;
    }
    if (own.segments.length > 0) throw new KlonosError("wfdb-header", `The segment ${segment.record} is itself made of segments, which the format forbids. (${where} of the header)`, where);
    if (own.framesPerSecond !== header.framesPerSecond) {
      throw new KlonosError("wfdb-header", `The segment ${segment.record} has ${own.framesPerSecond} frames a second, the record ${header.framesPerSecond}. Correct one of them. (${where} of the header)`, where);
    }
    if (!isFixed && segment === header.segments[0]) {
      own.signals.forEach((signal, number) => channels.push({ signal, number, pieces: [] }));
      continue;
    }
    if (opened === 0 && channels.length === 0) own.signals.forEach((signal, number) => channels.push({ signal, number, pieces: [] }));
    let piece: OnePiece;
    try {
      piece = await openPiece(fileName, { ...own, frames: segment.frames }, files, issues, cancel);
    } catch (thrown) {
      if (!(thrown instanceof KlonosError) || thrown.record.code !== "missing-file") throw thrown;
      firstMissing ??= thrown;
      continue;
    }
    opened += 1;
    for (const { track, frames, number } of piece.tracks) {
      const index = matching(channels, track.signal, number, isFixed);
      const channel = channels[index];
      const isSame = channel !== undefined && channel.signal.samplesPerFrame === track.signal.samplesPerFrame && channel.signal.unit === track.signal.unit && channel.signal.isCalibrated === track.signal.isCalibrated;
      if (channel === undefined || !isSame) {
        const message = `${segment.record} holds the signal ${JSON.stringify(track.signal.label)} ${channel === undefined ? "that the layout of the record does not name" : "with another rate or unit than the record"}; its ${frames} frames from ${startSeconds.toFixed(3)} s on stay a gap.`;
        issues.add({ code: "wfdb-layout", severity: "error", where: `${where}, ${segment.record}`, message });
        continue;
      }
      const made = pieceOf(track, frames, startSeconds);
      if (made.samples > 0) channel.pieces.push(made);
    }
  }
  if (opened === 0 && firstMissing !== undefined) throw firstMissing;
  if (header.frames !== undefined && header.frames !== startFrame) {
    const issue: Issue = { code: "wfdb-length", severity: "info", where: "line 1", message: `The record says it has ${header.frames} frames, its segments add up to ${startFrame}; the segments were believed.` };
    issues.add(issue);
  }
  return { header, channels, durationSeconds: startFrame / header.framesPerSecond };
}

/**
 * Reads the header and finds every signal in its files. Only sizes are asked of the files of samples.
 * @throws KlonosError `missing-file` naming the first file when none of them is there; `wfdb-header` naming the line.
 */
export async function openWfdbRecord(source: ByteSource, files: SiblingFiles, issues: IssueLog, cancel: Cancel | undefined): Promise<WfdbRecord> {
  const header = await readHeader(source, cancel);
  if (header.segments.length > 0) return openSegments(source.name, header, files, issues, cancel);
  const piece = await openPiece(source.name, header, files, issues, cancel);
  const channels = piece.tracks.map(({ track, frames, number }) => {
    const made = pieceOf(track, frames, 0);
    return { signal: track.signal, number, pieces: made.samples > 0 ? [made] : [] };
  });
  const longest = channels.reduce((most, channel) => Math.max(most, (channel.pieces[0]?.samples ?? 0) / channel.signal.samplesPerFrame), 0);
  return { header, channels, durationSeconds: longest / header.framesPerSecond };
}
